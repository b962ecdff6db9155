/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How fast the rules load and answer, beside libmaxminddb alone on the same file.
 *
 *   lookups DATA [ROUNDS]      DATA: the folder of amarra.rules and amarra.mmdb
 *
 * Names: a million of them, half below names of rules, half of nobody, in random order; then the
 * same thousand again and again. Addresses: a million random ones of IPv4. Prints the best of each.
 */
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "data.h"

#define MANY 1000000u
#define FEW  1000u

static uint64_t seed = 88172645463325252u;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double best_of(double best, double took)
{
    return best == 0 || took < best ? took : best;
}

static void make_name(const struct am_rules *rules, char out[AM_NAME_SIZE])
{
    static const char *const first[] = {"www", "api", "cdn-7", "a.b.static", "mail", "x1y2z3"};
    const char *label = first[next_random() % (sizeof first / sizeof *first)];
    if (next_random() % 2) {
        size_t at = next_random() % rules->names.count;
        (void)snprintf(out, AM_NAME_SIZE, "%s.%.200s", label, rules->names.rules[at].name);
    } else {
        (void)snprintf(out, AM_NAME_SIZE, "%s.n%llu.%s", label,
                       (unsigned long long)(next_random() % 10000000),
                       next_random() % 2 ? "com.br" : "org");
    }
}

static double time_names(const struct am_rules *rules, char **names, size_t count)
{
    size_t known = 0;
    double start = seconds();
    for (size_t i = 0; i < MANY; i++) {
        struct am_attribution found;
        known += am_rules_find_name(rules, names[i % count], 20000, &found);
    }
    double took = seconds() - start;
    if (known == 0)
        (void)fputs("no name was known\n", stderr);
    return took;
}

static double time_addresses(const struct am_rules *rules, const struct am_address *at)
{
    size_t known = 0;
    double start = seconds();
    for (size_t i = 0; i < MANY; i++) {
        struct am_host host;
        const struct am_prefix block = {.address = at[i], .len = 128};
        known += am_rules_find_host(rules, &block, NULL, NULL, 20000, &host);
    }
    double took = seconds() - start;
    if (known == 0)
        (void)fputs("no address was known\n", stderr);
    return took;
}

/* The floor: the walk along the tree, and one field of what it finds. */
static double time_mmdb(const MMDB_s *mmdb, const struct am_address *at)
{
    double start = seconds();
    for (size_t i = 0; i < MANY; i++) {
        struct sockaddr_in v4 = {.sin_family = AF_INET};
        memcpy(&v4.sin_addr, at[i].at + 12, 4);
        int error;
        MMDB_lookup_result_s found =
            MMDB_lookup_sockaddr(mmdb, (const struct sockaddr *)&v4, &error);
        MMDB_entry_data_s data;
        if (found.found_entry)
            (void)MMDB_get_value(&found.entry, &data, "autonomous_system_number", NULL);
    }
    return seconds() - start;
}

int main(int argc, char **argv)
{
    struct am_knowledge_options options = {.data_dir = argc > 1 ? argv[1] : NULL};
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 5;
    struct am_problem problem = {0};
    struct am_rules *rules = NULL;
    double load = 0;
    for (long i = 0; i < rounds; i++) {
        am_rules_free(rules);
        double start = seconds();
        if (am_rules_open(&options, &rules, &problem) != AM_OK)
            return am_problem_print(&problem);
        load = best_of(load, seconds() - start);
    }
    struct rusage use;
    (void)getrusage(RUSAGE_SELF, &use);
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/amarra.mmdb", argc > 1 ? argv[1] : ".");
    MMDB_s mmdb;
    char **names = calloc(MANY, sizeof *names);
    struct am_address *at = calloc(MANY, sizeof *at);
    if (!names || !at || MMDB_open(path, MMDB_MODE_MMAP, &mmdb) != MMDB_SUCCESS)
        return AM_EXIT_MACHINE;
    for (size_t i = 0; i < MANY; i++) {
        char name[AM_NAME_SIZE];
        make_name(rules, name);
        names[i] = strdup(name);
        at[i] = (struct am_address){.at = {[10] = 0xff, [11] = 0xff}};
        uint32_t v4 = (uint32_t)next_random();
        memcpy(at[i].at + 12, &v4, 4);
        if (!names[i])
            return AM_EXIT_MACHINE;
    }
    double random = 0;
    double repeated = 0;
    double addresses = 0;
    double floor = 0;
    for (long i = 0; i < rounds; i++) {
        random = best_of(random, time_names(rules, names, MANY));
        repeated = best_of(repeated, time_names(rules, names, FEW));
        addresses = best_of(addresses, time_addresses(rules, at));
        floor = best_of(floor, time_mmdb(&mmdb, at));
    }
    (void)printf("%zu name rules, %zu AS numbers, %zu prefixes\n", rules->names.count,
                 rules->networks.asn_count, rules->networks.prefix_count);
    (void)printf("load                  %6.1f ms, %.1f MiB resident\n", load * 1e3,
                 (double)use.ru_maxrss / 1024);
    (void)printf("random names          %6.1f million a second\n", 1 / random);
    (void)printf("repeated names        %6.1f million a second\n", 1 / repeated);
    (void)printf("random addresses      %6.1f million a second, with owner\n", 1 / addresses);
    (void)printf("libmaxminddb alone    %6.1f million a second, one field of the same file\n",
                 1 / floor);
    for (size_t i = 0; i < MANY; i++)
        free(names[i]);
    free(names);
    free(at);
    MMDB_close(&mmdb);
    am_rules_free(rules);
    return 0;
}
