/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a viewer and its sensor tell each other over a pair of sockets (SOCK_SEQPACKET), a message
 * each.
 *
 * To the sensor:   pause | go | speed N | until T | mark TEXT | mark | stop
 * To the viewer:   ready | at T STATE PACKETS      STATE: live, playing, paused
 *
 * T: epoch seconds of the capture's clock. `until` stops a replay before the first packet of that
 * time or later; 0 takes it back. A message that is none of these is passed over. Nobody waits:
 * what the other side has no room for is lost, and told anew a moment later. */
#ifndef AM_SENSOR_CONTROL_H
#define AM_SENSOR_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "scanner.h"

#define AM_CONTROL_MAX 512 /* bytes of a message */

enum am_control_word {
    AM_CONTROL_PAUSE,
    AM_CONTROL_GO,
    AM_CONTROL_SPEED, /* `number` */
    AM_CONTROL_UNTIL, /* `time` */
    AM_CONTROL_MARK,  /* `text`; "" ends the marker that runs */
    AM_CONTROL_STOP,
    AM_CONTROL_READY,
    AM_CONTROL_AT, /* `time`, `playing`, `count` */
    AM_CONTROL_WORDS
};

enum am_playing { AM_PLAYING_LIVE, AM_PLAYING_ON, AM_PLAYING_PAUSED };

struct am_control {
    enum am_control_word word;
    double number;
    int64_t time;
    enum am_playing playing;
    uint64_t count;
    char text[AM_MARKER_TEXT + 1]; /* whole characters of UTF-8, no controls */
};

enum am_heard { AM_HEARD_NOTHING, AM_HEARD, AM_HEARD_END };
/* The next message that came, without waiting; END once the other side is gone. */
enum am_heard am_control_take(int fd, struct am_control *out);
/* False where it could not be sent. */
bool am_control_send(int fd, const struct am_control *message);

#endif
