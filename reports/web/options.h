/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The command line of `amarra web`, checked: what is off is told and ends the program, as argp
 * does. */
#ifndef AM_REPORTS_WEB_OPTIONS_H
#define AM_REPORTS_WEB_OPTIONS_H

#include "asked.h"
#include "live/session.h"
#include "web/server.h"

#define AM_WEB_SENSOR_MAX 2048 /* arguments: files and their options */
#define AM_WEB_PORT       8470

/* Texts are argv's. */
struct am_web_options {
    const char *sensor[AM_WEB_SENSOR_MAX]; /* as of am_session_options */
    size_t sensor_len, files_len;
    const char *scan;   /* to follow; NULL: a sensor is started */
    const char *output; /* where the scan is kept; NULL: nowhere */
    const char *script, *data, *rules, *title;
    double speed;
    bool live, hands_free;
    enum am_language language;
    struct am_asked_options asked;
    struct am_web_listen listen;
};

/* `out` is zeroed and filled, defaults included. */
void am_web_options_parse(int argc, char **argv, struct am_web_options *out);

#endif
