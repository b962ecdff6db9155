/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a dissector is. One protocol a file, one row in protocols.c; a row is all that the flow
 * table knows of it.
 *
 * TCP: `probe` sees the start of what one side sent (or of the next message, after an unknown
 * preface such as STARTTLS or SOCKS). Once it answered YES, `dissect` is given the unread bytes of
 * that side and says how much it has taken; what it leaves is given again, longer. UDP: `dissect`
 * is given each datagram whole.
 *
 * Bounds: the caller keeps at most `max_bytes` unread bytes a side; a dissector that wants more
 * answers AM_TAKEN_ENOUGH. Dissectors keep no state of their own, allocate nothing, and read
 * through am_reader only. */
#ifndef AM_PROTO_PROTO_H
#define AM_PROTO_PROTO_H

#include "base/address.h"
#include "base/name.h"
#include "base/reader.h"

/* Where a name was read; the words of `amarra names` and of the truth tables. */
enum am_source {
    AM_SOURCE_DNS_QUERY, /* question of a query, or of an answer seen alone; opcode QUERY only */
    AM_SOURCE_TLS_SNI,
    AM_SOURCE_QUIC_SNI,
    AM_SOURCE_HTTP_HOST,    /* Host header, port stripped */
    AM_SOURCE_HTTP_CONNECT, /* authority of CONNECT, port stripped */
    AM_SOURCE_COUNT
};
const char *am_source_name(enum am_source s); /* "dns.query", "tls.sni" ... */

/* One answered question: what name memory learns from. */
struct am_dns_answer {
    const char *question;
    const char *
        chain[16]; /* owner names after the question, in CNAME order; the last owns the addresses */
    size_t chain_len;
    const struct am_address *addresses; /* at most 64 kept, the rest counted by the dissector */
    size_t addresses_len;
    uint32_t ttl; /* smallest of the addresses' */
};

/* Where dissectors put what they find. Names are clean (am_name_clean); texts die with the call. */
struct am_findings {
    void *ctx;
    void (*name)(void *ctx, enum am_source source, const char *name);
    void (*answer)(void *ctx, const struct am_dns_answer *answer);
    void (*invalid_name)(void *ctx,
                         enum am_source source); /* not a valid name: kept out, counted */
    void (*hidden)(void *ctx); /* an encrypted ClientHello's extension was present */
};

enum am_probe {
    AM_PROBE_NO,
    AM_PROBE_MAYBE, /* too short to tell: ask again with more */
    AM_PROBE_YES,
};

enum am_taken_state {
    AM_TAKEN_MORE,   /* a message is incomplete: give the rest again, longer */
    AM_TAKEN_ENOUGH, /* nothing more to learn from this side */
    AM_TAKEN_NEXT, /* the protocol gives way to another on the same stream (CONNECT): probe anew */
    AM_TAKEN_NOT,  /* it was not this protocol after all, or it is broken: give up on this side */
};
struct am_taken {
    size_t len; /* bytes done with; not to be given again */
    enum am_taken_state state;
};

#define AM_OVER_TCP 1u
#define AM_OVER_UDP 2u

struct am_proto {
    const char *name; /* the flow's `app`: "dns", "tls", "http" */
    const char *rfc;
    unsigned over;
    const uint16_t *ports; /* 0-ended; they order the probes, nothing else... */
    bool ports_only;       /* ... unless set: DNS has no signature, so only its ports are tried */
    size_t max_bytes;
    enum am_probe (*probe)(struct am_bytes start);
    /* `cut`: the capture did not keep all of the last packet; bytes after `data` will never come.
     */
    struct am_taken (*dissect)(struct am_bytes data, bool cut, bool over_udp,
                               const struct am_findings *out);
};

/* In the order they are tried where ports don't tell; ends with NULL. */
extern const struct am_proto *const am_protocols[];

#endif
