/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argp.h>
#include <string.h>

#include "dataset/dataset.h"

/* How many facts of one kind there are, and how many were verified. */
struct tally {
    size_t all, verified;
};

static void count(struct tally *t, const struct am_basis *basis)
{
    t->all++;
    t->verified += basis->verified;
}

static void put(const char *what, const struct tally *t)
{
    if (t->all == 0)
        return;
    (void)printf("  %-24s %7zu, %zu verified (%.0f %%)\n", what, t->all, t->verified,
                 100.0 * (double)t->verified / (double)t->all);
}

static void put_counts(const struct am_rules *r)
{
    const struct am_entities *e = r->entities;
    struct tally corporations = {0};
    struct tally owners = {0};
    struct tally names = {0};
    struct tally networks = {0};
    struct tally ranges = {0};
    struct tally laws = {0};
    struct tally alternatives = {0};
    for (size_t i = 0; i < e[AM_KIND_CORPORATION].count; i++)
        count(&corporations, &((const struct am_corporation *)e[AM_KIND_CORPORATION].at[i])->basis);
    for (size_t i = 0; i < e[AM_KIND_OPERATOR].count; i++) {
        const struct am_operator *o = e[AM_KIND_OPERATOR].at[i];
        for (size_t k = 0; k < o->owned_count; k++)
            count(&owners, &o->owned[k].basis);
    }
    for (size_t i = 0; i < r->names.count; i++)
        count(&names, &r->names.rules[i].rule.basis);
    for (size_t i = 0; i < r->networks.asn_count; i++)
        count(&networks, &r->networks.by_asn[i]->rule.basis);
    for (size_t i = 0; i < r->networks.prefix_count; i++)
        count(&ranges, &r->networks.by_prefix[i]->rule.basis);
    for (size_t i = 0; i < e[AM_KIND_JURISDICTION].count; i++) {
        const struct am_jurisdiction *j = e[AM_KIND_JURISDICTION].at[i];
        for (size_t k = 0; k < j->law_count; k++)
            count(&laws, &j->laws[k].basis);
    }
    for (size_t i = 0; i < e[AM_KIND_ALTERNATIVE].count; i++)
        count(&alternatives, &((const struct am_alternative *)e[AM_KIND_ALTERNATIVE].at[i])->basis);
    put("corporate groups", &corporations);
    put("ownerships in time", &owners);
    put("name rules", &names);
    put("AS numbers", &networks);
    put("address prefixes", &ranges);
    put("laws", &laws);
    put("alternatives", &alternatives);
    (void)printf("  %-24s %7zu of %zu operators, in %zu categories and %zu roles\n", "services",
                 e[AM_KIND_SERVICE].count, e[AM_KIND_OPERATOR].count, e[AM_KIND_CATEGORY].count,
                 e[AM_KIND_ROLE].count);
    (void)printf("  %-24s %7zu, in %zu blocs\n", "jurisdictions", e[AM_KIND_JURISDICTION].count,
                 e[AM_KIND_BLOC].count);
}

/* The lists it was made from, with the licences that must be passed on. */
static void put_lists(const struct am_rules *r)
{
    (void)puts("\nmade from, besides what people wrote for it (CC BY-SA 4.0):");
    for (size_t i = 0; i < r->source_count; i++) {
        const struct am_fact_source *s = &r->sources[i];
        if (strcmp(s->kind, "list") == 0)
            (void)printf("  %s (%s)%s%s\n", s->title, s->licence, *s->url ? ", " : "", s->url);
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    const char **folder = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (*folder)
            argp_error(state, "one folder at a time");
        *folder = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_dataset_info(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = parse,
        .args_doc = "[FOLDER]",
        .doc =
            "Says what a dataset holds, and where it comes from. FOLDER holds text or a "
            "compiled dataset; without it, the one installed.",
    };
    const char *folder = NULL;
    struct am_rules *rules = NULL;
    struct am_problem problem = {0};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &folder);
    if (am_dataset_open(folder, &rules, &problem) != AM_OK)
        return am_problem_print(&problem);
    (void)printf("dataset %s\n", rules->version);
    put_counts(rules);
    put_lists(rules);
    am_rules_free(rules);
    return fflush(stdout) == 0 ? AM_EXIT_OK : AM_EXIT_MACHINE;
}
