/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/dns_answer.h"

#include <string.h>

#include "proto/dns_svcb.h"

#define RECORDS_MAX   256 /* of the answer section; what comes after them is not read */
#define DNAMES_MAX    4   /* of them: each is held against every name of a chain */
#define SERVICES_MAX  16
#define ADDRESSES_MAX 64
#define CLASS_IN      1

enum record_type {
    TYPE_A = 1,
    TYPE_CNAME = 5,
    TYPE_AAAA = 28,
    TYPE_DNAME = 39,
    TYPE_SVCB = 64,
    TYPE_HTTPS = 65,
};

/* One record of a kind that is followed. */
struct record {
    struct am_bytes data;
    uint32_t ttl;
    uint16_t owner, type;
    uint16_t target; /* of CNAME, DNAME; of SVCB and HTTPS its place in `services` */
    bool used;       /* already a step of the chain: no loops */
};

struct answers {
    const struct am_dns_message *m;
    struct am_dns_names *names;
    size_t len, dnames, services_len;
    bool cut; /* not all of them were read */
    struct record at[RECORDS_MAX];
    struct am_dns_service services[SERVICES_MAX];
};

struct chain {
    uint16_t name[AM_CHAIN_MAX];
    size_t len;
};

/* Where the addresses of an answer are gathered. */
struct gathered {
    struct am_address addresses[ADDRESSES_MAX];
    size_t len;
    uint32_t ttl; /* smallest; of the service's record where there is no address */
};

/* The name that a CNAME or DNAME record holds, which fills its data; elsewhere it leads nowhere. */
static uint16_t read_target(const struct answers *answers, struct am_reader at,
                            struct am_bytes data)
{
    struct am_reader end = at;
    unsigned target;
    am_read_skip(&end, data.len);
    if (!am_dns_read_name(answers->m, &at, answers->names, &target) ||
        am_reader_rest(&at).len != am_reader_rest(&end).len)
        return AM_DNS_UNCLEAN;
    return (uint16_t)target;
}

/* Whether the record matters; reads what its data says, which begins `at`. */
static bool read_data(struct answers *answers, struct am_reader at, struct record *record)
{
    struct am_dns_service *service = &answers->services[answers->services_len];
    switch (record->type) {
    case TYPE_A:
        return record->data.len == 4;
    case TYPE_AAAA:
        return record->data.len == 16;
    case TYPE_DNAME:
        if (answers->dnames++ >= DNAMES_MAX)
            return false;
        record->target = read_target(answers, at, record->data);
        return true;
    case TYPE_CNAME:
        record->target = read_target(answers, at, record->data);
        return true;
    case TYPE_SVCB:
    case TYPE_HTTPS:
        if (answers->services_len == SERVICES_MAX ||
            !am_dns_read_service(record->data, answers->names, service))
            return false;
        record->target = (uint16_t)answers->services_len++;
        return true;
    default:
        return false;
    }
}

/* Keeps the answer section's records that matter; false where the section breaks its format. What
 * came whole before the capture ends counts. */
static bool read_answers(struct am_reader *r, struct answers *out)
{
    out->len = out->dnames = out->services_len = 0;
    for (unsigned i = 0; i < out->m->answers && i < RECORDS_MAX; i++) {
        struct record *record = &out->at[out->len];
        unsigned owner;
        if (!am_dns_read_name(out->m, r, out->names, &owner))
            break;
        record->type = am_read_be16(r);
        unsigned class = am_read_be16(r);
        record->ttl = am_read_be32(r);
        size_t len = am_read_be16(r);
        struct am_reader at = *r;
        record->data = am_read_bytes(r, len);
        if (am_reader_status(r) != AM_OK)
            break;
        record->owner = (uint16_t)owner;
        if (class == CLASS_IN && owner >= AM_DNS_FIRST && read_data(out, at, record))
            out->len++;
    }
    out->cut = am_reader_status(r) == AM_E_TRUNCATED || out->m->answers > RECORDS_MAX;
    return am_reader_status(r) != AM_E_MALFORMED || (out->m->flags & AM_DNS_SHORTENED);
}

/* RFC 6672, 2.2: what lies under the owner lies under the target too. */
static unsigned redirect(struct answers *answers, const struct record *record, unsigned name)
{
    char made[AM_NAME_SIZE];
    if (record->target < AM_DNS_FIRST)
        return AM_DNS_UNCLEAN;
    const char *text = am_dns_text(answers->names, name);
    const char *owner = am_dns_text(answers->names, record->owner);
    const char *target = am_dns_text(answers->names, record->target);
    size_t len = strlen(text);
    size_t suffix = strlen(owner);
    size_t target_len = strlen(target);
    if (len < suffix + 2 || text[len - suffix - 1] != '.' ||
        strcmp(text + len - suffix, owner) != 0)
        return AM_DNS_UNCLEAN;

    size_t prefix = len - suffix; /* with its dot */
    if (prefix + target_len > AM_NAME_MAX)
        return AM_DNS_UNCLEAN;
    memcpy(made, text, prefix);
    memcpy(made + prefix, target, target_len + 1);
    return am_dns_add_name(answers->names, made, prefix + target_len);
}

/* Another name for what is asked: CNAME, or an alias of the service (RFC 9460, 2.4.2). */
static bool is_alias(const struct answers *answers, const struct record *record, uint16_t asked)
{
    return record->type == TYPE_CNAME ||
           ((record->type == TYPE_HTTPS || record->type == TYPE_SVCB) && record->type == asked &&
            answers->services[record->target].priority == 0);
}

