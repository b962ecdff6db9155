/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A campaign's publication as files: pages in each language, data, pictures. Everything in them
 * comes from the figures alone; the same figures give the same bytes.
 *
 *     index.html                  languages and editions
 *     replies.LANG.html           what those answered who are named
 *     edition-N/index.LANG.html   and the other pages of the edition (pages[] in site.c)
 *     edition-N/figures.csv ...   data (data.h)
 *     edition-N/pictures/         (card.h)
 *
 * A page loads nothing and needs no script; links are relative, so that the folder opens from a
 * memory stick. Earlier editions are not touched. */
#ifndef AM_REPORTS_SITE_H
#define AM_REPORTS_SITE_H

#include "batch.h"
#include "campaign/figures/figures.h"
#include "format/format.h"
#include "language.h"

#define AM_SITE_REPLY_BYTES ((size_t)64 << 10) /* of one reply */
#define AM_SITE_REPLIES_MAX 500

/* An edition before this one. `languages`: a bit for each whose pages are in the folder. */
struct am_site_edition {
    unsigned number, languages;
    const char *day;
    size_t shares; /* 0: not known */
};

/* What somebody answered, as they wrote it: text of UTF-8, its first line a heading. Untrusted. */
struct am_site_reply {
    const char *name; /* of its file, without ending: "alphabet" answers for that corporation */
    const char *text;
};

/* All is borrowed. */
struct am_site {
    const struct am_campaign_figures *figures;
    struct am_speech *const *speeches; /* the first is the publication's main language */
    size_t speech_count;
    const struct am_logo *logo;             /* NULL: none */
    const struct am_site_edition *editions; /* earlier ones, in order */
    size_t edition_count;
    const struct am_site_reply *replies; /* by name */
    size_t reply_count;
    const char *publication; /* the figures as JSON, publication.json; NULL: no such file */
    bool pictures;           /* PNG and PDF beside SVG: they take a while */
};

/* USAGE where the figures tell nothing. */
AM_MUST_CHECK enum am_status am_site_write(const struct am_site *site, struct am_batch *batch,
                                           struct am_problem *problem);

#endif
