/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "contacts/labels.h"

static struct am_label *hold(struct am_labels *labels, const char *text)
{
    struct am_label *label = am_labels_hold(labels, text, strlen(text));
    assert_non_null(label);
    return label;
}

static void a_name_is_kept_once(void **state)
{
    (void)state;
    struct am_labels *labels = am_labels_new();
    struct am_label *a = hold(labels, "example.org");
    char copy[] = "example.orgX";
    assert_ptr_equal(am_labels_hold(labels, copy, 11), a);
    memset(copy, 'x', sizeof copy);
    assert_string_equal(am_label_text(a), "example.org");
    assert_ptr_not_equal(hold(labels, "example.or"), a);
    assert_ptr_not_equal(hold(labels, ""), a);
    am_labels_free(labels);
}

static void nothing_is_held_of_nothing(void **state)
{
    (void)state;
    struct am_labels *labels = am_labels_new();
    assert_null(am_label_text(NULL));
    assert_null(am_label_again(NULL));
    am_labels_drop(labels, NULL);
    am_labels_free(labels);
    am_labels_free(NULL);
}

static void a_name_lives_until_its_last_holder_lets_go(void **state)
{
    (void)state;
    struct am_labels *labels = am_labels_new();
    struct am_label *a = hold(labels, "a.example");
    assert_ptr_equal(am_label_again(a), a);
    assert_ptr_equal(hold(labels, "a.example"), a);
    am_labels_drop(labels, a);
    am_labels_drop(labels, a);
    assert_string_equal(am_label_text(a), "a.example"); /* a sanitizer would say */
    assert_ptr_equal(hold(labels, "a.example"), a);
    am_labels_drop(labels, a);
    am_labels_drop(labels, a); /* gone */
    struct am_label *b = hold(labels, "a.example");
    assert_string_equal(am_label_text(b), "a.example");
    am_labels_free(labels);
}

/* Held and dropped at random, against a plain array: texts stay, pointers compare like them. */
static void thousands_come_and_go(void **state)
{
    (void)state;
    enum { NAMES = 2000, STEPS = 200000 };
    struct am_labels *labels = am_labels_new();
    struct am_label **held = calloc(NAMES, sizeof *held);
    unsigned *times = calloc(NAMES, sizeof *times);
    assert_non_null(held);
    assert_non_null(times);
    uint32_t random = 5;
    for (size_t step = 0; step < STEPS; step++) {
        random = random * 1664525u + 1013904223u;
        size_t i = (random >> 8) % NAMES;
        char text[32];
        (void)snprintf(text, sizeof text, "host-%zu.example", i);
        if (random >> 31) {
            struct am_label *label = hold(labels, text);
            if (times[i] > 0)
                assert_ptr_equal(label, held[i]);
            held[i] = label;
            times[i]++;
        } else if (times[i] > 0) {
            assert_string_equal(am_label_text(held[i]), text);
            am_labels_drop(labels, held[i]);
            times[i]--;
        }
    }
    for (size_t i = 0; i < NAMES; i++)
        for (; times[i] > 0; times[i]--)
            am_labels_drop(labels, held[i]);
    free(held);
    free(times);
    am_labels_free(labels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_kept_once),
        cmocka_unit_test(nothing_is_held_of_nothing),
        cmocka_unit_test(a_name_lives_until_its_last_holder_lets_go),
        cmocka_unit_test(thousands_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
