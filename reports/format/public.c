/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report for the public, as a page and for programs. Everything in it comes from am_public. */
#include <stdlib.h>

#include "format/json_values.h"
#include "format/page.h"
#include "format/public.h"
#include "format/sentences.h"
#include "text.h"

/* The bar ends where the band does. */
static void band_cell(struct am_page *p, const struct am_column *column, const struct am_band *b,
                      const char *kind)
{
    am_page_cell(p, column);
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "band");
    if (kind)
        am_page_bar(p, kind, b->to, 100);
    am_html_element(&p->html, "span", "share", am_sentence_band(p->speech, b));
    am_html_close(&p->html, "div");
    am_page_cell_end(p);
}

static void what(struct am_page *p, const struct am_public *u)
{
    struct am_speech *s = p->speech;
    am_page_paragraph(
        p, "lead",
        AM_SAY(s, TEXT_PUBLIC_LEAD, AM_SAY_COUNT(s, u->days, TEXT_DAYS, am_say_number(s, u->days)),
               am_say_day(s, u->figures->scope.info.last_packet), am_say_percent(s, AM_BAND_STEP)));
    am_page_paragraph(p, NULL,
                      AM_SAY(s, TEXT_PUBLIC_COVERAGE, am_sentence_band(s, &u->named),
                             am_sentence_band(s, &u->owned), am_sentence_band(s, &u->hosted)));
}

static void owners(struct am_page *p, const struct am_public *u)
{
    static const struct am_column columns[] = {
        {TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},
        {TEXT_COLUMN_NEEDED, AM_CELL_TEXT},
        {TEXT_SERVICE, AM_CELL_TEXT},
        {TEXT_HOST, AM_CELL_TEXT},
        {TEXT_COLUMN_PRESENT, AM_CELL_TEXT},
    };
    struct am_speech *s = p->speech;
    am_page_table(p, "bands", AM_SAY(s, TEXT_PUBLIC_OWNERS_CAPTION), columns, 5);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < u->owners.count; i++) {
        const struct am_public_owner *line = &u->owners.at[i];
        bool rest = !line->corporation;
        am_page_row(p, rest ? "unknown" : NULL);
        am_page_head(p, 1);
        am_html_text(&p->html,
                     rest ? AM_SAY(s, TEXT_PUBLIC_OTHERS) : AM_SAY_NAME(s, line->corporation));
        am_page_head_end(p);
        if (rest)
            am_page_cell_text(p, &columns[1], "–");
        else
            band_cell(p, &columns[1], &line->either, "known");
        band_cell(p, &columns[2], &line->service, rest ? "unknown" : "service");
        band_cell(p, &columns[3], &line->host, rest ? "unknown" : "host");
        if (rest)
            am_page_cell_text(p, &columns[4], "–");
        else
            band_cell(p, &columns[4], &line->presence, NULL);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
    am_page_paragraph(p, "note", AM_SAY(s, TEXT_PUBLIC_OWNERS_NOTE));
}

