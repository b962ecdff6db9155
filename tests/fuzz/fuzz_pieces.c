/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pieces against a model that keeps a mark for every byte: four bytes of input make a piece, its
 * offset (two bytes), its length and how far it is stretched. What the model holds from 0 on is
 * what the pieces give, and a piece is refused only for a bound. */
#include <stdlib.h>
#include <string.h>

#include "proto/pieces.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct model {
    uint8_t at[AM_PIECES_MAX];
    bool have[AM_PIECES_MAX];
};

static unsigned runs_of(const struct model *m)
{
    unsigned runs = 0;
    for (size_t i = 0; i < AM_PIECES_MAX; i++)
        runs += m->have[i] && (i == 0 || !m->have[i - 1]);
    return runs;
}

static void model_add(struct model *m, size_t offset, struct am_bytes piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        if (!m->have[offset + i])
            m->at[offset + i] = piece.at[i];
        m->have[offset + i] = true;
    }
}

static void check_front(const struct am_pieces *p, const struct model *m)
{
    struct am_bytes front = am_pieces_front(p);
    size_t len = 0;

    while (len < AM_PIECES_MAX && m->have[len])
        len++;
    if (front.len != len || (len > 0 && memcmp(front.at, m->at, len) != 0))
        abort();
    if (p->runs_len > AM_PIECES_RUNS || p->room > AM_PIECES_MAX || p->runs_len != runs_of(m))
        abort();
    for (unsigned i = 0; i < p->runs_len; i++)
        if (p->runs[i].start >= p->runs[i].end || p->runs[i].end > p->room ||
            (i > 0 && p->runs[i - 1].end >= p->runs[i].start))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct model before;
    static struct model m;
    struct am_pieces p = {0};
    uint8_t piece[256 * 8];

    memset(&m, 0, sizeof m);
    for (size_t step = 0; step < 256 && size >= 4; step++, data += 4, size -= 4) {
        size_t offset = ((size_t)data[0] << 8 | data[1]) >> (data[3] >> 4 & 3);
        size_t len = (size_t)data[2] << (data[3] & 3);
        struct am_bytes bytes = {.at = piece, .len = len};
        memset(piece, (int)(step + 1), sizeof piece);
        bool fits = offset <= AM_PIECES_MAX && len <= AM_PIECES_MAX - offset;
        before = m;
        if (fits)
            model_add(&m, offset, bytes);
        bool taken = am_pieces_add(&p, offset, bytes);
        if (taken != (fits && runs_of(&m) <= AM_PIECES_RUNS))
            abort();
        if (!taken)
            m = before;
        check_front(&p, &m);
    }
    am_pieces_done(&p);
    return 0;
}
