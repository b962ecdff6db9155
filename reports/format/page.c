/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/page.h"

#include "base/name_show.h"

#include <stdio.h>

#include "format/sentences.h"
#include "text.h"

void am_page_section(struct am_page *p, const char *id, const char *title)
{
    char heading[64];
    (void)snprintf(heading, sizeof heading, "%s-title", id);
    am_html_open(&p->html, "section");
    am_html_attribute(&p->html, "id", id);
    am_html_attribute(&p->html, "aria-labelledby", heading);
    am_html_open(&p->html, "h2");
    am_html_attribute(&p->html, "id", heading);
    am_html_text(&p->html, AM_SAY(p->speech, title));
    am_html_close(&p->html, "h2");
}

void am_page_section_end(struct am_page *p)
{
    am_html_close(&p->html, "section");
}

void am_page_paragraph(struct am_page *p, const char *class_, const char *text)
{
    am_html_element(&p->html, "p", class_, text);
}

void am_page_fold(struct am_page *p, bool open)
{
    am_html_open(&p->html, "details");
    am_html_attribute(&p->html, "class", "fold");
    if (open)
        am_html_attribute(&p->html, "open", "");
    am_html_open(&p->html, "summary");
}

void am_page_folded(struct am_page *p, const char *id)
{
    am_html_close(&p->html, "summary");
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "id", id);
}

void am_page_fold_under(struct am_page *p, const char *level, const char *heading, const char *id)
{
    am_page_fold(p, false);
    am_html_element(&p->html, level, NULL, heading);
    am_page_folded(p, id);
}

void am_page_fold_end(struct am_page *p)
{
    am_html_close(&p->html, "div");
    am_html_close(&p->html, "details");
}

static void role(struct am_page *p, const char *name)
{
    am_html_attribute(&p->html, "role", name);
}

void am_page_table(struct am_page *p, const char *class_, const char *caption,
                   const struct am_column *columns, size_t count)
{
    struct am_html *h = &p->html;
    am_html_open(h, "table");
    am_html_attribute(h, "class", class_);
    role(p, "table");
    am_html_element(h, "caption", NULL, caption);
    am_html_open(h, "thead");
    role(p, "rowgroup");
    am_html_open(h, "tr");
    role(p, "row");
    for (size_t i = 0; i < count; i++) {
        am_html_open(h, "th");
        am_html_attribute(h, "scope", "col");
        role(p, "columnheader");
        if (columns[i].cell == AM_CELL_NUMBER)
            am_html_attribute(h, "class", "n");
        am_html_text(h, AM_SAY(p->speech, columns[i].text));
        am_html_close(h, "th");
    }
    am_html_close(h, "tr");
    am_html_close(h, "thead");
}

void am_page_table_end(struct am_page *p)
{
    am_html_close(&p->html, "table");
}

void am_page_rows(struct am_page *p, const char *class_)
{
    am_html_open(&p->html, "tbody");
    role(p, "rowgroup");
    if (class_)
        am_html_attribute(&p->html, "class", class_);
}

void am_page_rows_end(struct am_page *p)
{
    am_html_close(&p->html, "tbody");
}

void am_page_row(struct am_page *p, const char *class_)
{
    am_html_open(&p->html, "tr");
    role(p, "row");
    if (class_)
        am_html_attribute(&p->html, "class", class_);
}

void am_page_row_end(struct am_page *p)
{
    am_html_close(&p->html, "tr");
}

void am_page_head(struct am_page *p, unsigned span)
{
    am_html_open(&p->html, "th");
    am_html_attribute(&p->html, "scope", span > 1 ? "rowgroup" : "row");
    role(p, "rowheader");
    if (span > 1) {
        char text[16];
        (void)snprintf(text, sizeof text, "%u", span);
        am_html_attribute(&p->html, "rowspan", text);
    }
}

void am_page_head_end(struct am_page *p)
{
    am_html_close(&p->html, "th");
}

