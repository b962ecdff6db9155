/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/keys.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "contacts/memory.h"

struct entry {
    struct am_address device;
    struct am_label *name, *public_name; /* no name: the place is unused */
    int64_t time, until;
    uint32_t hash;
    bool fresh; /* refreshed since the hand last passed */
};

struct am_keys {
    struct am_labels *labels;
    struct entry *entries;
    uint32_t len, size;
    uint32_t hand; /* goes round in search of an entry that was not refreshed (second chance) */
    struct am_table by_name;
};

struct am_keys *am_keys_new(struct am_labels *labels)
{
    struct am_keys *k = calloc(1, sizeof *k);
    if (k)
        k->labels = labels;
    return k;
}

static void let_go(struct am_keys *k, struct entry *e)
{
    am_labels_drop(k->labels, e->name);
    am_labels_drop(k->labels, e->public_name);
    e->name = e->public_name = NULL;
}

void am_keys_free(struct am_keys *k)
{
    if (!k)
        return;
    for (uint32_t i = 0; i < k->len; i++)
        let_go(k, &k->entries[i]);
    am_table_done(&k->by_name);
    free(k->entries);
    free(k);
}

/* A name held here keeps its label, so that its place tells it from all others. */
static uint32_t hash_of(const struct am_address *device, const struct am_label *name)
{
    uint64_t words[3] = {0, 0, (uint64_t)(uintptr_t)name};
    memcpy(words, device->at, sizeof device->at);
    return am_table_hash_words(words, 3);
}

static struct entry *find(const struct am_keys *k, const struct am_address *device,
                          const struct am_label *name, uint32_t hash)
{
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&k->by_name, hash, &at)) != AM_TABLE_NONE;) {
        struct entry *e = &k->entries[i];
        if (e->name == name && am_address_equal(&e->device, device))
            return e;
    }
    return NULL;
}

static void empty(struct am_keys *k, struct entry *e)
{
    if (!e->name)
        return;
    am_table_remove(&k->by_name, e->hash, (uint32_t)(e - k->entries));
    let_go(k, e);
}

/* A place for a new entry: at the end, or that of one not refreshed for long. */
static struct entry *make_room(struct am_keys *k)
{
    if (k->len < AM_MEMORY_KEYS_MAX) {
        struct entry *grown = am_array_room(k->entries, k->len, &k->size, sizeof *grown);
        if (!grown)
            return NULL;
        k->entries = grown;
        memset(&grown[k->len], 0, sizeof *grown);
        return &grown[k->len++];
    }
    while (k->entries[k->hand].fresh) {
        k->entries[k->hand].fresh = false;
        k->hand = (k->hand + 1) % k->len;
    }
    struct entry *e = &k->entries[k->hand];
    k->hand = (k->hand + 1) % k->len;
    empty(k, e);
    return e;
}

void am_keys_add(struct am_keys *k, const struct am_address *device, struct am_label *name,
                 const char *public_name, int64_t time, int64_t until)
{
    struct am_label *label = am_labels_hold(k->labels, public_name, strlen(public_name));
    uint32_t hash = hash_of(device, name);
    struct entry *e = find(k, device, name, hash);
    if (e) {
        am_labels_drop(k->labels, e->public_name);
        e->fresh = true;
    } else {
        e = label ? make_room(k) : NULL;
        if (!e || !am_table_add(&k->by_name, hash, (uint32_t)(e - k->entries))) {
            am_labels_drop(k->labels, label);
            return; /* out of memory: the place stays, without a name */
        }
        *e = (struct entry){.device = *device, .name = am_label_again(name), .hash = hash};
    }
    e->public_name = label;
    e->time = time;
    e->until = until;
}

void am_keys_remove(struct am_keys *k, const struct am_address *device, const struct am_label *name)
{
    struct entry *e = find(k, device, name, hash_of(device, name));
    if (e)
        empty(k, e);
}

const char *am_keys_find(const struct am_keys *k, const struct am_address *device,
                         const struct am_label *name, int64_t now)
{
    const struct entry *e = find(k, device, name, hash_of(device, name));
    int64_t early;
    if (!e || now > e->until || __builtin_sub_overflow(e->time, now, &early) ||
        early > AM_MEMORY_EARLY_NS)
        return NULL;
    return am_label_text(e->public_name);
}
