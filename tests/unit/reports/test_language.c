/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>

#include "language.h"
#include "text.h"

static struct am_speech *speech_in(enum am_language language)
{
    struct am_speech *s = NULL;
    struct am_problem problem = {0};
    enum am_status status = am_speech_open(NULL, language, &s, &problem);
    if (status != AM_OK)
        (void)am_problem_print(&problem);
    assert_int_equal(status, AM_OK);
    return s;
}

#define NB  "\xc2\xa0"
#define NNB "\xe2\x80\xaf"

static void writes_numbers_as_each_language_does(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        const char *thousand, *million, *share, *bytes, *decimal;
    } cases[] = {
        {AM_LANG_EN, "1,234", "1,234,567", "36.4%", "1.2" NB "MB", "1,234.57"},
        {AM_LANG_ES, "1.234", "1.234.567", "36,4" NB "%", "1,2" NB "MB", "1.234,57"},
        {AM_LANG_PT, "1.234", "1.234.567", "36,4%", "1,2" NB "MB", "1.234,57"},
        {AM_LANG_FR, "1" NNB "234", "1" NNB "234" NNB "567", "36,4" NB "%", "1,2" NB "Mo",
         "1" NNB "234,57"},
        {AM_LANG_DE, "1.234", "1.234.567", "36,4" NB "%", "1,2" NB "MB", "1.234,57"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_speech *s = speech_in(cases[i].language);
        assert_string_equal(am_say_number(s, 1234), cases[i].thousand);
        assert_string_equal(am_say_number(s, 1234567), cases[i].million);
        assert_string_equal(am_say_share(s, 364, 1000), cases[i].share);
        assert_string_equal(am_say_bytes(s, 1234567), cases[i].bytes);
        assert_string_equal(am_say_decimal(s, 1234.565, 2), cases[i].decimal);
        am_speech_free(s);
    }
}

