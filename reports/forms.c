/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "forms.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#define PATTERN 128 /* UTF-16 units */

struct am_forms {
    UNumberFormatter *decimal[AM_FORM_DIGITS_MAX + 1];
    UNumberFormatter *whole_percent, *percent;
    UFormattedNumber *number; /* where the formatters above write */
    UPluralRules *plurals;
    UDateFormat *dates[AM_FORM_DATES];
    UListFormatter *list;
    ULocaleDisplayNames *countries;
};

/* What ICU is asked for each kind of date; the language orders and joins the parts. */
static const char *const skeletons[AM_FORM_DATES] = {
    [AM_FORM_DAY] = "yMMMMd",
    [AM_FORM_FIRST_DAY] = "yMMMMd",
    [AM_FORM_MONTH] = "yMMMM",
    [AM_FORM_CLOCK] = "Hm",
};

/* group-on-aligned: "1.240" in Spanish too, which CLDR would leave as "1240" (figures of one table
 * should look alike). sign-negative: no "-0". */
static const char *const number_skeletons[AM_FORM_DIGITS_MAX + 1] = {
    "precision-integer group-on-aligned rounding-mode-half-up sign-negative",
    ".0 group-on-aligned rounding-mode-half-up sign-negative",
    ".00 group-on-aligned rounding-mode-half-up sign-negative",
    ".000 group-on-aligned rounding-mode-half-up sign-negative",
    ".0000 group-on-aligned rounding-mode-half-up sign-negative",
};

static bool to_utf8(const UChar *text, int32_t len, char *out, size_t size, UErrorCode error)
{
    (void)u_strToUTF8(out, (int32_t)size, NULL, text, len, &error);
    bool ok = U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING;
    if (!ok)
        out[0] = '\0';
    return ok;
}

static UNumberFormatter *number_form(const char *locale, const char *skeleton, UErrorCode *error)
{
    UChar text[PATTERN];
    u_uastrncpy(text, skeleton, PATTERN);
    return unumf_openForSkeletonAndLocale(text, -1, locale, error);
}

/* The pattern with its "d" replaced by `first_day`. The first of a month has a form of its own in
 * two languages, which ICU does not know; in both, the day stands first. */
static int32_t put_first_day(const char *first_day, UChar *pattern, int32_t len, UErrorCode *error)
{
    UChar own[PATTERN];
    int32_t own_len = 0;
    if (U_FAILURE(*error) || len < 1 || pattern[0] != 'd' || pattern[1] == 'd')
        return len;
    own[0] = '\'';
    (void)u_strFromUTF8(own + 1, PATTERN - 2, &own_len, first_day, -1, error);
    if (U_FAILURE(*error) || own_len + 1 + len >= PATTERN) {
        *error = U_BUFFER_OVERFLOW_ERROR;
        return 0;
    }
    own[own_len + 1] = '\'';
    u_memcpy(own + own_len + 2, pattern + 1, len - 1);
    u_memcpy(pattern, own, own_len + 1 + len);
    return own_len + 1 + len;
}

/* UTC, and no Julian days before 1582: a struct am_local is turned into the same digits. */
static UDateFormat *date_form(const char *locale, const char *skeleton, const char *first_day,
                              UDateTimePatternGenerator *generator, UErrorCode *error)
{
    static const UChar utc[] = {'U', 'T', 'C'};
    UChar asked[16];
    UChar pattern[PATTERN];
    u_uastrncpy(asked, skeleton, 16);
    int32_t len = udatpg_getBestPattern(generator, asked, -1, pattern, PATTERN, error);
    if (first_day)
        len = put_first_day(first_day, pattern, len, error);
    UCalendar *calendar = ucal_open(utc, 3, locale, UCAL_GREGORIAN, error);
    ucal_setGregorianChange(calendar, -1e17, error);
    UDateFormat *form = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, utc, 3, pattern, len, error);
    if (U_SUCCESS(*error))
        udat_setCalendar(form, calendar);
    ucal_close(calendar);
    return form;
}

