/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table of subcommands, and where the rooms are joined. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "reports/reports.h"
#include "rules/rules.h"
#include "scanner/scanner.h"

static int scan(int argc, char **argv)
{
    return am_cmd_scan(argc, argv, am_rules_knowledge, am_agree);
}

static int close_scan(int argc, char **argv)
{
    return am_cmd_close(argc, argv, am_rules_knowledge);
}

static int dataset(int argc, char **argv)
{
    return am_cmd_dataset(argc, argv, am_scan_moves);
}

static int explain(int argc, char **argv)
{
    return am_cmd_explain(argc, argv, &am_scan_explained);
}

static const struct {
    const char *name, *summary;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"scan", "watch capture files or interfaces, and keep what was contacted", scan},
    {"demo", "play a made-up office day, for a workshop", am_cmd_demo},
    {"live", "show in the terminal what is contacted, while it is", am_cmd_live},
    {"web", "show who is contacted while it happens, as a page on this machine", am_cmd_web},
    {"report", "write the dependency report of a scan", am_cmd_report},
    {"compare", "tell what changed from one scan to another", am_cmd_compare},
    {"share", "write what of a scan may be given to a campaign: anonymous, signed", am_cmd_share},
    {"explain", "say who is behind a name or an address, and why we say so", explain},
    {"campaign", "keep the shares of many organizations, and publish what they have in common",
     am_cmd_campaign},
    {"names", "list every name seen in a capture (prints addresses)", am_cmd_names},
    {"interfaces", "list the interfaces that can be watched", am_cmd_interfaces},
    {"status", "say how a scan is doing, and what to fix", am_cmd_status},
    {"notice", "print the notice for the door, or the agreement to sign", am_cmd_notice},
    {"close", "fold and close a scan that was interrupted", close_scan},
    {"dataset", "check, compile and compare the dataset that says who is behind a name", dataset},
};

static void usage(FILE *out)
{
    (void)fputs(
        "Usage: amarra COMMAND [OPTION...] [ARG...]\n\n"
        "Shows which corporations and jurisdictions an organization's traffic is tied to.\n\n",
        out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        (void)fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].summary);
    (void)fputs("\n'amarra COMMAND --help' tells the options of one; 'man amarra' tells all.\n",
                out);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    if (name &&
        (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)) {
        usage(stdout);
        return AM_EXIT_OK;
    }
    if (name && (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)) {
        (void)puts("amarra " AMARRA_VERSION);
        return AM_EXIT_OK;
    }
    for (size_t i = 0; name && i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) != 0)
            continue;
        char title[64];
        (void)snprintf(title, sizeof title, "amarra %s", name);
        argv[1] = title; /* argp's usage names the subcommand */
        return commands[i].run(argc - 1, argv + 1);
    }
    if (name)
        (void)fprintf(stderr, "amarra: there is no command '%s': 'amarra --help' lists them\n",
                      name);
    else
        usage(stderr);
    return AM_EXIT_USAGE;
}
