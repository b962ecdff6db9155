/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/site/data.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "campaign/figures/columns.h"
#include "campaign/site/package.h"
#include "campaign/told.h"
#include "campaign/words.h"

#define DATA_BYTES ((size_t)256 << 20)

/* ---- what identifies an edition ---- */

void am_site_folder(unsigned edition, char out[AM_SITE_FOLDER])
{
    (void)snprintf(out, AM_SITE_FOLDER, "edition-%u", edition);
}

const char *am_site_identifier(struct am_speech *s, const struct am_campaign_figures *f)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%u", f->edition);
    return AM_SAY(s, "{1}/{2}", f->settings->id, number);
}

const char *am_site_address(struct am_speech *s, const struct am_campaign_figures *f)
{
    const char *address = f->settings->address;
    char folder[AM_SITE_FOLDER];
    if (!address)
        return NULL;
    am_site_folder(f->edition, folder);
    size_t len = strlen(address);
    return AM_SAY(s, len > 0 && address[len - 1] == '/' ? "{1}{2}/" : "{1}/{2}/", address, folder);
}

/* A title that ends as a sentence does. */
static const char *ended(struct am_speech *s, const char *title)
{
    static const char *const ends[] = {".", "!", "?", "…", "»", "”", "“"};
    size_t len = strlen(title);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (len >= strlen(ends[i]) && strcmp(title + len - strlen(ends[i]), ends[i]) == 0)
            return title;
    return AM_SAY(s, "{1}.", title);
}

const char *am_site_citation(struct am_speech *s, const struct am_campaign_figures *f)
{
    char year[8];
    char number[16];
    (void)snprintf(year, sizeof year, "%.4s", f->day);
    (void)snprintf(number, sizeof number, "%u", f->edition);
    return AM_SAY(s, TEXT_SITE_CITATION, f->settings->organizer, year,
                  ended(s, am_told_title(s, f->settings)), number, am_site_identifier(s, f));
}

/* ---- words of the files, which no language changes ---- */

const char *am_data_question(enum am_variable_kind kind)
{
    static const char *const texts[AM_VAR_COUNT] = {
        [AM_VAR_EITHER] = TEXT_VAR_EITHER,
        [AM_VAR_SERVICE] = TEXT_VAR_SERVICE,
        [AM_VAR_HOST] = TEXT_VAR_HOST,
        [AM_VAR_PRESENCE] = TEXT_VAR_PRESENCE,
        [AM_VAR_LAW_SERVICE] = TEXT_VAR_LAW_SERVICE,
        [AM_VAR_LAW_HOST] = TEXT_VAR_LAW_HOST,
        [AM_VAR_AREA] = TEXT_VAR_AREA,
        [AM_VAR_AREA_SINGLE] = TEXT_VAR_AREA_SINGLE,
        [AM_VAR_AREA_PROVIDER] = TEXT_VAR_AREA_PROVIDER,
        [AM_VAR_FIRST] = TEXT_VAR_FIRST,
        [AM_VAR_LOST] = TEXT_VAR_LOST,
        [AM_VAR_SINGLES] = TEXT_SITE_SINGLES,
        [AM_VAR_NAMED] = TEXT_VAR_NAMED,
        [AM_VAR_OWNED] = TEXT_VAR_OWNED,
        [AM_VAR_HOSTED] = TEXT_VAR_HOSTED,
        [AM_VAR_EXTRACTION] = TEXT_SITE_LEAVING_CONTACTS,
        [AM_VAR_EXTRACTION_UP] = TEXT_SITE_LEAVING_DATA,
        [AM_VAR_NIGHT] = TEXT_SITE_LEAVING_NIGHT,
        [AM_VAR_HOME] = TEXT_SITE_LEAVING_HOME,
    };
    return texts[kind];
}

void am_data_id(const struct am_campaign_figure *f, char out[AM_DATA_ID])
{
    struct am_variable_ids ids;
    am_variable_ids(f->variable, &ids);
    (void)snprintf(out, AM_DATA_ID, "%s/%s%s%s%s%s", f->cell->id,
                   am_variable_shape(f->variable->kind)->id, ids.of ? "/" : "",
                   ids.of ? ids.of : "", ids.also ? "/" : "", ids.also ? ids.also : "");
}

/* ---- figures.csv ---- */

