/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit/scanner/store_fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#define SNI AM_EVIDENCE_SNI, AM_BLIND_NOT, "tls"
#define DNS AM_EVIDENCE_DNS, AM_BLIND_NOT, "tls"

/* Five devices, two hours, two days (slot 10 begins the second). k is 3. */
static const struct seen office[] = {
    /* alfa: one contact over two kinds of evidence and two hosts, in one slot */
    {1, 0, "www.alfa.example", "198.51.100.7", NULL, SNI, 1, 10, 20},
    {1, 0, "alfa.example", "198.51.101.7", NULL, AM_EVIDENCE_QUIC, AM_BLIND_NOT, "quic", 1, 500,
     600},
    {2, 0, "alfa.example", "198.51.100.7", NULL, SNI, 1, 30, 40},
    {2, 1, "alfa.example", "198.51.100.7", NULL, SNI, 1, 30, 40},
    {3, 10, "alfa.example", "198.51.100.7", NULL, SNI, 1, 50, 60},
    /* one evidence, two hosts: the one with more bytes counts the contact */
    {2, 2, "beta.example", "198.51.102.7", NULL, SNI, 1, 1, 1},
    {2, 2, "beta.example", "198.51.103.7", NULL, SNI, 1, 1, 2},
    /* unknown to every rule: seen from three desks, from two, from one */
    {1, 0, "three.example", "203.0.113.1", NULL, SNI, 1, 1, 1},
    {2, 0, "a.three.example", "203.0.113.1", NULL, SNI, 1, 1, 1},
    {3, 0, "b.three.example", "203.0.113.1", NULL, SNI, 1, 1, 1},
    {1, 0, "clinic.example", "203.0.113.2", NULL, SNI, 1, 7, 7},
    {2, 0, "clinic.example", "203.0.113.2", NULL, SNI, 1, 7, 7},
    {1, 0, "union.example", "203.0.113.3", NULL, SNI, 1, 7, 7},
    /* no name: the block stands for it, each host is one contact */
    {4, 0, NULL, "2001:db8:9::1", NULL, AM_EVIDENCE_NONE, AM_BLIND_HIDDEN, "quic", 1, 2, 3},
    {4, 0, NULL, "2001:db8:9::2", NULL, AM_EVIDENCE_NONE, AM_BLIND_HIDDEN, "quic", 1, 2, 3},
    {4, 0, NULL, "2001:db8:a::2", NULL, AM_EVIDENCE_NONE, AM_BLIND_HIDDEN, "quic", 1, 2, 3},
};
#define OFFICE (sizeof office / sizeof *office)

static const char folded_rows[] =
    "+0 - none hidden quic 2001:db8:9::/48 as64496 US NL - c1 f2 u4 d6\n"
    "+0 - none hidden quic 2001:db8:a::/48 as64496 US NL - c1 f1 u2 d3\n"
    "+0 UNLISTED sni named tls 203.0.113.0/24 as64609 US NL - c3 f3 u21 d21\n"
    "+0 alfa.example* sni named tls 198.51.100.0/24 as64596 US NL - c3 f3 u70 d100\n"
    "+0 alfa.example* quic named quic 198.51.101.0/24 as64597 US NL - c0 f1 u500 d600\n"
    "+0 beta.example* sni named tls 198.51.102.0/24 as64598 US NL - c0 f1 u1 d1\n"
    "+0 beta.example* sni named tls 198.51.103.0/24 as64599 US NL - c1 f1 u1 d2\n"
    "+0 three.example sni named tls 203.0.113.0/24 as64609 US NL - c3 f3 u3 d3\n"
    "+2 alfa.example* sni named tls 198.51.100.0/24 as64596 US NL - c1 f1 u50 d60\n";

static void add_office(struct am_store *s)
{
    for (size_t i = 0; i < OFFICE; i++)
        add_seen(s, &office[i]);
}

static void flush(struct fixture *f, struct am_store *s)
{
    assert_int_equal(am_store_flush(s, T0, T0 + 7000, &f->problem), AM_OK);
}

