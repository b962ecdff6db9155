/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "share/dimensions.h"

#include <stdio.h>
#include <string.h>

#include "share/words.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct am_dimension sectors[] = {
    {"cooperative", TEXT_SECTOR_COOPERATIVE},
    {"union", TEXT_SECTOR_UNION},
    {"ngo", TEXT_SECTOR_NGO},
    {"community-media", TEXT_SECTOR_MEDIA},
    {"school", TEXT_SECTOR_SCHOOL},
    {"university", TEXT_SECTOR_UNIVERSITY},
    {"municipality", TEXT_SECTOR_MUNICIPALITY},
    {"public-body", TEXT_SECTOR_PUBLIC},
    {"health", TEXT_SECTOR_HEALTH},
    {"indigenous-peasant", TEXT_SECTOR_COMMUNITY},
    {"company", TEXT_SECTOR_COMPANY},
    {"other", TEXT_SECTOR_OTHER},
};

static const struct am_dimension sizes[] = {
    {"1-9", TEXT_SIZE_FEW},
    {"10-49", TEXT_SIZE_SMALL},
    {"50-249", TEXT_SIZE_MIDDLE},
    {"250+", TEXT_SIZE_LARGE},
};

static const struct am_range devices[] = {{5, 9},   {10, 24},   {25, 49},
                                          {50, 99}, {100, 249}, {250, 0}};
static const struct am_range days[] = {{1, 2}, {3, 4}, {5, 9}, {10, 19}, {20, 0}};

const struct am_dimension *am_sector(size_t at)
{
    return at < COUNT(sectors) ? &sectors[at] : NULL;
}

const struct am_dimension *am_size(size_t at)
{
    return at < COUNT(sizes) ? &sizes[at] : NULL;
}

static const struct am_dimension *find(const struct am_dimension *list, size_t count,
                                       const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].id, id) == 0)
            return &list[i];
    return NULL;
}

const struct am_dimension *am_sector_find(const char *id)
{
    return find(sectors, COUNT(sectors), id);
}

const struct am_dimension *am_size_find(const char *id)
{
    return find(sizes, COUNT(sizes), id);
}

/* None below the first band: 0..0, which is no band. */
static struct am_range range_of(const struct am_range *list, size_t count, uint64_t n)
{
    struct am_range found = {0, 0};
    for (size_t i = 0; i < count && n >= list[i].from; i++)
        found = list[i];
    return found;
}

struct am_range am_devices_range(uint64_t n)
{
    return range_of(devices, COUNT(devices), n);
}

struct am_range am_days_range(uint64_t n)
{
    return range_of(days, COUNT(days), n);
}

static int is_one(const struct am_range *list, size_t count, struct am_range r)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].from == r.from && list[i].to == r.to)
            return 1;
    return 0;
}

int am_range_is_devices(struct am_range r)
{
    return is_one(devices, COUNT(devices), r);
}

int am_range_is_days(struct am_range r)
{
    return is_one(days, COUNT(days), r);
}

void am_range_id(struct am_range r, char out[AM_RANGE_ID_SIZE])
{
    if (r.to == 0)
        (void)snprintf(out, AM_RANGE_ID_SIZE, "%u+", r.from % 100000);
    else
        (void)snprintf(out, AM_RANGE_ID_SIZE, "%u-%u", r.from % 100000, r.to % 100000);
}
