/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stops if someone disappears, who holds each area of work, and what leaves. */
#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define HOLDERS_MAX 4

static const struct am_column work_columns[] = {
    {TEXT_COLUMN_AREA, AM_CELL_TEXT},
    {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
    {TEXT_COLUMN_HOLDERS, AM_CELL_TEXT},
    {TEXT_COLUMN_CUT, AM_CELL_TEXT},
};

static void holders(struct am_page *p, const struct am_work_line *line)
{
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    uint64_t all = line->measure.sum.contacts;
    am_html_open(h, "ul");
    am_html_attribute(h, "class", "holders");
    for (size_t i = 0; i < line->holder_count && i < HOLDERS_MAX; i++) {
        const struct am_holder *holder = &line->holders[i];
        am_html_open(h, "li");
        am_page_bar(p, holder->corporation ? "service" : "unknown", holder->sum.contacts, all);
        am_html_element(h, "span", "share", am_say_share(s, holder->sum.contacts, all));
        am_html_text(h, " ");
        am_html_text(h, holder->corporation ? AM_SAY_NAME(s, holder->corporation)
                                            : AM_SAY(s, TEXT_NO_OWNER));
        am_html_close(h, "li");
    }
    am_html_close(h, "ul");
    if (line->holder_count > HOLDERS_MAX) {
        uint64_t more = line->holder_count - HOLDERS_MAX;
        am_page_paragraph(p, "note", AM_SAY_COUNT(s, more, TEXT_AND_MORE, am_say_number(s, more)));
    }
}

static void steps(struct am_page *p)
{
    static const struct am_column columns[] = {
        {TEXT_COLUMN_WITHOUT, AM_CELL_TEXT},     {TEXT_COLUMN_STOPS_MORE, AM_CELL_NUMBER},
        {TEXT_COLUMN_STOPS_ALL, AM_CELL_NUMBER}, {TEXT_COLUMN_STOPPED, AM_CELL_NUMBER},
        {TEXT_COLUMN_ESSENTIAL, AM_CELL_NUMBER},
    };
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    uint64_t all = f->coverage.all.contacts;
    am_page_table(p, "small", AM_SAY(s, TEXT_STOPS_CAPTION), columns, 5);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->cuts.count; i++) {
        const struct am_cut_step *step = &f->cuts.at[i];
        am_page_row(p, NULL);
        am_page_head(p, 1);
        am_html_text(&p->html, AM_SAY_NAME(s, step->owner->corporation));
        am_page_head_end(p);
        am_page_cell_share(p, &columns[1], step->added.contacts, all, NULL);
        am_page_cell_share(p, &columns[2], step->lost.contacts, all, NULL);
        am_page_cell_text(
            p, &columns[3],
            AM_SAY(s, TEXT_OF, am_say_number(s, step->stopped), am_say_number(s, f->counted)));
        am_page_cell_text(p, &columns[4],
                          AM_SAY(s, TEXT_OF, am_say_number(s, step->essential),
                                 am_say_number(s, f->findings.judged)));
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

void am_page_stops(struct am_page *p)
{
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_STOPS_LEAD));
    if (p->figures->cuts.count == 0)
        return;
    am_page_picture(p, AM_PICTURE_STOPS);
    steps(p);
}

static void work_row(struct am_page *p, const struct am_work_line *line)
{
    struct am_speech *s = p->speech;
    am_page_row(p, line->category ? NULL : "unknown");
    am_page_head(p, 1);
    am_html_element(&p->html, "span", "name",
                    line->category ? am_say_own(s, line->category->name)
                                   : AM_SAY(s, TEXT_WORK_UNKNOWN));
    if (line->single)
        am_html_element(&p->html, "span", "single", AM_SAY(s, TEXT_SINGLE));
    am_page_head_end(p);
    am_page_cell_share(p, &work_columns[1], line->measure.sum.contacts,
                       p->figures->coverage.all.contacts, NULL);
    am_page_cell(p, &work_columns[2]);
    if (line->holder_count > 0)
        holders(p, line);
    else
        am_html_text(&p->html, "–");
    am_page_cell_end(p);
    am_page_cell_text(p, &work_columns[3],
                      line->category ? am_say_own(s, line->category->if_cut) : "–");
    am_page_row_end(p);
}

/* Those that can be judged, and what is not known; or the others, which were hardly seen. */
static size_t work_table(struct am_page *p, bool seen, const char *caption)
{
    const struct am_figures *f = p->figures;
    size_t left = 0;
    am_page_table(p, "work", caption, work_columns, 4);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *line = &f->work.at[i];
        if ((line->counted || !line->category) == seen)
            work_row(p, line);
        else
            left++;
    }
    am_page_rows_end(p);
    am_page_table_end(p);
    return left;
}

void am_page_work(struct am_page *p)
{
    struct am_speech *s = p->speech;
    const char *least = am_say_number(s, AM_SINGLE_CONTACTS);
    am_page_paragraph(p, "lead", AM_SAY(s, TEXT_WORK_LEAD, least));
    size_t left = work_table(p, true, AM_SAY(s, TEXT_WORK_CAPTION));
    if (left == 0)
        return;
    const char *others = AM_SAY_COUNT(s, left, TEXT_WORK_FEW, am_say_number(s, left), least);
    am_page_fold_under(p, "h3", others, "work-few");
    (void)work_table(p, false, others);
    am_page_fold_end(p);
}

void am_page_leaving(struct am_page *p)
{
    static const struct am_column columns[] = {
        {TEXT_COLUMN_ROLE, AM_CELL_TEXT},
        {TEXT_COLUMN_SENT, AM_CELL_NUMBER},
        {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
        {TEXT_COLUMN_CORPORATIONS, AM_CELL_NUMBER},
    };
    const struct am_figures *f = p->figures;
    const struct am_sum *all = &f->coverage.all;
    const struct am_sum *taken = &f->findings.extraction;
    struct am_speech *s = p->speech;
    am_page_paragraph(p, "lead",
                      AM_SAY(s, TEXT_LEAVING_LEAD, am_say_bytes(s, taken->up),
                             am_say_bytes(s, all->up), am_say_share(s, taken->up, all->up),
                             am_say_number(s, taken->contacts), am_say_number(s, all->contacts),
                             am_say_share(s, taken->contacts, all->contacts)));
    am_page_picture(p, AM_PICTURE_LEAVING);
    am_page_table(p, "leaving", AM_SAY(s, TEXT_LEAVING_CAPTION), columns, 4);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->roles.count; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        am_page_row(p, line->role ? NULL : "unknown");
        am_page_head(p, 1);
        am_html_text(&p->html,
                     line->role ? am_say_own(s, line->role->name) : AM_SAY(s, TEXT_ROLE_UNKNOWN));
        am_page_head_end(p);
        am_page_cell(p, &columns[1]);
        am_page_share(p, line->sum.up, all->up, NULL, am_say_bytes(s, line->sum.up));
        am_page_cell_end(p);
        am_page_cell_share(p, &columns[2], line->sum.contacts, all->contacts, NULL);
        am_page_cell_number(p, &columns[3], line->corporations);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}
