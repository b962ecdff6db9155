/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SVCB and HTTPS records (RFC 9460): where a service is, and with which key its hellos are sealed
 * (RFC 9848). */
#ifndef AM_PROTO_DNS_SVCB_H
#define AM_PROTO_DNS_SVCB_H

#include "proto/dns_message.h"

struct am_dns_service {
    uint16_t priority; /* 0: an alias, whose parameters don't count */
    unsigned target;   /* a name's number; AM_DNS_ROOT: the owner's own, of an alias: none */
    struct am_bytes ipv4, ipv6; /* whole addresses, one after the other; maybe none */
    struct am_bytes ech;        /* an ECHConfigList, not looked into */
};

/* The data of one record. False where it breaks a rule of the format: then it says nothing. */
AM_MUST_CHECK bool am_dns_read_service(struct am_bytes data, struct am_dns_names *names,
                                       struct am_dns_service *out);

/* The public name and number of the first usable configuration of an ECHConfigList (RFC 9849, 4);
 * false where there is none. */
AM_MUST_CHECK bool am_dns_read_ech(struct am_bytes list, char name[AM_NAME_SIZE], uint8_t *config);

#endif
