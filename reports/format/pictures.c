/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/ropes.h"
#include "format/sentences.h"
#include "text.h"

#define OWNERS_MAX    10
#define ROLES_MAX     9
#define COUNTRIES_MAX 300
#define ALOUD_MAX     5

static double share(uint64_t part, uint64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

static const char *named_share(struct am_speech *s, const char *name, uint64_t part, uint64_t whole)
{
    return AM_SAY(s, "{1} {2}", name, am_say_share(s, part, whole));
}

/* ---- coverage ---- */

static uint64_t named_only(const struct am_coverage *c)
{
    return c->no_rule.contacts + c->unlisted.contacts + c->no_parent.contacts;
}

static const char *coverage_aloud(struct am_speech *s, const struct am_figures *f)
{
    const struct am_coverage *c = &f->coverage;
    uint64_t all = c->all.contacts;
    uint64_t owned = c->service_owner.contacts;
    uint64_t named = named_only(c);
    return AM_SAY(s, TEXT_BAR_COVERAGE, am_say_share(s, owned, all), am_say_share(s, named, all),
                  am_say_share(s, all - owned - named, all));
}

static enum am_status draw_coverage(struct am_html *h, const struct am_chart *chart,
                                    struct am_speech *s, const struct am_figures *f)
{
    const struct am_coverage *c = &f->coverage;
    uint64_t all = c->all.contacts;
    uint64_t owned = c->service_owner.contacts;
    uint64_t named = named_only(c);
    uint64_t rest = all - owned - named;
    const struct am_chart_part parts[] = {
        {"service", AM_SAY(s, TEXT_BAR_OWNED), am_say_share(s, owned, all), share(owned, all)},
        {"named", AM_SAY(s, TEXT_BAR_NAMED), am_say_share(s, named, all), share(named, all)},
        {"unknown", AM_SAY(s, TEXT_NO_NAME), am_say_share(s, rest, all), share(rest, all)},
    };
    am_chart_stack(h, chart, parts, 3);
    return AM_OK;
}

/* ---- corporations ---- */

static const char *owners_aloud(struct am_speech *s, const struct am_figures *f)
{
    const char *list[ALOUD_MAX];
    size_t n = 0;
    for (size_t i = 0; i < f->owners.count && n < ALOUD_MAX; i++)
        if (f->owners.at[i].corporation)
            list[n++] = named_share(s, AM_SAY_NAME(s, f->owners.at[i].corporation),
                                    f->owners.at[i].service.sum.contacts, f->coverage.all.contacts);
    return AM_SAY(s, TEXT_OWNERS_ALOUD, am_say_list(s, list, n));
}

static struct am_chart_bar owner_bar(struct am_speech *s, const struct am_figures *f,
                                     const char *label, uint64_t service, uint64_t host)
{
    uint64_t all = f->coverage.all.contacts;
    return (struct am_chart_bar){.label = label,
                                 .text = am_say_share(s, service, all),
                                 .second_text = am_say_share(s, host, all),
                                 .value = share(service, all),
                                 .second = share(host, all)};
}

static enum am_status draw_owners(struct am_html *h, const struct am_chart *chart,
                                  struct am_speech *s, const struct am_figures *f)
{
    struct am_chart_bar bars[OWNERS_MAX + 2];
    size_t n = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->corporation && n >= OWNERS_MAX)
            continue;
        const char *label = line->corporation                  ? AM_SAY_NAME(s, line->corporation)
                            : line->slice == AM_SLICE_NO_OWNER ? AM_SAY(s, TEXT_NO_OWNER)
                                                               : AM_SAY(s, TEXT_NO_NAME);
        bars[n] = owner_bar(s, f, label, line->service.sum.contacts, line->host.sum.contacts);
        bars[n].unknown = !line->corporation;
        if (line->slice == AM_SLICE_NO_NAME)
            bars[n].second = -1;
        n++;
    }
    am_chart_bars(h, chart, AM_SAY(s, TEXT_SERVICE), AM_SAY(s, TEXT_HOST), bars, n);
    return AM_OK;
}

/* ---- what stops ---- */

