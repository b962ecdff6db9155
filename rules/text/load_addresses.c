/* SPDX-License-Identifier: AGPL-3.0-or-later
 * addresses.json: what addresses serve, and the names that hide others. */
#include <string.h>

#include "text/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct use {
    const char *word;
    enum am_address_use use;
    const struct am_service *service;
    struct am_basis basis;
    json_t *addresses;
};

static enum am_status new_rule(struct am_loader *l, const char *kind, const char *what,
                               const struct am_basis *basis, struct am_use_rule **out)
{
    char id[AM_NAME_SIZE + 16];
    int len = snprintf(id, sizeof id, "%s:%s", kind, what);
    struct am_use_rule *rule = am_loader_new(l, 1, sizeof *rule);
    const char *kept = rule ? am_loader_text(l, id, (size_t)len) : NULL;
    if (!kept)
        return AM_E_NO_MEMORY;
    rule->rule = (struct am_rule){.id = kept, .file = l->file.path, .basis = *basis};
    *out = rule;
    return AM_OK;
}

static enum am_status check_added(struct am_loader *l, enum am_status status, const char *what)
{
    if (status == AM_E_USAGE)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "'%s' is there already", what);
    if (status == AM_E_LIMIT)
        return am_loader_problem(l, status, NULL,
                                 "too many addresses, or more than %d lengths of prefixes",
                                 AM_USE_LENGTHS_MAX);
    return status == AM_OK ? AM_OK : am_loader_problem(l, status, NULL, "out of memory");
}

/* "9.9.9.9" or "162.159.193.0/24", as it is written back. */
static enum am_status parse_network(struct am_loader *l, const char *text, struct am_prefix *out)
{
    char written[AM_PREFIX_TEXT] = "";
    if (text && strchr(text, '/') && am_prefix_parse(text, out) == AM_OK) {
        am_prefix_write(out, written);
    } else if (text && am_address_parse(text, &out->address) == AM_OK) {
        out->len = 128;
        am_address_write(&out->address, written);
    }
    if (text && strcmp(written, text) == 0)
        return AM_OK;
    return am_loader_problem(l, AM_E_MALFORMED, NULL,
                             "must be an address, or one and a length without host bits%s%s",
                             written[0] ? ": " : "", written);
}

static enum am_status load_address(struct am_loader *l, json_t *value, void *ctx)
{
    const struct use *use = ctx;
    const char *text = json_string_value(value);
    struct am_prefix prefix = {0};
    struct am_use_rule *rule;
    enum am_status status = parse_network(l, text, &prefix);
    if (status == AM_OK)
        status = new_rule(l, "address", text, &use->basis, &rule);
    if (status != AM_OK)
        return status;
    rule->use = use->use;
    rule->service = use->service;
    return check_added(l, am_uses_add_address(&l->rules->uses, &prefix, rule), text);
}

static enum am_status load_use(struct am_loader *l, json_t *object, void *ctx)
{
    static const struct am_field fields[] = {
        AM_FIELD(struct use, "use", AM_FIELD_TEXT, word),
        AM_FIELD(struct use, "service", AM_FIELD_SERVICE, service),
        AM_FIELD(struct use, "addresses", AM_FIELD_LIST, addresses),
        AM_FIELDS_BASIS(struct use, basis),
    };
    static const struct {
        const char *word;
        enum am_address_use use;
    } uses[] = {{"resolver", AM_USE_RESOLVER}, {"tunnel", AM_USE_TUNNEL}};
    (void)ctx;
    struct use in = {0};
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    if (status != AM_OK)
        return status;
    for (size_t i = 0; i < COUNT(uses); i++)
        if (strcmp(in.word, uses[i].word) == 0)
            in.use = uses[i].use;
    if (in.use == AM_USE_NOT_KNOWN)
        return am_loader_problem(l, AM_E_MALFORMED, "use", "must be resolver or tunnel");
    return am_loader_each(l, "addresses", in.addresses, load_address, &in);
}

static enum am_status load_front(struct am_loader *l, json_t *object, void *ctx)
{
    struct front {
        const char *name;
        const struct am_service *service;
        struct am_basis basis;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct front, "name", AM_FIELD_TEXT, name),
        AM_FIELD_OPTIONAL(struct front, "service", AM_FIELD_SERVICE, service),
        AM_FIELDS_BASIS(struct front, basis),
    };
    (void)ctx;
    char clean[AM_NAME_SIZE];
    struct am_use_rule *rule;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    if (status != AM_OK)
        return status;
    struct am_bytes raw = {.at = (const uint8_t *)in.name, .len = strlen(in.name)};
    if (am_name_clean(raw, clean) != AM_OK || strcmp(clean, in.name) != 0 ||
        am_name_is_address(in.name))
        return am_loader_problem(l, AM_E_MALFORMED, "name",
                                 "must be a domain name in lower case (xn-- for other letters)");
    status = new_rule(l, "front", in.name, &in.basis, &rule);
    if (status != AM_OK)
        return status;
    rule->service = in.service;
    return check_added(l, am_uses_add_front(&l->rules->uses, in.name, rule), in.name);
}

enum am_status am_load_addresses(struct am_loader *l, json_t *root)
{
    struct addresses {
        json_t *uses, *fronts;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct addresses, "uses", AM_FIELD_LIST, uses),
        AM_FIELD(struct addresses, "fronts", AM_FIELD_LIST, fronts),
    };
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    if (status == AM_OK)
        status = am_loader_each(l, "uses", in.uses, load_use, NULL);
    if (status == AM_OK)
        status = am_loader_each(l, "fronts", in.fronts, load_front, NULL);
    return status;
}
