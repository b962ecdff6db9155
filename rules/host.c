/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clean.h"

/* Records by their offset in the file: a flat hash table of places in `at`. */
struct am_place_memo {
    struct am_place_record *at;
    size_t count, size;
    uint32_t *slots; /* place + 1; 0: free */
    size_t slot_count;
    struct am_place_record scratch; /* where there is no more room */
};

/* An AS number, which some files give as text ("AS6057"). */
static void read_asn(const MMDB_entry_data_s *data, struct am_place *out)
{
    if (out->asn != 0)
        return;
    if (data->type == MMDB_DATA_TYPE_UINT32)
        out->asn = data->uint32;
    else if (data->type == MMDB_DATA_TYPE_UINT16)
        out->asn = data->uint16;
    else if (data->type == MMDB_DATA_TYPE_UINT64 && data->uint64 <= UINT32_MAX)
        out->asn = (uint32_t)data->uint64;
    if (data->type != MMDB_DATA_TYPE_UTF8_STRING || data->data_size < 3 || data->data_size > 12 ||
        memcmp(data->utf8_string, "AS", 2) != 0)
        return;
    uint64_t asn = 0;
    for (uint32_t i = 2; i < data->data_size; i++) {
        char c = data->utf8_string[i];
        if (c < '0' || c > '9')
            return;
        asn = asn * 10 + (uint64_t)(c - '0');
    }
    out->asn = asn <= UINT32_MAX ? (uint32_t)asn : 0;
}

static void read_as_name(const MMDB_entry_data_s *data, struct am_place *out)
{
    if (data->type == MMDB_DATA_TYPE_UTF8_STRING && !out->as_name[0])
        am_clean_text(data->utf8_string, data->data_size, out->as_name, sizeof out->as_name);
}

static void read_country(const MMDB_entry_data_s *data, char out[3])
{
    if (data->type == MMDB_DATA_TYPE_UTF8_STRING && !out[0] &&
        am_clean_is_country(data->utf8_string, data->data_size))
        memcpy(out, data->utf8_string, 2);
}

static void read_registered(const MMDB_entry_data_s *data, struct am_place *out)
{
    read_country(data, out->registered);
}

static void read_located(const MMDB_entry_data_s *data, struct am_place *out)
{
    read_country(data, out->located);
}

static void read_anycast(const MMDB_entry_data_s *data, struct am_place *out)
{
    out->anycast = out->anycast || (data->type == MMDB_DATA_TYPE_BOOLEAN && data->boolean);
}

/* Where files keep what we ask for; of several the first wins. Ours has the first five alone. */
#define OWN_PATHS 5
static const struct {
    const char *path[3];
    void (*read)(const MMDB_entry_data_s *data, struct am_place *out);
} paths[] = {
    {{"autonomous_system_number"}, read_asn},
    {{"autonomous_system_organization"}, read_as_name},
    {{"country", "iso_code"}, read_located},
    {{"registered_country", "iso_code"}, read_registered},
    {{"is_anycast"}, read_anycast},
    {{"asn"}, read_asn},
    {{"as_number"}, read_asn},
    {{"as_name"}, read_as_name},
    {{"as_organization"}, read_as_name},
    {{"country_code"}, read_located},
    {{"country"}, read_located},
    {{"traits", "autonomous_system_number"}, read_asn},
    {{"traits", "autonomous_system_organization"}, read_as_name},
    {{"traits", "is_anycast"}, read_anycast},
};

enum am_status am_places_open(const char *path, struct am_places *out, struct am_problem *problem)
{
    struct am_places p = {.open = true, .paths = sizeof paths / sizeof *paths};
    int error = MMDB_open(path, MMDB_MODE_MMAP, &p.mmdb);
    if (error != MMDB_SUCCESS)
        return am_problem_set(problem,
                              error == MMDB_FILE_OPEN_ERROR ? AM_E_NOT_FOUND : AM_E_MALFORMED, path,
                              0, "can't use it as address data: %s", MMDB_strerror(error));
    const char *type = p.mmdb.metadata.database_type;
    p.own = type && strcmp(type, AM_PLACES_OWN_TYPE) == 0;
    if (p.own)
        p.paths = OWN_PATHS;
    p.memo = calloc(1, sizeof *p.memo);
    if (!p.memo) {
        MMDB_close(&p.mmdb);
        return am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
    }
    *out = p;
    return AM_OK;
}

void am_places_done(struct am_places *p)
{
    if (p->open)
        MMDB_close(&p->mmdb);
    if (p->memo) {
        free(p->memo->at);
        free(p->memo->slots);
    }
    free(p->memo);
    *p = (struct am_places){0};
}

