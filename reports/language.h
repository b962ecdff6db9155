/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The language of a report: sentences, plurals, numbers, dates, lists, countries.
 *
 * The report chooses its language, not the process: several are written in one run, on systems
 * without any locale, under any LC_ALL. gettext can do that only by changing the environment and a
 * counter inside the C library, so the catalogues that msgfmt makes are read here instead (GNU
 * gettext manual, 10.3). How numbers and dates are written is ICU's (forms.h), opened once.
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
#include "zone.h"

#define AM_SPEECH_MAX    (64u << 20)
#define AM_CATALOGUE_MAX (4u << 20)

struct am_speech;

/* `data_dir` as for am_data_dir; English needs no catalogue. */
AM_MUST_CHECK enum am_status am_speech_open(const char *data_dir, enum am_language language,
                                            struct am_speech **out, struct am_problem *problem);
void am_speech_free(struct am_speech *s);
/* Takes back all that was said until now: for who speaks without end. */
void am_speech_forget(struct am_speech *s);
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
/* With at most 4 digits after the decimal sign, rounded half up: "0,25"; "–" for what is none. */
const char *am_say_decimal(struct am_speech *s, double value, unsigned digits);
/* "36,4 %"; never "0 %" for some nor "100 %" for less than all; "–" where there is no whole. */
const char *am_say_share(struct am_speech *s, uint64_t numerator, uint64_t denominator);
/* "+3,5", "−0,2", "0,0": `hundredths` rounded to tenths, away from zero. */
const char *am_say_change(struct am_speech *s, int64_t hundredths);
const char *am_say_percent(struct am_speech *s, unsigned percent); /* of whole ones: "25 %" */
const char *am_say_bytes(struct am_speech *s, uint64_t bytes);     /* "1,2 MB", decimal units */

/* Whose clock tells the times below; borrowed, NULL for UTC, which is also the state at first. */
void am_speech_set_zone(struct am_speech *s, const struct am_zone *zone);
const char *am_speech_zone(const struct am_speech *s); /* its name: "America/Montevideo" */
/* Epoch seconds, by that clock: "24 de noviembre de 2026"; "14:05 UTC−3". */
const char *am_say_day(struct am_speech *s, int64_t time);
const char *am_say_clock(struct am_speech *s, int64_t time);
const char *am_say_hour(struct am_speech *s, unsigned hour); /* 0 to 24: "8:00", "24:00" */
/* 0 Monday to 6 Sunday, as it stands alone: "lunes", "lun". */
const char *am_say_weekday(struct am_speech *s, unsigned weekday, bool short_form);
/* A date of the dataset, "2026-11-24", "2026-11" or "2026"; anything else comes back as it is. */
const char *am_say_date(struct am_speech *s, const char *date);

/* What divides whole ones from parts in a number: "," or ".". */
const char *am_say_point(struct am_speech *s);
/* "a, b y c", in the order given; "" for no item. Bytes that are no UTF-8 become U+FFFD. */
const char *am_say_list(struct am_speech *s, const char *const *items, size_t count);
/* The country of "uy" or "UY"; a code that is none comes back as it is. A name that the dataset has
 * goes before this one. */
const char *am_say_country(struct am_speech *s, const char *code);

/* The name of a corporation, a service, an alternative: its own, or in words of this language. */
#define AM_SAY_NAME(s, thing) am_say_name((s), (thing)->name, (thing)->names)
const char *am_say_name(const struct am_speech *s, const char *name,
                        const char *const names[AM_LANG_COUNT]);

/* The name in this language of what carries one for each; English, then "", where it is missing. */
const char *am_say_own(const struct am_speech *s, const char *const names[AM_LANG_COUNT]);

/* The language of "es"; false for a code that is none of ours. */
bool am_language_find(const char *code, size_t len, enum am_language *out);

/* Of whoever runs the program: LC_ALL, LC_MESSAGES, LANG, the first of them that begins with one of
 * ours ("pt_BR.UTF-8"); Spanish where none does. */
enum am_language am_language_of_system(void);

#endif
