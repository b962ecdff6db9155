/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Jurisdictions: the law, and apart from it the place. */
#include <stdio.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define FIRST_MAX  8  /* countries told outright */
#define ROWS_MAX   40 /* of the table of countries */
#define PLACES_MAX 12
#define LAWS_MAX   6 /* countries whose laws are told, and home; the others are in the files */

static const struct am_column law_columns[] = {
    {TEXT_COLUMN_COUNTRY, AM_CELL_TEXT},    {TEXT_COLUMN_LEDGER, AM_CELL_TEXT},
    {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER}, {TEXT_COLUMN_HOURS, AM_CELL_NUMBER},
    {TEXT_COLUMN_DEVICES, AM_CELL_NUMBER},  {TEXT_COLUMN_SENT, AM_CELL_NUMBER},
    {TEXT_COLUMN_HEAD, AM_CELL_NUMBER},     {TEXT_COLUMN_SEAT, AM_CELL_NUMBER},
};

static void law_cells(struct am_page *p, bool host, const struct am_country_line *line)
{
    struct am_speech *s = p->speech;
    const struct am_measure *m = host ? &line->host : &line->service;
    const char *kind = !line->country ? "unknown" : host ? "host" : "service";
    uint64_t all = p->figures->coverage.all.contacts;
    char look[32];
    (void)snprintf(look, sizeof look, "ledger %s", host ? "host" : "service");
    am_page_cell(p, &law_columns[1]);
    am_html_element(&p->html, "span", look, AM_SAY(s, host ? TEXT_HOST : TEXT_SERVICE));
    am_page_cell_end(p);
    am_page_cell_share(p, &law_columns[2], m->sum.contacts, all, kind);
    am_page_cell_number(p, &law_columns[3], m->hours);
    am_page_cell_text(p, &law_columns[4], am_sentence_devices(s, p->figures, m->devices));
    am_page_cell_text(p, &law_columns[5], am_say_bytes(s, m->sum.up));
    am_page_cell_number(p, &law_columns[6],
                        host ? line->host_head.contacts : line->service_head.contacts);
    am_page_cell_number(p, &law_columns[7],
                        host ? line->host_seat.contacts : line->service_seat.contacts);
}

static const struct am_column first_columns[] = {
    {TEXT_COLUMN_COUNTRY, AM_CELL_TEXT},
    {TEXT_SERVICE, AM_CELL_TEXT},
    {TEXT_HOST, AM_CELL_TEXT},
};

/* The first countries, the organization's own in any case, and what is not known. */
static void first_countries(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    am_page_table(p, "overview", AM_SAY(p->speech, TEXT_LAW_CAPTION), first_columns, 3);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (!line->country || line->country == f->home || i < FIRST_MAX)
            am_page_ledgers(p, first_columns,
                            line->country ? am_say_own(p->speech, line->country->name)
                                          : AM_SAY(p->speech, TEXT_COUNTRY_UNKNOWN),
                            &line->service.sum, &line->host.sum, !line->country);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static bool is_empty(const struct am_country_line *line, bool host)
{
    const struct am_measure *m = host ? &line->host : &line->service;
    uint64_t elsewhere = host ? line->host_head.contacts + line->host_seat.contacts
                              : line->service_head.contacts + line->service_seat.contacts;
    return m->hours + elsewhere == 0;
}

static void law_table(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    am_page_fold_under(p, "h3", AM_SAY(s, TEXT_LAW_TABLE), "all-countries");
    am_page_table(p, "detail law", AM_SAY(s, TEXT_LAW_TABLE), law_columns,
                  sizeof law_columns / sizeof *law_columns);
    uint64_t left = 0;
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (line->country && i >= ROWS_MAX) {
            left++;
            continue;
        }
        am_page_rows(p, line->country ? NULL : "unknown");
        am_page_row(p, is_empty(line, false) ? "none" : NULL);
        am_page_head(p, 2);
        am_html_element(&p->html, "span", "name",
                        line->country ? am_say_own(s, line->country->name)
                                      : AM_SAY(s, TEXT_COUNTRY_UNKNOWN));
        am_page_head_end(p);
        law_cells(p, false, line);
        am_page_row_end(p);
        am_page_row(p, is_empty(line, true) ? "none" : NULL);
        law_cells(p, true, line);
        am_page_row_end(p);
        am_page_rows_end(p);
    }
    am_page_table_end(p);
    if (left > 0)
        am_page_paragraph(p, "note", AM_SAY_COUNT(s, left, TEXT_MORE_ROWS, am_say_number(s, left)));
    am_page_fold_end(p);
}

