/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A campaign as the commands meet it: its store, open, and its settings, read. */
#ifndef AM_REPORTS_CAMPAIGN_H
#define AM_REPORTS_CAMPAIGN_H

#include "campaign/commands.h"
#include "campaign/settings.h"
#include "campaign/store/store.h"

struct am_campaign {
    struct am_share_store *store;
    struct am_settings *settings;
};
AM_MUST_CHECK enum am_status am_campaign_open(const struct am_campaign_options *options,
                                              struct am_campaign *out, struct am_problem *problem);
void am_campaign_close(struct am_campaign *c);
/* A share as the store keeps it. Its signature was verified when it was added; that it is still the
 * one that was added its id says, which is the hash of what was signed: MALFORMED where not. */
AM_MUST_CHECK enum am_status am_campaign_share(const struct am_stored *stored,
                                               struct am_sealed *out, struct am_problem *problem);

/* Options of a command that is given files: which store, and which files. For argp's children; the
 * parent gives an am_campaign_files, of zeroes, as its input. */
struct am_campaign_files {
    struct am_campaign_options where;
    char **paths;
    size_t count;
};
extern const struct argp am_campaign_files_argp;

/* Files that strangers sent, in the order given: a document each, or, where the name ends in
 * .jsonl, one a line; blank lines are none. `bytes` are borrowed, `line` is 0 for a whole file. A
 * file or a line that can't be read comes without bytes, and `problem` says why; else `problem` is
 * clean, to be filled. A function that fails ends the walk with its status. */
typedef enum am_status (*am_document_fn)(void *ctx, struct am_bytes bytes, const char *file,
                                         unsigned long line, struct am_problem *problem);
AM_MUST_CHECK enum am_status am_documents_each(const struct am_campaign_files *files,
                                               am_document_fn fn, void *ctx);

/* How many documents were used, and how many not: 0 none refused, 5 some, 3 all. */
struct am_refusals {
    uint64_t used, refused;
};
/* Tells why one is refused, and the walk goes on: AM_OK. Where memory is out, that ends it, and
 * goes into `fatal`. */
AM_MUST_CHECK enum am_status am_refuse(struct am_refusals *r, const struct am_problem *why,
                                       struct am_problem *fatal);
int am_refusals_exit(const struct am_refusals *r);

#endif
