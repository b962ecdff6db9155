/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report on paper and as pictures: sheets of A4 to read aloud and to hang up, and a card for
 * each picture to hand on. Both tell what they are of, how much of it is known, and by what they
 * were made, so that no figure travels without that. They are SVG documents, from which PNG and PDF
 * are made. */
#ifndef AM_REPORTS_POSTER_H
#define AM_REPORTS_POSTER_H

#include "format/pictures.h"

#define AM_POSTER_WIDTH  794.0 /* px: A4 at 96 to the inch */
#define AM_POSTER_HEIGHT 1123.0
#define AM_CARD_WIDTH    1000.0 /* px; as high as what it tells */

/* Findings, every picture that has something to show, what could take the place of what is used,
 * and what the report does not tell: one below the other, on as many sheets as they take. */
#define AM_POSTER_SHEETS_MAX 24
struct am_poster {
    struct am_text sheets[AM_POSTER_SHEETS_MAX]; /* one SVG document each */
    size_t count;
};
/* LIMIT for more than AM_POSTER_SHEETS_MAX. To be ended with am_poster_done in any case. */
AM_MUST_CHECK enum am_status am_poster_draw(const struct am_report *r, struct am_speech *s,
                                            const struct am_chart_colours *colours,
                                            struct am_poster *out);
void am_poster_done(struct am_poster *p);

/* Adds a picture with its title, what it says, and the foot of a sheet. */
AM_MUST_CHECK enum am_status am_card_draw(const struct am_report *r, struct am_speech *s,
                                          enum am_picture which,
                                          const struct am_chart_colours *colours,
                                          struct am_text *out);

#endif