static const struct am_data_column figure_columns[] = {
    {"figure", "string", TEXT_COL_FIGURE},
    {"edition", "integer", TEXT_COL_EDITION},
    {"cell", "string", TEXT_COL_CELL},
    {"variable", "string", TEXT_COL_VARIABLE},
    {"of", "string", TEXT_COL_OF},
    {"also", "string", TEXT_COL_ALSO},
    {"name", "string", TEXT_COL_NAME},
    {"base_as", "string", TEXT_COL_AS},
    {"base", "integer", TEXT_COL_BASE},
    {"count_as", "string", TEXT_COL_AS},
    {"count", "integer", TEXT_COL_COUNT},
    {"share", "number", TEXT_COL_SHARE},
    {"share_low", "number", NULL},
    {"share_high", "number", NULL},
    {"q1_from", "integer", TEXT_COL_QUARTILES},
    {"q1_to", "integer", NULL},
    {"median_from", "integer", NULL},
    {"median_to", "integer", NULL},
    {"q3_from", "integer", NULL},
    {"q3_to", "integer", NULL},
    {"median_low_from", "integer", TEXT_COL_MEDIAN},
    {"median_high_to", "integer", NULL},
};

static void add_number(struct am_csv *c, const struct am_number *n, bool exact)
{
    am_csv_text(c, exact ? AM_TOLD_EXACT : am_told_word(n->as));
    if (n->as == AM_TELL_WITHHELD)
        am_csv_text(c, NULL);
    else
        am_csv_count(c, n->n);
}

static void add_tenths(struct am_csv *c, bool told, unsigned tenths)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u.%u", tenths / 10, tenths % 10);
    am_csv_text(c, told ? text : NULL);
}

static struct am_band ends_of(const struct am_campaign_figure *f, const struct am_quantile *q)
{
    return am_variable_shape(f->variable->kind)->unit == AM_UNIT_BAND
               ? am_told_band(q->value)
               : (struct am_band){q->value, q->value};
}

static void add_end(struct am_csv *c, const struct am_campaign_figure *f,
                    const struct am_quantile *q, bool upper)
{
    struct am_band band = ends_of(f, q);
    if (q->told)
        am_csv_count(c, upper ? band.to : band.from);
    else
        am_csv_text(c, NULL);
}

static void add_figure(struct am_csv *c, const struct am_campaign_figures *all,
                       const struct am_campaign_figure *f)
{
    const struct am_variable_shape *shape = am_variable_shape(f->variable->kind);
    const struct am_variable *v = f->variable;
    bool whole = am_kind_is_of_cell(v->kind);
    bool share = shape->prevalence && f->count.as == AM_TELL_ROUNDED;
    const struct am_quantile *const quartiles[3] = {&f->q1, &f->median, &f->q3};
    struct am_variable_ids ids;
    char id[AM_DATA_ID];
    am_variable_ids(v, &ids);
    am_data_id(f, id);
    am_csv_text(c, id);
    am_csv_count(c, all->edition);
    am_csv_text(c, f->cell->id);
    am_csv_text(c, shape->id);
    am_csv_text(c, ids.of);
    am_csv_text(c, ids.also);
    am_csv_text(c, v->area          ? v->area->name[AM_LANG_EN]
                   : v->country     ? v->country->name[AM_LANG_EN]
                   : v->corporation ? v->corporation->name
                                    : NULL);
    add_number(c, &f->base, whole);
    add_number(c, &f->count, whole && !shape->prevalence);
    add_tenths(c, share, f->share);
    add_tenths(c, share, f->share_low);
    add_tenths(c, share, f->share_high);
    for (size_t i = 0; i < 3; i++) {
        add_end(c, f, quartiles[i], false);
        add_end(c, f, quartiles[i], true);
    }
    add_end(c, f, &f->median_low, false);
    add_end(c, f, &f->median_high, true);
    am_csv_end_row(c);
}