static void close_store(struct fixture *f, struct am_store *s)
{
    enum am_status status = am_store_close(s, T0, T0 + 7000, &f->problem);
    am_store_free(s);
    if (status != AM_OK)
        fail_msg("%s", f->problem.text);
}

static void closes_into_rows_by_the_hour(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    add_office(s);
    close_store(f, s);
    assert_rows(f, folded_rows);
    assert_int_equal(counter_of(f, "names.unlisted"), 2);
    struct am_scan *scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_CLOSED);
    assert_int_equal(am_scan_info(scan)->devices, 4);
    assert_false(am_scan_info(scan)->keep_names);
    am_scan_free(scan);
}

static void keeps_rare_names_only_when_asked(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, true);
    add_office(s);
    close_store(f, s);
    struct am_text rows;
    rows_of(f, &rows);
    assert_null(strstr(rows.at, "UNLISTED"));
    assert_non_null(strstr(rows.at,
                           "+0 clinic.example sni named tls 203.0.113.0/24 as64609 US NL "
                           "- c2 f2 u14 d14\n"));
    assert_non_null(strstr(rows.at,
                           "+0 union.example sni named tls 203.0.113.0/24 as64609 US NL "
                           "- c1 f1 u7 d7\n"));
    am_text_done(&rows);
    assert_int_equal(counter_of(f, "names.unlisted"), 0);
}

/* Before closing and after: what is asked and what is expected are the same. */
static void assert_reach(struct fixture *f)
{
    static const struct {
        const char *label;
        int day; /* -1: the whole scan */
        uint64_t devices;
    } reaches[] = {
        {"all", -1, 4},
        {"all", 0, 4},
        {"all", 1, 1},
        {"all", 2, 0},
        {"service:alfa", -1, 3},
        {"service:alfa", 0, 2},
        {"service:alfa", 1, 1},
        {"service-country:US", -1, 3},
        {"service:beta", -1, 1},
        {"host:as64596", -1, 3},
        {"host:as64597", -1, 1},
        {"host:as64609", -1, 3}, /* the unlisted count in it too */
        {"name:alfa.example", -1, 3},
        {"name:alfa.example", 1, 1},
        {"name:three.example", -1, 3},
        {"name:clinic.example", -1, 0}, /* folded: not to be asked for */
        {"name:union.example", -1, 0},
        {"name:union.example", 0, 0},
        {"name:", -1, 0},
        {"service:gamma", -1, 0},
        {"", -1, 0},
    };
    static const struct {
        const char *label;
        enum am_spread_of of;
        struct am_spread spread;
    } spreads[] = {
        {"all", AM_SPREAD_CONTACTS, {4, 2, 2, 2, 4, 5}},
        {"all", AM_SPREAD_UP, {4, 6, 6, 51, 70, 525}},
        {"service:alfa", AM_SPREAD_CONTACTS, {3, 1, 1, 1, 2, 2}},
        {"service:alfa", AM_SPREAD_DOWN, {3, 60, 60, 80, 620, 620}},
        {"name:three.example", AM_SPREAD_UP, {3, 1, 1, 1, 1, 1}},
    };
    struct am_scan *scan = open_scan(f);
    for (size_t i = 0; i < sizeof reaches / sizeof *reaches; i++) {
        uint64_t devices = 99;
        enum am_status status = reaches[i].day < 0
                                    ? am_scan_reach(scan, reaches[i].label, &devices, &f->problem)
                                    : am_scan_reach_on(scan, reaches[i].label, DAY + reaches[i].day,
                                                       &devices, &f->problem);
        assert_int_equal(status, AM_OK);
        if (devices != reaches[i].devices)
            fail_msg("%s on %d: %d", reaches[i].label, reaches[i].day, (int)devices);
    }
    for (size_t i = 0; i < sizeof spreads / sizeof *spreads; i++) {
        struct am_spread got = {0};
        assert_int_equal(am_scan_spread(scan, spreads[i].label, spreads[i].of, &got, &f->problem),
                         AM_OK);
        const struct am_spread *want = &spreads[i].spread;
        if (memcmp(&got, want, sizeof got) != 0)
            fail_msg("%s %d: %d %d %d %d %d %d", spreads[i].label, (int)spreads[i].of,
                     (int)got.devices, (int)got.min, (int)got.q1, (int)got.median, (int)got.q3,
                     (int)got.max);
    }
    static const char *const untold[] = {"service:beta", "name:clinic.example", "service:gamma",
                                         "host:as64597"};
    for (size_t i = 0; i < sizeof untold / sizeof *untold; i++) {
        struct am_spread got = {.max = 1};
        assert_int_equal(am_scan_spread(scan, untold[i], AM_SPREAD_UP, &got, &f->problem),
                         AM_E_NOT_FOUND);
        assert_int_equal(got.max, 1);
    }
    am_scan_free(scan);
}

