/* SPDX-License-Identifier: AGPL-3.0-or-later
 * CHLO, the client hello of Google's QUIC before TLS ("QUIC Crypto", 2013 to 2020): a map of
 * four-letter tags, of which SNI is the server's name. */
#ifndef AM_PROTO_CHLO_H
#define AM_PROTO_CHLO_H

#include "proto/proto.h"

#define AM_CHLO_TAG "CHLO"

/* Tells the name in a CHLO that begins here, as AM_SOURCE_GQUIC_SNI, once all of it has come.
 * TRUNCATED: more is needed. MALFORMED: it is none, nothing is told. */
AM_MUST_CHECK enum am_status am_chlo_tell(struct am_bytes message, const struct am_findings *out);

#endif
