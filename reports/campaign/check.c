/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MONTHS      12
#define ALL         100 /* percent */
#define DAY_LEN     10  /* "2026.11.24" */
#define CLOCKS_DAYS 1   /* somewhere it is tomorrow already */

struct checking {
    const struct am_check *c;
    const struct am_share *s;
    const char *file;
    unsigned long line;
    struct am_problem *problem;
};

static enum am_status AM_PRINTF(2, 3) refuse(const struct checking *k, const char *format, ...)
{
    char text[AM_PROBLEM_TEXT];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return am_problem_set(k->problem, AM_E_USAGE, k->file, k->line, "%s", text);
}

static enum am_status check_campaign(const struct checking *k)
{
    const char *id = k->c->settings->id;
    if (strcmp(k->s->about.campaign, id) != 0)
        return refuse(k, "it was made for the campaign '%s', and this is '%s'",
                      k->s->about.campaign, id);
    if (k->s->method != AM_SHARE_METHOD)
        return refuse(k,
                      "it counts by method %u, and this amarra by method %d: let it be made again "
                      "with this version",
                      k->s->method, AM_SHARE_METHOD);
    return AM_OK;
}

/* The day of "2026.11.24-1a2b3c4d". */
static bool day_of(const char *version, int32_t *out)
{
    char day[DAY_LEN + 1] = "";
    if (strlen(version) < DAY_LEN)
        return false;
    memcpy(day, version, DAY_LEN);
    for (size_t i = 4; i <= 7; i += 3) {
        if (day[i] != '.')
            return false;
        day[i] = '-';
    }
    return am_rules_day(day, out);
}

static enum am_status check_dataset(const struct checking *k)
{
    int32_t oldest;
    int32_t its;
    const char *limit = k->c->settings->dataset;
    if (!day_of(k->s->dataset, &its))
        return refuse(k, "its dataset '%s' is no version of amarra's", k->s->dataset);
    if (limit && day_of(limit, &oldest) && its < oldest)
        return refuse(k,
                      "it was made with the dataset %s, and the campaign takes none older than "
                      "%.10s: let it be made again with a newer amarra",
                      k->s->dataset, limit);
    return AM_OK;
}

/* What the dataset installed does not know, a newer one may. */
static enum am_status unknown(const struct checking *k, const char *what, const char *id)
{
    int32_t its;
    int32_t ours;
    const char *version = am_rules_version(k->c->rules);
    bool newer = day_of(k->s->dataset, &its) && day_of(version, &ours) && its > ours;
    return refuse(k, "it names the %s '%s', which the dataset installed (%.10s) does not know%s%s",
                  what, id, version,
                  newer ? "; its own is newer: install that, then add it again, of " : "",
                  newer ? k->s->dataset : "");
}

static enum am_status check_names(const struct checking *k)
{
    const struct am_rules *rules = k->c->rules;
    const struct am_share *s = k->s;
    if (s->about.country && !am_rules_jurisdiction(rules, s->about.country))
        return unknown(k, "country", s->about.country);
    for (size_t i = 0; i < s->corporations.count; i++)
        if (!am_rules_corporation(rules, s->corporations.at[i].id))
            return unknown(k, "corporation", s->corporations.at[i].id);
    for (size_t i = 0; i < s->areas.count; i++)
        if (!am_rules_category(rules, s->areas.at[i].category))
            return unknown(k, "area of work", s->areas.at[i].category);
    for (size_t i = 0; i < s->countries.count; i++)
        if (!am_rules_jurisdiction(rules, s->countries.at[i].code))
            return unknown(k, "country", s->countries.at[i].code);
    return AM_OK;
}

/* The first day of a month, as days since 1970-01-01. */
static int32_t first_day(int32_t month)
{
    char date[32];
    int32_t day = 0;
    (void)snprintf(date, sizeof date, "%04d-%02d-01", month / MONTHS, month % MONTHS + 1);
    return am_rules_day(date, &day) ? day : INT32_MAX;
}

static enum am_status check_period(const struct checking *k)
{
    const struct am_share *s = k->s;
    int32_t from = first_day(s->from);
    int32_t end = first_day(s->to + 1); /* and no longer of it */
    int32_t tomorrow = k->c->today + CLOCKS_DAYS;
    if (s->from < AM_CHECK_YEAR * MONTHS)
        return refuse(k, "it is of before %d: the clock of the scan was wrong", AM_CHECK_YEAR);
    if (first_day(s->to) > tomorrow)
        return refuse(k, "it is of the future: a clock is wrong, the scan's or this machine's");
    if (end > tomorrow + 1)
        end = tomorrow + 1;
    if ((int64_t)s->days.from > (int64_t)end - from)
        return refuse(k, "it tells of %u days or more, and its months have had %d", s->days.from,
                      (int)(end - from));
    return AM_OK;
}

