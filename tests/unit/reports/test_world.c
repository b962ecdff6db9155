/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Possible worlds against all worlds there are, counted one by one: none that is found is
 * impossible, and few that are possible are not found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "campaign/figures/world.h"

#define CLASSES 3
#define GROUPS  4
#define LAYERS  3
#define SUMS    4 /* the layers, and what the second leaves of the first */
#define ROWS    (SUMS * GROUPS)
#define RUNS    400

/* Whom each layer may have: the second is a part of the first. */
static const struct am_term part[] = {{0, 1}, {1, -1}};

struct model {
    uint64_t seed;
    uint32_t size[CLASSES];
    uint32_t in[GROUPS]; /* bits of classes */
    int32_t truth[LAYERS * CLASSES];
    int32_t low[ROWS], high[ROWS];
    uint32_t groups_from[CLASSES + 1], groups_of[CLASSES * GROUPS];
    uint32_t classes_from[GROUPS + 1], classes_of[CLASSES * GROUPS];
    struct am_ground ground;
};

static uint32_t up_to(struct model *m, uint32_t n)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(m->seed >> 33) % n;
}

static int32_t value_of(const struct model *m, const int32_t *x, size_t row)
{
    int32_t value = 0;
    size_t sum = row / GROUPS;
    for (size_t c = 0; c < CLASSES; c++)
        if (m->in[row % GROUPS] >> c & 1)
            value += sum < LAYERS ? x[sum * CLASSES + c] : x[c] - x[CLASSES + c];
    return value;
}

static bool is_possible(const struct model *m, const int32_t *x)
{
    for (size_t l = 0; l < LAYERS; l++)
        for (size_t c = 0; c < CLASSES; c++)
            if (x[l * CLASSES + c] < 0 || x[l * CLASSES + c] > (int32_t)m->size[c])
                return false;
    for (size_t c = 0; c < CLASSES; c++)
        if (x[CLASSES + c] > x[c])
            return false;
    for (size_t row = 0; row < ROWS; row++)
        if (value_of(m, x, row) < m->low[row] || value_of(m, x, row) > m->high[row])
            return false;
    return true;
}

/* One more in one place; false: all were there. */
static bool next(const struct model *m, int32_t *x)
{
    for (size_t i = 0; i < LAYERS * CLASSES; i++) {
        if (x[i]++ < (int32_t)m->size[i % CLASSES])
            return true;
        x[i] = 0;
    }
    return false;
}

/* The values that each row has in all worlds, as bits. */
static void count_all(const struct model *m, uint64_t seen[ROWS])
{
    int32_t x[LAYERS * CLASSES] = {0};
    memset(seen, 0, ROWS * sizeof *seen);
    do {
        if (is_possible(m, x))
            for (size_t row = 0; row < ROWS; row++)
                seen[row] |= UINT64_C(1) << value_of(m, x, row);
    } while (next(m, x));
}

static void make_ground(struct model *m)
{
    uint32_t n = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        for (uint32_t c = 0; c < CLASSES; c++)
            if (m->in[g] >> c & 1)
                m->classes_of[n++] = c;
        m->classes_from[g + 1] = n;
    }
    n = 0;
    for (uint32_t c = 0; c < CLASSES; c++) {
        for (uint32_t g = 0; g < GROUPS; g++)
            if (m->in[g] >> c & 1)
                m->groups_of[n++] = g;
        m->groups_from[c + 1] = n;
    }
    m->ground = (struct am_ground){.classes = CLASSES,
                                   .groups = GROUPS,
                                   .size = m->size,
                                   .groups_from = m->groups_from,
                                   .groups_of = m->groups_of,
                                   .classes_from = m->classes_from,
                                   .classes_of = m->classes_of};
}

