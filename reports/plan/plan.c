/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan/plan.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "format/sentences.h"
#include "templates/markup.h"
#include "templates/prose.h"
#include "text.h"

#define VALUES_MAX ((size_t)16 << 20)
#define PAGE_MAX   ((size_t)8 << 20)
#define AREAS_MAX  60

static const struct am_value_names alternative[] = {
    {"name", "what could take its place", NULL},
    {"text", "what it is, one sentence", NULL},
    {"caution", "what to mind", NULL},
    {"effort", "one person, somebody who knows computers, or a project", NULL},
    {"jurisdiction", "the country whose law it is under", NULL},
    {"link", "its address", NULL},
    AM_VALUE_NAMES_END,
};
static const struct am_value_names area[] = {
    {"name", "the area of work", NULL},
    {"provider", "the corporation on which it hangs", NULL},
    {"share", "of the area's contacts: '94 %'", NULL},
    {"if-cut", "what stops without it, one sentence", NULL},
    {"alternatives", "what could take its place; as a text: 'A, B and C'", alternative},
    {"data", "told where mail, files or accounts bind", NULL},
    {"identity", "told where logins to other services bind", NULL},
    {"device", "told where devices contact it by design", NULL},
    {"free", "told where none of those binds", NULL},
    AM_VALUE_NAMES_END,
};
const struct am_value_names am_plan_names[] = {
    {"organization", "whose plan it is, as --title says", NULL},
    {"period", "of the observation", NULL},
    {"trial", "told where it was too little to publish", NULL},
    {"judged", "essential areas that were seen enough", NULL},
    {"single", "those of them that hang on one provider", NULL},
    {"areas", "those, most contacts first", area},
    {"easy", "those for which one person can begin", area},
    {"medium", "those that take somebody who knows computers", area},
    {"hard", "those that take a project of the organization", area},
    {"unknown", "those for which no alternative is known", area},
    {"near",
     "essential areas of which one provider has half of the contacts or more, but not nine "
     "of ten",
     area},
    {"dataset", "version of the dataset", NULL},
    {"program", "amarra and its version", NULL},
    AM_VALUE_NAMES_END,
};

/* ---- values ---- */

struct line {
    const struct am_work_line *work;
    const struct am_way_out *way; /* NULL: none is known */
    int effort;                   /* 0: the same */
};

/* What is in use already is no way out of itself. */
static bool is_used(const struct line *l, const struct am_alternative *a)
{
    const struct am_corporation *c = l->work->holders[0].corporation;
    return c && (strcmp(a->id, c->id) == 0 || strcmp(a->name, c->name) == 0);
}

/* Those that take as little as the least first, each kind in the order of nearness. */
static size_t choose(const struct line *l, const struct am_alternative *out[AM_PLAN_ALTERNATIVES])
{
    size_t n = 0;
    for (int pass = 0; l->way && pass < 2; pass++)
        for (size_t i = 0; i < l->way->count && n < AM_PLAN_ALTERNATIVES; i++)
            if ((l->way->alternatives[i]->effort == l->effort) == (pass == 0) &&
                !is_used(l, l->way->alternatives[i]))
                out[n++] = l->way->alternatives[i];
    return n;
}

static void alternatives(struct am_values *v, struct am_speech *s, const struct line *l)
{
    static const char *const efforts[] = {NULL, TEXT_EFFORT_1, TEXT_EFFORT_2, TEXT_EFFORT_3};
    const struct am_alternative *found[AM_PLAN_ALTERNATIVES];
    const char *names[AM_PLAN_ALTERNATIVES];
    size_t count = choose(l, found);
    for (size_t i = 0; i < count; i++)
        names[i] = AM_SAY_NAME(s, found[i]);
    struct am_values *items =
        am_values_list(v, "alternatives", count > 0 ? am_say_list(s, names, count) : NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        const struct am_alternative *a = found[i];
        am_values_text(&items[i], "name", names[i]);
        am_values_text(&items[i], "text", am_say_own(s, a->text));
        am_values_text(&items[i], "caution",
                       a->caution[AM_LANG_EN] ? am_say_own(s, a->caution) : NULL);
        am_values_text(&items[i], "effort",
                       a->effort >= 1 && a->effort <= 3 ? AM_SAY(s, efforts[a->effort]) : NULL);
        am_values_text(&items[i], "jurisdiction",
                       a->jurisdiction ? am_say_own(s, a->jurisdiction->name) : NULL);
        am_values_link(&items[i], "link", a->url);
    }
}

static void area_of(struct am_values *v, struct am_speech *s, const struct line *l)
{
    const struct am_category *category = l->work->category;
    const struct am_holder *holder = &l->work->holders[0];
    unsigned bound = am_bound_of(category);
    const char *name = am_say_own(s, category->name);
    am_values_text(v, "name", name);
    am_values_text(v, "provider", holder->corporation ? AM_SAY_NAME(s, holder->corporation) : NULL);
    am_values_text(v, "share",
                   am_say_share(s, holder->sum.contacts, l->work->measure.sum.contacts));
    am_values_text(v, "if-cut", am_say_own(s, category->if_cut));
    am_values_text(v, "data", bound & AM_BOUND_DATA ? name : NULL);
    am_values_text(v, "identity", bound & AM_BOUND_IDENTITY ? name : NULL);
    am_values_text(v, "device", bound & AM_BOUND_DEVICE ? name : NULL);
    am_values_text(v, "free", bound == 0 ? name : NULL);
    alternatives(v, s, l);
}

