/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"

static void load_name(struct am_sql *q, sqlite3_stmt *stmt, struct am_kept_names *out)
{
    (void)am_sql_int(q, stmt, 0, (int64_t)out->len + 1, (int64_t)out->len + 1);
    const char *text = am_sql_text(q, stmt, 1, AM_NAME_MAX);
    bool known = am_sql_int(q, stmt, 2, 0, 1) != 0;
    char clean[AM_NAME_SIZE];
    if (!text)
        return;
    struct am_bytes raw = {(const uint8_t *)text, strlen(text)};
    if (am_name_clean(raw, clean) != AM_OK || strcmp(clean, text) != 0 ||
        am_name_is_address(clean)) {
        am_sql_reject(q);
        return;
    }
    struct am_kept_name *names = am_array_room(out->at, out->len, &out->size, sizeof *names);
    if (!names) {
        am_sql_no_memory(q);
        return;
    }
    out->at = names;
    struct am_kept_name *name = &names[out->len];
    name->known = known;
    name->text = strdup(clean);
    if (name->text)
        out->len++;
    else
        am_sql_no_memory(q);
}

void am_load_names(struct am_sql *q, bool scratch, struct am_kept_names *out)
{
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt =
        am_sql_prepare(q, scratch ? "SELECT id, text, known FROM scratch_name ORDER BY id"
                                  : "SELECT id, text, known FROM name ORDER BY id");
    while (am_sql_row(q, stmt))
        load_name(q, stmt, out);
}

static void load_country(struct am_sql *q, sqlite3_stmt *stmt, int column, char out[3])
{
    const char *code = am_sql_text(q, stmt, column, 2);
    if (code && am_country_is_valid(code))
        (void)snprintf(out, 3, "%s", code);
    else
        am_sql_reject(q);
}

static void load_host(struct am_sql *q, sqlite3_stmt *stmt, struct am_hosts *out)
{
    struct am_kept_host host = {0};
    (void)am_sql_int(q, stmt, 0, (int64_t)out->len + 1, (int64_t)out->len + 1);
    const char *block = am_sql_text(q, stmt, 1, AM_PREFIX_TEXT);
    if (block && (am_prefix_parse(block, &host.block) != AM_OK || !am_block_is_valid(&host.block)))
        am_sql_reject(q);
    host.place.asn = (uint32_t)am_sql_int(q, stmt, 2, 0, UINT32_MAX);
    const char *as_name = am_sql_text(q, stmt, 3, AM_AS_NAME_SIZE - 1);
    if (as_name)
        (void)snprintf(host.place.as_name, sizeof host.place.as_name, "%s", as_name);
    load_country(q, stmt, 4, host.place.registered);
    load_country(q, stmt, 5, host.place.located);
    host.place.anycast = am_sql_int(q, stmt, 6, 0, 1) != 0;
    if (q->rc != SQLITE_OK)
        return;
    struct am_kept_host *hosts = am_array_room(out->at, out->len, &out->size, sizeof *hosts);
    if (!hosts) {
        am_sql_no_memory(q);
        return;
    }
    out->at = hosts;
    out->at[out->len++] = host;
}

#define HOST_COLUMNS "SELECT id, block, asn, as_name, registered, located, anycast FROM "

void am_load_hosts(struct am_sql *q, bool scratch, struct am_hosts *out)
{
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt = am_sql_prepare(q, scratch ? HOST_COLUMNS "scratch_host ORDER BY id"
                                                   : HOST_COLUMNS "host ORDER BY id");
    while (am_sql_row(q, stmt))
        load_host(q, stmt, out);
}

void am_kept_names_done(struct am_kept_names *n)
{
    for (uint32_t i = 0; i < n->len; i++)
        free(n->at[i].text);
    free(n->at);
    *n = (struct am_kept_names){0};
}

void am_hosts_done(struct am_hosts *h)
{
    free(h->at);
    *h = (struct am_hosts){0};
}

