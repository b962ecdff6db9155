/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A network as readers know it: "AS15169 GOOGLE". Untrusted text. */
#ifndef AM_REPORTS_NETWORK_H
#define AM_REPORTS_NETWORK_H

#include "indicators/families.h"

/* Whose something is that was reached by name or by address: the service's owner, else the owner of
 * a network that carries no one else's services (its own, or one of access); NULL: not known. */
const struct am_corporation *am_network_owner(const struct am_row_view *row);

/* "" where the AS is not known. */
void am_network_name(const struct am_place *place, char *out, size_t size);
/* The same, kept; NULL past a limit (am_groups_text). */
const char *am_network_text(struct am_figures *f, const struct am_place *place);

#endif
