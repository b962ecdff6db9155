/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Devices: which address stands for a machine that has several.
 *
 * A machine of two stacks has one IPv4 address, and IPv6 addresses that change by the day (RFC
 * 8981) beside a link-local one; what they have in common is the link-layer address (MAC) they come
 * from. So where one MAC has sent with exactly one local IPv4 address, that address stands for all
 * that the MAC sends with. A MAC that stands for no machine is never merged through: one that
 * carried a second IPv4 address (a router in front of us, a host of virtual machines, a Wi-Fi
 * repeater), one that remote packets come from or go to (the router to the outside), one that
 * passes on IPv6 packets of others (their hop limit tells).
 *
 * Order matters: before a MAC's IPv4 address is known, its IPv6 addresses are stood for by the
 * first of them, and after that by the IPv4 address; so a device may count under two addresses: the
 * first IPv6 one for what came before, the IPv4 one from then on. And what was merged stays so when
 * the MAC turns out to be a router's. Both are short: machines speak IPv4 (DHCP, mDNS) as they wake
 * up, and a router shows itself by its first packets.
 *
 * O(1), meant for once a flow. At most AM_DEVICES_MAX MACs, about 5 MB; one not seen for long makes
 * room. MACs and what belongs to them never leave the module. */
#ifndef AM_NET_DEVICES_H
#define AM_NET_DEVICES_H

#include "net/locality.h"
#include "net/packet.h"

#define AM_DEVICES_MAX 65536

struct am_devices;

struct am_devices *am_devices_new(void);    /* NULL: no memory */
void am_devices_free(struct am_devices *d); /* accepts NULL */

/* Learns from the first packet of a flow what its MACs carry. Multicast and broadcast count too:
 * they are what tells most machines' addresses first. */
void am_devices_learn(struct am_devices *d, const struct am_packet *packet,
                      enum am_place_kind src_place, enum am_place_kind dst_place);

/* The address that stands for the device behind `address`, which `mac` sent with or is sent to:
 * packet->src_mac for packet->src, packet->dst_mac for packet->dst. `address` itself where nothing
 * else is known, where `mac` is 0, and for every IPv4 address but a self-assigned one
 * (169.254/16). Only for addresses of the organization's own devices, after am_devices_learn. */
struct am_address am_devices_of(struct am_devices *d, uint64_t mac,
                                const struct am_address *address);

uint64_t am_devices_forgotten(const struct am_devices *d); /* MACs that made room */

#endif
