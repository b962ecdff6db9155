/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/pieces.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_MIN 2048 /* most hellos */

void am_pieces_done(struct am_pieces *p)
{
    free(p->at);
    *p = (struct am_pieces){.room = 0};
}

static bool make_room(struct am_pieces *p, uint32_t end)
{
    uint32_t room = p->room > 0 ? p->room : ROOM_MIN;

    if (end <= p->room)
        return true;
    while (room < end)
        room *= 2;
    uint8_t *at = realloc(p->at, room);
    if (!at)
        return false;
    p->at = at;
    p->room = room;
    return true;
}

/* Fills what no run from `first` up to `last` has. */
static void fill_gaps(struct am_pieces *p, uint32_t first, uint32_t last, uint32_t start,
                      struct am_bytes piece)
{
    uint32_t end = start + (uint32_t)piece.len;
    uint32_t at = start;

    for (uint32_t i = first; i <= last; i++) {
        uint32_t gap_end = i < last && p->runs[i].start < end ? p->runs[i].start : end;
        if (gap_end > at)
            memcpy(p->at + at, piece.at + (at - start), gap_end - at);
        if (i < last && p->runs[i].end > at)
            at = p->runs[i].end;
    }
}

/* Puts one run in place of those from `first` up to `last`. */
static void replace_runs(struct am_pieces *p, uint32_t first, uint32_t last,
                         struct am_pieces_run run)
{
    if (last > first) {
        if (p->runs[first].start < run.start)
            run.start = p->runs[first].start;
        if (p->runs[last - 1].end > run.end)
            run.end = p->runs[last - 1].end;
    }
    memmove(p->runs + first + 1, p->runs + last, (p->runs_len - last) * sizeof *p->runs);
    p->runs_len = p->runs_len - (last - first) + 1;
    p->runs[first] = run;
}

bool am_pieces_add(struct am_pieces *p, uint64_t offset, struct am_bytes piece)
{
    uint32_t first = 0;

    if (offset > AM_PIECES_MAX || piece.len > AM_PIECES_MAX - offset)
        return false;
    if (piece.len == 0)
        return true;
    uint32_t start = (uint32_t)offset;
    uint32_t end = start + (uint32_t)piece.len;
    while (first < p->runs_len && p->runs[first].end < start)
        first++;
    uint32_t last = first; /* after those that overlap or touch it */
    while (last < p->runs_len && p->runs[last].start <= end)
        last++;
    if ((first == last && p->runs_len == AM_PIECES_RUNS) || !make_room(p, end))
        return false;
    fill_gaps(p, first, last, start, piece);
    replace_runs(p, first, last, (struct am_pieces_run){.start = start, .end = end});
    return true;
}

struct am_bytes am_pieces_front(const struct am_pieces *p)
{
    if (p->runs_len == 0 || p->runs[0].start > 0)
        return (struct am_bytes){0};
    return (struct am_bytes){.at = p->at, .len = p->runs[0].end};
}
