/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text that others wrote (names of networks), made fit to keep: valid UTF-8, one line, nothing that
 * is not inert (base/utf8.h), cut between characters. Escaping stays with the writer of each
 * output. */
#ifndef AM_BASE_CLEAN_H
#define AM_BASE_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

/* What is broken or not inert becomes '?', runs of spaces become one. `size` counts the terminating
 * zero. */
void am_clean_text(const char *text, size_t len, char *out, size_t size);

/* Nothing in it that am_clean_text would change but spaces and length. */
bool am_clean_is_inert(const char *text, size_t len);

/* Two capital letters. */
bool am_clean_is_country(const char *text, size_t len);

#endif