static const char *stops_aloud(struct am_speech *s, const struct am_figures *f)
{
    const char *list[3];
    size_t n = 0;
    while (n < 3 && n < f->cuts.count) {
        list[n] = AM_SAY_NAME(s, f->cuts.at[n].owner->corporation);
        n++;
    }
    return AM_SAY(s, TEXT_STOPS_ALOUD, am_say_list(s, list, n),
                  am_say_share(s, f->cuts.at[n - 1].lost.contacts, f->coverage.all.contacts));
}

static enum am_status draw_stops(struct am_html *h, const struct am_chart *chart,
                                 struct am_speech *s, const struct am_figures *f)
{
    struct am_chart_step steps[AM_CUTS_MAX];
    uint64_t all = f->coverage.all.contacts;
    for (size_t i = 0; i < f->cuts.count; i++) {
        const struct am_cut_step *step = &f->cuts.at[i];
        steps[i] = (struct am_chart_step){
            .label = AM_SAY_NAME(s, step->owner->corporation),
            .text = am_say_share(s, step->lost.contacts, all),
            .before = share(step->lost.contacts - step->added.contacts, all),
            .added = share(step->added.contacts, all),
        };
    }
    am_chart_steps(h, chart, steps, f->cuts.count);
    return AM_OK;
}

/* ---- countries ---- */

static const double map_limits[AM_MAP_CLASSES - 1] = {0.01, 0.05, 0.10, 0.25};

void am_picture_map_legend(struct am_speech *s, const char *out[AM_MAP_CLASSES])
{
    static const unsigned ends[] = {0, 1, 5, 10, 25, 100};
    for (size_t i = 0; i < AM_MAP_CLASSES; i++)
        out[i] =
            AM_SAY(s, TEXT_MAP_CLASS, am_say_number(s, ends[i]), am_say_percent(s, ends[i + 1]));
}

static const char *world_aloud(struct am_speech *s, const struct am_figures *f)
{
    const char *list[ALOUD_MAX];
    size_t n = 0;
    for (size_t i = 0; i < f->countries.count && n < ALOUD_MAX; i++)
        if (f->countries.at[i].country && f->countries.at[i].service.sum.contacts > 0)
            list[n++] =
                named_share(s, am_say_own(s, f->countries.at[i].country->name),
                            f->countries.at[i].service.sum.contacts, f->coverage.all.contacts);
    return AM_SAY(s, TEXT_MAP_ALOUD, am_say_list(s, list, n));
}

static enum am_status draw_world(struct am_html *h, const struct am_chart *chart,
                                 struct am_speech *s, const struct am_figures *f, bool legend)
{
    static const double *const limits = map_limits;
    struct am_chart_country *countries = calloc(COUNTRIES_MAX, sizeof *countries);
    struct am_chart_map map = {.countries = countries,
                               .home = f->home ? f->home->code : NULL,
                               .none = AM_SAY(s, TEXT_MAP_NONE),
                               .home_legend = AM_SAY(s, TEXT_MAP_HOME)};
    if (!countries)
        return AM_E_NO_MEMORY;
    memcpy(map.limits, limits, sizeof map.limits);
    if (legend)
        am_picture_map_legend(s, map.legend);
    for (size_t i = 0; i < f->countries.count && map.count < COUNTRIES_MAX; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (!line->country || line->service.sum.contacts == 0)
            continue;
        countries[map.count++] = (struct am_chart_country){
            .code = line->country->code,
            .title = AM_SAY(s, TEXT_PART, am_say_own(s, line->country->name),
                            am_say_share(s, line->service.sum.contacts, f->coverage.all.contacts)),
            .value = share(line->service.sum.contacts, f->coverage.all.contacts)};
    }
    am_chart_map(h, chart, &map);
    free(countries);
    return AM_OK;
}

