/* SPDX-License-Identifier: AGPL-3.0-or-later
 * docs/status-json.md */
#include "format/json_values.h"
#include "sensor/health.h"

static json_t *fixes(const struct am_health *h)
{
    const char *verdicts[AM_VANTAGE_TOLD_MAX];
    size_t count = am_health_verdicts(h, verdicts);
    json_t *list = json_array();
    for (int i = 0; i < AM_FIX_COUNT; i++)
        if (am_health_needs(h, (enum am_fix)i))
            (void)json_array_append_new(list, json_string(am_fix_name((enum am_fix)i)));
    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(list, json_sprintf("vantage.%s", verdicts[i]));
    return list;
}

static json_t *verdicts(const struct am_figures *f)
{
    const char *verdict;
    json_t *list = json_array();
    for (size_t i = 0; (verdict = am_vantage_verdict(i)); i++)
        if (am_vantage_holds(f, verdict))
            (void)json_array_append_new(list, json_string(verdict));
    return list;
}

static json_t *lost(const struct am_health *h)
{
    uint64_t packets = h->lost_kernel + h->lost_interface;
    json_t *o = json_object();
    am_value_put(o, "packets", am_value_ratio(packets, h->packets + packets));
    am_value_put(o, "kernel", am_value_count(h->lost_kernel));
    am_value_put(o, "interface", am_value_count(h->lost_interface));
    am_value_put(o, "contacts", am_value_count(h->lost_contacts));
    am_value_put(o, "names", am_value_count(h->lost_names));
    am_value_put(o, "marked", am_value_count(h->lost_marked));
    return o;
}

json_t *am_health_json(const struct am_health *h)
{
    static const char *const states[] = {"open", "interrupted", "closed"};
    const struct am_scan_info *info = &h->figures->scope.info;
    const struct am_coverage *c = &h->figures->coverage;
    int64_t devices = am_health_devices(h);
    enum am_blindness blind = am_health_blindness(h);
    json_t *o = json_object();
    am_value_put(o, "file", am_value_text(h->path));
    am_value_put(o, "state", json_string(states[info->state]));
    am_value_put(o, "live", json_boolean(info->live));
    am_value_put(o, "sources", am_value_text(info->sources));
    am_value_put(o, "first_packet", am_value_moment(info->first_packet));
    am_value_put(o, "last_packet", am_value_moment(info->last_packet));
    am_value_put(o, "written", am_value_moment(h->written));
    am_value_put(o, "packets", am_value_count(h->packets));
    am_value_put(o, "lost", lost(h));
    am_value_put(o, "flushes_failed", am_value_count(h->failed_flushes));
    am_value_put(o, "clock_set", am_value_count(h->clock_set));
    am_value_put(o, "contacts", am_value_count(c->all.contacts));
    am_value_put(o, "named", am_value_ratio(c->named.contacts, c->all.contacts));
    am_value_put(o, "service_owner", am_value_ratio(c->service_owner.contacts, c->all.contacts));
    am_value_put(o, "blindness",
                 blind == AM_BLIND_NOT ? json_null() : json_string(am_blindness_name(blind)));
    am_value_put(o, "devices", devices < 0 ? json_null() : json_integer(devices));
    am_value_put(o, "fold_below", json_integer(h->figures->scope.k));
    am_value_put(o, "verdicts", verdicts(h->figures));
    am_value_put(o, "bytes", am_value_count(h->bytes));
    am_value_put(o, "free_bytes", am_value_count(h->free_bytes));
    am_value_put(o, "fix", fixes(h));
    return o;
}
