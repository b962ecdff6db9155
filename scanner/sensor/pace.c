/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/pace.h"

#include "base/monotonic.h"

#define SECOND_NS 1000000000ll
#define WAIT_MS   50 /* at most, so that a key that was pressed is not waited for */

int64_t am_pace_clock(const struct am_pace *p)
{
    if (!p->started || p->paused || p->speed <= 0)
        return p->played;
    double passed = (double)(am_monotonic_ns() - p->since) * p->speed;
    int64_t clock = passed < 9e18 - (double)p->played ? p->played + (int64_t)passed : INT64_MAX;
    return p->until != 0 && clock > p->until ? p->until : clock;
}

/* From here on by a new pace. */
static void rebase(struct am_pace *p, int64_t clock)
{
    p->played = clock;
    p->since = am_monotonic_ns();
}

void am_pace_pause(struct am_pace *p)
{
    rebase(p, am_pace_clock(p));
    p->paused = true;
}

void am_pace_go(struct am_pace *p)
{
    rebase(p, am_pace_clock(p));
    p->paused = false;
}

void am_pace_set_speed(struct am_pace *p, double speed)
{
    rebase(p, am_pace_clock(p));
    p->speed = speed;
}

void am_pace_set_until(struct am_pace *p, int64_t until)
{
    rebase(p, am_pace_clock(p));
    p->until = until;
}

/* Milliseconds until a frame of `time` may be handed on; 0: now. */
static int to_wait(struct am_pace *p, int64_t time)
{
    if (p->until != 0 && time >= p->until && !p->paused &&
        (p->speed <= 0 || am_pace_clock(p) >= p->until)) {
        rebase(p, p->until);
        p->paused = true;
    }
    if (p->paused)
        return WAIT_MS;
    if (p->speed <= 0) {
        p->played = time;
        return 0;
    }
    int64_t clock = am_pace_clock(p);
    if (time <= clock)
        return 0;
    double ms = (double)(time - clock) / p->speed / 1e6;
    if (ms > AM_PACE_QUIET_MS && (p->until == 0 || time < p->until))
        rebase(p, time - (int64_t)(AM_PACE_QUIET_MS * 1e6 / 4 * p->speed));
    return ms > WAIT_MS ? WAIT_MS : ms < 1 ? 1 : (int)ms;
}

void am_pace_take(void *ctx, const struct am_frame *frames, size_t count)
{
    struct am_pace *p = ctx;
    size_t done = 0;
    if (!p->started && count > 0) {
        p->started = true;
        rebase(p, frames[0].time);
    }
    for (size_t i = 0; i < count; i++) {
        int ms = to_wait(p, frames[i].time);
        if (ms > 0 && i > done) {
            p->fn(p->ctx, frames + done, i - done);
            done = i;
        }
        while (ms > 0) {
            if (!p->wait(p->wait_ctx, ms))
                return;
            ms = to_wait(p, frames[i].time);
        }
    }
    if (count > done)
        p->fn(p->ctx, frames + done, count - done);
}
