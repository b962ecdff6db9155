/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Method, words, limits, right of reply, trace and sources. */
#include <stdio.h>

#include "format/page.h"
#include "format/vantage.h"
#include "text.h"

static void word(struct am_page *p, const char *term, const char *meaning)
{
    am_html_open(&p->html, "div");
    am_html_element(&p->html, "dt", NULL, AM_SAY(p->speech, term));
    am_html_element(&p->html, "dd", NULL, AM_SAY(p->speech, meaning));
    am_html_close(&p->html, "div");
}

static void words(struct am_page *p)
{
    static const struct {
        const char *term, *meaning;
    } list[] = {
        {TEXT_WORD_DEVICE, TEXT_WORD_DEVICE_IS},     {TEXT_WORD_CONTACT, TEXT_WORD_CONTACT_IS},
        {TEXT_SERVICE, TEXT_WORD_SERVICE_IS},        {TEXT_HOST, TEXT_WORD_HOST_IS},
        {TEXT_WORD_PARENT, TEXT_WORD_PARENT_IS},     {TEXT_WORD_RULE, TEXT_WORD_RULE_IS},
        {TEXT_WORD_RESOLVER, TEXT_WORD_RESOLVER_IS},
    };
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_WORDS));
    am_html_open(&p->html, "dl");
    am_html_attribute(&p->html, "class", "words");
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        word(p, list[i].term, list[i].meaning);
    am_html_close(&p->html, "dl");
}

static void limits(struct am_page *p)
{
    static const char *const list[] = {
        TEXT_LIMIT_1, TEXT_LIMIT_2, TEXT_LIMIT_3, TEXT_LIMIT_4,
        TEXT_LIMIT_5, TEXT_LIMIT_6, TEXT_LIMIT_7, TEXT_LIMIT_8,
    };
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_LIMITS));
    am_html_open(&p->html, "ul");
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        am_html_element(&p->html, "li", NULL, AM_SAY(p->speech, list[i]));
    am_html_close(&p->html, "ul");
}

static void vantage(struct am_page *p)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_FIGURE, AM_CELL_TEXT},
                                               {TEXT_COLUMN_COUNT, AM_CELL_NUMBER}};
    struct am_vantage_row rows[AM_VANTAGE_ROWS];
    size_t count = am_vantage_rows(p->figures, rows);
    if (count == 0)
        return;
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_VANTAGE));
    am_page_table(p, "small narrow", AM_SAY(p->speech, TEXT_VANTAGE_CAPTION), columns, 2);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < count; i++) {
        am_page_row(p, NULL);
        am_page_head(p, 1);
        am_html_text(&p->html, AM_SAY(p->speech, rows[i].text));
        am_page_head_end(p);
        if (rows[i].whole)
            am_page_cell_share(p, &columns[1], *rows[i].value, *rows[i].whole, NULL);
        else
            am_page_cell_number(p, &columns[1], *rows[i].value);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

void am_page_method(struct am_page *p)
{
    struct am_speech *s = p->speech;
    const struct am_scan_info *info = &p->figures->scope.info;
    const char *program = info->program[0] ? info->program : "–";
    const char *dataset = info->dataset[0] ? info->dataset : "–";
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_METHOD_1));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_METHOD_2));
    am_page_paragraph(
        p, NULL,
        AM_SAY(s, TEXT_METHOD_3, program, dataset, p->report->rules_version, am_speech_zone(s)));
    vantage(p);
    words(p);
    limits(p);
    am_html_element(&p->html, "h3", NULL, AM_SAY(s, TEXT_REPLY));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_REPLY_IS));
}

static const struct am_column trace_columns[] = {
    {TEXT_COLUMN_RULE, AM_CELL_TEXT},       {TEXT_COLUMN_LEDGER, AM_CELL_TEXT},
    {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER}, {TEXT_COLUMN_SOURCE, AM_CELL_TEXT},
    {TEXT_COLUMN_CHECKED, AM_CELL_TEXT},
};

static void source_cells(struct am_page *p, const struct am_basis *basis)
{
    struct am_html *h = &p->html;
    char link[32];
    size_t n = am_page_cite(p, basis->source);
    am_page_cell(p, &trace_columns[3]);
    if (n > 0) {
        am_html_open(h, "a");
        (void)snprintf(link, sizeof link, "#source-%zu", n);
        am_html_attribute(h, "href", link);
        (void)snprintf(link, sizeof link, "[%zu]", n);
        am_html_text(h, link);
        am_html_close(h, "a");
    } else {
        am_html_text(h, "–");
    }
    am_page_cell_end(p);
    am_page_cell(p, &trace_columns[4]);
    am_html_text(h, basis->checked ? basis->checked : "–");
    am_page_standing(p, basis);
    am_page_cell_end(p);
}

