/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of a campaign's publication, as text.h says. A number that may not be told exactly is an
 * argument that comes in words already (campaign/told.h). */
#ifndef AM_REPORTS_CAMPAIGN_WORDS_H
#define AM_REPORTS_CAMPAIGN_WORDS_H

#include "text.h"

/* clang-format off */
/* ---- numbers ---- */
/* TRANSLATORS: {1} a number as it may be told, {2} its whole: “125 of 160 organizations”, “156 or more of 160 organizations” */
#define TEXT_TOLD_OF TEXT("{1} of {2} organizations")
/* TRANSLATORS: {1} a number, {2} its whole, {3} their share */
#define TEXT_TOLD_OF_SHARE TEXT("{1} of {2} organizations ({3})")
/* TRANSLATORS: a number, or more */
#define TEXT_TOLD_MOST TEXT("{1} or more")
/* TRANSLATORS: in place of a number */
#define TEXT_TOLD_NOT TEXT("not told")
/* TRANSLATORS: {1} a share */
#define TEXT_TOLD_AT_LEAST TEXT("at least {1}")
/* TRANSLATORS: the interval in which a share lies with 95 % certainty: {1} a number, {2} a percentage */
#define TEXT_TOLD_INTERVAL TEXT("95 %: {1} to {2}")
/* TRANSLATORS: of organizations: {1} and {2} are the ends, such as “20” and “35 %” */
#define TEXT_TOLD_HALF TEXT("half of them between {1} and {2}")
/* TRANSLATORS: organizations that are in no group of their own */
#define TEXT_CELL_OTHER TEXT("All others, and those that did not say")
#define TEXT_CELL_ALL TEXT("All organizations")
/* TRANSLATORS: organizations that took part twice; {1} and {2} are numbers of rounds */
#define TEXT_CELL_SAME TEXT("Those that took part in rounds {1} and {2}")
/* TRANSLATORS: {1} its number, {2} its first month */
#define TEXT_ROUND TEXT("Round {1}, since {2}")
/* TRANSLATORS: the only round there is; {1} its first month */
#define TEXT_ROUND_ONLY TEXT("since {1}")

#endif
