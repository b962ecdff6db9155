/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/load.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX_FILE "public_suffix_list.dat"

/* In order: what a file speaks of is known before it. */
static const struct {
    const char *path; /* a file, or a folder with its slash */
    am_load_fn load;
    bool optional;
} stages[] = {
    {"sources.json", am_load_sources, false},
    {"categories.json", am_load_categories, false},
    {"jurisdictions/", am_load_jurisdiction, false},
    {"blocs.json", am_load_blocs, true},
    {"corporations/", am_load_corporation, false},
    {"corporations/", am_load_rules, false},
    {"ranges/", am_load_ranges, true},
    {"resolvers.json", am_load_resolvers, true},
    {"tunnels.json", am_load_tunnels, true},
    {"ech.json", am_load_fronts, true},
    {"alternatives/", am_load_alternative, true},
};

enum am_status am_load_check_name(struct am_loader *l, const char *id)
{
    const char *slash = strrchr(l->file.path, '/');
    const char *name = slash ? slash + 1 : l->file.path;
    size_t len = strlen(id);
    if (strncmp(name, id, len) == 0 && strcmp(name + len, ".json") == 0)
        return AM_OK;
    return am_loader_problem(l, AM_E_MALFORMED, NULL, "the file must be named %s.json", id);
}

static bool belongs(const char *path, const char *stage)
{
    size_t len = strlen(stage);
    if (stage[len - 1] != '/')
        return strcmp(path, stage) == 0;
    return strncmp(path, stage, len) == 0 && !strchr(path + len, '/');
}

static enum am_status load_stage(struct am_loader *l, size_t stage,
                                 const struct am_dataset_file *files, size_t count, json_t **roots,
                                 bool *broken)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (!belongs(files[i].path, stages[stage].path))
            continue;
        found++;
        l->file = files[i];
        l->file.path = am_loader_text(l, files[i].path, strlen(files[i].path));
        if (!l->file.path)
            return AM_E_NO_MEMORY;
        enum am_status status = AM_OK;
        if (!roots[i] && !broken[i]) {
            char path[AM_PROBLEM_FILE];
            am_loader_path(l, files[i].path, path);
            status = am_json_parse(files[i].text, path, &roots[i], l->problem);
            broken[i] = status != AM_OK;
        }
        if (status == AM_OK && roots[i])
            status = stages[stage].load(l, roots[i]);
        l->at.len = 0;
        if (status != AM_OK && !am_loader_goes_on(l, status))
            return status;
    }
    if (found == 0 && !stages[stage].optional)
        return am_problem_set(l->problem, AM_E_NOT_FOUND, l->folder, 0,
                              "the dataset has no %s: is this its folder?", stages[stage].path);
    return AM_OK;
}

static enum am_status load_stages(struct am_loader *l, const struct am_dataset_file *files,
                                  size_t count)
{
    json_t **roots = calloc(count + 1, sizeof(json_t *));
    bool *broken = calloc(count + 1, sizeof(bool));
    if (!roots || !broken) {
        free(roots);
        free(broken);
        return am_problem_set(l->problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    }
    enum am_status status = AM_OK;
    for (size_t i = 0; i < sizeof stages / sizeof *stages && status == AM_OK; i++)
        status = load_stage(l, i, files, count, roots, broken);
    for (size_t i = 0; i < count; i++)
        json_decref(roots[i]);
    free(roots);
    free(broken);
    return status;
}

static const struct am_dataset_file *find_file(const struct am_dataset_file *files, size_t count,
                                               const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].path, path) == 0)
            return &files[i];
    return NULL;
}

static enum am_status whole_file_problem(struct am_loader *l, const char *path, const char *text)
{
    char whole[AM_PROBLEM_FILE];
    am_loader_path(l, path, whole);
    return am_problem_set(l->problem, AM_E_MALFORMED, whole, 0, "%s", text);
}

/* "2026.11.24" from VERSION, and the first bytes of a hash of it all: two datasets that differ
 * never share a version. */
