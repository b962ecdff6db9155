/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON of people or strangers, read member by member: what is not known, not of its kind or beyond
 * its limits is a problem with the line on which it stands. */
#ifndef AM_REPORTS_STRICT_H
#define AM_REPORTS_STRICT_H

#include <stdint.h>

#include "base/json.h"
#include "rules/rules.h"

/* Where a reader stands within a document; all borrowed. */
struct am_strict {
    struct am_bytes text;
    const char *file, *what; /* for messages; "a script" */
    struct am_problem *problem;
    struct am_json_path at;
};

/* A problem at the value of `key`, where the reader stands; NULL: of what holds it. */
enum am_status am_strict_wrong(const struct am_strict *s, enum am_status status, const char *key,
                               const char *format, ...) AM_PRINTF(4, 5);

/* One step into the document, and back; `key` NULL: to an element of a list. */
void am_strict_enter(struct am_strict *s, const char *key, size_t index);
void am_strict_leave(struct am_strict *s);

/* Every key is one of `known`, which ends with NULL. */
AM_MUST_CHECK enum am_status am_strict_keys(const struct am_strict *s, json_t *object,
                                            const char *const *known);

/* What a person may read on one line: text, not blank, no control, not wider than `most` columns.
 */
AM_MUST_CHECK enum am_status am_strict_line(const struct am_strict *s, const char *key,
                                            json_t *value, size_t most);

/* Lines by language, {"es": "..."}, one at least; borrowed from `texts`. A language that is not
 * there stays as it was. */
AM_MUST_CHECK enum am_status am_strict_texts(struct am_strict *s, const char *key, json_t *texts,
                                             size_t most, const char *out[AM_LANG_COUNT]);

#endif
