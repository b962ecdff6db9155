/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The reader of JSON against jansson, which shares no code with it: what it takes, jansson takes,
 * and both read the same. */
#include "rules_fixture.h"

#include <jansson.h>

#include "base/text.h"
#include "json.h"

static struct am_bytes bytes_of(const char *text)
{
    return (struct am_bytes){.at = (const uint8_t *)text, .len = strlen(text)};
}

/* Reads a document to its end, and builds what jansson would have built; NULL where it is broken.
 * No recursion: containers that are open wait on a stack. */
static json_t *read_scalar(struct am_json *j, enum am_json_type type)
{
    char scratch[AM_JSON_TEXT_MAX];
    struct am_bytes text;
    int64_t number;
    bool flag;
    if (type == AM_JSON_TEXT)
        return am_json_text(j, scratch, &text) ? json_stringn((const char *)text.at, text.len)
                                               : NULL;
    if (type == AM_JSON_NUMBER)
        return am_json_number(j, &number) ? json_integer(number) : NULL;
    if (type == AM_JSON_FLAG)
        return am_json_flag(j, &flag) ? json_boolean(flag) : NULL;
    am_json_skip(j);
    return j->error ? NULL : json_null();
}

static bool put(json_t *into, const char *key, json_t *value)
{
    if (!value)
        return false;
    if (json_is_array(into))
        return json_array_append_new(into, value) == 0;
    if (json_object_get(into, key)) { /* finding duplicates is left to the caller of the reader */
        json_decref(value);
        return false;
    }
    return json_object_set_new(into, key, value) == 0;
}

static json_t *read_document(struct am_bytes bytes)
{
    struct am_json j = am_json_over(bytes);
    json_t *open[AM_JSON_DEPTH_MAX + 2];
    size_t depth = 0;
    json_t *root = json_array();
    open[0] = root;
    bool good = true;
    char key[256] = "";
    do {
        enum am_json_type type = am_json_type(&j);
        if (type == AM_JSON_OBJECT || type == AM_JSON_ARRAY) {
            json_t *container = type == AM_JSON_OBJECT ? json_object() : json_array();
            am_json_open(&j);
            good = put(open[depth], key, container) && depth <= AM_JSON_DEPTH_MAX;
            if (good)
                open[++depth] = container;
        } else {
            good = type != AM_JSON_BROKEN && put(open[depth], key, read_scalar(&j, type));
        }
        while (good && depth > 0 && !am_json_more(&j) && !j.error)
            depth--;
        struct am_bytes name;
        if (good && !j.error && json_is_object(open[depth])) {
            good =
                am_json_key(&j, &name) && name.len < sizeof key && !memchr(name.at, '\\', name.len);
            (void)snprintf(key, sizeof key, "%.*s", good ? (int)name.len : 0,
                           (const char *)name.at);
        }
    } while (good && !j.error && depth > 0);
    if (!good || !am_json_end(&j)) {
        json_decref(root);
        return NULL;
    }
    json_t *value = json_incref(json_array_get(root, 0));
    json_decref(root);
    return value;
}

static void takes_what_the_grammar_allows(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{}",
        "[]",
        " \t\r\n[ ] \n",
        "[1]",
        "[0,-0,-17,999999999999999999]",
        "[true,false,null]",
        "{\"a\":{\"b\":[[],{}]},\"c\":\"\"}",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        "[\"\\u00e9\\u20AC\\ud83d\\udea2\"]",
        "[\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\xa2\"]",
        "[[[[[[[[[[[[]]]]]]]]]]]]",
        "7",
        "\"x\"",
        "null",
        "[\"]}\", \"{[\"]",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        json_t *ours = read_document(bytes_of(good[i]));
        json_t *theirs = json_loads(good[i], JSON_DECODE_ANY, NULL);
        assert_non_null(theirs);
        if (!ours || !json_equal(ours, theirs))
            fail_msg("%s", good[i]);
        json_decref(ours);
        json_decref(theirs);
    }
}

static void refuses_what_it_forbids(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "[",
        "}",
        "]",
        "{]",
        "[}",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1],",
        "{} {}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "{,}",
        "[\"a]",
        "[\"a\\\"]",
        "[\"\\x\"]",
        "[\"\\u12g4\"]",
        "[\"\\u12",
        "[\"\\ud800\"]",
        "[\"\\ud800\\u0041\"]",
        "[\"\\udc00\"]",
        "[\"\\u0000\"]",
        "[\"a\nb\"]",
        "[\"a\tb\"]",
        "[tru]",
        "[True]",
        "[nul]",
        "[01]",
        "[+1]",
        "[.5]",
        "[1.5]",
        "[1e3]",
        "[-]",
        "[--1]",
        "[1000000000000000000]",
        "[0x10]",
        "['a']",
        "[NaN]",
        "\xef\xbb\xbf{}",
        "// no\n{}",
        "[[[[[[[[[[[[[]]]]]]]]]]]]]",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *ours = read_document(bytes_of(bad[i]));
        if (ours)
            fail_msg("%s", bad[i]);
    }
}

