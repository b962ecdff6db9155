/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra demo: the bundled office day with its scenes, by the commands that show any other. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "live/script.h"
#include "reports.h"

#define SPEED         "360" /* between scenes: an hour in ten seconds */
#define PASSED_ON_MAX 16

struct options {
    const char *data;
    const char *passed[PASSED_ON_MAX]; /* "--lang=es", as they are told to live or web */
    size_t passed_len;
    char texts[PASSED_ON_MAX][PATH_MAX];
    bool web;
};

/* One option more for the command that does it. */
static void pass(struct options *o, const char *name, const char *value)
{
    char *text = o->texts[o->passed_len];
    (void)snprintf(text, sizeof o->texts[0], value ? "--%s=%s" : "--%s", name, value);
    o->passed[o->passed_len++] = text;
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'w':
        o->web = true;
        return 0;
    case 'l':
        pass(o, "lang", arg);
        return 0;
    case 'n':
        pass(o, "no-pause", NULL);
        return 0;
    case 's':
        pass(o, "speed", arg);
        return 0;
    case 'o':
        pass(o, "output", arg);
        return 0;
    case 'p':
        pass(o, "port", arg);
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state,
                   "the demo plays its own day; another capture: amarra live -r %s --script FILE",
                   arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* The options that were given come last: they hold. */
static int play(struct options *o, const char *capture, const char *script, const char *zone)
{
    char command[] = "amarra demo";
    char read[] = "-r";
    char speed[] = "--speed=" SPEED;
    char first[] = "--to-scene";
    char file[PATH_MAX];
    char scenes[PATH_MAX + 16];
    char clock[160];
    char data[PATH_MAX + 16];
    char *argv[PASSED_ON_MAX + 8];
    int argc = 0;
    (void)snprintf(file, sizeof file, "%s", capture);
    (void)snprintf(scenes, sizeof scenes, "--script=%s", script);
    (void)snprintf(clock, sizeof clock, "--timezone=%s", zone);
    argv[argc++] = command;
    argv[argc++] = read;
    argv[argc++] = file;
    argv[argc++] = scenes;
    argv[argc++] = clock;
    argv[argc++] = speed;
    argv[argc++] = first;
    if (o->data) {
        (void)snprintf(data, sizeof data, "--data=%s", o->data);
        argv[argc++] = data;
    }
    for (size_t i = 0; i < o->passed_len; i++)
        argv[argc++] = o->texts[i];
    argv[argc] = NULL;
    return o->web ? am_cmd_web(argc, argv) : am_cmd_live(argc, argv);
}

int am_cmd_demo(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"web", 'w', NULL, 0, "As a page, for a browser on this machine; else in the terminal", 0},
        {"lang", 'l', "CODE", 0, "es, en, pt, fr or de (default: es)", 0},
        {"no-pause", 'n', NULL, 0, "Scenes go on by themselves", 0},
        {"speed", 's', "N", 0, "Between scenes, N times as fast (" SPEED ")", 0},
        {"output", 'o', "SCAN.db", 0, "Keep the scan", 0},
        {"port", 'p', "N", 0, "Of the page", 0},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0},
        {0},
    };
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .doc =
            "Plays a day of a made-up office, without any network: moments in which one thing is "
            "done, a guess of how many corporations will see it, and who it was.\vA guide for "
            "workshops of 45 and 90 minutes is in docs/workshop.",
    };
    struct options o = {0};
    struct am_problem problem = {0};
    struct am_script script;
    char data[PATH_MAX];
    char path[PATH_MAX + 32];
    char capture[PATH_MAX + AM_SCRIPT_CAPTURE_SIZE];
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = am_data_dir(o.data, data, &problem);
    (void)snprintf(path, sizeof path, "%s/office.json", data);
    if (status == AM_OK)
        status = am_script_load(path, 0, &script, &problem);
    if (status != AM_OK)
        return am_problem_print(&problem);
    (void)snprintf(capture, sizeof capture, "%s/%s", data, script.capture);
    int code = play(&o, capture, path, am_zone_name(script.zone));
    am_script_done(&script);
    return code;
}
