/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Coverage, findings and the two ledgers. */
#include <stdio.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define ROWS_MAX  100 /* of the table of corporations */
#define PARTS_MAX 6

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

static void stacked(struct am_page *p, const char *class_, uint64_t from, uint64_t numerator,
                    uint64_t denominator)
{
    char x[32];
    char width[32];
    if (numerator == 0)
        return;
    (void)snprintf(x, sizeof x, "%.2f%%", (double)from * 100 / (double)denominator);
    (void)snprintf(width, sizeof width, "%.2f%%", (double)numerator * 100 / (double)denominator);
    am_html_open(&p->html, "rect");
    am_html_attribute(&p->html, "class", class_);
    am_html_attribute(&p->html, "x", x);
    am_html_attribute(&p->html, "width", width);
    am_html_attribute(&p->html, "height", "100%");
    am_html_close(&p->html, "rect");
}

static void legend(struct am_page *p, const char *class_, const char *text, uint64_t numerator)
{
    struct am_html *h = &p->html;
    am_html_open(h, "li");
    am_html_open(h, "svg");
    am_html_attribute(h, "class", "key");
    am_html_attribute(h, "aria-hidden", "true");
    am_html_open(h, "rect");
    am_html_attribute(h, "class", class_);
    am_html_attribute(h, "width", "100%");
    am_html_attribute(h, "height", "100%");
    am_html_close(h, "rect");
    am_html_close(h, "svg");
    am_html_text(h, " ");
    am_html_text(h, AM_SAY(p->speech, text));
    am_html_text(h, " ");
    am_html_element(h, "strong", NULL,
                    am_say_share(p->speech, numerator, p->figures->coverage.all.contacts));
    am_html_close(h, "li");
}

/* The whole as one bar: owner known, name without an owner, no name. */
static void coverage_picture(struct am_page *p)
{
    const struct am_coverage *c = &p->figures->coverage;
    struct am_speech *s = p->speech;
    uint64_t all = c->all.contacts;
    uint64_t owned = c->service_owner.contacts;
    uint64_t named = c->no_rule.contacts + c->unlisted.contacts + c->no_parent.contacts;
    if (all == 0)
        return;
    uint64_t rest = all - owned - named;
    am_html_open(&p->html, "figure");
    am_html_open(&p->html, "svg");
    am_html_attribute(&p->html, "class", "stack");
    am_html_attribute(&p->html, "role", "img");
    am_html_attribute(&p->html, "aria-label",
                      AM_SAY(s, TEXT_BAR_COVERAGE, am_say_share(s, owned, all),
                             am_say_share(s, named, all), am_say_share(s, rest, all)));
    stacked(p, "bar-service", 0, owned, all);
    stacked(p, "bar-named", owned, named, all);
    stacked(p, "bar-unknown", owned + named, rest, all);
    am_html_close(&p->html, "svg");
    am_html_open(&p->html, "ul");
    am_html_attribute(&p->html, "class", "legend");
    legend(p, "bar-service", TEXT_BAR_OWNED, owned);
    legend(p, "bar-named", TEXT_BAR_NAMED, named);
    legend(p, "bar-unknown", TEXT_BAR_UNNAMED, rest);
    am_html_close(&p->html, "ul");
    am_html_close(&p->html, "figure");
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
    coverage_picture(p);
    am_page_table(p, "known", AM_SAY(s, TEXT_COVERAGE_CAPTION), coverage_columns, COVERAGE_COLUMNS);
    am_page_rows(p, NULL);
    known_row(p, AM_SAY(s, TEXT_HAS_NAME), &c->named, "known");
    known_row(p, AM_SAY(s, TEXT_HAS_OWNER), &c->service_owner, "service");
    known_row(p, AM_SAY(s, TEXT_HAS_HOST), &c->host_owner, "host");
    known_row(p, AM_SAY(s, TEXT_ALL), &c->all, "known");
    am_page_rows_end(p);
    am_page_table_end(p);
    blindness_table(p);
    evidence_table(p);
    const char *conflicts = am_sentence_conflicts(s, p->figures);
    if (conflicts)
        am_page_paragraph(p, NULL, conflicts);
    loss_table(p);
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
}

static const struct am_column overview_columns[] = {
    {TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},
    {TEXT_SERVICE, AM_CELL_TEXT},
    {TEXT_HOST, AM_CELL_TEXT},
};

static void overview_row(struct am_page *p, const char *name, const struct am_sum *service,
                         const struct am_sum *host, bool unknown)
{
    uint64_t all = p->figures->coverage.all.contacts;
    am_page_row(p, unknown ? "unknown" : NULL);
    am_page_head(p, 1);
    am_html_text(&p->html, name);
    am_page_head_end(p);
    am_page_cell_share(p, &overview_columns[1], service->contacts, all,
                       unknown ? "unknown" : "service");
    if (host)
        am_page_cell_share(p, &overview_columns[2], host->contacts, all,
                           unknown ? "unknown" : "host");
    else
        am_page_cell_text(p, &overview_columns[2], "–");
    am_page_row_end(p);
}

