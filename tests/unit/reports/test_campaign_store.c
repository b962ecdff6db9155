/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every test runs on a SQLite file, and on the PostgreSQL database of AMARRA_TEST_POSTGRES where
 * that is given (tests/e2e/campaign_store.sh does). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign/store/store.h"

#define WRITERS   8
#define SHARES    40
#define BYTES(t)  ((struct am_bytes){(const uint8_t *)(t), strlen(t)})
#define BODY_LEN  8000
#define ID_FORMAT "%032x"

static char folder[] = "/tmp/amarra-test-store-XXXXXX";
static const char *address; /* of PostgreSQL; NULL: a file */

struct fixture {
    char where[512], campaign[AM_SHARE_CAMPAIGN + 1];
    struct am_share_store *store;
};

static void must(enum am_status status, const struct am_problem *problem)
{
    if (status != AM_OK)
        fail_msg("%s: %s: %s", am_status_name(status), problem->file, problem->text);
}

static void open_store(struct fixture *f)
{
    struct am_problem problem = {0};
    must(am_share_store_open(f->where, f->campaign, &f->store, &problem), &problem);
}

/* A campaign of each test's own. */
static int set_up(void **state)
{
    static unsigned count;
    struct fixture *f = calloc(1, sizeof *f);
    struct am_problem problem = {0};
    assert_non_null(f);
    (void)snprintf(f->campaign, sizeof f->campaign, "test-%d-%u", (int)getpid(), count);
    if (address)
        (void)snprintf(f->where, sizeof f->where, "%s", address);
    else
        (void)snprintf(f->where, sizeof f->where, "%s/%u.db", folder, count);
    count++;
    must(am_share_store_new(f->where, f->campaign, BYTES("{}"), &problem), &problem);
    open_store(f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    am_share_store_close(f->store);
    free(f);
    return 0;
}

struct share {
    char organization[AM_KEY_TEXT], id[AM_SHARE_ID_SIZE];
    unsigned round;
    const char *body;
};

static struct share share_of(unsigned organization, unsigned id, unsigned round)
{
    struct share s = {.round = round, .body = "{\"a\": \"b\"}"};
    (void)snprintf(s.organization, sizeof s.organization, "RWS%06u", organization);
    (void)snprintf(s.id, sizeof s.id, ID_FORMAT, id);
    return s;
}

static enum am_put put(struct am_share_store *store, const struct share *s)
{
    const struct am_stored stored = {s->organization, s->id, s->round, BYTES(s->body)};
    struct am_problem problem = {0};
    enum am_put what = AM_PUT_OTHER;
    must(am_share_store_put(store, &stored, &what, &problem), &problem);
    return what;
}

static bool withdraw(struct am_share_store *store, const struct share *s)
{
    struct am_receipt receipt = {0};
    struct am_problem problem = {0};
    bool was = false;
    memcpy(receipt.key, s->organization, sizeof receipt.key);
    memcpy(receipt.id, s->id, sizeof receipt.id);
    must(am_share_store_withdraw(store, &receipt, &was, &problem), &problem);
    return was;
}

struct heard {
    size_t count, bytes;
    char organization[AM_KEY_TEXT], ids[4096];
    unsigned round;
    bool ordered;
};

static enum am_status hear(void *ctx, const struct am_stored *share)
{
    struct heard *h = ctx;
    int by = strcmp(share->organization, h->organization);
    if (h->count > 0)
        h->ordered &= by > 0 || (by == 0 && share->round > h->round);
    h->count++;
    h->bytes += share->body.len;
    h->round = share->round;
    (void)snprintf(h->organization, sizeof h->organization, "%s", share->organization);
    size_t len = strlen(h->ids);
    if (len + AM_SHARE_ID_SIZE < sizeof h->ids)
        memcpy(h->ids + len, share->id, AM_SHARE_ID_SIZE);
    return AM_OK;
}

static struct heard all(struct am_share_store *store)
{
    struct heard h = {.ordered = true};
    struct am_problem problem = {0};
    must(am_share_store_each(store, hear, &h, &problem), &problem);
    assert_true(h.ordered);
    return h;
}

static void a_share_is_kept_as_it_was_sent_and_once(void **state)
{
    struct fixture *f = *state;
    struct share a = share_of(1, 1, 1);
    struct share b = share_of(1, 2, 1); /* another of the same organization and round */
    struct share next = share_of(1, 3, 2);
    assert_int_equal(put(f->store, &a), AM_PUT_NEW);
    assert_int_equal(put(f->store, &a), AM_PUT_SAME);
    assert_int_equal(put(f->store, &b), AM_PUT_OTHER);
    assert_int_equal(put(f->store, &next), AM_PUT_NEW);
    am_share_store_close(f->store);
    open_store(f);
    struct heard h = all(f->store);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.bytes, 2 * strlen(a.body));
    assert_non_null(strstr(h.ids, a.id));
    assert_non_null(strstr(h.ids, next.id));
}