static void list(struct am_values *v, struct am_speech *s, const char *name,
                 const struct line *lines, size_t total, int effort)
{
    const struct line *kept[AREAS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < total; i++)
        if (effort < 0 || lines[i].effort == effort)
            kept[count++] = &lines[i];
    struct am_values *items = am_values_list(v, name, NULL, count);
    for (size_t i = 0; items && i < count; i++)
        area_of(&items[i], s, kept[i]);
}

/* The effort is the least of what is not used already; of none, nothing is known. */
static struct line line_of(const struct am_figures *f, const struct am_work_line *work)
{
    struct line l = {.work = work};
    const struct am_way_out *way = am_way_out_of(f, work);
    for (size_t i = 0; way && i < way->count; i++) {
        const struct am_alternative *a = way->alternatives[i];
        if (is_used(&l, a))
            continue;
        l.way = way;
        l.effort = l.effort == 0 || a->effort < l.effort ? a->effort : l.effort;
    }
    return l;
}

static bool has_half(const struct am_work_line *work)
{
    const struct am_holder *first = work->holder_count > 0 ? &work->holders[0] : NULL;
    return first && first->corporation &&
           first->sum.contacts >= work->measure.sum.contacts - first->sum.contacts;
}

void am_plan_values(const struct am_report *r, struct am_speech *s, struct am_pool *pool,
                    struct am_values *out)
{
    const struct am_figures *f = r->figures;
    struct line lines[AREAS_MAX];
    struct line near[AREAS_MAX];
    size_t count = 0;
    size_t near_count = 0;
    for (size_t i = 0; i < f->work.count && i < AREAS_MAX; i++) {
        const struct am_work_line *work = &f->work.at[i];
        if (!work->judged || !work->category || work->holder_count == 0)
            continue;
        if (work->single)
            lines[count++] = line_of(f, work);
        else if (has_half(work))
            near[near_count++] = line_of(f, work);
    }
    am_values_init(out, pool);
    am_values_text(out, "organization", r->title);
    am_values_text(out, "period", am_sentence_period(s, &f->scope));
    am_values_text(out, "trial", f->scope.trial ? AM_SAY(s, TEXT_TRIAL_TITLE) : NULL);
    am_values_text(out, "judged",
                   f->findings.judged > 0 ? am_say_number(s, f->findings.judged) : NULL);
    am_values_text(out, "single",
                   f->findings.single > 0 ? am_say_number(s, f->findings.single) : NULL);
    am_values_text(out, "dataset", r->rules_version);
    am_values_text(out, "program", "amarra " AMARRA_VERSION);
    list(out, s, "near", near, near_count, -1);
    list(out, s, "areas", lines, count, -1);
    list(out, s, "easy", lines, count, 1);
    list(out, s, "medium", lines, count, 2);
    list(out, s, "hard", lines, count, 3);
    list(out, s, "unknown", lines, count, 0);
}

/* ---- files ---- */

static enum am_status say(const struct am_prose *p, const struct am_values *values,
                          struct am_speech *s, struct am_batch *b, struct am_problem *problem)
{
    static const struct am_prose_how how = {.kind = AM_PROSE_MARKDOWN};
    enum am_language language = am_speech_language(s);
    char name[32];
    struct am_text markdown;
    struct am_text page;
    am_text_init(&markdown, AM_PROSE_OUT);
    am_text_init(&page, PAGE_MAX);
    enum am_status status = am_prose_say(p, values, &how, &markdown, problem);
    if (status == AM_OK) {
        status = am_markup_page(markdown.at, "amarra", language, &page);
        if (status != AM_OK)
            (void)am_problem_set(problem, status, NULL, 0, "the plan can't be made a page: %s",
                                 am_status_name(status));
    }
    (void)snprintf(name, sizeof name, "plan.%s.md", am_language_code(language));
    if (status == AM_OK)
        status = am_batch_add(b, name, &markdown, problem);
    (void)snprintf(name, sizeof name, "plan.%s.html", am_language_code(language));
    if (status == AM_OK)
        status = am_batch_add(b, name, &page, problem);
    am_text_done(&markdown);
    am_text_done(&page);
    return status;
}

enum am_status am_plan_write(const struct am_report *r, struct am_speech *s,
                             const struct am_templates *t, struct am_batch *b,
                             struct am_problem *problem)
{
    char name[32];
    char path[PATH_MAX];
    struct am_bytes bytes = {0};
    struct am_text clean;
    struct am_prose *prose = NULL;
    struct am_pool pool;
    struct am_values values;
    (void)snprintf(name, sizeof name, "plan.%s.md", am_language_code(am_speech_language(s)));
    enum am_status status = am_templates_load(t, name, AM_PROSE_BYTES, path, &bytes, problem);
    if (status == AM_E_NOT_FOUND)
        return am_problem_set(problem, status, t->data, 0, "the template %s is not there", name);
    if (status != AM_OK)
        return status;
    am_pool_init(&pool, VALUES_MAX);
    am_plan_values(r, s, &pool, &values);
    status = am_prose_clean(bytes, path, &clean, problem);
    if (status == AM_OK)
        status = am_prose_parse(clean.at, path, 1, am_plan_names, &prose, problem);
    if (status == AM_OK)
        status = am_pool_status(&pool) != AM_OK ? am_pool_status(&pool) : am_speech_status(s);
    if (status == AM_OK)
        status = say(prose, &values, s, b, problem);
    am_prose_free(prose);
    am_text_done(&clean);
    am_pool_done(&pool);
    am_free(bytes.at);
    return status;
}