/* The corporation's own facts (countries) first, then the rules that led to it. */
static void trace_rows(struct am_page *p, const struct am_owner_line *line)
{
    struct am_html *h = &p->html;
    am_page_rows(p, NULL);
    am_page_row(p, "group");
    am_page_head(p, 1);
    am_html_text(h, line->corporation->name);
    if (line->corporation->legal_name && line->corporation->legal_name[0]) {
        am_html_text(h, " ");
        am_html_element(h, "span", "legal", line->corporation->legal_name);
    }
    am_page_head_end(p);
    am_page_cell_text(p, &trace_columns[1], "–");
    am_page_cell_text(p, &trace_columns[2], "–");
    source_cells(p, &line->corporation->basis);
    am_page_row_end(p);
    for (size_t i = 0; i < line->trace_count; i++) {
        const struct am_trace *trace = &line->traces[i];
        am_page_row(p, NULL);
        am_page_head(p, 1);
        am_page_foreign(p, "code", trace->rule->id);
        am_page_head_end(p);
        am_page_cell_text(p, &trace_columns[1],
                          AM_SAY(p->speech, trace->host ? TEXT_HOST : TEXT_SERVICE));
        am_page_cell_number(p, &trace_columns[2], trace->sum.contacts);
        source_cells(p, &trace->rule->basis);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
}

void am_page_trace(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_TRACE_LEAD));
    am_page_table(p, "small trace", AM_SAY(p->speech, TEXT_TRACE_CAPTION), trace_columns,
                  sizeof trace_columns / sizeof *trace_columns);
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation)
            trace_rows(p, &f->owners.at[i]);
    am_page_table_end(p);
}

static const struct am_column source_columns[] = {
    {TEXT_COLUMN_NUMBER, AM_CELL_TEXT},
    {TEXT_COLUMN_SOURCE, AM_CELL_TEXT},
    {TEXT_COLUMN_LICENCE, AM_CELL_TEXT},
    {TEXT_COLUMN_DATE, AM_CELL_TEXT},
};

static const char *or_dash(const char *text)
{
    return text && text[0] ? text : "–";
}

static void source_row(struct am_page *p, size_t number, const struct am_fact_source *source)
{
    struct am_html *h = &p->html;
    char id[32];
    am_html_open(h, "tr");
    am_html_attribute(h, "role", "row");
    (void)snprintf(id, sizeof id, "source-%zu", number);
    am_html_attribute(h, "id", id);
    am_page_head(p, 1);
    (void)snprintf(id, sizeof id, "%zu", number);
    am_html_text(h, id);
    am_page_head_end(p);
    am_page_cell(p, &source_columns[1]);
    am_page_foreign(p, NULL, am_fact_source_title(source, am_speech_language(p->speech)));
    if (source->url && source->url[0]) {
        am_html_text(h, " ");
        am_html_open(h, "a");
        am_html_attribute(h, "class", "url");
        am_html_attribute(h, "rel", "noreferrer external");
        am_html_attribute(h, "href", source->url);
        am_html_text(h, source->url);
        am_html_close(h, "a");
    }
    am_page_cell_end(p);
    am_page_cell_text(p, &source_columns[2], or_dash(source->licence));
    am_page_cell_text(p, &source_columns[3], am_say_date(p->speech, or_dash(source->date)));
    am_html_close(h, "tr");
}

/* What was cited, then what was used without a line to cite it: networks, places, names of
 * countries. Those have licences, which ask to be named. */
void am_page_sources(struct am_page *p)
{
    for (size_t i = 0; i < p->report->source_count; i++)
        if (p->report->sources[i].licence && p->report->sources[i].licence[0])
            (void)am_page_cite(p, &p->report->sources[i]);
    am_page_table(p, "small sources", AM_SAY(p->speech, TEXT_SOURCES_CAPTION), source_columns, 4);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < p->cited_count; i++)
        source_row(p, i + 1, p->cited[i]);
    am_page_rows_end(p);
    am_page_table_end(p);
}
