/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Corporations: all in a table, and the first of them one by one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"

#define ROWS_MAX  200
#define ONES_MAX  40
#define AREAS_MAX 20

/* Where one of them is told at length. */
static const char *detail_of(struct am_leaf *l, const struct am_corporation *c, bool link)
{
    return AM_SAY(l->speech, link ? "#_{1}" : "_{1}", c->id);
}

static size_t count_of(struct am_leaf *l)
{
    size_t count = 0;
    (void)am_campaign_list(l->figures, l->all, AM_VAR_EITHER, &count);
    return count;
}

void am_leaf_owners_table(struct am_leaf *l, size_t most)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_EITHER, AM_CELL_TEXT},
                                               {TEXT_SERVICE, AM_CELL_TEXT},
                                               {TEXT_HOST, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_NEED, AM_CELL_TEXT},
                                               {TEXT_COLUMN_WORK_HOURS, AM_CELL_TEXT}};
    const struct am_campaign_figure *sorted[ROWS_MAX];
    struct am_speech *s = l->speech;
    size_t count = am_told_sorted(l->figures, l->all, AM_VAR_EITHER, sorted,
                                  most < ROWS_MAX ? most : ROWS_MAX);
    am_page_table(&l->page, "counts",
                  AM_SAY(s, TEXT_SITE_OWNERS_CAPTION, am_say_number(s, l->all->n)), columns, 6);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct am_corporation *c = sorted[i]->variable->corporation;
        am_leaf_row(l, c->id, AM_SAY_NAME(s, c), i < ONES_MAX ? detail_of(l, c, true) : NULL,
                    c->parent ? am_say_own(s, c->parent->name) : NULL);
        am_leaf_count(l, &columns[1], sorted[i], "known", false);
        am_leaf_count(l, &columns[2],
                      am_campaign_figure(l->figures, l->all, AM_VAR_SERVICE, c, NULL), "service",
                      false);
        am_leaf_count(l, &columns[3], am_campaign_figure(l->figures, l->all, AM_VAR_HOST, c, NULL),
                      "host", false);
        am_leaf_half(l, &columns[4], sorted[i]);
        am_leaf_half(l, &columns[5],
                     am_campaign_figure(l->figures, l->all, AM_VAR_PRESENCE, c, NULL));
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
    am_leaf_say(l, "note", AM_SAY(s, TEXT_SITE_OWNERS_NOTE));
    am_leaf_rounded(l);
    if (count_of(l) > count)
        am_leaf_say(l, "note",
                    AM_SAY_COUNT(s, count_of(l) - count, TEXT_SITE_OWNERS_MORE,
                                 am_say_number(s, count_of(l) - count)));
}

/* ---- one by one ---- */

static void counted(struct am_leaf *l, const char *text, const struct am_campaign_figure *f)
{
    if (!f)
        return;
    const char *of = am_told_of(l->speech, f);
    const char *interval = am_told_interval(l->speech, f);
    am_leaf_say(
        l, NULL,
        AM_SAY(l->speech, text,
               interval[0] ? AM_SAY(l->speech, TEXT_SITE_OWNER_INTERVAL, of, interval) : of));
}

static void areas(struct am_leaf *l, const struct am_corporation *c)
{
    struct am_html *h = &l->page.html;
    size_t count = 0, told = 0;
    const struct am_campaign_figure *list =
        am_campaign_list(l->figures, l->all, AM_VAR_AREA_PROVIDER, &count);
    for (size_t i = 0; i < count && told < AREAS_MAX; i++) {
        if (list[i].variable->corporation != c || !am_told_counted(&list[i]))
            continue;
        if (told++ == 0) {
            am_leaf_say(l, NULL, AM_SAY(l->speech, TEXT_SITE_OWNER_AREAS));
            am_html_open(h, "ul");
            am_html_attribute(h, "class", "parts");
        }
        am_html_open(h, "li");
        am_html_element(h, "span", NULL, am_say_own(l->speech, list[i].variable->area->name));
        am_html_text(h, " ");
        am_html_element(h, "span", "of", am_told_of(l->speech, &list[i]));
        am_html_close(h, "li");
    }
    if (told > 0)
        am_html_close(h, "ul");
}

