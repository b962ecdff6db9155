/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit/scanner/store_fixture.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

static const struct seen office[] = {
    {1, 0, "www.alfa.example", "198.51.100.7", NULL, AM_EVIDENCE_SNI, AM_BLIND_NOT, "tls", 2, 100,
     900},
    {2, 0, "rare.example", "198.51.101.9", "x.edge.example", AM_EVIDENCE_DNS, AM_BLIND_NOT, "tls",
     1, 10, 20},
    {3, 1, NULL, "2001:db8:5::53", NULL, AM_EVIDENCE_NONE, AM_BLIND_RESOLVER, "dns", 1, 60, 80},
};

static void add_office(struct am_store *s)
{
    for (size_t i = 0; i < sizeof office / sizeof *office; i++)
        add_seen(s, &office[i]);
}

static void flush(struct fixture *f, struct am_store *s)
{
    enum am_status status = am_store_flush(s, T0, T0 + 700, &f->problem);
    if (status != AM_OK)
        fail_msg("%s", f->problem.text);
}

static void will_not_replace_what_is_there(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = NULL;
    struct am_store_options options = {.path = f->path, .knowledge = &f->knowledge};
    FILE *letter = fopen(f->path, "w");
    (void)fputs(
        "Dear assembly, this file is not a scan, it is a letter, and it is longer than a "
        "database header so that its length tells nothing.\n",
        letter);
    (void)fclose(letter);
    assert_int_equal(am_store_create(&options, &s, &f->problem), AM_E_USAGE);
    assert_non_null(strstr(f->problem.text, "exists already"));

    options.overwrite = true;
    f->problem = (struct am_problem){0};
    assert_int_equal(am_store_create(&options, &s, &f->problem), AM_E_USAGE);
    assert_non_null(strstr(f->problem.text, "not a scan"));
    assert_true(holds(f->path, "assembly", 8));
    assert_false(exists(f, "-key"));
    assert_null(s);
}

static void replaces_an_older_scan_when_asked(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    add_office(s);
    flush(f, s);
    am_store_free(s); /* interrupted: key, log and all */

    struct am_store_options options = {
        .path = f->path, .knowledge = &f->knowledge, .overwrite = true};
    assert_int_equal(am_store_create(&options, &s, &f->problem), AM_OK);
    assert_false(scan_holds(f, "alfa", 4));
    assert_int_equal(am_store_close(s, 0, 0, &f->problem), AM_OK);
    am_store_free(s);
    assert_rows(f, "");
    struct am_scan *scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->fold_below, AM_FOLD_BELOW); /* the default, 0 was given */
    am_scan_free(scan);
}

static void leaves_a_scan_to_the_one_who_writes_it(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    struct am_store *second = NULL;
    struct am_store_options options = {
        .path = f->path, .knowledge = &f->knowledge, .overwrite = true};
    assert_int_equal(am_store_create(&options, &second, &f->problem), AM_E_USAGE);
    assert_non_null(strstr(f->problem.text, "another amarra"));
    f->problem = (struct am_problem){0};
    assert_int_equal(am_scan_close_interrupted(f->path, &f->knowledge, &f->problem), AM_E_USAGE);
    add_office(s);
    flush(f, s);
    am_store_free(s);
}

