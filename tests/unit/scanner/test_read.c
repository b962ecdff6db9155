/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "unit/scanner/store_fixture.h"

#include "contacts/fold.h"
#include "contacts/schema.h"

static const struct seen office[] = {
    {1, 0, "www.alfa.example", "198.51.100.7", "x.edge.example", AM_EVIDENCE_SNI, AM_BLIND_NOT,
     "tls", 1, 10, 20},
    {2, 9, "beta.example", "198.51.101.7", NULL, AM_EVIDENCE_QUIC, AM_BLIND_NOT, "quic", 1, 30, 40},
    {3, 20, NULL, "203.0.113.1", NULL, AM_EVIDENCE_NONE, AM_BLIND_TUNNEL, "unknown", 1, 5, 6},
};
static const char office_rows[] =
    "+0 alfa.example* sni named tls 198.51.100.0/24 as64596 US NL edge.example c1 f1 u10 d20\n"
    "+1 beta.example* quic named quic 198.51.101.0/24 as64597 US NL - c1 f1 u30 d40\n"
    "+3 - none tunnel unknown 203.0.113.0/24 as64609 US NL - c1 f1 u5 d6\n";

static void make(struct fixture *f, bool closed)
{
    struct am_store *s = new_store(f, false);
    for (size_t i = 0; i < sizeof office / sizeof *office; i++)
        add_seen(s, &office[i]);
    am_store_count(s, "packets", 3);
    enum am_status status = closed ? am_store_close(s, T0, T0 + 9000, &f->problem)
                                   : am_store_flush(s, T0, T0 + 9000, &f->problem);
    am_store_free(s);
    assert_int_equal(status, AM_OK);
}

static enum am_status count(void *ctx, const struct am_scan_row *row)
{
    (void)row;
    ++*(int *)ctx;
    return AM_OK;
}

static enum am_status counted(void *ctx, const struct am_scan_counter *counter)
{
    (void)counter;
    ++*(int *)ctx;
    return AM_OK;
}

/* What reading all of it gives; its problem is in `f`. */
static enum am_status read_all(struct fixture *f)
{
    struct am_scan *scan = NULL;
    int rows = 0;
    uint64_t devices;
    struct am_spread spread;
    f->problem = (struct am_problem){0};
    enum am_status status = am_scan_open(f->path, &f->knowledge, &scan, &f->problem);
    if (status == AM_OK)
        status = am_scan_each_row(scan, count, &rows, &f->problem);
    if (status == AM_OK)
        status = am_scan_each_counter(scan, counted, &rows, &f->problem);
    if (status == AM_OK)
        status = am_scan_reach(scan, "service:alfa", &devices, &f->problem);
    if (status == AM_OK) {
        status = am_scan_spread(scan, "all", AM_SPREAD_UP, &spread, &f->problem);
        status = status == AM_E_NOT_FOUND ? AM_OK : status;
    }
    am_scan_free(scan);
    if (status != AM_OK)
        assert_int_equal(f->problem.status, status);
    return status;
}

static void tells_the_states_apart(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    struct am_scan *scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_OPEN);
    assert_int_equal(am_scan_info(scan)->last_flush, 0);
    am_scan_free(scan);
    add_seen(s, &office[0]);
    assert_int_equal(am_store_flush(s, T0, T0 + 60, &f->problem), AM_OK);
    am_store_free(s);
    scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_INTERRUPTED);
    assert_int_equal(am_scan_info(scan)->last_flush, T0 + 60);
    am_scan_free(scan);
    assert_int_equal(am_scan_close_interrupted(f->path, &f->knowledge, &f->problem), AM_OK);
    scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_CLOSED);
    assert_int_equal(am_scan_info(scan)->last_packet, T0 + 60);
    am_scan_free(scan);
}

static void reads_without_knowledge_too(void **state)
{
    struct fixture *f = *state;
    struct am_scan *scan = NULL;
    uint64_t devices = 9;
    make(f, false);
    assert_int_equal(am_scan_open(f->path, NULL, &scan, &f->problem), AM_OK);
    assert_int_equal(am_scan_reach(scan, "service:alfa", &devices, &f->problem), AM_OK);
    assert_int_equal(devices, 0);
    assert_int_equal(am_scan_reach(scan, "name:alfa.example", &devices, &f->problem), AM_OK);
    assert_int_equal(devices, 1);
    am_scan_free(scan);
    assert_int_equal(am_scan_close_interrupted(f->path, NULL, &f->problem), AM_OK);
    assert_rows(f, office_rows);
}