static void make_model(struct model *m, uint64_t run)
{
    *m = (struct model){.seed = run * 0x9e3779b97f4a7c15u};
    for (size_t c = 0; c < CLASSES; c++)
        m->size[c] = 1 + up_to(m, 3);
    m->in[0] = (1u << CLASSES) - 1;
    for (size_t g = 1; g < GROUPS; g++)
        m->in[g] = 1 + up_to(m, (1u << CLASSES) - 1);
    for (size_t c = 0; c < CLASSES; c++) {
        m->truth[c] = (int32_t)up_to(m, m->size[c] + 1);
        m->truth[CLASSES + c] = (int32_t)up_to(m, (uint32_t)m->truth[c] + 1);
        m->truth[2 * CLASSES + c] = (int32_t)up_to(m, m->size[c] + 1);
    }
    for (size_t row = 0; row < ROWS; row++) {
        int32_t value = value_of(m, m->truth, row);
        int32_t slack = up_to(m, 3) == 0 ? 99 : (int32_t)up_to(m, 3);
        m->low[row] = value > slack ? value - slack : 0;
        m->high[row] = value + (slack == 99 ? 9 : (int32_t)up_to(m, 3));
    }
    make_ground(m);
}

static void make_web(struct am_web *web)
{
    am_web_init(web, LAYERS);
    am_web_link(web, part, 2);
    assert_int_equal(am_web_sum(web, part, 2), LAYERS);
    assert_int_equal(am_web_close(web), AM_OK);
}

static void make_world(const struct model *m, const struct am_web *web, struct am_pool *pool,
                       struct am_world *out)
{
    assert_int_equal(am_world_new(&m->ground, web, pool, out), AM_OK);
    memcpy(out->x, m->truth, sizeof m->truth);
    am_world_sum(out);
    for (size_t row = 0; row < ROWS; row++)
        am_world_bound(out, row, m->low[row], m->high[row]);
    assert_int_equal(out->wrong, 0);
}

/* Every way that each row can be moved by one, or can't. */
static void judge(const struct model *m, struct am_world *w, size_t *there, size_t *found)
{
    uint64_t seen[ROWS];
    count_all(m, seen);
    for (size_t row = 0; row < ROWS; row++)
        for (int by = -1; by <= 1; by += 2) {
            int32_t to = w->rows[row].value + by;
            bool possible = to >= 0 && (seen[row] >> to & 1) != 0;
            bool step = am_world_step(w, row, by);
            assert_true(possible || !step);
            if (step) {
                assert_int_equal(w->rows[row].value, to);
                assert_true(is_possible(m, w->x));
            }
            *there += possible;
            *found += step;
            am_world_back(w, 0);
            assert_memory_equal(w->x, m->truth, sizeof m->truth);
        }
}

static void worlds_that_are_found_are_possible_and_nearly_all_possible_ones_are_found(void **state)
{
    (void)state;
    size_t there = 0;
    size_t found = 0;
    for (uint64_t run = 1; run <= RUNS; run++) {
        struct model m;
        struct am_web web;
        struct am_world w;
        struct am_pool pool;
        am_pool_init(&pool, (size_t)256 << 20);
        make_model(&m, run);
        make_web(&web);
        make_world(&m, &web, &pool, &w);
        judge(&m, &w, &there, &found);
        am_web_done(&web);
        am_pool_done(&pool);
    }
    print_message("%zu steps are possible, %zu were found\n", there, found);
    assert_true(there > RUNS);
    assert_true(found * 100 >= there * 98);
}

static void what_does_not_fit_is_mended(void **state)
{
    (void)state;
    struct model m;
    struct am_web web;
    struct am_world w;
    struct am_pool pool;
    am_pool_init(&pool, (size_t)256 << 20);
    make_model(&m, 7);
    make_web(&web);
    make_world(&m, &web, &pool, &w);
    memset(w.x, 0, sizeof m.truth); /* nobody has anything, whatever was told */
    am_world_sum(&w);
    for (size_t row = 0; row < ROWS; row++)
        am_world_bound(&w, row, m.low[row], m.high[row]);
    assert_true(am_world_mend(&w));
    assert_true(is_possible(&m, w.x));
    am_web_done(&web);
    am_pool_done(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worlds_that_are_found_are_possible_and_nearly_all_possible_ones_are_found),
        cmocka_unit_test(what_does_not_fit_is_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
