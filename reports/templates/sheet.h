/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words of pictures: a file of sections, one a picture, each with texts of prose.h by name.
 *
 *   # to who edits it
 *   [number]
 *   needs = {first-1-name}            the picture is made where this is told
 *   headline = {first-1-count} organizations ...
 *       and a line that begins with spaces goes on
 *
 * What stands in [all] is there for every picture that has none of its own by that name. */
#ifndef AM_REPORTS_TEMPLATES_SHEET_H
#define AM_REPORTS_TEMPLATES_SHEET_H

#include "templates/prose.h"

#define AM_WORDS_SECTIONS_MAX 40
#define AM_WORDS_ENTRIES_MAX  600

struct am_words;

/* Of text that is clean (prose.h). Everything is checked: names, sections, that none comes twice.
 */
AM_MUST_CHECK enum am_status am_words_parse(const char *text, const char *file,
                                            const struct am_value_names *names,
                                            struct am_words **out, struct am_problem *problem);
void am_words_free(struct am_words *w);

/* The pictures, in order; NULL past the last. */
const char *am_words_section(const struct am_words *w, size_t at);
/* NULL: there is none by that name, in the section or for all. */
const struct am_prose *am_words_find(const struct am_words *w, const char *section,
                                     const char *name);

#endif
