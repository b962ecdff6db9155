/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The dataset into rules: from a folder, or from memory. What is wrong is told with file and line;
 * half a dataset is never used. */
#ifndef AM_RULES_LOAD_H
#define AM_RULES_LOAD_H

#include "text/fields.h"

#define AM_DATASET_FILES_MAX 32768
#define AM_DATASET_BYTES_MAX ((size_t)64 << 20)

/* The dataset's files, sorted by path; the bytes are not needed after. `folder` (may be NULL) is
 * for messages. The rules have no address data then: see am_rules_open. */
AM_MUST_CHECK enum am_status am_rules_load(const struct am_dataset_file *files, size_t count,
                                           const char *folder, struct am_rules **out,
                                           struct am_problem *problem);

/* The same, going on after each problem of the text, which `found` is told; what could not be
 * loaded is missing from the rules. */
AM_MUST_CHECK enum am_status am_rules_load_all(const struct am_dataset_file *files, size_t count,
                                               const char *folder, am_loader_found_fn found,
                                               void *ctx, struct am_rules **out,
                                               struct am_problem *problem);

/* One kind of file each; load_*.c. The loader stands at the root. */
typedef enum am_status (*am_load_fn)(struct am_loader *l, json_t *root);
enum am_status am_load_sources(struct am_loader *l, json_t *root);
enum am_status am_load_categories(struct am_loader *l, json_t *root);
enum am_status am_load_jurisdiction(struct am_loader *l, json_t *root);
/* In two turns, because corporations speak of each other: first who exists, then the rest. */
enum am_status am_load_corporation(struct am_loader *l, json_t *root);
enum am_status am_load_rules(struct am_loader *l, json_t *root);
enum am_status am_load_blocs(struct am_loader *l, json_t *root);
enum am_status am_load_ranges(struct am_loader *l, json_t *root);
enum am_status am_load_resolvers(struct am_loader *l, json_t *root);
enum am_status am_load_tunnels(struct am_loader *l, json_t *root);
enum am_status am_load_fronts(struct am_loader *l, json_t *root);
enum am_status am_load_alternative(struct am_loader *l, json_t *root);

/* What kinds of network there are, ended by NULL: "own", "cloud", "cdn", "access". */
extern const char *const am_network_kinds[];
/* An address and a length without host bits, as it is written back. */
AM_MUST_CHECK enum am_status am_load_prefix(struct am_loader *l, const char *key, const char *text,
                                            struct am_prefix *out);
/* Makes a name's rule known; `match` is "suffix", "exact" or "except". */
AM_MUST_CHECK enum am_status am_load_add_name(struct am_loader *l, const char *name,
                                              const char *match, const struct am_basis *basis,
                                              const struct am_service *service);
/* Makes a network known, with its rule's id. */
AM_MUST_CHECK enum am_status am_load_add_network(struct am_loader *l, struct am_network *network);

/* An organization's own file: what it declares goes before the dataset (dataset/README.md). */
AM_MUST_CHECK enum am_status am_load_declared(struct am_rules *rules, const char *path,
                                              struct am_problem *problem);

/* The same of bytes; `path` is for messages, and its last part for rules. */
AM_MUST_CHECK enum am_status am_load_declared_text(struct am_rules *rules, struct am_bytes text,
                                                   const char *path, struct am_problem *problem);

/* Whether the file "FOLDER/ID.json" is named for what is in it; a problem where not. */
AM_MUST_CHECK enum am_status am_load_check_name(struct am_loader *l, const char *id);

#endif
