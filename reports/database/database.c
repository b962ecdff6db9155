/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "database/database.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "assets.h"
#include "base/utf8.h"
#include "indicators/families.h"
#include "indicators/network.h"

#define SCHEMA "amarra-report-sqlite/1"

struct am_database {
    sqlite3 *db;
    sqlite3_stmt *contact, *name, *marked; /* `marked`: once there is one to write */
    char folder[PATH_MAX], path[PATH_MAX], temporary[PATH_MAX];
    struct am_listener listener;
    char last_name[AM_NAME_SIZE];
    int64_t last_id;
    bool committed;
};

static enum am_status fail(struct am_database *d, struct am_problem *problem)
{
    enum am_status status = sqlite3_errcode(d->db) == SQLITE_NOMEM ? AM_E_NO_MEMORY : AM_E_IO;
    return am_problem_set(problem, status, d->path, 0, "can't write the database: %s",
                          sqlite3_errmsg(d->db));
}

/* Untrusted text, made inert; NULL stays NULL. */
static void bind_text(sqlite3_stmt *s, int at, const char *text)
{
    struct am_text inert;
    if (!text) {
        (void)sqlite3_bind_null(s, at);
        return;
    }
    am_text_init(&inert, 1 << 16);
    am_utf8_add_inert(&inert, text);
    (void)sqlite3_bind_text(s, at, inert.at, -1, SQLITE_TRANSIENT);
    am_text_done(&inert);
}

static void bind_id(sqlite3_stmt *s, int at, const char *id)
{
    (void)(id ? sqlite3_bind_text(s, at, id, -1, SQLITE_STATIC) : sqlite3_bind_null(s, at));
}

static void bind(sqlite3_stmt *s, int at, uint64_t n)
{
    (void)sqlite3_bind_int64(s, at, n > INT64_MAX ? INT64_MAX : (sqlite3_int64)n);
}

static bool step(sqlite3_stmt *s)
{
    bool done = sqlite3_step(s) == SQLITE_DONE;
    (void)sqlite3_reset(s);
    return done;
}

/* Names come in order within an hour, so the same one mostly comes again; numbers tell nothing but
 * which rows are of one name. */
static bool number_name(struct am_database *d, const char *name, int64_t *out)
{
    if (d->last_id > 0 && strcmp(d->last_name, name) == 0) {
        *out = d->last_id;
        return true;
    }
    (void)sqlite3_bind_text(d->name, 1, name, -1, SQLITE_STATIC);
    if (sqlite3_step(d->name) != SQLITE_ROW) {
        (void)sqlite3_reset(d->name);
        return false;
    }
    d->last_id = sqlite3_column_int64(d->name, 0);
    (void)sqlite3_reset(d->name);
    (void)snprintf(d->last_name, sizeof d->last_name, "%s", name);
    *out = d->last_id;
    return true;
}

static void tell_date(int32_t date, char out[16])
{
    time_t t = (time_t)date * 86400;
    struct tm tm;
    if (!gmtime_r(&t, &tm) || strftime(out, 16, "%Y-%m-%d", &tm) == 0)
        out[0] = '\0';
}

static void bind_when(sqlite3_stmt *s, const struct am_row_view *row)
{
    char date[16];
    tell_date(row->date, date);
    (void)sqlite3_bind_int64(s, 1, row->hour);
    (void)sqlite3_bind_text(s, 2, date, -1, SQLITE_TRANSIENT);
    bind(s, 3, row->slot / 24 + 1);
    bind(s, 4, row->slot % 24);
    bind(s, 5, row->working);
    bind(s, 6, !row->resolver);
}

