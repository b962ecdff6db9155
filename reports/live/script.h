/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenes of a capture: what is said before a stretch of it is played, and what to talk about after.
 */
#ifndef AM_REPORTS_SCRIPT_H
#define AM_REPORTS_SCRIPT_H

#include "rules/rules.h"

struct am_scene {
    int64_t from, until;                                    /* epoch seconds of the capture */
    const char *text[AM_LANG_COUNT], *after[AM_LANG_COUNT]; /* NULL: none */
};

#endif
