/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For maintainers: makes the address table out of the feeds that dataset/import fetches.
 *
 *   import_networks table DATE ASN4 ASN6 REGISTERED4 REGISTERED6 LOCATED4 LOCATED6 >networks.tsv
 *   import_networks compare A B      how far two country feeds agree
 *
 * Feeds are lines "first,last,value" or "first,last,number,name" (the name may be quoted); '#'
 * starts a comment. Overlaps are resolved as ranges.h says. What was dropped is told. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"
#include "base/file.h"
#include "mmdb/feed.h"

#define FEED_MAX ((size_t)1 << 28)

struct feed {
    struct am_ranges ranges;
    size_t rows, broken, no_country, overlaps;
};

/* Regions, and codes that were withdrawn or mean nothing: not countries of today. */
static const char *const no_countries[] = {"AP", "EU", "AN", "CS", "YU", "TP",
                                           "FX", "A1", "A2", "ZZ", "XX"};

static bool is_country(const char *code)
{
    if (!am_clean_is_country(code, strlen(code)))
        return false;
    for (size_t i = 0; i < sizeof no_countries / sizeof *no_countries; i++)
        if (strcmp(code, no_countries[i]) == 0)
            return false;
    return true;
}

/* An address, or the number of an IPv4 one. */
static bool parse_address(const char *text, struct am_wide *out)
{
    struct am_address a;
    uint32_t v4;
    if (am_address_parse(text, &a) == AM_OK)
        *out = am_wide_of(&a);
    else if (am_feed_number(text, &v4))
        *out = (struct am_wide){.low = UINT64_C(0xffff) << 32 | v4};
    else
        return false;
    return true;
}

/* Cuts the next field off; a quoted one runs to its closing quote and holds "" for '"'. */
static char *take_field(char **rest)
{
    char *field = *rest;
    if (*field != '"') {
        char *comma = strchr(field, ',');
        *rest = comma ? comma + 1 : field + strlen(field);
        if (comma)
            *comma = '\0';
        return field;
    }
    char *to = field;
    char *from = field + 1;
    for (; *from && (*from != '"' || from[1] == '"'); from++) {
        if (*from == '"')
            from++;
        *to++ = *from;
    }
    *rest = *from && from[1] ? from + 2 : from + (*from != '\0');
    *to = '\0';
    return field;
}

static enum am_status add_name(struct am_feed *t, uint32_t asn, const char *text)
{
    char clean[96];
    am_clean_text(text, strlen(text), clean, sizeof clean);
    char *name = strdup(clean);
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): `t` keeps the name */
    return name ? am_feed_add_as(t, asn, name) : AM_E_NO_MEMORY;
}

/* `names` NULL: a feed of countries. */
static enum am_status read_row(struct feed *f, struct am_feed *names, char *line)
{
    char *rest = line;
    struct am_wide first;
    struct am_wide last;
    uint32_t value = 0;
    f->rows++;
    bool good = parse_address(take_field(&rest), &first);
    good = parse_address(take_field(&rest), &last) && good;
    char *text = take_field(&rest);
    if (!good || am_wide_compare(first, last) > 0 || (names && !am_feed_number(text, &value))) {
        f->broken++;
        return AM_OK;
    }
    if (!names && !is_country(text)) {
        f->no_country++;
        return AM_OK;
    }
    enum am_status status = AM_OK;
    if (names)
        status = add_name(names, value, take_field(&rest));
    else
        value = am_feed_country(text);
    return status == AM_OK ? am_ranges_add(&f->ranges, first, last, value) : status;
}

