/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a publication's data are, for programs (datapackage.json) and for people (README.txt). */
#ifndef AM_REPORTS_SITE_PACKAGE_H
#define AM_REPORTS_SITE_PACKAGE_H

#include "campaign/site/data.h"

struct am_package;
AM_MUST_CHECK enum am_status am_package_new(const struct am_site *site, struct am_package **out);
void am_package_free(struct am_package *p);
/* A table as it was written, whose size and digest the package tells. */
AM_MUST_CHECK enum am_status am_package_add(struct am_package *p, const struct am_data_file *file,
                                            const struct am_text *text);
AM_MUST_CHECK enum am_status am_package_write(struct am_package *p, struct am_text *out);

/* In every language of the site, one after another. */
AM_MUST_CHECK enum am_status am_readme_write(const struct am_site *site, struct am_text *out);

#endif