static void open_all(struct am_forms *f, const char *locale, const char *first_day,
                     UErrorCode *error)
{
    for (size_t i = 0; i <= AM_FORM_DIGITS_MAX; i++)
        f->decimal[i] = number_form(locale, number_skeletons[i], error);
    f->whole_percent = number_form(locale, "percent precision-integer", error);
    f->percent = number_form(locale, "percent .0", error);
    f->number = unumf_openResult(error);
    f->plurals = uplrules_open(locale, error);
    UDateTimePatternGenerator *generator = udatpg_open(locale, error);
    for (size_t i = 0; i < AM_FORM_DATES; i++)
        f->dates[i] = date_form(locale, skeletons[i], i == AM_FORM_FIRST_DAY ? first_day : NULL,
                                generator, error);
    udatpg_close(generator);
    f->list = ulistfmt_open(locale, error);
    f->countries = uldn_open(locale, ULDN_STANDARD_NAMES, error);
}

enum am_status am_forms_open(const char *locale, const char *first_day, struct am_forms **out,
                             struct am_problem *problem)
{
    UErrorCode error = U_ZERO_ERROR;
    struct am_forms *f = calloc(1, sizeof *f);
    if (!f)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    /* Where ICU lacks a language it takes that of the process without a word, so it is asked. */
    ures_close(ures_open(NULL, locale, &error));
    if (error == U_USING_DEFAULT_WARNING)
        error = U_MISSING_RESOURCE_ERROR;
    if (U_SUCCESS(error))
        open_all(f, locale, first_day, &error);
    if (U_FAILURE(error)) {
        am_forms_free(f);
        return am_problem_set(
            problem, error == U_MEMORY_ALLOCATION_ERROR ? AM_E_NO_MEMORY : AM_E_IO, NULL, 0,
            "the ICU library of this machine can't write the language '%s': %s", locale,
            u_errorName(error));
    }
    *out = f;
    return AM_OK;
}

void am_forms_free(struct am_forms *f)
{
    if (!f)
        return;
    for (size_t i = 0; i <= AM_FORM_DIGITS_MAX; i++)
        unumf_close(f->decimal[i]);
    unumf_close(f->whole_percent);
    unumf_close(f->percent);
    unumf_closeResult(f->number);
    uplrules_close(f->plurals);
    for (size_t i = 0; i < AM_FORM_DATES; i++)
        udat_close(f->dates[i]);
    ulistfmt_close(f->list);
    uldn_close(f->countries);
    free(f);
}

static bool told(const struct am_forms *f, char *out, UErrorCode error)
{
    UChar text[AM_FORM_SIZE];
    int32_t len = unumf_resultToString(f->number, text, AM_FORM_SIZE, &error);
    return to_utf8(text, len, out, AM_FORM_SIZE, error);
}

bool am_forms_number(const struct am_forms *f, uint64_t n, char out[AM_FORM_SIZE])
{
    UErrorCode error = U_ZERO_ERROR;
    char digits[24]; /* ICU's integers end at half of ours */
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
    unumf_formatDecimal(f->decimal[0], digits, len, f->number, &error);
    return told(f, out, error);
}

bool am_forms_decimal(const struct am_forms *f, double value, unsigned digits,
                      char out[AM_FORM_SIZE])
{
    UErrorCode error = isfinite(value) ? U_ZERO_ERROR : U_ILLEGAL_ARGUMENT_ERROR;
    if (digits > AM_FORM_DIGITS_MAX)
        digits = AM_FORM_DIGITS_MAX;
    unumf_formatDouble(f->decimal[digits], value, f->number, &error);
    return told(f, out, error);
}

bool am_forms_percent(const struct am_forms *f, double percent, bool whole, char out[AM_FORM_SIZE])
{
    UErrorCode error = U_ZERO_ERROR;
    unumf_formatDouble(whole ? f->whole_percent : f->percent, percent, f->number, &error);
    return told(f, out, error);
}

bool am_forms_is_one(const struct am_forms *f, uint64_t n)
{
    static const UChar one[] = {'o', 'n', 'e'};
    UErrorCode error = U_ZERO_ERROR;
    UChar keyword[16];
    int32_t len = uplrules_select(f->plurals, (double)n, keyword, 16, &error);
    return U_SUCCESS(error) ? len == 3 && u_memcmp(keyword, one, 3) == 0 : n == 1;
}

