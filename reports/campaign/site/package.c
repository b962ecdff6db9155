/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/site/package.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/told.h"
#include "campaign/words.h"
#include "format/sheet.h"

struct am_package {
    const struct am_site *site;
    json_t *root, *resources;
    bool failed; /* out of memory: stays */
};

/* Takes `value`. */
static void put(struct am_package *p, json_t *o, const char *key, json_t *value)
{
    p->failed |= json_object_set_new(o, key, value) != 0;
}

static void put_text(struct am_package *p, json_t *o, const char *key, const char *text)
{
    put(p, o, key, json_string(text));
}

static json_t *licences(struct am_package *p)
{
    json_t *list = json_array();
    json_t *o = json_object();
    put_text(p, o, "name", "CC-BY-SA-4.0");
    put_text(p, o, "path", AM_SITE_LICENCE);
    put_text(p, o, "title", "Creative Commons Attribution-ShareAlike 4.0 International");
    p->failed |= json_array_append_new(list, o) != 0;
    return list;
}

static json_t *sources(struct am_package *p)
{
    json_t *list = json_array();
    json_t *o = json_object();
    char title[160];
    (void)snprintf(title, sizeof title, "Dataset of amarra, %.100s", p->site->figures->dataset);
    put_text(p, o, "title", title);
    p->failed |= json_array_append_new(list, o) != 0;
    return list;
}

static json_t *contributors(struct am_package *p)
{
    json_t *list = json_array();
    json_t *o = json_object();
    put_text(p, o, "title", p->site->figures->settings->organizer);
    put_text(p, o, "role", "publisher");
    p->failed |= json_array_append_new(list, o) != 0;
    return list;
}

enum am_status am_package_new(const struct am_site *site, struct am_package **out)
{
    const struct am_campaign_figures *f = site->figures;
    struct am_speech *s = site->speeches[0];
    struct am_package *p = calloc(1, sizeof *p);
    char version[24];
    char created[40];
    if (!p)
        return AM_E_NO_MEMORY;
    *p = (struct am_package){.site = site, .root = json_object(), .resources = json_array()};
    (void)snprintf(version, sizeof version, "%u.0.0", f->edition);
    (void)snprintf(created, sizeof created, "%.10sT00:00:00Z", f->day);
    put_text(p, p->root, "profile", "tabular-data-package");
    put_text(p, p->root, "name", f->settings->id);
    put_text(p, p->root, "id", am_site_identifier(s, f));
    put_text(p, p->root, "title", am_told_title(s, f->settings));
    put_text(p, p->root, "description",
             AM_SAY(s, TEXT_SITE_WHAT_IS, am_say_number(s, am_told_newest(f)->n)));
    put_text(p, p->root, "version", version);
    put_text(p, p->root, "created", created);
    if (f->settings->address)
        put_text(p, p->root, "homepage", am_site_address(s, f));
    put(p, p->root, "licenses", licences(p));
    put(p, p->root, "sources", sources(p));
    put(p, p->root, "contributors", contributors(p));
    *out = p;
    return AM_OK;
}

void am_package_free(struct am_package *p)
{
    if (!p)
        return;
    json_decref(p->root);
    json_decref(p->resources);
    free(p);
}

static json_t *field(struct am_package *p, const struct am_data_file *file, size_t at)
{
    const struct am_data_column *column = &file->columns[at];
    json_t *o = json_object();
    while (at > 0 && !file->columns[at].text) /* it tells the same as the one before it */
        at--;
    put_text(p, o, "name", column->name);
    put_text(p, o, "type", column->type);
    put_text(p, o, "description", file->columns[at].text);
    if (strcmp(column->name, file->key) == 0)
        put(p, o, "constraints", json_pack("{s:b, s:b}", "required", 1, "unique", 1));
    return o;
}

/* Of figures, to the tables that say what their cells and variables are. */
static json_t *foreign(struct am_package *p)
{
    static const char *const keys[][2] = {{"cell", "cells"}, {"variable", "variables"}};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *o = json_object();
        put_text(p, o, "fields", keys[i][0]);
        put(p, o, "reference",
            json_pack("{s:s, s:s}", "resource", keys[i][1], "fields", keys[i][0]));
        p->failed |= json_array_append_new(list, o) != 0;
    }
    return list;
}

static json_t *schema(struct am_package *p, const struct am_data_file *file)
{
    json_t *o = json_object();
    json_t *fields = json_array();
    for (size_t i = 0; i < file->column_count; i++)
        p->failed |= json_array_append_new(fields, field(p, file, i)) != 0;
    put(p, o, "fields", fields);
    put_text(p, o, "primaryKey", file->key);
    put(p, o, "missingValues", json_pack("[s]", ""));
    if (strcmp(file->key, "figure") == 0)
        put(p, o, "foreignKeys", foreign(p));
    return o;
}