static enum am_status stop_at_second(void *ctx, const struct am_scan_row *row)
{
    (void)row;
    return ++*(int *)ctx == 2 ? AM_E_LIMIT : AM_OK;
}

static void ends_the_walk_with_the_callers_status(void **state)
{
    struct fixture *f = *state;
    for (int closed = 0; closed < 2; closed++) {
        int rows = 0;
        make(f, closed);
        struct am_scan *scan = open_scan(f);
        assert_int_equal(am_scan_each_row(scan, stop_at_second, &rows, &f->problem), AM_E_LIMIT);
        assert_int_equal(rows, 2);
        rows = 0; /* and walks whole again */
        assert_int_equal(am_scan_each_row(scan, count, &rows, &f->problem), AM_OK);
        assert_int_equal(rows, 3);
        am_scan_free(scan);
        remove_scan(f);
    }
}

static void write_file(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void says_what_is_wrong_with_what_is_no_scan(void **state)
{
    struct fixture *f = *state;
    static const char words[] =
        "This is a text of some length that is not a database, whatever "
        "it is called, and it goes on for more than a hundred bytes.";
    assert_int_equal(read_all(f), AM_E_NOT_FOUND);
    assert_non_null(strstr(f->problem.text, "no such file"));

    assert_int_equal(mkdir(f->path, 0700), 0);
    assert_int_equal(read_all(f), AM_E_MALFORMED);
    assert_non_null(strstr(f->problem.text, "folder"));
    assert_int_equal(rmdir(f->path), 0);

    assert_int_equal(mkfifo(f->path, 0600), 0); /* does not wait for a writer */
    assert_int_equal(read_all(f), AM_E_MALFORMED);
    remove_scan(f);

    write_file(f->path, "", 0);
    assert_int_equal(read_all(f), AM_E_MALFORMED);
    assert_non_null(strstr(f->problem.text, "empty"));

    write_file(f->path, words, sizeof words);
    assert_int_equal(read_all(f), AM_E_MALFORMED);
    assert_non_null(strstr(f->problem.text, "not a scan"));
    remove_scan(f);

    meddle(f->path, "CREATE TABLE scan(id)");
    assert_int_equal(read_all(f), AM_E_MALFORMED);
    assert_non_null(strstr(f->problem.text, "not a scan"));
    assert_int_equal(am_scan_close_interrupted(f->path, NULL, NULL), AM_E_MALFORMED);
    assert_string_equal(f->problem.file, f->path);
}

static void refuses_a_newer_format(void **state)
{
    struct fixture *f = *state;
    make(f, true);
    meddle(f->path, "PRAGMA user_version = 77");
    assert_int_equal(read_all(f), AM_E_LIMIT);
    assert_non_null(strstr(f->problem.text, "format 77"));
    assert_non_null(strstr(f->problem.text, "update amarra"));
}

static void says_that_a_cut_file_is_cut(void **state)
{
    struct fixture *f = *state;
    make(f, true);
    struct stat st;
    assert_int_equal(stat(f->path, &st), 0);
    struct am_bytes whole;
    assert_int_equal(am_file_load(f->path, 1 << 24, &whole, &f->problem), AM_OK);
    unsigned refused = 0;
    for (off_t len = 512; len < st.st_size; len += 2048) {
        write_file(f->path, whole.at, (size_t)len);
        enum am_status status = read_all(f);
        refused += status == AM_E_MALFORMED;
        assert_true(status == AM_E_MALFORMED || status == AM_E_IO);
    }
    assert_true(refused > 10);
    am_free(whole.at);
}

/* Each is one thing that amarra never writes; IDs refer to the office above. */
static void refuses_what_amarra_never_writes(void **state)
{
    struct fixture *f = *state;
    static const struct {
        bool closed;
        const char *sql;
    } evils[] = {
        {true, "UPDATE name SET text = '<script>alert(1)</script>' WHERE id = 1"},
        {true, "UPDATE name SET text = 'UPPER.example' WHERE id = 1"},
        {true, "UPDATE name SET text = '192.0.2.1' WHERE id = 1"},
        {true, "UPDATE name SET text = 'a.' || char(0) || 'b' WHERE id = 1"},
        {true, "UPDATE name SET text = hex(zeroblob(200)) WHERE id = 1"},
        {true, "UPDATE name SET text = hex(zeroblob(900000)) WHERE id = 1"},
        {true, "UPDATE name SET text = 'zz.example' WHERE id = 1"}, /* out of order */
        {true, "UPDATE name SET id = 9 WHERE id = 3"},
        {true, "UPDATE host SET block = '198.51.100.7/32' WHERE id = 1"},
        {true, "UPDATE host SET block = 'nowhere' WHERE id = 1"},
        {true, "UPDATE host SET registered = 'u1' WHERE id = 1"},
        {true, "UPDATE host SET located = 'USA' WHERE id = 1"},
        {true, "UPDATE host SET asn = -1 WHERE id = 1"},
        {true, "UPDATE host SET asn = 4294967296 WHERE id = 1"},
        {true, "UPDATE host SET as_name = hex(zeroblob(48)) WHERE id = 1"},
        {true, "UPDATE host SET anycast = 2 WHERE id = 1"},
        {true, "UPDATE contact SET up = -1 WHERE id = 1"},
        {true, "UPDATE contact SET down = 9223372036854775807 WHERE id = 1"},
        {true, "UPDATE contact SET contacts = -1 WHERE id = 2"},
        {true, "UPDATE contact SET hour = hour + 1 WHERE id = 1"},
        {true, "UPDATE contact SET hour = -3600 WHERE id = 1"},
        {true, "UPDATE contact SET hour = 9223372036854775807 WHERE id = 3"},
        {true, "UPDATE contact SET name_id = 7 WHERE id = 1"},
        {true, "UPDATE contact SET host_id = 0 WHERE id = 1"},
        {true, "UPDATE contact SET cname_id = -1 WHERE id = 1"},
        {true, "UPDATE contact SET unlisted = 1 WHERE id = 1"},
        {true, "UPDATE contact SET evidence = 'gossip' WHERE id = 1"},
        {true, "UPDATE contact SET blindness = '' WHERE id = 1"},
        {true, "UPDATE contact SET app = 'a b' WHERE id = 1"},
        {true, "UPDATE contact SET app = '' WHERE id = 1"},
        {true, "UPDATE contact SET id = 9 WHERE id = 1"},
        {true, "UPDATE counter SET value = -1 WHERE name = 'packets'"},
        {true, "UPDATE counter SET name = 'Packets, \"all\"' WHERE name = 'packets'"},
        {true, "UPDATE reach SET devices = -1"},
        {true, "UPDATE spread SET max = -1"},
        {true, "UPDATE scan SET state = 'ajar'"},
        {true, "UPDATE scan SET fold_below = 0"},
        {true, "UPDATE scan SET program = hex(zeroblob(40))"},
        {true, "UPDATE scan SET sources = char(1, 0, 2)"},
        {true, "UPDATE scan SET devices = -5"},
        {true, "DELETE FROM scan"},
        {true, "DROP TABLE counter"},
        {true, "CREATE TABLE more(x)"},
        {true, "CREATE VIEW more AS SELECT 1"},
        {true, "CREATE INDEX more ON contact(up)"},
        {true, "CREATE TRIGGER more AFTER DELETE ON contact BEGIN DELETE FROM name; END"},
        {true,
         "DROP TABLE counter; CREATE VIEW counter AS WITH RECURSIVE r(name, value) AS "
         "(SELECT 'x', 1 UNION ALL SELECT name || 'x', 1 FROM r) SELECT * FROM r"},
        {true, "DROP TABLE counter; CREATE VIRTUAL TABLE counter USING fts5(name, value)"},
        {true, "ALTER TABLE contact ADD COLUMN twice INTEGER GENERATED ALWAYS AS (up * 2)"},
        {false, "UPDATE scratch_name SET text = 'a b' WHERE id = 1"},
        {false, "UPDATE scratch_name SET text = 'beta.example'"},
        {false, "UPDATE scratch_name SET id = 0 WHERE id = 1"},
        {false, "UPDATE scratch_host SET block = '0.0.0.0/1' WHERE id = 1"},
        {false, "UPDATE scratch_contact SET slot = slot + 1"},
        {false, "UPDATE scratch_contact SET slot = -600 WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET device = x'00'"},
        {false, "UPDATE scratch_contact SET name_id = 99 WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET host_id = 0 WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET cname_id = -1 WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET evidence = 10 WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET blindness = 8 WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET app = '../../etc' WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET flows = -1 WHERE evidence = 0"},
        {false, "UPDATE scratch_contact SET up = 9223372036854775807"},
    };
    for (size_t i = 0; i < sizeof evils / sizeof *evils; i++) {
        make(f, evils[i].closed);
        assert_int_equal(read_all(f), AM_OK);
        char sql[512];
        (void)snprintf(sql, sizeof sql, "PRAGMA ignore_check_constraints = ON; %s", evils[i].sql);
        meddle(f->path, sql);
        /* Damage where only what was asked for by label is off is found when it is asked. */
        enum am_status status = read_all(f);
        if (status != AM_E_MALFORMED)
            fail_msg("%s: %s", evils[i].sql, am_status_name(status));
        if (!evils[i].closed)
            assert_int_equal(am_scan_close_interrupted(f->path, NULL, NULL), AM_E_MALFORMED);
        remove_scan(f);
    }
}

static void does_not_close_over_damage(void **state)
{
    struct fixture *f = *state;
    make(f, false);
    meddle(f->path,
           "PRAGMA ignore_check_constraints = ON;"
           "INSERT INTO spread VALUES('x', 'colour', 1, 1, 1, 1, 1, 1)");
    assert_int_equal(read_all(f), AM_OK); /* nobody asked for it */
    assert_int_equal(am_scan_close_interrupted(f->path, &f->knowledge, &f->problem),
                     AM_E_MALFORMED);
    assert_non_null(strstr(f->problem.text, "damaged"));
}

static void reads_on_where_only_labels_are_odd(void **state)
{
    struct fixture *f = *state;
    make(f, true);
    meddle(f->path, "INSERT INTO reach(label, day, devices) VALUES('x'';--', NULL, 4)");
    struct am_scan *scan = open_scan(f);
    uint64_t devices = 0;
    assert_int_equal(am_scan_reach(scan, "x';--", &devices, &f->problem), AM_OK);
    assert_int_equal(devices, 4);
    am_scan_free(scan);
}

static const char *const made_up[] = {
    "ALTER TABLE contact ADD COLUMN up INTEGER NOT NULL DEFAULT 0",
    "UPDATE contact SET up = bytes / 3; ALTER TABLE contact RENAME COLUMN bytes TO down",
    "INSERT INTO contact(missing) VALUES(1)",
};

static void takes_an_older_file_through_each_step_it_lacks(void **state)
{
    struct fixture *f = *state;
    struct am_sql q;
    meddle(f->path,
           "PRAGMA application_id = 1634562657; CREATE TABLE contact(bytes INTEGER);"
           "INSERT INTO contact VALUES(300)");
    assert_int_equal(am_sql_open(&q, f->path, true, &f->problem), AM_OK);
    assert_int_equal(am_schema_upgrade(&q, made_up, 1, &f->problem), AM_OK);
    assert_int_equal(am_sql_ask_int(&q, "PRAGMA user_version", -1), 1);
    /* All steps or none: the third fails, and the second is undone with it. */
    assert_int_equal(am_schema_upgrade(&q, made_up, 3, &f->problem), AM_E_MALFORMED);
    assert_int_equal(am_sql_ask_int(&q, "PRAGMA user_version", -1), 1);
    assert_int_equal(am_sql_ask_int(&q, "SELECT up + bytes FROM contact", -1), 300);
    assert_int_equal(am_schema_upgrade(&q, made_up, 2, &f->problem), AM_OK);
    assert_int_equal(am_schema_upgrade(&q, made_up, 2, &f->problem), AM_OK); /* nothing to do */
    assert_int_equal(am_sql_ask_int(&q, "PRAGMA user_version", -1), 2);
    assert_int_equal(am_sql_ask_int(&q, "SELECT 1000 * up + down FROM contact", -1), 100300);
    f->problem = (struct am_problem){0};
    assert_int_equal(am_schema_upgrade(&q, made_up, 1, &f->problem), AM_E_LIMIT);
    am_sql_close(&q);
}

static void reads_an_older_file_without_changing_it(void **state)
{
    struct fixture *f = *state;
    /* Version 0 is an empty file with amarra's id: upgraded in memory it has all tables, no scan.
     */
    meddle(f->path, "PRAGMA application_id = 1634562657; CREATE TABLE t(x); DROP TABLE t");
    struct am_bytes before;
    struct am_bytes after;
    assert_int_equal(am_file_load(f->path, 1 << 20, &before, &f->problem), AM_OK);
    assert_int_equal(read_all(f), AM_E_MALFORMED);
    struct am_sql q;
    assert_int_equal(am_sql_open(&q, f->path, false, &f->problem), AM_OK);
    assert_int_equal(am_schema_check(&q, false, &f->problem), AM_OK);
    assert_int_equal(am_sql_ask_int(&q, "SELECT count(*) FROM contact", -1), 0);
    am_sql_close(&q);
    assert_int_equal(am_file_load(f->path, 1 << 20, &after, &f->problem), AM_OK);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.at, after.at, before.len);
    am_free(before.at);
    am_free(after.at);
}

