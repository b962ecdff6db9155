/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names, each kept once however often it is met, with a count of those who hold it.
 *
 * Pointers compare like the texts. A name lives until its last holder lets go, so memory follows
 * what flows and name memory hold, both bounded. */
#ifndef AM_CONTACTS_LABELS_H
#define AM_CONTACTS_LABELS_H

#include <stddef.h>
#include <stdint.h>

struct am_labels;
struct am_label;

struct am_labels *am_labels_new(void);
void am_labels_free(struct am_labels *labels); /* and every label still held */

/* Takes hold of the text's label, made where it is new; NULL when out of memory. */
struct am_label *am_labels_hold(struct am_labels *labels, const char *text, size_t len);
struct am_label *am_label_again(struct am_label *label); /* one more holder; NULL gives NULL */
void am_labels_drop(struct am_labels *labels, struct am_label *label); /* accepts NULL */

const char *am_label_text(const struct am_label *label); /* NULL gives NULL */

#endif
