/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra report: a scan and the dataset in, files out. */
#include <argp.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "attribution.h"
#include "batch.h"
#include "charts/render.h"
#include "database/database.h"
#include "format/format.h"
#include "format/poster.h"
#include "format/public.h"
#include "plan/plan.h"
#include "reports.h"
#include "text.h"

#define TITLE_MAX 200
#define SCANS_MAX 1000
#define PNG_WIDTH 1920 /* px: sharp on a projector and in print */

enum format {
    FORMAT_HTML,
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_CSV,
    FORMAT_BASIC, /* those up to here are written where none is asked for */
    FORMAT_MARKDOWN = FORMAT_BASIC,
    FORMAT_SVG,
    FORMAT_PNG,
    FORMAT_PDF,
    FORMAT_SQLITE,
    FORMAT_PLAN,
    FORMAT_COUNT
};
static const char *const format_names[] = {"html", "text", "json", "csv",    "markdown",
                                           "svg",  "png",  "pdf",  "sqlite", "plan"};
static_assert(sizeof format_names / sizeof *format_names == FORMAT_COUNT, "each format has a name");

/* Who reads it. */
enum audience { FOR_MEMBERS, FOR_PUBLIC };

struct options {
    const char *scans[SCANS_MAX];
    size_t scan_count;
    const char *folder, *data, *rules, *title, *logo, *templates;
    enum audience audience;
    struct am_asked_options asked;
    struct am_chart_colours colours;
    enum am_language languages[AM_LANG_COUNT];
    size_t language_count;
    bool formats[FORMAT_COUNT];
};

/* One file to be written: in each language, or once. */
static const struct output {
    enum format format;
    enum audience audience;
    const char *name; /* %s: the language */
    enum am_status (*in_language)(const struct am_report *r, struct am_speech *s,
                                  struct am_text *out);
    enum am_status (*once)(const struct am_report *r, struct am_text *out);
} outputs[] = {
    {FORMAT_HTML, FOR_MEMBERS, "report.%s.html", am_format_html, NULL},
    {FORMAT_TEXT, FOR_MEMBERS, "report.%s.txt", am_format_text, NULL},
    {FORMAT_MARKDOWN, FOR_MEMBERS, "report.%s.md", am_format_markdown, NULL},
    {FORMAT_JSON, FOR_MEMBERS, "report.json", NULL, am_format_json},
    {FORMAT_CSV, FOR_MEMBERS, "corporations.csv", NULL, am_format_corporations},
    {FORMAT_CSV, FOR_MEMBERS, "jurisdictions.csv", NULL, am_format_jurisdictions},
    {FORMAT_CSV, FOR_MEMBERS, "names.csv", NULL, am_format_names},
    {FORMAT_CSV, FOR_MEMBERS, "blindness.csv", NULL, am_format_blindness},
    {FORMAT_CSV, FOR_MEMBERS, "areas.csv", NULL, am_format_areas},
    {FORMAT_CSV, FOR_MEMBERS, "stops.csv", NULL, am_format_stops},
    {FORMAT_CSV, FOR_MEMBERS, "week.csv", NULL, am_format_week},
    {FORMAT_CSV, FOR_MEMBERS, "markers.csv", NULL, am_format_markers},
    {FORMAT_HTML, FOR_PUBLIC, "public.%s.html", am_format_public_html, NULL},
    {FORMAT_JSON, FOR_PUBLIC, "public.json", NULL, am_format_public_json},
};
#define OUTPUTS (sizeof outputs / sizeof *outputs)

static enum am_status render(const struct options *o, const struct am_report *r,
                             struct am_speech *const *speeches, struct am_batch *b,
                             struct am_problem *problem)
{
    for (size_t i = 0; i < OUTPUTS; i++) {
        const struct output *out = &outputs[i];
        size_t times = out->in_language ? o->language_count : 1;
        for (size_t l = 0; o->formats[out->format] && out->audience == o->audience && l < times;
             l++) {
            struct am_text text;
            char name[64];
            am_text_init(&text, AM_REPORT_TEXT_MAX);
            if (out->in_language) {
                const char *code = am_language_code(am_speech_language(speeches[l]));
                const char *dot = strstr(out->name, "%s");
                (void)snprintf(name, sizeof name, "%.*s%s%s", (int)(dot - out->name), out->name,
                               code, dot + 2);
            } else {
                (void)snprintf(name, sizeof name, "%s", out->name);
            }
            enum am_status status =
                out->in_language ? out->in_language(r, speeches[l], &text) : out->once(r, &text);
            if (status != AM_OK)
                (void)am_problem_set(problem, status, name, 0, "can't be made: %s",
                                     am_status_name(status));
            else if (text.len > 0) /* nothing to tell is no file */
                status = am_batch_add(b, name, &text, problem);
            am_text_done(&text);
            if (status != AM_OK)
                return status;
        }
    }
    return AM_OK;
}

