/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kin of DNS that ask the local network: multicast DNS (RFC 6762), LLMNR (RFC 4795) and
 * NetBIOS's name service (RFC 1002, 4.2).
 *
 * Questions alone are told, of names that are clean: services call themselves what they like,
 * blanks and all, which is no damage. Answers are not read: what a neighbour says of a name must
 * never name an address outside. */
#include <string.h>

#include "proto/dns_message.h"
#include "proto/protocols.h"

#define OPCODE_QUERY   0
#define NETBIOS_LEN    16 /* bytes of a name, the last of which is its kind (RFC 1001, 14) */
#define NETBIOS_LETTER 'a'

typedef void (*tell_fn)(const char *name, const struct am_findings *out);

/* Tells each question's name; false where the bytes are no message. */
static bool dissect_message(struct am_bytes all, bool cut, const struct am_findings *out,
                            bool of_answers, tell_fn tell)
{
    struct am_dns_message m = {.all = all, .cut = cut};
    struct am_dns_names names;
    struct am_reader r = am_reader_over(all, cut);

    if (!am_dns_read_header(&r, &m) || (!cut && !am_dns_counts_fit(&m, all.len)))
        return false;
    if (am_dns_opcode(&m) != OPCODE_QUERY || (!of_answers && (m.flags & AM_DNS_RESPONSE)))
        return true;
    am_dns_names_init(&names);
    for (unsigned i = 0; i < m.questions; i++) {
        unsigned name;
        if (!am_dns_read_name(&m, &r, &names, &name))
            break;
        am_read_skip(&r, 4); /* type, class */
        if (am_reader_status(&r) == AM_E_MALFORMED)
            break;
        if (name >= AM_DNS_FIRST)
            tell(am_dns_text(&names, name), out);
    }
    return true;
}

/* A device's flow lasts as long as it does: a damaged datagram does not end the reading. */
static struct am_taken taken_whole(struct am_bytes data)
{
    return (struct am_taken){.len = data.len, .state = AM_TAKEN_MORE};
}

static enum am_probe probe_datagram(struct am_bytes start)
{
    struct am_dns_message m;
    struct am_reader r = am_reader_over(start, false);
    return am_dns_read_header(&r, &m) ? AM_PROBE_YES : AM_PROBE_NO;
}

/* --- multicast DNS --- */

static void tell_mdns(const char *name, const struct am_findings *out)
{
    out->name(out->ctx, AM_SOURCE_MDNS_QUERY, name);
}

/* Responses repeat no question (RFC 6762, 6), but to old resolvers, who are no neighbours. */
static struct am_taken dissect_mdns(struct am_bytes data, const struct am_turn *turn)
{
    (void)dissect_message(data, turn->cut, turn->out, false, tell_mdns);
    return taken_whole(data);
}

static const uint16_t mdns_ports[] = {5353, 0};

const struct am_proto am_proto_mdns = {
    .name = "mdns",
    .rfc = "RFC 6762",
    .over = AM_OVER_UDP,
    .ports = mdns_ports,
    .ports_only = true,
    .questions = true,
    .two_sided = true,
    .max_bytes = UINT16_MAX,
    .probe = probe_datagram,
    .dissect = dissect_mdns,
};

/* --- LLMNR --- */

static void tell_llmnr(const char *name, const struct am_findings *out)
{
    out->name(out->ctx, AM_SOURCE_LLMNR_QUERY, name);
}

static bool dissect_llmnr_message(struct am_bytes all, bool cut, const struct am_findings *out)
{
    return dissect_message(all, cut, out, true, tell_llmnr);
}

static struct am_taken dissect_llmnr(struct am_bytes data, const struct am_turn *turn)
{
    if (!turn->over_udp)
        return am_dns_read_stream(data, turn, dissect_llmnr_message);
    (void)dissect_llmnr_message(data, turn->cut, turn->out);
    return taken_whole(data);
}

static const uint16_t llmnr_ports[] = {5355, 0};

const struct am_proto am_proto_llmnr = {
    .name = "llmnr",
    .rfc = "RFC 4795",
    .over = AM_OVER_TCP | AM_OVER_UDP,
    .ports = llmnr_ports,
    .ports_only = true,
    .questions = true,
    .two_sided = true,
    .max_bytes = 2 + UINT16_MAX,
    .probe = am_dns_probe,
    .dissect = dissect_llmnr,
};

/* --- NetBIOS --- */

/* RFC 1001, 14.1: the first label is 16 bytes, each written as two letters from A to P; what
 * follows it is a scope. Blanks fill up the name. */
static void tell_nbns(const char *name, const struct am_findings *out)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)name, strlen(name)}, false);
    uint8_t raw[NETBIOS_LEN];
    char clean[AM_NAME_SIZE];
    size_t len = 0;
    for (size_t i = 0; i < NETBIOS_LEN; i++) {
        unsigned high = am_read_u8(&r) - (unsigned)NETBIOS_LETTER;
        unsigned low = am_read_u8(&r) - (unsigned)NETBIOS_LETTER;
        if (high > 15 || low > 15)
            return;
        raw[i] = (uint8_t)(high << 4 | low);
        if (i < NETBIOS_LEN - 1 && raw[i] != ' ' && raw[i] != 0)
            len = i + 1;
    }
    int after = am_reader_peek(&r, 0);
    if ((after == -1 || after == '.') && am_name_clean((struct am_bytes){raw, len}, clean) == AM_OK)
        out->name(out->ctx, AM_SOURCE_NBNS_QUERY, clean);
}

static struct am_taken dissect_nbns(struct am_bytes data, const struct am_turn *turn)
{
    (void)dissect_message(data, turn->cut, turn->out, true, tell_nbns);
    return taken_whole(data);
}

static const uint16_t nbns_ports[] = {137, 0};

const struct am_proto am_proto_nbns = {
    .name = "nbns",
    .rfc = "RFC 1002",
    .over = AM_OVER_UDP,
    .ports = nbns_ports,
    .ports_only = true,
    .questions = true,
    .two_sided = true,
    .max_bytes = UINT16_MAX,
    .probe = probe_datagram,
    .dissect = dissect_nbns,
};
