/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pictures of a kit: every section of the words in every format, with the drawing of that name.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "campaign/kit/making.h"
#include "campaign/kit/values.h"
#include "charts/render.h"
#include "templates/sheet.h"

#define PROPORTION 0.005 /* by which a drawing may differ from its format */
#define TEXTS_MAX  60    /* in one picture */
#define A3_WIDTH   1122.5197
#define A4_WIDTH   793.7008 /* px at 96 to the inch */
#define PREVIEW    1240     /* px: a poster to look at */

enum kind { CARD, POSTER };
static const struct format {
    const char *name; /* of the drawing: "number-square.svg" */
    enum kind kind;
    double width, height; /* px */
    const char *size;     /* of the card's files */
} formats[] = {
    {"square", CARD, 1080, 1080, "1080x1080"},
    {"story", CARD, 1080, 1920, "1080x1920"},
    {"wide", CARD, 1200, 675, "1200x675"},
    {"poster", POSTER, 297, 420, NULL},
};
#define FORMATS (sizeof formats / sizeof *formats)

/* A picture that is being filled: its words, said once each. */
struct picture {
    struct am_making *making;
    const struct am_words *words;
    const char *section;
    struct am_text texts[TEXTS_MAX];
    size_t count;
    enum am_status status; /* of the words */
};

/* In letters that this machine has. */
static const char *choose(void *ctx, const struct am_value *value)
{
    const struct picture *p = ctx;
    const char *package =
        value->text && value->instead ? am_letters_missing(p->making->letters, value->text) : NULL;
    if (!package)
        return value->text;
    am_kit_note(p->making, "no font of this machine has the letters of a name, which is told as ",
                NULL, 0, value->instead);
    am_kit_note(p->making, "its letters are in the package ", NULL, 0, package);
    return value->instead;
}

/* What the words say; NULL: nothing, or there is none by that name (`prose` tells). */
static const char *say(struct picture *p, const char *name, const struct am_prose **prose)
{
    const struct am_prose_how how = {.kind = AM_PROSE_PLAIN, .choose = choose, .ctx = p};
    *prose = am_words_find(p->words, p->section, name);
    if (!*prose || p->status != AM_OK)
        return NULL;
    if (p->count == TEXTS_MAX) {
        p->status = AM_E_LIMIT;
        return NULL;
    }
    struct am_text *text = &p->texts[p->count++];
    am_text_init(text, AM_PROSE_OUT);
    p->status = am_prose_say(*prose, &p->making->values, &how, text, p->making->problem);
    if (p->status != AM_OK || text->at[strspn(text->at, " \n")] == '\0')
        return NULL;
    const char *package = am_letters_missing(p->making->letters, text->at);
    if (package)
        am_kit_note(p->making, "some letters of a text are missing: install ", NULL, 0, package);
    return text->at;
}

static void forget(struct picture *p)
{
    for (size_t i = 0; i < p->count; i++)
        am_text_done(&p->texts[i]);
    p->count = 0;
}

static enum am_slot_state find(void *ctx, const char *name, struct am_slot_value *out)
{
    struct picture *p = ctx;
    const struct am_prose *prose = NULL;
    out->text = say(p, name, &prose);
    out->share = prose ? am_prose_share(prose, &p->making->values) : -1;
    return !prose ? AM_SLOT_UNKNOWN : out->text ? AM_SLOT_TOLD : AM_SLOT_UNTOLD;
}

/* "number: 40 of 54 organizations ...", to go with the card wherever it is posted. */
static void describe(struct picture *p)
{
    const struct am_prose *prose = NULL;
    const char *alt = say(p, "alt", &prose);
    if (alt)
        am_text_addf(&p->making->descriptions, "%s: %s\n\n", p->section, alt);
}

/* ---- files ---- */

