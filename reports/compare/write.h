/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A comparison for people and for programs (docs/compare-json.md). */
#ifndef AM_REPORTS_COMPARE_WRITE_H
#define AM_REPORTS_COMPARE_WRITE_H

#include "base/text.h"
#include "compare/compare.h"
#include "compare/judge.h"
#include "language.h"

/* Everything is borrowed. */
struct am_compared {
    const struct am_figures *before, *after; /* in the current dataset */
    const struct am_comparison *comparison;
    struct am_judgement judgement;
    const char *dataset, *older; /* versions; `older` NULL: none was given */
};

/* English sentences, to be said, of the bars that are set; NULL past the last. */
const char *am_bar_sentence(unsigned bars, size_t at);

AM_MUST_CHECK enum am_status am_compare_text(const struct am_compared *c, struct am_speech *s,
                                             struct am_text *out);
AM_MUST_CHECK enum am_status am_compare_json(const struct am_compared *c, struct am_text *out);

/* Hundredths of a percentage point; of AM_TOLD_EXTRACTION bytes for each device and hour. */
int64_t am_change_rounded(enum am_told_kind kind, double difference);

#endif
