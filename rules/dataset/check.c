/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a loader must let pass and a keeper of the dataset must not: rules that say nothing, chains
 * that end nowhere, facts past their time, texts that nobody translated. */
#include <argp.h>
#include <ctype.h>
#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

#include "dataset/dataset.h"
#include "dataset/facts.h"
#include "text/folder.h"

#define MAX_AGE_DAYS 1096 /* three years */
#define PROBLEMS_MAX 200
#define LONG_TEXT    24 /* bytes from which two languages don't say the same by chance */
#define DAYS_AHEAD   1

struct check {
    const char *folder;
    const struct am_dataset_folder *files;
    const struct am_rules *rules;
    psl_ctx_t *suffixes;
    int32_t max_age;
    bool *cited; /* of each source: whether a fact does */
    size_t problems;
};

/* The line of the first place where the file says "word" in quotes, or an AS number; 0: nowhere. */
static unsigned long line_of(const struct check *c, const char *file, const char *word)
{
    char quoted[AM_NAME_SIZE + 16];
    bool as = strncmp(word, "as:", 3) == 0;
    (void)snprintf(quoted, sizeof quoted, as ? "\"asn\": %s," : "\"%s\"", as ? word + 3 : word);
    for (size_t i = 0; i < c->files->count; i++) {
        const struct am_dataset_file *f = &c->files->files[i];
        if (strcmp(f->path, file) != 0)
            continue;
        const uint8_t *at = memmem(f->text.at, f->text.len, quoted, strlen(quoted));
        unsigned long line = at ? 1 : 0;
        for (const uint8_t *b = f->text.at; at && b < at; b++)
            line += *b == '\n';
        return line;
    }
    return 0;
}

static void found(void *ctx, const struct am_problem *problem)
{
    struct check *c = ctx;
    if (c->problems++ >= PROBLEMS_MAX)
        return;
    if (problem->line > 0)
        (void)printf("%s:%lu: %s\n", problem->file, problem->line, problem->text);
    else
        (void)printf("%s: %s\n", problem->file, problem->text);
}

/* A problem where the file says `word`, which is looked for only now: most rules have none. */
static void tell(struct check *c, const char *file, const char *word, const char *format, ...)
    AM_PRINTF(4, 5);

static void tell(struct check *c, const char *file, const char *word, const char *format, ...)
{
    struct am_problem problem = {.line = c->problems < PROBLEMS_MAX ? line_of(c, file, word) : 0};
    (void)snprintf(problem.file, sizeof problem.file, "%s/%s", c->folder, file);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(problem.text, sizeof problem.text, format, args);
    va_end(args);
    found(c, &problem);
}

/* The rule that would hold for a name below `up` were there no other; exact ones don't. */
static const struct am_name_rule *rule_above(const struct am_names *n, const char *up)
{
    char below[AM_NAME_SIZE + 2];
    const char *matched;
    if (!up)
        return NULL;
    (void)snprintf(below, sizeof below, "_.%s", up);
    return am_names_find(n, below, &matched);
}

/* Rules that decide nothing: a shorter one of the same service says it already. `pair` is the other
 * rule of the same name, or NULL. */
static void check_rule(struct check *c, const struct am_name_rule *r,
                       const struct am_name_rule *pair)
{
    const struct am_names *n = &c->rules->names;
    const struct am_name_rule *wider =
        r->match == AM_MATCH_EXACT && pair ? pair : rule_above(n, am_name_parent(r->name));
    bool except = r->match == AM_MATCH_EXCEPT;
    if (except && !wider)
        tell(c, r->rule.file, r->name, "the exception '%s' is of no rule", r->name);
    if (wider && (wider->match == AM_MATCH_EXCEPT) == except &&
        (except || wider->service == r->service))
        tell(c, r->rule.file, r->name,
             "'%s' says nothing new: the rule '%s' (%s) says the same of it", r->name,
             wider->rule.id, wider->rule.file);
}

static void check_shadowed(struct check *c)
{
    const struct am_names *n = &c->rules->names;
    const struct am_name_rule **pair = calloc(n->count + 1, sizeof(const struct am_name_rule *));
    if (!pair)
        return;
    for (size_t i = 0; i < n->count; i++)
        if (n->rules[i].other != 0) {
            pair[i] = &n->rules[n->rules[i].other - 1];
            pair[n->rules[i].other - 1] = &n->rules[i];
        }
    for (size_t i = 0; i < n->count; i++)
        check_rule(c, &n->rules[i], pair[i]);
    free(pair);
}

