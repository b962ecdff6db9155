/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON that others wrote, taken apart strictly: members of an object by name and kind; whatever is
 * missing, of another kind or not known is a problem that names the member and its line.
 *
 * The first failure stays; after it every call gives zero, so that a reader asks once, at the end.
 */
#ifndef AM_REPORTS_STRICT_H
#define AM_REPORTS_STRICT_H

#include <stdbool.h>

#include "base/json.h"

struct am_strict {
    const char *file;     /* for the message */
    struct am_bytes text; /* that the JSON was read from, for the line; empty: no line is told */
    struct am_problem *problem;
    struct am_json_path at; /* where the reader stands */
    enum am_status status;
};

/* A problem of the member `key` of where the reader stands; NULL: of that itself. */
void am_strict_fail(struct am_strict *r, enum am_status status, const char *key, const char *format,
                    ...) AM_PRINTF(4, 5);

/* Stands on a member, or on an element (`key` NULL); and back. */
void am_strict_enter(struct am_strict *r, const char *key, size_t index);
void am_strict_leave(struct am_strict *r);

/* No member of `object` but those of the list, ended by NULL. */
void am_strict_known(struct am_strict *r, json_t *object, const char *const *known);

/* NULL, and a failure, where the member is missing (but for `optional`) or of another kind. */
const char *am_strict_text(struct am_strict *r, json_t *object, const char *key, bool optional);
json_t *am_strict_object(struct am_strict *r, json_t *object, const char *key, bool optional);
/* Of `most` elements at most. */
json_t *am_strict_list(struct am_strict *r, json_t *object, const char *key, size_t most,
                       bool optional);
/* A whole number low <= n <= high; `low` where it is none. */
json_int_t am_strict_whole(struct am_strict *r, json_t *object, const char *key, json_int_t low,
                           json_int_t high);
bool am_strict_flag(struct am_strict *r, json_t *object, const char *key);

#endif
