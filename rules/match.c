/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two ledgers: who runs what was asked for, and who runs the machine that answered. */
#include <string.h>

#include "data.h"

static const struct am_corporation *owner_of(const struct am_operator *operator_, int32_t day)
{
    const struct am_ownership *owned = operator_ ? am_rules_owned(operator_, day) : NULL;
    return owned ? owned->owner : NULL;
}

bool am_rules_find_name(const struct am_rules *rules, const char *name, int32_t day,
                        struct am_attribution *out)
{
    *out = (struct am_attribution){0};
    const char *matched;
    const struct am_name_rule *rule = am_names_find(&rules->names, name, &matched);
    if (!rule || rule->match == AM_MATCH_EXCEPT)
        return false;
    out->rule = &rule->rule;
    out->service = rule->service;
    out->operator_ = rule->service->operator_;
    out->parent = owner_of(out->operator_, day);
    return true;
}

bool am_role_is_hosting(const struct am_role *role)
{
    return strcmp(role->id, "infrastructure") == 0 || strcmp(role->id, "cdn") == 0;
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
    *out = (struct am_host){0};
    const struct am_network *prefix = am_networks_find_prefix(&rules->networks, block);
    if (place)
        out->place = *place;
    else
        am_places_find(&rules->places, &block->address, &out->place);
    const struct am_network *as = am_networks_find_asn(&rules->networks, out->place.asn);
    if (!place && ((prefix && prefix->anycast) || (as && as->anycast))) {
        out->place.anycast = true;
        memset(out->place.located, 0, sizeof out->place.located);
    }
    const struct am_network *network = prefix ? prefix : as;
    if (network) {
        out->rule = &network->rule;
        out->operator_ = network->operator_;
        out->parent = owner_of(network->operator_, day);
        out->kind = network->kind;
        out->service = network->service;
        if (!out->kind && as && as->operator_ == network->operator_)
            out->kind = as->kind;
    } else if (cname) {
        host_from_cname(rules, cname, day, out);
    }
    return out->rule != NULL;
}

bool am_host_is_own(const struct am_host *host)
{
    return host->operator_ && !host->operator_->hosts && host->kind &&
           strcmp(host->kind, "own") == 0;
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
