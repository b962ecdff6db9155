/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pieces of the live page: each is one element with an id, written anew whenever something has
 * changed. What came from the network is text in them, escaped by base/html.h like all else. */
#ifndef AM_REPORTS_WEB_PIECES_H
#define AM_REPORTS_WEB_PIECES_H

#include "format/page.h"
#include "live/session.h"

enum am_web_piece {
    AM_WEB_STATE,
    AM_WEB_CONTROLS,
    AM_WEB_MESSAGE,
    AM_WEB_SCENE,
    AM_WEB_SUMS,
    AM_WEB_OWNERS,
    AM_WEB_LAW,
    AM_WEB_NEWEST,
    AM_WEB_TIME,
    AM_WEB_ROPES,
    AM_WEB_PIECES
};

struct am_web_draft {
    struct am_page page; /* its figures are NULL before the first reading; its report always is */
    const struct am_session_state *state;
    const struct am_view *view;
};

void am_web_piece_write(struct am_web_draft *d, enum am_web_piece which);

/* Of pieces_scene.c: what is asked of the group, and what it did. Markers are part of a section. */
void am_web_write_scene(struct am_web_draft *d);
void am_web_write_markers(struct am_web_draft *d);
void am_web_write_controls(struct am_web_draft *d);

/* A section with its heading; closed by am_page_section_end. */
void am_web_section(struct am_web_draft *d, const char *id, const char *class_, const char *title);

#endif
