/* SPDX-License-Identifier: AGPL-3.0-or-later
 * ranges/: the address ranges that a provider publishes, by region. */
#include <string.h>

#include "text/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* What the prefixes of one region share. */
struct ranges {
    const struct am_operator *operator_;
    const struct am_region *region;
    const char *kind;
    bool anycast;
    struct am_basis basis;
    json_t *regions;
};

static enum am_status load_prefix(struct am_loader *l, json_t *value, void *ctx)
{
    const struct ranges *in = ctx;
    struct am_network *n = am_loader_new(l, 1, sizeof *n);
    if (!n)
        return AM_E_NO_MEMORY;
    *n = (struct am_network){
        .rule = {.file = l->file.path, .basis = in->basis},
        .operator_ = in->operator_,
        .region = in->region,
        .kind = in->kind,
        .anycast = in->anycast,
    };
    enum am_status status = am_load_prefix(l, NULL, json_string_value(value), &n->prefix);
    return status == AM_OK ? am_load_add_network(l, n) : status;
}

static enum am_status load_region(struct am_loader *l, json_t *object, void *ctx)
{
    struct region {
        struct am_region r;
        const char *kind;
        bool anycast;
        json_t *prefixes;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct region, "id", AM_FIELD_TEXT, r.id),
        AM_FIELD_OPTIONAL(struct region, "place", AM_FIELD_TEXT, r.place),
        AM_FIELD_OPTIONAL(struct region, "country", AM_FIELD_JURISDICTION, r.country),
        AM_FIELD_OF(struct region, "kind", am_network_kinds, kind, true),
        AM_FIELD_OPTIONAL(struct region, "anycast", AM_FIELD_FLAG, anycast),
        AM_FIELD(struct region, "prefixes", AM_FIELD_LIST, prefixes),
    };
    struct ranges turn = *(const struct ranges *)ctx;
    in.kind = turn.kind;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    if (status == AM_OK && in.anycast && in.r.country)
        return am_loader_problem(l, AM_E_MALFORMED, "country", "anycast has no place");
    struct am_region *region = status == AM_OK ? am_loader_new(l, 1, sizeof *region) : NULL;
    if (!region)
        return status == AM_OK ? AM_E_NO_MEMORY : status;
    *region = in.r;
    char key[2 * AM_DATASET_ID_MAX + 128];
    int len = snprintf(key, sizeof key, "%s/%s/%s", turn.operator_->id, region->id, in.kind);
    if (len < 0 || (size_t)len >= sizeof key)
        return am_loader_problem(l, AM_E_MALFORMED, "id", "is too long");
    const char *kept = am_loader_text(l, key, (size_t)len);
    if (!kept)
        return AM_E_NO_MEMORY;
    status = am_loader_add(l, AM_KIND_REGION, kept, region);
    turn.region = region;
    turn.kind = in.kind;
    turn.anycast = in.anycast;
    return status == AM_OK ? am_loader_each(l, "prefixes", in.prefixes, load_prefix, &turn)
                           : status;
}

enum am_status am_load_ranges(struct am_loader *l, json_t *root)
{
    struct ranges in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct ranges, "operator", AM_FIELD_OPERATOR, operator_),
        AM_FIELD_OF(struct ranges, "kind", am_network_kinds, kind, false),
        AM_FIELD(struct ranges, "regions", AM_FIELD_LIST, regions),
        AM_FIELDS_BASIS(struct ranges, basis),
    };
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    return status == AM_OK ? am_loader_each(l, "regions", in.regions, load_region, &in) : status;
}
