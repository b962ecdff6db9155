/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/tally.h"

#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS 86400
#define NO_DAY      INT32_MIN

void am_tally_done(struct am_tally *t)
{
    free(t->labels);
    free(t->tags);
    free(t->cells);
    free(t->days);
    free(t->combinations);
    free(t->pool);
    free(t->devices);
    am_table_done(&t->labels_by_text);
    am_table_done(&t->cells_by_key);
    am_table_done(&t->combinations_by_key);
    am_table_done(&t->devices_by_value);
    *t = (struct am_tally){0};
}

static bool add_tag(struct am_tally *t)
{
    struct am_tag *tags = am_array_room(t->tags, t->tags_len, &t->tags_size, sizeof *tags);
    if (!tags)
        return false;
    t->tags = tags;
    t->tags[t->tags_len++] = (struct am_tag){.day = NO_DAY};
    return true;
}

uint32_t am_tally_find_label(const struct am_tally *t, const char *label)
{
    uint32_t hash = am_table_hash(label, strlen(label));
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&t->labels_by_text, hash, &at)) != AM_TABLE_NONE;)
        if (strcmp(t->labels[i], label) == 0)
            return am_tag_of_label(t, i);
    return AM_TABLE_NONE;
}

static uint32_t find_or_add_label(struct am_tally *t, const char *label)
{
    uint32_t tag = am_tally_find_label(t, label);
    if (tag != AM_TABLE_NONE)
        return tag;
    char(*labels)[AM_LABEL_SIZE] =
        am_array_room(t->labels, t->labels_len, &t->labels_size, sizeof *labels);
    if (!labels)
        return AM_TABLE_NONE;
    t->labels = labels;
    if (!add_tag(t) ||
        !am_table_add(&t->labels_by_text, am_table_hash(label, strlen(label)), t->labels_len))
        return AM_TABLE_NONE;
    memset(t->labels[t->labels_len], 0, AM_LABEL_SIZE);
    memcpy(t->labels[t->labels_len], label, strnlen(label, AM_LABEL_SIZE - 1));
    return am_tag_of_label(t, t->labels_len++);
}

/* Once each, whatever knowledge repeats: a device's bytes count once for one label. */
static bool add_to_pool(struct am_tally *t, struct am_combination *c, uint32_t tag)
{
    for (uint32_t i = 0; i < c->tags_len; i++)
        if (t->pool[c->tags_at + i] == tag)
            return true;
    uint32_t *pool = am_array_room(t->pool, t->pool_len, &t->pool_size, sizeof *pool);
    if (!pool || tag == AM_TABLE_NONE)
        return false;
    t->pool = pool;
    t->pool[t->pool_len++] = tag;
    c->tags_len++;
    return true;
}

/* The labels that are no knowledge's to give. */
static bool is_ours(const char *label)
{
    return label[0] == '\0' || strcmp(label, AM_ALL_LABEL) == 0 ||
           strncmp(label, AM_NAME_LABEL, sizeof AM_NAME_LABEL - 1) == 0;
}

static bool add_tags(struct am_tally *t, struct am_combination *c)
{
    bool ok = add_to_pool(t, c, AM_TAG_ALL);
    if (c->name != 0)
        ok = ok && add_to_pool(t, c, am_tag_of_name(t, c->name));
    if (c->cname != 0)
        ok = ok && add_to_pool(t, c, am_tag_of_cname(t, c->cname));
    if (!t->knowledge || !t->knowledge->labels)
        return ok;
    char labels[AM_LABELS_MAX][AM_LABEL_SIZE];
    const struct am_kept_host *host = &t->hosts->at[c->host - 1];
    size_t len =
        t->knowledge->labels(t->knowledge->ctx, c->name ? t->names->at[c->name - 1].text : NULL,
                             &host->block, &host->place, labels);
    for (size_t i = 0; i < len && i < AM_LABELS_MAX; i++) {
        labels[i][AM_LABEL_SIZE - 1] = '\0';
        if (is_ours(labels[i]))
            continue;
        ok = ok && add_to_pool(t, c, find_or_add_label(t, labels[i]));
    }
    return ok;
}

