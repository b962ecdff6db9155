/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "memory_model.h"

static struct am_address local(uint8_t last)
{
    return am_address_v4((uint8_t[]){10, 0, 0, last});
}

static struct am_address remote(uint32_t number)
{
    return am_address_v4(
        (uint8_t[]){203, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number});
}

struct fixture {
    struct am_labels *labels;
    struct am_memory *memory;
};

static struct fixture begin(void)
{
    struct fixture f = {.labels = am_labels_new()};
    f.memory = am_memory_new(f.labels);
    assert_non_null(f.memory);
    return f;
}

static void end(struct fixture *f)
{
    am_memory_free(f->memory);
    am_labels_free(f->labels);
}

static void learn(struct fixture *f, uint8_t device, const char *name, uint32_t number,
                  int64_t time)
{
    struct am_address to = remote(number);
    struct am_address from = local(device);
    struct am_dns_answer answer = {.question = name, .addresses = &to, .addresses_len = 1};
    am_memory_add(f->memory, &from, &answer, time);
}

static const char *ask(struct fixture *f, uint8_t device, uint32_t number,
                       enum am_evidence *evidence)
{
    struct am_address to = remote(number);
    struct am_address from = local(device);
    struct am_memory_name name;
    *evidence = AM_EVIDENCE_NONE;
    if (!am_memory_find(f->memory, &from, &to, AM_MEMORY_SECOND_NS, &name))
        return NULL;
    *evidence = name.evidence;
    return am_label_text(name.name);
}

static void every_address_of_an_answer_is_learnt_with_its_chain(void **state)
{
    (void)state;
    struct fixture f = begin();
    struct am_address to[64];
    for (uint32_t i = 0; i < 64; i++)
        to[i] = remote(i);
    struct am_dns_answer answer = {.question = "www.example",
                                   .chain = {"www.example.cdn.example", "edge.example"},
                                   .chain_len = 2,
                                   .addresses = to,
                                   .addresses_len = 64};
    struct am_address device = local(1);
    am_memory_add(f.memory, &device, &answer, 5);
    for (uint32_t i = 0; i < 64; i++) {
        struct am_memory_name name;
        assert_true(am_memory_find(f.memory, &device, &to[i], 5, &name));
        assert_string_equal(am_label_text(name.name), "www.example");
        assert_string_equal(am_label_text(name.chain), "www.example.cdn.example edge.example");
        assert_int_equal(name.time, 5);
    }
    end(&f);
}

static void the_longest_chain_fits(void **state)
{
    (void)state;
    struct fixture f = begin();
    char longest[AM_NAME_SIZE];
    struct am_address to = remote(1);
    struct am_address device = local(1);
    struct am_dns_answer answer = {
        .question = "q.example", .chain_len = 16, .addresses = &to, .addresses_len = 1};
    struct am_memory_name name;
    memset(longest, 'a', AM_NAME_MAX);
    longest[AM_NAME_MAX] = '\0';
    for (size_t i = 0; i < 16; i++)
        answer.chain[i] = longest;
    am_memory_add(f.memory, &device, &answer, 5);
    assert_true(am_memory_find(f.memory, &device, &to, 5, &name));
    assert_int_equal(strlen(am_label_text(name.chain)), 16 * AM_NAME_MAX + 15);
    end(&f);
}

static void what_is_no_name_is_passed_over(void **state)
{
    (void)state;
    struct fixture f = begin();
    enum am_evidence evidence;
    learn(&f, 1, "7.0.0.203.in-addr.arpa", 7, 1);
    learn(&f, 1, "203.0.0.7", 7, 1);
    assert_null(ask(&f, 1, 7, &evidence));
    struct am_dns_answer none = {.question = "none.example"};
    struct am_address device = local(1);
    am_memory_add(f.memory, &device, &none, 1);
    end(&f);
}

static void what_is_refreshed_outlives_what_is_not(void **state)
{
    (void)state;
    struct fixture f = begin();
    enum am_evidence evidence;
    /* two entries an answer: this device's, and anyone's */
    for (uint32_t i = 0; i < AM_MEMORY_MAX; i++) {
        learn(&f, 1, "other.example", 1000 + i, i);
        if (i % 1000 == 0)
            learn(&f, 1, "kept.example", 7, i);
    }
    assert_true(am_memory_forgotten(f.memory) > 0);
    assert_string_equal(ask(&f, 1, 7, &evidence), "kept.example");
    assert_int_equal(evidence, AM_EVIDENCE_DNS);
    assert_null(ask(&f, 1, 1000, &evidence));
    assert_string_equal(ask(&f, 1, 1000 + AM_MEMORY_MAX - 1, &evidence), "other.example");
    end(&f);
}

