/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/marks.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"

void am_marks_done(struct am_marks *m)
{
    am_table_done(&m->rows_by_key);
    free(m->markers);
    free(m->rows);
    *m = (struct am_marks){0};
}

static void end_running(struct am_marks *m, int64_t time)
{
    if (!m->running)
        return;
    struct am_mark *last = &m->markers[m->markers_len - 1];
    last->ended = time > last->time ? time : last->time + 1;
    last->saved = false;
    m->running = false;
}

void am_marks_set(struct am_marks *m, int64_t time, const char *text)
{
    struct am_mark mark = {.time = time > 1 ? time : 1};
    end_running(m, mark.time);
    am_clean_text(text, strlen(text), mark.text, sizeof mark.text);
    if (mark.text[0] == '\0')
        return;
    /* In order of time, whatever the clock did meanwhile. */
    if (m->markers_len > 0 && mark.time < m->markers[m->markers_len - 1].ended)
        mark.time = m->markers[m->markers_len - 1].ended;
    struct am_mark *markers =
        m->markers_len < AM_MARKERS_MAX
            ? am_array_room(m->markers, m->markers_len, &m->markers_size, sizeof *markers)
            : NULL;
    if (!markers) {
        m->lost++;
        return;
    }
    m->markers = markers;
    markers[m->markers_len++] = mark;
    m->running = true;
}

#define KEY_SIZE offsetof(struct am_marked, unsaved)
_Static_assert(KEY_SIZE == 20, "the key has no padding");

static struct am_marked *find_or_add(struct am_marks *m, const struct am_marked *key)
{
    uint32_t hash = am_table_hash(key, KEY_SIZE);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&m->rows_by_key, hash, &at)) != AM_TABLE_NONE;)
        if (memcmp(&m->rows[i], key, KEY_SIZE) == 0)
            return &m->rows[i];
    struct am_marked *rows = m->rows_len < AM_MARKED_MAX
                                 ? am_array_room(m->rows, m->rows_len, &m->rows_size, sizeof *rows)
                                 : NULL;
    if (!rows)
        return NULL;
    m->rows = rows;
    if (!am_table_add(&m->rows_by_key, hash, m->rows_len))
        return NULL;
    rows[m->rows_len] = *key;
    return &rows[m->rows_len++];
}

void am_marks_add(struct am_marks *m, const struct am_marked *row)
{
    if (!m->running)
        return;
    struct am_marked key = *row;
    key.marker = m->markers_len;
    key.flows = key.up = key.down = 0;
    struct am_marked *found = find_or_add(m, &key);
    if (!found) {
        m->lost++;
        return;
    }
    am_sql_add_count(&found->flows, row->flows);
    am_sql_add_count(&found->up, row->up);
    am_sql_add_count(&found->down, row->down);
    found->unsaved = true;
}

static void save_markers(const struct am_marks *m, struct am_sql *q)
{
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt = am_sql_prepare(q,
                                        "INSERT INTO marker(id, time, ended, text)"
                                        " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(id)"
                                        " DO UPDATE SET ended = excluded.ended");
    for (uint32_t i = 0; i < m->markers_len; i++) {
        const struct am_mark *mark = &m->markers[i];
        if (mark->saved)
            continue;
        am_sql_bind_int(q, stmt, 1, (int64_t)i + 1);
        am_sql_bind_int(q, stmt, 2, mark->time);
        am_sql_bind_int(q, stmt, 3, mark->ended);
        am_sql_bind_text(q, stmt, 4, mark->text);
        am_sql_run(q, stmt);
    }
}

/* Rows are whole sums, so writing one again after a flush that failed is no harm. */
void am_marks_save(const struct am_marks *m, struct am_sql *q, const char *const *apps)
{
    if (m->markers_len == 0)
        return;
    save_markers(m, q);
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt =
        am_sql_prepare(q,
                       "INSERT INTO scratch_marked VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                       " ?10) ON CONFLICT DO UPDATE SET flows = excluded.flows,"
                       " up = excluded.up, down = excluded.down");
    for (uint32_t i = 0; i < m->rows_len; i++) {
        const struct am_marked *row = &m->rows[i];
        if (!row->unsaved)
            continue;
        am_sql_bind_int(q, stmt, 1, row->marker);
        am_sql_bind_int(q, stmt, 2, row->name);
        am_sql_bind_int(q, stmt, 3, row->host);
        am_sql_bind_int(q, stmt, 4, row->cname);
        am_sql_bind_int(q, stmt, 5, row->evidence);
        am_sql_bind_int(q, stmt, 6, row->blindness);
        am_sql_bind_text(q, stmt, 7, apps[row->app]);
        am_sql_bind_count(q, stmt, 8, row->flows);
        am_sql_bind_count(q, stmt, 9, row->up);
        am_sql_bind_count(q, stmt, 10, row->down);
        am_sql_run(q, stmt);
    }
}

void am_marks_saved(struct am_marks *m)
{
    for (uint32_t i = 0; i < m->markers_len; i++)
        m->markers[i].saved = true;
    for (uint32_t i = 0; i < m->rows_len; i++)
        m->rows[i].unsaved = false;
}
