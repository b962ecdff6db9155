/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argp.h>
#include <string.h>

#include "dataset/dataset.h"
#include "dataset/facts.h"

/* How many facts of one kind there are, and how many were verified. */
struct tally {
    size_t all, verified;
};

static void count(void *ctx, const struct am_fact *fact)
{
    struct tally *t = (struct tally *)ctx + fact->kind;
    t->all++;
    t->verified += fact->basis->verified;
}

static void put_counts(const struct am_rules *r)
{
    const struct am_entities *e = r->entities;
    static const char *const titles[AM_FACT_COUNT] = {
        [AM_FACT_CORPORATION] = "corporate groups",
        [AM_FACT_OWNERSHIP] = "ownerships in time",
        [AM_FACT_NAME] = "name rules",
        [AM_FACT_ASN] = "AS numbers",
        [AM_FACT_PREFIX] = "address prefixes",
        [AM_FACT_LAW] = "laws",
        [AM_FACT_ALTERNATIVE] = "alternatives",
    };
    struct tally t[AM_FACT_COUNT] = {0};
    am_facts_each(r, count, t);
    for (size_t i = 0; i < AM_FACT_COUNT; i++)
        if (titles[i] && t[i].all > 0)
            (void)printf("  %-24s %7zu, %zu verified (%.0f %%)\n", titles[i], t[i].all,
                         t[i].verified, 100.0 * (double)t[i].verified / (double)t[i].all);
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
