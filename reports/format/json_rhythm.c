/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it happens, by the organization's own clock, and what was contacted after each marker. */
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

/* No contacts: devices are not told apart within a marker. */
static json_t *flows(json_t *o, const struct am_sum *sum)
{
    am_value_put(o, "flows", am_value_count(sum->flows));
    am_value_put(o, "up", am_value_count(sum->up));
    am_value_put(o, "down", am_value_count(sum->down));
    return o;
}

json_t *am_json_markers(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->markers.count; i++) {
        const struct am_marker_line *line = &f->markers.at[i];
        json_t *o = flows(json_object(), &line->all);
        json_t *owners = json_array();
        for (size_t c = 0; c < line->owner_count; c++) {
            const struct am_marker_owner *owner = &line->owners[c];
            json_t *told = json_object();
            am_value_put(told, "id", am_value_corporation(owner->corporation));
            am_value_put(told, "name", am_value_text(owner->corporation->name));
            am_value_put(told, "service", flows(json_object(), &owner->service));
            am_value_put(told, "host", flows(json_object(), &owner->host));
            (void)json_array_append_new(owners, told);
        }
        am_value_put(o, "time", am_value_moment(line->time));
        am_value_put(o, "ended", am_value_moment(line->ended));
        am_value_put(o, "text", am_value_text(line->text));
        am_value_put(o, "names", am_value_count(line->names));
        am_value_put(o, "unowned", am_value_count(line->unowned));
        am_value_put(o, "corporations", owners);
        (void)json_array_append_new(list, o);
    }
    return list;
}
