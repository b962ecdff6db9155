/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "dataset/facts.h"

#include <stdio.h>

const char *am_fact_file(const char *folder, const char *id, char out[AM_FACT_FILE])
{
    (void)snprintf(out, AM_FACT_FILE, "%s/%s.json", folder, id);
    return out;
}

const char *am_fact_file_of_operator(const struct am_operator *o, char out[AM_FACT_FILE])
{
    if (o->owned_count > 0)
        return am_fact_file("corporations", o->owned[o->owned_count - 1].owner->id, out);
    (void)snprintf(out, AM_FACT_FILE, "corporations");
    return out;
}

static void tell_owners(const struct am_entities *e, am_fact_fn fn, void *ctx)
{
    char file[AM_FACT_FILE];
    for (size_t i = 0; i < e[AM_KIND_CORPORATION].count; i++) {
        const struct am_corporation *c = e[AM_KIND_CORPORATION].at[i];
        (void)am_fact_file("corporations", c->id, file);
        fn(ctx, &(struct am_fact){AM_FACT_CORPORATION, &c->basis, file, c->id});
    }
    for (size_t i = 0; i < e[AM_KIND_OPERATOR].count; i++) {
        const struct am_operator *o = e[AM_KIND_OPERATOR].at[i];
        for (size_t k = 0; k < o->owned_count; k++) {
            (void)am_fact_file("corporations", o->owned[k].owner->id, file);
            fn(ctx, &(struct am_fact){AM_FACT_OWNERSHIP, &o->owned[k].basis, file, o->id});
        }
    }
    for (size_t i = 0; i < e[AM_KIND_SERVICE].count; i++) {
        const struct am_service *s = e[AM_KIND_SERVICE].at[i];
        (void)am_fact_file_of_operator(s->operator_, file);
        fn(ctx, &(struct am_fact){AM_FACT_SERVICE, &s->basis, file, s->id});
    }
}

static void tell_laws(const struct am_entities *e, am_fact_fn fn, void *ctx)
{
    char file[AM_FACT_FILE];
    for (size_t i = 0; i < e[AM_KIND_JURISDICTION].count; i++) {
        const struct am_jurisdiction *j = e[AM_KIND_JURISDICTION].at[i];
        (void)am_fact_file("jurisdictions", j->code, file);
        fn(ctx, &(struct am_fact){AM_FACT_JURISDICTION, &j->basis, file, j->code});
        for (size_t k = 0; k < j->law_count; k++)
            fn(ctx, &(struct am_fact){AM_FACT_LAW, &j->laws[k].basis, file, j->laws[k].id});
    }
    for (size_t i = 0; i < e[AM_KIND_BLOC].count; i++) {
        const struct am_bloc *b = e[AM_KIND_BLOC].at[i];
        fn(ctx, &(struct am_fact){AM_FACT_BLOC, &b->basis, "blocs.json", b->id});
    }
    for (size_t i = 0; i < e[AM_KIND_ALTERNATIVE].count; i++) {
        const struct am_alternative *a = e[AM_KIND_ALTERNATIVE].at[i];
        (void)am_fact_file("alternatives", a->id, file);
        fn(ctx, &(struct am_fact){AM_FACT_ALTERNATIVE, &a->basis, file, a->id});
    }
}

static void tell_rule(const struct am_rule *r, enum am_fact_kind kind, am_fact_fn fn, void *ctx)
{
    const char *word = kind == AM_FACT_ASN ? r->id : am_rule_subject(r);
    fn(ctx, &(struct am_fact){kind, &r->basis, r->file, word});
}

void am_facts_each(const struct am_rules *rules, am_fact_fn fn, void *ctx)
{
    tell_owners(rules->entities, fn, ctx);
    tell_laws(rules->entities, fn, ctx);
    for (size_t i = 0; i < rules->names.count; i++)
        tell_rule(&rules->names.rules[i].rule, AM_FACT_NAME, fn, ctx);
    for (size_t i = 0; i < rules->networks.asn_count; i++)
        tell_rule(&rules->networks.by_asn[i]->rule, AM_FACT_ASN, fn, ctx);
    for (size_t i = 0; i < rules->networks.prefix_count; i++)
        tell_rule(&rules->networks.by_prefix[i]->rule, AM_FACT_PREFIX, fn, ctx);
    for (size_t i = 0; i < rules->uses.count; i++)
        tell_rule(&rules->uses.at[i]->rule, AM_FACT_USE, fn, ctx);
}
