/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/words.h"
#include "format/sentences.h"

const char *am_told_number(struct am_speech *s, const struct am_number *n)
{
    switch (n->as) {
    case AM_TELL_ROUNDED:
        return am_say_number(s, n->n);
    case AM_TELL_FEWER:
        return AM_SAY(s, TEXT_FEWER, am_say_number(s, n->n));
    case AM_TELL_MOST:
        return AM_SAY(s, TEXT_TOLD_MOST, am_say_number(s, n->n));
    case AM_TELL_WITHHELD:
        break;
    }
    return AM_SAY(s, TEXT_TOLD_NOT);
}

bool am_told_counted(const struct am_campaign_figure *f)
{
    return f->count.as != AM_TELL_WITHHELD && f->base.as != AM_TELL_WITHHELD;
}

/* Of all but few, the least share that it can be: only where the whole is told exactly. */
static bool is_least(const struct am_campaign_figure *f)
{
    return f->count.as == AM_TELL_MOST && f->base.as == AM_TELL_ROUNDED &&
           f->base.n == f->cell->n && f->base.n > 0;
}

/* Of the count that the tenths were made of, where the whole is told: 15 of 39 are 38 %, though in
 * tenths 38.5. */
unsigned am_told_percent(const struct am_campaign_figure *f, unsigned share)
{
    uint64_t base = f->base.as == AM_TELL_ROUNDED ? f->base.n : 0;
    uint64_t count = ((uint64_t)share * base + 500) / 1000;
    return base > 0 ? (unsigned)((count * 100 + base / 2) / base) : (share + 5) / 10;
}

double am_told_length(const struct am_campaign_figure *f)
{
    if (f->count.as == AM_TELL_ROUNDED && f->base.as != AM_TELL_WITHHELD)
        return (double)f->share / 1000;
    return is_least(f) ? (double)f->count.n / (double)f->base.n : 0;
}

const char *am_told_share(struct am_speech *s, const struct am_campaign_figure *f)
{
    if (f->count.as == AM_TELL_ROUNDED && f->base.as != AM_TELL_WITHHELD)
        return am_say_percent(s, am_told_percent(f, f->share));
    if (is_least(f))
        return AM_SAY(s, TEXT_TOLD_AT_LEAST,
                      am_say_percent(s, (unsigned)(f->count.n * 100 / f->base.n)));
    return "";
}

const char *am_told_of(struct am_speech *s, const struct am_campaign_figure *f)
{
    const char *count = am_told_number(s, &f->count);
    if (!am_told_counted(f))
        return AM_SAY(s, TEXT_TOLD_NOT);
    if (f->count.as == AM_TELL_ROUNDED)
        return AM_SAY(s, TEXT_TOLD_OF_SHARE, count, am_told_number(s, &f->base),
                      am_told_share(s, f));
    return AM_SAY(s, TEXT_TOLD_OF, count, am_told_number(s, &f->base));
}

const char *am_told_interval(struct am_speech *s, const struct am_campaign_figure *f)
{
    if (f->count.as != AM_TELL_ROUNDED || f->base.as == AM_TELL_WITHHELD)
        return "";
    return AM_SAY(s, TEXT_TOLD_INTERVAL, am_say_number(s, am_told_percent(f, f->share_low)),
                  am_say_percent(s, am_told_percent(f, f->share_high)));
}

/* ---- values ---- */

struct am_band am_told_band(unsigned value)
{
    if (value == 0)
        return (struct am_band){0, 0};
    if (value >= AM_VALUE_ALL)
        return (struct am_band){100, 100};
    return (struct am_band){(value - 1) * AM_BAND_STEP, value * AM_BAND_STEP};
}

const char *am_told_value(struct am_speech *s, enum am_unit unit, unsigned value)
{
    const struct am_band band = am_told_band(value);
    return unit == AM_UNIT_BAND ? am_sentence_band(s, &band) : am_say_number(s, value);
}

const char *am_told_median(struct am_speech *s, const struct am_campaign_figure *f)
{
    return f->median.told
               ? am_told_value(s, am_variable_shape(f->variable->kind)->unit, f->median.value)
               : "";
}