static enum am_status add(struct picture *p, const char *folder, const char *size,
                          const char *ending, struct am_text *text)
{
    char path[AM_BATCH_NAME_MAX];
    (void)snprintf(path, sizeof path, "%s/%s/%s%s%s.%s", p->making->language, folder, p->section,
                   size ? "-" : "", size ? size : "", ending);
    return am_batch_add(p->making->batch, path, text, p->making->problem);
}

static enum am_status add_png(struct picture *p, const char *folder, const char *size,
                              const char *svg, unsigned width)
{
    struct am_text png;
    am_text_init(&png, AM_RENDER_OUT_MAX);
    enum am_status status = am_render_png(svg, width, &png, p->making->problem);
    if (status == AM_OK)
        status = add(p, folder, size, "png", &png);
    am_text_done(&png);
    return status;
}

static enum am_status add_pdf(struct picture *p, const char *size, const char *svg,
                              const char *title)
{
    struct am_text pdf;
    am_text_init(&pdf, AM_RENDER_OUT_MAX);
    enum am_status status = am_render_pdf(&svg, 1, AM_RENDER_OWN, title, &pdf, p->making->problem);
    if (status == AM_OK)
        status = add(p, "posters", size, "pdf", &pdf);
    am_text_done(&pdf);
    return status;
}

static void tell_doubts(struct picture *p, const char *file, const struct am_drawing_doubts *doubts)
{
    for (size_t i = 0; i < doubts->count; i++) {
        const struct am_drawing_doubt *d = &doubts->at[i];
        char what[160];
        (void)snprintf(what, sizeof what, "'%s' (%s)", d->slot, p->making->language);
        am_kit_note(p->making,
                    d->cut ? "the text was shortened to fit slot "
                           : "no ink is seen well on what is behind slot ",
                    file, d->line, what);
    }
}

static enum am_status fill(struct picture *p, const struct am_drawing *drawing, const char *file,
                           double width, struct am_text *svg)
{
    const struct am_prose *prose = NULL;
    struct am_making *m = p->making;
    struct am_drawing_doubts doubts = {0};
    const char *title = say(p, "title", &prose);
    const char *alt = say(p, "alt", &prose);
    const struct am_drawing_fill ask = {.find = find,
                                        .ctx = p,
                                        .colours = &m->ask->figures->settings->colours,
                                        .logo = m->ask->logo,
                                        .title = title ? title : p->section,
                                        .description = alt ? alt : "",
                                        .language = m->language,
                                        .width = width};
    enum am_status status = am_drawing_fill(drawing, &ask, m->letters, svg, &doubts, m->problem);
    if (p->status != AM_OK)
        status = am_problem_set(m->problem, p->status, file, 0,
                                "the words of the picture are more than %d", TEXTS_MAX);
    if (status == AM_OK)
        tell_doubts(p, file, &doubts);
    return status;
}

static enum am_status poster(struct picture *p, const struct am_drawing *drawing, const char *file)
{
    static const struct {
        const char *size;
        double width;
    } papers[] = {{"a3", A3_WIDTH}, {"a4", A4_WIDTH}};
    enum am_status status = AM_OK;
    for (size_t i = 0; i < sizeof papers / sizeof *papers && status == AM_OK; i++) {
        struct am_text svg;
        am_text_init(&svg, AM_DRAWING_OUT);
        status = fill(p, drawing, file, papers[i].width, &svg);
        const char *title = p->count > 0 ? p->texts[0].at : p->section;
        if (status == AM_OK)
            status = add_pdf(p, papers[i].size, svg.at, title);
        if (status == AM_OK && i == 0)
            status = add_png(p, "posters", NULL, svg.at, PREVIEW);
        am_text_done(&svg);
        forget(p);
    }
    return status;
}

static enum am_status card(struct picture *p, const struct am_drawing *drawing, const char *file,
                           const struct format *format)
{
    struct am_text svg;
    am_text_init(&svg, AM_DRAWING_OUT);
    enum am_status status = fill(p, drawing, file, format->width, &svg);
    if (status == AM_OK)
        status = add_png(p, "cards", format->size, svg.at, (unsigned)format->width);
    if (status == AM_OK)
        status = add(p, "cards", format->size, "svg", &svg);
    am_text_done(&svg);
    forget(p);
    return status;
}

