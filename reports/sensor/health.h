/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How one scan is doing, and what should be done about it: what `amarra status` tells. Shares are
 * the report's own figures; what the machine adds is how long ago, how large and how much room. */
#ifndef AM_REPORTS_HEALTH_H
#define AM_REPORTS_HEALTH_H

#include <jansson.h>

#include "format/vantage.h"
#include "indicators/figures.h"
#include "language.h"

#define AM_HEALTH_SILENT_SECONDS 600 /* an office that says nothing for so long is not heard */
#define AM_HEALTH_FREE_BYTES     200000000u
#define AM_HEALTH_FREE_DAYS      5    /* of growth as it was until now, */
#define AM_HEALTH_GROWTH_SECONDS 3600 /* which shorter scans do not tell */
#define AM_HEALTH_LOST_SHARE     1000 /* one packet in so many */
#define AM_HEALTH_NAMED_PERCENT  60
#define AM_HEALTH_NAMED_LEAST    100 /* contacts; of fewer, shares tell nothing */

struct am_health {
    const char *path;           /* borrowed, untrusted */
    struct am_figures *figures; /* owned */
    int64_t now, written;       /* this machine's clock; `written`: when the file was, last */
    uint64_t packets, lost_kernel, lost_interface;
    uint64_t lost_contacts, lost_names, lost_marked, failed_flushes, clock_set;
    uint64_t bytes, free_bytes; /* of the file with its log; of its disk, for who asks */
};

/* `rules` and what `ask` borrows must live as long as `out`, which is for am_health_done. */
AM_MUST_CHECK enum am_status am_health_read(const char *path, struct am_rules *rules,
                                            const struct am_ask *ask, struct am_health *out,
                                            struct am_problem *problem);
void am_health_done(struct am_health *h);

/* What may be to fix, the most urgent first. The verdicts of the vantage come after them. */
enum am_fix {
    AM_FIX_INTERRUPTED,
    AM_FIX_NOT_WRITTEN,
    AM_FIX_SILENT,
    AM_FIX_DISK,
    AM_FIX_FLUSHES,
    AM_FIX_PACKETS,
    AM_FIX_CONTACTS,
    AM_FIX_NAMES,
    AM_FIX_MARKERS,
    AM_FIX_CLOCK,
    AM_FIX_COVERAGE,
    AM_FIX_COUNT
};
const char *am_fix_name(enum am_fix fix); /* "not-written" ...: docs/status-json.md */
bool am_health_needs(const struct am_health *h, enum am_fix fix);
/* Verdicts that ask for a change; not that it is too early to tell, while the scan goes on. */
size_t am_health_verdicts(const struct am_health *h, const char *out[AM_VANTAGE_TOLD_MAX]);
bool am_health_is_good(const struct am_health *h); /* nothing of all this */

/* Where most of the contacts without a name are; AM_BLIND_NOT: each has one. */
enum am_blindness am_health_blindness(const struct am_health *h);
/* As figures tell devices: a number, or AM_DEVICES_FEW. */
int64_t am_health_devices(const struct am_health *h);

void am_health_text(const struct am_health *h, struct am_speech *s, struct am_text *out);
json_t *am_health_json(const struct am_health *h); /* NULL: out of memory */

#endif
