/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mmdb/mmdb_writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define DATA_GAP 16 /* zero bytes between tree and data section */

/* What a branch of the tree holds: 0 nothing, else a node or a record. */
#define NODE       ((uint32_t)1 << 31)
#define RECORD_MAX (NODE - 2)

struct node {
    uint32_t child[2];
};

struct am_mmdb {
    struct am_mmdb_data data;
    struct am_index record_keys; /* a record's fields as bytes -> its number */
    uint32_t *offsets;           /* record -> where it is in the data section */
    uint32_t record_count, record_size;
    struct am_ranges ranges;
    struct node *nodes;
    uint32_t node_count, node_size;
};

/* Where IPv6 addresses stand for IPv4 ones; what ranges say there is not written. */
static const struct {
    struct am_wide at;
    unsigned len;
    bool alias; /* else ::/96, IPv4's own place */
} zones[] = {
    {{0, 0}, 96, false},
    {{0, UINT64_C(0xffff) << 32}, 96, true},
    {{UINT64_C(0x2001) << 48, 0}, 32, true},
    {{UINT64_C(0x2002) << 48, 0}, 16, true},
};
static const struct am_wide mapped = {0, UINT64_C(0xffff) << 32};

enum am_status am_mmdb_new(struct am_mmdb **out)
{
    struct am_mmdb *m = calloc(1, sizeof *m);
    if (!m)
        return AM_E_NO_MEMORY;
    am_mmdb_data_init(&m->data, AM_MMDB_DATA_MAX);
    am_index_init(&m->record_keys, RECORD_MAX);
    *out = m;
    return AM_OK;
}

void am_mmdb_free(struct am_mmdb *m)
{
    if (!m)
        return;
    am_mmdb_data_done(&m->data);
    am_index_done(&m->record_keys);
    am_ranges_done(&m->ranges);
    free(m->offsets);
    free(m->nodes);
    free(m);
}

/* The fields as one run of bytes that only equal fields share. */
static enum am_status key_of(const struct am_mmdb_field *fields, size_t count, char *out,
                             size_t size, size_t *len)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct am_mmdb_field *f = &fields[i];
        const char *text = f->kind == AM_MMDB_TEXT ? f->text : "";
        size_t path_len = strlen(f->path) + 1;
        size_t text_len = strlen(text) + 1;
        if (path_len + text_len + 5 > size - used)
            return AM_E_LIMIT;
        memcpy(out + used, f->path, path_len);
        memcpy(out + used + path_len, text, text_len);
        used += path_len + text_len;
        out[used++] = (char)f->kind;
        memcpy(out + used, &f->number, 4);
        used += 4;
    }
    *len = used;
    return AM_OK;
}

enum am_status am_mmdb_add_record(struct am_mmdb *m, const struct am_mmdb_field *fields,
                                  size_t count, uint32_t *record)
{
    char key[2048];
    size_t len = 0;
    if (count > AM_MMDB_FIELDS_MAX || key_of(fields, count, key, sizeof key, &len) != AM_OK)
        return AM_E_LIMIT;
    const uint32_t *known = am_index_find(&m->record_keys, key, len);
    if (known) {
        *record = *known;
        return AM_OK;
    }
    if (m->record_count == m->record_size) {
        uint32_t size = m->record_size > 0 ? m->record_size * 2 : 256;
        uint32_t *offsets = reallocarray(m->offsets, size, sizeof *offsets);
        if (!offsets)
            return AM_E_NO_MEMORY;
        m->offsets = offsets;
        m->record_size = size;
    }
    const char *kept = am_arena_text(&m->data.keys, key, len);
    enum am_status status =
        kept ? am_index_add(&m->record_keys, kept, len, m->record_count) : AM_E_NO_MEMORY;
    if (status != AM_OK)
        return status;
    m->offsets[m->record_count] = (uint32_t)m->data.len;
    am_mmdb_put_record(&m->data, fields, count);
    if (m->data.status != AM_OK)
        return m->data.status;
    *record = m->record_count++;
    return AM_OK;
}

enum am_status am_mmdb_add_range(struct am_mmdb *m, struct am_wide first, struct am_wide last,
                                 uint32_t record)
{
    if (record >= m->record_count)
        return AM_E_USAGE;
    return am_ranges_add(&m->ranges, first, last, record);
}

