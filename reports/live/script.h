/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The script with which a day is played before a group: scenes, each a stretch of the capture and
 * one sentence that says what is done then. office.json is the one of the bundled day; trainers
 * write their own, so a problem tells file and line.
 *
 *   {"capture": "office.pcap", "timezone": "America/Montevideo", "seconds": 20, "scenes": [
 *     {"at": "09:45", "until": "09:47", "text": {"es": "Ahora abrimos el diario."},
 *      "after": {"es": "Pedimos una sola página."}}]}
 *
 * Needed are the scenes, and of each all but `after`. Times are of the office's clock, in order. */
#ifndef AM_REPORTS_SCRIPT_H
#define AM_REPORTS_SCRIPT_H

#include "base/reader.h"
#include "rules/rules.h"
#include "zone.h"

#define AM_SCRIPT_FILE_MAX     ((size_t)1 << 20)
#define AM_SCRIPT_SCENES_MAX   64
#define AM_SCRIPT_TEXT_MAX     90 /* columns: a line of a projector */
#define AM_SCRIPT_AFTER_MAX    160
#define AM_SCRIPT_SECONDS      20 /* unless told */
#define AM_SCRIPT_SECONDS_MAX  600
#define AM_SCRIPT_CAPTURE_SIZE 256

struct json_t;

/* A language that the script lacks has the text in English, else in the first one it is told in. */
struct am_scene {
    int64_t from, until; /* epoch seconds, `until` no longer of it */
    const char *text[AM_LANG_COUNT];
    const char *after[AM_LANG_COUNT]; /* what to talk about once it is seen; all NULL: nothing */
};

struct am_script {
    char capture[AM_SCRIPT_CAPTURE_SIZE]; /* a file beside the script; "": it names none */
    struct am_zone *zone;                 /* the office's clock; the machine's where none is told */
    unsigned seconds;                     /* how long a scene lasts when played */
    struct am_scene *scenes;              /* in order, none within another */
    size_t len;
    struct json_t *texts; /* owns what the scenes say */
};

/* `first_packet`, in epoch seconds, tells the day: a scene that would be over by then is of the
 * next one. `out` is for am_script_done, and untouched on failure. */
AM_MUST_CHECK enum am_status am_script_load(const char *path, int64_t first_packet,
                                            struct am_script *out, struct am_problem *problem);
/* The same of its bytes; `file` is for messages. */
AM_MUST_CHECK enum am_status am_script_parse(struct am_bytes text, const char *file,
                                             int64_t first_packet, struct am_script *out,
                                             struct am_problem *problem);
void am_script_done(struct am_script *s);

#endif
