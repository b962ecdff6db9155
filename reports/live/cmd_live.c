/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra live: what is contacted, in the terminal, while it is. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "live/live.h"
#include "live/watched.h"
#include "reports.h"

static error_t take(int key, char *arg, struct argp_state *state)
{
    (void)arg;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = state->input;
    return 0;
}

static enum am_status run(struct am_watched *w, struct am_problem *problem)
{
    struct am_live_options live = {.source = w->source, .data_dir = w->data};
    enum am_status status = am_watched_open(w, &live.session, problem);
    if (status == AM_OK)
        status = am_live_watch(&live, problem);
    am_watched_done(w);
    return status;
}

int am_cmd_live(int argc, char **argv)
{
    static const struct argp_child children[] = {{&am_watched_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .parser = take,
        .children = children,
        .args_doc = AM_WATCHED_ARGUMENTS,
        .doc =
            "Shows in the terminal which corporations are contacted, while they are: of an "
            "interface, of a capture that is played, or of the scan that a service writes. '?' "
            "tells the keys, 'q' ends it.",
    };
    struct am_watched *w = calloc(1, sizeof *w);
    struct am_problem problem = {0};
    if (!w) {
        (void)am_problem_set(&problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
        return am_problem_print(&problem);
    }
    w->language = AM_LANG_ES;
    argp_err_exit_status = AM_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, w);
    enum am_status status = run(w, &problem);
    free(w);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