static void map_legend(struct am_page *p)
{
    const char *texts[AM_MAP_CLASSES + 2];
    am_picture_map_legend(p->speech, texts);
    texts[AM_MAP_CLASSES] = AM_SAY(p->speech, TEXT_MAP_NONE);
    texts[AM_MAP_CLASSES + 1] = AM_SAY(p->speech, TEXT_MAP_HOME);
    am_page_map_keys(p, texts, AM_MAP_CLASSES + 1 + (p->figures->home != NULL));
}

static void bloc_sentence(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    uint64_t all = f->coverage.all.contacts;
    if (f->ask.bloc)
        am_page_paragraph(p, NULL,
                          AM_SAY(s, TEXT_BLOC, am_say_own(s, f->ask.bloc->name),
                                 am_say_number(s, f->service_near.bloc.contacts),
                                 am_say_number(s, all),
                                 am_say_share(s, f->service_near.bloc.contacts, all)));
}

/* Served here, ruled elsewhere: the cell that people do not expect. */
static void square(struct am_page *p)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_STANDS, AM_CELL_TEXT},
                                               {TEXT_COLUMN_HOME, AM_CELL_NUMBER},
                                               {TEXT_COLUMN_ABROAD, AM_CELL_NUMBER},
                                               {TEXT_COUNTRY_UNKNOWN, AM_CELL_NUMBER}};
    static const char *const rows[AM_SIDE_COUNT] = {TEXT_SQUARE_HOME, TEXT_SQUARE_ABROAD,
                                                    TEXT_SQUARE_UNKNOWN};
    const struct am_figures *f = p->figures;
    if (!f->home)
        return;
    am_page_table(p, "small weak", AM_SAY(p->speech, TEXT_SQUARE_CAPTION), columns, 4);
    am_page_rows(p, NULL);
    for (size_t place = 0; place < AM_SIDE_COUNT; place++) {
        am_page_row(p, NULL);
        am_page_head(p, 1);
        am_html_text(&p->html, AM_SAY(p->speech, rows[place]));
        am_page_head_end(p);
        for (size_t control = 0; control < AM_SIDE_COUNT; control++)
            am_page_cell_share(p, &columns[control + 1], f->square[place][control].contacts,
                               f->coverage.all.contacts, NULL);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void home_sentence(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    const struct am_findings *found = &f->findings;
    struct am_speech *s = p->speech;
    if (!f->home)
        return;
    uint64_t all = f->coverage.all.contacts;
    uint64_t unknown = all - found->home.contacts - found->abroad.contacts;
    am_page_paragraph(p, NULL,
                      AM_SAY(s, TEXT_HOME, am_say_own(s, f->home->name),
                             am_say_number(s, found->home.contacts), am_say_number(s, all),
                             am_say_share(s, found->home.contacts, all),
                             am_say_number(s, found->abroad.contacts),
                             am_say_share(s, found->abroad.contacts, all),
                             am_say_number(s, unknown), am_say_share(s, unknown, all)));
}

static void laws_of(struct am_page *p, const struct am_jurisdiction *country)
{
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    char id[32];
    (void)snprintf(id, sizeof id, "laws-%s", country->code);
    am_page_fold_under(p, "h4",
                       AM_SAY(s, TEXT_AREA_SHARE, am_say_own(s, country->name),
                              am_say_number(s, country->law_count)),
                       id);
    am_html_open(h, "ul");
    for (size_t i = 0; i < country->law_count; i++) {
        const struct am_law *law = &country->laws[i];
        am_html_open(h, "li");
        am_html_element(h, "strong", NULL, law->name ? law->name : "");
        if (law->citation && law->citation[0]) {
            am_html_text(h, " (");
            am_html_text(h, law->citation);
            am_html_text(h, ")");
        }
        am_html_text(h, ". ");
        am_html_text(h, am_say_own(s, law->plain));
        am_page_source_mark(p, &law->basis);
        am_page_standing(p, &law->basis);
        am_html_close(h, "li");
    }
    am_html_close(h, "ul");
    am_page_fold_end(p);
}

/* Also the organization's own: foreign law is never shown alone. */
static void laws(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    bool home_told = false;
    bool any = f->home && f->home->law_count > 0;
    for (size_t i = 0; i < f->countries.count; i++)
        any = any || (f->countries.at[i].country && f->countries.at[i].country->law_count > 0);
    if (!any)
        return;
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_LAWS));
    am_page_paragraph(p, NULL, AM_SAY(p->speech, TEXT_LAWS_LEAD));
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "laws");
    size_t told = 0;
    for (size_t i = 0; i < f->countries.count && told < LAWS_MAX; i++) {
        const struct am_jurisdiction *country = f->countries.at[i].country;
        if (!country || country->law_count == 0 || f->countries.at[i].service.sum.contacts == 0)
            continue;
        home_told = home_told || country == f->home;
        laws_of(p, country);
        told++;
    }
    if (f->home && !home_told && f->home->law_count > 0)
        laws_of(p, f->home);
    am_html_close(&p->html, "div");
}

