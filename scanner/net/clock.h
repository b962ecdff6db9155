/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The time that frames tell, and how far it is believed.
 *
 * A damaged record must not end every flow, nor move a scan's end by decades: a jump of more than a
 * day, forward or back, counts once the frame before or after agrees; a frame alone with its time
 * is taken to belong to the time before it, and counted. Smaller steps are taken as they come. */
#ifndef AM_NET_CLOCK_H
#define AM_NET_CLOCK_H

#include "net/frame.h"

#define AM_CLOCK_JUMP_NS (86400 * 1000000000ll)

/* Nanoseconds. Zero-initialised is a clock that has seen no frame. */
struct am_clock {
    int64_t now;         /* of the last frame that was believed */
    int64_t first, last; /* of all that were; 0: none */
    int64_t doubted;     /* of the last frame, believed or not */
    uint64_t odd;        /* frames that were not believed */
    bool started;
};

static inline bool am_clock_agree(int64_t a, int64_t b)
{
    return a - b <= AM_CLOCK_JUMP_NS && b - a <= AM_CLOCK_JUMP_NS;
}

/* The time of frames[0]; `count` is how many frames can be seen from it on, at least 1. */
static inline int64_t am_clock_tell(struct am_clock *c, const struct am_frame *frames, size_t count)
{
    int64_t time = frames[0].time;
    if (!c->started) { /* the first may itself be the odd one out */
        bool odd = count > 2 && !am_clock_agree(time, frames[1].time) &&
                   am_clock_agree(frames[1].time, frames[2].time);
        c->now = c->doubted = frames[odd].time;
        c->started = true;
    }
    if (am_clock_agree(time, c->now) || am_clock_agree(time, c->doubted) ||
        (count > 1 && am_clock_agree(time, frames[1].time)))
        c->now = time;
    else
        c->odd++;
    c->doubted = time;
    if (c->first == 0 || c->now < c->first)
        c->first = c->now;
    if (c->now > c->last)
        c->last = c->now;
    return c->now;
}

#endif
