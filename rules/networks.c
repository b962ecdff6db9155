/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks.h"

#include <stdlib.h>
#include <string.h>

void am_networks_init(struct am_networks *n)
{
    *n = (struct am_networks){0};
    am_index_init(&n->ids, AM_NETWORKS_MAX);
}

void am_networks_done(struct am_networks *n)
{
    am_index_done(&n->ids);
    free(n->by_asn);
    free(n->by_prefix);
    *n = (struct am_networks){0};
}

static enum am_status append(struct am_network ***list, size_t *count, size_t *size,
                             struct am_network *network)
{
    if (*count >= AM_NETWORKS_MAX)
        return AM_E_LIMIT;
    if (*count == *size) {
        size_t more = *size > 0 ? *size * 2 : 64;
        struct am_network **grown = reallocarray(*list, more, sizeof(struct am_network *));
        if (!grown)
            return AM_E_NO_MEMORY;
        *list = grown;
        *size = more;
    }
    (*list)[(*count)++] = network;
    return AM_OK;
}

enum am_status am_networks_add(struct am_networks *n, struct am_network *network)
{
    size_t len = strlen(network->rule.id);
    if (am_index_find(&n->ids, network->rule.id, len))
        return AM_E_USAGE;
    enum am_status status = am_index_add(&n->ids, network->rule.id, len, 0);
    if (status != AM_OK)
        return status;
    if (network->asn != 0)
        return append(&n->by_asn, &n->asn_count, &n->asn_size, network);
    return append(&n->by_prefix, &n->prefix_count, &n->prefix_size, network);
}

static int by_asn(const void *a, const void *b)
{
    const struct am_network *x = *(struct am_network *const *)a;
    const struct am_network *y = *(struct am_network *const *)b;
    return (x->asn > y->asn) - (x->asn < y->asn);
}

/* By address, the wider first: whatever holds an address then stands before it. */
static int by_prefix(const void *a, const void *b)
{
    const struct am_network *x = *(struct am_network *const *)a;
    const struct am_network *y = *(struct am_network *const *)b;
    int order = memcmp(x->prefix.address.at, y->prefix.address.at, sizeof x->prefix.address.at);
    return order != 0 ? order : (int)x->prefix.len - (int)y->prefix.len;
}

static bool holds(const struct am_network *network, const struct am_prefix *block)
{
    return network->prefix.len <= block->len && am_prefix_holds(&network->prefix, &block->address);
}

void am_networks_sort(struct am_networks *n)
{
    if (n->asn_count > 1)
        qsort(n->by_asn, n->asn_count, sizeof(struct am_network *), by_asn);
    if (n->prefix_count > 1)
        qsort(n->by_prefix, n->prefix_count, sizeof(struct am_network *), by_prefix);
    for (size_t i = 1; i < n->prefix_count; i++) {
        struct am_network *here = n->by_prefix[i];
        const struct am_network *around = n->by_prefix[i - 1];
        while (around && !holds(around, &here->prefix))
            around = around->wider;
        here->wider = around;
    }
}

const struct am_network *am_networks_find_asn(const struct am_networks *n, uint32_t asn)
{
    size_t low = 0;
    size_t high = n->asn_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (n->by_asn[middle]->asn < asn)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n->asn_count && n->by_asn[low]->asn == asn ? n->by_asn[low] : NULL;
}

const struct am_network *am_networks_find_prefix(const struct am_networks *n,
                                                 const struct am_prefix *block)
{
    size_t low = 0;
    size_t high = n->prefix_count;
    while (low < high) { /* the first that starts past the block */
        size_t middle = low + (high - low) / 2;
        if (memcmp(n->by_prefix[middle]->prefix.address.at, block->address.at, 16) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct am_network *found = low > 0 ? n->by_prefix[low - 1] : NULL;
    while (found && !holds(found, block))
        found = found->wider;
    return found;
}
