/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pictures of a publication: which there are, what they say when read aloud, and the figures
 * that go into each. Pages and files draw them through here alone. */
#ifndef AM_REPORTS_SITE_CHARTS_H
#define AM_REPORTS_SITE_CHARTS_H

#include "campaign/figures/figures.h"
#include "charts/charts.h"
#include "language.h"

enum am_site_chart {
    AM_SITE_CHART_OWNERS,
    AM_SITE_CHART_WORLD,
    AM_SITE_CHART_WORK,
    AM_SITE_CHART_STOPS,
    AM_SITE_CHART_ROUNDS,
    AM_SITE_CHARTS
};

const char *am_site_chart_name(enum am_site_chart which); /* of files: "corporations" */
bool am_site_chart_has(const struct am_campaign_figures *f, enum am_site_chart which);
/* Of how many organizations: the newest round, or those of two. */
const struct am_cell *am_site_chart_cell(const struct am_campaign_figures *f,
                                         enum am_site_chart which);
const char *am_site_chart_title(struct am_speech *s, const struct am_campaign_figures *f,
                                enum am_site_chart which);
const char *am_site_chart_aloud(struct am_speech *s, const struct am_campaign_figures *f,
                                enum am_site_chart which);
/* `suffix` makes ids that are drawn twice differ; `colours` NULL: within the page; `in` as of
 * am_chart. `legend`: where false, whoever embeds a map tells its classes in text. */
struct am_site_place {
    const char *suffix;
    double width;
    const struct am_chart_colours *colours;
    const struct am_chart_place *in;
    bool legend;
};
AM_MUST_CHECK enum am_status am_site_chart_draw(struct am_html *h, struct am_speech *s,
                                                const struct am_campaign_figures *f,
                                                enum am_site_chart which,
                                                const struct am_site_place *place);
/* What each class of the map means, in order, and what is left blank. */
void am_site_map_legend(struct am_speech *s, const struct am_campaign_figures *f,
                        const char *out[AM_MAP_CLASSES + 1]);

#endif
