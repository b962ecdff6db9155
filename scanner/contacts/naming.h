/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How one flow gets its name: what each side says first is put in order and given to the
 * dissectors, until they have understood it or a limit is reached.
 *
 * A side is PROBING (no dissector has recognised what it says: each segment that is not understood
 * is passed over, since STARTTLS, SOCKS and the like come before the hello, lines of text longer
 * than others), READING (one has), or DONE. Limits: segments passed over, bytes read again and
 * again, bytes that wait (net/stream.h).
 *
 * Cost a packet of a side that is not DONE: each protocol's probe while PROBING; one reading of
 * what waits while READING, at most its protocol's max_bytes. Over its life a side is read at most
 * AM_NAMING_REREAD_MAX bytes more than it sent. A name costs a hash and a look at the flow's other
 * names. */
#ifndef AM_CONTACTS_NAMING_H
#define AM_CONTACTS_NAMING_H

#include "contacts/labels.h"
#include "contacts/memory.h"
#include "contacts/store.h"
#include "net/flows.h"
#include "net/stream.h"
#include "proto/proto.h"

#define AM_NAMING_OTHERS_MAX  256         /* other names kept of a flow */
#define AM_NAMING_PASSED_MAX  48          /* segments of a side that nothing recognised */
#define AM_NAMING_LINES_MAX   1000        /* ... and that are lines of text, as before STARTTLS */
#define AM_NAMING_REREAD_MAX  (4u << 20)  /* bytes of a side given to a dissector more than once */
#define AM_NAMING_POOL        (32u << 20) /* bytes waiting in all streams; as many in all sessions */
#define AM_NAMING_STUCK_BYTES (40u << 10) /* behind a gap: it will not be filled any more */
#define AM_NAMING_STUCK_MAX   24          /* segments behind a gap, likewise */

struct am_namer;
struct am_others;

/* A name seen in a flow besides its own. Texts are borrowed. */
struct am_observed_name {
    const char *name,
        *evidence; /* a word of am_evidence_name, or "question" for what a resolver was asked */
};

/* Room in each flow; private but for its size and what the functions tell. */
struct am_naming {
    /* what every packet asks for comes first */
    uint8_t state[2], proto[2], passed[2], stuck[2];
    uint8_t app;        /* place in am_protocols plus one; 0: unknown */
    bool own;           /* the name is the flow's own, not remembered */
    bool gap;           /* bytes were missed and it went on without them */
    bool asks;          /* encrypted questions (DoT, DoQ), by port or ALPN */
    uint8_t session_of; /* whose session it is: place in am_protocols plus one */
    bool light;         /* the session counts for its own size alone */
    enum am_evidence evidence;
    uint16_t lines[2];
    struct am_label *name, *chain;
    struct am_label
        *front; /* name that the hello shows in place of an encrypted one; mostly NULL */
    struct am_others *others;
    void *session; /* what the dissector remembers; NULL: nothing, or no room */
    uint32_t reread[2];
    uint32_t missed[2]; /* bytes lost since the last reading */
    struct am_stream stream[2];
};

struct am_namer_options {
    struct am_labels *labels; /* borrowed */
    void *ctx;
    void (*answer)(void *ctx, struct am_flow *flow, unsigned side,
                   const struct am_dns_answer *answer, int64_t time);
    void (*name)(void *ctx, const struct am_flow *flow, enum am_source source,
                 const char *name); /* NULL: nobody listens */
    /* Whether a hello with an encrypted part hides the name that is meant behind hello->outer; then
     * `probable` (zeroed) is what the device last asked for there, if anything. May be NULL. */
    bool (*hides)(void *ctx, struct am_flow *flow, unsigned side, const struct am_hello *hello,
                  int64_t time, struct am_memory_name *probable);
    /* `side` is addressed by `id` from now on (QUIC). May be NULL. */
    void (*connection)(void *ctx, struct am_flow *flow, unsigned side, struct am_bytes id);
    bool keep_others;
};

struct am_namer *am_namer_new(const struct am_namer_options *options);
void am_namer_free(struct am_namer *n);

void am_naming_init(struct am_namer *n, struct am_naming *naming, const struct am_flow *flow);
void am_naming_done(struct am_namer *n, struct am_naming *naming);
/* What name memory knew of the peer when the flow began. */
void am_naming_remember(struct am_namer *n, struct am_naming *naming,
                        const struct am_memory_name *remembered);
/* Reads a packet of `side`. */
void am_naming_take(struct am_namer *n, struct am_flow *flow, struct am_naming *naming,
                    unsigned side, const struct am_packet *packet, int64_t time);
/* Whether a packet of `side` can still tell anything: asked for every packet. */
static inline bool am_naming_wants(const struct am_naming *naming, unsigned side)
{
    return naming->state[side] != 0;
}
/* No name of its own yet, and one may still come. */
bool am_naming_waits(const struct am_naming *naming);
/* Bytes of it are missing, or still awaited behind others. */
bool am_naming_has_gap(const struct am_naming *naming);
bool am_naming_is_dns(const struct am_naming *naming);
bool am_naming_is_tunnel(const struct am_naming *naming);  /* carries packets of others, sealed */
const char *am_naming_app(const struct am_naming *naming); /* "tls", "unknown" ... */
size_t am_naming_others(const struct am_naming *naming,
                        struct am_observed_name out[AM_NAMING_OTHERS_MAX]);
void am_namer_count(const struct am_namer *n, struct am_store *store);

#endif