static enum am_status load_version(struct am_loader *l, const struct am_dataset_file *files,
                                   size_t count)
{
    const struct am_dataset_file *file = find_file(files, count, "VERSION");
    char date[11] = "";
    if (file && file->text.len >= 10)
        memcpy(date, file->text.at, 10);
    char version[11];
    memcpy(version, date, sizeof version);
    for (size_t i = 0; i < 10; i++)
        date[i] = (char)(date[i] == '.' ? '-' : date[i] == '-' ? '.' : date[i]);
    struct am_bytes rest = file ? file->text : (struct am_bytes){0};
    size_t extra = rest.len > 10 ? rest.len - 10 : 0;
    if (!am_rules_day(date, &l->rules->day) || extra > 1 || (extra == 1 && rest.at[10] != '\n'))
        return whole_file_problem(l, "VERSION", "must be there and hold a date like 2026.11.24");

    crypto_generichash_state state;
    uint8_t digest[crypto_generichash_BYTES];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof digest);
    for (size_t i = 0; i < count; i++) {
        const struct am_dataset_file *f = &files[i];
        uint8_t len[8];
        for (unsigned k = 0; k < 8; k++)
            len[k] = (uint8_t)((uint64_t)f->text.len >> (8 * k));
        (void)crypto_generichash_update(&state, (const uint8_t *)f->path, strlen(f->path) + 1);
        (void)crypto_generichash_update(&state, len, sizeof len);
        (void)crypto_generichash_update(&state, f->text.at, f->text.len);
    }
    (void)crypto_generichash_final(&state, digest, sizeof digest);
    (void)snprintf(l->rules->version, sizeof l->rules->version, "%s-%02x%02x%02x%02x", version,
                   digest[0], digest[1], digest[2], digest[3]);
    return AM_OK;
}

/* The ICANN part alone: a name under a private suffix ("juana.github.io") may tell a person, so it
 * is never the form that is kept (keep.c). Only who keeps names pays for reading it. */
static enum am_status load_suffixes(struct am_loader *l, const struct am_dataset_file *files,
                                    size_t count)
{
    static const char icann[] = "// ===BEGIN ICANN DOMAINS===";
    static const char private[] = "// ===BEGIN PRIVATE DOMAINS===";
    const struct am_dataset_file *file = find_file(files, count, SUFFIX_FILE);
    if (!file)
        return AM_OK;
    const uint8_t *start = memmem(file->text.at, file->text.len, icann, sizeof icann - 1);
    const uint8_t *end = memmem(file->text.at, file->text.len, private, sizeof private - 1);
    if (!start || !end || end < start)
        return whole_file_problem(l, SUFFIX_FILE, "is not a public suffix list");
    l->rules->suffix_len = (size_t)(end - start);
    char *copy = am_loader_new(l, l->rules->suffix_len, 1);
    if (!copy)
        return AM_E_NO_MEMORY;
    memcpy(copy, start, l->rules->suffix_len);
    l->rules->suffix_text = copy;
    return AM_OK;
}

static enum am_status check_limits(const struct am_dataset_file *files, size_t count,
                                   const char *folder, struct am_problem *problem)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes +=
            files[i].text.len < AM_DATASET_BYTES_MAX ? files[i].text.len : AM_DATASET_BYTES_MAX;
    if (count <= AM_DATASET_FILES_MAX && bytes <= AM_DATASET_BYTES_MAX)
        return AM_OK;
    return am_problem_set(problem, AM_E_LIMIT, folder, 0,
                          "the dataset has more than %d files or %zu bytes", AM_DATASET_FILES_MAX,
                          AM_DATASET_BYTES_MAX);
}

static enum am_status load(const struct am_dataset_file *files, size_t count, const char *folder,
                           am_loader_found_fn found, void *ctx, struct am_rules **out,
                           struct am_problem *problem)
{
    enum am_status status = check_limits(files, count, folder, problem);
    if (status != AM_OK)
        return status;
    struct am_rules *rules = am_rules_new();
    if (!rules)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");

    struct am_problem own = {0};
    struct am_loader l = {.rules = rules,
                          .names = &rules->names,
                          .networks = &rules->networks,
                          .problem = problem ? problem : &own,
                          .folder = folder,
                          .found = found,
                          .found_ctx = ctx};
    status = load_version(&l, files, count);
    if (status == AM_OK)
        status = load_suffixes(&l, files, count);
    if (status == AM_OK)
        status = load_stages(&l, files, count);
    if (status != AM_OK) {
        am_rules_free(rules);
        return status;
    }
    am_networks_sort(&rules->networks);
    *out = rules;
    return AM_OK;
}

enum am_status am_rules_load(const struct am_dataset_file *files, size_t count, const char *folder,
                             struct am_rules **out, struct am_problem *problem)
{
    return load(files, count, folder, NULL, NULL, out, problem);
}

enum am_status am_rules_load_all(const struct am_dataset_file *files, size_t count,
                                 const char *folder, am_loader_found_fn found, void *ctx,
                                 struct am_rules **out, struct am_problem *problem)
{
    return load(files, count, folder, found, ctx, out, problem);
}
