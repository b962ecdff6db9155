/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/intern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define V4_BLOCK 24
#define V6_BLOCK 48
#define V4_START 96

static const uint8_t any_v4[4];

static struct am_prefix everywhere(void)
{
    struct am_address a = am_address_v4(any_v4);
    return am_address_prefix(&a, V4_START);
}

struct am_prefix am_block_of(const struct am_address *peer)
{
    return am_address_prefix(peer, am_address_is_v4(peer) ? V4_START + V4_BLOCK : V6_BLOCK);
}

bool am_block_is_valid(const struct am_prefix *block)
{
    if (!am_address_is_v4(&block->address))
        return block->len == V6_BLOCK;
    return block->len == V4_START + V4_BLOCK || block->len == V4_START;
}

bool am_country_is_valid(const char *code)
{
    return code[0] == '\0' || (code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' &&
                               code[1] <= 'Z' && code[2] == '\0');
}

int am_host_compare(const struct am_kept_host *a, const struct am_kept_host *b)
{
    int order = memcmp(a->block.address.at, b->block.address.at, sizeof a->block.address.at);
    if (order == 0)
        order = (a->block.len > b->block.len) - (a->block.len < b->block.len);
    if (order == 0)
        order = (a->place.asn > b->place.asn) - (a->place.asn < b->place.asn);
    if (order == 0)
        order = strcmp(a->place.as_name, b->place.as_name);
    if (order == 0)
        order = strcmp(a->place.registered, b->place.registered);
    if (order == 0)
        order = strcmp(a->place.located, b->place.located);
    if (order == 0)
        order = a->place.anycast - b->place.anycast;
    return order;
}

void am_intern_init(struct am_intern *n, const struct am_knowledge *knowledge)
{
    *n = (struct am_intern){.knowledge = knowledge, .max = AM_INTERN_MAX};
}

static void clear_raws(struct am_intern *n)
{
    for (uint32_t i = 0; i < n->raws_len; i++)
        free(n->raws[i].text);
    n->raws_len = 0;
    am_table_clear(&n->raws_by_text);
}

void am_intern_done(struct am_intern *n)
{
    clear_raws(n);
    for (uint32_t i = 0; i < n->names_len; i++)
        free(n->names[i].text);
    free(n->names);
    free(n->hosts);
    free(n->raws);
    free(n->addresses);
    am_table_done(&n->names_by_text);
    am_table_done(&n->hosts_by_value);
    am_table_done(&n->raws_by_text);
    am_table_done(&n->addresses_by_value);
    *n = (struct am_intern){0};
}

static uint32_t no_room(struct am_intern *n)
{
    n->lost = true;
    return AM_INTERN_NONE;
}

static uint32_t add_name(struct am_intern *n, const char *text, size_t len, bool known)
{
    uint32_t hash = am_table_hash(text, len);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&n->names_by_text, hash, &at)) != AM_TABLE_NONE;) {
        if (strcmp(n->names[i].text, text) != 0)
            continue;
        if (known && !n->names[i].known) {
            n->names[i].known = true;
            n->changed = n->changed == 0 || i + 1 < n->changed ? i + 1 : n->changed;
        }
        return i + 1;
    }
    if (n->names_len >= n->max)
        return no_room(n);
    struct am_kept_name *names =
        am_array_room(n->names, n->names_len, &n->names_size, sizeof *names);
    if (!names)
        return no_room(n);
    n->names = names;
    char *copy = strdup(text);
    if (!copy || !am_table_add(&n->names_by_text, hash, n->names_len)) {
        free(copy);
        return no_room(n);
    }
    n->names[n->names_len++] = (struct am_kept_name){copy, known};
    return n->names_len;
}

static uint32_t keep_name(struct am_intern *n, const char *raw, size_t len)
{
    char clean[AM_NAME_SIZE];
    char kept[AM_NAME_SIZE] = "";
    bool known = false;
    /* The caller's names are clean already, knowledge's forms too; but this is the last door. */
    if (am_name_clean((struct am_bytes){(const uint8_t *)raw, len}, clean) != AM_OK ||
        am_name_is_address(clean))
        return AM_INTERN_NONE;
    if (n->knowledge && n->knowledge->keep)
        known = n->knowledge->keep(n->knowledge->ctx, clean, kept);
    len = strnlen(kept, sizeof kept);
    if (am_name_clean((struct am_bytes){(const uint8_t *)kept, len}, clean) != AM_OK ||
        am_name_is_address(clean))
        return AM_INTERN_NONE;
    return add_name(n, clean, strlen(clean), known);
}

