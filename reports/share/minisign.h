/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keys and signatures in the formats of minisign (jedisct1.github.io/minisign, "Minisign signature
 * format"), made and checked by libsodium. Only the prehashed kind, "ED". The same key and the same
 * bytes give the same text: there is no date in it. */
#ifndef AM_REPORTS_MINISIGN_H
#define AM_REPORTS_MINISIGN_H

#include <sodium.h>

#include "base/text.h"
#include "share/seal.h"

#define AM_MINISIGN_TEXT_MAX 400 /* bytes of a signature's text */

/* "Ed", eight bytes that name the key (of its own hash, so that a key has one text), and the key.
 */
void am_minisign_key_write(const uint8_t key[crypto_sign_PUBLICKEYBYTES], char out[AM_KEY_TEXT]);
/* False: it is none, or one that is written otherwise. */
bool am_minisign_key_read(const char *text, uint8_t out[crypto_sign_PUBLICKEYBYTES]);

/* `comment` is the trusted one, a line that is signed too. */
AM_MUST_CHECK enum am_status am_minisign_sign(struct am_bytes content, const char *comment,
                                              const uint8_t secret[crypto_sign_SECRETKEYBYTES],
                                              struct am_text *out);
/* Only of what am_minisign_sign wrote, with this comment. */
bool am_minisign_fits(struct am_bytes content, const char *comment,
                      const uint8_t key[crypto_sign_PUBLICKEYBYTES], const char *signature);

#endif
