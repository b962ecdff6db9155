/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON that others wrote, taken apart member by member into values (strict.h, by whole objects):
 * what is missing, of another kind or not known is a problem that names the member, from the
 * document's top on, and its line.
 *
 * The first failure stays; after it every call gives zero, so that a reader asks once, at the end.
 */
#ifndef AM_REPORTS_MEMBERS_H
#define AM_REPORTS_MEMBERS_H

#include <stdbool.h>

#include "strict.h"

struct am_members {
    struct am_strict strict; /* where the reader stands: am_strict_enter, am_strict_leave */
    enum am_status status;
};

/* A problem of the member `key` of where the reader stands; NULL: of that itself. */
void am_members_fail(struct am_members *m, enum am_status status, const char *key,
                     const char *format, ...) AM_PRINTF(4, 5);

/* No member of `object` but those of the list, ended by NULL. */
void am_members_known(struct am_members *m, json_t *object, const char *const *known);

/* NULL, and a failure, where the member is missing (but for `optional`) or of another kind. */
const char *am_member_text(struct am_members *m, json_t *object, const char *key, bool optional);
json_t *am_member_object(struct am_members *m, json_t *object, const char *key, bool optional);
/* Of `most` elements at most. */
json_t *am_member_list(struct am_members *m, json_t *object, const char *key, size_t most,
                       bool optional);
/* A whole number low <= n <= high; `low` where it is none. */
json_int_t am_member_whole(struct am_members *m, json_t *object, const char *key, json_int_t low,
                           json_int_t high);
bool am_member_flag(struct am_members *m, json_t *object, const char *key);

#endif
