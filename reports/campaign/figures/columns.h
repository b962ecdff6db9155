/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words of a publication's file, for who writes it and who reads it. */
#ifndef AM_REPORTS_CAMPAIGN_COLUMNS_H
#define AM_REPORTS_CAMPAIGN_COLUMNS_H

#include "campaign/figures/figures.h"

enum am_column {
    AM_COLUMN_CELL,
    AM_COLUMN_VARIABLE,
    AM_COLUMN_OF,
    AM_COLUMN_ALSO,
    AM_COLUMN_BASE_AS,
    AM_COLUMN_BASE,
    AM_COLUMN_COUNT_AS,
    AM_COLUMN_COUNT,
    AM_COLUMN_SHARE,
    AM_COLUMN_SHARE_LOW,
    AM_COLUMN_SHARE_HIGH,
    AM_COLUMN_Q1,
    AM_COLUMN_MEDIAN,
    AM_COLUMN_Q3,
    AM_COLUMN_MEDIAN_LOW,
    AM_COLUMN_MEDIAN_HIGH,
    AM_COLUMNS
};
const char *am_column_name(enum am_column c);

/* AM_VAR_COUNT: none is called so. */
enum am_variable_kind am_variable_kind_of(const char *id);
/* "band", "flag", "number". */
const char *am_unit_word(enum am_unit unit);
/* "all", "sector" ... */
const char *am_cell_word(enum am_cell_kind kind);
/* "rounded", "fewer", "most", "withheld"; "exact" is for a number that is the cell itself. */
#define AM_TOLD_EXACT "exact"
const char *am_told_word(enum am_told_as as);

/* "none", "0-5" ... "95-100", "all" of bands; "4" of numbers. */
#define AM_VALUE_TEXT 12
void am_value_word(enum am_unit unit, unsigned value, char out[AM_VALUE_TEXT]);
bool am_value_parse(enum am_unit unit, const char *text, unsigned *out);

/* What the columns `of` and `also` of a kind hold: an id of the dataset, a country by ISO 3166-1, a
 * step "1" to "3"; NONE: null. */
enum am_subject {
    AM_SUBJECT_NONE,
    AM_SUBJECT_CORPORATION,
    AM_SUBJECT_COUNTRY,
    AM_SUBJECT_AREA,
    AM_SUBJECT_STEP
};
#define AM_SUBJECT_MAX 40 /* bytes of an id */
enum am_subject am_variable_of(enum am_variable_kind kind);
enum am_subject am_variable_also(enum am_variable_kind kind);

/* What a variable is of, in ids; NULL where its kind has none. */
struct am_variable_ids {
    const char *of, *also;
    char step[AM_VALUE_TEXT];
};
void am_variable_ids(const struct am_variable *v, struct am_variable_ids *out);

#endif
