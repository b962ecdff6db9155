/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign withdraw: shares out of the store, by their receipts. */
#include <stdio.h>
#include <string.h>

#include "campaign/campaign.h"

struct withdrawing {
    struct am_campaign campaign;
    uint64_t withdrawn, absent;
    struct am_refusals refusals;
    struct am_problem *problem; /* that ends all */
};

static enum am_status check(const struct withdrawing *w, const struct am_receipt *receipt,
                            const char *file, struct am_problem *problem)
{
    const char *id = w->campaign.settings->id;
    if (strcmp(receipt->campaign, id) == 0)
        return AM_OK;
    return am_problem_set(problem, AM_E_USAGE, file, 0,
                          "it is of the campaign '%s', and this is '%s'", receipt->campaign, id);
}

static enum am_status take(void *ctx, struct am_bytes bytes, const char *file, unsigned long line,
                           struct am_problem *problem)
{
    struct withdrawing *w = ctx;
    struct am_receipt receipt;
    bool was = false;
    enum am_status status = problem->status;
    if (status == AM_OK)
        status = am_receipt_open(bytes, file, &receipt, problem);
    if (status == AM_OK)
        status = check(w, &receipt, file, problem);
    if (line > 0)
        problem->line = line;
    problem->status = status;
    if (status != AM_OK)
        return am_refuse(&w->refusals, problem, w->problem);
    status = am_share_store_withdraw(w->campaign.store, &receipt, &was, w->problem);
    if (status != AM_OK)
        return status;
    w->refusals.used++;
    w->withdrawn += was;
    w->absent += !was;
    return AM_OK;
}

static enum am_status withdraw(const struct am_campaign_files *files, struct withdrawing *w)
{
    uint64_t editions = 0;
    enum am_status status = am_campaign_open(&files->where, &w->campaign, w->problem);
    if (status != AM_OK)
        return status;
    status = am_documents_each(files, take, w);
    (void)printf("%llu withdrawn, %llu were not there and will not be taken, %llu refused\n",
                 (unsigned long long)w->withdrawn, (unsigned long long)w->absent,
                 (unsigned long long)w->refusals.refused);
    if (status == AM_OK && w->withdrawn > 0)
        status = am_share_store_published(w->campaign.store, &editions, w->problem);
    if (editions > 0)
        (void)puts("Editions that were published stay as they are; the next one is without them.");
    am_campaign_close(&w->campaign);
    return status;
}

int am_cmd_campaign_withdraw(int argc, char **argv)
{
    static const struct argp_child children[] = {{&am_campaign_files_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .children = children,
        .args_doc = "RECEIPT...",
        .doc =
            "Takes shares out of a campaign, by the receipts that were made with them. A share's "
            "content is erased; only that it was withdrawn is kept, so that it is not taken "
            "again.",
    };
    struct am_campaign_files files = {0};
    struct am_problem problem = {0};
    struct withdrawing w = {.problem = &problem};
    if (argp_parse(&argp, argc, argv, 0, NULL, &files) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = withdraw(&files, &w);
    return am_problem_exit(&problem, status, am_refusals_exit(&w.refusals));
}
