/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The publication of a campaign that is made up, written into a folder and read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign/site/data.h"
#include "campaign/site/site.h"
#include "campaign/told.h"
#include "campaign_sample.h"

#define FILES_MAX 400

static const enum am_language languages[] = {AM_LANG_ES, AM_LANG_EN, AM_LANG_PT, AM_LANG_FR,
                                             AM_LANG_DE};
#define LANGUAGES (sizeof languages / sizeof *languages)

struct file {
    char name[AM_BATCH_NAME_MAX + 1];
    struct am_bytes bytes;
};
static struct campaign_sample sample;
static struct am_speech *speeches[LANGUAGES];
static struct file files[FILES_MAX];
static size_t file_count;

static const struct am_site_reply replies[] = {
    {"alphabet",
     "Alphabet <b>Inc.</b>, 3.12.2026\n\nNo estamos <script>de acuerdo</script>.\n\n\n"
     "Segundo párrafo\ncon dos líneas.\n"},
    {"empty", ""},
};

static struct am_site site_of(void)
{
    static const struct am_site_edition earlier[] = {{1, 1u << AM_LANG_ES, "2026-07-01", 48}};
    return (struct am_site){.figures = sample.figures,
                            .speeches = speeches,
                            .speech_count = LANGUAGES,
                            .editions = earlier,
                            .edition_count = 1,
                            .replies = replies,
                            .reply_count = sizeof replies / sizeof *replies,
                            .publication = "{}\n"};
}

/* Writes the site, reads it back, and removes it. */
static size_t write_out(const struct am_site *site, struct file out[FILES_MAX])
{
    char folder[] = "/tmp/amarra-site.XXXXXX";
    struct am_problem problem = {0};
    struct am_batch *batch = NULL;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(am_batch_new(folder, &batch, &problem), AM_OK);
    if (am_site_write(site, batch, &problem) != AM_OK || am_batch_commit(batch, &problem) != AM_OK)
        fail_msg("%s: %s", problem.file, problem.text);
    size_t count = am_batch_count(batch);
    assert_true(count < FILES_MAX);
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

static void forget(struct file list[FILES_MAX], size_t count)
{
    for (size_t i = 0; i < count; i++)
        am_free(list[i].bytes.at);
}

static int begin(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    campaign_sample_open(&sample);
    for (size_t i = 0; i < LANGUAGES; i++)
        if (am_speech_open(NULL, languages[i], &speeches[i], &problem) != AM_OK)
            return am_problem_print(&problem);
    const struct am_site site = site_of();
    file_count = write_out(&site, files);
    return 0;
}

static int end(void **state)
{
    (void)state;
    forget(files, file_count);
    for (size_t i = 0; i < LANGUAGES; i++)
        am_speech_free(speeches[i]);
    campaign_sample_done(&sample);
    xmlCleanupParser();
    return 0;
}

static const struct file *find(const char *name)
{
    for (size_t i = 0; i < file_count; i++)
        if (strcmp(files[i].name, name) == 0)
            return &files[i];
    return NULL;
}

static const char *content(const char *name)
{
    const struct file *f = find(name);
    if (!f)
        (void)fprintf(stderr, "there is no file %s\n", name);
    assert_non_null(f);
    return f ? (const char *)f->bytes.at : "";
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text);
    return len >= strlen(ending) && strcmp(text + len - strlen(ending), ending) == 0;
}

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
    for (size_t l = 0; l < LANGUAGES; l++) {
        const char *code = am_language_code(languages[l]);
        char lang[32];
        (void)snprintf(lang, sizeof lang, "<html lang=\"%s\">", code);
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
            (void)snprintf(name, sizeof name, "edition-2/%s.%s.html", pages[i], code);
            assert_non_null(strstr(content(name), lang));
        }
        (void)snprintf(name, sizeof name, "replies.%s.html", code);
        assert_non_null(strstr(content(name), lang));
    }
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        assert_non_null(find(rest[i]));
}

