/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What observation asks of knowledge, so that scanner/ and rules/ need not know each other: rules/
 * fills this table of functions, scanner/ calls it, amarra.c joins the two.
 *
 * Called once for each distinct name or address of a scan, never per packet. All functions may be
 * called from one thread only. */
#ifndef AM_BASE_KNOWLEDGE_H
#define AM_BASE_KNOWLEDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/name.h"

#define AM_AS_NAME_SIZE 96
#define AM_LABEL_SIZE   64
#define AM_LABELS_MAX   12

/* What is known of an address on the day of the scan; it drifts, so it is stored with the contact.
 */
struct am_place {
    uint32_t asn;                   /* 0: unknown */
    char as_name[AM_AS_NAME_SIZE];  /* UTF-8, untrusted text; "" unknown */
    char registered[3], located[3]; /* ISO 3166-1 alpha-2; "" unknown */
    bool anycast;                   /* `located` means nothing then, and is "" */
};

/* What an address is known to serve, whoever runs it. */
enum am_address_use {
    AM_USE_NOT_KNOWN,
    AM_USE_RESOLVER, /* encrypted DNS: what goes there over TLS, QUIC or HTTPS are questions */
    AM_USE_TUNNEL,   /* Tor, a relay or a VPN: what goes there goes on to somewhere else */
};

struct am_knowledge {
    void *ctx;        /* freed by `done` */
    char version[64]; /* of the dataset, for the scan's record */

    /* The form of `name` that may be stored: as much of it as a rule knows ("mail.google.com"),
     * else the registrable domain. Returns whether a rule knows it. `out` is always written. */
    bool (*keep)(void *ctx, const char *name, char out[AM_NAME_SIZE]);

    /* `out` is zeroed where nothing is known. */
    void (*place)(void *ctx, const struct am_address *address, struct am_place *out);

    /* Asked for flows without a name; at most a handful of hash look-ups. May be NULL. */
    enum am_address_use (*use)(void *ctx, const struct am_address *address);

    /* Whether hellos with an encrypted part show `name` in place of the one they hide (RFC 9849,
     * 6.1: the public name of an ECHConfig). May be NULL. */
    bool (*fronts)(void *ctx, const char *name);

    /* The owners behind a contact, as opaque labels ("service:alphabet", "host:amazon",
     * "service-country:US" ...), so that closing a scan can count distinct devices per owner before
     * it forgets the devices. `name` is a kept name or NULL; `block` the peer's block (see
     * scanner/scanner.h). Returns how many labels were written, at most AM_LABELS_MAX. */
    size_t (*labels)(void *ctx, const char *name, const struct am_prefix *block,
                     const struct am_place *place, char out[][AM_LABEL_SIZE]);

    void (*done)(void *ctx);
};

struct am_knowledge_options {
    const char *data_dir; /* NULL: as am_data_dir finds it */
    const char *rules;    /* the organization's own file of what it declares; NULL: none */
    const char *mmdb;     /* NULL: amarra.mmdb of the data folder; else any ASN/country MMDB */
};

/* Implemented by rules/ (am_rules_knowledge). */
typedef enum am_status (*am_knowledge_open_fn)(const struct am_knowledge_options *options,
                                               struct am_knowledge *out,
                                               struct am_problem *problem);

#endif
