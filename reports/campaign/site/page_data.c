/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The data page: files, columns, variables, pictures to hand on. */
#include "campaign/site/card.h"
#include "campaign/site/data.h"
#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"

static void code_row(struct am_leaf *l, const char *name, const char *href)
{
    struct am_html *h = &l->page.html;
    am_page_row(&l->page, NULL);
    am_page_head(&l->page, 1);
    if (href) {
        am_html_open(h, "a");
        am_html_attribute(h, "href", href);
    }
    am_page_foreign(&l->page, "code", name);
    if (href)
        am_html_close(h, "a");
    am_page_head_end(&l->page);
}

static void files(struct am_leaf *l)
{
    static const struct am_column columns[] = {{TEXT_SITE_COLUMN_FILE, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_HOLDS, AM_CELL_TEXT}};
    struct am_speech *s = l->speech;
    const struct am_data_file *file;
    am_page_table(&l->page, "files", AM_SAY(s, TEXT_SITE_FILES_CAPTION), columns, 2);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; (file = am_data_file(i)); i++) {
        if (!am_data_has(l->site, file))
            continue;
        code_row(l, file->name, AM_SAY(s, "./{1}", file->name));
        am_page_cell_text(&l->page, &columns[1], AM_SAY(s, file->text));
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

static void columns_of(struct am_leaf *l, const struct am_data_file *file)
{
    static const struct am_column columns[] = {{TEXT_SITE_COLUMN_COLUMN, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_MEANS, AM_CELL_TEXT}};
    struct am_speech *s = l->speech;
    am_page_table(&l->page, "files", AM_SAY(s, TEXT_SITE_COLUMNS_CAPTION, file->name), columns, 2);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; i < file->column_count; i++) {
        const struct am_data_column *column = &file->columns[i];
        code_row(l, column->name, NULL);
        am_page_cell_text(&l->page, &columns[1], column->text ? AM_SAY(s, column->text) : "″");
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

static void variables(struct am_leaf *l)
{
    static const struct am_column columns[] = {{TEXT_SITE_COLUMN_VARIABLE, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_MEANS, AM_CELL_TEXT}};
    am_page_table(&l->page, "files", AM_SAY(l->speech, TEXT_SITE_VARIABLES_CAPTION), columns, 2);
    am_page_rows(&l->page, NULL);
    for (int kind = 0; kind < AM_VAR_COUNT; kind++) {
        code_row(l, am_variable_shape((enum am_variable_kind)kind)->id, NULL);
        am_page_cell_text(&l->page, &columns[1],
                          AM_SAY(l->speech, am_data_question((enum am_variable_kind)kind)));
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

static void formats(struct am_leaf *l, const struct am_column *column, enum am_site_chart which)
{
    static const char *const endings[] = {"svg", "png", "pdf"};
    static const char *const names[] = {"SVG", "PNG", "PDF"};
    struct am_html *h = &l->page.html;
    am_page_cell(&l->page, column);
    am_html_open(h, "span");
    for (size_t i = 0; i < (l->site->pictures ? 3 : 1); i++) {
        char name[AM_CARD_NAME];
        am_card_name(which, l->speech, endings[i], name);
        if (i > 0)
            am_html_text(h, " · ");
        am_html_open(h, "a");
        am_html_attribute(h, "href", AM_SAY(l->speech, "./{1}", name));
        am_html_text(h, names[i]);
        am_html_close(h, "a");
    }
    am_html_close(h, "span");
    am_page_cell_end(&l->page);
}

static void pictures(struct am_leaf *l)
{
    static const struct am_column columns[] = {{TEXT_SITE_COLUMN_PICTURE, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_FORMATS, AM_CELL_TEXT}};
    am_leaf_say(l, NULL, AM_SAY(l->speech, TEXT_SITE_PICTURES_LEAD));
    am_page_table(&l->page, "files", AM_SAY(l->speech, TEXT_SITE_PICTURES_CAPTION), columns, 2);
    am_page_rows(&l->page, NULL);
    for (int i = 0; i < AM_SITE_CHARTS; i++) {
        enum am_site_chart which = (enum am_site_chart)i;
        if (!am_site_chart_has(l->figures, which))
            continue;
        am_leaf_row(l, NULL, am_site_chart_title(l->speech, l->figures, which), NULL, NULL);
        formats(l, &columns[1], which);
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

void am_leaf_data(struct am_leaf *l)
{
    const struct am_data_file *file;
    am_leaf_open(l, "_files", TEXT_SITE_FILES);
    files(l);
    am_leaf_close(l);
    am_leaf_open(l, "_pictures", TEXT_SITE_PICTURES);
    pictures(l);
    am_leaf_close(l);
    am_leaf_open(l, "_columns", TEXT_SITE_VARIABLES);
    variables(l);
    for (size_t i = 0; (file = am_data_file(i)); i++)
        if (file->columns)
            columns_of(l, file);
    am_leaf_close(l);
    am_leaf_open(l, "_cite", TEXT_SITE_CITE);
    am_leaf_cite(l);
    am_leaf_close(l);
}
