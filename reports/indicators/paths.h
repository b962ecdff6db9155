/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every contact of one corporation (am_ask.trace), with the facts that led to it: the name or the
 * network, the rule, the service, the operator, the ownership of that day.
 *
 * The lines of a ledger add up to the corporation's line among the owners, to the last byte. Names
 * follow the report's rule of k: what is not among the figures' names is summed as one line. */
#ifndef AM_REPORTS_PATHS_H
#define AM_REPORTS_PATHS_H

#include "indicators/figures.h"

/* How a contact came to the corporation; the order of the lines. */
enum am_path_kind {
    AM_PATH_NAME,    /* service ledger: by name */
    AM_PATH_ADDRESS, /* service ledger: without a name, by an address that serves one thing */
    AM_PATH_UNTOLD,  /* service ledger: names that may not be told */
    AM_PATH_HOST     /* host ledger: by network, alias or cache */
};

/* Members are NULL where they are not known, and all of an AM_PATH_UNTOLD. */
struct am_path_line {
    enum am_path_kind kind;
    const char *name;    /* of AM_PATH_NAME */
    const char *network; /* of AM_PATH_HOST: "AS15169 GOOGLE", untrusted; "" unknown */
    const char *block;   /* the same, where blocks are asked for: "142.250.79.0/24" */
    const struct am_rule *rule;
    const struct am_service *service; /* not of a host */
    const struct am_operator *operator_;
    const struct am_ownership *owned;
    struct am_measure measure; /* devices are not told by line */
};

/* What the lines of a ledger add up to. */
struct am_sum am_paths_sum(const struct am_figures *f, bool host);
/* Whether both are what the report says of the corporation. False is an error of ours. */
bool am_paths_add_up(const struct am_figures *f);
/* The corporation's line among the owners; NULL: it was not seen. */
const struct am_owner_line *am_paths_owner(const struct am_figures *f);

#endif