static void keeps_files_from_others_eyes(void **state)
{
    struct fixture *f = *state;
    mode_t old = umask(0);
    struct am_store *s = new_store(f, false);
    (void)umask(old);
    add_office(s);
    flush(f, s);
    static const char *const endings[] = {"", "-key", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[128];
        struct stat st;
        (void)snprintf(name, sizeof name, "%s%s", f->path, endings[i]);
        assert_int_equal(stat(name, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        if (i == 1)
            assert_int_equal(st.st_size, AM_KEY_SIZE);
    }
    am_store_free(s);
}

static void takes_a_path_for_nothing_but_a_path(void **state)
{
    struct fixture *f = *state;
    static const char *const odd[] = {":memory:", "file:x?mode=memory", "a%41b#c.db"};
    char cwd[PATH_MAX];
    assert_non_null(getcwd(cwd, sizeof cwd));
    assert_int_equal(chdir(f->folder), 0);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct am_store *s = NULL;
        struct am_scan *scan = NULL;
        struct am_store_options options = {.path = odd[i], .knowledge = &f->knowledge};
        assert_int_equal(am_store_create(&options, &s, &f->problem), AM_OK);
        assert_int_equal(am_store_close(s, 0, 0, &f->problem), AM_OK);
        am_store_free(s);
        assert_int_equal(am_scan_open(odd[i], NULL, &scan, &f->problem), AM_OK);
        am_scan_free(scan);
        assert_int_equal(unlink(odd[i]), 0);
    }
    assert_int_equal(chdir(cwd), 0);
}

static void asks_the_database_for_safety(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    static const struct {
        const char *pragma;
        int64_t value;
    } asked[] = {
        {"PRAGMA secure_delete", 1},
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA synchronous", 2},
        {"PRAGMA trusted_schema", 0},
        {"PRAGMA temp_store", 2},
        {"PRAGMA cell_size_check", 1},
        {"PRAGMA application_id", AM_SQL_APPLICATION},
        {"PRAGMA user_version", 2},
        {"SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'", 1},
        {"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%'", 0},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        assert_int_equal(am_sql_ask_int(&s->sql, asked[i].pragma, -1), asked[i].value);
    am_store_free(s);
}

static void counts_two_names_of_one_kept_form_as_one_contact(void **state)
{
    struct fixture *f = *state;
    size_t calls[2] = {0};
    f->knowledge = fake_knowledge(calls);
    struct am_store *s = new_store(f, false);
    struct seen c = office[0];
    for (int i = 0; i < 10; i++) {
        c.name = i % 2 ? "www.alfa.example" : "img.alfa.example";
        c.peer = i % 2 ? "198.51.100.7" : "198.51.100.8"; /* one block, one place */
        c.slot = i / 9;
        add_seen(s, &c);
    }
    assert_int_equal(calls[0], 2); /* once a name */
    assert_int_equal(calls[1], 2); /* once an address */
    assert_in_range(am_store_pending(s), 2, 10);
    flush(f, s);
    assert_int_equal(am_store_pending(s), 0);
    assert_int_equal(am_sql_ask_int(&s->sql, "SELECT count(*) FROM scratch_contact", 0), 2);
    am_store_free(s);
    assert_rows(f,
                "+0 alfa.example* sni named tls 198.51.100.0/24 as64596 US NL - c2 f20 u1000 "
                "d9000\n");
}

static void adds_to_what_was_flushed_before(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    for (int i = 0; i < 3; i++) {
        add_seen(s, &office[0]);
        flush(f, s);
    }
    am_store_free(s);
    assert_rows(f,
                "+0 alfa.example* sni named tls 198.51.100.0/24 as64596 US NL - c1 f6 u300 "
                "d2700\n");
}

static void takes_an_address_for_no_name(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, true);
    static const char *const names[] = {"192.0.2.1", "1.2.0.192.in-addr.arpa", "010.1",
                                        "1.0.0.0.ip6.arpa"};
    struct seen c = {1, 0, NULL, "198.51.100.7", "10.7.7.2", AM_EVIDENCE_HTTP, AM_BLIND_NOT, "http",
                     1, 1, 1};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        c.name = names[i];
        add_seen(s, &c);
    }
    flush(f, s);
    am_store_free(s);
    assert_rows(f, "+0 - none address-only http 198.51.100.0/24 as64596 US NL - c1 f4 u4 d4\n");
    assert_int_equal(counter_of(f, "names.refused"), 4);
    assert_false(scan_holds(f, "192.0.2", 7));
    assert_false(scan_holds(f, "arpa", 4));
}

