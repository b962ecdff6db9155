/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What dissectors find, and what it means for the flow's name. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "contacts/naming_private.h"

struct other {
    struct am_label *name;
    const char *evidence;
};

struct am_others {
    size_t len, room;
    struct other at[];
};

static const struct {
    enum am_evidence evidence;
    const char *word; /* beside the flow's own name */
} of_source[AM_SOURCE_COUNT] = {
    [AM_SOURCE_DNS_QUERY] = {AM_EVIDENCE_NONE, "question"},
    [AM_SOURCE_DNS_OTHER_PORT] = {AM_EVIDENCE_NONE, "question"},
    [AM_SOURCE_MDNS_QUERY] = {AM_EVIDENCE_NONE, "question"},
    [AM_SOURCE_LLMNR_QUERY] = {AM_EVIDENCE_NONE, "question"},
    [AM_SOURCE_NBNS_QUERY] = {AM_EVIDENCE_NONE, "question"},
    [AM_SOURCE_TLS_SNI] = {AM_EVIDENCE_SNI, "sni"},
    [AM_SOURCE_TLS_CERT] = {AM_EVIDENCE_CERT, "cert"},
    [AM_SOURCE_DTLS_SNI] = {AM_EVIDENCE_SNI, "sni"},
    [AM_SOURCE_QUIC_SNI] = {AM_EVIDENCE_QUIC, "quic"},
    [AM_SOURCE_GQUIC_SNI] = {AM_EVIDENCE_QUIC, "quic"},
    [AM_SOURCE_HTTP_HOST] = {AM_EVIDENCE_HTTP, "http"},
    [AM_SOURCE_HTTP_CONNECT] = {AM_EVIDENCE_PROXY, "proxy"},
    [AM_SOURCE_HTTP2_AUTHORITY] = {AM_EVIDENCE_HTTP, "http"},
    [AM_SOURCE_SOCKS_HOST] = {AM_EVIDENCE_PROXY, "proxy"},
};

/* Takes over the hold on `name`. */
static void add_other(struct am_namer *n, struct am_naming *naming, struct am_label *name,
                      const char *evidence)
{
    struct am_others *o = naming->others;
    for (size_t i = 0; o && i < o->len; i++) {
        if (o->at[i].name == name && o->at[i].evidence == evidence) {
            am_labels_drop(n->options.labels, name);
            return;
        }
    }
    if (o && o->len == AM_NAMING_OTHERS_MAX) {
        n->beyond++;
        am_labels_drop(n->options.labels, name);
        return;
    }
    if (!o || o->len == o->room) {
        size_t room = o ? o->room * 4 : 4;
        struct am_others *grown = realloc(o, sizeof *grown + room * sizeof *grown->at);
        if (!grown) {
            am_labels_drop(n->options.labels, name);
            return;
        }
        grown->len = o ? grown->len : 0;
        grown->room = room;
        naming->others = o = grown;
    }
    o->at[o->len++] = (struct other){.name = name, .evidence = evidence};
}

static void set_name(struct am_namer *n, struct am_naming *naming, struct am_label *name,
                     enum am_evidence evidence)
{
    if (naming->name == name) { /* the chain that led to its address still tells the host */
        am_labels_drop(n->options.labels, name);
    } else {
        if (naming->name && n->options.keep_others)
            add_other(n, naming, naming->name, am_evidence_name(naming->evidence));
        else
            am_labels_drop(n->options.labels, naming->name);
        am_labels_drop(n->options.labels, naming->chain);
        naming->chain = NULL;
        naming->name = name;
    }
    naming->evidence = evidence;
    naming->own = true;
}

/* Who names the other end is the client, where no SYN told. */
static void note_client(struct am_flow *flow, unsigned side)
{
    if (!((flow->tcp_flags[0] | flow->tcp_flags[1]) & AM_TCP_SYN))
        flow->client = (uint8_t)side;
}

/* Whether a name that was just read is better known than the flow's own. What a proxy was asked for
 * comes before a Host header: a CONNECT has one too, which may name the proxy, and what follows
 * went through it. */
static bool is_better(const struct am_naming *naming, enum am_evidence evidence)
{
    static const uint8_t rank[AM_EVIDENCE_COUNT] = {
        [AM_EVIDENCE_SNI] = 1,       [AM_EVIDENCE_QUIC] = 2,    [AM_EVIDENCE_PROXY] = 3,
        [AM_EVIDENCE_HTTP] = 4,      [AM_EVIDENCE_CERT] = 5,    [AM_EVIDENCE_DNS] = 6,
        [AM_EVIDENCE_DNS_OTHER] = 7, [AM_EVIDENCE_ECH_DNS] = 8, [AM_EVIDENCE_DECLARED] = 9,
        [AM_EVIDENCE_NONE] = 10,
    };
    if (evidence >= AM_EVIDENCE_NONE || !naming->own)
        return evidence < AM_EVIDENCE_NONE;
    return rank[evidence] < rank[naming->evidence];
}

/* A name that the wire shows and that is not the flow's. Takes over the hold on it. */
static void keep_aside(struct am_namer *n, struct am_naming *naming, struct am_label *label,
                       const char *evidence)
{
    if (label == naming->name || !n->options.keep_others)
        am_labels_drop(n->options.labels, label);
    else
        add_other(n, naming, label, evidence);
}

