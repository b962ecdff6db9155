/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every fact of a dataset, one after the other: whose word it is, and where its text stands. */
#ifndef AM_RULES_DATASET_FACTS_H
#define AM_RULES_DATASET_FACTS_H

#include "data.h"

enum am_fact_kind {
    AM_FACT_CORPORATION,
    AM_FACT_OWNERSHIP,
    AM_FACT_NAME,
    AM_FACT_ASN,
    AM_FACT_PREFIX,
    AM_FACT_LAW,
    AM_FACT_ALTERNATIVE,
    AM_FACT_SERVICE,
    AM_FACT_JURISDICTION,
    AM_FACT_BLOC,
    AM_FACT_USE,
    AM_FACT_COUNT
};

/* Borrowed until the function that is told returns. */
struct am_fact {
    enum am_fact_kind kind;
    const struct am_basis *basis;
    const char *file; /* of the dataset */
    const char *word; /* by which the file tells it: an id, a name, a prefix; "as:15169" */
};

typedef void (*am_fact_fn)(void *ctx, const struct am_fact *fact);
void am_facts_each(const struct am_rules *rules, am_fact_fn fn, void *ctx);

/* "corporations/acme.json"; both return `out`. */
#define AM_FACT_FILE 64
const char *am_fact_file(const char *folder, const char *id, char out[AM_FACT_FILE]);
/* Of the operator's last owner: mostly its own. The folder where it has none. */
const char *am_fact_file_of_operator(const struct am_operator *o, char out[AM_FACT_FILE]);

#endif
