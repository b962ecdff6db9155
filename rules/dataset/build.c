/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argp.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "compiled/compiled.h"
#include "dataset/dataset.h"
#include "mmdb/build.h"
#include "text/folder.h"

struct arguments {
    const char *folder, *out;
    bool quiet;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 'o':
        a->out = arg;
        return 0;
    case 'q':
        a->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        if (a->folder)
            argp_error(state, "one folder at a time");
        a->folder = arg;
        return 0;
    case ARGP_KEY_END:
        if (!a->folder || !a->out)
            argp_error(state, "name the dataset's folder, and with -o where to write");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum am_status join(const char *folder, const char *name, char out[PATH_MAX],
                           struct am_problem *problem)
{
    int len = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    return len > 0 && len < PATH_MAX
               ? AM_OK
               : am_problem_set(problem, AM_E_LIMIT, folder, 0, "the path is too long");
}

static enum am_status write_rules(const struct am_rules *rules, const char *path,
                                  struct am_problem *problem)
{
    struct am_file file;
    enum am_status status = am_file_create(path, &file, problem);
    if (status != AM_OK)
        return status;
    status = am_compiled_write(rules, file.stream, problem);
    if (status != AM_OK) {
        am_file_abandon(&file);
        return status;
    }
    return am_file_commit(&file, problem);
}

static enum am_status build(const struct arguments *a, struct am_problem *problem)
{
    struct am_dataset_folder files;
    struct am_rules *rules = NULL;
    struct am_mmdb_stats stats = {0};
    char networks[PATH_MAX];
    char compiled[PATH_MAX];
    char mmdb[PATH_MAX];
    enum am_status status = join(a->folder, "networks/networks.tsv.zst", networks, problem);
    if (status == AM_OK)
        status = join(a->out, AM_COMPILED_FILE, compiled, problem);
    if (status == AM_OK)
        status = join(a->out, AM_MMDB_FILE, mmdb, problem);
    if (status == AM_OK && mkdir(a->out, 0777) != 0 && errno != EEXIST)
        status = am_problem_set(problem, AM_E_IO, a->out, 0, "can't make the folder: %s",
                                strerror(errno));
    if (status == AM_OK)
        status = am_dataset_read(a->folder, &files, problem);
    if (status != AM_OK)
        return status;
    status = am_rules_load(files.files, files.count, a->folder, &rules, problem);
    am_dataset_done(&files);
    if (status == AM_OK && access(networks, F_OK) == 0)
        status = am_mmdb_build(rules, networks, mmdb, &stats, problem);
    if (status == AM_OK)
        status = write_rules(rules, compiled, problem);
    if (status == AM_OK && !a->quiet)
        (void)printf(
            "dataset %s: %zu name rules, %zu AS numbers, %zu prefixes; %zu address "
            "ranges, %u records\n",
            rules->version, rules->names.count, rules->networks.asn_count,
            rules->networks.prefix_count, stats.ranges, stats.records);
    am_rules_free(rules);
    return status;
}

int am_dataset_build(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"output", 'o', "DIR", 0, "where " AM_COMPILED_FILE " and " AM_MMDB_FILE " go", 0},
        {"quiet", 'q', NULL, 0, "say nothing where all is well", 0},
        {0},
    };
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FOLDER",
        .doc =
            "Compiles the text of a dataset into one file that amarra maps into memory, and "
            "its address table, where it has one, into an MMDB that any reader of that format "
            "opens.",
    };
    struct arguments a = {0};
    struct am_problem problem = {0};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &a);
    return build(&a, &problem) == AM_OK ? AM_EXIT_OK : am_problem_print(&problem);
}
