/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "compiled/compiled.h"
#include "data.h"
#include "text/folder.h"

#define MMDB_SOURCE "mmdb" /* the id of a user's own address data among the sources */

const char *am_language_code(enum am_language l)
{
    static const char *const codes[AM_LANG_COUNT] = {
        [AM_LANG_EN] = "en", [AM_LANG_ES] = "es", [AM_LANG_PT] = "pt",
        [AM_LANG_FR] = "fr", [AM_LANG_DE] = "de",
    };
    return (unsigned)l < AM_LANG_COUNT ? codes[l] : codes[AM_LANG_EN];
}

const char *am_fact_source_title(const struct am_fact_source *source, enum am_language l)
{
    return source->titles[l] ? source->titles[l] : source->title;
}

const char *am_name_told(const char *name, const char *const names[AM_LANG_COUNT],
                         enum am_language l)
{
    return names[l] ? names[l] : name;
}

struct am_rules *am_rules_new(void)
{
    struct am_rules *rules = sodium_init() < 0 ? NULL : calloc(1, sizeof *rules);
    if (!rules)
        return NULL;
    am_arena_init(&rules->arena, AM_DATASET_MEMORY_MAX);
    for (size_t i = 0; i < AM_KIND_COUNT; i++)
        am_index_init(&rules->entities[i].by_id, (size_t)1 << 20);
    am_names_init(&rules->names);
    am_networks_init(&rules->networks);
    am_uses_init(&rules->uses);
    am_names_init(&rules->declared.names);
    am_networks_init(&rules->declared.networks);
    return rules;
}

void am_rules_free(struct am_rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < AM_KIND_COUNT; i++) {
        am_index_done(&rules->entities[i].by_id);
        free(rules->entities[i].at);
    }
    am_names_done(&rules->names);
    am_networks_done(&rules->networks);
    am_uses_done(&rules->uses);
    am_names_done(&rules->declared.names);
    am_networks_done(&rules->declared.networks);
    am_places_done(&rules->places);
    psl_free(rules->suffixes);
    if (rules->map)
        (void)munmap(rules->map, rules->map_len);
    am_arena_done(&rules->arena);
    free(rules);
}

static enum am_status open_folder(const char *folder, struct am_rules **out,
                                  struct am_problem *problem)
{
    struct am_dataset_folder files;
    enum am_status status = am_dataset_read(folder, &files, problem);
    if (status != AM_OK)
        return status;
    status = am_rules_load(files.files, files.count, folder, out, problem);
    am_dataset_done(&files);
    return status;
}

/* Whose word a user's own file is, for the report's footer; ours is told by the dataset. */
static enum am_status add_mmdb_source(struct am_rules *rules, struct am_problem *problem)
{
    char type[64];
    char title[96];
    char date[11];
    am_places_describe(&rules->places, type, sizeof type, date);
    (void)snprintf(title, sizeof title, "MMDB: %s", type);
    struct am_fact_source *s = &rules->sources[rules->source_count];
    *s = (struct am_fact_source){
        .id = MMDB_SOURCE,
        .title = am_arena_text(&rules->arena, title, strlen(title)),
        .url = "",
        .licence = "",
        .kind = "list",
        .date = am_arena_text(&rules->arena, date, strlen(date)),
    };
    if (!s->title || !s->date)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    rules->source_count++;
    return AM_OK;
}

static enum am_status open_places(struct am_rules *rules, const char *data_dir, const char *mmdb,
                                  struct am_problem *problem)
{
    if (mmdb && strcmp(mmdb, AM_PLACES_NONE) == 0)
        return AM_OK;
    char own[PATH_MAX];
    int len = snprintf(own, sizeof own, "%s/amarra.mmdb", data_dir);
    if (len < 0 || (size_t)len >= sizeof own)
        return am_problem_set(problem, AM_E_LIMIT, data_dir, 0, "the path is too long");
    if (!mmdb && access(own, R_OK) != 0)
        return am_problem_set(problem, AM_E_NOT_FOUND, own, 0,
                              "the address data is missing: build it, name other with --mmdb "
                              "FILE, or go without by --mmdb none");
    enum am_status status = am_places_open(mmdb ? mmdb : own, &rules->places, problem);
    rules->joined = status == AM_OK && am_places_is_of(&rules->places, rules->built);
    return status == AM_OK && mmdb ? add_mmdb_source(rules, problem) : status;
}

