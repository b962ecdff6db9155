/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra compare: what changed from one scan to another, and how much of it is the dataset's. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "asked.h"
#include "attribution.h"
#include "compare/write.h"
#include "format/format.h"
#include "reports.h"

#define SCANS 2

struct options {
    const char *scans[SCANS];
    size_t scan_count;
    const char *data, *rules, *older;
    struct am_asked_options asked;
    enum am_language language;
    bool json, force;
};

/* Both scans as one dataset tells them. */
struct telling {
    struct am_rules *rules;
    struct am_asked asked;
    struct am_figures *figures[SCANS];
    struct am_reading readings[SCANS];
};

static void telling_done(struct telling *t)
{
    for (size_t i = 0; i < SCANS; i++)
        am_figures_free(t->figures[i]);
    am_asked_done(&t->asked);
    am_rules_free(t->rules);
}

static enum am_status tell(const struct options *o, const struct am_knowledge_options *from,
                           struct telling *out, struct am_problem *problem)
{
    struct am_knowledge knowledge;
    struct am_scan *scans[SCANS];
    enum am_status status = am_rules_open(from, &out->rules, problem);
    if (status != AM_OK)
        return status;
    status = am_asked_open(&o->asked, out->rules, &out->asked, problem);
    if (status != AM_OK)
        return status;
    am_rules_as_knowledge(out->rules, &knowledge);
    status = am_asked_scans(o->scans, SCANS, &knowledge, scans, problem);
    if (status != AM_OK)
        return status;
    for (size_t i = 0; i < SCANS && status == AM_OK; i++)
        status =
            am_figures_of(&scans[i], 1, out->rules, &out->asked.ask, &out->figures[i], problem);
    for (size_t i = 0; i < SCANS; i++)
        am_scan_free(scans[i]);
    return status;
}

static enum am_status read_both(struct telling *t, struct am_pool *pool)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < SCANS && status == AM_OK; i++)
        status = am_reading_take(t->figures[i], pool, &t->readings[i]);
    return status;
}

static bool is_same_file(const struct options *o)
{
    struct stat a;
    struct stat b;
    return stat(o->scans[0], &a) == 0 && stat(o->scans[1], &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* One line, in which every reason is told. */
static enum am_status refuse(unsigned bars, struct am_problem *problem)
{
    char reasons[AM_PROBLEM_TEXT];
    size_t len = 0;
    const char *reason;
    reasons[0] = '\0';
    for (size_t i = 0; (reason = am_bar_sentence(bars, i)) && len < sizeof reasons; i++)
        len += (size_t)snprintf(reasons + len, sizeof reasons - len, " %s", reason);
    return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                          "these scans can't be compared:%.400s --force does it all the same",
                          reasons);
}

static enum am_status write_out(const struct options *o, const struct am_compared *c,
                                struct am_problem *problem)
{
    struct am_speech *speech = NULL;
    struct am_text out;
    am_text_init(&out, AM_REPORT_TEXT_MAX);
    enum am_status status = AM_OK;
    if (!o->json)
        status = am_speech_open(o->data, o->language, &speech, problem);
    if (status == AM_OK)
        status = o->json ? am_compare_json(c, &out) : am_compare_text(c, speech, &out);
    if (status != AM_OK)
        (void)am_problem_set(problem, status, NULL, 0, "the comparison can't be made: %s",
                             am_status_name(status));
    else if (fwrite(out.at, 1, out.len, stdout) != out.len || fflush(stdout) != 0)
        status = am_problem_set(problem, AM_E_IO, NULL, 0, "can't write the comparison");
    am_speech_free(speech);
    am_text_done(&out);
    return status;
}

static enum am_status compare(const struct options *o, struct telling *now, struct telling *older,
                              struct am_problem *problem)
{
    struct am_comparison comparison = {0};
    struct am_compared c = {
        .before = now->figures[0],
        .after = now->figures[1],
        .comparison = &comparison,
        .judgement = am_compare_judge(now->figures[0], now->figures[1], is_same_file(o)),
        .dataset = am_rules_version(now->rules),
        .older = o->older ? am_rules_version(older->rules) : NULL,
    };
    if (c.judgement.bars != 0 && !o->force)
        return refuse(c.judgement.bars, problem);
    am_pool_init(&comparison.pool, AM_GROUPS_BYTES);
    enum am_status status = read_both(now, &comparison.pool);
    if (status == AM_OK && o->older)
        status = read_both(older, &comparison.pool);
    if (status == AM_OK)
        status =
            am_compare(&now->readings[0], &now->readings[1], o->older ? &older->readings[0] : NULL,
                       o->older ? &older->readings[1] : NULL, &comparison);
    if (status == AM_OK)
        status = write_out(o, &c, problem);
    else
        (void)am_problem_set(problem, status, NULL, 0, "out of memory");
    am_pool_done(&comparison.pool);
    return status;
}

/* Where an address belongs is stored in the scans: the older dataset needs no address data. */
static enum am_status run(const struct options *o, struct am_problem *problem)
{
    const struct am_knowledge_options from = {.data_dir = o->data, .rules = o->rules};
    const struct am_knowledge_options past = {
        .data_dir = o->older, .rules = o->rules, .mmdb = "none"};
    struct telling now = {0};
    struct telling older = {0};
    enum am_status status = tell(o, &from, &now, problem);
    if (status == AM_OK && o->older)
        status = tell(o, &past, &older, problem);
    if (status == AM_OK)
        status = compare(o, &now, &older, problem);
    telling_done(&older);
    telling_done(&now);
    return status;
}

enum { KEY_JSON = 256, KEY_FORCE, KEY_OLDER };

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'l':
        am_asked_language(state, arg, &o->language);
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case 'R':
        o->rules = arg;
        return 0;
    case KEY_JSON:
        o->json = true;
        return 0;
    case KEY_FORCE:
        o->force = true;
        return 0;
    case KEY_OLDER:
        o->older = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->asked;
        return 0;
    case ARGP_KEY_ARG:
        if (o->scan_count == SCANS)
            argp_error(state, "two scans, no more");
        o->scans[o->scan_count++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->scan_count != SCANS)
            argp_error(state, "name two scans: amarra compare BEFORE.db AFTER.db");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_compare(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"json", KEY_JSON, NULL, 0, "One JSON object, with all figures", 0},
        {"lang", 'l', "CODE", 0, "es, en, pt, fr or de (default: es)", 0},
        {"dataset-before", KEY_OLDER, "DIR", 0,
         "An older compiled data folder, to tell the dataset's changes from the organization's", 0},
        {"force", KEY_FORCE, NULL, 0, "Compare what should not be compared, and say why not", 0},
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
        .args_doc = "BEFORE.db AFTER.db",
        .doc =
            "Tells what changed between two scans, as shares of their own whole. Both are told "
            "by one dataset, so that what changes is not the dataset.",
    };
    struct options o = {.language = AM_LANG_ES};
    struct am_problem problem = {0};
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = run(&o, &problem);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
