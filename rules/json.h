/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads JSON (RFC 8259) value by value, without building a tree: the dataset is a thousand small
 * files that are read whenever amarra starts, and every problem must name its line.
 *
 * A cursor remembers its first failure, as am_reader does: everything after it gives nothing, and
 * `error` says what was wrong on line `line`. A cursor may be copied, to come back to a place. */
#ifndef AM_RULES_JSON_H
#define AM_RULES_JSON_H

#include "base/reader.h"

#define AM_JSON_DEPTH_MAX 12
#define AM_JSON_TEXT_MAX  4096 /* bytes of one text that holds escapes */

enum am_json_type {
    AM_JSON_BROKEN, /* or at the end */
    AM_JSON_OBJECT,
    AM_JSON_ARRAY,
    AM_JSON_TEXT,
    AM_JSON_NUMBER,
    AM_JSON_FLAG,
    AM_JSON_NULL,
};

struct am_json {
    struct am_reader r;
    unsigned long line;
    const char *error;       /* static; NULL: none */
    unsigned depth, objects; /* bit n of `objects`: the container at depth n is one */
    bool fresh;              /* a container was opened and nothing of it read */
};

struct am_json am_json_over(struct am_bytes text);

/* What comes next. */
enum am_json_type am_json_type(struct am_json *j);

/* Into the object or array that comes next. Then, for each of what is in it, am_json_more is true;
 * once it is false the cursor is behind the container. In objects am_json_key comes first. */
void am_json_open(struct am_json *j);
bool am_json_more(struct am_json *j);
/* The key as it is written: one with escapes in it is none that we know. */
bool am_json_key(struct am_json *j, struct am_bytes *out);

/* `out` borrows the document, or `scratch` where the text holds escapes. UTF-8 is not checked. */
bool am_json_text(struct am_json *j, char scratch[AM_JSON_TEXT_MAX], struct am_bytes *out);
/* Whole numbers of up to 18 digits. */
bool am_json_number(struct am_json *j, int64_t *out);
bool am_json_flag(struct am_json *j, bool *out);
/* Any value; what is in a container is not checked. */
void am_json_skip(struct am_json *j);

/* Nothing but blanks may be left. */
bool am_json_end(struct am_json *j);

#endif
