/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_fixture.h"

#include "networks.h"

#define MANY 60

static struct am_prefix prefix(const char *text)
{
    struct am_prefix p;
    if (am_prefix_parse(text, &p) != AM_OK)
        fail_msg("not a prefix: %s", text);
    return p;
}

static void the_longest_prefix_that_holds_the_whole_block_answers(void **state)
{
    (void)state;
    static const char *const texts[] = {"10.0.0.0/8",    "10.1.0.0/16",   "10.1.2.0/24",
                                        "10.1.2.128/25", "2001:db8::/32", "2001:db8:53::/48",
                                        "192.0.2.0/24",  "192.0.2.53/32"};
    struct am_network networks[8];
    struct am_networks n;
    am_networks_init(&n);
    for (size_t i = 0; i < 8; i++) {
        networks[i] = (struct am_network){.rule.id = texts[i], .prefix = prefix(texts[i])};
        assert_int_equal(am_networks_add(&n, &networks[i]), AM_OK);
    }
    assert_int_equal(am_networks_add(&n, &networks[3]), AM_E_USAGE);
    am_networks_sort(&n);
    static const struct {
        const char *block;
        int want;
    } cases[] = {
        {"10.1.2.200", 3},
        {"10.1.2.3", 2},
        {"10.1.2.0/24", 2},
        {"10.1.3.0/24", 1},
        {"10.200.0.1", 0},
        {"9.255.255.255", -1},
        {"11.0.0.0", -1},
        {"10.0.0.0/7", -1},
        {"192.0.2.53", 7},
        {"192.0.2.0/24", 6},
        {"192.0.2.54", 6},
        {"192.0.3.0", -1},
        {"2001:db8:53::1", 5},
        {"2001:db8:53::/48", 5},
        {"2001:db8:54::/48", 4},
        {"2001:db9::", -1},
        {"::", -1},
        {"ffff::", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_prefix block = prefix(cases[i].block);
        const struct am_network *found = am_networks_find_prefix(&n, &block);
        if (found != (cases[i].want < 0 ? NULL : &networks[cases[i].want]))
            fail_msg("%s", cases[i].block);
    }
    am_networks_done(&n);
}

static void random_prefixes_answer_as_all_of_them_do(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 200; round++) {
        static char ids[MANY][AM_PREFIX_TEXT];
        struct am_network networks[MANY];
        struct am_networks n;
        size_t count = 0;
        am_networks_init(&n);
        for (size_t i = 0; i < MANY; i++) {
            struct am_address a =
                am_address_v4((uint8_t[]){10, 0, 0, (uint8_t)rules_random(&seed)});
            struct am_network *network = &networks[count];
            *network = (struct am_network){
                .prefix = am_address_prefix(&a, (uint8_t)(118 + rules_random(&seed) % 11))};
            am_prefix_write(&network->prefix, ids[count]);
            network->rule.id = ids[count];
            count += am_networks_add(&n, network) == AM_OK;
        }
        am_networks_sort(&n);
        for (unsigned x = 0; x < 256; x++) {
            struct am_prefix block = {am_address_v4((uint8_t[]){10, 0, 0, (uint8_t)x}), 128};
            if (x % 3 == 0)
                block = am_address_prefix(&block.address, 124);
            const struct am_network *best = NULL;
            for (size_t i = 0; i < count; i++)
                if (networks[i].prefix.len <= block.len &&
                    am_prefix_holds(&networks[i].prefix, &block.address) &&
                    (!best || networks[i].prefix.len > best->prefix.len))
                    best = &networks[i];
            assert_ptr_equal(am_networks_find_prefix(&n, &block), best);
        }
        am_networks_done(&n);
    }
}

static void as_numbers_are_found_to_the_last(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {64500, 1, UINT32_MAX, 15169};
    static const char *const ids[] = {"as:64500", "as:1", "as:4294967295", "as:15169"};
    struct am_network networks[4];
    struct am_networks n;
    am_networks_init(&n);
    assert_null(am_networks_find_asn(&n, 1));
    for (size_t i = 0; i < 4; i++) {
        networks[i] = (struct am_network){.rule.id = ids[i], .asn = numbers[i]};
        assert_int_equal(am_networks_add(&n, &networks[i]), AM_OK);
    }
    am_networks_sort(&n);
    for (size_t i = 0; i < 4; i++)
        assert_ptr_equal(am_networks_find_asn(&n, numbers[i]), &networks[i]);
    assert_null(am_networks_find_asn(&n, 0));
    assert_null(am_networks_find_asn(&n, 2));
    assert_null(am_networks_find_asn(&n, 64501));
    am_networks_done(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_prefix_that_holds_the_whole_block_answers),
        cmocka_unit_test(random_prefixes_answer_as_all_of_them_do),
        cmocka_unit_test(as_numbers_are_found_to_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
