/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Method, words, limits, right of reply, trace and sources. */
#include <stdio.h>

#include "format/page.h"
#include "format/sentences.h"
#include "format/vantage.h"
#include "text.h"

/* `meaning` is in the language already. */
static void word(struct am_page *p, const char *term, const char *meaning)
{
    am_html_open(&p->html, "div");
    am_html_element(&p->html, "dt", NULL, AM_SAY(p->speech, term));
    am_html_element(&p->html, "dd", NULL, meaning);
    am_html_close(&p->html, "div");
}

static void words(struct am_page *p)
{
    static const struct {
        const char *term, *meaning;
    } list[] = {
        {TEXT_WORD_DEVICE, TEXT_WORD_DEVICE_IS},
        {TEXT_WORD_CONTACT, TEXT_WORD_CONTACT_IS},
        {TEXT_SERVICE, TEXT_WORD_SERVICE_IS},
        {TEXT_HOST, TEXT_WORD_HOST_IS},
        {TEXT_WORD_PARENT, TEXT_WORD_PARENT_IS},
        {TEXT_WORD_RULE, TEXT_WORD_RULE_IS},
        {TEXT_WORD_RESOLVER, TEXT_WORD_RESOLVER_IS},
        {TEXT_IS_PRESENCE, TEXT_IS_PRESENCE_IS},
        {TEXT_IS_NEED, TEXT_IS_NEED_IS},
    };
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_WORDS));
    am_html_open(&p->html, "dl");
    am_html_attribute(&p->html, "class", "words");
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        word(p, list[i].term, AM_SAY(p->speech, list[i].meaning));
    word(p, TEXT_IS_STOPS,
         AM_SAY(p->speech, TEXT_IS_STOPS_IS, am_say_number(p->speech, AM_SINGLE_CONTACTS),
                am_say_percent(p->speech, AM_STOPS_PERCENT)));
    word(p, TEXT_IS_ESSENTIAL, AM_SAY(p->speech, TEXT_IS_ESSENTIAL_IS));
    word(p, TEXT_IS_EFFORT, AM_SAY(p->speech, TEXT_IS_EFFORT_IS));
    am_html_close(&p->html, "dl");
}

static void limits(struct am_page *p)
{
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_LIMITS));
    am_html_open(&p->html, "ul");
    for (size_t i = 0; i < AM_LIMITS; i++)
        am_html_element(&p->html, "li", NULL, am_sentence_limit(p->speech, i));
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
    am_page_fold_under(p, "h3", AM_SAY(p->speech, TEXT_VANTAGE), "vantage");
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
    am_page_fold_end(p);
}

/* Figures that are compared between reports, with what each means. Never a headline. */
static void comparison(struct am_page *p)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_FIGURE, AM_CELL_TEXT},
                                               {TEXT_COLUMN_COUNT, AM_CELL_NUMBER}};
    const struct am_figures *f = p->figures;
    const struct am_depth *d = &f->depth;
    struct am_speech *s = p->speech;
    uint64_t mean = d->services > 0 ? (d->corporations * 20 / d->services + 1) / 2 : 0;
    const struct {
        const char *name, *value;
    } rows[] = {
        {AM_SAY(s, TEXT_SERVICE_AREA, AM_SAY(s, TEXT_HHI), AM_SAY(s, TEXT_SERVICE)),
         AM_SAY(s, TEXT_INTERVAL, am_say_number(s, f->service_hhi.low),
                am_say_number(s, f->service_hhi.high))},
        {AM_SAY(s, TEXT_SERVICE_AREA, AM_SAY(s, TEXT_HHI), AM_SAY(s, TEXT_HOST)),
         AM_SAY(s, TEXT_INTERVAL, am_say_number(s, f->host_hhi.low),
                am_say_number(s, f->host_hhi.high))},
        {AM_SAY(s, TEXT_DEPTH), am_say_share(s, d->differ.contacts, f->coverage.all.contacts)},
        {AM_SAY(s, TEXT_LAYERS), am_say_decimal(s, (double)mean / 10, 1)},
        {AM_SAY(s, TEXT_HIDDEN_HOST),
         AM_SAY(s, TEXT_OF, am_say_number(s, d->hidden), am_say_number(s, d->services))},
    };
    am_page_fold_under(p, "h3", AM_SAY(s, TEXT_FIGURES_CAPTION), "comparison");
    am_page_table(p, "small narrow", AM_SAY(s, TEXT_FIGURES_CAPTION), columns, 2);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        am_page_row(p, NULL);
        am_page_head(p, 1);
        am_html_text(&p->html, rows[i].name);
        am_page_head_end(p);
        am_page_cell_text(p, &columns[1], rows[i].value);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_HHI_IS));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_DEPTH_IS));
    am_page_paragraph(p, NULL,
                      AM_SAY(s, TEXT_LAYERS_IS, am_say_number(s, d->services),
                             am_say_number(s, d->corporations)));
    am_page_fold_end(p);
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
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_METHOD_MORE));
    vantage(p);
    comparison(p);
    words(p);
    limits(p);
    am_html_element(&p->html, "h3", NULL, AM_SAY(s, TEXT_REPLY));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_REPLY_IS));
}

