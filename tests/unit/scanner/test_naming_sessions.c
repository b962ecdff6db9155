/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What dissectors remember of many flows at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>

#include "contacts/naming.h"
#include "fake_store.h"
#include "messages.h"
#include "quic_wire.h"

#define FLOWS 4000 /* more than there is room for while their hellos are read */
#define ID    ((struct am_bytes){(const uint8_t *)"first-id", 8})

struct talks {
    struct am_labels *labels;
    struct am_namer *namer;
    struct am_flow flow[FLOWS];
    struct am_naming naming[FLOWS];
    unsigned names;
};

static void hear_name(void *ctx, const struct am_flow *flow, enum am_source source,
                      const char *name)
{
    struct talks *t = ctx;
    (void)flow;
    assert_int_equal(source, AM_SOURCE_QUIC_SNI);
    assert_string_equal(name, "video.example.org");
    t->names++;
}

/* A hello in two datagrams. */
static void make_datagrams(struct wire out[2])
{
    static struct wire hello;
    static struct wire frames;

    hello.len = 0;
    put_hello(&hello, "video.example.org", 1500);
    struct am_bytes message = {.at = hello.at + 5, .len = hello.len - 5};
    for (unsigned i = 0; i < 2; i++) {
        struct quic_sender q = {
            .version = QUIC_V1, .original = ID, .to = ID, .number = i, .size = QUIC_SIZE};
        frames.len = out[i].len = 0;
        quic_crypto(&frames, message, i == 0 ? 0 : 1000, i == 0 ? 1000 : message.len);
        quic_initial(&out[i], &q, wire_view(&frames));
    }
}

static void begin(struct talks *t)
{
    t->labels = am_labels_new();
    struct am_namer_options options = {.labels = t->labels, .ctx = t, .name = hear_name};
    t->namer = am_namer_new(&options);
    assert_non_null(t->namer);
    for (unsigned i = 0; i < FLOWS; i++) {
        t->flow[i] = (struct am_flow){.transport = IPPROTO_UDP, .port = {50000, 443}};
        am_naming_init(t->namer, &t->naming[i], &t->flow[i]);
    }
}

static void send_datagram(struct talks *t, unsigned i, const struct wire *datagram)
{
    struct am_packet p = {.transport = IPPROTO_UDP,
                          .payload = wire_view(datagram),
                          .payload_len = (uint32_t)datagram->len};
    am_naming_take(t->namer, &t->flow[i], &t->naming[i], 0, &p, 0);
}

static uint64_t lost(const struct talks *t)
{
    struct am_store *store = calloc(1, sizeof *store);
    assert_non_null(store);
    am_namer_count(t->namer, store);
    uint64_t value = fake_counter(store, "lost.sessions");
    free(store);
    return value;
}

static void end(struct talks *t)
{
    for (unsigned i = 0; i < FLOWS; i++)
        am_naming_done(t->namer, &t->naming[i]);
    am_namer_free(t->namer);
    am_labels_free(t->labels);
    free(t);
}

/* As in a capture of one way alone, and where a server is out of reach. */
static void flows_that_nobody_answers_take_no_room_once_they_are_named(void **state)
{
    static struct wire datagram[2];
    struct talks *t = calloc(1, sizeof *t);

    (void)state;
    assert_non_null(t);
    make_datagrams(datagram);
    begin(t);
    for (unsigned i = 0; i < FLOWS; i++) {
        send_datagram(t, i, &datagram[0]);
        send_datagram(t, i, &datagram[1]);
    }
    assert_int_equal(t->names, FLOWS);
    assert_int_equal(lost(t), 0);
    end(t);
}

/* Hellos that never become whole do not take more than the bound; those who come later are counted,
 * and when flows have ended there is room again. */
static void half_hellos_are_bounded_and_what_is_lost_is_counted(void **state)
{
    static struct wire datagram[2];
    struct talks *t = calloc(1, sizeof *t);

    (void)state;
    assert_non_null(t);
    make_datagrams(datagram);
    begin(t);
    for (unsigned i = 0; i < FLOWS; i++)
        send_datagram(t, i, &datagram[0]);
    uint64_t before = lost(t);
    assert_in_range(before, 1, FLOWS - 1);
    am_naming_done(t->namer, &t->naming[0]);
    am_naming_init(t->namer, &t->naming[0], &t->flow[0]);
    send_datagram(t, 0, &datagram[0]);
    send_datagram(t, 0, &datagram[1]);
    assert_int_equal(t->names, 1);
    assert_int_equal(lost(t), before);
    end(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_that_nobody_answers_take_no_room_once_they_are_named),
        cmocka_unit_test(half_hellos_are_bounded_and_what_is_lost_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