static enum am_status draw_near(struct am_html *h, const struct am_chart *chart,
                                struct am_speech *s, const struct am_figures *f)
{
    const struct am_near *n = &f->service_near;
    uint64_t all = f->coverage.all.contacts;
    const struct {
        const char *look, *label;
        uint64_t value;
        bool shown;
    } told[] = {
        {"service", f->home ? am_say_own(s, f->home->name) : "", n->home.contacts, f->home != NULL},
        {"heat-3", f->ask.bloc ? am_say_own(s, f->ask.bloc->name) : "", n->bloc.contacts,
         f->ask.bloc != NULL},
        {"named", AM_SAY(s, TEXT_NEAR_ELSEWHERE), n->elsewhere.contacts, true},
        {"unknown", AM_SAY(s, TEXT_COUNTRY_UNKNOWN), n->unknown.contacts, true},
    };
    struct am_chart_part parts[4];
    size_t count = 0;
    for (size_t i = 0; i < 4; i++)
        if (told[i].shown)
            parts[count++] = (struct am_chart_part){told[i].look, told[i].label,
                                                    am_say_share(s, told[i].value, all),
                                                    share(told[i].value, all)};
    am_chart_stack(h, chart, parts, count);
    return AM_OK;
}

static const char *near_aloud(struct am_speech *s, const struct am_figures *f)
{
    const struct am_near *n = &f->service_near;
    uint64_t all = f->coverage.all.contacts;
    const char *list[4];
    size_t count = 0;
    if (f->home)
        list[count++] = named_share(s, am_say_own(s, f->home->name), n->home.contacts, all);
    if (f->ask.bloc)
        list[count++] = named_share(s, am_say_own(s, f->ask.bloc->name), n->bloc.contacts, all);
    list[count++] = named_share(s, AM_SAY(s, TEXT_NEAR_ELSEWHERE), n->elsewhere.contacts, all);
    list[count++] = named_share(s, AM_SAY(s, TEXT_COUNTRY_UNKNOWN), n->unknown.contacts, all);
    return am_say_list(s, list, count);
}

/* ---- what leaves ---- */

static const char *role_name(struct am_speech *s, const struct am_role_line *line)
{
    return line->role ? am_say_own(s, line->role->name) : AM_SAY(s, TEXT_ROLE_UNKNOWN);
}

static const char *leaving_aloud(struct am_speech *s, const struct am_figures *f)
{
    const char *list[ALOUD_MAX];
    size_t n = 0;
    for (size_t i = 0; i < f->roles.count && n < ALOUD_MAX; i++)
        list[n++] = named_share(s, role_name(s, &f->roles.at[i]), f->roles.at[i].sum.up,
                                f->coverage.all.up);
    return AM_SAY(s, TEXT_OWNERS_ALOUD, am_say_list(s, list, n));
}

static enum am_status draw_leaving(struct am_html *h, const struct am_chart *chart,
                                   struct am_speech *s, const struct am_figures *f)
{
    struct am_chart_bar bars[ROLES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < f->roles.count && n < ROLES_MAX; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        if (line->sum.up == 0)
            continue;
        bars[n++] = (struct am_chart_bar){.label = role_name(s, line),
                                          .text = am_say_bytes(s, line->sum.up),
                                          .value = share(line->sum.up, f->coverage.all.up),
                                          .second = -1,
                                          .unknown = !line->role};
    }
    am_chart_bars(h, chart, NULL, NULL, bars, n);
    return AM_OK;
}

/* ---- when ---- */

/* Contacts of an hour, the mean where it was watched more than once. */
static double mean(const struct am_slot *slot)
{
    uint64_t hours = slot->watched > slot->hours ? slot->watched : slot->hours;
    return hours > 0 ? (double)slot->sum.contacts / (double)hours : -1;
}

static size_t busiest(const struct am_figures *f)
{
    size_t most = 0;
    for (size_t i = 1; i < AM_SLOTS; i++)
        if (mean(&f->week[i]) > mean(&f->week[most]))
            most = i;
    return most;
}

static const char *say_mean(struct am_speech *s, double value)
{
    uint64_t tenths = (uint64_t)(value * 10 + 0.5);
    return tenths % 10 == 0 ? am_say_number(s, tenths / 10) : am_say_decimal(s, value, 1);
}

static const char *week_aloud(struct am_speech *s, const struct am_figures *f)
{
    size_t most = busiest(f);
    return AM_SAY(s, TEXT_WEEK_ALOUD, am_say_weekday(s, (unsigned)(most / 24), false),
                  am_say_hour(s, (unsigned)(most % 24)));
}