static void basis(struct am_page *p, const struct am_basis *b)
{
    if (b->checked && b->checked[0]) {
        am_html_text(&p->html, " · ");
        am_html_text(&p->html, b->checked);
    }
    am_page_source_mark(p, b);
    am_page_standing(p, b);
}

/* The corporation's own facts (countries) first, then the rules that led to it. */
static void trace(struct am_page *p, const struct am_owner_line *line)
{
    struct am_html *h = &p->html;
    const struct am_corporation *c = line->corporation;
    char id[128];
    (void)snprintf(id, sizeof id, "why-%s", c->id);
    am_page_fold(p, false);
    am_html_text(h, AM_SAY_NAME(p->speech, c));
    am_page_folded(p, id);
    am_html_open(h, "ul");
    am_html_open(h, "li");
    am_html_text(h, c->legal_name && c->legal_name[0] ? c->legal_name : AM_SAY_NAME(p->speech, c));
    basis(p, &c->basis);
    am_html_close(h, "li");
    for (size_t i = 0; i < line->trace_count; i++) {
        const struct am_trace *t = &line->traces[i];
        am_html_open(h, "li");
        am_page_foreign(p, "code", t->rule->id);
        am_html_text(h, " · ");
        am_html_text(h, AM_SAY(p->speech, t->host ? TEXT_HOST : TEXT_SERVICE));
        am_html_text(h, " · ");
        am_html_text(h, AM_SAY_COUNT(p->speech, t->sum.contacts, TEXT_CONTACTS,
                                     am_say_number(p->speech, t->sum.contacts)));
        basis(p, &t->rule->basis);
        am_html_close(h, "li");
    }
    am_html_close(h, "ul");
    am_page_fold_end(p);
}

void am_page_trace(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_TRACE_LEAD));
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "trace");
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation)
            trace(p, &f->owners.at[i]);
    am_html_close(&p->html, "div");
}

/* "Title. CC0-1.0. 3 May 2025": what of it is known. */
static void source(struct am_page *p, size_t number, const struct am_fact_source *source)
{
    struct am_html *h = &p->html;
    char id[32];
    const char *title = am_fact_source_title(source, am_speech_language(p->speech));
    am_html_open(h, "li");
    (void)snprintf(id, sizeof id, "source-%zu", number);
    am_html_attribute(h, "id", id);
    if (source->url && source->url[0]) { /* paper writes the address out: see the style sheet */
        am_html_open(h, "a");
        am_html_attribute(h, "class", "url");
        am_html_attribute(h, "rel", "noreferrer external");
        am_html_attribute(h, "href", source->url);
        am_page_foreign(p, NULL, title);
        am_html_close(h, "a");
    } else {
        am_page_foreign(p, NULL, title);
    }
    const char *told[] = {source->licence,
                          source->date ? am_say_date(p->speech, source->date) : NULL};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (told[i] && told[i][0]) {
            am_html_text(h, " · ");
            am_html_element(h, "span", "of", told[i]);
        }
    am_html_close(h, "li");
}

/* What was cited, then what was used without a line to cite it: networks, places, names of
 * countries. Those have licences, which ask to be named. */
void am_page_sources(struct am_page *p)
{
    for (size_t i = 0; i < p->report->source_count; i++)
        if (p->report->sources[i].licence && p->report->sources[i].licence[0])
            (void)am_page_cite(p, &p->report->sources[i]);
    am_html_open(&p->html, "ol");
    am_html_attribute(&p->html, "class", "sources");
    for (size_t i = 0; i < p->cited_count; i++)
        source(p, i + 1, p->cited[i]);
    am_html_close(&p->html, "ol");
}
