/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Drawings of any bytes: read or refused with one line; what is filled is a drawing again, that
 * would not be refused, and holds the text that was filled in as text. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "templates/drawing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOSTILE "</text><script/>&\"'شركة深圳"

static enum am_slot_state find(void *ctx, const char *name, struct am_slot_value *out)
{
    (void)ctx;
    if (name[0] == 'u')
        return AM_SLOT_UNTOLD;
    if (name[0] == 'x')
        return AM_SLOT_UNKNOWN;
    out->text = HOSTILE;
    out->share = 0.4;
    return AM_SLOT_TOLD;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct am_letters *letters;
    static const struct am_chart_colours colours = AM_CHART_COLOURS;
    const struct am_drawing_fill fill = {.find = find,
                                         .colours = &colours,
                                         .title = HOSTILE,
                                         .description = HOSTILE,
                                         .language = "es",
                                         .width = 300};
    struct am_problem problem = {0};
    struct am_drawing_doubts doubts = {0};
    struct am_drawing *d = NULL;
    struct am_drawing *again = NULL;
    struct am_text out;
    if (!letters && am_letters_open(&letters, NULL) != AM_OK)
        abort();
    if (am_drawing_read((struct am_bytes){data, size}, "f.svg", &d, &problem) != AM_OK) {
        assert(problem.text[0]);
        return 0;
    }
    am_text_init(&out, AM_DRAWING_OUT);
    problem = (struct am_problem){0};
    if (am_drawing_fill(d, &fill, letters, &out, &doubts, &problem) == AM_OK) {
        struct am_bytes bytes = {(const uint8_t *)out.at, out.len};
        assert(!strstr(out.at, "<script"));
        assert(doubts.count <= AM_DRAWING_DOUBTS_MAX);
        if (out.len <= AM_DRAWING_BYTES &&
            am_drawing_read(bytes, "again.svg", &again, &problem) != AM_OK)
            abort();
    } else {
        assert(problem.text[0]);
    }
    am_drawing_free(again);
    am_drawing_free(d);
    am_text_done(&out);
    return 0;
}
