/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ropes, and the two ledgers by corporation. */
#include <stdio.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define ROWS_MAX 40 /* of the table of corporations */

void am_page_ropes(struct am_page *p)
{
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_ROPES_LEAD));
    am_page_picture(p, AM_PICTURE_ROPES);
}

static const struct am_column overview_columns[] = {
    {TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},
    {TEXT_SERVICE, AM_CELL_TEXT},
    {TEXT_HOST, AM_CELL_TEXT},
};

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
            am_page_ledgers(p, overview_columns, AM_SAY_NAME(s, f->owners.at[i].corporation),
                            &f->owners.at[i].service.sum, &f->owners.at[i].host.sum, false);
    if (f->rest_count > 0)
        am_page_ledgers(p, overview_columns,
                        AM_SAY_COUNT(s, f->rest_count, TEXT_REST, am_say_number(s, f->rest_count)),
                        &f->rest_service, &f->rest_host, false);
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->slice == AM_SLICE_NO_OWNER)
            am_page_ledgers(p, overview_columns, AM_SAY(s, TEXT_NO_OWNER), &line->service.sum,
                            &line->host.sum, true);
        else if (line->slice == AM_SLICE_NO_NAME)
            am_page_ledgers(p, overview_columns, AM_SAY(s, TEXT_NO_NAME), &line->service.sum, NULL,
                            true);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static const struct am_column detail_columns[] = {
    {TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},  {TEXT_COLUMN_LEDGER, AM_CELL_TEXT},
    {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},   {TEXT_COLUMN_SHARE, AM_CELL_NUMBER},
    {TEXT_COLUMN_WORK_HOURS, AM_CELL_NUMBER}, {TEXT_COLUMN_DEVICES, AM_CELL_NUMBER},
    {TEXT_COLUMN_SENT, AM_CELL_NUMBER},       {TEXT_COLUMN_RECEIVED, AM_CELL_NUMBER},
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
    am_page_cell_number(p, &detail_columns[4], m->work_hours);
    am_page_cell_text(p, &detail_columns[5], am_sentence_devices(s, p->figures, m->devices));
    am_page_cell_text(p, &detail_columns[6], am_say_bytes(s, m->sum.up));
    am_page_cell_text(p, &detail_columns[7], am_say_bytes(s, m->sum.down));
}

static void detail_rows(struct am_page *p, const struct am_owner_line *line)
{
    struct am_speech *s = p->speech;
    bool both = line->slice != AM_SLICE_NO_NAME;
    am_page_rows(p, line->corporation ? NULL : "unknown");
    am_page_row(p, line->service.hours > 0 ? NULL : "none");
    am_page_head(p, 1u + both);
    if (line->corporation) {
        am_html_element(&p->html, "span", "name", AM_SAY_NAME(s, line->corporation));
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
    am_page_rows_end(p);
}

void am_page_owners(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    am_page_paragraph(p, "lead", AM_SAY(s, TEXT_OWNERS_LEAD));
    overview(p);
    am_page_one_by_one(p);
    am_page_fold_under(p, "h3", AM_SAY(s, TEXT_OWNERS_TABLE), "all-corporations");
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
    am_page_fold_end(p);
}
