/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra close: makes a scan final that a crash left open. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "scanner.h"

struct arguments {
    const char *scan;
    struct am_knowledge_options knowledge;
};

static const struct argp_option options[] = {
    {"data", 'd', "DIR", 0, "Take the dataset from DIR", 0},
    {"rules", 'R', "FILE", 0, "What the organization itself declares (man amarra)", 0},
    {"mmdb", 'm', "FILE", 0, "Take AS numbers and countries from FILE", 0},
    {0},
};

/* argp's type for it. NOLINTNEXTLINE(readability-non-const-parameter) */
static error_t parse(int key, char *value, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 'd':
        a->knowledge.data_dir = value;
        return 0;
    case 'R':
        a->knowledge.rules = value;
        return 0;
    case 'm':
        a->knowledge.mmdb = value;
        return 0;
    case ARGP_KEY_ARG:
        if (a->scan)
            argp_error(state, "one scan at a time");
        a->scan = value;
        return 0;
    case ARGP_KEY_END:
        if (!a->scan)
            argp_error(state, "name the scan file");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "SCAN.db",
    .doc =
        "Makes a scan final that was interrupted: counts devices, folds rare unknown names away "
        "and erases pseudonyms and key. One that is final already stays as it is.\v"
        "What came after the scan's last flush is not in it. Nothing is sent to anyone.",
};

static enum am_status count_contacts(void *ctx, const struct am_scan_row *row)
{
    *(uint64_t *)ctx += row->contacts;
    return AM_OK;
}

static enum am_status tell(const char *path, struct am_problem *problem)
{
    struct am_scan *scan = NULL;
    uint64_t contacts = 0;
    enum am_status status = am_scan_open(path, NULL, &scan, problem);
    if (status == AM_OK)
        status = am_scan_each_row(scan, count_contacts, &contacts, problem);
    if (status == AM_OK)
        (void)printf("%s is closed: %llu contacts of %llu devices\n", path,
                     (unsigned long long)contacts, (unsigned long long)am_scan_info(scan)->devices);
    am_scan_free(scan);
    return status;
}

int am_cmd_close(int argc, char **argv, am_knowledge_open_fn knowledge)
{
    struct arguments arguments = {0};
    struct am_knowledge known = {0};
    struct am_problem problem = {0};
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &arguments) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = knowledge(&arguments.knowledge, &known, &problem);
    if (status == AM_OK)
        status = am_scan_close_interrupted(arguments.scan, &known, &problem);
    if (known.done)
        known.done(known.ctx);
    if (status == AM_OK)
        status = tell(arguments.scan, &problem);
    return status == AM_OK ? AM_EXIT_OK : am_problem_print(&problem);
}
