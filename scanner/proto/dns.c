/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DNS (RFC 1035): who asks for which name, and which addresses it was answered with.
 *
 * Only the question and answer sections are read. A response teaches name memory the addresses of
 * the name that was asked, and of no other: what else a server sends along is not trusted. */
#include "proto/dns_answer.h"
#include "proto/protocols.h"

#define ANSWERED_MAX 4 /* questions of one message whose answers are looked for */
#define OPCODE_QUERY 0

/* Tells the questions; the first clean ones are left in `asked`. `r` is left after the section, or
 * failed. */
static size_t tell_questions(const struct am_dns_message *m, struct am_reader *r,
                             struct am_dns_names *names, struct am_dns_question asked[ANSWERED_MAX],
                             const struct am_findings *out)
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
            out->name(out->ctx, AM_SOURCE_DNS_QUERY, am_dns_text(names, name));
            if (len < ANSWERED_MAX)
                asked[len++] = (struct am_dns_question){.name = name, .type = type};
        } else if (name == AM_DNS_UNCLEAN) {
            out->invalid_name(out->ctx, AM_SOURCE_DNS_QUERY);
        }
    }
    return len;
}

/* False where the bytes are no DNS message. */
static bool dissect_message(struct am_bytes all, bool cut, const struct am_findings *out)
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
    size_t asked_len = tell_questions(&m, &r, &names, asked, out);
    if ((m.flags & AM_DNS_RESPONSE) && am_reader_status(&r) == AM_OK)
        am_dns_tell_answers(&m, &r, &names, asked, asked_len, out);
    return true;
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
