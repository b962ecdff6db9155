/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "compare/judge.h"

#include <math.h>
#include <string.h>

#include "compare/compare.h"
#include "format/vantage.h"

#define COVERAGE_POINTS 0.10

/* Verdicts that tell of one kind of place or of sight; the others do not matter here: a scan that
 * is too short shows in its length, what came twice was counted once. */
static unsigned vantage_kinds(const struct am_figures *f)
{
    static const struct {
        const char *verdict;
        unsigned kind;
    } kinds[] = {
        {"no-traffic", 1},  {"encrypted-wifi", 1}, {"broadcast-only", 1},
        {"outside-nat", 2}, {"only-itself", 4},    {"one-device", 4},
        {"no-inside", 8},   {"one-way", 16},       {"mid-stream", 32},
    };
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (am_vantage_holds(f, kinds[i].verdict))
            bits |= kinds[i].kind;
    return bits;
}

static bool is_double(uint64_t a, uint64_t b)
{
    return a / 2 > b || (a / 2 == b && a % 2 > 0) || b / 2 > a || (b / 2 == a && b % 2 > 0);
}

/* By working hours that were watched; two scans of nights and weekends, by hours. */
static bool lengths_differ(const struct am_scope *a, const struct am_scope *b)
{
    if (a->watched_work_hours == 0 && b->watched_work_hours == 0)
        return is_double(a->watched_hours, b->watched_hours);
    return is_double(a->watched_work_hours, b->watched_work_hours);
}

static bool is_provisional(const struct am_figures *f)
{
    return f->scope.info.state != AM_SCAN_CLOSED;
}

static bool overlap(const struct am_scan_info *a, const struct am_scan_info *b)
{
    return a->last_packet != 0 && b->last_packet != 0 && a->first_packet <= b->last_packet &&
           b->first_packet <= a->last_packet;
}

/* 1970-01-01 was a Thursday; Monday is the lowest bit. */
static unsigned weekdays(const struct am_figures *f)
{
    unsigned bits = 0;
    for (size_t i = 0; i < f->days.count; i++) {
        int64_t day = ((int64_t)f->days.at[i].date + 3) % 7;
        bits |= 1u << (day < 0 ? day + 7 : day);
    }
    return bits;
}

static double share(const struct am_sum *part, const struct am_figures *f)
{
    return am_ratio_value((struct am_ratio){part->contacts, f->coverage.all.contacts});
}

static unsigned doubts(const struct am_figures *a, const struct am_figures *b)
{
    const struct am_scan_info *x = &a->scope.info;
    const struct am_scan_info *y = &b->scope.info;
    uint64_t most = x->devices > y->devices ? x->devices : y->devices;
    uint64_t least = x->devices > y->devices ? y->devices : x->devices;
    unsigned bits = 0;
    if (strcmp(x->dataset, y->dataset) != 0)
        bits |= AM_DOUBT_DATASET;
    if (most - least > most / 4)
        bits |= AM_DOUBT_DEVICES;
    if (fabs(share(&a->coverage.service_owner, a) - share(&b->coverage.service_owner, b)) >
            COVERAGE_POINTS ||
        fabs(share(&a->coverage.host_owner, a) - share(&b->coverage.host_owner, b)) >
            COVERAGE_POINTS)
        bits |= AM_DOUBT_COVERAGE;
    if (weekdays(a) != weekdays(b))
        bits |= AM_DOUBT_WEEKDAYS;
    if ((a->vantage.count == 0) != (b->vantage.count == 0))
        bits |= AM_DOUBT_VANTAGE;
    if (x->first_packet > y->first_packet)
        bits |= AM_DOUBT_ORDER;
    return bits;
}

struct am_judgement am_compare_judge(const struct am_figures *before,
                                     const struct am_figures *after, bool same_file)
{
    unsigned bars = same_file ? AM_BAR_SAME_FILE : 0;
    if (overlap(&before->scope.info, &after->scope.info))
        bars |= AM_BAR_OVERLAP;
    if (is_provisional(before) || is_provisional(after))
        bars |= AM_BAR_PROVISIONAL;
    if (before->vantage.count > 0 && after->vantage.count > 0 &&
        vantage_kinds(before) != vantage_kinds(after))
        bars |= AM_BAR_VANTAGE;
    if (lengths_differ(&before->scope, &after->scope))
        bars |= AM_BAR_LENGTH;
    if (before->coverage.all.contacts == 0 || after->coverage.all.contacts == 0)
        bars |= AM_BAR_EMPTY;
    return (struct am_judgement){.bars = bars, .doubts = doubts(before, after)};
}
