/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A share: what of one scan leaves the organization, for one campaign. Corporations, areas of work
 * and countries in bands (indicators/public.h): nothing that fewer than k devices reached, no names
 * of hosts, no counts, no hours, nothing that the organization declared of itself (--rules), no
 * word that was not typed for it. docs/share.md tells every member, docs/share.schema.json is its
 * schema.
 *
 * A share is a value: the same scan, dataset and answers give the same share, and, with the same
 * key, the same file (seal.h). Strings and lists live as long as the share. */
#ifndef AM_REPORTS_SHARE_H
#define AM_REPORTS_SHARE_H

#include <jansson.h>

#include "base/reader.h"
#include "indicators/public.h"
#include "share/dimensions.h"

#define AM_SHARE_VERSION 1 /* of the schema, "amarra-share/1" */
#define AM_SHARE_METHOD                                                                            \
    1 /* of the figures (docs/method.md): shares of two methods are not comparable */
#define AM_SHARE_FOLD      5                   /* k is this at least, whatever the scan was told */
#define AM_SHARE_BYTES     ((size_t)256 << 10) /* of a file */
#define AM_SHARE_LINES     2000                /* of each list */
#define AM_SHARE_ID        40                  /* bytes of the dataset's ids: a-z, 0-9, '-' */
#define AM_SHARE_NOTE      500                 /* bytes of what was typed: one line, inert */
#define AM_SHARE_CAMPAIGN  40                  /* bytes of a campaign's id: a-z, 0-9, '-' */
#define AM_SHARE_TERRITORY 12                  /* bytes, as ISO 3166-2: "UY-MO" */

/* What is asked of the organization. NULL: not told. `campaign` is always told. */
struct am_share_about {
    const char *campaign, *country, *territory, *sector, *size, *note;
};
/* What is wrong with one of them, as the end of a sentence ("must be ..."); NULL: nothing. A
 * territory is of its country. */
const char *am_share_campaign_fault(const char *campaign);
const char *am_share_country_fault(const char *country);
const char *am_share_territory_fault(const char *territory, const char *country);
/* Whether a territory is one of a country, by their codes. */
bool am_share_is_within(const char *territory, const char *country);
const char *am_share_sector_fault(const char *sector);
const char *am_share_size_fault(const char *size);
const char *am_share_note_fault(const char *note);

struct am_share_corporation {
    const char *id;
    struct am_band service, host, either, presence;
};
struct am_share_area {
    const char *category,
        *provider; /* id of the corporation that has nine of ten; NULL: none is told */
    struct am_band contacts;
    bool essential;
};
struct am_share_country {
    const char *code; /* ISO 3166-1 alpha-2, upper case */
    struct am_band service, host;
};
struct am_share_step {
    const char *corporation;
    struct am_band lost;
};

struct am_share {
    struct am_share_about about;
    const char *program, *dataset;
    unsigned method, fold_below;
    int32_t from, to; /* months: year * 12 + month - 1 */
    struct am_range days, devices;
    const char *vantage; /* worst verdict that asks for a change (format/vantage.h); "" none */
    unsigned trial;      /* bits of am_trial */
    bool at_home;        /* `home` is told: the country was given */
    struct am_band named, owned, hosted, extraction, extraction_up, night, home;
    struct am_band rest_service, rest_host;   /* corporations that are not told one by one */
    struct am_band other_service, other_host; /* countries not known or not told */
    AM_LINES(struct am_share_corporation) corporations; /* each list by id */
    AM_LINES(struct am_share_area) areas;
    AM_LINES(struct am_share_country) countries;
    AM_LINES(struct am_share_step) steps; /* in the order of the cut-off */
    struct am_pool pool;
};

/* Of what may be told to everybody, of k of AM_SHARE_FOLD at least. Whatever the organization
 * declared of itself is not told: its own corporation is part of the rest, its part of a country's
 * of those not told. USAGE with a line why not for what `about` can't be, and where nothing was
 * contacted. */
AM_MUST_CHECK enum am_status am_share_of(const struct am_public *p, const char *dataset,
                                         const struct am_share_about *about, struct am_share **out,
                                         struct am_problem *problem);
void am_share_free(struct am_share *s);

/* The content as JSON, without key and signature. NULL: out of memory. The caller decrefs. */
json_t *am_share_json(const struct am_share *s);
/* The inverse, strict: every member known, of its kind, within its limits, lists in order and
 * without twins, bands that are bands. MALFORMED names the member in `problem` and, by the bytes it
 * was read from, its line. LIMIT: a schema or method that is newer than this program. */
AM_MUST_CHECK enum am_status am_share_parse(json_t *content, struct am_bytes text, const char *file,
                                            struct am_share **out, struct am_problem *problem);

#endif
