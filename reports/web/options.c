/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/options.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PORT_MAX  65535
#define SPEED_MAX 1e6
#define TITLE_MAX 200

enum {
    OPT_SPEED = 256,
    OPT_SCRIPT,
    OPT_NO_PAUSE,
    OPT_FOR,
    OPT_LOCAL,
    OPT_TZSP,
    OPT_VXLAN,
    OPT_AGREED,
    OPT_DATA,
    OPT_RULES,
    OPT_TITLE,
    OPT_PORT,
    OPT_LISTEN
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
    {"output", 'o', "SCAN.db", 0, "Keep the scan in this file (default: it goes at the end)", 1},
    {0, 0, 0, 0, "How files are played:", 2},
    {"speed", OPT_SPEED, "N", 0, "So many times as fast (default: all in about four minutes)", 2},
    {"script", OPT_SCRIPT, "FILE", 0, "With scenes: what is asked and told meanwhile", 2},
    {"no-pause", OPT_NO_PAUSE, 0, 0, "Scenes go on by themselves", 2},
    {0, 0, 0, 0, "What is shown, and where:", 3},
    {"lang", 'l', "CODE", 0, "es (default), en, pt, fr or de", 3},
    {"title", OPT_TITLE, "TEXT", 0, "Whose network it is, above the page", 3},
    {"port", OPT_PORT, "N", 0, "Of the page (default: 8470; 0: one that is free)", 3},
    {"listen", OPT_LISTEN, "ADDRESS", 0,
     "Show the page to other machines too, at this address of ours (default: 127.0.0.1)", 3},
    {0, 0, 0, 0, "Where knowledge is:", 4},
    {"data", OPT_DATA, "DIR", 0, "The data folder, if not the program's own", 4},
    {"rules", OPT_RULES, "FILE", 0, "What the organization itself declares (man amarra)", 4},
    {0},
};

/* Of these the sensor judges: how each is written for it. */
static const struct {
    const char *name;
    int key;
    bool live;
} handed_on[] = {
    {"-i", 'i', true},
    {"--tzsp", OPT_TZSP, true},
    {"--vxlan", OPT_VXLAN, true},
    {"--for", OPT_FOR, false},
    {"-f", 'f', false},
    {"--local", OPT_LOCAL, false},
    {"--agreed", OPT_AGREED, false},
    {"--data", OPT_DATA, false},
    {"--rules", OPT_RULES, false},
};

static void add(struct argp_state *state, struct am_web_options *o, const char *argument)
{
    if (!argument)
        return;
    if (o->sensor_len == AM_WEB_SENSOR_MAX)
        argp_error(state, "at most %d files and options", AM_WEB_SENSOR_MAX);
    o->sensor[o->sensor_len++] = argument;
}

static void hand_on(struct argp_state *state, struct am_web_options *o, int key, const char *arg)
{
    for (size_t i = 0; i < sizeof handed_on / sizeof *handed_on; i++) {
        if (handed_on[i].key != key)
            continue;
        add(state, o, handed_on[i].name);
        add(state, o, arg);
        o->live = o->live || handed_on[i].live;
    }
}

static void add_file(struct argp_state *state, struct am_web_options *o, const char *file)
{
    add(state, o, "-r");
    add(state, o, file);
    o->files_len++;
}

/* Further arguments are further files, or the one scan that is followed. */
static void take_argument(struct argp_state *state, struct am_web_options *o, const char *arg)
{
    if (o->files_len > 0)
        add_file(state, o, arg);
    else if (o->scan)
        argp_error(state, "one scan at a time");
    else
        o->scan = arg;
}

static double number(struct argp_state *state, const char *name, const char *text, double least,
                     double most)
{
    char *rest;
    errno = 0;
    double value = strtod(text, &rest);
    if (errno != 0 || rest == text || *rest || !isfinite(value) || value < least || value > most)
        argp_error(state, "--%s takes a number from %g to %g, not '%s'", name, least, most, text);
    return value;
}

static void check(struct argp_state *state, const struct am_web_options *o)
{
    if ((o->files_len > 0) + o->live + (o->scan != NULL) != 1)
        argp_error(state,
                   "name one of these to watch: an interface (-i), capture files (-r), a "
                   "mirror's port (--tzsp, --vxlan), or a scan that is being written");
    if (o->scan && o->output)
        argp_error(state, "a scan that is followed is kept already: leave out -o");
    if (o->files_len == 0 && (o->speed > 0 || o->script || o->hands_free))
        argp_error(state, "--speed, --script and --no-pause are for capture files (-r)");
}

static error_t take_shown(int key, char *arg, struct argp_state *state)
{
    struct am_web_options *o = state->input;
    switch (key) {
    case 'l':
        if (!am_language_find(arg, strlen(arg), &o->language))
            argp_error(state, "there is no language '%s': use es, en, pt, fr or de", arg);
        return 0;
    case OPT_TITLE:
        if (strlen(arg) > TITLE_MAX)
            argp_error(state, "the title is longer than %d bytes", TITLE_MAX);
        o->title = arg[0] ? arg : NULL;
        return 0;
    case OPT_PORT:
        o->listen.port = (unsigned)number(state, "port", arg, 0, PORT_MAX);
        return 0;
    case OPT_LISTEN:
        o->listen.address = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct am_web_options *o = state->input;
    hand_on(state, o, key, arg);
    switch (key) {
    case 'r':
        add_file(state, o, arg);
        return 0;
    case 'o':
        o->output = arg;
        return 0;
    case OPT_DATA:
        o->data = arg;
        return 0;
    case OPT_RULES:
        o->rules = arg;
        return 0;
    case OPT_SPEED:
        o->speed = number(state, "speed", arg, 0.1, SPEED_MAX);
        return 0;
    case OPT_SCRIPT:
        o->script = arg;
        return 0;
    case OPT_NO_PAUSE:
        o->hands_free = true;
        return 0;
    case 'i':
    case 'f':
    case OPT_TZSP:
    case OPT_VXLAN:
    case OPT_FOR:
    case OPT_LOCAL:
    case OPT_AGREED:
        return 0; /* handed on */
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->asked;
        return 0;
    case ARGP_KEY_ARG:
        take_argument(state, o, arg);
        return 0;
    case ARGP_KEY_END:
        check(state, o);
        return 0;
    default:
        return take_shown(key, arg, state);
    }
}

void am_web_options_parse(int argc, char **argv, struct am_web_options *out)
{
    static const struct argp_child children[] = {{&am_asked_argp, 0, "What it is asked for:", 5},
                                                 {0}};
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .children = children,
        .args_doc = "-i NAME\n-r FILE...\nSCAN.db",
        .doc =
            "Shows who is contacted while it happens, as a page for the browser of this machine. "
            "The address that is printed carries a secret: without it the page is not there.",
    };
    *out = (struct am_web_options){.language = AM_LANG_ES,
                                   .listen = {.address = "127.0.0.1", .port = AM_WEB_PORT}};
    argp_err_exit_status = AM_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, out);
}
