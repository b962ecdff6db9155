/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it happens, by the organization's own clock. */
#include <stdio.h>
#include <time.h>

#include "format/json_values.h"

json_t *am_json_week(const struct am_figures *f)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < AM_SLOTS; i++) {
        const struct am_slot *slot = &f->week[i];
        json_t *o = am_value_sum(f, &slot->sum);
        am_value_put(o, "weekday", json_integer(i / 24 + 1));
        am_value_put(o, "hour", json_integer(i % 24));
        am_value_put(o, "hours", am_value_ratio(slot->hours, slot->watched));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *date(int32_t days)
{
    time_t t = (time_t)days * 86400;
    struct tm tm;
    char out[40];
    if (!gmtime_r(&t, &tm) || strftime(out, sizeof out, "%Y-%m-%d", &tm) == 0)
        return json_null();
    return json_string(out);
}

json_t *am_json_days(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->days.count; i++) {
        const struct am_day_line *line = &f->days.at[i];
        json_t *o = am_value_measure(f, &line->measure, false);
        am_value_put(o, "date", date(line->date));
        am_value_put(o, "night", am_value_sum(f, &line->night));
        (void)json_array_append_new(list, o);
    }
    return list;
}

json_t *am_json_night(const struct am_figures *f)
{
    json_t *o = json_object();
    json_t *roles = json_array();
    for (size_t i = 0; i < f->nights.count; i++) {
        const struct am_night_line *line = &f->nights.at[i];
        json_t *role = am_value_sum(f, &line->sum);
        am_value_put(role, "role", am_value_text(line->role ? line->role->id : NULL));
        am_value_put(role, "hours", am_value_count(line->hours));
        (void)json_array_append_new(roles, role);
    }
    am_value_put(o, "all", am_value_sum(f, &f->findings.night));
    am_value_put(o, "roles", roles);
    return o;
}
