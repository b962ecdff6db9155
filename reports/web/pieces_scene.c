/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenes, markers and controls: what people do, and what it led to. Every control is a form of its
 * own, so that it works without scripts too. */
#include <stdio.h>

#include "format/sentences.h"
#include "web/pieces.h"
#include "web/words.h"

#define NAMED_MAX   12 /* corporations of a marker that are named */
#define GUESS_MOST  "9999"
#define MARKERS_MAX 12 /* newest ones, with what they led to */

static const char *say(struct am_web_draft *d, const char *text)
{
    return AM_SAY(d->page.speech, text);
}

/* ---- forms ---- */

static void begin_form(struct am_web_draft *d, const char *act, const char *class_)
{
    struct am_html *h = &d->page.html;
    am_html_open(h, "form");
    am_html_attribute(h, "method", "post");
    am_html_attribute(h, "action", act);
    if (class_)
        am_html_attribute(h, "class", class_);
}

static void button(struct am_web_draft *d, const char *text, bool on)
{
    struct am_html *h = &d->page.html;
    am_html_open(h, "button");
    if (!on)
        am_html_attribute(h, "disabled", "");
    am_html_text(h, say(d, text));
    am_html_close(h, "button");
}

static void act(struct am_web_draft *d, const char *action, const char *text, bool on)
{
    begin_form(d, action, NULL);
    button(d, text, on);
    am_html_close(&d->page.html, "form");
}

/* Its label, then the field; closed by the caller, as a void element is. */
static void begin_field(struct am_web_draft *d, const char *id, const char *label)
{
    struct am_html *h = &d->page.html;
    am_html_open(h, "label");
    am_html_attribute(h, "for", id);
    am_html_text(h, say(d, label));
    am_html_close(h, "label");
    am_html_void(h, "input");
    am_html_attribute(h, "id", id);
    am_html_attribute(h, "name", "text");
    am_html_attribute(h, "autocomplete", "off");
}

void am_web_write_controls(struct am_web_draft *d)
{
    const struct am_session_state *state = d->state;
    struct am_html *h = &d->page.html;
    bool told = state->stage != AM_STAGE_ENDED && !state->follows;
    bool paused = state->stage == AM_STAGE_PAUSED;
    char most[16];
    am_html_open(h, "div");
    am_html_attribute(h, "id", "controls");
    am_html_attribute(h, "role", "group");
    am_html_attribute(h, "aria-label", say(d, TEXT_WEB_CONTROLS));
    if (!told) {
        am_html_attribute(h, "hidden", "");
        am_html_close(h, "div");
        return;
    }
    act(d, "do/pause", paused ? TEXT_WEB_GO_ON : TEXT_WEB_PAUSE,
        paused || state->stage == AM_STAGE_RUNNING);
    if (state->scene_count > 0)
        act(d, "do/next", TEXT_WEB_NEXT, state->scene_number < state->scene_count);
    if (state->replay) {
        act(d, "do/slower", TEXT_WEB_SLOWER, true);
        act(d, "do/faster", TEXT_WEB_FASTER, true);
    }
    begin_form(d, "do/mark", "mark");
    begin_field(d, "mark", TEXT_LIVE_MARKER_ASKED);
    (void)snprintf(most, sizeof most, "%d", AM_MARKER_TEXT);
    am_html_attribute(h, "maxlength", most);
    am_html_attribute(h, "required", "");
    button(d, TEXT_WEB_MARK, !state->scene); /* a scene has its own */
    am_html_close(h, "form");
    if (state->marker && state->marker->ended == 0 && !state->scene)
        act(d, "do/mark", TEXT_WEB_MARK_END, true);
    am_html_open(h, "details");
    am_html_attribute(h, "class", "stop");
    am_html_element(h, "summary", NULL, say(d, TEXT_WEB_STOP));
    am_page_paragraph(&d->page, NULL, say(d, TEXT_WEB_STOP_IS));
    act(d, "do/stop", TEXT_WEB_STOP_NOW, true);
    am_html_close(h, "details");
    am_html_close(h, "div");
}

