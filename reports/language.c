/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "language.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/reader.h"
#include "pool.h"

#define NBSP   "\xc2\xa0"
#define NNBSP  "\xe2\x80\xaf"
#define SYMBOL 8

/* How each language writes numbers and dates (Unicode CLDR 42, with digits always grouped). */
static const struct form {
    const char *code, *group, *decimal, *percent;
    bool zero_is_one; /* "0 contato" and "0 contact" take the singular */
    char units[6][SYMBOL];
    const char *day;        /* {1} day, {2} month, {3} year */
    const char *first_day;  /* how the first of a month is written */
    const char *month_year; /* {1} month, {2} year */
    const char *months[12];
} forms[AM_LANG_COUNT] = {
    [AM_LANG_EN] = {"en",
                    ",",
                    ".",
                    "%",
                    false,
                    {"B", "kB", "MB", "GB", "TB", "PB"},
                    "{1} {2} {3}",
                    "1",
                    "{1} {2}",
                    {"January", "February", "March", "April", "May", "June", "July", "August",
                     "September", "October", "November", "December"}},
    [AM_LANG_ES] = {"es",
                    ".",
                    ",",
                    NBSP "%",
                    false,
                    {"B", "kB", "MB", "GB", "TB", "PB"},
                    "{1} de {2} de {3}",
                    "1",
                    "{1} de {2}",
                    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                     "septiembre", "octubre", "noviembre", "diciembre"}},
    [AM_LANG_PT] = {"pt",
                    ".",
                    ",",
                    "%",
                    true,
                    {"B", "kB", "MB", "GB", "TB", "PB"},
                    "{1} de {2} de {3}",
                    "1º",
                    "{1} de {2}",
                    {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
                     "setembro", "outubro", "novembro", "dezembro"}},
    [AM_LANG_FR] = {"fr",
                    NNBSP,
                    ",",
                    NNBSP "%",
                    true,
                    {"o", "ko", "Mo", "Go", "To", "Po"},
                    "{1} {2} {3}",
                    "1er",
                    "{1} {2}",
                    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                     "septembre", "octobre", "novembre", "décembre"}},
    [AM_LANG_DE] = {"de",
                    ".",
                    ",",
                    NBSP "%",
                    false,
                    {"B", "kB", "MB", "GB", "TB", "PB"},
                    "{1}. {2} {3}",
                    "1",
                    "{1} {2}",
                    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
                     "September", "Oktober", "November", "Dezember"}},
};

struct entry {
    struct am_bytes id, text; /* both end with a zero byte past `len` */
};

struct am_speech {
    enum am_language language;
    const struct form *form;
    struct am_pool pool;
    struct am_bytes file; /* owned */
    struct entry *entries;
    size_t count;
};

/* One table of a .mo file: `count` pairs of length and offset. */
static bool read_table(struct am_bytes file, size_t offset, struct entry *entries, size_t count,
                       bool texts)
{
    struct am_reader r = am_reader_over(file, false);
    am_read_skip(&r, offset);
    for (size_t i = 0; i < count; i++) {
        size_t len = am_read_le32(&r);
        size_t at = am_read_le32(&r);
        if (am_reader_status(&r) != AM_OK || at >= file.len || len >= file.len - at ||
            file.at[at + len] != 0)
            return false;
        *(texts ? &entries[i].text : &entries[i].id) = (struct am_bytes){file.at + at, len};
    }
    return true;
}

static int by_id(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    return strcmp((const char *)x->id.at, (const char *)y->id.at);
}

static enum am_status read_catalogue(struct am_speech *s, const char *path,
                                     struct am_problem *problem)
{
    struct am_reader r = am_reader_over(s->file, false);
    uint32_t magic = am_read_le32(&r);
    uint32_t revision = am_read_le32(&r);
    size_t count = am_read_le32(&r);
    size_t ids = am_read_le32(&r);
    size_t texts = am_read_le32(&r);
    bool ok = am_reader_status(&r) == AM_OK && magic == 0x950412de && revision >> 16 == 0 &&
              count <= s->file.len / 16;
    if (ok) {
        s->entries = calloc(count + 1, sizeof *s->entries);
        if (!s->entries)
            return am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
        ok = read_table(s->file, ids, s->entries, count, false) &&
             read_table(s->file, texts, s->entries, count, true);
    }
    if (!ok)
        return am_problem_set(problem, AM_E_MALFORMED, path, 0,
                              "not a catalogue that msgfmt made: build amarra again");
    s->count = count;
    qsort(s->entries, count, sizeof *s->entries, by_id);
    return AM_OK;
}

