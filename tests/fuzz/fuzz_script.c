/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A script of scenes from any bytes: it is refused with a problem on a line that there is, or every
 * promise of its header holds. The first byte says at what hour the capture begins. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "live/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MIDNIGHT INT64_C(1794798000) /* 2026-11-16 03:00 UTC */

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* All languages or none. */
static bool check_texts(const char *const texts[AM_LANG_COUNT], size_t most)
{
    for (size_t l = 0; l < AM_LANG_COUNT; l++) {
        must(!texts[l] == !texts[0]);
        must(!texts[l] || (texts[l][0] && am_utf8_width(texts[l]) <= most));
    }
    return texts[0] != NULL;
}

static void check(const struct am_script *s, int64_t first)
{
    must(s->zone && s->seconds >= 1 && s->seconds <= AM_SCRIPT_SECONDS_MAX);
    must(s->len >= 1 && s->len <= AM_SCRIPT_SCENES_MAX);
    must(!strchr(s->capture, '/') && s->capture[0] != '.');
    for (size_t i = 0; i < s->len; i++) {
        const struct am_scene *scene = &s->scenes[i];
        must(scene->from < scene->until && scene->until > first);
        must(scene->until <= first + INT64_C(2) * 86400);
        must(i == 0 || s->scenes[i - 1].until <= scene->from);
        must(check_texts(scene->text, AM_SCRIPT_TEXT_MAX));
        (void)check_texts(scene->after, AM_SCRIPT_AFTER_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    int64_t first = MIDNIGHT + data[0] % 24 * 3600;
    struct am_bytes text = {data + 1, size - 1};
    struct am_script s = {0};
    struct am_problem problem = {0};
    unsigned long lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    if (am_script_parse(text, "fuzz", first, &s, &problem) == AM_OK) {
        check(&s, first);
        am_script_done(&s);
    } else {
        must(problem.status != AM_OK && problem.text[0] && problem.line <= lines);
        must(!s.scenes && !s.texts && !s.zone);
    }
    return 0;
}
