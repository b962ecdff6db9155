/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frames.h"
#include "heard.h"

#define AUTHORITY(name) "http2.authority " name "\n"

static struct wire block, said;
static struct heard h;

static void start(void)
{
    said.len = block.len = 0;
    put_client_preface(&said);
}

/* Ends the block that was written. */
static void headers(uint32_t stream)
{
    put_frame(&said, H2_HEADERS, H2_END_HEADERS, stream, wire_view(&block));
    block.len = 0;
}

static void get(uint32_t stream, const char *authority)
{
    put_get(&block, authority);
    headers(stream);
}

static void fields(uint32_t stream, const char *const *pairs)
{
    for (; pairs[0]; pairs += 2)
        put_field(&block, 0, pairs[0], pairs[1]);
    headers(stream);
}

/* Heard alike however it is split. */
static void expect(const char *heard, enum am_taken_state state)
{
    static const size_t each[] = {1, 2, 3, 7, 10, 100};

    heard_whole(&h, &am_proto_http2, wire_view(&said), false, false);
    assert_string_equal(h.text, heard);
    assert_int_equal(h.state, state);
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        heard_stream(&h, &am_proto_http2, wire_view(&said), each[i], each[i]);
        assert_string_equal(h.text, heard);
        assert_int_equal(h.state, state);
    }
    for (size_t first = 0; first < said.len && said.len < 400; first++) {
        heard_stream(&h, &am_proto_http2, wire_view(&said), first, 0);
        assert_string_equal(h.text, heard);
    }
    heard_done(&h);
}

static void the_authority_of_every_request_is_told(void **state)
{
    (void)state;
    start();
    get(1, "a.example.org");
    get(3, "B.Example.org:8080");
    get(5, "[2001:db8::1]:50051");
    expect(AUTHORITY("a.example.org") AUTHORITY("b.example.org") AUTHORITY("2001:db8::1"),
           AM_TAKEN_MORE);
}

static void the_host_field_stands_in_for_the_authority(void **state)
{
    (void)state;
    start();
    fields(1, (const char *[]){":method", "GET", "host", "a.org", "host", "no.org", NULL});
    fields(3, (const char *[]){":method", "GET", "host", "no.org", ":authority", "b.org", NULL});
    fields(5, (const char *[]){":method", "GET", ":path", "/", NULL});
    expect(AUTHORITY("a.org") AUTHORITY("b.org"), AM_TAKEN_MORE);
}

static void a_tunnel_asks_for_its_authority(void **state)
{
    (void)state;
    start();
    fields(1, (const char *[]){":method", "CONNECT", ":authority", "a.org:443", "host", "b.org",
                               NULL});
    fields(3, (const char *[]){":method", "CONNECT", ":protocol", "websocket", ":authority",
                               "c.org", NULL});
    fields(5, (const char *[]){":method", "CONNECT", "host", "no.org", NULL});
    expect("http.connect a.org\n" AUTHORITY("c.org"), AM_TAKEN_MORE);
}

/* Trailers, and a stream that was opened already. */
static void what_is_no_request_names_nobody(void **state)
{
    (void)state;
    start();
    get(3, "a.org");
    fields(3, (const char *[]){"host", "no.org", ":authority", "no.org", NULL});
    get(3, "no.org");
    get(1, "no.org");
    get(5, "b.org");
    expect(AUTHORITY("a.org") AUTHORITY("b.org"), AM_TAKEN_MORE);
}

static void authorities_that_are_none_are_counted(void **state)
{
    static char too_long[1000];
    (void)state;
    memset(too_long, 'x', sizeof too_long - 1);
    start();
    get(1, "jane:secret@a.org");
    get(3, too_long);
    get(5, "");
    expect("invalid http2.authority\ninvalid http2.authority\n", AM_TAKEN_MORE);
}