static void tells_devices_apart_by_pseudonyms_of_this_scan_alone(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    struct am_address one = device_of(1);
    struct am_address two = device_of(2);
    struct am_pseudonym a = am_store_pseudonym(s, &one);
    struct am_pseudonym b = am_store_pseudonym(s, &two);
    struct am_pseudonym again = am_store_pseudonym(s, &one);
    assert_memory_equal(a.at, again.at, sizeof a.at);
    assert_memory_not_equal(a.at, b.at, sizeof a.at);
    for (unsigned i = 0; i <= AM_PSEUDONYMS_CACHED; i++) { /* the cache starts anew */
        struct am_address filler = {
            {0x20, 1, [12] = (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i}};
        (void)am_store_pseudonym(s, &filler);
    }
    again = am_store_pseudonym(s, &one);
    assert_memory_equal(a.at, again.at, sizeof a.at);
    am_store_free(s);
    remove_scan(f);

    s = new_store(f, false);
    b = am_store_pseudonym(s, &one);
    assert_memory_not_equal(a.at, b.at, sizeof a.at);
    am_store_free(s);
}

static void writes_no_device_to_disk(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    add_office(s);
    flush(f, s);
    struct am_address one = device_of(1);
    struct am_pseudonym p = am_store_pseudonym(s, &one);
    assert_true(scan_holds(f, p.at, sizeof p.at)); /* the search finds what is there */
    assert_true(exists(f, "-key"));
    assert_holds_no_device(f, 3);
    static const char *const peers[] = {"198.51.100.7", "198.51.101.9", "2001:db8:5::53",
                                        "www.alfa"};
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
        assert_false(scan_holds(f, peers[i], strlen(peers[i])));
    am_store_free(s);
}

static void counts_what_finds_no_room_in_memory(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, true);
    s->pending_max = 2;
    add_office(s);
    add_office(s); /* the two that are there go on */
    flush(f, s);
    s->pending_max = AM_STORE_PENDING_MAX;
    s->intern.max = 3; /* of names and of hosts; all three are taken */
    struct seen c = {
        1, 0, "new.example", "203.0.113.9", NULL, AM_EVIDENCE_SNI, AM_BLIND_NOT, "tls", 1, 1, 1};
    add_seen(s, &c);
    c.peer = "203.0.120.9";
    c.name = "rare.example";
    add_seen(s, &c);
    flush(f, s);
    am_store_free(s);
    assert_int_equal(counter_of(f, "lost.contacts"), 2);
    assert_int_equal(counter_of(f, "lost.names"), 1);
    assert_int_equal(counter_of(f, "lost.hosts"), 2);
    assert_rows(f,
                "+0 - none lost tls 0.0.0.0/0 as0  -- - c1 f1 u1 d1\n"
                "+0 alfa.example* sni named tls 198.51.100.0/24 as64596 US NL - c1 f4 u200 d1800\n"
                "+0 rare.example sni named tls 0.0.0.0/0 as0  -- - c1 f1 u1 d1\n"
                "+0 rare.example dns named tls 198.51.101.0/24 as64597 US NL edge.example c1 f2 "
                "u20 d40\n");
}

static void never_lets_a_count_overflow(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    struct seen c = office[0];
    c.up = UINT64_MAX;
    c.down = UINT64_MAX - 5;
    for (int i = 0; i < 4; i++) {
        add_seen(s, &c);
        add_seen(s, &c);
        flush(f, s);
    }
    int64_t up = am_sql_ask_int(&s->sql, "SELECT up FROM scratch_contact", 0);
    assert_int_equal(up, AM_SQL_COUNT_MAX);
    assert_int_equal(am_store_close(s, T0, T0, &f->problem), AM_OK);
    am_store_free(s);
    struct am_text text;
    rows_of(f, &text);
    am_text_done(&text);
}

static void writes_counters_with_the_flush(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    am_store_count(s, "packets", 10);
    flush(f, s);
    am_store_count(s, "packets", 30);
    am_store_count(s, "lost.kernel", 0);
    am_store_count(s, "<script>", 1); /* no name for a counter */
    flush(f, s);
    am_store_count(s, "packets", 50); /* not flushed any more */
    am_store_free(s);

    struct am_scan *scan = open_scan(f);
    struct am_text text;
    am_text_init(&text, 1 << 16);
    assert_int_equal(am_scan_each_counter(scan, counter_as_text, &text, &f->problem), AM_OK);
    assert_string_equal(text.at,
                        "flushes.failed=0\nlost.contacts=0\nlost.hosts=0\nlost.kernel=0\n"
                        "lost.marked=0\nlost.names=0\nnames.refused=0\npackets=30\n");
    am_text_done(&text);
    am_scan_free(scan);
}

