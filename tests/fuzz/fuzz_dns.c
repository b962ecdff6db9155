/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DNS: bytes 0 to 2 say how the rest is used.
 * 0: a datagram, whole and cut. What a cut one tells of questions is the start of what a longer one
 *    tells.
 * 1: a stream. However it is split, the same is told.
 * 2: labels, written as a question. What is told is what was written, or that it is no name. */
#include "heard.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t questions_len(const struct heard *h)
{
    const char *answer = strstr(h->text, "answer ");
    return answer ? (size_t)(answer - h->text) : h->len;
}

static void check_datagram(struct am_bytes data, size_t split)
{
    static struct heard longer;
    static struct heard shorter;

    heard_whole(&longer, &am_proto_dns, data, false, true);
    heard_whole(&longer, &am_proto_dns, data, true, true);
    data.len = split < data.len ? split : data.len;
    heard_whole(&shorter, &am_proto_dns, data, true, true);
    size_t len = questions_len(&shorter);
    if (len > questions_len(&longer) || memcmp(longer.text, shorter.text, len) != 0)
        abort();
}

static void check_stream(struct am_bytes data, size_t split)
{
    static struct heard whole;
    static struct heard pieces;

    heard_whole(&whole, &am_proto_dns, data, false, false);
    heard_stream(&pieces, &am_proto_dns, data, split, 0);
    if (strcmp(whole.text, pieces.text) != 0)
        abort();
    heard_stream(&pieces, &am_proto_dns, data, split, split % 97 + 1);
    if (strcmp(whole.text, pieces.text) != 0)
        abort();
    heard_whole(&whole, &am_proto_dns, data, true, false);
}

/* Takes `data` as a name in presentation form; empty labels end it. */
static void check_question(struct am_bytes data)
{
    static struct wire w;
    static struct heard h;
    char clean[AM_NAME_SIZE];
    char expected[AM_NAME_SIZE + 32] = "invalid dns.query\n";
    size_t start = 0;

    w.len = 0;
    wire_number(&w, 0x12340100, 4);
    wire_number(&w, 0x00010000, 4);
    wire_number(&w, 0, 4);
    while (start < data.len && start < 253) {
        size_t len = 0;
        while (start + len < data.len && data.at[start + len] != '.')
            len++;
        if (len == 0 || len > 63 || start + len > 253)
            break;
        wire_number(&w, (uint32_t)len, 1);
        wire_bytes(&w, data.at + start, len);
        start += len + 1;
    }
    size_t name_len = start > 0 ? start - 1 : 0;
    wire_number(&w, 0, 1);
    wire_number(&w, 0x00010001, 4);
    if (name_len == 0)
        expected[0] = '\0';
    else if (am_name_clean((struct am_bytes){data.at, name_len}, clean) == AM_OK)
        (void)snprintf(expected, sizeof expected, "dns.query %s\n", clean);
    heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
    if (strcmp(h.text, expected) != 0)
        abort();
    /* On another port it is the same name, or none. */
    const char *name = expected[0] ? strchr(expected, ' ') : "";
    heard_whole(&h, &am_proto_dns_other, wire_view(&w), false, true);
    const char *other = strchr(h.text, ' ');
    if (h.text[0] && (!other || strcmp(other, name) != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    struct am_bytes rest = {.at = data + 3, .len = size - 3};
    size_t split = (size_t)data[1] << 8 | data[2];

    (void)am_proto_dns.probe(rest);
    (void)am_proto_dns_other.probe(rest);
    if (data[0] % 3 == 0)
        check_datagram(rest, split);
    else if (data[0] % 3 == 1)
        check_stream(rest, split);
    else
        check_question(rest);
    return 0;
}
