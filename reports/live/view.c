/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attribution.h"
#include "base/hash.h"
#include "base/table.h"
#include "indicators/families.h"

/* How much a name had, or a network without one; told apart by a keyed hash of 64 bits. */
struct amount {
    uint64_t key;
    uint64_t before, now; /* at the last reading, and in the one that is being made */
    uint64_t told;        /* the reading in which it was news */
};

struct growth {
    const struct am_corporation *corporation;
    uint64_t contacts, added;
};

struct am_view {
    struct am_rules *rules;
    struct am_knowledge knowledge;
    struct am_ask ask;
    struct am_listener listener;
    struct am_figures *figures;
    uint64_t reading;
    int64_t clock;

    struct amount *amounts;
    uint32_t amounts_len, amounts_size;
    struct am_table amounts_by_key;

    struct am_news news[AM_NEWS_MAX]; /* oldest first */
    size_t news_len;
    struct am_news told[AM_NEWS_MAX]; /* newest first */
    uint64_t news_number;

    struct am_history_point history[AM_HISTORY_MAX];
    size_t history_len;

    struct growth *owners;
    size_t owners_len;
};

static struct amount *amount_of(struct am_view *v, const char *text)
{
    uint64_t key = am_hash_bytes(text, strlen(text));
    uint32_t hash = (uint32_t)key;
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&v->amounts_by_key, hash, &at)) != AM_TABLE_NONE;)
        if (v->amounts[i].key == key)
            return &v->amounts[i];
    struct amount *amounts =
        am_array_room(v->amounts, v->amounts_len, &v->amounts_size, sizeof *amounts);
    if (!amounts)
        return NULL;
    v->amounts = amounts;
    if (!am_table_add(&v->amounts_by_key, hash, v->amounts_len))
        return NULL;
    amounts[v->amounts_len] = (struct amount){.key = key};
    return &amounts[v->amounts_len++];
}

static void add_news(struct am_view *v, const struct am_row_view *row, bool first)
{
    const struct am_scan_row *r = row->seen->row;
    if (v->news_len == AM_NEWS_MAX)
        memmove(v->news, v->news + 1, --v->news_len * sizeof *v->news);
    struct am_news *n = &v->news[v->news_len++];
    *n = (struct am_news){
        .number = ++v->news_number,
        .time = v->clock,
        .unlisted = r->unlisted,
        .first = first,
        .service = row->seen->service,
        .host = row->host,
        .evidence = r->evidence,
        .blindness = r->blindness,
    };
    (void)snprintf(n->name, sizeof n->name, "%s", r->name ? r->name : "");
    (void)snprintf(n->network, sizeof n->network, "%s", r->place.as_name);
}

/* Rows come by the hour, so what is more than there was stands in the last of a name's rows. */
static enum am_status hear(void *ctx, const struct am_row_view *row)
{
    struct am_view *v = ctx;
    const struct am_scan_row *r = row->seen->row;
    if (row->resolver)
        return AM_OK;
    struct amount *a = amount_of(v, r->name       ? r->name
                                    : r->unlisted ? "(unlisted)"
                                                  : r->place.as_name);
    if (!a)
        return AM_E_NO_MEMORY;
    a->now += r->flows + r->up + r->down;
    if (a->now > a->before && a->told != v->reading) {
        a->told = v->reading;
        add_news(v, row, a->before == 0);
    }
    return AM_OK;
}

enum am_status am_view_new(struct am_rules *rules, const struct am_ask *ask, struct am_view **out,
                           struct am_problem *problem)
{
    struct am_view *v = calloc(1, sizeof *v);
    if (!v)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    v->rules = rules;
    v->listener = (struct am_listener){.ctx = v, .hear = hear};
    v->ask = *ask;
    v->ask.listener = &v->listener;
    am_rules_as_knowledge(rules, &v->knowledge);
    *out = v;
    return AM_OK;
}

void am_view_free(struct am_view *v)
{
    if (!v)
        return;
    am_figures_free(v->figures);
    am_table_done(&v->amounts_by_key);
    free(v->amounts);
    free(v->owners);
    free(v);
}

/* Every other point goes once there is no room; the last one is always there. */
static void add_history(struct am_view *v)
{
    const struct am_sum *all = &v->figures->coverage.all;
    struct am_history_point point = {v->clock, all->contacts, all->up + all->down};
    if (v->history_len > 0 && v->history[v->history_len - 1].time >= point.time) {
        v->history[v->history_len - 1] = point;
        return;
    }
    if (v->history_len == AM_HISTORY_MAX) {
        for (size_t i = 0; i < AM_HISTORY_MAX / 2; i++)
            v->history[i] = v->history[i * 2];
        v->history_len = AM_HISTORY_MAX / 2;
    }
    v->history[v->history_len++] = point;
}

static enum am_status compare_owners(struct am_view *v)
{
    size_t len = 0;
    struct growth *owners = calloc(v->figures->owners.count + 1, sizeof *owners);
    if (!owners)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < v->figures->owners.count; i++) {
        const struct am_owner_line *line = &v->figures->owners.at[i];
        if (line->slice != AM_SLICE_OWNER)
            continue;
        struct growth *g = &owners[len++];
        *g = (struct growth){line->corporation, line->either.sum.contacts,
                             line->either.sum.contacts};
        for (size_t j = 0; j < v->owners_len; j++)
            if (v->owners[j].corporation == line->corporation)
                g->added =
                    g->contacts > v->owners[j].contacts ? g->contacts - v->owners[j].contacts : 0;
    }
    free(v->owners);
    v->owners = owners;
    v->owners_len = len;
    return AM_OK;
}

static void turn_news(struct am_view *v)
{
    for (size_t i = 0; i < v->news_len; i++)
        v->told[i] = v->news[v->news_len - 1 - i];
}

enum am_status am_view_read(struct am_view *v, const char *path, int64_t clock,
                            struct am_problem *problem)
{
    struct am_scan *scan;
    struct am_figures *figures = NULL;
    enum am_status status = am_scan_open(path, &v->knowledge, &scan, problem);
    if (status != AM_OK)
        return status;
    v->reading++;
    v->clock = clock > 0 ? clock : am_scan_info(scan)->last_packet;
    for (uint32_t i = 0; i < v->amounts_len; i++)
        v->amounts[i].now = 0;
    status = am_figures_of(&scan, 1, v->rules, &v->ask, &figures, problem);
    am_scan_free(scan);
    if (status != AM_OK)
        return status;
    for (uint32_t i = 0; i < v->amounts_len; i++)
        v->amounts[i].before = v->amounts[i].now;
    am_figures_free(v->figures);
    v->figures = figures;
    turn_news(v);
    add_history(v);
    status = compare_owners(v);
    return status == AM_OK ? AM_OK : am_problem_set(problem, status, path, 0, "out of memory");
}

struct am_figures *am_view_figures(const struct am_view *v)
{
    return v->figures;
}

size_t am_view_news(const struct am_view *v, const struct am_news **out)
{
    *out = v->told;
    return v->news_len;
}

size_t am_view_history(const struct am_view *v, const struct am_history_point **out)
{
    *out = v->history;
    return v->history_len;
}

uint64_t am_view_growth(const struct am_view *v, const struct am_corporation *corporation)
{
    for (size_t i = 0; i < v->owners_len; i++)
        if (v->owners[i].corporation == corporation)
            return v->owners[i].added;
    return 0;
}
