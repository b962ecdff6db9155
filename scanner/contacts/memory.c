/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/table.h"
#include "contacts/keys.h"

#define LINE          64 /* bytes that come from memory together */
#define BLOCK_ENTRIES 1024u
#define BLOCKS_MAX    ((AM_MEMORY_MAX + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES)
#define FRESH         0x80000000u
#define TYPE_HTTPS    65

/* `device` is all zero for what anyone was told. */
struct key {
    struct am_address device, address;
};

/* A name of a key. Those of one key stand under the same hash. */
struct entry {
    struct key key;
    struct am_label *name, *chain; /* no name: the place is unused */
    int64_t time;
    uint32_t order; /* of learning; clocks may step back */
    uint32_t ttl;   /* seconds; FRESH: refreshed since the hand last passed */
};
static_assert(sizeof(struct entry) == LINE, "an entry is one line of memory");

struct am_memory {
    struct am_labels *labels;
    struct entry *blocks[BLOCKS_MAX];
    uint32_t len;
    uint32_t hand; /* goes round in search of an entry that was not refreshed (second chance) */
    uint32_t order;
    struct am_table by_key;
    struct am_keys *keys;
    uint64_t forgotten;
    struct am_hash_seed seed;
};

/* What one answer says of each of its addresses. */
struct lesson {
    struct am_label *name, *chain;
    int64_t time;
    uint32_t ttl;
};

/* What was kept under one key, newest first, and nothing dated after the time asked for. */
struct told {
    const struct entry *at[AM_MEMORY_NAMES];
    size_t len;
};

struct am_memory *am_memory_new(struct am_labels *labels)
{
    struct am_memory *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->labels = labels;
    m->seed = am_hash_seed();
    m->keys = am_keys_new(labels);
    if (!m->keys) {
        free(m);
        return NULL;
    }
    return m;
}

static struct entry *entry_at(const struct am_memory *m, uint32_t i)
{
    return &m->blocks[i / BLOCK_ENTRIES][i % BLOCK_ENTRIES];
}

static void let_go(struct am_memory *m, struct entry *e)
{
    am_labels_drop(m->labels, e->name);
    am_labels_drop(m->labels, e->chain);
    e->name = e->chain = NULL;
}

void am_memory_free(struct am_memory *m)
{
    if (!m)
        return;
    for (uint32_t i = 0; i < m->len; i++)
        let_go(m, entry_at(m, i));
    for (uint32_t i = 0; i < BLOCKS_MAX; i++)
        free(m->blocks[i]);
    am_table_done(&m->by_key);
    am_keys_free(m->keys);
    free(m);
}

static int64_t ttl_ns(uint32_t seconds)
{
    uint32_t counted = seconds < AM_MEMORY_TTL_MAX ? seconds : AM_MEMORY_TTL_MAX;
    return counted * AM_MEMORY_SECOND_NS;
}

static int64_t later(int64_t time, int64_t by)
{
    int64_t sum;
    return __builtin_add_overflow(time, by, &sum) ? INT64_MAX : sum;
}

/* --- hashes --- */

static uint64_t hash_on(const struct am_memory *m, uint64_t hash, const struct am_address *a)
{
    uint64_t word[2];
    memcpy(word, a->at, sizeof word);
    hash = am_hash_mix(hash ^ word[0], m->seed.at[1]);
    return am_hash_mix(hash ^ word[1], m->seed.at[2]);
}

static uint64_t hash_device(const struct am_memory *m, const struct am_address *device)
{
    return hash_on(m, m->seed.at[0], device);
}

static uint32_t hash_key(const struct am_memory *m, uint64_t of_device,
                         const struct am_address *address)
{
    uint64_t hash = hash_on(m, of_device, address);
    return (uint32_t)(hash ^ hash >> 32);
}

static uint32_t hash_entry(const struct am_memory *m, const struct entry *e)
{
    return hash_key(m, hash_device(m, &e->key.device), &e->key.address);
}

/* --- learning --- */

