/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A network as readers know it: "AS15169 GOOGLE". Untrusted text. */
#ifndef AM_REPORTS_NETWORK_H
#define AM_REPORTS_NETWORK_H

#include "indicators/figures.h"

/* "" where the AS is not known; NULL past a limit (am_groups_text). */
const char *am_network_text(struct am_figures *f, const struct am_place *place);

#endif
