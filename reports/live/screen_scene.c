/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is read from the back of a room: a scene's question, who it was, and the large view. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "live/screen_parts.h"
#include "live/words.h"

#define TEXT_COLUMNS 72 /* a line that the eye follows */
#define TEXT_LINES   6
#define ROOMY        28 /* rows from which on lines of text stand apart */
#define SHORT        15 /* rows below which there is no room for large digits */
#define BIG_LINES    5  /* corporations of the large view */
#define NAMES_MAX    60 /* of one ledger that are named together */

/* Lines in the middle of an area, and below them the next ones. */
static void say_centred(struct am_cells *out, struct am_wrap *where, enum am_style style,
                        const char *text)
{
    where->row += am_cells_wrap(out, where, style, text) * where->step + 1;
}

const char *am_screen_scene_words(const struct am_screen *s)
{
    return AM_SAY(s->speech, TEXT_LIVE_SCENE, am_say_number(s->speech, s->state->scene_number),
                  am_say_number(s->speech, s->state->scene_count));
}

static const char *scene_text(const struct am_screen *s)
{
    if (s->state->scene)
        return am_say_own(s->speech, s->state->scene->text);
    return s->state->marker ? s->state->marker->text : "";
}

/* The number that is being typed, or has been said. */
static bool guess_of(const struct am_screen *s, uint64_t *out)
{
    bool typed = s->typing == AM_TYPING_GUESS && s->typed[0] != '\0';
    if (typed)
        *out = strtoul(s->typed, NULL, 10);
    else if (s->state->guess >= 0)
        *out = (uint64_t)s->state->guess;
    return typed || s->state->guess >= 0;
}

/* What has been guessed, large where there is room, or a question mark. */
static void guess_centred(const struct am_screen *s, struct am_cells *out, const struct am_area *a)
{
    char text[24] = "?";
    uint64_t guess;
    bool any = guess_of(s, &guess);
    int width = any ? am_cells_digits(NULL, 0, 0, AM_STYLE_STRONG, guess) : 0;
    if (any && a->rows >= AM_DIGIT_ROWS) {
        (void)am_cells_digits(out, a->row, a->column + (a->columns - width) / 2, AM_STYLE_STRONG,
                              guess);
        return;
    }
    if (any)
        (void)snprintf(text, sizeof text, "%" PRIu64, guess);
    am_cells_put_centre(out, a->row + a->rows / 2, a->column, a->columns, AM_STYLE_STRONG, text);
}

void am_screen_ask(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    const char *text = scene_text(s);
    const char *question = AM_SAY(s->speech, TEXT_LIVE_QUESTION);
    int width = a.columns - 4 < TEXT_COLUMNS ? a.columns - 4 : TEXT_COLUMNS;
    struct am_wrap where = {
        a.row, a.column + (a.columns - width) / 2, width, TEXT_LINES, a.rows >= ROOMY ? 2 : 1,
        true};
    int lines = 1 + am_cells_wrap(NULL, &where, AM_STYLE_PLAIN, text) +
                am_cells_wrap(NULL, &where, AM_STYLE_PLAIN, question);
    struct am_area guess = {0, a.column, a.rows < SHORT ? 1 : AM_DIGIT_ROWS, a.columns};
    int used = lines * where.step + 3 + guess.rows + 2;
    int rows = used + 4 < a.rows ? used + 4 : a.rows;
    where.row += (a.rows - rows) / 2;
    if (used + 2 <= rows) {
        am_cells_box(out, where.row, where.column - 2, rows, width + 4);
        where.row += (rows - used) / 2;
    }
    say_centred(out, &where, AM_STYLE_FAINT, am_screen_scene_words(s));
    say_centred(out, &where, AM_STYLE_PLAIN, text);
    say_centred(out, &where, AM_STYLE_NEW, question);
    guess.row = where.row;
    guess_centred(s, out, &guess);
    am_cells_put_centre(out, guess.row + guess.rows + 1, a.column, a.columns, AM_STYLE_FAINT,
                        AM_SAY(s->speech, TEXT_LIVE_ANSWER));
}

/* The number, and beside it what it counts: the rows it takes. */
static int number_told(const struct am_screen *s, struct am_cells *out, const struct am_area *a,
                       const struct am_marker_line *m)
{
    uint64_t n = m ? m->begun : 0;
    bool low = a->rows < AM_DIGIT_ROWS + 4;
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRIu64, n);
    int at = a->column + 3 +
             (low ? am_cells_put(out, a->row, a->column, a->columns, AM_STYLE_NEW, text)
                  : am_cells_digits(out, a->row, a->column, AM_STYLE_NEW, n));
    int width = a->column + a->columns - at;
    int row = a->row + (low ? 0 : 1);
    (void)am_cells_put(out, row++, at, width, AM_STYLE_STRONG,
                       AM_SAY_COUNT(s->speech, n, TEXT_LIVE_REVEAL));
    if (m && m->unowned > 0)
        (void)am_cells_put(out, row++, at, width, AM_STYLE_FAINT,
                           AM_SAY_COUNT(s->speech, m->unowned, TEXT_LIVE_UNOWNED,
                                        am_say_number(s->speech, m->unowned)));
    if (s->state->guess >= 0)
        (void)am_cells_put(out, low ? row++ : a->row + 4, at, width, AM_STYLE_PLAIN,
                           AM_SAY(s->speech, TEXT_LIVE_GUESSED,
                                  am_say_number(s->speech, (uint64_t)s->state->guess)));
    return low ? row - a->row : AM_DIGIT_ROWS;
}