/* ---- from words to pictures ---- */

/* `made`: there is a drawing of this format. */
static enum am_status one_format(struct picture *p, const struct format *format, bool *made)
{
    char name[128];
    char path[PATH_MAX];
    struct am_bytes bytes = {0};
    struct am_drawing *drawing = NULL;
    struct am_problem *problem = p->making->problem;
    (void)snprintf(name, sizeof name, "%s-%s.svg", p->section, format->name);
    enum am_status status =
        am_templates_load(p->making->ask->templates, name, AM_DRAWING_BYTES, path, &bytes, problem);
    if (status == AM_E_NOT_FOUND)
        return AM_OK;
    if (status == AM_OK)
        status = am_drawing_read(bytes, path, &drawing, problem);
    am_free(bytes.at);
    if (status == AM_OK &&
        fabs(am_drawing_proportion(drawing) * format->width / format->height - 1) > PROPORTION)
        status = am_problem_set(problem, AM_E_MALFORMED, path, 0,
                                "a picture of this name is %.0f wide and %.0f high, or of the same "
                                "proportion",
                                format->width, format->height);
    if (status == AM_OK)
        status = format->kind == POSTER ? poster(p, drawing, path) : card(p, drawing, path, format);
    am_drawing_free(drawing);
    *made = *made || status == AM_OK;
    return status;
}

static enum am_status one_picture(struct am_making *m, const struct am_words *words,
                                  const char *section, const char *file)
{
    struct picture p = {.making = m, .words = words, .section = section};
    const struct am_prose *needs = NULL;
    const char *told = say(&p, "needs", &needs);
    enum am_status status = p.status;
    bool make = !needs || told;
    bool made = false;
    forget(&p);
    for (size_t i = 0; i < FORMATS && make && status == AM_OK; i++)
        status = one_format(&p, &formats[i], &made);
    if (made)
        describe(&p);
    forget(&p);
    if (status == AM_OK && make && !made)
        return am_problem_set(m->problem, AM_E_NOT_FOUND, file, 0,
                              "there is no drawing for [%s]: %s-square.svg or the like", section,
                              section);
    return status;
}

static enum am_status add_descriptions(struct am_making *m)
{
    char path[AM_BATCH_NAME_MAX];
    enum am_status status = am_text_status(&m->descriptions);
    (void)snprintf(path, sizeof path, "%s/cards/descriptions.txt", m->language);
    if (status != AM_OK || m->descriptions.len == 0)
        return status;
    return am_batch_add(m->batch, path, &m->descriptions, m->problem);
}

enum am_status am_kit_pictures(struct am_making *m)
{
    char name[64];
    char path[PATH_MAX];
    struct am_bytes bytes = {0};
    struct am_text clean;
    struct am_words *words = NULL;
    (void)snprintf(name, sizeof name, "pictures.%s.txt", m->language);
    enum am_status status =
        am_templates_load(m->ask->templates, name, AM_PROSE_BYTES, path, &bytes, m->problem);
    if (status == AM_E_NOT_FOUND)
        return am_problem_set(m->problem, status, m->ask->templates->data, 0,
                              "the template %s is not there", name);
    if (status != AM_OK)
        return status;
    status = am_prose_clean(bytes, path, &clean, m->problem);
    if (status == AM_OK)
        status = am_words_parse(clean.at, path, am_kit_names, &words, m->problem);
    const char *section = NULL;
    am_text_init(&m->descriptions, AM_PROSE_OUT);
    for (size_t i = 0; status == AM_OK && (section = am_words_section(words, i)); i++)
        status = one_picture(m, words, section, path);
    if (status == AM_OK)
        status = add_descriptions(m);
    am_text_done(&m->descriptions);
    am_words_free(words);
    am_text_done(&clean);
    am_free(bytes.at);
    return status;
}