static void overview(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    am_page_table(p, "overview",
                  AM_SAY(s, TEXT_OWNERS_CAPTION, am_say_number(s, f->coverage.all.contacts)),
                  overview_columns, 3);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->owners.count && i < AM_OWNERS_TOP; i++)
        if (f->owners.at[i].corporation)
            overview_row(p, f->owners.at[i].corporation->name, &f->owners.at[i].service.sum,
                         &f->owners.at[i].host.sum, false);
    if (f->rest_count > 0)
        overview_row(p, AM_SAY_COUNT(s, f->rest_count, TEXT_REST, am_say_number(s, f->rest_count)),
                     &f->rest_service, &f->rest_host, false);
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->slice == AM_SLICE_NO_OWNER)
            overview_row(p, AM_SAY(s, TEXT_NO_OWNER), &line->service.sum, &line->host.sum, true);
        else if (line->slice == AM_SLICE_NO_NAME)
            overview_row(p, AM_SAY(s, TEXT_NO_NAME), &line->service.sum, NULL, true);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static const struct am_column detail_columns[] = {
    {TEXT_COLUMN_CORPORATION, AM_CELL_TEXT}, {TEXT_COLUMN_LEDGER, AM_CELL_TEXT},
    {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},  {TEXT_COLUMN_SHARE, AM_CELL_NUMBER},
    {TEXT_COLUMN_HOURS, AM_CELL_NUMBER},     {TEXT_COLUMN_DEVICES, AM_CELL_NUMBER},
    {TEXT_COLUMN_SENT, AM_CELL_NUMBER},      {TEXT_COLUMN_RECEIVED, AM_CELL_NUMBER},
};

#define DETAIL_COLUMNS (sizeof detail_columns / sizeof *detail_columns)

static void measure_cells(struct am_page *p, const char *ledger, const char *kind,
                          const struct am_measure *m)
{
    struct am_speech *s = p->speech;
    char look[32];
    (void)snprintf(look, sizeof look, "ledger %s", kind);
    am_page_cell(p, &detail_columns[1]);
    am_html_element(&p->html, "span", look, AM_SAY(s, ledger));
    am_page_cell_end(p);
    am_page_cell_number(p, &detail_columns[2], m->sum.contacts);
    am_page_cell_text(p, &detail_columns[3],
                      am_say_share(s, m->sum.contacts, p->figures->coverage.all.contacts));
    am_page_cell_number(p, &detail_columns[4], m->hours);
    am_page_cell_text(p, &detail_columns[5], am_sentence_devices(s, p->figures, m->devices));
    am_page_cell_text(p, &detail_columns[6], am_say_bytes(s, m->sum.up));
    am_page_cell_text(p, &detail_columns[7], am_say_bytes(s, m->sum.down));
}

/* "Gmail (E-mail), Drive (Files) and 3 more", as a row of its own under both ledgers. */
static void service_row(struct am_page *p, const struct am_owner_line *line)
{
    static const struct am_column column = {TEXT_SERVICES, AM_CELL_TEXT};
    struct am_speech *s = p->speech;
    am_page_row(p, "parts");
    am_page_cell_wide(p, &column, DETAIL_COLUMNS - 1);
    for (size_t i = 0; i < line->part_count && i < PARTS_MAX; i++) {
        const struct am_service *service = line->parts[i].service;
        if (i > 0)
            am_html_text(&p->html, ", ");
        am_html_text(&p->html, service->category ? AM_SAY(s, TEXT_SERVICE_AREA, service->name,
                                                          am_say_own(s, service->category->name))
                                                 : service->name);
    }
    if (line->part_count > PARTS_MAX) {
        uint64_t more = line->part_count - PARTS_MAX;
        am_html_text(&p->html, " ");
        am_html_text(&p->html, AM_SAY_COUNT(s, more, TEXT_AND_MORE, am_say_number(s, more)));
    }
    am_page_cell_end(p);
    am_page_row_end(p);
}

static void detail_rows(struct am_page *p, const struct am_owner_line *line)
{
    struct am_speech *s = p->speech;
    bool both = line->slice != AM_SLICE_NO_NAME;
    am_page_rows(p, line->corporation ? NULL : "unknown");
    am_page_row(p, line->service.hours > 0 ? NULL : "none");
    am_page_head(p, 1u + both + (line->part_count > 0));
    if (line->corporation) {
        am_html_element(&p->html, "span", "name", line->corporation->name);
        if (line->corporation->parent)
            am_html_element(&p->html, "span", "country",
                            am_say_own(s, line->corporation->parent->name));
    } else {
        am_html_text(&p->html,
                     AM_SAY(s, line->slice == AM_SLICE_NO_OWNER ? TEXT_NO_OWNER : TEXT_NO_NAME));
    }
    am_page_head_end(p);
    measure_cells(p, TEXT_SERVICE, "service", &line->service);
    am_page_row_end(p);
    if (both) {
        am_page_row(p, line->host.hours > 0 ? NULL : "none");
        measure_cells(p, TEXT_HOST, "host", &line->host);
        am_page_row_end(p);
    }
    if (line->part_count > 0)
        service_row(p, line);
    am_page_rows_end(p);
}

void am_page_owners(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    am_page_paragraph(p, "lead", AM_SAY(s, TEXT_OWNERS_LEAD));
    overview(p);
    am_page_table(p, "detail", AM_SAY(s, TEXT_DETAIL_CAPTION), detail_columns, DETAIL_COLUMNS);
    uint64_t left = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        if (f->owners.at[i].corporation && i >= ROWS_MAX)
            left++;
        else
            detail_rows(p, &f->owners.at[i]);
    }
    am_page_table_end(p);
    if (left > 0)
        am_page_paragraph(p, "note", AM_SAY_COUNT(s, left, TEXT_MORE_ROWS, am_say_number(s, left)));
    if (f->scope.info.devices < f->scope.k)
        am_page_paragraph(p, "note", AM_SAY(s, TEXT_DEVICES_NONE, am_say_number(s, f->scope.k)));
    else
        am_page_paragraph(p, "note",
                          AM_SAY(s, TEXT_DEVICES_NOTE, am_say_number(s, f->scope.info.devices),
                                 am_say_number(s, f->scope.k)));
}