/* Nothing can load, run or be stolen by a name: what outsiders wrote is text. */
static void pages_are_inert(void **state)
{
    (void)state;
    static const char *const barred[] = {
        "<del Sur>", "<b>",      "<script>de", "src=",    "onload=", "@import",
        "url(http",  "style=\"", "<link",      "<iframe", "<object"};
    size_t pages = 0;
    for (size_t i = 0; i < file_count; i++) {
        if (!ends_with(files[i].name, ".html"))
            continue;
        const char *page = (const char *)files[i].bytes.at;
        const char *script = strstr(page, "<script>");
        assert_non_null(strstr(page, "default-src &#39;none&#39;"));
        assert_non_null(script);
        for (size_t k = 0; k < sizeof barred / sizeof *barred; k++) {
            const char *found = strstr(page, barred[k]);
            if (found && found < script)
                fail_msg("%s: %s", files[i].name, barred[k]);
        }
        assert_null(strstr(script + 1, "<script"));
        pages++;
    }
    assert_int_equal(pages, LANGUAGES * 12 + 1);
    assert_non_null(strstr(content("edition-2/index.es.html"), "&lt;del Sur&gt;"));
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
static void follow(const struct file *from, char *href)
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
        target = content(path);
    if (anchor && !has_id(target, anchor))
        fail_msg("%s links to %s#%s", from->name, path, anchor);
}

static void links_lead_to_what_is_there(void **state)
{
    (void)state;
    size_t links = 0;
    for (size_t i = 0; i < file_count; i++) {
        if (!ends_with(files[i].name, ".html"))
            continue;
        for (const char *at = (const char *)files[i].bytes.at; (at = strstr(at, " href=\""));) {
            char href[256];
            at += strlen(" href=\"");
            value_of(at, href);
            if (strncmp(href, "https://", 8) == 0)
                continue;
            links++;
            follow(&files[i], href);
        }
    }
    assert_true(links > 1000);
}

static void ids_are_there_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < file_count; i++) {
        if (!ends_with(files[i].name, ".html"))
            continue;
        const char *page = (const char *)files[i].bytes.at;
        for (const char *at = page; (at = strstr(at, " id=\""));) {
            char id[256];
            char text[300];
            at += strlen(" id=\"");
            value_of(at, id);
            (void)snprintf(text, sizeof text, " id=\"%s\"", id);
            if (strstr(at, text))
                fail_msg("%s: #%s is there twice", files[i].name, id);
        }
    }
}

/* ---- what the rows say ---- */

/* The row with this id, without its tags; spaces as one. */
static const char *row(const char *page, const char *id)
{
    static char out[4096];
    char start[300];
    size_t len = 0;
    bool tag = true;
    (void)snprintf(start, sizeof start, " id=\"%s\"", id);
    const char *at = strstr(content(page), start);
    const char *stop = at ? strstr(at, "</tr>") : NULL;
    if (!stop)
        (void)fprintf(stderr, "%s has no row %s\n", page, id);
    assert_non_null(stop);
    for (; at < stop && len < sizeof out - 2; at++) {
        bool space = isspace((unsigned char)*at) || *at == '<';
        if (*at == '<')
            tag = true;
        if (space && len > 0 && out[len - 1] != ' ')
            out[len++] = ' ';
        if (!tag && !space)
            out[len++] = *at;
        if (*at == '>')
            tag = false;
    }
    out[len] = '\0';
    return out;
}

/* What a count looks like in Spanish, made here a second time. */
static void expected(const struct am_number *n, unsigned share, char out[64])
{
    switch (n->as) {
    case AM_TELL_ROUNDED:
        (void)snprintf(out, 64, " %u\xc2\xa0%% %llu ", (share + 5) / 10, (unsigned long long)n->n);
        return;
    case AM_TELL_FEWER:
        (void)snprintf(out, 64, " menos de %llu ", (unsigned long long)n->n);
        return;
    case AM_TELL_MOST:
        (void)snprintf(out, 64, " %llu o más ", (unsigned long long)n->n);
        return;
    case AM_TELL_WITHHELD:
        break;
    }
    (void)snprintf(out, 64, " no se dice ");
}

