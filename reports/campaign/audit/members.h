/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who was in which cell of which edition, as the store keeps it: sets of shares, held against each
 * other. */
#ifndef AM_REPORTS_CAMPAIGN_AUDIT_MEMBERS_H
#define AM_REPORTS_CAMPAIGN_AUDIT_MEMBERS_H

#include "campaign/audit/audit.h"
#include "campaign/figures/attendance.h"
#include "campaign/figures/sets.h"

struct am_audit_member {
    uint8_t round, id[AM_MEMBER_ID];
};
struct am_audit_members {
    AM_LINES(struct am_audit_member) roll; /* by round and id: each share once */
    size_t from[AM_CAMPAIGN_ROUNDS + 2];   /* lines of round r: from[r] to from[r + 1] */
    struct am_set **sets; /* by edition, by cell; NULL bits: the store has no list */
    struct am_pool pool;
};

AM_MUST_CHECK enum am_status am_audit_members_of(struct am_audit *a, struct am_audit_members **out);
void am_audit_members_free(struct am_audit_members *m);
/* The line within its round; SIZE_MAX: nobody of this id was ever told of. */
size_t am_audit_line(const struct am_audit_members *m, unsigned round,
                     const uint8_t id[AM_MEMBER_ID]);
size_t am_audit_lines(const struct am_audit_members *m, unsigned round);

#endif
