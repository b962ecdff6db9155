/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/site/charts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/told.h"
#include "campaign/words.h"

#define BARS_MAX      12
#define STEPS_MAX     3
#define COUNTRIES_MAX 300
#define ALOUD_MAX     5
#define PAIRS_MAX     100 /* among which those that are told of in two rounds are looked for */

const struct am_cell *am_site_chart_cell(const struct am_campaign_figures *f,
                                         enum am_site_chart which)
{
    const struct am_cell *before;
    const struct am_cell *after;
    if (which == AM_SITE_CHART_ROUNDS)
        return am_told_same(f, &before, &after) ? after : NULL;
    return am_told_newest(f);
}

/* "Meta 45", "E-mail 35 of 50" */
static const char *aloud(struct am_speech *s, const struct am_campaign_figures *f,
                         const struct am_cell *cell, enum am_variable_kind kind, bool whole)
{
    const struct am_campaign_figure *sorted[ALOUD_MAX];
    const char *list[ALOUD_MAX];
    size_t count = am_told_sorted(f, cell, kind, sorted, ALOUD_MAX);
    size_t told = 0;
    for (size_t i = 0; i < count; i++)
        if (am_told_counted(sorted[i]))
            sorted[told++] = sorted[i];
    count = told;
    for (size_t i = 0; i < count; i++) {
        const char *number = am_told_number(s, &sorted[i]->count);
        if (whole)
            number = AM_SAY(s, TEXT_SITE_NUMBER_OF, number, am_told_number(s, &sorted[i]->base));
        list[i] = AM_SAY(s, "{1} {2}", am_told_name(s, sorted[i]->variable), number);
    }
    return am_say_list(s, list, count);
}

/* Where several are in all organizations but few, that is what there is to say. */
static const char *owners_aloud(struct am_speech *s, const struct am_campaign_figures *f,
                                const struct am_cell *cell)
{
    const struct am_campaign_figure *sorted[ALOUD_MAX];
    const char *list[ALOUD_MAX];
    size_t count = am_told_sorted(f, cell, AM_VAR_EITHER, sorted, ALOUD_MAX);
    size_t most = 0;
    for (; most < count && sorted[most]->count.as == AM_TELL_MOST; most++)
        list[most] = am_told_name(s, sorted[most]->variable);
    if (most < 2)
        return AM_SAY(s, TEXT_SITE_OWNERS_ALOUD, aloud(s, f, cell, AM_VAR_EITHER, false));
    return AM_SAY(s, TEXT_SITE_OWNERS_ALOUD_MOST, am_told_of(s, sorted[0]),
                  am_say_list(s, list, most));
}

/* ---- corporations ---- */

/* What is not listed is in fewer than may be told. */
static void take(struct am_speech *s, const struct am_campaign_figures *all,
                 const struct am_campaign_figure *f, double *value, const char **text)
{
    *value = f ? am_told_length(f) : 0;
    *text = f ? am_told_number(s, &f->count)
              : AM_SAY(s, TEXT_FEWER, am_say_number(s, all->settings->at_least));
}

static bool is_told(const struct am_campaign_figure *f)
{
    return !f || am_told_counted(f);
}

/* Where much of the ledgers is withheld, one bar tells in how many it was in either. */
static bool has_ledgers(const struct am_campaign_figures *f, const struct am_cell *cell,
                        const struct am_campaign_figure *const *sorted, size_t count)
{
    size_t told = 0;
    for (size_t i = 0; i < count; i++) {
        const struct am_corporation *c = sorted[i]->variable->corporation;
        told += is_told(am_campaign_figure(f, cell, AM_VAR_SERVICE, c, NULL));
        told += is_told(am_campaign_figure(f, cell, AM_VAR_HOST, c, NULL));
    }
    return 3 * told >= 5 * count; /* of each two; five in six */
}

