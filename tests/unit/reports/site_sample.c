/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libxml/parser.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

const enum am_language site_languages[SITE_LANGUAGES] = {AM_LANG_ES, AM_LANG_EN, AM_LANG_PT,
                                                         AM_LANG_FR, AM_LANG_DE};

struct campaign_sample site_figures;
static struct am_speech *speeches[SITE_LANGUAGES];
struct site_file site_files[SITE_FILES_MAX];
size_t site_file_count;

static const struct am_site_reply replies[] = {
    {"alphabet",
     "Alphabet <b>Inc.</b>, 3.12.2026\n\nNo estamos <script>de acuerdo</script>.\n\n\n"
     "Segundo párrafo\ncon dos líneas.\n"},
    {"empty", ""},
};

struct am_site site_of(void)
{
    static const struct am_site_edition earlier[] = {{1, 1u << AM_LANG_ES, "2026-07-01", 48}};
    return (struct am_site){.figures = site_figures.figures,
                            .speeches = speeches,
                            .speech_count = SITE_LANGUAGES,
                            .editions = earlier,
                            .edition_count = 1,
                            .replies = replies,
                            .reply_count = sizeof replies / sizeof *replies,
                            .publication = "{}\n"};
}

size_t site_write(const struct am_site *site, struct site_file out[SITE_FILES_MAX])
{
    char folder[] = "/tmp/amarra-site.XXXXXX";
    struct am_problem problem = {0};
    struct am_batch *batch = NULL;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(am_batch_new(folder, &batch, &problem), AM_OK);
    if (am_site_write(site, batch, &problem) != AM_OK || am_batch_commit(batch, &problem) != AM_OK)
        fail_msg("%s: %s", problem.file, problem.text);
    size_t count = am_batch_count(batch);
    assert_true(count < SITE_FILES_MAX);
    for (size_t i = 0; i < count; i++) {
        char path[PATH_MAX];
        (void)snprintf(out[i].name, sizeof out[i].name, "%s", am_batch_name(batch, i));
        (void)snprintf(path, sizeof path, "%s/%s", folder, out[i].name);
        assert_int_equal(am_file_load(path, 64 << 20, &out[i].bytes, &problem), AM_OK);
        assert_int_equal(unlink(path), 0);
    }
    am_batch_free(batch);
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/edition-2/pictures", folder);
    assert_int_equal(rmdir(path), 0);
    (void)snprintf(path, sizeof path, "%s/edition-2", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
    return count;
}

void site_forget(struct site_file list[SITE_FILES_MAX], size_t count)
{
    for (size_t i = 0; i < count; i++)
        am_free(list[i].bytes.at);
}

int site_begin(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    campaign_sample_open(&site_figures);
    for (size_t i = 0; i < SITE_LANGUAGES; i++)
        if (am_speech_open(NULL, site_languages[i], &speeches[i], &problem) != AM_OK)
            return am_problem_print(&problem);
    const struct am_site site = site_of();
    site_file_count = site_write(&site, site_files);
    return 0;
}

int site_end(void **state)
{
    (void)state;
    site_forget(site_files, site_file_count);
    for (size_t i = 0; i < SITE_LANGUAGES; i++)
        am_speech_free(speeches[i]);
    campaign_sample_done(&site_figures);
    xmlCleanupParser();
    return 0;
}

const struct site_file *site_find(const char *name)
{
    for (size_t i = 0; i < site_file_count; i++)
        if (strcmp(site_files[i].name, name) == 0)
            return &site_files[i];
    return NULL;
}

const char *site_content(const char *name)
{
    const struct site_file *f = site_find(name);
    if (!f)
        (void)fprintf(stderr, "there is no file %s\n", name);
    assert_non_null(f);
    return f ? (const char *)f->bytes.at : "";
}

bool site_ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text);
    return len >= strlen(ending) && strcmp(text + len - strlen(ending), ending) == 0;
}
