/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What writing, reading and telling a share have in common. */
#ifndef AM_REPORTS_SHARE_FORM_H
#define AM_REPORTS_SHARE_FORM_H

#include "members.h"
#include "share/seal.h"

#define AM_SHARE_SCHEMA    "amarra-share/"
#define AM_RECEIPT_SCHEMA  "amarra-receipt/"
#define AM_RECEIPT_VERSION 1

/* By bit of am_trial. */
#define AM_SHARE_TRIALS 4
extern const char *const am_share_trials[AM_SHARE_TRIALS + 1];

/* Fails where "schema" is none of this name, or of a version after `known`. */
void am_form_version(struct am_members *r, const json_t *o, const char *schema, int known);

/* Adds the value without spaces, its members in order of their names. */
AM_MUST_CHECK enum am_status am_form_dump(const json_t *value, struct am_text *out);
/* The bytes that are signed; `out` is begun here and the caller's to end. */
AM_MUST_CHECK enum am_status am_form_bytes(const json_t *content, struct am_text *out);
/* Their id, which is the share's. */
void am_form_id(const struct am_text *bytes, char out[AM_SHARE_ID_SIZE]);
struct am_bytes am_form_view(const struct am_text *t);

#endif