static void draw_owners(struct am_html *h, const struct am_chart *chart, struct am_speech *s,
                        const struct am_campaign_figures *f, const struct am_cell *cell)
{
    const struct am_campaign_figure *sorted[BARS_MAX];
    struct am_chart_bar bars[BARS_MAX];
    size_t count = am_told_sorted(f, cell, AM_VAR_EITHER, sorted, BARS_MAX);
    bool ledgers = has_ledgers(f, cell, sorted, count);
    for (size_t i = 0; i < count; i++) {
        const struct am_corporation *c = sorted[i]->variable->corporation;
        bars[i] = (struct am_chart_bar){.label = AM_SAY_NAME(s, c), .second = -1};
        take(s, f, ledgers ? am_campaign_figure(f, cell, AM_VAR_SERVICE, c, NULL) : sorted[i],
             &bars[i].value, &bars[i].text);
        if (ledgers)
            take(s, f, am_campaign_figure(f, cell, AM_VAR_HOST, c, NULL), &bars[i].second,
                 &bars[i].second_text);
    }
    am_chart_bars(h, chart, AM_SAY(s, ledgers ? TEXT_SERVICE : TEXT_SITE_COLUMN_EITHER),
                  ledgers ? AM_SAY(s, TEXT_HOST) : NULL, bars, count);
}

/* ---- countries ---- */

static const unsigned ends[AM_MAP_CLASSES + 1] = {0, 10, 25, 50, 75, 100};

void am_site_map_legend(struct am_speech *s, const struct am_campaign_figures *f,
                        const char *out[AM_MAP_CLASSES + 1])
{
    for (size_t i = 0; i < AM_MAP_CLASSES; i++)
        out[i] =
            AM_SAY(s, TEXT_MAP_CLASS, am_say_number(s, ends[i]), am_say_percent(s, ends[i + 1]));
    out[AM_MAP_CLASSES] = AM_SAY(s, TEXT_SITE_LAW_NONE, am_say_number(s, f->settings->at_least));
}

static enum am_status draw_world(struct am_html *h, const struct am_chart *chart,
                                 struct am_speech *s, const struct am_campaign_figures *f,
                                 const struct am_cell *cell, bool legend)
{
    struct am_chart_country *countries = calloc(COUNTRIES_MAX, sizeof *countries);
    const char *classes[AM_MAP_CLASSES + 1];
    struct am_chart_map map = {.countries = countries};
    size_t count;
    const struct am_campaign_figure *list = am_campaign_list(f, cell, AM_VAR_LAW_SERVICE, &count);
    if (!countries)
        return AM_E_NO_MEMORY;
    am_site_map_legend(s, f, classes);
    for (size_t i = 0; i < AM_MAP_CLASSES; i++)
        map.legend[i] = legend ? classes[i] : NULL;
    map.none = classes[AM_MAP_CLASSES];
    for (size_t i = 0; i < AM_MAP_CLASSES - 1; i++)
        map.limits[i] = (double)ends[i + 1] / 100;
    for (size_t i = 0; i < count && map.count < COUNTRIES_MAX; i++) {
        if (am_told_length(&list[i]) <= 0)
            continue;
        countries[map.count++] = (struct am_chart_country){
            .code = list[i].variable->country->code,
            .title =
                AM_SAY(s, TEXT_PART, am_told_name(s, list[i].variable), am_told_of(s, &list[i])),
            .value = am_told_length(&list[i])};
    }
    am_chart_map(h, chart, &map);
    free(countries);
    return AM_OK;
}

/* ---- areas of work ---- */

static void draw_work(struct am_html *h, const struct am_chart *chart, struct am_speech *s,
                      const struct am_campaign_figures *f, const struct am_cell *cell)
{
    const struct am_campaign_figure *sorted[BARS_MAX];
    struct am_chart_bar bars[BARS_MAX];
    size_t count = am_told_sorted(f, cell, AM_VAR_AREA_SINGLE, sorted, BARS_MAX);
    for (size_t i = 0; i < count; i++)
        bars[i] = (struct am_chart_bar){.label = am_told_name(s, sorted[i]->variable),
                                        .text = am_told_counted(sorted[i])
                                                    ? AM_SAY(s, TEXT_SITE_NUMBER_OF,
                                                             am_told_number(s, &sorted[i]->count),
                                                             am_told_number(s, &sorted[i]->base))
                                                    : AM_SAY(s, TEXT_TOLD_NOT),
                                        .value = am_told_length(sorted[i]),
                                        .second = -1};
    am_chart_bars(h, chart, NULL, NULL, bars, count);
}

