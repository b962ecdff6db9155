/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "certificates.h"
#include "heard.h"
#include "proto/certificate.h"

#define IP    0x87
#define EMAIL 0x81
#define END                                                                                        \
    {                                                                                              \
        0, NULL, 0                                                                                 \
    }

/* What `openssl req -x509` made, with the key thrown away: lengths of one, two and three bytes. */
static const uint8_t real[] = {
    /* clang-format off */
    0x30, 0x82, 0x02, 0x2e, 0x30, 0x82, 0x01, 0xd4, 0xa0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x14, 0x28,
    0x68, 0x68, 0x27, 0x5e, 0x3e, 0xb7, 0xe7, 0x52, 0x46, 0x97, 0x52, 0x71, 0xbc, 0x1c, 0xe8, 0xb4,
    0x1a, 0x57, 0xd1, 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02, 0x30,
    0x39, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 0x55, 0x59, 0x31, 0x10,
    0x30, 0x0e, 0x06, 0x03, 0x55, 0x04, 0x0a, 0x0c, 0x07, 0x45, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65,
    0x31, 0x18, 0x30, 0x16, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x0f, 0x77, 0x77, 0x77, 0x2e, 0x65,
    0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e, 0x6f, 0x72, 0x67, 0x30, 0x1e, 0x17, 0x0d, 0x32, 0x36,
    0x31, 0x31, 0x32, 0x34, 0x30, 0x35, 0x31, 0x30, 0x32, 0x36, 0x5a, 0x17, 0x0d, 0x33, 0x36, 0x31,
    0x31, 0x32, 0x31, 0x30, 0x35, 0x31, 0x30, 0x32, 0x36, 0x5a, 0x30, 0x39, 0x31, 0x0b, 0x30, 0x09,
    0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 0x55, 0x59, 0x31, 0x10, 0x30, 0x0e, 0x06, 0x03, 0x55,
    0x04, 0x0a, 0x0c, 0x07, 0x45, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x31, 0x18, 0x30, 0x16, 0x06,
    0x03, 0x55, 0x04, 0x03, 0x0c, 0x0f, 0x77, 0x77, 0x77, 0x2e, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c,
    0x65, 0x2e, 0x6f, 0x72, 0x67, 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d,
    0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    0x5a, 0x7b, 0x94, 0xaa, 0x68, 0x51, 0xa8, 0x87, 0x68, 0xd9, 0x64, 0xf0, 0x7d, 0x9f, 0xa2, 0x0b,
    0xf5, 0x53, 0xe2, 0x87, 0x4d, 0x2a, 0xce, 0xcb, 0x7f, 0xa0, 0xc5, 0x00, 0x34, 0xbb, 0xfd, 0x7e,
    0x93, 0xf5, 0x4b, 0xe1, 0xba, 0x7b, 0xe3, 0x0f, 0xa9, 0xa8, 0x60, 0xee, 0x59, 0xfe, 0xf3, 0x0b,
    0x40, 0x8a, 0x3f, 0x76, 0x0e, 0x90, 0x35, 0x5d, 0xc7, 0xae, 0x55, 0xad, 0xbd, 0xa1, 0x06, 0xab,
    0xa3, 0x81, 0xb9, 0x30, 0x81, 0xb6, 0x30, 0x1d, 0x06, 0x03, 0x55, 0x1d, 0x0e, 0x04, 0x16, 0x04,
    0x14, 0xec, 0x5d, 0xdf, 0xee, 0x7d, 0x1a, 0xf0, 0x64, 0xd9, 0x4b, 0xfe, 0xc5, 0x3b, 0x11, 0xfd,
    0x29, 0x17, 0x6e, 0x2a, 0xb6, 0x30, 0x1f, 0x06, 0x03, 0x55, 0x1d, 0x23, 0x04, 0x18, 0x30, 0x16,
    0x80, 0x14, 0xec, 0x5d, 0xdf, 0xee, 0x7d, 0x1a, 0xf0, 0x64, 0xd9, 0x4b, 0xfe, 0xc5, 0x3b, 0x11,
    0xfd, 0x29, 0x17, 0x6e, 0x2a, 0xb6, 0x30, 0x0f, 0x06, 0x03, 0x55, 0x1d, 0x13, 0x01, 0x01, 0xff,
    0x04, 0x05, 0x30, 0x03, 0x01, 0x01, 0xff, 0x30, 0x63, 0x06, 0x03, 0x55, 0x1d, 0x11, 0x04, 0x5c,
    0x30, 0x5a, 0x82, 0x0f, 0x77, 0x77, 0x77, 0x2e, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e,
    0x6f, 0x72, 0x67, 0x82, 0x0d, 0x2a, 0x2e, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e, 0x6e,
    0x65, 0x74, 0x87, 0x04, 0xc0, 0x00, 0x02, 0x01, 0x82, 0x09, 0x31, 0x39, 0x32, 0x2e, 0x30, 0x2e,
    0x32, 0x2e, 0x32, 0x81, 0x0d, 0x61, 0x40, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e, 0x6f,
    0x72, 0x67, 0x86, 0x18, 0x68, 0x74, 0x74, 0x70, 0x73, 0x3a, 0x2f, 0x2f, 0x75, 0x72, 0x69, 0x2e,
    0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e, 0x6f, 0x72, 0x67, 0x2f, 0x30, 0x0a, 0x06, 0x08,
    0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02, 0x03, 0x48, 0x00, 0x30, 0x45, 0x02, 0x21, 0x00,
    0xac, 0xe4, 0x00, 0x65, 0xde, 0x90, 0xa9, 0x2f, 0xb1, 0x98, 0x8f, 0x66, 0x3f, 0x08, 0x22, 0x47,
    0x83, 0xdb, 0xcc, 0xc5, 0x96, 0x17, 0x18, 0xa9, 0x68, 0x56, 0xb9, 0x45, 0xb8, 0xe5, 0xca, 0x6a,
    0x02, 0x20, 0x36, 0xd6, 0xa0, 0xa4, 0x0b, 0x72, 0x39, 0xc1, 0xcb, 0x2d, 0x9e, 0x6a, 0x7d, 0x3a,
    0xae, 0x06, 0xc0, 0xb4, 0x3e, 0xba, 0xba, 0x6a, 0x7a, 0x59, 0xff, 0xf7, 0xd1, 0xe6, 0x53, 0x7f,
    0x00, 0x70,
    /* clang-format on */
};