/* RFC 7541, 2.3.2 and 4.2: what is kept is named by a number, in a table of another size too. */
static void fields_of_earlier_blocks_are_remembered(void **state)
{
    (void)state;
    start();
    wire_number(&block, 0x82, 1);
    put_field(&block, 0x40, ":authority", "a.org");
    headers(1);
    put_prefixed(&block, 0x20, 5, 65536); /* more than any server has to allow at first */
    wire_number(&block, 0x82be, 2);
    headers(3);
    put_prefixed(&block, 0x20, 5, 0);
    put_prefixed(&block, 0x20, 5, 4096);
    wire_number(&block, 0x82, 1);
    put_field(&block, 0x40, ":authority", "b.org");
    headers(5);
    wire_number(&block, 0x82be, 2);
    headers(7);
    expect(AUTHORITY("a.org") AUTHORITY("a.org") AUTHORITY("b.org") AUTHORITY("b.org"),
           AM_TAKEN_MORE);
}

static void an_authority_of_huffman_codes_is_read(void **state)
{
    (void)state;
    start();
    /* RFC 7541, C.4.1 */
    wire_bytes(&block, "\x82\x86\x84\x41\x8c\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90\xf4\xff", 17);
    headers(1);
    expect(AUTHORITY("www.example.com"), AM_TAKEN_MORE);
}

static void padding_priority_and_continuations_are_passed_over(void **state)
{
    struct wire part = {.len = 0};
    (void)state;
    start();
    put_get(&block, "a.org");
    wire_number(&part, 7, 1);
    wire_number(&part, 0x80000000, 4);
    wire_number(&part, 15, 1);
    wire_bytes(&part, block.at, block.len);
    wire_fill(&part, 0, 7);
    put_frame(&said, H2_HEADERS, H2_END_HEADERS | H2_PADDED | H2_PRIORITIZED, 1, wire_view(&part));
    block.len = 0;

    put_get(&block, "b.org");
    put_frame(&said, H2_HEADERS, 0, 3, (struct am_bytes){block.at, 5});
    put_frame(&said, H2_CONTINUATION, 0, 3, (struct am_bytes){block.at, 0});
    put_frame(&said, H2_CONTINUATION, 0, 3, (struct am_bytes){block.at + 5, block.len - 5});
    put_frame(&said, H2_CONTINUATION, H2_END_HEADERS, 3, (struct am_bytes){block.at, 0});
    block.len = 0;
    get(5, "c.org");
    expect(AUTHORITY("a.org") AUTHORITY("b.org") AUTHORITY("c.org"), AM_TAKEN_MORE);
}

static void data_that_looks_like_a_request_names_nobody(void **state)
{
    struct wire data = {.len = 0};
    (void)state;
    start();
    get(1, "a.org");
    put_get(&block, "no.org");
    put_frame(&data, H2_HEADERS, H2_END_HEADERS, 3, wire_view(&block));
    wire_fill(&data, 'x', 50000);
    block.len = 0;
    put_frame(&said, H2_DATA, 0, 1, wire_view(&data));
    get(5, "b.org");
    expect(AUTHORITY("a.org") AUTHORITY("b.org"), AM_TAKEN_MORE);
    heard_stream(&h, &am_proto_http2, wire_view(&said), 5000, 5000);
    assert_int_equal(h.taken, said.len); /* nothing of it is kept waiting */
    heard_done(&h);
}

