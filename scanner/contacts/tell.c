/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/tell.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

#include "base/text.h"

#define LINE_MAX_BYTES (128u << 10) /* 256 names of 253 bytes and what is around them */

/* Only for text that is safe in JSON as it is: clean names, addresses, words of ours. */
static void add_safe(struct am_text *t, const char *text)
{
    am_text_add(t, "\"");
    am_text_add(t, text);
    am_text_add(t, "\"");
}

static void add_safe_or_null(struct am_text *t, const char *text)
{
    if (text)
        add_safe(t, text);
    else
        am_text_add(t, "null");
}

static void add_time(struct am_text *t, int64_t nanoseconds)
{
    am_text_addf(t, "%" PRId64 ".%06" PRId64, nanoseconds / 1000000000,
                 nanoseconds % 1000000000 / 1000);
}

static void add_device(struct am_text *t, const struct am_teller *teller,
                       const struct am_address *device)
{
    struct am_pseudonym p = am_store_pseudonym(teller->store, device);
    am_text_add(t, "\"device\":\"");
    for (size_t i = 0; i < sizeof p.at; i++)
        am_text_addf(t, "%02x", p.at[i]);
    am_text_add(t, "\"");
}

static void add_address(struct am_text *t, const char *key, const struct am_address *a)
{
    char text[AM_ADDRESS_TEXT];
    am_address_write(a, text);
    am_text_addf(t, ",\"%s\":\"%s\"", key, text);
}

/* Names that only mean something inside: one label, and what RFC 6761, 6762 (with its appendix G)
 * and 8375 set apart or found in use. */
static bool is_local_name(const char *name)
{
    static const char *const tops[] = {
        "local",   "localhost", "lan",         "home",      "home.arpa", "internal",     "intranet",
        "private", "corp",      "localdomain", "workgroup", "fritz.box", "in-addr.arpa", "ip6.arpa",
    };
    size_t len = strlen(name);
    if (!strchr(name, '.'))
        return true;
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
        size_t top = strlen(tops[i]);
        if (len > top && name[len - top - 1] == '.' && strcmp(name + len - top, tops[i]) == 0)
            return true;
    }
    return false;
}

static bool may_tell(const struct am_teller *teller, const char *name)
{
    return name && (teller->addresses || !is_local_name(name));
}

/* "a b c" as ["a","b","c"]. */
static void add_chain(struct am_text *t, const char *chain)
{
    am_text_add(t, "[");
    for (const char *at = chain; at && *at;) {
        size_t len = strcspn(at, " ");
        am_text_add(t, at == chain ? "\"" : ",\"");
        am_text_add_len(t, at, len);
        am_text_add(t, "\"");
        at += len + (at[len] == ' ');
    }
    am_text_add(t, "]");
}

static const char *transport_name(uint8_t transport)
{
    static const struct {
        uint8_t number;
        const char *name;
    } names[] = {
        {IPPROTO_TCP, "tcp"}, {IPPROTO_UDP, "udp"}, {IPPROTO_ESP, "esp"},
        {IPPROTO_AH, "ah"},   {IPPROTO_GRE, "gre"}, {IPPROTO_SCTP, "sctp"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].number == transport)
            return names[i].name;
    return "other";
}

static void write_line(struct am_text *t, FILE *out)
{
    am_text_add(t, "}\n");
    if (am_text_status(t) == AM_OK)
        (void)fwrite(t->at, 1, t->len,
                     out); /* errors stay with the stream; the command asks at the end */
    am_text_done(t);
}

static void add_losses(struct am_text *t, const struct am_observed_flow *f)
{
    const struct am_flow *flow = f->flow;
    const struct {
        bool set;
        const char *word;
    } flags[] = {
        {flow->transport == IPPROTO_TCP &&
             !((flow->tcp_flags[0] | flow->tcp_flags[1]) & AM_TCP_SYN),
         "mid-stream"},
        {flow->packets[0] == 0 || flow->packets[1] == 0, "one-way"},
        {f->gap, "gap"},
        {f->cut, "cut"},
        {f->evicted, "evicted"},
    };
    const char *comma = "";
    am_text_add(t, ",\"loss\":[");
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (!flags[i].set)
            continue;
        am_text_addf(t, "%s\"%s\"", comma, flags[i].word);
        comma = ",";
    }
    am_text_add(t, "]");
}

static void add_ends(struct am_text *t, const struct am_teller *teller,
                     const struct am_observed_flow *f)
{
    const struct am_flow *flow = f->flow;
    unsigned client = flow->client;
    unsigned server = 1 - client;
    /* A remote client of a local server is no device; a local server is. */
    if (teller->addresses) {
        add_address(t, "client", &flow->address[client]);
        am_text_addf(t, ",\"client_port\":%u", flow->port[client]);
    }
    if (teller->addresses || !(f->server_local || (f->multicast && !f->client_local)))
        add_address(t, "server", &flow->address[server]);
    else
        am_text_add(t, ",\"server\":null");
    am_text_addf(t, ",\"server_port\":%u", flow->port[server]);
}

