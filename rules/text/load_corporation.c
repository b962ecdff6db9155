/* SPDX-License-Identifier: AGPL-3.0-or-later
 * corporations/: who exists, who owned whom when, and the rules. */
#include <stdlib.h>
#include <string.h>

#include "text/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct corporation {
    struct am_corporation c;
    json_t *jurisdiction, *operators, *services, *networks;
};

static const char *const kinds[] = {
    "big-tech",
    "telecom",
    "ad-tech",
    "cloud-hosting",
    "security",
    "device-maker",
    "regional-platform",
    "software-service",
    "media",
    "ai",
    "non-profit",
    "community",
    "public",
    "finance",
    "retail",
    "education",
    "industry",
    "transport",
    NULL,
};

static const struct am_field corporation_fields[] = {
    AM_FIELD(struct corporation, "id", AM_FIELD_ID, c.id),
    AM_FIELD(struct corporation, "name", AM_FIELD_TEXT, c.name),
    AM_FIELD_OPTIONAL(struct corporation, "names", AM_FIELD_TEXTS, c.names),
    AM_FIELD(struct corporation, "legal_name", AM_FIELD_TEXT, c.legal_name),
    AM_FIELD_OF(struct corporation, "kind", kinds, c.kind, false),
    AM_FIELD(struct corporation, "jurisdiction", AM_FIELD_OBJECT, jurisdiction),
    AM_FIELD_OPTIONAL(struct corporation, "operators", AM_FIELD_LIST, operators),
    AM_FIELD_OPTIONAL(struct corporation, "services", AM_FIELD_LIST, services),
    AM_FIELD_OPTIONAL(struct corporation, "networks", AM_FIELD_LIST, networks),
};

static const struct am_field jurisdiction_fields[] = {
    AM_FIELD_OPTIONAL(struct am_corporation, "parent", AM_FIELD_JURISDICTION, parent),
    AM_FIELD_OPTIONAL(struct am_corporation, "head_office", AM_FIELD_JURISDICTION, head_office),
    AM_FIELD_OPTIONAL(struct am_corporation, "legal_seat", AM_FIELD_JURISDICTION, legal_seat),
    AM_FIELDS_BASIS(struct am_corporation, basis),
};

struct operator_ {
    struct am_operator o;
    json_t *owned;
};

static const struct am_field operator_fields[] = {
    AM_FIELD(struct operator_, "id", AM_FIELD_ID, o.id),
    AM_FIELD(struct operator_, "name", AM_FIELD_TEXT, o.name),
    AM_FIELD_OPTIONAL(struct operator_, "names", AM_FIELD_TEXTS, o.names),
    AM_FIELD(struct operator_, "owned", AM_FIELD_LIST, owned),
};

static enum am_status load_operator(struct am_loader *l, json_t *object, void *ctx)
{
    (void)ctx;
    struct operator_ in = {0};
    enum am_status status = am_fields_take(l, object, operator_fields, COUNT(operator_fields), &in);
    if (status != AM_OK)
        return status;
    struct am_operator *o = am_loader_new(l, 1, sizeof *o);
    if (!o)
        return AM_E_NO_MEMORY;
    *o = in.o;
    return am_loader_add(l, AM_KIND_OPERATOR, o->id, o);
}

enum am_status am_load_corporation(struct am_loader *l, json_t *root)
{
    struct corporation in = {0};
    enum am_status status =
        am_fields_take(l, root, corporation_fields, COUNT(corporation_fields), &in);
    if (status == AM_OK)
        status = am_load_check_name(l, in.c.id);
    if (status != AM_OK)
        return status;
    am_loader_enter(l, "jurisdiction", 0);
    status =
        am_fields_take(l, in.jurisdiction, jurisdiction_fields, COUNT(jurisdiction_fields), &in.c);
    am_loader_leave(l);
    struct am_corporation *c = status == AM_OK ? am_loader_new(l, 1, sizeof *c) : NULL;
    if (!c)
        return status == AM_OK ? AM_E_NO_MEMORY : status;
    *c = in.c;
    status = am_loader_add(l, AM_KIND_CORPORATION, c->id, c);
    if (status == AM_OK)
        status = am_loader_each(l, "operators", in.operators, load_operator, NULL);
    return status;
}

