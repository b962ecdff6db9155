/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two ledgers: who runs what was asked for, and who runs the machine that answered. */
#include <string.h>

#include "data.h"

const struct am_name_rule *am_rules_name_rule(const struct am_rules *rules, const char *name,
                                              const char **matched)
{
    const char *by_dataset = NULL;
    const char *by_declared = NULL;
    const struct am_name_rule *rule = am_names_find(&rules->names, name, &by_dataset);
    const struct am_name_rule *declared = am_names_find(&rules->declared.names, name, &by_declared);
    if (declared && (!rule || by_declared <= by_dataset)) { /* the longer part starts earlier */
        *matched = by_declared;
        return declared;
    }
    if (rule)
        *matched = by_dataset;
    return rule;
}

/* The narrowest prefix that holds the block, of the declared ones too. */
static const struct am_network *find_prefix(const struct am_rules *rules,
                                            const struct am_prefix *block)
{
    const struct am_network *n = am_networks_find_prefix(&rules->networks, block);
    const struct am_network *d = am_networks_find_prefix(&rules->declared.networks, block);
    return d && (!n || d->prefix.len >= n->prefix.len) ? d : n;
}

bool am_rules_find_name(const struct am_rules *rules, const char *name, int32_t day,
                        struct am_attribution *out)
{
    *out = (struct am_attribution){0};
    const char *matched;
    const struct am_name_rule *rule = am_rules_name_rule(rules, name, &matched);
    if (!rule || rule->match == AM_MATCH_EXCEPT)
        return false;
    out->rule = &rule->rule;
    out->service = rule->service;
    out->operator_ = rule->service->operator_;
    out->parent = am_rules_owner(out->operator_, day);
    return true;
}

bool am_host_is_own(const struct am_host *host)
{
    return host->operator_ && !host->operator_->hosts && host->kind &&
           strcmp(host->kind, "own") == 0;
}

bool am_role_is_hosting(const struct am_role *role)
{
    return strcmp(role->id, "infrastructure") == 0 || strcmp(role->id, "cdn") == 0;
}

/* `as` is the network of the address's AS, or NULL. */
static void name_host(const struct am_network *network, const struct am_network *as, int32_t day,
                      struct am_host *out)
{
    out->rule = &network->rule;
    out->operator_ = network->operator_;
    out->parent = am_rules_owner(network->operator_, day);
    out->service = network->service;
    out->service_rule = network->service ? &network->rule : NULL;
    out->region = network->region;
    out->kind = network->kind;
    if (!as || as->operator_ != network->operator_)
        return;
    if (!out->kind)
        out->kind = as->kind;
    if (!out->service && as->service && am_host_is_own(out)) {
        out->service = as->service;
        out->service_rule = &as->rule;
    }
}

void am_host_of(const struct am_rules *rules, const struct am_network *prefix,
                const struct am_place *place, int32_t day, struct am_host *out)
{
    *out = (struct am_host){.place = *place};
    const struct am_network *as = am_networks_find_asn(&rules->networks, place->asn);
    const struct am_network *network = prefix ? prefix : as;
    if (!network)
        return;
    name_host(network, as, day, out);
    struct am_place *p = &out->place;
    p->anycast = p->anycast || network->anycast || (as && as->anycast && !network->region);
    if (p->anycast)
        memset(p->located, 0, sizeof p->located);
    else if (out->region && out->region->country)
        memcpy(p->located, out->region->country->code, 2);
}

static void host_from_cname(const struct am_rules *rules, const char *cname, int32_t day,
                            struct am_host *out)
{
    struct am_attribution found;
    if (!am_rules_find_name(rules, cname, day, &found) || !am_role_is_hosting(found.service->role))
        return;
    out->rule = found.rule;
    out->operator_ = found.operator_;
    out->parent = found.parent;
}

bool am_rules_find_host(const struct am_rules *rules, const struct am_prefix *block,
                        const struct am_place *place, const char *cname, int32_t day,
                        struct am_host *out)
{
    static const struct am_place nowhere;
    const struct am_place_record *found =
        place ? NULL
              : am_places_find(&rules->places, rules->joined ? &rules->networks : NULL,
                               &block->address);
    bool declared = rules->declared.networks.prefix_count > 0;
    if (found && rules->joined && block->len == 128 &&
        !declared) { /* the table was made by am_host_of */
        *out = (struct am_host){.place = found->place};
        if (found->network)
            name_host(found->network, found->as, day, out);
    } else {
        const struct am_place *known = place ? place : found ? &found->place : &nowhere;
        am_host_of(rules, find_prefix(rules, block), known, day, out);
        if (place)
            out->place = *place;
    }
    if (!out->rule && cname)
        host_from_cname(rules, cname, day, out);
    return out->rule != NULL;
}

bool am_rules_service_of_host(const struct am_host *host, int32_t day, struct am_attribution *out)
{
    *out = (struct am_attribution){0};
    if (!host->service)
        return false;
    out->rule = host->service_rule;
    out->service = host->service;
    out->operator_ = host->service->operator_;
    out->parent = am_rules_owner(out->operator_, day);
    return true;
}

bool am_rules_find_cache(const struct am_rules *rules, const char *name, const char *cname,
                         int32_t day, struct am_host *host)
{
    const char *const names[] = {cname, name};
    bool carries =
        host->rule ? host->kind && strcmp(host->kind, "access") == 0 : host->place.asn != 0;
    for (size_t i = 0; carries && i < 2; i++) {
        struct am_attribution found;
        if (!names[i] || !am_rules_find_name(rules, names[i], day, &found) ||
            !found.service->cached || !found.parent || found.parent == host->parent)
            continue;
        host->rule = found.rule;
        host->operator_ = found.operator_;
        host->parent = found.parent;
        host->kind = "cdn";
        host->service = NULL;
        host->service_rule = NULL;
        host->cache = true;
        return true;
    }
    return false;
}

bool am_basis_is_declared(const struct am_basis *basis)
{
    return basis->source && strcmp(basis->source->kind, "declared") == 0;
}

static bool known(const struct am_use_rule *rule, struct am_known *out)
{
    *out = (struct am_known){0};
    if (rule)
        *out = (struct am_known){.rule = &rule->rule, .use = rule->use, .service = rule->service};
    return rule != NULL;
}

bool am_rules_find_use(const struct am_rules *rules, const struct am_address *address,
                       struct am_known *out)
{
    return known(am_uses_find_address(&rules->uses, address), out);
}

bool am_rules_find_front(const struct am_rules *rules, const char *name, struct am_known *out)
{
    return known(am_uses_find_front(&rules->uses, name), out);
}

bool am_rules_find_use_of_name(const struct am_rules *rules, const char *name, struct am_known *out)
{
    return known(am_uses_find_name(&rules->uses, name), out);
}
