/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The language of a report: sentences, plurals, numbers, dates.
 *
 * The report chooses its language, not the process: several are written in one run, on systems
 * without any locale, under any LC_ALL. gettext can do that only by changing the environment and a
 * counter inside the C library, so the catalogues that msgfmt makes are read here instead (GNU
 * gettext manual, 10.3), and number and date forms are a table of five rows.
 *
 * A sentence holds {1} to {9}; arguments are plain text, escaped later by the writer of the output.
 * No sentence of a catalogue is ever a printf format.
 *
 * What these functions return lives until am_speech_free. Memory is bounded by AM_SPEECH_MAX; past
 * it, or out of memory, they return "" and am_speech_status tells. */
#ifndef AM_REPORTS_LANGUAGE_H
#define AM_REPORTS_LANGUAGE_H

#include <stdint.h>

#include "base/status.h"
#include "rules/rules.h"

#define AM_SPEECH_MAX    (64u << 20)
#define AM_CATALOGUE_MAX (4u << 20)

struct am_speech;

/* `data_dir` as for am_data_dir; English needs no catalogue. */
AM_MUST_CHECK enum am_status am_speech_open(const char *data_dir, enum am_language language,
                                            struct am_speech **out, struct am_problem *problem);
void am_speech_free(struct am_speech *s);
enum am_language am_speech_language(const struct am_speech *s);
AM_MUST_CHECK enum am_status am_speech_status(const struct am_speech *s);

/* The sentence `texts[0]` in the language, with the texts after it (up to a NULL) in place of {1},
 * {2} ... */
const char *am_say_all(struct am_speech *s, const char *const *texts);
#define AM_SAY(s, ...) am_say_all((s), (const char *const[]){__VA_ARGS__, NULL})
/* Singular, plural, arguments: the form that `n` asks for. */
const char *am_say_count_all(struct am_speech *s, uint64_t n, const char *const *texts);
#define AM_SAY_COUNT(s, n, ...) am_say_count_all((s), (n), (const char *const[]){__VA_ARGS__, NULL})

const char *am_say_number(struct am_speech *s, uint64_t n); /* "12.400" */
/* "36,4 %"; never "0 %" for some nor "100 %" for less than all; "–" where there is no whole. */
const char *am_say_share(struct am_speech *s, uint64_t numerator, uint64_t denominator);
/* "+3,5", "−0,2", "0,0": `hundredths` rounded to tenths, away from zero. */
const char *am_say_change(struct am_speech *s, int64_t hundredths);
const char *am_say_bytes(struct am_speech *s, uint64_t bytes); /* "1,2 MB", decimal units */
/* Epoch seconds, always UTC: "24 de noviembre de 2026"; "14:05 UTC". */
const char *am_say_day(struct am_speech *s, int64_t time);
const char *am_say_clock(struct am_speech *s, int64_t time);
/* A date of the dataset, "2026-11-24", "2026-11" or "2026"; anything else comes back as it is. */
const char *am_say_date(struct am_speech *s, const char *date);

/* The name in this language of what carries one for each; English, then "", where it is missing. */
const char *am_say_own(const struct am_speech *s, const char *const names[AM_LANG_COUNT]);

/* The language of "es"; false for a code that is none of ours. */
bool am_language_find(const char *code, size_t len, enum am_language *out);

#endif
