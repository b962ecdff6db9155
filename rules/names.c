/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#define LABELS_MAX (AM_NAME_MAX / 2 + 1)

struct am_name_entry {
    const struct am_name_rule *exact, *below; /* below: AM_MATCH_SUFFIX or AM_MATCH_EXCEPT */
};

void am_names_init(struct am_names *n)
{
    *n = (struct am_names){0};
    am_index_init(&n->index, AM_NAME_RULES_MAX);
}

void am_names_done(struct am_names *n)
{
    am_index_done(&n->index);
    free(n->entries);
    *n = (struct am_names){0};
}

static enum am_status new_entry(struct am_names *n, const char *name, size_t len, uint32_t *out)
{
    size_t count = n->index.count;
    if (count == n->size) {
        size_t size = n->size > 0 ? n->size * 2 : 256;
        struct am_name_entry *entries = reallocarray(n->entries, size, sizeof *entries);
        if (!entries)
            return AM_E_NO_MEMORY;
        n->entries = entries;
        n->size = size;
    }
    n->entries[count] = (struct am_name_entry){0};
    *out = (uint32_t)count;
    return am_index_add(&n->index, name, len, *out);
}

enum am_status am_names_add(struct am_names *n, const char *name, const struct am_name_rule *rule)
{
    size_t len = strlen(name);
    const uint32_t *known = am_index_find(&n->index, name, len);
    uint32_t at = known ? *known : 0;
    enum am_status status = known ? AM_OK : new_entry(n, name, len, &at);
    if (status != AM_OK)
        return status;
    struct am_name_entry *entry = &n->entries[at];
    const struct am_name_rule **place =
        rule->match == AM_MATCH_EXACT ? &entry->exact : &entry->below;
    if (*place)
        return AM_E_USAGE;
    *place = rule;
    size_t labels = 1;
    for (size_t i = 0; i < len; i++)
        labels += name[i] == '.';
    if (labels > n->labels_max)
        n->labels_max = labels;
    return AM_OK;
}

const struct am_name_rule *am_names_find(const struct am_names *n, const char *name,
                                         const char **matched)
{
    struct {
        uint64_t hash;
        size_t at;
    } suffix[LABELS_MAX];
    size_t len = strlen(name);
    if (len > AM_NAME_MAX)
        return NULL;
    size_t count = 0;
    size_t most = n->labels_max < LABELS_MAX ? n->labels_max : LABELS_MAX;
    uint64_t h = am_index_start(&n->index);
    for (size_t i = len; i > 0 && count < most; i--) {
        h = am_index_feed(h, name[i - 1]);
        if (i == 1 || name[i - 2] == '.') {
            suffix[count].hash = am_index_end(h);
            suffix[count++].at = i - 1;
        }
    }
    while (count-- > 0) {
        size_t at = suffix[count].at;
        const uint32_t *found =
            am_index_find_hashed(&n->index, suffix[count].hash, name + at, len - at);
        const struct am_name_entry *entry = found ? &n->entries[*found] : NULL;
        if (!entry)
            continue;
        *matched = name + at;
        if (at == 0 && entry->exact)
            return entry->exact;
        if (entry->below)
            return entry->below;
    }
    return NULL;
}
