/* SPDX-License-Identifier: AGPL-3.0-or-later
 * sources.json, categories.json, jurisdictions/, blocs.json. */
#include <string.h>

#include "text/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static enum am_status load_source(struct am_loader *l, json_t *object, void *ctx)
{
    static const char *const kinds[] = {"list",  "registry",  "filing",    "statute", "page",
                                        "paper", "published", "knowledge", NULL};
    static const struct am_field fields[] = {
        AM_FIELD(struct am_fact_source, "id", AM_FIELD_ID, id),
        AM_FIELD(struct am_fact_source, "title", AM_FIELD_TEXT, title),
        AM_FIELD_OPTIONAL(struct am_fact_source, "titles", AM_FIELD_TEXTS, titles),
        AM_FIELD_OF(struct am_fact_source, "kind", kinds, kind, true),
        AM_FIELD_OPTIONAL(struct am_fact_source, "url", AM_FIELD_URL, url),
        AM_FIELD_OPTIONAL(struct am_fact_source, "licence", AM_FIELD_TEXT, licence),
        AM_FIELD_OPTIONAL(struct am_fact_source, "date", AM_FIELD_DATE, date),
    };
    (void)ctx;
    struct am_fact_source *s = &l->rules->sources[l->rules->source_count];
    *s = (struct am_fact_source){.url = "", .licence = "", .date = "", .kind = "page"};
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), s);
    if (status == AM_OK)
        status = am_loader_add(l, AM_KIND_SOURCE, s->id, s);
    if (status == AM_OK)
        l->rules->source_count++;
    return status;
}

enum am_status am_load_sources(struct am_loader *l, json_t *root)
{
    struct sources {
        json_t *list;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct sources, "sources", AM_FIELD_LIST, list),
    };
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    if (status != AM_OK)
        return status;
    l->rules->sources =
        am_loader_new(l, json_array_size(in.list) + AM_SOURCES_LATER, sizeof *l->rules->sources);
    if (!l->rules->sources)
        return AM_E_NO_MEMORY;
    return am_loader_each(l, "sources", in.list, load_source, NULL);
}

static enum am_status load_role(struct am_loader *l, json_t *object, void *ctx)
{
    static const struct am_field fields[] = {
        AM_FIELD(struct am_role, "id", AM_FIELD_ID, id),
        AM_FIELD(struct am_role, "names", AM_FIELD_TEXTS, name),
    };
    (void)ctx;
    struct am_role *role = am_loader_new(l, 1, sizeof *role);
    if (!role)
        return AM_E_NO_MEMORY;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), role);
    return status == AM_OK ? am_loader_add(l, AM_KIND_ROLE, role->id, role) : status;
}

static enum am_status load_category(struct am_loader *l, json_t *object, void *ctx)
{
    static const struct am_field fields[] = {
        AM_FIELD(struct am_category, "id", AM_FIELD_ID, id),
        AM_FIELD(struct am_category, "names", AM_FIELD_TEXTS, name),
        AM_FIELD(struct am_category, "if_cut", AM_FIELD_TEXTS, if_cut),
        AM_FIELD_OPTIONAL(struct am_category, "criticality", AM_FIELD_LEVEL, criticality),
    };
    (void)ctx;
    struct am_category *category = am_loader_new(l, 1, sizeof *category);
    if (!category)
        return AM_E_NO_MEMORY;
    category->criticality = -1;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), category);
    return status == AM_OK ? am_loader_add(l, AM_KIND_CATEGORY, category->id, category) : status;
}

enum am_status am_load_categories(struct am_loader *l, json_t *root)
{
    struct categories {
        json_t *roles, *categories;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct categories, "roles", AM_FIELD_LIST, roles),
        AM_FIELD(struct categories, "categories", AM_FIELD_LIST, categories),
    };
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    if (status == AM_OK)
        status = am_loader_each(l, "roles", in.roles, load_role, NULL);
    if (status == AM_OK)
        status = am_loader_each(l, "categories", in.categories, load_category, NULL);
    return status;
}

static enum am_status load_law(struct am_loader *l, json_t *object, void *ctx)
{
    static const char *const kinds[] = {"data-protection", "access", "retention",
                                        "localization",    "other",  NULL};
    static const struct am_field fields[] = {
        AM_FIELD(struct am_law, "id", AM_FIELD_ID, id),
        AM_FIELD_OF(struct am_law, "kind", kinds, kind, true),
        AM_FIELD_OPTIONAL(struct am_law, "reaches_abroad", AM_FIELD_FLAG, reaches_abroad),
        AM_FIELD(struct am_law, "name", AM_FIELD_TEXT, name),
        AM_FIELD(struct am_law, "citation", AM_FIELD_TEXT, citation),
        AM_FIELD(struct am_law, "plain", AM_FIELD_TEXTS, plain),
        AM_FIELDS_BASIS(struct am_law, basis),
    };
    struct am_law **next = ctx;
    struct am_law *law = *next;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), law);
    if (status == AM_OK)
        status = am_loader_add(l, AM_KIND_LAW, law->id, law);
    *next += status == AM_OK;
    return status;
}

