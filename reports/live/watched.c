/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/watched.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/agreement.h"

#define SPEED_MAX 1e6

enum {
    OPT_SPEED = 1024, /* apart from those of the parent */
    OPT_SCRIPT,
    OPT_NO_PAUSE,
    OPT_TO_SCENE,
    OPT_FOR,
    OPT_LOCAL,
    OPT_TZSP,
    OPT_VXLAN,
    OPT_AGREED,
    OPT_DATA,
    OPT_RULES
};

static const struct argp_option list[] = {
    {0, 0, 0, 0, "What is watched:", 1},
    {"interface", 'i', "NAME", 0, "An interface; 'any' is all of them; may be repeated", 1},
    {"read", 'r', "FILE", 0, "Play capture files by their own clock; more FILEs may follow", 1},
    {"tzsp", OPT_TZSP, "[ADDRESS:]PORT", 0, "What a router's sniffer streams to this UDP port", 1},
    {"vxlan", OPT_VXLAN, "[ADDRESS:]PORT", 0, "A mirror that a switch or cloud sends in VXLAN", 1},
    {"for", OPT_FOR, "TIME", 0, "Stop after so long: 90s, 30m, 8h", 1},
    {"filter", 'f', "BPF", 0, "Of an interface, see only what matches (pcap-filter(7))", 1},
    {"local", OPT_LOCAL, "NET", 0, "A network of the organization's own; may be repeated", 1},
    {"agreed", OPT_AGREED, 0, 0, "The organization has agreed to be watched", 1},
    {"output", 'o', "SCAN.db", 0, "Keep the scan (default: it is removed at the end)", 1},
    {0, 0, 0, 0, "How files are played:", 2},
    {"speed", OPT_SPEED, "N", 0, "N times as fast (60)", 2},
    {"script", OPT_SCRIPT, "FILE", 0, "With scenes to stop at (man amarra)", 2},
    {"no-pause", OPT_NO_PAUSE, 0, 0, "Scenes go on by themselves", 2},
    {"to-scene", OPT_TO_SCENE, 0, OPTION_HIDDEN, 0, 2},
    {0, 0, 0, 0, "How it is told:", 3},
    {"lang", 'l', "CODE", 0, "es (default), en, pt, fr or de", 3},
    {"rules", OPT_RULES, "FILE", 0, "What the organization itself declares (man amarra)", 3},
    {"data", OPT_DATA, "DIR", 0, "The data folder, if not the program's own", 3},
    {0},
};

/* What the sensor is told, and whether it watches a network by it. */
static const struct {
    const char *option;
    int key;
    bool live;
} handed_on[] = {
    {"-i", 'i', true},
    {"--tzsp", OPT_TZSP, true},
    {"--vxlan", OPT_VXLAN, true},
    {"--for", OPT_FOR, false},
    {"-f", 'f', false},
    {"--local", OPT_LOCAL, false},
    {"--data", OPT_DATA, false},
    {"--rules", OPT_RULES, false},
};

static void add(struct argp_state *state, struct am_watched *w, const char *argument)
{
    if (w->sensor_len == AM_WATCHED_MAX)
        argp_error(state, "at most %d files and options", AM_WATCHED_MAX / 2);
    w->sensor[w->sensor_len++] = argument;
}

/* The head of a screen names the first; a file without its folders. */
static void name_source(struct am_watched *w, const char *source)
{
    const char *slash = strrchr(source, '/');
    if (!w->source)
        w->source = slash && slash[1] != '\0' ? slash + 1 : source;
}

static void hand_on(struct argp_state *state, struct am_watched *w, int key, const char *arg)
{
    for (size_t i = 0; i < sizeof handed_on / sizeof *handed_on; i++) {
        if (handed_on[i].key != key)
            continue;
        add(state, w, handed_on[i].option);
        add(state, w, arg);
        w->live = w->live || handed_on[i].live;
        if (handed_on[i].live)
            name_source(w, arg);
    }
}

static void add_file(struct argp_state *state, struct am_watched *w, const char *file)
{
    add(state, w, "-r");
    add(state, w, file);
    name_source(w, file);
    w->files++;
}