/* ---- what was contacted after a marker ---- */

static void write_owner(struct am_web_draft *d, const struct am_marker_owner *o)
{
    struct am_speech *s = d->page.speech;
    struct am_html *h = &d->page.html;
    bool service = o->service.flows > 0;
    am_html_open(h, "li");
    am_html_element(h, "span", service ? "ledger" : "ledger host", AM_SAY_NAME(s, o->corporation));
    if (o->corporation->parent) {
        am_html_text(h, " ");
        am_html_element(h, "span", "of", am_say_own(s, o->corporation->parent->name));
    }
    am_html_close(h, "li");
}

static void write_owners(struct am_web_draft *d, const struct am_marker_line *m, size_t most)
{
    struct am_speech *s = d->page.speech;
    struct am_html *h = &d->page.html;
    size_t services = 0;
    for (size_t i = 0; i < m->begun; i++)
        services += m->owners[i].service.flows > 0;
    if (m->begun > 0) {
        am_html_open(h, "ul");
        am_html_attribute(h, "class", "who");
        for (size_t i = 0; i < m->begun && i < most; i++)
            write_owner(d, &m->owners[i]);
        size_t more = m->begun > most ? m->begun - most : 0;
        if (more > 0)
            am_html_element(h, "li", "more",
                            AM_SAY_COUNT(s, more, TEXT_AND_MORE, am_say_number(s, more)));
        am_html_close(h, "ul");
    }
    if (m->begun > 0)
        am_page_paragraph(&d->page, "note",
                          AM_SAY(s, TEXT_WEB_LEDGERS, am_say_number(s, services),
                                 am_say_number(s, m->begun - services)));
    if (m->unowned > 0)
        am_page_paragraph(
            &d->page, "note",
            AM_SAY_COUNT(s, m->unowned, TEXT_LIVE_UNOWNED, am_say_number(s, m->unowned)));
}

void am_web_write_markers(struct am_web_draft *d)
{
    const struct am_figures *f = d->page.figures;
    struct am_speech *s = d->page.speech;
    struct am_html *h = &d->page.html;
    am_html_element(h, "h3", NULL, say(d, TEXT_WEB_MARKERS));
    if (!f || f->markers.count == 0) {
        am_page_paragraph(&d->page, "note", say(d, TEXT_LIVE_NO_MARKER));
        return;
    }
    am_html_open(h, "ol");
    am_html_attribute(h, "class", "markers");
    for (size_t i = f->markers.count; i > 0 && f->markers.count - i < MARKERS_MAX; i--) {
        const struct am_marker_line *m = &f->markers.at[i - 1];
        char key[32];
        (void)snprintf(key, sizeof key, "m%zu", i);
        am_html_open(h, "li");
        am_html_attribute(h, "data-key", key);
        am_html_open(h, "h4");
        am_html_element(h, "span", "number", am_say_number(s, i));
        am_html_text(h, " ");
        am_page_foreign(&d->page, NULL, m->text);
        am_html_close(h, "h4");
        am_html_open(h, "p");
        am_html_element(h, "span", "of", am_say_clock(s, m->time));
        am_html_text(h, " ");
        am_html_element(h, "b", NULL, am_say_number(s, m->begun));
        am_html_text(h, " ");
        am_html_text(h, AM_SAY_COUNT(s, m->begun, TEXT_LIVE_REVEAL));
        if (m->ended == 0 && d->state->stage != AM_STAGE_ENDED) {
            am_html_text(h, " ");
            am_html_element(h, "span", "first", say(d, TEXT_WEB_RUNS));
        }
        am_html_close(h, "p");
        write_owners(d, m, NAMED_MAX);
        am_html_close(h, "li");
    }
    am_html_close(h, "ol");
}

/* ---- scenes ---- */

