/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/options.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PORT_MAX  65535
#define TITLE_MAX 200

enum { OPT_TITLE = 256, OPT_PORT, OPT_LISTEN };

static const struct argp_option list[] = {
    {0, 0, 0, 0, "Where it is shown:", 5},
    {"port", OPT_PORT, "N", 0, "Of the page (default: 8470; 0: one that is free)", 5},
    {"listen", OPT_LISTEN, "ADDRESS", 0,
     "Show the page to other machines too, at this address of ours (default: 127.0.0.1)", 5},
    {"title", OPT_TITLE, "TEXT", 0, "Whose network it is, above the page", 5},
    {0},
};

static unsigned port_of(struct argp_state *state, const char *text)
{
    char *rest;
    errno = 0;
    long value = strtol(text, &rest, 10);
    if (errno != 0 || rest == text || *rest != '\0' || value < 0 || value > PORT_MAX)
        argp_error(state, "--port takes a number from 0 to %d, not '%s'", PORT_MAX, text);
    return (unsigned)value;
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct am_web_options *o = state->input;
    switch (key) {
    case OPT_TITLE:
        if (strlen(arg) > TITLE_MAX)
            argp_error(state, "the title is longer than %d bytes", TITLE_MAX);
        o->title = arg[0] ? arg : NULL;
        return 0;
    case OPT_PORT:
        o->listen.port = port_of(state, arg);
        return 0;
    case OPT_LISTEN:
        o->listen.address = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->watched;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

void am_web_options_parse(int argc, char **argv, struct am_web_options *out)
{
    static const struct argp_child children[] = {{&am_watched_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .children = children,
        .args_doc = AM_WATCHED_ARGUMENTS,
        .doc =
            "Shows who is contacted while it happens, as a page for the browser of this machine. "
            "The address that is printed carries a secret: without it the page is not there.",
    };
    *out = (struct am_web_options){.watched = {.language = AM_LANG_ES},
                                   .listen = {.address = "127.0.0.1", .port = AM_WEB_PORT}};
    argp_err_exit_status = AM_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, out);
}
