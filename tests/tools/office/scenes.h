/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Moments of the day in which one thing is done, at the times that reports/live/office.json tells;
 * around each it is quiet. Only where the office has scenes (--scenes). */
#ifndef OFFICE_SCENES_H
#define OFFICE_SCENES_H

#include "office.h"

void scenes_plan(struct office *o);

/* When a session that takes `lasts` to begin all that it does has to start, so that no scene is
 * disturbed: as it was meant, or after the scene. */
uint64_t scenes_make_room(const struct office *o, uint64_t when, uint64_t lasts, struct rng *rng);

#endif
