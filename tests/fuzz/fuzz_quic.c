/* SPDX-License-Identifier: AGPL-3.0-or-later
 * QUIC: byte 0 says how the rest is used.
 * 0 mod 3: datagrams as they are, each with its length (2 bytes, of which the upper five bits say
 *          who sends it, and whether it was cut). The dissector ends within its limits, and a
 *          datagram that opens names at most one server.
 * 1 mod 3: the frames of an Initial, sealed here. What its CRYPTO frames say is what is told: the
 *          same as when the Initial is read for itself, twice, and without its seal; and with
 *          another key's seal nothing.
 * 2 mod 3: a hello of a name, in CRYPTO frames as the next bytes say (two each: where, how long),
 *          over several datagrams, then once whole and in order. It is told once, as it was
 *          written, or as no name; and a flipped bit of a datagram loses that datagram alone. */
#include "heard.h"
#include "quic_wire.h"
#include "unit/scanner/messages.h"

#define FIRST      ((struct am_bytes){(const uint8_t *)"first-id", 8})
#define CLIENT     ((struct am_bytes){(const uint8_t *)"client", 6})
#define FRAMES_MAX 1300
#define STEPS_MAX  15  /* fewer than may fail before it gives up */
#define CALLS_MAX  160 /* by both sides, until they say that it is enough */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct wire frames;
static struct wire datagram;
static struct wire hello;

static void must(bool holds)
{
    if (!holds)
        abort();
}

static unsigned names_in(const struct heard *h)
{
    unsigned names = 0;
    for (const char *at = h->text; (at = strstr(at, "quic.sni ")); at++)
        names++;
    return names;
}

static void check_datagrams(const uint8_t *data, size_t size)
{
    static struct heard h;
    unsigned calls = 0;
    bool done[2] = {false, false};

    heard_init(&h);
    while (size >= 2 && calls < CALLS_MAX) {
        unsigned flags = data[0] >> 3;
        size_t len = (size_t)(data[0] & 7u) << 8 | data[1];
        data += 2;
        size -= 2;
        len = len < size ? len : size;
        h.side = flags & 1;
        unsigned before = names_in(&h);
        if (!done[h.side]) {
            struct am_bytes bytes = {.at = data, .len = len};
            (void)am_proto_quic.probe(bytes);
            (void)heard_call(&h, &am_proto_quic, bytes, flags & 2, true);
            done[h.side] = h.state != AM_TAKEN_MORE;
            calls++;
        }
        must(names_in(&h) <= before + 1);
        data += len;
        size -= len;
    }
    must(calls < CALLS_MAX);
    heard_done(&h);
}

static struct quic_sender sender(unsigned way)
{
    static const uint32_t versions[] = {QUIC_V1, QUIC_V2, QUIC_DRAFT_29, QUIC_Q050, QUIC_T051};
    return (struct quic_sender){.version = versions[way % 5],
                                .original = FIRST,
                                .to = FIRST,
                                .from = CLIENT,
                                .number = way,
                                .number_len = 1 + way / 5 % 4};
}

static void check_frames(unsigned way, struct am_bytes text)
{
    static struct heard whole;
    static struct heard other;
    struct quic_sender q = sender(way);

    text.len = text.len < FRAMES_MAX ? text.len : FRAMES_MAX;
    datagram.len = 0;
    q.size = 60;
    quic_initial(&datagram, &q, text);
    must(am_proto_quic.probe(wire_view(&datagram)) == AM_PROBE_YES);
    heard_whole(&whole, &am_proto_quic, wire_view(&datagram), false, true);
    must(names_in(&whole) <= 1);
    /* A copy finds nothing new: keys and pieces are there already. */
    heard_init(&other);
    (void)heard_call(&other, &am_proto_quic, wire_view(&datagram), false, true);
    if (other.state == AM_TAKEN_MORE)
        (void)heard_call(&other, &am_proto_quic, wire_view(&datagram), false, true);
    must(strcmp(whole.text, other.text) == 0);
    /* Cut within the seal, it is told only what its seal would have vouched for; of a hello whose
     * rest is missing the beginning may be told. */
    struct am_bytes cut = {.at = datagram.at, .len = datagram.len - 1};
    heard_whole(&other, &am_proto_quic, cut, true, true);
    must(whole.len == 0 || other.len == 0 || strcmp(whole.text, other.text) == 0);
    datagram.len = 0;
    q.original = CLIENT; /* keys that nobody will try */
    quic_initial(&datagram, &q, text);
    heard_whole(&other, &am_proto_quic, wire_view(&datagram), false, true);
    must(other.len == 0);
    heard_done(&whole);
    heard_done(&other);
}

