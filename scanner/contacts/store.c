/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contacts/schema.h"
#include "contacts/store_private.h"

#define PAGES_MAX 4294967294ll /* SQLite 3.40, "Maximum Number Of Pages" */

static const char *const statements[AM_STORE_STATEMENTS] = {
    [AM_STORE_BEGIN] = "BEGIN IMMEDIATE",
    [AM_STORE_COMMIT] = "COMMIT",
    [AM_STORE_NAME] =
        "INSERT INTO scratch_name(id, text, known) VALUES(?1, ?2, ?3)"
        " ON CONFLICT(id) DO UPDATE SET known = excluded.known",
    [AM_STORE_HOST] =
        "INSERT INTO scratch_host(id, block, asn, as_name, registered, located, anycast)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    /* Bounded as in am_sql_bind_count, so that no sum can overflow into a REAL. */
    [AM_STORE_CONTACT] =
        "INSERT INTO scratch_contact VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        " ON CONFLICT DO UPDATE SET flows = min(flows + excluded.flows, 1 << 61),"
        " up = min(up + excluded.up, 1 << 61), down = min(down + excluded.down, 1 << 61)",
    [AM_STORE_COUNTER] =
        "INSERT INTO counter(name, value) VALUES(?1, ?2)"
        " ON CONFLICT DO UPDATE SET value = excluded.value",
    [AM_STORE_SPAN] = "UPDATE scan SET first_packet = ?1, last_packet = ?2",
};

static const char scan_row[] =
    "INSERT INTO scan(id, state, program, sources, dataset, live, keep_names, fold_below,"
    " first_packet, last_packet) VALUES(1, 'open', ?1, ?2, ?3, ?4, ?5, ?6, 0, 0)";

/* Ours to replace: an empty file or a scan, that nobody is writing. */
static enum am_status check_existing(const char *path, bool overwrite, bool *exists,
                                     struct am_problem *problem)
{
    struct stat st;
    *exists = lstat(path, &st) == 0;
    if (!*exists && errno != ENOENT)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't create it: %s", strerror(errno));
    if (!*exists)
        return AM_OK;
    if (!overwrite)
        return am_problem_set(problem, AM_E_USAGE, path, 0,
                              "the file exists already; choose another name, or use --overwrite");
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't overwrite it: %s", strerror(errno));
    bool ours = S_ISREG(st.st_mode) && (st.st_size == 0 || am_sql_is_scan_file(fd));
    (void)close(fd);
    if (!ours)
        return am_problem_set(problem, AM_E_USAGE, path, 0,
                              "the file is not a scan, so it is not overwritten; choose another "
                              "name");
    if (am_key_state(path) == AM_KEY_HELD)
        return am_problem_set(problem, AM_E_USAGE, path, 0,
                              "the scan is being written by another amarra; end that one first");
    return AM_OK;
}

static void remove_files(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[PATH_MAX];
        int len = snprintf(name, sizeof name, "%s%s", path, endings[i]);
        if (len > 0 && (size_t)len < sizeof name)
            (void)unlink(name);
    }
}

void am_scan_remove(const char *path)
{
    struct am_key_file key = {.fd = -1};
    struct am_problem unsaid = {0};
    enum am_status status = am_key_take(path, &key, &unsaid);
    if (status == AM_OK && key.fd >= 0)
        status = am_key_erase(&key, &unsaid);
    if (status == AM_OK)
        status = am_key_remove(&key, &unsaid);
    am_key_close(&key);
    if (status == AM_OK)
        remove_files(path);
}

static enum am_status create_file(const char *path, struct am_problem *problem)
{
    /* While it is open it holds pseudonyms: for nobody else to read. */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't create it: %s", strerror(errno));
    (void)close(fd);
    return AM_OK;
}

