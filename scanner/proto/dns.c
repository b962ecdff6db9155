/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DNS (RFC 1035): who asks for which name, and which addresses it was answered with.
 *
 * It has no signature: on other ports than its own only a lone question is taken for one, whose
 * every field is as resolvers' clients send it, to the last byte. DNSCrypt asks so for the keys of
 * its resolver, and then in sealed messages that nobody can read.
 *
 * Only the question and answer sections are read. A response teaches name memory the addresses of
 * the name that was asked, and of no other: what else a server sends along is not trusted. */
#include "proto/dns_answer.h"
#include "proto/protocols.h"

#define ANSWERED_MAX 4 /* questions of one message whose answers are looked for */
#define OPCODE_QUERY 0
#define CLASS_IN     1
#define TYPE_OPT     41
/* Flags of a query that may be set: recursion, and two of DNSSEC (RFC 4035, 3.2). */
#define QUERY_FLAGS 0x0130u
#define LABELS_MIN  2 /* a port of its own is worth asking for more than a host next door */
#define LABELS_MAX  127

/* Tells the questions; the first clean ones are left in `asked`. `r` is left after the section, or
 * failed. */
static size_t tell_questions(const struct am_dns_message *m, struct am_reader *r,
                             struct am_dns_names *names, struct am_dns_question asked[ANSWERED_MAX],
                             enum am_source source, const struct am_findings *out)
{
    size_t len = 0;
    for (unsigned i = 0; i < m->questions; i++) {
        unsigned name;
        if (!am_dns_read_name(m, r, names, &name))
            break;
        uint16_t type = am_read_be16(r);
        am_read_skip(r, 2); /* class */
        if (am_reader_status(r) == AM_E_MALFORMED)
            break;
        if (name >= AM_DNS_FIRST) {
            out->name(out->ctx, source, am_dns_text(names, name));
            if (len < ANSWERED_MAX)
                asked[len++] = (struct am_dns_question){.name = name, .type = type};
        } else if (name == AM_DNS_UNCLEAN) {
            out->invalid_name(out->ctx, source);
        }
    }
    return len;
}

/* False where the bytes are no DNS message. */
static bool dissect_from(struct am_bytes all, bool cut, enum am_source source,
                         const struct am_findings *out)
{
    struct am_dns_message m = {.all = all, .cut = cut};
    struct am_dns_question asked[ANSWERED_MAX];
    struct am_dns_names names;
    struct am_reader r = am_reader_over(all, cut);

    if (!am_dns_read_header(&r, &m) || (!cut && !am_dns_counts_fit(&m, all.len)))
        return false;
    if (am_dns_opcode(&m) != OPCODE_QUERY)
        return true;
    am_dns_names_init(&names);
    size_t asked_len = tell_questions(&m, &r, &names, asked, source, out);
    if ((m.flags & AM_DNS_RESPONSE) && am_reader_status(&r) == AM_OK)
        am_dns_tell_answers(&m, &r, &names, asked, asked_len, out);
    return true;
}

static bool dissect_message(struct am_bytes all, bool cut, const struct am_findings *out)
{
    return dissect_from(all, cut, AM_SOURCE_DNS_QUERY, out);
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    if (!turn->over_udp)
        return am_dns_read_stream(data, turn, dissect_message);
    bool is_dns = dissect_message(data, turn->cut, turn->out) || turn->cut;
    return (struct am_taken){.len = data.len, .state = is_dns ? AM_TAKEN_MORE : AM_TAKEN_NOT};
}

static const uint16_t ports[] = {53, 0};

const struct am_proto am_proto_dns = {
    .name = "dns",
    .rfc = "RFC 1035",
    .over = AM_OVER_TCP | AM_OVER_UDP,
    .ports = ports,
    .ports_only = true,
    .questions = true,
    .two_sided = true,
    .max_bytes = 2 + UINT16_MAX,
    .probe = am_dns_probe,
    .dissect = dissect,
};

/* --- on other ports --- */

/* A host's name, spelled out. */
static bool skip_plain_name(struct am_reader *r)
{
    char clean[AM_NAME_SIZE];
    for (unsigned labels = 0; labels <= LABELS_MAX; labels++) {
        struct am_bytes label = am_read_bytes(r, am_read_u8(r));
        if (am_reader_status(r) != AM_OK || label.len > 63)
            return false;
        if (label.len == 0)
            return labels >= LABELS_MIN;
        if (am_name_clean(label, clean) != AM_OK)
            return false;
    }
    return false;
}

static enum am_probe probe_other(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    am_read_skip(&r, 2); /* id */
    unsigned flags = am_read_be16(&r);
    unsigned questions = am_read_be16(&r);
    unsigned records = am_read_be16(&r); /* answers, authority */
    records += am_read_be16(&r);
    unsigned additional = am_read_be16(&r);
    if (am_reader_status(&r) != AM_OK || (flags & ~QUERY_FLAGS) || questions != 1 || records > 0 ||
        additional > 1 || !skip_plain_name(&r))
        return AM_PROBE_NO;
    unsigned type = am_read_be16(&r);
    bool sound = am_read_be16(&r) == CLASS_IN && type > 0;
    if (additional == 1) { /* EDNS (RFC 6891, 6.1.2) */
        sound = sound && am_read_u8(&r) == 0 && am_read_be16(&r) == TYPE_OPT;
        am_read_skip(&r, 2 + 4);
        am_read_skip(&r, am_read_be16(&r));
    }
    return sound && am_reader_status(&r) == AM_OK && !am_reader_more(&r) ? AM_PROBE_YES
                                                                         : AM_PROBE_NO;
}

static struct am_taken dissect_other(struct am_bytes data, const struct am_turn *turn)
{
    struct am_taken taken = {.len = data.len, .state = AM_TAKEN_NOT};
    if (turn->cut || probe_other(data) != AM_PROBE_YES)
        return taken;
    if (dissect_from(data, false, AM_SOURCE_DNS_OTHER_PORT, turn->out))
        taken.state = AM_TAKEN_MORE;
    return taken;
}

const struct am_proto am_proto_dns_other = {
    .name = "dns",
    .rfc = "RFC 1035",
    .over = AM_OVER_UDP,
    .questions = true,
    .max_bytes = UINT16_MAX,
    .probe = probe_other,
    .dissect = dissect_other,
};