static void bind_what(sqlite3_stmt *s, const struct am_row_view *row)
{
    const struct am_seen *seen = row->seen;
    const struct am_scan_row *r = seen->row;
    enum am_blindness b = r->blindness == AM_BLIND_NOT ? AM_BLIND_ADDRESS_ONLY : r->blindness;
    bind(s, 8, row->named);
    bind(s, 9, r->unlisted);
    bind_id(s, 10, am_evidence_name(r->evidence));
    bind_id(s, 11, row->named ? "named" : am_blindness_name(b));
    bind_text(s, 12, r->app);
    bind_id(s, 13, row->hidden_dns);
    bind(s, 14, row->tunnel);
    bind_id(s, 15, seen->service.service ? seen->service.service->id : NULL);
    bind_id(s, 16, row->service ? row->service->id : NULL);
    bind_text(s, 17, seen->service.rule ? seen->service.rule->id : NULL);
    bind(s, 18, seen->by_address);
}

static void bind_where(sqlite3_stmt *s, const struct am_row_view *row)
{
    const struct am_host *host = &row->seen->host;
    const struct am_corporation *owner = am_network_owner(row);
    char network[AM_AS_NAME_SIZE + 16];
    am_network_name(&host->place, network, sizeof network);
    bind_id(s, 19, row->host ? row->host->id : NULL);
    bind_text(s, 20, host->rule ? host->rule->id : NULL);
    bind_id(s, 21, host->kind);
    bind_id(s, 22, owner ? owner->id : NULL);
    bind(s, 23, host->cache);
    bind(s, 24, row->seen->conflict);
    bind(s, 25, host->place.asn);
    bind_text(s, 26, network);
    bind_text(s, 27, host->place.registered);
    bind_text(s, 28, host->place.located);
    bind(s, 29, host->place.anycast);
    bind(s, 30, row->sum.contacts);
    bind(s, 31, row->sum.flows);
    bind(s, 32, row->sum.up);
    bind(s, 33, row->sum.down);
}

static enum am_status hear(void *ctx, const struct am_row_view *row)
{
    struct am_database *d = ctx;
    const char *name = row->seen->row->name;
    int64_t id = 0;
    if (name && !number_name(d, name, &id))
        return AM_E_IO;
    bind_when(d->contact, row);
    (void)(name ? sqlite3_bind_int64(d->contact, 7, id) : sqlite3_bind_null(d->contact, 7));
    bind_what(d->contact, row);
    bind_where(d->contact, row);
    return step(d->contact) ? AM_OK : AM_E_IO;
}

