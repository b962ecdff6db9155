/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The dataset as one file that is mapped into memory: amarra.rules. Reading it parses no text and
 * copies none; every number in it is checked before it is used. Its layout: columns.h. */
#ifndef AM_RULES_COMPILED_H
#define AM_RULES_COMPILED_H

#include <stdio.h>

#include "data.h"

/* Writes the rules, which were read from text. The same rules give the same bytes. */
AM_MUST_CHECK enum am_status am_compiled_write(const struct am_rules *rules, FILE *out,
                                               struct am_problem *problem);

/* Maps the file. The rules have no address data yet: am_rules_open adds it. */
AM_MUST_CHECK enum am_status am_compiled_open(const char *path, struct am_rules **out,
                                              struct am_problem *problem);
/* The same of bytes that outlive the rules. `path` is for messages. */
AM_MUST_CHECK enum am_status am_compiled_read(struct am_bytes file, const char *path,
                                              struct am_rules **out, struct am_problem *problem);

#endif
