/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A share as JSON. */
#include <stdio.h>

#include "share/form.h"
#include "share/share.h"

/* Takes `value`; what fails shows in `failed`. */
static void put(json_t *o, const char *key, json_t *value, int *failed)
{
    if (json_object_set_new(o, key, value) != 0)
        *failed = 1;
}

static void put_text(json_t *o, const char *key, const char *text, int *failed)
{
    if (text && text[0])
        put(o, key, json_string(text), failed);
}

static void put_pair(json_t *o, const char *key, unsigned from, unsigned to, int *failed)
{
    put(o, key, json_pack("[i, i]", (int)from, (int)to), failed);
}

static void put_band(json_t *o, const char *key, struct am_band b, int *failed)
{
    put_pair(o, key, b.from, b.to, failed);
}

/* An open band has its lower end alone. */
static void put_range(json_t *o, const char *key, struct am_range r, int *failed)
{
    if (r.to == 0)
        put(o, key, json_pack("[i]", (int)r.from), failed);
    else
        put_pair(o, key, r.from, r.to, failed);
}

static void put_month(json_t *o, const char *key, int32_t month, int *failed)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%04d-%02d", (int)(month / 12), (int)(month % 12 + 1));
    put(o, key, json_string(text), failed);
}

static json_t *ledgers(struct am_band service, struct am_band host, int *failed)
{
    json_t *o = json_object();
    put_band(o, "service", service, failed);
    put_band(o, "host", host, failed);
    return o;
}

static json_t *period(const struct am_share *s, int *failed)
{
    json_t *o = json_object();
    put_month(o, "from", s->from, failed);
    put_month(o, "to", s->to, failed);
    put_range(o, "days", s->days, failed);
    return o;
}

static json_t *trial(const struct am_share *s, int *failed)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < AM_SHARE_TRIALS; i++)
        if (s->trial & 1u << i && json_array_append_new(list, json_string(am_share_trials[i])) != 0)
            *failed = 1;
    return list;
}

static json_t *coverage(const struct am_share *s, int *failed)
{
    json_t *o = ledgers(s->owned, s->hosted, failed);
    put_band(o, "named", s->named, failed);
    return o;
}

static json_t *extraction(const struct am_share *s, int *failed)
{
    json_t *o = json_object();
    put_band(o, "contacts", s->extraction, failed);
    put_band(o, "up", s->extraction_up, failed);
    return o;
}

static json_t *rest(const struct am_share *s, int *failed)
{
    json_t *o = json_object();
    put(o, "corporations", ledgers(s->rest_service, s->rest_host, failed), failed);
    put(o, "countries", ledgers(s->other_service, s->other_host, failed), failed);
    return o;
}

static void append(json_t *list, json_t *o, int *failed)
{
    if (json_array_append_new(list, o) != 0)
        *failed = 1;
}

static json_t *corporations(const struct am_share *s, int *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->corporations.count; i++) {
        const struct am_share_corporation *c = &s->corporations.at[i];
        json_t *o = ledgers(c->service, c->host, failed);
        put_text(o, "id", c->id, failed);
        put_band(o, "either", c->either, failed);
        put_band(o, "presence", c->presence, failed);
        append(list, o, failed);
    }
    return list;
}

static json_t *areas(const struct am_share *s, int *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->areas.count; i++) {
        const struct am_share_area *a = &s->areas.at[i];
        json_t *o = json_object();
        put_text(o, "id", a->category, failed);
        put_text(o, "provider", a->provider, failed);
        put_band(o, "contacts", a->contacts, failed);
        put(o, "essential", json_boolean(a->essential), failed);
        append(list, o, failed);
    }
    return list;
}

static json_t *countries(const struct am_share *s, int *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->countries.count; i++) {
        const struct am_share_country *c = &s->countries.at[i];
        json_t *o = ledgers(c->service, c->host, failed);
        put_text(o, "id", c->code, failed);
        append(list, o, failed);
    }
    return list;
}

static json_t *steps(const struct am_share *s, int *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->steps.count; i++) {
        json_t *o = json_object();
        put_text(o, "corporation", s->steps.at[i].corporation, failed);
        put_band(o, "lost", s->steps.at[i].lost, failed);
        append(list, o, failed);
    }
    return list;
}

json_t *am_share_json(const struct am_share *s)
{
    int failed = 0;
    json_t *o = json_object();
    put(o, "schema", json_sprintf(AM_SHARE_SCHEMA "%d", AM_SHARE_VERSION), &failed);
    put(o, "method", json_integer(s->method), &failed);
    put_text(o, "program", s->program, &failed);
    put_text(o, "dataset", s->dataset, &failed);
    put_text(o, "campaign", s->about.campaign, &failed);
    put_text(o, "country", s->about.country, &failed);
    put_text(o, "territory", s->about.territory, &failed);
    put_text(o, "sector", s->about.sector, &failed);
    put_text(o, "size", s->about.size, &failed);
    put_text(o, "note", s->about.note, &failed);
    put(o, "period", period(s, &failed), &failed);
    put_range(o, "devices", s->devices, &failed);
    put(o, "fold_below", json_integer(s->fold_below), &failed);
    put_text(o, "vantage", s->vantage, &failed);
    put(o, "trial", trial(s, &failed), &failed);
    put(o, "coverage", coverage(s, &failed), &failed);
    put(o, "extraction", extraction(s, &failed), &failed);
    put_band(o, "night", s->night, &failed);
    if (s->at_home)
        put_band(o, "home", s->home, &failed);
    put(o, "corporations", corporations(s, &failed), &failed);
    put(o, "areas", areas(s, &failed), &failed);
    put(o, "countries", countries(s, &failed), &failed);
    put(o, "cut_off", steps(s, &failed), &failed);
    put(o, "rest", rest(s, &failed), &failed);
    if (!failed)
        return o;
    json_decref(o);
    return NULL;
}
