/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes of a capture file, plain, gzip (RFC 1952) or zstd (RFC 8878), told apart by their first
 * bytes.
 *
 * One buffer of AM_INPUT_WINDOW bytes, read in large pieces; callers see a window of it and say how
 * much they are done with. A compressed file that swells beyond any capture's ratio is refused as a
 * bomb, and so is one that asks for over 128 MiB of memory (zstd --long). A read that a signal
 * interrupts is the end of the file: signals ask a scan to end. */
#ifndef AM_CAPTURE_INPUT_H
#define AM_CAPTURE_INPUT_H

#include "base/reader.h"

#define AM_INPUT_WINDOW (1u << 20) /* no record may be larger */

struct am_input;

/* "-" is standard input. */
AM_MUST_CHECK enum am_status am_input_open(const char *path, struct am_input **out,
                                           struct am_problem *problem);
void am_input_free(struct am_input *in);

/* A window of at least `want` bytes where the file has that many left, else of what is left. The
 * window moves with the next call; AM_E_IO and AM_E_MALFORMED set the problem. */
AM_MUST_CHECK enum am_status am_input_window(struct am_input *in, size_t want,
                                             struct am_bytes *window, struct am_problem *problem);
/* Done with the first `len` bytes of the last window. */
void am_input_take(struct am_input *in, size_t len);
/* Bytes read of the file as it lies on disk. */
uint64_t am_input_done(const struct am_input *in);
/* Bytes not taken yet, as far as that is known without reading on. */
uint64_t am_input_left(const struct am_input *in);

#endif