void am_page_cell(struct am_page *p, const struct am_column *column)
{
    am_html_open(&p->html, "td");
    role(p, "cell");
    if (column->cell == AM_CELL_NUMBER)
        am_html_attribute(&p->html, "class", "n");
    am_html_attribute(&p->html, "data-label", AM_SAY(p->speech, column->text));
}

void am_page_cell_wide(struct am_page *p, const struct am_column *column, size_t span)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%zu", span);
    am_page_cell(p, column);
    am_html_attribute(&p->html, "colspan", text);
}

void am_page_cell_end(struct am_page *p)
{
    am_html_close(&p->html, "td");
}

void am_page_cell_text(struct am_page *p, const struct am_column *column, const char *text)
{
    am_page_cell(p, column);
    am_html_text(&p->html, text);
    am_page_cell_end(p);
}

void am_page_cell_number(struct am_page *p, const struct am_column *column, uint64_t n)
{
    am_page_cell_text(p, column, am_say_number(p->speech, n));
}

void am_page_cell_share(struct am_page *p, const struct am_column *column, uint64_t numerator,
                        uint64_t denominator, const char *kind)
{
    am_page_cell(p, column);
    am_page_share(p, numerator, denominator, kind, am_say_number(p->speech, numerator));
    am_page_cell_end(p);
}

void am_page_share(struct am_page *p, uint64_t numerator, uint64_t denominator, const char *kind,
                   const char *amount)
{
    am_html_open(&p->html, kind ? "div" : "span");
    am_html_attribute(&p->html, "class", kind ? "bars" : "figure");
    if (kind)
        am_page_bar(p, kind, numerator, denominator);
    am_html_element(&p->html, "span", "share", am_say_share(p->speech, numerator, denominator));
    am_html_text(&p->html, " ");
    am_html_element(&p->html, "span", "of", amount);
    am_html_close(&p->html, kind ? "div" : "span");
}

void am_page_foreign(struct am_page *p, const char *class_, const char *text)
{
    am_html_element(&p->html, "bdi", class_, text);
}

void am_page_name(struct am_page *p, const char *name)
{
    char shown[AM_NAME_SHOWN_SIZE];
    bool changed = am_name_show(name, shown);
    am_html_open(&p->html, "bdi");
    am_html_attribute(&p->html, "class", "code");
    if (changed)
        am_html_attribute(&p->html, "title", name);
    am_html_text(&p->html, shown);
    am_html_close(&p->html, "bdi");
}

static void rect(struct am_page *p, const char *class_, const char *width)
{
    am_html_open(&p->html, "rect");
    am_html_attribute(&p->html, "class", class_);
    am_html_attribute(&p->html, "width", width);
    am_html_attribute(&p->html, "height", "100%");
    am_html_close(&p->html, "rect");
}

void am_page_bar(struct am_page *p, const char *kind, uint64_t numerator, uint64_t denominator)
{
    char look[32];
    char width[32];
    (void)snprintf(look, sizeof look, "bar-%s", kind);
    am_html_open(&p->html, "svg");
    am_html_attribute(&p->html, "class", "bar");
    am_html_attribute(&p->html, "aria-hidden", "true");
    rect(p, "bar-whole", "100%");
    if (numerator > 0 && denominator > 0) {
        (void)snprintf(width, sizeof width, "%.2f%%",
                       (double)numerator * 100 / (double)denominator);
        rect(p, look, width);
    }
    am_html_close(&p->html, "svg");
}

size_t am_page_cite(struct am_page *p, const struct am_fact_source *source)
{
    if (!source)
        return 0;
    for (size_t i = 0; i < p->cited_count; i++)
        if (p->cited[i] == source)
            return i + 1;
    if (p->cited_count >= p->report->source_count)
        return 0;
    p->cited[p->cited_count++] = source;
    return p->cited_count;
}

