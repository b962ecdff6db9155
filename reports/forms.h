/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How a language writes numbers, dates, lists and countries, by ICU (CLDR). The only file that
 * meets ICU; language.h is what reports use.
 *
 * Each function writes zero-terminated UTF-8 and tells whether it could; where it could not, `out`
 * is "". Nothing here depends on the locale or the zone of the process: every formatter is opened
 * for its language, and dates are told as numbers. */
#ifndef AM_REPORTS_FORMS_H
#define AM_REPORTS_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "zone.h"

#define AM_FORM_SIZE       256 /* bytes of any one number, date or name */
#define AM_FORM_DIGITS_MAX 4   /* after the decimal sign */

struct am_forms;

enum am_form_date { AM_FORM_DAY, AM_FORM_FIRST_DAY, AM_FORM_MONTH, AM_FORM_CLOCK, AM_FORM_DATES };

/* `locale` as ICU names it. `first_day` is how the first of a month is written ("1er"), or NULL. */
AM_MUST_CHECK enum am_status am_forms_open(const char *locale, const char *first_day,
                                           struct am_forms **out, struct am_problem *problem);
void am_forms_free(struct am_forms *f);

bool am_forms_number(const struct am_forms *f, uint64_t n, char out[AM_FORM_SIZE]);
/* Rounded half away from zero; false for what is no number. */
bool am_forms_decimal(const struct am_forms *f, double value, unsigned digits,
                      char out[AM_FORM_SIZE]);
/* `percent` of a hundred, with a digit after the decimal sign or none. */
bool am_forms_percent(const struct am_forms *f, double percent, bool whole, char out[AM_FORM_SIZE]);
/* The singular? CLDR's other classes ("many" of a million) share the plural of our catalogues. */
bool am_forms_is_one(const struct am_forms *f, uint64_t n);

bool am_forms_date(const struct am_forms *f, enum am_form_date what, const struct am_local *l,
                   char out[AM_FORM_SIZE]);
/* 0 Monday .. 6 Sunday */
bool am_forms_weekday(const struct am_forms *f, unsigned weekday, bool short_form,
                      char out[AM_FORM_SIZE]);
/* Of two letters, either case. */
bool am_forms_country(const struct am_forms *f, const char *code, char out[AM_FORM_SIZE]);
/* `items` as a list. The caller's `out` has room for `size` bytes; false where that is too little.
 */
bool am_forms_list(const struct am_forms *f, const char *const *items, size_t count, char *out,
                   size_t size);

#endif