static void what_was_withdrawn_never_comes_back_and_makes_room(void **state)
{
    struct fixture *f = *state;
    struct share a = share_of(1, 1, 1);
    struct share b = share_of(1, 2, 1);
    assert_int_equal(put(f->store, &a), AM_PUT_NEW);
    assert_true(withdraw(f->store, &a));
    assert_false(withdraw(f->store, &a));
    assert_int_equal(put(f->store, &a), AM_PUT_WITHDRAWN);
    assert_int_equal(all(f->store).count, 0);
    assert_int_equal(put(f->store, &b), AM_PUT_NEW);
    assert_int_equal(put(f->store, &a), AM_PUT_WITHDRAWN); /* though there is another as well */
    assert_false(withdraw(f->store, &(struct share){"RWS000009", "", 1, ""}));
}

static void what_is_withdrawn_before_it_came_is_not_taken(void **state)
{
    struct fixture *f = *state;
    struct share a = share_of(1, 1, 1);
    struct share same_id = share_of(2, 1, 1);
    assert_false(withdraw(f->store, &a));
    assert_int_equal(put(f->store, &a), AM_PUT_WITHDRAWN);
    assert_int_equal(put(f->store, &same_id), AM_PUT_NEW); /* a receipt is one organization's */
}

static void a_batch_tells_of_each_share_in_its_own_place(void **state)
{
    struct fixture *f = *state;
    struct share s[6] = {share_of(9, 90, 1), share_of(1, 10, 1), share_of(9, 91, 1),
                         share_of(1, 10, 1), share_of(5, 50, 2), share_of(5, 51, 1)};
    static const enum am_put expected[6] = {AM_PUT_NEW,  AM_PUT_NEW,       AM_PUT_OTHER,
                                            AM_PUT_SAME, AM_PUT_WITHDRAWN, AM_PUT_NEW};
    struct am_stored stored[6];
    enum am_put what[6];
    struct am_problem problem = {0};
    (void)withdraw(f->store, &s[4]);
    for (size_t i = 0; i < 6; i++)
        stored[i] = (struct am_stored){s[i].organization, s[i].id, s[i].round, BYTES(s[i].body)};
    must(am_share_store_put_all(f->store, stored, 6, what, &problem), &problem);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(what[i], expected[i]);
    assert_int_equal(all(f->store).count, 3);
    assert_int_equal(am_share_store_put_all(f->store, stored, AM_STORE_BATCH + 1, what, &problem),
                     AM_E_LIMIT);
    must(am_share_store_put_all(f->store, stored, 0, what, &(struct am_problem){0}), &problem);
}

static void shares_come_in_the_order_of_bytes(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"RWb", "RWa", "RW/", "RWB", "RW+", "RWA", "RW9"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        for (unsigned round = 12; round > 0; round -= 6) {
            struct share s = share_of(0, i * 100 + round, round);
            (void)snprintf(s.organization, sizeof s.organization, "%s", names[i]);
            assert_int_equal(put(f->store, &s), AM_PUT_NEW);
        }
    assert_int_equal(all(f->store).count, 14);
}

static enum am_status stop_at_three(void *ctx, const struct am_stored *share)
{
    unsigned *count = ctx;
    (void)share;
    return ++*count == 3 ? AM_E_LIMIT : AM_OK;
}

static void who_hears_may_stop_and_the_store_goes_on(void **state)
{
    struct fixture *f = *state;
    unsigned count = 0;
    struct am_problem problem = {0};
    for (unsigned i = 0; i < 10; i++) {
        struct share s = share_of(i, i, 1);
        (void)put(f->store, &s);
    }
    assert_int_equal(am_share_store_each(f->store, stop_at_three, &count, &problem), AM_E_LIMIT);
    assert_int_equal(count, 3);
    assert_int_equal(all(f->store).count, 10);
}

