/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/json_values.h"

#include <stdio.h>
#include <time.h>

#include "base/utf8.h"

json_t *am_value_text(const char *raw)
{
    struct am_text t;
    if (!raw)
        return json_null();
    am_text_init(&t, 1 << 20);
    am_utf8_add_inert(&t, raw);
    json_t *made = json_string(t.at);
    am_text_done(&t);
    return made;
}

/* Takes `value`, as jansson's _new functions do. A failure shows in the size of the object. */
void am_value_put(json_t *object, const char *key, json_t *value)
{
    (void)json_object_set_new(object, key, value);
}

json_t *am_value_count(uint64_t n)
{
    return json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n);
}

json_t *am_value_ratio(uint64_t numerator, uint64_t denominator)
{
    json_t *o = json_object();
    am_value_put(o, "numerator", am_value_count(numerator));
    am_value_put(o, "denominator", am_value_count(denominator));
    return o;
}

json_t *am_value_moment(int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm tm;
    char out[40];
    if (seconds == 0 || !gmtime_r(&t, &tm) ||
        strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        return json_null();
    return json_string(out);
}

json_t *am_value_corporation(const struct am_corporation *c)
{
    return am_value_text(c ? c->id : NULL);
}

json_t *am_value_country(const struct am_jurisdiction *j)
{
    return am_value_text(j ? j->code : NULL);
}

/* Contacts and bytes against the whole of both ledgers. */
json_t *am_value_sum(const struct am_figures *f, const struct am_sum *s)
{
    const struct am_sum *all = &f->coverage.all;
    json_t *o = json_object();
    am_value_put(o, "contacts", am_value_ratio(s->contacts, all->contacts));
    am_value_put(o, "flows", am_value_count(s->flows));
    am_value_put(o, "up", am_value_ratio(s->up, all->up));
    am_value_put(o, "down", am_value_ratio(s->down, all->down));
    am_value_put(o, "bytes", am_value_ratio(s->up + s->down, all->up + all->down));
    return o;
}

json_t *am_value_devices(const struct am_figures *f, int64_t n)
{
    json_t *o = json_object();
    am_value_put(o, "numerator", n >= 0 ? json_integer(n) : json_null());
    if (n == AM_DEVICES_FEW)
        am_value_put(o, "fewer_than", json_integer(f->scope.k));
    am_value_put(o, "denominator", am_value_count(f->scope.info.devices));
    return o;
}

json_t *am_value_measure(const struct am_figures *f, const struct am_measure *m, bool devices)
{
    json_t *o = am_value_sum(f, &m->sum);
    am_value_put(o, "hours", am_value_ratio(m->hours, f->scope.hours));
    am_value_put(o, "work_hours", am_value_ratio(m->work_hours, f->scope.work_hours));
    if (devices)
        am_value_put(o, "devices", am_value_devices(f, m->devices));
    return o;
}

json_t *am_value_names(const char *const own[AM_LANG_COUNT])
{
    json_t *o = json_object();
    for (int l = 0; l < AM_LANG_COUNT; l++)
        am_value_put(o, am_language_code((enum am_language)l), am_value_text(own[l]));
    return o;
}

json_t *am_value_basis(const struct am_basis *b)
{
    json_t *o = json_object();
    am_value_put(o, "source", am_value_text(b->source ? b->source->id : NULL));
    am_value_put(o, "checked", am_value_text(b->checked));
    am_value_put(o, "verified", json_boolean(b->verified));
    am_value_put(o, "declared", json_boolean(am_basis_is_declared(b)));
    return o;
}
