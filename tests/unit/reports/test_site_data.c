/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables, package and pictures of a publication. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <libxml/parser.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "campaign/site/data.h"
#include "site_sample.h"

/* A cell of a row, from `at` on; returns where the next one begins. Our cells hold no newline. */
static const char *cell(const char *at, char out[512])
{
    size_t len = 0;
    bool quoted = *at == '"';
    if (quoted)
        at++;
    while (*at && (quoted || (*at != ',' && *at != '\r')) && len < 511) {
        if (*at == '"' && at[1] != '"')
            break;
        at += *at == '"';
        out[len++] = *at++;
    }
    out[len] = '\0';
    at += quoted;
    return *at == ',' ? at + 1 : at;
}

static void figures_are_all_in_the_table_once_in_their_order(void **state)
{
    (void)state;
    const struct am_campaign_figures *f = site_figures.figures;
    const char *at = site_content("edition-2/figures.csv");
    char text[512];
    static const char head[] =
        "figure,edition,cell,variable,of,also,name,base_as,base,count_as,count,share,share_low,"
        "share_high,q1_from,q1_to,median_from,median_to,q3_from,q3_to,median_low_from,"
        "median_high_to\r\n";
    assert_memory_equal(at, head, strlen(head));
    at += strlen(head);
    for (size_t i = 0; i < f->figures.count; i++) {
        const struct am_campaign_figure *g = &f->figures.at[i];
        char id[AM_DATA_ID];
        char number[32] = "";
        am_data_id(g, id);
        at = cell(at, text);
        assert_string_equal(text, id);
        for (size_t c = 1; c < 10; c++)
            at = cell(at, text);
        if (g->count.as != AM_TELL_WITHHELD)
            (void)snprintf(number, sizeof number, "%llu", (unsigned long long)g->count.n);
        at = cell(at, text);
        assert_string_equal(text, number);
        at = strstr(at, "\r\n");
        assert_non_null(at);
        at += 2;
    }
    assert_string_equal(at, "");
}

static void the_package_says_what_the_tables_are(void **state)
{
    (void)state;
    const struct site_file *f = site_find("edition-2/datapackage.json");
    json_t *root =
        json_loadb((const char *)f->bytes.at, f->bytes.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "name")), "amarras-2026");
    assert_string_equal(json_string_value(json_object_get(root, "id")), "amarras-2026/2");
    assert_string_equal(json_string_value(json_object_get(root, "created")),
                        "2026-11-28T00:00:00Z");
    assert_string_equal(json_string_value(json_object_get(
                            json_array_get(json_object_get(root, "licenses"), 0), "name")),
                        "CC-BY-SA-4.0");
    json_t *resources = json_object_get(root, "resources");
    assert_int_equal(json_array_size(resources), 3);
    for (size_t i = 0; i < 3; i++) {
        json_t *r = json_array_get(resources, i);
        char name[128];
        char head[1024] = "";
        unsigned char digest[crypto_hash_sha256_BYTES];
        char hash[2 * sizeof digest + 8] = "sha256:";
        (void)snprintf(name, sizeof name, "edition-2/%s",
                       json_string_value(json_object_get(r, "path")));
        const struct site_file *table = site_find(name);
        assert_non_null(table);
        assert_int_equal(json_integer_value(json_object_get(r, "bytes")), table->bytes.len);
        (void)crypto_hash_sha256(digest, table->bytes.at, table->bytes.len);
        (void)sodium_bin2hex(hash + 7, sizeof hash - 7, digest, sizeof digest);
        assert_string_equal(json_string_value(json_object_get(r, "hash")), hash);
        json_t *fields = json_object_get(json_object_get(r, "schema"), "fields");
        for (size_t k = 0; k < json_array_size(fields); k++) {
            json_t *field = json_array_get(fields, k);
            size_t len = strlen(head);
            assert_true(strlen(json_string_value(json_object_get(field, "description"))) > 5);
            (void)snprintf(head + len, sizeof head - len, "%s%s", k > 0 ? "," : "",
                           json_string_value(json_object_get(field, "name")));
        }
        assert_memory_equal(table->bytes.at, head, strlen(head));
    }
    json_decref(root);
}

static void pictures_are_drawings_that_say_what_they_are_of(void **state)
{
    (void)state;
    size_t pictures = 0;
    for (size_t i = 0; i < site_file_count; i++) {
        if (!site_ends_with(site_files[i].name, ".svg"))
            continue;
        xmlDoc *doc =
            xmlReadMemory((const char *)site_files[i].bytes.at, (int)site_files[i].bytes.len,
                          site_files[i].name, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
        if (!doc)
            fail_msg("%s is not well-formed", site_files[i].name);
        xmlFreeDoc(doc);
        assert_non_null(strstr((const char *)site_files[i].bytes.at,
                               "CC\xc2\xa0"
                               "BY-SA"));
        assert_non_null(
            strstr((const char *)site_files[i].bytes.at, "https://example.org/amarras/edition-2/"));
        pictures++;
    }
    assert_int_equal(pictures, SITE_LANGUAGES * 5);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_all_in_the_table_once_in_their_order),
        cmocka_unit_test(the_package_says_what_the_tables_are),
        cmocka_unit_test(pictures_are_drawings_that_say_what_they_are_of),
    };
    return cmocka_run_group_tests(tests, site_begin, site_end);
}
