/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_mmdb.h"

#include <jansson.h>

#include "base/utf8.h"
#include "explain.h"

static char mmdb[PATH_MAX];

static int open_rules(void **state)
{
    make_own_mmdb(mmdb);
    *state = rules_open(mmdb);
    return 0;
}

static int close_rules(void **state)
{
    am_rules_free(*state);
    return unlink(mmdb);
}

static struct am_bytes bytes_of(const char *text)
{
    return (struct am_bytes){.at = (const uint8_t *)text, .len = strlen(text)};
}

static void questions_are_taken_as_people_paste_them(void **state)
{
    (void)state;
    static const struct {
        const char *line, *want; /* NULL: refused */
    } cases[] = {
        {"example.org", "example.org"},
        {"  Example.ORG. \r", "example.org"},
        {"https://www.Example.org/path?q=a@b#x", "www.example.org"},
        {"https://juana:secret@example.org:8443/", "example.org"},
        {"http://example.org?x=http://other.net/", "example.org"},
        {"example.org:443", "example.org"},
        {"juana@example.org", "example.org"},
        {"*.example.org", "example.org"},
        {".example.org", "example.org"},
        {"//example.org/x", NULL},
        {"_dmarc.example.org", "_dmarc.example.org"},
        {"localhost", "localhost"},
        {"192.0.2.1", "192.0.2.1"},
        {"192.0.2.1:53", "192.0.2.1"},
        {"192.0.2.0/24", "192.0.2.0"},
        {"https://192.0.2.1/", "192.0.2.1"},
        {"2001:DB8::1", "2001:db8::1"},
        {"[2001:db8::1]:443", "2001:db8::1"},
        {"https://[2001:db8::1]:443/x", "2001:db8::1"},
        {"fe80::1%eth0", "fe80::1"},
        {"::ffff:192.0.2.1", "192.0.2.1"},
        {"", NULL},
        {"   ", NULL},
        {".", NULL},
        {"*", NULL},
        {"*.", NULL},
        {"a..b", NULL},
        {"a b", NULL},
        {"Mi\xc3\xb1o.org", "xn--mio-8ma.org"},
        {"https://", NULL},
        {"@", NULL},
        {":443", NULL},
        {"[::1", "::1"},
        {"[]", NULL},
        {"1.2.3", "1.2.3"},
        {"\x1b[31m", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_query q;
        char got[AM_NAME_SIZE] = "";
        am_query_parse(bytes_of(cases[i].line), &q);
        if (q.kind == AM_QUERY_ADDRESS)
            am_address_write(&q.address, got);
        else if (q.kind == AM_QUERY_NAME)
            memcpy(got, q.name, sizeof got);
        else
            assert_non_null(q.error);
        if (strcmp(got, cases[i].want ? cases[i].want : "") != 0)
            fail_msg("'%s' was taken as '%s'", cases[i].line, got);
    }
}

/* The answer to a question, which must be one line of JSON with all its keys. */
static json_t *ask(struct am_rules *rules, struct am_bytes line, const char *date)
{
    static const char *const keys[] = {"query",  "service",       "category", "role", "operator",
                                       "parent", "jurisdictions", "host",     "rule", "known_as"};
    struct am_query q;
    struct am_explanation e;
    struct am_text out;
    am_query_parse(line, &q);
    am_explain(rules, &q, day_of(date), &e);
    am_text_init(&out, 1 << 20);
    am_explain_write_json(&e, AM_LANG_EN, &out);
    assert_int_equal(am_text_status(&out), AM_OK);
    assert_true(out.len > 0);
    assert_ptr_equal(strchr(out.at, '\n'), out.at + out.len - 1);
    json_error_t error;
    json_t *answer = json_loads(out.at, JSON_REJECT_DUPLICATES, &error);
    if (!answer)
        fail_msg("%s in %s", error.text, out.at);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_non_null(json_object_get(answer, keys[i]));
    size_t extra = json_object_get(answer, "error") ? 1 : 0;
    assert_int_equal(json_object_size(answer), sizeof keys / sizeof *keys + extra);
    assert_int_equal(extra, q.kind == AM_QUERY_INVALID);
    am_text_done(&out);
    return answer;
}

static void answers_have_the_shape_that_was_promised(void **state)
{
    static const struct {
        const char *query, *date, *want; /* the whole answer */
    } cases[] = {
        {"a.birdsong.com.uy", "2020-01-01",
         "{'query': 'a.birdsong.com.uy', 'service': {'id': 'birdsong', 'name': 'Birdsong'},"
         " 'category': {'id': 'email', 'name': 'E-mail'}, 'role': {'id': 'service', 'name': "
         "'Service'},"
         " 'operator': {'id': 'birdsong', 'name': 'Birdsong'},"
         " 'parent': {'id': 'colmena', 'name': 'Colmena'},"
         " 'jurisdictions': {'parent': 'UY', 'head_office': 'UY', 'legal_seat': 'UY'},"
         " 'host': null,"
         " 'rule': {'id': 'name:birdsong.com.uy', 'source': 'talk', 'checked': '2026-11-24'}}"},
        {"acmemail.com", "2020-01-01",
         "{'query': 'acmemail.com', 'service': {'id': 'acme-mail', 'name': 'Acme Mail'},"
         " 'category': {'id': 'email', 'name': 'E-mail'}, 'role': {'id': 'service', 'name': "
         "'Service'},"
         " 'operator': {'id': 'acme-mail', 'name': 'Acme Mail'}, 'parent': {'id': 'acme', 'name': "
         "'Acme'},"
         " 'jurisdictions': {'parent': 'US', 'head_office': 'US', 'legal_seat': null},"
         " 'host': null,"
         " 'rule': {'id': 'name:acmemail.com', 'source': 'register', 'checked': '2026-11-20'}}"},
        {"unknown.example", "2020-01-01",
         "{'query': 'unknown.example', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null, 'host': null, 'rule': null}"},
        {"orphan.example.net", "2020-01-01",
         "{'query': 'orphan.example.net', 'service': {'id': 'orphanage', 'name': 'Orphanage'},"
         " 'category': {'id': 'email', 'name': 'E-mail'}, 'role': {'id': 'cdn', 'name': "
         "'Delivery'},"
         " 'operator': {'id': 'orphan', 'name': 'Orphan'}, 'parent': null, 'jurisdictions': null,"
         " 'host': null,"
         " 'rule': {'id': 'name:orphan.example.net', 'source': 'talk', 'checked': '2026-11-24'}}"},
        /* a cloud's address tells the host and nothing of the service */
        {"203.0.113.9", "2020-01-01",
         "{'query': '203.0.113.9', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null,"
         " 'host': {'asn': 64500, 'as_name': 'ACME CLOUD',"
         "  'operator': {'id': 'acme-cloud', 'name': 'Acme Cloud'},"
         "  'parent': {'id': 'acme', 'name': 'Acme'}, 'registered': 'US', 'located': 'UY',"
         "  'anycast': false, 'kind': 'cloud'},"
         " 'rule': {'id': 'as:64500', 'source': 'talk', 'checked': '2026-11-24'},"
         " 'known_as': {'use': 'tunnel', 'service': {'id': 'birdsong', 'name': 'Birdsong'},"
         "  'rule': {'id': 'address:203.0.113.0/24', 'source': 'talk', 'checked': "
         "'2026-11-24'}}}"},
        /* an address of an operator's own network tells both */
        {"198.51.100.1", "2020-01-01",
         "{'query': '198.51.100.1', 'service': null, 'category': null, 'role': null,"
         " 'operator': {'id': 'acme-mail', 'name': 'Acme Mail'}, 'parent': {'id': 'acme', 'name': "
         "'Acme'},"
         " 'jurisdictions': {'parent': 'US', 'head_office': 'US', 'legal_seat': null},"
         " 'host': {'asn': 64501, 'as_name': 'Acme Mail, \\\"Inc\\\"',"
         "  'operator': {'id': 'acme-mail', 'name': 'Acme Mail'},"
         "  'parent': {'id': 'acme', 'name': 'Acme'}, 'registered': 'US', 'located': null,"
         "  'anycast': true, 'kind': 'own'},"
         " 'rule': {'id': 'prefix:198.51.100.0/24', 'source': 'register', 'checked': "
         "'2026-11-20'}}"},
        {"2001:db8:53::1", "2020-01-01",
         "{'query': '2001:db8:53::1', 'service': {'id': 'acme-mail', 'name': 'Acme Mail'},"
         " 'category': {'id': 'email', 'name': 'E-mail'}, 'role': {'id': 'service', 'name': "
         "'Service'},"
         " 'operator': {'id': 'acme-mail', 'name': 'Acme Mail'}, 'parent': {'id': 'acme', 'name': "
         "'Acme'},"
         " 'jurisdictions': {'parent': 'US', 'head_office': 'US', 'legal_seat': null},"
         " 'host': {'asn': 64502, 'as_name': null,"
         "  'operator': {'id': 'acme-mail', 'name': 'Acme Mail'},"
         "  'parent': {'id': 'acme', 'name': 'Acme'}, 'registered': null, 'located': 'UY',"
         "  'anycast': false, 'kind': 'own'},"
         " 'rule': {'id': 'prefix:2001:db8:53::/48', 'source': 'talk', 'checked': '2026-11-24'}}"},
        {"198.18.0.9", "2020-01-01",
         "{'query': '198.18.0.9', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null,"
         " 'host': {'asn': null, 'as_name': null,"
         "  'operator': {'id': 'acme-cloud', 'name': 'Acme Cloud'},"
         "  'parent': {'id': 'acme', 'name': 'Acme'}, 'registered': null, 'located': 'UY',"
         "  'anycast': false, 'kind': 'cloud', 'region': 'uy-1'},"
         " 'rule': {'id': 'prefix:198.18.0.0/26', 'source': 'register', 'checked': "
         "'2026-11-20'}}"},
        {"doh.example", "2020-01-01",
         "{'query': 'doh.example', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null, 'host': null, 'rule': null,"
         " 'known_as': {'use': 'resolver', 'service': null, 'rule': {'id': 'use:doh.example',"
         "  'source': 'talk', 'checked': '2026-11-24'}}}"},
        {"100.64.0.1", "2020-01-01",
         "{'query': '100.64.0.1', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null,"
         " 'host': {'asn': null, 'as_name': null, 'operator': null, 'parent': null,"
         "  'registered': null, 'located': null, 'anycast': false, 'kind': null}, 'rule': null}"},
        {"cover.example", "2020-01-01",
         "{'query': 'cover.example', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null, 'host': null, 'rule': null,"
         " 'known_as': {'use': 'front', 'service': null, 'rule': {'id': 'front:cover.example',"
         "  'source': 'talk', 'checked': '2026-11-24'}}}"},
        {"2001:db8:100::9", "2020-01-01",
         "{'query': '2001:db8:100::9', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null,"
         " 'host': {'asn': null, 'as_name': null, 'operator': null, 'parent': null,"
         "  'registered': null, 'located': null, 'anycast': false, 'kind': null}, 'rule': null,"
         " 'known_as': {'use': 'tunnel', 'service': {'id': 'birdsong', 'name': 'Birdsong'},"
         "  'rule': {'id': 'address:2001:db8:100::/48', 'source': 'talk',"
         "  'checked': '2026-11-24'}}}"},
        {"no name", "2020-01-01",
         "{'query': 'no name', 'service': null, 'category': null, 'role': null,"
         " 'operator': null, 'parent': null, 'jurisdictions': null, 'host': null, 'rule': null,"
         " 'error': 'neither a domain name nor an address'}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2048];
        (void)snprintf(text, sizeof text, "%s", cases[i].want);
        for (char *c = text; *c; c++)
            *c = (char)(*c == '\'' ? '"' : *c);
        json_t *want = json_loads(text, 0, NULL);
        assert_non_null(want);
        json_t *host = json_object_get(want, "host");
        if (json_is_object(host) && !json_object_get(host, "region"))
            assert_int_equal(json_object_set_new(host, "region", json_null()), 0);
        if (!json_object_get(want, "known_as"))
            assert_int_equal(json_object_set_new(want, "known_as", json_null()), 0);
        json_t *got = ask(*state, bytes_of(cases[i].query), cases[i].date);
        if (!json_equal(want, got))
            fail_msg("%s: %s", cases[i].query, json_dumps(got, 0));
        json_decref(want);
        json_decref(got);
    }
}

static void any_bytes_make_a_valid_answer(void **state)
{
    uint64_t seed = 5;
    for (int i = 0; i < 20000; i++) {
        uint8_t line[64];
        size_t len = rules_random(&seed) % sizeof line;
        for (size_t k = 0; k < len; k++) {
            uint64_t r = rules_random(&seed);
            line[k] = (uint8_t)(r % 3 ? (unsigned char)"ab.:/@[]%*\"\\\n\x7f 1"[r % 16] : r >> 8);
        }
        json_t *answer = ask(*state, (struct am_bytes){.at = line, .len = len}, "2026-11-24");
        assert_non_null(json_object_get(answer, "query"));
        json_decref(answer);
    }
}

static void a_question_is_repeated_exactly_and_long_ones_are_cut(void **state)
{
    static const char odd[] = "a\"b\\c\x1b\x7f\xe2\x80\xae\xf0\x9f\x9a\xa2\xf3\xa0\x80\x81";
    json_t *answer = ask(*state, bytes_of(odd), "2026-11-24");
    assert_string_equal(json_string_value(json_object_get(answer, "query")), odd);
    json_decref(answer);
    answer = ask(*state,
                 bytes_of("a\xff"
                          "b\xc3"),
                 "2026-11-24");
    assert_string_equal(json_string_value(json_object_get(answer, "query")),
                        "a\xef\xbf\xbd"
                        "b\xef\xbf\xbd");
    json_decref(answer);

    static char longest[1 << 20];
    memset(longest, 'x', sizeof longest);
    answer = ask(*state, (struct am_bytes){(const uint8_t *)longest, sizeof longest}, "2026-11-24");
    assert_int_equal(json_string_length(json_object_get(answer, "query")), AM_QUERY_ECHO_MAX);
    assert_string_equal(json_string_value(json_object_get(answer, "error")), "too long");
    json_decref(answer);
}

/* What reaches a terminal drives it nowhere. */
static void text_for_people_is_inert_in_every_language(void **state)
{
    static const char *const queries[] = {"acmemail.com",
                                          "203.0.113.9",
                                          "198.51.100.1",
                                          "192.0.2.1",
                                          "a.birdsong.com.uy",
                                          "unknown.example",
                                          "orphan.example.net",
                                          "2001:db8:53::1",
                                          "2001:db8:53::53",
                                          "front.acme.example",
                                          "\x1b[31m\xe2\x80\xaex",
                                          "a\0b",
                                          ""};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char first[4096] = "";
        for (int l = 0; l < AM_LANG_COUNT; l++) {
            struct am_query q;
            struct am_explanation e;
            struct am_text out;
            am_query_parse(bytes_of(queries[i]), &q);
            am_explain(*state, &q, day_of("2020-01-01"), &e);
            am_text_init(&out, 1 << 20);
            am_explain_write_text(*state, &e, (enum am_language)l, &out);
            assert_int_equal(am_text_status(&out), AM_OK);
            struct am_reader r = am_reader_over(bytes_of(out.at), false);
            while (am_reader_more(&r)) {
                uint32_t code = am_utf8_read(&r);
                if (code != '\n' && !am_utf8_is_inert(code))
                    fail_msg("U+%04x in the answer to %s", code, queries[i]);
            }
            if (l == 0)
                (void)snprintf(first, sizeof first, "%s", out.at);
            else if (q.kind != AM_QUERY_NAME || strcmp(queries[i], "") != 0)
                assert_string_not_equal(first, out.at); /* it is another language */
            am_text_done(&out);
        }
    }
}

static void text_tells_each_fact_with_its_basis(void **state)
{
    struct am_query q;
    struct am_explanation e;
    struct am_text out;
    am_text_init(&out, 1 << 20);
    am_query_parse(bytes_of("x.birdsong.com.uy"), &q);
    am_explain(*state, &q, day_of("2023-01-01"), &e);
    am_explain_write_text(*state, &e, AM_LANG_ES, &out);
    static const char *const parts[] = {
        "x.birdsong.com.uy\n",
        "Birdsong (Correo; Servicio)",
        "regla name:birdsong.com.uy (corporations/acme.json)",
        "Conocimiento general; revisado 2026-11-24, sin verificar",
        "Acme (Acme Holdings, Inc.), desde 2022-10-27",
        "Register of companies; revisado 2026-11-24, verificado",
        "matriz: Estados Unidos; sede: Estados Unidos; domicilio legal: desconocido"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(out.at, parts[i]))
            fail_msg("no '%s' in:\n%s", parts[i], out.at);
    am_text_clear(&out);
    am_explain(*state, &q, day_of("2020-01-01"), &e);
    am_explain_write_text(*state, &e, AM_LANG_EN, &out);
    assert_non_null(
        strstr(out.at, "Colmena (Cooperativa Colmena), since 2015-01-01, until 2022-10-27"));
    am_text_clear(&out);
    am_query_parse(bytes_of("front.acme.example"), &q);
    am_explain(*state, &q, day_of("2026-11-24"), &e);
    am_explain_write_text(*state, &e, AM_LANG_EN, &out);
    assert_non_null(strstr(out.at,
                           "known as       name shown in place of hidden ones (ECH): Acme "
                           "Mail\n                 rule front:front.acme.example "
                           "(ech.json); Register of companies; checked "
                           "2026-11-20, verified\n"));
    am_text_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_taken_as_people_paste_them),
        cmocka_unit_test(answers_have_the_shape_that_was_promised),
        cmocka_unit_test(any_bytes_make_a_valid_answer),
        cmocka_unit_test(a_question_is_repeated_exactly_and_long_ones_are_cut),
        cmocka_unit_test(text_for_people_is_inert_in_every_language),
        cmocka_unit_test(text_tells_each_fact_with_its_basis),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
