/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The values that the report's JSON is made of. All return new references, that `am_value_put`
 * takes; out of memory they return NULL, which shows in the size of the object (format/json.c). */
#ifndef AM_REPORTS_JSON_VALUES_H
#define AM_REPORTS_JSON_VALUES_H

#include <jansson.h>

#include "format/format.h"

json_t *am_value_text(const char *raw); /* inert; NULL: null */
void am_value_put(json_t *object, const char *key, json_t *value);
json_t *am_value_count(uint64_t n);
json_t *am_value_ratio(uint64_t numerator, uint64_t denominator);
json_t *am_value_moment(int64_t seconds); /* ISO 8601, UTC; 0: null */
json_t *am_value_corporation(const struct am_corporation *c);
json_t *am_value_country(const struct am_jurisdiction *j);
/* Contacts and bytes against the whole of both ledgers. */
json_t *am_value_sum(const struct am_figures *f, const struct am_sum *s);
json_t *am_value_devices(const struct am_figures *f, int64_t n);
/* The same with hours; `devices`: whether those are told of it at all. */
json_t *am_value_measure(const struct am_figures *f, const struct am_measure *m, bool devices);
json_t *am_value_names(const char *const own[AM_LANG_COUNT]);
json_t *am_value_basis(const struct am_basis *b);

/* Keys of the document that have a file of their own. */
void am_json_owner_ways(const struct am_figures *f, const struct am_owner_line *line, json_t *o);
json_t *am_json_cut_off(const struct am_figures *f);
json_t *am_json_depth(const struct am_figures *f);
json_t *am_json_concentration(const struct am_figures *f);
json_t *am_json_near(const struct am_figures *f);
json_t *am_json_place_and_control(const struct am_figures *f);
json_t *am_json_kinds(const struct am_figures *f);
json_t *am_json_alternatives(const struct am_figures *f);
json_t *am_json_ropes(const struct am_figures *f);
json_t *am_json_week(const struct am_figures *f);
json_t *am_json_days(const struct am_figures *f);
json_t *am_json_night(const struct am_figures *f);
json_t *am_json_markers(const struct am_figures *f);

#endif
