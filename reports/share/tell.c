/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "share/tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/sentences.h"
#include "format/sheet.h"
#include "share/words.h"

#define NUMBERS_MAX 4 /* bands of one line */

struct telling {
    const struct am_share *s;
    const struct am_rules *rules;
    struct am_speech *speech;
    struct am_sheet sheet;
};

const char *am_share_vantage(const char *verdict)
{
    static const struct {
        const char *verdict, *text;
    } rows[] = {
        {"", TEXT_SENSOR_WELL},
        {"no-traffic", TEXT_SENSOR_NO_TRAFFIC},
        {"encrypted-wifi", TEXT_SENSOR_WIFI},
        {"broadcast-only", TEXT_SENSOR_BROADCAST},
        {"outside-nat", TEXT_SENSOR_OUTSIDE},
        {"only-itself", TEXT_SENSOR_ITSELF},
        {"one-device", TEXT_SENSOR_ONE},
        {"no-inside", TEXT_SENSOR_NO_INSIDE},
        {"one-way", TEXT_SENSOR_ONE_WAY},
        {"mid-stream", TEXT_SENSOR_MID_STREAM},
        {"too-little", TEXT_SENSOR_LITTLE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].verdict, verdict) == 0)
            return rows[i].text;
    return NULL;
}

/* --- names --- */

static const char *corporation(const struct telling *t, const char *id)
{
    const struct am_corporation *c = t->rules ? am_rules_corporation(t->rules, id) : NULL;
    return c ? AM_SAY_NAME(t->speech, c) : id;
}

static const char *area(const struct telling *t, const char *id)
{
    const struct am_category *c = t->rules ? am_rules_category(t->rules, id) : NULL;
    const char *name = c ? am_say_own(t->speech, c->name) : "";
    return name[0] ? name : id;
}

static const char *country(const struct telling *t, const char *code)
{
    const struct am_jurisdiction *j = t->rules ? am_rules_jurisdiction(t->rules, code) : NULL;
    const char *name = j ? am_say_own(t->speech, j->name) : "";
    return name[0] ? name : am_say_country(t->speech, code);
}

/* --- values --- */

static const char *band(const struct telling *t, struct am_band b)
{
    return am_sentence_band(t->speech, &b);
}

static const char *range(const struct telling *t, struct am_range r)
{
    const char *from = am_say_number(t->speech, r.from);
    return r.to == 0 ? AM_SAY(t->speech, TEXT_SHARE_OR_MORE, from)
                     : AM_SAY(t->speech, TEXT_BAND, from, am_say_number(t->speech, r.to));
}

static const char *months(const struct telling *t)
{
    char from[16];
    char to[16];
    (void)snprintf(from, sizeof from, "%04d-%02d", t->s->from / 12, t->s->from % 12 + 1);
    (void)snprintf(to, sizeof to, "%04d-%02d", t->s->to / 12, t->s->to % 12 + 1);
    const char *first = am_say_date(t->speech, from);
    return t->s->from == t->s->to ? first
                                  : AM_SAY(t->speech, TEXT_BAND, first, am_say_date(t->speech, to));
}

static const char *enough(const struct telling *t)
{
    static const struct {
        enum am_trial bit;
        const char *text;
        uint64_t least;
    } reasons[] = {
        {AM_TRIAL_FEW_DAYS, TEXT_SHARE_FEW_DAYS, AM_TRIAL_DAYS},
        {AM_TRIAL_FEW_DEVICES, TEXT_SHARE_FEW_DEVICES, AM_TRIAL_DEVICES},
        {AM_TRIAL_FEW_CONTACTS, TEXT_SHARE_FEW_CONTACTS, AM_TRIAL_CONTACTS},
        {AM_TRIAL_UNATTRIBUTED, TEXT_SHARE_UNATTRIBUTED, 0},
    };
    const char *said[sizeof reasons / sizeof *reasons];
    size_t count = 0;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (t->s->trial & (unsigned)reasons[i].bit)
            said[count++] =
                AM_SAY(t->speech, reasons[i].text, am_say_number(t->speech, reasons[i].least));
    return count == 0 ? AM_SAY(t->speech, TEXT_SHARE_YES)
                      : AM_SAY(t->speech, TEXT_SHARE_NO, am_say_list(t->speech, said, count));
}

/* --- the page --- */

static void fact(struct telling *t, const char *label, const char *value)
{
    am_sheet_fact(&t->sheet, AM_SAY(t->speech, label),
                  value ? value : AM_SAY(t->speech, TEXT_SHARE_UNTOLD));
}

