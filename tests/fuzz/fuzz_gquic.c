/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Google's QUIC before TLS: byte 0 says how the rest is used.
 * even: a datagram. It names at most one server; cut anywhere, it names the same one or none.
 * odd:  a name, in a hello in a datagram. It is told as it was written, or as no name, and a byte
 *       more or less behind it changes nothing. */
#include "heard.h"
#include "wire.h"

#define DATAGRAM_MAX 1500

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_datagram(struct am_bytes data, size_t cut)
{
    static struct heard whole;
    static struct heard part;

    (void)am_proto_gquic.probe(data);
    heard_whole(&whole, &am_proto_gquic, data, false, true);
    const char *name = strstr(whole.text, "gquic.sni ");
    must(!name || !strstr(name + 1, "gquic.sni "));
    data.len = cut < data.len ? cut : data.len;
    heard_whole(&part, &am_proto_gquic, data, true, true);
    must(part.len == 0 || strcmp(part.text, whole.text) == 0);
    heard_done(&whole);
    heard_done(&part);
}

static void put_le32(struct wire *w, size_t value)
{
    for (unsigned i = 0; i < 4; i++)
        wire_number(w, (uint32_t)(value >> (8 * i)) & 0xff, 1);
}

/* Counted as invalid, or an address in place of a name. */
static bool is_no_name(const struct heard *h)
{
    static const char told[] = "gquic.sni ";
    char text[AM_NAME_SIZE] = "";
    struct am_address address;

    if (strcmp(h->text, "invalid gquic.sni\n") == 0)
        return true;
    if (strncmp(h->text, told, strlen(told)) != 0 || h->len - strlen(told) > sizeof text)
        return false;
    (void)snprintf(text, sizeof text, "%.*s", (int)strcspn(h->text + strlen(told), "\n"),
                   h->text + strlen(told));
    return am_address_parse(text, &address) == AM_OK;
}

static void check_name(struct am_bytes name, unsigned version, size_t padding)
{
    static struct wire w;
    static struct heard h;
    char clean[AM_NAME_SIZE];
    char expected[AM_NAME_SIZE + 32] = "";

    name.len = name.len < 300 ? name.len : 300;
    w.len = 0;
    wire_number(&w, 0x0d, 1);
    wire_text(&w, "12345678Q0");
    wire_number(&w, '1' + version % 3, 1);
    wire_number(&w, '0' + version % 10, 1);
    wire_fill(&w, 1, 13);
    wire_fill(&w, 0xa0, padding);
    wire_text(&w, "CHLO");
    wire_number(&w, 0x01000000, 4);
    wire_bytes(&w, "SNI", 4);
    put_le32(&w, name.len);
    wire_bytes(&w, name.at, name.len);
    must(am_proto_gquic.probe(wire_view(&w)) == AM_PROBE_YES);
    if (am_name_clean(name, clean) == AM_OK)
        (void)snprintf(expected, sizeof expected, "gquic.sni %s\n", clean);
    for (unsigned more = 0; more < 2; more++) {
        heard_whole(&h, &am_proto_gquic, wire_view(&w), false, true);
        must(expected[0] ? strcmp(h.text, expected) == 0 : h.len == 0 || is_no_name(&h));
        wire_number(&w, 0xff, 1);
    }
    heard_done(&h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    struct am_bytes rest = {.at = data + 3, .len = size - 3};
    size_t number = (size_t)data[1] << 8 | data[2];

    if (data[0] % 2 == 1) {
        check_name(rest, data[0] / 2u, number % 1500);
        return 0;
    }
    rest.len = rest.len < DATAGRAM_MAX ? rest.len : DATAGRAM_MAX;
    check_datagram(rest, number);
    return 0;
}
