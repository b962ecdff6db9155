/* SPDX-License-Identifier: AGPL-3.0-or-later
 * At build time: dataset/networks/networks.tsv.zst becomes amarra.mmdb.
 *
 *   make_mmdb NETWORKS.tsv.zst OUT.mmdb */
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/file.h"
#include "clean.h"
#include "mmdb/mmdb_writer.h"
#include "rules.h"
#include "mmdb/feed.h"

#define PACKED_MAX ((size_t)1 << 26)
#define TEXT_MAX   ((size_t)1 << 28)

/* The whole text, terminated; the caller frees. */
static enum am_status unpack(const char *path, char **out, struct am_problem *problem)
{
    struct am_bytes packed;
    enum am_status status = am_file_load(path, PACKED_MAX, &packed, problem);
    if (status != AM_OK)
        return status;
    unsigned long long size = ZSTD_getFrameContentSize(packed.at, packed.len);
    char *text = NULL;
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > TEXT_MAX)
        status = am_problem_set(problem, AM_E_MALFORMED, path, 0, "not a zstd file with its size");
    else if (!(text = malloc((size_t)size + 1)))
        status = am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
    else if (ZSTD_decompress(text, (size_t)size, packed.at, packed.len) != size)
        status = am_problem_set(problem, AM_E_MALFORMED, path, 0, "the compressed data is broken");
    am_free(packed.at);
    if (status != AM_OK || !text) {
        free(text);
        return status;
    }
    text[size] = '\0';
    *out = text;
    return AM_OK;
}

static const char *name_of(const struct am_feed *t, uint32_t asn)
{
    size_t low = 0;
    size_t high = t->as_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->as[middle].asn < asn)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->as_count && t->as[low].asn == asn ? t->as[low].name : "";
}

/* The three values that hold at one place of the sweep; 0: none. */
struct facts {
    uint32_t asn, registered, located;
};

static enum am_status add_piece(struct am_mmdb *m, const struct am_feed *t, const struct facts *f,
                                struct am_wide first, struct am_wide last)
{
    char registered[3];
    char located[3];
    struct am_mmdb_field fields[4];
    size_t count = 0;
    char name[AM_AS_NAME_SIZE];
    const char *raw = name_of(t, f->asn);
    am_clean_text(raw, strlen(raw), name, sizeof name);
    am_feed_country_write(f->registered, registered);
    am_feed_country_write(f->located, located);
    if (f->asn != 0)
        fields[count++] = (struct am_mmdb_field){
            .path = "autonomous_system_number", .kind = AM_MMDB_NUMBER, .number = f->asn};
    if (f->asn != 0 && name[0])
        fields[count++] =
            (struct am_mmdb_field){.path = "autonomous_system_organization", .text = name};
    if (f->located != 0)
        fields[count++] = (struct am_mmdb_field){.path = "country.iso_code", .text = located};
    if (f->registered != 0)
        fields[count++] =
            (struct am_mmdb_field){.path = "registered_country.iso_code", .text = registered};
    uint32_t record;
    enum am_status status = am_mmdb_add_record(m, fields, count, &record);
    return status == AM_OK ? am_mmdb_add_range(m, first, last, record) : status;
}

/* A walk along one layer. */
struct walk {
    const struct am_ranges *layer;
    size_t next;
};

/* The value that holds at `at`; `last` is brought down to where that ends. `more` is left alone
 * where the layer has come to its end. */
static uint32_t value_at(struct walk *w, struct am_wide at, struct am_wide *last, bool *more)
{
    while (w->next < w->layer->count && am_wide_compare(w->layer->at[w->next].last, at) < 0)
        w->next++;
    if (w->next == w->layer->count)
        return 0;
    *more = true;
    const struct am_range *r = &w->layer->at[w->next];
    bool inside = am_wide_compare(r->first, at) <= 0;
    struct am_wide until = inside ? r->last : am_wide_subtract(r->first, am_wide_bit(0));
    if (am_wide_compare(until, *last) < 0)
        *last = until;
    return inside ? r->value : 0;
}