void am_page_standing(struct am_page *p, const struct am_basis *basis)
{
    bool declared = am_basis_is_declared(basis);
    if (basis->verified && !declared)
        return;
    am_html_text(&p->html, " ");
    am_html_element(&p->html, "span", "unverified",
                    declared ? AM_SAY(p->speech, TEXT_DECLARED)
                             : AM_SAY(p->speech, TEXT_UNVERIFIED));
}

void am_page_source_mark(struct am_page *p, const struct am_basis *basis)
{
    char number[32];
    size_t n = am_page_cite(p, basis->source);
    if (n == 0)
        return;
    am_html_text(&p->html, " ");
    am_html_open(&p->html, "a");
    am_html_attribute(&p->html, "class", "cite");
    (void)snprintf(number, sizeof number, "#source-%zu", n);
    am_html_attribute(&p->html, "href", number);
    (void)snprintf(number, sizeof number, "[%zu]", n);
    am_html_text(&p->html, number);
    am_html_close(&p->html, "a");
}

static void picture(struct am_page *p, enum am_picture which, const char *class_,
                    const struct am_picture_place *place)
{
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", class_);
    enum am_status status = am_picture_draw(&p->html, p->speech, p->figures, which, place);
    if (p->status == AM_OK)
        p->status = status;
    am_html_close(&p->html, "div");
}

void am_page_picture(struct am_page *p, enum am_picture which)
{
    static const struct am_picture_place wide = {.suffix = "", .width = 960};
    static const struct am_picture_place narrow = {.suffix = "-n", .width = 340};
    if (!am_picture_has(p->figures, which))
        return;
    am_html_open(&p->html, "figure");
    if (which != AM_PICTURE_COVERAGE) /* the table below it has the same title */
        am_html_element(&p->html, "figcaption", NULL, am_picture_title(p->speech, which));
    if (which == AM_PICTURE_WORLD) { /* it has no text but its legend, which is told in the page */
        picture(p, which, "map", &wide);
    } else {
        picture(p, which, "wide", &wide);
        picture(p, which, "slim", &narrow);
    }
    am_html_close(&p->html, "figure");
}

void am_page_map_keys(struct am_page *p, const char *const *texts, size_t count)
{
    static const char *const keys[] = {"map-1", "map-2", "map-3",    "map-4",
                                       "map-5", "land",  "land home"};
    struct am_html *h = &p->html;
    am_html_open(h, "ul");
    am_html_attribute(h, "class", "legend");
    for (size_t i = 0; i < count && i < sizeof keys / sizeof *keys; i++) {
        am_html_open(h, "li");
        am_html_open(h, "svg");
        am_html_attribute(h, "class", "key");
        am_html_attribute(h, "aria-hidden", "true");
        am_html_open(h, "rect");
        am_html_attribute(h, "class", keys[i]);
        am_html_attribute(h, "width", "100%");
        am_html_attribute(h, "height", "100%");
        am_html_close(h, "rect");
        am_html_close(h, "svg");
        am_html_text(h, " ");
        am_html_text(h, texts[i]);
        am_html_close(h, "li");
    }
    am_html_close(h, "ul");
    am_page_paragraph(p, "note", AM_SAY(p->speech, TEXT_MAP_NOTE));
}

void am_page_ledgers(struct am_page *p, const struct am_column columns[3], const char *name,
                     const struct am_sum *service, const struct am_sum *host, bool unknown)
{
    uint64_t all = p->figures->coverage.all.contacts;
    am_page_row(p, unknown ? "unknown" : NULL);
    am_page_head(p, 1);
    am_html_text(&p->html, name);
    am_page_head_end(p);
    am_page_cell_share(p, &columns[1], service->contacts, all, unknown ? "unknown" : "service");
    if (host)
        am_page_cell_share(p, &columns[2], host->contacts, all, unknown ? "unknown" : "host");
    else
        am_page_cell_text(p, &columns[2], "–");
    am_page_row_end(p);
}