static bool replied(const struct am_leaf *l, const struct am_corporation *c)
{
    for (size_t i = 0; i < l->site->reply_count; i++)
        if (strcmp(l->site->replies[i].name, c->id) == 0)
            return true;
    return false;
}

static void one(struct am_leaf *l, const struct am_campaign_figure *f)
{
    struct am_speech *s = l->speech;
    const struct am_corporation *c = f->variable->corporation;
    const struct am_campaign_figure *presence =
        am_campaign_figure(l->figures, l->all, AM_VAR_PRESENCE, c, NULL);
    const struct am_campaign_figure *first =
        am_campaign_figure(l->figures, l->all, AM_VAR_FIRST, c, NULL);
    const char *ends[2];
    am_page_fold(&l->page, false);
    am_html_open(&l->page.html, "h3");
    am_page_foreign(&l->page, NULL, AM_SAY_NAME(s, c));
    am_html_close(&l->page.html, "h3");
    am_page_folded(&l->page, detail_of(l, c, false));
    if (am_told_ends(s, f, ends))
        am_leaf_say(
            l, NULL,
            AM_SAY(s, TEXT_SITE_FOUND_HALF, AM_SAY_NAME(s, c), am_told_of(s, f), ends[0], ends[1]));
    else if (am_told_counted(f))
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_FOUND, AM_SAY_NAME(s, c), am_told_of(s, f)));
    counted(l, TEXT_SITE_OWNER_SERVICE,
            am_campaign_figure(l->figures, l->all, AM_VAR_SERVICE, c, NULL));
    counted(l, TEXT_SITE_OWNER_HOST, am_campaign_figure(l->figures, l->all, AM_VAR_HOST, c, NULL));
    if (presence && am_told_ends(s, presence, ends))
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_OWNER_HOURS, ends[0], ends[1]));
    else if (presence && presence->q1.told && presence->q1.value >= AM_VALUE_ALL)
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_OWNER_ALWAYS));
    if (first && am_told_counted(first))
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_OWNER_FIRST, am_told_of(s, first)));
    areas(l, c);
    if (c->parent)
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_OWNER_PARENT, am_say_own(s, c->parent->name)));
    if (replied(l, c))
        am_leaf_link(
            l, AM_SAY(s, "../replies.{1}.html#{2}", am_language_code(am_speech_language(s)), c->id),
            AM_SAY(s, TEXT_SITE_OWNER_REPLIED));
    am_page_fold_end(&l->page);
}

/* The script finds it by its element, and adds what opens all that is folded. */
static void contents(struct am_leaf *l)
{
    struct am_html *h = &l->page.html;
    am_html_open(h, "nav");
    am_html_attribute(h, "aria-label", AM_SAY(l->speech, TEXT_CONTENTS));
    am_html_open(h, "p");
    am_html_open(h, "a");
    am_html_attribute(h, "href", "#_ones");
    am_html_text(h, AM_SAY(l->speech, TEXT_OWNERS_ONE_BY_ONE));
    am_html_close(h, "a");
    am_html_close(h, "p");
    am_html_close(h, "nav");
}

void am_leaf_corporations(struct am_leaf *l)
{
    const struct am_campaign_figure *sorted[ONES_MAX];
    size_t count = am_told_sorted(l->figures, l->all, AM_VAR_EITHER, sorted, ONES_MAX);
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_OWNERS_LEAD));
    contents(l);
    am_leaf_picture(l, AM_SITE_CHART_OWNERS);
    am_leaf_owners_table(l, ROWS_MAX);
    am_leaf_open(l, "_ones", TEXT_OWNERS_ONE_BY_ONE);
    am_html_open(&l->page.html, "div");
    am_html_attribute(&l->page.html, "id", "one-by-one");
    for (size_t i = 0; i < count; i++)
        one(l, sorted[i]);
    am_html_close(&l->page.html, "div");
    am_leaf_close(l);
}