/* Sends the range of the message in a datagram of its own; `flip`: damaged. */
static void send_range(struct heard *h, const struct quic_sender *q, struct am_bytes message,
                       size_t from, size_t len, unsigned flip)
{
    if (h->state != AM_TAKEN_MORE)
        return;
    from = from < message.len ? from : message.len;
    len = len < message.len - from ? len : message.len - from;
    frames.len = datagram.len = 0;
    quic_crypto(&frames, message, from, from + len);
    quic_initial(&datagram, q, wire_view(&frames));
    if (flip > 0)
        datagram.at[datagram.len - 1 - flip % 100] ^= (uint8_t)(1u << flip % 8);
    (void)heard_call(h, &am_proto_quic, wire_view(&datagram), false, true);
}

/* Counted as invalid, or an address in place of a name. */
static bool is_no_name(const struct heard *h)
{
    static const char told[] = "quic.sni ";
    char text[AM_NAME_SIZE] = "";
    struct am_address address;

    if (strcmp(h->text, "invalid quic.sni\n") == 0)
        return true;
    if (strncmp(h->text, told, strlen(told)) != 0 || h->len - strlen(told) > sizeof text)
        return false;
    (void)snprintf(text, sizeof text, "%.*s", (int)strcspn(h->text + strlen(told), "\n"),
                   h->text + strlen(told));
    return am_address_parse(text, &address) == AM_OK;
}

static void check_name(unsigned way, const uint8_t *data, size_t size)
{
    static struct heard h;
    char name[AM_NAME_SIZE + 1] = "";
    char clean[AM_NAME_SIZE];
    char expected[AM_NAME_SIZE + 32] = "";
    size_t steps = size > 1 ? data[1] % STEPS_MAX : 0;
    struct quic_sender q = sender(way % 3); /* those with the RFC's frames, and TLS */

    if (size < 2 + 2 * steps)
        return;
    size_t name_len = size - 2 - 2 * steps;
    name_len = name_len < AM_NAME_SIZE ? name_len : AM_NAME_SIZE;
    memcpy(name, data + 2 + 2 * steps, name_len);
    hello.len = 0;
    put_hello(&hello, name, data[0]);
    struct am_bytes message = {.at = hello.at + 5, .len = hello.len - 5};
    q.size = 200;
    heard_init(&h);
    for (size_t i = 0; i < steps; i++) {
        const uint8_t *step = data + 2 + 2 * i;
        q.number = (uint32_t)i;
        send_range(&h, &q, message, (size_t)step[0] * 3, step[1] & 63u,
                   step[1] & 64u ? step[0] : 0);
    }
    q.number = 77;
    send_range(&h, &q, message, 0, message.len, 0);
    struct am_bytes raw = {.at = (const uint8_t *)name, .len = strlen(name)};
    if (am_name_clean(raw, clean) == AM_OK)
        (void)snprintf(expected, sizeof expected, "quic.sni %s\n", clean);
    must(expected[0] ? strcmp(h.text, expected) == 0 : h.len == 0 || is_no_name(&h));
    heard_done(&h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    unsigned way = data[0] / 3;
    if (data[0] % 3 == 0)
        check_datagrams(data + 1, size - 1);
    else if (data[0] % 3 == 1)
        check_frames(way, (struct am_bytes){.at = data + 1, .len = size - 1});
    else
        check_name(way, data + 1, size - 1);
    return 0;
}
