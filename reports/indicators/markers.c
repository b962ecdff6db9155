/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was contacted after each marker. No family of figures: its rows are apart from those that
 * count, and tell flows and bytes alone. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

struct am_marking {
    struct am_marker_line line;
    const char *key; /* its number as a text of the groups */
    bool asked;      /* within the time that the report is of */
};

static bool is_within(const struct am_ask *ask, int64_t time)
{
    return (ask->since == 0 || time >= ask->since) && (ask->until == 0 || time < ask->until);
}

static bool make_room(struct am_figures *f)
{
    if (f->marked_len < f->marked_size)
        return true;
    size_t size = f->marked_size ? f->marked_size * 2 : 16;
    struct am_marking **grown =
        reallocarray((void *)f->marked_at, size, sizeof(struct am_marking *));
    if (!grown)
        return false;
    f->marked_at = grown;
    f->marked_size = size;
    return true;
}

enum am_status am_figures_add_marker(struct am_figures *f, const struct am_scan_marker *marker,
                                     size_t *out)
{
    char number[24];
    struct am_marking *m = am_lines(f, 1, sizeof *m);
    if (!m || !make_room(f))
        return AM_E_NO_MEMORY;
    (void)snprintf(number, sizeof number, "%zu", f->marked_len);
    m->key = am_groups_text(&f->groups, number);
    m->line.time = marker->time;
    m->line.ended = marker->ended;
    m->line.number = f->marked_len;
    m->line.text = am_pool_text(&f->groups.pool, marker->text, strlen(marker->text));
    m->asked = is_within(&f->ask, marker->time);
    if (!m->key || !m->line.text)
        return AM_E_NO_MEMORY;
    *out = f->marked_len;
    f->marked_at[f->marked_len++] = m;
    return AM_OK;
}

enum am_status am_figures_add_marked(struct am_figures *f, size_t number,
                                     const struct am_seen *seen)
{
    struct am_marking *m = f->marked_at[number];
    struct am_row_view row = am_row_view_of(f, seen);
    if (!m->asked || row.resolver)
        return AM_OK;
    am_sum_add(&m->line.all, &row.sum);
    am_groups_add(&f->groups, AM_KIND_MARKED_SERVICE, m->key, row.service, &row.sum, row.hour);
    am_groups_add(&f->groups, AM_KIND_MARKED_HOST, m->key, row.host, &row.sum, row.hour);
    const char *name = seen->row->name ? am_groups_text(&f->groups, seen->row->name) : NULL;
    struct am_group *g =
        name ? am_groups_add(&f->groups, AM_KIND_MARKED_NAME, m->key, name, &row.sum, row.hour)
             : NULL;
    if (g)
        g->marks |= row.service || row.host;
    enum am_status status = am_groups_status(&f->groups);
    return status == AM_OK && f->ask.listener && f->ask.listener->hear_marked
               ? f->ask.listener->hear_marked(f->ask.listener->ctx, number, &row)
               : status;
}

/* The line of a corporation, made where there is none; corporations of a marker are few. */
static struct am_marker_owner *owner_of(struct am_marker_owner *owners, size_t *len,
                                        const struct am_corporation *corporation)
{
    for (size_t i = 0; i < *len; i++)
        if (owners[i].corporation == corporation)
            return &owners[i];
    owners[*len].corporation = corporation;
    return &owners[(*len)++];
}

static size_t count_of(struct am_group *const *groups, size_t count, const char *key)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += groups[i]->a == key;
    return n;
}

static int by_flows(const void *a, const void *b)
{
    const struct am_marker_owner *x = a;
    const struct am_marker_owner *y = b;
    uint64_t xs = x->service.flows > x->host.flows ? x->service.flows : x->host.flows;
    uint64_t ys = y->service.flows > y->host.flows ? y->service.flows : y->host.flows;
    if (xs != ys)
        return xs < ys ? 1 : -1;
    return strcmp(x->corporation->id, y->corporation->id);
}

/* All groups of the three kinds, by marker in the first word of their keys. */
struct marked_groups {
    struct am_group **services, **hosts, **names;
    size_t service_count, host_count, name_count;
};

static enum am_status finish_one(struct am_figures *f, struct am_marking *m,
                                 const struct marked_groups *g)
{
    size_t room =
        count_of(g->services, g->service_count, m->key) + count_of(g->hosts, g->host_count, m->key);
    struct am_marker_owner *owners = am_lines(f, room, sizeof *owners);
    size_t len = 0;
    if (!owners)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < g->service_count; i++)
        if (g->services[i]->a == m->key && g->services[i]->b)
            owner_of(owners, &len, g->services[i]->b)->service = g->services[i]->sum;
    m->line.service_count = len;
    for (size_t i = 0; i < g->host_count; i++)
        if (g->hosts[i]->a == m->key && g->hosts[i]->b)
            owner_of(owners, &len, g->hosts[i]->b)->host = g->hosts[i]->sum;
    for (size_t i = 0; i < g->name_count; i++) {
        if (g->names[i]->a != m->key)
            continue;
        m->line.names++;
        m->line.unowned += g->names[i]->marks == 0;
    }
    qsort(owners, len, sizeof *owners, by_flows);
    for (size_t i = 0; i < len; i++)
        m->line.begun += owners[i].service.flows > 0 || owners[i].host.flows > 0;
    m->line.owners = owners;
    m->line.owner_count = len;
    return AM_OK;
}

static int by_time(const void *a, const void *b)
{
    const struct am_marker_line *x = a;
    const struct am_marker_line *y = b;
    return (x->time > y->time) - (x->time < y->time);
}

enum am_status am_markers_finish(struct am_figures *f)
{
    struct am_groups *groups = &f->groups;
    struct marked_groups g = {0};
    struct am_marker_line *lines = am_lines(f, f->marked_len, sizeof *lines);
    g.services = am_groups_list(groups, AM_KIND_MARKED_SERVICE, &g.service_count);
    g.hosts = am_groups_list(groups, AM_KIND_MARKED_HOST, &g.host_count);
    g.names = am_groups_list(groups, AM_KIND_MARKED_NAME, &g.name_count);
    if (!lines || !g.services || !g.hosts || !g.names)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < f->marked_len; i++) {
        struct am_marking *m = f->marked_at[i];
        if (!m->asked)
            continue;
        enum am_status status = finish_one(f, m, &g);
        if (status != AM_OK)
            return status;
        lines[f->markers.count++] = m->line;
    }
    f->markers.at = lines;
    qsort(lines, f->markers.count, sizeof *lines, by_time);
    return AM_OK;
}
