/* SPDX-License-Identifier: AGPL-3.0-or-later
 * QUIC's packets, from the words of a script. */
#include "parts.h"
#include "quic_wire.h"

/* What the words of a packet say. */
struct wanted {
    struct quic_sender q;
    const char *name;
    unsigned long padding, from, to; /* of the hello */
    unsigned long len;
};

static struct am_bytes text(const char *at)
{
    return (struct am_bytes){.at = (const uint8_t *)at, .len = strlen(at)};
}

static uint32_t version_of(const struct part *p, const char *word)
{
    static const struct {
        const char *word;
        uint32_t version;
    } versions[] = {
        {"1", QUIC_V1}, {"2", QUIC_V2}, {"draft-29", QUIC_DRAFT_29}, {"reserved", 0x0a0a0a0a}};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (strcmp(versions[i].word, word) == 0)
            return versions[i].version;
    wrong(p->s, "no such version of QUIC");
}

static void read_word(const struct part *p, struct wanted *out, const char *word)
{
    char *rest;
    if (value_of(word, "version"))
        out->q.version = version_of(p, value_of(word, "version"));
    else if (value_of(word, "to"))
        out->q.to = text(value_of(word, "to"));
    else if (value_of(word, "from"))
        out->q.from = text(value_of(word, "from"));
    else if (value_of(word, "keys"))
        out->q.original = text(value_of(word, "keys"));
    else if (value_of(word, "token"))
        out->q.token = text(value_of(word, "token"));
    else if (value_of(word, "hello"))
        out->name = value_of(word, "hello");
    else if (value_of(word, "padding"))
        out->padding = strtoul(value_of(word, "padding"), NULL, 10);
    else if (value_of(word, "len"))
        out->len = strtoul(value_of(word, "len"), NULL, 10);
    else if (value_of(word, "number"))
        out->q.number = (uint32_t)strtoul(value_of(word, "number"), NULL, 10);
    else if (value_of(word, "part")) {
        out->from = strtoul(value_of(word, "part"), &rest, 10);
        out->to = *rest == ':' && rest[1] ? strtoul(rest + 1, NULL, 10) : out->to;
    } else if (strcmp(word, "server") == 0)
        out->q.server = true;
    else
        wrong(p->s, "no such word of a QUIC packet");
}

static struct wanted read_words(struct part *p)
{
    struct wanted w = {.q = {.version = QUIC_V1,
                             .to = text("server-0"),
                             .from = text("client"),
                             .size = QUIC_SIZE},
                       .to = SIZE_MAX,
                       .len = 100};
    for (const char *word; (word = next_word(p));)
        read_word(p, &w, word);
    if (w.q.original.len == 0)
        w.q.original = w.q.to;
    return w;
}

/* A range of a ClientHello in a CRYPTO frame; without one, a PING. */
void part_quic_initial(struct part *p)
{
    struct wanted w = read_words(p);
    struct wire *hello = calloc(2, sizeof *hello);
    struct wire *frames = hello + 1;
    if (!hello)
        wrong(p->s, "out of memory");
    if (w.name) {
        put_hello(hello, w.name, w.padding);
        struct am_bytes message = {.at = hello->at + 5, .len = hello->len - 5}; /* no record */
        w.to = w.to < message.len ? w.to : message.len;
        if (w.from > w.to)
            wrong(p->s, "beyond the hello");
        quic_crypto(frames, message, w.from, w.to);
    } else {
        wire_number(frames, 1, 1);
    }
    quic_initial(p->out, &w.q, wire_view(frames));
    free(hello);
}

void part_quic_retry(struct part *p)
{
    struct wanted w = read_words(p);
    quic_retry(p->out, &w.q);
}

void part_quic_negotiation(struct part *p)
{
    struct wanted w = read_words(p);
    quic_negotiation(p->out, &w.q, w.q.version);
}

void part_quic_handshake(struct part *p)
{
    struct wanted w = read_words(p);
    quic_closed(p->out, &w.q, 2, w.len);
}

void part_quic_0rtt(struct part *p)
{
    struct wanted w = read_words(p);
    quic_closed(p->out, &w.q, 1, w.len);
}

void part_quic_data(struct part *p)
{
    struct wanted w = read_words(p);
    quic_short(p->out, w.q.to, w.len);
}
