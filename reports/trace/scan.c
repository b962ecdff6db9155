/* SPDX-License-Identifier: AGPL-3.0-or-later
 * 'explain --scan': which corporation is meant, its figures, and the answer. The scans are read
 * twice: who was contacted decides what a name that was typed in part means. */
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "attribution.h"
#include "indicators/paths.h"
#include "reports.h"
#include "trace/trace.h"

struct session {
    const struct am_scan_question *question;
    const struct am_rules *rules;
    struct am_scan *const *scans;
    const struct am_ask *ask;
    const struct am_figures *whole; /* of all corporations */
    struct am_speech *speech;
    FILE *out;
};

/* "alphabet, meta": ids, as many as fit. */
static void list_near(const struct am_corporation_search *found, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < found->near_count && len < size; i++)
        len +=
            (size_t)snprintf(out + len, size - len, "%s%s", i > 0 ? ", " : "", found->near[i]->id);
}

static enum am_status find(const struct session *s, const char *asked,
                           struct am_corporation_search *found, struct am_problem *problem)
{
    size_t count;
    const struct am_corporation *const *all = am_rules_corporations(s->rules, &count);
    char near[256];
    enum am_status status = am_corporation_find(all, count, s->whole, asked, found);
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "out of memory");
    if (found->found)
        return AM_OK;
    list_near(found, near, sizeof near);
    if (found->several)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0, "'%.64s' may mean one of: %s", asked,
                              near);
    return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                          "the dataset has no corporation '%.64s'%s%s", asked,
                          near[0] ? "; named alike: " : "", near);
}

static enum am_status write_answer(const struct session *s, const struct am_trace_answer *a,
                                   struct am_problem *problem)
{
    struct am_text out;
    am_text_init(&out, AM_REPORT_TEXT_MAX);
    enum am_status status =
        s->question->json ? am_trace_json(a, &out) : am_trace_text(a, s->speech, &out);
    if (status != AM_OK)
        (void)am_problem_set(problem, status, NULL, 0, "the answer can't be made: %s",
                             am_status_name(status));
    else if (fwrite(out.at, 1, out.len, s->out) != out.len || fflush(s->out) != 0)
        status = am_problem_set(problem, AM_E_IO, NULL, 0, "can't write the answer");
    am_text_done(&out);
    return status;
}

static enum am_status answer(const struct session *s, const char *asked, struct am_problem *problem)
{
    struct am_corporation_search found;
    struct am_figures *f = NULL;
    enum am_status status = find(s, asked, &found, problem);
    if (status != AM_OK)
        return status;
    struct am_ask ask = *s->ask;
    ask.trace = found.found;
    ask.blocks = s->question->blocks;
    status = am_figures_of(s->scans, s->question->scan_count, s->rules, &ask, &f, problem);
    if (status == AM_OK && !am_paths_add_up(f))
        status = am_problem_set(problem, AM_E_MALFORMED, NULL, 0,
                                "the lines do not add up to the report's figures: this is an error "
                                "of amarra, please report it");
    if (status == AM_OK) {
        const struct am_trace_answer a = {
            .figures = f,
            .corporation = found.found,
            .near = found.near,
            .near_count = found.near_count,
            .asked = asked,
            .rules_version = am_rules_version(s->rules),
        };
        status = write_answer(s, &a, problem);
    }
    am_figures_free(f);
    return status;
}

static enum am_status answer_all(struct session *s, struct am_problem *problem)
{
    const struct am_scan_question *q = s->question;
    struct am_figures *whole = NULL;
    enum am_status status =
        am_figures_of(s->scans, q->scan_count, s->rules, s->ask, &whole, problem);
    s->whole = whole;
    if (status == AM_OK && !q->json)
        status = am_speech_open(q->data_dir, q->language, &s->speech, problem);
    for (size_t i = 0; i < q->corporation_count && status == AM_OK; i++) {
        if (i > 0 && !q->json)
            (void)fputc('\n', s->out);
        status = answer(s, q->corporations[i], problem);
    }
    am_speech_free(s->speech);
    am_figures_free(whole);
    return status;
}

static enum am_status explain_scan(const struct am_scan_question *q, struct am_rules *rules,
                                   FILE *out, struct am_problem *problem)
{
    struct am_asked asked;
    struct am_knowledge knowledge;
    struct am_scan **scans = calloc(q->scan_count + 1, sizeof(struct am_scan *));
    if (!scans)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_rules_as_knowledge(rules, &knowledge);
    enum am_status status = am_asked_open(q->options, rules, &asked, problem);
    if (status == AM_OK)
        status = am_asked_scans(q->scans, q->scan_count, &knowledge, scans, problem);
    if (status == AM_OK) {
        struct session s = {
            .question = q, .rules = rules, .scans = scans, .ask = &asked.ask, .out = out};
        status = answer_all(&s, problem);
        for (size_t i = 0; i < q->scan_count; i++)
            am_scan_free(scans[i]);
    }
    am_asked_done(&asked);
    free(scans);
    return status;
}

const struct am_scan_explainer am_scan_explained = {
    .argp = &am_asked_argp,
    .options_size = sizeof(struct am_asked_options),
    .run = explain_scan,
};
