/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/protocols.h"

/* DNS and its kin are tried on their ports alone; the others are told apart by their first bytes,
 * the commoner first. */
const struct am_proto *const am_protocols[] = {
    &am_proto_dns,   &am_proto_mdns,      &am_proto_llmnr,
    &am_proto_nbns,  &am_proto_tls,       &am_proto_http,
    &am_proto_http2, &am_proto_socks,     &am_proto_proxy_header,
    &am_proto_quic,  &am_proto_gquic,     &am_proto_dtls,
    &am_proto_stun,  &am_proto_wireguard, &am_proto_openvpn,
    &am_proto_ike,   &am_proto_esp,       &am_proto_l2tp,
    &am_proto_pptp,  &am_proto_dns_other, NULL,
};

const char *am_source_name(enum am_source s)
{
    static const char *const names[AM_SOURCE_COUNT] = {
        [AM_SOURCE_DNS_QUERY] = "dns.query",
        [AM_SOURCE_DNS_OTHER_PORT] = "dns.query.otherport",
        [AM_SOURCE_MDNS_QUERY] = "mdns.query",
        [AM_SOURCE_LLMNR_QUERY] = "llmnr.query",
        [AM_SOURCE_NBNS_QUERY] = "nbns.query",
        [AM_SOURCE_TLS_SNI] = "tls.sni",
        [AM_SOURCE_TLS_CERT] = "tls.cert",
        [AM_SOURCE_DTLS_SNI] = "dtls.sni",
        [AM_SOURCE_QUIC_SNI] = "quic.sni",
        [AM_SOURCE_GQUIC_SNI] = "gquic.sni",
        [AM_SOURCE_HTTP_HOST] = "http.host",
        [AM_SOURCE_HTTP_CONNECT] = "http.connect",
        [AM_SOURCE_HTTP2_AUTHORITY] = "http2.authority",
        [AM_SOURCE_SOCKS_HOST] = "socks.host",
    };
    return s < AM_SOURCE_COUNT ? names[s] : "unknown";
}