/* A registry's suffix belongs to no one, but for those that one owner alone fills. */
static void check_suffixes(struct check *c)
{
    const struct am_names *n = &c->rules->names;
    for (size_t i = 0; c->suffixes && i < n->count; i++) {
        const struct am_name_rule *r = &n->rules[i];
        static const char *const open[] = {"com", "net", "org", "edu", "co",   "ac",  "info", "biz",
                                           "app", "dev", "io",  "ai",  "name", "web", "gen",  "or"};
        if (r->match != AM_MATCH_SUFFIX ||
            !psl_is_public_suffix2(c->suffixes, r->name, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE))
            continue;
        bool shared = strlen(r->name) == 2; /* a country's */
        const char *dot = strchr(r->name, '.');
        size_t first = dot ? (size_t)(dot - r->name) : strlen(r->name);
        for (size_t k = 0; k < sizeof open / sizeof *open; k++)
            shared = shared || (strlen(open[k]) == first && strncmp(r->name, open[k], first) == 0);
        if (shared)
            tell(c, r->rule.file, r->name, "'%s' is a public suffix: it belongs to no one",
                 r->name);
    }
}

/* One flag for each entity of a kind: whether something leads to it. */
struct marks {
    const struct am_entities *all;
    bool *at;
};

static void mark(struct marks *m, const char *id)
{
    const uint32_t *place = am_index_find(&m->all->by_id, id, strlen(id));
    if (place)
        m->at[*place] = true;
}

static void mark_used(const struct am_rules *r, struct marks *operators, struct marks *services)
{
    for (size_t i = 0; i < services->all->count; i++)
        mark(operators, ((const struct am_service *)services->all->at[i])->operator_->id);
    for (size_t i = 0; i < r->names.count; i++)
        mark(services, r->names.rules[i].service->id);
    for (size_t i = 0; i < am_networks_count(&r->networks); i++) {
        const struct am_network *n = am_networks_at(&r->networks, i);
        mark(operators, n->operator_->id);
        if (n->service)
            mark(services, n->service->id);
    }
    for (size_t i = 0; i < r->uses.count; i++)
        if (r->uses.at[i]->service)
            mark(services, r->uses.at[i]->service->id);
}

static void check_operator(struct check *c, const struct am_operator *o, bool used)
{
    char file[AM_FACT_FILE];
    (void)am_fact_file_of_operator(o, file);
    for (size_t k = 1; k < o->owned_count; k++)
        if (o->owned[k - 1].to != o->owned[k].from)
            tell(c, file, o->id, "the owners of '%s' leave a gap between '%s' and '%s'", o->id,
                 o->owned[k - 1].owner->id, o->owned[k].owner->id);
    if (o->owned_count == 0)
        tell(c, file, o->id, "the operator '%s' has no owner at any time", o->id);
    if (!used)
        tell(c, file, o->id, "the operator '%s' runs no service and no network", o->id);
}

static void check_chains(struct check *c)
{
    const struct am_entities *e = c->rules->entities;
    struct marks operators = {&e[AM_KIND_OPERATOR],
                              calloc(e[AM_KIND_OPERATOR].count + 1, sizeof(bool))};
    struct marks services = {&e[AM_KIND_SERVICE],
                             calloc(e[AM_KIND_SERVICE].count + 1, sizeof(bool))};
    if (operators.at && services.at) {
        mark_used(c->rules, &operators, &services);
        for (size_t i = 0; i < operators.all->count; i++)
            check_operator(c, operators.all->at[i], operators.at[i]);
        for (size_t i = 0; i < services.all->count; i++) {
            const struct am_service *s = services.all->at[i];
            char file[AM_FACT_FILE];
            if (!services.at[i])
                tell(c, am_fact_file_of_operator(s->operator_, file), s->id,
                     "no rule leads to the service '%s'", s->id);
        }
    }
    free(operators.at);
    free(services.at);
}

static int by_name(const void *a, const void *b)
{
    const struct am_corporation *x = *(const struct am_corporation *const *)a;
    const struct am_corporation *y = *(const struct am_corporation *const *)b;
    int order = strcasecmp(x->legal_name, y->legal_name);
    return order != 0 ? order : strcmp(x->id, y->id);
}

/* Two files of one group would split what depends on it. */
static void check_twins(struct check *c)
{
    const struct am_entities *all = &c->rules->entities[AM_KIND_CORPORATION];
    const struct am_corporation **sorted =
        all->count > 0 ? calloc(all->count, sizeof(const struct am_corporation *)) : NULL;
    if (!sorted)
        return;
    memcpy(sorted, all->at, all->count * sizeof(const struct am_corporation *));
    qsort(sorted, all->count, sizeof(const struct am_corporation *), by_name);
    for (size_t i = 1; i < all->count; i++) {
        char file[AM_FACT_FILE];
        if (strcasecmp(sorted[i - 1]->legal_name, sorted[i]->legal_name) == 0 &&
            sorted[i - 1]->parent == sorted[i]->parent)
            tell(c, am_fact_file("corporations", sorted[i]->id, file), sorted[i]->legal_name,
                 "'%s' has the legal name and the country of '%s': are they one?", sorted[i]->id,
                 sorted[i - 1]->id);
    }
    free(sorted);
}

