/* SPDX-License-Identifier: AGPL-3.0-or-later
 * TLS as programs of 2026 speak it (RFC 8446, draft-ietf-tls-ecdhe-mlkem): the hello of each kind
 * of program, the server's answer, and how it all lies in segments. */
#ifndef OFFICE_TLS_H
#define OFFICE_TLS_H

#include "conn.h"
#include "put.h"

struct hello_style;

const struct hello_style *hello_style_find(const char *id); /* "chrome", "okhttp" ...; aborts */
/* The handshake message of a ClientHello; `sni` NULL leaves the extension out. */
void put_client_hello(struct put *p, struct rng *rng, const struct hello_style *style,
                      const char *sni, bool quic);
/* Client's hello, server's flight, client's finish; `old`: TLS 1.2, resumed. */
void tls_handshake(struct conn *c, const struct hello_style *style, const char *sni, bool old);
/* Application data in records, cut as bulk is. */
void tls_data(struct conn *c, enum direction way, uint64_t total, uint64_t us);

#endif
