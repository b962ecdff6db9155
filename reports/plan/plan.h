/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An organization's own plan to leave what it hangs on: essential areas of work with one provider,
 * by the effort of what could take its place, with blanks for who and when. A template that anyone
 * can edit (plan.LANG.md of the kit, docs/kit.md), as Markdown and as a page to print.
 *
 * It computes nothing: areas, alternatives and what binds are the report's. */
#ifndef AM_REPORTS_PLAN_H
#define AM_REPORTS_PLAN_H

#include "format/format.h"
#include "language.h"
#include "templates/folder.h"
#include "templates/values.h"

#define AM_PLAN_ALTERNATIVES 3 /* of an area */

/* Every name that its template may use. */
extern const struct am_value_names am_plan_names[];

/* Texts live in `pool`. */
void am_plan_values(const struct am_report *r, struct am_speech *s, struct am_pool *pool,
                    struct am_values *out);

/* Adds plan.LANG.md and plan.LANG.html. */
AM_MUST_CHECK enum am_status am_plan_write(const struct am_report *r, struct am_speech *s,
                                           const struct am_templates *t, struct am_batch *b,
                                           struct am_problem *problem);

#endif
