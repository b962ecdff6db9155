/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Areas of work, those that hang on a single provider, and what stops without the first
 * corporations. */
#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"

#define ROWS_MAX  100
#define WHOSE_MAX 6
#define FIRST_MAX 20

/* Those that are the one provider, with how many organizations each, as far as it may be told. */
static void whose(struct am_leaf *l, const struct am_column *column, const struct am_category *area)
{
    struct am_html *h = &l->page.html;
    size_t count = 0, told = 0;
    const struct am_campaign_figure *all =
        am_campaign_list(l->figures, l->all, AM_VAR_AREA_PROVIDER, &count);
    am_page_cell(&l->page, column);
    for (size_t i = 0; i < count && told < WHOSE_MAX; i++) {
        if (all[i].variable->area != area || all[i].count.as == AM_TELL_FEWER ||
            !am_told_counted(&all[i]))
            continue;
        if (told++ == 0) {
            am_html_open(h, "ul");
            am_html_attribute(h, "class", "whose");
        }
        am_html_open(h, "li");
        am_page_foreign(&l->page, NULL,
                        am_say_name(l->speech, all[i].variable->corporation->name,
                                    all[i].variable->corporation->names));
        am_html_text(h, " ");
        am_html_element(h, "span", "of", am_told_number(l->speech, &all[i].count));
        am_html_close(h, "li");
    }
    if (told > 0)
        am_html_close(h, "ul");
    else
        am_html_text(h, "–");
    am_page_cell_end(&l->page);
}

void am_leaf_work_table(struct am_leaf *l, size_t most)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_AREA, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_SEEN, AM_CELL_TEXT},
                                               {TEXT_SINGLE, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_WHOSE, AM_CELL_TEXT}};
    const struct am_campaign_figure *sorted[ROWS_MAX];
    struct am_speech *s = l->speech;
    size_t count =
        am_told_sorted(l->figures, l->all, AM_VAR_AREA, sorted, most < ROWS_MAX ? most : ROWS_MAX);
    am_page_table(&l->page, "counts", AM_SAY(s, TEXT_SITE_WORK_CAPTION), columns, 4);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct am_category *area = sorted[i]->variable->area;
        am_leaf_row(l, area->id, am_say_own(s, area->name), NULL, NULL);
        am_leaf_count(l, &columns[1], sorted[i], "known", false);
        am_leaf_count(l, &columns[2],
                      am_campaign_figure(l->figures, l->all, AM_VAR_AREA_SINGLE, area, NULL),
                      "service", true);
        whose(l, &columns[3], area);
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
    am_leaf_rounded(l);
}

static void first(struct am_leaf *l)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_ORGANIZATIONS, AM_CELL_TEXT}};
    const struct am_campaign_figure *sorted[FIRST_MAX];
    struct am_speech *s = l->speech;
    size_t count = am_told_sorted(l->figures, l->all, AM_VAR_FIRST, sorted, FIRST_MAX);
    if (count == 0)
        return;
    am_page_table(&l->page, "counts two narrow",
                  AM_SAY(s, TEXT_SITE_FIRST_CAPTION, am_say_number(s, l->all->n)), columns, 2);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; i < count; i++) {
        am_leaf_row(l, AM_SAY(s, "_first-{1}", am_told_id(sorted[i]->variable)),
                    am_told_name(s, sorted[i]->variable), NULL, NULL);
        am_leaf_count(l, &columns[1], sorted[i], "known", false);
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

void am_leaf_stops(struct am_leaf *l)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_WITHOUT, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_MEDIAN, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_HALF, AM_CELL_TEXT}};
    struct am_speech *s = l->speech;
    size_t count = 0;
    const struct am_campaign_figure *list =
        am_campaign_list(l->figures, l->all, AM_VAR_LOST, &count);
    am_leaf_say(l, "lead", AM_SAY(s, TEXT_SITE_STOPS_LEAD));
    am_leaf_picture(l, AM_SITE_CHART_STOPS);
    if (count > 0) {
        am_page_table(&l->page, "counts two", AM_SAY(s, TEXT_SITE_STOPS_CAPTION), columns, 3);
        am_page_rows(&l->page, NULL);
        for (size_t i = 0; i < count; i++) {
            unsigned step = list[i].variable->step;
            am_leaf_row(l, AM_SAY(s, "_lost-{1}", am_told_id(list[i].variable)),
                        AM_SAY_COUNT(s, step, TEXT_SITE_STEP, am_say_number(s, step)), NULL, NULL);
            am_leaf_median(l, &columns[1], &list[i]);
            am_leaf_half(l, &columns[2], &list[i]);
            am_page_row_end(&l->page);
        }
        am_page_rows_end(&l->page);
        am_page_table_end(&l->page);
    }
    first(l);
}

void am_leaf_work(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_campaign_figure *singles =
        am_campaign_figure(l->figures, l->all, AM_VAR_SINGLES, NULL, NULL);
    const char *ends[2];
    am_leaf_say(l, "lead", AM_SAY(s, TEXT_SITE_WORK_LEAD));
    if (singles && am_told_ends(s, singles, ends))
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_SINGLES_HALF, ends[0], ends[1]));
    am_leaf_picture(l, AM_SITE_CHART_WORK);
    am_leaf_work_table(l, ROWS_MAX);
    am_leaf_open(l, "_stops", TEXT_STOPS);
    am_leaf_stops(l);
    am_leaf_close(l);
}
