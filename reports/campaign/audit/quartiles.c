/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Quartiles, medians and their intervals: in order, of enough organizations on either side, and
 * told or not told by nothing but what is told of the count. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "campaign/audit/rules.h"
#include "campaign/figures/columns.h"

#define QUANTILES   5
#define SPANS_KNOWN 4096
#define SPAN_MAX    200 /* counts that a number leaves open, of which each is looked at */

/* Organizations that lie strictly below and above a rank, whoever has the same value. */
static bool has_enough(uint64_t rank, uint64_t n, uint64_t at_least)
{
    return rank > at_least && n >= rank + at_least;
}

/* Of how many at least, by what is told, the quartiles are. */
static uint64_t fewest(const struct am_publication *p, const struct am_published *row)
{
    if (row->exact && !am_variable_shape(row->kind)->prevalence)
        return row->cell->n;
    if (row->count.as != AM_TELL_ROUNDED && row->count.as != AM_TELL_MOST)
        return 0;
    int64_t low = am_audit_span(p, &row->count, row->cell->n).low;
    return low > 0 ? (uint64_t)low : 0;
}

static void check_order(struct am_audit *a, const struct am_publication *p,
                        const struct am_published *row)
{
    const struct {
        const struct am_quantile *low, *high;
        const char *what;
    } pairs[] = {{&row->q1, &row->median, "the first quartile and the median"},
                 {&row->median, &row->q3, "the median and the third quartile"},
                 {&row->q1, &row->q3, "the first and the third quartile"},
                 {&row->median_low, &row->median, "the interval of the median"},
                 {&row->median, &row->median_high, "the interval of the median"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].low->told && pairs[i].high->told && pairs[i].low->value > pairs[i].high->value)
            am_audit_break_row(a, AM_AUDIT_QUARTILES, p->edition, row, "not in order: %s",
                               pairs[i].what);
    const struct am_variable_shape *shape = am_variable_shape(row->kind);
    bool some = shape->among_those && row->kind != AM_VAR_AREA; /* of an area, none may be little */
    const struct am_quantile *const all[QUANTILES] = {&row->q1, &row->median, &row->q3,
                                                      &row->median_low, &row->median_high};
    for (size_t i = 0; some && i < QUANTILES; i++)
        if (all[i]->told && all[i]->value == 0) {
            am_audit_break_row(a, AM_AUDIT_SENSE, p->edition, row,
                               "the quartiles are of those that have it, and one is 'none'");
            break;
        }
}

static void check_enough(struct am_audit *a, const struct am_publication *p,
                         const struct am_published *row, uint64_t n)
{
    uint64_t least = p->rule.at_least;
    bool any = row->q1.told || row->median.told || row->q3.told || row->median_low.told ||
               row->median_high.told;
    if (any && n == 0) {
        am_audit_break_row(a, AM_AUDIT_QUARTILES, p->edition, row,
                           "quartiles are told of a number that is not told");
        return;
    }
    const struct {
        bool told;
        uint64_t rank;
        const char *what;
    } quartiles[] = {{row->q1.told, (n + 3) / 4, "the first quartile"},
                     {row->median.told, (n + 1) / 2, "the median"},
                     {row->q3.told, (3 * n + 3) / 4, "the third quartile"}};
    for (size_t i = 0; i < sizeof quartiles / sizeof *quartiles; i++)
        if (quartiles[i].told && !has_enough(quartiles[i].rank, n, least))
            am_audit_break_row(a, AM_AUDIT_QUARTILES, p->edition, row,
                               "%s is told of perhaps %" PRIu64
                               " organizations: fewer than "
                               "%" PRIu64 " lie on one side of it",
                               quartiles[i].what, n, least);
    if (row->median_low.told != row->median_high.told)
        am_audit_break_row(a, AM_AUDIT_QUARTILES, p->edition, row,
                           "the interval of the median has one end");
}

/* Whether so many are enough for an interval of their median: 0 no, 1 yes, 2 as floating point
 * falls. */
static int may_tell(uint64_t n, uint64_t least)
{
    if ((double)n / 2 - 1.5 * sqrt((double)n) - 2 > (double)least)
        return 1; /* far from its ends, which are 0.98 roots of n from the middle */
    struct am_audit_interval i = am_audit_interval_of_median(n);
    bool sure = has_enough(i.low[0], n, least) && has_enough(i.high[1], n, least);
    bool perhaps = has_enough(i.low[1], n, least) && has_enough(i.high[0], n, least);
    return sure ? 1 : perhaps ? 2 : 0;
}

