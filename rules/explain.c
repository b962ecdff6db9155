/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "explain.h"

#include <string.h>

#include "base/utf8.h"

void am_explain(const struct am_rules *rules, const struct am_query *query, int32_t day,
                struct am_explanation *out)
{
    *out = (struct am_explanation){.query = query};
    struct am_attribution *service = &out->service;
    if (query->kind == AM_QUERY_NAME)
        (void)am_rules_find_name(rules, query->name, day, service);
    if (query->kind == AM_QUERY_NAME && !am_rules_find_front(rules, query->name, &out->known))
        (void)am_rules_find_use_of_name(rules, query->name, &out->known);
    else if (query->kind == AM_QUERY_ADDRESS)
        (void)am_rules_find_use(rules, &query->address, &out->known);
    if (query->kind == AM_QUERY_ADDRESS) {
        struct am_host *host = &out->host;
        const struct am_prefix block = {.address = query->address, .len = 128};
        out->has_host = true;
        (void)am_rules_find_host(rules, &block, NULL, NULL, day, host);
        if (!am_rules_service_of_host(host, day, service)) {
            service->rule = host->rule;
            service->operator_ = am_host_is_own(host) ? host->operator_ : NULL;
        }
        if (host->operator_)
            out->host_owned = am_rules_owned(host->operator_, day);
    }
    if (service->operator_)
        out->owned = am_rules_owned(service->operator_, day);
    service->parent = out->owned ? out->owned->owner : NULL;
}

static void put_escape(struct am_text *out, uint32_t code)
{
    if (code == '"' || code == '\\')
        am_text_addf(out, "\\%c", (int)code);
    else if (code > 0xffff) /* a surrogate pair (RFC 8259, 7) */
        am_text_addf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((code - 0x10000) >> 10)),
                     (unsigned)(0xdc00 + ((code - 0x10000) & 0x3ff)));
    else
        am_text_addf(out, "\\u%04x", (unsigned)code);
}

/* How many bytes from here on are plain: printable ASCII that needs no escape. */
static size_t plain_run(struct am_bytes b)
{
    size_t len = 0;
    while (len < b.len && b.at[len] >= 0x20 && b.at[len] < 0x7f && b.at[len] != '"' &&
           b.at[len] != '\\')
        len++;
    return len;
}

void am_json_put_text(struct am_text *out, const char *text, size_t len)
{
    struct am_bytes bytes = {.at = (const uint8_t *)text, .len = len};
    struct am_reader r = am_reader_over(bytes, false);
    am_text_add_len(out, "\"", 1);
    while (am_reader_more(&r)) {
        size_t run = plain_run(am_reader_rest(&r));
        if (run > 0) {
            struct am_bytes plain = am_read_bytes(&r, run);
            am_text_add_len(out, (const char *)plain.at, plain.len);
            continue;
        }
        uint32_t code = am_utf8_read(&r);
        if (code == 0) /* some readers of JSON take no zero byte */
            code = AM_UTF8_REPLACEMENT;
        if (code == '"' || code == '\\' || !am_utf8_is_inert(code))
            put_escape(out, code);
        else
            am_utf8_add(out, code);
    }
    am_text_add_len(out, "\"", 1);
}

static void put_string(struct am_text *out, const char *text)
{
    am_json_put_text(out, text, strlen(text));
}

/* "null" for none: an empty text is none too. */
static void put_or_null(struct am_text *out, const char *text)
{
    if (text && *text)
        put_string(out, text);
    else
        am_text_add(out, "null");
}

static void put_entity(struct am_text *out, const char *id, const char *name)
{
    if (!id) {
        am_text_add(out, "null");
        return;
    }
    am_text_add(out, "{\"id\": ");
    put_string(out, id);
    am_text_add(out, ", \"name\": ");
    put_string(out, name);
    am_text_add(out, "}");
}

static void put_operator(struct am_text *out, const struct am_operator *o)
{
    put_entity(out, o ? o->id : NULL, o ? o->name : NULL);
}

static void put_corporation(struct am_text *out, const struct am_corporation *c)
{
    put_entity(out, c ? c->id : NULL, c ? c->name : NULL);
}