static void every_row_tells_its_figures_and_nothing_else(void **state)
{
    (void)state;
    const struct am_campaign_figures *f = sample.figures;
    const struct am_cell *all = am_told_newest(f);
    size_t count = 0;
    size_t rows = 0;
    const struct am_campaign_figure *list = am_campaign_list(f, all, AM_VAR_EITHER, &count);
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++, rows++) {
        const struct am_corporation *c = list[i].variable->corporation;
        const char *text = row("edition-2/corporations.es.html", c->id);
        char number[64];
        static const enum am_variable_kind kinds[] = {AM_VAR_EITHER, AM_VAR_SERVICE, AM_VAR_HOST};
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            const struct am_campaign_figure *g = am_campaign_figure(f, all, kinds[k], c, NULL);
            const struct am_number none = {AM_TELL_FEWER, 5};
            expected(g ? &g->count : &none, g ? g->share : 0, number);
            const char *found = strstr(text, number);
            if (!found)
                (void)fprintf(stderr, "%s: \"%s\" has no \"%s\"\n", c->id, text, number);
            assert_non_null(found);
            text = found ? found + strlen(number) - 1 : "";
        }
    }
    list = am_campaign_list(f, all, AM_VAR_AREA_SINGLE, &count);
    assert_true(count > 5);
    for (size_t i = 0; i < count; i++) {
        char number[64];
        const char *text = row("edition-2/areas.es.html", list[i].variable->area->id);
        if (list[i].count.as != AM_TELL_ROUNDED || list[i].base.as != AM_TELL_ROUNDED)
            continue;
        (void)snprintf(number, sizeof number, " %llu de %llu ", (unsigned long long)list[i].count.n,
                       (unsigned long long)list[i].base.n);
        if (!strstr(text, number))
            fail_msg("%s: \"%s\" has no \"%s\"", list[i].variable->area->id, text, number);
    }
}

/* A figure that is withheld in a group says so in the page of that group. */
static void what_is_withheld_is_said_to_be(void **state)
{
    (void)state;
    const struct am_campaign_figures *f = sample.figures;
    const struct am_cell *all = am_told_newest(f);
    size_t withheld = 0;
    for (size_t i = 0; i < f->figures.count; i++) {
        const struct am_campaign_figure *g = &f->figures.at[i];
        if (g->cell->round != all->round || g->cell->kind != AM_CELL_SIZE ||
            g->variable->kind != AM_VAR_EITHER || g->count.as != AM_TELL_WITHHELD)
            continue;
        withheld++;
        const struct am_campaign_figure *first[25];
        size_t shown = am_told_sorted(f, all, AM_VAR_EITHER, first, 25);
        for (size_t k = 0; k < shown; k++)
            if (first[k]->variable == g->variable)
                assert_non_null(strstr(
                    row("edition-2/by-size.es.html", g->variable->corporation->id), "no se dice"));
    }
    assert_true(withheld > 0);
}

static void sentences_of_the_first_page(void **state)
{
    (void)state;
    static const struct {
        const char *page, *text;
    } cases[] = {
        {"index.es",
         "54 organizaciones observaron con qué servicios se conectan sus propias redes"},
        {"index.es",
         "Con quién se conectan las redes de las organizaciones que participaron. "
         "Edición 2, 28 de noviembre de 2026."},
        {"index.es",
         "En 40 de 54 organizaciones (74\xc2\xa0%), la corporación de la que más "
         "contactos dependen es Alphabet (Google)."},
        {"index.es", "Pedimos que el dinero público pague programas libres"},
        {"index.es",
         "No se dice nada de menos de 5 organizaciones, para que no se pueda reconocer "
         "a ninguna."},
        {"index.es", "3 aportes esperan a la próxima edición"},
        {"index.es", "(2026). ¿A quién está amarrado nuestro trabajo? Edición 2 (amarras-2026/2)."},
        {"index.es", "replica@example.org"},
        {"index.en",
         "In 40 of 54 organizations (74%), the corporation that more contacts need "
         "than any other is Alphabet (Google)."},
        {"index.pt",
         "Em 40 de 54 organizações (74%), a corporação da qual mais contatos dependem "
         "é Alphabet (Google)."},
        {"index.fr", "Dans 40 sur 54 organisations (74\xc2\xa0%)"},
        {"index.de",
         "In 40 von 54 Organisationen (74\xc2\xa0%) hängen von keinem Konzern so viele "
         "Kontakte ab wie von Alphabet (Google)."},
        {"method.es",
         "Un grupo de menos de 5 organizaciones, o en el que una sola tiene más de "
         "50\xc2\xa0% de los equipos, pasa a estar entre las demás."},
        {"rounds.es",
         "38 organizaciones participaron en las dos: ronda 1 (desde mayo de 2026) y "
         "ronda 2 (desde noviembre de 2026)."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "edition-2/%s.html", cases[i].page);
        if (!strstr(content(name), cases[i].text))
            fail_msg("%s does not say: %s", name, cases[i].text);
    }
}

