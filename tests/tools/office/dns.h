/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Questions to the office's resolvers and their answers (RFC 1035), over UDP and TCP. */
#ifndef OFFICE_DNS_H
#define OFFICE_DNS_H

#include "office.h"

#define DNS_TYPE_A     1
#define DNS_TYPE_TXT   16
#define DNS_TYPE_AAAA  28
#define DNS_TYPE_HTTPS 65

enum dns_how {
    DNS_PLAIN,
    DNS_OVER_TCP,
    DNS_NO_SUCH_NAME,
    DNS_LARGE,      /* an answer of several kilobytes, in fragments */
    DNS_UNANSWERED, /* asked twice, never answered */
};

/* Asks unless the device still knows; the time when it knows. Devices that hide their questions ask
 * nothing here. */
uint64_t dns_resolve(struct office *o, struct device *d, struct rng *rng, size_t host, uint64_t us,
                     bool ask_again);
/* One question for a name of no host: typing mistakes, service records, TXT. */
uint64_t dns_ask(struct office *o, struct device *d, struct rng *rng, const char *name,
                 unsigned type, enum dns_how how, uint64_t us);
/* Whether the device asks where it can be seen. */
bool dns_visible(const struct device *d);

#endif
