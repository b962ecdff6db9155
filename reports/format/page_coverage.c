/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far the report sees, the findings, and at the end what was lost on the way. */
#include <stdio.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

static const struct am_column coverage_columns[] = {
    {TEXT_COLUMN_KNOWN, AM_CELL_TEXT},
    {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
    {TEXT_COLUMN_FLOWS, AM_CELL_NUMBER},
    {TEXT_COLUMN_BYTES, AM_CELL_NUMBER},
};
#define COVERAGE_COLUMNS (sizeof coverage_columns / sizeof *coverage_columns)

static void bytes_cell(struct am_page *p, const struct am_column *column, const struct am_sum *sum)
{
    const struct am_sum *all = &p->figures->coverage.all;
    uint64_t bytes = sum->up + sum->down;
    am_page_cell(p, column);
    am_page_share(p, bytes, all->up + all->down, NULL, am_say_bytes(p->speech, bytes));
    am_page_cell_end(p);
}

static void known_row(struct am_page *p, const char *text, const struct am_sum *sum,
                      const char *kind)
{
    am_page_row(p, NULL);
    am_page_head(p, 1);
    am_html_text(&p->html, text);
    am_page_head_end(p);
    am_page_cell_share(p, &coverage_columns[1], sum->contacts, p->figures->coverage.all.contacts,
                       kind);
    am_page_cell_share(p, &coverage_columns[2], sum->flows, p->figures->coverage.all.flows, NULL);
    bytes_cell(p, &coverage_columns[3], sum);
    am_page_row_end(p);
}

static void blindness_table(struct am_page *p)
{
    const struct am_coverage *c = &p->figures->coverage;
    struct am_speech *s = p->speech;
    struct am_column columns[] = {{TEXT_COLUMN_CAUSE, AM_CELL_TEXT},
                                  {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
                                  {TEXT_COLUMN_FLOWS, AM_CELL_NUMBER},
                                  {TEXT_COLUMN_BYTES, AM_CELL_NUMBER}};
    am_page_table(p, "small", AM_SAY(s, TEXT_BLIND_CAPTION), columns, COVERAGE_COLUMNS);
    am_page_rows(p, NULL);
    for (int b = AM_BLIND_NOT + 1; b < AM_BLIND_COUNT; b++)
        if (c->blind[b].contacts + c->blind[b].flows > 0)
            known_row(p, AM_SAY(s, am_sentence_blind((enum am_blindness)b)), &c->blind[b], NULL);
    if (c->no_rule.contacts > 0)
        known_row(p, AM_SAY(s, TEXT_BLIND_NO_RULE), &c->no_rule, NULL);
    if (c->unlisted.contacts > 0)
        known_row(p, AM_SAY(s, TEXT_BLIND_UNLISTED, am_say_number(s, p->figures->scope.k)),
                  &c->unlisted, NULL);
    if (c->no_parent.contacts > 0)
        known_row(p, AM_SAY(s, TEXT_BLIND_NO_PARENT), &c->no_parent, NULL);
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void evidence_table(struct am_page *p)
{
    const struct am_coverage *c = &p->figures->coverage;
    struct am_column columns[] = {{TEXT_COLUMN_EVIDENCE, AM_CELL_TEXT},
                                  {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
                                  {TEXT_COLUMN_FLOWS, AM_CELL_NUMBER},
                                  {TEXT_COLUMN_BYTES, AM_CELL_NUMBER}};
    am_page_table(p, "small", AM_SAY(p->speech, TEXT_EVIDENCE_CAPTION), columns, COVERAGE_COLUMNS);
    am_page_rows(p, NULL);
    for (int e = 0; e < AM_EVIDENCE_COUNT; e++)
        if (c->evidence[e].contacts + c->evidence[e].flows > 0)
            known_row(p, AM_SAY(p->speech, am_sentence_evidence((enum am_evidence)e)),
                      &c->evidence[e], NULL);
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void loss_row(struct am_page *p, const char *text, const char *counter, uint64_t value)
{
    static const struct am_column column = {TEXT_COLUMN_COUNT, AM_CELL_NUMBER};
    am_page_row(p, NULL);
    am_page_head(p, 1);
    if (text)
        am_html_text(&p->html, AM_SAY(p->speech, text));
    else
        am_page_foreign(p, "code", counter);
    am_page_head_end(p);
    am_page_cell_number(p, &column, value);
    am_page_row_end(p);
}

static void loss_table(struct am_page *p)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_LOSS, AM_CELL_TEXT},
                                               {TEXT_COLUMN_COUNT, AM_CELL_NUMBER}};
    const struct am_figures *f = p->figures;
    const struct am_scope *scope = &f->scope;
    if (f->losses.count == 0 && scope->names_beyond == 0 && scope->hours_beyond == 0) {
        am_page_paragraph(p, NULL, AM_SAY(p->speech, TEXT_LOST_NONE));
        return;
    }
    am_page_table(p, "small narrow", AM_SAY(p->speech, TEXT_LOST_CAPTION), columns, 2);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->losses.count; i++)
        loss_row(p, am_sentence_loss(f->losses.at[i].name), f->losses.at[i].name,
                 f->losses.at[i].value);
    if (scope->names_beyond > 0)
        loss_row(p, TEXT_LOST_NAMES_BEYOND, NULL, scope->names_beyond);
    if (scope->hours_beyond > 0)
        loss_row(p, TEXT_LOST_HOURS_BEYOND, NULL, scope->hours_beyond);
    am_page_rows_end(p);
    am_page_table_end(p);
}

void am_page_coverage(struct am_page *p)
{
    const struct am_coverage *c = &p->figures->coverage;
    struct am_speech *s = p->speech;
    am_page_paragraph(p, "lead", AM_SAY(s, TEXT_COVERAGE_LEAD));
    am_page_picture(p, AM_PICTURE_COVERAGE);
    am_page_table(p, "known", AM_SAY(s, TEXT_COVERAGE_CAPTION), coverage_columns, COVERAGE_COLUMNS);
    am_page_rows(p, NULL);
    known_row(p, AM_SAY(s, TEXT_HAS_NAME), &c->named, "known");
    known_row(p, AM_SAY(s, TEXT_HAS_OWNER), &c->service_owner, "service");
    known_row(p, AM_SAY(s, TEXT_HAS_HOST), &c->host_owner, "host");
    known_row(p, AM_SAY(s, TEXT_ALL), &c->all, "known");
    am_page_rows_end(p);
    am_page_table_end(p);
}

void am_page_lost(struct am_page *p)
{
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_LOST));
    evidence_table(p);
    const char *conflicts = am_sentence_conflicts(p->speech, p->figures);
    if (conflicts)
        am_page_paragraph(p, NULL, conflicts);
    loss_table(p);
}

void am_page_why_unknown(struct am_page *p)
{
    blindness_table(p);
}

void am_page_findings(struct am_page *p)
{
    struct am_finding found[3];
    am_sentence_findings(p->speech, p->figures, found);
    am_html_open(&p->html, "ol");
    am_html_attribute(&p->html, "class", "findings");
    for (size_t i = 0; i < 3; i++) {
        am_html_open(&p->html, "li");
        am_html_element(&p->html, "h3", NULL, found[i].title);
        am_page_paragraph(p, "finding", found[i].text);
        if (found[i].second)
            am_page_paragraph(p, NULL, found[i].second);
        am_html_close(&p->html, "li");
    }
    am_html_close(&p->html, "ol");
    const char *near = am_sentence_near(p->speech, p->figures);
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "near");
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_NEAR_TITLE));
    am_page_paragraph(p, NULL, near);
    am_html_close(&p->html, "div");
}