/* What the elements of one list share. */
struct turn {
    struct am_corporation *corporation;
    struct am_ownership *owned; /* the next to fill */
    const struct am_service *service;
};

static enum am_status load_ownership(struct am_loader *l, json_t *object, void *ctx)
{
    static const struct am_field fields[] = {
        AM_FIELD_OPTIONAL(struct am_ownership, "by", AM_FIELD_CORPORATION, owner),
        AM_FIELD_OPTIONAL(struct am_ownership, "from", AM_FIELD_DAY, from),
        AM_FIELD_OPTIONAL(struct am_ownership, "to", AM_FIELD_DAY, to),
        AM_FIELDS_BASIS(struct am_ownership, basis),
    };
    struct turn *turn = ctx;
    struct am_ownership *o = turn->owned;
    *o = (struct am_ownership){.owner = turn->corporation, .from = INT32_MIN, .to = INT32_MAX};
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), o);
    if (status == AM_OK && o->from >= o->to)
        return am_loader_problem(l, AM_E_MALFORMED, "to", "must come after \"from\"");
    turn->owned += status == AM_OK;
    return status;
}

static int by_time(const void *a, const void *b)
{
    const struct am_ownership *x = a;
    const struct am_ownership *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static enum am_status load_owners(struct am_loader *l, json_t *object, void *ctx)
{
    struct turn *turn = ctx;
    const char *id = json_string_value(json_object_get(object, "id"));
    struct am_operator *o = id ? am_rules_entity(l->rules, AM_KIND_OPERATOR, id) : NULL;
    if (!o) /* it was told in the first turn */
        return AM_OK;
    json_t *list = json_object_get(object, "owned");
    size_t count = json_array_size(list);
    struct am_ownership *owned = am_loader_new(l, count, sizeof *owned);
    if (!owned)
        return AM_E_NO_MEMORY;
    turn->owned = owned;
    enum am_status status = am_loader_each(l, "owned", list, load_ownership, turn);
    if (status != AM_OK)
        return status;
    count = (size_t)(turn->owned - owned);
    if (count > 1)
        qsort(owned, count, sizeof *owned, by_time);
    for (size_t i = 1; i < count; i++)
        if (owned[i - 1].to > owned[i].from)
            return am_loader_problem(l, AM_E_MALFORMED, "owned",
                                     "two owners at once: '%s' and '%s' (\"to\" is the first day "
                                     "that no longer counts)",
                                     owned[i - 1].owner->id, owned[i].owner->id);
    o->owned = owned;
    o->owned_count = count;
    return AM_OK;
}

static const struct {
    const char *word, *id; /* of the file; before a rule's name */
    enum am_name_match match;
} matches[] = {
    {"suffix", "name:", AM_MATCH_SUFFIX},
    {"exact", "exact:", AM_MATCH_EXACT},
    {"except", "except:", AM_MATCH_EXCEPT},
};

static const char *joined(struct am_loader *l, const char *a, const char *b)
{
    char text[AM_NAME_SIZE + 16];
    int len = snprintf(text, sizeof text, "%s%s", a, b);
    return am_loader_text(l, text, (size_t)len);
}

static enum am_status find_match(struct am_loader *l, const char *word, size_t *out)
{
    for (*out = 0; *out < COUNT(matches); (*out)++)
        if (strcmp(word, matches[*out].word) == 0)
            return AM_OK;
    return am_loader_problem(l, AM_E_MALFORMED, "match", "must be suffix, exact or except");
}

enum am_status am_load_add_name(struct am_loader *l, const char *name, const char *word,
                                const struct am_basis *basis, const struct am_service *service)
{
    size_t match;
    char clean[AM_NAME_SIZE];
    enum am_status status = find_match(l, word, &match);
    if (status != AM_OK)
        return status;
    struct am_bytes raw = {.at = (const uint8_t *)name, .len = strlen(name)};
    if (am_name_clean(raw, clean) != AM_OK || strcmp(clean, name) != 0 || am_name_is_address(name))
        return am_loader_problem(l, AM_E_MALFORMED, NULL,
                                 "'%s' is not a domain name in lower case (xn-- for other letters)",
                                 name);
    const char *id = joined(l, matches[match].id, name);
    if (!id)
        return AM_E_NO_MEMORY;
    struct am_name_rule rule = {
        .rule = {.id = id, .file = l->file.path, .basis = *basis},
        .name = id + strlen(matches[match].id),
        .service = service,
        .match = matches[match].match,
    };
    status = am_names_add(l->names, &rule);
    if (status == AM_E_USAGE)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "there is a rule for '%s' already", name);
    if (status != AM_OK)
        return am_loader_problem(l, status, NULL, "no room for more rules");
    return AM_OK;
}

