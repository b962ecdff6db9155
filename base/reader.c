/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/reader.h"

static void fail(struct am_reader *r, enum am_status why)
{
    if (r->status == AM_OK)
        r->status = why;
    r->cur = r->end;
}

static bool need(struct am_reader *r, size_t len)
{
    if (r->status != AM_OK)
        return false;
    if ((size_t)(r->end - r->cur) >= len)
        return true;
    fail(r, r->cut ? AM_E_TRUNCATED : AM_E_MALFORMED);
    return false;
}

struct am_reader am_reader_over(struct am_bytes bytes, bool cut)
{
    static const uint8_t nothing[1];
    const uint8_t *at = bytes.len > 0 ? bytes.at : nothing;

    return (struct am_reader){.cur = at, .end = at + bytes.len, .status = AM_OK, .cut = cut};
}

/* The next `len` bytes, which are done with; NULL where there are not so many. */
static const uint8_t *step(struct am_reader *r, size_t len)
{
    const uint8_t *at = r->cur;
    if (!need(r, len))
        return NULL;
    r->cur += len;
    return at;
}

uint8_t am_read_u8(struct am_reader *r)
{
    const uint8_t *at = step(r, 1);
    return at ? *at : 0;
}

uint16_t am_read_be16(struct am_reader *r)
{
    const uint8_t *at = step(r, 2);
    return (uint16_t)(at ? at[0] << 8 | at[1] : 0);
}

uint32_t am_read_be24(struct am_reader *r)
{
    const uint8_t *at = step(r, 3);
    return at ? (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2] : 0;
}

uint32_t am_read_be32(struct am_reader *r)
{
    const uint8_t *at = step(r, 4);
    return at ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3] : 0;
}

uint64_t am_read_be64(struct am_reader *r)
{
    struct am_bytes eight = am_read_bytes(r, 8);
    uint64_t value = 0;
    for (size_t i = 0; i < eight.len; i++)
        value = value << 8 | eight.at[i];
    return value;
}

uint16_t am_read_le16(struct am_reader *r)
{
    return __builtin_bswap16(am_read_be16(r));
}

uint32_t am_read_le32(struct am_reader *r)
{
    return __builtin_bswap32(am_read_be32(r));
}

struct am_bytes am_read_bytes(struct am_reader *r, size_t len)
{
    if (!need(r, len))
        return (struct am_bytes){0};
    struct am_bytes view = {.at = r->cur, .len = len};
    r->cur += len;
    return view;
}

void am_read_skip(struct am_reader *r, size_t len)
{
    if (need(r, len))
        r->cur += len;
}

struct am_bytes am_reader_rest(const struct am_reader *r)
{
    return (struct am_bytes){.at = r->cur, .len = (size_t)(r->end - r->cur)};
}

int am_reader_peek(const struct am_reader *r, size_t ahead)
{
    return ahead < (size_t)(r->end - r->cur) ? r->cur[ahead] : -1;
}

struct am_reader am_open_block(struct am_reader *r, size_t len)
{
    size_t left = (size_t)(r->end - r->cur);
    bool short_block = r->status == AM_OK && r->cut && left < len;

    struct am_bytes body = am_read_bytes(r, short_block ? left : len);
    struct am_reader child = am_reader_over(body, short_block);
    child.status = r->status;
    return child;
}

struct am_reader am_open_block8(struct am_reader *r)
{
    size_t len = am_read_u8(r);
    return am_open_block(r, len);
}

struct am_reader am_open_block16(struct am_reader *r)
{
    size_t len = am_read_be16(r);
    return am_open_block(r, len);
}

struct am_reader am_open_block24(struct am_reader *r)
{
    size_t len = am_read_be24(r);
    return am_open_block(r, len);
}

void am_close_block(struct am_reader *r, const struct am_reader *child)
{
    if (child->status != AM_OK)
        fail(r, child->status);
    else if (child->cut)
        fail(r, AM_E_TRUNCATED);
    else if (child->cur != child->end)
        fail(r, AM_E_MALFORMED);
}

bool am_reader_more(const struct am_reader *r)
{
    return r->status == AM_OK && r->cur != r->end;
}

void am_reader_reject(struct am_reader *r)
{
    fail(r, AM_E_MALFORMED);
}

enum am_status am_reader_status(const struct am_reader *r)
{
    return r->status;
}