static void settings_are_kept_to_the_byte(void **state)
{
    struct fixture *f = *state;
    struct am_problem problem = {0};
    static const char settings[] = "{\r\n \"título\":\t\"'; DROP TABLE share; --\\u0000\"}\n\n";
    assert_int_equal(am_share_store_settings(f->store).len, 2);
    must(am_share_store_set(f->store, BYTES(settings), &problem), &problem);
    assert_string_equal((const char *)am_share_store_settings(f->store).at, settings);
    am_share_store_close(f->store);
    open_store(f);
    assert_int_equal(am_share_store_settings(f->store).len, strlen(settings));
    assert_string_equal((const char *)am_share_store_settings(f->store).at, settings);
}

static enum am_status count_name(void *ctx, const char *campaign)
{
    const struct fixture *f = ((void **)ctx)[0];
    size_t *found = ((void **)ctx)[1];
    *found += strcmp(campaign, f->campaign) == 0;
    return AM_OK;
}

static void a_campaign_is_made_once(void **state)
{
    struct fixture *f = *state;
    struct am_problem twice = {0};
    struct am_problem problem = {0};
    struct am_share_store *none = NULL;
    size_t found = 0;
    void *ctx[] = {f, &found};
    assert_int_equal(am_share_store_new(f->where, f->campaign, BYTES("{}"), &twice), AM_E_USAGE);
    assert_non_null(strstr(twice.text, "already"));
    must(am_share_store_campaigns(f->where, count_name, ctx, &problem), &problem);
    assert_int_equal(found, 1);
    assert_int_equal(am_share_store_open(f->where, "nothing", &none, &problem), AM_E_NOT_FOUND);
    assert_null(none);
    assert_non_null(strstr(problem.text, f->campaign));
}

static void campaigns_of_one_store_know_nothing_of_each_other(void **state)
{
    struct fixture *f = *state;
    char other[AM_SHARE_CAMPAIGN + 1];
    struct am_problem problem = {0};
    struct share s = share_of(1, 1, 1);
    struct am_share_store *store = NULL;
    (void)snprintf(other, sizeof other, "%.30s-x", f->campaign);
    enum am_status status = am_share_store_new(f->where, other, BYTES("{}"), &problem);
    if (!address) {
        assert_int_equal(status, AM_E_USAGE);
        assert_non_null(strstr(problem.text, "another file"));
        return;
    }
    must(status, &problem);
    must(am_share_store_open(f->where, other, &store, &problem), &problem);
    (void)withdraw(store, &s);
    assert_int_equal(put(f->store, &s), AM_PUT_NEW);
    assert_int_equal(put(store, &s), AM_PUT_WITHDRAWN);
    assert_int_equal(all(store).count, 0);
    am_share_store_close(store);
    assert_int_equal(am_share_store_open(f->where, NULL, &store, &problem), AM_E_USAGE);
    assert_non_null(strstr(problem.text, "--campaign"));
}

struct edition_heard {
    size_t count, figures, members;
    unsigned last;
    char day[16];
};

static enum am_status hear_edition(void *ctx, const struct am_edition *e)
{
    struct edition_heard *h = ctx;
    assert_true(e->number > h->last);
    h->count++;
    h->last = e->number;
    h->figures += e->figures.len;
    h->members += e->members.len;
    (void)snprintf(h->day, sizeof h->day, "%s", e->day);
    return AM_OK;
}

static void an_edition_is_published_once(void **state)
{
    struct fixture *f = *state;
    struct am_problem problem = {0};
    struct am_problem twice = {0};
    struct edition_heard h = {0};
    uint64_t editions = 7;
    uint8_t *large = calloc(1, 3 << 20);
    assert_non_null(large);
    struct am_edition e = {1, "2026-11-28", BYTES("{}"), {large, 3 << 20}};
    must(am_share_store_published(f->store, &editions, &problem), &problem);
    assert_int_equal(editions, 0);
    must(am_share_store_publish(f->store, &e, &problem), &problem);
    assert_int_equal(am_share_store_publish(f->store, &e, &twice), AM_E_USAGE);
    assert_non_null(strstr(twice.text, "edition 1"));
    e.number = 12;
    e.members = (struct am_bytes){(const uint8_t *)"", 0};
    must(am_share_store_publish(f->store, &e, &problem), &problem);
    must(am_share_store_each_edition(f->store, hear_edition, &h, &problem), &problem);
    must(am_share_store_published(f->store, &editions, &problem), &problem);
    assert_int_equal(editions, 2);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.last, 12);
    assert_int_equal(h.figures, 4);
    assert_int_equal(h.members, 3 << 20);
    assert_string_equal(h.day, "2026-11-28");
    free(large);
}