static void load_marker(struct am_sql *q, sqlite3_stmt *stmt, struct am_kept_markers *out)
{
    const struct am_kept_marker *last = out->len > 0 ? &out->at[out->len - 1] : NULL;
    (void)am_sql_int(q, stmt, 0, (int64_t)out->len + 1, (int64_t)out->len + 1);
    struct am_kept_marker marker = {
        .time = am_sql_int(q, stmt, 1, last ? last->ended : 1, INT64_MAX),
        .ended = am_sql_int(q, stmt, 2, 0, INT64_MAX),
    };
    const char *text = am_sql_text(q, stmt, 3, AM_MARKER_TEXT);
    char clean[AM_MARKER_TEXT + 1];
    if (!text)
        return;
    am_clean_text(text, strlen(text), clean, sizeof clean);
    if (out->len == AM_MARKERS_MAX || clean[0] == '\0' || strcmp(clean, text) != 0 ||
        (last && last->ended == 0) || (marker.ended != 0 && marker.ended <= marker.time))
        am_sql_reject(q);
    if (q->rc != SQLITE_OK)
        return;
    struct am_kept_marker *markers = am_array_room(out->at, out->len, &out->size, sizeof *markers);
    if (markers) {
        out->at = markers;
        marker.text = strdup(clean);
    }
    if (marker.text)
        out->at[out->len++] = marker;
    else
        am_sql_no_memory(q);
}

void am_load_markers(struct am_sql *q, struct am_kept_markers *out)
{
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt = am_sql_prepare(q, "SELECT id, time, ended, text FROM marker ORDER BY id");
    while (am_sql_row(q, stmt))
        load_marker(q, stmt, out);
}

void am_kept_markers_done(struct am_kept_markers *m)
{
    for (uint32_t i = 0; i < m->len; i++)
        free(m->at[i].text);
    free(m->at);
    *m = (struct am_kept_markers){0};
}

static enum am_row_state load_state(struct am_sql *q, sqlite3_stmt *stmt, int column)
{
    static const char *const words[] = {
        [AM_ROW_OPEN] = "open", [AM_ROW_FOLDED] = "folded", [AM_ROW_CLOSED] = "closed"};
    const char *text = am_sql_text(q, stmt, column, 16);
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return (enum am_row_state)i;
    am_sql_reject(q);
    return AM_ROW_OPEN;
}

static void load_text(struct am_sql *q, sqlite3_stmt *stmt, int column, char *out, size_t size)
{
    const char *text = am_sql_text(q, stmt, column, (int)size - 1);
    (void)snprintf(out, size, "%s", text ? text : "");
}

void am_load_record(struct am_sql *q, struct am_scan_record *out)
{
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt =
        am_sql_prepare(q,
                       "SELECT state, program, sources, dataset, live, keep_names, fold_below,"
                       " first_packet, last_packet, coalesce(devices, 0) FROM scan");
    struct am_scan_record record = {0};
    struct am_scan_info *info = &record.info;
    if (!am_sql_row(q, stmt)) {
        am_sql_reject(q);
        return;
    }
    record.state = load_state(q, stmt, 0);
    load_text(q, stmt, 1, info->program, sizeof info->program);
    load_text(q, stmt, 2, info->sources, sizeof info->sources);
    load_text(q, stmt, 3, info->dataset, sizeof info->dataset);
    info->live = am_sql_int(q, stmt, 4, 0, 1) != 0;
    info->keep_names = am_sql_int(q, stmt, 5, 0, 1) != 0;
    info->fold_below = (unsigned)am_sql_int(q, stmt, 6, 1, UINT32_MAX);
    info->first_packet = am_sql_int(q, stmt, 7, INT64_MIN, INT64_MAX);
    info->last_packet = am_sql_int(q, stmt, 8, INT64_MIN, INT64_MAX);
    info->last_flush = info->last_packet;
    info->devices = (uint64_t)am_sql_int(q, stmt, 9, 0, (int64_t)AM_SQL_COUNT_MAX);
    if (q->rc == SQLITE_OK)
        *out = record;
}

uint8_t am_load_app(struct am_sql *q, sqlite3_stmt *stmt, int column, struct am_apps *apps)
{
    const char *text = am_sql_text(q, stmt, column, AM_APP_MAX);
    if (!text)
        return 0;
    for (uint8_t i = 0; i < apps->len; i++)
        if (strcmp(apps->at[i], text) == 0)
            return i;
    if (!am_app_is_valid(text) || apps->len == AM_STORE_APPS_MAX) {
        am_sql_reject(q);
        return 0;
    }
    (void)snprintf(apps->at[apps->len], sizeof apps->at[0], "%s", text);
    return apps->len++;
}