/* In a child that is not root and may not write the folder. */
static void assert_as_reader(struct fixture *f, int (*fn)(struct fixture *f))
{
    assert_int_equal(chmod(f->path, 0444), 0);
    if (exists(f, "-wal")) {
        char name[128];
        (void)snprintf(name, sizeof name, "%s-wal", f->path);
        assert_int_equal(chmod(name, 0444), 0);
        (void)snprintf(name, sizeof name, "%s-shm", f->path);
        (void)unlink(name);
    }
    assert_int_equal(chmod(f->folder, 0555), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(geteuid() == 0 && setuid(65534) != 0 ? 77 : fn(f));
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(chmod(f->folder, 0755), 0);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
}

static int reads_rows(struct fixture *f)
{
    struct am_scan *scan = NULL;
    int rows = 0;
    if (am_scan_open(f->path, NULL, &scan, &f->problem) != AM_OK)
        return 1;
    if (am_scan_each_row(scan, count, &rows, &f->problem) != AM_OK || rows != 3)
        return 2;
    am_scan_free(scan);
    return 0;
}

static int is_told_to_copy(struct fixture *f)
{
    struct am_scan *scan = NULL;
    if (am_scan_open(f->path, NULL, &scan, &f->problem) != AM_E_IO)
        return 1;
    return strstr(f->problem.text, "copy it together with its -wal") ? 0 : 2;
}

static int is_told_to_ask(struct fixture *f)
{
    struct am_scan *scan = NULL;
    if (am_scan_open(f->path, NULL, &scan, &f->problem) != AM_E_IO)
        return 1;
    return strstr(f->problem.text, "as the user who made the scan") ? 0 : 2;
}

static int cannot_close(struct fixture *f)
{
    return am_scan_close_interrupted(f->path, NULL, &f->problem) == AM_E_IO &&
                   strstr(f->problem.text, "who owns")
               ? 0
               : 1;
}

static void reads_from_a_folder_it_may_not_write(void **state)
{
    struct fixture *f = *state;
    make(f, true);
    assert_as_reader(f, reads_rows);
    remove_scan(f);

    make(f, true);
    meddle(f->path, "PRAGMA journal_mode = WAL"); /* copied so by another program */
    assert_as_reader(f, reads_rows);
    remove_scan(f);
    make(f, false);
    meddle(f->path, "PRAGMA wal_checkpoint(TRUNCATE)");
    assert_as_reader(f, reads_rows);
    assert_as_reader(f, cannot_close);
}

/* A killed writer leaves its log. */
static void make_killed(struct fixture *f)
{
    pid_t child = fork();
    if (child == 0) {
        struct am_store *s = new_store(f, false);
        add_seen(s, &office[0]);
        _exit(am_store_flush(s, T0, T0, &f->problem) == AM_OK ? 0 : 1);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
    assert_true(exists(f, "-wal"));
}

static void says_what_to_do_where_a_log_can_not_be_read(void **state)
{
    struct fixture *f = *state;
    make_killed(f);
    assert_as_reader(f, is_told_to_copy);
    assert_int_equal(chmod(f->path, 0600), 0);
    assert_int_equal(chmod(f->folder, 0755), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(geteuid() == 0 && setuid(65534) == 0 ? is_told_to_ask(f) : 0);
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
    assert_rows(f,
                "+0 alfa.example* sni named tls 198.51.100.0/24 as64596 US NL edge.example c1 "
                "f1 u10 d20\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tells_the_states_apart),
        TEST(reads_without_knowledge_too),
        TEST(ends_the_walk_with_the_callers_status),
        TEST(says_what_is_wrong_with_what_is_no_scan),
        TEST(refuses_a_newer_format),
        TEST(says_that_a_cut_file_is_cut),
        TEST(refuses_what_amarra_never_writes),
        TEST(does_not_close_over_damage),
        TEST(reads_on_where_only_labels_are_odd),
        TEST(takes_an_older_file_through_each_step_it_lacks),
        TEST(reads_an_older_file_without_changing_it),
        TEST(reads_from_a_folder_it_may_not_write),
        TEST(says_what_to_do_where_a_log_can_not_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
