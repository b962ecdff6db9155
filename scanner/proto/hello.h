/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ClientHello, whatever carries it: TLS records (RFC 8446, 4.1.2), QUIC (RFC 9001, 4.3) or DTLS
 * once its fragments are joined.
 *
 * Told of it: the first host name of server_name (RFC 6066, 3), the protocols of ALPN (RFC 7301),
 * whether an encrypted ClientHello's extension is there (RFC 9849, or the drafts' ESNI). */
#ifndef AM_PROTO_HELLO_H
#define AM_PROTO_HELLO_H

#include "proto/proto.h"

#define AM_CLIENT_HELLO     1
#define AM_SERVER_HELLO     2
#define AM_CERTIFICATE_TYPE 11
#define AM_HELLO_HEADER     4 /* type, length; DTLS's extra fields left out */

/* The length of the handshake message that begins here, header included; false: too short to tell.
 */
bool am_hello_len(struct am_bytes message, size_t *len);

/* Tells what a ClientHello says: first out->hello, then the name as of `source`. Where `cut`, what
 * came whole before the end. False, and nothing told, where its lengths do not add up; damage
 * behind the name's extension is no matter. */
bool am_hello_tell(struct am_bytes message, bool cut, enum am_source source,
                   const struct am_findings *out);

/* The same of DTLS's (RFC 9147, 5.3), which has a cookie in it: its body, without the header. */
bool am_hello_tell_datagram(struct am_bytes body, bool cut, enum am_source source,
                            const struct am_findings *out);

/* Whether what the server says after this ServerHello is encrypted: TLS 1.3 and DTLS 1.3 (RFC 8446,
 * 4.1.3). Its body, without the header. */
bool am_hello_seals(struct am_bytes body);

#endif