static void write_scan_row(struct am_sql *q, const struct am_store_options *o)
{
    AM_CLEANUP(am_sql_finish) sqlite3_stmt *row = am_sql_prepare(q, scan_row);
    struct am_scan_info fit = {0}; /* what a reader takes */
    (void)snprintf(fit.sources, sizeof fit.sources, "%s", o->sources ? o->sources : "");
    (void)snprintf(fit.dataset, sizeof fit.dataset, "%s",
                   o->knowledge ? o->knowledge->version : "");
    am_sql_bind_text(q, row, 1, "amarra " AMARRA_VERSION);
    am_sql_bind_text(q, row, 2, fit.sources);
    am_sql_bind_text(q, row, 3, fit.dataset);
    am_sql_bind_int(q, row, 4, o->live);
    am_sql_bind_int(q, row, 5, o->keep_names);
    am_sql_bind_int(q, row, 6, o->fold_below ? o->fold_below : AM_FOLD_BELOW);
    am_sql_run(q, row);
}

/* What passes it is a full disk to those who write. 0: as large as SQLite can. */
static void limit_size(struct am_sql *q, unsigned max_mib)
{
    char set[64]; /* a PRAGMA takes no bound values */
    int64_t page = am_sql_ask_int(q, "PRAGMA page_size", 4096);
    int64_t pages = max_mib == 0 ? PAGES_MAX : (int64_t)max_mib * 1048576 / page;
    (void)snprintf(set, sizeof set, "PRAGMA max_page_count = %lld", (long long)pages);
    am_sql_exec(q, set);
}

static enum am_status set_up(struct am_store *s, const struct am_store_options *o,
                             struct am_problem *problem)
{
    struct am_sql *q = &s->sql;
    enum am_status status = am_sql_open_new(q, o->path, problem);
    if (status != AM_OK)
        return status;
    /* Before there is a log, so that the id is in the file's own first page, by which
     * am_sql_is_scan_file knows a scan, an interrupted one too. All or nothing. */
    am_sql_exec(q, "BEGIN IMMEDIATE");
    am_schema_apply(q, am_schema_steps, 0, am_schema_version);
    write_scan_row(q, o);
    am_sql_exec(q, "COMMIT");
    /* FULL: one sync of the log per flush, without which a power cut could take several. */
    am_sql_exec(q, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    limit_size(q, o->max_mib);
    for (size_t i = 0; i < AM_STORE_STATEMENTS; i++)
        s->statements[i] = am_sql_prepare(q, statements[i]);
    return am_sql_status(q, "create the scan", problem);
}

enum am_status am_store_create(const struct am_store_options *options, struct am_store **out,
                               struct am_problem *problem)
{
    bool exists;
    if (sodium_init() < 0)
        return am_problem_set(problem, AM_E_IO, NULL, 0, "the system gives no random numbers");
    if (strlen(options->path) + sizeof "-journal" > PATH_MAX)
        return am_problem_set(problem, AM_E_LIMIT, options->path, 0, "the path is too long");
    enum am_status status = check_existing(options->path, options->overwrite, &exists, problem);
    if (status != AM_OK)
        return status;
    struct am_store *s = calloc(1, sizeof *s);
    if (!s)
        return am_problem_set(problem, AM_E_NO_MEMORY, options->path, 0, "out of memory");
    s->key_file.fd = -1;
    s->knowledge = options->knowledge;
    s->max_mib = options->max_mib;
    s->pending_max = AM_STORE_PENDING_MAX;
    s->apps[s->apps_len++] = "unknown";
    am_intern_init(&s->intern, options->knowledge);

