/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The insides of a seal. */
#ifndef AM_REPORTS_SHARE_KEYS_H
#define AM_REPORTS_SHARE_KEYS_H

#include <sodium.h>

#include "share/seal.h"

struct am_seal {
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    uint8_t key[crypto_sign_PUBLICKEYBYTES];
    char campaign[AM_SHARE_CAMPAIGN + 1];
};

#endif
