/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/health.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

#include "attribution.h"

#define DAY_SECONDS 86400

static enum am_status take_counter(void *ctx, const struct am_scan_counter *counter)
{
    struct am_health *h = ctx;
    const struct {
        const char *name;
        uint64_t *value;
    } wanted[] = {
        {"packets", &h->packets},
        {"lost.kernel", &h->lost_kernel},
        {"lost.interface", &h->lost_interface},
        {"lost.contacts", &h->lost_contacts},
        {"lost.names", &h->lost_names},
        {"lost.marked", &h->lost_marked},
        {"flushes.failed", &h->failed_flushes},
        {"clock.set", &h->clock_set},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (strcmp(wanted[i].name, counter->name) == 0)
            *wanted[i].value = counter->value;
    return AM_OK;
}

static void add_file(struct am_health *h, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return; /* a log that there is not, or not any more */
    h->bytes += (uint64_t)st.st_size;
    if (st.st_mtime > h->written)
        h->written = st.st_mtime;
}

static enum am_status measure_files(struct am_health *h, struct am_problem *problem)
{
    char log[PATH_MAX + 8];
    struct statvfs disk;
    add_file(h, h->path);
    (void)snprintf(log, sizeof log, "%s-wal", h->path);
    add_file(h, log);
    if (statvfs(h->path, &disk) != 0)
        return am_problem_set(problem, AM_E_IO, h->path, 0, "can't tell the room on its disk: %s",
                              strerror(errno));
    h->free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    return AM_OK;
}

enum am_status am_health_read(const char *path, struct am_rules *rules, const struct am_ask *ask,
                              struct am_health *out, struct am_problem *problem)
{
    struct am_health h = {.path = path, .now = (int64_t)time(NULL)};
    struct am_knowledge knowledge;
    struct am_scan *scan;
    am_rules_as_knowledge(rules, &knowledge);
    enum am_status status = am_scan_open(path, &knowledge, &scan, problem);
    if (status != AM_OK)
        return status;
    status = am_scan_each_counter(scan, take_counter, &h, problem);
    if (status == AM_OK)
        status = measure_files(&h, problem);
    if (status == AM_OK)
        status = am_figures_of(&scan, 1, rules, ask, &h.figures, problem);
    am_scan_free(scan);
    if (status == AM_OK)
        *out = h;
    return status;
}

void am_health_done(struct am_health *h)
{
    am_figures_free(h->figures);
    *h = (struct am_health){0};
}

const char *am_fix_name(enum am_fix fix)
{
    static const char *const names[AM_FIX_COUNT] = {
        [AM_FIX_INTERRUPTED] = "interrupted",
        [AM_FIX_NOT_WRITTEN] = "not-written",
        [AM_FIX_SILENT] = "silent",
        [AM_FIX_DISK] = "disk",
        [AM_FIX_FLUSHES] = "flushes-failed",
        [AM_FIX_PACKETS] = "packets-lost",
        [AM_FIX_CONTACTS] = "contacts-lost",
        [AM_FIX_NAMES] = "names-lost",
        [AM_FIX_MARKERS] = "markers-lost",
        [AM_FIX_CLOCK] = "clock-set",
        [AM_FIX_COVERAGE] = "names-not-known",
    };
    return names[fix];
}

static const struct am_scan_info *info(const struct am_health *h)
{
    return &h->figures->scope.info;
}

static bool is_open(const struct am_health *h)
{
    return info(h)->state == AM_SCAN_OPEN;
}

/* An open scan is written at every flush, whether or not anything was heard. */
static bool is_stuck(const struct am_health *h)
{
    return is_open(h) && h->now - h->written >= AM_HEALTH_SILENT_SECONDS;
}

static bool is_silent(const struct am_health *h)
{
    return is_open(h) && info(h)->live && info(h)->last_packet != 0 && !is_stuck(h) &&
           h->now - info(h)->last_packet >= AM_HEALTH_SILENT_SECONDS;
}

/* A closed scan grows no more. */
static bool is_short_of_room(const struct am_health *h)
{
    int64_t seconds = info(h)->last_packet - info(h)->first_packet;
    bool grows = is_open(h) && info(h)->live && seconds >= AM_HEALTH_GROWTH_SECONDS;
    double growth = grows ? (double)h->bytes / (double)seconds : 0;
    return info(h)->state != AM_SCAN_CLOSED &&
           (h->free_bytes < AM_HEALTH_FREE_BYTES ||
            (double)h->free_bytes < growth * DAY_SECONDS * AM_HEALTH_FREE_DAYS);
}

static bool loses_packets(const struct am_health *h)
{
    double lost = (double)h->lost_kernel + (double)h->lost_interface;
    return lost * AM_HEALTH_LOST_SHARE > (double)h->packets + lost;
}

static bool lacks_names(const struct am_health *h)
{
    const struct am_coverage *c = &h->figures->coverage;
    return c->all.contacts >= AM_HEALTH_NAMED_LEAST &&
           (double)c->named.contacts * 100 < (double)c->all.contacts * AM_HEALTH_NAMED_PERCENT;
}

bool am_health_needs(const struct am_health *h, enum am_fix fix)
{
    switch (fix) {
    case AM_FIX_INTERRUPTED:
        return info(h)->state == AM_SCAN_INTERRUPTED;
    case AM_FIX_NOT_WRITTEN:
        return is_stuck(h);
    case AM_FIX_SILENT:
        return is_silent(h);
    case AM_FIX_DISK:
        return is_short_of_room(h);
    case AM_FIX_FLUSHES:
        return h->failed_flushes > 0;
    case AM_FIX_PACKETS:
        return loses_packets(h);
    case AM_FIX_CONTACTS:
        return h->lost_contacts > 0;
    case AM_FIX_NAMES:
        return h->lost_names > 0;
    case AM_FIX_MARKERS:
        return h->lost_marked > 0;
    case AM_FIX_CLOCK:
        return h->clock_set > 0;
    case AM_FIX_COVERAGE:
        return lacks_names(h);
    case AM_FIX_COUNT:
        break;
    }
    return false;
}

size_t am_health_verdicts(const struct am_health *h, const char *out[AM_VANTAGE_TOLD_MAX])
{
    const char *asking[AM_VANTAGE_TOLD_MAX];
    size_t all = am_vantage_asking(h->figures, asking);
    size_t count = 0;
    for (size_t i = 0; i < all; i++)
        if (!is_open(h) || strcmp(asking[i], "too-little") != 0)
            out[count++] = asking[i];
    return count;
}

bool am_health_is_good(const struct am_health *h)
{
    const char *verdicts[AM_VANTAGE_TOLD_MAX];
    for (int i = 0; i < AM_FIX_COUNT; i++)
        if (am_health_needs(h, (enum am_fix)i))
            return false;
    return am_health_verdicts(h, verdicts) == 0;
}

enum am_blindness am_health_blindness(const struct am_health *h)
{
    const struct am_sum *blind = h->figures->coverage.blind;
    enum am_blindness most = AM_BLIND_NOT;
    uint64_t contacts = 0;
    for (int i = AM_BLIND_NOT + 1; i < AM_BLIND_COUNT; i++) {
        if (i == AM_BLIND_RESOLVER || blind[i].contacts <= contacts)
            continue;
        most = (enum am_blindness)i;
        contacts = blind[i].contacts;
    }
    return most;
}

int64_t am_health_devices(const struct am_health *h)
{
    uint64_t devices = info(h)->devices;
    return devices > 0 && devices < h->figures->scope.k ? AM_DEVICES_FEW : (int64_t)devices;
}
