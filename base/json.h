/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON files that people write: parsed with limits, and the line of any value in them, for
 * messages. The values themselves carry no line, so on a problem the text is walked again. */
#ifndef AM_BASE_JSON_H
#define AM_BASE_JSON_H

#include <jansson.h>

#include "base/reader.h"

#define AM_JSON_FILE_MAX  ((size_t)4 << 20)
#define AM_JSON_DEPTH_MAX 12

/* A way into a document: each step a key of an object or, where `key` is NULL, an index. */
struct am_json_step {
    const char *key;
    size_t index;
};

struct am_json_path {
    struct am_json_step step[AM_JSON_DEPTH_MAX];
    size_t len;
};

/* An object, without duplicate keys. `file` is for the message. The caller decrefs. TRUNCATED:
 * right as far as it goes, and ends too soon. */
AM_MUST_CHECK enum am_status am_json_parse(struct am_bytes text, const char *file, json_t **out,
                                           struct am_problem *problem);

/* The line on which the value stands that the path leads to; as far as it leads. */
unsigned long am_json_line(struct am_bytes text, const struct am_json_path *path);

#endif