static void stops(struct am_page *p, const struct am_public *u)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_WITHOUT, AM_CELL_TEXT},
                                               {TEXT_COLUMN_STOPS_ALL, AM_CELL_TEXT}};
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_STOPS_LEAD));
    if (u->steps.count == 0)
        return;
    am_page_table(p, "bands narrow", AM_SAY(p->speech, TEXT_PUBLIC_STOPS_CAPTION), columns, 2);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < u->steps.count; i++) {
        am_page_row(p, NULL);
        am_page_head(p, 1);
        am_html_text(&p->html, AM_SAY_NAME(p->speech, u->steps.at[i].corporation));
        am_page_head_end(p);
        band_cell(p, &columns[1], &u->steps.at[i].lost, "service");
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void areas(struct am_page *p, const struct am_public *u)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_AREA, AM_CELL_TEXT},
                                               {TEXT_COLUMN_CONTACTS, AM_CELL_TEXT},
                                               {TEXT_COLUMN_PROVIDER, AM_CELL_TEXT}};
    struct am_speech *s = p->speech;
    if (u->judged > 0)
        am_page_paragraph(p, "lead",
                          AM_SAY(s, TEXT_PUBLIC_SINGLE, am_say_number(s, u->single),
                                 am_say_number(s, u->judged)));
    am_page_table(p, "bands", AM_SAY(s, TEXT_PUBLIC_AREAS_CAPTION), columns, 3);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < u->areas.count; i++) {
        const struct am_public_area *line = &u->areas.at[i];
        const char *name = am_say_own(s, line->category->name);
        am_page_row(p, NULL);
        am_page_head(p, 1);
        am_html_text(&p->html, line->essential ? AM_SAY(s, TEXT_SERVICE_AREA, name,
                                                        AM_SAY(s, TEXT_PUBLIC_ESSENTIAL))
                                               : name);
        am_page_head_end(p);
        band_cell(p, &columns[1], &line->contacts, "service");
        am_page_cell_text(p, &columns[2],
                          line->provider ? AM_SAY_NAME(s, line->provider)
                                         : AM_SAY(s, TEXT_PUBLIC_SEVERAL));
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void law(struct am_page *p, const struct am_public *u)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_COUNTRY, AM_CELL_TEXT},
                                               {TEXT_SERVICE, AM_CELL_TEXT},
                                               {TEXT_HOST, AM_CELL_TEXT}};
    struct am_speech *s = p->speech;
    am_page_paragraph(p, "lead", AM_SAY(s, TEXT_LAW_LEAD));
    am_page_table(p, "bands", AM_SAY(s, TEXT_PUBLIC_LAW_CAPTION), columns, 3);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < u->countries.count; i++) {
        const struct am_public_country *line = &u->countries.at[i];
        am_page_row(p, line->country ? NULL : "unknown");
        am_page_head(p, 1);
        am_html_text(&p->html, line->country ? am_say_own(s, line->country->name)
                                             : AM_SAY(s, TEXT_PUBLIC_OTHERS));
        am_page_head_end(p);
        band_cell(p, &columns[1], &line->service, line->country ? "service" : "unknown");
        band_cell(p, &columns[2], &line->host, line->country ? "host" : "unknown");
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void rest(struct am_page *p, const struct am_public *u)
{
    struct am_speech *s = p->speech;
    const struct am_figures *f = u->figures;
    am_page_paragraph(p, NULL,
                      AM_SAY(s, TEXT_PUBLIC_LEAVING, am_sentence_band(s, &u->extraction),
                             am_sentence_band(s, &u->extraction_up)));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_PUBLIC_NIGHT, am_sentence_band(s, &u->night)));
    if (f->home)
        am_page_paragraph(p, NULL,
                          AM_SAY(s, TEXT_PUBLIC_NEAR, am_say_own(s, f->home->name),
                                 am_sentence_band(s, &u->home)));
    if (f->ask.bloc)
        am_page_paragraph(p, NULL,
                          AM_SAY(s, TEXT_PUBLIC_NEAR, am_say_own(s, f->ask.bloc->name),
                                 am_sentence_band(s, &u->bloc)));
}

static void method(struct am_page *p, const struct am_public *u)
{
    struct am_speech *s = p->speech;
    (void)u;
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_METHOD_1));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_METHOD_2));
    am_html_element(&p->html, "h3", NULL, AM_SAY(s, TEXT_REPLY));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_REPLY_IS));
}

static const struct {
    const char *id, *title;
    void (*write)(struct am_page *p, const struct am_public *u);
} sections[] = {
    {"what", TEXT_PUBLIC_WHAT, what}, {"owners", TEXT_PUBLIC_OWNERS, owners},
    {"stops", TEXT_STOPS, stops},     {"work", TEXT_WORK, areas},
    {"law", TEXT_LAW, law},           {"rest", TEXT_PUBLIC_REST, rest},
    {"method", TEXT_METHOD, method},
};

enum am_status am_format_public_html(const struct am_report *r, struct am_speech *s,
                                     struct am_text *out)
{
    struct am_page p = {.speech = s, .report = r, .figures = r->figures};
    p.cited = calloc(r->source_count + 1, sizeof(const struct am_fact_source *));
    if (!p.cited)
        return AM_E_NO_MEMORY;
    am_page_open(&p, out, AM_SAY(s, TEXT_PUBLIC));
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        am_page_section(&p, sections[i].id, sections[i].title);
        sections[i].write(&p, r->published);
        am_page_section_end(&p);
    }
    am_page_section(&p, "sources", TEXT_SOURCES);
    am_page_sources(&p);
    am_page_section_end(&p);
    enum am_status status = am_page_close(&p);
    free((void *)p.cited);
    return status;
}

