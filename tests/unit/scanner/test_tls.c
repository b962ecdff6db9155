/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "certificates.h"
#include "heard.h"
#include "wire.h"

#define HANDSHAKE   22
#define ALERT       21
#define CHANGE      20
#define APPLICATION 23
#define TLS_1_0     0x0301
#define TLS_1_2     0x0303
#define ECH         0xfe0d
#define ALPN        16

/* What a hello is made of. `names` are entries of the server name list: a type digit, then the
 * name;
 * "-" stands for an extension without a list, NULL for no extension. */
struct hello {
    const char *title;
    const char *names[4];
    const char *heard;
    uint16_t version;    /* 0: TLS 1.2 */
    uint16_t suites_len; /* 0: two suites */
    uint8_t session_len;
    bool ech, no_extensions;
    uint16_t padding;          /* bytes of an extension before the name */
    uint8_t junk;              /* bytes after the extensions, inside the message */
    int list_off, name_off;    /* added to the lengths of the name list and of its last name */
    int padding_off, last_off; /* and of the extensions before and after */
};

static const struct hello hellos[] = {
    {.title = "a name", .names = {"0example.org"}, .heard = "tls.sni example.org\n"},
    {.title = "mixed case", .names = {"0WWW.Example.ORG"}, .heard = "tls.sni www.example.org\n"},
    {.title = "a final dot", .names = {"0example.org."}, .heard = "tls.sni example.org\n"},
    {.title = "after other extensions",
     .names = {"0example.org"},
     .padding = 700,
     .session_len = 32,
     .heard = "tls.sni example.org\n"},
    {.title = "an encrypted hello inside",
     .names = {"0public.example.org"},
     .ech = true,
     .heard = "ech 0\ntls.sni public.example.org\n"},
    {.title = "an encrypted hello and no name", .ech = true, .heard = "ech 0\n"},
    {.title = "SSL 3.0", .version = 0x0300, .no_extensions = true, .heard = ""},
    {.title = "no extensions", .no_extensions = true, .heard = ""},
    {.title = "no name", .heard = ""},
    {.title = "an empty extension", .names = {"-"}, .heard = ""},
    {.title = "an empty name", .names = {"0"}, .heard = ""},
    {.title = "an IPv4 address", .names = {"0192.0.2.1"}, .heard = "tls.sni 192.0.2.1\n"},
    {.title = "an IPv6 address", .names = {"02001:DB8:0::1"}, .heard = "tls.sni 2001:db8::1\n"},
    {.title = "no valid name", .names = {"0ex ample.org"}, .heard = "invalid tls.sni\n"},
    {.title = "a name of another kind before it",
     .names = {"7whatever", "0example.org"},
     .heard = "tls.sni example.org\n"},
    {.title = "two names", .names = {"0a.org", "0b.org"}, .heard = "tls.sni a.org\n"},
    {.title = "a name longer than its list", .names = {"0example.org"}, .name_off = 1, .heard = ""},
    {.title = "a second name longer than its list",
     .names = {"0a.org", "0b.org"},
     .name_off = 1,
     .heard = ""},
    {.title = "a list longer than its names",
     .names = {"0example.org"},
     .list_off = 1,
     .heard = ""},
    {.title = "a list shorter than its names",
     .names = {"0example.org"},
     .list_off = -1,
     .heard = ""},
    {.title = "junk behind the name",
     .names = {"0example.org"},
     .junk = 1,
     .heard = "tls.sni example.org\n"},
    {.title = "junk and no name", .junk = 1, .heard = ""},
    {.title = "a broken extension behind the name",
     .names = {"0example.org"},
     .last_off = 7,
     .heard = "tls.sni example.org\n"},
    {.title = "a broken extension before the name",
     .names = {"0example.org"},
     .padding = 30,
     .padding_off = 1,
     .heard = ""},
    {.title = "half a cipher suite", .names = {"0example.org"}, .suites_len = 3, .heard = ""},
    {.title = "a session id too long", .names = {"0example.org"}, .session_len = 33, .heard = ""},
    {.title = "a version from elsewhere",
     .names = {"0example.org"},
     .version = 0x0505,
     .heard = ""},
};
#define HELLOS (sizeof hellos / sizeof *hellos)

