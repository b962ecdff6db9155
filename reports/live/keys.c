/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/keys.h"

#include "live/words.h"

#define RUNNING   (1u << AM_STAGE_RUNNING)
#define PAUSED    (1u << AM_STAGE_PAUSED)
#define ASKING    (1u << AM_STAGE_ASKING)
#define SCENE     (1u << AM_STAGE_SCENE)
#define REVEALING (1u << AM_STAGE_REVEALING)
#define ALWAYS    0xffu
#define UNASKED   (ALWAYS & ~(ASKING | REVEALING)) /* a scene's question fills the screen */

/* In the order in which they are told. Of rows for the same character the first that counts. */
static const struct am_key keys[] = {
    {'0', '9', AM_PRESS_NUMBER, 0, ASKING, true, false, true, "0-9", TEXT_KEY_GUESS, NULL},
    {AM_KEY_ENTER, AM_KEY_ENTER, AM_PRESS_ACT, AM_ACT_GO_ON, ASKING | REVEALING, true, false, true,
     TEXT_KEY_ENTER_CAP, TEXT_KEY_ENTER, TEXT_KEY_ENTER_HELP},
    {' ', ' ', AM_PRESS_ACT, AM_ACT_PAUSE, RUNNING, true, false, false, TEXT_KEY_SPACE,
     TEXT_KEY_PAUSE, TEXT_KEY_PAUSE_HELP},
    {' ', ' ', AM_PRESS_ACT, AM_ACT_PAUSE, PAUSED, true, false, false, TEXT_KEY_SPACE,
     TEXT_KEY_RESUME, NULL},
    {' ', ' ', AM_PRESS_ACT, AM_ACT_GO_ON, ASKING | REVEALING, true, false, true, TEXT_KEY_SPACE,
     NULL, NULL},
    {'n', 'n', AM_PRESS_ACT, AM_ACT_NEXT, RUNNING | PAUSED | SCENE, true, true, true, "n",
     TEXT_KEY_NEXT, TEXT_KEY_NEXT_HELP},
    {'m', 'm', AM_PRESS_MARKER, 0, RUNNING | PAUSED, true, false, false, "m", TEXT_KEY_MARKER,
     TEXT_KEY_MARKER_HELP},
    {'g', 'g', AM_PRESS_GUESS, 0, ASKING, true, false, true, "g", NULL, TEXT_KEY_GUESS_HELP},
    {'+', '+', AM_PRESS_ACT, AM_ACT_FASTER, RUNNING | PAUSED, true, true, false, "+ -",
     TEXT_KEY_SPEED, TEXT_KEY_SPEED_HELP},
    {'=', '=', AM_PRESS_ACT, AM_ACT_FASTER, RUNNING | PAUSED, true, true, false, "+", NULL, NULL},
    {'-', '-', AM_PRESS_ACT, AM_ACT_SLOWER, RUNNING | PAUSED, true, true, false, "-", NULL, NULL},
    {'\t', '\t', AM_PRESS_NEXT_VIEW, 0, UNASKED, false, false, false, "Tab", NULL,
     TEXT_KEY_VIEW_HELP},
    {'1', '4', AM_PRESS_VIEW, 0, UNASKED, false, false, false, "1-4", NULL, NULL},
    {'b', 'b', AM_PRESS_BIG, 0, UNASKED, false, false, false, "b", TEXT_KEY_BIG, TEXT_KEY_BIG_HELP},
    {'?', '?', AM_PRESS_HELP, 0, ALWAYS, false, false, false, "?", TEXT_KEY_HELP,
     TEXT_KEY_HELP_HELP},
    {'h', 'h', AM_PRESS_HELP, 0, ALWAYS, false, false, false, "h", NULL, NULL},
    {'q', 'q', AM_PRESS_QUIT, 0, ALWAYS, false, false, false, "q", TEXT_KEY_QUIT,
     TEXT_KEY_QUIT_HELP},
};
#define KEYS (sizeof keys / sizeof *keys)

const struct am_key *am_keys(size_t *count)
{
    *count = KEYS;
    return keys;
}

bool am_key_counts(const struct am_key *key, const struct am_session_state *state)
{
    return (key->stages >> state->stage & 1u) && !(key->tells && state->follows) &&
           (!key->replay || state->replay) && (!key->scenes || state->scene_count > 0);
}

const struct am_key *am_key_find(uint32_t code, const struct am_session_state *state)
{
    for (size_t i = 0; i < KEYS; i++)
        if (code >= keys[i].first && code <= keys[i].last && am_key_counts(&keys[i], state))
            return &keys[i];
    return NULL;
}
