/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Values as the MaxMind DB format 2.0 encodes them ("Output Data Section"): a control byte with
 * type and size, then the bytes; text that was written before is pointed at. */
#ifndef AM_RULES_MMDB_DATA_H
#define AM_RULES_MMDB_DATA_H

#include <stdint.h>

#include "arena.h"
#include "base/status.h"
#include "index.h"

enum am_mmdb_kind { AM_MMDB_TEXT, AM_MMDB_NUMBER, AM_MMDB_FLAG };

/* One value of a record. `path` is its key, or "country.iso_code" for the key "iso_code" of a map
 * that is the value of "country" and holds nothing else. */
struct am_mmdb_field {
    const char *path;
    const char *text; /* AM_MMDB_TEXT, UTF-8 */
    enum am_mmdb_kind kind;
    uint32_t number; /* AM_MMDB_NUMBER; AM_MMDB_FLAG: 0 or 1 */
};

struct am_mmdb_data {
    uint8_t *at;
    size_t len, size, limit;
    struct am_arena keys;    /* what `written` names */
    struct am_index written; /* text or map -> its offset */
    enum am_status status;   /* sticky */
};

void am_mmdb_data_init(struct am_mmdb_data *d, size_t limit);
void am_mmdb_data_done(struct am_mmdb_data *d);

/* A map of `count` pairs follows. */
void am_mmdb_put_map(struct am_mmdb_data *d, uint32_t count);
void am_mmdb_put_array(struct am_mmdb_data *d, uint32_t count);
void am_mmdb_put_text(struct am_mmdb_data *d, const char *text);
void am_mmdb_put_u16(struct am_mmdb_data *d, uint16_t number);
void am_mmdb_put_u32(struct am_mmdb_data *d, uint32_t number);
void am_mmdb_put_u64(struct am_mmdb_data *d, uint64_t number);
/* The whole record as one map. */
void am_mmdb_put_record(struct am_mmdb_data *d, const struct am_mmdb_field *fields, size_t count);

#endif