static void put_extension(struct wire *w, uint16_t type, size_t len)
{
    wire_number(w, type, 2);
    wire_number(w, (uint32_t)len, 2);
    wire_fill(w, 0x5a, len);
}

static void put_server_name(struct wire *w, const struct hello *h)
{
    wire_number(w, 0, 2);
    size_t extension = wire_open(w, 2);
    if (h->names[0][0] != '-') {
        size_t list = wire_open(w, 2);
        for (size_t i = 0; h->names[i]; i++) {
            size_t len = strlen(h->names[i] + 1);
            int off = h->names[i + 1] ? 0 : h->name_off;
            wire_number(w, (uint32_t)(h->names[i][0] - '0'), 1);
            wire_number(w, (uint32_t)((int)len + off), 2);
            wire_text(w, h->names[i] + 1);
        }
        wire_close(w, list, 2);
        w->at[list - 1] = (uint8_t)(w->at[list - 1] + h->list_off);
    }
    wire_close(w, extension, 2);
}

static void put_hello(struct wire *w, const struct hello *h)
{
    wire_number(w, 1, 1);
    size_t body = wire_open(w, 3);
    wire_number(w, h->version ? h->version : TLS_1_2, 2);
    wire_fill(w, 0xab, 32);
    wire_number(w, h->session_len, 1);
    wire_fill(w, 0x55, h->session_len);
    wire_number(w, h->suites_len ? h->suites_len : 4, 2);
    wire_fill(w, 0x13, h->suites_len ? h->suites_len : 4);
    wire_number(w, 0x0100, 2);
    if (!h->no_extensions) {
        size_t extensions = wire_open(w, 2);
        if (h->padding)
            put_extension(w, 21, h->padding);
        if (h->padding_off)
            w->at[w->len - h->padding - 1] =
                (uint8_t)(w->at[w->len - h->padding - 1] + h->padding_off);
        put_extension(w, ALPN, 9);
        if (h->names[0])
            put_server_name(w, h);
        put_extension(w, 10, 8);
        w->at[w->len - 9] = (uint8_t)(w->at[w->len - 9] + h->last_off);
        if (h->ech)
            put_extension(w, ECH, 186);
        wire_close(w, extensions, 2);
    }
    wire_fill(w, 0, h->junk);
    wire_close(w, body, 3);
}

static void put_record(struct wire *w, uint8_t type, const void *bytes, size_t len)
{
    wire_number(w, type, 1);
    wire_number(w, TLS_1_0, 2);
    wire_number(w, (uint32_t)len, 2);
    wire_bytes(w, bytes, len);
}

/* The hello in records of at most `each` bytes. */
static void put_records(struct wire *w, const struct hello *h, size_t each)
{
    struct wire message = {.len = 0};
    put_hello(&message, h);
    for (size_t at = 0; at < message.len; at += each) {
        size_t left = message.len - at;
        put_record(w, HANDSHAKE, message.at + at, left < each ? left : each);
    }
}

static void check(const struct heard *h, const struct hello *hello)
{
    if (strcmp(h->text, hello->heard) != 0)
        print_error("in the case of: %s\n", hello->title);
    assert_string_equal(h->text, hello->heard);
}

static void hears_every_hello_as_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < HELLOS; i++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        put_records(&w, &hellos[i], 16384);
        wire_text(&w, "what follows the hello");
        heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
        check(&h, &hellos[i]);
        assert_int_equal(h.state, AM_TAKEN_ENOUGH);
        assert_int_equal(h.taken, w.len);
    }
}

static void hears_a_hello_alike_however_it_is_split(void **state)
{
    static const size_t each[] = {1, 3, 4, 5, 50, 16384};
    (void)state;
    for (size_t i = 0; i < HELLOS * 6; i++) {
        const struct hello *hello = &hellos[i / 6];
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        put_records(&w, hello, each[i % 6]);
        for (size_t first = 0; first <= w.len; first += 7) {
            heard_stream(&h, &am_proto_tls, wire_view(&w), first, 0);
            check(&h, hello);
        }
        heard_stream(&h, &am_proto_tls, wire_view(&w), 1, 1);
        check(&h, hello);
    }
}