static json_t *percent(const struct am_band *b)
{
    return json_pack("[i, i]", (int)b->from, (int)b->to);
}

static json_t *owners_json(const struct am_public *u)
{
    json_t *list = json_array();
    for (size_t i = 0; i < u->owners.count; i++) {
        const struct am_public_owner *line = &u->owners.at[i];
        json_t *o = json_object();
        am_value_put(o, "corporation", am_value_corporation(line->corporation));
        am_value_put(o, "name", am_value_text(line->corporation ? line->corporation->name : NULL));
        am_value_put(o, "service", percent(&line->service));
        am_value_put(o, "host", percent(&line->host));
        am_value_put(o, "needed", line->corporation ? percent(&line->either) : json_null());
        am_value_put(o, "present", line->corporation ? percent(&line->presence) : json_null());
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *areas_json(const struct am_public *u)
{
    json_t *list = json_array();
    for (size_t i = 0; i < u->areas.count; i++) {
        const struct am_public_area *line = &u->areas.at[i];
        json_t *o = json_object();
        am_value_put(o, "category", am_value_text(line->category->id));
        am_value_put(o, "contacts", percent(&line->contacts));
        am_value_put(o, "essential", json_boolean(line->essential));
        am_value_put(o, "single_provider", am_value_corporation(line->provider));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *countries_json(const struct am_public *u)
{
    json_t *list = json_array();
    for (size_t i = 0; i < u->countries.count; i++) {
        json_t *o = json_object();
        am_value_put(o, "country", am_value_country(u->countries.at[i].country));
        am_value_put(o, "service", percent(&u->countries.at[i].service));
        am_value_put(o, "host", percent(&u->countries.at[i].host));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *steps_json(const struct am_public *u)
{
    json_t *list = json_array();
    for (size_t i = 0; i < u->steps.count; i++) {
        json_t *o = json_object();
        am_value_put(o, "corporation", am_value_corporation(u->steps.at[i].corporation));
        am_value_put(o, "lost", percent(&u->steps.at[i].lost));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static int write_piece(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

enum am_status am_format_public_json(const struct am_report *r, struct am_text *out)
{
    const struct am_public *u = r->published;
    const struct am_figures *f = r->figures;
    json_t *o = json_object();
    am_value_put(o, "schema", json_string("amarra-public/1"));
    am_value_put(o, "program", json_string("amarra " AMARRA_VERSION));
    am_value_put(o, "dataset", am_value_text(r->rules_version));
    am_value_put(o, "title", am_value_text(r->title));
    am_value_put(o, "home", am_value_country(f->home));
    am_value_put(o, "bloc", am_value_text(f->ask.bloc ? f->ask.bloc->id : NULL));
    am_value_put(o, "days", am_value_count(u->days));
    am_value_put(o, "fold_below", json_integer(f->scope.k));
    am_value_put(o, "trial", json_boolean(f->scope.trial != 0));
    am_value_put(o, "named", percent(&u->named));
    am_value_put(o, "service_owner", percent(&u->owned));
    am_value_put(o, "host_owner", percent(&u->hosted));
    am_value_put(o, "extraction", percent(&u->extraction));
    am_value_put(o, "extraction_up", percent(&u->extraction_up));
    am_value_put(o, "out_of_working_time", percent(&u->night));
    am_value_put(o, "at_home", f->home ? percent(&u->home) : json_null());
    am_value_put(o, "in_bloc", f->ask.bloc ? percent(&u->bloc) : json_null());
    am_value_put(o, "single_provider_areas", am_value_ratio(u->single, u->judged));
    am_value_put(o, "corporations", owners_json(u));
    am_value_put(o, "areas", areas_json(u));
    am_value_put(o, "jurisdictions", countries_json(u));
    am_value_put(o, "cut_off", steps_json(u));
    int failed = json_object_size(o) != 22 ||
                 json_dump_callback(o, write_piece, out, JSON_SORT_KEYS | JSON_INDENT(1)) != 0;
    am_text_add(out, "\n");
    json_decref(o);
    if (am_text_status(out) != AM_OK)
        return am_text_status(out);
    return failed ? AM_E_NO_MEMORY : AM_OK;
}
