/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a template may say: names, each with a text, or with a list whose items have names of their
 * own. A name that is known may have nothing to tell now; what a template says with it falls away
 * then (prose.h).
 *
 * A table of names (am_value_names) comes first: templates are checked against it when they are
 * read, so that a slip is told with its line and not only on the day when there is something to
 * tell. Values live in a pool; names are static. */
#ifndef AM_REPORTS_VALUES_H
#define AM_REPORTS_VALUES_H

#include <stdbool.h>

#include "pool.h"

#define AM_VALUE_NAME_MAX 40  /* bytes of a name: a-z, 0-9, '-' */
#define AM_VALUES_ITEMS   200 /* of one list */
#define AM_VALUES_NUMBER  99  /* the highest K of "LIST-K-NAME" */

struct am_value_names {
    const char *name;
    const char *about; /* one line in English, for 'amarra campaign kit --names' */
    const struct am_value_names
        *items; /* of a list; NULL: a text alone. A list may have a text too */
};
/* The last of a table. */
#define AM_VALUE_NAMES_END                                                                         \
    {                                                                                              \
        .name = NULL                                                                               \
    }

enum am_value_look {
    AM_VALUE_PLAIN,
    AM_VALUE_LINK, /* perhaps an address of the web or of mail, which Markdown makes a link of */
};
struct am_value {
    const struct am_value *next;
    const char *name;
    const char *text;    /* NULL: nothing to tell */
    const char *instead; /* where a font lacks letters of `text`: in Latin ones; NULL: none */
    double share;        /* of its whole, 0..1, for what is drawn; below 0: none */
    enum am_value_look look;
    struct am_values *items;
    size_t count;
};
struct am_values {
    struct am_pool *pool;
    const struct am_value *first; /* the one that was set last goes first */
};

/* Texts and shares are copied; memory that is out is told by the pool. `text` NULL or "": nothing
 * is told. */
void am_values_init(struct am_values *v, struct am_pool *pool);
void am_values_text(struct am_values *v, const char *name, const char *text);
void am_values_name(struct am_values *v, const char *name, const char *text, const char *instead);
void am_values_link(struct am_values *v, const char *name, const char *text);
void am_values_share(struct am_values *v, const char *name, const char *text, double share);
/* A list of `count` items, AM_VALUES_ITEMS at most, whose scopes the caller fills; `text` as above.
 * NULL where there is none, or memory is out. */
struct am_values *am_values_list(struct am_values *v, const char *name, const char *text,
                                 size_t count);

/* The value of a name in a scope alone; NULL: not set, which is the same as nothing to tell. */
const struct am_value *am_values_find(const struct am_values *v, const char *name, size_t len);
/* "LIST-K-NAME" too, K from 1 on. */
const struct am_value *am_values_reach(const struct am_values *v, const char *name, size_t len);

/* In the table: the row of the name, or of "LIST-K-NAME"; NULL: there is none. */
const struct am_value_names *am_value_names_find(const struct am_value_names *names,
                                                 const char *name, size_t len);

#endif
