/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sensor at work: reads its sources, flushes, turns the day, hears its viewer, until it is told
 * to end or its sources do. All it needs is open before it starts, and the sandbox entered. */
#ifndef AM_SENSOR_SENSOR_H
#define AM_SENSOR_SENSOR_H

#include "capture/mirror.h"
#include "capture/source.h"
#include "contacts/observer.h"
#include "contacts/tell.h"
#include "sensor/days.h"
#include "sensor/options.h"
#include "sensor/pace.h"

/* What packets come from; both NULL: the files of the options. */
struct am_sensor_source {
    struct am_live *live;
    struct am_mirror *mirror;
};

struct am_sensor {
    /* Borrowed, by who starts it. */
    const struct am_scan_options *options;
    struct am_sensor_source from;
    struct am_knowledge *knowledge;
    am_knowledge_open_fn open_knowledge;
    const struct am_knowledge_options *where;
    struct am_store_options into;              /* of the store; its path is `path` */
    char path[PATH_MAX];                       /* of the scan file that is being written */
    struct am_teller *teller;                  /* of lines for each flow; its files may be NULL */
    struct am_address own[AM_VANTAGE_OWN_MAX]; /* the sensor's own addresses, where it is live */
    size_t own_len;
    int control, service; /* sensor/control.h, sensor/service.h; -1: none */
    struct am_keeper keeper;
    /* Its own. */
    struct am_store *store;
    struct am_observer *observer;
    struct am_source_losses losses;
    struct am_pace pace;
    int32_t day;
    int64_t next_flush, next_told, next_service; /* monotonic milliseconds */
    int64_t skew;                                /* wall clock less monotonic, seconds */
    uint64_t clock_set;                          /* how often somebody set the clock */
    uint64_t files_done, files_whole;            /* bytes of capture files */
    int64_t started;                             /* monotonic milliseconds */
    bool stands;                                 /* the pace was seen to be paused */
    bool silence_told;
    bool flush_failed; /* said once, until it works again */
    bool progress;     /* a person watches: a line that tells how far it is */
};

/* Before files are made, so that neither SIGINT nor a full disk ends us there. */
void am_sensor_catch_signals(void);

/* Makes the scan file, runs, closes it; the exit code, unless a problem is set. */
int am_sensor_run(struct am_sensor *s, struct am_problem *problem);

#endif
