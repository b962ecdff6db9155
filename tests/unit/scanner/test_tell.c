/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "contacts/tell.h"
#include "watched.h"

#define END(a, p) ((struct watched_end){a, p})
#define DESK      "10.0.0.5"
#define SERVER    "192.0.2.7"

/* An observer whose flows and answers are written as lines into memory. */
struct lines {
    char *flows, *answers;
    size_t flows_len, answers_len;
    struct am_teller teller;
    struct watched *w; /* its observer is replaced by one that tells lines */
};

static struct lines *begin(bool addresses)
{
    struct lines *l = calloc(1, sizeof *l);
    assert_non_null(l);
    l->w = watched_new(100);
    l->teller.flows = open_memstream(&l->flows, &l->flows_len);
    l->teller.answers = open_memstream(&l->answers, &l->answers_len);
    l->teller.addresses = addresses;
    l->teller.store = &l->w->store;
    assert_int_equal(am_prefix_parse("203.0.113.0/24", &l->teller.locality.networks[0]), AM_OK);
    l->teller.locality.networks_len = 1;
    struct am_observer_options options = {.locality = l->teller.locality,
                                          .store = &l->w->store,
                                          .max_flows = 100,
                                          .listener = am_teller_listener(&l->teller)};
    am_observer_free(l->w->observer);
    l->w->observer = am_observer_new(&options);
    assert_non_null(l->w->observer);
    return l;
}

static void finish(struct lines *l)
{
    watched_finish(l->w);
    assert_int_equal(fflush(l->teller.flows), 0);
    assert_int_equal(fflush(l->teller.answers), 0);
}

static void end(struct lines *l)
{
    (void)fclose(l->teller.flows);
    (void)fclose(l->teller.answers);
    free(l->flows);
    free(l->answers);
    watched_free(l->w);
    free(l);
}

/* The only line there is, read back. */
static json_t *only_line(const char *lines)
{
    json_error_t error;
    assert_non_null(strchr(lines, '\n'));
    assert_string_equal(strchr(lines, '\n'), "\n");
    json_t *line = json_loads(lines, JSON_REJECT_DUPLICATES, &error);
    if (!line)
        fail_msg("%s: %s", error.text, lines);
    return line;
}

static void expect_text(const json_t *line, const char *key, const char *want)
{
    const json_t *value = json_object_get(line, key);
    if (want == NULL)
        assert_true(json_is_null(value));
    else
        assert_string_equal(json_string_value(value), want);
}

static void a_flow_is_one_line_of_json(void **state)
{
    (void)state;
    for (unsigned addresses = 0; addresses < 2; addresses++) {
        struct lines *l = begin(addresses);
        l->w->time += 123456789;
        watched_hello(l->w, END(DESK, 50000), END(SERVER, 443), "www.example.org");
        uint64_t up = l->w->sent - 40;
        l->w->time += WATCHED_SECOND;
        watched_tcp(l->w, END(SERVER, 443), END(DESK, 50000), AM_TCP_ACK, 5001, "abc", 3);
        finish(l);
        json_t *line = only_line(l->flows);
        expect_text(line, "device", "05dddddddddddddd");
        expect_text(line, "transport", "tcp");
        expect_text(line, "app", "tls");
        expect_text(line, "name", "www.example.org");
        expect_text(line, "evidence", "sni");
        expect_text(line, "server", SERVER);
        assert_int_equal(json_integer_value(json_object_get(line, "server_port")), 443);
        assert_int_equal(json_integer_value(json_object_get(line, "up")), up);
        assert_int_equal(json_integer_value(json_object_get(line, "down")), 40 + 43);
        assert_int_equal(json_integer_value(json_object_get(line, "packets")), 4);
        assert_int_equal(json_array_size(json_object_get(line, "loss")), 0);
        assert_non_null(strstr(l->flows, "\"ts\":1700000400.123456,\"end\":1700000401.123456,"));
        assert_int_equal(json_object_get(line, "client") != NULL, addresses);
        assert_int_equal(json_object_get(line, "client_port") != NULL, addresses);
        if (addresses)
            expect_text(line, "client", DESK);
        json_decref(line);
        end(l);
    }
}

/* Without --addresses no line may hold a local address, or the name of a local host. */
static void what_is_inside_stays_inside(void **state)
{
    (void)state;
    static const struct {
        const char *client, *server, *name, *told_server, *told_name;
    } cases[] = {
        {DESK, SERVER, "www.example.org", SERVER, "www.example.org"},
        {DESK, SERVER, "nas.lan", SERVER, NULL},
        {DESK, SERVER, "printer", SERVER, NULL},
        {DESK, SERVER, "maria-pc.office.local", SERVER, NULL},
        {DESK, SERVER, "router.home.arpa", SERVER, NULL},
        {DESK, SERVER, "lan.example.org", SERVER, "lan.example.org"},
        {DESK, SERVER, "milan.example", SERVER, "milan.example"},
        {DESK, "10.0.0.9", "intranet.example.org", NULL, NULL},
        {DESK, "203.0.113.9", "intranet.example.org", NULL, NULL},
        {SERVER, "10.0.0.9", "www.coop.example", NULL, NULL}, /* a visitor from outside */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned addresses = 0; addresses < 2; addresses++) {
            struct lines *l = begin(addresses);
            watched_hello(l->w, END(cases[i].client, 50000), END(cases[i].server, 443),
                          cases[i].name);
            finish(l);
            json_t *line = only_line(l->flows);
            expect_text(line, "name", addresses ? cases[i].name : cases[i].told_name);
            expect_text(line, "server", addresses ? cases[i].server : cases[i].told_server);
            expect_text(line, "evidence", addresses || cases[i].told_name ? "sni" : "none");
            if (!addresses) {
                assert_null(strstr(l->flows, "10.0.0."));
                assert_null(strstr(l->flows, "203.0.113."));
            }
            json_decref(line);
            end(l);
        }
    }
}