/* One fact: its day, and whether its source can make it verified. A service's are told by its
 * names. */
static void check_fact(void *ctx, const struct am_fact *fact)
{
    struct check *c = ctx;
    const struct am_basis *b = fact->basis;
    int32_t day;
    if (!b->source || !b->checked)
        return;
    c->cited[b->source - c->rules->sources] = true;
    if (fact->kind == AM_FACT_SERVICE || !am_rules_day(b->checked, &day))
        return;
    if (day > c->rules->day + DAYS_AHEAD)
        tell(c, fact->file, fact->word,
             "'%s' was checked on %s, after the day of the dataset (VERSION)", fact->word,
             b->checked);
    if (c->rules->day - day > c->max_age)
        tell(c, fact->file, fact->word,
             "'%s' has expired: it was checked on %s, more than %d days before the dataset",
             fact->word, b->checked, (int)c->max_age);
    if (b->verified && strcmp(b->source->kind, "knowledge") == 0)
        tell(c, fact->file, fact->word,
             "'%s' can't be verified by the source '%s': nothing was read there", fact->word,
             b->source->id);
}

static void check_facts(struct check *c)
{
    const struct am_rules *r = c->rules;
    c->cited = calloc(r->source_count + 1, sizeof *c->cited);
    if (!c->cited)
        return;
    am_facts_each(r, check_fact, c);
    for (size_t i = 0; i < r->source_count; i++) {
        const struct am_fact_source *s = &r->sources[i];
        if (strcmp(s->kind, "list") == 0 && !*s->licence)
            tell(c, "sources.json", s->id, "the list '%s' has no licence: may it be copied?",
                 s->id);
        if (!c->cited[i] &&
            strcmp(s->kind, "list") != 0) /* lists may be behind the address table */
            tell(c, "sources.json", s->id, "nothing cites the source '%s'", s->id);
    }
    free(c->cited);
}

/* A sentence that is the same in two languages was not translated. */
static void check_texts(struct check *c, const char *const texts[AM_LANG_COUNT], const char *file,
                        const char *id, const char *what)
{
    for (int i = 0; i < AM_LANG_COUNT; i++)
        for (int k = i + 1; k < AM_LANG_COUNT; k++)
            if (texts[i] && texts[k] && strlen(texts[i]) >= LONG_TEXT &&
                strcmp(texts[i], texts[k]) == 0)
                tell(c, file, texts[k],
                     "'%s': the %s is the same in %s and %s: one of them is not translated", id,
                     what, am_language_code((enum am_language)i),
                     am_language_code((enum am_language)k));
}

/* Names that are told in each language: a name of its own needs none. */
static void check_names(struct check *c, const char *name, const char *const names[AM_LANG_COUNT],
                        const char *file, const char *id)
{
    bool differ = false;
    if (!names[AM_LANG_EN])
        return;
    if (strcmp(name, names[AM_LANG_EN]) != 0)
        tell(c, file, names[AM_LANG_EN], "'%s': name is another than names.en", id);
    for (int i = 0; i < AM_LANG_COUNT; i++)
        differ = differ || strcmp(name, names[i]) != 0;
    if (!differ)
        tell(c, file, name, "'%s': names says the same in every language: leave it out", id);
}

static void check_translations(struct check *c)
{
    const struct am_entities *e = c->rules->entities;
    char file[AM_FACT_FILE];
    for (size_t i = 0; i < c->rules->source_count; i++) {
        const struct am_fact_source *s = &c->rules->sources[i];
        check_texts(c, s->titles, "sources.json", s->id, "title");
        if (s->titles[AM_LANG_EN] && strcmp(s->title, s->titles[AM_LANG_EN]) != 0)
            tell(c, "sources.json", s->id, "'%s': title is another than titles.en", s->id);
    }
    for (size_t i = 0; i < e[AM_KIND_CATEGORY].count; i++) {
        const struct am_category *k = e[AM_KIND_CATEGORY].at[i];
        check_texts(c, k->if_cut, "categories.json", k->id, "if_cut");
    }
    for (size_t i = 0; i < e[AM_KIND_JURISDICTION].count; i++) {
        const struct am_jurisdiction *j = e[AM_KIND_JURISDICTION].at[i];
        (void)am_fact_file("jurisdictions", j->code, file);
        for (size_t k = 0; k < j->law_count; k++)
            check_texts(c, j->laws[k].plain, file, j->laws[k].id, "sentence");
    }
    for (size_t i = 0; i < e[AM_KIND_SERVICE].count; i++) {
        const struct am_service *s = e[AM_KIND_SERVICE].at[i];
        if (!s->if_cut[AM_LANG_EN] && !s->names[AM_LANG_EN])
            continue;
        (void)am_fact_file_of_operator(s->operator_, file);
        check_texts(c, s->if_cut, file, s->id, "if_cut");
        check_names(c, s->name, s->names, file, s->id);
    }
    for (size_t i = 0; i < e[AM_KIND_OPERATOR].count; i++) {
        const struct am_operator *o = e[AM_KIND_OPERATOR].at[i];
        if (o->names[AM_LANG_EN])
            check_names(c, o->name, o->names, am_fact_file_of_operator(o, file), o->id);
    }
    for (size_t i = 0; i < e[AM_KIND_CORPORATION].count; i++) {
        const struct am_corporation *k = e[AM_KIND_CORPORATION].at[i];
        check_names(c, k->name, k->names, am_fact_file("corporations", k->id, file), k->id);
    }
    for (size_t i = 0; i < e[AM_KIND_ALTERNATIVE].count; i++) {
        const struct am_alternative *a = e[AM_KIND_ALTERNATIVE].at[i];
        (void)am_fact_file("alternatives", a->id, file);
        check_names(c, a->name, a->names, file, a->id);
        check_texts(c, a->text, file, a->id, "text");
        check_texts(c, a->caution, file, a->id, "caution");
    }
}

