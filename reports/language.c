/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "language.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/reader.h"
#include "forms.h"
#include "pool.h"

#define NBSP   "\xc2\xa0"
#define MINUS  "\xe2\x88\x92"
#define SYMBOL 8

/* What ICU does not give. Its shortest form of a byte is a word in most languages ("5 Byte"), and
 * of the first of a month it knows no form of its own.
 *
 * en_001 is English as most of the world writes it: "24 November 2026", "a, b and c". Spanish is
 * that of CLDR's "es", with its decimal comma, and not "es_419", which has a point
 * (docs/decisions.md). */
static const struct form {
    const char *code, *locale;
    const char *first_day;
    char units[6][SYMBOL];
} forms[AM_LANG_COUNT] = {
    [AM_LANG_EN] = {"en", "en_001", NULL, {"B", "kB", "MB", "GB", "TB", "PB"}},
    [AM_LANG_ES] = {"es", "es", NULL, {"B", "kB", "MB", "GB", "TB", "PB"}},
    [AM_LANG_PT] = {"pt", "pt", "1º", {"B", "kB", "MB", "GB", "TB", "PB"}},
    [AM_LANG_FR] = {"fr", "fr", "1er", {"o", "ko", "Mo", "Go", "To", "Po"}},
    [AM_LANG_DE] = {"de", "de", NULL, {"B", "kB", "MB", "GB", "TB", "PB"}},
};

struct entry {
    struct am_bytes id, text; /* both end with a zero byte past `len` */
};

struct am_speech {
    enum am_language language;
    const struct form *form;
    struct am_forms *forms;
    const struct am_zone *zone; /* borrowed; NULL: UTC */
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