static void loses_no_flush_to_a_kill(void **state)
{
    struct fixture *f = *state;
    pid_t child = fork();
    if (child == 0) {
        struct am_store *s = new_store(f, false);
        add_office(s);
        if (am_store_flush(s, T0, T0 + 100, &f->problem) != AM_OK)
            _exit(1);
        struct seen late = office[0];
        late.slot = 5;
        add_seen(s, &late);
        (void)kill(getpid(), SIGKILL);
        _exit(1);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
    assert_true(exists(f, "-key"));

    struct am_scan *scan = open_scan(f);
    const struct am_scan_info *info = am_scan_info(scan);
    assert_int_equal(info->state, AM_SCAN_INTERRUPTED);
    assert_int_equal(info->first_packet, T0);
    assert_int_equal(info->last_flush, T0 + 100);
    assert_int_equal(info->devices, 3);
    assert_string_equal(info->program, "amarra " AMARRA_VERSION);
    assert_string_equal(info->dataset, "2026.11.24-test");
    assert_string_equal(info->sources, "2 capture files");
    am_scan_free(scan);
    struct am_text before;
    rows_of(f, &before);

    if (am_scan_close_interrupted(f->path, &f->knowledge, &f->problem) != AM_OK)
        fail_msg("%s", f->problem.text);
    assert_false(exists(f, "-key"));
    assert_false(exists(f, "-wal"));
    scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_CLOSED);
    am_scan_free(scan);
    assert_rows(f, before.at);
    assert_non_null(strstr(before.at, "c1 f2 u100 d900")); /* what the flush held, no more */
    am_text_done(&before);
    assert_int_equal(am_scan_close_interrupted(f->path, &f->knowledge, &f->problem), AM_OK);
}

/* More than fits, then room, then all of it must be there. Runs in a child; its exit code tells. */
static int fill_then_retry(struct fixture *f, bool (*give_room)(void *ctx), void *ctx)
{
    struct am_store *s = NULL;
    struct am_store_options options = {
        .path = f->path, .knowledge = &f->knowledge, .keep_names = true};
    if (am_store_create(&options, &s, &f->problem) != AM_OK)
        return 10;
    enum am_status status = AM_OK;
    unsigned added = 0;
    for (unsigned round = 0; round < 200 && status == AM_OK; round++) {
        for (unsigned i = 0; i < 500; i++) {
            struct seen c = office[0];
            c.slot = (int)(added / 1000);
            c.device = added++ % 1000;
            add_seen(s, &c);
        }
        status = am_store_flush(s, T0, T0 + 700, &f->problem);
    }
    if (status != AM_E_IO || !strstr(f->problem.text, "free some"))
        return 11;
    size_t waiting = am_store_pending(s);
    if (waiting == 0 || am_store_flush(s, T0, T0 + 700, NULL) != AM_E_IO ||
        am_store_pending(s) != waiting)
        return 12;
    for (unsigned i = 1; i <= 3 * AM_STORE_BATCH; i++) /* each finds its place where it waits */
        add_seen(s, &(struct seen){(added - i) % 1000, (int)((added - i) / 1000), "alfa.example",
                                   "198.51.100.9", NULL, AM_EVIDENCE_SNI, AM_BLIND_NOT, "tls", 1, 1,
                                   1});
    add_office(s); /* goes on meanwhile */
    if (am_store_pending(s) > waiting + AM_STORE_BATCH)
        return 17;
    if (!give_room(ctx))
        return 13;
    f->problem = (struct am_problem){0};
    if (am_store_flush(s, T0, T0 + 700, &f->problem) != AM_OK)
        return 14;
    uint64_t flows = (uint64_t)am_sql_ask_int(&s->sql, "SELECT sum(flows) FROM scratch_contact", 0);
    if (flows != added * 2 + 3 * AM_STORE_BATCH + 4)
        return 15;
    if (am_store_close(s, T0, T0 + 700, &f->problem) != AM_OK)
        return 16;
    am_store_free(s);
    return 0;
}

static void assert_child(pid_t child)
{
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    if (WEXITSTATUS(how) == 77)
        skip();
    assert_int_equal(WEXITSTATUS(how), 0);
}

static bool lift_limit(void *ctx)
{
    struct rlimit limit;
    (void)ctx;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
        return false;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

static void survives_a_file_that_may_not_grow(void **state)
{
    struct fixture *f = *state;
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit;
        (void)signal(SIGXFSZ, SIG_IGN);
        (void)getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = 1 << 20;
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        _exit(fill_then_retry(f, lift_limit, NULL));
    }
    assert_child(child);
    assert_int_equal(counter_of(f, "flushes.failed"), 2);
    assert_int_equal(counter_of(f, "lost.contacts"), 0);
}

static bool enlarge_disk(void *ctx)
{
    const struct fixture *f = ctx;
    return mount("none", f->folder, "tmpfs", MS_REMOUNT, "size=64m") == 0;
}

