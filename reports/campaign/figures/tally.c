/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

/* What one share answers. */
struct answer {
    bool asked, has;
    uint8_t value;
};

static size_t lines_of(const struct am_roll *roll, unsigned round, const struct am_roll_line **out)
{
    *out = roll->lines.at + roll->from[round];
    return roll->from[round + 1] - roll->from[round];
}

static void count_facts(const struct am_shares *m, const struct am_member *member, size_t *from)
{
    const struct am_fact *facts = am_shares_facts(m, member);
    for (size_t k = 0; k < member->fact_count; k++)
        from[facts[k].of + 1]++;
}

static void place_facts(const struct am_shares *m, const struct am_member *member, uint32_t line,
                        size_t *next, struct am_posting *at)
{
    const struct am_fact *facts = am_shares_facts(m, member);
    for (size_t k = 0; k < member->fact_count; k++) {
        struct am_posting *p = &at[next[facts[k].of]++];
        *p = (struct am_posting){.line = line, .also = facts[k].also};
        memcpy(p->value, facts[k].value, sizeof p->value);
    }
}

static int by_also(const void *a, const void *b)
{
    const struct am_posting *x = a;
    const struct am_posting *y = b;
    if (x->also != y->also)
        return x->also < y->also ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Only areas and steps have an `also`; of corporations and countries the order is there already. */
static void sort_also(const struct am_entity *entities, size_t count, const size_t *from,
                      struct am_posting *at)
{
    for (size_t e = 0; e < count; e++)
        if (entities[e].kind == AM_ENTITY_AREA || entities[e].kind == AM_ENTITY_STEP)
            qsort(at + from[e], from[e + 1] - from[e], sizeof *at, by_also);
}

/* The postings that a question is about. */
static void range_of(const struct am_postings *p, const struct am_question *q, size_t *from,
                     size_t *to)
{
    *from = p->from[q->of];
    *to = p->from[q->of + 1];
    if (q->kind != AM_VAR_AREA_PROVIDER && q->kind != AM_VAR_FIRST)
        return;
    size_t ends[2];
    for (size_t k = 0; k < 2; k++) {
        size_t low = *from;
        size_t high = *to;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (p->at[middle].also < q->also + 1u + k)
                low = middle + 1;
            else
                high = middle;
        }
        ends[k] = low;
    }
    *from = ends[0];
    *to = ends[1];
}

enum am_status am_postings_of(const struct am_shares *m, const struct am_roll *roll, unsigned round,
                              const struct am_classes *classes, struct am_postings *out)
{
    size_t entities;
    size_t shares;
    const struct am_member *all = am_shares_all(m, &shares);
    const struct am_roll_line *lines;
    size_t count = lines_of(roll, round, &lines);
    (void)am_shares_entities(m, &entities);
    size_t *from = calloc(entities + 1, sizeof *from);
    size_t *next = calloc(entities + 1, sizeof *next);
    struct am_posting *at = NULL;
    if (from && next) {
        for (size_t i = 0; i < count; i++)
            if (lines[i].member != AM_TABLE_NONE && classes->of[i] != AM_TABLE_NONE)
                count_facts(m, &all[lines[i].member], from);
        for (size_t e = 0; e < entities; e++)
            from[e + 1] += from[e];
        memcpy(next, from, (entities + 1) * sizeof *next);
        at = calloc(from[entities] + 1, sizeof *at);
    }
    for (size_t i = 0; at && i < count; i++)
        if (lines[i].member != AM_TABLE_NONE && classes->of[i] != AM_TABLE_NONE)
            place_facts(m, &all[lines[i].member], (uint32_t)i, next, at);
    free(next);
    if (at)
        sort_also(am_shares_entities(m, &entities), entities, from, at);
    if (!at) {
        free(from);
        return AM_E_NO_MEMORY;
    }
    *out = (struct am_postings){.at = at, .from = from};
    return AM_OK;
}

void am_postings_done(struct am_postings *p)
{
    free(p->at);
    free(p->from);
    *p = (struct am_postings){0};
}