static const struct {
    const char *title;
    struct der_text commons[4], alternatives[6];
    const char *heard;
} cases[] = {
    {"a common name",
     {{DER_OF_UTF8, "www.example.org", 0}, END},
     {END},
     "certificate www.example.org\ntls.cert www.example.org\n"},
    {"one in capitals",
     {{0x13, "WWW.Example.ORG.", 0}, END},
     {END},
     "certificate www.example.org\ntls.cert www.example.org\n"},
    {"the last of two",
     {{DER_OF_UTF8, "a.example.org", 0}, {DER_OF_UTF8, "b.example.org", 0}, END},
     {END},
     "certificate b.example.org\ntls.cert b.example.org\n"},
    {"alternative names",
     {{DER_OF_UTF8, "www.example.org", 0}, END},
     {{DER_OF_DNS, "example.org", 0}, {DER_OF_DNS, "www.example.org", 0}, END},
     "certificate www.example.org example.org\ntls.cert www.example.org\n"},
    {"alternative names alone",
     {END},
     {{DER_OF_DNS, "example.org", 0}, {DER_OF_DNS, "b.example.org", 0}, END},
     "certificate example.org b.example.org\ntls.cert example.org\n"},
    {"wildcards, and the name without one",
     {{DER_OF_UTF8, "*.example.org", 0}, END},
     {{DER_OF_DNS, "*.example.org", 0}, {DER_OF_DNS, "example.org", 0}, END},
     "certificate *.example.org example.org\ntls.cert example.org\n"},
    {"a person's name", {{DER_OF_UTF8, "Rosa Luxemburg", 0}, END}, {END}, ""},
    {"a product's", {{DER_OF_UTF8, "WebRTC", 0}, END}, {END}, ""},
    {"a product's, of a host with a name",
     {{DER_OF_UTF8, "Router", 0}, END},
     {{DER_OF_DNS, "router", 0}, END},
     "certificate router\ntls.cert router\n"},
    {"addresses",
     {{DER_OF_UTF8, "192.0.2.1", 0}, END},
     {{IP, "\300\0\2\1", 4}, {DER_OF_DNS, "192.0.2.1", 0}, {DER_OF_DNS, "2001:db8::1", 0}, END},
     ""},
    {"other kinds of names",
     {END},
     {{EMAIL, "a@example.org", 0}, {0x86, "https://example.org/", 0}, END},
     ""},
    {"a star in the middle", {END}, {{DER_OF_DNS, "a*.example.org", 0}, END}, ""},
    {"stars twice", {{DER_OF_UTF8, "*.*.example.org", 0}, END}, {END}, ""},
    {"a star alone", {{DER_OF_UTF8, "*", 0}, END}, {{DER_OF_DNS, "*.", 0}, END}, ""},
    {"a zero byte in a name",
     {{DER_OF_UTF8, "example.org\0.evil.example", 25}, END},
     {{DER_OF_DNS, "example.org\0.evil.example", 25}, {DER_OF_DNS, "b.org", 0}, END},
     "certificate b.org\ntls.cert b.org\n"},
    {"two-byte characters",
     {{0x1e, "\0a\0.\0o\0r\0g", 10}, END},
     {END},
     "certificate a.org\ntls.cert a.org\n"},
    {"half of one", {{0x1e, "\0a\0.\0o\0r\0", 9}, END}, {END}, ""},
    {"letters beyond", {{0x1e, "\1a\0.\0o\0r\0g", 10}, END}, {END}, ""},
    {"a text of another kind", {{0x1c, "www.example.org", 0}, END}, {END}, ""},
};

