/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as a scan file. Whatever is told of it is in order, clean and within bounds; and a scan
 * that reads as unfinished either can't be closed or tells the same rows once it is. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clean.h"
#include "base/name.h"
#include "base/text.h"
#include "scanner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXT_MAX (1 << 22)

struct told {
    struct am_text text;
    int64_t hour;
    char name[AM_NAME_SIZE];
    int64_t ended; /* of the last marker */
    size_t markers, marker;
};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void require_name(const char *name)
{
    char clean[AM_NAME_SIZE];
    if (!name)
        return;
    struct am_bytes raw = {(const uint8_t *)name, strlen(name)};
    require(am_name_clean(raw, clean) == AM_OK && strcmp(clean, name) == 0);
    require(!am_name_is_address(name));
}

static void require_country(const char code[3])
{
    require(code[0] == '\0' ||
            (strlen(code) == 2 && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2));
}

static enum am_status take_row(void *ctx, const struct am_scan_row *r)
{
    struct told *t = ctx;
    char block[AM_PREFIX_TEXT];
    require(r->hour >= t->hour && r->hour % AM_HOUR_SECONDS == 0);
    if (r->hour != t->hour)
        t->name[0] = '\0';
    require_name(r->name);
    require_name(r->cname);
    require_country(r->place.registered);
    require_country(r->place.located);
    require(strcmp(r->name ? r->name : "", t->name) >= 0);
    require(!(r->name && r->unlisted));
    require(strnlen(r->place.as_name, AM_AS_NAME_SIZE) < AM_AS_NAME_SIZE);
    require(r->contacts <= INT64_MAX && r->flows <= INT64_MAX && r->up <= INT64_MAX &&
            r->down <= INT64_MAX);
    t->hour = r->hour;
    (void)snprintf(t->name, sizeof t->name, "%s", r->name ? r->name : "");
    am_prefix_write(&r->block, block);
    am_text_addf(&t->text, "%lld %s %d%d %s %s %s %s %u %s %s %s %llu %llu %llu %llu\n",
                 (long long)r->hour, r->name ? r->name : "-", r->known, r->unlisted,
                 am_evidence_name(r->evidence), am_blindness_name(r->blindness), r->app, block,
                 r->place.asn, r->place.registered, r->place.located, r->cname ? r->cname : "-",
                 (unsigned long long)r->contacts, (unsigned long long)r->flows,
                 (unsigned long long)r->up, (unsigned long long)r->down);
    return AM_OK;
}

/* In order of time, none within another, and nothing that would act. */
static enum am_status take_marker(void *ctx, const struct am_scan_marker *m)
{
    struct told *t = ctx;
    char clean[AM_MARKER_TEXT + 1];
    require(m->time > 0 && m->time >= t->ended && (m->ended == 0 || m->ended > m->time));
    am_clean_text(m->text, strlen(m->text), clean, sizeof clean);
    require(clean[0] != '\0' && strcmp(clean, m->text) == 0);
    t->ended = m->ended ? m->ended : INT64_MAX;
    t->markers++;
    am_text_addf(&t->text, "%lld %lld %s\n", (long long)m->time, (long long)m->ended, m->text);
    return AM_OK;
}

static enum am_status take_marked(void *ctx, size_t marker, const struct am_scan_row *r)
{
    struct told *t = ctx;
    require(marker < t->markers && marker >= t->marker && r->contacts == 0);
    if (marker != t->marker)
        t->hour = 0; /* a clock that was set may have gone back by an hour's fraction */
    t->marker = marker;
    am_text_addf(&t->text, "%zu ", marker);
    t->name[0] = '\0'; /* order by name is of each marker, and checked by what reads */
    return take_row(ctx, r);
}

static enum am_status take_counter(void *ctx, const struct am_scan_counter *c)
{
    (void)ctx;
    require(c->name[0] != '\0' && strlen(c->name) <= 64);
    return AM_OK;
}

/* The state, or -1 where not all of it could be read. */
static int read_all(const char *path, struct told *t)
{
    struct am_scan *scan = NULL;
    struct am_problem problem = {0};
    struct am_spread spread;
    uint64_t devices;
    am_text_clear(&t->text);
    t->hour = 0;
    t->name[0] = '\0';
    enum am_status status = am_scan_open(path, NULL, &scan, &problem);
    if (status == AM_OK)
        status = am_scan_each_row(scan, take_row, t, &problem);
    if (status == AM_OK)
        status = am_scan_each_counter(scan, take_counter, NULL, &problem);
    t->hour = t->ended = 0;
    t->markers = t->marker = 0;
    if (status == AM_OK)
        status = am_scan_each_marker(scan, take_marker, t, &problem);
    if (status == AM_OK)
        status = am_scan_each_marked(scan, take_marked, t, &problem);
    if (status == AM_OK)
        status = am_scan_reach(scan, "all", &devices, &problem);
    if (status == AM_OK)
        status = am_scan_spread(scan, "name:alfa.example", AM_SPREAD_UP, &spread, &problem);
    int state = -1;
    if (status == AM_OK || status == AM_E_NOT_FOUND)
        state = scan ? (int)am_scan_info(scan)->state : -1;
    else
        require(problem.status != AM_OK && problem.text[0] != '\0');
    am_scan_free(scan);
    return state;
}

static void remove_all(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", "-key"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[160];
        (void)snprintf(name, sizeof name, "%s%s", path, endings[i]);
        (void)unlink(name);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct told before = {0};
    struct told after = {0};
    (void)snprintf(path, sizeof path, "%s/amarra-fuzz-%ld.db",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || (size > 0 && write(fd, data, size) != (ssize_t)size))
        return 0;
    (void)close(fd);

    am_text_init(&before.text, TEXT_MAX);
    am_text_init(&after.text, TEXT_MAX);
    int state = read_all(path, &before);
    if (state == AM_SCAN_INTERRUPTED && am_scan_close_interrupted(path, NULL, NULL) == AM_OK) {
        require(read_all(path, &after) == AM_SCAN_CLOSED);
        require(strcmp(before.text.at, after.text.at) == 0);
    }
    am_text_done(&before.text);
    am_text_done(&after.text);
    remove_all(path);
    return 0;
}
