/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/screen.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "format/sentences.h"
#include "format/vantage.h"
#include "live/keys.h"
#include "live/screen_parts.h"
#include "live/words.h"

#define WIDE       110 /* columns from which on the date is written out */
#define SHORT      14  /* rows below which there is room for the corporations alone */
#define HEAD_ROWS  2
#define FOOT_ROWS  2
#define HELP_WIDTH 76
#define HELP_LINES 4
#define CAP_WIDTH  9

void am_screen_clock(const struct am_screen *s, int64_t time, char out[AM_SHORT_CLOCK])
{
    struct am_local l;
    am_zone_local(s->figures ? s->figures->ask.zone : NULL, time, &l);
    (void)snprintf(out, AM_SHORT_CLOCK, "%02u:%02u", l.hour % 24, l.minute % 60);
}

const struct am_marker_line *am_screen_marker(const struct am_screen *s)
{
    const struct am_marker_line *m = s->state->marker;
    bool runs = s->state->stage != AM_STAGE_REVEALING && s->state->stage != AM_STAGE_ENDED;
    return m && m->ended == 0 && runs ? m : NULL;
}

void am_screen_title(struct am_cells *out, struct am_area a, const char *text)
{
    am_cells_rule(out, a.row, a.column, a.columns);
    am_cells_clear(out, a.row, a.column, 1,
                   am_cells_put(out, a.row, a.column, a.columns, AM_STYLE_STRONG, text) + 1);
    (void)am_cells_put(out, a.row, a.column, a.columns, AM_STYLE_STRONG, text);
}

static const char *stage_words(const struct am_screen *s)
{
    static const char *const words[] = {
        [AM_STAGE_WAITING] = TEXT_LIVE_WAITING, [AM_STAGE_RUNNING] = TEXT_LIVE_WATCHING,
        [AM_STAGE_PAUSED] = TEXT_LIVE_PAUSED,   [AM_STAGE_ASKING] = TEXT_LIVE_PAUSED,
        [AM_STAGE_SCENE] = TEXT_LIVE_WATCHING,  [AM_STAGE_REVEALING] = TEXT_LIVE_PAUSED,
        [AM_STAGE_ENDED] = TEXT_LIVE_ENDED,
    };
    const struct am_session_state *state = s->state;
    if (state->stage == AM_STAGE_SCENE) /* has a speed of its own */
        return am_screen_scene_words(s);
    if (state->stage != AM_STAGE_RUNNING || !state->replay)
        return AM_SAY(s->speech, words[state->stage]);
    char speed[32];
    double whole = (double)(uint64_t)state->speed;
    unsigned digits = state->speed < 10 && state->speed - whole > 0.05 ? 1 : 0;
    (void)snprintf(speed, sizeof speed, "×%s", am_say_decimal(s->speech, state->speed, digits));
    return AM_SAY(s->speech, TEXT_LIVE_PLAYING, speed);
}

/* "Mon 14:05 UTC−3", or the whole date. */
static void clock_words(const struct am_screen *s, bool wide, char *out, size_t size)
{
    int64_t time = s->state->clock;
    struct am_local l;
    out[0] = '\0';
    if (time == 0)
        return;
    am_zone_local(s->figures ? s->figures->ask.zone : NULL, time, &l);
    (void)snprintf(out, size, "%s%s %s",
                   wide ? am_say_day(s->speech, time) : am_say_weekday(s->speech, l.weekday, true),
                   wide ? "," : "", am_say_clock(s->speech, time));
}

static const char *devices_words(const struct am_screen *s)
{
    const struct am_figures *f = s->figures;
    uint64_t n = f->scope.info.devices;
    int64_t told = n > 0 && n < f->scope.k ? AM_DEVICES_FEW : (int64_t)n;
    return AM_SAY_COUNT(s->speech, told < 0 ? f->scope.k : n, TEXT_DEVICES,
                        am_sentence_devices(s->speech, f, told));
}

