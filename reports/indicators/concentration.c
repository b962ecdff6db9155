/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Concentration as an interval, because what is not known may belong to anyone: Herfindahl-
 * Hirschman, sum of squared shares times 10000 (Hirschman, "The Paternity of an Index", 1964). */
#include "indicators/families.h"

static unsigned index_of(double squares, uint64_t all)
{
    double whole = (double)all * (double)all;
    return whole > 0 ? (unsigned)(squares * 10000 / whole + 0.5) : 0;
}

/* The lines come in an order that does not depend on that of the rows, so the sums do not. */
static struct am_concentration concentration(const struct am_figures *f, bool host)
{
    uint64_t all = f->coverage.all.contacts;
    uint64_t known = 0;
    uint64_t most = 0;
    double squares = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        uint64_t n = (host ? &line->host : &line->service)->sum.contacts;
        if (!line->corporation)
            continue;
        known += n;
        squares += (double)n * (double)n;
        most = n > most ? n : most;
    }
    double unknown = (double)(all - known);
    double larger = (double)most + unknown;
    return (struct am_concentration){
        .low = index_of(squares + unknown, all),
        .high = index_of(squares - (double)most * (double)most + larger * larger, all),
    };
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    f->service_hhi = concentration(f, false);
    f->host_hhi = concentration(f, true);
    return AM_OK;
}

const struct am_family am_family_concentration = {.takes = AM_TAKES_LEDGER, .finish = finish};
