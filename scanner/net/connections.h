/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which flow a QUIC connection id belongs to, so that a connection stays one flow when its client's
 * address or port changes (RFC 9000, 5.1 and 9).
 *
 * Kept of each flow is the id by which its server is addressed, as the server's long headers gave
 * it; ids that are exchanged later are encrypted. A packet from an unknown client counts to the
 * flow whose server it goes to with that server's id. Ids under AM_CONNECTION_ID_MIN bytes tell
 * nothing: they could meet by chance.
 *
 * O(1) to add and to forget; a look-up tries each length of id that is in use, 17 at most. About 80
 * bytes a connection, one for each flow. */
#ifndef AM_NET_CONNECTIONS_H
#define AM_NET_CONNECTIONS_H

#include "net/flows.h"

#define AM_CONNECTION_ID_MIN 4
#define AM_CONNECTION_ID_MAX 20
#define AM_CONNECTION_NONE   0

struct am_connections;

struct am_connections *am_connections_new(void);
void am_connections_free(struct am_connections *c);

/* `side` of the flow is addressed by `id` from now on. `handle` is the flow's, AM_CONNECTION_NONE
 * where it has none yet; returns it anew, AM_CONNECTION_NONE where the id is of no use or memory
 * ran out. */
uint32_t am_connections_add(struct am_connections *c, uint32_t handle, struct am_flow *flow,
                            unsigned side, struct am_bytes id);
void am_connections_forget(struct am_connections *c, uint32_t handle); /* accepts NONE */

/* The flow whose server this packet addresses by id; NULL: none. */
struct am_flow *am_connections_find(const struct am_connections *c, const struct am_packet *packet);

#endif