/* Documents that are nearly right. */
static void takes_nothing_that_jansson_does_not(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "{",           "}",  "[",  "]",    ",",    ":", "\"a\"", "\"b\\n\"",
        "\"\\u00e9\"", "1",  "-2", "true", "null", " ", "\n",    "\"\\ud83d\\udea2\"",
        "0",           "\"", "\\"};
    uint64_t seed = 9;
    size_t taken = 0;
    for (int i = 0; i < 300000; i++) {
        char text[256] = "";
        size_t count = 1 + rules_random(&seed) % 9;
        size_t len = 0;
        for (size_t k = 0; k < count; k++) {
            const char *part = parts[rules_random(&seed) % (sizeof parts / sizeof *parts)];
            len += (size_t)snprintf(text + len, sizeof text - len, "%s", part);
        }
        json_t *ours = read_document(bytes_of(text));
        json_t *theirs = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
        if (ours && (!theirs || !json_equal(ours, theirs)))
            fail_msg("only we take %s", text);
        if (theirs && !ours && !strstr(text, "\\"))
            fail_msg("only jansson takes %s", text);
        taken += ours != NULL;
        json_decref(ours);
        json_decref(theirs);
    }
    assert_true(taken > 1000);
}

static void a_failure_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        unsigned long line;
    } cases[] = {
        {"{\n\"a\": 1\n\"b\": 2}", "a comma", 3}, {"{\n\n\"a\" 1}", "a colon", 3},
        {"[\n1,\n]", "a comma too many", 3},      {"[\n\"x\n\"]", "control character", 2},
        {"[1]\n\nx", "follows the end", 3},       {"[\n{\n]", "another kind", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_json j = am_json_over(bytes_of(cases[i].text));
        am_json_skip(&j);
        struct am_json again = am_json_over(bytes_of(cases[i].text));
        am_json_open(&again);
        while (am_json_more(&again)) { /* as the loader goes */
            struct am_bytes key;
            if (cases[i].text[0] == '{' && !am_json_key(&again, &key))
                break;
            am_json_skip(&again);
        }
        (void)am_json_end(&again);
        if (!again.error || !strstr(again.error, cases[i].says) || again.line != cases[i].line)
            fail_msg("case %zu: line %lu: %s", i, again.line, again.error ? again.error : "fine");
    }
}

static void a_copied_cursor_comes_back_to_its_place(void **state)
{
    (void)state;
    struct am_json j = am_json_over(bytes_of("[[1,\n2],\n3]"));
    struct am_json list;
    int64_t number;
    am_json_open(&j);
    assert_true(am_json_more(&j));
    list = j;
    am_json_skip(&j);
    assert_true(am_json_more(&j));
    assert_int_equal(am_json_type(&j), AM_JSON_NUMBER);
    assert_true(am_json_number(&j, &number));
    assert_int_equal(number, 3);
    assert_int_equal(j.line, 3);
    am_json_open(&list);
    for (int64_t want = 1; want <= 2; want++) {
        assert_true(am_json_more(&list));
        assert_int_equal(am_json_type(&list), AM_JSON_NUMBER);
        assert_true(am_json_number(&list, &number));
        assert_int_equal(number, want);
    }
    assert_false(am_json_more(&list));
    assert_int_equal(list.line, 2);
    assert_false(am_json_more(&j));
    assert_true(am_json_end(&j));
}

static void long_texts_end_at_a_limit_only_where_they_are_unescaped(void **state)
{
    (void)state;
    static char text[3 * AM_JSON_TEXT_MAX];
    char scratch[AM_JSON_TEXT_MAX];
    struct am_bytes out;
    memset(text, 'a', sizeof text);
    text[0] = text[sizeof text - 2] = '"';
    text[sizeof text - 1] = '\0';
    struct am_json j = am_json_over(bytes_of(text));
    assert_true(am_json_text(&j, scratch, &out));
    assert_int_equal(out.len, sizeof text - 3);
    memcpy(text + 1, "\\n", 2);
    j = am_json_over(bytes_of(text));
    assert_false(am_json_text(&j, scratch, &out));
    assert_string_equal(j.error, "the text is too long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_the_grammar_allows),
        cmocka_unit_test(refuses_what_it_forbids),
        cmocka_unit_test(takes_nothing_that_jansson_does_not),
        cmocka_unit_test(a_failure_is_told_with_its_line),
        cmocka_unit_test(a_copied_cursor_comes_back_to_its_place),
        cmocka_unit_test(long_texts_end_at_a_limit_only_where_they_are_unescaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