static void survives_a_full_disk(void **state)
{
    struct fixture *f = *state;
    pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
            mount("none", f->folder, "tmpfs", 0, "size=1m") != 0)
            _exit(77); /* takes root */
        int rc = fill_then_retry(f, enlarge_disk, f);
        _exit(rc == 0 && counter_of(f, "flushes.failed") != 2 ? 20 : rc);
    }
    assert_child(child);
}

static enum am_status add_contacts(void *ctx, const struct am_scan_row *row)
{
    *(uint64_t *)ctx += row->contacts;
    return AM_OK;
}

/* Counted, kept in memory, and in the scan once it is closed. */
static void grows_no_larger_than_it_was_told(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = NULL;
    struct am_store_options options = {.path = f->path, .knowledge = &f->knowledge, .max_mib = 1};
    struct stat st;
    enum { CONTACTS = 40000 };
    assert_int_equal(am_store_create(&options, &s, &f->problem), AM_OK);
    for (unsigned i = 0; i < CONTACTS; i++) {
        am_store_add(s, &(struct am_contact){.device = address_of("10.0.0.1"),
                                             .peer = address_of("198.51.100.7"),
                                             .app = "tls",
                                             .slot = T0 + (int64_t)i * AM_SLOT_SECONDS,
                                             .flows = 1,
                                             .up = 1});
    }
    assert_int_equal(am_store_flush(s, T0, T0 + 1, &f->problem), AM_E_IO);
    assert_non_null(strstr(f->problem.text, "--max-size"));
    f->problem = (struct am_problem){0};
    assert_int_equal(stat(f->path, &st), 0);
    assert_true(st.st_size <= 1 << 20);
    assert_int_equal(counter_of(f, "flushes.failed"), 1);
    assert_int_equal(am_store_close(s, T0, T0 + 1, &f->problem), AM_OK);
    am_store_free(s);
    assert_int_equal(counter_of(f, "lost.contacts"), 0);
    struct am_scan *scan = open_scan(f);
    uint64_t contacts = 0;
    assert_int_equal(am_scan_each_row(scan, add_contacts, &contacts, &f->problem), AM_OK);
    assert_int_equal(contacts, CONTACTS);
    am_scan_free(scan);
}

static void forgets_raw_names_but_not_kept_ones_when_its_cache_is_full(void **state)
{
    struct fixture *f = *state;
    size_t calls[2] = {0};
    f->knowledge = fake_knowledge(calls);
    struct am_intern n;
    am_intern_init(&n, &f->knowledge);
    uint32_t alfa = am_intern_name(&n, "www.alfa.example");
    for (uint32_t i = 0; i < AM_INTERN_CACHE; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "q%u.tunnel.example", i);
        assert_int_equal(am_intern_name(&n, name), alfa + 1);
        struct am_address peer = {
            {0x20, 1, [13] = (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i}};
        assert_int_not_equal(am_intern_host(&n, &peer), 0);
    }
    assert_int_equal(calls[0], AM_INTERN_CACHE + 1);
    assert_int_equal(am_intern_name(&n, "www.alfa.example"), alfa); /* asked again, the same id */
    assert_int_equal(calls[0], AM_INTERN_CACHE + 2);
    assert_int_equal(n.names_len, 2);
    assert_int_equal(n.hosts_len, 256); /* one block, the fake AS numbers of its third last byte */
    am_intern_done(&n);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(will_not_replace_what_is_there),
        TEST(replaces_an_older_scan_when_asked),
        TEST(leaves_a_scan_to_the_one_who_writes_it),
        TEST(keeps_files_from_others_eyes),
        TEST(takes_a_path_for_nothing_but_a_path),
        TEST(asks_the_database_for_safety),
        TEST(counts_two_names_of_one_kept_form_as_one_contact),
        TEST(adds_to_what_was_flushed_before),
        TEST(takes_an_address_for_no_name),
        TEST(tells_devices_apart_by_pseudonyms_of_this_scan_alone),
        TEST(writes_no_device_to_disk),
        TEST(counts_what_finds_no_room_in_memory),
        TEST(never_lets_a_count_overflow),
        TEST(writes_counters_with_the_flush),
        TEST(loses_no_flush_to_a_kill),
        TEST(survives_a_file_that_may_not_grow),
        TEST(survives_a_full_disk),
        TEST(grows_no_larger_than_it_was_told),
        TEST(forgets_raw_names_but_not_kept_ones_when_its_cache_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
