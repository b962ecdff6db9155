/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Name memory: which names a device was given for an address (DNS answers), and which any device
 * was; how sure that is depends on when.
 *
 * An answer is live until its time to live is over, and stays in grace for a while after: programs
 * use addresses longer than they may. What is looked for, best first: the device's own live answer;
 * what others were told, where their live answers agree; its own in grace; others' in grace. In
 * each, the newest comes first. docs/decisions.md says why.
 *
 * O(1) a look-up. At most AM_MEMORY_MAX names of addresses and AM_MEMORY_KEYS_MAX of keys, about 20
 * MB; one not refreshed for long makes room. */
#ifndef AM_CONTACTS_MEMORY_H
#define AM_CONTACTS_MEMORY_H

#include "base/address.h"
#include "contacts/labels.h"
#include "proto/proto.h"
#include "scanner.h"

#define AM_MEMORY_MAX      200000
#define AM_MEMORY_KEYS_MAX 20000
#define AM_MEMORY_NAMES    4 /* kept of one address for one device, and for all devices together */

#define AM_MEMORY_SECOND_NS 1000000000ll
/* Browsers keep an answer for a minute whatever its time to live says: until then it counts like a
 * live one. */
#define AM_MEMORY_USED_NS (60 * AM_MEMORY_SECOND_NS)
/* After the end of its time to live: one's own answer, another's. */
#define AM_MEMORY_GRACE_NS       (3600 * AM_MEMORY_SECOND_NS)
#define AM_MEMORY_GRACE_OTHER_NS (600 * AM_MEMORY_SECOND_NS)
#define AM_MEMORY_TTL_MAX        86400u /* seconds; no cache keeps more than days */
/* An answer dated later than what is asked for, in captures of several interfaces. */
#define AM_MEMORY_EARLY_NS AM_MEMORY_SECOND_NS
/* Of answers of others that disagree, one so new counts where the next is so old. */
#define AM_MEMORY_PROMPT_NS (5 * AM_MEMORY_SECOND_NS)
#define AM_MEMORY_OLD_NS    (60 * AM_MEMORY_SECOND_NS)

struct am_memory;

/* What is remembered of an address. Borrowed: take hold before the next call that adds. */
struct am_memory_name {
    struct am_label *name;     /* the question */
    struct am_label *chain;    /* names of the CNAME chain after it, apart by spaces; NULL: none */
    int64_t time;              /* of the answer, nanoseconds */
    enum am_evidence evidence; /* DNS: this device's own; DNS_OTHER: another's; ECH_DNS */
    bool live;                 /* its time to live is not over */
    bool shared; /* another name counted for that address too: to that device, or to the others */
    bool key;    /* ECH_DNS: the name's key bears the outer name; false: no key was seen */
};

struct am_memory *am_memory_new(struct am_labels *labels); /* borrowed */
void am_memory_free(struct am_memory *m);

/* Learns an answer that `device` was given, if it has addresses or a key. Names that are no names
 * but addresses are passed over. */
void am_memory_add(struct am_memory *m, const struct am_address *device,
                   const struct am_dns_answer *answer, int64_t time);

/* The best name for `address` at time `now`. False: none. */
bool am_memory_find(struct am_memory *m, const struct am_address *device,
                    const struct am_address *address, int64_t now, struct am_memory_name *out);

/* The name behind a hello that shows `outer` in its place (ECH): the newest that the device was
 * given for `address` and whose key bears that name; where no key was seen for any of the address's
 * names, or `outer` is NULL, the newest that is not `outer` itself. Never another device's. */
bool am_memory_find_hidden(struct am_memory *m, const struct am_address *device,
                           const struct am_address *address, int64_t now, const char *outer,
                           struct am_memory_name *out);

uint64_t am_memory_forgotten(const struct am_memory *m); /* names that made room */

#endif
