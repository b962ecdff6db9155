/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The names of a server's certificate, TLS and DTLS up to 1.2 (RFC 5246, 7.4.2; X.509 is RFC 5280,
 * in DER). Only the leaf is read, and of it the subject's common name and the DNS names of the
 * alternative names. Nothing is verified: what a certificate says is weak evidence.
 *
 * Told: the last common name first, where it is a host's name of two labels or more; then each DNS
 * name once. Addresses and what is no name are left out; "*.example.org" is example.org, with
 * `wildcard`. Bounds: AM_CERTIFICATE_NAMES_MAX names of the first 1,024 alternative names. Cost:
 * one reading of the leaf, and a look at the names before for each name. */
#ifndef AM_PROTO_CERTIFICATE_H
#define AM_PROTO_CERTIFICATE_H

#include "proto/proto.h"

/* How long the body of a Certificate message has to be for its leaf to be whole, as far as these
 * bytes tell: ask again with more. */
size_t am_certificate_need(struct am_bytes body);

/* Tells out->certificate, then the first name as of AM_SOURCE_TLS_CERT; nothing where there is no
 * name. Where `cut`, what came whole before the end. False, and nothing told, where the lengths do
 * not add up. */
bool am_certificate_tell(struct am_bytes body, bool cut, const struct am_findings *out);

#endif
