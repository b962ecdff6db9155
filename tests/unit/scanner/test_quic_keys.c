/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The vectors of RFC 9001, appendix A, and RFC 9369, appendix A. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"
#include "proto/quic_keys.h"
#include "quic_wire.h"

#define ID "8394c8f03e515708"

/* A.2: the CRYPTO frame of the client's Initial, which asks for example.com. */
static const char frames_text[] =
    "060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c0000041301"
    "1302010000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007"
    "000504616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f5"
    "0f1ce15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c00"
    "024001003900320408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f0"
    "3e51570806048000ffff";

static const struct {
    uint32_t version;
    bool server;
    const char *key, *iv, *mask;
    const char *sealed; /* how the client's Initial begins */
} vectors[] = {
    {QUIC_V1, false, "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c",
     "9f50449e04a0e810283a1e9933adedd2",
     "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11"},
    {QUIC_V1, true, "cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e",
     "c206b8d9b9f0f37644430b490eeaa314", NULL},
    {QUIC_V2, false, "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f",
     "45b95e15235d6f45a6b19cbcb0294ba9",
     "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485"},
    {QUIC_V2, true, "82db637861d55e1d011f19ea71d5d2a7", "dd13c276499c0249d3310652",
     "edf6d05c83121201b436e16877593c3a", NULL},
};

static struct am_bytes unhex(const char *hex, uint8_t room[256])
{
    size_t len = 0;
    for (; hex[0]; hex += 2) {
        char pair[3] = {hex[0], hex[1], '\0'};
        assert_true(len < 256);
        room[len++] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return (struct am_bytes){.at = room, .len = len};
}

static void assert_hex(const uint8_t *at, const char *hex)
{
    uint8_t room[256];
    struct am_bytes expected = unhex(hex, room);
    assert_memory_equal(at, expected.at, expected.len);
}

static void makes_the_keys_of_the_rfcs(void **state)
{
    uint8_t room[256];
    struct am_quic_keys keys;

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct am_quic_version *version = am_quic_version_find(vectors[i].version);
        assert_non_null(version);
        am_quic_keys_derive(version, unhex(ID, room), vectors[i].server, &keys);
        assert_hex(keys.key, vectors[i].key);
        assert_hex(keys.iv, vectors[i].iv);
        assert_hex(keys.mask, vectors[i].mask);
    }
}

static void put_sample(struct wire *w, uint32_t version)
{
    uint8_t id[256];
    uint8_t frames[256];
    struct quic_sender q = {
        .version = version, .to = unhex(ID, id), .number = 2, .number_len = 4, .size = QUIC_SIZE};

    q.original = q.to;
    w->len = 0;
    quic_initial(w, &q, unhex(frames_text, frames));
    assert_int_equal(w->len, QUIC_SIZE);
}

static void reads_the_name_in_the_initials_of_the_rfcs(void **state)
{
    static struct wire w;
    static struct heard h;

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        if (vectors[i].server)
            continue;
        put_sample(&w, vectors[i].version);
        assert_hex(w.at, vectors[i].sealed);
        if (vectors[i].version == QUIC_V1)
            assert_hex(w.at + QUIC_SIZE - 16, "e221af44860018ab0856972e194cd934");
        heard_whole(&h, &am_proto_quic, wire_view(&w), false, true);
        assert_string_equal(h.text, "alpn alpn\nquic.sni example.com\n");
        assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    }
    heard_done(&h);
}

/* A.3: what the server answers in version 1. */
static void opens_the_servers_initial_with_the_servers_keys_alone(void **state)
{
    static const char packet_text[] =
        "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554"
        "780b"
        "b38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562b"
        "fb19"
        "fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee";
    static uint8_t out[AM_QUIC_PACKET_MAX];
    uint8_t id[256];
    uint8_t room[256];
    struct am_bytes packet = unhex(packet_text, room);
    struct am_bytes frames;
    struct am_quic_keys keys;
    const struct am_quic_version *version = am_quic_version_find(QUIC_V1);
    const size_t number_at = 1 + 4 + 1 + 1 + 8 + 1 + 2;

    (void)state;
    am_quic_keys_derive(version, unhex(ID, id), true, &keys);
    assert_true(am_quic_open(&keys, packet, number_at, 0, out, &frames));
    assert_int_equal(frames.len, packet.len - number_at - 2 - AM_QUIC_TAG);
    assert_hex(frames.at, "02000000000600405a020000560303"); /* ACK, CRYPTO, ServerHello */
    am_quic_keys_derive(version, unhex(ID, id), false, &keys);
    assert_false(am_quic_open(&keys, packet, number_at, 0, out, &frames));
}

static void what_is_too_short_or_too_long_is_not_opened(void **state)
{
    static uint8_t out[AM_QUIC_PACKET_MAX];
    static struct wire w;
    struct am_bytes frames;
    struct am_quic_keys keys;
    uint8_t id[256];
    const size_t number_at = 18;

    (void)state;
    am_quic_keys_derive(am_quic_version_find(QUIC_V1), unhex(ID, id), false, &keys);
    put_sample(&w, QUIC_V1);
    for (size_t len = 0; len < w.len; len++) {
        struct am_bytes packet = {.at = w.at, .len = len};
        assert_false(am_quic_open(&keys, packet, number_at, 0, out, &frames));
    }
    assert_true(am_quic_open(&keys, wire_view(&w), number_at, 0, out, &frames));
    assert_false(am_quic_open(&keys, wire_view(&w), 0, false, out, &frames));
    assert_false(am_quic_open(&keys, wire_view(&w), SIZE_MAX, false, out, &frames));
    wire_fill(&w, 0, AM_QUIC_PACKET_MAX + AM_QUIC_HEADER_MAX);
    assert_false(am_quic_open(&keys, wire_view(&w), number_at, 0, out, &frames));
    assert_false(am_quic_open(&keys, wire_view(&w), AM_QUIC_HEADER_MAX, 1, out, &frames));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_the_keys_of_the_rfcs),
        cmocka_unit_test(reads_the_name_in_the_initials_of_the_rfcs),
        cmocka_unit_test(opens_the_servers_initial_with_the_servers_keys_alone),
        cmocka_unit_test(what_is_too_short_or_too_long_is_not_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
