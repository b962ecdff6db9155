/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An internet address as a value: 16 bytes, IPv4 as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2), so that
 * one comparison and one table serve both. Prefix lengths of IPv4 count from the mapped start: 10/8
 * is 96 + 8. */
#ifndef AM_BASE_ADDRESS_H
#define AM_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define AM_ADDRESS_TEXT 46 /* INET6_ADDRSTRLEN */
#define AM_PREFIX_TEXT  50

struct am_address {
    uint8_t at[16];
};

struct am_prefix {
    struct am_address address; /* bits past `len` are zero */
    uint8_t len;               /* 0..128, IPv4 prefixes are 96..128 */
};

struct am_address am_address_v4(const uint8_t bytes[4]);
struct am_address am_address_v6(const uint8_t bytes[16]);
bool am_address_is_v4(const struct am_address *a);
bool am_address_equal(const struct am_address *a, const struct am_address *b);

/* "192.0.2.1" or "2001:db8::1" (RFC 5952). */
void am_address_write(const struct am_address *a, char out[AM_ADDRESS_TEXT]);
void am_prefix_write(const struct am_prefix *p, char out[AM_PREFIX_TEXT]);

/* Numeric text only, never a look-up. A prefix without a length is one address; host bits that are
 * set are cleared. `out` is untouched on failure. */
AM_MUST_CHECK enum am_status am_address_parse(const char *text, struct am_address *out);
AM_MUST_CHECK enum am_status am_prefix_parse(const char *text, struct am_prefix *out);

bool am_prefix_holds(const struct am_prefix *p, const struct am_address *a);

/* The address with all bits past `len` cleared. */
struct am_prefix am_address_prefix(const struct am_address *a, uint8_t len);

#endif
