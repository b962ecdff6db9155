/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/dns_message.h"

#include <string.h>

#include "base/hash.h"

#define QUESTION_MIN  5 /* the root's name, type, class */
#define RECORD_MIN    11
#define QUESTIONS_MAX 64 /* one is what clients of DNS send, mDNS dozens; many more is neither */
#define TEXT_MAX      (AM_NAME_MAX + 1) /* with the dot after its last label */
#define POINTER       0xc0u

/* Bits of query, iquery, status, notify, update, stateful operations. */
#define OPCODES_KNOWN 0x77u

bool am_dns_read_header(struct am_reader *r, struct am_dns_message *m)
{
    am_read_skip(r, 2); /* id */
    m->flags = am_read_be16(r);
    m->questions = am_read_be16(r);
    m->answers = am_read_be16(r);
    uint32_t authority = am_read_be16(r);
    uint32_t additional = am_read_be16(r);
    m->records = m->answers + authority + additional;
    return am_reader_status(r) == AM_OK && (OPCODES_KNOWN >> am_dns_opcode(m) & 1u) &&
           m->questions <= QUESTIONS_MAX;
}

/* A server that truncates may leave the counts as they were (RFC 2181, 9). */
bool am_dns_counts_fit(const struct am_dns_message *m, size_t len)
{
    size_t records = m->flags & AM_DNS_SHORTENED ? 0 : m->records;
    return AM_DNS_HEADER + (size_t)m->questions * QUESTION_MIN + records * RECORD_MIN <= len;
}

static size_t offset_of(const struct am_dns_message *m, const struct am_reader *r)
{
    return m->all.len - am_reader_rest(r).len;
}

/* Eight bytes at a time; `text` has room for the zeroes that fill the last of them. */
static uint32_t hash_text(char *text, size_t len)
{
    uint64_t hash = 0x9e3779b97f4a7c15u + len;
    memset(text + len, 0, sizeof(uint64_t));
    for (size_t i = 0; i < len; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text + i, sizeof word);
        hash = am_hash_mix(hash ^ word, 0xa0761d6478bd642fu);
    }
    return (uint32_t)(hash ^ hash >> 32);
}

/* The number of the name that lies at the end of what is used, `len` bytes. Equal hashes are
 * compared in full: they may have been made to be equal. */
static unsigned keep(struct am_dns_names *names, size_t len, size_t offset)
{
    char *text = names->texts + names->used;
    uint32_t hash = hash_text(text, len);
    for (size_t i = 0; i < names->len; i++) {
        const struct am_dns_kept *kept = &names->at[i];
        if (kept->hash == hash && kept->len == len &&
            memcmp(names->texts + kept->text, text, len) == 0)
            return (unsigned)(i + AM_DNS_FIRST);
    }
    names->at[names->len] = (struct am_dns_kept){.hash = hash,
                                                 .text = (uint16_t)names->used,
                                                 .len = (uint16_t)len,
                                                 .offset = (uint16_t)offset};
    names->used += len + 1;
    return (unsigned)(names->len++ + AM_DNS_FIRST);
}

static bool has_room(const struct am_dns_names *names)
{
    return names->len < AM_DNS_NAMES_MAX &&
           sizeof names->texts - names->used >= AM_NAME_SIZE + sizeof(uint64_t);
}

unsigned am_dns_add_name(struct am_dns_names *names, const char *text, size_t len)
{
    if (!has_room(names) || len > AM_NAME_MAX)
        return AM_DNS_UNCLEAN;
    memcpy(names->texts + names->used, text, len);
    return keep(names, len, 0);
}

/* A name as it is read: its labels, a dot after each. */
struct labels {
    uint8_t text[TEXT_MAX];
    size_t len;
    bool dotted; /* one has a dot in it */
};

/* The rest of a pointer (RFC 1035, 4.1.4): it leads to what lies `before` the name, and the next
 * one before that, so that every name ends. */
static void read_pointer(const struct am_dns_message *m, struct am_reader *r, unsigned first,
                         size_t *before)
{
    size_t target = (first & ~POINTER) << 8 | am_read_u8(r);

    if (am_reader_status(r) == AM_OK && (target < AM_DNS_HEADER || target >= *before))
        am_reader_reject(r);
    if (am_reader_status(r) != AM_OK)
        return;
    *before = target;
    *r = am_reader_over(m->all, m->cut);
    am_read_skip(r, target);
}

