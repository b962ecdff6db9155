/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DNS (RFC 1035): who asks for which name, and which addresses it was answered with.
 *
 * Only the question and answer sections are read. A response teaches name memory the addresses of
 * the name that was asked, and of no other: what else a server sends along is not trusted. */
#include <string.h>

#include "proto/protocols.h"

#define HEADER_LEN    12
#define QUESTION_MIN  5 /* the root's name, type, class */
#define RECORD_MIN    11
#define QUESTIONS_MAX 32  /* one is what clients send; more is read, many is not DNS */
#define ANSWERED_MAX  4   /* questions of one message whose answers are looked for */
#define RECORDS_MAX   256 /* of the answer section; what comes after them is not read */
#define DNAMES_MAX    4   /* of them: each is held against every name of a chain */
#define HOPS_MAX      32  /* compression pointers in one name */
#define TEXT_MAX      (AM_NAME_MAX + 1) /* with the dot after its last label */
#define CHAIN_MAX     AM_CHAIN_MAX
#define ADDRESSES_MAX 64

#define FLAG_RESPONSE  0x8000u
#define FLAG_TRUNCATED 0x0200u
#define CLASS_IN       1
#define OPCODE_QUERY   0
#define OPCODES_KNOWN                                                                              \
    0x77u /* bits of query, iquery, status, notify, update, stateful operations                    \
           */

enum record_type {
    TYPE_A = 1,
    TYPE_CNAME = 5,
    TYPE_AAAA = 28,
    TYPE_DNAME = 39,
};

struct message {
    struct am_bytes all;
    bool cut;
    uint16_t flags;
    uint16_t questions, answers;
    uint32_t records; /* of all three record sections */
};

/* A name as it is read: its labels, a dot after each. */
struct labels {
    uint8_t text[TEXT_MAX];
    size_t len;
    bool dotted; /* one has a dot in it */
};

struct name {
    char text[AM_NAME_SIZE]; /* "" unless `clean` */
    bool clean, root;
};

/* One answer record of a kind that is followed. Offsets count from the message's start. */
struct record {
    uint64_t owner_hash;
    size_t owner, data, data_len;
    uint32_t ttl;
    uint16_t type;
    bool used; /* already a step of the chain: no loops */
};

struct answers {
    struct record at[RECORDS_MAX];
    size_t len, dnames;
};

struct chain {
    char name[CHAIN_MAX][AM_NAME_SIZE];
    size_t len;
};

static unsigned opcode_of(const struct message *m)
{
    return m->flags >> 11 & 15u;
}

static struct am_reader read_from(const struct message *m, size_t offset)
{
    struct am_reader r = am_reader_over(m->all, m->cut);
    am_read_skip(&r, offset);
    return r;
}

static size_t offset_of(const struct message *m, const struct am_reader *r)
{
    return m->all.len - am_reader_rest(r).len;
}

/* Reads the header and weighs it: random bytes must not pass for DNS. */
static bool read_header(struct am_reader *r, struct message *m)
{
    am_read_skip(r, 2); /* id */
    m->flags = am_read_be16(r);
    m->questions = am_read_be16(r);
    m->answers = am_read_be16(r);
    uint32_t authority = am_read_be16(r);
    uint32_t additional = am_read_be16(r);
    m->records = m->answers + authority + additional;
    return am_reader_status(r) == AM_OK && (OPCODES_KNOWN >> opcode_of(m) & 1u) &&
           m->questions <= QUESTIONS_MAX;
}

/* Whether what the header announces can lie in `len` bytes. A server that truncates may leave the
 * counts as they were (RFC 2181, 9). */
static bool counts_fit(const struct message *m, size_t len)
{
    size_t records = m->flags & FLAG_TRUNCATED ? 0 : m->records;
    return HEADER_LEN + (size_t)m->questions * QUESTION_MIN + records * RECORD_MIN <= len;
}

/* The rest of a pointer (RFC 1035, 4.1.4): it leads to what lies `before` the name, and the next
 * one before that, so that every name ends. */
