/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The dissectors by name, for am_protocols and for tests. To add one: its file, a line here and in
 * protocols.c, a unit test, a fuzz target with seeds, a golden capture, a row in docs/protocols.md.
 */
#ifndef AM_PROTO_PROTOCOLS_H
#define AM_PROTO_PROTOCOLS_H

#include "proto/proto.h"

extern const struct am_proto am_proto_dns;
extern const struct am_proto am_proto_dns_other;
extern const struct am_proto am_proto_mdns;
extern const struct am_proto am_proto_llmnr;
extern const struct am_proto am_proto_nbns;
extern const struct am_proto am_proto_tls;
extern const struct am_proto am_proto_http;
extern const struct am_proto am_proto_http2;
extern const struct am_proto am_proto_socks;
extern const struct am_proto am_proto_proxy_header;
extern const struct am_proto am_proto_quic;
extern const struct am_proto am_proto_gquic;
extern const struct am_proto am_proto_dtls;
extern const struct am_proto am_proto_stun;
extern const struct am_proto am_proto_wireguard;
extern const struct am_proto am_proto_openvpn;
extern const struct am_proto am_proto_ike;
extern const struct am_proto am_proto_esp;
extern const struct am_proto am_proto_l2tp;
extern const struct am_proto am_proto_pptp;

#endif
