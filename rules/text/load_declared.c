/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an organization says of itself: its own servers, and what it knows of others'. */
#include <sodium.h>
#include <string.h>

#include "base/file.h"
#include "text/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define DECLARED     "declared" /* id of the source, and of the organization as owner and operator */

struct declared {
    const char *organization, *checked;
    const struct am_jurisdiction *country;
    json_t *services, *belongs;
    const struct am_operator *operator_;
    struct am_basis basis;
    unsigned count;
};

/* What the names and addresses of one entry are given to. */
struct turn {
    const struct declared *of;
    const struct am_service *service;
};

static enum am_status load_domain(struct am_loader *l, json_t *value, void *ctx)
{
    const struct turn *turn = ctx;
    const char *name = json_string_value(value);
    if (!name)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "must be a domain name");
    return am_load_add_name(l, name, "suffix", &turn->of->basis, turn->service);
}

static enum am_status load_address(struct am_loader *l, json_t *value, void *ctx)
{
    const struct turn *turn = ctx;
    const char *text = json_string_value(value);
    struct am_network *n = am_loader_new(l, 1, sizeof *n);
    if (!n)
        return AM_E_NO_MEMORY;
    *n = (struct am_network){
        .rule = {.file = l->file.path, .basis = turn->of->basis},
        .operator_ = turn->service->operator_,
        .service = turn->service,
        .kind = "own",
        .prefix.len = 128,
    };
    enum am_status status = AM_OK;
    if (text && strchr(text, '/'))
        status = am_load_prefix(l, NULL, text, &n->prefix);
    else if (!text || am_address_parse(text, &n->prefix.address) != AM_OK)
        status =
            am_loader_problem(l, AM_E_MALFORMED, NULL, "must be an address, or one and a length");
    return status == AM_OK ? am_load_add_network(l, n) : status;
}

static enum am_status load_rules(struct am_loader *l, json_t *domains, json_t *addresses,
                                 struct turn *turn)
{
    enum am_status status = am_loader_each(l, "domains", domains, load_domain, turn);
    return status == AM_OK ? am_loader_each(l, "addresses", addresses, load_address, turn) : status;
}

static enum am_status load_service(struct am_loader *l, json_t *object, void *ctx)
{
    struct service {
        struct am_service s;
        json_t *domains, *addresses;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct service, "name", AM_FIELD_TEXT, s.name),
        AM_FIELD(struct service, "category", AM_FIELD_CATEGORY, s.category),
        AM_FIELD_OPTIONAL(struct service, "domains", AM_FIELD_LIST, domains),
        AM_FIELD_OPTIONAL(struct service, "addresses", AM_FIELD_LIST, addresses),
    };
    struct declared *d = ctx;
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    struct am_service *s = status == AM_OK ? am_loader_new(l, 1, sizeof *s) : NULL;
    if (!s)
        return status == AM_OK ? AM_E_NO_MEMORY : status;
    char id[32];
    int len = snprintf(id, sizeof id, DECLARED "-%u", ++d->count);
    *s = in.s;
    s->id = am_loader_text(l, id, (size_t)len);
    s->role = am_rules_entity(l->rules, AM_KIND_ROLE, "service");
    s->operator_ = d->operator_;
    s->basis = d->basis;
    if (!s->id)
        return AM_E_NO_MEMORY;
    if (!s->role)
        return am_loader_problem(l, AM_E_NOT_FOUND, NULL, "the dataset has no role 'service'");
    status = am_loader_add(l, AM_KIND_SERVICE, s->id, s);
    struct turn turn = {d, s};
    return status == AM_OK ? load_rules(l, in.domains, in.addresses, &turn) : status;
}

static enum am_status load_belonging(struct am_loader *l, json_t *object, void *ctx)
{
    struct belonging {
        const struct am_service *service;
        json_t *domains, *addresses;
    } in = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct belonging, "service", AM_FIELD_SERVICE, service),
        AM_FIELD_OPTIONAL(struct belonging, "domains", AM_FIELD_LIST, domains),
        AM_FIELD_OPTIONAL(struct belonging, "addresses", AM_FIELD_LIST, addresses),
    };
    enum am_status status = am_fields_take(l, object, fields, COUNT(fields), &in);
    struct turn turn = {ctx, in.service};
    return status == AM_OK ? load_rules(l, in.domains, in.addresses, &turn) : status;
}

