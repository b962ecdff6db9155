/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A scan that is watched while it is made: by a sensor of our own, which is a process apart, or by
 * one that runs as a service. The terminal and the page are two faces of one session.
 *
 * The sensor captures and parses and may do nothing else (scanner/guard); this side reads the file
 * that it writes, and tells it when to pause, how fast to play and what to mark. */
#ifndef AM_REPORTS_SESSION_H
#define AM_REPORTS_SESSION_H

#include "language.h"
#include "live/script.h"
#include "live/view.h"

struct am_session_options {
    /* Arguments of `amarra scan` as they would be typed, without -o; count 0: the scan file `path`
     * is written by another. */
    const char *const *sensor;
    size_t sensor_len;
    const char *path;   /* of the scan file; NULL: one that is removed at the end */
    const char *script; /* of scenes (script.h); NULL: none */
    bool replay;        /* capture files are played by their own clock, `speed` times as fast */
    double speed;       /* between scenes; 0: AM_SESSION_SPEED */
    bool to_scene;      /* to the first scene as fast as can be read: nobody comes for the night */
    bool hands_free;    /* scenes go on by themselves */
    enum am_language language;
    struct am_rules *rules; /* borrowed, as all here */
    const struct am_ask *ask;
};
#define AM_SESSION_SPEED 60.0

enum am_stage {
    AM_STAGE_WAITING, /* no packet yet */
    AM_STAGE_RUNNING,
    AM_STAGE_PAUSED,
    AM_STAGE_ASKING,    /* a scene stands before its start: what does the group guess? */
    AM_STAGE_SCENE,     /* it is played */
    AM_STAGE_REVEALING, /* it has been: who was it? */
    AM_STAGE_ENDED,     /* the scan is closed; figures are final */
};

/* What the screens show, besides the view. Texts live until the next poll. */
struct am_session_state {
    enum am_stage stage;
    bool replay, follows; /* follows: another writes the scan; it can't be told anything */
    bool provisional;     /* not closed yet */
    int64_t clock;        /* of the capture, epoch seconds; 0: not known */
    double speed;
    const struct am_scene *scene;        /* of ASKING, SCENE, REVEALING */
    size_t scene_number, scene_count;    /* from 1 */
    int guess;                           /* -1: none */
    const struct am_marker_line *marker; /* the one that runs, or is revealed; NULL: none */
    const char *message; /* the sensor's last line, or what is wrong; "" none; untrusted */
    uint64_t revision;   /* grows whenever anything here or in the view has changed */
};

enum am_act {
    AM_ACT_PAUSE,  /* or go on */
    AM_ACT_GO_ON,  /* from asking to playing, from the reveal on; else nothing */
    AM_ACT_NEXT,   /* play on to the next scene at once */
    AM_ACT_GUESS,  /* `text`: a number; then the scene is played */
    AM_ACT_MARK,   /* `text`; "" ends the marker that runs */
    AM_ACT_FASTER, /* twice, half */
    AM_ACT_SLOWER,
    AM_ACT_STOP, /* end the scan and close it */
};

struct am_session;

AM_MUST_CHECK enum am_status am_session_open(const struct am_session_options *options,
                                             struct am_session **out, struct am_problem *problem);
/* Ends the sensor, closes the scan, removes it where it was not to be kept. */
void am_session_free(struct am_session *s);

/* Waits up to `timeout_ms` for news of the sensor, and reads the scan again when that is due: once
 * a second, or less often so that reading takes a tenth of the time at most. A reading that fails
 * is told in `message`. */
void am_session_poll(struct am_session *s, int timeout_ms);
/* To wait for together with others; -1: none. */
int am_session_descriptor(const struct am_session *s);

const struct am_session_state *am_session_state(const struct am_session *s);
const struct am_view *am_session_view(const struct am_session *s);
const char *am_session_path(const struct am_session *s); /* of the scan file */

/* USAGE where it can't be done now (the problem says why): a screen shows that as a message. */
AM_MUST_CHECK enum am_status am_session_do(struct am_session *s, enum am_act act, const char *text,
                                           struct am_problem *problem);

#endif