static void waits_for_a_hello_that_is_not_whole(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_records(&w, &hellos[0], 16384);
    for (size_t len = 1; len < w.len; len++) {
        heard_whole(&h, &am_proto_tls, (struct am_bytes){w.at, len}, false, false);
        assert_string_equal(h.text, "");
        assert_int_equal(h.state, AM_TAKEN_MORE);
        assert_int_equal(h.taken, 0);
    }
}

/* Once its last byte is there, and not before. */
static void keeps_the_name_of_a_cut_hello(void **state)
{
    (void)state;
    for (size_t i = 0; i < HELLOS * 2; i++) {
        const struct hello *hello = &hellos[i / 2];
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        bool seen = false;
        put_records(&w, hello, i % 2 ? 20 : 16384);
        for (size_t len = 1; len <= w.len; len++) {
            heard_whole(&h, &am_proto_tls, (struct am_bytes){w.at, len}, true, false);
            const char *told = strstr(h.text, "tls.sni");
            const char *whole = strstr(hello->heard, "tls.sni");
            bool name = told != NULL;
            assert_true(!told || hello->heard[0] == '\0' || (whole && strcmp(told, whole) == 0));
            assert_true(name || !seen || hello->heard[0] == '\0');
            seen = seen || name;
        }
        check(&h, hello);
    }
}

static void never_tells_part_of_a_name(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_records(&w, &hellos[0], 16384);
    const uint8_t *name = memmem(w.at, w.len, "example.org", 11);
    assert_non_null(name);
    size_t end = (size_t)(name - w.at) + 11;
    heard_whole(&h, &am_proto_tls, (struct am_bytes){w.at, end - 1}, true, false);
    assert_string_equal(h.text, "");
    heard_whole(&h, &am_proto_tls, (struct am_bytes){w.at, end}, true, false);
    assert_string_equal(h.text, "tls.sni example.org\n");
}

static void passes_over_alerts_before_the_hello(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_record(&w, ALERT, "\1\0", 2);
    put_record(&w, CHANGE, "\1", 1);
    put_records(&w, &hellos[0], 16384);
    assert_int_equal(am_proto_tls.probe(wire_view(&w)), AM_PROBE_YES);
    heard_stream(&h, &am_proto_tls, wire_view(&w), 1, 1);
    assert_string_equal(h.text, "tls.sni example.org\n");
}

static void gives_up_on_broken_records(void **state)
{
    static const struct {
        const char *title;
        size_t at;
        uint8_t byte;
    } cases[] = {
        {"a record of an unknown type in the hello", 25, 99},
        {"application data in the hello", 25, APPLICATION},
        {"a record of another version", 26, 9},
        {"a record too long", 28, 0xff},
        {"a message too long", 6, 0xff},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        put_records(&w, &hellos[0], 20);
        w.at[cases[i].at] = cases[i].byte;
        heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
        assert_string_equal(h.text, "");
        assert_int_equal(h.state, AM_TAKEN_NOT);
    }
}

/* Larger than what is kept of a side: what is there is read, and the side is left. */
static void reads_the_start_of_a_hello_without_end(void **state)
{
    struct wire w = {.len = 0};
    struct wire message = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_hello(&message, &hellos[0]);
    wire_fill(&message, 0, 65000);
    message.at[1] = 0;
    message.at[2] = 0xff; /* the message and its extensions go on for 65 kB */
    message.at[47] = 0xf0;
    for (size_t at = 0; at < message.len; at += 100)
        put_record(&w, HANDSHAKE, message.at + at, 100);
    heard_stream(&h, &am_proto_tls, wire_view(&w), 1400, 1400);
    assert_string_equal(h.text, "tls.sni example.org\n");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
    assert_string_equal(h.text, "tls.sni example.org\n");
}

