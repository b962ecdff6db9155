/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/dns_svcb.h"

#include <string.h>

#define KEY_IPV4HINT 4 /* RFC 9460, 14.3.2 */
#define KEY_ECH      5
#define KEY_IPV6HINT 6

#define POINTER 0xc0

#define ECH_VERSION     0xfe0d
#define ECH_MANDATORY   0x8000u /* an extension that whoever does not know it must not pass over */
#define ECH_CONFIGS_MAX 16

/* One or more addresses of `each` bytes, and nothing else. */
static bool are_addresses(struct am_bytes value, size_t each)
{
    return value.len > 0 && value.len % each == 0;
}

/* RFC 9460, 2.2: each key once, in ascending order. */
static bool read_parameters(struct am_reader *r, struct am_dns_service *out)
{
    int last = -1;
    while (am_reader_more(r)) {
        int key = am_read_be16(r);
        size_t len = am_read_be16(r);
        struct am_bytes value = am_read_bytes(r, len);
        if (key <= last || (key == KEY_IPV4HINT && !are_addresses(value, 4)) ||
            (key == KEY_IPV6HINT && !are_addresses(value, 16)))
            am_reader_reject(r);
        last = key;
        if (key == KEY_IPV4HINT)
            out->ipv4 = value;
        else if (key == KEY_IPV6HINT)
            out->ipv6 = value;
        else if (key == KEY_ECH)
            out->ech = value;
    }
    return am_reader_status(r) == AM_OK;
}

bool am_dns_read_service(struct am_bytes data, struct am_dns_names *names,
                         struct am_dns_service *out)
{
    /* The target is never compressed. As a message of its own, the data has nothing that a pointer
     * behind labels might lead to; one in place of all of them is refused here. */
    const struct am_dns_message alone = {.all = data};
    struct am_dns_service read = {.priority = 0};
    struct am_reader r = am_reader_over(data, false);

    read.priority = am_read_be16(&r);
    if (am_reader_peek(&r, 0) >= POINTER || !am_dns_read_name(&alone, &r, names, &read.target) ||
        read.target == AM_DNS_UNCLEAN || !read_parameters(&r, &read))
        return false;
    *out = read;
    return true;
}

/* RFC 9849, 4: one that asks for what nobody knows yet is passed over. */
static bool has_mandatory(struct am_reader *extensions)
{
    bool found = false;
    while (am_reader_more(extensions)) {
        found |= am_read_be16(extensions) & ECH_MANDATORY;
        struct am_reader body = am_open_block16(extensions);
        am_read_skip(&body, am_reader_rest(&body).len);
        am_close_block(extensions, &body);
    }
    return found;
}

/* The contents of one configuration. */
static bool read_config(struct am_reader *r, char name[AM_NAME_SIZE], uint8_t *config)
{
    uint8_t id = am_read_u8(r);
    am_read_skip(r, 2); /* KEM */
    size_t key_len = am_read_be16(r);
    am_read_skip(r, key_len);
    size_t suites_len = am_read_be16(r);
    am_read_skip(r, suites_len);
    am_read_skip(r, 1); /* the longest name it hides */
    size_t name_len = am_read_u8(r);
    struct am_bytes raw = am_read_bytes(r, name_len);
    struct am_reader extensions = am_open_block16(r);
    bool mandatory = has_mandatory(&extensions);
    am_close_block(r, &extensions);

    char clean[AM_NAME_SIZE];
    if (am_reader_status(r) != AM_OK || am_reader_more(r) || mandatory || key_len == 0 ||
        suites_len < 4 || am_name_clean(raw, clean) != AM_OK || am_name_is_address(clean))
        return false;
    *config = id;
    memcpy(name, clean, strlen(clean) + 1);
    return true;
}

bool am_dns_read_ech(struct am_bytes list, char name[AM_NAME_SIZE], uint8_t *config)
{
    struct am_reader r = am_reader_over(list, false);
    struct am_reader configs = am_open_block16(&r);

    for (unsigned i = 0; i < ECH_CONFIGS_MAX && am_reader_more(&configs); i++) {
        unsigned version = am_read_be16(&configs);
        size_t len = am_read_be16(&configs);
        struct am_bytes body = am_read_bytes(&configs, len);
        struct am_reader contents = am_reader_over(body, false);
        if (am_reader_status(&configs) == AM_OK && version == ECH_VERSION &&
            read_config(&contents, name, config))
            return true;
    }
    return false;
}
