/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes that come by their offset, in any order and more than once: QUIC's CRYPTO frames (RFC 9000,
 * 19.6), DTLS's handshake fragments (RFC 9147, 5.5).
 *
 * Overlaps keep the bytes that came first. Bounds: AM_PIECES_MAX bytes and AM_PIECES_RUNS runs
 * apart from each other; what is beyond is refused. O(runs) and one copy a piece. */
#ifndef AM_PROTO_PIECES_H
#define AM_PROTO_PIECES_H

#include "base/reader.h"

#define AM_PIECES_MAX  (16u << 10)
#define AM_PIECES_RUNS 32

/* Zero-initialised is empty. Private but through the functions. */
struct am_pieces {
    uint8_t *at;
    uint32_t room, runs_len;
    struct am_pieces_run {
        uint32_t start, end;
    } runs[AM_PIECES_RUNS]; /* sorted, never touching */
};

void am_pieces_done(struct am_pieces *p);
/* False where it finds no room: the piece is left out, what was there stays. */
bool am_pieces_add(struct am_pieces *p, uint64_t offset, struct am_bytes piece);
/* What has come without a gap from offset 0 on; borrows until the next call. */
struct am_bytes am_pieces_front(const struct am_pieces *p);

#endif
