/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

/* `device` is all zero for what anyone was told. */
struct key {
    struct am_address device, address;
};

struct entry {
    struct key key;
    struct am_label *name, *chain;
    int64_t time;
    uint32_t hash;
    bool fresh; /* refreshed since the hand last passed */
};

struct am_memory {
    struct am_labels *labels;
    struct entry *entries;
    uint32_t len, size;
    uint32_t hand; /* goes round in search of an entry that was not refreshed (second chance) */
    struct am_table by_key;
    uint64_t forgotten;
};

struct am_memory *am_memory_new(struct am_labels *labels)
{
    struct am_memory *m = calloc(1, sizeof *m);
    if (m)
        m->labels = labels;
    return m;
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
        let_go(m, &m->entries[i]);
    am_table_done(&m->by_key);
    free(m->entries);
    free(m);
}

static struct entry *find(const struct am_memory *m, const struct key *key, uint32_t hash)
{
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&m->by_key, hash, &at)) != AM_TABLE_NONE;)
        if (memcmp(&m->entries[i].key, key, sizeof *key) == 0)
            return &m->entries[i];
    return NULL;
}

/* A place for a new entry: at the end, or that of one not refreshed for long. */
static struct entry *make_room(struct am_memory *m)
{
    if (m->len < AM_MEMORY_MAX) {
        struct entry *grown = am_array_room(m->entries, m->len, &m->size, sizeof *grown);
        if (!grown)
            return NULL;
        m->entries = grown;
        memset(&grown[m->len], 0, sizeof *grown);
        return &grown[m->len++];
    }
    for (;; m->hand = (m->hand + 1) % m->len) {
        struct entry *e = &m->entries[m->hand];
        if (!e->fresh)
            break;
        e->fresh = false;
    }
    struct entry *e = &m->entries[m->hand];
    m->hand = (m->hand + 1) % m->len;
    if (e->name) {
        am_table_remove(&m->by_key, e->hash, (uint32_t)(e - m->entries));
        let_go(m, e);
        m->forgotten++;
    }
    return e;
}

static void learn(struct am_memory *m, const struct key *key, struct am_label *name,
                  struct am_label *chain, int64_t time)
{
    uint32_t hash = am_table_hash(key, sizeof *key);
    struct entry *e = find(m, key, hash);
    if (e) {
        let_go(m, e);
        e->fresh = true;
    } else {
        e = make_room(m);
        if (!e || !am_table_add(&m->by_key, hash, (uint32_t)(e - m->entries)))
            return; /* out of memory: the place stays, without a name */
        e->key = *key;
        e->hash = hash;
    }
    e->name = am_label_again(name);
    e->chain = am_label_again(chain);
    e->time = time;
}

static struct am_label *join_chain(struct am_labels *labels, const struct am_dns_answer *answer)
{
    char text[sizeof answer->chain / sizeof *answer->chain * AM_NAME_SIZE];
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

void am_memory_add(struct am_memory *m, const struct am_address *device,
                   const struct am_dns_answer *answer, int64_t time)
{
    if (answer->addresses_len == 0 || am_name_is_address(answer->question))
        return;
    struct am_label *name = am_labels_hold(m->labels, answer->question, strlen(answer->question));
    struct am_label *chain = join_chain(m->labels, answer);
    for (size_t i = 0; name && i < answer->addresses_len; i++) {
        struct key key = {.device = *device, .address = answer->addresses[i]};
        learn(m, &key, name, chain, time);
        memset(&key.device, 0, sizeof key.device);
        learn(m, &key, name, chain, time);
    }
    am_labels_drop(m->labels, name);
    am_labels_drop(m->labels, chain);
}

bool am_memory_find(struct am_memory *m, const struct am_address *device,
                    const struct am_address *address, struct am_memory_name *out)
{
    struct key key = {.device = *device, .address = *address};
    struct entry *e = find(m, &key, am_table_hash(&key, sizeof key));
    enum am_evidence evidence = AM_EVIDENCE_DNS;
    if (!e) {
        memset(&key.device, 0, sizeof key.device);
        e = find(m, &key, am_table_hash(&key, sizeof key));
        evidence = AM_EVIDENCE_DNS_OTHER;
    }
    if (!e)
        return false;
    *out = (struct am_memory_name){
        .name = e->name, .chain = e->chain, .time = e->time, .evidence = evidence};
    return true;
}

uint64_t am_memory_forgotten(const struct am_memory *m)
{
    return m->forgotten;
}
