/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/live.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "live/keys.h"
#include "live/screen.h"
#include "live/stop.h"
#include "live/terminal.h"
#include "live/words.h"

#define TURN_MS          250
#define GUESS_DIGITS_MAX 4

struct watch {
    struct am_session *session;
    struct am_terminal *terminal;
    struct am_screen screen;
    char typed[AM_MARKER_TEXT + 1];
    char message[AM_PROBLEM_TEXT]; /* of what could not be done */
    char read[AM_PROBLEM_TEXT];    /* the session's, when a key was pressed after it */
    bool quit;
};

static void draw(struct watch *w)
{
    struct am_cells cells;
    const struct am_view *view = am_session_view(w->session);
    struct am_screen *s = &w->screen;
    s->state = am_session_state(w->session);
    s->figures = am_view_figures(view);
    s->news_len = am_view_news(view, &s->news);
    s->history_len = am_view_history(view, &s->history);
    s->view = view;
    s->typed = w->typed;
    bool read = strcmp(s->state->message, w->read) == 0;
    s->message = w->message[0] != '\0' || read ? w->message : NULL;
    if (am_terminal_cells(w->terminal, &cells) != AM_OK)
        return; /* what stands there stays, until there is memory */
    am_screen_draw(s, &cells);
    am_terminal_show(w->terminal, &cells);
    am_cells_done(&cells);
    am_speech_forget(s->speech);
}

static void act(struct watch *w, enum am_act what, const char *text)
{
    struct am_problem problem = {0};
    if (am_session_do(w->session, what, text, &problem) != AM_OK)
        (void)snprintf(w->message, sizeof w->message, "%s", problem.text);
}

static void begin_typing(struct watch *w, enum am_typing what, uint32_t digit)
{
    w->screen.typing = what;
    w->typed[0] = (char)digit;
    w->typed[1] = '\0';
}

static void press(struct watch *w, const struct am_key *key, uint32_t code)
{
    struct am_screen *s = &w->screen;
    switch (key->press) {
    case AM_PRESS_ACT:
        act(w, key->act, NULL);
        break;
    case AM_PRESS_MARKER:
        begin_typing(w, AM_TYPING_MARKER, 0);
        break;
    case AM_PRESS_GUESS:
        begin_typing(w, AM_TYPING_GUESS, 0);
        break;
    case AM_PRESS_NUMBER:
        begin_typing(w, AM_TYPING_GUESS, code);
        break;
    case AM_PRESS_BIG:
        s->big = !s->big;
        break;
    case AM_PRESS_NEXT_VIEW:
        s->shown = s->big ? s->shown : (s->shown + 1) % AM_SCREEN_VIEWS;
        s->big = false;
        break;
    case AM_PRESS_VIEW:
        s->shown = code - key->first;
        s->big = false;
        break;
    case AM_PRESS_HELP:
        s->help = !s->help;
        break;
    case AM_PRESS_QUIT:
        w->quit = true;
        break;
    }
}

/* What was typed is done; without a number the scene begins too. */
static void finish_typing(struct watch *w)
{
    enum am_typing what = w->screen.typing;
    w->screen.typing = AM_TYPING_NOTHING;
    if (what == AM_TYPING_MARKER)
        act(w, AM_ACT_MARK, w->typed);
    else if (w->typed[0] != '\0')
        act(w, AM_ACT_GUESS, w->typed);
    else
        act(w, AM_ACT_GO_ON, NULL);
}

static void add_typed(struct watch *w, uint32_t code)
{
    struct am_text text;
    size_t len = strlen(w->typed);
    bool number = w->screen.typing == AM_TYPING_GUESS;
    if (!am_utf8_is_inert(code) ||
        (number && (code < '0' || code > '9' || len == GUESS_DIGITS_MAX)))
        return;
    am_text_init(&text, sizeof w->typed);
    am_text_add(&text, w->typed);
    am_utf8_add(&text, code);
    if (am_text_status(&text) == AM_OK && text.len < sizeof w->typed)
        (void)snprintf(w->typed, sizeof w->typed, "%s", text.at);
    am_text_done(&text);
}