    if (exists)
        remove_files(options->path);
    status = am_key_create(options->path, &s->key_file, s->pseudonyms.key, problem);
    if (status == AM_OK)
        status = create_file(options->path, problem);
    if (status == AM_OK) {
        status = set_up(s, options, problem);
        if (status != AM_OK)
            remove_files(options->path);
    }
    if (status != AM_OK) {
        enum am_status removed = am_key_remove(&s->key_file, problem); /* the first problem wins */
        (void)removed;
        am_store_free(s);
        return status;
    }
    *out = s;
    return AM_OK;
}

struct am_pseudonym am_store_pseudonym(struct am_store *s, const struct am_address *device)
{
    return am_pseudonym_of(&s->pseudonyms, device);
}

static uint16_t app_of(struct am_store *s, const char *app)
{
    for (uint16_t i = 0; app && i < s->apps_len; i++)
        if (s->apps[i] == app || strcmp(s->apps[i], app) == 0)
            return i;
    if (!app || !am_app_is_valid(app) || s->apps_len == AM_STORE_APPS_MAX)
        return 0;
    s->apps[s->apps_len] = app;
    return s->apps_len++;
}

static uint32_t hash_of(const struct am_pending *p)
{
    return am_table_hash_words(p, offsetof(struct am_pending, flows) / sizeof(uint64_t));
}

static bool same_key(const struct am_pending *a, const struct am_pending *b)
{
    return memcmp(a, b, offsetof(struct am_pending, flows)) == 0;
}

_Static_assert(offsetof(struct am_pending, flows) == 32, "the key has no padding");

static struct am_pending *find_or_add(struct am_store *s, const struct am_pending *contact,
                                      uint32_t hash)
{
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&s->pending_by_key, hash, &at)) != AM_TABLE_NONE;)
        if (same_key(&s->pending[i], contact))
            return &s->pending[i];
    if (s->pending_len >= s->pending_max)
        return NULL;
    struct am_pending *pending =
        am_array_room(s->pending, s->pending_len, &s->pending_size, sizeof *pending);
    if (!pending)
        return NULL;
    s->pending = pending;
    if (!am_table_add(&s->pending_by_key, hash, s->pending_len))
        return NULL;
    struct am_pending *added = &s->pending[s->pending_len++];
    *added = *contact;
    added->flows = added->up = added->down = 0;
    return added;
}

/* Adds the batch to what waits. Where it waits is anywhere in tens of megabytes, and each look
 * would be two waits for memory; the looks of a batch wait together. */
static void settle(struct am_store *s)
{
    uint32_t hashes[AM_STORE_BATCH] = {0};
    uint32_t len = s->batch_len;
    for (uint32_t i = 0; i < len; i++) {
        hashes[i] = hash_of(&s->batch[i]);
        am_table_prefetch(&s->pending_by_key, hashes[i]);
    }
    for (uint32_t i = 0; i < len; i++) {
        uint32_t at = hashes[i];
        uint32_t first = am_table_next(&s->pending_by_key, hashes[i], &at);
        if (first != AM_TABLE_NONE)
            __builtin_prefetch(&s->pending[first]);
    }
    for (uint32_t i = 0; i < len; i++) {
        const struct am_pending *contact = &s->batch[i];
        struct am_pending *entry = find_or_add(s, contact, hashes[i]);
        if (!entry) {
            s->lost_contacts++;
            continue;
        }
        am_sql_add_count(&entry->flows, contact->flows);
        am_sql_add_count(&entry->up, contact->up);
        am_sql_add_count(&entry->down, contact->down);
    }
    s->batch_len = 0;
}

static void name_contact(struct am_store *s, const struct am_contact *contact,
                         struct am_pending *key)
{
    key->evidence = (uint8_t)contact->evidence;
    key->blindness = (uint8_t)contact->blindness;
    key->name = contact->name ? am_intern_name(&s->intern, contact->name) : AM_INTERN_NONE;
    if (contact->name && key->name == AM_INTERN_NONE) {
        key->evidence = AM_EVIDENCE_NONE;
        if (s->intern.lost)
            key->blindness = AM_BLIND_LOST;
        else if (key->blindness == AM_BLIND_NOT)
            key->blindness = AM_BLIND_ADDRESS_ONLY;
        s->refused_names += !s->intern.lost;
    }
    key->cname = contact->cname ? am_intern_name(&s->intern, contact->cname) : AM_INTERN_NONE;
}