/* A label of `len` bytes, and a dot after it. */
static void read_label(struct am_reader *r, unsigned len, struct labels *out)
{
    struct am_bytes label = am_read_bytes(r, len);

    if (len > 63 || out->len + len + 1 > TEXT_MAX)
        am_reader_reject(r); /* a kind of label that was never used, or too long a name */
    if (am_reader_status(r) != AM_OK)
        return;
    /* A dot inside a label would make two of it once it is text. */
    out->dotted = out->dotted || memchr(label.at, '.', label.len);
    memcpy(out->text + out->len, label.at, label.len);
    out->len += label.len;
    out->text[out->len++] = '.';
}

/* Leaves `r` after the part of the name that lies in place. */
static void read_labels(const struct am_dns_message *m, struct am_reader *r, struct labels *out)
{
    struct am_reader at = *r; /* wherever pointers lead */
    size_t before = offset_of(m, r);
    unsigned hops = 0;
    unsigned first;

    while ((first = am_read_u8(&at)) != 0) {
        if (first < POINTER) {
            read_label(&at, first, out);
        } else {
            if (hops++ == 0) {
                *r = at;
                am_read_skip(r, 1);
            }
            if (hops > AM_DNS_HOPS_MAX)
                am_reader_reject(&at);
            read_pointer(m, &at, first, &before);
        }
    }
    if (hops == 0)
        *r = at;
    else if (am_reader_status(&at) != AM_OK)
        am_close_block(r, &at); /* hands on why */
}

/* A pointer to a name that was read: what most owners of records are. */
static bool find_pointer(struct am_reader *r, const struct am_dns_names *names, unsigned *name)
{
    int first = am_reader_peek(r, 0);
    int second = am_reader_peek(r, 1);
    if (first < (int)POINTER || second < 0)
        return false;
    unsigned target = ((unsigned)first & ~POINTER) << 8 | (unsigned)second;
    if (target < AM_DNS_HEADER)
        return false;
    for (size_t i = names->len; i-- > 0;) {
        if (names->at[i].offset != target)
            continue;
        am_read_skip(r, 2);
        *name = (unsigned)(i + AM_DNS_FIRST);
        return true;
    }
    return false;
}

bool am_dns_read_name(const struct am_dns_message *m, struct am_reader *r,
                      struct am_dns_names *names, unsigned *name)
{
    struct labels labels;
    size_t offset = offset_of(m, r);

    if (find_pointer(r, names, name))
        return true;
    labels.len = 0;
    labels.dotted = false;
    read_labels(m, r, &labels);
    if (am_reader_status(r) != AM_OK)
        return false;
    if (labels.len == 0) {
        *name = AM_DNS_ROOT;
        return true;
    }
    struct am_bytes raw = {.at = labels.text, .len = labels.len};
    *name = AM_DNS_UNCLEAN;
    if (!labels.dotted && has_room(names) &&
        am_name_clean(raw, names->texts + names->used) == AM_OK)
        *name = keep(names, labels.len - 1, offset);
    return true;
}

struct am_taken am_dns_read_stream(struct am_bytes data, const struct am_turn *turn,
                                   bool (*message)(struct am_bytes all, bool cut,
                                                   const struct am_findings *out))
{
    struct am_reader r = am_reader_over(data, false);

    for (;;) {
        struct am_reader at = r;
        size_t len = am_read_be16(&at);
        size_t left = am_reader_rest(&at).len;
        bool whole = am_reader_status(&at) == AM_OK && left >= len;
        if (!whole && !turn->cut)
            break;
        struct am_bytes one = am_read_bytes(&at, whole ? len : left);
        bool is_one = message(one, !whole, turn->out);
        if (!whole)
            return (struct am_taken){.len = data.len, .state = AM_TAKEN_NEXT};
        if (!is_one)
            return (struct am_taken){.state = AM_TAKEN_NOT};
        r = at;
    }
    return (struct am_taken){
        .len = data.len - am_reader_rest(&r).len,
        .state = AM_TAKEN_MORE,
    };
}

/* `len`: of the message on the wire, where it is known. */
static bool header_at(struct am_bytes start, size_t offset, size_t len)
{
    struct am_dns_message m;
    struct am_reader r = am_reader_over(start, false);
    am_read_skip(&r, offset);
    return am_dns_read_header(&r, &m) && am_dns_counts_fit(&m, len);
}

/* A datagram is the message, and may have been cut; a stream has the message's length first. Which
 * of them this is was not told. */
enum am_probe am_dns_probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    size_t len = am_read_be16(&r);

    if (header_at(start, 0, SIZE_MAX) || header_at(start, 2, len))
        return AM_PROBE_YES;
    return start.len < 2 + AM_DNS_HEADER ? AM_PROBE_MAYBE : AM_PROBE_NO;
}
