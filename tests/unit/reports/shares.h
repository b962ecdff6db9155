/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A share with something in every member, and its JSON changed in one place. */
#ifndef AM_TEST_SHARES_H
#define AM_TEST_SHARES_H

#include <stdlib.h>
#include <string.h>

#include "share/share.h"

#define NOTE "La sede del norte, sin la radio: «ñandú»"

static struct am_share_corporation shares_corporations[] = {
    {"alphabet", {35, 40}, {20, 25}, {40, 45}, {95, 100}},
    {"antel", {0, 0}, {10, 15}, {10, 15}, {100, 100}},
    {"meta", {5, 10}, {0, 5}, {5, 10}, {45, 50}},
};
static struct am_share_area shares_areas[] = {
    {"email", "alphabet", {15, 20}, true},
    {"messaging", NULL, {5, 10}, true},
    {"news-media", NULL, {0, 5}, false},
};
static struct am_share_country shares_countries[] = {
    {"US", {60, 65}, {55, 60}},
    {"UY", {0, 5}, {10, 15}},
};
static struct am_share_step shares_steps[] = {
    {"alphabet", {40, 45}},
    {"meta", {50, 55}},
};

/* Not for am_share_free. */
static struct am_share full_share(void)
{
    return (struct am_share){
        .about = {"uy-2026", "UY", "UY-MO", "union", "10-49", NOTE},
        .program = "amarra 0.1.0",
        .dataset = "2026.11.27-1a2b3c4d",
        .method = 1,
        .fold_below = 6,
        .from = 2026 * 12 + 10,
        .to = 2026 * 12 + 11,
        .days = {5, 9},
        .devices = {10, 24},
        .vantage = "one-way",
        .trial = 1u | 8u,
        .at_home = true,
        .named = {90, 95},
        .owned = {80, 85},
        .hosted = {70, 75},
        .extraction = {10, 15},
        .extraction_up = {5, 10},
        .night = {25, 30},
        .home = {0, 5},
        .rest_service = {30, 35},
        .rest_host = {65, 70},
        .other_service = {15, 20},
        .other_host = {20, 25},
        .corporations = {shares_corporations, 3},
        .areas = {shares_areas, 3},
        .countries = {shares_countries, 2},
        .steps = {shares_steps, 2},
    };
}

/* Where `path` leads ("corporations/0/either"), as a member of `*parent`: its key, or its index. */
static inline const char *shares_walk(json_t **parent, const char *path, size_t *index)
{
    static char key[80];
    for (;;) {
        size_t len = strcspn(path, "/");
        (void)snprintf(key, sizeof key, "%.*s", (int)len, path);
        *index = strtoul(key, NULL, 10);
        if (path[len] == '\0')
            return json_is_array(*parent) ? NULL : key;
        *parent = json_is_array(*parent) ? json_array_get(*parent, *index)
                                         : json_object_get(*parent, key);
        path += len + 1;
        if (!*parent)
            abort();
    }
}

/* `value` as JSON, NULL: taken away. */
static inline void shares_change(json_t *content, const char *path, const char *value)
{
    size_t index;
    json_t *made = value ? json_loads(value, JSON_DECODE_ANY, NULL) : NULL;
    const char *key = shares_walk(&content, path, &index);
    if (value && !made)
        abort();
    int failed =
        key    ? made ? json_object_set_new(content, key, made) : json_object_del(content, key)
           : made ? index < json_array_size(content) ? json_array_set_new(content, index, made)
                                                     : json_array_append_new(content, made)
                  : json_array_remove(content, index);
    if (failed)
        abort();
}

#endif