static void head(const struct am_screen *s, struct am_cells *out)
{
    const struct am_figures *f = s->figures;
    char clock[256];
    char text[512];
    int width = out->columns - 2;
    clock_words(s, out->columns >= WIDE, clock, sizeof clock);
    (void)snprintf(text, sizeof text, "%s%s%s%s%s", clock, clock[0] ? " · " : "", stage_words(s),
                   s->state->provisional ? " · " : "",
                   s->state->provisional ? AM_SAY(s->speech, TEXT_LIVE_PROVISIONAL) : "");
    int right = (int)am_utf8_width(text);
    int used = am_cells_put(out, 0, 1, width, AM_STYLE_STRONG, "amarra");
    am_cells_put_right(out, 0, 1, width, AM_STYLE_STRONG, text);
    (void)am_cells_put(out, 0, used + 3, width - used - right - 4, AM_STYLE_PLAIN, s->source);
    if (!f)
        return;
    const struct am_coverage *c = &f->coverage;
    (void)snprintf(text, sizeof text, "%s · %s · %s", devices_words(s),
                   AM_SAY_COUNT(s->speech, c->all.contacts, TEXT_CONTACTS,
                                am_say_number(s->speech, c->all.contacts)),
                   AM_SAY(s->speech, TEXT_LIVE_COVERAGE,
                          am_say_share(s->speech, c->named.contacts, c->all.contacts),
                          am_say_share(s->speech, c->service_owner.contacts, c->all.contacts)));
    (void)am_cells_put(out, 1, 1, width, AM_STYLE_PLAIN, text);
}

/* "Too little to tell of an office" is so of every scan that has just begun: said at its end. */
static const char *vantage_words(const struct am_screen *s)
{
    const char *texts[AM_VANTAGE_TOLD_MAX];
    size_t count = am_vantage_sentences(s->speech, s->figures, texts);
    if (count > 0 && s->state->provisional && am_vantage_holds(s->figures, "too-little"))
        count--;
    return count > 0 ? texts[0] : NULL;
}

static const char *loss_words(const struct am_screen *s)
{
    const struct am_figures *f = s->figures;
    for (size_t i = 0; i < f->losses.count; i++) {
        const struct am_loss *loss = &f->losses.at[i];
        const char *text = am_sentence_loss(loss->name);
        bool grave =
            strncmp(loss->name, "lost.", 5) == 0 || strcmp(loss->name, "flushes.failed") == 0;
        if (text && grave)
            return AM_SAY(s->speech, TEXT_SERVICE_AREA, AM_SAY(s->speech, text),
                          am_say_number(s->speech, loss->value));
    }
    return NULL;
}

/* What stands against the figures below, in as many rows as it takes. */
static void warnings(const struct am_screen *s, struct am_cells *out, struct am_area *a)
{
    const char *texts[] = {vantage_words(s), loss_words(s)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct am_wrap where = {a->row, a->column, a->columns, i == 0 ? 2 : 1, 1, false};
        if (!texts[i])
            continue;
        int rows = am_cells_wrap(out, &where, AM_STYLE_WARNING, texts[i]);
        a->row += rows;
        a->rows -= rows;
    }
}

static void overview(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    struct am_area owners = {a.row, a.column, a.rows < SHORT ? a.rows : a.rows * 6 / 10, a.columns};
    int used = am_screen_owners(s, out, owners, 1) + 1;
    a.row += used;
    a.rows -= used;
    if (a.rows >= 12) {
        am_screen_countries_line(s, out, a);
        a.row += 2;
        a.rows -= 2;
    }
    if (a.rows > 2)
        am_screen_newest(s, out, a);
}

static void empty(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    am_cells_put_centre(out, a.row + a.rows / 2, a.column, a.columns, AM_STYLE_STRONG,
                        AM_SAY(s->speech, TEXT_LIVE_EMPTY));
}

