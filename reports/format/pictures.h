/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pictures of a report: which there are, what they say when read aloud, and the figures that go
 * into each. The page, the files and what is rendered from those draw them through here alone. */
#ifndef AM_REPORTS_PICTURES_H
#define AM_REPORTS_PICTURES_H

#include "charts/charts.h"
#include "format/format.h"

enum am_picture {
    AM_PICTURE_COVERAGE,
    AM_PICTURE_ROPES,
    AM_PICTURE_OWNERS,
    AM_PICTURE_STOPS,
    AM_PICTURE_WORLD,
    AM_PICTURE_NEAR,
    AM_PICTURE_LEAVING,
    AM_PICTURE_WEEK,
    AM_PICTURE_COUNT
};

const char *am_picture_name(enum am_picture which); /* of files: "ropes" */
/* Whether the figures have anything to show in it. */
bool am_picture_has(const struct am_figures *f, enum am_picture which);
/* In the language of `s`. */
const char *am_picture_title(struct am_speech *s, enum am_picture which);
const char *am_picture_aloud(struct am_speech *s, const struct am_figures *f,
                             enum am_picture which);

/* `suffix` makes ids that are drawn twice differ; `colours` NULL: within the page. `legend`: where
 * false, whoever embeds a map tells its classes in text (am_picture_map_legend). */
struct am_picture_place {
    const char *suffix;
    double width;
    const struct am_chart_colours *colours;
    bool legend;
    const struct am_chart_place *in; /* as of am_chart */
};
AM_MUST_CHECK enum am_status am_picture_draw(struct am_html *h, struct am_speech *s,
                                             const struct am_figures *f, enum am_picture which,
                                             const struct am_picture_place *place);

/* What each class of the map means, in order. */
void am_picture_map_legend(struct am_speech *s, const char *out[AM_MAP_CLASSES]);

#endif
