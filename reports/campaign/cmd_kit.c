/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign kit: what a campaign hands out, made of an edition that was published. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "base/file.h"
#include "campaign/campaign.h"
#include "campaign/kit/kit.h"
#include "campaign/kit/published.h"
#include "campaign/kit/values.h"
#include "text.h"

#define SETTINGS_MAX ((size_t)1 << 20)
#define NOTES_MAX    ((size_t)64 << 10)

struct options {
    struct am_campaign_options where;
    const char *folder, *logo, *templates, *data, *publication, *settings, *copy;
    unsigned long edition; /* 0: the last one */
    enum am_language languages[AM_LANG_COUNT];
    size_t language_count;
    bool names;
};

/* What a kit is made of, and must be there as long as its figures are. */
struct sources {
    struct am_campaign campaign;
    struct am_bytes settings_text, text;
    struct am_settings *settings; /* of a file; NULL: the campaign's */
    struct am_rules *rules;
    struct am_publication *publication;
    struct am_campaign_figures *figures;
};

static void sources_done(struct sources *s)
{
    am_campaign_figures_free(s->figures);
    am_publication_free(s->publication);
    am_rules_free(s->rules);
    am_settings_free(s->settings);
    am_campaign_close(&s->campaign);
    am_free(s->text.at);
    am_free(s->settings_text.at);
}

/* ---- from a store ---- */

struct wanted {
    unsigned long edition;
    unsigned found;
    struct am_bytes figures; /* a copy of ours */
};

static enum am_status take_edition(void *ctx, const struct am_edition *edition)
{
    struct wanted *w = ctx;
    if (w->edition != 0 ? edition->number != w->edition : edition->number < w->found)
        return AM_OK;
    struct am_bytes figures;
    if (!am_bytes_copy(edition->figures, &figures))
        return AM_E_NO_MEMORY;
    am_free(w->figures.at);
    w->figures = figures;
    w->found = edition->number;
    return AM_OK;
}

static enum am_status open_store(const struct options *o, struct sources *s,
                                 struct am_problem *problem)
{
    struct wanted w = {.edition = o->edition};
    enum am_status status = am_campaign_open(&o->where, &s->campaign, problem);
    if (status != AM_OK)
        return status;
    status = am_share_store_each_edition(s->campaign.store, take_edition, &w, problem);
    s->text = w.figures;
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "an edition can't be read: %s",
                              am_status_name(status));
    if (!w.figures.at && o->edition != 0)
        return am_problem_set(problem, AM_E_NOT_FOUND, NULL, 0,
                              "edition %lu was not published: 'amarra campaign list' tells which "
                              "were",
                              o->edition);
    if (!w.figures.at)
        return am_problem_set(problem, AM_E_NOT_FOUND, NULL, 0,
                              "nothing was published yet, and a kit tells no more than that: "
                              "'amarra campaign report' first");
    return AM_OK;
}

/* ---- from files ---- */

static enum am_status open_files(const struct options *o, struct sources *s,
                                 struct am_problem *problem)
{
    enum am_status status =
        am_file_load_regular(o->settings, SETTINGS_MAX, &s->settings_text, problem);
    if (status == AM_OK)
        status = am_settings_parse(s->settings_text, o->settings, &s->settings, problem);
    if (status == AM_OK)
        status = am_file_load_regular(o->publication, AM_PUBLICATION_BYTES, &s->text, problem);
    return status;
}

/* ---- the kit ---- */

static enum am_status open_sources(const struct options *o, struct sources *s,
                                   struct am_problem *problem)
{
    struct am_knowledge_options from = {.data_dir = o->data};
    size_t unknown = 0;
    enum am_status status = o->publication ? open_files(o, s, problem) : open_store(o, s, problem);
    if (status == AM_OK)
        status = am_rules_open(&from, &s->rules, problem);
    if (status == AM_OK)
        status = am_publication_read(s->text, o->publication ? o->publication : "the edition",
                                     &s->publication, problem);
    if (status == AM_OK)
        status = am_kit_figures_of(s->publication, s->settings ? s->settings : s->campaign.settings,
                                   s->rules, &s->figures, &unknown, problem);
    if (status == AM_OK && unknown > 0)
        (void)fprintf(stderr,
                      "amarra: %zu figures are of what this dataset does not know, and are left "
                      "out\n",
                      unknown);
    return status;
}

static void tell(const struct options *o, const struct am_batch *b,
                 const struct am_kit_notes *notes, struct am_speech *s)
{
    if (notes->lines.len > 0)
        (void)fputs(notes->lines.at, stderr);
    if (notes->more > 0)
        (void)fprintf(stderr, "and %zu more\n", notes->more);
    (void)printf("%s\n", AM_SAY(s, TEXT_WRITTEN));
    for (size_t i = 0; i < am_batch_count(b); i++)
        (void)printf("  %s/%s\n", o->folder, am_batch_name(b, i));
}

