/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"
#include "wire.h"

#define HOST(name)    "http.host " name "\n"
#define CONNECT(name) "http.connect " name "\n"
#define INVALID       "invalid http.host\n"

struct exchange {
    const char *title, *sent, *heard;
    enum am_taken_state state;
};

/* Nothing but header blocks: heard alike however they are split. */
static const struct exchange requests[] = {
    {"a request", "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", HOST("example.org"),
     AM_TAKEN_MORE},
    {"line ends without CR", "GET / HTTP/1.0\nHost: example.org\n\n", HOST("example.org"),
     AM_TAKEN_MORE},
    {"empty lines before it", "\r\n\r\nGET / HTTP/1.1\r\nHost: example.org\r\n\r\n",
     HOST("example.org"), AM_TAKEN_MORE},
    {"capitals, blanks and a port", "GET / HTTP/1.1\r\nhOST: \t Example.ORG:8080 \t\r\n\r\n",
     HOST("example.org"), AM_TAKEN_MORE},
    {"no blank before the host", "GET / HTTP/1.1\r\nHost:example.org\r\n\r\n", HOST("example.org"),
     AM_TAKEN_MORE},
    {"a port left out after its colon", "GET / HTTP/1.1\r\nHost: example.org:\r\n\r\n",
     HOST("example.org"), AM_TAKEN_MORE},
    {"an IPv4 address", "GET / HTTP/1.1\r\nHost: 192.0.2.1:81\r\n\r\n", HOST("192.0.2.1"),
     AM_TAKEN_MORE},
    {"an IPv6 address", "GET / HTTP/1.1\r\nHost: [2001:DB8:0::1]:81\r\n\r\n", HOST("2001:db8::1"),
     AM_TAKEN_MORE},
    {"an IPv6 address without its brackets", "GET / HTTP/1.1\r\nHost: 2001:db8::1\r\n\r\n",
     HOST("2001:db8::1"), AM_TAKEN_MORE},
    {"no IPv6 address", "GET / HTTP/1.1\r\nHost: [2001:db8::1%25eth0]\r\n\r\n", INVALID,
     AM_TAKEN_MORE},
    {"a bracket that does not close", "GET / HTTP/1.1\r\nHost: [2001:db8::1\r\n\r\n", INVALID,
     AM_TAKEN_MORE},
    {"junk after the bracket", "GET / HTTP/1.1\r\nHost: [::1].example.org\r\n\r\n", INVALID,
     AM_TAKEN_MORE},
    {"a user's name and password", "GET / HTTP/1.1\r\nHost: jane:secret@example.org\r\n\r\n",
     INVALID, AM_TAKEN_MORE},
    {"a user's name", "GET / HTTP/1.1\r\nHost: jane@example.org\r\n\r\n", INVALID, AM_TAKEN_MORE},
    {"no name", "GET / HTTP/1.1\r\nHost: <script>\r\n\r\n", INVALID, AM_TAKEN_MORE},
    {"a port that is no number", "GET / HTTP/1.1\r\nHost: example.org:80a\r\n\r\n", INVALID,
     AM_TAKEN_MORE},
    {"an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "", AM_TAKEN_MORE},
    {"no host", "GET / HTTP/1.0\r\nAccept: */*\r\n\r\n", "", AM_TAKEN_MORE},
    {"two hosts", "GET / HTTP/1.1\r\nHost: a.org\r\nHost: b.org\r\n\r\n", HOST("a.org"),
     AM_TAKEN_MORE},
    {"fields that only look like it",
     "GET / HTTP/1.1\r\nX-Host: a.org\r\nHostess: b.org\r\n Host: c.org\r\nHost : d.org\r\n\r\n",
     "", AM_TAKEN_MORE},
    {"requests one after another",
     "GET /1 HTTP/1.1\r\nHost: a.org\r\n\r\nGET /2 HTTP/1.1\r\nHost: b.org\r\n\r\n",
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"a method of tomorrow", "QUERY /q HTTP/1.1\r\nHost: a.org\r\n\r\n", HOST("a.org"),
     AM_TAKEN_MORE},
    {"a method with marks", "M-SEARCH * HTTP/1.1\r\nHost: a.org\r\n\r\n", HOST("a.org"),
     AM_TAKEN_MORE},
    {"a target with blanks", "GET /a b  c HTTP/1.1\r\nHost: a.org\r\n\r\n", HOST("a.org"),
     AM_TAKEN_MORE},
    {"a whole address, the field wins", "GET http://a.org/ HTTP/1.1\r\nHost: b.org\r\n\r\n",
     HOST("b.org"), AM_TAKEN_MORE},
    {"a whole address without a field",
     "GET HTTP://jane:x@A.org:81/x?y=http://b.org HTTP/1.0\r\n\r\n", HOST("a.org"), AM_TAKEN_MORE},
    {"an address in a path", "GET /?u=http://b.org/ HTTP/1.0\r\n\r\n", "", AM_TAKEN_MORE},
    {"a body of no bytes",
     "POST / HTTP/1.1\r\nHost: a.org\r\nContent-Length: 0\r\n\r\n"
     "GET / HTTP/1.1\r\nHost: b.org\r\n\r\n",
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"a tunnel", "CONNECT a.org:443 HTTP/1.1\r\nHost: a.org:443\r\n\r\n",
     CONNECT("a.org") HOST("a.org"), AM_TAKEN_NEXT},
    {"a tunnel to an IPv6 address", "CONNECT [2001:db8::1]:443 HTTP/1.1\r\n\r\n",
     CONNECT("2001:db8::1"), AM_TAKEN_NEXT},
    {"a tunnel with something after its target", "CONNECT a.org:25 / HTTP/1.0\r\n\r\n",
     CONNECT("a.org"), AM_TAKEN_NEXT},
    {"a tunnel to nowhere", "CONNECT / HTTP/1.1\r\n\r\n", "invalid http.connect\n", AM_TAKEN_NEXT},
};

#define POST(host, fields) "POST / HTTP/1.1\r\nHost: " host "\r\n" fields "\r\n"
#define GET(host)          "GET / HTTP/1.1\r\nHost: " host "\r\n\r\n"
#define CHUNKED            "Transfer-Encoding: chunked\r\n"

/* Bodies, whose bytes name nobody: heard alike however they are split. */
static const struct exchange bodies[] = {
    {"a body", POST("a.org", "Content-Length: 5\r\n") "GET /" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"a request inside a body", POST("a.org", "Content-Length: 32\r\n") GET("no.org") GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"line ends after a body", POST("a.org", "Content-Length: 1\r\n") "x\r\n" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"a length told twice alike",
     POST("a.org", "Content-Length: 3\r\nContent-Length: 3\r\n") "xxx" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"chunks that hold requests, and a trailer",
     POST("a.org", CHUNKED) "20\r\n" GET("no.org") "\r\n00a;x=\"y\"\r\n0123456789\r\n0\r\n"
                                                   "Host: c.org\r\nX: y\r\n\r\n" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"line ends of chunks without CR", POST("a.org", CHUNKED) "1\nx\n0\n\n" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"chunks win over a length",
     POST("a.org",
          "Content-Length: 1\r\nTransfer-Encoding: gzip, Chunked\r\n") "0\r\n\r\n" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"codings in fields of their own",
     POST("a.org", "Transfer-Encoding: gzip\r\n" CHUNKED) "0\r\n\r\n" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"a field folded over two lines",
     POST("a.org", "Content-Length:\r\n 5\r\n") "GET /" GET("b.org"), HOST("a.org") HOST("b.org"),
     AM_TAKEN_MORE},
    {"a host folded over two lines", "GET / HTTP/1.1\r\nHost:\r\n\ta.org\r\n\r\n" GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"a body that was asked about first",
     POST("a.org", "Expect: 100-continue\r\nContent-Length: 32\r\n") GET("no.org") GET("b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
    {"a websocket refused",
     "GET / HTTP/1.1\r\nHost: a.org\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n" GET(
         "b.org"),
     HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
};

/* What ends the reading of a side. */
static const struct exchange others[] = {
    {"a length that is no number", POST("a.org", "Content-Length: -1\r\n") GET("no.org"),
     HOST("a.org"), AM_TAKEN_ENOUGH},
    {"no length where one should be", POST("a.org", "Content-Length:\r\n") GET("no.org"),
     HOST("a.org"), AM_TAKEN_ENOUGH},
    {"a length beyond counting",
     POST("a.org", "Content-Length: 18446744073709551616\r\n") GET("no.org"), HOST("a.org"),
     AM_TAKEN_ENOUGH},
    {"two lengths", POST("a.org", "Content-Length: 9\r\nContent-Length: 0\r\n") GET("no.org"),
     HOST("a.org"), AM_TAKEN_ENOUGH},
    {"a coding without an end", POST("a.org", "Transfer-Encoding: chunked, gzip\r\n") GET("no.org"),
     HOST("a.org"), AM_TAKEN_ENOUGH},
    {"a chunk without a size", POST("a.org", CHUNKED) GET("no.org"), HOST("a.org"), AM_TAKEN_NOT},
    {"a chunk beyond counting", POST("a.org", CHUNKED) "1000000000000000\r\n" GET("no.org"),
     HOST("a.org"), AM_TAKEN_NOT},
    {"a chunk longer than its size", POST("a.org", CHUNKED) "1\r\nxx\r\n" GET("no.org"),
     HOST("a.org"), AM_TAKEN_NOT},
    {"a tunnel and what goes through it", "CONNECT a.org:443 HTTP/1.1\r\n\r\n\x16\x03\x01",
     CONNECT("a.org"), AM_TAKEN_NEXT},
    {"a tunnel has no body", "CONNECT a.org:80 HTTP/1.1\r\nContent-Length: 99\r\n\r\nGET",
     CONNECT("a.org"), AM_TAKEN_NEXT},
    {"HTTP/2 asked for",
     "GET / HTTP/1.1\r\nHost: a.org\r\nUpgrade: h2c\r\n\r\nPRI * HTTP/2.0\r\n\r\n", HOST("a.org"),
     AM_TAKEN_NEXT},
    {"HTTP/2 asked for after a body",
     POST("a.org", "Upgrade: h2c\r\nContent-Length: 3\r\n") "xxxPRI * HTTP/2.0\r\n\r\n",
     HOST("a.org"), AM_TAKEN_NEXT},
    {"HTTP/2 asked for after an empty body", POST("a.org", "Upgrade: h2c\r\nContent-Length: 0\r\n"),
     HOST("a.org"), AM_TAKEN_NEXT},
    {"a websocket",
     "GET / HTTP/1.1\r\nHost: a.org\r\nUpgrade: foo, WebSocket\r\n\r\n\x81\x85GET / HTTP/1.1",
     HOST("a.org"), AM_TAKEN_ENOUGH},
    {"an answer", "HTTP/1.1 200 OK\r\nHost: a.org\r\n\r\n", "", AM_TAKEN_ENOUGH},
    {"the middle of a body", "nothing\r\n" GET("a.org"), "", AM_TAKEN_NOT},
    {"something else after a request", GET("a.org") "nothing\r\n" GET("no.org"), HOST("a.org"),
     AM_TAKEN_NOT},
    {"SIP", "SUBSCRIBE sip:a.org SIP/2.0\r\nHost: a.org\r\n\r\n", "", AM_TAKEN_NOT},
    {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "", AM_TAKEN_NOT},
    {"control bytes", "GET /\x01 HTTP/1.1\r\nHost: a.org\r\n\r\n", "", AM_TAKEN_NOT},
};

static struct am_bytes text_view(const char *text)
{
    return (struct am_bytes){.at = (const uint8_t *)text, .len = strlen(text)};
}

static void check(const struct heard *h, const struct exchange *e)
{
    if (strcmp(h->text, e->heard) != 0 || h->state != e->state)
        print_error("in the case of: %s\n", e->title);
    assert_string_equal(h->text, e->heard);
    assert_int_equal(h->state, e->state);
}

static void check_split(const struct exchange *e)
{
    static struct heard h;
    struct am_bytes data = text_view(e->sent);

    heard_whole(&h, &am_proto_http, data, false, false);
    check(&h, e);
    assert_int_equal(h.taken, data.len);
    for (size_t first = 0; first < data.len; first++) {
        heard_stream(&h, &am_proto_http, data, first, 0);
        check(&h, e);
    }
    heard_stream(&h, &am_proto_http, data, 1, 1);
    check(&h, e);
    heard_done(&h);
}

static void hears_requests_alike_however_they_are_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        check_split(&requests[i]);
}

static void passes_over_bodies_however_they_are_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        check_split(&bodies[i]);
}

static void stops_where_nothing_more_can_be_read(void **state)
{
    static struct heard h;
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        heard_whole(&h, &am_proto_http, text_view(others[i].sent), false, false);
        check(&h, &others[i]);
        heard_stream(&h, &am_proto_http, text_view(others[i].sent), 1, 1);
        check(&h, &others[i]);
    }
    heard_done(&h);
}

/* Says `text` on `side`, after `missed` bytes that were lost. */
static void say(struct heard *h, unsigned side, uint32_t missed, const char *text)
{
    h->side = side;
    h->missed = missed;
    (void)heard_call(h, &am_proto_http, text_view(text), false, false);
}

static void follows_a_body_over_bytes_that_were_lost(void **state)
{
    static struct heard h;
    (void)state;
    heard_init(&h);
    say(&h, 0, 0, POST("a.org", "Content-Length: 1000\r\n") "half a");
    say(&h, 0, 900, GET("no.org")); /* 6 + 900 + 32 of 1000 */
    say(&h, 0, 62, POST("b.org", CHUNKED) "64\r\n");
    say(&h, 0, 50, GET("no.org")); /* 50 + 32 of 100 */
    say(&h, 0, 18, "\r\n0\r\n\r\n" GET("c.org"));
    assert_string_equal(h.text, HOST("a.org") HOST("b.org") HOST("c.org"));
    heard_done(&h);
}

/* Where the gap is longer than the body, a request may begin where a segment does. */
static void looks_for_a_request_where_it_lost_its_place(void **state)
{
    static struct heard h;
    (void)state;
    heard_init(&h);
    say(&h, 0, 0, "GET / HTTP/1.1\r\nHost: a.org\r\nX: ");
    say(&h, 0, 9, "rest of a head\r\n\r\n" GET("no.org"));
    say(&h, 0, 0, GET("b.org"));
    say(&h, 0, 0, POST("c.org", "Content-Length: 10\r\n"));
    say(&h, 0, 11, "rest" GET("no.org"));
    say(&h, 0, 0, GET("d.org"));
    assert_string_equal(h.text, HOST("a.org") HOST("b.org") HOST("c.org") HOST("d.org"));
    assert_int_equal(h.state, AM_TAKEN_MORE);
    heard_done(&h);
}

/* What was told of a head must not keep another from being told. */
static void tells_a_head_again_that_begins_behind_a_gap(void **state)
{
    static struct heard h;
    (void)state;
    heard_init(&h);
    say(&h, 0, 0, "GET / HTTP/1.1\r\nHost: a.org\r\nX: ");
    say(&h, 0, 0, "GET / HTTP/1.1\r\nHost: a.org\r\nX: yy");
    assert_string_equal(h.text, HOST("a.org"));
    say(&h, 0, 40, "GET / HTTP/1.1\r\nHost: a.org\r\nX: ");
    assert_string_equal(h.text, HOST("a.org") HOST("a.org"));
    heard_done(&h);
}

static void reads_the_server_up_to_the_answer_to_a_tunnel(void **state)
{
    static const struct {
        const char *answer;
        enum am_taken_state state;
        size_t taken;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nX: y\r\n\r\n\x16\x03", AM_TAKEN_NEXT, 25},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n\x16\x03", AM_TAKEN_NEXT, 39},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\nx", AM_TAKEN_NEXT, 44},
        {"HTTP/1.1 407 No\r\nContent-Length: 3\r\n\r\nxxx", AM_TAKEN_MORE, 41},
        {"HTTP/1.1 502 No\r\n\r\nuntil it closes", AM_TAKEN_ENOUGH, 34},
        {"nothing of HTTP", AM_TAKEN_NOT, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static struct heard h;
        heard_init(&h);
        say(&h, 0, 0, "CONNECT a.org:443 HTTP/1.1\r\n\r\n");
        h.taken = 0;
        say(&h, 1, 0, cases[i].answer);
        assert_int_equal(h.state, cases[i].state);
        assert_int_equal(h.taken, cases[i].taken);
        heard_done(&h);
    }
}

/* The client asks again with its password. */
static void goes_on_after_a_tunnel_was_refused(void **state)
{
    static struct heard h;
    (void)state;
    heard_init(&h);
    say(&h, 0, 0, "CONNECT a.org:443 HTTP/1.1\r\n\r\n");
    say(&h, 1, 0, "HTTP/1.1 407 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n");
    say(&h, 0, 0, "CONNECT b.org:443 HTTP/1.1\r\nProxy-Authorization: x\r\n\r\n");
    assert_int_equal(h.state, AM_TAKEN_NEXT);
    say(&h, 1, 0, "HTTP/1.1 200 OK\r\n\r\n");
    assert_int_equal(h.state, AM_TAKEN_NEXT);
    assert_string_equal(h.text, CONNECT("a.org") CONNECT("b.org"));
    heard_done(&h);
}

/* Without room to remember anything it tells whole heads, and nothing behind a body. */
static void tells_whole_heads_without_a_session(void **state)
{
    struct am_proto bare = am_proto_http;
    static struct heard h;
    (void)state;
    bare.session_size = 0;
    heard_stream(&h, &bare, text_view(GET("a.org") GET("b.org")), 20, 7);
    assert_string_equal(h.text, HOST("a.org") HOST("b.org"));
    heard_stream(&h, &bare, text_view(POST("a.org", "Content-Length: 40\r\n") GET("no.org")), 70,
                 1);
    assert_string_equal(h.text, HOST("a.org"));
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_done(&h);
}

static void leaves_what_goes_through_a_tunnel(void **state)
{
    static struct heard h;
    const char *sent = "CONNECT a.org:443 HTTP/1.1\r\n\r\n";
    (void)state;
    heard_whole(&h, &am_proto_http, text_view("CONNECT a.org:443 HTTP/1.1\r\n\r\n\x16\x03\x01"),
                false, false);
    assert_int_equal(h.taken, strlen(sent));
}

/* A line counts once its end is there: "Host: example.or" is somebody else. */
static void keeps_whole_lines_of_a_cut_header_block(void **state)
{
    const char *sent = "GET / HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n\r\n";
    size_t host_end = (size_t)(strstr(sent, "Accept") - sent);
    static struct heard h;
    (void)state;
    for (size_t len = 1; len <= strlen(sent); len++) {
        struct am_bytes data = {(const uint8_t *)sent, len};
        heard_whole(&h, &am_proto_http, data, true, false);
        assert_string_equal(h.text, len < host_end ? "" : HOST("example.org"));
        assert_int_equal(h.state, AM_TAKEN_MORE);
        assert_int_equal(h.taken, len);
    }
}

static void leaves_the_target_of_a_cut_header_block(void **state)
{
    static struct heard h;
    (void)state;
    heard_whole(&h, &am_proto_http, text_view("GET http://a.org/ HTTP/1.1\r\nHost: b.o"), true,
                false);
    assert_string_equal(h.text, "");
}

static void put_long_request(struct wire *w, size_t before, size_t after)
{
    wire_text(w, "GET / HTTP/1.1\r\nX: ");
    wire_fill(w, 'x', before);
    wire_text(w, "\r\nHost: a.org\r\nX: ");
    wire_fill(w, 'x', after);
    wire_text(w, "\r\n\r\nGET / HTTP/1.1\r\nHost: b.org\r\n\r\n");
}

/* The same for a caller who gives all at once and for one who keeps no more than max_bytes. */
static void looks_for_the_host_in_the_start_of_a_long_header_block(void **state)
{
    static const struct {
        size_t before, after;
        const char *heard;
        enum am_taken_state state;
    } cases[] = {
        {10000, 6000, HOST("a.org") HOST("b.org"), AM_TAKEN_MORE},
        {10000, 7000, HOST("a.org"), AM_TAKEN_ENOUGH},
        {10000, 90000, HOST("a.org"), AM_TAKEN_ENOUGH},
        {17000, 10, "", AM_TAKEN_ENOUGH},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wire w = {.len = 0};
        static struct heard h;
        put_long_request(&w, cases[i].before, cases[i].after);
        heard_whole(&h, &am_proto_http, wire_view(&w), false, false);
        assert_string_equal(h.text, cases[i].heard);
        assert_int_equal(h.state, cases[i].state);
        heard_stream(&h, &am_proto_http, wire_view(&w), 1460, 1460);
        assert_string_equal(h.text, cases[i].heard);
        assert_int_equal(h.state, cases[i].state);
    }
}

static void reads_a_target_longer_than_a_segment(void **state)
{
    struct wire w = {.len = 0};
    static struct heard h;
    (void)state;
    wire_text(&w, "GET /");
    assert_int_equal(am_proto_http.probe(wire_view(&w)), AM_PROBE_YES);
    wire_fill(&w, 'x', 5000);
    assert_int_equal(am_proto_http.probe(wire_view(&w)), AM_PROBE_YES);
    wire_text(&w, " HTTP/1.1\r\nHost: a.org\r\n\r\n");
    heard_stream(&h, &am_proto_http, wire_view(&w), 1460, 1460);
    assert_string_equal(h.text, HOST("a.org"));
}

static void waits_no_longer_than_a_header_block_may_be(void **state)
{
    struct wire w = {.len = 0};
    static struct heard h;
    (void)state;
    wire_text(&w, "\r\n\r\nBREW /");
    wire_fill(&w, 'x', am_proto_http.max_bytes - w.len);
    assert_int_equal(am_proto_http.probe(wire_view(&w)), AM_PROBE_MAYBE);
    heard_whole(&h, &am_proto_http, wire_view(&w), false, false);
    assert_int_equal(h.state, AM_TAKEN_MORE);
    assert_int_equal(h.taken, 4); /* the empty lines */
    wire_fill(&w, 'x', 4);
    assert_int_equal(am_proto_http.probe(wire_view(&w)), AM_PROBE_NO);
    heard_whole(&h, &am_proto_http, wire_view(&w), false, false);
    assert_int_equal(h.state, AM_TAKEN_NOT);
}

static void refuses_a_host_with_a_zero_byte(void **state)
{
    static const char sent[] = "GET / HTTP/1.1\r\nHost: ::1\0.example.org\r\n\r\n";
    static struct heard h;
    (void)state;
    heard_whole(&h, &am_proto_http, (struct am_bytes){(const uint8_t *)sent, sizeof sent - 1},
                false, false);
    assert_string_equal(h.text, INVALID);
}

static void probes_what_http_begins_with(void **state)
{
    static const struct {
        const char *start;
        enum am_probe probe;
    } cases[] = {
        {"", AM_PROBE_MAYBE},
        {"\r\n", AM_PROBE_MAYBE},
        {"GE", AM_PROBE_MAYBE},
        {"GET ", AM_PROBE_MAYBE},
        {"GET /", AM_PROBE_YES},
        {"GET http:", AM_PROBE_YES},
        {"GET / HTTP/1.1\r\n", AM_PROBE_YES},
        {"GET / HTTP/1.0\n", AM_PROBE_YES},
        {"CONNECT a.org:443", AM_PROBE_YES},
        {"BREW /pot", AM_PROBE_MAYBE},
        {"BREW /pot HTTP/1.1\r\n", AM_PROBE_YES},
        {"GET / HTTP/2.0\r\n", AM_PROBE_NO},
        {"GET /\r\n", AM_PROBE_NO},
        {"GETTING-A-METHOD-THAT-IS-TOO-LONG / HTTP/1.1\r\n", AM_PROBE_NO},
        {"get / HTTP/1.1\r\n", AM_PROBE_NO},
        {"GO / HTTP/1.1\r\n", AM_PROBE_NO},
        {"OPTIONS sip:a.org SIP/2.0\r\n", AM_PROBE_NO},
        {"OPTIONS rtsp://a.org/ RTSP/1.0\r\n", AM_PROBE_NO},
        {"EHLO mail.example.org\r\n", AM_PROBE_NO},
        {"EHLO HTTP/1.1\r\n", AM_PROBE_NO},
        {"HTTP", AM_PROBE_MAYBE},
        {"HTTP/1.1 200 OK\r\n", AM_PROBE_YES},
        {"HTTP/1.1 200", AM_PROBE_YES},
        {"HTTP/1.1 OK\r\n", AM_PROBE_NO},
        {"HTTP/2 200\r\n", AM_PROBE_NO},
        {"SSH-2.0-OpenSSH\r\n", AM_PROBE_NO},
        {"\x16\x03\x01", AM_PROBE_NO},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (am_proto_http.probe(text_view(cases[i].start)) != cases[i].probe)
            print_error("in the case of: %s\n", cases[i].start);
        assert_int_equal(am_proto_http.probe(text_view(cases[i].start)), cases[i].probe);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_requests_alike_however_they_are_split),
        cmocka_unit_test(passes_over_bodies_however_they_are_split),
        cmocka_unit_test(stops_where_nothing_more_can_be_read),
        cmocka_unit_test(follows_a_body_over_bytes_that_were_lost),
        cmocka_unit_test(looks_for_a_request_where_it_lost_its_place),
        cmocka_unit_test(tells_a_head_again_that_begins_behind_a_gap),
        cmocka_unit_test(reads_the_server_up_to_the_answer_to_a_tunnel),
        cmocka_unit_test(goes_on_after_a_tunnel_was_refused),
        cmocka_unit_test(tells_whole_heads_without_a_session),
        cmocka_unit_test(leaves_what_goes_through_a_tunnel),
        cmocka_unit_test(keeps_whole_lines_of_a_cut_header_block),
        cmocka_unit_test(leaves_the_target_of_a_cut_header_block),
        cmocka_unit_test(looks_for_the_host_in_the_start_of_a_long_header_block),
        cmocka_unit_test(reads_a_target_longer_than_a_segment),
        cmocka_unit_test(waits_no_longer_than_a_header_block_may_be),
        cmocka_unit_test(refuses_a_host_with_a_zero_byte),
        cmocka_unit_test(probes_what_http_begins_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
