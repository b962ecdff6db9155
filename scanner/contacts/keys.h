/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which names have a key for encrypted hellos (RFC 9848), as a device was told: the public name
 * that such a hello shows in place of the name.
 *
 * O(1) a look-up. At most AM_MEMORY_KEYS_MAX; one not refreshed for long makes room. */
#ifndef AM_CONTACTS_KEYS_H
#define AM_CONTACTS_KEYS_H

#include "base/address.h"
#include "contacts/labels.h"

struct am_keys;

struct am_keys *am_keys_new(struct am_labels *labels); /* borrowed */
void am_keys_free(struct am_keys *k);

/* `until`: nanoseconds; after it the key counts no more. */
void am_keys_add(struct am_keys *k, const struct am_address *device, struct am_label *name,
                 const char *public_name, int64_t time, int64_t until);
/* The device was told that the name has none any more. */
void am_keys_remove(struct am_keys *k, const struct am_address *device,
                    const struct am_label *name);
/* The public name; NULL where no key is known at time `now`. Borrowed. */
const char *am_keys_find(const struct am_keys *k, const struct am_address *device,
                         const struct am_label *name, int64_t now);

#endif