static void answers_are_told_where_they_lead_out(void **state)
{
    (void)state;
    static const struct {
        const char *question, *alias;
        uint8_t address[4];
        bool told;
    } cases[] = {
        {"www.example.org", "edge.example", {192, 0, 2, 7}, true},
        {"www.example.org", NULL, {192, 0, 2, 7}, true},
        {"intranet.example.org", NULL, {10, 0, 0, 9}, false},
        {"intranet.example.org", NULL, {203, 0, 113, 9}, false},
        {"nas.lan", NULL, {192, 0, 2, 7}, false},
        {"7.2.0.192.in-addr.arpa", NULL, {192, 0, 2, 7}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned addresses = 0; addresses < 2; addresses++) {
            struct lines *l = begin(addresses);
            watched_resolve(l->w, END(DESK, 40000), END("10.0.0.1", 53), cases[i].question,
                            cases[i].alias, cases[i].address);
            finish(l);
            assert_int_equal(l->answers_len > 0, addresses || cases[i].told);
            if (l->answers_len == 0) {
                end(l);
                continue;
            }
            json_t *line = only_line(l->answers);
            expect_text(line, "question", cases[i].question);
            expect_text(line, "resolver", addresses ? "10.0.0.1" : NULL);
            assert_int_equal(json_object_get(line, "client") != NULL, addresses);
            assert_int_equal(json_array_size(json_object_get(line, "cname")),
                             cases[i].alias != NULL);
            assert_int_equal(json_array_size(json_object_get(line, "addresses")), 1);
            assert_int_equal(json_integer_value(json_object_get(line, "ttl")), 60);
            json_decref(line);
            end(l);
        }
    }
}

static void questions_about_local_hosts_are_left_out_of_a_resolvers_flow(void **state)
{
    (void)state;
    struct lines *l = begin(false);
    static const char *const names[] = {"a.example", "nas.lan", "printer", "b.example"};
    for (size_t i = 0; i < 4; i++)
        watched_resolve(l->w, END(DESK, 40000), END("9.9.9.9", 53), names[i], NULL,
                        (uint8_t[]){192, 0, 2, 7});
    finish(l);
    json_t *line = only_line(l->flows);
    const json_t *told = json_object_get(line, "names");
    assert_int_equal(json_array_size(told), 2);
    expect_text(json_array_get(told, 0), "name", "a.example");
    expect_text(json_array_get(told, 0), "evidence", "question");
    expect_text(json_array_get(told, 1), "name", "b.example");
    json_decref(line);
    end(l);
}

static void what_is_missing_is_told(void **state)
{
    (void)state;
    struct lines *l = begin(false);
    l->w->kept = 42;
    watched_tcp(l->w, END(DESK, 50000), END(SERVER, 443), AM_TCP_ACK, 1, "abcdef", 6);
    finish(l);
    json_t *line = only_line(l->flows);
    const json_t *loss = json_object_get(line, "loss");
    static const char *const want[] = {"mid-stream", "one-way", "cut"};
    assert_int_equal(json_array_size(loss), 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(json_string_value(json_array_get(loss, i)), want[i]);
    json_decref(line);
    end(l);
}

static void a_flow_of_many_names_fits_a_line(void **state)
{
    (void)state;
    enum { NAMES = AM_NAMING_OTHERS_MAX + 20 };
    struct lines *l = begin(false);
    static struct wire message;
    for (unsigned i = 0; i < NAMES; i++) {
        char name[AM_NAME_SIZE];
        (void)snprintf(name, sizeof name,
                       "%03u-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
                       "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb."
                       "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc."
                       "ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
                       i);
        message.len = 0;
        put_question(&message, name);
        watched_udp(l->w, END(DESK, 40000), END("9.9.9.9", 53), message.at, message.len);
    }
    finish(l);
    json_t *line = only_line(l->flows);
    assert_int_equal(json_array_size(json_object_get(line, "names")), AM_NAMING_OTHERS_MAX);
    json_decref(line);
    end(l);
}

static void nobody_listens_to_what_is_not_asked_for(void **state)
{
    (void)state;
    struct am_teller none = {0};
    struct am_listener listener = am_teller_listener(&none);
    assert_null(listener.flow);
    assert_null(listener.answer);
    assert_null(listener.name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flow_is_one_line_of_json),
        cmocka_unit_test(what_is_inside_stays_inside),
        cmocka_unit_test(answers_are_told_where_they_lead_out),
        cmocka_unit_test(questions_about_local_hosts_are_left_out_of_a_resolvers_flow),
        cmocka_unit_test(what_is_missing_is_told),
        cmocka_unit_test(a_flow_of_many_names_fits_a_line),
        cmocka_unit_test(nobody_listens_to_what_is_not_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
