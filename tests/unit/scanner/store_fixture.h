/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the tests of the store share: knowledge made up for them, a folder of their own, and scans
 * as text, so that a test can state what it expects whole. */
#ifndef AM_TEST_STORE_FIXTURE_H
#define AM_TEST_STORE_FIXTURE_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/text.h"
#include "contacts/sql.h"
#include "contacts/store.h"
#include "contacts/store_private.h"

#define T0   INT64_C(1700000400) /* 2023-11-14 22:20 UTC: a slot begins; ten later, a day does */
#define HOUR (T0 - T0 % AM_HOUR_SECONDS)
#define DAY  ((int32_t)(T0 / 86400))

/* Rules of a world in which alfa and beta own services, and AS numbers are the third byte. */
static inline bool fake_keep(void *ctx, const char *name, char out[AM_NAME_SIZE])
{
    static const char *const known[] = {"mail.alfa.example", "alfa.example", "beta.example",
                                        "edge.example"};
    size_t *calls = ctx;
    if (calls)
        calls[0]++;
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t tail = strlen(known[i]);
        if (len < tail || strcmp(name + len - tail, known[i]) != 0 ||
            (len > tail && name[len - tail - 1] != '.'))
            continue;
        (void)snprintf(out, AM_NAME_SIZE, "%s", known[i]);
        return true;
    }
    const char *at = name + len;
    for (int dots = 0; at > name && (dots += at[-1] == '.') < 2;)
        at--;
    (void)snprintf(out, AM_NAME_SIZE, "%s", at);
    return false;
}

static inline void fake_place(void *ctx, const struct am_address *address, struct am_place *out)
{
    size_t *calls = ctx;
    if (calls)
        calls[1]++;
    memset(out, 0, sizeof *out);
    out->asn = 64496u + address->at[14];
    (void)snprintf(out->as_name, sizeof out->as_name, "AS %u, \"<b>Quote\"", out->asn);
    (void)snprintf(out->registered, sizeof out->registered, "US");
    (void)snprintf(out->located, sizeof out->located, "NL");
    out->anycast = address->at[14] == 9;
}

static inline size_t fake_labels(void *ctx, const char *name, const struct am_prefix *block,
                                 const struct am_place *place, char out[][AM_LABEL_SIZE])
{
    (void)ctx;
    (void)block;
    size_t len = 0;
    const char *alfa = name ? strstr(name, "alfa.example") : NULL;
    const char *beta = name ? strstr(name, "beta.example") : NULL;
    if (alfa || beta) {
        (void)snprintf(out[len++], AM_LABEL_SIZE, "service:%s", alfa ? "alfa" : "beta");
        (void)snprintf(out[len++], AM_LABEL_SIZE, "service-country:%s", alfa ? "US" : "DE");
    }
    (void)snprintf(out[len++], AM_LABEL_SIZE, "host:as%u", place->asn);
    (void)snprintf(out[len++], AM_LABEL_SIZE, "host:as%u", place->asn); /* said twice: once */
    (void)snprintf(out[len++], AM_LABEL_SIZE, "all");                   /* not its to say */
    return len;
}

static inline struct am_knowledge fake_knowledge(size_t *calls)
{
    return (struct am_knowledge){.ctx = calls,
                                 .version = "2026.11.24-test",
                                 .keep = fake_keep,
                                 .place = fake_place,
                                 .labels = fake_labels};
}

struct fixture {
    char folder[64], path[96];
    struct am_knowledge knowledge;
    struct am_problem problem;
};

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return 1;
    /* In memory where there is such a place: syncing is not what is tested. */
    (void)snprintf(f->folder, sizeof f->folder, "%s/amarra-test-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(f->folder))
        return 1;
    (void)snprintf(f->path, sizeof f->path, "%s/scan.db", f->folder);
    f->knowledge = fake_knowledge(NULL);
    *state = f;
    return 0;
}

static inline void remove_scan(const struct fixture *f)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-key", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[128];
        (void)snprintf(name, sizeof name, "%s%s", f->path, endings[i]);
        (void)unlink(name);
    }
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    remove_scan(f);
    int rc = rmdir(f->folder); /* fails where a test left something behind */
    free(f);
    return rc;
}

static inline bool exists(const struct fixture *f, const char *ending)
{
    char name[128];
    (void)snprintf(name, sizeof name, "%s%s", f->path, ending);
    return access(name, F_OK) == 0;
}

static inline struct am_store *new_store(struct fixture *f, bool keep_names)
{
    struct am_store *s = NULL;
    struct am_store_options options = {.path = f->path,
                                       .knowledge = &f->knowledge,
                                       .sources = "2 capture files",
                                       .keep_names = keep_names,
                                       .fold_below = 3};
    assert_int_equal(am_store_create(&options, &s, &f->problem), AM_OK);
    return s;
}

static inline struct am_address address_of(const char *text)
{
    struct am_address a = {0};
    assert_int_equal(am_address_parse(text, &a), AM_OK);
    return a;
}

