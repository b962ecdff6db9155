/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/attendance.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"

static const char first_line[] = "amarra-members/1\n";

static enum am_status write_round(const struct am_cells *cells, size_t first, size_t count,
                                  const struct am_roll *roll, struct am_pool *pool,
                                  struct am_text *out)
{
    unsigned round = cells->at.at[first].cell.round;
    size_t from = roll->from[round];
    size_t lines = roll->from[round + 1] - from;
    struct am_classes classes;
    const struct am_set **sets = am_pool_take(pool, count, sizeof(void *));
    for (size_t i = 0; sets && i < count; i++)
        sets[i] = &cells->at.at[first + i].set;
    uint32_t *next = am_pool_take(pool, lines, sizeof *next); /* line of the same class; or none */
    enum am_status status = am_pool_status(pool);
    if (status == AM_OK)
        status = am_classes_of(sets, count, lines, pool, &classes);
    uint32_t *head = status == AM_OK ? am_pool_take(pool, classes.count + 1, sizeof *head) : NULL;
    if (!head)
        return status == AM_OK ? am_pool_status(pool) : status;
    memset(head, 0xff, classes.count * sizeof *head);
    for (size_t i = lines; i > 0; i--)
        if (classes.of[i - 1] != AM_TABLE_NONE) {
            next[i - 1] = head[classes.of[i - 1]];
            head[classes.of[i - 1]] = (uint32_t)(i - 1);
        }
    for (size_t c = 0; c < classes.count; c++) {
        for (uint32_t k = classes.from[c]; k < classes.from[c + 1]; k++)
            am_text_addf(out, "%s%zu", k > classes.from[c] ? "," : "", first + classes.at[k]);
        for (uint32_t i = head[c]; i != AM_TABLE_NONE; i = next[i]) {
            char id[2 * AM_MEMBER_ID + 1];
            (void)sodium_bin2hex(id, sizeof id, roll->lines.at[from + i].id, AM_MEMBER_ID);
            am_text_addf(out, " %s", id);
        }
        am_text_add(out, "\n");
    }
    return AM_OK;
}

enum am_status am_attendance_write(const struct am_cells *cells, const struct am_roll *roll,
                                   struct am_text *out)
{
    struct am_pool pool;
    size_t count = cells->at.count;
    enum am_status status = AM_OK;
    am_pool_init(&pool, (size_t)1 << 30);
    am_text_add(out, first_line);
    for (size_t i = 0, to; i < count && status == AM_OK; i = to) {
        for (to = i; to < count && cells->at.at[to].cell.round == cells->at.at[i].cell.round;)
            to++;
        status = write_round(cells, i, to - i, roll, &pool, out);
    }
    am_pool_done(&pool);
    return status == AM_OK ? am_text_status(out) : status;
}

/* What stands before a space or the end of the line. */
static struct am_bytes word(struct am_reader *r)
{
    struct am_bytes rest = am_reader_rest(r);
    size_t len = 0;
    while (len < rest.len && rest.at[len] != ' ' && rest.at[len] != '\n')
        len++;
    return am_read_bytes(r, len);
}

static bool take_cells(struct am_bytes numbers, size_t cells, struct am_attending *out)
{
    uint32_t n = 0;
    bool digit = false;
    out->cell_count = 0;
    for (size_t i = 0; i <= numbers.len; i++) {
        bool end = i == numbers.len || numbers.at[i] == ',';
        if (end && (!digit || n >= cells || out->cell_count == AM_ATTENDANCE_CELLS))
            return false;
        if (end) {
            out->cells[out->cell_count++] = n;
            n = 0;
            digit = false;
            continue;
        }
        if (numbers.at[i] < '0' || numbers.at[i] > '9' || n > AM_CELLS_MAX)
            return false;
        n = n * 10 + (numbers.at[i] - (uint32_t)'0');
        digit = true;
    }
    return true;
}

static enum am_status take_line(struct am_reader *r, size_t cells, am_attending_fn fn, void *ctx)
{
    struct am_attending who;
    enum am_status status = AM_OK;
    if (!take_cells(word(r), cells, &who))
        return AM_E_MALFORMED;
    while (status == AM_OK && am_reader_peek(r, 0) == ' ') {
        char text[2 * AM_MEMBER_ID + 1];
        am_read_skip(r, 1);
        struct am_bytes id = word(r);
        if (id.len != sizeof text - 1)
            return AM_E_MALFORMED;
        memcpy(text, id.at, id.len);
        text[id.len] = '\0';
        if (!am_shares_id(text, who.id))
            return AM_E_MALFORMED;
        status = fn(ctx, &who);
    }
    if (status == AM_OK && am_read_u8(r) != '\n')
        status = AM_E_MALFORMED;
    return status;
}

enum am_status am_attendance_each(struct am_bytes text, size_t cells, am_attending_fn fn, void *ctx)
{
    struct am_reader r = am_reader_over(text, false);
    struct am_bytes first = am_read_bytes(&r, sizeof first_line - 1);
    enum am_status status = AM_OK;
    if (text.len > AM_ATTENDANCE_BYTES)
        return AM_E_LIMIT;
    if (first.len != sizeof first_line - 1 || memcmp(first.at, first_line, first.len) != 0)
        return AM_E_MALFORMED;
    while (status == AM_OK && am_reader_more(&r))
        status = take_line(&r, cells, fn, ctx);
    return status;
}
