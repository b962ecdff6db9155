/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The command line of `amarra scan`, checked: what is off is told and ends the program, as argp
 * does. */
#ifndef AM_SENSOR_OPTIONS_H
#define AM_SENSOR_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "capture/mirror.h"
#include "net/locality.h"

#define AM_SCAN_FILES_MAX      10000
#define AM_SCAN_INTERFACES_MAX 32

/* Texts are argv's. */
struct am_scan_options {
    const char *files[AM_SCAN_FILES_MAX];
    size_t files_len;
    const char *interfaces[AM_SCAN_INTERFACES_MAX];
    size_t interfaces_len;
    struct am_mirror_port mirrors[AM_MIRRORS_MAX];
    size_t mirrors_len;
    const char *output, *filter, *flows, *answers, *data, *mmdb, *rules;
    const char *user;
    long seconds, flush, snaplen, buffer_mib, fold_below, max_flows, max_mib, keep_days;
    int control;  /* a viewer's socket (sensor/control.h); -1: none */
    double speed; /* of files: times as fast as they were captured; 0: as fast as can be read */
    bool no_promiscuous, addresses, keep_names, overwrite, quiet, daily, agreed;
    struct am_locality locality;
};

/* `out` is zeroed and filled, defaults included. */
void am_scan_options_parse(int argc, char **argv, struct am_scan_options *out);

#endif