bool am_told_ends(struct am_speech *s, const struct am_campaign_figure *f, const char *out[2])
{
    if (!f->q1.told || !f->q3.told)
        return false;
    bool bands = am_variable_shape(f->variable->kind)->unit == AM_UNIT_BAND;
    if (bands && f->q1.value == f->q3.value && (f->q1.value == 0 || f->q1.value >= AM_VALUE_ALL))
        return false; /* "all" and "none" have no ends */
    out[0] = am_say_number(s, bands ? am_told_band(f->q1.value).from : f->q1.value);
    out[1] =
        bands ? am_say_percent(s, am_told_band(f->q3.value).to) : am_say_number(s, f->q3.value);
    return true;
}

/* Both quartiles are the same band, which then says it alone. */
static bool is_one(const struct am_campaign_figure *f)
{
    return f->q1.told && f->q3.told && f->q1.value == f->q3.value;
}

const char *am_told_range(struct am_speech *s, const struct am_campaign_figure *f)
{
    const char *ends[2];
    if (is_one(f))
        return am_told_value(s, am_variable_shape(f->variable->kind)->unit, f->q1.value);
    if (!am_told_ends(s, f, ends))
        return "";
    bool first = am_variable_shape(f->variable->kind)->unit == AM_UNIT_BAND &&
                 am_told_band(f->q1.value).from == 0;
    return first ? AM_SAY(s, TEXT_BAND_FIRST, ends[1]) : AM_SAY(s, TEXT_BAND, ends[0], ends[1]);
}

const char *am_told_half(struct am_speech *s, const struct am_campaign_figure *f)
{
    const char *ends[2];
    return am_told_ends(s, f, ends) ? AM_SAY(s, TEXT_TOLD_HALF, ends[0], ends[1]) : "";
}

/* ---- cells and rounds ---- */

static const char *territory(struct am_speech *s, const struct am_settings *settings,
                             const char *code)
{
    for (size_t i = 0; i < settings->territories.count; i++) {
        const struct am_territory *t = &settings->territories.at[i];
        if (strcmp(t->code, code) != 0)
            continue;
        if (t->names[am_speech_language(s)])
            return t->names[am_speech_language(s)];
        for (size_t l = 0; l < AM_LANG_COUNT; l++)
            if (t->names[l])
                return t->names[l];
    }
    return code;
}

static const char *dimension(struct am_speech *s, const struct am_dimension *d, const char *code)
{
    return d ? AM_SAY(s, d->text) : code;
}

const char *am_told_cell(struct am_speech *s, const struct am_campaign_figures *f,
                         const struct am_cell *cell)
{
    const char *value = cell->value ? cell->value : "";
    if (cell->kind != AM_CELL_SAME && strcmp(value, "other") == 0)
        return AM_SAY(s, TEXT_CELL_OTHER);
    switch (cell->kind) {
    case AM_CELL_SECTOR:
        return dimension(s, am_sector_find(value), value);
    case AM_CELL_SIZE:
        return dimension(s, am_size_find(value), value);
    case AM_CELL_COUNTRY:
        return am_say_country(s, value);
    case AM_CELL_TERRITORY:
        return territory(s, f->settings, value);
    case AM_CELL_SAME:
        return AM_SAY(s, TEXT_CELL_SAME, am_say_number(s, cell->round),
                      am_say_number(s, cell->other));
    case AM_CELL_ALL:
    case AM_CELL_KINDS:
        break;
    }
    return AM_SAY(s, TEXT_CELL_ALL);
}

const char *am_told_month(struct am_speech *s, int32_t month)
{
    char date[16];
    (void)snprintf(date, sizeof date, "%04d-%02d", (int)(month / 12) % 10000,
                   (int)(month % 12) + 1);
    return am_say_date(s, date);
}

const char *am_told_round(struct am_speech *s, const struct am_campaign_figures *f, unsigned round)
{
    const struct am_settings *settings = f->settings;
    const char *month = round >= 1 && round <= settings->round_count
                            ? am_told_month(s, settings->rounds[round - 1])
                            : "";
    return settings->round_count > 1 ? AM_SAY(s, TEXT_ROUND, am_say_number(s, round), month)
                                     : AM_SAY(s, TEXT_ROUND_ONLY, month);
}

const char *am_told_title(const struct am_speech *s, const struct am_settings *settings)
{
    const char *title = settings->title[am_speech_language(s)];
    for (size_t l = 0; !title && l < AM_LANG_COUNT; l++)
        title = settings->title[l];
    return title ? title : settings->id;
}

const struct am_cell *am_told_newest(const struct am_campaign_figures *f)
{
    const struct am_cell *newest = NULL;
    for (size_t i = 0; i < f->cells.count; i++)
        if (f->cells.at[i].kind == AM_CELL_ALL && (!newest || f->cells.at[i].round > newest->round))
            newest = &f->cells.at[i];
    return newest;
}