/* The organization itself as a source, an owner and an operator. */
static enum am_status add_organization(struct am_loader *l, struct declared *d)
{
    struct am_rules *r = l->rules;
    char title[AM_DATASET_TEXT_MAX];
    int len = snprintf(title, sizeof title, "%s", d->organization);
    struct am_fact_source *s = &r->sources[r->source_count];
    struct am_corporation *c = am_loader_new(l, 1, sizeof *c);
    struct am_operator *o = am_loader_new(l, 1, sizeof *o);
    struct am_ownership *owned = am_loader_new(l, 1, sizeof *owned);
    const char *kept = am_loader_text(l, title, (size_t)len);
    if (!c || !o || !owned || !kept)
        return AM_E_NO_MEMORY;
    *s = (struct am_fact_source){
        .id = DECLARED, .title = kept, .url = "", .licence = "", .date = "", .kind = DECLARED};
    enum am_status status = am_loader_add(l, AM_KIND_SOURCE, s->id, s);
    if (status != AM_OK)
        return status;
    r->source_count++;
    d->basis = (struct am_basis){.source = s, .checked = d->checked};
    *c = (struct am_corporation){
        .id = DECLARED,
        .name = d->organization,
        .legal_name = d->organization,
        .kind = "community",
        .parent = d->country,
        .head_office = d->country,
        .legal_seat = d->country,
        .basis = d->basis,
    };
    *owned = (struct am_ownership){c, INT32_MIN, INT32_MAX, d->basis};
    *o = (struct am_operator){
        .id = DECLARED, .name = d->organization, .owned = owned, .owned_count = 1};
    d->operator_ = o;
    status = am_loader_add(l, AM_KIND_CORPORATION, c->id, c);
    return status == AM_OK ? am_loader_add(l, AM_KIND_OPERATOR, o->id, o) : status;
}

/* Two reports of what is declared differently are of two versions. */
static void add_to_version(struct am_rules *rules, struct am_bytes text)
{
    uint8_t digest[16];
    (void)crypto_generichash(digest, sizeof digest, text.at, text.len, NULL, 0);
    size_t len = strlen(rules->version);
    (void)snprintf(rules->version + len, sizeof rules->version - len, "+%02x%02x%02x%02x",
                   digest[0], digest[1], digest[2], digest[3]);
}

static enum am_status load(struct am_loader *l, json_t *root)
{
    struct declared d = {0};
    static const struct am_field fields[] = {
        AM_FIELD(struct declared, "organization", AM_FIELD_TEXT, organization),
        AM_FIELD(struct declared, "checked", AM_FIELD_DATE, checked),
        AM_FIELD_OPTIONAL(struct declared, "country", AM_FIELD_JURISDICTION, country),
        AM_FIELD_OPTIONAL(struct declared, "services", AM_FIELD_LIST, services),
        AM_FIELD_OPTIONAL(struct declared, "belongs", AM_FIELD_LIST, belongs),
    };
    enum am_status status = am_fields_take(l, root, fields, COUNT(fields), &d);
    if (status == AM_OK)
        status = add_organization(l, &d);
    if (status == AM_OK)
        status = am_loader_each(l, "services", d.services, load_service, &d);
    return status == AM_OK ? am_loader_each(l, "belongs", d.belongs, load_belonging, &d) : status;
}

enum am_status am_load_declared_text(struct am_rules *rules, struct am_bytes text, const char *path,
                                     struct am_problem *problem)
{
    json_t *root = NULL;
    struct am_problem own = {0};
    struct am_loader l = {.rules = rules,
                          .names = &rules->declared.names,
                          .networks = &rules->declared.networks,
                          .problem = problem ? problem : &own,
                          .file = {.text = text}};
    enum am_status status = am_json_parse(text, path, &root, l.problem);
    if (status == AM_OK) { /* reports name the file, not where it lies */
        const char *slash = strrchr(path, '/');
        const char *name = slash ? slash + 1 : path;
        l.folder = slash ? am_loader_text(&l, path, (size_t)(slash - path)) : NULL;
        l.file.path = am_loader_text(&l, name, strlen(name));
        status = l.file.path ? load(&l, root) : AM_E_NO_MEMORY;
    }
    if (status == AM_OK) {
        add_to_version(rules, text);
        am_networks_sort(&rules->declared.networks);
    }
    json_decref(root);
    return status;
}

enum am_status am_load_declared(struct am_rules *rules, const char *path,
                                struct am_problem *problem)
{
    struct am_bytes text;
    enum am_status status = am_file_load(path, AM_JSON_FILE_MAX, &text, problem);
    if (status != AM_OK)
        return status;
    status = am_load_declared_text(rules, text, path, problem);
    am_free(text.at);
    return status;
}
