/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A publication's data: tables as CSV (base/csv.h), and the package that says what they are
 * (Frictionless Data Package, version 1: specs.frictionlessdata.io). One list of files and columns
 * serves the tables, the package, the data page and the file to read first. */
#ifndef AM_REPORTS_SITE_DATA_H
#define AM_REPORTS_SITE_DATA_H

#include "campaign/site/site.h"

#define AM_DATA_PUBLICATION "publication.json"
#define AM_SITE_LICENCE     "https://creativecommons.org/licenses/by-sa/4.0/"

struct am_data_column {
    const char *name;
    const char *type; /* of a Table Schema: "string", "integer", "number", "date" */
    const char *text; /* what it holds, to be said; NULL: as the column before it */
};
struct am_data_file {
    const char *name, *text; /* "figures.csv"; what it holds, to be said */
    const char *key;         /* the column that tells rows apart; NULL: no table */
    const struct am_data_column *columns;
    size_t column_count;
    enum am_status (*write)(const struct am_site *site, struct am_text *out); /* NULL: others do */
};
/* NULL past the last. Tables come first. */
const struct am_data_file *am_data_file(size_t at);
bool am_data_has(const struct am_site *site, const struct am_data_file *file);

/* "what is counted of each organization", to be said. */
const char *am_data_question(enum am_variable_kind kind);

/* "2/all/either/alphabet": the same in every edition. */
#define AM_DATA_ID 224
void am_data_id(const struct am_campaign_figure *f, char out[AM_DATA_ID]);

/* All data files of the edition, "edition-2/figures.csv" ... */
AM_MUST_CHECK enum am_status am_data_write(const struct am_site *site, struct am_batch *batch,
                                           struct am_problem *problem);

/* ---- what identifies an edition ---- */

/* "edition-2" */
#define AM_SITE_FOLDER 24
void am_site_folder(unsigned edition, char out[AM_SITE_FOLDER]);
/* "amarras-2026/2" */
const char *am_site_identifier(struct am_speech *s, const struct am_campaign_figures *f);
/* "https://example.org/amarras/edition-2/"; NULL where the campaign tells no address. */
const char *am_site_address(struct am_speech *s, const struct am_campaign_figures *f);
/* "Red (2026). ¿A quién ...? Edición 2 (amarras-2026/2)." without the address. */
const char *am_site_citation(struct am_speech *s, const struct am_campaign_figures *f);

#endif
