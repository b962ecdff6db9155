/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mmdb/build.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/clean.h"
#include "base/file.h"
#include "mmdb/feed.h"
#include "mmdb/mmdb_writer.h"

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

static int by_number(const void *asn, const void *as)
{
    uint32_t a = *(const uint32_t *)asn;
    uint32_t b = ((const struct am_feed_as *)as)->asn;
    return (a > b) - (a < b);
}

static const char *name_of(const struct am_feed *t, uint32_t asn)
{
    const struct am_feed_as *as =
        t->as_count > 0 ? bsearch(&asn, t->as, t->as_count, sizeof *as, by_number) : NULL;
    return as ? as->name : "";
}

/* The layers that are walked side by side: those of the feed, and the dataset's prefixes. */
enum { WALK_ASN, WALK_REGISTERED, WALK_LOCATED, WALK_PREFIX, WALK_COUNT };

struct build {
    const struct am_rules *rules;
    struct am_mmdb *mmdb;
    struct am_feed feed;
    struct am_ranges prefixes[2]; /* IPv4, IPv6: place + 1 in the rules' by_prefix */
};

struct fields {
    struct am_mmdb_field at[AM_MMDB_FIELDS_MAX];
    size_t count;
};

static void put_text(struct fields *f, const char *path, const char *text)
{
    if (text && *text)
        f->at[f->count++] = (struct am_mmdb_field){.path = path, .text = text};
}

/* The host ledger's answer as a record. Keys that others' readers know come first. */
static void put_host(struct fields *f, const struct am_host *host)
{
    const struct am_place *p = &host->place;
    if (p->asn != 0)
        f->at[f->count++] = (struct am_mmdb_field){
            .path = "autonomous_system_number", .kind = AM_MMDB_NUMBER, .number = p->asn};
    put_text(f, "autonomous_system_organization", p->as_name);
    put_text(f, "country.iso_code", p->located);
    put_text(f, "registered_country.iso_code", p->registered);
    if (p->anycast)
        f->at[f->count++] =
            (struct am_mmdb_field){.path = "is_anycast", .kind = AM_MMDB_FLAG, .number = 1};
    if (!host->rule)
        return;
    put_text(f, "corporation", host->parent ? host->parent->id : NULL);
    put_text(f, "corporation_name", host->parent ? host->parent->name : NULL);
    put_text(f, "corporation_country",
             host->parent && host->parent->parent ? host->parent->parent->code : NULL);
    put_text(f, "operator", host->operator_->id);
    put_text(f, "network_kind", host->kind);
    put_text(f, "region", host->region ? host->region->id : NULL);
    put_text(f, "service", host->service ? host->service->id : NULL);
    put_text(f, "rule", host->rule->id);
}