static enum am_status read_feed(const char *path, struct feed *f, struct am_feed *names,
                                struct am_problem *problem)
{
    struct am_bytes bytes;
    enum am_status status = am_file_load(path, FEED_MAX, &bytes, problem);
    if (status != AM_OK)
        return status;
    char *text; /* cut into lines where it lies */
    memcpy(&text, &bytes.at, sizeof text);
    char *mark = NULL;
    for (char *line = strtok_r(text, "\r\n", &mark); line && status == AM_OK;
         line = strtok_r(NULL, "\r\n", &mark))
        if (*line != '#')
            status = read_row(f, names, line);
    free(text);
    if (status == AM_OK)
        status = am_ranges_flatten(&f->ranges, &f->overlaps);
    if (status != AM_OK)
        return am_problem_set(problem, status, path, 0, "can't read the feed");
    (void)fprintf(stderr, "%s: %zu rows, %zu broken, %zu of no country, %zu overlaps; %zu ranges\n",
                  path, f->rows, f->broken, f->no_country, f->overlaps, f->ranges.count);
    return AM_OK;
}

static int by_number(const void *a, const void *b)
{
    const struct am_feed_as *x = a;
    const struct am_feed_as *y = b;
    if (x->asn != y->asn)
        return x->asn < y->asn ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void sort_names(struct am_feed *t)
{
    size_t kept = 0;
    qsort(t->as, t->as_count, sizeof *t->as, by_number);
    for (size_t i = 0; i < t->as_count; i++)
        if (t->as[i].name[0] && (kept == 0 || t->as[kept - 1].asn != t->as[i].asn))
            t->as[kept++] = t->as[i];
    t->as_count = kept;
}

static int make_table(char **argv)
{
    struct am_problem problem = {0};
    struct am_feed t = {0};
    enum am_status status = AM_OK;
    (void)snprintf(t.date, sizeof t.date, "%s", argv[0]);
    for (size_t i = 0; i < AM_LAYER_COUNT && status == AM_OK; i++) {
        struct feed f = {0};
        status = read_feed(argv[1 + i], &f, i <= AM_LAYER_V6_ASN ? &t : NULL, &problem);
        t.layer[i] = f.ranges;
    }
    if (status == AM_OK) {
        sort_names(&t);
        status = am_feed_write(&t, stdout);
    }
    if (status != AM_OK) {
        (void)am_problem_set(&problem, status, NULL, 0, "can't write the table");
        return am_problem_print(&problem);
    }
    return AM_EXIT_OK; /* names and ranges go with the process */
}

static double as_double(struct am_wide w)
{
    return (double)w.high * 18446744073709551616.0 + (double)w.low;
}

/* Weighs each pair of overlapping ranges by the addresses they share. */
static int compare(char **argv)
{
    struct am_problem problem = {0};
    struct feed a = {0};
    struct feed b = {0};
    if (read_feed(argv[0], &a, NULL, &problem) != AM_OK ||
        read_feed(argv[1], &b, NULL, &problem) != AM_OK)
        return am_problem_print(&problem);
    double both = 0;
    double same = 0;
    for (size_t i = 0, k = 0; i < a.ranges.count && k < b.ranges.count;) {
        const struct am_range *x = &a.ranges.at[i];
        const struct am_range *y = &b.ranges.at[k];
        struct am_wide first = am_wide_compare(x->first, y->first) > 0 ? x->first : y->first;
        bool x_ends = am_wide_compare(x->last, y->last) < 0;
        struct am_wide last = x_ends ? x->last : y->last;
        if (am_wide_compare(first, last) <= 0) {
            double shared = as_double(am_wide_subtract(last, first)) + 1;
            both += shared;
            same += x->value == y->value ? shared : 0;
        }
        i += x_ends;
        k += !x_ends;
    }
    (void)printf("%.3f %% of the addresses that both place agree\n",
                 both > 0 ? 100 * same / both : 0);
    am_ranges_done(&a.ranges);
    am_ranges_done(&b.ranges);
    return AM_EXIT_OK;
}

int main(int argc, char **argv)
{
    if (argc == 3 + AM_LAYER_COUNT && strcmp(argv[1], "table") == 0)
        return make_table(argv + 2);
    if (argc == 4 && strcmp(argv[1], "compare") == 0)
        return compare(argv + 2);
    (void)fputs(
        "usage: import_networks table DATE ASN4 ASN6 REGISTERED4 REGISTERED6 LOCATED4 "
        "LOCATED6 >networks.tsv\n       import_networks compare A B\n",
        stderr);
    return AM_EXIT_USAGE;
}
