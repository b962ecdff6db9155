/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "keep.h"

#include <stdlib.h>
#include <string.h>

#include "data.h"

#define LOCAL "local"

/* Last labels that stand for no one: special use (RFC 6761, 6762, 7686, 8375, 9462, 9476) and what
 * routers and offices commonly call their own network. */
static const char *const local_suffixes[] = {
    "home.arpa", "in-addr.arpa", "ip6.arpa", "resolver.arpa", "local",   "localhost", "localdomain",
    "lan",       "home",         "internal", "intranet",      "private", "corp",      "workgroup",
    "test",      "invalid",      "example",  "onion",         "alt",     "bit",       "i2p",
};

static bool ends_in(const char *name, const char *suffix)
{
    size_t n = strlen(name);
    size_t s = strlen(suffix);
    return n >= s && strcmp(name + n - s, suffix) == 0 && (n == s || name[n - s - 1] == '.');
}

static const char *local_part(const char *name)
{
    for (size_t i = 0; i < sizeof local_suffixes / sizeof *local_suffixes; i++)
        if (ends_in(name, local_suffixes[i]))
            return local_suffixes[i];
    return NULL;
}

/* The longest public suffix of the name, or NULL where even its last label is none. */
static const char *public_suffix(const psl_ctx_t *list, const char *name, const char **registrable)
{
    *registrable = NULL;
    for (const char *at = name; at; at = am_name_parent(at)) {
        if (psl_is_public_suffix2(list, at, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE))
            return at;
        *registrable = at;
    }
    *registrable = NULL;
    return NULL;
}

/* As much of a name that no rule knows as tells no device; a view into it, or static. */
static const char *unknown_part(const struct am_rules *rules, const char *name)
{
    const char *local = local_part(name);
    if (local)
        return local;
    if (am_name_is_address(name))
        return LOCAL;
    if (!rules->suffixes) { /* two labels are the most that may be kept without the list */
        const char *at = name;
        for (const char *up; (up = am_name_parent(at)) && am_name_parent(up);)
            at = up;
        return am_name_parent(at) ? at : LOCAL;
    }
    const char *registrable;
    const char *suffix = public_suffix(rules->suffixes, name, &registrable);
    if (!suffix)
        return LOCAL;
    return registrable ? registrable : suffix;
}

bool am_keep_name(const struct am_rules *rules, const char *name, char out[AM_NAME_SIZE])
{
    const char *matched = NULL;
    const struct am_name_rule *rule = am_rules_name_rule(rules, name, &matched);
    if (rule) {
        (void)snprintf(out, AM_NAME_SIZE, "%s", matched);
        return rule->match != AM_MATCH_EXCEPT;
    }
    /* A resolver's name tells what is done there, and of whom it tells nothing. */
    const char *part = am_uses_find_name(&rules->uses, name) ? name : unknown_part(rules, name);
    const char *found;
    bool taken = am_rules_name_rule(rules, part, &found) != NULL;
    int len = snprintf(out, AM_NAME_SIZE, "%s%s", taken ? "_other." : "", part);
    if (len < 0 || len >= AM_NAME_SIZE)
        (void)snprintf(out, AM_NAME_SIZE, "%s", LOCAL);
    return false;
}

static bool knowledge_keep(void *ctx, const char *name, char out[AM_NAME_SIZE])
{
    return am_keep_name(ctx, name, out);
}

static void knowledge_place(void *ctx, const struct am_address *address, struct am_place *out)
{
    const struct am_prefix block = {.address = *address, .len = 128};
    struct am_host host;
    (void)am_rules_find_host(ctx, &block, NULL, NULL, 0, &host);
    *out = host.place;
}

static size_t add_label(char out[][AM_LABEL_SIZE], size_t count, const char *kind, const char *id)
{
    if (count == AM_LABELS_MAX)
        return count;
    (void)snprintf(out[count], AM_LABEL_SIZE, "%s:%s", kind, id);
    return count + 1;
}

static size_t add_owner(char out[][AM_LABEL_SIZE], size_t count, const char *owner,
                        const char *country, const struct am_corporation *parent)
{
    if (!parent)
        return count;
    count = add_label(out, count, owner, parent->id);
    return parent->parent ? add_label(out, count, country, parent->parent->code) : count;
}

static size_t knowledge_labels(void *ctx, const char *name, const struct am_prefix *block,
                               const struct am_place *place, char out[][AM_LABEL_SIZE])
{
    const struct am_rules *rules = ctx;
    struct am_attribution service;
    struct am_host host;
    size_t count = 0;
    bool known = block && am_rules_find_host(rules, block, place, NULL, rules->day, &host);
    bool served = name ? am_rules_find_name(rules, name, rules->day, &service)
                       : known && am_rules_service_of_host(&host, rules->day, &service);
    if (served) {
        count = add_label(out, count, "service-operator", service.operator_->id);
        count = add_owner(out, count, "service", "service-country", service.parent);
    }
    if (block && (am_rules_find_cache(rules, name, NULL, rules->day, &host) || known))
        count = add_owner(out, count, "host", "host-country", host.parent);
    return count;
}

static enum am_address_use knowledge_use(void *ctx, const struct am_address *address)
{
    struct am_known found;
    (void)am_rules_find_use(ctx, address, &found);
    return found.use;
}

static bool knowledge_fronts(void *ctx, const char *name)
{
    struct am_known found;
    return am_rules_find_front(ctx, name, &found);
}

static void knowledge_done(void *ctx)
{
    am_rules_free(ctx);
}

static void knowledge_leave(void *ctx)
{
    (void)ctx; /* borrowed */
}

psl_ctx_t *am_rules_suffixes(const struct am_rules *rules)
{
    union {
        const char *in;
        char *out; /* opened for reading, it is not written to */
    } text = {.in = rules->suffix_text};
    FILE *stream = text.in ? fmemopen(text.out, rules->suffix_len, "r") : NULL;
    psl_ctx_t *list = stream ? psl_load_fp(stream) : NULL;
    if (stream)
        (void)fclose(stream);
    return list;
}

static bool read_suffixes(struct am_rules *rules)
{
    if (!rules->suffixes)
        rules->suffixes = am_rules_suffixes(rules);
    return rules->suffixes != NULL;
}

void am_rules_as_knowledge(struct am_rules *rules, struct am_knowledge *out)
{
    *out = (struct am_knowledge){
        .ctx = rules,
        .keep = knowledge_keep,
        .place = knowledge_place,
        .use = knowledge_use,
        .fronts = knowledge_fronts,
        .labels = knowledge_labels,
        .done = knowledge_leave,
    };
    (void)read_suffixes(rules); /* without it unknown names keep less */
    (void)snprintf(out->version, sizeof out->version, "%s", am_rules_version(rules));
}

enum am_status am_rules_knowledge(const struct am_knowledge_options *options,
                                  struct am_knowledge *out, struct am_problem *problem)
{
    struct am_rules *rules;
    enum am_status status = am_rules_open(options, &rules, problem);
    if (status != AM_OK)
        return status;
    if (!read_suffixes(rules)) {
        am_rules_free(rules);
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0,
                              "can't read the public suffix list");
    }
    am_rules_as_knowledge(rules, out);
    out->done = knowledge_done;
    return AM_OK;
}