static void tells_the_same_before_it_is_closed_and_after(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    add_office(s);
    flush(f, s);
    struct am_scan *scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_OPEN);
    assert_int_equal(am_scan_info(scan)->devices, 4);
    am_scan_free(scan);
    assert_rows(f, folded_rows);
    assert_reach(f);
    close_store(f, s);
    assert_rows(f, folded_rows);
    assert_reach(f);
}

static void folds_a_cname_like_a_name(void **state)
{
    struct fixture *f = *state;
    static const struct seen led[] = {
        /* a known CNAME tells the host, even of a folded name */
        {1, 0, "rare.example", "198.51.100.7", "r.edge.example", DNS, 1, 1, 1},
        /* an unknown one does not stay with it... */
        {1, 1, "rare.example", "198.51.100.7", "rare.hoster.example", DNS, 1, 1, 1},
        /* ... nor with a name that stays, while few devices were led to it ... */
        {1, 0, "beta.example", "198.51.102.7", "q.few.example", DNS, 1, 1, 1},
        /* ... but does from the third on. */
        {1, 0, "alfa.example", "198.51.101.7", "x.many.example", DNS, 1, 1, 1},
        {2, 0, "alfa.example", "198.51.101.7", "y.many.example", DNS, 1, 1, 1},
        {3, 0, "alfa.example", "198.51.101.7", "z.many.example", DNS, 1, 1, 1},
        /* many devices by way of names that are all folded: falls away with them */
        {1, 2, "one.rare1.example", "198.51.104.7", "p.shop.example", DNS, 1, 1, 1},
        {2, 2, "one.rare2.example", "198.51.104.7", "q.shop.example", DNS, 1, 1, 1},
        {3, 2, "one.rare3.example", "198.51.104.7", "r.shop.example", DNS, 1, 1, 1},
    };
    struct am_store *s = new_store(f, false);
    for (size_t i = 0; i < sizeof led / sizeof *led; i++)
        add_seen(s, &led[i]);
    close_store(f, s);
    struct am_text rows;
    rows_of(f, &rows);
    assert_non_null(strstr(rows.at, "UNLISTED dns named tls 198.51.100.0/24 as64596 US NL - c1"));
    assert_non_null(
        strstr(rows.at, "UNLISTED dns named tls 198.51.100.0/24 as64596 US NL edge.example c1"));
    assert_non_null(
        strstr(rows.at, "beta.example* dns named tls 198.51.102.0/24 as64598 US NL - c1"));
    assert_non_null(strstr(
        rows.at, "alfa.example* dns named tls 198.51.101.0/24 as64597 US NL many.example c3"));
    assert_non_null(strstr(rows.at, "UNLISTED dns named tls 198.51.104.0/24 as64600 US NL - c3"));
    am_text_done(&rows);
    static const char *const gone[] = {"rare", "hoster", "few.example", "shop"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_false(scan_holds(f, gone[i], strlen(gone[i])));
}

static void erases_every_trace_of_devices_and_rare_names(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    struct am_pseudonym pseudonyms[41];
    uint8_t key[AM_KEY_SIZE];
    char key_path[128];
    char link_path[128];
    memcpy(key, s->pseudonyms.key, sizeof key);
    (void)snprintf(key_path, sizeof key_path, "%s-key", f->path);
    (void)snprintf(link_path, sizeof link_path, "%s/link", f->folder);
    assert_int_equal(link(key_path, link_path), 0); /* to see what becomes of its blocks */
    for (unsigned round = 0; round < 10; round++) { /* enough to split pages and reuse them */
        for (unsigned i = 1; i <= 40; i++) {
            struct seen c = office[i % OFFICE];
            char name[40];
            (void)snprintf(name, sizeof name, "private%02u-%u.example", i, round);
            c.device = i;
            c.slot = (int)round;
            add_seen(s, &c);
            c.name = name;
            add_seen(s, &c);
        }
        flush(f, s);
    }
    for (unsigned i = 1; i <= 40; i++) {
        struct am_address a = device_of(i);
        pseudonyms[i] = am_store_pseudonym(s, &a);
        assert_true(scan_holds(f, pseudonyms[i].at, AM_PSEUDONYM_SIZE));
    }
    assert_true(scan_holds(f, "private07-3", 11));
    assert_true(scan_holds(f, key, sizeof key));
    close_store(f, s);

    assert_false(exists(f, "-key"));
    assert_false(exists(f, "-wal"));
    assert_false(exists(f, "-shm"));
    assert_false(exists(f, "-journal"));
    assert_holds_no_device(f, 40);
    for (unsigned i = 1; i <= 40; i++)
        assert_false(scan_holds(f, pseudonyms[i].at, AM_PSEUDONYM_SIZE));
    assert_false(scan_holds(f, "private", 7));
    assert_false(holds(link_path, key, sizeof key));
    memset(key, 0, sizeof key);
    assert_true(holds(link_path, key, sizeof key));
    assert_int_equal(unlink(link_path), 0);
    assert_true(scan_holds(f, "alfa.example", 12));
}

static uint64_t next(uint64_t *x)
{
    *x = *x * 6364136223846793005u + 1442695040888963407u;
    return *x >> 33;
}

/* Everything in the file but the time of day it was made. */
static void dump(const char *path, struct am_text *out)
{
    static const char *const tables[] = {"scan",         "counter",        "name",   "host",
                                         "contact",      "reach",          "spread", "scratch_name",
                                         "scratch_host", "scratch_contact"};
    sqlite3 *db;
    am_text_init(out, 1 << 24);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        char sql[64];
        sqlite3_stmt *stmt;
        (void)snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[t]);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            am_text_add(out, tables[t]);
            for (int i = 0; i < sqlite3_column_count(stmt); i++) {
                const unsigned char *text = sqlite3_column_text(stmt, i);
                am_text_addf(out, "|%s", text ? (const char *)text : "NULL");
            }
            am_text_add(out, "\n");
        }
        (void)sqlite3_finalize(stmt);
    }
    (void)sqlite3_close(db);
}

