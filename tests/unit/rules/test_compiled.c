/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The compiled dataset answers as the text does, and what is not whole is refused. */
#include <zlib.h>

#include "compiled/columns.h"
#include "compiled/compiled.h"
#include "explain.h"
#include "rules_dataset.h"

static struct am_bytes compile(const struct am_rules *rules)
{
    char *at = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&at, &len);
    assert_non_null(out);
    assert_int_equal(am_compiled_write(rules, out, NULL), AM_OK);
    assert_int_equal(fclose(out), 0);
    return (struct am_bytes){.at = (uint8_t *)at, .len = len};
}

static struct am_rules *load_text(void)
{
    struct am_dataset_folder d = dataset();
    struct am_rules *rules = NULL;
    struct am_problem problem = {0};
    if (am_rules_load(d.files, d.count, NULL, &rules, &problem) != AM_OK)
        fail_msg("%s:%lu: %s", problem.file, problem.line, problem.text);
    am_dataset_done(&d);
    return rules;
}

/* Whatever a column forgot would be lost the second time. */
static void what_is_read_is_written_again_byte_for_byte(void **state)
{
    (void)state;
    struct am_rules *text = load_text();
    struct am_bytes first = compile(text);
    struct am_rules *compiled = NULL;
    assert_int_equal(am_compiled_read(first, "first", &compiled, NULL), AM_OK);
    struct am_bytes second = compile(compiled);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.at, second.at, first.len);
    am_rules_free(compiled);
    am_rules_free(text);
    am_free(first.at);
    am_free(second.at);
}

static void put_answers(const struct am_rules *rules, const char *line, struct am_text *out)
{
    struct am_query q;
    struct am_explanation e;
    am_query_parse((struct am_bytes){.at = (const uint8_t *)line, .len = strlen(line)}, &q);
    for (int32_t day = 10000; day <= 22000; day += 3000) {
        am_explain(rules, &q, day, &e);
        am_explain_write_json(&e, AM_LANG_PT, out);
        am_explain_write_text(rules, &e, AM_LANG_DE, out);
    }
}

static void every_answer_is_that_of_the_text(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "acmemail.com",
        "x.acmemail.com",
        "anything.acme",
        "only.example.org",
        "not.only.example.org",
        "birdsong.com.uy",
        "a.birdsong.com.uy",
        "pages.birdsong.com.uy",
        "hora.example.uy",
        "orphan.example.net",
        "nobody.example",
        "front.acme.example",
        "cover.example",
        "doh.example",
        "198.51.100.53",
        "198.51.100.200",
        "203.0.113.130",
        "198.18.0.1",
        "198.18.0.65",
        "2001:db8:c1::1",
        "2001:db8:53::1",
        "192.0.2.1",
        "::1",
        "x y",
    };
    struct am_rules *text = load_text();
    struct am_bytes file = compile(text);
    struct am_rules *compiled = NULL;
    assert_int_equal(am_compiled_read(file, "file", &compiled, NULL), AM_OK);
    assert_string_equal(am_rules_version(text), am_rules_version(compiled));
    assert_int_equal(text->day, compiled->day);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct am_text a;
        struct am_text b;
        am_text_init(&a, 1 << 20);
        am_text_init(&b, 1 << 20);
        put_answers(text, lines[i], &a);
        put_answers(compiled, lines[i], &b);
        assert_true(a.len > 1000);
        assert_string_equal(a.at, b.at);
        am_text_done(&a);
        am_text_done(&b);
    }
    for (size_t k = 0; k < AM_KIND_COUNT; k++)
        assert_int_equal(text->entities[k].count, compiled->entities[k].count);
    am_rules_free(compiled);
    am_rules_free(text);
    am_free(file.at);
}

static void expect(struct am_bytes file, const char *says)
{
    struct am_rules *rules = NULL;
    struct am_problem problem = {0};
    assert_int_not_equal(am_compiled_read(file, "amarra.rules", &rules, &problem), AM_OK);
    assert_null(rules);
    assert_string_equal(problem.file, "amarra.rules");
    if (!strstr(problem.text, says))
        fail_msg("'%s' does not say '%s'", problem.text, says);
}

static void what_is_not_whole_is_refused_and_told(void **state)
{
    (void)state;
    struct am_rules *text = load_text();
    struct am_bytes file = compile(text);
    uint8_t *at = malloc(file.len);
    assert_non_null(at);
    memcpy(at, file.at, file.len);
    struct am_bytes copy = {.at = at, .len = file.len};
    for (size_t len = 0; len < file.len; len += len < 300 ? 1 : 997) {
        copy.len = len;
        expect(copy,
               len < AM_HEAD_LEN + 8 * AM_SECTION_COUNT ? "no compiled dataset" : "cut short");
    }
    copy.len = file.len;
    for (size_t i = AM_HEAD_CHECKSUM; i < file.len; i += 1 + i / 50) {
        at[i] ^= 0x10;
        expect(copy, "damaged");
        at[i] ^= 0x10;
    }
    at[AM_HEAD_FORMAT]++;
    expect(copy, "another version of amarra");
    free(at);
    am_free(file.at);
    am_rules_free(text);
}

/* With its checksum made right, so that the numbers themselves are looked at. */
static void no_number_is_believed(void **state)
{
    (void)state;
    struct am_rules *text = load_text();
    struct am_bytes file = compile(text);
    uint8_t *at = malloc(file.len);
    assert_non_null(at);
    uint64_t seed = 11;
    size_t refused = 0;
    for (int round = 0; round < 3000; round++) {
        memcpy(at, file.at, file.len);
        for (int changes = 0; changes < 3; changes++) {
            size_t place = AM_HEAD_SEED + rules_random(&seed) % (file.len - AM_HEAD_SEED);
            at[place] = (uint8_t)rules_random(&seed);
        }
        uLong sum = crc32_z(0, at + AM_HEAD_SEED, file.len - AM_HEAD_SEED);
        for (unsigned i = 0; i < 4; i++)
            at[AM_HEAD_CHECKSUM + i] = (uint8_t)(sum >> (8 * i));
        struct am_rules *rules = NULL;
        if (am_compiled_read((struct am_bytes){.at = at, .len = file.len}, "x", &rules, NULL) !=
            AM_OK) {
            refused++;
            continue;
        }
        struct am_text out;
        am_text_init(&out, 1 << 20);
        put_answers(rules, "birdsong.com.uy", &out);
        put_answers(rules, "198.51.100.53", &out);
        am_text_done(&out);
        am_rules_free(rules);
    }
    assert_in_range(refused, 500, 2900);
    free(at);
    am_free(file.at);
    am_rules_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_written_again_byte_for_byte),
        cmocka_unit_test(every_answer_is_that_of_the_text),
        cmocka_unit_test(what_is_not_whole_is_refused_and_told),
        cmocka_unit_test(no_number_is_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
