/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which addresses are the organization's own: private (RFC 1918), unique local (RFC 4193),
 * link-local (RFC 3927, RFC 4291 2.5.6), shared address space (RFC 6598), loopback, and the
 * networks it is told of. */
#ifndef AM_NET_LOCALITY_H
#define AM_NET_LOCALITY_H

#include "base/address.h"

#define AM_LOCAL_NETWORKS_MAX 64

enum am_place_kind { AM_PLACE_REMOTE, AM_PLACE_LOCAL, AM_PLACE_MULTICAST };

struct am_locality {
    struct am_prefix networks[AM_LOCAL_NETWORKS_MAX]; /* besides the ones of the RFCs */
    size_t networks_len;
};

enum am_place_kind am_locality_of(const struct am_locality *l, const struct am_address *a);

#endif
