/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra live: what is contacted, in the terminal, while it is. */
#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "live/live.h"
#include "reports.h"

#define ARGUMENTS_MAX 20100 /* 10,000 files and what else a sensor is told */
#define SPEED_MAX     1e6

struct options {
    const char *sensor[ARGUMENTS_MAX]; /* as they are handed on */
    size_t sensor_len, interfaces, files, mirrors;
    const char *source, *scan, *output, *script, *data;
    const char *rules;
    double speed;
    bool hands_free;
    enum am_language language;
    struct am_asked_options asked;
};

enum {
    KEY_SPEED = 256,
    KEY_SCRIPT,
    KEY_NO_PAUSE,
    KEY_FOR,
    KEY_LOCAL,
    KEY_TZSP,
    KEY_VXLAN,
    KEY_AGREED
};

static void hand_on(struct options *o, struct argp_state *state, const char *option,
                    const char *value)
{
    if (o->sensor_len + 2 > ARGUMENTS_MAX)
        argp_error(state, "too many arguments: %d at most", ARGUMENTS_MAX);
    if (option)
        o->sensor[o->sensor_len++] = option;
    if (value)
        o->sensor[o->sensor_len++] = value;
}

/* What the head of the screen names: the first; a file without its folders. */
static void name_source(struct options *o, const char *source)
{
    const char *slash = strrchr(source, '/');
    if (!o->source)
        o->source = slash && slash[1] != '\0' ? slash + 1 : source;
}

static double parse_speed(const char *text, struct argp_state *state)
{
    char *end;
    double speed = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(speed) || speed <= 0 || speed > SPEED_MAX)
        argp_error(state, "--speed '%s': write how many times as fast, such as 60", text);
    return speed;
}

/* What is for the sensor alone. False: not one of those. */
static bool take_sensor(struct options *o, int key, const char *arg, struct argp_state *state)
{
    static const struct {
        int key;
        const char *option;
    } table[] = {
        {'i', "-i"},
        {'r', "-r"},
        {'f', "--filter"},
        {KEY_FOR, "--for"},
        {KEY_LOCAL, "--local"},
        {KEY_TZSP, "--tzsp"},
        {KEY_VXLAN, "--vxlan"},
        {KEY_AGREED, "--agreed"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].key != key)
            continue;
        hand_on(o, state, table[i].option, arg);
        o->interfaces += key == 'i';
        o->files += key == 'r';
        o->mirrors += key == KEY_TZSP || key == KEY_VXLAN;
        if (key == 'i' || key == 'r' || key == KEY_TZSP || key == KEY_VXLAN)
            name_source(o, arg);
        return true;
    }
    return false;
}

static void take_argument(struct options *o, const char *arg, struct argp_state *state)
{
    if (o->files > 0) {
        hand_on(o, state, NULL, arg);
        return;
    }
    if (o->scan)
        argp_error(state, "one scan, no more");
    o->scan = arg;
}

