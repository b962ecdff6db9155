/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The files that a command writes into a folder: all of them, or none.
 *
 * Each file is written as it comes, into a folder of the batch's own beside their places
 * (".amarra-" and six letters), so that memory holds one at a time; at the end all are put in
 * place. Until then the folder stays as it was, and a batch that fails leaves nothing behind. Only
 * a crash can leave that folder of its own. */
#ifndef AM_REPORTS_BATCH_H
#define AM_REPORTS_BATCH_H

#include "base/text.h"

#define AM_BATCH_FILES_MAX 10000
#define AM_BATCH_NAME_MAX  160 /* bytes of a name, with the folders before it */

struct am_batch;

/* Makes the folder where it is not there yet, not those above it. */
AM_MUST_CHECK enum am_status am_batch_folder(const char *folder, struct am_problem *problem);

/* Nothing is written before the first file comes. `folder` is borrowed. */
AM_MUST_CHECK enum am_status am_batch_new(const char *folder, struct am_batch **out,
                                          struct am_problem *problem);
/* Takes back what was not put in place. */
void am_batch_free(struct am_batch *b);

/* Adds a file and takes the text's memory, whatever it returns. `name` is a path within the folder,
 * "edition-3/index.es.html"; USAGE for one that leads out of it or that was added before. */
AM_MUST_CHECK enum am_status am_batch_add(struct am_batch *b, const char *name,
                                          struct am_text *text, struct am_problem *problem);
/* Names in the order in which they were added; borrowed until the batch is freed. */
size_t am_batch_count(const struct am_batch *b);
const char *am_batch_name(const struct am_batch *b, size_t at);

/* Puts all in place. What was there under these names is replaced; nothing else is touched. */
AM_MUST_CHECK enum am_status am_batch_commit(struct am_batch *b, struct am_problem *problem);

#endif