/* The next name of the chain after `name`; none is below AM_DNS_FIRST. Each record is used once. */
static unsigned follow(struct answers *answers, unsigned name, uint16_t asked)
{
    for (size_t i = 0; i < answers->len; i++) {
        struct record *record = &answers->at[i];
        if (record->owner != name || record->used || !is_alias(answers, record, asked))
            continue;
        record->used = true;
        return record->type == TYPE_CNAME ? record->target
                                          : answers->services[record->target].target;
    }
    for (size_t i = 0; answers->dnames > 0 && i < answers->len; i++) {
        struct record *record = &answers->at[i];
        if (record->type != TYPE_DNAME || record->used)
            continue;
        unsigned next = redirect(answers, record, name);
        if (next < AM_DNS_FIRST)
            continue;
        record->used = true;
        return next;
    }
    return AM_DNS_UNCLEAN;
}

/* In a chain longer than is kept, the middle is lost, not the end. */
static void add_step(struct chain *chain, unsigned name)
{
    if (chain->len < AM_CHAIN_MAX)
        chain->len++;
    chain->name[chain->len - 1] = (uint16_t)name;
}

/* Returns the name that owns the addresses. */
static unsigned follow_chain(struct answers *answers, const struct am_dns_question *question,
                             struct chain *chain)
{
    unsigned last = question->name;
    unsigned next;

    chain->len = 0;
    for (size_t i = 0; i < answers->len; i++)
        answers->at[i].used = false;
    while ((next = follow(answers, last, question->type)) >= AM_DNS_FIRST) {
        add_step(chain, next);
        last = next;
    }
    return last;
}

/* The record of `owner` that tells where the service is; of several, which are there to fall back
 * on, the one to be tried first. NULL: none. */
static const struct record *best_service(const struct answers *answers, unsigned owner,
                                         uint16_t asked)
{
    const struct record *best = NULL;
    for (size_t i = 0; i < answers->len; i++) {
        const struct record *record = &answers->at[i];
        if (record->owner != owner || record->type != asked ||
            (asked != TYPE_HTTPS && asked != TYPE_SVCB))
            continue;
        unsigned priority = answers->services[record->target].priority;
        if (priority > 0 && (!best || priority < answers->services[best->target].priority))
            best = record;
    }
    return best;
}

/* A time to live with its top bit set is none (RFC 2181, 8). */
static void lower_ttl(struct gathered *g, uint32_t ttl)
{
    ttl = ttl >> 31 ? 0 : ttl;
    g->ttl = ttl < g->ttl ? ttl : g->ttl;
}

static void gather_hints(struct gathered *g, struct am_bytes hints, size_t each)
{
    struct am_reader r = am_reader_over(hints, false);
    while (am_reader_more(&r) && g->len < ADDRESSES_MAX) {
        struct am_bytes one = am_read_bytes(&r, each);
        if (one.len == each)
            g->addresses[g->len++] = each == 4 ? am_address_v4(one.at) : am_address_v6(one.at);
    }
}

static void gather_records(struct gathered *g, const struct answers *answers, unsigned owner)
{
    for (size_t i = 0; i < answers->len && g->len < ADDRESSES_MAX; i++) {
        const struct record *record = &answers->at[i];
        if (record->owner != owner || (record->type != TYPE_A && record->type != TYPE_AAAA))
            continue;
        gather_hints(g, record->data, record->type == TYPE_A ? 4 : 16);
        lower_ttl(g, record->ttl);
    }
}

static void tell_answer(struct answers *answers, const struct am_dns_question *question,
                        const struct am_findings *out)
{
    struct chain chain;
    struct gathered g;
    char ech_public[AM_NAME_SIZE];
    struct am_dns_answer answer;
    unsigned last = follow_chain(answers, question, &chain);

    answer.ech_public = NULL;
    answer.ech_config = 0;
    g.len = 0;
    g.ttl = UINT32_MAX;
    const struct record *best = best_service(answers, last, question->type);
    if (best) {
        const struct am_dns_service *service = &answers->services[best->target];
        if (service->target >= AM_DNS_FIRST && service->target != last)
            add_step(&chain, last = service->target);
        gather_hints(&g, service->ipv4, 4);
        gather_hints(&g, service->ipv6, 16);
        lower_ttl(&g, best->ttl);
        if (am_dns_read_ech(service->ech, ech_public, &answer.ech_config))
            answer.ech_public = ech_public;
    }
    gather_records(&g, answers, last);
    if (answers->cut && g.len == 0 && !answer.ech_public)
        return; /* what it says is not known */
    for (size_t i = 0; i < chain.len; i++)
        answer.chain[i] = am_dns_text(answers->names, chain.name[i]);
    answer.chain_len = chain.len;
    answer.question = am_dns_text(answers->names, question->name);
    answer.type = question->type;
    answer.rcode = answers->m->flags & 15u;
    answer.addresses = g.addresses;
    answer.addresses_len = g.len;
    answer.ttl = g.ttl == UINT32_MAX ? 0 : g.ttl;
    out->answer(out->ctx, &answer);
}

void am_dns_tell_answers(const struct am_dns_message *m, struct am_reader *r,
                         struct am_dns_names *names, const struct am_dns_question *asked,
                         size_t asked_len, const struct am_findings *out)
{
    struct answers answers; /* large: only its beginning is written to */
    answers.m = m;
    answers.names = names;
    answers.len = answers.dnames = answers.services_len = 0;
    answers.cut = false;
    /* Of a refusal the code is all that is told. */
    if ((m->flags & 15u) == 0 && !read_answers(r, &answers))
        return;
    for (size_t i = 0; i < asked_len; i++)
        tell_answer(&answers, &asked[i], out);
}
