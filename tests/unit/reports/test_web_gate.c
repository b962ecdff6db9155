/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is asked of the live page, and what it says: one line each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "web/gate.h"

#define HOME  "127.0.0.1:8470"
#define OURS  "http://" HOME
#define THEIR "https://example.org"
#define FORM  "application/x-www-form-urlencoded"

static struct am_web_gate gate_of(const char *address, unsigned port)
{
    struct am_web_gate g;
    assert_true(sodium_init() >= 0);
    am_web_gate_init(&g, address, port);
    return g;
}

/* "SECRET" in a path stands for the gate's own. */
static unsigned ask(const struct am_web_gate *g, struct am_web_request r,
                    const struct am_web_route **out)
{
    const struct am_web_route *route;
    char path[256];
    const char *secret = strstr(r.path, "SECRET");
    if (secret) {
        (void)snprintf(path, sizeof path, "%.*s%s%s", (int)(secret - r.path), r.path, g->secret,
                       secret + 6);
        r.path = path;
    }
    return am_web_gate_ask(g, &r, out ? out : &route);
}

static const struct {
    unsigned expected;
    struct am_web_request r;
} cases[] = {
    /* The page, under each name of this machine. */
    {200, {"GET", "/SECRET/", HOME, NULL, NULL, NULL, 0}},
    {200, {"GET", "/SECRET/", "localhost:8470", NULL, NULL, NULL, 0}},
    {200, {"GET", "/SECRET/", "[::1]:8470", NULL, NULL, NULL, 0}},
    {200, {"GET", "/SECRET/", HOME, NULL, "none", NULL, 0}},
    {200, {"GET", "/SECRET/events", HOME, NULL, NULL, NULL, 0}},
    {200, {"GET", "/SECRET/web.js", HOME, NULL, NULL, NULL, 0}},
    {200, {"GET", "/SECRET/report.html", HOME, NULL, NULL, NULL, 0}},
    {301, {"GET", "/SECRET", HOME, NULL, NULL, NULL, 0}},
    /* Under none that was pointed here. */
    {403, {"GET", "/SECRET/", NULL, NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "", NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "example.org", NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "example.org:8470", NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "127.0.0.1", NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "127.0.0.1:8471", NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "127.0.0.1:84700", NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "127.0.0.1:8470.example.org", NULL, NULL, NULL, 0}},
    {403, {"GET", "/SECRET/", "x@127.0.0.1:8470", NULL, NULL, NULL, 0}},
    {403, {"GET", "/", "example.org", NULL, NULL, NULL, 0}},
    /* Nothing without the secret, whatever is done. */
    {404, {"GET", "/", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "*", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "//", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/web.js", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/favicon.ico", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/aaaaaaaaaaaaaaaaaaaaaaaaaa/", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/SECRETa/", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "//SECRET/", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/x/SECRET/", HOME, NULL, NULL, NULL, 0}},
    {404, {"POST", "/do/pause", HOME, OURS, "same-origin", NULL, 0}},
    {404, {"PUT", "/", HOME, NULL, NULL, NULL, 0}},
    /* Nothing that is not there. */
    {404, {"GET", "/SECRET/nothing", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/SECRET//", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/SECRET/../", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/SECRET/web.js/", HOME, NULL, NULL, NULL, 0}},
    {404, {"GET", "/SECRET/do/", HOME, NULL, NULL, NULL, 0}},
    {404, {"POST", "/SECRET", HOME, OURS, "same-origin", NULL, 0}},
    /* Reading is GET, changing is POST. */
    {405, {"POST", "/SECRET/", HOME, OURS, "same-origin", NULL, 0}},
    {405, {"HEAD", "/SECRET/", HOME, NULL, NULL, NULL, 0}},
    {405, {"OPTIONS", "/SECRET/", HOME, NULL, NULL, NULL, 0}},
    {405, {"DELETE", "/SECRET/report.html", HOME, NULL, NULL, NULL, 0}},
    {405, {"get", "/SECRET/", HOME, NULL, NULL, NULL, 0}},
    {405, {"GET", "/SECRET/do/pause", HOME, OURS, "same-origin", NULL, 0}},
    {405, {"GET", "/SECRET/do/stop", HOME, NULL, NULL, NULL, 0}},
    /* From our own page. */
    {200, {"POST", "/SECRET/do/pause", HOME, OURS, "same-origin", NULL, 0}},
    {200, {"POST", "/SECRET/do/pause", HOME, OURS, NULL, NULL, 0}},
    {200, {"POST", "/SECRET/do/pause", HOME, NULL, "same-origin", NULL, 0}},
    {200, {"POST", "/SECRET/do/pause", HOME, "null", "same-origin", NULL, 0}}, /* no referrer */
    {200, {"POST", "/SECRET/do/next", "localhost:8470", "http://localhost:8470", NULL, NULL, 0}},
    /* From anyone else's, or from nobody knows where. */
    {403, {"POST", "/SECRET/do/pause", HOME, NULL, NULL, NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, "null", NULL, NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, "", NULL, NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, THEIR, NULL, NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, THEIR, "cross-site", NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, THEIR, "same-origin", NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, OURS, "cross-site", NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, OURS, "same-site", NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, OURS, "none", NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, NULL, "same-site", NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, "https://" HOME, NULL, NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, "http://127.0.0.1:8471", NULL, NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, "http://localhost:8470", NULL, NULL, 0}},
    {403, {"POST", "/SECRET/do/pause", HOME, OURS ".example.org", NULL, NULL, 0}},
    {403,
     {"POST", "/SECRET/do/stop", "example.org:8470", "http://example.org:8470", NULL, NULL, 0}},
    /* A little form, and nothing else. */
    {200, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, FORM, 4096}},
    {200, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, FORM ";charset=UTF-8", 9}},
    {413, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, FORM, 4097}},
    {413, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, FORM, UINT64_MAX}},
    {415, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, NULL, 9}},
    {415, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, "text/plain", 9}},
    {415, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, FORM "x", 9}},
    {415, {"POST", "/SECRET/do/mark", HOME, OURS, NULL, "multipart/form-data; boundary=x", 9}},
};