static void a_share_never_claims_all_or_nothing_falsely(void **state)
{
    (void)state;
    static const struct {
        uint64_t numerator, denominator;
        const char *text;
    } cases[] = {
        {0, 10, "0%"},
        {10, 10, "100%"},
        {1, 3, "33.3%"},
        {2, 3, "66.7%"},
        {1, 100000, "<" NB "0.1%"},
        {99999, 100000, ">" NB "99.9%"},
        {5, 0, "–"},
        {UINT64_MAX / 2, UINT64_MAX, "50.0%"},
    };
    struct am_speech *s = speech_in(AM_LANG_EN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(am_say_share(s, cases[i].numerator, cases[i].denominator),
                            cases[i].text);
    am_speech_free(s);
}

static void bytes_keep_about_three_digits(void **state)
{
    (void)state;
    static const struct {
        uint64_t bytes;
        const char *text;
    } cases[] = {
        {0, "0" NB "B"},         {999, "999" NB "B"},          {1000, "1.0" NB "kB"},
        {99949, "99.9" NB "kB"}, {99950, "100" NB "kB"},       {999499, "999" NB "kB"},
        {999500, "1.0" NB "MB"}, {5200000000u, "5.2" NB "GB"}, {UINT64_MAX, "18,447" NB "PB"},
    };
    struct am_speech *s = speech_in(AM_LANG_EN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(am_say_bytes(s, cases[i].bytes), cases[i].text);
    am_speech_free(s);
}

static void writes_dates_as_each_language_does(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        const char *day, *first, *month;
    } cases[] = {
        {AM_LANG_EN, "24 November 2026", "1 March 2026", "March 2026"},
        {AM_LANG_ES, "24 de noviembre de 2026", "1 de marzo de 2026", "marzo de 2026"},
        {AM_LANG_PT, "24 de novembro de 2026", "1º de março de 2026", "março de 2026"},
        {AM_LANG_FR, "24 novembre 2026", "1er mars 2026", "mars 2026"},
        {AM_LANG_DE, "24. November 2026", "1. März 2026", "März 2026"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_speech *s = speech_in(cases[i].language);
        assert_string_equal(am_say_day(s, 1795521600), cases[i].day);
        assert_string_equal(am_say_date(s, "2026-11-24"), cases[i].day);
        assert_string_equal(am_say_date(s, "2026-03-01"), cases[i].first);
        assert_string_equal(am_say_date(s, "2026-03"), cases[i].month);
        assert_string_equal(am_say_clock(s, 1795521600 - 55 * 60), "11:05" NB "UTC");
        am_speech_free(s);
    }
}

static void numbers_have_no_limit_and_no_minus_nothing(void **state)
{
    (void)state;
    struct am_speech *s = speech_in(AM_LANG_ES);
    assert_string_equal(am_say_number(s, 0), "0");
    assert_string_equal(am_say_number(s, UINT64_MAX), "18.446.744.073.709.551.615");
    assert_string_equal(am_say_decimal(s, 0.125, 2), "0,13"); /* not to the even digit */
    assert_string_equal(am_say_decimal(s, -0.001, 2), "0,00");
    assert_string_equal(am_say_decimal(s, -1.5, 0), "-2");
    assert_string_equal(am_say_decimal(s, 0.123456, 99), "0,1235");
    assert_string_equal(am_say_decimal(s, (double)NAN, 2), "–");
    assert_string_equal(am_say_decimal(s, (double)INFINITY, 2), "–");
    am_speech_free(s);
}

/* Each with the zone of a place; 1797854400 is 2026-12-21 12:00 UTC, a Monday. */
static void times_are_told_by_the_clock_of_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t time;
        const char *day, *clock;
    } cases[] = {
        {NULL, 1797854400, "21 de diciembre de 2026", "12:00" NB "UTC"},
        {"UTC", 1797854400, "21 de diciembre de 2026", "12:00" NB "UTC"},
        {"America/Montevideo", 1797854400, "21 de diciembre de 2026", "9:00" NB "UTC−3"},
        {"America/Montevideo", 1797818400, "20 de diciembre de 2026", "23:00" NB "UTC−3"},
        {"America/Santiago", 1782043200, "21 de junio de 2026", "8:00" NB "UTC−4"},
        {"America/St_Johns", 1797854400, "21 de diciembre de 2026", "8:30" NB "UTC−3:30"},
        {"Asia/Kathmandu", 1797854400, "21 de diciembre de 2026", "17:45" NB "UTC+5:45"},
        {"Europe/Berlin", 1782043200, "21 de junio de 2026", "14:00" NB "UTC+2"},
    };
    struct am_speech *s = speech_in(AM_LANG_ES);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_zone *z = NULL;
        struct am_problem problem = {0};
        if (cases[i].zone)
            assert_int_equal(am_zone_open(cases[i].zone, &z, &problem), AM_OK);
        am_speech_set_zone(s, z);
        assert_string_equal(am_say_day(s, cases[i].time), cases[i].day);
        assert_string_equal(am_say_clock(s, cases[i].time), cases[i].clock);
        assert_string_equal(am_speech_zone(s), cases[i].zone ? cases[i].zone : "UTC");
        /* A date of the dataset is no moment: no clock moves it. */
        assert_string_equal(am_say_date(s, "2026-03-01"), "1 de marzo de 2026");
        am_speech_set_zone(s, NULL);
        am_zone_free(z);
    }
    /* No moment is too far, and none before 1582 is told in the Julian calendar. */
    assert_string_equal(am_say_day(s, -12219379200), "14 de octubre de 1582");
    assert_string_equal(am_say_day(s, INT64_MAX), "31 de diciembre de 9999");
    assert_string_equal(am_say_day(s, INT64_MIN), "1 de enero de 1");
    assert_int_equal(am_speech_status(s), AM_OK);
    am_speech_free(s);
}