/* --- what counts when --- */

#define S   AM_MEMORY_SECOND_NS
#define MIN (60 * S)
#define H   (60 * MIN)

struct told {
    int64_t time;
    uint8_t device;
    const char *name;
    uint32_t ttl;
    const char *outer; /* the public name of its key; "": it was asked, and has none */
};

struct found {
    int64_t time;
    uint8_t device;
    const char *name; /* NULL: none */
    enum am_evidence evidence;
    bool live, shared;
};

#define OWN   AM_EVIDENCE_DNS
#define OTHER AM_EVIDENCE_DNS_OTHER

static const struct {
    const char *title;
    struct told told[8];
    struct found found[6];
} cases[] = {
    {"nothing was told", {{0}}, {{10 * S, 1, NULL, OWN, 0, 0}}},
    {"one's own before another's",
     {{0, 1, "a", 300, NULL}, {1 * S, 2, "b", 300, NULL}},
     {{2 * S, 1, "a", OWN, 1, 0}, {2 * S, 2, "b", OWN, 1, 0}}},
    {"the newest of one's own, which the address shares",
     {{0, 1, "a", 300, NULL}, {1 * S, 1, "b", 300, NULL}},
     {{2 * S, 1, "b", OWN, 1, 1}}},
    {"told again is new",
     {{0, 1, "a", 300, NULL}, {1 * S, 1, "b", 300, NULL}, {2 * S, 1, "a", 300, NULL}},
     {{3 * S, 1, "a", OWN, 1, 1}}},
    {"an older answer that lives on after a newer one",
     {{0, 1, "a", 900, NULL}, {1 * S, 1, "b", 100, NULL}},
     {{100 * S, 1, "b", OWN, 1, 1}, {102 * S, 1, "a", OWN, 1, 0}}},
    {"live to the last moment, then in grace, then gone",
     {{0, 1, "a", 300, NULL}},
     {{300 * S, 1, "a", OWN, 1, 0},
      {300 * S + 1, 1, "a", OWN, 0, 0},
      {300 * S + H, 1, "a", OWN, 0, 0},
      {300 * S + H + 1, 1, NULL, OWN, 0, 0}}},
    {"another's answer is in grace for less long",
     {{0, 2, "a", 300, NULL}},
     {{300 * S, 1, "a", OTHER, 1, 0},
      {15 * MIN, 1, "a", OTHER, 0, 0},
      {15 * MIN + 1, 1, NULL, OWN, 0, 0}}},
    {"no time to live: used for a minute all the same, before what another was told",
     {{0, 1, "a", 0, NULL}, {1 * S, 2, "b", 300, NULL}},
     {{30 * S, 1, "a", OWN, 0, 0}, {61 * S, 1, "b", OTHER, 1, 0}}},
    {"one's own stale answer gives way to what another was told since",
     {{0, 1, "a", 60, NULL}, {9 * MIN, 2, "b", 300, NULL}},
     {{10 * MIN, 1, "b", OTHER, 1, 0}, {14 * MIN + 1, 1, "a", OWN, 0, 0}}},
    {"one's own stale answer that another was told again is one's own",
     {{0, 1, "a", 60, NULL}, {9 * MIN, 2, "a", 300, NULL}},
     {{10 * MIN, 1, "a", OWN, 1, 0}}},
    {"others that disagree say nothing",
     {{0, 2, "a", 300, NULL}, {30 * S, 3, "b", 300, NULL}},
     {{31 * S, 1, NULL, OWN, 0, 0}, {61 * S, 1, NULL, OWN, 0, 0}}},
    {"others that disagree leave one's own stale answer",
     {{0, 1, "c", 60, NULL}, {9 * MIN, 2, "a", 300, NULL}, {9 * MIN, 3, "b", 300, NULL}},
     {{10 * MIN, 1, "c", OWN, 0, 0}}},
    {"others that agree",
     {{0, 2, "a", 300, NULL}, {30 * S, 3, "a", 300, NULL}},
     {{31 * S, 1, "a", OTHER, 1, 0}}},
    {"told to another just now, and something else long ago",
     {{0, 2, "a", 900, NULL}, {100 * S, 3, "b", 900, NULL}},
     {{101 * S, 1, "b", OTHER, 1, 1}, {106 * S, 1, NULL, OWN, 0, 0}}},
    {"others' stale answers that disagree say nothing",
     {{0, 2, "a", 60, NULL}, {1 * S, 3, "b", 60, NULL}},
     {{5 * MIN, 1, NULL, OWN, 0, 0}}},
    {"an answer from the future is not known yet",
     {{10 * S, 1, "a", 300, NULL}},
     {{9 * S, 1, "a", OWN, 1, 0}, {9 * S - 1, 1, NULL, OWN, 0, 0}}},
    {"a clock that steps back: what is told then is the newest",
     {{10 * H, 1, "a", 300, NULL}, {1 * H, 1, "b", 300, NULL}},
     {{1 * H, 1, "b", OWN, 1, 0}}},
    {"a name of a week is kept for a day",
     {{0, 1, "a", 604800, NULL}},
     {{24 * H, 1, "a", OWN, 1, 0}, {25 * H + 1, 1, NULL, OWN, 0, 0}}},
    {"five names: the first is lost",
     {{0, 1, "a", 9000, NULL},
      {1, 1, "b", 60, NULL},
      {2, 1, "c", 60, NULL},
      {3, 1, "d", 60, NULL},
      {4, 1, "e", 60, NULL}},
     {{61 * S, 1, "e", OWN, 0, 0}}},
    {"five names: one told again in between is not",
     {{0, 1, "a", 60, NULL},
      {1, 1, "b", 60, NULL},
      {2, 1, "c", 60, NULL},
      {3, 1, "d", 60, NULL},
      {4, 1, "a", 9000, NULL},
      {5, 1, "e", 60, NULL}},
     {{61 * S, 1, "a", OWN, 1, 0}}},
};

