/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of a publication: all of them, inert, each link with an end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "site_sample.h"

static void every_page_is_there_in_every_language(void **state)
{
    (void)state;
    static const char *const pages[] = {"index",     "corporations", "countries",    "areas",
                                        "by-sector", "by-country",   "by-territory", "by-size",
                                        "rounds",    "method",       "data"};
    static const char *const rest[] = {"index.html",
                                       "edition-2/figures.csv",
                                       "edition-2/cells.csv",
                                       "edition-2/variables.csv",
                                       "edition-2/publication.json",
                                       "edition-2/datapackage.json",
                                       "edition-2/README.txt"};
    char name[128];
    for (size_t l = 0; l < SITE_LANGUAGES; l++) {
        const char *code = am_language_code(site_languages[l]);
        char lang[32];
        (void)snprintf(lang, sizeof lang, "<html lang=\"%s\">", code);
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
            (void)snprintf(name, sizeof name, "edition-2/%s.%s.html", pages[i], code);
            assert_non_null(strstr(site_content(name), lang));
        }
        (void)snprintf(name, sizeof name, "replies.%s.html", code);
        assert_non_null(strstr(site_content(name), lang));
    }
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        assert_non_null(site_find(rest[i]));
}

/* Nothing can load, run or be stolen by a name: what outsiders wrote is text. */
static void pages_are_inert(void **state)
{
    (void)state;
    static const char *const barred[] = {
        "<del Sur>", "<b>",      "<script>de", "src=",    "onload=", "@import",
        "url(http",  "style=\"", "<link",      "<iframe", "<object"};
    size_t pages = 0;
    for (size_t i = 0; i < site_file_count; i++) {
        if (!site_ends_with(site_files[i].name, ".html"))
            continue;
        const char *page = (const char *)site_files[i].bytes.at;
        const char *script = strstr(page, "<script>");
        assert_non_null(strstr(page, "default-src &#39;none&#39;"));
        assert_non_null(script);
        for (size_t k = 0; k < sizeof barred / sizeof *barred; k++) {
            const char *found = strstr(page, barred[k]);
            if (found && found < script)
                fail_msg("%s: %s", site_files[i].name, barred[k]);
        }
        assert_null(strstr(script + 1, "<script"));
        pages++;
    }
    assert_int_equal(pages, SITE_LANGUAGES * 12 + 1);
    assert_non_null(strstr(site_content("edition-2/index.es.html"), "&lt;del Sur&gt;"));
}

/* The value of an attribute from `at` on, up to its quote. */
static void value_of(const char *at, char out[256])
{
    (void)snprintf(out, 256, "%.*s", (int)strcspn(at, "\""), at);
}

static bool has_id(const char *page, const char *id)
{
    char text[300];
    (void)snprintf(text, sizeof text, " id=\"%s\"", id);
    return strstr(page, text) != NULL;
}

/* Where a link leads: a file of the publication, from the page's own folder. */
static void resolve(const char *page, const char *href, char out[300])
{
    const char *slash = strrchr(page, '/');
    int folder = slash ? (int)(slash - page + 1) : 0;
    if (strncmp(href, "../", 3) == 0) {
        assert_true(folder > 0);
        (void)snprintf(out, 300, "%s", href + 3); /* pages lie one folder deep at most */
    } else {
        assert_true(strncmp(href, "./", 2) == 0);
        (void)snprintf(out, 300, "%.*s%s", folder, page, href + 2);
    }
}

/* A link of a page to another file, or within itself. */
static void follow(const struct site_file *from, char *href)
{
    char path[300] = "";
    char *anchor = strchr(href, '#');
    const char *target = (const char *)from->bytes.at;
    if (anchor)
        *anchor++ = '\0';
    if (href[0])
        resolve(from->name, href, path);
    if (strncmp(path, "edition-1/", 10) == 0) {
        assert_string_equal(path, "edition-1/index.es.html");
        return;
    }
    if (path[0])
        target = site_content(path);
    if (anchor && !has_id(target, anchor))
        fail_msg("%s links to %s#%s", from->name, path, anchor);
}

