/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was contacted last: name, who runs what was asked for, who runs the machine that answered.
 */
#include <stdio.h>

#include "base/name_show.h"
#include "format/sentences.h"
#include "live/screen_parts.h"
#include "live/words.h"

#define CLOCK_COLUMNS 6
#define WIDE          140 /* columns from which on countries and evidence are written out */

/* The name as people read it, or what stands in its place. */
static const char *name_of(const struct am_screen *s, const struct am_news *n,
                           char shown[AM_NAME_SHOWN_SIZE])
{
    if (n->unlisted)
        return AM_SAY(s->speech, TEXT_LIVE_UNLISTED);
    if (n->name[0] != '\0') {
        (void)am_name_show(n->name, shown);
        return shown;
    }
    return AM_SAY(s->speech, TEXT_LIVE_NO_NAME,
                  n->network[0] != '\0' ? n->network : AM_SAY(s->speech, TEXT_COUNTRY_UNKNOWN));
}

/* "Alphabet (Google) (United States)", or "US Alphabet (Google)", where the end may be cut. */
static const char *owner_of(const struct am_screen *s, const struct am_corporation *c, bool wide)
{
    if (!c)
        return AM_SAY(s->speech, TEXT_NO_OWNER);
    const char *name = AM_SAY_NAME(s->speech, c);
    if (!c->parent)
        return name;
    return wide ? AM_SAY(s->speech, TEXT_SERVICE_AREA, name, am_say_own(s->speech, c->parent->name))
                : AM_SAY(s->speech, "{1} {2}", c->parent->code, name);
}

static void draw(const struct am_screen *s, struct am_cells *out, const struct am_area *a, int row,
                 const struct am_news *n)
{
    char clock[AM_SHORT_CLOCK];
    char shown[AM_NAME_SHOWN_SIZE];
    bool wide = a->columns >= WIDE;
    bool named = n->name[0] != '\0' && !n->unlisted;
    int evidence = wide ? 40 : 10;
    int left = a->columns - CLOCK_COLUMNS - evidence - 6;
    int name = left * 2 / 5;
    int owner = (left - name) * 3 / 5;
    int at = a->column + CLOCK_COLUMNS;
    am_screen_clock(s, n->time, clock);
    (void)am_cells_put(out, row, a->column, CLOCK_COLUMNS, AM_STYLE_FAINT, clock);
    (void)am_cells_put(out, row, at, name,
                       !named     ? AM_STYLE_FAINT
                       : n->first ? AM_STYLE_STRONG
                                  : AM_STYLE_PLAIN,
                       name_of(s, n, shown));
    at += name + 1;
    (void)am_cells_put(out, row, at, 1, AM_STYLE_FAINT, "→");
    at += 2;
    (void)am_cells_put(out, row, at, owner, n->service.parent ? AM_STYLE_SERVICE : AM_STYLE_FAINT,
                       owner_of(s, n->service.parent, wide));
    at += owner + 1;
    (void)am_cells_put(out, row, at, left - name - owner, n->host ? AM_STYLE_HOST : AM_STYLE_FAINT,
                       n->host ? AM_SAY_NAME(s->speech, n->host) : owner_of(s, NULL, wide));
    at += left - name - owner + 1;
    (void)am_cells_put(out, row, at, evidence, AM_STYLE_FAINT,
                       wide ? AM_SAY(s->speech, am_sentence_evidence(n->evidence))
                            : am_evidence_name(n->evidence));
}

void am_screen_newest(const struct am_screen *s, struct am_cells *out, struct am_area a)
{
    am_screen_title(out, a, AM_SAY(s->speech, TEXT_LIVE_NEWEST));
    for (int i = 0; i + 1 < a.rows && (size_t)i < s->news_len; i++)
        draw(s, out, &a, a.row + 1 + i, &s->news[i]);
}
