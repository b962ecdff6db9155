/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A file for each day: "office.db" becomes "office-2026-11-28.db", by the machine's own clock and
 * time zone; a second one of the same day "office-2026-11-28.2.db".
 *
 * A day that is over is closed by a process of its own, the keeper, so that no packet is lost
 * meanwhile. The keeper also closes what a crash left open, and removes days that are too old. It
 * is started before the sandbox is entered and enters one itself. */
#ifndef AM_SENSOR_DAYS_H
#define AM_SENSOR_DAYS_H

#include <limits.h>
#include <sys/types.h>

#include "base/knowledge.h"

/* The machine's day at an epoch second, as days since 1970-01-01. */
int32_t am_day_of(int64_t time);

/* The first name for that day that is free; LIMIT where it is too long or 99 are taken. */
AM_MUST_CHECK enum am_status am_day_path(const char *output, int32_t day, char out[PATH_MAX],
                                         struct am_problem *problem);

struct am_keeper {
    pid_t pid;
    int fd; /* to write to */
};

struct am_keeper_options {
    const char *output;                  /* as it was typed */
    am_knowledge_open_fn open_knowledge; /* anew for each day: the dataset may be a newer one */
    const struct am_knowledge_options *where;
    int keep_days; /* 0: for ever */
    /* Enters the sandbox, in the keeper. */
    enum am_status (*guard)(void *ctx, struct am_problem *problem);
    void *ctx;
};

/* Starts it; it first closes what was left open and removes what is too old. */
AM_MUST_CHECK enum am_status am_keeper_start(const struct am_keeper_options *options,
                                             struct am_keeper *out, struct am_problem *problem);
/* A day is over: its scan is closed, and old ones are looked for. False: the keeper is gone. */
bool am_keeper_close(struct am_keeper *k, const char *path);
/* Waits until all that it was told is done. False where something failed. */
bool am_keeper_end(struct am_keeper *k);

#endif