static void head(struct telling *t)
{
    struct am_speech *s = t->speech;
    am_sheet_heading(&t->sheet, TEXT_SHARE_TITLE);
    am_sheet_wrap(&t->sheet, 0, "", AM_SAY(s, TEXT_SHARE_LEAD, t->s->about.campaign));
    am_sheet_wrap(&t->sheet, 0, "",
                  AM_SAY(s, TEXT_SHARE_NEVER, am_say_percent(s, AM_BAND_STEP),
                         am_say_number(s, t->s->fold_below)));
    am_sheet_wrap(&t->sheet, 0, "", AM_SAY(s, TEXT_SHARE_SIGNED));
}

static void about(struct telling *t)
{
    const struct am_share_about *a = &t->s->about;
    struct am_speech *s = t->speech;
    am_sheet_heading(&t->sheet, TEXT_SHARE_ABOUT);
    fact(t, TEXT_COLUMN_COUNTRY, a->country ? country(t, a->country) : NULL);
    fact(t, TEXT_SHARE_TERRITORY, a->territory);
    fact(t, TEXT_SHARE_SECTOR, a->sector ? AM_SAY(s, am_sector_find(a->sector)->text) : NULL);
    fact(t, TEXT_SHARE_SIZE, a->size ? AM_SAY(s, am_size_find(a->size)->text) : NULL);
    fact(t, TEXT_SHARE_NOTE, a->note);
}

static void scan(struct telling *t)
{
    struct am_speech *s = t->speech;
    am_sheet_heading(&t->sheet, TEXT_SHARE_SCAN);
    fact(t, TEXT_FACT_PERIOD, months(t));
    fact(t, TEXT_SHARE_DAYS, range(t, t->s->days));
    fact(t, TEXT_SHARE_DEVICES, range(t, t->s->devices));
    fact(t, TEXT_SHARE_SENSOR, AM_SAY(s, am_share_vantage(t->s->vantage)));
    fact(t, TEXT_SHARE_ENOUGH, enough(t));
    fact(t, TEXT_SHARE_MADE,
         AM_SAY(s, TEXT_SHARE_MADE_WITH, t->s->program, t->s->dataset,
                am_say_number(s, t->s->method)));
}

static void seen(struct telling *t)
{
    struct am_speech *s = t->speech;
    const struct am_share *x = t->s;
    am_sheet_heading(&t->sheet, TEXT_SHARE_SEEN);
    am_sheet_wrap(
        &t->sheet, 0, "",
        AM_SAY(s, TEXT_PUBLIC_COVERAGE, band(t, x->named), band(t, x->owned), band(t, x->hosted)));
    am_sheet_wrap(
        &t->sheet, 0, "",
        AM_SAY(s, TEXT_PUBLIC_LEAVING, band(t, x->extraction), band(t, x->extraction_up)));
    am_sheet_wrap(&t->sheet, 0, "", AM_SAY(s, TEXT_PUBLIC_NIGHT, band(t, x->night)));
    if (x->at_home)
        am_sheet_wrap(&t->sheet, 0, "",
                      AM_SAY(s, TEXT_PUBLIC_NEAR, country(t, x->about.country), band(t, x->home)));
}

/* A line of a table; the dash stands for what does not apply. */
static void row(struct telling *t, const char *name, const struct am_band *bands, size_t count,
                size_t dashes)
{
    const char *numbers[NUMBERS_MAX];
    for (size_t i = 0; i < count; i++)
        numbers[i] = band(t, bands[i]);
    for (size_t i = 0; i < dashes; i++)
        numbers[count + i] = "–";
    am_sheet_row(&t->sheet, name, numbers, count + dashes);
}

static void columns(struct telling *t, const char *name, const char *const *texts, size_t count)
{
    const char *said[NUMBERS_MAX];
    for (size_t i = 0; i < count; i++)
        said[i] = AM_SAY(t->speech, texts[i]);
    am_sheet_row(&t->sheet, AM_SAY(t->speech, name), said, count);
}

/* Those that most need first; within a band by their ids, as they stand. */
static int by_need(const void *a, const void *b)
{
    const struct am_share_corporation *x = *(const struct am_share_corporation *const *)a;
    const struct am_share_corporation *y = *(const struct am_share_corporation *const *)b;
    if (x->either.to != y->either.to)
        return x->either.to < y->either.to ? 1 : -1;
    if (x->either.from != y->either.from)
        return x->either.from < y->either.from ? 1 : -1;
    return strcmp(x->id, y->id);
}

