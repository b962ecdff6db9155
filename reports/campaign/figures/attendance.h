/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who was in which cell of an edition, as the store keeps it (am_edition.members): ids of shares,
 * never published. One line for those that are in the same cells: "0,3,9 ID ID ...", cells by their
 * place in the publication. */
#ifndef AM_REPORTS_CAMPAIGN_ATTENDANCE_H
#define AM_REPORTS_CAMPAIGN_ATTENDANCE_H

#include "base/text.h"
#include "campaign/figures/cells.h"

#define AM_ATTENDANCE_BYTES ((size_t)256 << 20)
#define AM_ATTENDANCE_CELLS 128 /* that one share is in */

AM_MUST_CHECK enum am_status am_attendance_write(const struct am_cells *cells,
                                                 const struct am_roll *roll, struct am_text *out);

struct am_attending {
    uint32_t cells[AM_ATTENDANCE_CELLS];
    size_t cell_count;
    uint8_t id[AM_MEMBER_ID];
};
typedef enum am_status (*am_attending_fn)(void *ctx, const struct am_attending *who);
/* MALFORMED: it is none of `cells` cells. */
AM_MUST_CHECK enum am_status am_attendance_each(struct am_bytes text, size_t cells,
                                                am_attending_fn fn, void *ctx);

#endif
