/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The command line of `amarra web`, checked: what is off is told and ends the program, as argp
 * does. */
#ifndef AM_REPORTS_WEB_OPTIONS_H
#define AM_REPORTS_WEB_OPTIONS_H

#include "live/watched.h"
#include "web/server.h"

#define AM_WEB_PORT 8470

/* Texts are argv's. */
struct am_web_options {
    struct am_watched watched;
    struct am_web_listen listen;
    const char *title;
};

/* `out` is zeroed and filled, defaults included. */
void am_web_options_parse(int argc, char **argv, struct am_web_options *out);

#endif