static void places(struct am_page *p)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_COUNTRY, AM_CELL_TEXT},
                                               {TEXT_COLUMN_LOCATED, AM_CELL_NUMBER},
                                               {TEXT_COLUMN_REGISTERED, AM_CELL_NUMBER}};
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    uint64_t all = f->coverage.all.contacts;
    am_page_fold_under(p, "h3", AM_SAY(s, TEXT_PLACE), "places");
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_PLACE_LEAD));
    am_page_table(p, "small weak narrow", AM_SAY(s, TEXT_PLACE_CAPTION), columns, 3);
    am_page_rows(p, NULL);
    uint64_t left = 0;
    for (size_t i = 0; i < f->places.count; i++) {
        const struct am_place_line *line = &f->places.at[i];
        bool country = !line->anycast && line->code[0];
        if (country && i >= PLACES_MAX) {
            left++;
            continue;
        }
        am_page_row(p, country ? NULL : "unknown");
        am_page_head(p, 1);
        if (line->anycast)
            am_html_text(&p->html, AM_SAY(s, TEXT_ANYCAST));
        else if (!line->code[0])
            am_html_text(&p->html, AM_SAY(s, TEXT_COUNTRY_UNKNOWN));
        else
            am_page_foreign(p, NULL,
                            line->country ? am_say_own(s, line->country->name)
                                          : am_say_country(s, line->code));
        am_page_head_end(p);
        am_page_cell_share(p, &columns[1], line->located.contacts, all, NULL);
        if (line->anycast)
            am_page_cell_text(p, &columns[2], "–");
        else
            am_page_cell_share(p, &columns[2], line->registered.contacts, all, NULL);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
    if (left > 0)
        am_page_paragraph(p, "note", AM_SAY_COUNT(s, left, TEXT_MORE_ROWS, am_say_number(s, left)));
    square(p);
    am_page_fold_end(p);
}

void am_page_law(struct am_page *p)
{
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_LAW_LEAD));
    home_sentence(p);
    bloc_sentence(p);
    am_page_picture(p, AM_PICTURE_NEAR);
    am_page_picture(p, AM_PICTURE_WORLD);
    if (am_picture_has(p->figures, AM_PICTURE_WORLD))
        map_legend(p);
    first_countries(p);
    law_table(p);
    laws(p);
    places(p);
}
