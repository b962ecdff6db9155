/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "compiled/columns.h"
#include "compiled/compiled.h"

/* Bytes of one section, growing. */
struct bytes {
    uint8_t *at;
    size_t len, size;
};

struct writer {
    const struct am_rules *rules;
    struct bytes section[AM_SECTION_COUNT];
    size_t rows[AM_SECTION_COUNT];
    struct am_index places[AM_SECTION_COUNT]; /* pointer to a row -> its place */
    struct am_arena keys;
    struct am_index texts; /* text -> its place */
    enum am_status status; /* sticky */
};

static void put(struct writer *w, struct bytes *b, const void *bytes, size_t len)
{
    if (w->status != AM_OK || len == 0)
        return;
    if (len > AM_COMPILED_MAX - b->len) {
        w->status = AM_E_LIMIT;
        return;
    }
    if (len > b->size - b->len) {
        size_t size = b->size * 2 + len + 1024;
        uint8_t *at = realloc(b->at, size);
        if (!at) {
            w->status = AM_E_NO_MEMORY;
            return;
        }
        b->at = at;
        b->size = size;
    }
    memcpy(b->at + b->len, bytes, len);
    b->len += len;
}

static void set_number(uint8_t *at, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(number >> (8 * i));
}

static void put_number(struct writer *w, enum am_section section, uint32_t number)
{
    uint8_t four[4];
    set_number(four, number);
    put(w, &w->section[section], four, sizeof four);
}

/* The place of a text plus 1; each is written once. */
static uint32_t place_text(struct writer *w, const char *text)
{
    if (!text || w->status != AM_OK)
        return 0;
    size_t len = strlen(text);
    const uint32_t *known = am_index_find(&w->texts, text, len);
    if (known)
        return *known + 1;
    struct bytes *b = &w->section[AM_SECTION_TEXT];
    uint32_t place = (uint32_t)b->len;
    put(w, b, text, len + 1);
    if (w->status == AM_OK)
        w->status = am_index_add(&w->texts, text, len, place);
    return place + 1;
}

/* Rows are known by where they lie in memory. */
static void add_row(struct writer *w, enum am_section section, const void *row)
{
    const char *key = am_arena_text(&w->keys, (const char *)&row, sizeof row);
    if (w->status == AM_OK)
        w->status =
            key ? am_index_add(&w->places[section], key, sizeof row, (uint32_t)w->rows[section]++)
                : AM_E_NO_MEMORY;
}

static uint32_t place_row(struct writer *w, enum am_section section, const void *row)
{
    const uint32_t *place =
        row ? am_index_find(&w->places[section], (const char *)&row, sizeof row) : NULL;
    if (row && !place && w->status == AM_OK)
        w->status = AM_E_MALFORMED; /* a row that points to what is in no section */
    return place ? *place + 1 : 0;
}

static void put_refs(struct writer *w, enum am_section own, const struct am_column *c,
                     const void *const *at, size_t count)
{
    put_number(w, own, (uint32_t)(w->section[AM_SECTION_REFS].len / 4));
    put_number(w, own, (uint32_t)count);
    for (size_t i = 0; i < count; i++)
        put_number(w, AM_SECTION_REFS, place_row(w, c->section, at[i]));
}