static enum am_status write_kit(const struct options *o, const struct sources *s,
                                const struct am_templates *templates, const struct am_logo *logo,
                                struct am_problem *problem)
{
    struct am_speech *speeches[AM_LANG_COUNT] = {0};
    struct am_batch *b = NULL;
    struct am_kit_notes notes = {0};
    am_text_init(&notes.lines, NOTES_MAX);
    enum am_status status = am_batch_new(o->folder, &b, problem);
    for (size_t i = 0; i < o->language_count && status == AM_OK; i++)
        status = am_speech_open(o->data, o->languages[i], &speeches[i], problem);
    const struct am_kit_ask ask = {.figures = s->figures,
                                   .rules = s->rules,
                                   .speeches = speeches,
                                   .speech_count = o->language_count,
                                   .logo = logo,
                                   .templates = templates};
    if (status == AM_OK)
        status = am_kit_write(&ask, b, &notes, problem);
    if (status == AM_OK)
        status = am_batch_commit(b, problem);
    if (status == AM_OK)
        tell(o, b, &notes, speeches[0]);
    for (size_t i = 0; i < o->language_count; i++)
        am_speech_free(speeches[i]);
    am_text_done(&notes.lines);
    am_batch_free(b);
    return status;
}

static enum am_status copy_templates(const struct options *o, const struct am_templates *t,
                                     struct am_problem *problem)
{
    struct am_batch *b = NULL;
    enum am_status status = am_batch_new(o->copy, &b, problem);
    if (status == AM_OK)
        status = am_templates_copy(t, b, problem);
    if (status == AM_OK)
        status = am_batch_commit(b, problem);
    if (status == AM_OK)
        (void)printf(
            "%zu templates are in %s; edit them, remove those that you do not edit, and "
            "give the folder as --templates\n",
            am_batch_count(b), o->copy);
    am_batch_free(b);
    return status;
}

static enum am_status run(const struct options *o, struct am_problem *problem)
{
    struct sources s = {0};
    struct am_templates templates;
    struct am_logo logo = {0};
    enum am_status status = am_templates_open(o->data, o->templates, &templates, problem);
    if (status == AM_OK && o->copy)
        return copy_templates(o, &templates, problem);
    if (status == AM_OK && o->logo)
        status = am_logo_load(o->logo, &logo, problem);
    if (status == AM_OK)
        status = open_sources(o, &s, problem);
    if (status == AM_OK)
        status = write_kit(o, &s, &templates, &logo, problem);
    sources_done(&s);
    am_logo_done(&logo);
    return status;
}

static void print_names(const struct am_value_names *names)
{
    for (; names->name; names++) {
        (void)printf("{%s}%s\n    %s\n", names->name, names->items ? "  a list" : "", names->about);
        for (const struct am_value_names *item = names->items; item && item->name; item++)
            (void)printf("    {%s}%s: %s\n", item->name, item->items ? ", a list" : "",
                         item->about);
    }
}

enum { KEY_EDITION = 256, KEY_PUBLICATION, KEY_SETTINGS, KEY_COPY, KEY_NAMES };

static void take_edition_number(struct options *o, const char *arg, struct argp_state *state)
{
    char *end = NULL;
    o->edition = strtoul(arg, &end, 10);
    if (arg[0] < '1' || arg[0] > '9' || *end != '\0' || o->edition > 1000000)
        argp_error(state, "an edition is a number from 1 on, not '%s'", arg);
}

static void check(const struct options *o, struct argp_state *state)
{
    if (!o->publication != !o->settings)
        argp_error(state, "--publication and --settings go together");
    if (o->publication && o->edition != 0)
        argp_error(state, "--edition is of a store: a publication is one edition");
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
    case 'L':
        o->logo = arg;
        return 0;
    case 'T':
        o->templates = arg;
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case KEY_EDITION:
        take_edition_number(o, arg, state);
        return 0;
    case KEY_PUBLICATION:
        o->publication = arg;
        return 0;
    case KEY_SETTINGS:
        o->settings = arg;
        return 0;
    case KEY_COPY:
        o->copy = arg;
        return 0;
    case KEY_NAMES:
        o->names = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->where;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is too much: name the store with --store", arg);
        return 0;
    case ARGP_KEY_END:
        check(o, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_campaign_kit(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"output", 'o', "FOLDER", 0, "Where the files go; made if needed (default: amarra-kit)", 0},
        {"lang", 'l', "LIST", 0, "Languages, in order: es, en, pt, fr, de (default: all)", 0},
        {"logo", 'L', "FILE", 0, "The campaign's picture, PNG or JPEG, 200 kB at most", 0},
        {"templates", 'T', "DIR", 0, "Edited templates: a file here goes before the program's own",
         0},
        {"copy-templates", KEY_COPY, "DIR", 0, "Copy the program's templates there, to be edited",
         0},
        {"names", KEY_NAMES, NULL, 0, "List what templates may name", 0},
        {"edition", KEY_EDITION, "N", 0, "Of which edition (default: the last one)", 0},
        {"publication", KEY_PUBLICATION, "FILE", 0,
         "Of a publication.json, without the store; with --settings", 0},
        {"settings", KEY_SETTINGS, "FILE", 0, "The campaign's settings, for --publication", 0},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0},
        {0},
    };
    static const struct argp_child children[] = {{&am_campaign_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .children = children,
        .doc =
            "Makes what a campaign hands out, of an edition that was published: cards for social "
            "media, posters, key messages, a press release, a policy brief, answers to "
            "hard questions, a care guide; in a folder for each language. docs/kit.md tells how to "
            "edit the templates.",
    };
    struct options o = {.folder = "amarra-kit",
                        .languages = {AM_LANG_ES, AM_LANG_EN, AM_LANG_PT, AM_LANG_FR, AM_LANG_DE},
                        .language_count = AM_LANG_COUNT};
    struct am_problem problem = {0};
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    if (o.names) {
        print_names(am_kit_names);
        return am_problem_exit(&problem, AM_OK, AM_EXIT_OK);
    }
    enum am_status status = run(&o, &problem);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