static const struct am_sum *sum_of(const struct am_marker_owner *o, bool host)
{
    return host ? &o->host : &o->service;
}

/* Names as one text, where there are more than rows for them. */
static void names_together(const struct am_screen *s, struct am_cells *out, const struct am_area *a,
                           const struct am_marker_line *m, bool host)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < m->begun && count < NAMES_MAX; i++)
        if (sum_of(&m->owners[i], host)->flows > 0)
            names[count++] = AM_SAY_NAME(s->speech, m->owners[i].corporation);
    struct am_wrap where = {a->row + 1, a->column + 1, a->columns - 1, a->rows - 1, 1, false};
    (void)am_cells_wrap(out, &where, host ? AM_STYLE_HOST : AM_STYLE_SERVICE,
                        am_say_list(s->speech, names, count));
}

static size_t count_of(const struct am_marker_line *m, bool host)
{
    size_t count = 0;
    for (size_t i = 0; i < m->begun; i++)
        count += sum_of(&m->owners[i], host)->flows > 0;
    return count;
}

/* The corporations of one ledger, under its name: a row each where both ledgers have the room. */
static void ledger(const struct am_screen *s, struct am_cells *out, const struct am_area *a,
                   const struct am_marker_line *m, bool host)
{
    char title[128];
    int row = a->row;
    (void)snprintf(title, sizeof title, "%s: %s",
                   AM_SAY(s->speech, host ? TEXT_HOST : TEXT_SERVICE),
                   am_say_number(s->speech, count_of(m, host)));
    (void)am_cells_put(out, row++, a->column, a->columns, AM_STYLE_STRONG, title);
    if (count_of(m, false) >= (size_t)a->rows || count_of(m, true) >= (size_t)a->rows) {
        names_together(s, out, a, m, host);
        return;
    }
    for (size_t i = 0; i < m->begun; i++)
        if (sum_of(&m->owners[i], host)->flows > 0)
            (void)am_cells_put(out, row++, a->column + 1, a->columns - 1,
                               host ? AM_STYLE_HOST : AM_STYLE_SERVICE,
                               AM_SAY_NAME(s->speech, m->owners[i].corporation));
}

/* How many were contacted from a marker on, and who, in both ledgers. */
static void contacted(const struct am_screen *s, struct am_cells *out, struct am_area a,
                      const struct am_marker_line *m, const char *title)
{
    struct am_wrap where = {a.row, a.column, a.columns, 2, 1, false};
    int lines = am_cells_wrap(out, &where, AM_STYLE_FAINT, title) + 1;
    a.row += lines;
    a.rows -= lines;
    int rows = number_told(s, out, &a, m) + 1;
    struct am_area left = {a.row + rows, a.column, a.rows - rows, a.columns / 2 - 1};
    struct am_area right = {left.row, a.column + a.columns / 2, left.rows, a.columns / 2};
    if (!m || left.rows < 2)
        return;
    ledger(s, out, &left, m, false);
    ledger(s, out, &right, m, true);
}

void am_screen_reveal(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    const char *after = s->state->scene ? am_say_own(s->speech, s->state->scene->after) : "";
    struct am_wrap where = {a.row, a.column, a.columns, 3, 1, false};
    int lines = am_cells_wrap(NULL, &where, AM_STYLE_STRONG, after);
    a.rows -= lines > 0 ? lines + 1 : 0;
    contacted(s, out, a, s->state->marker, scene_text(s));
    where.row = a.row + a.rows + 1;
    (void)am_cells_wrap(out, &where, AM_STYLE_STRONG, after);
}

/* Of the marker that runs, else of the whole scan. */
void am_screen_big(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    const struct am_marker_line *m = am_screen_marker(s);
    if (m) {
        contacted(s, out, a, m, m->text);
        return;
    }
    uint64_t n = am_screen_owner_count(s->figures);
    int at = a.column + am_cells_digits(out, a.row, a.column, AM_STYLE_NEW, n) + 3;
    (void)am_cells_put(out, a.row + 2, at, a.column + a.columns - at, AM_STYLE_STRONG,
                       AM_SAY_COUNT(s->speech, n, TEXT_LIVE_REVEAL));
    int step = a.rows < SHORT ? 1 : 2;
    int rows = a.rows - AM_DIGIT_ROWS - 1;
    int most = step * (BIG_LINES + 4);
    struct am_area list = {a.row + AM_DIGIT_ROWS + 1, a.column, rows < most ? rows : most,
                           a.columns};
    (void)am_screen_owners(s, out, list, step);
}