/* Of variables that are told by a fact of their own; the fact is about the question. */
static struct answer answer_of(const struct am_question *q, const struct am_posting *p)
{
    static const uint8_t places[AM_VAR_COUNT] = {
        [AM_VAR_EITHER] = AM_FACT_EITHER,       [AM_VAR_SERVICE] = AM_FACT_SERVICE,
        [AM_VAR_HOST] = AM_FACT_HOST,           [AM_VAR_PRESENCE] = AM_FACT_PRESENCE,
        [AM_VAR_LAW_SERVICE] = AM_FACT_SERVICE, [AM_VAR_LAW_HOST] = AM_FACT_HOST,
        [AM_VAR_AREA] = AM_FACT_CONTACTS,       [AM_VAR_LOST] = AM_FACT_LOST};
    uint8_t value = p->value[places[q->kind]];
    if (q->kind == AM_VAR_AREA_PROVIDER || q->kind == AM_VAR_FIRST)
        return (struct answer){true, p->also == q->also + 1u, 1};
    if (q->kind == AM_VAR_AREA_SINGLE)
        return (struct answer){true, p->also != 0, 1};
    if (q->kind == AM_VAR_AREA || q->kind == AM_VAR_LOST)
        return (struct answer){true, true, value};
    if (q->kind == AM_VAR_PRESENCE) /* of those that contact it at all */
        return (struct answer){p->value[AM_FACT_EITHER] > 0, p->value[AM_FACT_EITHER] > 0, value};
    return (struct answer){true, value > 0, value};
}

/* Of variables that every share answers, or does not. */
static struct answer answer_whole(const struct am_question *q, const struct am_member *m)
{
    if (q->kind == AM_VAR_SINGLES)
        return (struct answer){true, true, m->singles};
    bool asked = q->kind != AM_VAR_HOME || m->at_home;
    return (struct answer){asked, asked, m->whole[q->kind - AM_VAR_NAMED]};
}

static bool has_base_of_its_own(enum am_variable_kind kind)
{
    return kind == AM_VAR_PRESENCE || kind == AM_VAR_AREA_SINGLE || kind == AM_VAR_AREA_PROVIDER ||
           kind >= AM_VAR_LOST;
}

static void add(const struct am_round *r, const struct answer *a, size_t line, struct am_tally *out)
{
    uint32_t class = r->classes->of[line];
    if (!a->asked)
        return;
    for (uint32_t k = r->classes->from[class]; k < r->classes->from[class + 1]; k++) {
        struct am_tally *t = &out[r->classes->at[k]];
        t->base++;
        t->count += a->has;
        t->values[a->value] += a->has;
    }
}

void am_tally_cells(const struct am_round *r, const struct am_question *q, size_t cells,
                    struct am_tally *out)
{
    memset(out, 0, cells * sizeof *out);
    if (q->kind >= AM_VAR_SINGLES) {
        const struct am_roll_line *lines;
        size_t shares;
        const struct am_member *all = am_shares_all(r->shares, &shares);
        size_t count = lines_of(r->roll, r->round, &lines);
        for (size_t i = 0; i < count; i++) {
            if (lines[i].member == AM_TABLE_NONE || r->classes->of[i] == AM_TABLE_NONE)
                continue;
            struct answer a = answer_whole(q, &all[lines[i].member]);
            add(r, &a, i, out);
        }
        return;
    }
    size_t from;
    size_t to;
    range_of(r->postings, q, &from, &to);
    for (size_t i = from; i < to; i++) {
        struct answer a = answer_of(q, &r->postings->at[i]);
        add(r, &a, r->postings->at[i].line, out);
    }
    if (has_base_of_its_own(q->kind))
        return;
    for (size_t c = 0; c < cells; c++) /* who has no fact of it answers none */
        out[c].base = 0;
    for (uint32_t c = 0; c < r->classes->count; c++)
        for (uint32_t k = r->classes->from[c]; k < r->classes->from[c + 1]; k++)
            out[r->classes->at[k]].base += r->classes->n[c];
}

void am_tally_classes(const struct am_round *r, const struct am_question *q, const uint32_t *of,
                      uint32_t *out)
{
    if (q->kind >= AM_VAR_SINGLES)
        return;
    size_t from;
    size_t to;
    range_of(r->postings, q, &from, &to);
    for (size_t i = from; i < to; i++)
        out[of[r->postings->at[i].line]] += answer_of(q, &r->postings->at[i]).has;
}