static void tell(struct fixture *f, const struct told *t)
{
    struct am_address to = remote(7);
    struct am_address from = local(t->device);
    struct am_dns_answer answer = {.question = t->name,
                                   .type = t->outer ? 65 : 1,
                                   .addresses = &to,
                                   .addresses_len = !t->outer,
                                   .ttl = t->ttl,
                                   .ech_public = t->outer && t->outer[0] ? t->outer : NULL};
    am_memory_add(f->memory, &from, &answer, t->time);
}

static void finds_the_best_name_at_each_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f = begin();
        struct am_address to = remote(7);
        for (const struct told *t = cases[i].told; t->name; t++)
            tell(&f, t);
        for (const struct found *e = cases[i].found; e->device; e++) {
            struct am_address from = local(e->device);
            struct am_memory_name got = {.name = NULL};
            bool found = am_memory_find(f.memory, &from, &to, e->time, &got);
            bool right = e->name ? found && strcmp(am_label_text(got.name), e->name) == 0 &&
                                       got.evidence == e->evidence && got.live == e->live &&
                                       got.shared == e->shared && !got.key
                                 : !found;
            if (!right)
                fail_msg("in the case of: %s; at %.3f s: %s %s live %d shared %d", cases[i].title,
                         (double)e->time / 1e9, found ? am_label_text(got.name) : "none",
                         found ? am_evidence_name(got.evidence) : "", got.live, got.shared);
        }
        end(&f);
    }
}

static const struct {
    const char *title;
    struct told told[6];
    int64_t time;
    const char *outer, *name;
    bool key;
} hidden[] = {
    {"no answer at all", {{0}}, S, "front", NULL, false},
    {"the name's key bears the front",
     {{0, 1, "a", 300, NULL}, {1, 1, "a", 300, "front"}},
     S,
     "front",
     "a",
     true},
    {"the key came before the address",
     {{0, 1, "a", 300, "front"}, {1, 1, "a", 300, NULL}},
     S,
     "front",
     "a",
     true},
    {"a newer name without a key is not the one",
     {{0, 1, "a", 300, NULL}, {1, 1, "a", 300, "front"}, {2, 1, "b", 300, NULL}},
     S,
     "front",
     "a",
     true},
    {"the newest of two that bear it",
     {{0, 1, "a", 300, NULL},
      {1, 1, "b", 300, NULL},
      {2, 1, "b", 300, "front"},
      {3, 1, "a", 300, "front"}},
     S,
     "front",
     "b",
     true},
    {"the key bears another front",
     {{0, 1, "a", 300, NULL}, {1, 1, "a", 300, "other"}},
     S,
     "front",
     NULL,
     false},
    {"no key was seen: the newest name but the front itself",
     {{0, 1, "a", 300, NULL}, {1, 1, "front", 300, NULL}},
     S,
     "front",
     "a",
     false},
    {"only the front itself was asked for", {{0, 1, "front", 300, NULL}}, S, "front", NULL, false},
    {"no outer name: the newest",
     {{0, 1, "a", 300, NULL}, {1, 1, "b", 300, NULL}},
     S,
     NULL,
     "b",
     false},
    {"no outer name, and a key",
     {{0, 1, "a", 300, NULL}, {1, 1, "a", 300, "front"}},
     S,
     NULL,
     "a",
     false},
    {"another device's answers do not count",
     {{0, 2, "a", 300, NULL}, {1, 2, "a", 300, "front"}},
     S,
     "front",
     NULL,
     false},
    {"another device's key does not count",
     {{0, 1, "a", 300, NULL}, {1, 2, "a", 300, "other"}},
     S,
     "front",
     "a",
     false},
    {"the key was taken back",
     {{0, 1, "a", 300, NULL}, {1, 1, "a", 300, "other"}, {2, 1, "a", 300, ""}},
     S,
     "front",
     "a",
     false},
    {"a live name before one in grace",
     {{0, 1, "a", 900, NULL},
      {1, 1, "b", 60, NULL},
      {2, 1, "a", 900, "front"},
      {3, 1, "b", 900, "front"}},
     300 * S,
     "front",
     "a",
     true},
    {"in grace", {{0, 1, "a", 60, NULL}, {1, 1, "a", 60, "front"}}, H, "front", "a", true},
    {"past it", {{0, 1, "a", 60, NULL}, {1, 1, "a", 60, "front"}}, 2 * H, "front", NULL, false},
};