static void tell_flow(void *ctx, const struct am_observed_flow *f)
{
    const struct am_teller *teller = ctx;
    const struct am_flow *flow = f->flow;
    bool open = teller->addresses || !f->server_local;
    bool named = open && may_tell(teller, f->name);
    struct am_text t;
    if (!teller->flows)
        return;
    am_text_init(&t, LINE_MAX_BYTES);
    am_text_add(&t, "{\"ts\":");
    add_time(&t, flow->first);
    am_text_add(&t, ",\"end\":");
    add_time(&t, flow->last);
    am_text_add(&t, ",");
    add_device(&t, teller, f->stands);
    add_ends(&t, teller, f);
    am_text_addf(&t,
                 ",\"transport\":\"%s\",\"app\":\"%s\",\"name\":", transport_name(flow->transport),
                 f->app);
    add_safe_or_null(&t, named ? f->name : NULL);
    am_text_addf(&t, ",\"evidence\":\"%s\",\"names\":[",
                 am_evidence_name(named ? f->evidence : AM_EVIDENCE_NONE));
    const char *comma = "";
    for (size_t i = 0; i < f->names_len; i++) {
        /* What a local resolver was asked for is elsewhere. */
        bool question = strcmp(f->names[i].evidence, "question") == 0;
        if (!(open || question) || !may_tell(teller, f->names[i].name))
            continue;
        am_text_addf(&t, "%s{\"name\":", comma);
        add_safe(&t, f->names[i].name);
        am_text_addf(&t, ",\"evidence\":\"%s\"}", f->names[i].evidence);
        comma = ",";
    }
    am_text_add(&t, "],\"hidden_behind\":");
    add_safe_or_null(&t, open ? f->front : NULL);
    am_text_add(&t, ",\"cname\":");
    add_chain(&t, named ? f->chain : NULL);
    am_text_addf(&t, ",\"up\":%" PRIu64 ",\"down\":%" PRIu64 ",\"packets\":%" PRIu64,
                 flow->bytes[f->device], flow->bytes[1 - f->device],
                 flow->packets[0] + flow->packets[1]);
    add_losses(&t, f);
    write_line(&t, teller->flows);
}

/* What leads inside names a machine of the organization. */
static bool leads_out(const struct am_teller *teller, const struct am_dns_answer *answer)
{
    for (size_t i = 0; i < answer->addresses_len; i++)
        if (am_locality_of(&teller->locality, &answer->addresses[i]) == AM_PLACE_REMOTE)
            return true;
    return false;
}

static void tell_answer(void *ctx, const struct am_flow *flow, unsigned asker,
                        const struct am_address *device, const struct am_dns_answer *answer,
                        int64_t time)
{
    const struct am_teller *teller = ctx;
    const struct am_address *resolver = &flow->address[1 - asker];
    struct am_text t;
    if (!teller->answers || !may_tell(teller, answer->question) ||
        (!teller->addresses && !leads_out(teller, answer)))
        return;
    am_text_init(&t, LINE_MAX_BYTES);
    am_text_add(&t, "{\"ts\":");
    add_time(&t, time);
    am_text_add(&t, ",");
    add_device(&t, teller, device);
    if (teller->addresses)
        add_address(&t, "client", &flow->address[asker]);
    if (teller->addresses || am_locality_of(&teller->locality, resolver) == AM_PLACE_REMOTE)
        add_address(&t, "resolver", resolver);
    else
        am_text_add(&t, ",\"resolver\":null");
    am_text_addf(&t, ",\"transport\":\"%s\",\"question\":", transport_name(flow->transport));
    add_safe(&t, answer->question);
    am_text_add(&t, ",\"cname\":[");
    for (size_t i = 0; i < answer->chain_len; i++) {
        am_text_add(&t, i == 0 ? "" : ",");
        add_safe(&t, answer->chain[i]);
    }
    am_text_add(&t, "],\"addresses\":[");
    const char *comma = "";
    for (size_t i = 0; i < answer->addresses_len; i++) {
        char text[AM_ADDRESS_TEXT];
        if (!teller->addresses &&
            am_locality_of(&teller->locality, &answer->addresses[i]) != AM_PLACE_REMOTE)
            continue;
        am_address_write(&answer->addresses[i], text);
        am_text_addf(&t, "%s\"%s\"", comma, text);
        comma = ",";
    }
    am_text_addf(&t, "],\"ttl\":%" PRIu32, answer->ttl);
    write_line(&t, teller->answers);
}

struct am_listener am_teller_listener(struct am_teller *teller)
{
    return (struct am_listener){
        .ctx = teller,
        .flow = teller->flows ? tell_flow : NULL,
        .answer = teller->answers ? tell_answer : NULL,
    };
}