static const struct am_combination *combination_of(struct am_tally *t,
                                                   const struct am_scratch_row *row)
{
    struct am_combination key = {.name = row->name, .host = row->host, .cname = row->cname};
    uint32_t words[4] = {key.name, key.host, key.cname};
    uint32_t hash = am_table_hash_words(words, 2);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&t->combinations_by_key, hash, &at)) != AM_TABLE_NONE;) {
        const struct am_combination *c = &t->combinations[i];
        if (c->name == key.name && c->host == key.host && c->cname == key.cname)
            return c;
    }
    key.tags_at = t->pool_len;
    struct am_combination *grown =
        am_array_room(t->combinations, t->combinations_len, &t->combinations_size, sizeof *grown);
    if (!grown)
        return NULL;
    t->combinations = grown;
    if (!add_tags(t, &key) || !am_table_add(&t->combinations_by_key, hash, t->combinations_len))
        return NULL;
    t->combinations[t->combinations_len] = key;
    return &t->combinations[t->combinations_len++];
}

static uint32_t device_of(struct am_tally *t, uint64_t pseudonym)
{
    uint32_t hash = am_table_hash_words(&pseudonym, 1);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&t->devices_by_value, hash, &at)) != AM_TABLE_NONE;)
        if (t->devices[i] == pseudonym)
            return i;
    uint64_t *devices =
        am_array_room(t->devices, t->devices_len, &t->devices_size, sizeof *devices);
    if (!devices)
        return AM_TABLE_NONE;
    t->devices = devices;
    if (!am_table_add(&t->devices_by_value, hash, t->devices_len))
        return AM_TABLE_NONE;
    t->devices[t->devices_len] = pseudonym;
    return t->devices_len++;
}

static struct am_tag_cell *cell_of(struct am_tally *t, uint32_t tag, uint32_t device)
{
    uint32_t words[2] = {tag, device};
    uint32_t hash = am_table_hash_words(words, 1);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&t->cells_by_key, hash, &at)) != AM_TABLE_NONE;)
        if (t->cells[i].tag == tag && t->cells[i].device == device)
            return &t->cells[i];
    struct am_tag_cell *cells =
        am_array_room(t->cells, t->cells_len, &t->cells_size, sizeof *cells);
    if (!cells)
        return NULL;
    t->cells = cells;
    if (!am_table_add(&t->cells_by_key, hash, t->cells_len))
        return NULL;
    t->tags[tag].devices++;
    t->cells[t->cells_len] = (struct am_tag_cell){.tag = tag, .device = device, .day = NO_DAY};
    return &t->cells[t->cells_len++];
}

static bool end_day(struct am_tally *t, uint32_t tag)
{
    struct am_tag *of = &t->tags[tag];
    if (of->day_devices == 0)
        return true;
    struct am_tag_day *days = am_array_room(t->days, t->days_len, &t->days_size, sizeof *days);
    if (!days)
        return false;
    t->days = days;
    t->days[t->days_len++] = (struct am_tag_day){tag, of->day, of->day_devices};
    of->day_devices = 0;
    return true;
}

static bool count_day(struct am_tally *t, struct am_tag_cell *cell, int32_t day)
{
    struct am_tag *of = &t->tags[cell->tag];
    if (of->day != day && !end_day(t, cell->tag)) /* slots come in order, so days do */
        return false;
    of->day = day;
    of->day_devices += cell->day != day;
    cell->day = day;
    return true;
}

static enum am_status count_row(void *ctx, const struct am_scratch_row *row)
{
    struct am_tally *t = ctx;
    const struct am_combination *c = combination_of(t, row);
    uint32_t device = device_of(t, row->device);
    if (!c || device == AM_TABLE_NONE)
        return AM_E_NO_MEMORY;
    int64_t day = row->slot / DAY_SECONDS;
    for (uint32_t i = 0; i < c->tags_len; i++) {
        struct am_tag_cell *cell = cell_of(t, t->pool[c->tags_at + i], device);
        if (!cell || !count_day(t, cell, day < INT32_MAX ? (int32_t)day : INT32_MAX))
            return AM_E_NO_MEMORY;
        am_sql_add_count(&cell->of[AM_SPREAD_UP], row->up);
        am_sql_add_count(&cell->of[AM_SPREAD_DOWN], row->down);
    }
    return AM_OK;
}