/* The next file of the batch, with its name made of parts: "ropes.es.svg". */
static enum am_status add(struct am_batch *b, const char *name, struct am_speech *s,
                          const char *ending, struct am_text *text, struct am_problem *problem)
{
    char whole[64];
    (void)snprintf(whole, sizeof whole, "%s.%s.%s", name, am_language_code(am_speech_language(s)),
                   ending);
    return am_batch_add(b, whole, text, problem);
}

/* Documents as an image of the first, or as one document; either way a file. */
static enum am_status add_png(struct am_batch *b, const char *svg, const char *name,
                              struct am_speech *s, struct am_problem *problem)
{
    struct am_text text;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    enum am_status status = am_render_png(svg, PNG_WIDTH, &text, problem);
    if (status == AM_OK)
        status = add(b, name, s, "png", &text, problem);
    am_text_done(&text);
    return status;
}

static enum am_status add_pdf(struct am_batch *b, const char *const *svgs, size_t count,
                              const char *title, const char *name, struct am_speech *s,
                              struct am_problem *problem)
{
    struct am_text text;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    enum am_status status = am_render_pdf(svgs, count, AM_RENDER_OWN, title, &text, problem);
    if (status == AM_OK)
        status = add(b, name, s, "pdf", &text, problem);
    am_text_done(&text);
    return status;
}

/* A drawing as what was asked for: itself, an image, a document of one page. */
static enum am_status give(const struct options *o, struct am_speech *s, const char *name,
                           struct am_text *svg, struct am_batch *b, struct am_problem *problem)
{
    enum am_status status = am_text_status(svg);
    const char *pages[] = {svg->at};
    if (status == AM_OK && o->formats[FORMAT_SVG]) {
        struct am_text text;
        am_text_init(&text, AM_REPORT_TEXT_MAX);
        am_text_add(&text, svg->at);
        status = add(b, name, s, "svg", &text, problem);
    }
    if (status == AM_OK && o->formats[FORMAT_PNG])
        status = add_png(b, svg->at, name, s, problem);
    if (status == AM_OK && o->formats[FORMAT_PDF])
        status = add_pdf(b, pages, 1, name, name, s, problem);
    return status;
}

static enum am_status draw_cards(const struct options *o, const struct am_report *r,
                                 struct am_speech *s, struct am_batch *b,
                                 struct am_problem *problem)
{
    enum am_status status = AM_OK;
    for (int i = 0; i < AM_PICTURE_COUNT && status == AM_OK; i++) {
        struct am_text svg;
        if (!am_picture_has(r->figures, (enum am_picture)i))
            continue;
        am_text_init(&svg, AM_RENDER_SVG_MAX);
        status = am_card_draw(r, s, (enum am_picture)i, &o->colours, &svg);
        if (status == AM_OK)
            status = give(o, s, am_picture_name((enum am_picture)i), &svg, b, problem);
        am_text_done(&svg);
    }
    return status;
}

/* All sheets: the first as an image for those who pass it on, all as one document. */
static enum am_status draw_sheets(const struct options *o, const struct am_report *r,
                                  struct am_speech *s, struct am_batch *b,
                                  struct am_problem *problem)
{
    struct am_poster poster;
    const char *pages[AM_POSTER_SHEETS_MAX] = {0};
    enum am_status status = am_poster_draw(r, s, &o->colours, &poster);
    for (size_t i = 0; i < poster.count; i++)
        pages[i] = poster.sheets[i].at;
    if (status == AM_OK && o->formats[FORMAT_PNG])
        status = add_png(b, pages[0], "report", s, problem);
    if (status == AM_OK && o->formats[FORMAT_PDF])
        status = add_pdf(b, pages, poster.count, r->title, "report", s, problem);
    am_poster_done(&poster);
    return status;
}

/* What is to be done, of members alone: it names what the organization uses. */
static enum am_status plan(const struct options *o, const struct am_report *r,
                           struct am_speech *const *speeches, struct am_batch *b,
                           struct am_problem *problem)
{
    struct am_templates templates;
    if (!o->formats[FORMAT_PLAN] || o->audience != FOR_MEMBERS)
        return AM_OK;
    enum am_status status = am_templates_open(o->data, o->templates, &templates, problem);
    for (size_t l = 0; l < o->language_count && status == AM_OK; l++)
        status = am_plan_write(r, speeches[l], &templates, b, problem);
    return status;
}

