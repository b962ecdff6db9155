/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A kit under way: what kit.c and pictures.c share. */
#ifndef AM_REPORTS_CAMPAIGN_KIT_MAKING_H
#define AM_REPORTS_CAMPAIGN_KIT_MAKING_H

#include "campaign/kit/kit.h"
#include "templates/values.h"

struct am_making {
    const struct am_kit_ask *ask;
    struct am_batch *batch;
    struct am_kit_notes *notes;
    struct am_problem *problem;
    struct am_letters *letters;
    /* of the language that is made now */
    struct am_speech *speech;
    const char *language;
    struct am_values values;
    struct am_text descriptions; /* of cards, for who does not see them */
};

/* A line for whoever made it, once: "FILE:LINE: ABOUT WHAT"; `file` NULL: of no file. */
void am_kit_note(struct am_making *m, const char *about, const char *file, unsigned long line,
                 const char *what);

AM_MUST_CHECK enum am_status am_kit_pictures(struct am_making *m);

#endif