static bool run(struct am_database *d, const char *sql)
{
    return sqlite3_exec(d->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* ---- markers: tables that only reports with some have ---- */

static bool begin_marked(struct am_database *d)
{
    return d->marked ||
           (run(d, am_asset_database_markers_sql) &&
            sqlite3_prepare_v2(d->db, "INSERT INTO marked VALUES(?1,?2,?3,?4,?5,?6,?7)", -1,
                               &d->marked, NULL) == SQLITE_OK);
}

static enum am_status hear_marked(void *ctx, size_t number, const struct am_row_view *row)
{
    struct am_database *d = ctx;
    const char *name = row->seen->row->name;
    int64_t id = 0;
    if (!begin_marked(d) || (name && !number_name(d, name, &id)))
        return AM_E_IO;
    bind(d->marked, 1, number);
    (void)(name ? sqlite3_bind_int64(d->marked, 2, id) : sqlite3_bind_null(d->marked, 2));
    bind_id(d->marked, 3, row->service ? row->service->id : NULL);
    bind_id(d->marked, 4, row->host ? row->host->id : NULL);
    bind(d->marked, 5, row->sum.flows);
    bind(d->marked, 6, row->sum.up);
    bind(d->marked, 7, row->sum.down);
    return step(d->marked) ? AM_OK : AM_E_IO;
}

/* Names wait in a table of their own, which goes before the file is anyone's. */
static bool begin(struct am_database *d)
{
    return run(d,
               "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY") &&
           run(d, am_asset_database_sql) &&
           run(d, "CREATE TEMP TABLE heard(id INTEGER PRIMARY KEY, text TEXT UNIQUE)") &&
           run(d, "BEGIN") &&
           sqlite3_prepare_v2(d->db,
                              "INSERT INTO contact VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,"
                              "?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,"
                              "?30,?31,?32,?33)",
                              -1, &d->contact, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(d->db,
                              "INSERT INTO temp.heard(text) VALUES(?1) ON CONFLICT(text) DO UPDATE "
                              "SET text = text RETURNING id",
                              -1, &d->name, NULL) == SQLITE_OK;
}

enum am_status am_database_new(const char *folder, struct am_database **out,
                               struct am_problem *problem)
{
    struct am_database *d = calloc(1, sizeof *d);
    if (!d)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    int len = snprintf(d->path, sizeof d->path, "%s/report.db", folder);
    int more = snprintf(d->temporary, sizeof d->temporary, "%s/.report.db.new", folder);
    (void)snprintf(d->folder, sizeof d->folder, "%s", folder);
    d->listener = (struct am_listener){d, hear, hear_marked};
    enum am_status status = AM_OK;
    if (len < 0 || more < 0 || (size_t)more >= sizeof d->temporary)
        status = am_problem_set(problem, AM_E_LIMIT, folder, 0, "the path is too long");
    else if (unlink(d->temporary) != 0 && errno != ENOENT)
        status = am_problem_set(problem, AM_E_IO, d->temporary, 0, "can't make room: %s",
                                strerror(errno));
    else if (sqlite3_open_v2(d->temporary, &d->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                             NULL) != SQLITE_OK ||
             !begin(d))
        status = fail(d, problem);
    if (status != AM_OK) {
        am_database_free(d);
        return status;
    }
    *out = d;
    return AM_OK;
}

const struct am_listener *am_database_listener(struct am_database *d)
{
    return &d->listener;
}

/* One statement with its bindings, again and again. */
static sqlite3_stmt *prepare(struct am_database *d, const char *sql)
{
    sqlite3_stmt *s = NULL;
    return sqlite3_prepare_v2(d->db, sql, -1, &s, NULL) == SQLITE_OK ? s : NULL;
}

static bool put_report(struct am_database *d, const struct am_report *r)
{
    const struct am_figures *f = r->figures;
    sqlite3_stmt *s = prepare(d, "INSERT INTO report VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
    if (!s)
        return false;
    bind_id(s, 1, SCHEMA);
    bind_id(s, 2, "amarra " AMARRA_VERSION);
    bind_text(s, 3, r->rules_version);
    bind_text(s, 4, am_zone_name(f->ask.zone));
    bind(s, 5, f->ask.work_from);
    bind(s, 6, f->ask.work_to);
    bind_id(s, 7, f->home ? f->home->code : NULL);
    bind_id(s, 8, f->ask.bloc ? f->ask.bloc->id : NULL);
    bind(s, 9, f->scope.info.devices);
    bind(s, 10, f->scope.k);
    bind(s, 11, f->scope.scans);
    bool ok = step(s);
    (void)sqlite3_finalize(s);
    return ok;
}

static bool put_markers(struct am_database *d, const struct am_figures *f)
{
    if (f->markers.count == 0)
        return true;
    sqlite3_stmt *s =
        begin_marked(d) ? prepare(d, "INSERT INTO marker VALUES(?1,?2,?3,?4,?5)") : NULL;
    bool ok = s != NULL;
    for (size_t i = 0; i < f->markers.count && ok; i++) {
        const struct am_marker_line *line = &f->markers.at[i];
        bind(s, 1, line->number);
        bind(s, 2, i + 1);
        (void)sqlite3_bind_int64(s, 3, line->time);
        (void)(line->ended != 0 ? sqlite3_bind_int64(s, 4, line->ended) : sqlite3_bind_null(s, 4));
        bind_text(s, 5, line->text);
        ok = step(s);
    }
    (void)sqlite3_finalize(s);
    return ok;
}

/* Every number that rows have, with its text where the report tells it. */
static bool put_names(struct am_database *d, const struct am_figures *f)
{
    sqlite3_stmt *s = prepare(
        d, "UPDATE name SET text = ?1 WHERE id = (SELECT id FROM temp.heard WHERE text = ?1)");
    bool ok = s && run(d, "INSERT INTO name SELECT id, NULL FROM temp.heard");
    for (size_t i = 0; i < f->names.count && ok; i++) {
        (void)sqlite3_bind_text(s, 1, f->names.at[i].name, -1, SQLITE_STATIC);
        ok = step(s);
    }
    (void)sqlite3_finalize(s);
    return ok && run(d, "DROP TABLE temp.heard");
}

static bool put_reach(sqlite3_stmt *s, const struct am_figures *f, const char *ledger,
                      const char *kind, const char *id, int64_t devices)
{
    if (devices == AM_DEVICES_UNKNOWN)
        return true;
    bind_id(s, 1, ledger);
    bind_id(s, 2, kind);
    bind_id(s, 3, id);
    (void)(devices >= 0 ? sqlite3_bind_int64(s, 4, devices) : sqlite3_bind_null(s, 4));
    (void)(devices == AM_DEVICES_FEW ? sqlite3_bind_int64(s, 5, (sqlite3_int64)f->scope.k)
                                     : sqlite3_bind_null(s, 5));
    return step(s);
}

static bool put_owners(struct am_database *d, const struct am_figures *f)
{
    sqlite3_stmt *s = prepare(d, "INSERT INTO corporation VALUES(?1,?2,?3,?4,?5,?6)");
    sqlite3_stmt *reach = prepare(d, "INSERT INTO reach VALUES(?1,?2,?3,?4,?5)");
    bool ok = s && reach;
    for (size_t i = 0; i < f->owners.count && ok; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        const struct am_corporation *c = line->corporation;
        if (!c)
            continue;
        bind_id(s, 1, c->id);
        bind_text(s, 2, c->name);
        bind_id(s, 3, c->kind);
        bind_id(s, 4, c->parent ? c->parent->code : NULL);
        bind_id(s, 5, c->head_office ? c->head_office->code : NULL);
        bind_id(s, 6, c->legal_seat ? c->legal_seat->code : NULL);
        ok = step(s) &&
             put_reach(reach, f, "service", "corporation", c->id, line->service.devices) &&
             put_reach(reach, f, "host", "corporation", c->id, line->host.devices);
    }
    for (size_t i = 0; i < f->countries.count && ok; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (line->country)
            ok = put_reach(reach, f, "service", "country", line->country->code,
                           line->service.devices) &&
                 put_reach(reach, f, "host", "country", line->country->code, line->host.devices);
    }
    (void)sqlite3_finalize(s);
    (void)sqlite3_finalize(reach);
    return ok;
}

static bool put_service(sqlite3_stmt *s, const struct am_service *service)
{
    bind_id(s, 1, service->id);
    bind_text(s, 2, service->name);
    bind_id(s, 3, service->category ? service->category->id : NULL);
    bind_id(s, 4, service->role ? service->role->id : NULL);
    bind_id(s, 5, service->operator_ ? service->operator_->id : NULL);
    return step(s);
}

/* Services without an owner have rows too, so they are asked of the groups. */
static bool put_services(struct am_database *d, struct am_figures *f)
{
    sqlite3_stmt *s = prepare(d, "INSERT OR IGNORE INTO service VALUES(?1,?2,?3,?4,?5)");
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_ANY_SERVICE, &count);
    bool ok = s && list;
    for (size_t i = 0; i < count && ok; i++)
        ok = put_service(s, list[i]->a);
    (void)sqlite3_finalize(s);
    return ok;
}

static bool put_rules(struct am_database *d, const struct am_figures *f)
{
    sqlite3_stmt *s = prepare(d, "INSERT OR IGNORE INTO rule VALUES(?1,?2,?3,?4)");
    bool ok = s != NULL;
    for (size_t i = 0; i < f->owners.count && ok; i++)
        for (size_t t = 0; t < f->owners.at[i].trace_count && ok; t++) {
            const struct am_rule *rule = f->owners.at[i].traces[t].rule;
            bind_text(s, 1, rule->id);
            bind_id(s, 2, rule->basis.source ? rule->basis.source->id : NULL);
            bind_id(s, 3, rule->basis.checked);
            bind(s, 4, rule->basis.verified);
            ok = step(s);
        }
    (void)sqlite3_finalize(s);
    return ok;
}

static bool put_small(struct am_database *d, const struct am_figures *f)
{
    sqlite3_stmt *category = prepare(d, "INSERT INTO category VALUES(?1,?2)");
    sqlite3_stmt *member = prepare(d, "INSERT INTO member VALUES(?1,?2)");
    sqlite3_stmt *counter = prepare(d, "INSERT INTO counter VALUES(?1,?2)");
    bool ok = category && member && counter;
    for (size_t i = 0; i < f->work.count && ok; i++) {
        const struct am_category *c = f->work.at[i].category;
        if (!c)
            continue;
        bind_id(category, 1, c->id);
        (void)(c->criticality >= 0 ? sqlite3_bind_int(category, 2, c->criticality)
                                   : sqlite3_bind_null(category, 2));
        ok = step(category);
    }
    for (size_t i = 0; i < f->countries.count && ok && f->ask.bloc; i++) {
        const struct am_jurisdiction *j = f->countries.at[i].country;
        for (size_t b = 0; j && b < j->bloc_count && ok; b++) {
            if (j->blocs[b] != f->ask.bloc)
                continue;
            bind_id(member, 1, j->code);
            bind_id(member, 2, f->ask.bloc->id);
            ok = step(member);
        }
    }
    for (size_t i = 0; i < f->losses.count && ok; i++) {
        bind_text(counter, 1, f->losses.at[i].name);
        bind(counter, 2, f->losses.at[i].value);
        ok = step(counter);
    }
    (void)sqlite3_finalize(category);
    (void)sqlite3_finalize(member);
    (void)sqlite3_finalize(counter);
    return ok;
}

enum am_status am_database_finish(struct am_database *d, const struct am_report *r,
                                  struct am_problem *problem)
{
    struct am_figures *f = r->own;
    bool ok = put_report(d, r) && put_names(d, f) && put_owners(d, f) && put_services(d, f) &&
              put_rules(d, f) && put_small(d, f) && put_markers(d, f);
    (void)sqlite3_finalize(d->contact);
    (void)sqlite3_finalize(d->name);
    (void)sqlite3_finalize(d->marked);
    d->contact = d->name = d->marked = NULL;
    return ok && run(d, "COMMIT") ? AM_OK : fail(d, problem);
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        (void)close(fd);
    return ok;
}

enum am_status am_database_commit(struct am_database *d, struct am_problem *problem)
{
    if (sqlite3_close(d->db) != SQLITE_OK)
        return fail(d, problem);
    d->db = NULL;
    if (!sync_path(d->temporary, O_RDONLY) || rename(d->temporary, d->path) != 0 ||
        !sync_path(d->folder, O_RDONLY | O_DIRECTORY))
        return am_problem_set(problem, AM_E_IO, d->path, 0, "can't put the database in place: %s",
                              strerror(errno));
    d->committed = true;
    return AM_OK;
}

void am_database_free(struct am_database *d)
{
    if (!d)
        return;
    (void)sqlite3_finalize(d->contact);
    (void)sqlite3_finalize(d->name);
    (void)sqlite3_finalize(d->marked);
    (void)sqlite3_close(d->db);
    if (!d->committed)
        (void)unlink(d->temporary);
    free(d);
}
