/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an organization may say of itself in a share: of what kind it is, how large, how many
 * devices were seen, how long was watched. Each is one of a few: nothing here tells one
 * organization from another. The ids are those of docs/share.schema.json; sentences stand in
 * share/words.h. */
#ifndef AM_REPORTS_SHARE_DIMENSIONS_H
#define AM_REPORTS_SHARE_DIMENSIONS_H

#include <stddef.h>
#include <stdint.h>

struct am_dimension {
    const char *id;   /* "community-media" */
    const char *text; /* English sentence, to be said */
};
/* A band of whole numbers; `to` 0: open. */
struct am_range {
    unsigned from, to;
};
#define AM_RANGE_ID_SIZE 16

/* In the order in which they are asked and told; NULL past the last. */
const struct am_dimension *am_sector(size_t at);
const struct am_dimension *am_size(size_t at); /* persons who work in it: "1-9" ... "250+" */
/* NULL where there is none of this id. */
const struct am_dimension *am_sector_find(const char *id);
const struct am_dimension *am_size_find(const char *id);

/* Bands of devices (5-9, 10-24, 25-49, 50-99, 100-249, 250+) and of days (1-2, 3-4, 5-9, 10-19,
 * 20+). */
struct am_range am_devices_range(uint64_t n);
struct am_range am_days_range(uint64_t n);
int am_range_is_devices(struct am_range r); /* one of those bands */
int am_range_is_days(struct am_range r);
/* "10-24", "250+" */
void am_range_id(struct am_range r, char out[AM_RANGE_ID_SIZE]);

#endif
