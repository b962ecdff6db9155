/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Corporations and countries: bars of both ledgers, side by side and never added. */
#include <inttypes.h>
#include <stdio.h>

#include "live/screen_parts.h"
#include "live/words.h"

#define SHARE_COLUMNS    9
#define CONTACTS_COLUMNS 9
#define NARROW           70  /* columns below which there is room for bars or for numbers */
#define WIDE             100 /* columns from which on it is told how much grew */

struct line {
    const char *name;
    const struct am_sum *service, *host; /* NULL: that ledger does not tell */
    uint64_t added;
    bool unknown;
};

struct columns {
    int name, grown, ledger, bar, contacts; /* `contacts` 0: they are not told */
};

static struct columns columns_of(const struct am_area *a, bool brief)
{
    struct columns c = {.name = a->columns * 3 / 10, .grown = a->columns >= WIDE ? 8 : 2};
    c.name = c.name < 16 ? 16 : c.name > 44 ? 44 : c.name;
    c.ledger = (a->columns - c.name - c.grown) / 2;
    c.contacts = brief || a->columns < NARROW ? 0 : CONTACTS_COLUMNS;
    c.bar = c.ledger - 1 - SHARE_COLUMNS - c.contacts;
    return c;
}

static void head(const struct am_screen *s, struct am_cells *out, const struct am_area *a,
                 const struct columns *c, const char *title)
{
    static const char *const ledgers[] = {TEXT_SERVICE, TEXT_HOST};
    (void)am_cells_put(out, a->row, a->column, c->name + c->grown, AM_STYLE_STRONG, title);
    for (int i = 0; i < 2; i++) {
        int at = a->column + c->name + c->grown + i * c->ledger + 1;
        int used = am_cells_put(out, a->row, at, c->ledger - 1, AM_STYLE_STRONG,
                                AM_SAY(s->speech, ledgers[i]));
        int left = c->ledger - 1 - used - 1;
        if (c->contacts > 0 && left >= c->contacts)
            am_cells_put_right(out, a->row, at + used + 1, left, AM_STYLE_FAINT,
                               AM_SAY(s->speech, TEXT_COLUMN_CONTACTS));
    }
}

static void side(const struct am_screen *s, struct am_cells *out, int row, int column,
                 const struct columns *c, const struct am_sum *sum, enum am_bar bar, uint64_t most)
{
    uint64_t all = s->figures->coverage.all.contacts;
    int number = column + 1 + c->bar;
    enum am_style style = bar == AM_BAR_UNKNOWN ? AM_STYLE_FAINT : AM_STYLE_PLAIN;
    am_cells_bar(out, row, column + 1, c->bar, bar, sum ? sum->contacts : 0, most);
    am_cells_put_right(out, row, number, SHARE_COLUMNS, style,
                       sum ? am_say_share(s->speech, sum->contacts, all) : "–");
    if (sum && c->contacts > 0)
        am_cells_put_right(out, row, number + SHARE_COLUMNS, c->contacts, style,
                           am_say_number(s->speech, sum->contacts));
}

static void draw(const struct am_screen *s, struct am_cells *out, int row, int column,
                 const struct columns *c, const struct line *line, uint64_t most)
{
    enum am_style style = line->unknown     ? AM_STYLE_FAINT
                          : line->added > 0 ? AM_STYLE_NEW
                                            : AM_STYLE_PLAIN;
    int at = column + c->name + c->grown;
    (void)am_cells_put(out, row, column, c->name, style, line->name);
    if (line->added > 0) {
        char added[32];
        (void)snprintf(added, sizeof added, c->grown > 2 ? "+%" PRIu64 : "▲", line->added);
        (void)am_cells_put(out, row, column + c->name + 1, c->grown - 1, AM_STYLE_NEW, added);
    }
    side(s, out, row, at, c, line->service, line->unknown ? AM_BAR_UNKNOWN : AM_BAR_SERVICE, most);
    side(s, out, row, at + c->ledger, c, line->host, line->unknown ? AM_BAR_UNKNOWN : AM_BAR_HOST,
         most);
}

static uint64_t larger(uint64_t most, const struct am_sum *sum)
{
    return sum && sum->contacts > most ? sum->contacts : most;
}

static uint64_t most_of_owners(const struct am_figures *f)
{
    uint64_t most = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        most = larger(most, &f->owners.at[i].service.sum);
        most = larger(most, &f->owners.at[i].host.sum);
    }
    return most;
}

size_t am_screen_owner_count(const struct am_figures *f)
{
    size_t count = 0;
    for (size_t i = 0; i < f->owners.count; i++)
        count += f->owners.at[i].slice == AM_SLICE_OWNER;
    return count;
}