static void write_question(struct am_web_draft *d)
{
    struct am_html *h = &d->page.html;
    am_page_paragraph(&d->page, "question", say(d, TEXT_LIVE_QUESTION));
    am_html_open(h, "div");
    am_html_attribute(h, "class", "answers");
    begin_form(d, "do/guess", "guess");
    begin_field(d, "guess", TEXT_LIVE_GUESS_ASKED);
    am_html_attribute(h, "type", "number");
    am_html_attribute(h, "inputmode", "numeric");
    am_html_attribute(h, "min", "0");
    am_html_attribute(h, "max", GUESS_MOST);
    am_html_attribute(h, "required", "");
    button(d, TEXT_WEB_GUESS, true);
    am_html_close(h, "form");
    act(d, "do/go-on", TEXT_WEB_NO_GUESS, true);
    am_html_close(h, "div");
}

static void write_guess(struct am_web_draft *d)
{
    struct am_speech *s = d->page.speech;
    if (d->state->guess >= 0)
        am_page_paragraph(
            &d->page, "guessed",
            AM_SAY(s, TEXT_LIVE_GUESSED, am_say_number(s, (uint64_t)d->state->guess)));
}

static void write_count(struct am_web_draft *d, size_t n, const char *what)
{
    struct am_html *h = &d->page.html;
    am_html_open(h, "p");
    am_html_attribute(h, "class", "count");
    am_html_element(h, "b", NULL, am_say_number(d->page.speech, n));
    am_html_text(h, " ");
    am_html_element(h, "span", NULL, what);
    am_html_close(h, "p");
}

static void write_playing(struct am_web_draft *d)
{
    struct am_speech *s = d->page.speech;
    const struct am_marker_line *m = d->state->marker;
    size_t n = m ? m->begun : 0;
    write_count(d, n, AM_SAY_COUNT(s, n, TEXT_WEB_SO_FAR_MARKED));
    write_guess(d);
}

static void write_reveal(struct am_web_draft *d)
{
    struct am_speech *s = d->page.speech;
    const struct am_marker_line *m = d->state->marker;
    size_t n = m ? m->begun : 0;
    write_count(d, n, AM_SAY_COUNT(s, n, TEXT_LIVE_REVEAL));
    write_guess(d);
    if (m)
        write_owners(d, m, n);
    if (am_say_own(s, d->state->scene->after)[0])
        am_page_paragraph(&d->page, "after", am_say_own(s, d->state->scene->after));
    act(d, "do/go-on", TEXT_WEB_GO_ON, true);
}

void am_web_write_scene(struct am_web_draft *d)
{
    const struct am_session_state *state = d->state;
    struct am_speech *s = d->page.speech;
    struct am_html *h = &d->page.html;
    static const char *const looks[] = {[AM_STAGE_ASKING] = "scene asking",
                                        [AM_STAGE_SCENE] = "scene playing",
                                        [AM_STAGE_REVEALING] = "scene revealing"};
    bool any = state->scene && (state->stage == AM_STAGE_ASKING || state->stage == AM_STAGE_SCENE ||
                                state->stage == AM_STAGE_REVEALING);
    am_html_open(h, "section");
    am_html_attribute(h, "id", "scene");
    am_html_attribute(h, "class", any ? looks[state->stage] : "scene");
    if (!any) {
        am_html_attribute(h, "hidden", "");
        am_html_close(h, "section");
        return;
    }
    am_html_attribute(h, "aria-labelledby", "scene-title");
    am_page_paragraph(&d->page, "which",
                      AM_SAY(s, TEXT_LIVE_SCENE, am_say_number(s, state->scene_number),
                             am_say_number(s, state->scene_count)));
    am_html_open(h, "h2");
    am_html_attribute(h, "id", "scene-title");
    am_html_text(h, am_say_own(s, state->scene->text));
    am_html_close(h, "h2");
    if (state->stage == AM_STAGE_ASKING)
        write_question(d);
    else if (state->stage == AM_STAGE_SCENE)
        write_playing(d);
    else
        write_reveal(d);
    am_html_close(h, "section");
}