static enum am_status draw_week(struct am_html *h, const struct am_chart *chart,
                                struct am_speech *s, const struct am_figures *f)
{
    struct am_chart_week week = {.work_days = f->ask.work_days,
                                 .work_from = f->ask.work_from,
                                 .work_to = f->ask.work_to,
                                 .least = am_say_number(s, 0),
                                 .none = AM_SAY(s, TEXT_WEEK_NOT_WATCHED)};
    double most = mean(&f->week[busiest(f)]);
    bool titles = chart->width >= AM_CHART_NARROW; /* a finger shows none */
    for (unsigned i = 0; i < AM_SLOTS; i++) {
        double value = mean(&f->week[i]);
        week.cell[i] = value < 0 ? -1 : most > 0 ? value / most : 0;
        if (value > 0 && titles)
            week.title[i] = AM_SAY(s, TEXT_WEEK_CELL, am_say_weekday(s, i / 24, false),
                                   am_say_hour(s, i % 24), say_mean(s, value));
    }
    for (unsigned d = 0; d < 7; d++)
        week.days[d] = am_say_weekday(s, d, !titles);
    for (unsigned i = 0; i < 24; i++)
        week.hours[i] = am_say_hour(s, i);
    week.most = AM_SAY(s, TEXT_WEEK_MOST, say_mean(s, most > 0 ? most : 0));
    am_chart_week(h, chart, &week);
    return AM_OK;
}

/* ---- all of them ---- */

static const struct picture {
    const char *name, *title;
    const char *(*aloud)(struct am_speech *s, const struct am_figures *f);
    enum am_status (*draw)(struct am_html *h, const struct am_chart *chart, struct am_speech *s,
                           const struct am_figures *f);
} pictures[AM_PICTURE_COUNT] = {
    [AM_PICTURE_COVERAGE] = {"coverage", TEXT_COVERAGE_CAPTION, coverage_aloud, draw_coverage},
    [AM_PICTURE_ROPES] = {"ropes", TEXT_ROPES_CHART, am_ropes_aloud, am_ropes_draw},
    [AM_PICTURE_OWNERS] = {"corporations", TEXT_OWNERS_CHART, owners_aloud, draw_owners},
    [AM_PICTURE_STOPS] = {"stops", TEXT_STOPS_CHART, stops_aloud, draw_stops},
    [AM_PICTURE_WORLD] = {"world", TEXT_MAP_CHART, world_aloud, NULL}, /* see am_picture_draw */
    [AM_PICTURE_NEAR] = {"near", TEXT_NEAR_CHART, near_aloud, draw_near},
    [AM_PICTURE_LEAVING] = {"leaving", TEXT_LEAVING_CHART, leaving_aloud, draw_leaving},
    [AM_PICTURE_WEEK] = {"week", TEXT_WEEK_CHART, week_aloud, draw_week},
};

const char *am_picture_name(enum am_picture which)
{
    return pictures[which].name;
}

bool am_picture_has(const struct am_figures *f, enum am_picture which)
{
    if (f->coverage.all.contacts == 0)
        return false;
    if (which == AM_PICTURE_STOPS)
        return f->cuts.count > 0;
    if (which == AM_PICTURE_NEAR)
        return f->home || f->ask.bloc;
    return which != AM_PICTURE_LEAVING || f->coverage.all.up > 0;
}

const char *am_picture_title(struct am_speech *s, enum am_picture which)
{
    return AM_SAY(s, pictures[which].title);
}

const char *am_picture_aloud(struct am_speech *s, const struct am_figures *f, enum am_picture which)
{
    return pictures[which].aloud(s, f);
}

enum am_status am_picture_draw(struct am_html *h, struct am_speech *s, const struct am_figures *f,
                               enum am_picture which, const struct am_picture_place *place)
{
    char id[64];
    (void)snprintf(id, sizeof id, "%s%s", pictures[which].name, place->suffix);
    const struct am_chart chart = {
        .id = id,
        .title = am_picture_title(s, which),
        .description = am_picture_aloud(s, f, which),
        .width = place->width,
        .colours = place->colours,
        .in = place->in,
    };
    if (which == AM_PICTURE_WORLD)
        return draw_world(h, &chart, s, f, place->legend);
    return pictures[which].draw(h, &chart, s, f);
}