static void read_pointer(const struct message *m, struct am_reader *r, unsigned first,
                         size_t *before)
{
    size_t target = (first & 0x3fu) << 8 | am_read_u8(r);

    if (am_reader_status(r) == AM_OK && (target < HEADER_LEN || target >= *before))
        am_reader_reject(r);
    if (am_reader_status(r) != AM_OK)
        return;
    *before = target;
    *r = read_from(m, target);
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
static void read_labels(const struct message *m, struct am_reader *r, struct labels *out)
{
    struct am_reader at = *r; /* wherever pointers lead */
    size_t before = offset_of(m, r);
    unsigned hops = 0;
    unsigned first;

    while ((first = am_read_u8(&at)) != 0) {
        if (first < 0xc0) {
            read_label(&at, first, out);
        } else {
            if (hops++ == 0) {
                *r = at;
                am_read_skip(r, 1);
            }
            if (hops > HOPS_MAX)
                am_reader_reject(&at);
            read_pointer(m, &at, first, &before);
        }
    }
    if (hops == 0)
        *r = at;
    else if (am_reader_status(&at) != AM_OK)
        am_close_block(r, &at); /* hands on why */
}

static bool read_name(const struct message *m, struct am_reader *r, struct name *out)
{
    struct labels labels = {.len = 0};

    read_labels(m, r, &labels);
    if (am_reader_status(r) != AM_OK)
        return false;
    out->root = labels.len == 0;
    out->clean = !labels.dotted &&
                 am_name_clean((struct am_bytes){labels.text, labels.len}, out->text) == AM_OK;
    if (!out->clean)
        out->text[0] = '\0';
    return true;
}

/* FNV-1a: spares most comparisons of owner names; equal hashes are compared in full. */
static uint64_t hash_name(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (const char *c = name; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 0x100000001b3u;
    return hash;
}

static bool is_followed(const struct answers *answers, const struct record *record)
{
    if (record->type == TYPE_DNAME)
        return answers->dnames < DNAMES_MAX;
    return record->type == TYPE_A || record->type == TYPE_AAAA || record->type == TYPE_CNAME;
}

/* Keeps the answer section's records that matter; false where the section breaks its format. What
 * came whole before the capture ends counts. */
static bool read_answers(const struct message *m, struct am_reader *r, struct answers *out)
{
    out->len = out->dnames = 0;
    for (unsigned i = 0; i < m->answers && i < RECORDS_MAX; i++) {
        struct record record = {.owner = offset_of(m, r)};
        struct name owner;
        if (!read_name(m, r, &owner))
            break;
        record.type = am_read_be16(r);
        uint16_t class = am_read_be16(r);
        record.ttl = am_read_be32(r);
        record.data_len = am_read_be16(r);
        record.data = offset_of(m, r);
        am_read_skip(r, record.data_len);
        if (am_reader_status(r) != AM_OK)
            break;
        if (class != CLASS_IN || !owner.clean || !is_followed(out, &record))
            continue;
        record.owner_hash = hash_name(owner.text);
        out->dnames += record.type == TYPE_DNAME;
        out->at[out->len++] = record;
    }
    return am_reader_status(r) != AM_E_MALFORMED || (m->flags & FLAG_TRUNCATED);
}

static bool read_owner(const struct message *m, const struct record *record, struct name *out)
{
    struct am_reader r = read_from(m, record->owner);
    return read_name(m, &r, out) && out->clean;
}

static bool owner_is(const struct message *m, const struct record *record, const char *name,
                     uint64_t hash)
{
    struct name owner;
    return record->owner_hash == hash && read_owner(m, record, &owner) &&
           strcmp(owner.text, name) == 0;
}

/* The name that a CNAME or DNAME record holds, which fills its data. */
static bool read_target(const struct message *m, const struct record *record, struct name *out)
{
    struct am_reader r = read_from(m, record->data);
    return read_name(m, &r, out) && out->clean &&
           offset_of(m, &r) == record->data + record->data_len;
}

/* RFC 6672, 2.2: what lies under the owner lies under the target too. */
static bool redirect(const struct message *m, const struct record *record, const char *name,
                     struct name *out)
{
    struct name owner;
    struct name target;
    size_t len = strlen(name);

    if (!read_owner(m, record, &owner))
        return false;
    size_t suffix = strlen(owner.text);
    if (len < suffix + 2 || name[len - suffix - 1] != '.' ||
        strcmp(name + len - suffix, owner.text) != 0 || !read_target(m, record, &target))
        return false;

    size_t prefix = len - suffix; /* with its dot */
    size_t target_len = strlen(target.text);
    if (prefix + target_len > AM_NAME_MAX)
        return false;
    memcpy(out->text, name, prefix);
    memcpy(out->text + prefix, target.text, target_len + 1);
    return true;
}

/* The next name of the chain after `name`. Each record is used once. */
static bool follow(const struct message *m, struct answers *answers, const char *name,
                   struct name *next)
{
    uint64_t hash = hash_name(name);
    for (size_t i = 0; i < answers->len; i++) {
        struct record *record = &answers->at[i];
        if (record->type != TYPE_CNAME || record->used || !owner_is(m, record, name, hash))
            continue;
        record->used = true;
        return read_target(m, record, next);
    }
    for (size_t i = 0; i < answers->len; i++) {
        struct record *record = &answers->at[i];
        if (record->type != TYPE_DNAME || record->used || !redirect(m, record, name, next))
            continue;
        record->used = true;
        return true;
    }
    return false;
}

/* Returns the name that owns the addresses. In a chain longer than is kept, the middle is lost, not
 * the end. */
static const char *follow_chain(const struct message *m, struct answers *answers,
                                const char *question, struct chain *chain)
{
    const char *last = question;
    struct name next;

    chain->len = 0;
    for (size_t i = 0; i < answers->len; i++)
        answers->at[i].used = false;
    while (follow(m, answers, last, &next)) {
        if (chain->len < CHAIN_MAX)
            chain->len++;
        memcpy(chain->name[chain->len - 1], next.text, AM_NAME_SIZE);
        last = chain->name[chain->len - 1];
    }
    return last;
}

static bool read_address(const struct message *m, const struct record *record,
                         struct am_address *out)
{
    struct am_reader r = read_from(m, record->data);
    struct am_bytes data = am_read_bytes(&r, record->data_len);

    if (record->type == TYPE_A && data.len == 4)
        *out = am_address_v4(data.at);
    else if (record->type == TYPE_AAAA && data.len == 16)
        *out = am_address_v6(data.at);
    else
        return false;
    return true;
}

static void tell_answer(const struct message *m, struct answers *answers, const char *question,
                        const struct am_findings *out)
{
    struct chain chain;
    struct am_address addresses[ADDRESSES_MAX];
    struct am_dns_answer answer = {.question = question, .addresses = addresses, .ttl = UINT32_MAX};
    const char *last = follow_chain(m, answers, question, &chain);
    uint64_t hash = hash_name(last);

    for (size_t i = 0; i < answers->len && answer.addresses_len < ADDRESSES_MAX; i++) {
        const struct record *record = &answers->at[i];
        if (!owner_is(m, record, last, hash) ||
            !read_address(m, record, &addresses[answer.addresses_len]))
            continue;
        answer.addresses_len++;
        uint32_t ttl = record->ttl >> 31 ? 0 : record->ttl; /* RFC 2181, 8 */
        answer.ttl = ttl < answer.ttl ? ttl : answer.ttl;
    }
    if (answer.addresses_len == 0)
        return;
    for (size_t i = 0; i < chain.len; i++)
        answer.chain[i] = chain.name[i];
    answer.chain_len = chain.len;
    out->answer(out->ctx, &answer);
}

/* Tells the questions; the first clean names are left in `asked`. `r` is left after the section, or
 * failed. */
static size_t tell_questions(const struct message *m, struct am_reader *r,
                             struct name asked[ANSWERED_MAX], const struct am_findings *out)
{
    size_t len = 0;
    for (unsigned i = 0; i < m->questions; i++) {
        struct name name;
        if (!read_name(m, r, &name))
            break;
        am_read_skip(r, 4); /* type, class */
        if (am_reader_status(r) == AM_E_MALFORMED)
            break;
        if (name.clean) {
            out->name(out->ctx, AM_SOURCE_DNS_QUERY, name.text);
            if (len < ANSWERED_MAX)
                asked[len++] = name;
        } else if (!name.root) {
            out->invalid_name(out->ctx, AM_SOURCE_DNS_QUERY);
        }
    }
    return len;
}

/* False where the bytes are no DNS message. */
static bool dissect_message(struct am_bytes all, bool cut, const struct am_findings *out)
{
    struct message m = {.all = all, .cut = cut};
    struct name asked[ANSWERED_MAX];
    struct answers answers;
    struct am_reader r = am_reader_over(all, cut);

    if (!read_header(&r, &m) || (!cut && !counts_fit(&m, all.len)))
        return false;
    if (opcode_of(&m) != OPCODE_QUERY)
        return true;
    size_t asked_len = tell_questions(&m, &r, asked, out);
    if (!(m.flags & FLAG_RESPONSE) || (m.flags & 15u) != 0 || am_reader_status(&r) != AM_OK ||
        !read_answers(&m, &r, &answers))
        return true;
    for (size_t i = 0; i < asked_len; i++)
        tell_answer(&m, &answers, asked[i].text, out);
    return true;
}

/* RFC 1035, 4.2.2: each message after its length, many in one stream. After bytes that were not
 * captured only a new look tells where a message begins. */
static struct am_taken dissect_stream(struct am_bytes data, bool cut, const struct am_findings *out)
{
    struct am_reader r = am_reader_over(data, false);

    for (;;) {
        struct am_reader at = r;
        size_t len = am_read_be16(&at);
        size_t left = am_reader_rest(&at).len;
        bool whole = am_reader_status(&at) == AM_OK && left >= len;
        if (!whole && !cut)
            break;
        struct am_bytes message = am_read_bytes(&at, whole ? len : left);
        bool is_dns = dissect_message(message, !whole, out);
        if (!whole)
            return (struct am_taken){.len = data.len, .state = AM_TAKEN_NEXT};
        if (!is_dns)
            return (struct am_taken){.state = AM_TAKEN_NOT};
        r = at;
    }
    return (struct am_taken){
        .len = data.len - am_reader_rest(&r).len,
        .state = AM_TAKEN_MORE,
    };
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    if (!turn->over_udp)
        return dissect_stream(data, turn->cut, turn->out);
    bool is_dns = dissect_message(data, turn->cut, turn->out) || turn->cut;
    return (struct am_taken){.len = data.len, .state = is_dns ? AM_TAKEN_MORE : AM_TAKEN_NOT};
}

/* `len`: of the message on the wire, where it is known. */
static bool header_at(struct am_bytes start, size_t offset, size_t len)
{
    struct message m = {.all = start};
    struct am_reader r = read_from(&m, offset);
    return read_header(&r, &m) && counts_fit(&m, len);
}

/* A datagram is the message, and may have been cut; a stream has the message's length first. Which
 * of them this is was not told. */
static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    size_t len = am_read_be16(&r);

    if (header_at(start, 0, SIZE_MAX) || header_at(start, 2, len))
        return AM_PROBE_YES;
    return start.len < 2 + HEADER_LEN ? AM_PROBE_MAYBE : AM_PROBE_NO;
}

static const uint16_t ports[] = {53, 0};

const struct am_proto am_proto_dns = {
    .name = "dns",
    .rfc = "RFC 1035",
    .over = AM_OVER_TCP | AM_OVER_UDP,
    .ports = ports,
    .ports_only = true,
    .questions = true,
    .two_sided = true,
    .max_bytes = 2 + UINT16_MAX,
    .probe = probe,
    .dissect = dissect,
};