/* Further arguments are further files, or the one scan that is followed. */
static void take_argument(struct argp_state *state, struct am_watched *w, const char *arg)
{
    if (w->files > 0) {
        add_file(state, w, arg);
        return;
    }
    if (w->scan)
        argp_error(state, "one scan at a time");
    w->scan = arg;
    name_source(w, arg);
}

static double speed_of(struct argp_state *state, const char *text)
{
    char *rest;
    errno = 0;
    double value = strtod(text, &rest);
    if (errno != 0 || rest == text || *rest || !isfinite(value) || value <= 0 || value > SPEED_MAX)
        argp_error(state, "--speed '%s': write how many times as fast, such as 60", text);
    return value;
}

static void check(struct argp_state *state, const struct am_watched *w)
{
    if ((w->files > 0) + w->live + (w->scan != NULL) != 1)
        argp_error(state,
                   "name one of these to watch: an interface (-i; 'amarra interfaces' lists them), "
                   "capture files (-r), a mirror's port (--tzsp, --vxlan), or a scan that is being "
                   "written");
    if (w->scan && w->output)
        argp_error(state, "a scan that is followed is kept already: leave out -o");
    if (w->files == 0 && (w->speed > 0 || w->script || w->hands_free))
        argp_error(state, "--speed, --script and --no-pause are for capture files (-r)");
}

static error_t take_told(int key, char *arg, struct argp_state *state)
{
    struct am_watched *w = state->input;
    switch (key) {
    case 'l':
        am_asked_language(state, arg, &w->language);
        return 0;
    case OPT_DATA:
        w->data = arg;
        return 0;
    case OPT_RULES:
        w->rules_file = arg;
        return 0;
    case OPT_SPEED:
        w->speed = speed_of(state, arg);
        return 0;
    case OPT_SCRIPT:
        w->script = arg;
        return 0;
    case OPT_NO_PAUSE:
        w->hands_free = true;
        return 0;
    case OPT_TO_SCENE:
        w->to_scene = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct am_watched *w = state->input;
    hand_on(state, w, key, arg);
    switch (key) {
    case 'r':
        add_file(state, w, arg);
        return 0;
    case 'o':
        w->output = arg;
        return 0;
    case OPT_AGREED:
        w->agreed = true;
        return 0;
    case 'i':
    case 'f':
    case OPT_TZSP:
    case OPT_VXLAN:
    case OPT_FOR:
    case OPT_LOCAL:
        return 0; /* handed on */
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &w->asked_options;
        return 0;
    case ARGP_KEY_ARG:
        take_argument(state, w, arg);
        return 0;
    case ARGP_KEY_END:
        check(state, w);
        return 0;
    default:
        return take_told(key, arg, state);
    }
}

static const struct argp_child children[] = {{&am_asked_argp, 0, "What it is asked for:", 4}, {0}};
const struct argp am_watched_argp = {.options = list, .parser = take, .children = children};

enum am_status am_watched_open(struct am_watched *w, struct am_session_options *out,
                               struct am_problem *problem)
{
    const struct am_knowledge_options from = {.data_dir = w->data, .rules = w->rules_file};
    enum am_status status = am_rules_open(&from, &w->rules, problem);
    if (status == AM_OK)
        status = am_asked_open(&w->asked_options, w->rules, &w->asked, problem);
    if (status == AM_OK && w->live)
        status = am_agreement_ask(w->language, w->data, w->agreed, problem);
    *out = (struct am_session_options){
        .sensor = w->sensor,
        .sensor_len = w->scan ? 0 : w->sensor_len,
        .path = w->scan ? w->scan : w->output,
        .script = w->script,
        .replay = w->files > 0,
        .speed = w->speed,
        .hands_free = w->hands_free,
        .to_scene = w->to_scene,
        .language = w->language,
        .rules = w->rules,
        .ask = &w->asked.ask,
    };
    return status;
}

void am_watched_done(struct am_watched *w)
{
    am_asked_done(&w->asked);
    am_rules_free(w->rules);
    w->rules = NULL;
}
