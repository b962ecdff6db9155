/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads untrusted bytes. The only module that moves a pointer over input.
 *
 * A reader remembers its first failure: later reads give zeroes and empty views, so a parser reads
 * a whole header and asks once. A view (struct am_bytes) borrows the input and dies with it.
 * `cut` marks bytes that went on past the snapshot length: running out of those is truncation,
 * running out of anything else is malformed input. */
#ifndef AM_BASE_READER_H
#define AM_BASE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct am_bytes {
    const uint8_t *at;
    size_t len;
};

/* Private: go through the functions below. */
struct am_reader {
    const uint8_t *cur;
    const uint8_t *end;
    enum am_status status;
    bool cut;
};

struct am_reader am_reader_over(struct am_bytes bytes, bool cut);

uint8_t am_read_u8(struct am_reader *r);
uint16_t am_read_be16(struct am_reader *r);
uint32_t am_read_be24(struct am_reader *r);
uint32_t am_read_be32(struct am_reader *r);
uint64_t am_read_be64(struct am_reader *r);
uint16_t am_read_le16(struct am_reader *r);
uint32_t am_read_le32(struct am_reader *r);
struct am_bytes am_read_bytes(struct am_reader *r, size_t len);
void am_read_skip(struct am_reader *r, size_t len);

/* What has not been read yet, as a view; empty after a failure. */
struct am_bytes am_reader_rest(const struct am_reader *r);

/* The byte `ahead` of the next one without reading it, or -1 where there is none. */
int am_reader_peek(const struct am_reader *r, size_t ahead);

/* Opens a child over the next `len` bytes, or over a block that starts with its own length. A block
 * that a cut capture ends inside of still opens, over what is there. */
struct am_reader am_open_block(struct am_reader *r, size_t len);
struct am_reader am_open_block8(struct am_reader *r);
struct am_reader am_open_block16(struct am_reader *r);
struct am_reader am_open_block24(struct am_reader *r);

/* Closes a child: its failure, or a byte it left unread, becomes the parent's. */
void am_close_block(struct am_reader *r, const struct am_reader *child);

/* More to read and nothing failed: the condition of every loop over input. */
bool am_reader_more(const struct am_reader *r);

/* Fails the reader for a rule of the protocol that the bytes break. */
void am_reader_reject(struct am_reader *r);

AM_MUST_CHECK enum am_status am_reader_status(const struct am_reader *r);

#endif