void am_store_add(struct am_store *s, const struct am_contact *contact)
{
    struct am_pending added = {
        .slot = contact->slot < 0 ? 0 : contact->slot - contact->slot % AM_SLOT_SECONDS,
        .device = am_pseudonym_of(&s->pseudonyms, &contact->device),
        .host = am_intern_host(&s->intern, &contact->peer),
        .app = app_of(s, contact->app),
        .flows = contact->flows,
        .up = contact->up,
        .down = contact->down,
    };
    name_contact(s, contact, &added);
    if (added.host == AM_INTERN_NONE) {
        s->lost_contacts++;
        return;
    }
    am_marks_add(&s->marks, &(struct am_marked){
                                .name = added.name,
                                .host = added.host,
                                .cname = added.cname,
                                .app = added.app,
                                .evidence = added.evidence,
                                .blindness = added.blindness,
                                .flows = added.flows,
                                .up = added.up,
                                .down = added.down,
                            });
    s->batch[s->batch_len++] = added;
    if (s->batch_len == AM_STORE_BATCH)
        settle(s);
}

void am_store_mark(struct am_store *s, int64_t time, const char *text)
{
    am_marks_set(&s->marks, time, text);
}

static const char *const own_counters[] = {"lost.contacts", "lost.names",    "lost.hosts",
                                           "lost.marked",   "names.refused", "flushes.failed"};

static bool is_own_counter(const char *name)
{
    for (size_t i = 0; i < sizeof own_counters / sizeof *own_counters; i++)
        if (strcmp(name, own_counters[i]) == 0)
            return true;
    return false;
}

void am_store_count(struct am_store *s, const char *name, uint64_t value)
{
    size_t i = 0;
    while (i < s->counters_len && strcmp(s->counters[i].name, name) != 0)
        i++;
    if (i == AM_STORE_COUNTERS_MAX || !am_counter_is_valid(name))
        return;
    s->counters[i].name = name;
    s->counters[i].value = value > s->counters[i].before ? value - s->counters[i].before : 0;
    if (i == s->counters_len)
        s->counters_len++;
}

void am_store_inherit(struct am_store *s, const struct am_store *before)
{
    for (size_t i = 0; i < before->counters_len; i++) {
        const char *name = before->counters[i].name;
        /* The place is judged anew by each file; the store's own begin with it. */
        bool anew = strncmp(name, "vantage.", 8) == 0 || is_own_counter(name);
        if (anew || s->counters_len == AM_STORE_COUNTERS_MAX)
            continue;
        s->counters[s->counters_len].name = name;
        s->counters[s->counters_len].before =
            before->counters[i].before + before->counters[i].value;
        s->counters_len++;
    }
}

size_t am_store_pending(const struct am_store *s)
{
    return s->pending_len + s->batch_len;
}

static int by_key(const void *a, const void *b, void *apps)
{
    const struct am_pending *x = a;
    const struct am_pending *y = b;
    const char *const *app = apps;
    if (x->slot != y->slot)
        return x->slot < y->slot ? -1 : 1;
    int order = memcmp(&x->device, &y->device, sizeof x->device);
    if (order != 0)
        return order;
    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    if (x->host != y->host)
        return x->host < y->host ? -1 : 1;
    if (x->cname != y->cname)
        return x->cname < y->cname ? -1 : 1;
    if (x->evidence != y->evidence)
        return x->evidence - y->evidence;
    if (x->blindness != y->blindness)
        return x->blindness - y->blindness;
    return strcmp(app[x->app], app[y->app]);
}

static void save_names(struct am_store *s)
{
    struct am_sql *q = &s->sql;
    sqlite3_stmt *stmt = s->statements[AM_STORE_NAME];
    uint32_t from = s->names_saved;
    if (s->intern.changed != 0 && s->intern.changed <= from)
        from = s->intern.changed - 1;
    for (uint32_t i = from; i < s->intern.names_len; i++) {
        am_sql_bind_int(q, stmt, 1, (int64_t)i + 1);
        am_sql_bind_text(q, stmt, 2, s->intern.names[i].text);
        am_sql_bind_int(q, stmt, 3, s->intern.names[i].known);
        am_sql_run(q, stmt);
    }
}

