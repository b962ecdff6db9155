/* SPDX-License-Identifier: AGPL-3.0-or-later
 * alternatives/: what could be used instead. */
#include "text/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct alternative {
    struct am_alternative a;
    json_t *categories;
    const struct am_category **next;
};

static enum am_status load_category(struct am_loader *l, json_t *value, void *ctx)
{
    struct alternative *in = ctx;
    const char *id = json_string_value(value);
    const struct am_category *c = id ? am_rules_entity(l->rules, AM_KIND_CATEGORY, id) : NULL;
    if (!c)
        return am_loader_problem(l, AM_E_NOT_FOUND, NULL, "there is no category '%s'",
                                 id ? id : "");
    *in->next++ = c;
    return AM_OK;
}

enum am_status am_load_alternative(struct am_loader *l, json_t *root)
{
    static const char *const types[] = {"software", "service", "network", "practice", NULL};
    static const struct am_field fields[] = {
        AM_FIELD(struct alternative, "id", AM_FIELD_ID, a.id),
        AM_FIELD(struct alternative, "name", AM_FIELD_TEXT, a.name),
        AM_FIELD_OPTIONAL(struct alternative, "names", AM_FIELD_TEXTS, a.names),
        AM_FIELD_OPTIONAL(struct alternative, "url", AM_FIELD_URL, a.url),
        AM_FIELD_OF(struct alternative, "type", types, a.type, false),
        AM_FIELD_OPTIONAL(struct alternative, "licence", AM_FIELD_TEXT, a.licence),
        AM_FIELD_OPTIONAL(struct alternative, "run_by", AM_FIELD_TEXT, a.run_by),
        AM_FIELD_OPTIONAL(struct alternative, "run_by_kind", AM_FIELD_ID, a.run_by_kind),
        AM_FIELD_OPTIONAL(struct alternative, "jurisdiction", AM_FIELD_JURISDICTION,
                          a.jurisdiction),
        AM_FIELD(struct alternative, "lac", AM_FIELD_FLAG, a.lac),
        AM_FIELD(struct alternative, "effort", AM_FIELD_LEVEL, a.effort),
        AM_FIELD(struct alternative, "categories", AM_FIELD_LIST, categories),
        AM_FIELD(struct alternative, "text", AM_FIELD_TEXTS, a.text),
        AM_FIELD_OPTIONAL(struct alternative, "caution", AM_FIELD_TEXTS, a.caution),
        AM_FIELDS_BASIS(struct alternative, a.basis),
    };
    struct alternative in = {0};
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    if (status == AM_OK)
        status = am_load_check_name(l, in.a.id);
    if (status == AM_OK && (in.a.effort < 1 || in.a.effort > 3))
        return am_loader_problem(l, AM_E_MALFORMED, "effort", "must be 1, 2 or 3");
    if (status != AM_OK)
        return status;
    size_t count = json_array_size(in.categories);
    struct am_alternative *a = am_loader_new(l, 1, sizeof *a);
    const struct am_category **categories =
        am_loader_new(l, count, sizeof(const struct am_category *));
    if (!a || !categories)
        return AM_E_NO_MEMORY;
    in.next = categories;
    status = am_loader_each(l, "categories", in.categories, load_category, &in);
    if (status != AM_OK)
        return status;
    *a = in.a;
    a->categories = categories;
    a->category_count = (size_t)(in.next - categories);
    return am_loader_add(l, AM_KIND_ALTERNATIVE, a->id, a);
}
