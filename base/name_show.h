/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Domain names as people read them: "xn--" labels in Unicode where that can't mislead.
 *
 * A label is shown in Unicode where it is valid (IDNA 2008, RFC 5891), says the same when it is
 * written back, and its letters are of one script, or of those that are written together: Japanese,
 * Korean, or Chinese with Bopomofo (the "highly restrictive" level of Unicode TR 39, 5.2, without
 * its Latin mixtures). Cyrillic and Greek labels that are made of Latin look-alikes alone stay as
 * they are, and so does everything else. */
#ifndef AM_BASE_NAME_SHOW_H
#define AM_BASE_NAME_SHOW_H

#include "base/name.h"

#define AM_NAME_SHOWN_SIZE ((size_t)4 * AM_NAME_SIZE)

/* `name` is clean (am_name_clean). Returns whether `out` differs from it. */
bool am_name_show(const char *name, char out[AM_NAME_SHOWN_SIZE]);

/* The other way: what a person typed, Unicode or not, as a clean name. MALFORMED where it is none.
 */
AM_MUST_CHECK enum am_status am_name_from_text(struct am_bytes text, char out[AM_NAME_SIZE]);

#endif
