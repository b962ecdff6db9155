/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/audit/members.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

#define POOL_BYTES ((size_t)2 << 30)

static int by_id(const void *a, const void *b)
{
    const struct am_audit_member *x = a;
    const struct am_audit_member *y = b;
    if (x->round != y->round)
        return x->round < y->round ? -1 : 1;
    return memcmp(x->id, y->id, sizeof x->id);
}

struct listing {
    struct am_audit_member *at;
    uint32_t count, size;
    const struct am_publication *publication;
};

static enum am_status hear(void *ctx, const struct am_attending *who)
{
    struct listing *l = ctx;
    void *room = am_array_room(l->at, l->count, &l->size, sizeof *l->at);
    if (!room)
        return AM_E_NO_MEMORY;
    l->at = room;
    struct am_audit_member *m = &l->at[l->count++];
    m->round = (uint8_t)l->publication->cells.at[who->cells[0]].round;
    memcpy(m->id, who->id, sizeof m->id);
    return AM_OK;
}

static enum am_status call_roll(const struct am_audit *a, struct am_audit_members *m)
{
    struct listing l = {0};
    enum am_status status = AM_OK;
    size_t kept = 0;
    for (size_t e = 0; e < a->editions.count && status == AM_OK; e++) {
        l.publication = a->editions.at[e].publication;
        if (a->editions.at[e].members.len > 0)
            status =
                am_attendance_each(a->editions.at[e].members, l.publication->cells.count, hear, &l);
    }
    if (status == AM_OK && l.count > 0)
        qsort(l.at, l.count, sizeof *l.at, by_id);
    for (size_t i = 0; i < l.count && status == AM_OK; i++)
        if (kept == 0 || by_id(&l.at[kept - 1], &l.at[i]) != 0)
            l.at[kept++] = l.at[i];
    m->roll.at = am_pool_take(&m->pool, kept, sizeof *m->roll.at);
    m->roll.count = kept;
    if (m->roll.at && kept > 0)
        memcpy(m->roll.at, l.at, kept * sizeof *l.at);
    for (size_t i = 0; i < kept; i++)
        m->from[l.at[i].round + 1u]++;
    for (size_t r = 0; r <= AM_CAMPAIGN_ROUNDS; r++)
        m->from[r + 1] += m->from[r];
    free(l.at);
    return status == AM_OK ? am_pool_status(&m->pool) : status;
}

size_t am_audit_line(const struct am_audit_members *m, unsigned round,
                     const uint8_t id[AM_MEMBER_ID])
{
    struct am_audit_member wanted = {.round = (uint8_t)round};
    memcpy(wanted.id, id, sizeof wanted.id);
    const struct am_audit_member *found =
        m->roll.count > 0 ? bsearch(&wanted, m->roll.at, m->roll.count, sizeof wanted, by_id)
                          : NULL;
    return found ? (size_t)(found - m->roll.at) - m->from[round] : SIZE_MAX;
}

size_t am_audit_lines(const struct am_audit_members *m, unsigned round)
{
    return m->from[round + 1] - m->from[round];
}

struct seating {
    const struct am_audit_members *m;
    const struct am_publication *publication;
    struct am_set *sets;
};

static enum am_status seat(void *ctx, const struct am_attending *who)
{
    struct seating *s = ctx;
    const struct am_cell *cells = s->publication->cells.at;
    unsigned round = cells[who->cells[0]].round;
    size_t line = am_audit_line(s->m, round, who->id);
    for (size_t i = 0; i < who->cell_count; i++) {
        if (cells[who->cells[i]].round != round || line == SIZE_MAX)
            return AM_E_MALFORMED;
        am_set_put(&s->sets[who->cells[i]], line);
    }
    return AM_OK;
}

static enum am_status seat_all(const struct am_audit_edition *e, struct am_audit_members *m,
                               struct am_set **out)
{
    const struct am_publication *p = e->publication;
    struct seating s = {.m = m, .publication = p};
    s.sets = am_pool_take(&m->pool, p->cells.count, sizeof *s.sets);
    *out = s.sets;
    if (e->members.len == 0)
        return am_pool_status(&m->pool);
    for (size_t i = 0; s.sets && i < p->cells.count; i++)
        s.sets[i] = am_set_new(&m->pool, am_audit_lines(m, p->cells.at[i].round));
    return am_pool_status(&m->pool) == AM_OK
               ? am_attendance_each(e->members, p->cells.count, seat, &s)
               : am_pool_status(&m->pool);
}

enum am_status am_audit_members_of(struct am_audit *a, struct am_audit_members **out)
{
    struct am_audit_members *m = calloc(1, sizeof *m);
    if (!m)
        return AM_E_NO_MEMORY;
    am_pool_init(&m->pool, POOL_BYTES);
    enum am_status status = call_roll(a, m);
    m->sets = am_pool_take(&m->pool, a->editions.count, sizeof(struct am_set *));
    for (size_t e = 0; m->sets && e < a->editions.count && status == AM_OK; e++)
        status = seat_all(&a->editions.at[e], m, &m->sets[e]);
    if (status == AM_OK)
        status = am_pool_status(&m->pool);
    if (status != AM_OK) {
        am_audit_members_free(m);
        return am_problem_set(a->problem, status, NULL, 0,
                              "who was in which cell, as the store keeps it, can't be read: %s",
                              am_status_name(status));
    }
    *out = m;
    return AM_OK;
}

void am_audit_members_free(struct am_audit_members *m)
{
    if (!m)
        return;
    am_pool_done(&m->pool);
    free(m);
}