/* ---- what stops ---- */

static size_t steps_of(struct am_speech *s, const struct am_campaign_figures *f,
                       const struct am_cell *cell, struct am_chart_step out[STEPS_MAX])
{
    size_t count = 0, kept = 0;
    double before = 0;
    const struct am_campaign_figure *list = am_campaign_list(f, cell, AM_VAR_LOST, &count);
    for (unsigned step = 1; step <= STEPS_MAX; step++)
        for (size_t i = 0; i < count; i++) {
            if (list[i].variable->step != step || !list[i].median.told)
                continue;
            double value = list[i].median.value >= AM_VALUE_ALL ? 1 : list[i].median.value * 0.05;
            out[kept++] = (struct am_chart_step){
                .label = s ? AM_SAY_COUNT(s, step, TEXT_SITE_STEP, am_say_number(s, step)) : "",
                .text = s ? am_told_median(s, &list[i]) : "",
                .before = before,
                .added = value > before ? value - before : 0};
            before = value;
            break;
        }
    return kept;
}

static const char *stops_aloud(struct am_speech *s, const struct am_campaign_figures *f,
                               const struct am_cell *cell)
{
    struct am_chart_step steps[STEPS_MAX];
    const char *list[STEPS_MAX];
    size_t count = steps_of(s, f, cell, steps);
    for (size_t i = 0; i < count; i++)
        list[i] =
            AM_SAY_COUNT(s, i + 1, TEXT_SITE_STEP_SAID, am_say_number(s, i + 1), steps[i].text);
    return AM_SAY(s, TEXT_SITE_STOPS_ALOUD, am_say_list(s, list, count));
}

/* ---- rounds ---- */

/* Corporations that are told of in both rounds, those of most organizations first. */
static size_t pairs(const struct am_campaign_figures *f, const struct am_cell *before,
                    const struct am_cell *after, const struct am_campaign_figure *out[BARS_MAX])
{
    const struct am_campaign_figure *sorted[PAIRS_MAX];
    size_t count = am_told_sorted(f, after, AM_VAR_EITHER, sorted, PAIRS_MAX);
    size_t kept = 0;
    for (size_t i = 0; i < count && kept < BARS_MAX; i++)
        if (am_told_counted(sorted[i]) &&
            is_told(am_campaign_figure(f, before, AM_VAR_EITHER, sorted[i]->variable->corporation,
                                       NULL)))
            out[kept++] = sorted[i];
    return kept;
}

static void draw_rounds(struct am_html *h, const struct am_chart *chart, struct am_speech *s,
                        const struct am_campaign_figures *f)
{
    const struct am_campaign_figure *sorted[BARS_MAX];
    struct am_chart_bar bars[BARS_MAX];
    const struct am_cell *before = NULL;
    const struct am_cell *after = NULL;
    if (!am_told_same(f, &before, &after))
        return;
    size_t count = pairs(f, before, after, sorted);
    for (size_t i = 0; i < count; i++) {
        const struct am_corporation *c = sorted[i]->variable->corporation;
        bars[i] = (struct am_chart_bar){.label = AM_SAY_NAME(s, c)};
        take(s, f, am_campaign_figure(f, before, AM_VAR_EITHER, c, NULL), &bars[i].value,
             &bars[i].text);
        take(s, f, sorted[i], &bars[i].second, &bars[i].second_text);
    }
    am_chart_bars(h, chart, am_told_round(s, f, before->round), am_told_round(s, f, after->round),
                  bars, count);
}

/* ---- all of them ---- */

static const struct {
    const char *name, *title;
} charts[AM_SITE_CHARTS] = {
    [AM_SITE_CHART_OWNERS] = {"corporations", TEXT_SITE_OWNERS_CHART},
    [AM_SITE_CHART_WORLD] = {"countries", TEXT_SITE_LAW_CHART},
    [AM_SITE_CHART_WORK] = {"areas", TEXT_SITE_WORK_CHART},
    [AM_SITE_CHART_STOPS] = {"stops", TEXT_SITE_STOPS_CAPTION},
    [AM_SITE_CHART_ROUNDS] = {"rounds", TEXT_SITE_ROUNDS_CAPTION},
};

