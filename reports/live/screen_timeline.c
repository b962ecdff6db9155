/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How the contacts came over the capture's time, with the markers at their places, and who was
 * contacted from each on. */
#include <stdio.h>

#include "live/screen_parts.h"
#include "live/words.h"

#define NAMES_MAX 40 /* corporations of a marker that are named at most */

struct span {
    int64_t from, until;
};

/* How many there had been by then, as the readings before and after tell; it only ever grows. */
static double contacts_by(const struct am_screen *s, double time)
{
    const struct am_history_point *h = s->history;
    size_t i = 0;
    while (i < s->history_len && (double)h[i].time <= time)
        i++;
    if (i == 0)
        return (double)h[0].contacts;
    if (i == s->history_len)
        return (double)h[i - 1].contacts;
    double part = (time - (double)h[i - 1].time) / (double)(h[i].time - h[i - 1].time);
    return (double)h[i - 1].contacts + part * ((double)h[i].contacts - (double)h[i - 1].contacts);
}

static uint64_t contacts_in(const struct am_screen *s, const struct span *span, int column,
                            int columns)
{
    double width = (double)(span->until - span->from) / columns;
    double from = contacts_by(s, (double)span->from + width * column);
    double until = contacts_by(s, (double)span->from + width * (column + 1));
    return until > from ? (uint64_t)((until - from) * 1000) : 0; /* columns may be short */
}

static void pillars(const struct am_screen *s, struct am_cells *out, const struct am_area *a,
                    const struct span *span)
{
    uint64_t most = 0;
    for (int i = 0; i < a->columns; i++) {
        uint64_t n = contacts_in(s, span, i, a->columns);
        most = n > most ? n : most;
    }
    for (int i = 0; i < a->columns; i++)
        am_cells_pillar(out, a->row + a->rows - 1, a->column + i, a->rows, AM_STYLE_SERVICE,
                        contacts_in(s, span, i, a->columns), most);
}

static void axis(const struct am_screen *s, struct am_cells *out, const struct am_area *a,
                 const struct span *span)
{
    char clock[AM_SHORT_CLOCK];
    am_cells_rule(out, a->row, a->column, a->columns);
    for (size_t i = 0; i < s->figures->markers.count; i++) {
        int64_t time = s->figures->markers.at[i].time;
        char number[24];
        if (time < span->from || time > span->until)
            continue;
        double part = (double)(time - span->from) / (double)(span->until - span->from);
        int column = a->column + (int)(part * (a->columns - 1));
        (void)snprintf(number, sizeof number, "%zu", i + 1);
        (void)am_cells_put(out, a->row, column, 3, AM_STYLE_WARNING, number);
    }
    am_screen_clock(s, span->from, clock);
    (void)am_cells_put(out, a->row + 1, a->column, a->columns, AM_STYLE_FAINT, clock);
    am_screen_clock(s, span->until, clock);
    am_cells_put_right(out, a->row + 1, a->column, a->columns, AM_STYLE_FAINT, clock);
}

static const char *marked(const struct am_screen *s, const struct am_marker_line *m)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < m->begun && count < NAMES_MAX; i++)
        names[count++] = AM_SAY_NAME(s->speech, m->owners[i].corporation);
    if (m->begun == 0)
        return AM_SAY(s->speech, TEXT_LIVE_MARKED_NONE);
    return AM_SAY_COUNT(s->speech, m->begun, TEXT_LIVE_MARKED, am_say_number(s->speech, m->begun),
                        am_say_list(s->speech, names, count));
}

/* The newest marker first: it is the one that is spoken of. */
static void markers(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    size_t count = s->figures->markers.count;
    int row = a.row;
    if (count == 0)
        (void)am_cells_put(out, row, a.column, a.columns, AM_STYLE_FAINT,
                           AM_SAY(s->speech, TEXT_LIVE_NO_MARKER));
    for (size_t i = count; i > 0 && row + 1 < a.row + a.rows; i--) {
        const struct am_marker_line *m = &s->figures->markers.at[i - 1];
        char clock[AM_SHORT_CLOCK];
        char head[AM_MARKER_TEXT + 48];
        am_screen_clock(s, m->time, clock);
        (void)snprintf(head, sizeof head, "%zu  %s  %s", i, clock, m->text);
        (void)am_cells_put(out, row++, a.column, a.columns, AM_STYLE_STRONG, head);
        int lines = a.row + a.rows - row;
        struct am_wrap where = {row, a.column + 3, a.columns - 3, lines < 2 ? lines : 2, 1, false};
        row += am_cells_wrap(out, &where, AM_STYLE_PLAIN, marked(s, m));
    }
}

void am_screen_timeline(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    int height = a.rows / 3 < 4 ? 4 : a.rows / 3;
    struct am_area part = {a.row + 1, a.column, height, a.columns};
    am_screen_title(out, a, AM_SAY(s->speech, TEXT_LIVE_OVER_TIME));
    if (s->history_len > 1) { /* of one reading nothing can be told */
        struct span span = {s->history[0].time, s->history[s->history_len - 1].time};
        pillars(s, out, &part, &span);
        part.row += height;
        axis(s, out, &part, &span);
        part.row += 2;
    }
    part.row++;
    part.rows = a.row + a.rows - part.row;
    markers(s, out, part);
}
