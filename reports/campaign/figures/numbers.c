/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/numbers.h"

static struct am_number rounded(uint64_t count, struct am_rule_of_numbers rule)
{
    return (struct am_number){AM_TELL_ROUNDED,
                              (count + rule.round_to / 2) / rule.round_to * rule.round_to};
}

struct am_number am_number_tell(uint64_t count, uint64_t n, struct am_rule_of_numbers rule)
{
    if (count < rule.at_least)
        return (struct am_number){AM_TELL_FEWER, rule.at_least};
    if (n - count < rule.at_least)
        return (struct am_number){AM_TELL_MOST, n - rule.at_least + 1};
    return rounded(count, rule);
}

struct am_number am_number_tell_of(uint64_t count, uint64_t n, struct am_number base, uint64_t cell,
                                   struct am_rule_of_numbers rule)
{
    if (count < rule.at_least)
        return (struct am_number){AM_TELL_FEWER, rule.at_least};
    if (n - count >= rule.at_least)
        return rounded(count, rule);
    uint64_t least = am_number_span(base, cell, rule).from + 1;
    return (struct am_number){AM_TELL_MOST,
                              least > 2 * rule.at_least ? least - rule.at_least : rule.at_least};
}

struct am_span am_number_span(struct am_number number, uint64_t n, struct am_rule_of_numbers rule)
{
    struct am_span s = {0, n};
    uint64_t most = n > rule.at_least ? n - rule.at_least : 0;
    switch (number.as) {
    case AM_TELL_FEWER:
        s.to = number.n - 1 < n ? number.n - 1 : n;
        break;
    case AM_TELL_MOST:
        s.from = number.n;
        break;
    case AM_TELL_ROUNDED:
        s.from = number.n > rule.round_to / 2 ? number.n - rule.round_to / 2 : 0;
        s.to = number.n + (rule.round_to + 1) / 2 - 1;
        s.from = s.from > rule.at_least ? s.from : rule.at_least;
        s.to = s.to < most ? s.to : most;
        break;
    case AM_TELL_WITHHELD:
        break;
    }
    return s;
}

uint64_t am_number_middle(struct am_number base, struct am_rule_of_numbers rule)
{
    return base.as == AM_TELL_MOST ? base.n + (rule.at_least - 1) / 2 : base.n;
}