static void says_hours_and_days_of_the_week(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        const char *eight, *monday, *sunday, *short_monday;
    } cases[] = {
        {AM_LANG_EN, "08:00", "Monday", "Sunday", "Mon"},
        {AM_LANG_ES, "8:00", "lunes", "domingo", "lun"},
        {AM_LANG_PT, "08:00", "segunda-feira", "domingo", "seg."},
        {AM_LANG_FR, "08:00", "lundi", "dimanche", "lun."},
        {AM_LANG_DE, "08:00", "Montag", "Sonntag", "Mo"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_speech *s = speech_in(cases[i].language);
        assert_string_equal(am_say_hour(s, 8), cases[i].eight);
        assert_string_equal(am_say_hour(s, 18), "18:00");
        assert_string_equal(am_say_hour(s, 24), "24:00");
        assert_string_equal(am_say_hour(s, 25), "–");
        assert_string_equal(am_say_weekday(s, 0, false), cases[i].monday);
        assert_string_equal(am_say_weekday(s, 6, false), cases[i].sunday);
        assert_string_equal(am_say_weekday(s, 0, true), cases[i].short_monday);
        assert_string_equal(am_say_weekday(s, 7, true), "–");
        am_speech_free(s);
    }
}

static void says_lists_and_countries(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        const char *two, *three, *country;
    } cases[] = {
        {AM_LANG_EN, "a and {0}", "a, {0} and Italy", "United States"},
        {AM_LANG_ES, "a y {0}", "a, {0} e Italy", "Estados Unidos"},
        {AM_LANG_PT, "a e {0}", "a, {0} e Italy", "Estados Unidos"},
        {AM_LANG_FR, "a et {0}", "a, {0} et Italy", "États-Unis"},
        {AM_LANG_DE, "a und {0}", "a, {0} und Italy", "Vereinigte Staaten"},
    };
    static const char *const items[] = {"a", "{0}", "Italy"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_speech *s = speech_in(cases[i].language);
        assert_string_equal(am_say_list(s, items, 0), "");
        assert_string_equal(am_say_list(s, items, 1), "a");
        assert_string_equal(am_say_list(s, items, 2), cases[i].two);
        assert_string_equal(am_say_list(s, items, 3), cases[i].three);
        assert_string_equal(am_say_country(s, "US"), cases[i].country);
        assert_string_equal(am_say_country(s, "us"), cases[i].country);
        assert_string_equal(am_say_country(s, "XQ"), "XQ");
        static const char *const none[] = {"", "U", "U1", "USA", "../", "ñ"};
        for (size_t n = 0; n < sizeof none / sizeof *none; n++)
            assert_string_equal(am_say_country(s, none[n]), none[n]);
        am_speech_free(s);
    }
}

/* Items are names from outside: no UTF-8 at all, longer than any buffer, many. */
static void a_list_of_hostile_items_stays_whole(void **state)
{
    (void)state;
    struct am_speech *s = speech_in(AM_LANG_ES);
    static const char *const bad[] = {"\xff\xff\xff", "", "\xed\xa0\x80", "\xc3"};
    assert_non_null(strstr(am_say_list(s, bad, 4), "\xef\xbf\xbd"));
    size_t size = 100000;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size - 1);
    text[size - 1] = '\0';
    const char *items[200];
    for (size_t i = 0; i < 200; i++)
        items[i] = i % 100 == 0 ? text : "b";
    assert_int_equal(strlen(am_say_list(s, items, 200)), 2 * (size - 1) + 198 + 198 * 2 + 3);
    assert_int_equal(am_speech_status(s), AM_OK);
    for (int i = 0; i < 400 && am_speech_status(s) == AM_OK; i++)
        (void)am_say_list(s, items, 200);
    assert_int_equal(am_speech_status(s), AM_E_LIMIT);
    assert_string_equal(am_say_list(s, items, 200), "");
    free(text);
    am_speech_free(s);
}

static void plurals_are_those_of_each_language(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        bool zero_is_one;
    } cases[] = {{AM_LANG_EN, false},
                 {AM_LANG_ES, false},
                 {AM_LANG_PT, true},
                 {AM_LANG_FR, true},
                 {AM_LANG_DE, false}};
    static const uint64_t many[] = {2, 11, 21, 101, 1000000, 2000000, UINT64_MAX};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_speech *s = speech_in(cases[i].language);
        assert_string_equal(AM_SAY_COUNT(s, 1, "?one", "?more"), "?one");
        assert_string_equal(AM_SAY_COUNT(s, 0, "?one", "?more"),
                            cases[i].zero_is_one ? "?one" : "?more");
        /* A million is "many" in three of them: the plural of our catalogues. */
        for (size_t n = 0; n < sizeof many / sizeof *many; n++)
            assert_string_equal(AM_SAY_COUNT(s, many[n], "?one", "?more"), "?more");
        am_speech_free(s);
    }
}

