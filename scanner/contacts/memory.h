/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Name memory: which name a device was last given for an address (DNS answers), and which name any
 * device was.
 *
 * O(1) a look-up. At most AM_MEMORY_MAX entries, about 17 MB; one not refreshed for long makes
 * room. */
#ifndef AM_CONTACTS_MEMORY_H
#define AM_CONTACTS_MEMORY_H

#include "base/address.h"
#include "contacts/labels.h"
#include "proto/proto.h"
#include "scanner.h"

#define AM_MEMORY_MAX 200000

struct am_memory;

/* What is remembered of an address. Borrowed: take hold before the next call that adds. */
struct am_memory_name {
    struct am_label *name;     /* the question */
    struct am_label *chain;    /* names of the CNAME chain after it, apart by spaces; NULL: none */
    int64_t time;              /* of the answer, nanoseconds */
    enum am_evidence evidence; /* DNS: this device's own; DNS_OTHER: another's */
};

struct am_memory *am_memory_new(struct am_labels *labels); /* borrowed */
void am_memory_free(struct am_memory *m);

/* Learns an answer that `device` was given. Names that are no names but addresses are passed over.
 */
void am_memory_add(struct am_memory *m, const struct am_address *device,
                   const struct am_dns_answer *answer, int64_t time);

/* The device's own latest answer for `address`, else anyone's. False: none. */
bool am_memory_find(struct am_memory *m, const struct am_address *device,
                    const struct am_address *address, struct am_memory_name *out);

uint64_t am_memory_forgotten(const struct am_memory *m); /* entries that made room */

#endif
