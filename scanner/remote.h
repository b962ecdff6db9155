/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A sensor as a process of its own, for those who watch what it writes: started, told what to do,
 * heard. What passes between the two is in sensor/control.h.
 *
 * The viewer never parses a packet and the sensor never answers the network: whatever a packet may
 * do to the one, the other is not reached. */
#ifndef AM_REMOTE_H
#define AM_REMOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/knowledge.h"
#include "base/status.h"

#define AM_REMOTE_SAID 512 /* bytes of what a sensor said last */

enum am_remote_state {
    AM_REMOTE_STARTING,
    AM_REMOTE_WATCHING, /* a network */
    AM_REMOTE_PLAYING,  /* files, by their own clock */
    AM_REMOTE_PAUSED,
    AM_REMOTE_ENDED, /* the scan is closed, unless `code` tells that it could not be */
};

struct am_remote_news {
    enum am_remote_state state;
    int64_t clock; /* the capture's, epoch seconds; 0: none yet */
    uint64_t packets;
    int code;                  /* exit code, of ENDED */
    char said[AM_REMOTE_SAID]; /* its last line on standard error, inert; "" none */
};

struct am_remote;

/* `arguments` are those of `amarra scan` (argv[0] aside). Returns once the sensor is at work; where
 * it could not be, the problem says what it said. */
AM_MUST_CHECK enum am_status am_remote_start(const char *const *arguments, size_t count,
                                             am_knowledge_open_fn open_knowledge,
                                             struct am_remote **out, struct am_problem *problem);
/* Stops it where it still runs, and waits until its scan is closed. Accepts NULL. */
void am_remote_free(struct am_remote *r);

/* Waits up to `timeout_ms`. True: something is new. */
bool am_remote_hear(struct am_remote *r, int timeout_ms);
const struct am_remote_news *am_remote_news(const struct am_remote *r);
/* To wait for together with others; -1 once it has ended. */
int am_remote_descriptor(const struct am_remote *r);

/* False where it does not listen any more. */
bool am_remote_pause(struct am_remote *r);
bool am_remote_go(struct am_remote *r);
bool am_remote_set_speed(struct am_remote *r, double speed); /* 0: as fast as can be read */
/* Pauses before the first packet of that time or later; 0: never. */
bool am_remote_set_until(struct am_remote *r, int64_t time);
bool am_remote_mark(struct am_remote *r, const char *text); /* "" ends the marker that runs */
bool am_remote_stop(struct am_remote *r);                   /* ends and closes the scan */

#endif
