/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define HASH_NONFATAL_OOM              1
#define HASH_FUNCTION(key, len, value) (value) = (unsigned)am_hash_bytes((key), (len))
#include <uthash.h>

/* `device` is all zero for what anyone was told. */
struct key {
    struct am_address device, address;
};

struct entry {
    UT_hash_handle hh;
    struct key key;
    struct am_label *name, *chain;
    int64_t time;
};

struct am_memory {
    struct am_labels *labels;
    struct entry *table; /* uthash keeps insertion order: the head was refreshed longest ago */
    size_t count;
    uint64_t forgotten;
};

struct am_memory *am_memory_new(struct am_labels *labels)
{
    struct am_memory *m = calloc(1, sizeof *m);
    if (m)
        m->labels = labels;
    return m;
}

static void drop(struct am_memory *m, struct entry *e)
{
    HASH_DEL(m->table, e);
    am_labels_drop(m->labels, e->name);
    am_labels_drop(m->labels, e->chain);
    free(e);
    m->count--;
}

void am_memory_free(struct am_memory *m)
{
    if (!m)
        return;
    struct entry *e;
    struct entry *next;
    HASH_ITER(hh, m->table, e, next)
    {
        drop(m, e);
    }
    free(m);
}

static void learn(struct am_memory *m, const struct key *key, struct am_label *name,
                  struct am_label *chain, int64_t time)
{
    struct entry *e;
    unsigned value = (unsigned)am_hash_bytes(key, sizeof *key);
    HASH_FIND_BYHASHVALUE(hh, m->table, key, sizeof *key, value, e);
    if (e) {
        HASH_DEL(m->table, e); /* to the end of the order */
        am_labels_drop(m->labels, e->name);
        am_labels_drop(m->labels, e->chain);
        m->count--;
    } else {
        if (m->count >= AM_MEMORY_MAX) {
            drop(m, m->table);
            m->forgotten++;
        }
        e = calloc(1, sizeof *e);
        if (!e)
            return;
        e->key = *key;
    }
    e->name = am_label_again(name);
    e->chain = am_label_again(chain);
    e->time = time;
    HASH_ADD_BYHASHVALUE(hh, m->table, key, sizeof e->key, value, e);
    if (!e->hh.tbl) {
        am_labels_drop(m->labels, e->name);
        am_labels_drop(m->labels, e->chain);
        free(e);
        return;
    }
    m->count++;
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
    struct entry *e;
    HASH_FIND(hh, m->table, &key, sizeof key, e);
    enum am_evidence evidence = AM_EVIDENCE_DNS;
    if (!e) {
        memset(&key.device, 0, sizeof key.device);
        HASH_FIND(hh, m->table, &key, sizeof key, e);
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
