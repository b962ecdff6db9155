/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/kit/kit.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "campaign/kit/making.h"
#include "campaign/kit/values.h"
#include "templates/markup.h"
#include "templates/prose.h"

#define VALUES_MAX ((size_t)64 << 20)

/* Texts that come with the program; a campaign that edits them keeps their names. */
static const char *const texts[] = {"messages", "press", "brief", "social", "questions", "care"};

void am_kit_note(struct am_making *m, const char *about, const char *file, unsigned long line,
                 const char *what)
{
    struct am_text text;
    am_text_init(&text, 1024);
    if (file && line > 0)
        am_text_addf(&text, "%s:%lu: ", file, line);
    am_text_addf(&text, "%s", about);
    am_text_addf(&text, "%s\n", what);
    if (!strstr(m->notes->lines.at, text.at)) {
        if (m->notes->count == AM_KIT_NOTES_MAX) {
            m->notes->more++;
        } else {
            m->notes->count++;
            am_text_add(&m->notes->lines, text.at);
        }
    }
    am_text_done(&text);
}

/* ---- texts ---- */

static enum am_status add_text(struct am_making *m, const char *name, const char *ending,
                               struct am_text *text)
{
    char path[AM_BATCH_NAME_MAX];
    (void)snprintf(path, sizeof path, "%s/texts/%s.%s", m->language, name, ending);
    return am_batch_add(m->batch, path, text, m->problem);
}

static enum am_status say_text(struct am_making *m, const char *name, const struct am_prose *p)
{
    static const struct am_prose_how how = {.kind = AM_PROSE_MARKDOWN};
    struct am_text markdown;
    struct am_text page;
    am_text_init(&markdown, AM_PROSE_OUT);
    am_text_init(&page, (size_t)8 << 20);
    enum am_status status = am_prose_say(p, &m->values, &how, &markdown, m->problem);
    if (status == AM_OK) {
        status = am_markup_page(markdown.at, name, am_speech_language(m->speech), &page);
        if (status != AM_OK)
            (void)am_problem_set(m->problem, status, name, 0, "the text can't be made a page: %s",
                                 am_status_name(status));
    }
    if (status == AM_OK)
        status = add_text(m, name, "md", &markdown);
    if (status == AM_OK)
        status = add_text(m, name, "html", &page);
    am_text_done(&markdown);
    am_text_done(&page);
    return status;
}

static enum am_status one_text(struct am_making *m, const char *name)
{
    char file[64];
    char path[PATH_MAX];
    struct am_bytes bytes = {0};
    struct am_text clean;
    struct am_prose *prose = NULL;
    (void)snprintf(file, sizeof file, "%s.%s.md", name, m->language);
    enum am_status status =
        am_templates_load(m->ask->templates, file, AM_PROSE_BYTES, path, &bytes, m->problem);
    if (status == AM_E_NOT_FOUND)
        return am_problem_set(m->problem, status, m->ask->templates->data, 0,
                              "the template %s is not there", file);
    if (status != AM_OK)
        return status;
    status = am_prose_clean(bytes, path, &clean, m->problem);
    if (status == AM_OK)
        status = am_prose_parse(clean.at, path, 1, am_kit_names, &prose, m->problem);
    if (status == AM_OK)
        status = say_text(m, name, prose);
    am_prose_free(prose);
    am_text_done(&clean);
    am_free(bytes.at);
    return status;
}

/* ---- all of it ---- */

static enum am_status in_language(struct am_making *m)
{
    struct am_pool pool;
    am_pool_init(&pool, VALUES_MAX);
    am_kit_values(m->ask->figures, m->ask->rules, m->speech, &pool, &m->values);
    enum am_status status = am_pool_status(&pool);
    if (status == AM_OK)
        status = am_speech_status(m->speech);
    if (status != AM_OK)
        (void)am_problem_set(m->problem, status, NULL, 0, "the figures do not fit in memory");
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == AM_OK; i++)
        status = one_text(m, texts[i]);
    if (status == AM_OK)
        status = am_kit_pictures(m);
    am_pool_done(&pool);
    return status;
}

enum am_status am_kit_write(const struct am_kit_ask *ask, struct am_batch *b,
                            struct am_kit_notes *notes, struct am_problem *problem)
{
    struct am_making m = {.ask = ask, .batch = b, .notes = notes, .problem = problem};
    enum am_status status = am_letters_open(&m.letters, problem);
    for (size_t i = 0; i < ask->speech_count && status == AM_OK; i++) {
        m.speech = ask->speeches[i];
        m.language = am_language_code(am_speech_language(m.speech));
        status = in_language(&m);
    }
    am_letters_free(m.letters);
    return status;
}