/* The same contacts in the order that `seed` gives, flushed where it gives. */
static void scan_in_order_of(struct fixture *f, uint64_t seed, struct am_text *out)
{
    enum { MANY = 600 };
    struct seen all[MANY];
    uint64_t same = 7;
    char names[40][24];
    for (unsigned i = 0; i < 40; i++)
        (void)snprintf(names[i], sizeof names[i], i % 3 ? "n%u.example" : "n%u.alfa.example", i);
    for (unsigned i = 0; i < MANY; i++) {
        all[i] = office[next(&same) % OFFICE];
        all[i].device = (unsigned)(1 + next(&same) % 9);
        all[i].slot = (int)(next(&same) % 30);
        if (next(&same) % 2)
            all[i].name = names[next(&same) % 40];
        if (next(&same) % 3 == 0)
            all[i].cname = names[next(&same) % 40];
    }
    for (unsigned i = MANY - 1; i > 0 && seed; i--) {
        unsigned j = (unsigned)(next(&seed) % (i + 1));
        struct seen swapped = all[i];
        all[i] = all[j];
        all[j] = swapped;
    }
    struct am_store *s = new_store(f, false);
    for (unsigned i = 0; i < MANY; i++) {
        add_seen(s, &all[i]);
        if (seed && next(&seed) % 100 == 0)
            flush(f, s);
    }
    close_store(f, s);
    dump(f->path, out);
    remove_scan(f);
}

