/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What changed between two datasets, entity by entity and rule by rule; and, on a scan, whose reach
 * that moves. */
#include <argp.h>
#include <string.h>

#include "dataset/dataset.h"

#define SHOWN 20 /* lines of a kind, unless all are wanted */

struct arguments {
    const char *folders[2], *scan;
    size_t count;
    bool all;
};

struct diff {
    const struct am_rules *from, *to;
    const struct arguments *a;
    size_t shown, changes;
};

static void tell(struct diff *d, char sign, const char *format, ...) AM_PRINTF(3, 4);

static void tell(struct diff *d, char sign, const char *format, ...)
{
    d->changes++;
    if (!d->a->all && d->shown >= SHOWN)
        return;
    d->shown++;
    va_list args;
    va_start(args, format);
    (void)printf("  %c ", sign);
    (void)vprintf(format, args);
    (void)putchar('\n');
    va_end(args);
}

static void section(struct diff *d, const char *title, void (*compare)(struct diff *d))
{
    size_t before = d->changes;
    d->shown = 0;
    (void)printf("%s\n", title);
    compare(d);
    size_t changes = d->changes - before;
    if (changes == 0)
        (void)puts("    the same");
    else if (changes > d->shown)
        (void)printf("    ... and %zu more (--all)\n", changes - d->shown);
}

static const char *code(const struct am_jurisdiction *j)
{
    return j ? j->code : "-";
}

static bool differs(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") != 0;
}

static void compare_corporation(struct diff *d, const struct am_corporation *a,
                                const struct am_corporation *b)
{
    if (differs(a->name, b->name))
        tell(d, '~', "%s: name '%s' -> '%s'", a->id, a->name, b->name);
    if (differs(a->legal_name, b->legal_name))
        tell(d, '~', "%s: legal name '%s' -> '%s'", a->id, a->legal_name, b->legal_name);
    if (differs(a->kind, b->kind))
        tell(d, '~', "%s: kind %s -> %s", a->id, a->kind, b->kind);
    if (differs(code(a->parent), code(b->parent)) ||
        differs(code(a->head_office), code(b->head_office)) ||
        differs(code(a->legal_seat), code(b->legal_seat)))
        tell(d, '~', "%s: parent, head office, legal seat %s/%s/%s -> %s/%s/%s", a->id,
             code(a->parent), code(a->head_office), code(a->legal_seat), code(b->parent),
             code(b->head_office), code(b->legal_seat));
}

static void compare_corporations(struct diff *d)
{
    const struct am_entities *from = &d->from->entities[AM_KIND_CORPORATION];
    const struct am_entities *to = &d->to->entities[AM_KIND_CORPORATION];
    for (size_t i = 0; i < from->count; i++) {
        const struct am_corporation *a = from->at[i];
        const struct am_corporation *b = am_rules_corporation(d->to, a->id);
        if (b)
            compare_corporation(d, a, b);
        else
            tell(d, '-', "%s (%s)", a->id, a->name);
    }
    for (size_t i = 0; i < to->count; i++) {
        const struct am_corporation *b = to->at[i];
        if (!am_rules_corporation(d->from, b->id))
            tell(d, '+', "%s (%s, %s)", b->id, b->name, code(b->parent));
    }
}

static const char *owner_id(const struct am_rules *rules, const struct am_operator *o)
{
    const struct am_corporation *owner = am_rules_owner(o, rules->day);
    return owner ? owner->id : "nobody";
}

static void compare_owners(struct diff *d)
{
    const struct am_entities *from = &d->from->entities[AM_KIND_OPERATOR];
    const struct am_entities *to = &d->to->entities[AM_KIND_OPERATOR];
    for (size_t i = 0; i < from->count; i++) {
        const struct am_operator *a = from->at[i];
        const struct am_operator *b = am_rules_entity(d->to, AM_KIND_OPERATOR, a->id);
        if (!b)
            tell(d, '-', "%s", a->id);
        else if (differs(owner_id(d->from, a), owner_id(d->to, b)))
            tell(d, '~', "%s: owned by %s -> %s", a->id, owner_id(d->from, a), owner_id(d->to, b));
    }
    for (size_t i = 0; i < to->count; i++) {
        const struct am_operator *b = to->at[i];
        if (!am_rules_entity(d->from, AM_KIND_OPERATOR, b->id))
            tell(d, '+', "%s, owned by %s", b->id, owner_id(d->to, b));
    }
}

/* The rule of the same name and kind in another dataset. */
static const struct am_name_rule *same_rule(const struct am_names *n, const struct am_name_rule *r)
{
    const char *matched;
    const struct am_name_rule *found = am_names_find(n, r->name, &matched);
    if (!found || matched != r->name)
        return NULL;
    if ((found->match == AM_MATCH_EXACT) != (r->match == AM_MATCH_EXACT))
        found = found->other != 0 ? &n->rules[found->other - 1] : NULL;
    return found && (found->match == AM_MATCH_EXACT) == (r->match == AM_MATCH_EXACT) ? found : NULL;
}

