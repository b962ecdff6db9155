/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Input: what a client says (1 byte), how long it is padded (1 byte), whether its SYN was seen and
 * where its numbers start (1 byte), then steps of 3 bytes: which part of it is sent next.
 *
 * In whatever pieces, copies and order it comes, only names that were said are told, each as often
 * as it was said at most; and where nothing was given up, once all has been sent, all are told. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contacts/naming.h"
#include "frames.h"
#include "unit/scanner/messages.h"

#define NAMES 3

static const char *const names[NAMES] = {"a.example.org", "bb.example.org", "ccc.example.org"};

static const char inside[] = "GET / HTTP/1.1\r\nHost: ccc.example.org\r\n\r\n";

static void must(bool holds)
{
    if (!holds)
        abort();
}

void am_store_count(struct am_store *s, const char *name, uint64_t value)
{
    if (strcmp(name, "lost.stream_segments") == 0)
        *(uint64_t *)(void *)s += value;
}

struct run {
    struct am_namer *namer;
    struct am_flow flow;
    struct am_naming naming;
    unsigned told[NAMES];
};

static void hear_name(void *ctx, const struct am_flow *flow, enum am_source source,
                      const char *name)
{
    struct run *r = ctx;
    must(flow == &r->flow && source < AM_SOURCE_COUNT);
    for (unsigned i = 0; i < NAMES; i++) {
        if (strcmp(name, names[i]) == 0) {
            r->told[i]++;
            return;
        }
    }
    abort();
}

static void hear_answer(void *ctx, struct am_flow *flow, unsigned side,
                        const struct am_dns_answer *answer, int64_t time)
{
    (void)ctx, (void)flow, (void)side, (void)answer, (void)time;
    abort(); /* the client asks */
}

/* What the client says, and how many of the names are in it. */
static unsigned compose(struct wire *w, unsigned what, size_t padding, uint16_t *port)
{
    w->len = 0;
    switch (what % 7) {
    case 0:
        *port = 443;
        put_hello(w, names[0], padding * 40);
        return 1;
    case 1:
        *port = 80;
        for (unsigned i = 0; i < NAMES; i++) {
            wire_text(w, "GET / HTTP/1.1\r\nHost: ");
            wire_text(w, names[i]);
            wire_text(w, "\r\nX: ");
            wire_fill(w, 'x', padding * 4);
            wire_text(w, "\r\n\r\n");
        }
        return NAMES;
    case 2:
        *port = 53;
        for (unsigned i = 0; i < NAMES; i++) {
            size_t message = wire_open(w, 2);
            put_question(w, names[i]);
            wire_close(w, message, 2);
        }
        return NAMES;
    case 4:
        *port = 1080;
        wire_bytes(w, "\5\1\0\5\1\0\3", 7);
        wire_number(w, (uint32_t)strlen(names[0]), 1);
        wire_text(w, names[0]);
        wire_number(w, 443, 2);
        put_hello(w, names[1], padding * 40);
        return 2;
    case 5: { /* names in a body are not said */
        size_t len = strlen(inside) + padding * 40;
        char line[32];
        *port = 80;
        wire_text(w, "PUT / HTTP/1.1\r\nHost: a.example.org\r\nContent-Length: ");
        (void)snprintf(line, sizeof line, "%zu\r\n\r\n", len);
        wire_text(w, line);
        wire_fill(w, 'x', padding * 40);
        wire_text(w, inside);
        wire_text(w, "GET / HTTP/1.1\r\nHost: bb.example.org\r\n\r\n");
        return 2;
    }
    case 6: {
        struct wire block = {.len = 0};
        *port = 50051;
        put_client_preface(w);
        for (unsigned i = 0; i < NAMES; i++) {
            block.len = 0;
            put_get(&block, names[i]);
            put_frame(w, H2_HEADERS, H2_END_HEADERS, 2 * i + 1, wire_view(&block));
            wire_fill(&block, 0, padding * 10);
            put_frame(w, H2_DATA, 0, 2 * i + 1, wire_view(&block));
        }
        return NAMES;
    }
    default:
        *port = 3128;
        wire_text(w, "CONNECT a.example.org:443 HTTP/1.1\r\n\r\n");
        put_hello(w, names[1], padding * 40);
        return 2;
    }
}

static void send_part(struct run *r, const struct wire *w, uint32_t start, size_t from, size_t len)
{
    len = len < w->len - from ? len : w->len - from;
    if (len == 0 || !am_naming_wants(&r->naming, 0))
        return;
    uint8_t *copy = malloc(len);
    must(copy != NULL);
    memcpy(copy, w->at + from, len);
    struct am_packet p = {.transport = IPPROTO_TCP,
                          .tcp_flags = AM_TCP_ACK,
                          .tcp_seq = start + 1 + (uint32_t)from,
                          .payload = {copy, len},
                          .payload_len = (uint32_t)len};
    am_naming_take(r->namer, &r->flow, &r->naming, 0, &p, 0);
    free(copy);
}

static void open_side(struct run *r, uint32_t start)
{
    struct am_packet p = {.transport = IPPROTO_TCP, .tcp_flags = AM_TCP_SYN, .tcp_seq = start};
    r->flow.tcp_flags[0] = AM_TCP_SYN;
    am_naming_take(r->namer, &r->flow, &r->naming, 0, &p, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct wire w;
    if (size < 3)
        return 0;
    struct run r = {.flow = {.transport = IPPROTO_TCP, .port = {50000}}};
    struct am_labels *labels = am_labels_new();
    struct am_namer_options options = {
        .labels = labels, .ctx = &r, .answer = hear_answer, .name = hear_name};
    r.namer = am_namer_new(&options);
    must(labels && r.namer);
    unsigned said = compose(&w, data[0], data[1], &r.flow.port[1]);
    bool syn = data[2] & 1;
    uint32_t start = data[2] & 2 ? UINT32_MAX - 50 : 77;
    am_naming_init(r.namer, &r.naming, &r.flow);
    if (syn)
        open_side(&r, start);
    for (size_t i = 3; i + 3 <= size; i += 3)
        send_part(&r, &w, start, ((size_t)data[i] << 8 | data[i + 1]) % w.len,
                  1 + (size_t)data[i + 2] * 6);
    for (size_t from = 0; from < w.len; from += 1000)
        send_part(&r, &w, start, from, 1000);

    uint64_t dropped = 0;
    am_namer_count(r.namer, (struct am_store *)(void *)&dropped);
    bool gave_up = !syn || r.naming.gap || dropped > 0 || r.naming.reread[0] > AM_NAMING_REREAD_MAX;
    /* Who comes in the middle of a body, or missed what it begins with, can't know what it is. */
    unsigned may = gave_up && data[0] % 7 == 5 ? NAMES : said;
    for (unsigned i = 0; i < NAMES; i++) {
        must(r.told[i] <= (i < may));
        must(gave_up || r.told[i] == (i < said));
    }
    am_naming_done(r.namer, &r.naming);
    am_namer_free(r.namer);
    am_labels_free(labels);
    return 0;
}
