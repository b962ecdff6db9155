/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dns_messages.h"

#define SVCB     64
#define HTTPS    65
#define ALPN     1
#define IPV4HINT 4
#define ECH      5
#define IPV6HINT 6

/* One configuration of an ECHConfigList (RFC 9849, 4). */
struct config {
    uint16_t version;
    uint8_t id;
    const char *public_name; /* NULL: end of the list */
    uint16_t extension;      /* 0: none */
    bool no_key;
    unsigned spare; /* bytes more than its parts take */
};

struct param {
    uint16_t key;
    const char *value; /* hex; NULL: end */
    struct config configs[4];
};

struct service {
    const char *owner;
    uint16_t type, priority; /* of another type: `target` is the data, as in struct rr */
    const char *target;
    struct param params[6];
};

struct exchange {
    const char *title;
    uint16_t type;
    struct service services[4];
    const char *heard; /* after the question */
};

static void put_hex(struct wire *w, const char *hex)
{
    for (; *hex; hex += 2) {
        char byte[3] = {hex[0], hex[1], 0};
        wire_number(w, (uint32_t)strtoul(byte, NULL, 16), 1);
    }
}

static void put_config(struct wire *w, const struct config *c)
{
    wire_number(w, c->version, 2);
    size_t body = wire_open(w, 2);
    wire_number(w, c->id, 1);
    wire_number(w, 0x0020, 2); /* X25519 */
    wire_number(w, c->no_key ? 0 : 32, 2);
    wire_fill(w, 0x55, c->no_key ? 0 : 32);
    wire_number(w, 4, 2);
    wire_number(w, 0x00010001, 4);
    wire_number(w, 0, 1);
    wire_number(w, (uint32_t)strlen(c->public_name), 1);
    wire_text(w, c->public_name);
    size_t extensions = wire_open(w, 2);
    if (c->extension) {
        wire_number(w, c->extension, 2);
        wire_number(w, 0x000101, 3);
    }
    wire_close(w, extensions, 2);
    wire_fill(w, 0, c->spare);
    wire_close(w, body, 2);
}

static void put_param(struct wire *w, const struct param *p)
{
    wire_number(w, p->key, 2);
    size_t value = wire_open(w, 2);
    put_hex(w, p->value);
    if (p->configs[0].public_name) {
        size_t list = wire_open(w, 2);
        for (const struct config *c = p->configs; c->public_name; c++)
            put_config(w, c);
        wire_close(w, list, 2);
    }
    wire_close(w, value, 2);
}

static void put_service(struct wire *w, const struct service *s)
{
    if (s->type != SVCB && s->type != HTTPS) {
        put_rr(w, &(struct rr){s->owner, s->type, s->target, 60, 0});
        return;
    }
    put_name(w, s->owner);
    wire_number(w, s->type, 2);
    wire_number(w, CLASS_IN, 2);
    wire_number(w, 300, 4);
    size_t data = wire_open(w, 2);
    wire_number(w, s->priority, 2);
    put_name(w, s->target);
    for (const struct param *p = s->params; p->value; p++)
        put_param(w, p);
    wire_close(w, data, 2);
}

static void put_exchange(struct wire *w, const struct exchange *x)
{
    uint16_t count = 0;
    while (x->services[count].owner)
        count++;
    wire_number(w, 0xbeef, 2);
    wire_number(w, RESPONSE, 2);
    wire_number(w, 1, 2);
    wire_number(w, count, 2);
    wire_number(w, 0, 4);
    put_name(w, "www.a.org");
    wire_number(w, x->type, 2);
    wire_number(w, CLASS_IN, 2);
    for (uint16_t i = 0; i < count; i++)
        put_service(w, &x->services[i]);
}