static void replies_stand_beside_the_editions_as_they_were_written(void **state)
{
    (void)state;
    const char *page = content("replies.es.html");
    assert_true(has_id(page, "alphabet"));
    assert_non_null(strstr(page, "Alphabet &lt;b&gt;Inc.&lt;/b&gt;, 3.12.2026"));
    assert_non_null(strstr(page, "No estamos &lt;script&gt;de acuerdo&lt;/script&gt;."));
    assert_non_null(strstr(page, "Segundo párrafo<br>con dos líneas.</p>"));
    assert_non_null(
        strstr(content("edition-2/corporations.es.html"), "../replies.es.html#alphabet"));
    assert_null(strstr(content("edition-2/corporations.es.html"), "../replies.es.html#meta"));
}

/* ---- data ---- */

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
    const struct am_campaign_figures *f = sample.figures;
    const char *at = content("edition-2/figures.csv");
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
    const struct file *f = find("edition-2/datapackage.json");
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
        const struct file *table = find(name);
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
    for (size_t i = 0; i < file_count; i++) {
        if (!ends_with(files[i].name, ".svg"))
            continue;
        xmlDoc *doc = xmlReadMemory((const char *)files[i].bytes.at, (int)files[i].bytes.len,
                                    files[i].name, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
        if (!doc)
            fail_msg("%s is not well-formed", files[i].name);
        xmlFreeDoc(doc);
        assert_non_null(strstr((const char *)files[i].bytes.at,
                               "CC\xc2\xa0"
                               "BY-SA"));
        assert_non_null(
            strstr((const char *)files[i].bytes.at, "https://example.org/amarras/edition-2/"));
        pictures++;
    }
    assert_int_equal(pictures, LANGUAGES * 5);
}

static void the_same_figures_give_the_same_bytes(void **state)
{
    (void)state;
    static struct file again[FILES_MAX];
    const struct am_site site = site_of();
    assert_int_equal(write_out(&site, again), file_count);
    for (size_t i = 0; i < file_count; i++) {
        assert_string_equal(again[i].name, files[i].name);
        assert_int_equal(again[i].bytes.len, files[i].bytes.len);
        assert_memory_equal(again[i].bytes.at, files[i].bytes.at, files[i].bytes.len);
    }
    forget(again, file_count);
}

/* A campaign of one round and no groups has no page for them, and no link to one. */
static void pages_that_have_nothing_to_tell_are_left_out(void **state)
{
    (void)state;
    static struct file few[FILES_MAX];
    struct am_campaign_figures *f = sample.figures;
    const size_t cells = f->cells.count;
    const size_t figures = f->figures.count;
    struct am_site site = site_of();
    site.speech_count = 1;
    f->cells.count = 1;
    for (f->figures.count = 0; f->figures.at[f->figures.count].cell == &f->cells.at[0];)
        f->figures.count++;
    size_t count = write_out(&site, few);
    f->cells.count = cells;
    f->figures.count = figures;
    for (size_t i = 0; i < count; i++) {
        assert_null(strstr(few[i].name, "by-"));
        assert_null(strstr(few[i].name, "rounds"));
        if (ends_with(few[i].name, ".html")) {
            assert_null(strstr((const char *)few[i].bytes.at, "href=\"./by-"));
            assert_null(strstr((const char *)few[i].bytes.at, "href=\"./rounds"));
        }
    }
    forget(few, count);
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
        cmocka_unit_test(every_row_tells_its_figures_and_nothing_else),
        cmocka_unit_test(what_is_withheld_is_said_to_be),
        cmocka_unit_test(sentences_of_the_first_page),
        cmocka_unit_test(replies_stand_beside_the_editions_as_they_were_written),
        cmocka_unit_test(figures_are_all_in_the_table_once_in_their_order),
        cmocka_unit_test(the_package_says_what_the_tables_are),
        cmocka_unit_test(pictures_are_drawings_that_say_what_they_are_of),
        cmocka_unit_test(the_same_figures_give_the_same_bytes),
        cmocka_unit_test(pages_that_have_nothing_to_tell_are_left_out),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