enum am_status am_load_jurisdiction(struct am_loader *l, json_t *root)
{
    struct jurisdiction {
        struct am_jurisdiction j;
        json_t *laws;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct jurisdiction, "code", AM_FIELD_CODE, j.code),
        AM_FIELD(struct jurisdiction, "names", AM_FIELD_TEXTS, j.name),
        AM_FIELD(struct jurisdiction, "lac", AM_FIELD_FLAG, j.lac),
        AM_FIELD_OPTIONAL(struct jurisdiction, "of", AM_FIELD_CODE, j.of),
        AM_FIELD_OPTIONAL(struct jurisdiction, "laws", AM_FIELD_LIST, laws),
        AM_FIELDS_BASIS(struct jurisdiction, j.basis),
    };
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    if (status == AM_OK)
        status = am_load_check_name(l, in.j.code);
    if (status != AM_OK)
        return status;
    struct am_jurisdiction *j = am_loader_new(l, 1, sizeof *j);
    struct am_law *laws = am_loader_new(l, json_array_size(in.laws), sizeof *laws);
    if (!j || !laws)
        return AM_E_NO_MEMORY;
    *j = in.j;
    j->laws = laws;
    struct am_law *next = laws;
    status = am_loader_each(l, "laws", in.laws, load_law, &next);
    j->law_count = (size_t)(next - laws);
    return status == AM_OK ? am_loader_add(l, AM_KIND_JURISDICTION, j->code, j) : status;
}

/* The blocs of a state, grown as the blocs are read. */
static enum am_status join_bloc(struct am_loader *l, struct am_jurisdiction *j,
                                const struct am_bloc *bloc)
{
    const struct am_bloc **blocs =
        am_loader_new(l, j->bloc_count + 1, sizeof(const struct am_bloc *));
    if (!blocs)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < j->bloc_count; i++)
        blocs[i] = j->blocs[i];
    blocs[j->bloc_count++] = bloc;
    j->blocs = blocs;
    return AM_OK;
}

static enum am_status load_member(struct am_loader *l, json_t *value, void *ctx)
{
    const char *code = json_string_value(value);
    struct am_jurisdiction *j = code ? am_rules_entity(l->rules, AM_KIND_JURISDICTION, code) : NULL;
    if (!j)
        return am_loader_problem(l, AM_E_NOT_FOUND, NULL, "there is no jurisdiction '%s'",
                                 code ? code : "");
    if (j->bloc_count > 0 && j->blocs[j->bloc_count - 1] == ctx)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "'%s' is there twice", code);
    return join_bloc(l, j, ctx);
}

static enum am_status load_bloc(struct am_loader *l, json_t *object, void *ctx)
{
    struct bloc {
        struct am_bloc b;
        json_t *members;
    } in = {0};
    static const char *const kinds[] = {"union",        "market", "political", "defence",
                                        "intelligence", "treaty", "network",   NULL};
    static const struct am_field fields[] = {
        AM_FIELD(struct bloc, "id", AM_FIELD_ID, b.id),
        AM_FIELD(struct bloc, "names", AM_FIELD_TEXTS, b.name),
        AM_FIELD_OF(struct bloc, "kind", kinds, b.kind, false),
        AM_FIELD(struct bloc, "members", AM_FIELD_LIST, members),
        AM_FIELDS_BASIS(struct bloc, b.basis),
    };
    (void)ctx;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    struct am_bloc *bloc = status == AM_OK ? am_loader_new(l, 1, sizeof *bloc) : NULL;
    if (!bloc)
        return status == AM_OK ? AM_E_NO_MEMORY : status;
    *bloc = in.b;
    status = am_loader_add(l, AM_KIND_BLOC, bloc->id, bloc);
    return status == AM_OK ? am_loader_each(l, "members", in.members, load_member, bloc) : status;
}

enum am_status am_load_blocs(struct am_loader *l, json_t *root)
{
    struct blocs {
        json_t *list;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct blocs, "blocs", AM_FIELD_LIST, list),
    };
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    return status == AM_OK ? am_loader_each(l, "blocs", in.list, load_bloc, NULL) : status;
}