void am_places_describe(const struct am_places *p, char *type, size_t size, char date[11])
{
    const char *raw =
        p->open && p->mmdb.metadata.database_type ? p->mmdb.metadata.database_type : "";
    am_clean_text(raw, strlen(raw), type, size);
    date[0] = '\0';
    struct tm tm;
    time_t built = (time_t)p->mmdb.metadata.build_epoch;
    if (p->open && gmtime_r(&built, &tm) && tm.tm_year >= 70 && tm.tm_year < 8000)
        (void)strftime(date, 11, "%Y-%m-%d", &tm);
}

static MMDB_lookup_result_s look_up(const MMDB_s *mmdb, const struct am_address *address,
                                    int *error)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at;
    memset(&at, 0, sizeof at);
    if (am_address_is_v4(address)) {
        at.v4.sin_family = AF_INET;
        memcpy(&at.v4.sin_addr, address->at + 12, 4);
    } else {
        at.v6.sin6_family = AF_INET6;
        memcpy(&at.v6.sin6_addr, address->at, 16);
    }
    return MMDB_lookup_sockaddr(mmdb, &at.any, error);
}

bool am_places_is_of(const struct am_places *p, const char *version)
{
    if (!p->open || !p->own)
        return false;
    char wanted[96];
    (void)snprintf(wanted, sizeof wanted, "dataset %s;", version);
    for (size_t i = 0; i < p->mmdb.metadata.description.count; i++)
        if (strstr(p->mmdb.metadata.description.descriptions[i]->description, wanted))
            return true;
    return false;
}

static size_t first_slot(const struct am_place_memo *m, uint32_t offset)
{
    return (size_t)(offset * 0x9e3779b1u) & (m->slot_count - 1);
}

static bool grow(struct am_place_memo *m)
{
    size_t size = m->size > 0 ? m->size * 2 : 256;
    struct am_place_record *at = reallocarray(m->at, size, sizeof *at);
    uint32_t *slots = at ? calloc(size * 2, sizeof *slots) : NULL;
    if (at)
        m->at = at;
    if (!slots)
        return false;
    m->size = size;
    free(m->slots);
    m->slots = slots;
    m->slot_count = size * 2;
    for (size_t i = 0; i < m->count; i++) {
        size_t slot = first_slot(m, m->at[i].offset);
        while (slots[slot] != 0)
            slot = (slot + 1) & (m->slot_count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    return true;
}

/* The record kept for the offset, or room for it (`fresh`). */
static struct am_place_record *record_for(struct am_place_memo *m, uint32_t offset, bool *fresh)
{
    *fresh = true;
    if (m->count == m->size && (m->size >= AM_PLACES_MEMO_MAX || !grow(m)) && m->slot_count == 0)
        return &m->scratch;
    size_t slot = first_slot(m, offset);
    for (; m->slots[slot] != 0; slot = (slot + 1) & (m->slot_count - 1))
        if (m->at[m->slots[slot] - 1].offset == offset) {
            *fresh = false;
            return &m->at[m->slots[slot] - 1];
        }
    if (m->count == m->size)
        return &m->scratch;
    m->slots[slot] = (uint32_t)m->count + 1;
    return &m->at[m->count++];
}

static void decode(const struct am_places *p, MMDB_entry_s *entry,
                   const struct am_networks *networks, struct am_place_record *out)
{
    static const char *const rule[] = {"rule", NULL};
    MMDB_entry_data_s data;
    *out = (struct am_place_record){.offset = entry->offset};
    for (size_t i = 0; i < p->paths; i++)
        if (MMDB_aget_value(entry, &data, paths[i].path) == MMDB_SUCCESS && data.has_data)
            paths[i].read(&data, &out->place);
    if (out->place.anycast)
        memset(out->place.located, 0, sizeof out->place.located);
    if (!networks || !p->own)
        return;
    out->as = am_networks_find_asn(networks, out->place.asn);
    if (MMDB_aget_value(entry, &data, rule) == MMDB_SUCCESS && data.has_data &&
        data.type == MMDB_DATA_TYPE_UTF8_STRING)
        out->network = am_networks_find_rule(networks, data.utf8_string, data.data_size);
}

const struct am_place_record *am_places_find(const struct am_places *p,
                                             const struct am_networks *networks,
                                             const struct am_address *address)
{
    if (!p->open)
        return NULL;
    int error = MMDB_SUCCESS;
    MMDB_lookup_result_s found = look_up(&p->mmdb, address, &error);
    if (error != MMDB_SUCCESS || !found.found_entry)
        return NULL;
    bool fresh;
    struct am_place_record *record = record_for(p->memo, found.entry.offset, &fresh);
    if (fresh)
        decode(p, &found.entry, networks, record);
    return record;
}
