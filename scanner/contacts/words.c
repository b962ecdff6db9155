/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words of evidence and blindness in reports and in the scan file, and what other short words
 * in it may look like. */
#include <string.h>

#include "contacts/store_private.h"
#include "scanner.h"

#define WORD_BYTES "abcdefghijklmnopqrstuvwxyz0123456789-._"

static const char *const evidence_words[] = {
    [AM_EVIDENCE_SNI] = "sni",
    [AM_EVIDENCE_QUIC] = "quic",
    [AM_EVIDENCE_HTTP] = "http",
    [AM_EVIDENCE_PROXY] = "proxy",
    [AM_EVIDENCE_CERT] = "cert",
    [AM_EVIDENCE_DNS] = "dns",
    [AM_EVIDENCE_DNS_OTHER] = "dns-other",
    [AM_EVIDENCE_ECH_DNS] = "ech-dns",
    [AM_EVIDENCE_DECLARED] = "declared",
    [AM_EVIDENCE_NONE] = "none",
};

static const char *const blindness_words[] = {
    [AM_BLIND_NOT] = "named",       [AM_BLIND_MID_STREAM] = "mid-stream",
    [AM_BLIND_ONE_WAY] = "one-way", [AM_BLIND_ADDRESS_ONLY] = "address-only",
    [AM_BLIND_LOST] = "lost",       [AM_BLIND_HIDDEN] = "hidden",
    [AM_BLIND_TUNNEL] = "tunnel",   [AM_BLIND_RESOLVER] = "resolver",
};

_Static_assert(sizeof evidence_words / sizeof *evidence_words == AM_EVIDENCE_COUNT, "a word each");
_Static_assert(sizeof blindness_words / sizeof *blindness_words == AM_BLIND_COUNT, "a word each");

const char *am_evidence_name(enum am_evidence e)
{
    return (unsigned)e < AM_EVIDENCE_COUNT ? evidence_words[e] : "none";
}

const char *am_blindness_name(enum am_blindness b)
{
    return (unsigned)b < AM_BLIND_COUNT ? blindness_words[b] : "lost";
}

const char *am_spread_word(enum am_spread_of of)
{
    static const char *const words[AM_SPREAD_COUNT] = {
        [AM_SPREAD_CONTACTS] = "contacts", [AM_SPREAD_UP] = "up", [AM_SPREAD_DOWN] = "down"};
    return (unsigned)of < AM_SPREAD_COUNT ? words[of] : "";
}

static bool is_word(const char *text, size_t max)
{
    size_t len = strspn(text, WORD_BYTES);
    return len > 0 && len <= max && text[len] == '\0';
}

bool am_counter_is_valid(const char *text)
{
    return is_word(text, AM_COUNTER_MAX);
}

bool am_app_is_valid(const char *text)
{
    return is_word(text, AM_APP_MAX);
}
