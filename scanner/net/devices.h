/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Devices: which address stands for a machine that has several.
 *
 * A machine of two stacks has one IPv4 address, and IPv6 addresses that change by the day (RFC
 * 8981) beside a link-local one; what they have in common is the link-layer address (MAC) that they
 * come from. So one address stands for all that one MAC carries, where that is one local IPv4
 * address at most: the IPv4 address, or the IPv6 address that was asked about before any IPv4
 * address was known; it stays that one for good, so that a device isn't counted twice.
 *
 * A MAC that stands for no machine is never merged through: one that carries two local IPv4
 * addresses (a router in front of us, a host of virtual machines, a Wi-Fi repeater), one that
 * remote packets come from or go to (the router to the outside), one that passes on IPv6 packets of
 * others (their hop limit tells). Its addresses stand for themselves from the packet on that showed
 * it; what was merged before stays so. That is short: a router shows itself by its first packets. A
 * device whose IPv4 address changes while the scan runs counts by address from then on.
 *
 * O(1), meant for once a flow. At most AM_DEVICES_MAX MACs, about 4 MB; one not seen for long makes
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
 * packet->src_mac for packet->src, packet->dst_mac for packet->dst. `address` itself where its MAC
 * is 0, or nobody's. Only after am_devices_learn, and only for addresses of devices: local ones,
 * and public IPv6 ones of clients, which may turn out to be of a local device: who asks should hold
 * the device for local where either address is. */
struct am_address am_devices_of(struct am_devices *d, uint64_t mac,
                                const struct am_address *address);

uint64_t am_devices_forgotten(const struct am_devices *d); /* MACs that made room */

#endif
