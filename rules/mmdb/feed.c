/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mmdb/feed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *head;
    bool v6, country;
} layers[AM_LAYER_COUNT] = {
    [AM_LAYER_V4_ASN] = {"[v4.asn]", false, false},
    [AM_LAYER_V6_ASN] = {"[v6.asn]", true, false},
    [AM_LAYER_V4_REGISTERED] = {"[v4.registered]", false, true},
    [AM_LAYER_V6_REGISTERED] = {"[v6.registered]", true, true},
    [AM_LAYER_V4_LOCATED] = {"[v4.located]", false, true},
    [AM_LAYER_V6_LOCATED] = {"[v6.located]", true, true},
};

uint32_t am_feed_country(const char *code)
{
    return (uint32_t)(unsigned char)code[0] << 8 | (unsigned char)code[1];
}

void am_feed_country_write(uint32_t value, char out[3])
{
    out[0] = (char)(value >> 8);
    out[1] = (char)(value & 0xff);
    out[2] = '\0';
}

bool am_feed_number(const char *text, uint32_t *out)
{
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    if (end == text || *end || *text < '0' || *text > '9' || value > UINT32_MAX)
        return false;
    *out = (uint32_t)value;
    return true;
}

void am_feed_done(struct am_feed *t)
{
    free(t->as);
    for (size_t i = 0; i < AM_LAYER_COUNT; i++)
        am_ranges_done(&t->layer[i]);
    *t = (struct am_feed){0};
}

enum am_status am_feed_add_as(struct am_feed *t, uint32_t asn, const char *name)
{
    if (t->as_count == t->as_size) {
        size_t size = t->as_size > 0 ? t->as_size * 2 : 1024;
        struct am_feed_as *grown = reallocarray(t->as, size, sizeof *grown);
        if (!grown)
            return AM_E_NO_MEMORY;
        t->as = grown;
        t->as_size = size;
    }
    t->as[t->as_count++] = (struct am_feed_as){.asn = asn, .name = name};
    return AM_OK;
}

/* Where a layer's addresses start: IPv4 is mapped (base/address.h). */
static struct am_wide base_of(size_t layer)
{
    return (struct am_wide){.low = layers[layer].v6 ? 0 : UINT64_C(0xffff) << 32};
}

static struct am_wide shift_right(struct am_wide w, unsigned bits)
{
    if (bits >= 64)
        return (struct am_wide){.low = w.high >> (bits - 64)};
    if (bits == 0)
        return w;
    return (struct am_wide){.high = w.high >> bits, .low = w.low >> bits | w.high << (64 - bits)};
}

static struct am_wide shift_left(struct am_wide w, unsigned bits)
{
    if (bits >= 64)
        return (struct am_wide){.high = w.low << (bits - 64)};
    if (bits == 0)
        return w;
    return (struct am_wide){.high = w.high << bits | w.low >> (64 - bits), .low = w.low << bits};
}

static void write_size(struct am_wide w, FILE *out)
{
    if (w.high == 0 && w.low == 0)
        return;
    unsigned zeros = (unsigned)am_wide_low_zeros(w);
    w = shift_right(w, zeros);
    if (w.high != 0)
        (void)fprintf(out, "%" PRIx64 "%016" PRIx64 "*", w.high, w.low);
    else if (w.low != 1)
        (void)fprintf(out, "%" PRIx64 "*", w.low);
    (void)fprintf(out, "%u", zeros);
}

static void write_layer(const struct am_ranges *ranges, size_t layer, FILE *out)
{
    const struct am_wide one = am_wide_bit(0);
    struct am_wide next = base_of(layer);
    (void)fprintf(out, "%s\n", layers[layer].head);
    for (size_t i = 0; i < ranges->count; i++) {
        const struct am_range *r = &ranges->at[i];
        write_size(am_wide_subtract(r->first, next), out);
        (void)fputc('\t', out);
        next = am_wide_add(r->last, one);
        write_size(am_wide_subtract(next, r->first), out);
        char code[3];
        am_feed_country_write(r->value, code);
        if (layers[layer].country)
            (void)fprintf(out, "\t%s\n", code);
        else
            (void)fprintf(out, "\t%" PRIu32 "\n", r->value);
    }
}