/* Walks the three layers of one family side by side, from boundary to boundary. */
static enum am_status add_family(struct am_mmdb *m, const struct am_feed *t, struct walk walks[3])
{
    const struct am_wide end = {UINT64_MAX, UINT64_MAX};
    struct am_wide at = {0};
    for (;;) {
        struct am_wide last = end;
        bool more = false;
        struct facts f = {.asn = value_at(&walks[0], at, &last, &more)};
        f.registered = value_at(&walks[1], at, &last, &more);
        f.located = value_at(&walks[2], at, &last, &more);
        enum am_status status = AM_OK;
        if (f.asn != 0 || f.registered != 0 || f.located != 0)
            status = add_piece(m, t, &f, at, last);
        if (status != AM_OK || !more || am_wide_compare(last, end) == 0)
            return status;
        at = am_wide_add(last, am_wide_bit(0));
    }
}

static enum am_status fill(struct am_mmdb *m, struct am_feed *t)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < AM_LAYER_COUNT && status == AM_OK; i++)
        status = am_ranges_flatten(&t->layer[i], NULL);
    for (size_t v6 = 0; v6 < 2 && status == AM_OK; v6++) {
        struct walk walks[3] = {{.layer = &t->layer[AM_LAYER_V4_ASN + v6]},
                                {.layer = &t->layer[AM_LAYER_V4_REGISTERED + v6]},
                                {.layer = &t->layer[AM_LAYER_V4_LOCATED + v6]}};
        status = add_family(m, t, walks);
    }
    return status;
}

static enum am_status make(struct am_mmdb *m, struct am_feed *t, const char *path,
                           struct am_problem *problem)
{
    int32_t day;
    if (!am_rules_day(t->date, &day) || day < 0)
        return am_problem_set(problem, AM_E_MALFORMED, "networks.tsv", 2, "not a date");
    struct am_mmdb_about about = {
        .type = "amarra-network",
        .description =
            "Holder and country of internet addresses, by amarra; CC BY-SA 4.0, "
            "sources in dataset/networks/README.md",
        .epoch = (uint64_t)day * 86400,
    };
    struct am_file file;
    enum am_status status = fill(m, t);
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "can't build the address data");
    status = am_file_create(path, &file, problem);
    if (status != AM_OK)
        return status;
    struct am_mmdb_stats stats;
    status = am_mmdb_write(m, &about, file.stream, &stats);
    if (status != AM_OK) {
        am_file_abandon(&file);
        return am_problem_set(problem, status, path, 0, "can't write the address data");
    }
    (void)printf(
        "%zu ranges (%zu in IPv4's aliases), %u nodes of %u bits, %u records in %zu "
        "bytes\n",
        stats.ranges, stats.aliased, stats.nodes, 2 * stats.record_bits, stats.records,
        stats.data_bytes);
    return am_file_commit(&file, problem);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        (void)fputs("usage: make_mmdb NETWORKS.tsv.zst OUT.mmdb\n", stderr);
        return AM_EXIT_USAGE;
    }
    struct am_problem problem = {0};
    struct am_feed table = {0};
    struct am_mmdb *m = NULL;
    char *text = NULL;
    enum am_status status = unpack(argv[1], &text, &problem);
    if (status == AM_OK)
        status = am_feed_read(text, &table, &problem);
    if (status == AM_OK)
        status = am_mmdb_new(&m);
    if (status == AM_OK)
        status = make(m, &table, argv[2], &problem);
    am_mmdb_free(m);
    am_feed_done(&table);
    free(text);
    if (status == AM_OK)
        return AM_EXIT_OK;
    (void)am_problem_set(&problem, status, NULL, 0, "can't make the address data");
    return am_problem_print(&problem);
}
