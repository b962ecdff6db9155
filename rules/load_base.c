/* SPDX-License-Identifier: AGPL-3.0-or-later
 * sources.json, categories.json, jurisdictions/. */
#include <string.h>

#include "load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static enum am_status load_source(struct am_loader *l, void *ctx)
{
    static const struct am_field fields[] = {
        AM_FIELD(struct am_fact_source, "id", AM_FIELD_ID, id),
        AM_FIELD(struct am_fact_source, "title", AM_FIELD_TEXT, title),
        AM_FIELD_OPTIONAL(struct am_fact_source, "url", AM_FIELD_URL, url),
        AM_FIELD_OPTIONAL(struct am_fact_source, "licence", AM_FIELD_TEXT, licence),
        AM_FIELD_OPTIONAL(struct am_fact_source, "date", AM_FIELD_DATE, date),
    };
    (void)ctx;
    struct am_fact_source *s = &l->rules->sources[l->rules->source_count++];
    *s = (struct am_fact_source){.url = "", .licence = "", .date = ""};
    enum am_status status = am_fields_take(l, fields, COUNT(fields), s);
    return status == AM_OK ? am_loader_add(l, AM_KIND_SOURCE, s->id, s) : status;
}

enum am_status am_load_sources(struct am_loader *l)
{
    struct sources {
        struct am_json list;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct sources, "sources", AM_FIELD_LIST, list),
    };
    enum am_status status = am_fields_take(l, fields, COUNT(fields), &in);
    if (status != AM_OK)
        return status;
    /* One more for the address data that is opened later. */
    l->rules->sources = am_loader_new(l, am_loader_count(&in.list) + 1, sizeof *l->rules->sources);
    return l->rules->sources ? am_loader_each(l, &in.list, load_source, NULL) : AM_E_NO_MEMORY;
}

static enum am_status load_role(struct am_loader *l, void *ctx)
{
    static const struct am_field fields[] = {
        AM_FIELD(struct am_role, "id", AM_FIELD_ID, id),
        AM_FIELD(struct am_role, "names", AM_FIELD_TEXTS, name),
    };
    (void)ctx;
    struct am_role *role = am_loader_new(l, 1, sizeof *role);
    if (!role)
        return AM_E_NO_MEMORY;
    enum am_status status = am_fields_take(l, fields, COUNT(fields), role);
    return status == AM_OK ? am_loader_add(l, AM_KIND_ROLE, role->id, role) : status;
}

static enum am_status load_category(struct am_loader *l, void *ctx)
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
    enum am_status status = am_fields_take(l, fields, COUNT(fields), category);
    return status == AM_OK ? am_loader_add(l, AM_KIND_CATEGORY, category->id, category) : status;
}

enum am_status am_load_categories(struct am_loader *l)
{
    struct categories {
        struct am_json roles, categories;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct categories, "roles", AM_FIELD_LIST, roles),
        AM_FIELD(struct categories, "categories", AM_FIELD_LIST, categories),
    };
    enum am_status status = am_fields_take(l, fields, COUNT(fields), &in);
    if (status == AM_OK)
        status = am_loader_each(l, &in.roles, load_role, NULL);
    if (status == AM_OK)
        status = am_loader_each(l, &in.categories, load_category, NULL);
    return status;
}

struct jurisdiction {
    struct am_jurisdiction j;
    struct am_json bloc_list, law_list;
    const char **blocs; /* the next to fill */
    struct am_law *laws;
};

static enum am_status load_bloc(struct am_loader *l, void *ctx)
{
    struct jurisdiction *in = ctx;
    return am_loader_id(l, "must be the id of a bloc", in->blocs++);
}

static enum am_status load_law(struct am_loader *l, void *ctx)
{
    static const struct am_field fields[] = {
        AM_FIELD(struct am_law, "id", AM_FIELD_ID, id),
        AM_FIELD(struct am_law, "name", AM_FIELD_TEXT, name),
        AM_FIELD(struct am_law, "citation", AM_FIELD_TEXT, citation),
        AM_FIELD(struct am_law, "plain", AM_FIELD_TEXTS, plain),
        AM_FIELDS_BASIS(struct am_law, basis),
    };
    struct jurisdiction *in = ctx;
    struct am_law *law = in->laws++;
    enum am_status status = am_fields_take(l, fields, COUNT(fields), law);
    return status == AM_OK ? am_loader_add(l, AM_KIND_LAW, law->id, law) : status;
}

enum am_status am_load_jurisdiction(struct am_loader *l)
{
    static const struct am_field fields[] = {
        AM_FIELD(struct jurisdiction, "code", AM_FIELD_CODE, j.code),
        AM_FIELD(struct jurisdiction, "names", AM_FIELD_TEXTS, j.name),
        AM_FIELD(struct jurisdiction, "lac", AM_FIELD_FLAG, j.lac),
        AM_FIELD(struct jurisdiction, "blocs", AM_FIELD_LIST, bloc_list),
        AM_FIELD(struct jurisdiction, "laws", AM_FIELD_LIST, law_list),
        AM_FIELDS_BASIS(struct jurisdiction, j.basis),
    };
    struct jurisdiction in = {0};
    enum am_status status = am_fields_take(l, fields, COUNT(fields), &in);
    if (status == AM_OK)
        status = am_load_check_name(l, in.j.code);
    if (status != AM_OK)
        return status;
    struct am_jurisdiction *j = am_loader_new(l, 1, sizeof *j);
    in.j.bloc_count = am_loader_count(&in.bloc_list);
    in.j.law_count = am_loader_count(&in.law_list);
    in.blocs = am_loader_new(l, in.j.bloc_count, sizeof(char *));
    in.laws = am_loader_new(l, in.j.law_count, sizeof *in.laws);
    if (!j || !in.blocs || !in.laws)
        return AM_E_NO_MEMORY;
    in.j.blocs = in.blocs;
    in.j.laws = in.laws;
    *j = in.j;
    status = am_loader_each(l, &in.bloc_list, load_bloc, &in);
    if (status == AM_OK)
        status = am_loader_each(l, &in.law_list, load_law, &in);
    return status == AM_OK ? am_loader_add(l, AM_KIND_JURISDICTION, j->code, j) : status;
}