static void save_hosts(struct am_store *s)
{
    struct am_sql *q = &s->sql;
    sqlite3_stmt *stmt = s->statements[AM_STORE_HOST];
    for (uint32_t i = s->hosts_saved; i < s->intern.hosts_len; i++) {
        const struct am_kept_host *host = &s->intern.hosts[i];
        char block[AM_PREFIX_TEXT];
        am_prefix_write(&host->block, block);
        am_sql_bind_int(q, stmt, 1, (int64_t)i + 1);
        am_sql_bind_text(q, stmt, 2, block);
        am_sql_bind_int(q, stmt, 3, host->place.asn);
        am_sql_bind_text(q, stmt, 4, host->place.as_name);
        am_sql_bind_text(q, stmt, 5, host->place.registered);
        am_sql_bind_text(q, stmt, 6, host->place.located);
        am_sql_bind_int(q, stmt, 7, host->place.anycast);
        am_sql_run(q, stmt);
    }
}

static void save_contacts(struct am_store *s)
{
    struct am_sql *q = &s->sql;
    sqlite3_stmt *stmt = s->statements[AM_STORE_CONTACT];
    for (uint32_t i = 0; i < s->pending_len && q->rc == SQLITE_OK; i++) {
        const struct am_pending *p = &s->pending[i];
        am_sql_bind_int(q, stmt, 1, p->slot);
        am_sql_bind_bytes(q, stmt, 2, p->device.at, sizeof p->device.at);
        am_sql_bind_int(q, stmt, 3, p->name);
        am_sql_bind_int(q, stmt, 4, p->host);
        am_sql_bind_int(q, stmt, 5, p->cname);
        am_sql_bind_int(q, stmt, 6, p->evidence);
        am_sql_bind_int(q, stmt, 7, p->blindness);
        am_sql_bind_text(q, stmt, 8, s->apps[p->app]);
        am_sql_bind_count(q, stmt, 9, p->flows);
        am_sql_bind_count(q, stmt, 10, p->up);
        am_sql_bind_count(q, stmt, 11, p->down);
        am_sql_run(q, stmt);
    }
}

static void save_counters(struct am_store *s)
{
    struct am_sql *q = &s->sql;
    sqlite3_stmt *stmt = s->statements[AM_STORE_COUNTER];
    const uint64_t own[] = {s->lost_contacts, s->intern.lost_names, s->intern.lost_hosts,
                            s->marks.lost,    s->refused_names,     s->failed_flushes};
    _Static_assert(sizeof own / sizeof *own == sizeof own_counters / sizeof *own_counters,
                   "one for each");
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        am_store_count(s, own_counters[i], own[i]);
    for (size_t i = 0; i < s->counters_len; i++) {
        am_sql_bind_text(q, stmt, 1, s->counters[i].name);
        am_sql_bind_count(q, stmt, 2, s->counters[i].value);
        am_sql_run(q, stmt);
    }
}

/* Sorting moved the entries; the table still points where they were. */
static void index_again(struct am_store *s)
{
    am_table_clear(&s->pending_by_key);
    for (uint32_t i = 0; i < s->pending_len; i++)
        (void)am_table_add(&s->pending_by_key, hash_of(&s->pending[i]), i); /* it has the room */
}

static void sort_pending(struct am_store *s)
{
    settle(s);
    if (s->pending_len > 0)
        qsort_r(s->pending, s->pending_len, sizeof *s->pending, by_key, s->apps);
}

/* One transaction: counters and span, and where `contacts` is set all that waits, which is sorted.
 */