    enum am_status status = am_forms_open(s->form->locale, s->form->first_day, &s->forms, problem);
    if (status == AM_OK && language != AM_LANG_EN) {
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
    am_forms_free(s->forms);
    free(s->entries);
    am_free(s->file.at);
    free(s);
}

void am_speech_forget(struct am_speech *s)
{
    am_pool_done(&s->pool);
}

enum am_language am_speech_language(const struct am_speech *s)
{
    return s->language;
}

void am_speech_set_zone(struct am_speech *s, const struct am_zone *zone)
{
    s->zone = zone;
}

const char *am_speech_zone(const struct am_speech *s)
{
    return am_zone_name(s->zone);
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
    bool one = am_forms_is_one(s->forms, n);
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

/* What forms.h wrote; where it could not, the reason can only be memory. */
static const char *keep_form(struct am_speech *s, bool written, const char *text)
{
    if (!written && s->pool.status == AM_OK)
        s->pool.status = AM_E_NO_MEMORY;
    return written ? keep(s, text) : "";
}

const char *am_say_number(struct am_speech *s, uint64_t n)
{
    char out[AM_FORM_SIZE];
    bool ok = am_forms_number(s->forms, n, out);
    return keep_form(s, ok, out);
}

const char *am_say_decimal(struct am_speech *s, double value, unsigned digits)
{
    char out[AM_FORM_SIZE];
    if (!isfinite(value))
        return "–";
    bool ok = am_forms_decimal(s->forms, value, digits, out);
    return keep_form(s, ok, out);
}

const char *am_say_share(struct am_speech *s, uint64_t numerator, uint64_t denominator)
{
    char number[AM_FORM_SIZE];
    char out[AM_FORM_SIZE + 8];
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
    bool ok = am_forms_percent(s->forms, (double)mille / 10, mille == 0 || mille == 1000, number);
    (void)snprintf(out, sizeof out, "%s%s", sign, number);
    return keep_form(s, ok, out);
}

const char *am_say_percent(struct am_speech *s, unsigned percent)
{
    char out[AM_FORM_SIZE];
    bool ok = am_forms_percent(s->forms, percent, true, out);
    return keep_form(s, ok, out);
}

const char *am_say_point(struct am_speech *s)
{
    const char *half = am_say_decimal(s, 0.5, 1);
    return strchr(half, ',') ? "," : ".";
}

const char *am_say_change(struct am_speech *s, int64_t hundredths)
{
    char number[AM_FORM_SIZE];
    char out[AM_FORM_SIZE + 4];
    uint64_t size = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
    uint64_t tenths = size / 10 + (size % 10 >= 5);
    bool ok = am_forms_decimal(s->forms, (double)tenths / 10, 1, number);
    const char *sign = tenths == 0 ? "" : hundredths < 0 ? MINUS : "+";
    (void)snprintf(out, sizeof out, "%s%s", sign, number);
    return keep_form(s, ok, out);
}

const char *am_say_bytes(struct am_speech *s, uint64_t bytes)
{
    char number[AM_FORM_SIZE];
    char out[AM_FORM_SIZE + SYMBOL + 2];
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 999.5 && unit < 5) {
        value /= 1000;
        unit++;
    }
    bool ok = am_forms_decimal(s->forms, value, unit == 0 || value >= 99.95 ? 0 : 1, number);
    (void)snprintf(out, sizeof out, "%s" NBSP "%s", number, s->form->units[unit]);
    return keep_form(s, ok, out);
}

static const char *say_date(struct am_speech *s, enum am_form_date what, const struct am_local *l)
{
    char out[AM_FORM_SIZE];
    bool ok = am_forms_date(s->forms, what, l, out);
    return keep_form(s, ok, out);
}

const char *am_say_day(struct am_speech *s, int64_t time)
{
    struct am_local l;
    am_zone_local(s->zone, time, &l);
    return say_date(s, AM_FORM_DAY, &l);
}

/* "UTC−3", "UTC+5:30": the same in all languages, and true on both sides of a change of clocks. */
static void write_offset(int minutes, char *out, size_t size)
{
    int off = minutes < 0 ? -minutes : minutes;
    const char *sign = minutes < 0 ? MINUS : "+";
    if (off == 0)
        (void)snprintf(out, size, "UTC");
    else if (off % 60 == 0)
        (void)snprintf(out, size, "UTC%s%d", sign, off / 60);
    else
        (void)snprintf(out, size, "UTC%s%d:%02d", sign, off / 60, off % 60);
}

const char *am_say_clock(struct am_speech *s, int64_t time)
{
    char clock[AM_FORM_SIZE];
    char offset[32];
    char out[AM_FORM_SIZE + 40];
    struct am_local l;
    am_zone_local(s->zone, time, &l);
    bool ok = am_forms_date(s->forms, AM_FORM_CLOCK, &l, clock);
    write_offset(l.offset_minutes, offset, sizeof offset);
    (void)snprintf(out, sizeof out, "%s" NBSP "%s", clock, offset);
    return keep_form(s, ok, out);
}

const char *am_say_hour(struct am_speech *s, unsigned hour)
{
    if (hour >= 24) /* an end, which no clock shows */
        return hour == 24 ? "24:00" : "–";
    return say_date(s, AM_FORM_CLOCK, &(struct am_local){.hour = hour});
}

const char *am_say_weekday(struct am_speech *s, unsigned weekday, bool short_form)
{
    char out[AM_FORM_SIZE];
    if (weekday > 6)
        return "–";
    bool ok = am_forms_weekday(s->forms, weekday, short_form, out);
    return keep_form(s, ok, out);
}

const char *am_say_date(struct am_speech *s, const char *date)
{
    char day[sizeof "2026-11-24"];
    struct am_local l;
    int64_t time = 0;
    size_t len = strlen(date);
    if (len != 10 && len != 7)
        return date;
    (void)snprintf(day, sizeof day, "%s%s", date, len == 7 ? "-01" : "");
    if (!am_zone_parse(NULL, day, false, &time))
        return date;
    am_zone_local(NULL, time, &l);
    return say_date(s, len == 7 ? AM_FORM_MONTH : AM_FORM_DAY, &l);
}

const char *am_say_country(struct am_speech *s, const char *code)
{
    char out[AM_FORM_SIZE];
    return am_forms_country(s->forms, code, out) ? keep(s, out) : keep(s, code);
}

const char *am_say_list(struct am_speech *s, const char *const *items, size_t count)
{
    size_t size = 1;
    if (count <= 1)
        return count == 1 ? keep(s, items[0]) : "";
    /* A byte that is no UTF-8 becomes three, and no language's "and" is as long as 16. */
    for (size_t i = 0; i < count && size <= AM_SPEECH_MAX; i++)
        size += 3 * strnlen(items[i], AM_SPEECH_MAX) + 16;
    char *out = am_pool_take(&s->pool, size, 1);
    if (!out)
        return "";
    if (!am_forms_list(s->forms, items, count, out, size))
        return keep_form(s, false, NULL);
    return out;
}

const char *am_say_name(const struct am_speech *s, const char *name,
                        const char *const names[AM_LANG_COUNT])
{
    return am_name_told(name, names, s->language);
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

enum am_language am_language_of_system(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    enum am_language language = AM_LANG_ES;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && am_language_find(value, strcspn(value, "_.@"), &language))
            break;
    }
    return language;
}
