/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pieces that the sections of the HTML report, and of other pages, are made of. Those that tell of
 * one scan need report and figures; the others only the speech. */
#ifndef AM_REPORTS_PAGE_H
#define AM_REPORTS_PAGE_H

#include "base/html.h"
#include "format/format.h"
#include "format/pictures.h"

struct am_page {
    struct am_html html;
    struct am_speech *speech;
    const struct am_report *report;
    const struct am_figures *figures;
    /* Sources that the page cites, in order of first mention; `cited_count` of them. */
    const struct am_fact_source **cited;
    size_t cited_count;
    enum am_status status; /* of pictures */
};

/* A table's columns: what heads them, and how cells look. */
enum am_cell_look { AM_CELL_TEXT, AM_CELL_NUMBER };
struct am_column {
    const char *text; /* English sentence */
    enum am_cell_look cell;
};

void am_page_section(struct am_page *p, const char *id, const char *title);
void am_page_section_end(struct am_page *p);
void am_page_paragraph(struct am_page *p, const char *class_, const char *text);

/* What is told to whoever opens it: first its line (a heading and what belongs to it), then what is
 * folded, under `id`. A link to the id opens it. `open`: from the start, and on paper. */
void am_page_fold(struct am_page *p, bool open);
void am_page_folded(struct am_page *p, const char *id);
void am_page_fold_end(struct am_page *p);
/* The first two where the line is a heading alone ("h3", "h4"), and closed. */
void am_page_fold_under(struct am_page *p, const char *level, const char *heading, const char *id);

/* A table with caption and head; `class_` tells its look. Ends with am_page_table_end. Tables
 * become cards on a narrow screen, so each cell carries its column's text and roles are told
 * outright. */
void am_page_table(struct am_page *p, const char *class_, const char *caption,
                   const struct am_column *columns, size_t count);
void am_page_table_end(struct am_page *p);
void am_page_rows(struct am_page *p, const char *class_); /* <tbody> */
void am_page_rows_end(struct am_page *p);
void am_page_row(struct am_page *p, const char *class_);
void am_page_row_end(struct am_page *p);

/* The heading cell of a row, or of `span` rows where it is more than 1. */
void am_page_head(struct am_page *p, unsigned span);
void am_page_head_end(struct am_page *p);
void am_page_cell(struct am_page *p, const struct am_column *column);
/* Over `span` columns. */
void am_page_cell_wide(struct am_page *p, const struct am_column *column, size_t span);
void am_page_cell_end(struct am_page *p);
void am_page_cell_text(struct am_page *p, const struct am_column *column, const char *text);
void am_page_cell_number(struct am_page *p, const struct am_column *column, uint64_t n);
/* A share with its numerator, and a bar of `kind` ("service", "host", "unknown") where not NULL. */
void am_page_cell_share(struct am_page *p, const struct am_column *column, uint64_t numerator,
                        uint64_t denominator, const char *kind);

/* The same inside a cell, with the amount as it is to be read. */
void am_page_share(struct am_page *p, uint64_t numerator, uint64_t denominator, const char *kind,
                   const char *amount);

/* Untrusted text, kept apart from the direction of what is around it. */
void am_page_foreign(struct am_page *p, const char *class_, const char *text);
/* A picture of a share; the number beside it is its text. */
void am_page_bar(struct am_page *p, const char *kind, uint64_t numerator, uint64_t denominator);

/* The number by which the page cites a source, from 1 on. 0 where there is none. */
size_t am_page_cite(struct am_page *p, const struct am_fact_source *source);
/* A domain name: in Unicode where that can't mislead, and then with its other form as title. */
void am_page_name(struct am_page *p, const char *name);
/* Says of a fact that it is not verified, or that the organization itself declares it. */
void am_page_standing(struct am_page *p, const struct am_basis *basis);

/* A picture, wide and narrow: the style sheet shows what fits. Nothing where it has nothing to
 * show. */
void am_page_picture(struct am_page *p, enum am_picture which);
/* What the colours of a map mean, said already: the classes, none, home; and whose map it is. */
void am_page_map_keys(struct am_page *p, const char *const *texts, size_t count);
/* "[12]", a link to a source; nothing where there is none. */
void am_page_source_mark(struct am_page *p, const struct am_basis *basis);

/* A report's page but for its sections (shell.h). The status tells whether all of it is there. */
void am_page_open(struct am_page *p, struct am_text *out, const char *title);
AM_MUST_CHECK enum am_status am_page_close(struct am_page *p);

/* The sections, in order. */
void am_page_coverage(struct am_page *p);
void am_page_findings(struct am_page *p);
void am_page_ropes(struct am_page *p);
void am_page_owners(struct am_page *p);
void am_page_stops(struct am_page *p);
void am_page_work(struct am_page *p);
void am_page_instead(struct am_page *p);
void am_page_law(struct am_page *p);
void am_page_leaving(struct am_page *p);
void am_page_night(struct am_page *p);
void am_page_markers(struct am_page *p); /* only where there are some */
void am_page_blind(struct am_page *p);
void am_page_method(struct am_page *p);
void am_page_trace(struct am_page *p);
void am_page_sources(struct am_page *p);

/* Parts of sections that have a file of their own. */
void am_page_one_by_one(struct am_page *p);
void am_page_why_unknown(struct am_page *p);
void am_page_lost(struct am_page *p);

/* A row of a table of three columns: a name, and its share of all contacts in each ledger; `host`
 * NULL: none. */
void am_page_ledgers(struct am_page *p, const struct am_column columns[3], const char *name,
                     const struct am_sum *service, const struct am_sum *host, bool unknown);

#endif
