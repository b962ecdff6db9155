/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A host as clients write it: a domain name, an IPv4 address or an IPv6 address (RFC 3986, 3.2.2).
 */
#ifndef AM_PROTO_HOST_H
#define AM_PROTO_HOST_H

#include "proto/proto.h"

/* Tells `out` the host as a clean name, an IPv6 address in its one spelling (RFC 5952), or that it
 * is neither. An empty host is none: nothing is told. */
void am_host_add(const struct am_findings *out, enum am_source source, struct am_bytes host);

/* The host of an authority "host:port" or "[address]:port". Userinfo is refused, not cut off: where
 * it is not allowed, what follows an '@' is not to be trusted either. */
void am_host_add_authority(const struct am_findings *out, enum am_source source,
                           struct am_bytes authority);

#endif
