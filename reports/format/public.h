/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report for the public. am_report.published must be set. */
#ifndef AM_REPORTS_FORMAT_PUBLIC_H
#define AM_REPORTS_FORMAT_PUBLIC_H

#include "format/format.h"
#include "indicators/public.h"

AM_MUST_CHECK enum am_status am_format_public_html(const struct am_report *r, struct am_speech *s,
                                                   struct am_text *out);
/* Schema "amarra-public/1": bands as [from, to] percent (docs/report-json.md). */
AM_MUST_CHECK enum am_status am_format_public_json(const struct am_report *r, struct am_text *out);

#endif