/* Device 10.7.7.N. */
static inline struct am_address device_of(unsigned n)
{
    const uint8_t bytes[4] = {10, 7, (uint8_t)(7 + n / 256), (uint8_t)n};
    return am_address_v4(bytes);
}

struct seen {
    unsigned device;
    int slot; /* after T0 */
    const char *name, *peer, *cname;
    enum am_evidence evidence;
    enum am_blindness blindness;
    const char *app;
    uint64_t flows, up, down;
};

static inline void add_seen(struct am_store *s, const struct seen *c)
{
    am_store_add(s, &(struct am_contact){
                        .device = device_of(c->device),
                        .peer = address_of(c->peer),
                        .name = c->name,
                        .cname = c->cname,
                        .app = c->app,
                        .evidence = c->evidence,
                        .blindness = c->blindness,
                        .slot = T0 + (int64_t)c->slot * AM_SLOT_SECONDS,
                        .flows = c->flows,
                        .up = c->up,
                        .down = c->down,
                    });
}

static inline enum am_status row_as_text(void *ctx, const struct am_scan_row *r)
{
    char block[AM_PREFIX_TEXT];
    am_prefix_write(&r->block, block);
    am_text_addf(ctx, "%+d %s%s %s %s %s %s as%u %s %s %s%s c%d f%d u%d d%d\n",
                 (int)((r->hour - HOUR) / AM_HOUR_SECONDS),
                 r->name       ? r->name
                 : r->unlisted ? "UNLISTED"
                               : "-",
                 r->known ? "*" : "", am_evidence_name(r->evidence),
                 am_blindness_name(r->blindness), r->app, block, r->place.asn, r->place.registered,
                 r->place.located[0] ? r->place.located : "--", r->place.anycast ? "any " : "",
                 r->cname ? r->cname : "-", (int)r->contacts, (int)r->flows, (int)r->up,
                 (int)r->down);
    return AM_OK;
}

static inline enum am_status counter_as_text(void *ctx, const struct am_scan_counter *c)
{
    am_text_addf(ctx, "%s=%llu\n", c->name, (unsigned long long)c->value);
    return AM_OK;
}

static inline struct am_scan *open_scan(struct fixture *f)
{
    struct am_scan *scan = NULL;
    struct am_problem problem = {0};
    enum am_status status = am_scan_open(f->path, &f->knowledge, &scan, &problem);
    if (status != AM_OK)
        fail_msg("%s", problem.text);
    return scan;
}

/* The caller ends `out` with am_text_done. */
static inline void rows_of(struct fixture *f, struct am_text *out)
{
    struct am_scan *scan = open_scan(f);
    am_text_init(out, 1 << 24);
    assert_int_equal(am_scan_each_row(scan, row_as_text, out, &f->problem), AM_OK);
    am_scan_free(scan);
}

static inline void assert_rows(struct fixture *f, const char *expected)
{
    struct am_text text;
    rows_of(f, &text);
    assert_string_equal(text.at, expected);
    am_text_done(&text);
}

static inline uint64_t counter_of(struct fixture *f, const char *name)
{
    struct am_scan *scan = open_scan(f);
    struct am_text text;
    char line[80];
    am_text_init(&text, 1 << 16);
    am_text_add(&text, "\n");
    assert_int_equal(am_scan_each_counter(scan, counter_as_text, &text, &f->problem), AM_OK);
    (void)snprintf(line, sizeof line, "\n%s=", name);
    const char *at = strstr(text.at, line);
    assert_non_null(at);
    uint64_t value = strtoull(at + strlen(line), NULL, 10);
    am_text_done(&text);
    am_scan_free(scan);
    return value;
}

static inline bool holds(const char *path, const void *bytes, size_t len)
{
    struct am_bytes file;
    struct am_problem problem = {0};
    if (access(path, F_OK) != 0)
        return false;
    assert_int_equal(am_file_load(path, 1 << 28, &file, &problem), AM_OK);
    bool found = memmem(file.at, file.len, bytes, len) != NULL;
    am_free(file.at);
    return found;
}

/* Whether any file of the scan holds the bytes. */
static inline bool scan_holds(const struct fixture *f, const void *bytes, size_t len)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-key", "-journal"};
    bool found = false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[128];
        (void)snprintf(name, sizeof name, "%s%s", f->path, endings[i]);
        found = found || holds(name, bytes, len);
    }
    return found;
}

static inline void assert_holds_no_device(const struct fixture *f, unsigned devices)
{
    for (unsigned i = 1; i <= devices; i++) {
        struct am_address a = device_of(i);
        char text[AM_ADDRESS_TEXT];
        am_address_write(&a, text);
        assert_false(scan_holds(f, text, strlen(text)));
        assert_false(scan_holds(f, a.at, sizeof a.at));
        assert_false(scan_holds(f, a.at + 12, 4));
    }
}

/* Runs SQL on the file from outside, as its owner or an enemy could. */
static inline void meddle(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int rc = sqlite3_exec(db, sql, NULL, NULL, &message);
    if (rc != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

#endif
