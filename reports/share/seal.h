/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keys, signatures and receipts of shares (Ed25519, by libsodium), in the formats of minisign
 * (jedisct1.github.io/minisign, "Minisign signature format"), so that anyone can check with that
 * tool.
 *
 * An organization has one secret, made at first use and kept by it (mode 0600). For each campaign a
 * key of its own is derived from it (BLAKE2b of the campaign's id, keyed with the secret), so that
 * two campaigns can't tell that two shares are one organization's, and one campaign can.
 *
 * The signed bytes are the content, with "key" and without "signature", as JSON of sorted keys
 * without spaces, UTF-8 as it is, and a newline: what `jq -cS 'del(.signature)'` prints. "key" is a
 * minisign public key, "signature" the text of a minisign signature file (prehashed, "ED"). */
#ifndef AM_REPORTS_SEAL_H
#define AM_REPORTS_SEAL_H

#include "base/text.h"
#include "share/share.h"

#define AM_KEY_TEXT      57 /* base64 of 42 bytes, and a zero */
#define AM_SHARE_ID_SIZE 33 /* BLAKE2b-128 of the signed bytes, in hex, and a zero */

struct am_seal; /* a campaign's key pair; its memory is locked and wiped */

/* Whether there is a secret at `path`; what am_seal_open would say of it. Makes none. */
AM_MUST_CHECK enum am_status am_seal_check(const char *path, bool *out, struct am_problem *problem);
/* The secret of `path`, made where there is none yet; then the key of `campaign`. IO, USAGE for a
 * file that others may read or that is none. */
AM_MUST_CHECK enum am_status am_seal_open(const char *path, const char *campaign,
                                          struct am_seal **out, struct am_problem *problem);
void am_seal_free(struct am_seal *seal);
/* The place where a person's secret is kept: $XDG_DATA_HOME/amarra/share.key, else
 * ~/.local/share/... */
AM_MUST_CHECK enum am_status am_seal_place(char *out, size_t size, struct am_problem *problem);

/* The whole file of a share, and the receipt by which it is withdrawn later. */
AM_MUST_CHECK enum am_status am_share_seal(const struct am_share *s, const struct am_seal *seal,
                                           struct am_text *out, struct am_text *receipt,
                                           struct am_problem *problem);

struct am_sealed {
    struct am_share *share;
    char key[AM_KEY_TEXT]; /* whose it is, within the campaign */
    char id[AM_SHARE_ID_SIZE];
};
/* Reads and verifies a file's bytes. Each thing that can be wrong has a line of its own in
 * `problem`: larger than AM_SHARE_BYTES, no UTF-8, cut short, no JSON, nested too deep, a key
 * twice, no share, of a newer version, a member that is off, a signature that does not fit. `file`
 * is for the message. */
AM_MUST_CHECK enum am_status am_share_open(struct am_bytes bytes, const char *file,
                                           struct am_sealed *out, struct am_problem *problem);
/* The same of one that was verified when it was taken in: only its signature is not checked again,
 * which is what takes most of the time. */
AM_MUST_CHECK enum am_status am_share_open_kept(struct am_bytes bytes, const char *file,
                                                struct am_sealed *out, struct am_problem *problem);
void am_sealed_done(struct am_sealed *s);

struct am_receipt {
    char campaign[AM_SHARE_CAMPAIGN + 1], key[AM_KEY_TEXT], id[AM_SHARE_ID_SIZE];
};
/* The same for a receipt ("amarra-receipt/1"): signed with the share's key, it withdraws that share
 * and nothing else. Whoever holds it can: it is kept like a key. */
AM_MUST_CHECK enum am_status am_receipt_open(struct am_bytes bytes, const char *file,
                                             struct am_receipt *out, struct am_problem *problem);

#endif
