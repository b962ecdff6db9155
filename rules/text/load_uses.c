/* SPDX-License-Identifier: AGPL-3.0-or-later
 * resolvers.json and tunnels.json: what addresses and names serve; ech.json: names that hide
 * others. */
#include <string.h>

#include "text/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct use {
    enum am_address_use use;
    const struct am_service *service;
    struct am_basis basis;
    json_t *addresses, *names;
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
    rule->prefix = prefix;
    return check_added(l, am_uses_add(&l->rules->uses, rule), text);
}

static enum am_status check_name(struct am_loader *l, const char *key, const char *name)
{
    char clean[AM_NAME_SIZE];
    struct am_bytes raw = {.at = (const uint8_t *)name, .len = name ? strlen(name) : 0};
    if (name && am_name_clean(raw, clean) == AM_OK && strcmp(clean, name) == 0 &&
        !am_name_is_address(name))
        return AM_OK;
    return am_loader_problem(l, AM_E_MALFORMED, key,
                             "must be a domain name in lower case (xn-- for other letters)");
}

static enum am_status load_name(struct am_loader *l, json_t *value, void *ctx)
{
    const struct use *use = ctx;
    const char *name = json_string_value(value);
    struct am_use_rule *rule;
    enum am_status status = check_name(l, NULL, name);
    if (status == AM_OK)
        status = new_rule(l, "use", name, &use->basis, &rule);
    if (status != AM_OK)
        return status;
    rule->use = use->use;
    rule->service = use->service;
    rule->name = am_rule_subject(&rule->rule);
    return check_added(l, am_uses_add(&l->rules->uses, rule), name);
}

static enum am_status load_use(struct am_loader *l, json_t *object, enum am_address_use use)
{
    static const struct am_field fields[] = {
        AM_FIELD_OPTIONAL(struct use, "service", AM_FIELD_SERVICE, service),
        AM_FIELD_OPTIONAL(struct use, "names", AM_FIELD_LIST, names),
        AM_FIELD_OPTIONAL(struct use, "addresses", AM_FIELD_LIST, addresses),
        AM_FIELDS_BASIS(struct use, basis),
    };
    struct use in = {.use = use};
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    if (status == AM_OK && in.addresses && !in.service)
        return am_loader_problem(l, AM_E_MALFORMED, "addresses",
                                 "need a service: an address alone tells nothing of who runs it");
    if (status == AM_OK)
        status = am_loader_each(l, "names", in.names, load_name, &in);
    return status == AM_OK ? am_loader_each(l, "addresses", in.addresses, load_address, &in)
                           : status;
}

static enum am_status load_resolver(struct am_loader *l, json_t *object, void *ctx)
{
    (void)ctx;
    return load_use(l, object, AM_USE_RESOLVER);
}

static enum am_status load_tunnel(struct am_loader *l, json_t *object, void *ctx)
{
    (void)ctx;
    return load_use(l, object, AM_USE_TUNNEL);
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
    struct am_use_rule *rule;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    if (status == AM_OK)
        status = check_name(l, "name", in.name);
    if (status == AM_OK)
        status = new_rule(l, "front", in.name, &in.basis, &rule);
    if (status != AM_OK)
        return status;
    rule->service = in.service;
    rule->name = in.name;
    return check_added(l, am_uses_add(&l->rules->uses, rule), in.name);
}

/* A file that is one list under one key. */
static enum am_status load_list(struct am_loader *l, json_t *root, const char *key, am_loader_fn fn)
{
    struct file {
        json_t *list;
    } in = {0};
    const struct am_field fields[] = {AM_FIELD(struct file, key, AM_FIELD_LIST, list)};
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &in);
    return status == AM_OK ? am_loader_each(l, key, in.list, fn, NULL) : status;
}

enum am_status am_load_resolvers(struct am_loader *l, json_t *root)
{
    return load_list(l, root, "resolvers", load_resolver);
}

enum am_status am_load_tunnels(struct am_loader *l, json_t *root)
{
    return load_list(l, root, "tunnels", load_tunnel);
}

enum am_status am_load_fronts(struct am_loader *l, json_t *root)
{
    return load_list(l, root, "fronts", load_front);
}
