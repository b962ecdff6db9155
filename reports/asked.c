/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "asked.h"

#include <string.h>

#define WORK_FROM 8
#define WORK_TO   18
#define WORK_DAYS 0x1fu /* Monday to Friday */

/* Where each option goes. */
static const char **place(struct am_asked_options *o, int key)
{
    switch (key) {
    case 'H':
        return &o->home;
    case 'B':
        return &o->bloc;
    case 'S':
        return &o->since;
    case 'U':
        return &o->until;
    case 'W':
        return &o->hours;
    case 'D':
        return &o->days;
    case 'Z':
        return &o->timezone;
    default:
        return NULL;
    }
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    const char **to = place(state->input, key);
    if (!to)
        return ARGP_ERR_UNKNOWN;
    *to = arg;
    return 0;
}

static const struct argp_option list[] = {
    {"home", 'H', "CC", 0, "The organization's country (ISO 3166: AR, BR, UY ...)", 0},
    {"bloc", 'B', "ID", 0, "Its bloc: mercosur, caricom, celac, andean-community, sica, eu ...", 0},
    {"since", 'S', "DATE", 0, "Only what was contacted from then on: 2026-11-23, or with 08:00", 0},
    {"until", 'U', "DATE", 0, "Only until then; a date alone means the end of that day", 0},
    {"hours", 'W', "FROM-TO", 0, "Working hours of its clock (default: 8-18)", 0},
    {"days", 'D', "LIST", 0, "Working days, 1 is Monday: 1-5, 1-6, 2,4 (default: 1-5)", 0},
    {"timezone", 'Z', "NAME", 0, "Its clock: America/Montevideo ... (default: this machine's)", 0},
    {0},
};

const struct argp am_asked_argp = {.options = list, .parser = take};

/* One or two digits at `*at`, past which it then points. */
static bool number(const char **at, unsigned *out)
{
    const char *c = *at;
    unsigned n = 0;
    while (*c >= '0' && *c <= '9' && c - *at < 2)
        n = n * 10 + (unsigned)(*c++ - '0');
    if (c == *at)
        return false;
    *at = c;
    *out = n;
    return true;
}

static bool parse_hours(const char *text, struct am_ask *ask)
{
    unsigned from;
    unsigned to;
    if (!number(&text, &from) || *text++ != '-' || !number(&text, &to) || *text || from > 23 ||
        to > 24 || from == to)
        return false;
    ask->work_from = from;
    ask->work_to = to;
    return true;
}

static bool parse_days(const char *text, struct am_ask *ask)
{
    unsigned days = 0;
    do {
        unsigned from;
        unsigned to;
        if (!number(&text, &from))
            return false;
        to = from;
        if (*text == '-') {
            text++;
            if (!number(&text, &to))
                return false;
        }
        if (from < 1 || to > 7 || from > to)
            return false;
        for (unsigned d = from; d <= to; d++)
            days |= 1u << (d - 1);
    } while (*text == ',' && *++text);
    ask->work_days = days;
    return *text == '\0';
}

static enum am_status refuse(struct am_problem *problem, const char *what, const char *given,
                             const char *instead)
{
    return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s '%s': %s", what, given, instead);
}

static enum am_status set_time(const struct am_asked_options *o, struct am_asked *out,
                               struct am_problem *problem)
{
    struct am_ask *ask = &out->ask;
    enum am_status status = am_zone_open(o->timezone, &out->zone, problem);
    if (status != AM_OK)
        return status;
    ask->zone = out->zone;
    if (o->since && !am_zone_parse(out->zone, o->since, false, &ask->since))
        return refuse(problem, "there is no such day", o->since,
                      "write --since 2026-11-23 or --since '2026-11-23 08:00'");
    if (o->until && !am_zone_parse(out->zone, o->until, true, &ask->until))
        return refuse(problem, "there is no such day", o->until,
                      "write --until 2026-11-27 or --until '2026-11-27 18:00'");
    if (ask->since != 0 && ask->until != 0 && ask->since >= ask->until)
        return refuse(problem, "the time asked for ends before it begins:", o->until,
                      "--until must be after --since");
    return AM_OK;
}

void am_asked_language(struct argp_state *state, const char *text, enum am_language *out)
{
    if (!am_language_find(text, strlen(text), out))
        argp_error(state, "there is no language '%s': use es, en, pt, fr or de", text);
}

void am_asked_languages(struct argp_state *state, const char *text,
                        enum am_language out[AM_LANG_COUNT], size_t *count)
{
    *count = 0;
    for (const char *at = text; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        enum am_language language;
        size_t len = strcspn(at, ",");
        if (!am_language_find(at, len, &language))
            argp_error(state, "there is no language '%.*s': use es, en, pt, fr or de", (int)len,
                       at);
        bool again = false;
        for (size_t i = 0; i < *count; i++)
            again = again || out[i] == language;
        if (!again)
            out[(*count)++] = language;
    }
}

enum am_status am_asked_open(const struct am_asked_options *o, const struct am_rules *rules,
                             struct am_asked *out, struct am_problem *problem)
{
    *out = (struct am_asked){
        .ask = {.work_from = WORK_FROM, .work_to = WORK_TO, .work_days = WORK_DAYS}};
    struct am_ask *ask = &out->ask;
    if (o->home && !(ask->home = am_rules_jurisdiction(rules, o->home)))
        return refuse(problem, "the dataset has no country", o->home,
                      "give two letters, such as --home AR");
    if (o->bloc && !(ask->bloc = am_rules_bloc(rules, o->bloc)))
        return refuse(problem, "the dataset has no bloc", o->bloc,
                      "give one of dataset/blocs.json, such as --bloc mercosur");
    if (o->hours && !parse_hours(o->hours, ask))
        return refuse(problem, "these are no working hours", o->hours,
                      "give two hours of the day, such as --hours 8-18");
    if (o->days && !parse_days(o->days, ask))
        return refuse(problem, "these are no working days", o->days,
                      "give numbers from 1, Monday, to 7, such as --days 1-5");
    return set_time(o, out, problem);
}

void am_asked_done(struct am_asked *asked)
{
    am_zone_free(asked->zone);
    *asked = (struct am_asked){0};
}

enum am_status am_asked_scans(const char *const *paths, size_t count,
                              const struct am_knowledge *knowledge, struct am_scan **out,
                              struct am_problem *problem)
{
    for (size_t i = 0; i < count; i++) {
        enum am_status status = am_scan_open(paths[i], knowledge, &out[i], problem);
        if (status == AM_OK)
            continue;
        while (i > 0)
            am_scan_free(out[--i]);
        return status;
    }
    return AM_OK;
}
