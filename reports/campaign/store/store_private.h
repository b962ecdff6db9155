/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the two files of the store share: store.c opens it and runs transactions, shares.c is what
 * is kept. */
#ifndef AM_REPORTS_STORE_PRIVATE_H
#define AM_REPORTS_STORE_PRIVATE_H

#include <string.h>

#include "campaign/store/driver.h"
#include "campaign/store/store.h"

struct am_share_store {
    const struct am_driver *driver;
    void *connection;
    const char *where; /* for messages; NULL: the driver names it */
    char campaign[AM_SHARE_CAMPAIGN + 1];
    struct am_bytes settings; /* owned */
};

/* One transaction's work. It may be run more than once. */
typedef enum am_status (*am_share_store_work_fn)(struct am_share_store *s, void *ctx,
                                                 struct am_problem *problem);
AM_MUST_CHECK enum am_status am_share_store_transact(struct am_share_store *s,
                                                     am_share_store_work_fn work, void *ctx,
                                                     struct am_problem *problem);

/* MALFORMED: what was read is nothing that amarra writes. */
enum am_status am_share_store_damaged(const struct am_share_store *s, struct am_problem *problem);
/* A text of the database, of `least` bytes or more, into a buffer; false where it is none. */
bool am_datum_text(const struct am_datum *column, size_t least, char *out, size_t size);

static inline struct am_datum am_datum_of_text(const char *text)
{
    return (struct am_datum){.kind = AM_DATUM_TEXT, .bytes = {(const uint8_t *)text, strlen(text)}};
}

static inline struct am_datum am_datum_of_bytes(struct am_bytes bytes)
{
    return (struct am_datum){.kind = AM_DATUM_BYTES, .bytes = bytes};
}

static inline struct am_datum am_datum_of_number(int64_t number)
{
    return (struct am_datum){.kind = AM_DATUM_NUMBER, .number = number};
}

static inline bool am_datum_is_number(const struct am_datum *column, int64_t least, int64_t most)
{
    return column->kind == AM_DATUM_NUMBER && column->number >= least && column->number <= most;
}

#endif