enum am_status am_speech_open(const char *data_dir, enum am_language language,
                              struct am_speech **out, struct am_problem *problem)
{
    struct am_speech *s = calloc(1, sizeof *s);
    if (!s)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    s->language = language;
    s->form = &forms[language];
    am_pool_init(&s->pool, AM_SPEECH_MAX);

    enum am_status status = AM_OK;
    if (language != AM_LANG_EN) {
        char data[PATH_MAX];
        char path[PATH_MAX + 64];
        status = am_data_dir(data_dir, data, problem);
        if (status == AM_OK) {
            (void)snprintf(path, sizeof path, "%s/locale/%s/LC_MESSAGES/amarra.mo", data,
                           s->form->code);
            status = am_file_load(path, AM_CATALOGUE_MAX, &s->file, problem);
        }
        if (status == AM_OK)
            status = read_catalogue(s, path, problem);
    }
    if (status != AM_OK) {
        am_speech_free(s);
        return status;
    }
    *out = s;
    return AM_OK;
}

void am_speech_free(struct am_speech *s)
{
    if (!s)
        return;
    am_pool_done(&s->pool);
    free(s->entries);
    am_free(s->file.at);
    free(s);
}

enum am_language am_speech_language(const struct am_speech *s)
{
    return s->language;
}

enum am_status am_speech_status(const struct am_speech *s)
{
    return am_pool_status(&s->pool);
}

/* The translation's bytes, plural forms one after another with zeros between, or NULL. */
static const struct am_bytes *find(const struct am_speech *s, const char *id)
{
    struct entry key = {.id = {(const uint8_t *)id, 0}};
    const struct entry *e =
        s->count > 0 ? bsearch(&key, s->entries, s->count, sizeof *s->entries, by_id) : NULL;
    return e && e->text.len > 0 ? &e->text : NULL;
}

/* Adds `text` to `out` where there is room; the length it needs in any case. */
static size_t put(char *out, size_t at, const char *text, size_t len)
{
    if (out)
        memcpy(out + at, text, len);
    return at + len;
}

static size_t fill(char *out, const char *text, const char *const *args, size_t count)
{
    size_t len = 0;
    for (const char *c = text; *c; c++) {
        if (c[0] == '{' && c[1] >= '1' && c[1] <= '9' && c[2] == '}') {
            size_t which = (size_t)(c[1] - '1');
            if (which < count)
                len = put(out, len, args[which], strlen(args[which]));
            c += 2;
        } else {
            len = put(out, len, c, 1);
        }
    }
    return len;
}

static const char *say(struct am_speech *s, const char *text, const char *const *args)
{
    size_t count = 0;
    while (args[count])
        count++;
    if (!strchr(text, '{'))
        return text;
    size_t len = fill(NULL, text, args, count);
    char *out = am_pool_take(&s->pool, len + 1, 1);
    if (!out)
        return "";
    (void)fill(out, text, args, count);
    return out;
}

const char *am_say_all(struct am_speech *s, const char *const *texts)
{
    const struct am_bytes *own = find(s, texts[0]);
    return say(s, own ? (const char *)own->at : texts[0], texts + 1);
}

const char *am_say_count_all(struct am_speech *s, uint64_t n, const char *const *texts)
{
    bool one = n == 1 || (n == 0 && s->form->zero_is_one);
    const struct am_bytes *own = find(s, texts[0]);
    const char *text = texts[one ? 0 : 1];
    if (own) {
        text = (const char *)own->at;
        size_t first = strlen(text);
        if (!one && first < own->len)
            text += first + 1;
    }
    return say(s, text, texts + 2);
}

static const char *keep(struct am_speech *s, const char *text)
{
    const char *copy = am_pool_text(&s->pool, text, strlen(text));
    return copy ? copy : "";
}

const char *am_say_number(struct am_speech *s, uint64_t n)
{
    char digits[24];
    char out[64] = "";
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
    size_t at = 0;
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            at = put(out, at, s->form->group, strlen(s->form->group));
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return keep(s, out);
}

/* Tenths as "36,4". */
static void write_tenths(const struct form *f, uint64_t tenths, char *out, size_t size)
{
    (void)snprintf(out, size, "%" PRIu64 "%s%" PRIu64, tenths / 10, f->decimal, tenths % 10);
}

