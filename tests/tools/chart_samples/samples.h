/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Charts with invented values: of an ordinary office, and of inputs that try to break the drawing.
 */
#ifndef CHART_SAMPLES_H
#define CHART_SAMPLES_H

#include "charts/charts.h"

struct am_sample {
    const char *name, *title;
    void (*draw)(struct am_html *h, const struct am_chart *chart);
};

extern const struct am_sample am_samples[];
extern const size_t am_samples_count;

#endif