static enum am_status draw(const struct options *o, const struct am_report *r,
                           struct am_speech *const *speeches, struct am_batch *b,
                           struct am_problem *problem)
{
    enum am_status status = AM_OK;
    bool any = o->formats[FORMAT_SVG] || o->formats[FORMAT_PNG] || o->formats[FORMAT_PDF];
    if (o->audience == FOR_PUBLIC || !any) /* the pictures tell more than bands */
        return AM_OK;
    for (size_t l = 0; l < o->language_count && status == AM_OK; l++) {
        status = draw_cards(o, r, speeches[l], b, problem);
        if (status == AM_OK)
            status = draw_sheets(o, r, speeches[l], b, problem);
    }
    return status == AM_OK ? AM_OK
                           : am_problem_set(problem, status, NULL, 0, "the pictures: %s",
                                            am_status_name(status));
}

static void print(const struct options *o, const struct am_report *r, struct am_speech *s,
                  const struct am_batch *b)
{
    struct am_text summary;
    am_text_init(&summary, 1 << 20);
    if (o->audience == FOR_MEMBERS && am_format_text(r, s, &summary) == AM_OK)
        (void)fputs(summary.at, stdout);
    am_text_done(&summary);
    (void)printf("\n%s\n", AM_SAY(s, TEXT_WRITTEN));
    for (size_t i = 0; i < am_batch_count(b); i++)
        (void)printf("  %s/%s\n", o->folder, am_batch_name(b, i));
}

static enum am_status write_report(const struct options *o, const struct am_report *r,
                                   struct am_problem *problem)
{
    struct am_speech *speeches[AM_LANG_COUNT] = {0};
    struct am_batch *b = NULL;
    enum am_status status = am_batch_new(o->folder, &b, problem);
    for (size_t i = 0; status == AM_OK && i < o->language_count; i++)
        status = am_speech_open(o->data, o->languages[i], &speeches[i], problem);
    for (size_t i = 0; status == AM_OK && i < o->language_count; i++)
        am_speech_set_zone(speeches[i], r->figures->ask.zone);
    if (status == AM_OK)
        status = render(o, r, speeches, b, problem);
    if (status == AM_OK)
        status = draw(o, r, speeches, b, problem);
    if (status == AM_OK)
        status = plan(o, r, speeches, b, problem);
    if (status == AM_OK)
        status = am_batch_commit(b, problem);
    if (status == AM_OK)
        print(o, r, speeches[0], b);
    for (size_t i = 0; i < o->language_count; i++)
        am_speech_free(speeches[i]);
    am_batch_free(b);
    return status;
}

static enum am_status figures_of(const struct options *o, struct am_rules *rules,
                                 const struct am_ask *ask, struct am_figures **out,
                                 struct am_problem *problem)
{
    struct am_knowledge knowledge;
    struct am_scan **scans = calloc(o->scan_count, sizeof(struct am_scan *));
    if (!scans)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_rules_as_knowledge(rules, &knowledge);
    enum am_status status = am_asked_scans(o->scans, o->scan_count, &knowledge, scans, problem);
    if (status == AM_OK) {
        status = am_figures_of(scans, o->scan_count, rules, ask, out, problem);
        for (size_t i = 0; i < o->scan_count; i++)
            am_scan_free(scans[i]);
    }
    free(scans);
    return status;
}

static enum am_status run(const struct options *o, struct am_problem *problem)
{
    struct am_knowledge_options from = {.data_dir = o->data, .rules = o->rules};
    struct am_rules *rules = NULL;
    struct am_figures *figures = NULL;
    struct am_database *database = NULL;
    struct am_logo logo = {0};
    struct am_asked asked;
    enum am_status status = am_rules_open(&from, &rules, problem);
    if (status != AM_OK)
        return status;
    status = am_asked_open(&o->asked, rules, &asked, problem);
    if (status == AM_OK && o->logo)
        status = am_logo_load(o->logo, &logo, problem);
    if (status == AM_OK && o->formats[FORMAT_SQLITE] && o->audience == FOR_MEMBERS) {
        status = am_batch_folder(o->folder, problem);
        if (status == AM_OK)
            status = am_database_new(o->folder, &database, problem);
        if (status == AM_OK)
            asked.ask.listener = am_database_listener(database);
    }
    if (status == AM_OK)
        status = figures_of(o, rules, &asked.ask, &figures, problem);
    struct am_public published;
    if (status == AM_OK && o->audience == FOR_PUBLIC)
        status = am_public_of(figures, &published, problem);
    if (status == AM_OK) {
        struct am_report r = am_report_of(figures, rules, o->title);
        r.logo = logo;
        r.published = o->audience == FOR_PUBLIC ? &published : NULL;
        if (database)
            status = am_database_finish(database, &r, problem);
        if (status == AM_OK)
            status = write_report(o, &r, problem);
        if (status == AM_OK && database)
            status = am_database_commit(database, problem);
        if (status == AM_OK && database)
            (void)printf("  %s/report.db\n", o->folder);
    }
    am_database_free(database);
    am_logo_done(&logo);
    am_figures_free(figures);
    am_asked_done(&asked);
    am_rules_free(rules);
    return status;
}

