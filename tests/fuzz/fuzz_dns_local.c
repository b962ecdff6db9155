/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The local kin of DNS: byte 0 says how the rest is used, bytes 1 and 2 where it is cut or split.
 * 0, 1, 3: a datagram of mDNS, LLMNR, NetBIOS. Only questions are told, and what a cut one tells is
 *    the start of what the whole one tells.
 * 2: a stream of LLMNR. However it is split, the same is told.
 * 4: a NetBIOS name. What is told is what was written, or nothing. */
#include "heard.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each line is of the source, and nothing else is told. */
static void check_lines(const struct heard *h, const char *source)
{
    for (const char *line = h->text; *line; line = strchr(line, '\n') + 1)
        if (strncmp(line, source, strlen(source)) != 0 || line[strlen(source)] != ' ')
            abort();
}

static void check_datagram(const struct am_proto *proto, const char *source, struct am_bytes data,
                           size_t split)
{
    static struct heard whole;
    static struct heard cut;

    heard_whole(&whole, proto, data, false, true);
    check_lines(&whole, source);
    if (whole.state != AM_TAKEN_MORE || whole.taken != data.len)
        abort();
    heard_whole(&whole, proto, data, true, true);
    data.len = split < data.len ? split : data.len;
    heard_whole(&cut, proto, data, true, true);
    if (cut.len > whole.len || memcmp(cut.text, whole.text, cut.len) != 0)
        abort();
}

static void check_stream(struct am_bytes data, size_t split)
{
    static struct heard whole;
    static struct heard pieces;

    heard_whole(&whole, &am_proto_llmnr, data, false, false);
    check_lines(&whole, "llmnr.query");
    heard_stream(&pieces, &am_proto_llmnr, data, split, split % 97 + 1);
    if (strcmp(whole.text, pieces.text) != 0)
        abort();
}

static void check_netbios(struct am_bytes data)
{
    static struct wire w;
    static struct heard h;
    char clean[AM_NAME_SIZE];
    char expected[AM_NAME_SIZE + 16] = "";
    size_t len = data.len < 15 ? data.len : 15;
    while (len > 0 && (data.at[len - 1] == ' ' || data.at[len - 1] == 0))
        len--;

    w.len = 0;
    wire_number(&w, 0x12340110, 4);
    wire_number(&w, 0x00010000, 4);
    wire_number(&w, 0, 4);
    wire_number(&w, 32, 1);
    for (size_t i = 0; i < 16; i++) {
        unsigned byte = i < len ? data.at[i] : ' ';
        wire_number(&w, 'A' + (byte >> 4), 1);
        wire_number(&w, 'A' + (byte & 15), 1);
    }
    wire_number(&w, 0, 1);
    wire_number(&w, 0x00200001, 4);
    heard_whole(&h, &am_proto_nbns, wire_view(&w), false, true);
    if (am_name_clean((struct am_bytes){data.at, len}, clean) == AM_OK)
        (void)snprintf(expected, sizeof expected, "nbns.query %s\n", clean);
    if (strcmp(h.text, expected) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    struct am_bytes rest = {.at = data + 3, .len = size - 3};
    size_t split = (size_t)data[1] << 8 | data[2];

    switch (data[0] % 5) {
    case 0:
        (void)am_proto_mdns.probe(rest);
        check_datagram(&am_proto_mdns, "mdns.query", rest, split);
        break;
    case 1:
        (void)am_proto_llmnr.probe(rest);
        check_datagram(&am_proto_llmnr, "llmnr.query", rest, split);
        break;
    case 2:
        check_stream(rest, split);
        break;
    case 3:
        (void)am_proto_nbns.probe(rest);
        check_datagram(&am_proto_nbns, "nbns.query", rest, split);
        break;
    default:
        check_netbios(rest);
        break;
    }
    return 0;
}