#define V4                                                                                         \
    {                                                                                              \
        IPV4HINT, "c0000201",                                                                      \
        {                                                                                          \
            {                                                                                      \
                0                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
#define V6                                                                                         \
    {                                                                                              \
        IPV6HINT, "20010db8000000000000000000000001",                                              \
        {                                                                                          \
            {                                                                                      \
                0                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
#define H2                                                                                         \
    {                                                                                              \
        ALPN, "026832",                                                                            \
        {                                                                                          \
            {                                                                                      \
                0                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
#define FRONT                                                                                      \
    {                                                                                              \
        0xfe0d, 7, "front.net", 0, false, 0                                                        \
    }
#define KEY                                                                                        \
    {                                                                                              \
        ECH, "",                                                                                   \
        {                                                                                          \
            FRONT                                                                                  \
        }                                                                                          \
    }
#define GONE                                                                                       \
    {                                                                                              \
        0xfe0a, 1, "draft.net", 0, false, 0                                                        \
    }

static const struct exchange exchanges[] = {
    {"hints of both kinds",
     HTTPS,
     {{"@12", HTTPS, 1, "", {H2, V4, V6}}},
     "answer www.a.org 192.0.2.1 2001:db8::1 ttl 300\n"},
    {"several hints",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{IPV4HINT, "c0000201c0000202", {{0}}}}}},
     "answer www.a.org 192.0.2.1 192.0.2.2 ttl 300\n"},
    {"no parameter at all", HTTPS, {{"@12", HTTPS, 1, "", {{0}}}}, "answer www.a.org\n"},
    {"a key",
     HTTPS,
     {{"@12", HTTPS, 1, "", {H2, V4, KEY}}},
     "answer www.a.org 192.0.2.1 ttl 300 ech front.net 7\n"},
    {"a key and no hint",
     HTTPS,
     {{"@12", HTTPS, 1, "", {KEY}}},
     "answer www.a.org ech front.net 7\n"},
    {"a service elsewhere",
     HTTPS,
     {{"@12", HTTPS, 1, "Svc.b.net", {V4}}},
     "answer www.a.org > svc.b.net 192.0.2.1 ttl 300\n"},
    {"an alias, whose parameters do not count",
     HTTPS,
     {{"@12", HTTPS, 0, "b.net", {V4, KEY}}},
     "answer www.a.org > b.net\n"},
    {"an alias that is followed",
     HTTPS,
     {{"b.net", HTTPS, 1, "", {V4, KEY}}, {"@12", HTTPS, 0, "b.net", {{0}}}},
     "answer www.a.org > b.net 192.0.2.1 ttl 300 ech front.net 7\n"},
    {"an alias to nowhere", HTTPS, {{"@12", HTTPS, 0, "", {{0}}}}, "answer www.a.org\n"},
    {"aliases that go round",
     HTTPS,
     {{"@12", HTTPS, 0, "b.net", {{0}}}, {"b.net", HTTPS, 0, "www.a.org", {{0}}}},
     "answer www.a.org > b.net > www.a.org\n"},
    {"by way of another name",
     HTTPS,
     {{"@12", CNAME, 0, "c.net", {{0}}}, {"c.net", HTTPS, 1, "", {V4}}},
     "answer www.a.org > c.net 192.0.2.1 ttl 300\n"},
    {"of several the one to be tried first",
     HTTPS,
     {{"@12", HTTPS, 2, "far.net", {{IPV4HINT, "c0000209", {{0}}}}}, {"@12", HTTPS, 1, "", {V4}}},
     "answer www.a.org 192.0.2.1 ttl 300\n"},
    {"addresses besides hints",
     HTTPS,
     {{"@12", HTTPS, 1, "", {V4}}, {"@12", A, 0, "192.0.2.8", {{0}}}},
     "answer www.a.org 192.0.2.1 192.0.2.8 ttl 60\n"},
    {"a record that nobody asked for",
     A,
     {{"@12", HTTPS, 1, "", {V4, KEY}}, {"@12", A, 0, "192.0.2.8", {{0}}}},
     "answer www.a.org 192.0.2.8 ttl 60\n"},
    {"another's record", HTTPS, {{"b.org", HTTPS, 1, "", {V4, KEY}}}, "answer www.a.org\n"},
    {"SVCB", SVCB, {{"@12", SVCB, 1, "", {V4}}}, "answer www.a.org 192.0.2.1 ttl 300\n"},
    {"keys that nobody knows",
     HTTPS,
     {{"@12", HTTPS, 1, "", {V4, {7, "2f", {{0}}}, {65280, "00ff", {{0}}}}}},
     "answer www.a.org 192.0.2.1 ttl 300\n"},
    {"keys out of order", HTTPS, {{"@12", HTTPS, 1, "", {V6, V4}}}, "answer www.a.org\n"},
    {"a key twice", HTTPS, {{"@12", HTTPS, 1, "", {V4, V4}}}, "answer www.a.org\n"},
    {"half an address",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{IPV4HINT, "c00002", {{0}}}}}},
     "answer www.a.org\n"},
    {"an empty hint",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{IPV6HINT, "", {{0}}}}}},
     "answer www.a.org\n"},
    {"a target that points elsewhere",
     HTTPS,
     {{"@12", HTTPS, 1, "@12", {V4}}},
     "answer www.a.org\n"},
    {"a target that is no name", HTTPS, {{"@12", HTTPS, 1, "b?d", {V4}}}, "answer www.a.org\n"},
    {"a damaged record beside good ones",
     HTTPS,
     {{"@12", HTTPS, 1, "", {V4, V4}},
      {"@12", HTTPS, 2, "", {V6, KEY}},
      {"@12", AAAA, 0, "2001:db8::8", {{0}}}},
     "answer www.a.org 2001:db8::8 ttl 60\n"},
    {"a version that is gone, then one that is not",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{ECH, "", {GONE, FRONT}}}}},
     "answer www.a.org ech front.net 7\n"},
    {"a version that is gone",
     HTTPS,
     {{"@12", HTTPS, 1, "", {V4, {ECH, "", {GONE}}}}},
     "answer www.a.org 192.0.2.1 ttl 300\n"},
    {"an extension that may be passed over",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{ECH, "", {{0xfe0d, 3, "x.net", 0x1a1a, false, 0}}}}}},
     "answer www.a.org ech x.net 3\n"},
    {"an extension that may not be",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{ECH, "", {{0xfe0d, 3, "x.net", 0x9a1a, false, 0}, FRONT}}}}},
     "answer www.a.org ech front.net 7\n"},
    {"a configuration without a key",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{ECH, "", {{0xfe0d, 3, "x.net", 0, true, 0}}}}}},
     "answer www.a.org\n"},
    {"a public name that is an address",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{ECH, "", {{0xfe0d, 3, "192.0.2.5", 0, false, 0}}}}}},
     "answer www.a.org\n"},
    {"a public name that is no name",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{ECH, "", {{0xfe0d, 3, "a b", 0, false, 0}}}}}},
     "answer www.a.org\n"},
    {"a configuration with bytes to spare",
     HTTPS,
     {{"@12", HTTPS, 1, "", {{ECH, "", {{0xfe0d, 3, "x.net", 0, false, 1}}}}}},
     "answer www.a.org\n"},
    {"a list that is no list",
     HTTPS,
     {{"@12", HTTPS, 1, "", {V4, {ECH, "ffff00", {{0}}}}}},
     "answer www.a.org 192.0.2.1 ttl 300\n"},
};

static void hears_services_as_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof exchanges / sizeof *exchanges; i++) {
        static struct wire w;
        static struct heard h;
        char expected[512];
        w.len = 0;
        put_exchange(&w, &exchanges[i]);
        heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
        (void)snprintf(expected, sizeof expected, Q("www.a.org") "%s", exchanges[i].heard);
        if (strcmp(h.text, expected) != 0)
            print_error("in the case of: %s\n", exchanges[i].title);
        assert_string_equal(h.text, expected);
    }
}

/* Cut anywhere, it tells the same or nothing: never a part of an address or of a name. */
static void tells_no_part_of_a_cut_service(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof exchanges / sizeof *exchanges; i++) {
        static struct wire w;
        static struct heard h;
        w.len = 0;
        put_exchange(&w, &exchanges[i]);
        if (exchanges[i].services[1].owner)
            continue;
        for (size_t len = 0; len < w.len; len++) {
            heard_whole(&h, &am_proto_dns, (struct am_bytes){w.at, len}, true, true);
            assert_null(strstr(h.text, "answer"));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_services_as_it_should),
        cmocka_unit_test(tells_no_part_of_a_cut_service),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
