/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host.h"

#include <netinet/in.h>
#include <string.h>
#include <time.h>

#include "clean.h"

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

/* Where files keep what we ask for; of several the first wins. Ours has the first four alone. */
#define OWN_PATHS 4
#define OWN_TYPE  "amarra-network"
static const struct {
    const char *path[3];
    void (*read)(const MMDB_entry_data_s *data, struct am_place *out);
} paths[] = {
    {{"autonomous_system_number"}, read_asn},
    {{"autonomous_system_organization"}, read_as_name},
    {{"country", "iso_code"}, read_located},
    {{"registered_country", "iso_code"}, read_registered},
    {{"asn"}, read_asn},
    {{"as_number"}, read_asn},
    {{"as_name"}, read_as_name},
    {{"as_organization"}, read_as_name},
    {{"country_code"}, read_located},
    {{"country"}, read_located},
    {{"traits", "autonomous_system_number"}, read_asn},
    {{"traits", "autonomous_system_organization"}, read_as_name},
    {{"traits", "is_anycast"}, read_anycast},
    {{"is_anycast"}, read_anycast},
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
    p.own = type && strcmp(type, OWN_TYPE) == 0;
    if (p.own)
        p.paths = OWN_PATHS;
    *out = p;
    return AM_OK;
}

void am_places_done(struct am_places *p)
{
    if (p->open)
        MMDB_close(&p->mmdb);
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

void am_places_find(const struct am_places *p, const struct am_address *address,
                    struct am_place *out)
{
    *out = (struct am_place){0};
    if (!p->open)
        return;
    int error = MMDB_SUCCESS;
    MMDB_lookup_result_s found = look_up(&p->mmdb, address, &error);
    if (error != MMDB_SUCCESS || !found.found_entry)
        return;
    for (size_t i = 0; i < p->paths; i++) {
        MMDB_entry_data_s data;
        if (MMDB_aget_value(&found.entry, &data, paths[i].path) == MMDB_SUCCESS && data.has_data)
            paths[i].read(&data, out);
    }
    if (out->anycast)
        memset(out->located, 0, sizeof out->located);
}