/* ---- lists ---- */

const char *am_told_id(const struct am_variable *v)
{
    static const char *const steps[] = {"", "1", "2", "3"};
    if (v->kind == AM_VAR_LOST)
        return steps[v->step <= 3 ? v->step : 0];
    return v->area          ? v->area->id
           : v->country     ? v->country->code
           : v->corporation ? v->corporation->id
                            : "";
}

const char *am_told_name(struct am_speech *s, const struct am_variable *v)
{
    if (v->area)
        return am_say_own(s, v->area->name);
    if (v->country)
        return am_say_own(s, v->country->name);
    return v->corporation ? AM_SAY_NAME(s, v->corporation) : "";
}

/* All but few of a whole that is the cell come first; of wholes that differ, the numbers are
 * compared. Withheld ones come last, so that their place among the others tells nothing. */
static uint64_t weight(const struct am_campaign_figure *f)
{
    switch (f->count.as) {
    case AM_TELL_MOST:
        return is_least(f) ? UINT64_MAX : f->count.n + 1;
    case AM_TELL_ROUNDED:
        return f->count.n + 1;
    case AM_TELL_FEWER:
        return 1;
    case AM_TELL_WITHHELD:
        break;
    }
    return 0;
}

struct ranked {
    const struct am_campaign_figure *figure;
    uint64_t weight;
};

/* Where it is withheld in how many a corporation was at all, the ledgers tell the least of it. */
static struct ranked rank(const struct am_campaign_figures *all, const struct am_campaign_figure *f)
{
    static const enum am_variable_kind ledgers[] = {AM_VAR_SERVICE, AM_VAR_HOST};
    struct ranked r = {f, weight(f)};
    for (size_t i = 0; i < 2 && f->variable->kind == AM_VAR_EITHER && !am_told_counted(f); i++) {
        const struct am_campaign_figure *part =
            am_campaign_figure(all, f->cell, ledgers[i], f->variable->corporation, NULL);
        if (part && weight(part) > r.weight)
            r.weight = weight(part);
    }
    return r;
}

static int by_count(const void *a, const void *b)
{
    const struct ranked *p = a;
    const struct ranked *q = b;
    const struct am_campaign_figure *x = p->figure;
    const struct am_campaign_figure *y = q->figure;
    unsigned m = x->median.told ? x->median.value + 1 : 0;
    unsigned n = y->median.told ? y->median.value + 1 : 0;
    if (p->weight != q->weight)
        return p->weight < q->weight ? 1 : -1;
    if (m != n)
        return m < n ? 1 : -1;
    return strcmp(am_told_id(x->variable), am_told_id(y->variable));
}

size_t am_told_sorted(const struct am_campaign_figures *f, const struct am_cell *cell,
                      enum am_variable_kind kind, const struct am_campaign_figure **out,
                      size_t most)
{
    size_t count = 0;
    const struct am_campaign_figure *list = am_campaign_list(f, cell, kind, &count);
    struct ranked *all = malloc((count + 1) * sizeof *all);
    if (most > count)
        most = count;
    for (size_t i = 0; all && i < count; i++)
        all[i] = rank(f, &list[i]);
    if (all && count > 0)
        qsort(all, count, sizeof *all, by_count);
    for (size_t i = 0; i < most; i++) /* without memory in the order in which they are */
        out[i] = all ? all[i].figure : &list[i];
    free(all);
    return most;
}

bool am_told_same(const struct am_campaign_figures *f, const struct am_cell **before,
                  const struct am_cell **after)
{
    const struct am_cell *found[2] = {NULL, NULL};
    for (size_t i = 0; i < f->cells.count; i++) {
        const struct am_cell *late = &f->cells.at[i];
        if (late->kind != AM_CELL_SAME || late->other >= late->round ||
            (found[1] && (found[1]->round > late->round ||
                          (found[1]->round == late->round && found[1]->other > late->other))))
            continue;
        for (size_t k = 0; k < f->cells.count; k++) {
            const struct am_cell *early = &f->cells.at[k];
            if (early->kind == AM_CELL_SAME && early->round == late->other &&
                early->other == late->round) {
                found[0] = early;
                found[1] = late;
            }
        }
    }
    *before = found[0];
    *after = found[1];
    return found[1] != NULL;
}
