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

static void find_wider(struct am_networks *n)
{
    for (size_t i = 1; i < n->prefix_count; i++) {
        struct am_network *here = n->by_prefix[i];
        const struct am_network *around = n->by_prefix[i - 1];
        while (around && !holds(around, &here->prefix))
            around = around->wider;
        here->wider = around;
    }
}

void am_networks_sort(struct am_networks *n)
{
    if (n->asn_count > 1)
        qsort(n->by_asn, n->asn_count, sizeof(struct am_network *), by_asn);
    if (n->prefix_count > 1)
        qsort(n->by_prefix, n->prefix_count, sizeof(struct am_network *), by_prefix);
    find_wider(n);
}

enum am_status am_networks_take(struct am_networks *n, struct am_network *networks, size_t count)
{
    enum am_status status = count > AM_NETWORKS_MAX ? AM_E_LIMIT : AM_OK;
    for (size_t i = 0; i < count && status == AM_OK; i++) {
        struct am_network *network = &networks[i];
        network->wider = NULL;
        if (network->asn != 0 && n->prefix_count > 0)
            return AM_E_MALFORMED;
        status = network->asn != 0
                     ? append(&n->by_asn, &n->asn_count, &n->asn_size, network)
                     : append(&n->by_prefix, &n->prefix_count, &n->prefix_size, network);
    }
    for (size_t i = 1; i < n->asn_count && status == AM_OK; i++)
        if (by_asn(&n->by_asn[i - 1], &n->by_asn[i]) >= 0)
            status = AM_E_MALFORMED;
    for (size_t i = 1; i < n->prefix_count && status == AM_OK; i++)
        if (by_prefix(&n->by_prefix[i - 1], &n->by_prefix[i]) >= 0)
            status = AM_E_MALFORMED;
    if (status == AM_OK)
        find_wider(n);
    return status;
}

size_t am_networks_count(const struct am_networks *n)
{
    return n->asn_count + n->prefix_count;
}

const struct am_network *am_networks_at(const struct am_networks *n, size_t i)
{
    return i < n->asn_count ? n->by_asn[i] : n->by_prefix[i - n->asn_count];
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

static bool is_rule(const struct am_network *network, const char *id, size_t len)
{
    return network && strlen(network->rule.id) == len && memcmp(network->rule.id, id, len) == 0;
}

const struct am_network *am_networks_find_rule(const struct am_networks *n, const char *id,
                                               size_t len)
{
    char text[AM_PREFIX_TEXT + 8];
    struct am_prefix prefix;
    const struct am_network *found = NULL;
    if (len >= sizeof text)
        return NULL;
    memcpy(text, id, len);
    text[len] = '\0';
    if (strncmp(text, "as:", 3) == 0)
        found = am_networks_find_asn(n, (uint32_t)strtoul(text + 3, NULL, 10));
    else if (strncmp(text, "prefix:", 7) == 0 && am_prefix_parse(text + 7, &prefix) == AM_OK)
        found = am_networks_find_prefix(n, &prefix);
    return is_rule(found, id, len) ? found : NULL;
}
