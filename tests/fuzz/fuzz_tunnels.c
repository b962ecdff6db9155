/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tunnels and calls. Input: which of them, the length of the first packet, the bytes of two
 * packets.
 *
 * They tell no name and leave no bytes unread of what they have had enough of; a probe's answer is
 * repeatable; what one has taken for its own at least begins like it. */
#include "heard.h"

static const struct am_proto *const tunnels[] = {
    &am_proto_wireguard, &am_proto_openvpn, &am_proto_ike,  &am_proto_esp,
    &am_proto_l2tp,      &am_proto_pptp,    &am_proto_stun,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* A copy of its own size, so that a sanitizer sees every step beyond it. */
static enum am_probe probe(const struct am_proto *p, struct am_bytes bytes)
{
    uint8_t *copy = malloc(bytes.len > 0 ? bytes.len : 1);
    must(copy != NULL);
    if (bytes.len > 0)
        memcpy(copy, bytes.at, bytes.len);
    enum am_probe told = p->probe((struct am_bytes){copy, bytes.len});
    free(copy);
    return told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct heard h;
    if (size < 3)
        return 0;
    const struct am_proto *p = tunnels[data[0] % (sizeof tunnels / sizeof *tunnels)];
    bool cut = (data[0] & 0x40) != 0;
    bool over_udp = p->over == AM_OVER_UDP || ((p->over & AM_OVER_UDP) && (data[0] & 0x80));
    struct am_bytes first = {data + 3, (size_t)(data[1] << 8 | data[2])};
    if (first.len > size - 3)
        first.len = size - 3;
    struct am_bytes second = {first.at + first.len, size - 3 - first.len};

    heard_init(&h);
    for (unsigned i = 0; i < 2; i++) {
        struct am_bytes bytes = i == 0 ? first : second;
        enum am_probe told = probe(p, bytes);
        must(told == probe(p, bytes));
        struct am_taken taken = heard_call(&h, p, bytes, cut, over_udp);
        must(h.len == 0);
        /* ESP and WireGuard want two packets; a stream's probe may wait. */
        if (told == AM_PROBE_NO && over_udp && p->session_size > 0)
            must(taken.state == AM_TAKEN_NOT || p == &am_proto_stun);
        must(taken.state != AM_TAKEN_ENOUGH || taken.len == bytes.len || cut);
        must(taken.state != AM_TAKEN_NEXT || taken.len > 0);
    }
    if (p == &am_proto_pptp && probe(p, first) == AM_PROBE_YES)
        for (size_t len = 1; len < first.len && len < 64; len++)
            must(probe(p, (struct am_bytes){first.at, len}) != AM_PROBE_NO);
    heard_init(&h);
    return 0;
}