static void put_case(struct wire *w, size_t i)
{
    static struct wire leaf;
    bool none = !cases[i].alternatives[0].text;
    leaf.len = 0;
    put_certificate(&leaf, cases[i].commons, none ? NULL : cases[i].alternatives);
    put_certificates(w, wire_view(&leaf), 900);
}

static bool hear(struct heard *h, struct am_bytes body, bool cut)
{
    struct am_findings out = {.ctx = h, .name = heard_name, .certificate = heard_certificate};
    uint8_t *copy = malloc(body.len > 0 ? body.len : 1);
    assert_non_null(copy);
    memcpy(copy, body.at, body.len);
    heard_init(h);
    bool told = am_certificate_tell((struct am_bytes){copy, body.len}, cut, &out);
    free(copy);
    return told;
}

static void hears_every_certificate_as_it_should(void **state)
{
    static struct heard h;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static struct wire w;
        w.len = 0;
        put_case(&w, i);
        bool told = hear(&h, wire_view(&w), false);
        if (!told || strcmp(h.text, cases[i].heard) != 0)
            print_error("in the case of: %s\n", cases[i].title);
        assert_true(told);
        assert_string_equal(h.text, cases[i].heard);
    }
}

static void reads_what_openssl_writes(void **state)
{
    static struct heard h;
    static struct wire w;
    (void)state;
    w.len = 0;
    put_certificates(&w, (struct am_bytes){real, sizeof real}, 0);
    assert_true(hear(&h, wire_view(&w), false));
    assert_string_equal(h.text,
                        "certificate www.example.org *.example.net\n"
                        "tls.cert www.example.org\n");
}

static void needs_the_leaf_alone(void **state)
{
    static struct heard h;
    static struct wire w;
    (void)state;
    w.len = 0;
    put_case(&w, 0);
    size_t whole = w.len - 900 - 3;
    for (size_t len = 0; len < whole; len++) {
        size_t need = am_certificate_need((struct am_bytes){w.at, len});
        assert_true(need > len && need <= whole);
        assert_false(hear(&h, (struct am_bytes){w.at, len}, false));
        assert_string_equal(h.text, "");
    }
    assert_int_equal(am_certificate_need((struct am_bytes){w.at, whole}), whole);
    assert_true(hear(&h, (struct am_bytes){w.at, whole}, false));
    assert_string_equal(h.text, cases[0].heard);
}

static void tells_nothing_of_an_empty_list(void **state)
{
    static struct heard h;
    struct am_bytes none = {(const uint8_t *)"\0\0\0", 3};
    struct am_bytes empty = {(const uint8_t *)"\0\0\3\0\0\0", 6};
    (void)state;
    assert_int_equal(am_certificate_need(none), 3);
    assert_false(hear(&h, none, false));
    assert_int_equal(am_certificate_need(empty), 6);
    assert_false(hear(&h, empty, false));
    assert_string_equal(h.text, "");
}