enum am_status am_package_add(struct am_package *p, const struct am_data_file *file,
                              const struct am_text *text)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    char hash[sizeof hex + 8];
    char name[64];
    json_t *o = json_object();
    (void)crypto_hash_sha256(digest, (const unsigned char *)text->at, text->len);
    (void)sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    (void)snprintf(hash, sizeof hash, "sha256:%s", hex);
    (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(file->name, "."), file->name);
    put_text(p, o, "name", name);
    put_text(p, o, "path", file->name);
    put_text(p, o, "description", file->text);
    put_text(p, o, "profile", "tabular-data-resource");
    put_text(p, o, "format", "csv");
    put_text(p, o, "mediatype", "text/csv");
    put_text(p, o, "encoding", "utf-8");
    put(p, o, "bytes", json_integer((json_int_t)text->len));
    put_text(p, o, "hash", hash);
    put(p, o, "dialect",
        json_pack("{s:f, s:s, s:b}", "csvddfVersion", 1.2, "lineTerminator", "\r\n", "header", 1));
    put(p, o, "schema", schema(p, file));
    p->failed |= json_array_append_new(p->resources, o) != 0;
    return p->failed ? AM_E_NO_MEMORY : AM_OK;
}

static int write_piece(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

enum am_status am_package_write(struct am_package *p, struct am_text *out)
{
    put(p, p->root, "resources", json_incref(p->resources));
    p->failed |= json_dump_callback(p->root, write_piece, out, JSON_INDENT(1)) != 0;
    am_text_add(out, "\n");
    if (am_text_status(out) != AM_OK)
        return am_text_status(out);
    return p->failed ? AM_E_NO_MEMORY : AM_OK;
}

/* ---- to read first ---- */

static void line(struct am_sheet *t, const char *name, const char *text)
{
    am_sheet_wrap(t, 4, "  - ", AM_SAY(t->speech, TEXT_PART, name, text));
}

static void files(struct am_sheet *t, const struct am_site *site)
{
    const struct am_data_file *file;
    for (size_t i = 0; (file = am_data_file(i)); i++)
        if (am_data_has(site, file))
            line(t, file->name, AM_SAY(t->speech, file->text));
    for (size_t i = 0; (file = am_data_file(i)); i++) {
        if (!file->columns)
            continue;
        am_text_add(t->out, "\n");
        am_sheet_wrap(t, 0, "", AM_SAY(t->speech, TEXT_SITE_COLUMNS_CAPTION, file->name));
        for (size_t c = 0; c < file->column_count; c++)
            line(t, file->columns[c].name,
                 file->columns[c].text ? AM_SAY(t->speech, file->columns[c].text) : "″");
    }
}

static void variables(struct am_sheet *t)
{
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "", AM_SAY(t->speech, TEXT_SITE_VARIABLES_CAPTION));
    for (int kind = 0; kind < AM_VAR_COUNT; kind++)
        line(t, am_variable_shape((enum am_variable_kind)kind)->id,
             AM_SAY(t->speech, am_data_question((enum am_variable_kind)kind)));
}

static void readme(struct am_sheet *t, const struct am_site *site)
{
    const struct am_campaign_figures *f = site->figures;
    struct am_speech *s = t->speech;
    const char *address = am_site_address(s, f);
    am_sheet_heading(t, am_told_title(s, f->settings));
    am_sheet_wrap(t, 0, "", AM_SAY(s, TEXT_SITE_WHAT_IS, am_say_number(s, am_told_newest(f)->n)));
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "", AM_SAY(s, TEXT_SITE_WHAT_NOT));
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "",
                  AM_SAY(s, TEXT_README_WHERE,
                         AM_SAY(s, "index.{1}.html", am_language_code(am_speech_language(s)))));
    am_text_add(t->out, "\n");
    files(t, site);
    variables(t);
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "", am_site_citation(s, f));
    if (address)
        am_sheet_wrap(t, 0, "", address);
    am_sheet_wrap(t, 0, "", AM_SAY(s, TEXT_SITE_LICENCE_IS));
    am_sheet_wrap(t, 0, "", AM_SITE_LICENCE);
}

enum am_status am_readme_write(const struct am_site *site, struct am_text *out)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < site->speech_count && status == AM_OK; i++) {
        struct am_sheet t = {.out = out, .speech = site->speeches[i]};
        if (i > 0)
            am_text_add(out, "\n");
        readme(&t, site);
        status = am_speech_status(site->speeches[i]);
        if (i > 0) /* the first serves the other files as well */
            am_speech_forget(site->speeches[i]);
    }
    return status == AM_OK ? am_text_status(out) : status;
}
