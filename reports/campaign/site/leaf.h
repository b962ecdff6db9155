/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A page of a publication in one language, and the pieces that its sections are made of. Texts are
 * English sentences ("to be said") unless they are told as said. */
#ifndef AM_REPORTS_SITE_LEAF_H
#define AM_REPORTS_SITE_LEAF_H

#include "campaign/site/charts.h"
#include "campaign/site/site.h"
#include "format/page.h"

enum am_leaf_name {
    AM_LEAF_FRONT,
    AM_LEAF_CORPORATIONS,
    AM_LEAF_COUNTRIES,
    AM_LEAF_WORK,
    AM_LEAF_SECTOR, /* the groups, in the order of am_cell_kind */
    AM_LEAF_COUNTRY,
    AM_LEAF_TERRITORY,
    AM_LEAF_SIZE,
    AM_LEAF_ROUNDS,
    AM_LEAF_METHOD,
    AM_LEAF_DATA,
    AM_LEAVES
};

struct am_leaf {
    struct am_page page; /* its report and figures are NULL */
    const struct am_site *site;
    const struct am_campaign_figures *figures;
    const struct am_cell *all; /* of the newest round, of which the pages tell */
    struct am_speech *speech;  /* the page's */
    enum am_leaf_name name;
};

/* Whether the figures have anything for it. */
bool am_leaf_has(const struct am_campaign_figures *f, enum am_leaf_name name);
/* Of a group's page: which cells it tells of. */
enum am_cell_kind am_leaf_group(enum am_leaf_name name);
/* In the words of the navigation, to be said. */
const char *am_leaf_title(enum am_leaf_name name);
/* "corporations" */
const char *am_leaf_file(enum am_leaf_name name);
/* "./corporations.es.html#alphabet"; `anchor` NULL: the page. Lives as long as the speech. */
const char *am_leaf_address(struct am_leaf *l, enum am_leaf_name name, const char *anchor);
/* The row of a corporation, country or area: its id, but for those that a page has itself. The
 * sections of pages have ids that begin with "_", which none of these does. */
#define AM_LEAF_ANCHOR 96
const char *am_leaf_anchor(const char *id, char out[AM_LEAF_ANCHOR]);

/* ---- pieces ---- */

void am_leaf_open(struct am_leaf *l, const char *id, const char *title); /* a section */
void am_leaf_close(struct am_leaf *l);
void am_leaf_say(struct am_leaf *l, const char *class_, const char *said); /* a paragraph */
/* A paragraph that is a link; `text` is said. */
void am_leaf_link(struct am_leaf *l, const char *href, const char *text);
/* What stands in small letters under a table of counts. */
void am_leaf_rounded(struct am_leaf *l);

/* A table's cell: a bar, the share and the count; in words where no number may be told. `f` NULL:
 * nothing is told of it. `whole`: the count's whole too, "35 of 50". */
void am_leaf_count(struct am_leaf *l, const struct am_column *column,
                   const struct am_campaign_figure *f, const char *look, bool whole);
/* A table's cell: the half between the quartiles, and the one in the middle, drawn and written. */
void am_leaf_half(struct am_leaf *l, const struct am_column *column,
                  const struct am_campaign_figure *f);
/* The same with the median in a cell before it. */
void am_leaf_median(struct am_leaf *l, const struct am_column *column,
                    const struct am_campaign_figure *f);
/* The heading cell of a row with the row's anchor; `href` NULL: no link. `more` NULL: no line
 * under it. Both said. */
void am_leaf_row(struct am_leaf *l, const char *anchor, const char *name, const char *href,
                 const char *more);
/* The picture, wide and narrow; nothing where it has nothing to show. */
void am_leaf_picture(struct am_leaf *l, enum am_site_chart which);

/* ---- the pages ---- */

void am_leaf_front(struct am_leaf *l);
void am_leaf_corporations(struct am_leaf *l);
void am_leaf_countries(struct am_leaf *l);
void am_leaf_work(struct am_leaf *l);
void am_leaf_groups(struct am_leaf *l);
void am_leaf_rounds(struct am_leaf *l);
void am_leaf_method(struct am_leaf *l);
void am_leaf_data(struct am_leaf *l);

/* ---- what several of them tell ---- */

void am_leaf_owners_table(struct am_leaf *l, size_t most);
void am_leaf_countries_table(struct am_leaf *l, size_t most);
void am_leaf_work_table(struct am_leaf *l, size_t most);
void am_leaf_stops(struct am_leaf *l);
void am_leaf_cite(struct am_leaf *l);
void am_leaf_reply(struct am_leaf *l);
/* What differs between the same organizations in two rounds. */
void am_leaf_changes(struct am_leaf *l, const struct am_cell *before, const struct am_cell *after,
                     size_t most);

#endif
