/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign: the table of its commands, and what they share. */
#include <stdio.h>
#include <string.h>

#include "assets.h"
#include "campaign/commands.h"
#include "reports.h"

static const struct {
    const char *name, *summary;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"example", "print the settings of a campaign, to be edited", am_cmd_campaign_example},
    {"new", "make a campaign by its settings", am_cmd_campaign_new},
    {"set", "give a campaign other settings", am_cmd_campaign_set},
    {"add", "take shares, each checked, into a campaign", am_cmd_campaign_add},
    {"withdraw", "take shares out again, by their receipts", am_cmd_campaign_withdraw},
    {"list", "tell what a campaign has, for the campaigners", am_cmd_campaign_list},
    {"report", "publish what its organizations have in common", am_cmd_campaign_report},
    {"audit", "check what was published against the rules", am_cmd_campaign_audit},
    {"export", "write all shares of a campaign into one file", am_cmd_campaign_export},
    {"kit", "make what a campaign hands out: pictures and texts", am_cmd_campaign_kit},
};

static void usage(FILE *out)
{
    (void)fputs(
        "Usage: amarra campaign COMMAND [OPTION...] [ARG...]\n\n"
        "Keeps the shares of many organizations, and publishes what they have in common.\n\n",
        out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        (void)fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
    (void)fputs("\n'amarra campaign COMMAND --help' tells the options of one.\n", out);
}

int am_cmd_campaign(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    if (name && (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)) {
        usage(stdout);
        return AM_EXIT_OK;
    }
    for (size_t i = 0; name && i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) != 0)
            continue;
        char title[64];
        (void)snprintf(title, sizeof title, "amarra campaign %s", name);
        argp_err_exit_status = AM_EXIT_USAGE;
        argv[1] = title; /* argp's usage names the subcommand */
        return commands[i].run(argc - 1, argv + 1);
    }
    if (name)
        (void)fprintf(stderr,
                      "amarra: there is no command 'campaign %s': 'amarra campaign --help' lists "
                      "them\n",
                      name);
    else
        usage(stderr);
    return AM_EXIT_USAGE;
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct am_campaign_options *o = state->input;
    switch (key) {
    case 's':
        o->store = arg;
        return 0;
    case 'C':
        o->campaign = arg;
        return 0;
    case ARGP_KEY_END:
        if (!o->store)
            o->store = AM_CAMPAIGN_STORE;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option store_options[] = {
    {"store", 's', "FILE|URL", 0,
     "Where shares are kept: a file (default: " AM_CAMPAIGN_STORE "), or postgresql://...", 0},
    {"campaign", 'C', "ID", 0, "Which one, where a store holds several", 0},
    {0},
};
const struct argp am_campaign_argp = {.options = store_options, .parser = take};

static error_t take_nothing(int key, char *arg, struct argp_state *state)
{
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    argp_error(state, "'%s' is too much: it takes no argument", arg);
    return 0;
}

int am_cmd_campaign_example(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = take_nothing,
        .doc =
            "Prints the settings of a campaign that is made up. Write them into a file, edit "
            "that, and give it to 'amarra campaign new'.",
    };
    if (argp_parse(&argp, argc, argv, 0, NULL, NULL) != 0)
        return AM_EXIT_USAGE;
    return fputs(am_asset_campaign_json, stdout) >= 0 && fflush(stdout) == 0 ? AM_EXIT_OK
                                                                             : AM_EXIT_MACHINE;
}
