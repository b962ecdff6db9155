/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mirrors that a router sends to us as UDP: TZSP (MikroTik's sniffer) and VXLAN (RFC 7348; switches
 * and clouds). Each datagram is handed over as one frame that begins with their header
 * (AM_LINK_TZSP, AM_LINK_VXLAN).
 *
 * It listens and never answers: nothing is sent from these sockets. What comes is from whoever can
 * reach the port, so it is read as distrustfully as a packet of a stranger; who sent it is not
 * looked at. Memory: the kernel's buffer a port, and 4 MiB for a batch. */
#ifndef AM_CAPTURE_MIRROR_H
#define AM_CAPTURE_MIRROR_H

#include "base/address.h"
#include "capture/source.h"

#define AM_MIRRORS_MAX 16

struct am_mirror_port {
    int link_type;             /* AM_LINK_TZSP or AM_LINK_VXLAN */
    struct am_address address; /* to listen at */
    bool any;                  /* at all of this machine's instead, IPv4 and IPv6 */
    uint16_t port;
};

/* "37008", "192.0.2.1:37008" or "[2001:db8::1]:37008" into address, any and port; USAGE where it is
 * none of them, and `out` as it was. */
AM_MUST_CHECK enum am_status am_mirror_port_parse(const char *text, struct am_mirror_port *out);
const char *am_mirror_name(int link_type); /* "TZSP", "VXLAN" */

struct am_mirror;

/* `buffer_mib` is asked for; the kernel may give less to who is not root. */
AM_MUST_CHECK enum am_status am_mirror_open(const struct am_mirror_port *ports, size_t count,
                                            int buffer_mib, struct am_mirror **out,
                                            struct am_problem *problem);
void am_mirror_free(struct am_mirror *m);
/* Waits up to `timeout_ms` for datagrams and hands over what is there. */
AM_MUST_CHECK enum am_status am_mirror_read(struct am_mirror *m, int timeout_ms, am_frames_fn fn,
                                            void *ctx, struct am_problem *problem);
/* Datagrams that the kernel had no room for; what was lost on the way nobody counts. */
struct am_source_losses am_mirror_losses(const struct am_mirror *m);
/* Their sockets; at most `room`. How many. */
size_t am_mirror_descriptors(const struct am_mirror *m, int *out, size_t room);
/* Bytes of the kernel's buffer of each port: the least that was given. */
size_t am_mirror_buffer(const struct am_mirror *m);

#endif
