/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counts distinct devices while they can still be told apart: behind every name, every owner that
 * knowledge tells, every CNAME and all together; by day and over the whole scan. One walk over the
 * scratch table, memory by distinct (tag, device).
 *
 * What is counted is a tag: a number for "all", for a name, for a name in its role as CNAME, or for
 * a label of knowledge. */
#ifndef AM_CONTACTS_TALLY_H
#define AM_CONTACTS_TALLY_H

#include "contacts/load.h"

#define AM_TAG_ALL    0u
#define AM_ALL_LABEL  "all"
#define AM_NAME_LABEL "name:" /* and the name */

struct am_tag {
    uint32_t devices;
    int32_t day;          /* the day being counted, */
    uint32_t day_devices; /* and its devices so far */
};
/* A device's share of a tag. */
struct am_tag_cell {
    uint32_t tag, device;
    int32_t day; /* the last it was seen on */
    uint64_t of[AM_SPREAD_COUNT];
};
struct am_tag_day {
    uint32_t tag;
    int32_t day;
    uint32_t devices;
};
/* A name at a host by a CNAME, and the tags that go with it. */
struct am_combination {
    uint32_t name, host, cname;
    uint32_t tags_at, tags_len; /* in `pool` */
};

struct am_tally {
    const struct am_knowledge *knowledge; /* borrowed, may be NULL: no labels */
    const struct am_kept_names *names;    /* borrowed */
    const struct am_hosts *hosts;

    char (*labels)[AM_LABEL_SIZE];
    struct am_tag *tags;
    struct am_tag_cell *cells; /* by tag, then device, once the walk is over */
    struct am_tag_day *days;   /* by tag, then day */
    struct am_combination *combinations;
    uint32_t *pool;
    uint64_t *devices; /* pseudonyms */
    uint32_t labels_len, labels_size, tags_len, tags_size, cells_len, cells_size, days_len,
        days_size, combinations_len, combinations_size, pool_len, pool_size, devices_len,
        devices_size;
    struct am_table labels_by_text, cells_by_key, combinations_by_key, devices_by_value;
};

static inline uint32_t am_tag_of_name(const struct am_tally *t, uint32_t id)
{
    (void)t;
    return id;
}
static inline uint32_t am_tag_of_cname(const struct am_tally *t, uint32_t id)
{
    return t->names->len + id;
}
static inline uint32_t am_tag_of_label(const struct am_tally *t, uint32_t label)
{
    return 2 * t->names->len + 1 + label;
}

/* `t` is zeroed but for what it borrows. Fills it from the walk, whose names and hosts it takes. */
AM_MUST_CHECK enum am_status am_tally_run(struct am_tally *t, struct am_sql *q,
                                          const struct am_scratch_walk *walk,
                                          struct am_problem *problem);
void am_tally_done(struct am_tally *t);

/* The tag of knowledge's label, or AM_TABLE_NONE. */
uint32_t am_tally_find_label(const struct am_tally *t, const char *label);
/* Devices on one day. */
uint32_t am_tally_day(const struct am_tally *t, uint32_t tag, int32_t day);
/* The days of a tag: the first, and how many. */
const struct am_tag_day *am_tally_days(const struct am_tally *t, uint32_t tag, uint32_t *len);
/* How a measure spreads over the tag's devices. */
AM_MUST_CHECK enum am_status am_tally_spread(const struct am_tally *t, uint32_t tag,
                                             enum am_spread_of of, struct am_spread *out);

#endif