enum am_status am_rules_open(const struct am_knowledge_options *options, struct am_rules **out,
                             struct am_problem *problem)
{
    char data_dir[PATH_MAX];
    char folder[PATH_MAX];
    char compiled[PATH_MAX];
    struct am_rules *rules;
    enum am_status status = am_data_dir(options->data_dir, data_dir, problem);
    if (status != AM_OK)
        return status;
    int len = snprintf(folder, sizeof folder, "%s/dataset", data_dir);
    if (len < 0 || (size_t)len >= sizeof folder)
        return am_problem_set(problem, AM_E_LIMIT, data_dir, 0, "the path is too long");
    len = snprintf(compiled, sizeof compiled, "%s/amarra.rules", data_dir);
    if (len < 0 || (size_t)len >= sizeof compiled)
        return am_problem_set(problem, AM_E_LIMIT, data_dir, 0, "the path is too long");
    status = access(compiled, F_OK) == 0 ? am_compiled_open(compiled, &rules, problem)
                                         : open_folder(folder, &rules, problem);
    if (status != AM_OK)
        return status;
    (void)snprintf(rules->built, sizeof rules->built, "%s", rules->version);
    if (options->rules)
        status = am_load_declared(rules, options->rules, problem);
    if (status == AM_OK)
        status = open_places(rules, data_dir, options->mmdb, problem);
    if (status != AM_OK) {
        am_rules_free(rules);
        return status;
    }
    *out = rules;
    return AM_OK;
}

const char *am_rules_version(const struct am_rules *rules)
{
    return rules->version;
}

void *am_rules_entity(const struct am_rules *rules, enum am_kind kind, const char *id)
{
    const struct am_entities *e = &rules->entities[kind];
    const uint32_t *at = am_index_find(&e->by_id, id, strlen(id));
    return at ? e->at[*at] : NULL;
}

const char *am_rule_subject(const struct am_rule *rule)
{
    return strchr(rule->id, ':') + 1;
}

const struct am_corporation *am_rules_corporation(const struct am_rules *rules, const char *id)
{
    return am_rules_entity(rules, AM_KIND_CORPORATION, id);
}

const struct am_corporation *const *am_rules_corporations(const struct am_rules *rules,
                                                          size_t *count)
{
    const struct am_entities *e = &rules->entities[AM_KIND_CORPORATION];
    *count = e->count;
    return (const struct am_corporation *const *)e->at;
}

const struct am_jurisdiction *am_rules_jurisdiction(const struct am_rules *rules, const char *code)
{
    return am_rules_entity(rules, AM_KIND_JURISDICTION, code);
}

const struct am_category *am_rules_category(const struct am_rules *rules, const char *id)
{
    return am_rules_entity(rules, AM_KIND_CATEGORY, id);
}

const struct am_bloc *am_rules_bloc(const struct am_rules *rules, const char *id)
{
    return am_rules_entity(rules, AM_KIND_BLOC, id);
}

const struct am_alternative *const *am_rules_alternatives(const struct am_rules *rules,
                                                          size_t *count)
{
    const struct am_entities *e = &rules->entities[AM_KIND_ALTERNATIVE];
    *count = e->count;
    return (const struct am_alternative *const *)e->at;
}

const struct am_fact_source *am_rules_sources(const struct am_rules *rules, size_t *count)
{
    *count = rules->source_count;
    return rules->sources;
}
