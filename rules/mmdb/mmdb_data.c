/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mmdb/mmdb_data.h"

#include <stdlib.h>
#include <string.h>

/* The format's type numbers; those past 7 are "extended" and take a second byte. */
enum type {
    TYPE_POINTER = 1,
    TYPE_TEXT = 2,
    TYPE_U16 = 5,
    TYPE_U32 = 6,
    TYPE_MAP = 7,
    TYPE_U64 = 9,
    TYPE_ARRAY = 11,
    TYPE_FLAG = 14,
};

void am_mmdb_data_init(struct am_mmdb_data *d, size_t limit)
{
    *d = (struct am_mmdb_data){.limit = limit};
    am_arena_init(&d->keys, limit);
    am_index_init(&d->written, UINT32_MAX);
}

void am_mmdb_data_done(struct am_mmdb_data *d)
{
    free(d->at);
    am_arena_done(&d->keys);
    am_index_done(&d->written);
    *d = (struct am_mmdb_data){.limit = d->limit};
}

static void put(struct am_mmdb_data *d, const void *bytes, size_t len)
{
    if (d->status != AM_OK || len == 0)
        return;
    if (len > d->limit - d->len) {
        d->status = AM_E_LIMIT;
        return;
    }
    if (len > d->size - d->len) {
        size_t size = d->size * 2 + len + 256;
        uint8_t *at = realloc(d->at, size);
        if (!at) {
            d->status = AM_E_NO_MEMORY;
            return;
        }
        d->at = at;
        d->size = size;
    }
    memcpy(d->at + d->len, bytes, len);
    d->len += len;
}

static void put_byte(struct am_mmdb_data *d, unsigned byte)
{
    put(d, &(uint8_t){(uint8_t)byte}, 1);
}

/* The low `len` bytes of a number, the highest first. */
static void put_number(struct am_mmdb_data *d, uint64_t number, unsigned len)
{
    while (len-- > 0)
        put_byte(d, (unsigned)(number >> (8 * len)) & 0xff);
}

static void put_control(struct am_mmdb_data *d, enum type type, size_t size)
{
    unsigned high = type > TYPE_MAP ? 0 : (unsigned)type << 5;
    unsigned in_byte = size < 29 ? (unsigned)size : size < 29 + 256 ? 29 : size < 65821 ? 30 : 31;
    put_byte(d, high | in_byte);
    if (type > TYPE_MAP)
        put_byte(d, (unsigned)type - TYPE_MAP);
    if (in_byte == 29)
        put_number(d, size - 29, 1);
    else if (in_byte == 30)
        put_number(d, size - 285, 2);
    else if (in_byte == 31)
        put_number(d, size - 65821, 3);
}

static void put_pointer(struct am_mmdb_data *d, uint32_t to)
{
    static const struct {
        uint32_t from, until; /* offsets this size is for; what it stores is the offset - from */
    } sizes[] = {{0, 2048}, {2048, 526336}, {526336, 134744064}};
    for (unsigned i = 0; i < 3; i++) {
        if (to >= sizes[i].until)
            continue;
        uint32_t value = to - sizes[i].from;
        put_byte(d, (unsigned)TYPE_POINTER << 5 | i << 3 | (value >> (8 * (i + 1)) & 7));
        put_number(d, value, i + 1);
        return;
    }
    put_byte(d, (unsigned)TYPE_POINTER << 5 | 3u << 3);
    put_number(d, to, 4);
}

/* Points at what was written under this key. Else false, and remembers that it comes now. */
static bool put_again(struct am_mmdb_data *d, const char *key, size_t len)
{
    if (d->status != AM_OK)
        return true;
    const uint32_t *offset = am_index_find(&d->written, key, len);
    if (offset) {
        put_pointer(d, *offset);
        return true;
    }
    const char *kept = am_arena_text(&d->keys, key, len);
    d->status = kept ? am_index_add(&d->written, kept, len, (uint32_t)d->len) : AM_E_NO_MEMORY;
    return d->status != AM_OK;
}

void am_mmdb_put_map(struct am_mmdb_data *d, uint32_t count)
{
    put_control(d, TYPE_MAP, count);
}

void am_mmdb_put_array(struct am_mmdb_data *d, uint32_t count)
{
    put_control(d, TYPE_ARRAY, count);
}

void am_mmdb_put_text(struct am_mmdb_data *d, const char *text)
{
    size_t len = strlen(text);
    if (len >= 65821) {
        d->status = AM_E_LIMIT;
        return;
    }
    if (len > 2 && put_again(d, text, len)) /* no pointer is shorter than two bytes */
        return;
    put_control(d, TYPE_TEXT, len);
    put(d, text, len);
}

static void put_unsigned(struct am_mmdb_data *d, enum type type, uint64_t number)
{
    unsigned len = 0;
    while (len < 8 && number >> (8 * len) != 0)
        len++;
    put_control(d, type, len);
    put_number(d, number, len);
}

void am_mmdb_put_u16(struct am_mmdb_data *d, uint16_t number)
{
    put_unsigned(d, TYPE_U16, number);
}

void am_mmdb_put_u32(struct am_mmdb_data *d, uint32_t number)
{
    put_unsigned(d, TYPE_U32, number);
}

void am_mmdb_put_u64(struct am_mmdb_data *d, uint64_t number)
{
    put_unsigned(d, TYPE_U64, number);
}

static void put_value(struct am_mmdb_data *d, const struct am_mmdb_field *f)
{
    if (f->kind == AM_MMDB_TEXT)
        am_mmdb_put_text(d, f->text);
    else if (f->kind == AM_MMDB_NUMBER)
        am_mmdb_put_u32(d, f->number);
    else
        put_control(d, TYPE_FLAG, f->number != 0);
}

/* {"iso_code": "UY"}, written once and pointed at: its key is the text of both with a zero byte
 * between them, so that no text is taken for it. */
static void put_inner_map(struct am_mmdb_data *d, const char *key, const struct am_mmdb_field *f)
{
    char whole[256];
    size_t key_len = strlen(key);
    const void *value = f->kind == AM_MMDB_TEXT ? f->text : (const void *)&f->number;
    size_t value_len = f->kind == AM_MMDB_TEXT ? strlen(f->text) : sizeof f->number;
    if (key_len + 2 + value_len <= sizeof whole) {
        memcpy(whole, key, key_len);
        whole[key_len] = '\0';
        whole[key_len + 1] = (char)f->kind;
        memcpy(whole + key_len + 2, value, value_len);
        if (put_again(d, whole, key_len + 2 + value_len))
            return;
    }
    am_mmdb_put_map(d, 1);
    am_mmdb_put_text(d, key);
    put_value(d, f);
}

void am_mmdb_put_record(struct am_mmdb_data *d, const struct am_mmdb_field *fields, size_t count)
{
    am_mmdb_put_map(d, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        const char *dot = strchr(fields[i].path, '.');
        if (!dot) {
            am_mmdb_put_text(d, fields[i].path);
            put_value(d, &fields[i]);
            continue;
        }
        char outer[64];
        size_t len = (size_t)(dot - fields[i].path);
        if (len >= sizeof outer) {
            d->status = AM_E_LIMIT;
            return;
        }
        memcpy(outer, fields[i].path, len);
        outer[len] = '\0';
        am_mmdb_put_text(d, outer);
        put_inner_map(d, dot + 1, &fields[i]);
    }
}
