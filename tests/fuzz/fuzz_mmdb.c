/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ranges out of the bytes, written as a database: libmaxminddb must open it, and give for every
 * address what asking the ranges one by one gives. */
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/reader.h"
#include "mmdb/mmdb_writer.h"

#define RANGES  24
#define RECORDS 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
    if (!holds)
        abort();
}

/* Five bytes make an address: which corner of the space, and where in it. */
static struct am_wide read_address(struct am_reader *r)
{
    static const struct am_wide corners[] = {
        {0, UINT64_C(0xffff) << 32},    /* IPv4 */
        {UINT64_C(0x2001) << 48, 0},    /* Teredo */
        {UINT64_C(0x2002) << 48, 0},    /* 6to4 */
        {UINT64_C(0x2a00) << 48, 0},    /* the usual */
        {0, 0},                         /* ::/96 */
        {UINT64_MAX, UINT64_MAX << 32}, /* the end */
        {UINT64_C(0x2000) << 48, 0},    /* before the aliases */
        {0, UINT64_C(0xffff) << 32 | 0xffffff00u},
    };
    uint8_t corner = am_read_u8(r);
    struct am_wide w = corners[corner % 8];
    uint32_t offset = am_read_be32(r);
    if (corner & 0x80)
        return am_wide_add(w, (struct am_wide){.high = offset});
    return am_wide_add(w, (struct am_wide){.low = offset});
}

struct given {
    struct am_range ranges[RANGES];
    size_t count;
};

static int64_t naive(const struct given *g, struct am_wide x)
{
    const struct am_range *best = NULL;
    for (size_t i = 0; i < g->count; i++) {
        const struct am_range *r = &g->ranges[i];
        if (am_wide_compare(r->first, x) > 0 || am_wide_compare(r->last, x) < 0)
            continue;
        int width = best ? am_wide_compare(am_wide_subtract(r->last, r->first),
                                           am_wide_subtract(best->last, best->first))
                         : -1;
        if (width < 0 || (width == 0 && am_wide_compare(r->first, best->first) >= 0))
            best = r;
    }
    return best ? (int64_t)best->value : -1;
}

/* Addresses that stand for IPv4 ones are asked at their IPv4 address. */
static struct am_wide unaliased(struct am_wide x)
{
    const uint64_t mapped = UINT64_C(0xffff) << 32;
    if (x.high == 0 && x.low >> 32 == 0)
        return (struct am_wide){0, mapped | x.low};
    if (x.high >> 48 == 0x2002)
        return (struct am_wide){0, mapped | (x.high >> 16 & UINT32_MAX)};
    if (x.high >> 32 == UINT64_C(0x20010000))
        return (struct am_wide){0, mapped | (x.high & UINT32_MAX)};
    return x;
}

static void check(const MMDB_s *mmdb, const struct given *g, struct am_wide x)
{
    struct sockaddr_in6 sa = {.sin6_family = AF_INET6};
    struct am_address a = am_wide_address(x);
    int error;
    memcpy(&sa.sin6_addr, a.at, 16);
    MMDB_lookup_result_s found = MMDB_lookup_sockaddr(mmdb, (struct sockaddr *)&sa, &error);
    need(error == MMDB_SUCCESS);
    int64_t got = -1;
    if (found.found_entry) {
        MMDB_entry_data_s value;
        need(MMDB_get_value(&found.entry, &value, "n", NULL) == MMDB_SUCCESS);
        got = value.uint32;
    }
    need(got == naive(g, unaliased(x)));
}

static void fill(struct am_mmdb *m, struct am_reader *r, struct given *g)
{
    for (uint32_t i = 0; i < RECORDS; i++) {
        const struct am_mmdb_field field = {.path = "n", .kind = AM_MMDB_NUMBER, .number = i};
        uint32_t record;
        need(am_mmdb_add_record(m, &field, 1, &record) == AM_OK && record == i);
    }
    while (am_reader_more(r) && g->count < RANGES) {
        struct am_range range = {.first = read_address(r)};
        range.last = read_address(r);
        range.value = am_read_u8(r) % RECORDS;
        enum am_status status = am_mmdb_add_range(m, range.first, range.last, range.value);
        bool inverted = am_wide_compare(range.first, range.last) > 0;
        need(status == (inverted ? AM_E_MALFORMED : AM_OK));
        if (!inverted)
            g->ranges[g->count++] = range;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned sizes[] = {0, 24, 28, 32};
    struct am_reader r = am_reader_over((struct am_bytes){data, size}, false);
    struct given g = {.count = 0};
    struct am_mmdb *m;
    const struct am_mmdb_about about = {
        .type = "t", .description = "d", .epoch = 1, .record_bits = sizes[am_read_u8(&r) % 4]};
    need(am_mmdb_new(&m) == AM_OK);
    fill(m, &r, &g);

    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    need(fd >= 0);
    FILE *out = fdopen(fd, "w+b");
    need(out && am_mmdb_write(m, &about, out, NULL) == AM_OK && fflush(out) == 0);
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    MMDB_s mmdb;
    need(MMDB_open(path, MMDB_MODE_MMAP, &mmdb) == MMDB_SUCCESS);
    const struct am_wide one = am_wide_bit(0);
    for (size_t i = 0; i < g.count; i++) {
        check(&mmdb, &g, g.ranges[i].first);
        check(&mmdb, &g, g.ranges[i].last);
        check(&mmdb, &g, am_wide_subtract(g.ranges[i].first, one));
        check(&mmdb, &g, am_wide_add(g.ranges[i].last, one));
    }
    struct am_reader again = am_reader_over((struct am_bytes){data, size}, false);
    while (am_reader_more(&again))
        check(&mmdb, &g, read_address(&again));
    MMDB_close(&mmdb);
    (void)fclose(out);
    am_mmdb_free(m);
    return 0;
}