static void a_date_that_is_none_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const dates[] = {"",           "2026",     "soon",
                                        "2026-13-01", "2026-1-1", "2026-11-244",
                                        "2026-02-30", "2026-13",  "yesterday!"};
    struct am_speech *s = speech_in(AM_LANG_EN);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_string_equal(am_say_date(s, dates[i]), dates[i]);
    am_speech_free(s);
}

static void says_sentences_and_plurals(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        const char *none, *one, *two;
    } cases[] = {
        {AM_LANG_EN, "0 contacts", "1 contact", "2 contacts"},
        {AM_LANG_ES, "0 contactos", "1 contacto", "2 contactos"},
        {AM_LANG_PT, "0 contato", "1 contato", "2 contatos"},
        {AM_LANG_FR, "0 contact", "1 contact", "2 contacts"},
        {AM_LANG_DE, "0 Kontakte", "1 Kontakt", "2 Kontakte"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_speech *s = speech_in(cases[i].language);
        assert_string_equal(AM_SAY_COUNT(s, 0, TEXT_CONTACTS, "0"), cases[i].none);
        assert_string_equal(AM_SAY_COUNT(s, 1, TEXT_CONTACTS, "1"), cases[i].one);
        assert_string_equal(AM_SAY_COUNT(s, 2, TEXT_CONTACTS, "2"), cases[i].two);
        am_speech_free(s);
    }
}

static void arguments_are_placed_by_number_and_never_read_again(void **state)
{
    (void)state;
    struct am_speech *s = speech_in(AM_LANG_EN);
    assert_string_equal(AM_SAY(s, "{2} of {1}", "a", "b"), "b of a");
    assert_string_equal(AM_SAY(s, "{1}{1}{3}", "{2}", "b"), "{2}{2}");
    assert_string_equal(AM_SAY(s, "{x} {0} {", "a"), "{x} {0} {");
    assert_string_equal(AM_SAY(s, "%s %n {1}", "%n"), "%s %n %n");
    am_speech_free(s);
}

/* Whatever the process believes of its locale, the report speaks as it was asked to. */
static void the_language_is_the_reports_not_the_processs(void **state)
{
    (void)state;
    static const char *const locales[] = {"C", "POSIX", "de_DE.UTF-8", "nonsense", ""};
    static const char *const zones[] = {"Asia/Tokyo", "America/Lima", "", "nonsense", "UTC"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        assert_int_equal(setenv("LC_ALL", locales[i], 1), 0);
        assert_int_equal(setenv("LANG", "fr_FR.UTF-8", 1), 0);
        assert_int_equal(setenv("LANGUAGE", "fr", 1), 0);
        struct am_speech *s = speech_in(AM_LANG_ES);
        assert_int_equal(setenv("TZ", zones[i], 1), 0);
        tzset();
        assert_string_equal(AM_SAY(s, TEXT_REPORT), "Informe de dependencias");
        assert_string_equal(am_say_number(s, 1234567), "1.234.567");
        assert_string_equal(am_say_day(s, 1795521600), "24 de noviembre de 2026");
        assert_string_equal(am_say_clock(s, 1795521600), "12:00" NB "UTC");
        assert_string_equal(am_say_date(s, "2026-11-24"), "24 de noviembre de 2026");
        assert_string_equal(am_say_weekday(s, 1, false), "martes");
        assert_string_equal(am_say_country(s, "DE"), "Alemania");
        am_speech_free(s);
    }
    assert_int_equal(unsetenv("TZ"), 0);
}

static size_t mask_of(const char *text)
{
    size_t mask = 0;
    for (const char *c = text; *c; c++)
        if (c[0] == '{' && c[1] >= '1' && c[1] <= '9' && c[2] == '}')
            mask |= (size_t)1 << (c[1] - '1');
    return mask;
}