static enum am_status new_node(struct am_mmdb *m, uint32_t *out)
{
    if (m->node_count >= AM_MMDB_NODES_MAX)
        return AM_E_LIMIT;
    if (m->node_count == m->node_size) {
        uint32_t size = m->node_size > 0 ? m->node_size * 2 : 1024;
        struct node *nodes = reallocarray(m->nodes, size, sizeof *nodes);
        if (!nodes)
            return AM_E_NO_MEMORY;
        m->nodes = nodes;
        m->node_size = size;
    }
    m->nodes[m->node_count] = (struct node){{0, 0}};
    *out = m->node_count++;
    return AM_OK;
}

static unsigned bit_of(struct am_wide w, unsigned depth)
{
    return (unsigned)(depth < 64 ? w.high >> (63 - depth) : w.low >> (127 - depth)) & 1;
}

/* Puts `what` at a prefix of 1 to 128 bits where nothing is yet, nor above it. */
static enum am_status put_prefix(struct am_mmdb *m, struct am_wide at, unsigned len, uint32_t what)
{
    uint32_t node = 0;
    for (unsigned depth = 0; depth + 1 < len; depth++) {
        unsigned side = bit_of(at, depth);
        uint32_t next = m->nodes[node].child[side];
        if (next == 0) {
            enum am_status status = new_node(m, &next);
            if (status != AM_OK)
                return status;
            next |= NODE;
            m->nodes[node].child[side] = next;
        }
        assert((next & NODE) != 0); /* ranges are disjoint by now */
        node = next & ~NODE;
    }
    m->nodes[node].child[bit_of(at, len - 1)] = what;
    return AM_OK;
}

/* A range as the few prefixes that make it up. */
static enum am_status put_range(struct am_mmdb *m, struct am_wide first, struct am_wide last,
                                uint32_t what)
{
    const struct am_wide one = am_wide_bit(0);
    for (;;) {
        struct am_wide width = am_wide_add(am_wide_subtract(last, first), one);
        int fits = am_wide_high_bit(width); /* -1: all 2^128, more than the number holds */
        int aligned = am_wide_low_zeros(first);
        int bits = fits < 0 || aligned < fits ? aligned : fits;
        if (bits > 127)
            bits = 127; /* the root itself can't hold a record */
        enum am_status status = put_prefix(m, first, 128 - (unsigned)bits, what);
        if (status != AM_OK)
            return status;
        struct am_wide end = am_wide_add(first, am_wide_subtract(am_wide_bit((unsigned)bits), one));
        if (am_wide_compare(end, last) >= 0)
            return AM_OK;
        first = am_wide_add(end, one);
    }
}

static struct am_wide zone_end(size_t i)
{
    struct am_wide size = am_wide_bit(128 - zones[i].len);
    return am_wide_add(zones[i].at, am_wide_subtract(size, am_wide_bit(0)));
}

/* Puts what of a range lies outside the zones, and what is IPv4 into IPv4's place. */
static enum am_status put_clipped(struct am_mmdb *m, const struct am_range *r, size_t *aliased)
{
    const struct am_wide one = am_wide_bit(0);
    uint32_t what = r->value + 1;
    struct am_wide at = r->first;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct am_wide end = zone_end(i);
        if (am_wide_compare(end, at) < 0)
            continue;
        if (am_wide_compare(zones[i].at, r->last) > 0)
            break;
        enum am_status status = AM_OK;
        if (am_wide_compare(at, zones[i].at) < 0) {
            status = put_range(m, at, am_wide_subtract(zones[i].at, one), what);
            at = zones[i].at;
        }
        struct am_wide last = am_wide_compare(end, r->last) < 0 ? end : r->last;
        if (status != AM_OK)
            return status;
        if (am_wide_compare(zones[i].at, mapped) == 0)
            status =
                put_range(m, am_wide_subtract(at, mapped), am_wide_subtract(last, mapped), what);
        else
            (*aliased)++;
        if (status != AM_OK || am_wide_compare(end, r->last) >= 0)
            return status;
        at = am_wide_add(end, one);
    }
    return put_range(m, at, r->last, what);
}

static enum am_status put_aliases(struct am_mmdb *m)
{
    uint32_t v4 = NODE;
    for (unsigned depth = 0; depth < 96 && (v4 & NODE) != 0; depth++)
        v4 = m->nodes[v4 & ~NODE].child[0];
    enum am_status status = AM_OK;
    for (size_t i = 0; v4 != 0 && i < sizeof zones / sizeof *zones && status == AM_OK; i++)
        if (zones[i].alias)
            status = put_prefix(m, zones[i].at, zones[i].len, v4);
    return status;
}

static enum am_status build_tree(struct am_mmdb *m, size_t *aliased)
{
    uint32_t root;
    enum am_status status = new_node(m, &root);
    for (size_t i = 0; i < m->ranges.count && status == AM_OK; i++)
        status = put_clipped(m, &m->ranges.at[i], aliased);
    return status == AM_OK ? put_aliases(m) : status;
}