static void is_the_same_whatever_the_order_of_arrival(void **state)
{
    struct fixture *f = *state;
    struct am_text first;
    scan_in_order_of(f, 0, &first);
    assert_true(first.len > 20000);
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct am_text other;
        scan_in_order_of(f, seed, &other);
        assert_string_equal(other.at, first.at);
        am_text_done(&other);
    }
    am_text_done(&first);
}

static void reads_as_interrupted_until_the_erasing_is_done(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    struct am_address one = device_of(1);
    struct am_pseudonym p = am_store_pseudonym(s, &one);
    add_office(s);
    flush(f, s);
    assert_int_equal(am_close_fold(&s->sql, NULL, &f->knowledge, &f->problem), AM_OK);
    assert_true(scan_holds(f, p.at, sizeof p.at)); /* in the log still */
    am_store_free(s);                              /* as a crash would */

    struct am_scan *scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_INTERRUPTED);
    am_scan_free(scan);
    assert_rows(f, folded_rows);
    assert_reach(f);
    assert_int_equal(am_scan_close_interrupted(f->path, &f->knowledge, &f->problem), AM_OK);
    scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_CLOSED);
    am_scan_free(scan);
    assert_rows(f, folded_rows);
    assert_reach(f);
    assert_false(exists(f, "-key"));
    assert_false(scan_holds(f, p.at, sizeof p.at));
}

/* Killed at any moment of closing, it is one thing or the other. */
static void survives_a_kill_at_any_moment_of_closing(void **state)
{
    struct fixture *f = *state;
    unsigned interrupted = 0;
    struct am_text expected;
    scan_in_order_of(f, 0, &expected);
    am_text_done(&expected);
    for (long round = 0; round < 30; round++) {
        struct am_store *s = new_store(f, false);
        add_office(s);
        flush(f, s);
        am_store_free(s);
        pid_t child = fork();
        if (child == 0) {
            struct am_problem problem = {0};
            _exit(am_scan_close_interrupted(f->path, &f->knowledge, &problem) == AM_OK ? 0 : 1);
        }
        struct timespec wait = {.tv_nsec = round * 500000};
        (void)nanosleep(&wait, NULL);
        (void)kill(child, SIGKILL);
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);

        struct am_scan *scan = open_scan(f);
        bool closed = am_scan_info(scan)->state == AM_SCAN_CLOSED;
        interrupted += !closed;
        am_scan_free(scan);
        assert_rows(f, folded_rows);
        assert_reach(f);
        assert_true(!closed || !scan_holds(f, "union.example", 13));
        assert_int_equal(am_scan_close_interrupted(f->path, &f->knowledge, &f->problem), AM_OK);
        assert_rows(f, folded_rows);
        assert_false(exists(f, "-key"));
        assert_false(exists(f, "-wal"));
        assert_false(scan_holds(f, "union.example", 13));
        remove_scan(f);
    }
    print_message("%u of 30 were interrupted\n", interrupted);
    assert_in_range(interrupted, 1, 30);
}

static void waits_for_a_reader_of_the_older_state(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    add_office(s);
    flush(f, s);
    struct am_scan *reader = open_scan(f);
    assert_int_equal(sqlite3_busy_timeout(s->sql.db, 50), SQLITE_OK);
    assert_int_equal(am_store_close(s, T0, T0 + 7000, &f->problem), AM_E_IO);
    assert_non_null(strstr(f->problem.text, "another program"));
    struct am_text seen;
    am_text_init(&seen, 1 << 16);
    assert_int_equal(am_scan_each_row(reader, row_as_text, &seen, &f->problem), AM_OK);
    assert_string_equal(seen.at, folded_rows); /* its own state, to the end */
    am_text_done(&seen);
    am_scan_free(reader);

    f->problem = (struct am_problem){0};
    assert_int_equal(am_store_close(s, T0, T0 + 7000, &f->problem), AM_OK);
    am_store_free(s);
    assert_rows(f, folded_rows);
    assert_false(exists(f, "-wal"));
}