const char *am_say_share(struct am_speech *s, uint64_t numerator, uint64_t denominator)
{
    char number[32];
    char out[64];
    const char *sign = "";
    if (denominator == 0)
        return "–";
    uint64_t mille = (uint64_t)((double)numerator * 1000 / (double)denominator + 0.5);
    if (numerator > 0 && mille == 0) {
        sign = "<" NBSP;
        mille = 1;
    } else if (numerator < denominator && mille >= 1000) {
        sign = ">" NBSP;
        mille = 999;
    }
    if (mille % 10 == 0 && (mille == 0 || mille == 1000))
        (void)snprintf(number, sizeof number, "%" PRIu64, mille / 10);
    else
        write_tenths(s->form, mille, number, sizeof number);
    (void)snprintf(out, sizeof out, "%s%s%s", sign, number, s->form->percent);
    return keep(s, out);
}

const char *am_say_change(struct am_speech *s, int64_t hundredths)
{
    char number[32];
    char out[40];
    uint64_t size = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
    uint64_t tenths = size / 10 + (size % 10 >= 5);
    write_tenths(s->form, tenths, number, sizeof number);
    const char *sign = tenths == 0 ? "" : hundredths < 0 ? "−" : "+";
    (void)snprintf(out, sizeof out, "%s%s", sign, number);
    return keep(s, out);
}

const char *am_say_bytes(struct am_speech *s, uint64_t bytes)
{
    char number[32];
    char out[64];
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 999.5 && unit < 5) {
        value /= 1000;
        unit++;
    }
    if (unit == 0 || value >= 99.95)
        (void)snprintf(number, sizeof number, "%.0f", value);
    else
        write_tenths(s->form, (uint64_t)(value * 10 + 0.5), number, sizeof number);
    (void)snprintf(out, sizeof out, "%s" NBSP "%s", number, s->form->units[unit]);
    return keep(s, out);
}

static const char *say_day(struct am_speech *s, int day, int month, int year)
{
    char d[16];
    char y[16];
    (void)snprintf(d, sizeof d, "%d", day);
    (void)snprintf(y, sizeof y, "%d", year);
    const char *args[] = {day == 1 ? s->form->first_day : d, s->form->months[month], y, NULL};
    return say(s, s->form->day, args);
}

static bool calendar(int64_t time, struct tm *out)
{
    time_t t = (time_t)time;
    return gmtime_r(&t, out) != NULL;
}

const char *am_say_day(struct am_speech *s, int64_t time)
{
    struct tm tm;
    return calendar(time, &tm) ? say_day(s, tm.tm_mday, tm.tm_mon, tm.tm_year + 1900) : "–";
}

const char *am_say_clock(struct am_speech *s, int64_t time)
{
    struct tm tm;
    char out[32];
    if (!calendar(time, &tm))
        return "–";
    (void)snprintf(out, sizeof out, "%02d:%02d" NBSP "UTC", tm.tm_hour, tm.tm_min);
    return keep(s, out);
}

/* Two or four digits at `text`, or -1. */
static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + text[i] - '0';
    }
    return value;
}

const char *am_say_date(struct am_speech *s, const char *date)
{
    size_t len = strlen(date);
    int year = len >= 4 ? digits(date, 4) : -1;
    int month = len >= 7 && date[4] == '-' ? digits(date + 5, 2) : -1;
    int day = len == 10 && date[7] == '-' ? digits(date + 8, 2) : -1;
    if (year < 0 || month < 1 || month > 12)
        return date;
    if (day >= 1 && day <= 31)
        return say_day(s, day, month - 1, year);
    if (len != 7)
        return date;
    char y[16];
    (void)snprintf(y, sizeof y, "%d", year);
    const char *args[] = {s->form->months[month - 1], y, NULL};
    return say(s, s->form->month_year, args);
}

const char *am_say_own(const struct am_speech *s, const char *const names[AM_LANG_COUNT])
{
    const char *own = names[s->language];
    if (own && own[0])
        return own;
    return names[AM_LANG_EN] ? names[AM_LANG_EN] : "";
}

bool am_language_find(const char *code, size_t len, enum am_language *out)
{
    for (int l = 0; l < AM_LANG_COUNT; l++) {
        if (strlen(forms[l].code) == len && strncmp(forms[l].code, code, len) == 0) {
            *out = (enum am_language)l;
            return true;
        }
    }
    return false;
}
