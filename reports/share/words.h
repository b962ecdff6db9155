/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of a share, and of the questions before it is written, as text.h says. */
#ifndef AM_REPORTS_SHARE_WORDS_H
#define AM_REPORTS_SHARE_WORDS_H

#include "text.h"

/* clang-format off */
/* ---- what an organization may say of itself ---- */
#define TEXT_SECTOR_COOPERATIVE TEXT("Cooperative")
#define TEXT_SECTOR_UNION TEXT("Trade union")
#define TEXT_SECTOR_NGO TEXT("Civil society organization (NGO)")
#define TEXT_SECTOR_MEDIA TEXT("Community media")
#define TEXT_SECTOR_SCHOOL TEXT("School")
#define TEXT_SECTOR_UNIVERSITY TEXT("University")
#define TEXT_SECTOR_MUNICIPALITY TEXT("Municipality")
#define TEXT_SECTOR_PUBLIC TEXT("Other public body")
#define TEXT_SECTOR_HEALTH TEXT("Health care")
#define TEXT_SECTOR_COMMUNITY TEXT("Community, indigenous or peasant organization")
#define TEXT_SECTOR_COMPANY TEXT("Company")
#define TEXT_SECTOR_OTHER TEXT("Another kind of organization")
/* TRANSLATORS: how many people work in an organization, paid or not */
#define TEXT_SIZE_FEW TEXT("1 to 9 people")
#define TEXT_SIZE_SMALL TEXT("10 to 49 people")
#define TEXT_SIZE_MIDDLE TEXT("50 to 249 people")
#define TEXT_SIZE_LARGE TEXT("250 people or more")

#endif