static void finds_the_name_behind_a_front(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        struct fixture f = begin();
        struct am_address to = remote(7);
        struct am_address from = local(1);
        struct am_memory_name got = {.name = NULL};
        for (const struct told *t = hidden[i].told; t->name; t++)
            tell(&f, t);
        bool found =
            am_memory_find_hidden(f.memory, &from, &to, hidden[i].time, hidden[i].outer, &got);
        bool right = hidden[i].name
                         ? found && strcmp(am_label_text(got.name), hidden[i].name) == 0 &&
                               got.evidence == AM_EVIDENCE_ECH_DNS && got.key == hidden[i].key
                         : !found;
        if (!right)
            fail_msg("in the case of: %s: %s", hidden[i].title,
                     found ? am_label_text(got.name) : "none");
        end(&f);
    }
}

/* Random answers and questions, against a model that keeps all of them. */
static void says_what_a_naive_model_says(void **state)
{
    static struct both b;
    uint64_t seed = 42;
    (void)state;
    for (unsigned round = 0; round < 300; round++) {
        int64_t now = 1000 * H;
        both_begin(&b);
        for (unsigned step = 0; step < 200; step++) {
            unsigned r[8];
            for (size_t i = 0; i < 8; i++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                r[i] = (unsigned)(seed >> 40);
            }
            static const int64_t moves[] = {0, S / 2, S, 20 * S, MIN, 3 * MIN, 20 * MIN, -2 * S};
            static const uint32_t ttls[] = {0, 5, 60, 300, 3600};
            now += moves[r[0] % 8];
            if (r[1] % 2)
                both_learn(&b, &(struct model_answer){.device = 1 + r[2] % 3,
                                                      .address = r[3] % 4,
                                                      .name = 1 + r[4] % 6,
                                                      .ttl = ttls[r[5] % 5],
                                                      .time = now,
                                                      .service = r[6] % 3 == 0,
                                                      .outer = r[7] % 7});
            assert_true(both_agree(&b, 1 + r[4] % 3, 1 + r[5] % 3, now, r[6] % 7));
        }
        both_end(&b);
    }
}

/* Keys make room like addresses do. */
static void keeps_so_many_keys(void **state)
{
    (void)state;
    struct fixture f = begin();
    char name[32];
    for (unsigned i = 0; i < AM_MEMORY_KEYS_MAX + 1000; i++) {
        (void)snprintf(name, sizeof name, "n%u.example", i);
        tell(&f, &(struct told){1, 1, name, 300, "front"});
        if (i % 100 == 0)
            tell(&f, &(struct told){1, 1, "kept.example", 300, "front"});
    }
    static const struct {
        const char *name;
        bool key;
    } asked[] = {{"n5.example", false}, {"kept.example", true}, {"n20999.example", true}};
    for (size_t i = 0; i < 3; i++) {
        struct am_address to = remote(7);
        struct am_address from = local(1);
        struct am_memory_name got;
        tell(&f, &(struct told){2, 1, asked[i].name, 300, NULL});
        bool found = am_memory_find_hidden(f.memory, &from, &to, 3, "front", &got);
        assert_true(found);
        assert_int_equal(got.key, i > 0);
        if (got.key == asked[i].key)
            assert_string_equal(am_label_text(got.name), asked[i].name);
    }
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_best_name_at_each_time),
        cmocka_unit_test(finds_the_name_behind_a_front),
        cmocka_unit_test(says_what_a_naive_model_says),
        cmocka_unit_test(keeps_so_many_keys),
        cmocka_unit_test(every_address_of_an_answer_is_learnt_with_its_chain),
        cmocka_unit_test(the_longest_chain_fits),
        cmocka_unit_test(what_is_no_name_is_passed_over),
        cmocka_unit_test(what_is_refreshed_outlives_what_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