/* A child process with a connection of its own; what it may not do ends it. */
static void in_child(const struct fixture *f, void (*fn)(struct am_share_store *, unsigned),
                     unsigned n)
{
    struct am_problem problem = {0};
    struct am_share_store *store = NULL;
    if (fork() != 0)
        return;
    if (am_share_store_open(f->where, f->campaign, &store, &problem) != AM_OK) {
        (void)am_problem_print(&problem);
        _exit(1);
    }
    fn(store, n);
    am_share_store_close(store);
    _exit(0);
}

static void wait_for(unsigned children)
{
    for (unsigned i = 0; i < children; i++) {
        int status = -1;
        assert_true(wait(&status) > 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

static void close_before_fork(struct fixture *f)
{
    am_share_store_close(f->store);
    f->store = NULL;
}

/* Writer n puts shares n * SHARES / 2 on, in an order of its own: half of each other's. */
static void write_overlapping(struct am_share_store *store, unsigned n)
{
    struct share s[SHARES];
    struct am_stored stored[SHARES];
    enum am_put what[SHARES];
    struct am_problem problem = {0};
    for (unsigned i = 0; i < SHARES; i++) {
        unsigned at = n * SHARES / 2 + (n % 2 ? SHARES - 1 - i : i * 7 % SHARES);
        s[i] = share_of(at / 2, at, at % 2 + 1);
        stored[i] = (struct am_stored){s[i].organization, s[i].id, s[i].round, BYTES(s[i].body)};
    }
    for (unsigned i = 0; i < SHARES; i += 10)
        if (am_share_store_put_all(store, stored + i, 10, what, &problem) != AM_OK) {
            (void)am_problem_print(&problem);
            _exit(1);
        }
}

static void of_eight_writers_at_once_each_share_is_kept_once(void **state)
{
    struct fixture *f = *state;
    close_before_fork(f);
    for (unsigned i = 0; i < WRITERS; i++)
        in_child(f, write_overlapping, i);
    wait_for(WRITERS);
    open_store(f);
    assert_int_equal(all(f->store).count, (WRITERS + 1) * SHARES / 2);
}

static void put_each(struct am_share_store *store, unsigned n)
{
    (void)n;
    for (unsigned i = 0; i < SHARES; i++) {
        struct share s = share_of(i, i, 1);
        (void)put(store, &s);
    }
}

static void withdraw_each(struct am_share_store *store, unsigned n)
{
    (void)n;
    for (unsigned i = 0; i < SHARES; i++) {
        struct share s = share_of(i, i, 1);
        (void)withdraw(store, &s);
    }
}

static void a_share_in_flight_does_not_outlive_its_withdrawal(void **state)
{
    struct fixture *f = *state;
    close_before_fork(f);
    for (unsigned i = 0; i < WRITERS; i++)
        in_child(f, i % 2 ? put_each : withdraw_each, i);
    wait_for(WRITERS);
    open_store(f);
    assert_int_equal(all(f->store).count, 0);
    struct share s = share_of(3, 3, 1);
    assert_int_equal(put(f->store, &s), AM_PUT_WITHDRAWN);
}

/* The file's bytes hold `text` or not. */
static bool holds(const char *path, const char *text)
{
    struct am_bytes bytes = {0};
    struct am_problem problem = {0};
    must(am_file_load(path, 64 << 20, &bytes, &problem), &problem);
    bool found = memmem(bytes.at, bytes.len, text, strlen(text)) != NULL;
    am_free(bytes.at);
    return found;
}

static void of_a_withdrawn_share_the_file_keeps_nothing(void **state)
{
    struct fixture *f = *state;
    static char body[BODY_LEN];
    struct share s = share_of(1, 1, 1);
    if (address)
        return; /* VACUUM's work there: docs/campaign-postgresql.md */
    memset(body, 'x', sizeof body - 1);
    memcpy(body + 5000, "the-hidden-word", 15);
    s.body = body;
    (void)put(f->store, &s);
    assert_true(holds(f->where, "the-hidden-word"));
    (void)withdraw(f->store, &s);
    assert_false(holds(f->where, "the-hidden-word"));
    assert_false(holds(f->where, "xxxxxxxx"));
}

/* Of files alone: `where` is what there is instead of a store. */
static void refused(const char *where, enum am_status expected, const char *says)
{
    struct am_share_store *store = NULL;
    struct am_problem problem = {0};
    enum am_status status = am_share_store_open(where, NULL, &store, &problem);
    assert_null(store);
    if (status != expected || !strstr(problem.text, says))
        fail_msg("%s: %s: %s", where, am_status_name(status), problem.text);
}

static void make_database(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_file_that_is_no_store_is_refused_and_left_as_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *name, *sql, *says;
        enum am_status status;
    } cases[] = {
        {"other", "CREATE TABLE a(b)", "not the store of a campaign", AM_E_MALFORMED},
        {"scan", "PRAGMA application_id = 1634562657; CREATE TABLE a(b)", "it is a scan",
         AM_E_MALFORMED},
        {"newer", "PRAGMA application_id = 1634558835; PRAGMA user_version = 2; CREATE TABLE a(b)",
         "update it", AM_E_LIMIT},
        {"bare", "PRAGMA application_id = 1634558835; PRAGMA user_version = 1; CREATE TABLE a(b)",
         "does not hold what amarra keeps", AM_E_MALFORMED},
    };
    char path[512];
    struct am_bytes before;
    struct am_bytes after;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_problem problem = {0};
        (void)snprintf(path, sizeof path, "%s/%s", folder, cases[i].name);
        make_database(path, cases[i].sql);
        must(am_file_load(path, 1 << 20, &before, &problem), &problem);
        refused(path, cases[i].status, cases[i].says);
        assert_int_not_equal(am_share_store_new(path, "a", BYTES("{}"), &problem), AM_OK);
        must(am_file_load(path, 1 << 20, &after, &problem), &problem);
        assert_int_equal(before.len, after.len);
        assert_memory_equal(before.at, after.at, before.len);
        am_free(before.at);
        am_free(after.at);
    }
}

static void what_is_no_file_is_told_as_what_it_is(void **state)
{
    (void)state;
    char path[512];
    FILE *file;
    refused(folder, AM_E_MALFORMED, "folder");
    (void)snprintf(path, sizeof path, "%s/absent", folder);
    refused(path, AM_E_NOT_FOUND, "campaign new");
    assert_int_equal(mkfifo(path, 0600), 0);
    refused(path, AM_E_MALFORMED, "not a file");
    (void)unlink(path);
    file = fopen(path, "wb");
    assert_non_null(file);
    (void)fclose(file);
    refused(path, AM_E_MALFORMED, "empty");
    file = fopen(path, "wb");
    assert_non_null(file);
    (void)fputs("not a database, but a text that is longer than the header of one ...........",
                file);
    (void)fclose(file);
    refused(path, AM_E_MALFORMED, "not the store of a campaign");
}

static void a_new_file_is_its_owners_alone_and_gone_where_it_fails(void **state)
{
    (void)state;
    char path[512];
    struct stat st;
    struct am_problem problem = {0};
    (void)snprintf(path, sizeof path, "%s/modes", folder);
    assert_int_equal(am_share_store_new(path, "Not an id", BYTES("{}"), &problem), AM_E_USAGE);
    assert_int_equal(am_share_store_new_parts(path, "a", BYTES("{}"), 0, &problem), AM_E_USAGE);
    assert_int_not_equal(stat(path, &st), 0);
    must(am_share_store_new(path, "a", BYTES("{}"), &problem), &problem);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    (void)snprintf(path, sizeof path, "%s/absent/folder", folder);
    assert_int_equal(am_share_store_new(path, "a", BYTES("{}"), &(struct am_problem){0}), AM_E_IO);
}

static void a_store_that_was_tampered_with_is_told(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "UPDATE share SET round = 0",
        "UPDATE share SET id = 'x'",
        "UPDATE share SET id = id || 'x'",
        "UPDATE share SET body = 'text'",
        "UPDATE share SET organization = x'00'",
        "UPDATE share SET body = zeroblob(300000)",
        "UPDATE share SET organization = organization || organization || organization || "
        "organization || organization || organization || organization",
    };
    char path[512];
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct am_problem problem = {0};
        struct fixture f = {.campaign = "a"};
        struct share s = share_of(1, 1, 1);
        struct heard h = {0};
        (void)snprintf(path, sizeof path, "%s/damage%zu", folder, i);
        (void)snprintf(f.where, sizeof f.where, "%s", path);
        must(am_share_store_new(path, "a", BYTES("{}"), &problem), &problem);
        open_store(&f);
        (void)put(f.store, &s);
        am_share_store_close(f.store);
        make_database(path, damages[i]);
        open_store(&f);
        assert_int_equal(am_share_store_each(f.store, hear, &h, &problem), AM_E_MALFORMED);
        assert_non_null(strstr(problem.text, "never keeps"));
        am_share_store_close(f.store);
    }
}

