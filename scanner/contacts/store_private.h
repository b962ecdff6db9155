/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The inside of a store: store.c gathers and flushes, close.c makes it final, tests look in. */
#ifndef AM_CONTACTS_STORE_PRIVATE_H
#define AM_CONTACTS_STORE_PRIVATE_H

#include "contacts/intern.h"
#include "contacts/marks.h"
#include "contacts/pseudonym.h"
#include "contacts/sql.h"
#include "contacts/store.h"

#define AM_STORE_COUNTERS_MAX 256
#define AM_STORE_APPS_MAX     64
#define AM_STORE_BATCH        16 /* contacts that look for their place in memory at once */
#define AM_APP_MAX            23 /* bytes of an app's name */
#define AM_COUNTER_MAX        64 /* of a counter's */

/* A contact in memory: the order of its members up to `app` is that of the file's key. */
struct am_pending {
    int64_t slot;
    struct am_pseudonym device;
    uint32_t name, host, cname;
    uint8_t evidence, blindness;
    uint16_t app;
    uint64_t flows, up, down;
};

enum {
    AM_STORE_BEGIN,
    AM_STORE_COMMIT,
    AM_STORE_NAME,
    AM_STORE_HOST,
    AM_STORE_CONTACT,
    AM_STORE_COUNTER,
    AM_STORE_SPAN,
    AM_STORE_STATEMENTS
};

struct am_store {
    struct am_sql sql;
    sqlite3_stmt *statements[AM_STORE_STATEMENTS];
    struct am_key_file key_file;
    struct am_pseudonyms pseudonyms;
    const struct am_knowledge *knowledge;

    unsigned max_mib; /* 0: no limit */
    bool folded;      /* by a close whose erasing failed: only that is left to do */

    struct am_intern intern;
    uint32_t names_saved, hosts_saved; /* ids up to these are in the file */

    struct am_pending batch[AM_STORE_BATCH];
    uint32_t batch_len;
    struct am_pending *pending;
    uint32_t pending_len, pending_size;
    struct am_table pending_by_key;
    size_t pending_max;

    struct am_marks marks;

    const char *apps[AM_STORE_APPS_MAX];
    uint16_t apps_len;
    struct {
        const char *name;
        uint64_t value;
        uint64_t before; /* of it, what an earlier file has */
    } counters[AM_STORE_COUNTERS_MAX];
    size_t counters_len;
    uint64_t lost_contacts, refused_names, failed_flushes;
};

/* Closing, by steps, so that a test can stop between them. Each leaves a file that can be closed
 * again. */

/* One transaction: writes what is final and empties the scratch tables. `memory` as in am_fold_new.
 */
AM_MUST_CHECK enum am_status am_close_fold(struct am_sql *q, const struct am_store *memory,
                                           const struct am_knowledge *knowledge,
                                           struct am_problem *problem);
/* After it: key and what the log and free pages still hold are gone; then the scan is closed. */
AM_MUST_CHECK enum am_status am_close_erase(struct am_sql *q, struct am_key_file *key,
                                            struct am_problem *problem);

/* "contacts", "up", "down": the column `measure` of table spread. */
const char *am_spread_word(enum am_spread_of of);

/* Whether `text` may name a counter: lower-case letters, digits, "-._", at most AM_COUNTER_MAX. */
bool am_counter_is_valid(const char *text);
/* Whether `text` may stand for an application protocol: lower-case letters, digits, "-._". */
bool am_app_is_valid(const char *text);

#endif
