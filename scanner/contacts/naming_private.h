/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Private to naming: what its two files share. naming.c brings bytes to dissectors; findings.c does
 * what their findings mean for the flow's name. */
#ifndef AM_CONTACTS_NAMING_PRIVATE_H
#define AM_CONTACTS_NAMING_PRIVATE_H

#include "contacts/naming.h"

struct am_namer {
    struct am_namer_options options;
    struct am_stream_pool pool;
    size_t sessions;           /* bytes that sessions may take */
    uint8_t by_port[2][65536]; /* of TCP and UDP: place in am_protocols plus one of what usually
                                  speaks there */
    uint64_t invalid, encrypted, fronted, beyond, no_session;
};

/* One reading: what the findings belong to. */
struct am_naming_turn {
    struct am_namer *n;
    struct am_flow *flow;
    struct am_naming *naming;
    unsigned side;
    int64_t time;
};

/* Findings go to the turn, which must outlive them. */
struct am_findings am_naming_findings(struct am_naming_turn *turn);
/* Lets go of every name of a flow. */
void am_naming_forget(struct am_namer *n, struct am_naming *naming);

static inline const struct am_proto *am_proto_at(unsigned place)
{
    return am_protocols[place - 1];
}

#endif