static void stays_closable_when_the_disk_fills_up_while_closing(void **state)
{
    struct fixture *f = *state;
    pid_t child = fork();
    if (child == 0) {
        struct am_store *s = new_store(f, false);
        for (int i = 0; i < 20000; i++) {
            struct seen c = office[i % (int)OFFICE];
            c.slot = i / (int)OFFICE;
            add_seen(s, &c);
        }
        flush(f, s);
        struct rlimit limit;
        (void)signal(SIGXFSZ, SIG_IGN);
        (void)getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = 1 << 20;
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        enum am_status full = am_store_close(s, T0, T0 + 7000, &f->problem);
        bool said = strstr(f->problem.text, "free some") != NULL;
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        enum am_status again = am_store_close(s, T0, T0 + 7000, NULL);
        am_store_free(s);
        _exit(full == AM_E_IO && said ? again == AM_OK ? 0 : 2 : 1);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
    struct am_scan *scan = open_scan(f);
    assert_int_equal(am_scan_info(scan)->state, AM_SCAN_CLOSED);
    am_scan_free(scan);
}

static enum am_status open_fake(const struct am_knowledge_options *options,
                                struct am_knowledge *out, struct am_problem *problem)
{
    if (options->data_dir)
        return am_problem_set(problem, AM_E_NOT_FOUND, options->data_dir, 0, "no such data folder");
    *out = fake_knowledge(NULL);
    return AM_OK;
}

/* The command in a process of its own, its output in FOLDER/out; the exit code. */
static int run_close(struct fixture *f, const char *a, const char *b)
{
    pid_t child = fork();
    if (child == 0) {
        char out[128];
        char *argv[] = {strdup("amarra close"), a ? strdup(a) : NULL, b ? strdup(b) : NULL, NULL};
        (void)snprintf(out, sizeof out, "%s/out", f->folder);
        if (!freopen(out, "w", stdout) || !freopen(out, "a", stderr))
            _exit(99);
        exit(am_cmd_close(1 + (a != NULL) + (b != NULL), argv, open_fake));
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how);
}

static void assert_said(const struct fixture *f, const char *words)
{
    char out[128];
    (void)snprintf(out, sizeof out, "%s/out", f->folder);
    if (!holds(out, words, strlen(words)))
        fail_msg("not said: %s", words);
    (void)unlink(out);
}

static void is_closed_by_its_command(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    add_office(s);
    flush(f, s);
    assert_int_equal(run_close(f, f->path, NULL), AM_EXIT_USAGE);
    assert_said(f, "another amarra");
    am_store_free(s);
    assert_int_equal(run_close(f, NULL, NULL), AM_EXIT_USAGE);
    assert_said(f, "name the scan file");
    assert_int_equal(run_close(f, f->path, f->path), AM_EXIT_USAGE);
    assert_said(f, "one scan at a time");
    assert_int_equal(run_close(f, "--data=/nowhere", f->path), AM_EXIT_INPUT);
    assert_said(f, "no such data folder");
    assert_int_equal(run_close(f, f->folder, NULL), AM_EXIT_INPUT);
    assert_said(f, "is a folder");
    assert_int_equal(run_close(f, f->path, NULL), AM_EXIT_OK);
    assert_said(f, "is closed: 13 contacts of 4 devices\n");
    assert_int_equal(run_close(f, f->path, NULL), AM_EXIT_OK); /* once more does no harm */
    assert_said(f, "is closed: 13 contacts of 4 devices\n");
    assert_rows(f, folded_rows);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(closes_into_rows_by_the_hour),
        TEST(keeps_rare_names_only_when_asked),
        TEST(tells_the_same_before_it_is_closed_and_after),
        TEST(folds_a_cname_like_a_name),
        TEST(erases_every_trace_of_devices_and_rare_names),
        TEST(is_the_same_whatever_the_order_of_arrival),
        TEST(reads_as_interrupted_until_the_erasing_is_done),
        TEST(survives_a_kill_at_any_moment_of_closing),
        TEST(waits_for_a_reader_of_the_older_state),
        TEST(stays_closable_when_the_disk_fills_up_while_closing),
        TEST(is_closed_by_its_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
