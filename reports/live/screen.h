/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What `amarra live` shows, drawn into cells: from what a session tells and what a hand has chosen,
 * and nothing else, so that it can be looked at without a terminal. */
#ifndef AM_REPORTS_SCREEN_H
#define AM_REPORTS_SCREEN_H

#include "live/cells.h"
#include "live/session.h"

#define AM_SCREEN_ROWS    16 /* a smaller window gets a sentence that says so */
#define AM_SCREEN_COLUMNS 60

enum am_screen_view {
    AM_SCREEN_OWNERS,
    AM_SCREEN_COUNTRIES,
    AM_SCREEN_TIMELINE,
    AM_SCREEN_NEWEST,
    AM_SCREEN_VIEWS
};

/* What is being typed at the foot. */
enum am_typing { AM_TYPING_NOTHING, AM_TYPING_MARKER, AM_TYPING_GUESS };

/* Everything is borrowed. */
struct am_screen {
    struct am_speech *speech;
    const struct am_session_state *state;
    const struct am_figures *figures; /* NULL: nothing has been read yet */
    const struct am_news *news;       /* newest first */
    size_t news_len;
    const struct am_history_point *history;
    size_t history_len;
    const struct am_view *view; /* that tells whose contacts have just grown; NULL: nobody's */
    const char *source;         /* "eth0", "office.pcap"; untrusted */
    const char *message;        /* goes before the session's, "" too; NULL: none does */
    enum am_screen_view shown;
    bool big, help;
    enum am_typing typing;
    const char *typed;
};

/* The whole of `out`. */
void am_screen_draw(const struct am_screen *s, struct am_cells *out);

#endif