enum am_status am_feed_write(const struct am_feed *t, FILE *out)
{
    (void)fprintf(out, "%s\n%s\n[as]\n", AM_FEED_HEAD, t->date);
    for (size_t i = 0; i < t->as_count; i++)
        (void)fprintf(out, "%" PRIu32 "\t%s\n", t->as[i].asn, t->as[i].name);
    for (size_t i = 0; i < AM_LAYER_COUNT; i++)
        write_layer(&t->layer[i], i, out);
    return fflush(out) == 0 && !ferror(out) ? AM_OK : AM_E_IO;
}

/* "3*8", "8" or "" */
static bool read_size(const char *text, struct am_wide *out)
{
    static const char digits[] = "0123456789abcdef";
    struct am_wide factor = {.low = *text ? 1 : 0};
    const char *star = strchr(text, '*');
    if (star) {
        factor.low = 0;
        for (const char *c = text; c < star; c++) {
            const char *digit = strchr(digits, *c);
            if (!digit || star - text > 32)
                return false;
            factor = shift_left(factor, 4);
            factor.low |= (unsigned)(digit - digits);
        }
        text = star + 1;
    }
    uint32_t bits = 0;
    if (*text && (!am_feed_number(text, &bits) || bits > 127))
        return false;
    *out = shift_left(factor, bits);
    return am_wide_compare(shift_right(*out, bits), factor) == 0;
}

struct reading {
    struct am_feed *table;
    size_t layer; /* AM_LAYER_COUNT: the AS names */
    struct am_wide next;
};

static enum am_status read_as(struct am_feed *t, char *line)
{
    char *tab = strchr(line, '\t');
    uint32_t asn;
    if (!tab)
        return AM_E_MALFORMED;
    *tab = '\0';
    if (!am_feed_number(line, &asn) || (t->as_count > 0 && t->as[t->as_count - 1].asn >= asn))
        return AM_E_MALFORMED;
    return am_feed_add_as(t, asn, tab + 1);
}

static enum am_status read_range(struct reading *in, char *line)
{
    char *size_text = strchr(line, '\t');
    char *value_text = size_text ? strchr(size_text + 1, '\t') : NULL;
    if (!value_text)
        return AM_E_MALFORMED;
    *size_text++ = '\0';
    *value_text++ = '\0';
    struct am_wide gap;
    struct am_wide size;
    uint32_t value = 0;
    if (!read_size(line, &gap) || !read_size(size_text, &size))
        return AM_E_MALFORMED;
    if (layers[in->layer].country && strlen(value_text) == 2)
        value = am_feed_country(value_text);
    else if (layers[in->layer].country || !am_feed_number(value_text, &value))
        return AM_E_MALFORMED;
    struct am_wide first = am_wide_add(in->next, gap);
    in->next = am_wide_add(first, size);
    struct am_wide last = am_wide_subtract(in->next, am_wide_bit(0));
    return am_ranges_add(&in->table->layer[in->layer], first, last, value);
}

static enum am_status read_line(struct reading *in, char *line)
{
    if (line[0] == '[') {
        for (size_t i = 0; i < AM_LAYER_COUNT; i++) {
            if (strcmp(line, layers[i].head) != 0)
                continue;
            in->layer = i;
            in->next = base_of(i);
            return AM_OK;
        }
        return strcmp(line, "[as]") == 0 ? AM_OK : AM_E_MALFORMED;
    }
    return in->layer == AM_LAYER_COUNT ? read_as(in->table, line) : read_range(in, line);
}

enum am_status am_feed_read(char *text, struct am_feed *out, struct am_problem *problem)
{
    struct am_feed t = {0};
    struct reading in = {.table = &t, .layer = AM_LAYER_COUNT};
    unsigned long number = 0;
    enum am_status status = AM_OK;
    for (char *line = text; status == AM_OK && *line;) {
        char *end = strchr(line, '\n');
        char *next = end ? end + 1 : line + strlen(line);
        if (end)
            *end = '\0';
        if (++number == 1)
            status = strcmp(line, AM_FEED_HEAD) == 0 ? AM_OK : AM_E_MALFORMED;
        else if (number == 2)
            (void)snprintf(t.date, sizeof t.date, "%s", line);
        else
            status = read_line(&in, line);
        line = next;
    }
    if (status != AM_OK || number < 2) {
        am_feed_done(&t);
        return am_problem_set(problem, status == AM_OK ? AM_E_MALFORMED : status, "networks.tsv",
                              number, "not a line of an address table");
    }
    *out = t;
    return AM_OK;
}