static enum am_status load_domain(struct am_loader *l, json_t *value, void *ctx)
{
    struct domain {
        const char *name, *match;
        struct am_basis basis;
    } in = {.match = "suffix"};
    static const struct am_field fields[] = {
        AM_FIELD(struct domain, "name", AM_FIELD_TEXT, name),
        AM_FIELD_OPTIONAL(struct domain, "match", AM_FIELD_TEXT, match),
        AM_FIELD_OPTIONAL(struct domain, "source", AM_FIELD_SOURCE, basis.source),
        AM_FIELD_OPTIONAL(struct domain, "checked", AM_FIELD_DATE, basis.checked),
        AM_FIELD_OPTIONAL(struct domain, "verified", AM_FIELD_FLAG, basis.verified),
    };
    struct turn *turn = ctx;
    in.basis = turn->service->basis;
    if (json_is_string(value))
        return am_load_add_name(l, json_string_value(value), in.match, &in.basis, turn->service);
    enum am_status status = am_fields_take(l, value, fields, COUNT(fields), &in);
    return status == AM_OK ? am_load_add_name(l, in.name, in.match, &in.basis, turn->service)
                           : status;
}

/* Known by its id, because services point to what they may not change. */
static void mark_host(struct am_loader *l, const struct am_service *s)
{
    struct am_operator *o = am_rules_entity(l->rules, AM_KIND_OPERATOR, s->operator_->id);
    o->hosts = o->hosts || am_role_is_hosting(s->role);
}

static enum am_status load_service(struct am_loader *l, json_t *object, void *ctx)
{
    struct service {
        struct am_service s;
        json_t *domains;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct service, "id", AM_FIELD_ID, s.id),
        AM_FIELD(struct service, "name", AM_FIELD_TEXT, s.name),
        AM_FIELD_OPTIONAL(struct service, "names", AM_FIELD_TEXTS, s.names),
        AM_FIELD(struct service, "operator", AM_FIELD_OPERATOR, s.operator_),
        AM_FIELD(struct service, "category", AM_FIELD_CATEGORY, s.category),
        AM_FIELD(struct service, "role", AM_FIELD_ROLE, s.role),
        AM_FIELD_OPTIONAL(struct service, "mirrored", AM_FIELD_FLAG, s.mirrored),
        AM_FIELD_OPTIONAL(struct service, "cached", AM_FIELD_FLAG, s.cached),
        AM_FIELD_OPTIONAL(struct service, "if_cut", AM_FIELD_TEXTS, s.if_cut),
        AM_FIELD_OPTIONAL(struct service, "domains", AM_FIELD_LIST, domains),
        AM_FIELDS_BASIS(struct service, s.basis),
    };
    struct turn *turn = ctx;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    if (status != AM_OK)
        return status;
    struct am_service *s = am_loader_new(l, 1, sizeof *s);
    if (!s)
        return AM_E_NO_MEMORY;
    *s = in.s;
    mark_host(l, s);
    turn->service = s;
    status = am_loader_add(l, AM_KIND_SERVICE, s->id, s);
    return status == AM_OK ? am_loader_each(l, "domains", in.domains, load_domain, turn) : status;
}

