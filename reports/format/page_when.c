/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it happens: the hours of the week, and what goes on when nobody is there. */
#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define OWNERS_MAX 8

static void by_purpose(struct am_page *p)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_ROLE, AM_CELL_TEXT},
                                               {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
                                               {TEXT_COLUMN_SENT, AM_CELL_NUMBER},
                                               {TEXT_COLUMN_HOURS, AM_CELL_NUMBER}};
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    am_page_table(p, "small narrow", AM_SAY(s, TEXT_NIGHT_CAPTION), columns, 4);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->nights.count; i++) {
        const struct am_night_line *line = &f->nights.at[i];
        am_page_row(p, line->role ? NULL : "unknown");
        am_page_head(p, 1);
        am_html_text(&p->html,
                     line->role ? am_say_own(s, line->role->name) : AM_SAY(s, TEXT_ROLE_UNKNOWN));
        am_page_head_end(p);
        am_page_cell_share(p, &columns[1], line->sum.contacts, f->findings.night.contacts, NULL);
        am_page_cell_text(p, &columns[2], am_say_bytes(s, line->sum.up));
        am_page_cell_number(p, &columns[3], line->hours);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void owner_row(struct am_page *p, const struct am_column *columns,
                      const struct am_owner_line *line)
{
    struct am_speech *s = p->speech;
    am_page_row(p, NULL);
    am_page_head(p, 1);
    am_html_text(&p->html, AM_SAY_NAME(p->speech, line->corporation));
    am_page_head_end(p);
    am_page_cell_share(p, &columns[1], line->night.sum.contacts,
                       p->figures->findings.night.contacts, NULL);
    am_page_cell_text(p, &columns[2], am_say_bytes(s, line->night.sum.up));
    am_page_cell_number(p, &columns[3], line->night.hours);
    am_page_row_end(p);
}

/* Most contacts first; a handful, so they are picked one after another. */
static void by_corporation(struct am_page *p)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},
                                               {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
                                               {TEXT_COLUMN_SENT, AM_CELL_NUMBER},
                                               {TEXT_COLUMN_HOURS, AM_CELL_NUMBER}};
    const struct am_figures *f = p->figures;
    const struct am_owner_line *told[OWNERS_MAX];
    am_page_table(p, "small narrow", AM_SAY(p->speech, TEXT_NIGHT_OWNERS_CAPTION), columns, 4);
    am_page_rows(p, NULL);
    for (size_t n = 0; n < OWNERS_MAX; n++) {
        const struct am_owner_line *most = NULL;
        for (size_t i = 0; i < f->owners.count; i++) {
            const struct am_owner_line *line = &f->owners.at[i];
            bool again = line->night.sum.contacts == 0;
            for (size_t k = 0; k < n; k++)
                again = again || told[k] == line;
            if (!again && (!most || line->night.sum.contacts > most->night.sum.contacts))
                most = line;
        }
        if (!most)
            break;
        told[n] = most;
        owner_row(p, columns, most);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

void am_page_night(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    const struct am_sum *night = &f->findings.night;
    struct am_speech *s = p->speech;
    const char *time = am_sentence_work_time(s, &f->ask);
    uint64_t all = f->coverage.all.contacts;
    if (night->contacts > 0)
        am_page_paragraph(p, "lead",
                          AM_SAY(s, TEXT_NIGHT_LEAD, am_say_number(s, night->contacts),
                                 am_say_number(s, all), am_say_share(s, night->contacts, all),
                                 am_say_bytes(s, night->up), time));
    else
        am_page_paragraph(p, "lead", AM_SAY(s, TEXT_NIGHT_NONE, time));
    am_page_picture(p, AM_PICTURE_WEEK);
    am_page_paragraph(p, "note", AM_SAY(s, TEXT_WEEK_NOTE));
    if (night->contacts == 0)
        return;
    by_purpose(p);
    by_corporation(p);
}