static void body(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    bool any = s->figures && s->figures->coverage.all.contacts > 0;
    if (s->state->stage == AM_STAGE_ASKING) {
        am_screen_ask(s, out, a);
        return;
    }
    if (s->state->stage == AM_STAGE_REVEALING) {
        am_screen_reveal(s, out, a);
        return;
    }
    if (s->figures)
        warnings(s, out, &a);
    if (!any)
        empty(s, out, a);
    else if (s->big)
        am_screen_big(s, out, a);
    else if (s->shown == AM_SCREEN_OWNERS)
        overview(s, out, a);
    else if (s->shown == AM_SCREEN_COUNTRIES)
        (void)am_screen_countries(s, out, a);
    else if (s->shown == AM_SCREEN_TIMELINE)
        am_screen_timeline(s, out, a);
    else
        am_screen_newest(s, out, a);
}

/* The end of what is typed, where it is longer than its place. */
static void typing(const struct am_screen *s, struct am_cells *out, int row)
{
    const char *asked = AM_SAY(s->speech, s->typing == AM_TYPING_MARKER ? TEXT_LIVE_MARKER_ASKED
                                                                        : TEXT_LIVE_GUESS_ASKED);
    const char *text = s->typed;
    int column = 1 + am_cells_put(out, row, 1, out->columns / 2, AM_STYLE_STRONG, asked) + 1;
    int width = out->columns - column - 2;
    while (*text && (int)am_utf8_width(text) > width)
        do
            text++;
        while ((*text & 0xc0) == 0x80);
    column += am_cells_put(out, row, column, width, AM_STYLE_PLAIN, text);
    (void)am_cells_put(out, row, column, 1, AM_STYLE_KEY, " ");
    (void)am_cells_put(out, row, column + 2, out->columns - column - 3, AM_STYLE_FAINT,
                       AM_SAY(s->speech, TEXT_LIVE_TYPING));
}

/* The views by their numbers, or what is more pressing. */
static void status_line(const struct am_screen *s, struct am_cells *out, int row)
{
    static const char *const views[AM_SCREEN_VIEWS] = {
        TEXT_LIVE_VIEW_OWNERS, TEXT_LIVE_VIEW_COUNTRIES, TEXT_LIVE_VIEW_TIMELINE,
        TEXT_LIVE_VIEW_NEWEST};
    const struct am_session_state *state = s->state;
    const char *message = s->message ? s->message : state->message;
    const struct am_marker_line *marker = am_screen_marker(s);
    int column = 1;
    am_cells_clear(out, row, 0, 1, out->columns);
    if (s->typing != AM_TYPING_NOTHING) {
        typing(s, out, row);
    } else if (message[0] != '\0') {
        (void)am_cells_put(out, row, 1, out->columns - 2, AM_STYLE_WARNING, message);
    } else if (marker && !s->big) {
        char text[AM_MARKER_TEXT + 64];
        (void)snprintf(text, sizeof text, "● %zu  %s", marker->begun, marker->text);
        (void)am_cells_put(out, row, 1, out->columns - 2, AM_STYLE_NEW, text);
    } else if (!s->big && state->stage != AM_STAGE_ASKING && state->stage != AM_STAGE_REVEALING) {
        for (int i = 0; i < AM_SCREEN_VIEWS; i++) {
            char text[128];
            (void)snprintf(text, sizeof text, " %d %s ", i + 1, AM_SAY(s->speech, views[i]));
            column += am_cells_put(out, row, column, out->columns - column - 1,
                                   (int)s->shown == i ? AM_STYLE_KEY : AM_STYLE_FAINT, text);
        }
    }
}

static const char *cap_of(const struct am_screen *s, const struct am_key *key)
{
    return AM_SAY(s->speech, key->cap);
}

/* Columns that a key takes at the foot; 0: it is not told there, or not now. */
static int key_width(const struct am_screen *s, const struct am_key *key)
{
    if (!key->brief || !am_key_counts(key, s->state))
        return 0;
    return (int)am_utf8_width(cap_of(s, key)) + 1 +
           (int)am_utf8_width(AM_SAY(s->speech, key->brief)) + 2;
}

