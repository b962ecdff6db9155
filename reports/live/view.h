/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a screen shows of a scan that is being written: the report's own figures, made anew at every
 * reading, and what they can't tell by themselves: what is new since the reading before, and how
 * the whole has grown. Nothing is counted here that a report counts.
 *
 * Cost of a reading: that of a report's figures, O(contacts of the scan). Memory: one set of
 * figures, AM_NEWS_MAX names twice, AM_HISTORY_MAX points, 32 bytes for each name seen. */
#ifndef AM_REPORTS_VIEW_H
#define AM_REPORTS_VIEW_H

#include "indicators/figures.h"

#define AM_NEWS_MAX    64
#define AM_HISTORY_MAX 512

/* A name that was contacted since the reading before; or a network, where there is no name. */
struct am_news {
    uint64_t number;         /* counts up by one from 1: what a screen has shown already */
    int64_t time;            /* of the capture's clock, when it was read */
    char name[AM_NAME_SIZE]; /* "" none; untrusted, valid as a domain name */
    bool unlisted;           /* had a name that is not told */
    bool first;              /* nobody had contacted it before in this scan */
    struct am_attribution service;
    const struct am_corporation *host; /* parent, NULL: not known */
    enum am_evidence evidence;
    enum am_blindness blindness;
    char network[AM_AS_NAME_SIZE]; /* AS name of the address; untrusted, "" unknown */
};

/* How much there was at a time of the capture's clock. */
struct am_history_point {
    int64_t time;
    uint64_t contacts, bytes;
};

struct am_view;

/* Both are borrowed. */
AM_MUST_CHECK enum am_status am_view_new(struct am_rules *rules, const struct am_ask *ask,
                                         struct am_view **out, struct am_problem *problem);
void am_view_free(struct am_view *v);

/* Reads the scan file as it stands. On failure the view stays as it was. `clock` is the capture's,
 * where it is known better than by the last packet that was flushed; else 0. */
AM_MUST_CHECK enum am_status am_view_read(struct am_view *v, const char *path, int64_t clock,
                                          struct am_problem *problem);

/* NULL before the first reading. All until the next one. */
struct am_figures *am_view_figures(const struct am_view *v);
/* Newest first; how many there are. */
size_t am_view_news(const struct am_view *v, const struct am_news **out);
/* Oldest first; at most AM_HISTORY_MAX, thinned out as it grows. */
size_t am_view_history(const struct am_view *v, const struct am_history_point **out);
/* How many contacts of a corporation, in either ledger, the last reading added. */
uint64_t am_view_growth(const struct am_view *v, const struct am_corporation *corporation);

#endif
