/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/reader.h"
#include "compiled/columns.h"
#include "compiled/compiled.h"

#define ROWS_AT_ONCE 128 /* of a section: what fits the nearest cache */

struct section {
    const uint8_t *at; /* in the file */
    size_t rows;
    uint8_t *made; /* the structs */
};

struct file {
    struct am_bytes bytes;
    struct section section[AM_SECTION_COUNT];
    struct am_rules *rules;
    bool broken; /* sticky */
};

static uint32_t number_at(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Bytes of one row; those of the sections without a shape are told here. */
static size_t row_len(enum am_section section)
{
    switch ((unsigned)section) {
    case AM_SECTION_TEXT:
    case AM_SECTION_SUFFIX:
        return 1;
    case AM_SECTION_REFS:
    case AM_SECTION_SLOTS:
        return 4;
    default:
        return 4 * am_section_cells(section);
    }
}

static const char *text_of(struct file *f, uint32_t place)
{
    const struct section *text = &f->section[AM_SECTION_TEXT];
    if (place == 0)
        return NULL;
    if (place > text->rows) {
        f->broken = true;
        return NULL;
    }
    return (const char *)text->at + place - 1; /* the last text ends in zero: open_sections */
}

static void *row_of(struct file *f, enum am_section section, uint32_t place)
{
    const struct section *s = &f->section[section];
    if (place == 0)
        return NULL;
    if (place > s->rows) {
        f->broken = true;
        return NULL;
    }
    return s->made + (place - 1) * am_section_shapes[section].size;
}

static void read_rows(struct file *f, const struct am_column *c, const uint8_t *cell, uint8_t *row)
{
    uint32_t first = number_at(cell);
    size_t count = number_at(cell + 4);
    const void *at = row_of(f, c->section, first);
    if (count > 0 && (!at || count > f->section[c->section].rows - (first - 1))) {
        f->broken = true;
        return;
    }
    memcpy(row + c->at, &at, sizeof at);
    memcpy(row + c->count, &count, sizeof count);
}

static void read_refs(struct file *f, const struct am_column *c, const uint8_t *cell, uint8_t *row)
{
    const struct section *refs = &f->section[AM_SECTION_REFS];
    size_t first = number_at(cell);
    size_t count = number_at(cell + 4);
    if (count == 0)
        return;
    const void **at = first <= refs->rows && count <= refs->rows - first
                          ? am_arena_take(&f->rules->arena, count, sizeof(const void *))
                          : NULL;
    for (size_t i = 0; at && i < count; i++) {
        at[i] = row_of(f, c->section, number_at(refs->at + 4 * (first + i)));
        if (!at[i])
            at = NULL;
    }
    if (!at) {
        f->broken = true;
        return;
    }
    memcpy(row + c->at, &at, sizeof at);
    memcpy(row + c->count, &count, sizeof count);
}

static void read_prefix(struct file *f, const uint8_t *cell, struct am_prefix *out)
{
    uint32_t len = number_at(cell + 16);
    memcpy(out->address.at, cell, 16);
    out->len = (uint8_t)len;
    if (len > 128)
        f->broken = true;
}

static void read_cell(struct file *f, const struct am_column *c, const uint8_t *cell, uint8_t *row)
{
    uint32_t number = number_at(cell);
    const void *pointer;
    switch (c->kind) {
    case AM_COLUMN_TEXT:
        pointer = text_of(f, number);
        f->broken = f->broken || (!pointer && !c->optional);
        memcpy(row + c->at, &pointer, sizeof pointer);
        return;
    case AM_COLUMN_NUMBER:
        memcpy(row + c->at, &number, sizeof number);
        return;
    case AM_COLUMN_FLAG:
        row[c->at] = number != 0;
        return;
    case AM_COLUMN_ROW:
        pointer = row_of(f, c->section, number);
        f->broken = f->broken || (!pointer && !c->optional);
        memcpy(row + c->at, &pointer, sizeof pointer);
        return;
    case AM_COLUMN_ROWS:
        read_rows(f, c, cell, row);
        return;
    case AM_COLUMN_REFS:
        read_refs(f, c, cell, row);
        return;
    case AM_COLUMN_PREFIX:
        read_prefix(f, cell, (struct am_prefix *)(void *)(row + c->at));
        return;
    }
}

/* Column by column within a block of rows, so that the processor does the same thing many times. */
static void read_section(struct file *f, enum am_section section)
{
    const struct am_section_shape *shape = &am_section_shapes[section];
    const struct section *s = &f->section[section];
    size_t len = row_len(section);
    for (size_t from = 0; from < s->rows; from += ROWS_AT_ONCE) {
        size_t to = s->rows - from < ROWS_AT_ONCE ? s->rows : from + ROWS_AT_ONCE;
        size_t at = 0; /* of the column's cells in a row */
        for (size_t k = 0; k < shape->column_count && !f->broken; k++) {
            for (size_t i = from; i < to; i++)
                read_cell(f, &shape->columns[k], s->at + i * len + at, s->made + i * shape->size);
            at += 4 * am_column_cells(&shape->columns[k]);
        }
    }
}

/* Numbers that say which of several things a row is. */
static bool are_known(const struct file *f)
{
    const struct section *s = &f->section[AM_SECTION_USE];
    const struct am_use_rule *use = (const void *)s->made;
    for (size_t i = 0; i < s->rows; i++)
        if (use[i].use > AM_USE_TUNNEL || (!use[i].name && use[i].use == AM_USE_NOT_KNOWN))
            return false;
    s = &f->section[AM_SECTION_CATEGORY];
    const struct am_category *category = (const void *)s->made;
    for (size_t i = 0; i < s->rows; i++)
        if (category[i].criticality < -1 || category[i].criticality > 4)
            return false;
    return true;
}

/* Regions are found through their networks alone. */
static enum am_status index_entities(struct file *f)
{
    for (size_t i = 0; i < AM_KIND_COUNT; i++) {
        const struct section *s = &f->section[am_kind_sections[i]];
        size_t size = am_section_shapes[am_kind_sections[i]].size;
        struct am_entities *e = &f->rules->entities[i];
        e->at = reallocarray(NULL, s->rows + 1, sizeof(void *));
        if (!e->at)
            return AM_E_NO_MEMORY;
        e->size = s->rows + 1;
        for (size_t k = 0; k < s->rows; k++) {
            e->at[e->count++] = s->made + k * size;
            const char *id;
            memcpy(&id, s->made + k * size, sizeof id);
            enum am_status status = AM_OK;
            if (i != AM_KIND_REGION)
                status = am_index_add(&e->by_id, id, strlen(id), (uint32_t)k);
            if (status != AM_OK)
                return status;
        }
    }
    return AM_OK;
}

static enum am_status take_names(struct file *f, uint64_t seed)
{
    const struct section *s = &f->section[AM_SECTION_SLOTS];
    size_t count = s->rows / 2;
    struct am_name_slot *slots = reallocarray(NULL, count + 1, sizeof *slots);
    if (!slots)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        slots[i] = (struct am_name_slot){.hash = number_at(s->at + 8 * i),
                                         .place = number_at(s->at + 8 * i + 4)};
    enum am_status status = am_names_take(
        &f->rules->names, (struct am_name_rule *)(void *)f->section[AM_SECTION_NAME].made,
        f->section[AM_SECTION_NAME].rows, slots, count, seed);
    if (status != AM_OK)
        free(slots);
    return status;
}

static enum am_status take_tables(struct file *f)
{
    const uint8_t *head = f->bytes.at;
    uint64_t seed = number_at(head + AM_HEAD_SEED) | (uint64_t)number_at(head + AM_HEAD_SEED + 4)
                                                         << 32;
    enum am_status status = are_known(f) ? index_entities(f) : AM_E_MALFORMED;
    if (status == AM_OK)
        status = take_names(f, seed);
    if (status == AM_OK)
        status = am_networks_take(&f->rules->networks,
                                  (struct am_network *)(void *)f->section[AM_SECTION_NETWORK].made,
                                  f->section[AM_SECTION_NETWORK].rows);
    struct am_use_rule *uses = (struct am_use_rule *)(void *)f->section[AM_SECTION_USE].made;
    for (size_t i = 0; i < f->section[AM_SECTION_USE].rows && status == AM_OK; i++)
        status = am_uses_add(&f->rules->uses, &uses[i]);
    struct am_rules *r = f->rules;
    r->sources = (struct am_fact_source *)(void *)f->section[AM_SECTION_SOURCE].made;
    r->source_count = f->section[AM_SECTION_SOURCE].rows;
    r->suffix_len = f->section[AM_SECTION_SUFFIX].rows;
    r->suffix_text = r->suffix_len > 0 ? (const char *)f->section[AM_SECTION_SUFFIX].at : NULL;
    r->day = (int32_t)number_at(head + AM_HEAD_DAY);
    (void)snprintf(r->version, sizeof r->version, "%.63s", (const char *)head + AM_HEAD_VERSION);
    return status == AM_E_USAGE ? AM_E_MALFORMED : status;
}

/* Sections where the head says they are, inside the file; memory for their rows. */
static enum am_status open_sections(struct file *f)
{
    for (size_t i = 0; i < AM_SECTION_COUNT; i++) {
        const uint8_t *head = f->bytes.at + AM_HEAD_LEN + 8 * i;
        struct section *s = &f->section[i];
        size_t from = number_at(head);
        size_t len;
        s->rows = number_at(head + 4);
        if (__builtin_mul_overflow(s->rows, row_len((enum am_section)i), &len) ||
            from > f->bytes.len || len > f->bytes.len - from)
            return AM_E_MALFORMED;
        s->at = f->bytes.at + from;
        if (am_section_shapes[i].size == 0)
            continue;
        size_t more = i == AM_SECTION_SOURCE ? AM_SOURCES_LATER : 1; /* never an empty one */
        s->made = am_arena_take(&f->rules->arena, s->rows + more, am_section_shapes[i].size);
        if (!s->made)
            return AM_E_NO_MEMORY;
    }
    const struct section *text = &f->section[AM_SECTION_TEXT];
    return text->rows == 0 || text->at[text->rows - 1] == 0 ? AM_OK : AM_E_MALFORMED;
}

static const char *check_head(struct am_bytes file)
{
    static const char magic[16] = AM_COMPILED_MAGIC;
    if (file.len < AM_HEAD_LEN + 8 * AM_SECTION_COUNT || memcmp(file.at, magic, sizeof magic) != 0)
        return "is no compiled dataset";
    if (number_at(file.at + AM_HEAD_FORMAT) != AM_COMPILED_FORMAT ||
        number_at(file.at + AM_HEAD_SECTIONS) != AM_SECTION_COUNT)
        return "was compiled for another version of amarra: 'amarra dataset build' makes it anew";
    if (number_at(file.at + AM_HEAD_SIZE) != file.len)
        return "is cut short: 'amarra dataset build' makes it anew";
    uLong sum = crc32_z(0, file.at + AM_HEAD_SEED, file.len - AM_HEAD_SEED);
    if (number_at(file.at + AM_HEAD_CHECKSUM) != (uint32_t)sum)
        return "is damaged (its checksum is wrong): 'amarra dataset build' makes it anew";
    return NULL;
}

enum am_status am_compiled_read(struct am_bytes file, const char *path, struct am_rules **out,
                                struct am_problem *problem)
{
    const char *wrong = check_head(file);
    if (wrong)
        return am_problem_set(problem, AM_E_MALFORMED, path, 0, "%s", wrong);
    struct file f = {.bytes = file, .rules = am_rules_new()};
    if (!f.rules)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    enum am_status status = open_sections(&f);
    for (size_t i = 0; i < AM_SECTION_COUNT && status == AM_OK; i++)
        read_section(&f, (enum am_section)i);
    if (status == AM_OK && f.broken)
        status = AM_E_MALFORMED;
    if (status == AM_OK)
        status = take_tables(&f);
    if (status != AM_OK) {
        am_rules_free(f.rules);
        return am_problem_set(problem, status, path, 0, "can't use the compiled dataset");
    }
    *out = f.rules;
    return AM_OK;
}

enum am_status am_compiled_open(const char *path, struct am_rules **out, struct am_problem *problem)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0) {
        int why = errno;
        if (fd >= 0)
            (void)close(fd);
        return am_problem_set(problem, AM_E_NOT_FOUND, path, 0, "can't open it: %s", strerror(why));
    }
    size_t len = about.st_size > 0 ? (size_t)about.st_size : 0;
    void *map = len > 0 && len <= AM_COMPILED_MAX ? mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0)
                                                  : MAP_FAILED;
    (void)close(fd);
    if (map == MAP_FAILED)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't map it into memory");
    enum am_status status =
        am_compiled_read((struct am_bytes){.at = map, .len = len}, path, out, problem);
    if (status != AM_OK) {
        (void)munmap(map, len);
        return status;
    }
    (*out)->map = map;
    (*out)->map_len = len;
    return AM_OK;
}
