/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One captured frame as a source hands it over. Views die with the call that handed them over. */
#ifndef AM_NET_FRAME_H
#define AM_NET_FRAME_H

#include "base/reader.h"

struct am_frame {
    struct am_bytes bytes;
    uint32_t wire_len; /* at least bytes.len */
    int link_type;     /* LINKTYPE_ value */
    int64_t time;      /* nanoseconds since the epoch */
};

/* A batch, so that the receiver can fetch what it will need ahead of time. */
#define AM_FRAMES_MAX 64
typedef void (*am_frames_fn)(void *ctx, const struct am_frame *frames, size_t count);

#endif