/* Whole names only, and never others than of the whole certificate. */
static void keeps_the_names_before_a_cut(void **state)
{
    static struct heard h;
    static struct wire w;
    bool common = false;
    (void)state;
    w.len = 0;
    put_certificates(&w, (struct am_bytes){real, sizeof real}, 0);
    for (size_t len = 0; len < w.len; len++) {
        (void)hear(&h, (struct am_bytes){w.at, len}, true);
        const char *told = "certificate www.example.org\ntls.cert www.example.org\n";
        const char *more =
            "certificate www.example.org *.example.net\n"
            "tls.cert www.example.org\n";
        assert_true(h.len == 0 ? !common : strcmp(h.text, told) == 0 || strcmp(h.text, more) == 0);
        common = common || h.len > 0;
    }
    assert_true(common);
}

/* A length, a tag or a number that is one off, wherever it stands but in a name's own text: never
 * another name. */
static void tells_no_other_name_of_damage(void **state)
{
    static const char *const texts[] = {"www.example.org", "*.example.net", "192.0.2.2"};
    static struct heard h;
    static struct wire w;
    (void)state;
    for (size_t i = 6; i < 2 * sizeof real; i++) {
        size_t at = i / 2;
        bool in_text = false;
        for (size_t t = 0; t < 3; t++)
            for (size_t j = 0; j < strlen(texts[t]) && j <= at; j++)
                in_text |= strlen(texts[t]) <= sizeof real - (at - j) &&
                           memcmp(real + at - j, texts[t], strlen(texts[t])) == 0;
        if (in_text || at > sizeof real - 20)
            continue;
        w.len = 0;
        put_certificates(&w, (struct am_bytes){real, sizeof real}, 0);
        w.at[6 + at] = (uint8_t)(w.at[6 + at] + (i % 2 ? 1 : -1));
        (void)hear(&h, wire_view(&w), false);
        if (h.len > 0 && !strstr(h.text, "example.net\ntls.cert www.example.org\n") &&
            !strstr(h.text, "tls.cert example.net\n") &&
            strcmp(h.text, "certificate www.example.org\ntls.cert www.example.org\n") != 0)
            fail_msg("byte %zu: %s", at, h.text);
    }
}

static void refuses_what_is_not_der(void **state)
{
    static const struct {
        const char *title, *bytes;
        size_t len;
    } broken[] = {
        {"no sequence", "\x31\x02\x30\x00", 4},
        {"a sequence without end", "\x30\x80\x30\x80\x00\x00", 6},
        {"a length of four bytes", "\x30\x84\x00\x00\x00\x02\x30\x00", 8},
        {"a tag of two bytes", "\x3f\x01\x02\x30\x00", 5},
        {"a body longer than the leaf", "\x30\x05\x30\x00", 4},
        {"more behind the certificate", "\x30\x02\x30\x00\x05\x00", 6},
        {"nothing in it", "\x30\x00", 2},
    };
    static struct heard h;
    static struct wire w;
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        w.len = 0;
        put_certificates(&w, (struct am_bytes){(const uint8_t *)broken[i].bytes, broken[i].len}, 0);
        if (hear(&h, wire_view(&w), false))
            print_error("in the case of: %s\n", broken[i].title);
        assert_false(hear(&h, wire_view(&w), false));
        assert_string_equal(h.text, "");
    }
}

static void holds_no_more_names_than_are_told(void **state)
{
    static struct heard h;
    static struct wire w;
    static struct wire leaf;
    static char text[200][32];
    static struct der_text alternatives[201];
    size_t names = 0;
    (void)state;
    for (size_t i = 0; i < 200; i++) {
        (void)snprintf(text[i], sizeof text[i], "n%zu.example.org", i);
        alternatives[i] = (struct der_text){DER_OF_DNS, text[i], 0};
    }
    w.len = leaf.len = 0;
    put_certificate(&leaf, NULL, alternatives);
    put_certificates(&w, wire_view(&leaf), 0);
    assert_true(hear(&h, wire_view(&w), false));
    for (const char *at = h.text; (at = strstr(at, " n")); at++)
        names++;
    assert_int_equal(names, AM_CERTIFICATE_NAMES_MAX + 1); /* and the first again */
    assert_non_null(strstr(h.text, " n127."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_every_certificate_as_it_should),
        cmocka_unit_test(reads_what_openssl_writes),
        cmocka_unit_test(needs_the_leaf_alone),
        cmocka_unit_test(tells_nothing_of_an_empty_list),
        cmocka_unit_test(keeps_the_names_before_a_cut),
        cmocka_unit_test(tells_no_other_name_of_damage),
        cmocka_unit_test(refuses_what_is_not_der),
        cmocka_unit_test(holds_no_more_names_than_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