static void found_name(void *ctx, enum am_source source, const char *name)
{
    struct am_naming_turn *r = ctx;
    struct am_namer *n = r->n;
    enum am_evidence evidence = of_source[source].evidence;
    bool asked = evidence < AM_EVIDENCE_NONE && evidence != AM_EVIDENCE_CERT;
    if (asked)
        note_client(r->flow, r->side);
    if (n->options.name)
        n->options.name(n->options.ctx, r->flow, source, name);
    if ((evidence == AM_EVIDENCE_NONE && !n->options.keep_others) || am_name_is_address(name))
        return;
    struct am_label *label = am_labels_hold(n->options.labels, name, strlen(name));
    if (!label)
        return;
    /* What a certificate's names mean, found_certificate says; a front names nobody. */
    if (asked && label != r->naming->front && is_better(r->naming, evidence))
        set_name(n, r->naming, label, evidence);
    else
        keep_aside(n, r->naming, label, of_source[source].word);
}

static void found_answer(void *ctx, const struct am_dns_answer *answer)
{
    struct am_naming_turn *r = ctx;
    r->n->options.answer(r->n->options.ctx, r->flow, r->side, answer, r->time);
}

static void found_invalid(void *ctx, enum am_source source)
{
    struct am_naming_turn *r = ctx;
    (void)source;
    r->n->invalid++;
}

/* Whether a list of ALPN (apart by commas) has a protocol that begins with `word`. */
static bool offers(const char *alpn, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = alpn; *at;) {
        if (strncmp(at, word, len) == 0)
            return true;
        at += strcspn(at, ",");
        at += *at == ',';
    }
    return false;
}

/* The name that is meant is sealed in the hello; the one that it shows in its place names who runs
 * the door. What the device asked the DNS for a moment ago is probably what it meant. */
static void hide(struct am_naming_turn *r, const struct am_hello *hello)
{
    struct am_namer *n = r->n;
    struct am_naming *naming = r->naming;
    struct am_memory_name probable = {.name = NULL};
    if (naming->front || !hello->outer || !n->options.hides ||
        !n->options.hides(n->options.ctx, r->flow, r->side, hello, r->time, &probable))
        return;
    naming->front = am_labels_hold(n->options.labels, hello->outer, strlen(hello->outer));
    if (!naming->front)
        return;
    n->fronted++;
    if (naming->own)
        return;
    am_labels_drop(n->options.labels, naming->name);
    am_labels_drop(n->options.labels, naming->chain);
    naming->name = am_label_again(probable.name);
    naming->chain = am_label_again(probable.chain);
    naming->evidence = probable.name ? AM_EVIDENCE_ECH_DNS : AM_EVIDENCE_NONE;
    naming->own = probable.name != NULL;
}

static void found_hello(void *ctx, const struct am_hello *hello)
{
    struct am_naming_turn *r = ctx;
    /* RFC 7858, RFC 9250 */
    if (offers(hello->alpn, "dot") || offers(hello->alpn, "doq"))
        r->naming->asks = true;
    if (!hello->ech)
        return;
    r->n->encrypted++;
    hide(r, hello);
}

/* RFC 9525, 6.3: a wildcard stands for one label. */
static bool covers(const struct am_certificate *certificate, const char *name)
{
    const char *parent = am_name_parent(name);
    for (size_t i = 0; i < certificate->len; i++) {
        const char *held = certificate->names[i].wildcard ? parent : name;
        if (held && strcmp(certificate->names[i].name, held) == 0)
            return true;
    }
    return false;
}

/* What a certificate says of the server is weaker than what the client asked for: it names the
 * machine's holder, on a shared machine the first of many. So a remembered name that it vouches for
 * stays, and one that it does not is stale. Names of one label mean something inside only. */
static void found_certificate(void *ctx, const struct am_certificate *certificate)
{
    struct am_naming_turn *r = ctx;
    struct am_naming *naming = r->naming;
    const char *first = NULL;
    if (!((r->flow->tcp_flags[0] | r->flow->tcp_flags[1]) & AM_TCP_SYN))
        r->flow->client = (uint8_t)(1 - r->side);
    if (naming->own)
        return;
    if (naming->name && covers(certificate, am_label_text(naming->name))) {
        naming->own = true;
        return;
    }
    for (size_t i = 0; i < certificate->len && !first; i++)
        if (am_name_parent(certificate->names[i].name) &&
            !am_name_is_address(certificate->names[i].name))
            first = certificate->names[i].name;
    struct am_label *label =
        first ? am_labels_hold(r->n->options.labels, first, strlen(first)) : NULL;
    if (label)
        set_name(r->n, naming, label, AM_EVIDENCE_CERT);
}

static void found_connection(void *ctx, struct am_bytes id)
{
    struct am_naming_turn *r = ctx;
    if (r->n->options.connection)
        r->n->options.connection(r->n->options.ctx, r->flow, r->side, id);
}

struct am_findings am_naming_findings(struct am_naming_turn *turn)
{
    return (struct am_findings){
        .ctx = turn,
        .name = found_name,
        .answer = found_answer,
        .invalid_name = found_invalid,
        .hello = found_hello,
        .certificate = found_certificate,
        .connection = found_connection,
    };
}

void am_naming_forget(struct am_namer *n, struct am_naming *naming)
{
    am_labels_drop(n->options.labels, naming->name);
    am_labels_drop(n->options.labels, naming->chain);
    am_labels_drop(n->options.labels, naming->front);
    for (size_t i = 0; naming->others && i < naming->others->len; i++)
        am_labels_drop(n->options.labels, naming->others->at[i].name);
    free(naming->others);
}

size_t am_naming_others(const struct am_naming *naming,
                        struct am_observed_name out[AM_NAMING_OTHERS_MAX])
{
    size_t len = naming->others ? naming->others->len : 0;
    for (size_t i = 0; i < len; i++)
        out[i] = (struct am_observed_name){.name = am_label_text(naming->others->at[i].name),
                                           .evidence = naming->others->at[i].evidence};
    return len;
}