/* Answers of may_tell that come again and again, and the least counts of numbers that were told
 * with an interval though they leave a count open which allows none. */
struct intervals {
    int known[SPANS_KNOWN]; /* answer + 1 */
    bool careless[SPANS_KNOWN];
};

static int ask(struct intervals *i, uint64_t n, uint64_t least)
{
    if (n >= SPANS_KNOWN)
        return may_tell(n, least);
    if (i->known[n] == 0)
        i->known[n] = may_tell(n, least) + 1;
    return i->known[n] - 1;
}

static struct am_audit_span span_of(const struct am_publication *p, const struct am_published *row)
{
    int64_t n = (int64_t)row->cell->n;
    return row->exact && !am_variable_shape(row->kind)->prevalence
               ? (struct am_audit_span){n, n}
               : am_audit_span(p, &row->count, row->cell->n);
}

/* Of the counts that a number leaves open, from which to which an interval can't be told. */
static struct am_audit_span forbidden(struct intervals *i, struct am_audit_span span,
                                      uint64_t least)
{
    struct am_audit_span out = {1, 0};
    for (int64_t n = span.low; n <= span.high && n < span.low + SPAN_MAX; n++)
        if (n < 1 || ask(i, (uint64_t)n, least) == 0) {
            out.low = out.low > out.high ? n : out.low;
            out.high = n;
        }
    return out;
}

static void note_interval(const struct am_publication *p, const struct am_published *row,
                          struct intervals *i)
{
    struct am_audit_span span = span_of(p, row);
    struct am_audit_span no = {1, 0};
    if (row->median_low.told && span.low >= 0 && span.low < SPANS_KNOWN)
        no = forbidden(i, span, p->rule.at_least);
    if (no.low <= no.high)
        i->careless[span.low] = true;
}

/* That it is told says that the count is none of those. */
static void check_told_interval(struct am_audit *a, const struct am_publication *p,
                                const struct am_published *row, struct intervals *i)
{
    struct am_audit_span span = span_of(p, row);
    struct am_audit_span no = forbidden(i, span, p->rule.at_least);
    if (row->median_low.told && no.low <= no.high)
        am_audit_break_row(
            a, AM_AUDIT_QUARTILES, p->edition, row,
            "the interval of its median is told, which %" PRId64
            " organizations do not allow: so they are more, and that tells more than "
            "the count does, which leaves %" PRId64 " to %" PRId64 " open",
            no.high, span.low, span.high);
}

/* That it is not, where it is of others of which the same is told, says that it is one of those. */
static void check_silent_interval(struct am_audit *a, const struct am_publication *p,
                                  const struct am_published *row, struct intervals *i)
{
    struct am_audit_span span = span_of(p, row);
    if (!row->median.told || row->median_low.told || span.low < 0 || span.low >= SPANS_KNOWN ||
        !i->careless[span.low])
        return;
    struct am_audit_span no = forbidden(i, span, p->rule.at_least);
    if (no.low <= no.high)
        am_audit_break_row(a, AM_AUDIT_QUARTILES, p->edition, row,
                           "told as %" PRIu64
                           ", without an interval of its median, which others "
                           "of %" PRIu64 " have: so it is %" PRId64 " to %" PRId64,
                           row->count.n, row->count.n, no.low, no.high);
}

enum am_status am_audit_quartiles(struct am_audit *a)
{
    struct intervals *intervals = malloc(sizeof *intervals);
    if (!intervals)
        return AM_E_NO_MEMORY;
    for (size_t e = 0; e < a->editions.count; e++) {
        const struct am_publication *p = a->editions.at[e].publication;
        *intervals = (struct intervals){0}; /* by its own threshold */
        for (size_t i = 0; i < p->rows.count; i++) {
            check_order(a, p, &p->rows.at[i]);
            check_enough(a, p, &p->rows.at[i], fewest(p, &p->rows.at[i]));
            note_interval(p, &p->rows.at[i], intervals);
        }
        for (size_t i = 0; i < p->rows.count; i++)
            check_silent_interval(a, p, &p->rows.at[i], intervals);
        for (size_t i = 0; i < p->rows.count; i++)
            check_told_interval(a, p, &p->rows.at[i], intervals);
    }
    free(intervals);
    return AM_OK;
}