static void put_prefix(struct writer *w, enum am_section own, const struct am_prefix *prefix)
{
    for (size_t i = 0; i < 16; i += 4) {
        const uint8_t *at = prefix->address.at + i;
        put_number(w, own,
                   (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
                       (uint32_t)at[3] << 24);
    }
    put_number(w, own, prefix->len);
}

static void put_cell(struct writer *w, enum am_section own, const struct am_column *c,
                     const uint8_t *row)
{
    const void *pointer;
    size_t count = 0;
    uint32_t number;
    memcpy(&pointer, row + c->at, sizeof pointer);
    memcpy(&number, row + c->at, sizeof number);
    if (c->kind == AM_COLUMN_ROWS || c->kind == AM_COLUMN_REFS)
        memcpy(&count, row + c->count, sizeof count);
    switch (c->kind) {
    case AM_COLUMN_TEXT:
        put_number(w, own, place_text(w, pointer));
        return;
    case AM_COLUMN_NUMBER:
        put_number(w, own, number);
        return;
    case AM_COLUMN_FLAG:
        put_number(w, own, row[c->at] != 0);
        return;
    case AM_COLUMN_ROW:
        put_number(w, own, place_row(w, c->section, pointer));
        return;
    case AM_COLUMN_ROWS:
        put_number(w, own, count > 0 ? place_row(w, c->section, pointer) : 0);
        put_number(w, own, (uint32_t)count);
        return;
    case AM_COLUMN_REFS:
        put_refs(w, own, c, pointer, count);
        return;
    case AM_COLUMN_PREFIX:
        put_prefix(w, own, (const struct am_prefix *)(const void *)(row + c->at));
        return;
    }
}

static void put_row(struct writer *w, enum am_section section, const void *row)
{
    const struct am_section_shape *shape = &am_section_shapes[section];
    for (size_t i = 0; i < shape->column_count; i++)
        put_cell(w, section, &shape->columns[i], row);
}

typedef void (*visit_fn)(struct writer *w, enum am_section section, const void *row);

/* Every row of every section, in the order in which they are written. The laws of one state follow
 * each other, as they were loaded. */
static void visit(struct writer *w, visit_fn fn)
{
    const struct am_rules *r = w->rules;
    for (size_t i = 0; i < AM_KIND_COUNT; i++) {
        const struct am_entities *e = &r->entities[i];
        for (size_t k = 0; k < e->count; k++)
            fn(w, am_kind_sections[i], e->at[k]);
    }
    const struct am_entities *operators = &r->entities[AM_KIND_OPERATOR];
    for (size_t i = 0; i < operators->count; i++) {
        const struct am_operator *o = operators->at[i];
        for (size_t k = 0; k < o->owned_count; k++)
            fn(w, AM_SECTION_OWNERSHIP, &o->owned[k]);
    }
    for (size_t i = 0; i < r->names.count; i++)
        fn(w, AM_SECTION_NAME, &r->names.rules[i]);
    for (size_t i = 0; i < am_networks_count(&r->networks); i++)
        fn(w, AM_SECTION_NETWORK, am_networks_at(&r->networks, i));
    for (size_t i = 0; i < r->uses.count; i++)
        fn(w, AM_SECTION_USE, r->uses.at[i]);
}

static enum am_status write_all(struct writer *w, FILE *out)
{
    const struct am_rules *r = w->rules;
    uint8_t head[AM_HEAD_LEN + 8 * AM_SECTION_COUNT] = AM_COMPILED_MAGIC;
    size_t at = sizeof head;
    for (size_t i = 0; i < AM_SECTION_COUNT; i++) {
        struct bytes *b = &w->section[i];
        size_t cells = am_section_cells((enum am_section)i);
        size_t rows = cells > 0                                        ? w->rows[i]
                      : i == AM_SECTION_TEXT || i == AM_SECTION_SUFFIX ? b->len
                                                                       : b->len / 4;
        set_number(head + AM_HEAD_LEN + 8 * i, (uint32_t)at);
        set_number(head + AM_HEAD_LEN + 8 * i + 4, (uint32_t)rows);
        put(w, b, "\0\0\0", -b->len & 3);
        at += b->len;
    }
    if (w->status != AM_OK || at > AM_COMPILED_MAX)
        return w->status == AM_OK ? AM_E_LIMIT : w->status;
    set_number(head + AM_HEAD_FORMAT, AM_COMPILED_FORMAT);
    set_number(head + AM_HEAD_SECTIONS, AM_SECTION_COUNT);
    set_number(head + AM_HEAD_SIZE, (uint32_t)at);
    set_number(head + AM_HEAD_SEED, (uint32_t)r->names.seed);
    set_number(head + AM_HEAD_SEED + 4, (uint32_t)(r->names.seed >> 32));
    set_number(head + AM_HEAD_DAY, (uint32_t)r->day);
    (void)snprintf((char *)head + AM_HEAD_VERSION, 64, "%s", r->version);
    uLong sum = crc32_z(0, head + AM_HEAD_SEED, sizeof head - AM_HEAD_SEED);
    for (size_t i = 0; i < AM_SECTION_COUNT; i++)
        if (w->section[i].len > 0)
            sum = crc32_z(sum, w->section[i].at, w->section[i].len);
    set_number(head + AM_HEAD_CHECKSUM, (uint32_t)sum);
    if (fwrite(head, 1, sizeof head, out) != sizeof head)
        return AM_E_IO;
    for (size_t i = 0; i < AM_SECTION_COUNT; i++)
        if (w->section[i].len > 0 &&
            fwrite(w->section[i].at, 1, w->section[i].len, out) != w->section[i].len)
            return AM_E_IO;
    return AM_OK;
}

enum am_status am_compiled_write(const struct am_rules *rules, FILE *out,
                                 struct am_problem *problem)
{
    struct writer w = {.rules = rules};
    am_arena_init(&w.keys, AM_DATASET_MEMORY_MAX);
    am_index_init(&w.texts, UINT32_MAX);
    for (size_t i = 0; i < AM_SECTION_COUNT; i++)
        am_index_init(&w.places[i], UINT32_MAX);

    visit(&w, add_row);
    visit(&w, put_row);
    put(&w, &w.section[AM_SECTION_SUFFIX], rules->suffix_text ? rules->suffix_text : "",
        rules->suffix_len);
    for (size_t i = 0; i < rules->names.slot_count; i++) {
        put_number(&w, AM_SECTION_SLOTS, rules->names.slots[i].hash);
        put_number(&w, AM_SECTION_SLOTS, rules->names.slots[i].place);
    }
    enum am_status status = write_all(&w, out);

    for (size_t i = 0; i < AM_SECTION_COUNT; i++) {
        free(w.section[i].at);
        am_index_done(&w.places[i]);
    }
    am_index_done(&w.texts);
    am_arena_done(&w.keys);
    return status == AM_OK
               ? AM_OK
               : am_problem_set(problem, status, NULL, 0, "can't write the compiled dataset");
}