bool am_forms_date(const struct am_forms *f, enum am_form_date what, const struct am_local *l,
                   char out[AM_FORM_SIZE])
{
    UErrorCode error = U_ZERO_ERROR;
    UChar text[AM_FORM_SIZE];
    double minutes = (double)l->date * 1440 + l->hour * 60 + l->minute;
    if (what == AM_FORM_DAY && l->day == 1)
        what = AM_FORM_FIRST_DAY;
    int32_t len = udat_format(f->dates[what], minutes * 60000, text, AM_FORM_SIZE, NULL, &error);
    return to_utf8(text, len, out, AM_FORM_SIZE, error);
}

bool am_forms_weekday(const struct am_forms *f, unsigned weekday, bool short_form,
                      char out[AM_FORM_SIZE])
{
    UErrorCode error = weekday < 7 ? U_ZERO_ERROR : U_ILLEGAL_ARGUMENT_ERROR;
    UChar text[AM_FORM_SIZE];
    int32_t len = udat_getSymbols(
        f->dates[AM_FORM_DAY],
        short_form ? UDAT_STANDALONE_SHORT_WEEKDAYS : UDAT_STANDALONE_WEEKDAYS,
        (int32_t)((weekday + 1) % 7) + 1 /* ICU: 1 Sunday */, text, AM_FORM_SIZE, &error);
    return to_utf8(text, len, out, AM_FORM_SIZE, error);
}

bool am_forms_country(const struct am_forms *f, const char *code, char out[AM_FORM_SIZE])
{
    UErrorCode error = U_ZERO_ERROR;
    UChar text[AM_FORM_SIZE];
    char upper[3] = "";
    if (strlen(code) != 2)
        error = U_ILLEGAL_ARGUMENT_ERROR;
    for (size_t i = 0; i < 2 && U_SUCCESS(error); i++) {
        upper[i] = (char)(code[i] >= 'a' && code[i] <= 'z' ? code[i] - 'a' + 'A' : code[i]);
        if (upper[i] < 'A' || upper[i] > 'Z')
            error = U_ILLEGAL_ARGUMENT_ERROR;
    }
    int32_t len = uldn_regionDisplayName(f->countries, upper, text, AM_FORM_SIZE, &error);
    return to_utf8(text, len, out, AM_FORM_SIZE, error);
}

/* ICU's text of UTF-8 that may be none; what is wrong in it becomes U+FFFD. */
static size_t to_utf16(const char *text, size_t len, UChar *out, size_t size, UErrorCode *error)
{
    int32_t used = 0;
    (void)u_strFromUTF8WithSub(out, (int32_t)size, &used, text, (int32_t)len, 0xfffd, NULL, error);
    return U_SUCCESS(*error) ? (size_t)used : 0;
}

bool am_forms_list(const struct am_forms *f, const char *const *items, size_t count, char *out,
                   size_t size)
{
    UErrorCode error = U_ZERO_ERROR;
    bool ok = false;
    out[0] = '\0';
    /* No text has more UTF-16 units than bytes, and all of them are part of what `out` has to hold:
     * so `size` units are enough for the items, and as many again for the list. */
    UChar *units = size <= INT32_MAX ? calloc(2, size * sizeof *units) : NULL;
    const UChar **texts = calloc(count + 1, sizeof *texts);
    int32_t *lens = calloc(count + 1, sizeof *lens);
    if (units && texts && lens) {
        size_t at = 0;
        for (size_t i = 0; i < count && U_SUCCESS(error); i++) {
            size_t len = strlen(items[i]);
            if (len > size - at)
                error = U_BUFFER_OVERFLOW_ERROR;
            texts[i] = units + at;
            lens[i] = (int32_t)to_utf16(items[i], len, units + at, size - at, &error);
            at += (size_t)lens[i];
        }
        int32_t len = ulistfmt_format(f->list, texts, lens, (int32_t)count, units + size,
                                      (int32_t)size, &error);
        ok = to_utf8(units + size, len, out, size, error);
    }
    free(units);
    free(texts);
    free(lens);
    return ok;
}
