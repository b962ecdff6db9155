/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Untrusted text made inert: what the escaping writers (html, csv) and the terminal share.
 *
 * Valid UTF-8 stays as it is. What is not UTF-8 (RFC 3629), control characters, and the marks that
 * turn the direction of writing or hide text each become U+FFFD, so that nothing a peer sends can
 * reorder, hide or command what is shown. */
#ifndef AM_BASE_UTF8_H
#define AM_BASE_UTF8_H

#include <stdbool.h>

#include "base/reader.h"
#include "base/text.h"

#define AM_UTF8_REPLACEMENT 0xfffdu

/* The next code point; U+FFFD for a broken sequence, of which at least one byte is consumed. Only
 * to be called while am_reader_more. */
uint32_t am_utf8_read(struct am_reader *r);

/* Where the first sequence begins that is broken; the length where none is. `cut`, which may be
 * NULL: it is the last one, and right as far as it goes. */
size_t am_utf8_check(struct am_bytes bytes, bool *cut);

/* False for what must not reach an output: controls, direction marks, noncharacters. */
bool am_utf8_is_inert(uint32_t code);

/* Adds one code point as UTF-8. */
void am_utf8_add(struct am_text *out, uint32_t code);

/* Adds `text` made inert. */
void am_utf8_add_inert(struct am_text *out, const char *text);

/* Columns that `text` takes in a terminal: East Asian wide ones count two, combining marks none. */
size_t am_utf8_width(const char *text);

#endif