static struct entry *new_block(void)
{
    struct entry *block = aligned_alloc(LINE, BLOCK_ENTRIES * sizeof *block);
    if (block)
        memset(block, 0, BLOCK_ENTRIES * sizeof *block);
    return block;
}

/* A place for a new entry: at the end, or that of one not refreshed for long. */
static bool make_room(struct am_memory *m, uint32_t *place)
{
    if (m->len < AM_MEMORY_MAX) {
        struct entry **block = &m->blocks[m->len / BLOCK_ENTRIES];
        if (!*block && !(*block = new_block()))
            return false;
        *place = m->len++;
        return true;
    }
    for (;; m->hand = (m->hand + 1) % m->len) {
        struct entry *e = entry_at(m, m->hand);
        if (!(e->ttl & FRESH))
            break;
        e->ttl &= ~FRESH;
    }
    *place = m->hand;
    m->hand = (m->hand + 1) % m->len;
    struct entry *e = entry_at(m, *place);
    if (e->name) {
        am_table_remove(&m->by_key, hash_entry(m, e), *place);
        let_go(m, e);
        m->forgotten++;
    }
    return true;
}

static bool same_key(const struct key *a, const struct key *b)
{
    return am_address_equal(&a->address, &b->address) && am_address_equal(&a->device, &b->device);
}

static bool before(const struct entry *a, const struct entry *b)
{
    return (int32_t)(a->order - b->order) < 0;
}

/* The entry that the lesson takes the place of: the same name, or the oldest of as many as are
 * kept. */
static struct entry *replaced_by(const struct am_memory *m, const struct key *key, uint32_t hash,
                                 const struct am_label *name)
{
    struct entry *oldest = NULL;
    unsigned count = 0;
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&m->by_key, hash, &at)) != AM_TABLE_NONE;) {
        struct entry *e = entry_at(m, i);
        if (!same_key(&e->key, key))
            continue;
        if (e->name == name)
            return e;
        count++;
        if (!oldest || before(e, oldest))
            oldest = e;
    }
    return count < AM_MEMORY_NAMES ? NULL : oldest;
}

static void learn(struct am_memory *m, const struct key *key, uint32_t hash,
                  const struct lesson *lesson)
{
    struct entry *e = replaced_by(m, key, hash, lesson->name);
    uint32_t fresh = e ? FRESH : 0;
    if (!e) {
        uint32_t place;
        if (!make_room(m, &place) || !am_table_add(&m->by_key, hash, place))
            return; /* out of memory: the place stays, without a name */
        e = entry_at(m, place);
        e->key = *key;
    }
    if (e->name != lesson->name || e->chain != lesson->chain) {
        let_go(m, e);
        e->name = am_label_again(lesson->name);
        e->chain = am_label_again(lesson->chain);
    }
    e->time = lesson->time;
    e->ttl = lesson->ttl | fresh;
    e->order = m->order++;
}

static struct am_label *join_chain(struct am_labels *labels, const struct am_dns_answer *answer)
{
    char text[AM_CHAIN_MAX * AM_NAME_SIZE];
    size_t len = 0;
    for (size_t i = 0; i < answer->chain_len; i++) {
        size_t n = strlen(answer->chain[i]);
        if (n > AM_NAME_MAX || len + n + 1 > sizeof text)
            break;
        if (len > 0)
            text[len++] = ' ';
        memcpy(text + len, answer->chain[i], n);
        len += n;
    }
    return len > 0 ? am_labels_hold(labels, text, len) : NULL;
}

/* Learns each address twice, for the device and for anyone. */
static void learn_addresses(struct am_memory *m, const struct am_address *device,
                            const struct am_dns_answer *answer, int64_t time)
{
    struct key own = {.device = *device};
    struct key any = {.device = {{0}}};
    const uint64_t of_device = hash_device(m, &own.device);
    const uint64_t of_any = hash_device(m, &any.device);
    const struct lesson lesson = {
        .name = am_labels_hold(m->labels, answer->question, strlen(answer->question)),
        .chain = join_chain(m->labels, answer),
        .time = time,
        .ttl = answer->ttl & ~FRESH,
    };

    for (size_t i = 0; lesson.name && i < answer->addresses_len; i++) {
        own.address = any.address = answer->addresses[i];
        learn(m, &own, hash_key(m, of_device, &own.address), &lesson);
        learn(m, &any, hash_key(m, of_any, &any.address), &lesson);
    }
    am_labels_drop(m->labels, lesson.name);
    am_labels_drop(m->labels, lesson.chain);
}