/* What is not known, where there is any: how many lines. */
static int unknown_lines(const struct am_screen *s, struct line out[2])
{
    const struct am_figures *f = s->figures;
    int count = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *o = &f->owners.at[i];
        bool nameless = o->slice == AM_SLICE_NO_NAME;
        bool some = o->service.sum.contacts > 0 || o->host.sum.contacts > 0;
        if (o->slice != AM_SLICE_OWNER && some && count < 2)
            out[count++] = (struct line){
                .name = AM_SAY(s->speech, nameless ? TEXT_LIVE_NEITHER : TEXT_NO_OWNER),
                .service = &o->service.sum,
                .host = nameless ? NULL : &o->host.sum,
                .unknown = true,
            };
    }
    return count;
}

/* All corporations past the first `shown`, together. */
static void rest_of(const struct am_figures *f, size_t shown, struct am_sum rest[2])
{
    size_t told = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *o = &f->owners.at[i];
        if (o->slice != AM_SLICE_OWNER || told++ < shown)
            continue;
        am_sum_add(&rest[0], &o->service.sum);
        am_sum_add(&rest[1], &o->host.sum);
    }
}

int am_screen_owners(const struct am_screen *s, struct am_cells *out, struct am_area a, int step)
{
    const struct am_figures *f = s->figures;
    const struct columns c = columns_of(&a, step > 1);
    struct line unknown[2];
    struct am_sum rest[2] = {0};
    int unknowns = unknown_lines(s, unknown);
    int lines = (a.rows - 2 + step) / step - unknowns;
    size_t room = lines > 1 ? (size_t)lines : 1;
    size_t owners = am_screen_owner_count(f);
    size_t shown = owners <= room ? owners : room - 1;
    int row = a.row + step;
    rest_of(f, shown, rest);
    uint64_t most = larger(larger(most_of_owners(f), &rest[0]), &rest[1]);
    head(s, out, &a, &c, AM_SAY(s->speech, TEXT_COLUMN_CORPORATION));
    for (size_t i = 0, told = 0; i < f->owners.count && told < shown; i++) {
        const struct am_owner_line *o = &f->owners.at[i];
        if (o->slice != AM_SLICE_OWNER)
            continue;
        struct line line = {.name = AM_SAY_NAME(s->speech, o->corporation),
                            .service = &o->service.sum,
                            .host = &o->host.sum,
                            .added = s->view ? am_view_growth(s->view, o->corporation) : 0};
        draw(s, out, row, a.column, &c, &line, most);
        row += step;
        told++;
    }
    if (owners > shown) {
        struct line line = {.name = AM_SAY_COUNT(s->speech, owners - shown, TEXT_REST,
                                                 am_say_number(s->speech, owners - shown)),
                            .service = &rest[0],
                            .host = &rest[1]};
        draw(s, out, row, a.column, &c, &line, most);
        row += step;
    }
    for (int i = 0; i < unknowns; i++, row += step)
        draw(s, out, row, a.column, &c, &unknown[i], most);
    return row - a.row - step + 1;
}

static const char *country_name(const struct am_screen *s, const struct am_country_line *line)
{
    return line->country ? am_say_own(s->speech, line->country->name)
                         : AM_SAY(s->speech, TEXT_COUNTRY_UNKNOWN);
}

/* Head office or seat alone is told in the report. */
static bool is_parent(const struct am_country_line *line)
{
    return line->service.sum.contacts + line->host.sum.contacts > 0;
}

int am_screen_countries(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    const struct am_figures *f = s->figures;
    const struct columns columns = columns_of(&a, false);
    uint64_t most = 0;
    int row = a.row + 1;
    head(s, out, &a, &columns, AM_SAY(s->speech, TEXT_LIVE_COUNTRY));
    for (size_t i = 0; i < f->countries.count; i++) {
        most = larger(most, &f->countries.at[i].service.sum);
        most = larger(most, &f->countries.at[i].host.sum);
    }
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *c = &f->countries.at[i];
        /* The last row is that of what is not known, which comes last. */
        if (!is_parent(c) || (c->country && row - a.row >= a.rows - 1))
            continue;
        struct line line = {.name = country_name(s, c),
                            .service = &c->service.sum,
                            .host = &c->host.sum,
                            .unknown = !c->country};
        draw(s, out, row++, a.column, &columns, &line, most);
    }
    return row - a.row;
}

void am_screen_countries_line(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    const struct am_figures *f = s->figures;
    int column = a.column;
    int end = a.column + a.columns;
    column +=
        am_cells_put(out, a.row, column, a.columns, AM_STYLE_STRONG,
                     AM_SAY(s->speech, TEXT_SERVICE_AREA, AM_SAY(s->speech, TEXT_LIVE_COUNTRY),
                            AM_SAY(s->speech, TEXT_SERVICE)));
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *c = &f->countries.at[i];
        char text[256];
        if (c->service.sum.contacts == 0)
            continue;
        (void)snprintf(text, sizeof text, "%s %s", country_name(s, c),
                       am_say_share(s->speech, c->service.sum.contacts, f->coverage.all.contacts));
        column += am_cells_put(out, a.row, column, end - column, AM_STYLE_FAINT, "  ·  ");
        column += am_cells_put(out, a.row, column, end - column,
                               c->country ? AM_STYLE_PLAIN : AM_STYLE_FAINT, text);
    }
}