static void links_lead_to_what_is_there(void **state)
{
    (void)state;
    size_t links = 0;
    for (size_t i = 0; i < site_file_count; i++) {
        if (!site_ends_with(site_files[i].name, ".html"))
            continue;
        for (const char *at = (const char *)site_files[i].bytes.at;
             (at = strstr(at, " href=\""));) {
            char href[256];
            at += strlen(" href=\"");
            value_of(at, href);
            if (strncmp(href, "https://", 8) == 0)
                continue;
            links++;
            follow(&site_files[i], href);
        }
    }
    assert_true(links > 1000);
}

static void ids_are_there_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < site_file_count; i++) {
        if (!site_ends_with(site_files[i].name, ".html"))
            continue;
        const char *page = (const char *)site_files[i].bytes.at;
        for (const char *at = page; (at = strstr(at, " id=\""));) {
            char id[256];
            char text[300];
            at += strlen(" id=\"");
            value_of(at, id);
            (void)snprintf(text, sizeof text, " id=\"%s\"", id);
            if (strstr(at, text))
                fail_msg("%s: #%s is there twice", site_files[i].name, id);
        }
    }
}

static void replies_stand_beside_the_editions_as_they_were_written(void **state)
{
    (void)state;
    const char *page = site_content("replies.es.html");
    assert_true(has_id(page, "alphabet"));
    assert_non_null(strstr(page, "Alphabet &lt;b&gt;Inc.&lt;/b&gt;, 3.12.2026"));
    assert_non_null(strstr(page, "No estamos &lt;script&gt;de acuerdo&lt;/script&gt;."));
    assert_non_null(strstr(page, "Segundo párrafo<br>con dos líneas.</p>"));
    assert_non_null(
        strstr(site_content("edition-2/corporations.es.html"), "../replies.es.html#alphabet"));
    assert_null(strstr(site_content("edition-2/corporations.es.html"), "../replies.es.html#meta"));
}

static void the_same_figures_give_the_same_bytes(void **state)
{
    (void)state;
    static struct site_file again[SITE_FILES_MAX];
    const struct am_site site = site_of();
    assert_int_equal(site_write(&site, again), site_file_count);
    for (size_t i = 0; i < site_file_count; i++) {
        assert_string_equal(again[i].name, site_files[i].name);
        assert_int_equal(again[i].bytes.len, site_files[i].bytes.len);
        assert_memory_equal(again[i].bytes.at, site_files[i].bytes.at, site_files[i].bytes.len);
    }
    site_forget(again, site_file_count);
}

/* A campaign of one round and no groups has no page for them, and no link to one. */
static void pages_that_have_nothing_to_tell_are_left_out(void **state)
{
    (void)state;
    static struct site_file few[SITE_FILES_MAX];
    struct am_campaign_figures *f = site_figures.figures;
    const size_t cells = f->cells.count;
    const size_t figures = f->figures.count;
    struct am_site site = site_of();
    site.speech_count = 1;
    f->cells.count = 1;
    for (f->figures.count = 0; f->figures.at[f->figures.count].cell == &f->cells.at[0];)
        f->figures.count++;
    size_t count = site_write(&site, few);
    f->cells.count = cells;
    f->figures.count = figures;
    for (size_t i = 0; i < count; i++) {
        assert_null(strstr(few[i].name, "by-"));
        assert_null(strstr(few[i].name, "rounds"));
        if (site_ends_with(few[i].name, ".html")) {
            assert_null(strstr((const char *)few[i].bytes.at, "href=\"./by-"));
            assert_null(strstr((const char *)few[i].bytes.at, "href=\"./rounds"));
        }
    }
    site_forget(few, count);
    f->cells.count = 0;
    struct am_problem problem = {0};
    struct am_batch *batch = NULL;
    assert_int_equal(am_batch_new("/nowhere", &batch, &problem), AM_OK);
    assert_int_equal(am_site_write(&site, batch, &problem), AM_E_USAGE);
    am_batch_free(batch);
    f->cells.count = cells;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_is_there_in_every_language),
        cmocka_unit_test(pages_are_inert),
        cmocka_unit_test(links_lead_to_what_is_there),
        cmocka_unit_test(ids_are_there_once),
        cmocka_unit_test(replies_stand_beside_the_editions_as_they_were_written),
        cmocka_unit_test(the_same_figures_give_the_same_bytes),
        cmocka_unit_test(pages_that_have_nothing_to_tell_are_left_out),
    };
    return cmocka_run_group_tests(tests, site_begin, site_end);
}