/* What runs, or looks, in another's file. */
static void a_store_with_more_than_its_tables_is_refused(void **state)
{
    (void)state;
    static const char *const more[] = {
        "CREATE VIEW v AS SELECT * FROM share",
        "CREATE TRIGGER t AFTER INSERT ON share BEGIN DELETE FROM campaign; END",
        "CREATE INDEX i ON share(round)",
        "CREATE TABLE other(a)",
        "DROP TABLE edition",
        "ALTER TABLE share ADD COLUMN more",
        "DROP TABLE share; CREATE VIEW share AS SELECT 1 AS campaign",
    };
    char path[512];
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        struct am_problem problem = {0};
        (void)snprintf(path, sizeof path, "%s/more%zu", folder, i);
        must(am_share_store_new(path, "a", BYTES("{}"), &problem), &problem);
        make_database(path, more[i]);
        refused(path, AM_E_MALFORMED, "does not hold what amarra keeps");
    }
}

/* No password in any message, whether the address is read or not. */
static void a_database_that_is_not_there_is_told_without_secrets(void **state)
{
    (void)state;
    static const struct {
        const char *where;
        enum am_status status;
    } cases[] = {
        {"postgresql://someone:hidden-word@127.0.0.1:9/amarra", AM_E_IO},
        {"postgres://someone:hidden-word@127.0.0.1:9/amarra", AM_E_IO},
        {"postgresql:///amarra?host=/nowhere/at/all&password=hidden-word", AM_E_IO},
        {"postgresql://someone:hidden-word%zz@127.0.0.1/amarra", AM_E_USAGE},
        {"postgresql://someone@host/amarra?hidden-word=1", AM_E_USAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_share_store *store = NULL;
        struct am_problem problem = {0};
        assert_int_equal(am_share_store_open(cases[i].where, NULL, &store, &problem),
                         cases[i].status);
        assert_null(store);
        assert_true(problem.text[0]);
        assert_null(strstr(problem.text, "hidden-word"));
        assert_null(strstr(problem.file, "hidden-word"));
    }
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[600];
    (void)snprintf(command, sizeof command, "%s", folder);
    pid_t child = fork();
    if (child == 0) {
        (void)execlp("rm", "rm", "-rf", command, (char *)NULL);
        _exit(1);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && status == 0 ? 0 : -1;
}

int main(void)
{
#define BOTH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest both[] = {
        BOTH(a_share_is_kept_as_it_was_sent_and_once),
        BOTH(what_was_withdrawn_never_comes_back_and_makes_room),
        BOTH(what_is_withdrawn_before_it_came_is_not_taken),
        BOTH(a_batch_tells_of_each_share_in_its_own_place),
        BOTH(shares_come_in_the_order_of_bytes),
        BOTH(who_hears_may_stop_and_the_store_goes_on),
        BOTH(settings_are_kept_to_the_byte),
        BOTH(a_campaign_is_made_once),
        BOTH(campaigns_of_one_store_know_nothing_of_each_other),
        BOTH(an_edition_is_published_once),
        BOTH(of_eight_writers_at_once_each_share_is_kept_once),
        BOTH(a_share_in_flight_does_not_outlive_its_withdrawal),
        BOTH(of_a_withdrawn_share_the_file_keeps_nothing),
    };
    const struct CMUnitTest files[] = {
        cmocka_unit_test(a_file_that_is_no_store_is_refused_and_left_as_it_is),
        cmocka_unit_test(what_is_no_file_is_told_as_what_it_is),
        cmocka_unit_test(a_new_file_is_its_owners_alone_and_gone_where_it_fails),
        cmocka_unit_test(a_store_that_was_tampered_with_is_told),
        cmocka_unit_test(a_store_with_more_than_its_tables_is_refused),
        cmocka_unit_test(a_database_that_is_not_there_is_told_without_secrets),
    };
    int failed = make_folder(NULL);
    failed += cmocka_run_group_tests_name("files", both, NULL, NULL);
    failed += cmocka_run_group_tests_name("no stores", files, NULL, NULL);
    if ((address = getenv("AMARRA_TEST_POSTGRES")))
        failed += cmocka_run_group_tests_name("PostgreSQL", both, NULL, NULL);
    return failed + remove_folder(NULL) != 0;
}
