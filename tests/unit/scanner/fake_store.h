/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Stands in the store's place where a program is linked: contacts and counters are kept as they
 * were given. */
#ifndef AM_TESTS_FAKE_STORE_H
#define AM_TESTS_FAKE_STORE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contacts/store.h"

#define FAKE_CONTACTS_MAX 4096

struct am_store {
    size_t len;
    struct {
        struct am_contact contact;
        char name[AM_NAME_SIZE], cname[AM_NAME_SIZE];
        bool has_name;
    } at[FAKE_CONTACTS_MAX];
    struct {
        const char *name;
        uint64_t value;
    } counters[128];
    size_t counters_len;
};

void am_store_add(struct am_store *s, const struct am_contact *contact)
{
    if (s->len == FAKE_CONTACTS_MAX)
        abort();
    s->at[s->len].contact = *contact;
    s->at[s->len].has_name = contact->name != NULL;
    (void)snprintf(s->at[s->len].name, AM_NAME_SIZE, "%s", contact->name ? contact->name : "");
    (void)snprintf(s->at[s->len].cname, AM_NAME_SIZE, "%s", contact->cname ? contact->cname : "");
    s->len++;
}

void am_store_count(struct am_store *s, const char *name, uint64_t value)
{
    for (size_t i = 0; i < s->counters_len; i++) {
        if (strcmp(s->counters[i].name, name) == 0) {
            s->counters[i].value = value;
            return;
        }
    }
    if (s->counters_len == sizeof s->counters / sizeof *s->counters)
        abort();
    s->counters[s->counters_len].name = name;
    s->counters[s->counters_len++].value = value;
}

struct am_pseudonym am_store_pseudonym(struct am_store *s, const struct am_address *device)
{
    struct am_pseudonym p;
    (void)s;
    memset(p.at, 0xdd, sizeof p.at);
    p.at[0] = device->at[15];
    return p;
}

static inline uint64_t fake_counter(const struct am_store *s, const char *name)
{
    for (size_t i = 0; i < s->counters_len; i++)
        if (strcmp(s->counters[i].name, name) == 0)
            return s->counters[i].value;
    return UINT64_MAX;
}

#endif
