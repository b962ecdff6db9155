/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an organization says of itself, and whether it may stand in a share. */
#include <string.h>

#include "base/clean.h"
#include "share/share.h"

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_of(const char *text, const char *letters, size_t most)
{
    size_t len = strlen(text);
    return len > 0 && len <= most && strspn(text, letters) == len;
}

const char *am_share_campaign_fault(const char *campaign)
{
    bool good = is_of(campaign, LOWER DIGITS "-", AM_SHARE_CAMPAIGN) && campaign[0] != '-';
    return good ? NULL : "must be 1 to 40 of a-z, 0-9 and '-', as the campaign gave it";
}

const char *am_share_country_fault(const char *country)
{
    return am_clean_is_country(country, strlen(country))
               ? NULL
               : "must be two capital letters, such as UY";
}

bool am_share_is_within(const char *territory, const char *country)
{
    size_t len = strlen(country);
    return strncmp(territory, country, len) == 0 && territory[len] == '-';
}

/* ISO 3166-2: the country, a hyphen, one to three letters or digits. */
const char *am_share_territory_fault(const char *territory, const char *country)
{
    if (!country)
        return "must stand with its country";
    bool good = am_share_is_within(territory, country) &&
                is_of(territory + strlen(country) + 1, UPPER DIGITS, 3);
    return good ? NULL : "must be a code of its country's (ISO 3166-2), such as UY-MO";
}

const char *am_share_sector_fault(const char *sector)
{
    return am_sector_find(sector) ? NULL : "must be one of the sectors of docs/share.md";
}

const char *am_share_size_fault(const char *size)
{
    return am_size_find(size) ? NULL : "must be 1-9, 10-49, 50-249 or 250+";
}

const char *am_share_note_fault(const char *note)
{
    size_t len = strlen(note);
    bool good = len > 0 && len <= AM_SHARE_NOTE && am_clean_is_inert(note, len);
    return good ? NULL : "must be one line of text of 500 bytes at most";
}