static enum am_status add_piece(struct build *b, const uint32_t value[WALK_COUNT],
                                struct am_wide first, struct am_wide last)
{
    struct am_place place = {.asn = value[WALK_ASN]};
    const char *raw = name_of(&b->feed, place.asn);
    am_clean_text(raw, strlen(raw), place.as_name, sizeof place.as_name);
    am_feed_country_write(value[WALK_REGISTERED], place.registered);
    am_feed_country_write(value[WALK_LOCATED], place.located);
    const struct am_network *prefix =
        value[WALK_PREFIX] != 0 ? b->rules->networks.by_prefix[value[WALK_PREFIX] - 1] : NULL;
    struct am_host host;
    am_host_of(b->rules, prefix, &place, b->rules->day, &host);
    struct fields fields = {.count = 0};
    put_host(&fields, &host);
    if (fields.count == 0)
        return AM_OK;
    uint32_t record;
    enum am_status status = am_mmdb_add_record(b->mmdb, fields.at, fields.count, &record);
    return status == AM_OK ? am_mmdb_add_range(b->mmdb, first, last, record) : status;
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

/* Walks the layers of one family side by side, from boundary to boundary. */
static enum am_status add_family(struct build *b, struct walk walks[WALK_COUNT])
{
    const struct am_wide end = {UINT64_MAX, UINT64_MAX};
    struct am_wide at = {0};
    for (;;) {
        struct am_wide last = end;
        bool more = false;
        bool known = false;
        uint32_t value[WALK_COUNT];
        for (size_t i = 0; i < WALK_COUNT; i++) {
            value[i] = value_at(&walks[i], at, &last, &more);
            known = known || value[i] != 0;
        }
        enum am_status status = known ? add_piece(b, value, at, last) : AM_OK;
        if (status != AM_OK || !more || am_wide_compare(last, end) == 0)
            return status;
        at = am_wide_add(last, am_wide_bit(0));
    }
}

/* The narrowest prefix decides, as am_networks_find_prefix has it. */
static enum am_status add_prefixes(struct build *b)
{
    const struct am_networks *n = &b->rules->networks;
    enum am_status status = AM_OK;
    for (size_t i = 0; i < n->prefix_count && status == AM_OK; i++) {
        const struct am_prefix *p = &n->by_prefix[i]->prefix;
        struct am_wide first = am_wide_of(&p->address);
        struct am_wide size = am_wide_bit(p->len == 0 ? 0 : 128u - p->len);
        struct am_wide last = am_wide_subtract(am_wide_add(first, size), am_wide_bit(0));
        if (p->len == 0)
            last = (struct am_wide){UINT64_MAX, UINT64_MAX};
        status = am_ranges_add(&b->prefixes[!am_address_is_v4(&p->address)], first, last,
                               (uint32_t)i + 1);
    }
    for (size_t v6 = 0; v6 < 2 && status == AM_OK; v6++)
        status = am_ranges_flatten(&b->prefixes[v6], NULL);
    return status;
}

static enum am_status fill(struct build *b)
{
    enum am_status status = add_prefixes(b);
    for (size_t i = 0; i < AM_LAYER_COUNT && status == AM_OK; i++)
        status = am_ranges_flatten(&b->feed.layer[i], NULL);
    for (size_t v6 = 0; v6 < 2 && status == AM_OK; v6++) {
        const struct am_ranges *layer = b->feed.layer;
        struct walk walks[WALK_COUNT] = {
            [WALK_ASN] = {.layer = &layer[AM_LAYER_V4_ASN + v6]},
            [WALK_REGISTERED] = {.layer = &layer[AM_LAYER_V4_REGISTERED + v6]},
            [WALK_LOCATED] = {.layer = &layer[AM_LAYER_V4_LOCATED + v6]},
            [WALK_PREFIX] = {.layer = &b->prefixes[v6]},
        };
        status = add_family(b, walks);
    }
    return status;
}

static enum am_status write_file(struct build *b, const char *path, struct am_mmdb_stats *stats,
                                 struct am_problem *problem)
{
    int32_t day;
    if (!am_rules_day(b->feed.date, &day) || day < 0)
        return am_problem_set(problem, AM_E_MALFORMED, "networks.tsv", 2, "not a date");
    char description[256];
    (void)snprintf(description, sizeof description,
                   "Holder, country, corporation and region of internet addresses, by amarra; "
                   "dataset %s; CC BY-SA 4.0, sources in dataset/networks/README.md",
                   b->rules->version);
    struct am_mmdb_about about = {
        .type = AM_PLACES_OWN_TYPE,
        .description = description,
        .epoch = (uint64_t)day * 86400,
    };
    struct am_file file;
    enum am_status status = am_file_create(path, &file, problem);
    if (status != AM_OK)
        return status;
    status = am_mmdb_write(b->mmdb, &about, file.stream, stats);
    if (status != AM_OK) {
        am_file_abandon(&file);
        return am_problem_set(problem, status, path, 0, "can't write the address data");
    }
    return am_file_commit(&file, problem);
}

enum am_status am_mmdb_build(const struct am_rules *rules, const char *networks, const char *path,
                             struct am_mmdb_stats *stats, struct am_problem *problem)
{
    struct build b = {.rules = rules};
    char *text = NULL;
    enum am_status status = unpack(networks, &text, problem);
    if (status == AM_OK)
        status = am_feed_read(text, &b.feed, problem);
    if (status == AM_OK)
        status = am_mmdb_new(&b.mmdb);
    if (status == AM_OK)
        status = fill(&b);
    if (status == AM_OK)
        status = write_file(&b, path, stats, problem);
    am_mmdb_free(b.mmdb);
    am_feed_done(&b.feed);
    for (size_t v6 = 0; v6 < 2; v6++)
        am_ranges_done(&b.prefixes[v6]);
    free(text);
    return status == AM_OK
               ? AM_OK
               : am_problem_set(problem, status, networks, 0, "can't make the address data");
}