static void remove_typed(struct watch *w)
{
    size_t len = strlen(w->typed);
    while (len > 0 && (w->typed[--len] & 0xc0) == 0x80)
        ;
    w->typed[len] = '\0';
}

static void take_key(struct watch *w, uint32_t code)
{
    struct am_screen *s = &w->screen;
    const struct am_key *key = am_key_find(code, am_session_state(w->session));
    w->message[0] = '\0';
    (void)snprintf(w->read, sizeof w->read, "%s", am_session_state(w->session)->message);
    if (s->typing != AM_TYPING_NOTHING) {
        if (code == AM_KEY_ENTER)
            finish_typing(w);
        else if (code == AM_KEY_ESCAPE)
            s->typing = AM_TYPING_NOTHING;
        else if (code == AM_KEY_BACKSPACE)
            remove_typed(w);
        else
            add_typed(w, code);
    } else if (s->help && (!key || key->press != AM_PRESS_QUIT)) {
        s->help = false;
    } else if (key) {
        press(w, key, code);
    }
}

/* Until there is something to do. False where the terminal has gone. */
static bool wait_for_news(struct watch *w)
{
    struct pollfd of[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                          {.fd = am_session_descriptor(w->session), .events = POLLIN}};
    (void)poll(of, sizeof of / sizeof *of, TURN_MS);
    am_session_poll(w->session, 0);
    return !(of[0].revents & (POLLHUP | POLLERR | POLLNVAL));
}

static void watch(struct watch *w)
{
    uint64_t drawn = UINT64_MAX;
    while (!w->quit && !am_stop_asked()) {
        bool pressed = false;
        uint32_t code;
        if (am_session_state(w->session)->revision != drawn)
            draw(w);
        drawn = am_session_state(w->session)->revision;
        if (!wait_for_news(w))
            break;
        while (!w->quit && (code = am_terminal_key(w->terminal)) != AM_KEY_NONE) {
            take_key(w, code);
            pressed = true;
        }
        if (pressed)
            drawn = UINT64_MAX;
    }
}

/* Closing a large scan takes a while: it is said before. */
static void end(struct am_speech *speech, struct am_session *session,
                const struct am_session_options *o)
{
    const struct am_session_state *state = am_session_state(session);
    char path[PATH_MAX];
    char next[PATH_MAX + 64];
    bool kept = o->path != NULL;
    bool closing = !state->follows && state->stage != AM_STAGE_ENDED;
    (void)snprintf(path, sizeof path, "%s", am_session_path(session));
    (void)snprintf(next, sizeof next, "amarra report %s -o report", path);
    if (kept && closing) {
        (void)printf("%s\n", AM_SAY(speech, TEXT_LIVE_CLOSING));
        (void)fflush(stdout);
    }
    am_session_free(session);
    (void)printf("%s\n", kept ? AM_SAY(speech, TEXT_LIVE_KEPT, path, next)
                              : AM_SAY(speech, TEXT_LIVE_NOT_KEPT, "-o SCAN.db"));
}

enum am_status am_live_watch(const struct am_live_options *o, struct am_problem *problem)
{
    struct am_speech *speech = NULL;
    struct watch w = {.screen = {.source = o->source}};
    enum am_status status = am_terminal_check(problem);
    if (status == AM_OK)
        status = am_speech_open(o->data_dir, o->session.language, &speech, problem);
    if (status != AM_OK)
        return status;
    am_speech_set_zone(speech, o->session.ask->zone);
    w.screen.speech = speech;
    status = am_session_open(&o->session, &w.session, problem);
    if (status == AM_OK) {
        am_stop_catch(); /* before the terminal is set up, which otherwise would itself */
        status = am_terminal_open(&w.terminal, problem);
        if (status == AM_OK)
            watch(&w);
        am_terminal_close(w.terminal);
        end(speech, w.session, &o->session);
    }
    am_speech_free(speech);
    return status;
}
