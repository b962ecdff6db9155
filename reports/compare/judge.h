/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether two scans can be compared at all: both saw an office from the same kind of place, for
 * about as long, one after the other. */
#ifndef AM_REPORTS_COMPARE_JUDGE_H
#define AM_REPORTS_COMPARE_JUDGE_H

#include "indicators/figures.h"

/* Why two scans can't be compared, and what makes a comparison doubtful. */
enum am_bar {
    AM_BAR_SAME_FILE = 1,
    AM_BAR_OVERLAP = 2,
    AM_BAR_PROVISIONAL = 4,
    AM_BAR_VANTAGE = 8,
    AM_BAR_LENGTH = 16,
    AM_BAR_EMPTY = 32 /* no contact in one of them */
};
#define AM_BARS 6
enum am_doubt {
    AM_DOUBT_DATASET = 1, /* another one decided what was stored */
    AM_DOUBT_DEVICES = 2,
    AM_DOUBT_COVERAGE = 4,
    AM_DOUBT_WEEKDAYS = 8,
    AM_DOUBT_VANTAGE = 16, /* one of them does not tell */
    AM_DOUBT_ORDER = 32    /* the one called "before" is the later one */
};
#define AM_DOUBTS 6
struct am_judgement {
    unsigned bars, doubts;
};
struct am_judgement am_compare_judge(const struct am_figures *before,
                                     const struct am_figures *after, bool same_file);

#endif
