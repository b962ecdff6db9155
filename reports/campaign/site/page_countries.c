/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Under whose law: countries of the parent corporations. */
#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"

#define ROWS_MAX 250

void am_leaf_countries_table(struct am_leaf *l, size_t most)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_COUNTRY, AM_CELL_TEXT},
                                               {TEXT_SERVICE, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_SERVICE_HALF, AM_CELL_TEXT},
                                               {TEXT_HOST, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_HOST_HALF, AM_CELL_TEXT}};
    const struct am_campaign_figure *sorted[ROWS_MAX];
    struct am_speech *s = l->speech;
    size_t count = am_told_sorted(l->figures, l->all, AM_VAR_LAW_SERVICE, sorted,
                                  most < ROWS_MAX ? most : ROWS_MAX);
    am_page_table(&l->page, "counts", AM_SAY(s, TEXT_SITE_LAW_CAPTION, am_say_number(s, l->all->n)),
                  columns, 5);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct am_jurisdiction *country = sorted[i]->variable->country;
        const struct am_campaign_figure *host =
            am_campaign_figure(l->figures, l->all, AM_VAR_LAW_HOST, country, NULL);
        am_leaf_row(l, country->code, am_say_own(s, country->name), NULL, NULL);
        am_leaf_count(l, &columns[1], sorted[i], "service", false);
        am_leaf_half(l, &columns[2], sorted[i]);
        am_leaf_count(l, &columns[3], host, "host", false);
        am_leaf_half(l, &columns[4], host);
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
    am_leaf_rounded(l);
}

void am_leaf_countries(struct am_leaf *l)
{
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_LAW_LEAD));
    am_leaf_picture(l, AM_SITE_CHART_WORLD);
    am_leaf_countries_table(l, ROWS_MAX);
}
