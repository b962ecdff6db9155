/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A share in plain words, for a terminal of 80 columns. */
#ifndef AM_REPORTS_SHARE_TELL_H
#define AM_REPORTS_SHARE_TELL_H

#include "base/text.h"
#include "language.h"
#include "share/share.h"

#define AM_SHARE_TOLD_MAX ((size_t)1 << 20)

/* All of it: each member that can differ from one share to another. Corporations, areas and
 * countries by the names of `rules`; NULL, or what they do not have: by their ids. LIMIT past what
 * `out` holds. */
AM_MUST_CHECK enum am_status am_share_tell(const struct am_share *s, const struct am_rules *rules,
                                           struct am_speech *speech, struct am_text *out);

/* What a sensor that stands badly saw, to be said; NULL: no such verdict asks for a change. "" is
 * well. */
const char *am_share_vantage(const char *verdict);

#endif
