/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Domain names as text, checked once at the border: whatever holds a name after am_name_clean holds
 * lower-case letters, digits, '-', '_' and '.', labels of 1 to 63 bytes, 253 in all (RFC
 * 1035 2.3.4; underscores as in RFC 8552), no trailing dot. */
#ifndef AM_BASE_NAME_H
#define AM_BASE_NAME_H

#include "base/reader.h"

#define AM_NAME_MAX  253
#define AM_NAME_SIZE (AM_NAME_MAX + 1)

/* MALFORMED for anything else than a name; the root (".") and the empty name too.
 * `out` is untouched on failure. Accepts a dotted IPv4 address: ask am_name_is_address. */
AM_MUST_CHECK enum am_status am_name_clean(struct am_bytes raw, char out[AM_NAME_SIZE]);

/* True where the text is an IPv4 or IPv6 address, however spelled, or a reverse-lookup name that
 * holds one: what may be printed when asked for, never stored. */
bool am_name_is_address(const char *name);

/* The parent: "mail.example.org" gives "example.org"; NULL after the last label. Borrows. */
const char *am_name_parent(const char *name);

#endif
