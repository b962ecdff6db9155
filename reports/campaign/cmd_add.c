/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign add: shares into the store, each checked; a line for each that was refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "campaign/campaign.h"
#include "campaign/check.h"

#define DAY_SECONDS 86400

struct options {
    struct am_campaign_files files;
    const char *data;
};

/* A share that may be put, with what is told of it afterwards. */
struct waiting {
    struct am_sealed sealed;
    struct am_bytes body; /* owned */
    const char *file;
    unsigned long line;
};

struct adding {
    struct am_campaign campaign;
    struct am_rules *rules;
    struct am_check check;
    struct waiting batch[AM_STORE_BATCH];
    size_t count;
    uint64_t added, same;
    struct am_refusals refusals;
    struct am_problem *problem; /* that ends all */
};

static void forget(struct adding *a)
{
    for (size_t i = 0; i < a->count; i++) {
        am_sealed_done(&a->batch[i].sealed);
        am_free(a->batch[i].body.at);
    }
    a->count = 0;
}

static enum am_status tell(struct adding *a, const struct waiting *w, enum am_put what)
{
    struct am_problem why = {0};
    const char *note = w->sealed.share->about.note;
    switch (what) {
    case AM_PUT_NEW:
        a->added++;
        if (note) /* one line, inert: am_share_parse */
            (void)printf("%s: a note, which is never published: %s\n", w->file, note);
        break;
    case AM_PUT_SAME:
        a->same++;
        break;
    case AM_PUT_OTHER:
        (void)am_problem_set(&why, AM_E_USAGE, w->file, w->line,
                             "another share of this organization is there for round %u: withdraw "
                             "that one first, with its receipt",
                             am_settings_round(a->campaign.settings, w->sealed.share));
        break;
    case AM_PUT_WITHDRAWN:
    default:
        (void)am_problem_set(&why, AM_E_USAGE, w->file, w->line,
                             "this share was withdrawn, and is not taken again");
        break;
    }
    if (why.status != AM_OK)
        return am_refuse(&a->refusals, &why, a->problem);
    a->refusals.used++;
    return AM_OK;
}

/* One transaction. What it can't keep ends all: the same files may be given again. */
static enum am_status put_batch(struct adding *a)
{
    struct am_stored shares[AM_STORE_BATCH];
    enum am_put what[AM_STORE_BATCH];
    for (size_t i = 0; i < a->count; i++) {
        const struct waiting *w = &a->batch[i];
        shares[i] = (struct am_stored){
            .organization = w->sealed.key,
            .id = w->sealed.id,
            .round = am_settings_round(a->campaign.settings, w->sealed.share),
            .body = w->body,
        };
    }
    enum am_status status =
        am_share_store_put_all(a->campaign.store, shares, a->count, what, a->problem);
    for (size_t i = 0; i < a->count && status == AM_OK; i++)
        status = tell(a, &a->batch[i], what[i]);
    forget(a);
    return status;
}

static enum am_status take(void *ctx, struct am_bytes bytes, const char *file, unsigned long line,
                           struct am_problem *problem)
{
    struct adding *a = ctx;
    struct waiting w = {.file = file, .line = line};
    enum am_status status = problem->status;
    if (status == AM_OK)
        status = am_share_open(bytes, file, &w.sealed, problem);
    if (line > 0)
        problem->line = line; /* of the file, not of the document */
    if (status == AM_OK)
        status = am_check_share(&a->check, w.sealed.share, file, line, problem);
    if (status == AM_OK && !am_bytes_copy(bytes, &w.body))
        status = am_problem_set(problem, AM_E_NO_MEMORY, file, line, "out of memory");
    if (status == AM_OK) {
        a->batch[a->count++] = w;
        return a->count == AM_STORE_BATCH ? put_batch(a) : AM_OK;
    }
    am_sealed_done(&w.sealed);
    problem->status = status;
    return am_refuse(&a->refusals, problem, a->problem);
}

static enum am_status add(const struct options *o, struct adding *a)
{
    const struct am_knowledge_options from = {.data_dir = o->data, .mmdb = "none"};
    enum am_status status = am_campaign_open(&o->files.where, &a->campaign, a->problem);
    if (status == AM_OK)
        status = am_rules_open(&from, &a->rules, a->problem);
    a->check = (struct am_check){.settings = a->campaign.settings,
                                 .rules = a->rules,
                                 .today = (int32_t)(time(NULL) / DAY_SECONDS)};
    if (status == AM_OK) {
        status = am_documents_each(&o->files, take, a);
        if (status == AM_OK && a->count > 0)
            status = put_batch(a);
        forget(a);
        (void)printf("%llu added, %llu there already, %llu refused\n", (unsigned long long)a->added,
                     (unsigned long long)a->same, (unsigned long long)a->refusals.refused);
        if (status == AM_E_NO_MEMORY)
            (void)am_problem_set(a->problem, status, NULL, 0, "out of memory");
    }
    am_rules_free(a->rules);
    am_campaign_close(&a->campaign);
    return status;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'd':
        o->data = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->files;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_campaign_add(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0}, {0}};
    static const struct argp_child children[] = {{&am_campaign_files_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = list,
        .parser = parse,
        .children = children,
        .args_doc = "FILE...",
        .doc =
            "Takes shares into a campaign: files as organizations sent them, or .jsonl with one "
            "a line. Each that is refused is told, and why; the others are taken. To add what "
            "is there already does no harm.",
    };
    struct options o = {0};
    struct am_problem problem = {0};
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    struct adding *a = calloc(1, sizeof *a);
    enum am_status status = AM_E_NO_MEMORY;
    int code = AM_EXIT_OK;
    if (a) {
        a->problem = &problem;
        status = add(&o, a);
        code = am_refusals_exit(&a->refusals);
    }
    free(a);
    return am_problem_exit(&problem, status, code);
}