static void check(const struct options *o, struct argp_state *state)
{
    int ways = (o->interfaces > 0) + (o->files > 0) + (o->mirrors > 0) + (o->scan != NULL);
    if (ways != 1)
        argp_error(state,
                   "name what to watch: -i INTERFACE, -r FILE, or the SCAN.db that a "
                   "service writes ('amarra interfaces' lists interfaces)");
    if (o->scan && (o->output || o->sensor_len > 0))
        argp_error(state,
                   "a scan that another writes is only looked at: no other option of the "
                   "sensor goes with it");
    if (o->files == 0 && (o->speed > 0 || o->script))
        argp_error(state, "--speed and --script are for capture files: -r FILE");
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    if (take_sensor(o, key, arg, state))
        return 0;
    switch (key) {
    case KEY_SPEED:
        o->speed = parse_speed(arg, state);
        return 0;
    case KEY_SCRIPT:
        o->script = arg;
        return 0;
    case KEY_NO_PAUSE:
        o->hands_free = true;
        return 0;
    case 'o':
        o->output = arg;
        return 0;
    case 'l':
        if (!am_language_find(arg, strlen(arg), &o->language))
            argp_error(state, "there is no language '%s': use es, en, pt, fr or de", arg);
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case 'R':
        o->rules = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->asked;
        return 0;
    case ARGP_KEY_ARG:
        take_argument(o, arg, state);
        return 0;
    case ARGP_KEY_END:
        check(o, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void hand_on_knowledge(struct options *o)
{
    const char *const pairs[][2] = {{"--data", o->data}, {"--rules", o->rules}};
    for (size_t i = 0; i < 2 && !o->scan; i++)
        if (pairs[i][1]) {
            o->sensor[o->sensor_len++] = pairs[i][0];
            o->sensor[o->sensor_len++] = pairs[i][1];
        }
}

static enum am_status run(struct options *o, struct am_problem *problem)
{
    const struct am_knowledge_options from = {.data_dir = o->data, .rules = o->rules};
    struct am_rules *rules = NULL;
    struct am_asked asked;
    enum am_status status = am_rules_open(&from, &rules, problem);
    if (status != AM_OK)
        return status;
    status = am_asked_open(&o->asked, rules, &asked, problem);
    if (status == AM_OK) {
        hand_on_knowledge(o);
        const struct am_live_options live = {
            .session = {.sensor = o->sensor,
                        .sensor_len = o->sensor_len,
                        .path = o->scan ? o->scan : o->output,
                        .script = o->script,
                        .replay = o->files > 0,
                        .speed = o->speed,
                        .hands_free = o->hands_free,
                        .language = o->language,
                        .rules = rules,
                        .ask = &asked.ask},
            .source = o->source,
            .data_dir = o->data,
        };
        status = am_live_watch(&live, problem);
    }
    am_asked_done(&asked);
    am_rules_free(rules);
    return status;
}

int am_cmd_live(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {0, 0, 0, 0, "What is watched:", 1},
        {"interface", 'i', "NAME", 0, "Watch an interface; may be repeated", 1},
        {"read", 'r', "FILE", 0, "Play capture files by their own clock; more FILEs may follow", 1},
        {"tzsp", KEY_TZSP, "[ADDRESS:]PORT", 0, "Receive what a router's sniffer streams", 1},
        {"vxlan", KEY_VXLAN, "[ADDRESS:]PORT", 0, "Receive a mirror in VXLAN", 1},
        {"for", KEY_FOR, "TIME", 0, "Stop after so long: 90s, 30m, 8h", 1},
        {"filter", 'f', "BPF", 0, "Of an interface, see only what matches (pcap-filter(7))", 1},
        {"local", KEY_LOCAL, "NET", 0,
         "A network of the organization's own, besides private addresses; may be repeated", 1},
        {"agreed", KEY_AGREED, 0, 0, "The organization has agreed to be watched", 1},
        {"output", 'o', "SCAN.db", 0, "Keep the scan", 1},
        {0, 0, 0, 0, "How capture files are played:", 2},
        {"speed", KEY_SPEED, "N", 0, "N times as fast (60)", 2},
        {"script", KEY_SCRIPT, "FILE", 0, "Scenes to stop at", 2},
        {"no-pause", KEY_NO_PAUSE, 0, 0, "Scenes go on by themselves", 2},
        {0, 0, 0, 0, "How it is told:", 3},
        {"lang", 'l', "CODE", 0, "es, en, pt, fr or de (default: es)", 3},
        {"rules", 'R', "FILE", 0, "What the organization itself declares (man amarra)", 3},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 3},
        {0},
    };
    static const struct argp_child children[] = {{&am_asked_argp, 0, "What it is asked for:", 4},
                                                 {0}};
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .children = children,
        .args_doc = "-i NAME\n-r FILE...\nSCAN.db",
        .doc =
            "Shows in the terminal which corporations are contacted, while they are: of an "
            "interface, of a capture that is played, or of the scan that a service writes. '?' "
            "tells the keys, 'q' ends it.",
    };
    static struct options o = {.language = AM_LANG_ES};
    struct am_problem problem = {0};
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    if (o.scan)
        name_source(&o, o.scan);
    enum am_status status = run(&o, &problem);
    if (status == AM_OK)
        return fflush(stdout) == 0 ? AM_EXIT_OK : AM_EXIT_MACHINE;
    problem.status = status;
    return am_problem_print(&problem);
}
