/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names and hosts as numbers: each stored once, knowledge asked once for each. Ids count from 1 in
 * order of arrival.
 *
 * What came off the wire goes through here before it can reach the file: a name becomes its kept
 * form, an address its block (/24 or /48) with what is known of it. The raw forms live in caches of
 * bounded size, in memory only. */
#ifndef AM_CONTACTS_INTERN_H
#define AM_CONTACTS_INTERN_H

#include "base/knowledge.h"
#include "base/table.h"

#define AM_INTERN_NONE  0u
#define AM_INTERN_MAX   1000000u /* kept names, and hosts */
#define AM_INTERN_CACHE 262144u  /* raw names, and addresses; then the cache starts anew */

struct am_kept_name {
    char *text;
    bool known;
};
struct am_kept_host {
    struct am_prefix block;
    struct am_place place;
};

struct am_intern {
    const struct am_knowledge *knowledge; /* borrowed; NULL: no name is kept */
    uint32_t max;                         /* of names, and of hosts */

    struct am_kept_name *names;
    struct am_kept_host *hosts;
    uint32_t names_len, names_size, hosts_len, hosts_size;
    struct am_table names_by_text, hosts_by_value;

    struct am_raw_name {
        char *text;
        uint32_t id;
    } * raws;
    struct am_raw_address {
        struct am_address address;
        uint32_t id;
    } * addresses;
    uint32_t raws_len, raws_size, addresses_len, addresses_size;
    struct am_table raws_by_text, addresses_by_value;

    uint32_t changed;    /* lowest id that became known after it was made; 0: none */
    uint64_t lost_names; /* asked for and not kept for lack of room */
    uint64_t lost_hosts; /* addresses put down to the host that stands for all */
    bool lost;           /* the last am_intern_name gave NONE for lack of room */
};

void am_intern_init(struct am_intern *n, const struct am_knowledge *knowledge);
void am_intern_done(struct am_intern *n);

/* NONE for an address in a name's place, and for what knowledge keeps no name of. */
uint32_t am_intern_name(struct am_intern *n, const char *raw);

/* Where there is no room: the host that stands for all ("0.0.0.0/0"), or NONE without memory. */
uint32_t am_intern_host(struct am_intern *n, const struct am_address *peer);

/* The peer's /24 or /48. */
struct am_prefix am_block_of(const struct am_address *peer);
/* True for what am_block_of gives, and for the block of the host that stands for all. */
bool am_block_is_valid(const struct am_prefix *block);
bool am_country_is_valid(const char *code); /* two capitals, or empty */

/* Order by block, then by what is known of it; 0: the same. */
int am_host_compare(const struct am_kept_host *a, const struct am_kept_host *b);

#endif