/* A branch as the file has it: a node's number, the node count for nothing, past it a record. */
static uint32_t branch(const struct am_mmdb *m, uint32_t what)
{
    if (what & NODE)
        return what & ~NODE;
    return what == 0 ? m->node_count : m->node_count + DATA_GAP + m->offsets[what - 1];
}

static size_t encode_node(uint32_t left, uint32_t right, unsigned bits, uint8_t out[8])
{
    size_t len = 0;
    unsigned bytes = bits / 8;
    for (unsigned i = bytes; i-- > 0;)
        out[len++] = (uint8_t)(left >> (8 * i));
    if (bits == 28) /* the odd half bytes share one, the left one's above */
        out[len++] = (uint8_t)((left >> 24 & 15) << 4 | (right >> 24 & 15));
    for (unsigned i = bytes; i-- > 0;)
        out[len++] = (uint8_t)(right >> (8 * i));
    return len;
}

static void encode_metadata(const struct am_mmdb *m, const struct am_mmdb_about *about,
                            unsigned bits, struct am_mmdb_data *out)
{
    am_mmdb_put_map(out, 9);
    am_mmdb_put_text(out, "binary_format_major_version");
    am_mmdb_put_u16(out, 2);
    am_mmdb_put_text(out, "binary_format_minor_version");
    am_mmdb_put_u16(out, 0);
    am_mmdb_put_text(out, "build_epoch");
    am_mmdb_put_u64(out, about->epoch);
    am_mmdb_put_text(out, "database_type");
    am_mmdb_put_text(out, about->type);
    am_mmdb_put_text(out, "description");
    am_mmdb_put_map(out, 1);
    am_mmdb_put_text(out, "en");
    am_mmdb_put_text(out, about->description);
    am_mmdb_put_text(out, "ip_version");
    am_mmdb_put_u16(out, 6);
    am_mmdb_put_text(out, "languages");
    am_mmdb_put_array(out, 0);
    am_mmdb_put_text(out, "node_count");
    am_mmdb_put_u32(out, m->node_count);
    am_mmdb_put_text(out, "record_size");
    am_mmdb_put_u16(out, (uint16_t)bits);
}

static enum am_status write_file(const struct am_mmdb *m, unsigned bits,
                                 const struct am_mmdb_data *metadata, FILE *out)
{
    static const uint8_t gap[DATA_GAP];
    static const char marker[] = "\xab\xcd\xefMaxMind.com";
    bool ok = true;
    for (uint32_t i = 0; i < m->node_count && ok; i++) {
        uint8_t bytes[8];
        const struct node *n = &m->nodes[i];
        size_t len = encode_node(branch(m, n->child[0]), branch(m, n->child[1]), bits, bytes);
        ok = fwrite(bytes, 1, len, out) == len;
    }
    ok = ok && fwrite(gap, 1, sizeof gap, out) == sizeof gap &&
         (m->data.len == 0 || fwrite(m->data.at, m->data.len, 1, out) == 1) &&
         fwrite(marker, 1, sizeof marker - 1, out) == sizeof marker - 1 &&
         fwrite(metadata->at, 1, metadata->len, out) == metadata->len;
    return ok ? AM_OK : AM_E_IO;
}

enum am_status am_mmdb_write(struct am_mmdb *m, const struct am_mmdb_about *about, FILE *out,
                             struct am_mmdb_stats *stats)
{
    struct am_mmdb_stats counted = {.ranges = m->ranges.count, .records = m->record_count};
    enum am_status status = am_ranges_flatten(&m->ranges, &counted.overlaps);
    if (status == AM_OK)
        status = build_tree(m, &counted.aliased);
    if (status != AM_OK)
        return status;
    uint64_t top = (uint64_t)m->node_count + DATA_GAP + m->data.len;
    unsigned bits = top < 1u << 24 ? 24 : top < 1u << 28 ? 28 : 32;
    if (about->record_bits > bits)
        bits = about->record_bits;
    struct am_mmdb_data metadata;
    am_mmdb_data_init(&metadata, 1 << 16);
    encode_metadata(m, about, bits, &metadata);
    status = metadata.status != AM_OK ? metadata.status : write_file(m, bits, &metadata, out);
    am_mmdb_data_done(&metadata);
    if (status != AM_OK)
        return status;
    counted.nodes = m->node_count;
    counted.record_bits = bits;
    counted.data_bytes = m->data.len;
    if (stats)
        *stats = counted;
    return AM_OK;
}