/* The key of a name, or that it has none any more. */
static void learn_key(struct am_memory *m, const struct am_address *device,
                      const struct am_dns_answer *answer, int64_t time)
{
    if (!answer->ech_public && (answer->type != TYPE_HTTPS || answer->rcode != 0))
        return;
    struct am_label *name = am_labels_hold(m->labels, answer->question, strlen(answer->question));
    if (name && answer->ech_public)
        am_keys_add(m->keys, device, name, answer->ech_public, time,
                    later(time, ttl_ns(answer->ttl) + AM_MEMORY_GRACE_NS));
    else if (name)
        am_keys_remove(m->keys, device, name);
    am_labels_drop(m->labels, name);
}

void am_memory_add(struct am_memory *m, const struct am_address *device,
                   const struct am_dns_answer *answer, int64_t time)
{
    if (am_name_is_address(answer->question))
        return;
    if (answer->addresses_len > 0)
        learn_addresses(m, device, answer, time);
    learn_key(m, device, answer, time);
}

/* --- remembering --- */

static int64_t age_of(const struct entry *e, int64_t now)
{
    int64_t age;
    if (__builtin_sub_overflow(now, e->time, &age))
        return now > e->time ? INT64_MAX : INT64_MIN;
    return age;
}

static bool is_live(const struct entry *e, int64_t now)
{
    return age_of(e, now) <= ttl_ns(e->ttl & ~FRESH);
}

/* As good as live. */
static bool counts(const struct entry *e, int64_t now)
{
    int64_t age = age_of(e, now);
    return age <= AM_MEMORY_USED_NS || age <= ttl_ns(e->ttl & ~FRESH);
}

static bool in_grace(const struct entry *e, int64_t now, int64_t grace)
{
    return age_of(e, now) <= ttl_ns(e->ttl & ~FRESH) + grace || counts(e, now);
}

static void insert(struct told *told, const struct entry *e)
{
    size_t i = told->len++;
    for (; i > 0 && before(told->at[i - 1], e); i--)
        told->at[i] = told->at[i - 1];
    told->at[i] = e;
}

static struct told recall(const struct am_memory *m, const struct key *key, uint32_t hash,
                          int64_t now)
{
    struct told told = {.len = 0};
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&m->by_key, hash, &at)) != AM_TABLE_NONE;) {
        const struct entry *e = entry_at(m, i);
        if (same_key(&e->key, key) && e->name && told.len < AM_MEMORY_NAMES &&
            age_of(e, now) >= -AM_MEMORY_EARLY_NS)
            insert(&told, e);
    }
    return told;
}

static bool another_counts(const struct told *told, const struct entry *chosen, int64_t now)
{
    for (size_t i = 0; i < told->len; i++)
        if (told->at[i]->name != chosen->name && counts(told->at[i], now))
            return true;
    return false;
}

/* The newest that counts, or is in grace. */
static const struct entry *newest(const struct told *told, int64_t now, int64_t grace)
{
    for (size_t i = 0; i < told->len; i++)
        if (grace == 0 ? counts(told->at[i], now) : in_grace(told->at[i], now, grace))
            return told->at[i];
    return NULL;
}

/* What others were told is a guess: only where they were told one name, or where one was told just
 * now and the others long ago. */
static const struct entry *agreed(const struct told *told, int64_t now, int64_t grace)
{
    const struct entry *chosen = newest(told, now, grace);
    for (size_t i = 0; chosen && i < told->len; i++) {
        const struct entry *e = told->at[i];
        if (e == chosen || !(grace == 0 ? counts(e, now) : in_grace(e, now, grace)))
            continue;
        if (age_of(chosen, now) > AM_MEMORY_PROMPT_NS || age_of(e, now) <= AM_MEMORY_OLD_NS)
            return NULL;
    }
    return chosen;
}

