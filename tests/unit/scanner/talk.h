/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A connection as two sides say it, packet by packet, and what its naming heard. */
#ifndef AM_TESTS_TALK_H
#define AM_TESTS_TALK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <netinet/in.h>

#include "contacts/naming.h"
#include "fake_store.h"
#include "frames.h"
#include "messages.h"

/* One TCP or UDP flow and what is heard of it. Side 0 is the client. */
struct talk {
    struct am_labels *labels;
    struct am_namer *namer;
    struct am_flow flow;
    struct am_naming naming;
    char heard[4096];
    uint32_t next[2]; /* sequence numbers */
    size_t names, answers;
};

static inline void hear_name(void *ctx, const struct am_flow *flow, enum am_source source,
                             const char *name)
{
    struct talk *t = ctx;
    size_t len = strlen(t->heard);
    assert_ptr_equal(flow, &t->flow);
    (void)snprintf(t->heard + len, sizeof t->heard - len, "%s%s %s", len ? ", " : "",
                   am_source_name(source), name);
    t->names++;
}

static inline void hear_answer(void *ctx, struct am_flow *flow, unsigned side,
                               const struct am_dns_answer *answer, int64_t time)
{
    struct talk *t = ctx;
    (void)time;
    assert_ptr_equal(flow, &t->flow);
    assert_int_equal(side, 1);
    assert_true(answer->addresses_len > 0);
    t->answers++;
}

static inline struct talk *begin(uint8_t transport, uint16_t port)
{
    struct talk *t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->labels = am_labels_new();
    struct am_namer_options options = {.labels = t->labels,
                                       .ctx = t,
                                       .answer = hear_answer,
                                       .name = hear_name,
                                       .keep_others = true};
    t->namer = am_namer_new(&options);
    assert_non_null(t->namer);
    t->flow.transport = transport;
    t->flow.port[0] = 50000;
    t->flow.port[1] = port;
    t->next[0] = 0xfffffff0; /* the numbers wrap early on */
    t->next[1] = 7000;
    am_naming_init(t->namer, &t->naming, &t->flow);
    return t;
}

static inline uint64_t end(struct talk *t, const char *counter)
{
    struct am_store *store = calloc(1, sizeof *store);
    assert_non_null(store);
    am_namer_count(t->namer, store);
    uint64_t value = counter ? fake_counter(store, counter) : 0;
    free(store);
    am_naming_done(t->namer, &t->naming);
    am_namer_free(t->namer);
    am_labels_free(t->labels);
    free(t);
    return value;
}

/* A segment at `offset` from the side's next number, in a heap copy of its exact size. */
static inline void send_at(struct talk *t, unsigned side, uint32_t offset, const void *bytes,
                           size_t len, size_t kept, uint8_t flags)
{
    if (!am_naming_wants(&t->naming, side))
        return;
    uint8_t *copy = malloc(kept ? kept : 1);
    assert_non_null(copy);
    if (kept > 0)
        memcpy(copy, bytes, kept);
    struct am_packet p = {.transport = t->flow.transport,
                          .tcp_flags = flags,
                          .tcp_seq = t->next[side] + offset,
                          .payload = {copy, kept},
                          .payload_len = (uint32_t)len};
    t->flow.tcp_flags[side] |= flags;
    am_naming_take(t->namer, &t->flow, &t->naming, side, &p, 0);
    free(copy);
}

static inline void open_connection(struct talk *t)
{
    for (unsigned side = 0; side < 2; side++) {
        send_at(t, side, 0, NULL, 0, 0, (uint8_t)(side ? AM_TCP_SYN | AM_TCP_ACK : AM_TCP_SYN));
        t->next[side]++;
    }
}

static inline void say(struct talk *t, unsigned side, const void *bytes, size_t len)
{
    send_at(t, side, 0, bytes, len, len, AM_TCP_ACK);
    t->next[side] += (uint32_t)len;
}

static inline void say_text(struct talk *t, unsigned side, const char *text)
{
    say(t, side, text, strlen(text));
}

static inline void say_hello(struct talk *t, const char *name, size_t padding, size_t each)
{
    static struct wire w;
    w.len = 0;
    put_hello(&w, name, padding);
    for (size_t done = 0; done < w.len; done += each)
        say(t, 0, w.at + done, w.len - done < each ? w.len - done : each);
}

static inline void expect(struct talk *t, const char *heard, const char *name,
                          enum am_evidence evidence)
{
    assert_string_equal(t->heard, heard);
    if (name)
        assert_string_equal(am_label_text(t->naming.name), name);
    else
        assert_null(t->naming.name);
    assert_int_equal(t->naming.evidence, evidence);
}

#endif