const char *const am_network_kinds[] = {"own", "cloud", "cdn", "access", NULL};

enum am_status am_load_prefix(struct am_loader *l, const char *key, const char *text,
                              struct am_prefix *out)
{
    char written[AM_PREFIX_TEXT] = "";
    if (text && am_prefix_parse(text, out) == AM_OK)
        am_prefix_write(out, written);
    if (text && strcmp(written, text) == 0)
        return AM_OK;
    return am_loader_problem(l, AM_E_MALFORMED, key,
                             "must be an address and a length, without host bits%s%s",
                             written[0] ? ": " : "", written);
}

enum am_status am_load_add_network(struct am_loader *l, struct am_network *network)
{
    char text[AM_PREFIX_TEXT];
    if (network->asn != 0)
        (void)snprintf(text, sizeof text, "%lu", (unsigned long)network->asn);
    else
        am_prefix_write(&network->prefix, text);
    network->rule.id = joined(l, network->asn != 0 ? "as:" : "prefix:", text);
    if (!network->rule.id)
        return AM_E_NO_MEMORY;
    enum am_status status = am_networks_add(l->networks, network);
    if (status == AM_E_USAGE)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "there is a rule '%s' already",
                                 network->rule.id);
    return status == AM_OK ? AM_OK
                           : am_loader_problem(l, status, NULL, "no room for more networks");
}

static enum am_status load_network(struct am_loader *l, json_t *object, void *ctx)
{
    struct network {
        struct am_network n;
        const char *prefix;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD_OPTIONAL(struct network, "asn", AM_FIELD_ASN, n.asn),
        AM_FIELD_OPTIONAL(struct network, "prefix", AM_FIELD_TEXT, prefix),
        AM_FIELD(struct network, "operator", AM_FIELD_OPERATOR, n.operator_),
        AM_FIELD_OPTIONAL(struct network, "service", AM_FIELD_SERVICE, n.service),
        AM_FIELD_OF(struct network, "kind", am_network_kinds, n.kind, true),
        AM_FIELD_OPTIONAL(struct network, "anycast", AM_FIELD_FLAG, n.anycast),
        AM_FIELDS_BASIS(struct network, n.rule.basis),
    };
    (void)ctx;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    if (status != AM_OK)
        return status;
    if ((in.n.asn == 0) == (in.prefix == NULL))
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "must have \"asn\" or \"prefix\"");
    if (in.n.asn != 0 && in.n.service && (!in.n.kind || strcmp(in.n.kind, "own") != 0))
        return am_loader_problem(l, AM_E_MALFORMED, "service",
                                 "is for a prefix, or an AS of the kind own");
    if (in.prefix)
        status = am_load_prefix(l, "prefix", in.prefix, &in.n.prefix);
    struct am_network *network = status == AM_OK ? am_loader_new(l, 1, sizeof *network) : NULL;
    if (!network)
        return status == AM_OK ? AM_E_NO_MEMORY : status;
    *network = in.n;
    network->rule.file = l->file.path;
    return am_load_add_network(l, network);
}

enum am_status am_load_rules(struct am_loader *l, json_t *root)
{
    struct turn turn = {0};
    const char *id = json_string_value(json_object_get(root, "id"));
    turn.corporation = id ? am_rules_entity(l->rules, AM_KIND_CORPORATION, id) : NULL;
    if (!turn.corporation) /* it was told in the first turn */
        return AM_OK;
    enum am_status status =
        am_loader_each(l, "operators", json_object_get(root, "operators"), load_owners, &turn);
    if (status == AM_OK)
        status =
            am_loader_each(l, "services", json_object_get(root, "services"), load_service, &turn);
    if (status == AM_OK)
        status =
            am_loader_each(l, "networks", json_object_get(root, "networks"), load_network, &turn);
    return status;
}
