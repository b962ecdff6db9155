/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The keys of the terminal: one table tells what each does, when, and how it is explained. */
#ifndef AM_REPORTS_KEYS_H
#define AM_REPORTS_KEYS_H

#include "live/session.h"

/* Beside the characters of Unicode: what a terminal reports. */
#define AM_KEY_NONE      0u
#define AM_KEY_RESIZED   0x110000u
#define AM_KEY_UNKNOWN   0x110001u /* an arrow, a function key */
#define AM_KEY_ENTER     '\n'
#define AM_KEY_ESCAPE    0x1bu
#define AM_KEY_BACKSPACE 0x7fu

enum am_press {
    AM_PRESS_ACT,    /* tell the session: `act` */
    AM_PRESS_MARKER, /* open a line to type in */
    AM_PRESS_GUESS,
    AM_PRESS_NUMBER, /* the same, with this digit typed */
    AM_PRESS_BIG,
    AM_PRESS_NEXT_VIEW,
    AM_PRESS_VIEW, /* by its number, from '1' */
    AM_PRESS_HELP,
    AM_PRESS_QUIT,
};

struct am_key {
    uint32_t first, last; /* characters that are this key */
    enum am_press press;
    enum am_act act;
    unsigned stages;     /* a bit for each am_stage in which it does something */
    bool tells;          /* the sensor: not where another writes the scan */
    bool replay, scenes; /* only where a capture is played, where there are scenes */
    const char *cap;     /* what is written on the key; may be an English sentence, to be said */
    const char *brief, *help; /* English sentences; NULL: not told there */
};

const struct am_key *am_keys(size_t *count);
/* Whether it does anything now. */
bool am_key_counts(const struct am_key *key, const struct am_session_state *state);
/* NULL: nothing is to be done. */
const struct am_key *am_key_find(uint32_t code, const struct am_session_state *state);

#endif
