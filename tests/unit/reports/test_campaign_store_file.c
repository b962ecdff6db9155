/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files that are no store of a campaign, or no longer one, and databases that are not there. */
#include "stores.h"

#include <sqlite3.h>

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
        struct am_share_store *store = NULL;
        struct share s = share_of(1, 1, 1);
        struct heard h = {0};
        (void)snprintf(path, sizeof path, "%s/damage%zu", folder, i);
        must(am_share_store_new(path, "a", BYTES("{}"), &problem), &problem);
        must(am_share_store_open(path, NULL, &store, &problem), &problem);
        (void)put(store, &s);
        am_share_store_close(store);
        make_database(path, damages[i]);
        must(am_share_store_open(path, NULL, &store, &problem), &problem);
        assert_int_equal(am_share_store_each(store, hear, &h, &problem), AM_E_MALFORMED);
        assert_non_null(strstr(problem.text, "never keeps"));
        am_share_store_close(store);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_is_no_store_is_refused_and_left_as_it_is),
        cmocka_unit_test(what_is_no_file_is_told_as_what_it_is),
        cmocka_unit_test(a_new_file_is_its_owners_alone_and_gone_where_it_fails),
        cmocka_unit_test(a_store_that_was_tampered_with_is_told),
        cmocka_unit_test(a_store_with_more_than_its_tables_is_refused),
        cmocka_unit_test(a_database_that_is_not_there_is_told_without_secrets),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