/* All callers see the same end: those who keep no more than max_bytes, and those who give all. */
static void leaves_a_hello_larger_than_is_kept(void **state)
{
    static const struct hello large = {.names = {"0example.org"}, .padding = 63000};
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_records(&w, &large, 100);
    assert_true(w.len > am_proto_tls.max_bytes);
    heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_stream(&h, &am_proto_tls, wire_view(&w), 1400, 1400);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
}

static void gives_up_on_a_flood_of_records(void **state)
{
    static const struct hello flood = {.names = {"0example.org"}, .padding = 2500};
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_records(&w, &flood, 1);
    heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_NOT);
}

static void probes_what_tls_begins_with(void **state)
{
    static const struct {
        const char *title, *start;
        size_t len;
        enum am_probe probe;
    } cases[] = {
        {"nothing", "", 0, AM_PROBE_MAYBE},
        {"a type", "\x16", 1, AM_PROBE_MAYBE},
        {"a record header", "\x16\x03\x01\x02\x00", 5, AM_PROBE_MAYBE},
        {"and a type of message", "\x16\x03\x01\x02\x00\x01", 6, AM_PROBE_MAYBE},
        {"a client's hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11, AM_PROBE_YES},
        {"a server's hello", "\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03", 11, AM_PROBE_YES},
        {"a hello in records of one byte", "\x16\x03\x01\x00\x01\x01\x16\x03\x01", 9, AM_PROBE_YES},
        {"a hello that is too short", "\x16\x03\x01\x02\x00\x01\x00\x00\x05\x03\x03", 11,
         AM_PROBE_NO},
        {"a hello that is too long", "\x16\x03\x01\x02\x00\x01\x20\x00\x05\x03\x03", 11,
         AM_PROBE_NO},
        {"a certificate first", "\x16\x03\x01\x02\x00\x0b\x00\x01\xfc\x03\x03", 11, AM_PROBE_NO},
        {"a version of tomorrow", "\x16\x04\x01\x02\x00\x01", 6, AM_PROBE_NO},
        {"an empty record", "\x16\x03\x01\x00\x00\x01", 6, AM_PROBE_NO},
        {"an alert", "\x15\x03\x03\x00\x02\x02\x28", 7, AM_PROBE_YES},
        {"no alert", "\x15\x03\x03\x00\x02\x09\x28", 7, AM_PROBE_NO},
        {"the middle of a connection", "\x17\x03\x03\x00\x02\xaa\xbb\x17\x03\x03", 10,
         AM_PROBE_YES},
        {"what only looks like it", "\x17\x03\x03\x00\x02\xaa\xbb\x99\x03\x03", 10, AM_PROBE_NO},
        {"a hello of SSL 2.0", "\x80\x1c\x01\x03\x01\x00\x03\x00\x00\x00\x10", 11, AM_PROBE_YES},
        {"no hello of SSL 2.0", "\x80\x1d\x01\x03\x01\x00\x03\x00\x00\x00\x10", 11, AM_PROBE_NO},
        {"its start", "\x80\x1c\x01\x03", 4, AM_PROBE_MAYBE},
        {"text", "GET / HTTP/1.1\r\n", 16, AM_PROBE_NO},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_bytes start = {(const uint8_t *)cases[i].start, cases[i].len};
        if (am_proto_tls.probe(start) != cases[i].probe)
            print_error("in the case of: %s\n", cases[i].title);
        assert_int_equal(am_proto_tls.probe(start), cases[i].probe);
    }
}

static void recognises_what_tells_no_name(void **state)
{
    static const struct {
        const char *start;
        size_t len;
    } cases[] = {
        {"\x80\x1c\x01\x03\x01\x00\x03\x00\x00\x00\x10", 11},
        {"\x16\x03\x03\x00\x7a\x0e\x00\x00\x76\x03\x03", 11},
        {"\x17\x03\x03\x00\x02\xaa\xbb", 7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct heard h = {.proto = NULL};
        heard_whole(&h, &am_proto_tls,
                    (struct am_bytes){(const uint8_t *)cases[i].start, cases[i].len}, false, false);
        assert_string_equal(h.text, "");
        assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    }
}

/* A server's first flight, up to TLS 1.2. */
struct server {
    const char *title;
    uint16_t version, selected; /* 0: no supported_versions */
    const char *common;
    size_t issuers; /* bytes of certificates behind the leaf */
    const char *heard;
    uint8_t before;  /* a message before the certificate; 0: none */
    uint8_t instead; /* a message in its place; 0: none */
    uint8_t change;  /* a record of another kind after the hello; 0: none */
    bool waits;      /* and wants more */
    bool never;      /* or nothing, since it is broken */
    size_t lie;      /* added to the leaf's length, times 256 */
};

#define CERT "certificate www.example.org\ntls.cert www.example.org\n"
static const struct server servers[] = {
    {"TLS 1.2", 0x0303, 0, "www.example.org", 1500, CERT, 0, 0, 0, false, false, 0},
    {"SSL 3.0", 0x0300, 0, "www.example.org", 0, CERT, 0, 0, 0, false, false, 0},
    {"a chain of 60 kB", 0x0303, 0, "www.example.org", 60000, CERT, 0, 0, 0, false, false, 0},
    {"supplemental data before it", 0x0303, 0, "www.example.org", 0, CERT, 23, 0, 0, false, false,
     0},
    {"TLS 1.2, as an extension says", 0x0303, 0x0303, "www.example.org", 0, CERT, 0, 0, 0, false,
     false, 0},
    {"TLS 1.3", 0x0303, 0x0304, "www.example.org", 0, "", 0, 0, 0, false, false, 0},
    {"a draft of TLS 1.3", 0x0303, 0x7f1c, "www.example.org", 0, "", 0, 0, 0, false, false, 0},
    {"an old draft of it", 0x7f12, 0, "www.example.org", 0, "", 0, 0, 0, false, false, 0},
    {"no name in it", 0x0303, 0, "Example Inc.", 0, "", 0, 0, 0, false, false, 0},
    {"an old session", 0x0303, 0, NULL, 0, "", 0, 0, CHANGE, false, false, 0},
    {"no certificate at all", 0x0303, 0, NULL, 0, "", 0, 14, 0, false, false, 0},
    {"nothing yet", 0x0303, 0, NULL, 0, "", 0, 0, 0, true, false, 0},
    {"an alert", 0x0303, 0, NULL, 0, "", 0, 0, ALERT, true, false, 0},
    {"application data", 0x0303, 0, NULL, 0, "", 0, 0, APPLICATION, false, false, 0},
    {"a leaf longer than its message", 0x0303, 0, "www.example.org", 0, "", 0, 0, 0, false, true,
     2},
};
#define SERVERS (sizeof servers / sizeof *servers)

/* In one record, or in records of `each` bytes, or a record for each message. */
static void put_server(struct wire *w, const struct server *s, size_t each)
{
    static struct wire flight;
    static struct wire body;
    size_t ends[4];
    size_t len = 0;

    flight.len = body.len = 0;
    put_server_hello(&body, s->version, s->selected);
    put_message(&flight, 2, &body);
    ends[len++] = flight.len;
    body.len = 0;
    wire_fill(&body, 7, 30);
    if (s->before || s->instead) {
        put_message(&flight, s->before ? s->before : s->instead, &body);
        ends[len++] = flight.len;
    }
    if (s->common) {
        body.len = 0;
        put_simple_certificate(&body, s->common, s->issuers);
        body.at[4] = (uint8_t)(body.at[4] + s->lie);
        put_message(&flight, 11, &body);
        ends[len++] = flight.len;
    }
    size_t message = 0;
    for (size_t at = 0; at < flight.len;) {
        size_t end = each > 0 ? at + each : ends[message];
        end = end < at + 16384 ? end : at + 16384;
        end = end < flight.len ? end : flight.len;
        message += end == ends[message];
        put_record(w, HANDSHAKE, flight.at + at, end - at);
        at = end;
    }
    if (s->change)
        put_record(w, s->change, "\1\0", s->change == CHANGE ? 1 : 2);
}

static void hears_every_server_as_it_should(void **state)
{
    static const size_t each[] = {0, 16384, 1400, 50, 3};
    (void)state;
    for (size_t i = 0; i < SERVERS * 5; i++) {
        const struct server *s = &servers[i / 5];
        static struct wire w;
        static struct heard h;
        w.len = 0;
        if (each[i % 5] < 50 && each[i % 5] > 0 && s->issuers > 1000)
            continue; /* more records than are read */
        put_server(&w, s, each[i % 5]);
        assert_int_equal(am_proto_tls.probe(wire_view(&w)), AM_PROBE_YES);
        heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
        if (strcmp(h.text, s->heard) != 0)
            print_error("in the case of: %s\n", s->title);
        assert_string_equal(h.text, s->heard);
        assert_int_equal(h.state, s->never   ? AM_TAKEN_NOT
                                  : s->waits ? AM_TAKEN_MORE
                                             : AM_TAKEN_ENOUGH);
        for (size_t first = 1; first < w.len && first < 1000; first += 13) {
            heard_stream(&h, &am_proto_tls, wire_view(&w), first, 1400);
            assert_string_equal(h.text, s->heard);
        }
        if (w.len > 5000)
            continue;
        heard_stream(&h, &am_proto_tls, wire_view(&w), 1, 1);
        assert_string_equal(h.text, s->heard);
    }
}

/* A client has one as well, behind its hello. */
static void leaves_the_certificate_of_a_client(void **state)
{
    static struct wire w;
    static struct wire flight;
    static struct wire body;
    static struct heard h;
    (void)state;
    w.len = flight.len = body.len = 0;
    put_simple_certificate(&body, "rosa.example.org", 0);
    put_message(&flight, 11, &body);
    put_record(&w, HANDSHAKE, flight.at, flight.len);
    assert_int_equal(am_proto_tls.probe(wire_view(&w)), AM_PROBE_NO);
    heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
}

static void keeps_the_certificate_of_a_cut_flight(void **state)
{
    static struct wire w;
    static struct heard h;
    bool told = false;
    (void)state;
    w.len = 0;
    put_server(&w, &servers[0], 0);
    for (size_t len = 1; len < w.len; len++) {
        heard_whole(&h, &am_proto_tls, (struct am_bytes){w.at, len}, true, false);
        assert_true(strcmp(h.text, told ? CERT : "") == 0 || (!told && strcmp(h.text, CERT) == 0));
        assert_int_equal(h.state, AM_TAKEN_ENOUGH);
        told = told || h.len > 0;
    }
    assert_true(told);
}

/* A capture that begins with the answer to a HelloRetryRequest (RFC 8446, 4.1.4). */
static void hears_the_second_hello_alone(void **state)
{
    static struct wire w;
    static struct heard h;
    (void)state;
    w.len = 0;
    put_record(&w, CHANGE, "\1", 1);
    put_records(&w, &hellos[0], 16384);
    put_record(&w, APPLICATION, "\1\2\3", 3);
    assert_int_equal(am_proto_tls.probe(wire_view(&w)), AM_PROBE_YES);
    heard_whole(&h, &am_proto_tls, wire_view(&w), false, false);
    assert_string_equal(h.text, "tls.sni example.org\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_every_hello_as_it_should),
        cmocka_unit_test(hears_a_hello_alike_however_it_is_split),
        cmocka_unit_test(waits_for_a_hello_that_is_not_whole),
        cmocka_unit_test(keeps_the_name_of_a_cut_hello),
        cmocka_unit_test(never_tells_part_of_a_name),
        cmocka_unit_test(passes_over_alerts_before_the_hello),
        cmocka_unit_test(gives_up_on_broken_records),
        cmocka_unit_test(reads_the_start_of_a_hello_without_end),
        cmocka_unit_test(leaves_a_hello_larger_than_is_kept),
        cmocka_unit_test(gives_up_on_a_flood_of_records),
        cmocka_unit_test(probes_what_tls_begins_with),
        cmocka_unit_test(recognises_what_tells_no_name),
        cmocka_unit_test(hears_every_server_as_it_should),
        cmocka_unit_test(leaves_the_certificate_of_a_client),
        cmocka_unit_test(keeps_the_certificate_of_a_cut_flight),
        cmocka_unit_test(hears_the_second_hello_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