static void corporations(struct telling *t, const struct am_share_corporation **order)
{
    static const char *const texts[] = {TEXT_SERVICE, TEXT_HOST, TEXT_COLUMN_NEEDED,
                                        TEXT_COLUMN_PRESENT};
    const struct am_share *x = t->s;
    for (size_t i = 0; i < x->corporations.count; i++)
        order[i] = &x->corporations.at[i];
    qsort((void *)order, x->corporations.count, sizeof(const struct am_share_corporation *),
          by_need);
    am_sheet_heading(&t->sheet, TEXT_PUBLIC_OWNERS);
    columns(t, TEXT_COLUMN_CORPORATION, texts, 4);
    for (size_t i = 0; i < x->corporations.count; i++) {
        const struct am_share_corporation *c = order[i];
        const struct am_band bands[] = {c->service, c->host, c->either, c->presence};
        row(t, corporation(t, c->id), bands, 4, 0);
    }
    const struct am_band rest[] = {x->rest_service, x->rest_host};
    row(t, AM_SAY(t->speech, TEXT_PUBLIC_OTHERS), rest, 2, 2);
    am_text_add(t->sheet.out, "\n");
    am_sheet_wrap(&t->sheet, 0, "", AM_SAY(t->speech, TEXT_PUBLIC_OWNERS_NOTE));
}

static void nothing(struct telling *t)
{
    am_sheet_wrap(&t->sheet, 0, "", AM_SAY(t->speech, TEXT_SHARE_NONE));
}

static void stops(struct telling *t)
{
    static const char *const texts[] = {TEXT_SHARE_STOPS};
    am_sheet_heading(&t->sheet, TEXT_STOPS);
    if (t->s->steps.count == 0)
        nothing(t);
    else
        columns(t, TEXT_COLUMN_WITHOUT, texts, 1);
    for (size_t i = 0; i < t->s->steps.count; i++)
        row(t, corporation(t, t->s->steps.at[i].corporation), &t->s->steps.at[i].lost, 1, 0);
}

static void areas(struct telling *t)
{
    static const char *const texts[] = {TEXT_COLUMN_CONTACTS};
    struct am_speech *s = t->speech;
    am_sheet_heading(&t->sheet, TEXT_WORK);
    if (t->s->areas.count == 0)
        nothing(t);
    else
        columns(t, TEXT_COLUMN_AREA, texts, 1);
    for (size_t i = 0; i < t->s->areas.count; i++) {
        const struct am_share_area *a = &t->s->areas.at[i];
        const char *name = area(t, a->category);
        row(t, a->essential ? AM_SAY(s, TEXT_SHARE_ESSENTIAL, name) : name, &a->contacts, 1, 0);
        if (a->provider)
            am_sheet_wrap(&t->sheet, 2, "",
                          AM_SAY(s, TEXT_SHARE_PROVIDER, corporation(t, a->provider)));
    }
    if (t->s->areas.count == 0)
        return;
    am_text_add(t->sheet.out, "\n");
    am_sheet_wrap(&t->sheet, 0, "", AM_SAY(s, TEXT_SHARE_PROVIDERS));
}

static void countries(struct telling *t)
{
    static const char *const texts[] = {TEXT_SERVICE, TEXT_HOST};
    const struct am_share *x = t->s;
    am_sheet_heading(&t->sheet, TEXT_PUBLIC_LAW_CAPTION);
    columns(t, TEXT_COLUMN_COUNTRY, texts, 2);
    for (size_t i = 0; i < x->countries.count; i++) {
        const struct am_band bands[] = {x->countries.at[i].service, x->countries.at[i].host};
        row(t, country(t, x->countries.at[i].code), bands, 2, 0);
    }
    const struct am_band rest[] = {x->other_service, x->other_host};
    row(t, AM_SAY(t->speech, TEXT_SHARE_COUNTRIES), rest, 2, 0);
}

enum am_status am_share_tell(const struct am_share *s, const struct am_rules *rules,
                             struct am_speech *speech, struct am_text *out)
{
    struct telling t = {.s = s, .rules = rules, .speech = speech, .sheet = {out, speech, NULL}};
    const struct am_share_corporation **order =
        calloc(s->corporations.count + 1, sizeof(const struct am_share_corporation *));
    if (!order)
        return AM_E_NO_MEMORY;
    head(&t);
    about(&t);
    scan(&t);
    seen(&t);
    corporations(&t, order);
    stops(&t);
    areas(&t);
    countries(&t);
    free((void *)order);
    enum am_status status = am_speech_status(speech);
    return status == AM_OK ? am_text_status(out) : status;
}
