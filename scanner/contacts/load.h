/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a scan file holds, read back as if a stranger had written it: names checked, codes within
 * range, ids 1, 2, 3 ..., keys in order. The first thing amarra would not have written fails the
 * connection as corrupt. */
#ifndef AM_CONTACTS_LOAD_H
#define AM_CONTACTS_LOAD_H

#include "contacts/intern.h"
#include "contacts/sql.h"
#include "contacts/store.h"
#include "contacts/store_private.h"

struct am_kept_names {
    struct am_kept_name *at; /* id - 1 */
    uint32_t len, size;
};
struct am_hosts {
    struct am_kept_host *at;
    uint32_t len, size;
};

/* From table `name` or `scratch_name`, `host` or `scratch_host`. */
void am_load_names(struct am_sql *q, bool scratch, struct am_kept_names *out);
void am_load_hosts(struct am_sql *q, bool scratch, struct am_hosts *out);
void am_kept_names_done(struct am_kept_names *n);
void am_hosts_done(struct am_hosts *h);

enum am_row_state { AM_ROW_OPEN, AM_ROW_FOLDED, AM_ROW_CLOSED };
struct am_scan_record {
    enum am_row_state state;
    struct am_scan_info info; /* all but `state`; `devices` only once folded */
};
void am_load_record(struct am_sql *q, struct am_scan_record *out);

struct am_kept_markers {
    struct am_kept_marker {
        int64_t time, ended; /* 0: ran to the end */
        char *text;
    } * at; /* id - 1; in order of time */
    uint32_t len, size;
};
void am_load_markers(struct am_sql *q, struct am_kept_markers *out);
void am_kept_markers_done(struct am_kept_markers *m);

/* Application protocols by number, in order of arrival. */
struct am_apps {
    char at[AM_STORE_APPS_MAX][AM_APP_MAX + 1];
    uint8_t len;
};
uint8_t am_load_app(struct am_sql *q, sqlite3_stmt *stmt, int column, struct am_apps *apps);

/* One row of scratch_contact, its texts as numbers. */
struct am_scratch_row {
    int64_t slot;
    uint64_t device;            /* the pseudonym's bytes, first one highest */
    uint32_t name, host, cname; /* ids; 0: none, but for host */
    uint8_t evidence, blindness, app;
    uint64_t flows, up, down;
};

/* One row of scratch_marked, `slot` its marker's id; no device. False: no more. */
bool am_load_marked(struct am_sql *q, sqlite3_stmt *stmt, const struct am_kept_names *names,
                    const struct am_hosts *hosts, uint32_t markers, struct am_apps *apps,
                    struct am_scratch_row *out);

/* Walks scratch_contact, or what waits in memory where nothing was flushed yet, in order of its
 * key. `row` is called for each, and after the last row of a contact (device, name or else host,
 * slot) `contact` with the row that counts it. A status of theirs that is not OK ends the walk. */
struct am_scratch_walk {
    const struct am_store *memory; /* its pending contacts, sorted, are walked; NULL: the table */
    const struct am_kept_names *names;
    const struct am_hosts *hosts;
    struct am_apps *apps;
    /* Ids in the order of their texts and blocks, since that of arrival would count a contact here
     * today and there tomorrow. */
    const uint32_t *name_rank, *host_rank;
    void *ctx;
    enum am_status (*row)(void *ctx, const struct am_scratch_row *row);
    enum am_status (*contact)(void *ctx, const struct am_scratch_row *best);
};
AM_MUST_CHECK enum am_status am_scratch_each(struct am_sql *q, const struct am_scratch_walk *walk,
                                             struct am_problem *problem);

#endif
