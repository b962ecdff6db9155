/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/publication.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/figures/columns.h"

#define MONTHS 12
#define TENTHS 10

/* Takes `value`; a failure stays. */
static void put(json_t *o, const char *key, json_t *value, bool *failed)
{
    *failed |= json_object_set_new(o, key, value) != 0;
}

static void put_text(json_t *o, const char *key, const char *text, bool *failed)
{
    put(o, key, json_string(text), failed);
}

static void put_count(json_t *o, const char *key, uint64_t n, bool *failed)
{
    put(o, key, json_integer((json_int_t)n), failed);
}

static void put_month(json_t *o, const char *key, int32_t month, bool *failed)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%04d-%02d", (int)(month / MONTHS),
                   (int)(month % MONTHS + 1));
    put_text(o, key, text, failed);
}

static json_t *cells(const struct am_campaign_figures *f, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->cells.count; i++) {
        const struct am_cell *c = &f->cells.at[i];
        json_t *o = json_object();
        put_text(o, "id", c->id, failed);
        put_count(o, "round", c->round, failed);
        put_text(o, "by", am_cell_word(c->kind), failed);
        if (c->kind == AM_CELL_SAME)
            put_count(o, "other", c->other, failed);
        else if (c->kind != AM_CELL_ALL)
            put_text(o, "value", c->value, failed);
        put_count(o, "n", c->n, failed);
        *failed |= json_array_append_new(list, o) != 0;
    }
    return list;
}

/* In English, for who reads the file without the dataset. */
static json_t *names(const struct am_campaign_figures *f, bool *failed)
{
    json_t *corporations = json_object();
    json_t *countries = json_object();
    json_t *areas = json_object();
    json_t *o = json_object();
    for (size_t i = 0; i < f->variables.count; i++) {
        const struct am_variable *v = &f->variables.at[i];
        if (v->corporation)
            put_text(corporations, v->corporation->id, v->corporation->name, failed);
        if (v->country)
            put_text(countries, v->country->code, v->country->name[AM_LANG_EN], failed);
        if (v->area)
            put_text(areas, v->area->id, v->area->name[AM_LANG_EN], failed);
    }
    put(o, "corporations", corporations, failed);
    put(o, "countries", countries, failed);
    put(o, "areas", areas, failed);
    return o;
}

static json_t *settings(const struct am_campaign_figures *f, bool *failed)
{
    json_t *o = json_object();
    put_count(o, "at_least", f->settings->at_least, failed);
    put_count(o, "round_to", f->settings->round_to, failed);
    put_count(o, "dominance", f->settings->dominance, failed);
    return o;
}

static json_t *head(const struct am_campaign_figures *f, bool *failed)
{
    json_t *o = json_object();
    json_t *dataset = json_object();
    json_t *months = json_object();
    json_t *columns = json_array();
    put_text(dataset, "names", f->dataset, failed);
    put_text(dataset, "oldest", f->dataset_oldest, failed);
    put_text(dataset, "newest", f->dataset_newest, failed);
    put_month(months, "from", f->month_from, failed);
    put_month(months, "to", f->month_to, failed);
    for (unsigned c = 0; c < AM_COLUMNS; c++)
        *failed |= json_array_append_new(columns, json_string(am_column_name(c))) != 0;
    put_text(o, "schema", "amarra-publication/1", failed);
    put_text(o, "campaign", f->settings->id, failed);
    put_count(o, "edition", f->edition, failed);
    put_text(o, "day", f->day, failed);
    put_count(o, "method", AM_SHARE_METHOD, failed);
    put(o, "settings", settings(f, failed), failed);
    put(o, "dataset", dataset, failed);
    put(o, "months", months, failed);
    put_count(o, "shares", f->shares, failed);
    put_count(o, "held", f->held, failed);
    put(o, "cells", cells(f, failed), failed);
    put(o, "names", names(f, failed), failed);
    put(o, "columns", columns, failed);
    return o;
}

static void add_number(const char *as, const struct am_number *n, struct am_text *out)
{
    am_text_addf(out, ", \"%s\", ", as);
    if (n->as == AM_TELL_WITHHELD)
        am_text_add(out, "null");
    else
        am_text_addf(out, "%llu", (unsigned long long)n->n);
}

static void add_tenths(const struct am_campaign_figure *f, unsigned tenths, struct am_text *out)
{
    if (f->count.as == AM_TELL_ROUNDED && am_variable_shape(f->variable->kind)->prevalence)
        am_text_addf(out, ", %u.%u", tenths / TENTHS, tenths % TENTHS);
    else
        am_text_add(out, ", null");
}

static void add_quantile(enum am_unit unit, const struct am_quantile *q, struct am_text *out)
{
    char word[AM_VALUE_TEXT];
    am_value_word(unit, q->value, word);
    if (q->told)
        am_text_addf(out, ", \"%s\"", word);
    else
        am_text_add(out, ", null");
}

static void add_id(const char *id, struct am_text *out)
{
    if (id)
        am_text_addf(out, ", \"%s\"", id); /* of the dataset: small letters, digits, '-' */
    else
        am_text_add(out, ", null");
}

void am_variable_ids(const struct am_variable *v, struct am_variable_ids *out)
{
    *out = (struct am_variable_ids){0};
    if (v->kind == AM_VAR_LOST)
        (void)snprintf(out->step, sizeof out->step, "%u", v->step);
    const char *corporation = v->corporation ? v->corporation->id : NULL;
    out->of = v->kind == AM_VAR_LOST ? out->step
              : v->area              ? v->area->id
              : v->country           ? v->country->code
                                     : corporation;
    out->also = v->area ? corporation : NULL;
}

static void add_row(const struct am_campaign_figure *f, struct am_text *out)
{
    const struct am_variable_shape *shape = am_variable_shape(f->variable->kind);
    bool whole = am_kind_is_of_cell(f->variable->kind);
    struct am_variable_ids ids;
    am_variable_ids(f->variable, &ids);
    am_text_addf(out, "[\"%s\", \"%s\"", f->cell->id, shape->id);
    add_id(ids.of, out);
    add_id(ids.also, out);
    add_number(whole ? AM_TOLD_EXACT : am_told_word(f->base.as), &f->base, out);
    add_number(whole && !shape->prevalence ? AM_TOLD_EXACT : am_told_word(f->count.as), &f->count,
               out);
    add_tenths(f, f->share, out);
    add_tenths(f, f->share_low, out);
    add_tenths(f, f->share_high, out);
    add_quantile(shape->unit, &f->q1, out);
    add_quantile(shape->unit, &f->median, out);
    add_quantile(shape->unit, &f->q3, out);
    add_quantile(shape->unit, &f->median_low, out);
    add_quantile(shape->unit, &f->median_high, out);
    am_text_add(out, "]");
}

enum am_status am_publication_write(const struct am_campaign_figures *f, struct am_text *out)
{
    bool failed = false;
    json_t *o = head(f, &failed);
    char *text = failed ? NULL : json_dumps(o, JSON_INDENT(1));
    json_decref(o);
    if (!text)
        return AM_E_NO_MEMORY;
    /* The object stays open: its last member is the list of figures, a line each. */
    am_text_add_len(out, text, strlen(text) - strlen("\n}"));
    free(text);
    am_text_add(out, ",\n \"figures\": [");
    for (size_t i = 0; i < f->figures.count; i++) {
        am_text_add(out, i > 0 ? ",\n  " : "\n  ");
        add_row(&f->figures.at[i], out);
    }
    am_text_add(out, "\n ]\n}\n");
    return am_text_status(out);
}
