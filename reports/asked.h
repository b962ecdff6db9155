/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a report is asked for on the command line: of which time, by which clock, for whom. One set
 * of options for every command that reads scans. */
#ifndef AM_REPORTS_ASKED_H
#define AM_REPORTS_ASKED_H

#include <argp.h>

#include "indicators/figures.h"
#include "language.h"
#include "zone.h"

/* As they were typed; NULL: not given. The input of the parser below. */
struct am_asked_options {
    const char *home, *bloc, *since, *until, *hours, *days, *timezone;
};

/* For argp's children; the parent gives an am_asked_options as its input. */
extern const struct argp am_asked_argp;

/* "es" of --lang; argp's error for what is none of ours. */
void am_asked_language(struct argp_state *state, const char *text, enum am_language *out);
/* The same for "es,en", in the order given, each once. */
void am_asked_languages(struct argp_state *state, const char *text,
                        enum am_language out[AM_LANG_COUNT], size_t *count);

struct am_asked {
    struct am_ask ask; /* borrows from the rules and from `zone` */
    struct am_zone *zone;
};

/* USAGE, with a line that says what would do, for what can't be asked. `out` is for am_asked_done
 * whatever is returned. */
AM_MUST_CHECK enum am_status am_asked_open(const struct am_asked_options *options,
                                           const struct am_rules *rules, struct am_asked *out,
                                           struct am_problem *problem);
void am_asked_done(struct am_asked *asked);

/* Opens every scan; what was opened before a failure is closed again. `knowledge` as for
 * am_scan_open. */
AM_MUST_CHECK enum am_status am_asked_scans(const char *const *paths, size_t count,
                                            const struct am_knowledge *knowledge,
                                            struct am_scan **out, struct am_problem *problem);

#endif