static void put_jurisdictions(struct am_text *out, const struct am_corporation *c)
{
    if (!c) {
        am_text_add(out, "null");
        return;
    }
    am_text_add(out, "{\"parent\": ");
    put_or_null(out, c->parent ? c->parent->code : NULL);
    am_text_add(out, ", \"head_office\": ");
    put_or_null(out, c->head_office ? c->head_office->code : NULL);
    am_text_add(out, ", \"legal_seat\": ");
    put_or_null(out, c->legal_seat ? c->legal_seat->code : NULL);
    am_text_add(out, "}");
}

static void put_host(struct am_text *out, const struct am_explanation *e)
{
    const struct am_host *h = &e->host;
    if (!e->has_host) {
        am_text_add(out, "null");
        return;
    }
    am_text_add(out, "{\"asn\": ");
    if (h->place.asn != 0)
        am_text_addf(out, "%lu", (unsigned long)h->place.asn);
    else
        am_text_add(out, "null");
    am_text_add(out, ", \"as_name\": ");
    put_or_null(out, h->place.as_name);
    am_text_add(out, ", \"operator\": ");
    put_operator(out, h->operator_);
    am_text_add(out, ", \"parent\": ");
    put_corporation(out, h->parent);
    am_text_add(out, ", \"registered\": ");
    put_or_null(out, h->place.registered);
    am_text_add(out, ", \"located\": ");
    put_or_null(out, h->place.located);
    am_text_add(out, h->place.anycast ? ", \"anycast\": true" : ", \"anycast\": false");
    am_text_add(out, ", \"kind\": ");
    put_or_null(out, h->kind);
    am_text_add(out, ", \"region\": ");
    put_or_null(out, h->region ? h->region->id : NULL);
    am_text_add(out, "}");
}

static void put_rule(struct am_text *out, const struct am_rule *rule)
{
    if (!rule) {
        am_text_add(out, "null");
        return;
    }
    am_text_add(out, "{\"id\": ");
    put_string(out, rule->id);
    am_text_add(out, ", \"source\": ");
    put_string(out, rule->basis.source->id);
    am_text_add(out, ", \"checked\": ");
    put_string(out, rule->basis.checked);
    am_text_add(out, "}");
}

static void put_known(struct am_text *out, const struct am_known *known)
{
    static const char *const uses[] = {
        [AM_USE_NOT_KNOWN] = "front", [AM_USE_RESOLVER] = "resolver", [AM_USE_TUNNEL] = "tunnel"};
    const struct am_service *s = known->service;
    if (!known->rule) {
        am_text_add(out, "null");
        return;
    }
    am_text_addf(out, "{\"use\": \"%s\", \"service\": ", uses[known->use]);
    put_entity(out, s ? s->id : NULL, s ? s->name : NULL);
    am_text_add(out, ", \"rule\": ");
    put_rule(out, known->rule);
    am_text_add(out, "}");
}

void am_explain_write_json(const struct am_explanation *e, enum am_language language,
                           struct am_text *out)
{
    const struct am_bytes *line = &e->query->line;
    const struct am_service *s = e->service.service;
    am_text_add(out, "{\"query\": ");
    am_json_put_text(out, (const char *)line->at,
                     line->len < AM_QUERY_ECHO_MAX ? line->len : AM_QUERY_ECHO_MAX);
    am_text_add(out, ", \"service\": ");
    put_entity(out, s ? s->id : NULL, s ? s->name : NULL);
    am_text_add(out, ", \"category\": ");
    put_entity(out, s ? s->category->id : NULL, s ? s->category->name[language] : NULL);
    am_text_add(out, ", \"role\": ");
    put_entity(out, s ? s->role->id : NULL, s ? s->role->name[language] : NULL);
    am_text_add(out, ", \"operator\": ");
    put_operator(out, e->service.operator_);
    am_text_add(out, ", \"parent\": ");
    put_corporation(out, e->service.parent);
    am_text_add(out, ", \"jurisdictions\": ");
    put_jurisdictions(out, e->service.parent);
    am_text_add(out, ", \"host\": ");
    put_host(out, e);
    am_text_add(out, ", \"rule\": ");
    put_rule(out, e->service.rule);
    am_text_add(out, ", \"known_as\": ");
    put_known(out, &e->known);
    if (e->query->error) {
        am_text_add(out, ", \"error\": ");
        put_string(out, e->query->error);
    }
    am_text_add(out, "}\n");
}
