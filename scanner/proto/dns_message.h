/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DNS messages (RFC 1035, 4): header and names, for DNS itself and for its local kin (mDNS, LLMNR,
 * NetBIOS names).
 *
 * Names go to a store that lives as long as the message is read: each is kept once, so that equal
 * names have equal numbers and a compression pointer to a name that was read costs nothing. */
#ifndef AM_PROTO_DNS_MESSAGE_H
#define AM_PROTO_DNS_MESSAGE_H

#include "proto/proto.h"

#define AM_DNS_HEADER    12
#define AM_DNS_RESPONSE  0x8000u     /* flags */
#define AM_DNS_SHORTENED 0x0200u     /* by its server: "TC" */
#define AM_DNS_NAMES_MAX 640         /* names of one message that are kept */
#define AM_DNS_TEXT_MAX  (32u << 10) /* bytes of them */
#define AM_DNS_HOPS_MAX  32          /* compression pointers in one name */

struct am_dns_message {
    struct am_bytes all;
    bool cut; /* the capture ends before it does */
    uint16_t flags, questions, answers;
    uint32_t records; /* of all three record sections */
};

/* Numbers of names. The first two are not in the store. */
enum { AM_DNS_ROOT, AM_DNS_UNCLEAN, AM_DNS_FIRST };

/* Private but for am_dns_text. */
struct am_dns_names {
    size_t len, used;
    struct am_dns_kept {
        uint32_t hash;
        uint16_t text, len; /* place in `texts` */
        uint16_t offset;    /* of the message, where it was first spelled out */
    } at[AM_DNS_NAMES_MAX];
    char texts[AM_DNS_TEXT_MAX];
};

/* Does not touch the rest: a store is large, and its beginning is all that most messages need. */
static inline void am_dns_names_init(struct am_dns_names *names)
{
    names->len = names->used = 0;
}

static inline const char *am_dns_text(const struct am_dns_names *names, unsigned name)
{
    return names->texts + names->at[name - AM_DNS_FIRST].text;
}

/* Reads the header and weighs it: random bytes must not pass for a message. */
AM_MUST_CHECK bool am_dns_read_header(struct am_reader *r, struct am_dns_message *m);
/* Whether what the header announces can lie in `len` bytes. */
bool am_dns_counts_fit(const struct am_dns_message *m, size_t len);
static inline unsigned am_dns_opcode(const struct am_dns_message *m)
{
    return m->flags >> 11 & 15u;
}

/* Reads the name at `r`, which is of m->all and is left after what lies in place. False where it
 * breaks the format; then the reader has failed. One that finds no room counts as unclean. */
AM_MUST_CHECK bool am_dns_read_name(const struct am_dns_message *m, struct am_reader *r,
                                    struct am_dns_names *names, unsigned *name);
/* The number of a clean name that stands in no message; AM_DNS_UNCLEAN where there is no room. */
unsigned am_dns_add_name(struct am_dns_names *names, const char *text, size_t len);

/* RFC 1035, 4.2.2: each message after its length, many in one stream. `message` answers false where
 * it is none. After bytes that were not captured only a new look tells where one begins. */
struct am_taken am_dns_read_stream(struct am_bytes data, const struct am_turn *turn,
                                   bool (*message)(struct am_bytes all, bool cut,
                                                   const struct am_findings *out));
/* Where a datagram or a stream could begin so. */
enum am_probe am_dns_probe(struct am_bytes start);

#endif