static void add_head(struct am_csv *c, const struct am_data_column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        am_csv_text(c, columns[i].name);
    am_csv_end_row(c);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static enum am_status write_figures(const struct am_site *site, struct am_text *out)
{
    const struct am_campaign_figures *f = site->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    add_head(&c, figure_columns, COUNT(figure_columns));
    for (size_t i = 0; i < f->figures.count; i++)
        add_figure(&c, f, &f->figures.at[i]);
    return am_text_status(out);
}

/* ---- cells.csv ---- */

static const struct am_data_column cell_columns[] = {
    {"cell", "string", TEXT_COL_CELL_ID},
    {"round", "integer", TEXT_COL_ROUND},
    {"round_from", "yearmonth", NULL},
    {"by", "string", TEXT_COL_BY},
    {"value", "string", TEXT_COL_VALUE},
    {"name", "string", TEXT_COL_NAME},
    {"organizations", "integer", TEXT_COL_ORGANIZATIONS},
};

static enum am_status write_cells(const struct am_site *site, struct am_text *out)
{
    const struct am_campaign_figures *f = site->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    add_head(&c, cell_columns, COUNT(cell_columns));
    for (size_t i = 0; i < f->cells.count; i++) {
        const struct am_cell *cell = &f->cells.at[i];
        int32_t month = cell->round >= 1 && cell->round <= f->settings->round_count
                            ? f->settings->rounds[cell->round - 1]
                            : 0;
        char from[16];
        char other[16];
        (void)snprintf(from, sizeof from, "%04d-%02d", (int)(month / 12) % 10000,
                       (int)(month % 12) + 1);
        (void)snprintf(other, sizeof other, "%u", cell->other);
        am_csv_text(&c, cell->id);
        am_csv_count(&c, cell->round);
        am_csv_text(&c, from);
        am_csv_text(&c, am_cell_word(cell->kind));
        am_csv_text(&c, cell->kind == AM_CELL_SAME ? other : cell->value);
        am_csv_text(&c, am_told_cell(site->speeches[0], f, cell));
        am_csv_count(&c, cell->n);
        am_csv_end_row(&c);
    }
    return am_text_status(out);
}

/* ---- variables.csv ---- */

static const struct am_data_column variable_columns[] = {
    {"variable", "string", TEXT_COL_VARIABLE_ID},
    {"unit", "string", TEXT_COL_UNIT},
    {"counted", "boolean", TEXT_COL_COUNTED},
    {"question", "string", TEXT_COL_QUESTION},
};

static enum am_status write_variables(const struct am_site *site, struct am_text *out)
{
    struct am_csv c;
    (void)site;
    am_csv_init(&c, out);
    add_head(&c, variable_columns, COUNT(variable_columns));
    for (int kind = 0; kind < AM_VAR_COUNT; kind++) {
        const struct am_variable_shape *shape = am_variable_shape((enum am_variable_kind)kind);
        am_csv_text(&c, shape->id);
        am_csv_text(&c, am_unit_word(shape->unit));
        am_csv_text(&c, shape->prevalence ? "true" : "false");
        am_csv_text(&c, am_data_question((enum am_variable_kind)kind));
        am_csv_end_row(&c);
    }
    return am_text_status(out);
}

/* ---- all of them ---- */

const struct am_data_file *am_data_file(size_t at)
{
    static const struct am_data_file files[] = {
        {"figures.csv", TEXT_SITE_FILE_FIGURES, "figure", figure_columns, COUNT(figure_columns),
         write_figures},
        {"cells.csv", TEXT_SITE_FILE_CELLS, "cell", cell_columns, COUNT(cell_columns), write_cells},
        {"variables.csv", TEXT_SITE_FILE_VARIABLES, "variable", variable_columns,
         COUNT(variable_columns), write_variables},
        {AM_DATA_PUBLICATION, TEXT_SITE_FILE_JSON, NULL, NULL, 0, NULL},
        {"datapackage.json", TEXT_SITE_FILE_PACKAGE, NULL, NULL, 0, NULL},
        {"README.txt", TEXT_SITE_FILE_README, NULL, NULL, 0, am_readme_write},
    };
    return at < COUNT(files) ? &files[at] : NULL;
}

bool am_data_has(const struct am_site *site, const struct am_data_file *file)
{
    return site->publication || strcmp(file->name, AM_DATA_PUBLICATION) != 0;
}

static enum am_status add_file(const struct am_site *site, const char *name, struct am_text *text,
                               struct am_batch *batch, struct am_problem *problem)
{
    char folder[AM_SITE_FOLDER];
    char path[AM_BATCH_NAME_MAX];
    am_site_folder(site->figures->edition, folder);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return am_batch_add(batch, path, text, problem);
}

enum am_status am_data_write(const struct am_site *site, struct am_batch *batch,
                             struct am_problem *problem)
{
    const struct am_data_file *file;
    struct am_package *package = NULL;
    struct am_text text;
    am_text_init(&text, DATA_BYTES);
    enum am_status status = am_package_new(site, &package);
    for (size_t i = 0; status == AM_OK && (file = am_data_file(i)); i++) {
        if (!file->write)
            continue;
        status = file->write(site, &text);
        if (status == AM_OK && file->columns)
            status = am_package_add(package, file, &text);
        if (status == AM_OK)
            status = add_file(site, file->name, &text, batch, problem);
    }
    if (status == AM_OK && site->publication) {
        am_text_add(&text, site->publication);
        status = add_file(site, AM_DATA_PUBLICATION, &text, batch, problem);
    }
    if (status == AM_OK)
        status = am_package_write(package, &text);
    if (status == AM_OK)
        status = add_file(site, "datapackage.json", &text, batch, problem);
    am_text_done(&text);
    am_package_free(package);
    am_speech_forget(site->speeches[0]);
    return status == AM_OK
               ? AM_OK
               : am_problem_set(problem, status, NULL, 0, "the data: %s", am_status_name(status));
}