/* Territories are of a state that is there. */
static void check_territories(struct check *c)
{
    const struct am_entities *states = &c->rules->entities[AM_KIND_JURISDICTION];
    for (size_t i = 0; i < states->count; i++) {
        const struct am_jurisdiction *j = states->at[i];
        const struct am_jurisdiction *of = j->of ? am_rules_jurisdiction(c->rules, j->of) : NULL;
        char file[AM_FACT_FILE];
        if (j->of && (!of || of->of))
            tell(c, am_fact_file("jurisdictions", j->code, file), "of",
                 "of: '%s' is no state of the dataset", j->of);
    }
}

static enum am_status check(struct check *c, struct am_problem *problem)
{
    struct am_dataset_folder files;
    struct am_rules *rules = NULL;
    enum am_status status = am_dataset_read(c->folder, &files, problem);
    if (status != AM_OK)
        return status;
    c->files = &files;
    status = am_rules_load_all(files.files, files.count, c->folder, found, c, &rules, problem);
    if (status == AM_OK) {
        c->rules = rules;
        c->suffixes = am_rules_suffixes(rules);
        static void (*const checks[])(struct check *) = {
            check_shadowed, check_suffixes,     check_chains,      check_twins,
            check_facts,    check_translations, check_territories,
        };
        for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
            checks[i](c);
        if (c->problems > PROBLEMS_MAX)
            (void)printf("... and %zu more\n", c->problems - PROBLEMS_MAX);
        const struct am_entities *e = rules->entities;
        (void)printf(
            "dataset %s: %zu corporations, %zu operators, %zu services, %zu name rules, "
            "%zu AS numbers, %zu prefixes, %zu jurisdictions, %zu alternatives, %zu "
            "sources; %zu problem%s\n",
            rules->version, e[AM_KIND_CORPORATION].count, e[AM_KIND_OPERATOR].count,
            e[AM_KIND_SERVICE].count, rules->names.count, rules->networks.asn_count,
            rules->networks.prefix_count, e[AM_KIND_JURISDICTION].count,
            e[AM_KIND_ALTERNATIVE].count, rules->source_count, c->problems,
            c->problems == 1 ? "" : "s");
    }
    psl_free(c->suffixes);
    am_rules_free(rules);
    am_dataset_done(&files);
    return status;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct check *c = state->input;
    char *end;
    switch (key) {
    case 'a':
        c->max_age = (int32_t)strtol(arg, &end, 10);
        if (*end || end == arg || c->max_age < 1 || c->max_age > 36500)
            argp_error(state, "an age is a number of days, not '%s'", arg);
        return 0;
    case ARGP_KEY_ARG:
        if (c->folder)
            argp_error(state, "one folder at a time");
        c->folder = arg;
        return 0;
    case ARGP_KEY_END:
        if (!c->folder)
            argp_error(state, "name the dataset's folder");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_dataset_check(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"max-age", 'a', "DAYS", 0, "how old a check may be (default 1096)", 0},
        {0},
    };
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FOLDER",
        .doc =
            "Tells everything that is wrong with the text of a dataset, with file and line: "
            "keys and types, references, duplicates, rules that say nothing new, broken chains "
            "of owners, expired facts, missing translations.",
    };
    struct check c = {.max_age = MAX_AGE_DAYS};
    struct am_problem problem = {0};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    if (check(&c, &problem) != AM_OK)
        return am_problem_print(&problem);
    return c.problems == 0 ? AM_EXIT_OK : AM_EXIT_INPUT;
}
