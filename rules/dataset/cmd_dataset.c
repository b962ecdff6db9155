/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "dataset/dataset.h"

static const struct {
    const char *name, *summary;
    int (*run)(int argc, char **argv);
    int (*run_on_scan)(int argc, char **argv, am_scan_moves_fn moves); /* in its place */
} commands[] = {
    {"check", "tell what is wrong with a dataset, with file and line", am_dataset_check, NULL},
    {"build", "compile a dataset's text into what amarra reads", am_dataset_build, NULL},
    {"info", "say what a dataset holds, and where it comes from", am_dataset_info, NULL},
    {"diff", "tell what changed between two datasets", NULL, am_dataset_diff},
    {"export", "write the rules for other programs", am_dataset_export, NULL},
};

static void usage(FILE *out)
{
    (void)fputs(
        "Usage: amarra dataset COMMAND [OPTION...] [ARG...]\n\n"
        "Keeps the dataset: the map from names and addresses to owners and states.\n\n",
        out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        (void)fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
    (void)fputs("\n'amarra dataset COMMAND --help' tells the options of one.\n", out);
}

int am_cmd_dataset(int argc, char **argv, am_scan_moves_fn moves)
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
        (void)snprintf(title, sizeof title, "amarra dataset %s", name);
        argp_err_exit_status = AM_EXIT_USAGE;
        argv[1] = title; /* argp's usage names the subcommand */
        return commands[i].run ? commands[i].run(argc - 1, argv + 1)
                               : commands[i].run_on_scan(argc - 1, argv + 1, moves);
    }
    if (name)
        (void)fprintf(stderr,
                      "amarra: there is no command 'dataset %s': 'amarra dataset --help' lists "
                      "them\n",
                      name);
    else
        usage(stderr);
    return AM_EXIT_USAGE;
}