/* The sentences of text.h that take arguments. */
static const char *const sentences[] = {
    TEXT_REPORT,         TEXT_PERIOD_DAYS,
    TEXT_PERIOD_DAY,     TEXT_SEEN,
    TEXT_VOLUME,         TEXT_ONE_WAY,
    TEXT_OPEN,           TEXT_CUT,
    TEXT_CLOSE,          TEXT_TRIAL_DAYS,
    TEXT_TRIAL_DEVICES,  TEXT_TRIAL_CONTACTS,
    TEXT_TRIAL_UNKNOWN,  TEXT_BAR_COVERAGE,
    TEXT_BLIND_UNLISTED, TEXT_FINDING_PRESENT,
    TEXT_FINDING_HOST,   TEXT_FINDING_COUNTRY,
    TEXT_FINDING_SINGLE, TEXT_OWNERS_CAPTION,
    TEXT_REST,           TEXT_AND_MORE,
    TEXT_SERVICE_AREA,   TEXT_DEVICES_NOTE,
    TEXT_DEVICES_NONE,   TEXT_MORE_ROWS,
    TEXT_HOME,           TEXT_WORK_LEAD,
    TEXT_LEAVING_LEAD,   TEXT_RESOLVERS_LEAD,
    TEXT_UNKNOWN_LEAD,   TEXT_UNLISTED,
    TEXT_METHOD_3,       TEXT_FOOT,
    TEXT_FEWER,          TEXT_SOURCE_LIVE,
};

static void every_translation_keeps_its_arguments(void **state)
{
    (void)state;
    for (int l = 0; l < AM_LANG_COUNT; l++) {
        struct am_speech *s = speech_in((enum am_language)l);
        for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
            /* Arguments that stand for themselves show which ones the translation uses. */
            const char *said = AM_SAY(s, sentences[i], "{1}", "{2}", "{3}", "{4}", "{5}", "{6}",
                                      "{7}", "{8}", "{9}");
            if (mask_of(said) != mask_of(sentences[i]))
                print_message("    %s: %s\n", am_language_code((enum am_language)l), said);
            assert_int_equal(mask_of(said), mask_of(sentences[i]));
        }
        am_speech_free(s);
    }
}

static void finds_languages_by_their_code(void **state)
{
    (void)state;
    enum am_language l = AM_LANG_EN;
    assert_true(am_language_find("de,es", 2, &l));
    assert_int_equal(l, AM_LANG_DE);
    assert_false(am_language_find("it", 2, &l));
    assert_false(am_language_find("e", 1, &l));
    assert_false(am_language_find("", 0, &l));
}

/* ---- catalogues that are not what they should be ---- */