const char *am_site_chart_name(enum am_site_chart which)
{
    return charts[which].name;
}

bool am_site_chart_has(const struct am_campaign_figures *f, enum am_site_chart which)
{
    static const enum am_variable_kind kinds[AM_SITE_CHARTS] = {
        [AM_SITE_CHART_OWNERS] = AM_VAR_EITHER,
        [AM_SITE_CHART_WORLD] = AM_VAR_LAW_SERVICE,
        [AM_SITE_CHART_WORK] = AM_VAR_AREA_SINGLE,
    };
    const struct am_cell *cell = am_site_chart_cell(f, which);
    struct am_chart_step steps[STEPS_MAX];
    size_t count = 0;
    if (!cell)
        return false;
    if (which == AM_SITE_CHART_STOPS)
        return steps_of(NULL, f, cell, steps) > 0;
    if (which == AM_SITE_CHART_ROUNDS) {
        const struct am_campaign_figure *list[BARS_MAX];
        const struct am_cell *before = NULL;
        const struct am_cell *after = NULL;
        return am_told_same(f, &before, &after) && pairs(f, before, after, list) > 0;
    }
    (void)am_campaign_list(f, cell, kinds[which], &count);
    return count > 0;
}

const char *am_site_chart_title(struct am_speech *s, const struct am_campaign_figures *f,
                                enum am_site_chart which)
{
    return AM_SAY(s, charts[which].title, am_say_number(s, am_site_chart_cell(f, which)->n));
}

const char *am_site_chart_aloud(struct am_speech *s, const struct am_campaign_figures *f,
                                enum am_site_chart which)
{
    const struct am_cell *cell = am_site_chart_cell(f, which);
    switch (which) {
    case AM_SITE_CHART_WORLD:
        return AM_SAY(s, TEXT_SITE_LAW_ALOUD, aloud(s, f, cell, AM_VAR_LAW_SERVICE, false));
    case AM_SITE_CHART_WORK:
        return AM_SAY(s, TEXT_SITE_WORK_ALOUD, aloud(s, f, cell, AM_VAR_AREA_SINGLE, true));
    case AM_SITE_CHART_STOPS:
        return stops_aloud(s, f, cell);
    case AM_SITE_CHART_OWNERS:
    case AM_SITE_CHART_ROUNDS:
    case AM_SITE_CHARTS:
        break;
    }
    return owners_aloud(s, f, cell);
}

enum am_status am_site_chart_draw(struct am_html *h, struct am_speech *s,
                                  const struct am_campaign_figures *f, enum am_site_chart which,
                                  const struct am_site_place *place)
{
    const struct am_cell *cell = am_site_chart_cell(f, which);
    struct am_chart_step steps[STEPS_MAX];
    char id[64];
    (void)snprintf(id, sizeof id, "_chart-%s%s", charts[which].name, place->suffix);
    const struct am_chart chart = {.id = id,
                                   .title = am_site_chart_title(s, f, which),
                                   .description = am_site_chart_aloud(s, f, which),
                                   .width = place->width,
                                   .colours = place->colours,
                                   .in = place->in};
    switch (which) {
    case AM_SITE_CHART_OWNERS:
        draw_owners(h, &chart, s, f, cell);
        break;
    case AM_SITE_CHART_WORLD:
        return draw_world(h, &chart, s, f, cell, place->legend);
    case AM_SITE_CHART_WORK:
        draw_work(h, &chart, s, f, cell);
        break;
    case AM_SITE_CHART_STOPS:
        am_chart_steps(h, &chart, steps, steps_of(s, f, cell, steps));
        break;
    case AM_SITE_CHART_ROUNDS:
        draw_rounds(h, &chart, s, f);
        break;
    case AM_SITE_CHARTS:
        break;
    }
    return AM_OK;
}
