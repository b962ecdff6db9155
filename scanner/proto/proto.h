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
 * answers AM_TAKEN_ENOUGH. Dissectors read through am_reader only. What one has to remember from
 * call to call lies in the flow's session, which the caller makes and bounds; else they keep no
 * state and allocate nothing. */
#ifndef AM_PROTO_PROTO_H
#define AM_PROTO_PROTO_H

#include "base/address.h"
#include "base/name.h"
#include "base/reader.h"

/* Where a name was read; the words of `amarra names` and of the truth tables. */
enum am_source {
    AM_SOURCE_DNS_QUERY, /* question of a query, or of an answer seen alone; opcode QUERY only */
    AM_SOURCE_DNS_OTHER_PORT, /* the same on another port than 53 */
    AM_SOURCE_MDNS_QUERY,     /* RFC 6762; these three stay inside the organization */
    AM_SOURCE_LLMNR_QUERY,    /* RFC 4795 */
    AM_SOURCE_NBNS_QUERY,     /* NetBIOS, RFC 1002 */
    AM_SOURCE_TLS_SNI,
    AM_SOURCE_TLS_CERT, /* of the server's certificate, TLS 1.2 and older */
    AM_SOURCE_DTLS_SNI,
    AM_SOURCE_QUIC_SNI,
    AM_SOURCE_GQUIC_SNI,    /* Google's, before TLS (Q024 to Q050) */
    AM_SOURCE_HTTP_HOST,    /* Host header, port stripped */
    AM_SOURCE_HTTP_CONNECT, /* authority of CONNECT, port stripped; HTTP/2's too */
    AM_SOURCE_HTTP2_AUTHORITY,
    AM_SOURCE_SOCKS_HOST, /* what a SOCKS proxy was asked for */
    AM_SOURCE_COUNT
};
const char *am_source_name(enum am_source s); /* "dns.query", "tls.sni" ... */

#define AM_CHAIN_MAX 16

/* One response to one question: what name memory learns from. Without addresses: none was given,
 * `rcode` may say why. */
struct am_dns_answer {
    const char *question;
    uint16_t type;                   /* asked for: 1 A, 28 AAAA, 65 HTTPS ... */
    uint16_t rcode;                  /* RFC 1035, 4.1.1; 3: there is no such name */
    const char *chain[AM_CHAIN_MAX]; /* owner names after the question, in CNAME order; the last
                                        owns the addresses */
    size_t chain_len;
    const struct am_address *addresses; /* at most 64 kept, the rest counted by the dissector;
                                           of A, AAAA, and hints of HTTPS and SVCB (RFC 9460) */
    size_t addresses_len;
    uint32_t ttl; /* smallest of the addresses' */
    /* Of an HTTPS or SVCB record with an ECHConfig (RFC 9848): the name that hellos will show in
     * place of the question, and the key's number. NULL: none. */
    const char *ech_public;
    uint8_t ech_config;
};

/* What a ClientHello says beside the server name. */
struct am_hello {
    const char *outer; /* the server name as sent, clean; NULL: none */
    const char *alpn;  /* protocols offered, apart by commas, printable; "" none */
    bool ech;          /* an encrypted ClientHello's extension is present: real, or GREASE */
    uint8_t ech_config;
};

#define AM_CERTIFICATE_NAMES_MAX 128

/* The names of a server's certificate (RFC 5280): its subject's common name first, where that is a
 * host's name, then the alternative names. */
struct am_certificate {
    struct am_certificate_name {
        const char *name; /* clean; of "*.example.org", "example.org" */
        bool wildcard;
    } names[AM_CERTIFICATE_NAMES_MAX];
    size_t len;
};

/* Where dissectors put what they find. Names are clean (am_name_clean); texts die with the call.
 * All are set. */
struct am_findings {
    void *ctx;
    void (*name)(void *ctx, enum am_source source, const char *name);
    void (*answer)(void *ctx, const struct am_dns_answer *answer);
    void (*invalid_name)(void *ctx,
                         enum am_source source); /* not a valid name: kept out, counted */
    void (*hello)(void *ctx, const struct am_hello *hello); /* before its name is told */
    void (*certificate)(void *ctx, const struct am_certificate *certificate);
    /* The id by which the other side will address this side from now on (QUIC, RFC 9000 5.1). */
    void (*connection)(void *ctx, struct am_bytes id);
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
    bool light; /* the session holds no more than its own size, from now on */
};

/* What a dissector is told besides the bytes. */
struct am_turn {
    bool cut; /* the capture did not keep all of the last packet; bytes after `data` will never come
               */
    uint32_t missed; /* bytes of a TCP stream lost before `data`, after what was taken last; as
                        many as 2^32 - 1 stand for more */
    bool over_udp;
    unsigned side;  /* of the flow, 0 or 1: who says this */
    bool by_client; /* as far as that is known */
    void *session;  /* the flow's, `session_size` bytes, zeroed at first; NULL where the protocol
                       has none or there was no room: then tell only what needs none */
    const struct am_findings *out;
};

#define AM_OVER_TCP 1u
#define AM_OVER_UDP 2u

struct am_proto {
    const char *name; /* the flow's `app`: "dns", "tls", "http" */
    const char *rfc;
    unsigned over;
    const uint16_t *ports; /* 0-ended; they order the probes, nothing else... */
    bool ports_only;       /* ... unless set: DNS has no signature, so only its ports are tried */
    bool questions;        /* its flows ask a resolver: a layer of their own */
    bool tunnel;           /* its flows carry packets of others, sealed */
    bool preface;          /* stands before another protocol, by which its flows are called */
    bool two_sided;        /* what one side says does not tell all: read the other as well */
    size_t max_bytes;
    size_t session_size;                 /* 0: none */
    size_t session_max;                  /* with what it allocates; for the caller's bound */
    void (*session_done)(void *session); /* frees what it allocated; may be NULL */
    enum am_probe (*probe)(struct am_bytes start);
    /* TCP: how much of a segment that nothing recognised stands before the first message, where
     * that is certain (a command of another protocol, and the hello it asks for); 0: there is none.
     * May be NULL. */
    size_t (*find)(struct am_bytes segment);
    struct am_taken (*dissect)(struct am_bytes data, const struct am_turn *turn);
};

/* In the order they are tried where ports don't tell; ends with NULL. */
extern const struct am_proto *const am_protocols[];

#endif