static void take_formats(struct options *o, char *list, struct argp_state *state)
{
    memset(o->formats, 0, sizeof o->formats);
    for (char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        size_t len = strcspn(at, ",");
        bool found = false;
        for (size_t i = 0; i < FORMAT_COUNT; i++) {
            if (strlen(format_names[i]) == len && strncmp(format_names[i], at, len) == 0)
                found = o->formats[i] = true;
        }
        if (!found)
            argp_error(state,
                       "there is no format '%.*s': use html, json, csv, text, markdown, svg, png, "
                       "pdf, sqlite or plan",
                       (int)len, at);
    }
}

/* One colour, or two. */
static void take_colours(struct options *o, const char *list, struct argp_state *state)
{
    char *const places[] = {o->colours.service, o->colours.host};
    for (size_t i = 0; i < 2; i++) {
        char colour[8] = "";
        size_t len = strcspn(list, ",");
        (void)snprintf(colour, sizeof colour, "%.*s", (int)len, list);
        const char *why =
            len > 7 ? "a colour is written as #1f6f9f" : am_chart_colour_check(colour);
        if (why)
            argp_error(state, "the colour '%.*s': %s", (int)len, list, why);
        memcpy(places[i], colour, sizeof colour);
        if (list[len] == '\0')
            return;
        list += len + 1;
    }
    argp_error(state, "two colours at most");
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'o':
        o->folder = arg;
        return 0;
    case 'l':
        am_asked_languages(state, arg, o->languages, &o->language_count);
        return 0;
    case 'f':
        take_formats(o, arg, state);
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case 'R':
        o->rules = arg;
        return 0;
    case 't':
        if (strlen(arg) > TITLE_MAX)
            argp_error(state, "the title is longer than %d bytes", TITLE_MAX);
        o->title = arg[0] ? arg : NULL;
        return 0;
    case 'L':
        o->logo = arg;
        return 0;
    case 'T':
        o->templates = arg;
        return 0;
    case 'A':
        if (strcmp(arg, "public") == 0)
            o->audience = FOR_PUBLIC;
        else if (strcmp(arg, "members") == 0)
            o->audience = FOR_MEMBERS;
        else
            argp_error(state, "there is no report for '%s': use members or public", arg);
        return 0;
    case 'C':
        take_colours(o, arg, state);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->asked;
        return 0;
    case ARGP_KEY_ARG:
        if (o->scan_count == SCANS_MAX)
            argp_error(state, "at most %d scans together", SCANS_MAX);
        o->scans[o->scan_count++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->scan_count == 0)
            argp_error(state, "name the scan: amarra report SCAN.db -o FOLDER");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_report(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"output", 'o', "FOLDER", 0, "Where the files go; made if needed (default: amarra-report)",
         0},
        {"lang", 'l', "LIST", 0, "Languages, in order: es, en, pt, fr, de (default: es)", 0},
        {"format", 'f', "LIST", 0,
         "html, json, csv, text (default: these), markdown, svg, png, pdf, sqlite, plan", 0},
        {"logo", 'L', "FILE", 0, "Its picture, PNG or JPEG, 200 kB at most", 0},
        {"for", 'A', "WHOM", 0, "members (default), or public: in bands, of no one's own", 0},
        {"colours", 'C', "A,B", 0, "Of pictures in files: #rrggbb,#rrggbb, the organization's own",
         0},
        {"title", 't', "TEXT", 0, "Whose report it is, above its title", 0},
        {"templates", 'T', "DIR", 0, "Edited templates (docs/kit.md), of the plan", 0},
        {"rules", 'R', "FILE", 0, "What the organization itself declares (man amarra)", 0},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0},
        {0},
    };
    static const struct argp_child children[] = {{&am_asked_argp, 0, "What it is asked for:", 1},
                                                 {0}};
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .children = children,
        .args_doc = "SCAN.db...",
        .doc =
            "Writes the dependency report of a scan, or of several together: who the organization "
            "depends on, under "
            "whose law, and how far the scan could see. Prints a summary in the first language.",
    };
    struct options o = {.folder = "amarra-report",
                        .languages = {AM_LANG_ES},
                        .language_count = 1,
                        .colours = AM_CHART_COLOURS};
    struct am_problem problem = {0};
    for (size_t i = 0; i < FORMAT_BASIC; i++)
        o.formats[i] = true;
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = run(&o, &problem);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
