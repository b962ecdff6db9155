/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files that were sound: cut at every place, bent in every head, shuffled at random. */
#include "build.h"

#define HEAD     24 /* of a pcap file */
#define RECORD   16
#define SHUFFLED 250

static struct bytes copy(const struct bytes *base)
{
    struct bytes b = {0};
    add(&b, base->at, base->len);
    return b;
}

static void write_cut(const struct bytes *base)
{
    for (unsigned at = 0; at < base->len; at += at < 120 ? 3 : 311) {
        struct bytes b = {0};
        add(&b, base->at, at);
        save(&b, "cut", at);
    }
}

/* Fields of the file's head and of the first and second packet's. */
static void write_heads(const struct bytes *base)
{
    static const uint32_t values[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff};
    uint32_t first = (uint32_t)base->at[32] | (uint32_t)base->at[33] << 8;
    const size_t places[] = {
        0, 4, 8, 12, 16, 20, 24, 28, 32, 36, HEAD + RECORD + first + 8, HEAD + RECORD + first + 12};
    for (unsigned p = 0; p < sizeof places / sizeof *places; p++)
        for (unsigned v = 0; v < sizeof values / sizeof *values; v++) {
            struct bytes b = copy(base), field = {0};
            add_le32(&field, values[v]);
            for (unsigned i = 0; i < 4; i++)
                b.at[places[p] + i] = field.at[i];
            release(&field);
            save(&b, "head", p * 10 + v);
        }
}

static void write_magics(const struct bytes *base)
{
    static const uint8_t magics[][4] = {
        {0xa1, 0xb2, 0xc3, 0xd4}, {0x4d, 0x3c, 0xb2, 0xa1},
        {0xa1, 0xb2, 0x3c, 0x4d}, /* other order, ns */
        {0x34, 0xcd, 0xb2, 0xa1}, /* modified */
        {0x0a, 0x0d, 0x0d, 0x0a}, {0x1f, 0x8b, 0x08, 0x00},
        {0x28, 0xb5, 0x2f, 0xfd}, /* pcapng, gzip, zstd */
        {'s', 'n', 'o', 'o'},     {'R', 'T', 'S', 'S'},
        {0x42, 0xd2, 0x00, 0x02}, {'P', 'K', 3, 4},
        {0x7f, 'E', 'L', 'F'},    {'<', 'h', 't', 'm'},
    };
    for (unsigned i = 0; i < sizeof magics / sizeof *magics; i++) {
        struct bytes b = copy(base);
        for (unsigned k = 0; k < 4; k++)
            b.at[k] = magics[i][k];
        save(&b, "magic", i);
    }
}

/* The same frames under each link type. */
static void write_links(const struct bytes *base)
{
    for (unsigned link = 0; link < 300; link++) {
        struct bytes b = {0};
        pcap_head(&b, link);
        add(&b, base->at + HEAD, base->len < 6000 ? base->len - HEAD : 6000 - HEAD);
        save(&b, "link", link);
    }
}

static void write_shuffled(const struct bytes *base)
{
    for (unsigned n = 0; n < SHUFFLED; n++) {
        uint64_t state = n * 7919 + 1;
        struct bytes b = copy(base);
        for (uint32_t i = 1 + draw(&state, n % 5 ? 12 : 400); i > 0; i--) {
            /* All but the file's own head, most of the time. */
            size_t from = n % 7 ? HEAD : 0;
            b.at[from + draw(&state, (uint32_t)(b.len - from))] = (uint8_t)draw(&state, 256);
        }
        save(&b, "shuffled", n);
    }
}

static void write_noise(const struct bytes *base)
{
    for (unsigned n = 0; n < 40; n++) {
        uint64_t state = n + 99;
        struct bytes b = {0};
        add(&b, base->at, n % 4 == 0 ? 0 : n % 4 == 1 ? 4 : n % 4 == 2 ? HEAD : HEAD + RECORD);
        for (unsigned i = 0; i < 5000; i++)
            add8(&b, draw(&state, 256));
        save(&b, "noise", n);
    }
}

void write_bent(const struct bytes *base)
{
    write_cut(base);
    write_heads(base);
    write_magics(base);
    write_links(base);
    write_shuffled(base);
    write_noise(base);
}