static void each_request_gets_its_answer(void **state)
{
    (void)state;
    struct am_web_gate g = gate_of("127.0.0.1", 8470);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned got = ask(&g, cases[i].r, NULL);
        if (got != cases[i].expected)
            fail_msg("%s %s, Host %s, Origin %s, Sec-Fetch-Site %s: %u, not %u", cases[i].r.method,
                     cases[i].r.path, cases[i].r.host ? cases[i].r.host : "-",
                     cases[i].r.origin ? cases[i].r.origin : "-",
                     cases[i].r.fetch_site ? cases[i].r.fetch_site : "-", got, cases[i].expected);
    }
}

static void every_letter_of_the_secret_counts(void **state)
{
    (void)state;
    struct am_web_gate g = gate_of("127.0.0.1", 8470);
    for (size_t i = 0; i < AM_WEB_SECRET_LEN; i++) {
        const struct am_web_route *route;
        char path[AM_WEB_SECRET_LEN + 3];
        (void)snprintf(path, sizeof path, "/%s/", g.secret);
        path[1 + i] = path[1 + i] == 'a' ? 'b' : 'a';
        struct am_web_request r = {.method = "GET", .path = path, .host = HOME};
        assert_int_equal(am_web_gate_ask(&g, &r, &route), 404);
        assert_null(route);
    }
}

static void no_two_secrets_are_alike(void **state)
{
    (void)state;
    struct am_web_gate a = gate_of("127.0.0.1", 8470);
    struct am_web_gate b = gate_of("127.0.0.1", 8470);
    assert_int_equal(strlen(a.secret), AM_WEB_SECRET_LEN);
    assert_string_not_equal(a.secret, b.secret);
}

static void another_address_is_known_by_its_name(void **state)
{
    (void)state;
    const struct am_web_request r = {.method = "GET", .path = "/SECRET/", .host = "192.168.1.5:99"};
    struct am_web_gate g = gate_of("192.168.1.5", 99);
    assert_int_equal(ask(&g, r, NULL), 200);
    assert_string_equal(g.hosts[0], "192.168.1.5:99");
    struct am_web_gate six = gate_of("fd00::5", 99);
    assert_string_equal(six.hosts[0], "[fd00::5]:99");
    assert_int_equal(ask(&six, r, NULL), 403);
}

/* Browsers leave out the port of HTTP. */
static void the_port_of_http_is_not_said(void **state)
{
    (void)state;
    struct am_web_gate g = gate_of("127.0.0.1", 80);
    struct am_web_request r = {.method = "GET", .path = "/SECRET/", .host = "127.0.0.1"};
    assert_int_equal(ask(&g, r, NULL), 200);
}

static void a_way_leads_to_what_it_says(void **state)
{
    (void)state;
    struct am_web_gate g = gate_of("127.0.0.1", 8470);
    const struct am_web_route *route;
    struct am_web_request r = {
        .method = "POST", .path = "/SECRET/do/guess", .host = HOME, .origin = OURS};
    assert_int_equal(ask(&g, r, &route), 200);
    assert_int_equal(route->what, AM_WEB_ACT);
    assert_int_equal(route->which, AM_ACT_GUESS);
    r.method = "GET"; /* says which other would do */
    assert_int_equal(ask(&g, r, &route), 405);
    assert_non_null(route);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_request_gets_its_answer),
        cmocka_unit_test(every_letter_of_the_secret_counts),
        cmocka_unit_test(no_two_secrets_are_alike),
        cmocka_unit_test(another_address_is_known_by_its_name),
        cmocka_unit_test(the_port_of_http_is_not_said),
        cmocka_unit_test(a_way_leads_to_what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