static void draw_key(const struct am_screen *s, struct am_cells *out, int row, int column,
                     const struct am_key *key)
{
    if (key_width(s, key) == 0)
        return;
    int used = am_cells_put(out, row, column, out->columns, AM_STYLE_KEY, cap_of(s, key));
    (void)am_cells_put(out, row, column + used + 1, out->columns, AM_STYLE_PLAIN,
                       AM_SAY(s->speech, key->brief));
}

static bool ends(const struct am_key *key)
{
    return key->press == AM_PRESS_HELP || key->press == AM_PRESS_QUIT;
}

/* The keys that do something now, as many as there is room for; help and the end always. */
static void foot(const struct am_screen *s, struct am_cells *out, int row)
{
    size_t count;
    const struct am_key *keys = am_keys(&count);
    int end = out->columns - 1;
    int column = 1;
    am_cells_clear(out, row, 0, 1, out->columns);
    for (size_t i = count; i > 0; i--)
        if (ends(&keys[i - 1])) {
            end -= key_width(s, &keys[i - 1]);
            draw_key(s, out, row, end, &keys[i - 1]);
        }
    for (size_t i = 0; i < count; i++) {
        int width = key_width(s, &keys[i]);
        if (ends(&keys[i]) || width == 0 || column + width > end)
            continue;
        draw_key(s, out, row, column, &keys[i]);
        column += width;
    }
}

/* Draws at most `rows` of it; with `out` NULL it only tells how many there are. */
static int help_rows(const struct am_screen *s, struct am_cells *out, const struct am_area *a)
{
    size_t count;
    const struct am_key *keys = am_keys(&count);
    int used = 0;
    for (size_t i = 0; i <= count; i++) {
        bool last = i == count;
        int indent = last ? 0 : CAP_WIDTH;
        const char *text = last ? TEXT_LIVE_LEDGERS : keys[i].help;
        int left = a->rows - used < HELP_LINES ? a->rows - used : HELP_LINES;
        struct am_wrap where = {a->row + used, a->column + indent, a->columns - indent, left, 1,
                                false};
        if (!text || left <= 0)
            continue;
        if (out && !last)
            (void)am_cells_put(out, where.row, a->column, CAP_WIDTH - 1, AM_STYLE_STRONG,
                               cap_of(s, &keys[i]));
        used += am_cells_wrap(out, &where, last ? AM_STYLE_FAINT : AM_STYLE_PLAIN,
                              AM_SAY(s->speech, text));
    }
    return used;
}

static void help(const struct am_screen *s, struct am_cells *out)
{
    int width = out->columns - 4 < HELP_WIDTH ? out->columns - 4 : HELP_WIDTH;
    struct am_area inside = {0, (out->columns - width) / 2 + 2, out->rows - 3, width - 4};
    inside.rows = help_rows(s, NULL, &inside);
    inside.row = (out->rows - 1 - inside.rows) / 2;
    am_cells_box(out, inside.row - 1, inside.column - 2, inside.rows + 2, width);
    am_cells_put_centre(out, inside.row - 1, inside.column, width - 4, AM_STYLE_STRONG,
                        AM_SAY(s->speech, TEXT_LIVE_KEYS));
    (void)help_rows(s, out, &inside);
}

void am_screen_draw(const struct am_screen *s, struct am_cells *out)
{
    am_cells_clear(out, 0, 0, out->rows, out->columns);
    if (out->rows < AM_SCREEN_ROWS || out->columns < AM_SCREEN_COLUMNS) {
        struct am_wrap where = {0, 0, out->columns, out->rows, 1, false};
        (void)am_cells_wrap(out, &where, AM_STYLE_STRONG,
                            AM_SAY(s->speech, TEXT_LIVE_SMALL,
                                   am_say_number(s->speech, AM_SCREEN_COLUMNS),
                                   am_say_number(s->speech, AM_SCREEN_ROWS)));
        return;
    }
    struct am_area main = {HEAD_ROWS + 1, 1, out->rows - HEAD_ROWS - FOOT_ROWS - 2,
                           out->columns - 2};
    head(s, out);
    body(s, out, main);
    status_line(s, out, out->rows - FOOT_ROWS);
    foot(s, out, out->rows - 1);
    if (s->help)
        help(s, out);
}