static void remember_raw(struct am_intern *n, const char *raw, uint32_t hash, uint32_t id)
{
    if (n->raws_len == AM_INTERN_CACHE)
        clear_raws(n);
    struct am_raw_name *raws = am_array_room(n->raws, n->raws_len, &n->raws_size, sizeof *raws);
    if (!raws)
        return;
    n->raws = raws;
    char *copy = strdup(raw);
    if (copy && am_table_add(&n->raws_by_text, hash, n->raws_len))
        n->raws[n->raws_len++] = (struct am_raw_name){copy, id};
    else
        free(copy);
}

uint32_t am_intern_name(struct am_intern *n, const char *raw)
{
    n->lost = false;
    size_t len = strlen(raw);
    uint32_t hash = am_table_hash(raw, len);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&n->raws_by_text, hash, &at)) != AM_TABLE_NONE;)
        if (strcmp(n->raws[i].text, raw) == 0)
            return n->raws[i].id;

    uint32_t id = keep_name(n, raw, len);
    if (!n->lost)
        remember_raw(n, raw, hash, id);
    else
        n->lost_names++;
    return id;
}

/* Text of fixed size from knowledge, which may have taken it from anyone's file. */
static void copy_place(const struct am_place *from, struct am_place *out)
{
    (void)snprintf(out->as_name, sizeof out->as_name, "%.*s", (int)sizeof from->as_name - 1,
                   from->as_name);
    (void)snprintf(out->registered, sizeof out->registered, "%.2s", from->registered);
    (void)snprintf(out->located, sizeof out->located, "%.2s", from->located);
    if (!am_country_is_valid(out->registered))
        out->registered[0] = '\0';
    if (!am_country_is_valid(out->located) || from->anycast)
        out->located[0] = '\0';
    out->asn = from->asn;
    out->anycast = from->anycast;
}

static uint32_t hash_of(const struct am_kept_host *host)
{
    struct {
        struct am_address address;
        uint32_t asn, len;
    } key = {host->block.address, host->place.asn, host->block.len};
    return am_table_hash(&key, sizeof key);
}

static uint32_t find_host(const struct am_intern *n, const struct am_kept_host *host)
{
    uint32_t hash = hash_of(host);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&n->hosts_by_value, hash, &at)) != AM_TABLE_NONE;)
        if (am_host_compare(&n->hosts[i], host) == 0)
            return i + 1;
    return AM_INTERN_NONE;
}

static uint32_t add_host(struct am_intern *n, const struct am_kept_host *host)
{
    struct am_kept_host *hosts =
        am_array_room(n->hosts, n->hosts_len, &n->hosts_size, sizeof *hosts);
    if (!hosts)
        return AM_INTERN_NONE;
    n->hosts = hosts;
    if (!am_table_add(&n->hosts_by_value, hash_of(host), n->hosts_len))
        return AM_INTERN_NONE;
    n->hosts[n->hosts_len++] = *host;
    return n->hosts_len;
}

static uint32_t keep_host(struct am_intern *n, const struct am_address *peer)
{
    struct am_kept_host host = {.block = am_block_of(peer)};
    struct am_place place = {0};
    if (n->knowledge && n->knowledge->place)
        n->knowledge->place(n->knowledge->ctx, peer, &place);
    copy_place(&place, &host.place);

    uint32_t id = find_host(n, &host);
    if (id == AM_INTERN_NONE && n->hosts_len >= n->max) {
        host = (struct am_kept_host){.block = everywhere()};
        n->lost_hosts++;
        id = find_host(n, &host);
    }
    return id != AM_INTERN_NONE ? id : add_host(n, &host);
}

uint32_t am_intern_host(struct am_intern *n, const struct am_address *peer)
{
    uint32_t hash = am_table_hash_words(peer->at, 2);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&n->addresses_by_value, hash, &at)) != AM_TABLE_NONE;)
        if (am_address_equal(&n->addresses[i].address, peer))
            return n->addresses[i].id;

    uint32_t id = keep_host(n, peer);
    if (n->addresses_len == AM_INTERN_CACHE) {
        n->addresses_len = 0;
        am_table_clear(&n->addresses_by_value);
    }
    struct am_raw_address *addresses =
        am_array_room(n->addresses, n->addresses_len, &n->addresses_size, sizeof *addresses);
    if (addresses)
        n->addresses = addresses;
    if (addresses && id != AM_INTERN_NONE &&
        am_table_add(&n->addresses_by_value, hash, n->addresses_len))
        n->addresses[n->addresses_len++] = (struct am_raw_address){*peer, id};
    return id;
}