/* Verdicts of a sensor that did not see the organization's traffic. */
static enum am_status check_vantage(const struct checking *k)
{
    static const struct {
        const char *verdict, *saw;
    } blind[] = {
        {"no-traffic", "saw no traffic"},
        {"encrypted-wifi", "saw an encrypted wireless network, and not into it"},
        {"broadcast-only", "saw only what is sent to everybody"},
        {"outside-nat", "stood outside of the router, and could not tell devices apart"},
        {"only-itself", "saw only itself"},
        {"one-device", "saw one device"},
    };
    for (size_t i = 0; i < sizeof blind / sizeof *blind; i++)
        if (strcmp(k->s->vantage, blind[i].verdict) == 0)
            return refuse(k, "the sensor %s: let it be scanned again from where the office is seen",
                          blind[i].saw);
    if (k->s->devices.to != 0 && k->s->devices.to < k->s->fold_below)
        return refuse(
            k, "it tells of %u devices at most, fewer than the %u below which nothing is told",
            k->s->devices.to, k->s->fold_below);
    if (k->s->trial != 0 && !k->c->settings->trials)
        return refuse(k,
                      "it is of a trial: too few days, devices or contacts, or too many of them "
                      "without an owner, for the campaign to count it");
    return AM_OK;
}

/* Whether `part`, which lies within `whole`, can be as told: bands keep the order of what they are
 * of. */
static bool within(struct am_band part, struct am_band whole)
{
    return part.from <= whole.from && part.to <= whole.to;
}

/* Whether `sum` can be made of both: no more than they are together. */
static bool makes(struct am_band a, struct am_band b, struct am_band sum)
{
    bool exact = a.from == a.to && b.from == b.to;
    return sum.from < a.to + b.to || (exact && sum.from == a.to + b.to);
}

static enum am_status check_corporations(const struct checking *k)
{
    const struct am_share *s = k->s;
    unsigned service = 0; /* at least */
    unsigned host = 0;
    for (size_t i = 0; i < s->corporations.count; i++) {
        const struct am_share_corporation *c = &s->corporations.at[i];
        if (!makes(c->service, c->host, c->either))
            return refuse(k, "of '%s' it tells more than both of its ledgers hold", c->id);
        if (!within(c->service, s->owned) || !within(c->host, s->hosted))
            return refuse(k, "of '%s' it tells more than of all owners together", c->id);
        service += c->service.from;
        host += c->host.from;
    }
    if (service > s->owned.to || host > s->hosted.to || service + s->rest_service.from > ALL ||
        host + s->rest_host.from > ALL)
        return refuse(k, "its corporations add up to more than the whole");
    return AM_OK;
}

static enum am_status check_sums(const struct checking *k)
{
    const struct am_share *s = k->s;
    unsigned areas = 0;
    unsigned service = s->other_service.from;
    unsigned host = s->other_host.from;
    for (size_t i = 0; i < s->areas.count; i++) {
        if (s->areas.at[i].contacts.to == 0)
            return refuse(k, "it names the area '%s' and tells of no contact in it",
                          s->areas.at[i].category);
        areas += s->areas.at[i].contacts.from;
    }
    for (size_t i = 0; i < s->countries.count; i++) {
        service += s->countries.at[i].service.from;
        host += s->countries.at[i].host.from;
    }
    if (areas > ALL)
        return refuse(k, "its areas of work add up to more than the whole");
    if (service > ALL || host > ALL)
        return refuse(k, "its countries add up to more than the whole");
    if (s->at_home && !within(s->home, s->owned))
        return refuse(k, "it tells more of its own country than of all owners together");
    return AM_OK;
}

enum am_status am_check_share(const struct am_check *c, const struct am_share *share,
                              const char *file, unsigned long line, struct am_problem *problem)
{
    static enum am_status (*const checks[])(const struct checking *) = {
        check_campaign, check_dataset,      check_period, check_vantage,
        check_names,    check_corporations, check_sums,
    };
    const struct checking k = {c, share, file, line, problem};
    enum am_status status = AM_OK;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && status == AM_OK; i++)
        status = checks[i](&k);
    return status;
}