static enum am_status count_contact(void *ctx, const struct am_scratch_row *best)
{
    struct am_tally *t = ctx;
    const struct am_combination *c = combination_of(t, best);
    uint32_t device = device_of(t, best->device);
    if (!c || device == AM_TABLE_NONE)
        return AM_E_NO_MEMORY;
    for (uint32_t i = 0; i < c->tags_len; i++) {
        struct am_tag_cell *cell = cell_of(t, t->pool[c->tags_at + i], device);
        if (!cell)
            return AM_E_NO_MEMORY;
        am_sql_add_count(&cell->of[AM_SPREAD_CONTACTS], 1);
    }
    return AM_OK;
}

static int by_tag_and_device(const void *a, const void *b)
{
    const struct am_tag_cell *x = a;
    const struct am_tag_cell *y = b;
    if (x->tag != y->tag)
        return x->tag < y->tag ? -1 : 1;
    return (x->device > y->device) - (x->device < y->device);
}

static int by_tag_and_day(const void *a, const void *b)
{
    const struct am_tag_day *x = a;
    const struct am_tag_day *y = b;
    if (x->tag != y->tag)
        return x->tag < y->tag ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

enum am_status am_tally_run(struct am_tally *t, struct am_sql *q,
                            const struct am_scratch_walk *walk, struct am_problem *problem)
{
    bool ok = true;
    t->names = walk->names;
    t->hosts = walk->hosts;
    for (uint32_t i = 0; i < am_tag_of_label(t, 0) && ok; i++)
        ok = add_tag(t);
    struct am_scratch_walk mine = *walk;
    mine.ctx = t;
    mine.row = count_row;
    mine.contact = count_contact;
    enum am_status status = ok ? am_scratch_each(q, &mine, problem) : AM_E_NO_MEMORY;
    for (uint32_t i = 0; i < t->tags_len && status == AM_OK; i++)
        if (!end_day(t, i))
            status = AM_E_NO_MEMORY;
    if (status == AM_E_NO_MEMORY)
        return am_problem_set(problem, status, q->path, 0, "out of memory");
    if (status != AM_OK)
        return status;
    if (t->cells_len > 0)
        qsort(t->cells, t->cells_len, sizeof *t->cells, by_tag_and_device);
    if (t->days_len > 0)
        qsort(t->days, t->days_len, sizeof *t->days, by_tag_and_day);
    am_table_done(&t->cells_by_key); /* the cells moved */
    return AM_OK;
}

const struct am_tag_day *am_tally_days(const struct am_tally *t, uint32_t tag, uint32_t *len)
{
    uint32_t low = 0;
    uint32_t high = t->days_len;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (t->days[middle].tag < tag)
            low = middle + 1;
        else
            high = middle;
    }
    *len = 0;
    while (low + *len < t->days_len && t->days[low + *len].tag == tag)
        (*len)++;
    return *len > 0 ? &t->days[low] : NULL;
}

uint32_t am_tally_day(const struct am_tally *t, uint32_t tag, int32_t day)
{
    uint32_t len;
    const struct am_tag_day *days = am_tally_days(t, tag, &len);
    for (uint32_t i = 0; i < len; i++)
        if (days[i].day == day)
            return days[i].devices;
    return 0;
}

static uint32_t first_cell(const struct am_tally *t, uint32_t tag)
{
    uint32_t low = 0;
    uint32_t high = t->cells_len;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (t->cells[middle].tag < tag)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

enum am_status am_tally_spread(const struct am_tally *t, uint32_t tag, enum am_spread_of of,
                               struct am_spread *out)
{
    uint32_t len = t->tags[tag].devices;
    if (len == 0)
        return AM_E_NOT_FOUND;
    uint64_t *values = calloc(len, sizeof *values);
    if (!values)
        return AM_E_NO_MEMORY;
    uint32_t first = first_cell(t, tag);
    for (uint32_t i = 0; i < len; i++)
        values[i] = t->cells[first + i].of[of];
    qsort(values, len, sizeof *values, by_value);
    /* Nearest rank: the smallest value that at least a quarter (half, ...) do not exceed. */
    *out = (struct am_spread){
        .devices = len,
        .min = values[0],
        .q1 = values[((size_t)len + 3) / 4 - 1],
        .median = values[((size_t)len + 1) / 2 - 1],
        .q3 = values[((size_t)len * 3 + 3) / 4 - 1],
        .max = values[len - 1],
    };
    free(values);
    return AM_OK;
}