static void what_breaks_the_rules_of_frames_is_given_up(void **state)
{
    static const struct {
        unsigned type, flags;
        uint32_t stream;
        const char *payload;
    } frames[] = {
        {H2_CONTINUATION, H2_END_HEADERS, 1, "\x82"},
        {H2_HEADERS, H2_END_HEADERS, 2, "\x82"},
        {H2_HEADERS, H2_END_HEADERS, 0, "\x82"},
        {H2_HEADERS, H2_END_HEADERS | H2_PADDED, 1, "\x05\x82"},
        {H2_HEADERS, H2_END_HEADERS | H2_PRIORITIZED, 1, "\x82"},
        {H2_HEADERS, H2_END_HEADERS | H2_PADDED, 1, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        start();
        put_frame(&said, frames[i].type, frames[i].flags, frames[i].stream,
                  (struct am_bytes){(const uint8_t *)frames[i].payload, strlen(frames[i].payload)});
        get(3, "no.org");
        expect("", AM_TAKEN_NOT);
    }
    start();
    put_get(&block, "no.org");
    put_frame(&said, H2_HEADERS, 0, 1, wire_view(&block));
    put_frame(&said, H2_DATA, 0, 1, (struct am_bytes){block.at, 3});
    expect("", AM_TAKEN_NOT);

    said.len = block.len = 0; /* SETTINGS have to come first */
    wire_text(&said, H2_PREFACE);
    get(1, "no.org");
    expect("", AM_TAKEN_NOT);
}

static void a_block_that_can_not_be_decoded_ends_the_reading(void **state)
{
    (void)state;
    start();
    wire_number(&block, 0xff00, 2); /* a number that nothing has yet */
    headers(1);
    get(3, "no.org");
    expect("", AM_TAKEN_ENOUGH);
}

static void a_block_longer_than_its_limit_ends_the_reading(void **state)
{
    struct wire filler = {.len = 0};
    (void)state;
    start();
    get(1, "a.org");
    wire_fill(&filler, 0x84, 16000); /* :path / */
    put_get(&block, "no.org");
    put_frame(&said, H2_HEADERS, 0, 3, wire_view(&block));
    for (unsigned i = 0; i < 5; i++)
        put_frame(&said, H2_CONTINUATION, i == 4 ? H2_END_HEADERS : 0, 3, wire_view(&filler));
    block.len = 0;
    get(5, "no.org");
    expect(AUTHORITY("a.org"), AM_TAKEN_ENOUGH);
}

/* A table of 64 KiB in fields that are as small as can be takes many times that. */
static void a_decoder_that_wants_too_much_memory_is_given_up(void **state)
{
    char value[8];
    (void)state;
    start();
    get(1, "a.org");
    put_prefixed(&block, 0x20, 5, 65536);
    for (unsigned i = 0; i < 1500; i++) {
        snprintf(value, sizeof value, "%u", i);
        put_field(&block, 0x40, "x", value);
    }
    headers(3);
    get(5, "no.org");
    expect(AUTHORITY("a.org"), AM_TAKEN_ENOUGH);
}

static void say(unsigned side, uint32_t missed, struct am_bytes bytes, bool cut)
{
    h.side = side;
    h.missed = missed;
    (void)heard_call(&h, &am_proto_http2, bytes, cut, false);
}

static void data_is_passed_over_where_it_was_lost(void **state)
{
    (void)state;
    heard_init(&h);
    start();
    get(1, "a.org");
    wire_number(&said, 1000, 3); /* DATA of 1000 bytes, 4 of them here */
    wire_bytes(&said,
               "\0\0\0\0\0\1"
               "data",
               10);
    say(0, 0, wire_view(&said), false);
    said.len = 0;
    get(3, "b.org");
    say(0, 996, wire_view(&said), false);
    assert_string_equal(h.text, AUTHORITY("a.org") AUTHORITY("b.org"));
    assert_int_equal(h.state, AM_TAKEN_MORE);
    said.len = 0;
    get(5, "no.org");
    say(0, 1, wire_view(&said), false); /* between frames: whatever it was */
    assert_string_equal(h.text, AUTHORITY("a.org") AUTHORITY("b.org"));
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_done(&h);
}

static void a_cut_block_tells_the_authority_that_came_whole(void **state)
{
    (void)state;
    start();
    put_get(&block, "a.org");
    size_t whole = block.len;
    put_field(&block, 0, "x", "y");
    size_t len = block.len;
    headers(1);
    for (size_t at = 0; at < len; at++) {
        struct am_bytes kept = {.at = said.at, .len = said.len - len + at};
        heard_init(&h);
        say(0, 0, kept, true);
        assert_string_equal(h.text, at < whole ? "" : AUTHORITY("a.org"));
        assert_int_equal(h.taken, kept.len);
        say(0, 1, wire_view(&said), false);
        assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    }
    heard_done(&h);
}

static void the_servers_side_has_nothing_to_add(void **state)
{
    struct wire server = {.len = 0};
    static const uint8_t setting[] = {0, 3, 0, 0, 0, 100};
    (void)state;
    put_frame(&server, H2_SETTINGS, 0, 0, (struct am_bytes){setting, sizeof setting});
    assert_int_equal(am_proto_http2.probe(wire_view(&server)), AM_PROBE_YES);
    for (unsigned first = 0; first < 2; first++) {
        heard_init(&h);
        start();
        get(1, "a.org");
        if (first == 1)
            say(1, 0, wire_view(&server), false);
        say(0, 0, (struct am_bytes){said.at, said.len - 3}, false);
        if (first == 0)
            say(1, 0, wire_view(&server), false);
        say(0, 0, (struct am_bytes){said.at + said.len - 3, 3}, false);
        assert_string_equal(h.text, AUTHORITY("a.org"));
    }
    heard_done(&h);
}

static void without_a_session_it_tells_what_came_at_once(void **state)
{
    struct am_proto bare = am_proto_http2;
    (void)state;
    bare.session_size = 0;
    bare.session_done = NULL;
    start();
    get(1, "a.org");
    heard_whole(&h, &bare, wire_view(&said), false, false);
    assert_string_equal(h.text, AUTHORITY("a.org"));
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_done(&h);
}

static void probes_what_connections_begin_with(void **state)
{
    static const struct {
        const char *start;
        size_t len;
        enum am_probe probe;
    } cases[] = {
        {H2_PREFACE, 24, AM_PROBE_YES},
        {H2_PREFACE, 23, AM_PROBE_MAYBE},
        {"P", 1, AM_PROBE_MAYBE},
        {"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", 24, AM_PROBE_NO},
        {"POST / HTTP/1.1", 15, AM_PROBE_NO},
        {"\0\0\6\4\0\0\0\0\0\0\3\0\0\0\x64", 15, AM_PROBE_YES},
        {"\0\0\6\4\0\0\0\0\0\x3a\x4a\0\0\0\x64", 15, AM_PROBE_YES}, /* kept for nothing */
        {"\0\0\6\4\0\0\0\0\0\0\x30\0\0\0\x64", 15, AM_PROBE_NO},
        {"\0\0\6\4\1\0\0\0\0\0\3\0\0\0\x64", 15, AM_PROBE_NO},
        {"\0\0\6\4\0\0\0\0\1\0\3\0\0\0\x64", 15, AM_PROBE_NO},
        {"\0\0\7\4\0\0\0\0\0\0\3\0\0\0\x64\0", 16, AM_PROBE_NO},
        {"\0\0\6\4\0\0\0\0\0\0\3\0\0\0", 14, AM_PROBE_NO},
        {"\0\0\0\4\0\0\0\0\0", 9, AM_PROBE_NO},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_bytes bytes = {(const uint8_t *)cases[i].start, cases[i].len};
        if (am_proto_http2.probe(bytes) != cases[i].probe)
            print_error("in case %zu\n", i);
        assert_int_equal(am_proto_http2.probe(bytes), cases[i].probe);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_authority_of_every_request_is_told),
        cmocka_unit_test(the_host_field_stands_in_for_the_authority),
        cmocka_unit_test(a_tunnel_asks_for_its_authority),
        cmocka_unit_test(what_is_no_request_names_nobody),
        cmocka_unit_test(authorities_that_are_none_are_counted),
        cmocka_unit_test(fields_of_earlier_blocks_are_remembered),
        cmocka_unit_test(an_authority_of_huffman_codes_is_read),
        cmocka_unit_test(padding_priority_and_continuations_are_passed_over),
        cmocka_unit_test(data_that_looks_like_a_request_names_nobody),
        cmocka_unit_test(what_breaks_the_rules_of_frames_is_given_up),
        cmocka_unit_test(a_block_that_can_not_be_decoded_ends_the_reading),
        cmocka_unit_test(a_block_longer_than_its_limit_ends_the_reading),
        cmocka_unit_test(a_decoder_that_wants_too_much_memory_is_given_up),
        cmocka_unit_test(data_is_passed_over_where_it_was_lost),
        cmocka_unit_test(a_cut_block_tells_the_authority_that_came_whole),
        cmocka_unit_test(the_servers_side_has_nothing_to_add),
        cmocka_unit_test(without_a_session_it_tells_what_came_at_once),
        cmocka_unit_test(probes_what_connections_begin_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
