/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is watched, and how, as it is typed: one set of options for the terminal, the page and the
 * demo. Most are handed on to the sensor, which judges them. */
#ifndef AM_REPORTS_WATCHED_H
#define AM_REPORTS_WATCHED_H

#include "asked.h"
#include "live/session.h"

#define AM_WATCHED_MAX 4000 /* arguments of the sensor: files and their options */

struct am_watched {
    /* As typed; texts are argv's. Zeroed by the caller but for `language`. */
    const char *sensor[AM_WATCHED_MAX];
    size_t sensor_len, files;
    const char *source; /* shown: "eth0", "office.pcap" */
    const char *scan;   /* another writes it; NULL: a sensor is started */
    const char *output; /* where the scan is kept; NULL: nowhere */
    const char *script, *data, *rules_file;
    double speed;
    bool live, agreed, hands_free, to_scene;
    enum am_language language;
    struct am_asked_options asked_options;
    /* Once open. */
    struct am_rules *rules;
    struct am_asked asked;
};

/* For argp's children; the parent gives an am_watched as its input. It takes all arguments. */
extern const struct argp am_watched_argp;
#define AM_WATCHED_ARGUMENTS "-i NAME\n-r FILE...\nSCAN.db"

/* Opens what is known, and asks whether the organization agreed where a network is watched. Both
 * `w` and what `out` borrows from it are for am_watched_done, whatever is returned. */
AM_MUST_CHECK enum am_status am_watched_open(struct am_watched *w, struct am_session_options *out,
                                             struct am_problem *problem);
void am_watched_done(struct am_watched *w);

#endif
