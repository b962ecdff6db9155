/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The few sentences of the kit that are no template's: how numbers are told within one. */
#ifndef AM_REPORTS_CAMPAIGN_KIT_WORDS_H
#define AM_REPORTS_CAMPAIGN_KIT_WORDS_H

#include "text.h"

/* clang-format off */
#define TEXT_KIT_ORGANIZATIONS TEXTS("{1} organization", "{1} organizations")
/* TRANSLATORS: "35 of 54"; the space before {2} does not break */
#define TEXT_KIT_OF TEXT("{1} of {2}")
/* TRANSLATORS: a number that was rounded: "about 45" */
#define TEXT_KIT_ABOUT TEXT("about {1}")
/* clang-format on */

#endif