static bool answer_with(struct am_memory_name *out, const struct told *told, const struct entry *e,
                        enum am_evidence evidence, int64_t now)
{
    *out = (struct am_memory_name){
        .name = e->name,
        .chain = e->chain,
        .time = e->time,
        .evidence = evidence,
        .live = is_live(e, now),
        .shared = another_counts(told, e, now),
    };
    return true;
}

static bool was_told(const struct told *told, const struct am_label *name, int64_t now)
{
    for (size_t i = 0; i < told->len; i++)
        if (told->at[i]->name == name && in_grace(told->at[i], now, AM_MEMORY_GRACE_NS))
            return true;
    return false;
}

bool am_memory_find(struct am_memory *m, const struct am_address *device,
                    const struct am_address *address, int64_t now, struct am_memory_name *out)
{
    const struct key own_key = {.device = *device, .address = *address};
    const struct key any_key = {.address = *address};
    const uint32_t own_hash = hash_key(m, hash_device(m, device), address);
    const uint32_t any_hash = hash_key(m, hash_device(m, &any_key.device), address);

    const struct told own = recall(m, &own_key, own_hash, now);
    const struct entry *e = newest(&own, now, 0);
    if (e)
        return answer_with(out, &own, e, AM_EVIDENCE_DNS, now);
    const struct told any = recall(m, &any_key, any_hash, now);
    if ((e = agreed(&any, now, 0)))
        /* One's own old answer, which still holds elsewhere, is one's own. */
        return answer_with(out, &any, e,
                           was_told(&own, e->name, now) ? AM_EVIDENCE_DNS : AM_EVIDENCE_DNS_OTHER,
                           now);
    if ((e = newest(&own, now, AM_MEMORY_GRACE_NS)))
        return answer_with(out, &own, e, AM_EVIDENCE_DNS, now);
    if ((e = agreed(&any, now, AM_MEMORY_GRACE_OTHER_NS)))
        return answer_with(out, &any, e, AM_EVIDENCE_DNS_OTHER, now);
    return false;
}

/* Leaves the names that may be behind `outer`: those whose key bears it, or if no key was seen all
 * but itself. */
static struct told hidden_by(const struct am_memory *m, const struct told *own,
                             const struct am_address *device, int64_t now, const char *outer,
                             bool *by_key)
{
    struct told bearing = {.len = 0};
    struct told others = {.len = 0};
    bool key_seen = false;
    for (size_t i = 0; i < own->len; i++) {
        const struct entry *e = own->at[i];
        if (!in_grace(e, now, AM_MEMORY_GRACE_NS))
            continue;
        const char *public_name = am_keys_find(m->keys, device, e->name, now);
        key_seen |= public_name != NULL;
        if (outer && public_name && strcmp(public_name, outer) == 0)
            bearing.at[bearing.len++] = e;
        if (!outer || strcmp(am_label_text(e->name), outer) != 0)
            others.at[others.len++] = e;
    }
    *by_key = bearing.len > 0;
    if (!*by_key && key_seen && outer)
        others.len = 0;
    return *by_key ? bearing : others;
}

bool am_memory_find_hidden(struct am_memory *m, const struct am_address *device,
                           const struct am_address *address, int64_t now, const char *outer,
                           struct am_memory_name *out)
{
    const struct key key = {.device = *device, .address = *address};
    const struct told own = recall(m, &key, hash_key(m, hash_device(m, device), address), now);
    bool by_key;
    const struct told hidden = hidden_by(m, &own, device, now, outer, &by_key);
    const struct entry *e = newest(&hidden, now, 0);
    if (!e)
        e = newest(&hidden, now, AM_MEMORY_GRACE_NS);
    if (!e)
        return false;
    (void)answer_with(out, &hidden, e, AM_EVIDENCE_ECH_DNS, now);
    out->key = by_key;
    return true;
}

uint64_t am_memory_forgotten(const struct am_memory *m)
{
    return m->forgotten;
}
