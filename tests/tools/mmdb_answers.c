/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What amarra.mmdb says of random addresses, read by libmaxminddb alone.
 *
 *   mmdb_answers MMDB COUNT SEED
 *
 * A line each: address, AS number, corporation, operator, kind of network, region, registered and
 * located country, anycast; "-" for what is not told. Nine of ten addresses are of IPv4. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <maxminddb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void random_address(char out[INET6_ADDRSTRLEN])
{
    uint8_t at[16];
    for (size_t i = 0; i < sizeof at; i++)
        at[i] = (uint8_t)(next_random() >> 32);
    if (next_random() % 10 > 0) {
        (void)inet_ntop(AF_INET, at, out, INET6_ADDRSTRLEN);
        return;
    }
    static const uint8_t starts[][3] = {{0x20, 0x01, 0x00}, {0x26, 0x00, 0x1f}, {0x28, 0x04, 0x00},
                                        {0x2a, 0x00, 0x14}, {0x24, 0x04, 0x68}, {0x28, 0x00, 0x03}};
    memcpy(at, starts[next_random() % 6], 3);
    (void)inet_ntop(AF_INET6, at, out, INET6_ADDRSTRLEN);
}

static void put(MMDB_entry_s *entry, const char *const *path)
{
    MMDB_entry_data_s data;
    if (!entry || MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data) {
        (void)fputs("\t-", stdout);
        return;
    }
    if (data.type == MMDB_DATA_TYPE_UTF8_STRING)
        (void)printf("\t%.*s", (int)data.data_size, data.utf8_string);
    else if (data.type == MMDB_DATA_TYPE_BOOLEAN)
        (void)printf("\t%s", data.boolean ? "true" : "-");
    else
        (void)printf("\t%" PRIu32, data.uint32);
}

int main(int argc, char **argv)
{
    static const char *const paths[][3] = {
        {"autonomous_system_number"},
        {"corporation"},
        {"operator"},
        {"network_kind"},
        {"region"},
        {"registered_country", "iso_code"},
        {"country", "iso_code"},
        {"is_anycast"},
    };
    MMDB_s mmdb;
    if (argc != 4 || MMDB_open(argv[1], MMDB_MODE_MMAP, &mmdb) != MMDB_SUCCESS) {
        (void)fputs("usage: mmdb_answers MMDB COUNT SEED\n", stderr);
        return 2;
    }
    state = strtoull(argv[3], NULL, 10) * 2654435761u + 1;
    for (unsigned long i = strtoul(argv[2], NULL, 10); i > 0; i--) {
        char address[INET6_ADDRSTRLEN];
        int resolved;
        int error;
        random_address(address);
        MMDB_lookup_result_s found = MMDB_lookup_string(&mmdb, address, &resolved, &error);
        (void)fputs(address, stdout);
        for (size_t k = 0; k < sizeof paths / sizeof *paths; k++)
            put(found.found_entry ? &found.entry : NULL, paths[k]);
        (void)putchar('\n');
    }
    MMDB_close(&mmdb);
    return 0;
}