static enum am_status save(struct am_store *s, bool contacts, int64_t first, int64_t last,
                           struct am_problem *problem)
{
    struct am_sql *q = &s->sql;
    am_sql_run(q, s->statements[AM_STORE_BEGIN]);
    if (contacts) {
        save_names(s);
        save_hosts(s);
        save_contacts(s);
    }
    am_marks_save(&s->marks, q, s->apps);
    save_counters(s);
    am_sql_bind_int(q, s->statements[AM_STORE_SPAN], 1, first);
    am_sql_bind_int(q, s->statements[AM_STORE_SPAN], 2, last);
    am_sql_run(q, s->statements[AM_STORE_SPAN]);
    am_sql_run(q, s->statements[AM_STORE_COMMIT]);
    if (q->rc == SQLITE_OK) {
        am_marks_saved(&s->marks);
        return AM_OK;
    }
    (void)sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL); /* may have happened already */
    s->failed_flushes++;
    if (s->max_mib > 0 &&
        q->rc == SQLITE_FULL) { /* SQLite tells the one from the other no better */
        q->rc = SQLITE_OK;
        return am_problem_set(problem, AM_E_IO, q->path, 0,
                              "the scan has grown to --max-size (%u MiB), or the disk is full: "
                              "contacts wait in memory, %d at most, and are counted past that",
                              s->max_mib, AM_STORE_PENDING_MAX);
    }
    return am_sql_status(q, "write the contacts seen, which wait in memory", problem);
}

/* That nothing could be written may still be: counters take the room that they have. */
static void save_counters_alone(struct am_store *s)
{
    struct am_sql *q = &s->sql;
    struct am_problem unsaid = {0};
    am_sql_run(q, s->statements[AM_STORE_BEGIN]);
    save_counters(s);
    am_sql_run(q, s->statements[AM_STORE_COMMIT]);
    if (q->rc != SQLITE_OK)
        (void)sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    enum am_status status = am_sql_status(q, "count", &unsaid); /* clears it */
    (void)status;
}

enum am_status am_store_flush(struct am_store *s, int64_t first, int64_t last,
                              struct am_problem *problem)
{
    sort_pending(s);
    enum am_status status = save(s, true, first, last, problem);
    if (status != AM_OK) {
        index_again(s);
        save_counters_alone(s);
        return status;
    }
    s->names_saved = s->intern.names_len;
    s->hosts_saved = s->intern.hosts_len;
    s->intern.changed = 0;
    s->pending_len = 0;
    am_table_clear(&s->pending_by_key);
    return AM_OK;
}

/* A short scan that never came to a flush is folded from memory: no pseudonym of it reaches the
 * disk, and it takes half the time. Should that fail, the contacts go into the file as they do at a
 * flush, so that it can be closed later. */
static enum am_status fold(struct am_store *s, int64_t first, int64_t last,
                           struct am_problem *problem)
{
    bool flushed = s->hosts_saved > 0;
    enum am_status status = AM_OK;
    sort_pending(s);
    if (flushed)
        status = am_store_flush(s, first, last, problem);
    else
        status = save(s, false, first, last, problem);
    if (status == AM_OK)
        status = am_close_fold(&s->sql, flushed ? NULL : s, s->knowledge, problem);
    if (status != AM_OK && !flushed) {
        struct am_problem again = {0}; /* the first one is told */
        index_again(s);
        enum am_status kept = am_store_flush(s, first, last, &again);
        (void)kept;
    }
    return status;
}

enum am_status am_store_close(struct am_store *s, int64_t first, int64_t last,
                              struct am_problem *problem)
{
    enum am_status status = AM_OK;
    s->max_mib = 0;
    limit_size(&s->sql, 0); /* final rows are made beside the others, and are fewer */
    if (!s->folded)
        status = fold(s, first, last, problem);
    if (status != AM_OK)
        return status;
    s->folded = true;
    return am_close_erase(&s->sql, &s->key_file, problem);
}

void am_store_free(struct am_store *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < AM_STORE_STATEMENTS; i++)
        am_sql_finish(&s->statements[i]);
    am_sql_close(&s->sql);
    am_key_close(&s->key_file);
    am_pseudonyms_done(&s->pseudonyms);
    am_intern_done(&s->intern);
    am_marks_done(&s->marks);
    am_table_done(&s->pending_by_key);
    free(s->pending);
    free(s);
}
