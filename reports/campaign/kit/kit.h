/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Everything that a campaign hands out, made of its figures and of templates that anyone can edit
 * (docs/kit.md): in a folder for each language, cards/ for social media (PNG and SVG), posters/
 * (PDF of A3 and A4, a PNG to look at), texts/ (Markdown, and the same as pages).
 *
 * What may not be told is nowhere: a picture whose figure is not told is not made. */
#ifndef AM_REPORTS_CAMPAIGN_KIT_H
#define AM_REPORTS_CAMPAIGN_KIT_H

#include "campaign/figures/figures.h"
#include "format/format.h"
#include "language.h"
#include "templates/drawing.h"
#include "templates/folder.h"

#define AM_KIT_NOTES_MAX 40

/* All borrowed. */
struct am_kit_ask {
    const struct am_campaign_figures *figures;
    const struct am_rules *rules;
    struct am_speech *const *speeches; /* a language each */
    size_t speech_count;
    const struct am_logo *logo; /* NULL, or of no type: none */
    const struct am_templates *templates;
};

/* What whoever made it should look at; each is one line of text. */
struct am_kit_notes {
    struct am_text lines;
    size_t count, more; /* past AM_KIT_NOTES_MAX */
};

/* Adds the files. `notes` is the caller's, empty, its text open. */
AM_MUST_CHECK enum am_status am_kit_write(const struct am_kit_ask *ask, struct am_batch *b,
                                          struct am_kit_notes *notes, struct am_problem *problem);

#endif