static void put32(uint8_t *at, uint32_t value)
{
    for (size_t i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static enum am_status open_bytes(const uint8_t *bytes, size_t len)
{
    char dir[] = "/tmp/amarra-test.XXXXXX";
    char path[128];
    assert_non_null(mkdtemp(dir));
    static const char *const parts[] = {"locale", "locale/es", "locale/es/LC_MESSAGES"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, parts[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    (void)snprintf(path, sizeof path, "%s/locale/es/LC_MESSAGES/amarra.mo", dir);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);

    struct am_speech *s = NULL;
    struct am_problem problem = {0};
    enum am_status status = am_speech_open(dir, AM_LANG_ES, &s, &problem);
    if (status == AM_OK)
        (void)AM_SAY(s, TEXT_REPORT);
    else
        assert_int_not_equal(problem.text[0], 0);
    am_speech_free(s);
    (void)unlink(path);
    for (size_t i = 3; i > 0; i--) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, parts[i - 1]);
        (void)rmdir(path);
    }
    (void)rmdir(dir);
    return status;
}

static void a_broken_catalogue_is_refused(void **state)
{
    (void)state;
    uint8_t mo[64] = {0};
    put32(mo, 0x950412de);
    put32(mo + 8, 1);   /* one text */
    put32(mo + 12, 28); /* table of ids */
    put32(mo + 16, 36); /* table of texts */
    put32(mo + 28, 1);  /* "a" at 44 */
    put32(mo + 32, 44);
    put32(mo + 36, 1); /* "b" at 46 */
    put32(mo + 40, 46);
    mo[44] = 'a';
    mo[46] = 'b';
    assert_int_equal(open_bytes(mo, sizeof mo), AM_OK);

    static const struct {
        const char *what;
        size_t at;
        uint32_t value;
    } cases[] = {
        {"another magic number", 0, 0xde120495}, {"another revision", 4, 0x10000},
        {"more texts than bytes", 8, 1000},      {"ids past the end", 12, 1000},
        {"texts past the end", 16, 62},          {"an id past the end", 32, 64},
        {"an id of all memory", 28, 0xffffffff}, {"a text without its zero", 36, 0},
        {"offsets that wrap", 40, 0xfffffff0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t broken[64];
        memcpy(broken, mo, sizeof mo);
        put32(broken + cases[i].at, cases[i].value);
        print_message("    %s\n", cases[i].what);
        assert_int_equal(open_bytes(broken, sizeof broken), AM_E_MALFORMED);
    }
    for (size_t len = 0; len < 47; len++)
        assert_int_equal(open_bytes(mo, len), AM_E_MALFORMED);
}

static void the_language_of_the_system_is_the_first_of_ours(void **state)
{
    (void)state;
    static const struct {
        const char *all, *messages, *lang;
        enum am_language language;
    } cases[] = {
        {NULL, NULL, NULL, AM_LANG_ES},
        {"", "", "", AM_LANG_ES},
        {"C.UTF-8", NULL, "C", AM_LANG_ES},
        {"pt_BR.UTF-8", "fr_FR", "de_DE", AM_LANG_PT},
        {"", "fr_FR@euro", "de_DE", AM_LANG_FR},
        {NULL, NULL, "de", AM_LANG_DE},
        {"C.UTF-8", "eo_XX", "en.UTF-8", AM_LANG_EN},
        {"english", "e", "_en", AM_LANG_ES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const values[] = {cases[i].all, cases[i].messages, cases[i].lang};
        static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
        for (size_t j = 0; j < 3; j++)
            assert_int_equal(values[j] ? setenv(names[j], values[j], 1) : unsetenv(names[j]), 0);
        assert_int_equal(am_language_of_system(), cases[i].language);
    }
}

static void a_missing_catalogue_is_told(void **state)
{
    (void)state;
    struct am_speech *s = NULL;
    struct am_problem problem = {0};
    assert_int_not_equal(am_speech_open("/", AM_LANG_ES, &s, &problem), AM_OK);
    assert_null(s);
    assert_non_null(strstr(problem.file, "/locale/es/"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_numbers_as_each_language_does),
        cmocka_unit_test(a_share_never_claims_all_or_nothing_falsely),
        cmocka_unit_test(bytes_keep_about_three_digits),
        cmocka_unit_test(writes_dates_as_each_language_does),
        cmocka_unit_test(a_date_that_is_none_stays_as_it_is),
        cmocka_unit_test(numbers_have_no_limit_and_no_minus_nothing),
        cmocka_unit_test(times_are_told_by_the_clock_of_a_place),
        cmocka_unit_test(says_hours_and_days_of_the_week),
        cmocka_unit_test(says_lists_and_countries),
        cmocka_unit_test(a_list_of_hostile_items_stays_whole),
        cmocka_unit_test(plurals_are_those_of_each_language),
        cmocka_unit_test(says_sentences_and_plurals),
        cmocka_unit_test(arguments_are_placed_by_number_and_never_read_again),
        cmocka_unit_test(the_language_is_the_reports_not_the_processs),
        cmocka_unit_test(every_translation_keeps_its_arguments),
        cmocka_unit_test(finds_languages_by_their_code),
        cmocka_unit_test(the_language_of_the_system_is_the_first_of_ours),
        cmocka_unit_test(a_broken_catalogue_is_refused),
        cmocka_unit_test(a_missing_catalogue_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