static const char *answer(const struct am_name_rule *r)
{
    return r->match == AM_MATCH_EXCEPT ? "no one" : r->service->id;
}

static void compare_names(struct diff *d)
{
    for (size_t i = 0; i < d->from->names.count; i++) {
        const struct am_name_rule *a = &d->from->names.rules[i];
        const struct am_name_rule *b = same_rule(&d->to->names, a);
        if (!b)
            tell(d, '-', "%s (%s)", a->rule.id, answer(a));
        else if (differs(answer(a), answer(b)))
            tell(d, '~', "%s: %s -> %s", a->rule.id, answer(a), answer(b));
    }
    for (size_t i = 0; i < d->to->names.count; i++) {
        const struct am_name_rule *b = &d->to->names.rules[i];
        if (!same_rule(&d->from->names, b))
            tell(d, '+', "%s (%s)", b->rule.id, answer(b));
    }
}

static const struct am_network *same_network(const struct am_networks *n,
                                             const struct am_network *network)
{
    return am_networks_find_rule(n, network->rule.id, strlen(network->rule.id));
}

static void compare_networks(struct diff *d)
{
    const struct am_networks *from = &d->from->networks;
    const struct am_networks *to = &d->to->networks;
    for (size_t i = 0; i < am_networks_count(from); i++) {
        const struct am_network *a = am_networks_at(from, i);
        const struct am_network *b = same_network(to, a);
        if (!b)
            tell(d, '-', "%s (%s)", a->rule.id, a->operator_->id);
        else if (differs(a->operator_->id, b->operator_->id))
            tell(d, '~', "%s: %s -> %s", a->rule.id, a->operator_->id, b->operator_->id);
        else if (differs(a->kind, b->kind) || a->anycast != b->anycast ||
                 differs(a->region ? a->region->id : "", b->region ? b->region->id : ""))
            tell(d, '~', "%s: kind, place or region changed", a->rule.id);
    }
    for (size_t i = 0; i < am_networks_count(to); i++) {
        const struct am_network *b = am_networks_at(to, i);
        if (!same_network(from, b))
            tell(d, '+', "%s (%s)", b->rule.id, b->operator_->id);
    }
}

static void compare_laws(struct diff *d)
{
    static const enum am_kind kinds[] = {AM_KIND_JURISDICTION, AM_KIND_BLOC, AM_KIND_CATEGORY,
                                         AM_KIND_ALTERNATIVE};
    static const char *const words[] = {"jurisdiction", "bloc", "category", "alternative"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const struct am_entities *from = &d->from->entities[kinds[k]];
        const struct am_entities *to = &d->to->entities[kinds[k]];
        for (size_t i = 0; i < from->count; i++) {
            const char *id = *(const char *const *)from->at[i]; /* the first member of each */
            if (!am_rules_entity(d->to, kinds[k], id))
                tell(d, '-', "%s %s", words[k], id);
        }
        for (size_t i = 0; i < to->count; i++) {
            const char *id = *(const char *const *)to->at[i];
            if (!am_rules_entity(d->from, kinds[k], id))
                tell(d, '+', "%s %s", words[k], id);
        }
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 's':
        a->scan = arg;
        return 0;
    case 'a':
        a->all = true;
        return 0;
    case ARGP_KEY_ARG:
        if (a->count == 2)
            argp_error(state, "two datasets, no more");
        a->folders[a->count++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (a->count != 2)
            argp_error(state, "name two datasets: the older and the newer");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_dataset_diff(int argc, char **argv, am_scan_moves_fn moves)
{
    static const struct argp_option options[] = {
        {"scan", 's', "SCAN.db", 0, "tell whose reach the change moves on this scan", 0},
        {"all", 'a', NULL, 0, "every change, not the first twenty of each kind", 0},
        {0},
    };
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "OLD NEW",
        .doc =
            "Tells what changed between two datasets. Each is a folder that holds text or a "
            "compiled dataset.",
    };
    struct arguments a = {0};
    struct am_problem problem = {0};
    struct am_rules *from = NULL;
    struct am_rules *to = NULL;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &a);
    enum am_status status = am_dataset_open(a.folders[0], &from, &problem);
    if (status == AM_OK)
        status = am_dataset_open(a.folders[1], &to, &problem);
    if (status == AM_OK) {
        struct diff d = {.from = from, .to = to, .a = &a};
        (void)printf("%s -> %s\n", from->version, to->version);
        section(&d, "corporate groups", compare_corporations);
        section(&d, "operators and their owners today", compare_owners);
        section(&d, "name rules", compare_names);
        section(&d, "networks", compare_networks);
        section(&d, "jurisdictions, blocs, categories, alternatives", compare_laws);
    }
    if (status == AM_OK && a.scan)
        status = moves(a.scan, from, to, stdout, &problem);
    am_rules_free(from);
    am_rules_free(to);
    return status == AM_OK ? AM_EXIT_OK : am_problem_print(&problem);
}
