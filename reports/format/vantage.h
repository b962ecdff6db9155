/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the scanner found of its own place (counters "vantage.NAME", docs/counters.md), in words
 * that tell what to change. */
#ifndef AM_REPORTS_VANTAGE_H
#define AM_REPORTS_VANTAGE_H

#include "format/format.h"

#define AM_VANTAGE_TOLD_MAX 3 /* sentences of the first page */

/* Whether a counter is a verdict ("one-device"), which is 0 or 1, or else a figure. */
bool am_vantage_is_verdict(const char *name);
/* The verdicts, worst first; NULL past the last. */
const char *am_vantage_verdict(size_t at);
bool am_vantage_holds(const struct am_figures *f, const char *verdict);

/* The worst verdicts that ask for a change. Returns how many; 0 also where the scan does not tell.
 */
size_t am_vantage_asking(const struct am_figures *f, const char *out[AM_VANTAGE_TOLD_MAX]);
/* What one of those asks for. */
const char *am_vantage_sentence(struct am_speech *s, const struct am_figures *f,
                                const char *verdict);
/* Both in one. */
size_t am_vantage_sentences(struct am_speech *s, const struct am_figures *f,
                            const char *out[AM_VANTAGE_TOLD_MAX]);

/* Figures with their wholes, in the order in which they are read. */
struct am_vantage_row {
    const char *text;              /* English sentence */
    const uint64_t *value, *whole; /* NULL: not told; a whole may be missing */
};
#define AM_VANTAGE_ROWS 7
/* Only those that the scan tells. */
size_t am_vantage_rows(const struct am_figures *f, struct am_vantage_row out[AM_VANTAGE_ROWS]);

#endif
