/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "contacts/memory.h"

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
    if (!am_memory_find(f->memory, &from, &to, &name))
        return NULL;
    *evidence = name.evidence;
    return am_label_text(name.name);
}

static void ones_own_answer_comes_before_anothers(void **state)
{
    (void)state;
    struct fixture f = begin();
    enum am_evidence evidence;
    assert_null(ask(&f, 1, 7, &evidence));
    learn(&f, 1, "first.example", 7, 1);
    assert_string_equal(ask(&f, 1, 7, &evidence), "first.example");
    assert_int_equal(evidence, AM_EVIDENCE_DNS);
    assert_string_equal(ask(&f, 2, 7, &evidence), "first.example");
    assert_int_equal(evidence, AM_EVIDENCE_DNS_OTHER);
    learn(&f, 2, "second.example", 7, 2);
    assert_string_equal(ask(&f, 1, 7, &evidence), "first.example");
    assert_string_equal(ask(&f, 2, 7, &evidence), "second.example");
    assert_string_equal(ask(&f, 3, 7, &evidence), "second.example"); /* the latest of all */
    assert_null(ask(&f, 1, 8, &evidence));
    end(&f);
}

static void the_latest_answer_counts(void **state)
{
    (void)state;
    struct fixture f = begin();
    enum am_evidence evidence;
    learn(&f, 1, "old.example", 7, 1);
    learn(&f, 1, "new.example", 7, 2);
    assert_string_equal(ask(&f, 1, 7, &evidence), "new.example");
    assert_int_equal(am_memory_forgotten(f.memory), 0);
    end(&f);
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
        assert_true(am_memory_find(f.memory, &device, &to[i], &name));
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
    assert_true(am_memory_find(f.memory, &device, &to, &name));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ones_own_answer_comes_before_anothers),
        cmocka_unit_test(the_latest_answer_counts),
        cmocka_unit_test(every_address_of_an_answer_is_learnt_with_its_chain),
        cmocka_unit_test(the_longest_chain_fits),
        cmocka_unit_test(what_is_no_name_is_passed_over),
        cmocka_unit_test(what_is_refreshed_outlives_what_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
