/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Plays a capture by its own clock: frames are handed on when their time has come, `speed` times as
 * fast as they were captured.
 *
 * A quiet stretch that would take more than AM_PACE_QUIET_MS is cut short. Stops before the first
 * frame of `until` or later. Memory: none but its own. */
#ifndef AM_SENSOR_PACE_H
#define AM_SENSOR_PACE_H

#include <stdbool.h>

#include "net/frame.h"

#define AM_PACE_QUIET_MS 5000

struct am_pace {
    am_frames_fn fn; /* who takes the frames */
    void *ctx;
    /* Passes so many milliseconds, at least 1, with what else there is to do, such as hearing that
     * the speed is another. False: nothing more is to be handed on. */
    bool (*wait)(void *ctx, int ms);
    void *wait_ctx;
    double speed; /* 0: as fast as can be read */
    /* its own */
    bool started, paused;
    int64_t until;         /* nanoseconds of the capture; 0: none */
    int64_t since, played; /* monotonic nanoseconds, and the capture's time then */
};

/* An am_frames_fn; `ctx` is the pace. */
void am_pace_take(void *ctx, const struct am_frame *frames, size_t count);
/* The capture's time now, nanoseconds; 0 before the first frame. */
int64_t am_pace_clock(const struct am_pace *p);

void am_pace_pause(struct am_pace *p);
void am_pace_go(struct am_pace *p);
void am_pace_set_speed(struct am_pace *p, double speed);
void am_pace_set_until(struct am_pace *p, int64_t until);

#endif
