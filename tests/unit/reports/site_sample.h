/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The publication of campaign_sample.h, written into a folder and read back, for tests of its
 * pages, its rows and its data. */
#ifndef AM_TEST_SITE_SAMPLE_H
#define AM_TEST_SITE_SAMPLE_H

#include "campaign/site/site.h"
#include "campaign_sample.h"

#define SITE_FILES_MAX 400
#define SITE_LANGUAGES 5

struct site_file {
    char name[AM_BATCH_NAME_MAX + 1];
    struct am_bytes bytes; /* text ends in a zero byte */
};

extern const enum am_language site_languages[SITE_LANGUAGES];
extern struct campaign_sample site_figures;
extern struct site_file site_files[SITE_FILES_MAX];
extern size_t site_file_count;

/* Of a group of tests: makes all of the above, and lets go of it. */
int site_begin(void **state);
int site_end(void **state);

/* What the publication is made of, to be changed and written again. */
struct am_site site_of(void);
/* Writes a site, reads it back, and removes it. */
size_t site_write(const struct am_site *site, struct site_file out[SITE_FILES_MAX]);
void site_forget(struct site_file list[SITE_FILES_MAX], size_t count);

/* NULL: there is none; of `site_content` the test fails then. */
const struct site_file *site_find(const char *name);
const char *site_content(const char *name);
bool site_ends_with(const char *text, const char *ending);

#endif
