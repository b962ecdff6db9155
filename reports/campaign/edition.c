/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/edition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "campaign/figures/shares.h"
#include "share/seal.h"
#include "zone.h"

struct reading {
    struct am_edition_now *now;
    struct am_shares *shares;
    struct am_problem *problem;
};

void am_edition_today(char out[AM_DAY_SIZE])
{
    struct am_local l;
    am_zone_local(NULL, (int64_t)time(NULL), &l);
    (void)snprintf(out, AM_DAY_SIZE, "%04d-%02u-%02u", l.year % 10000, l.month % 100, l.day % 100);
}

static enum am_status take_share(void *ctx, const struct am_stored *stored)
{
    struct reading *r = ctx;
    struct am_sealed sealed;
    enum am_status status = am_campaign_share(stored, &sealed, r->problem);
    if (status != AM_OK)
        return status;
    status = am_shares_add(r->shares, stored->organization, stored->id, stored->round, sealed.share,
                           r->problem);
    am_sealed_done(&sealed);
    return status;
}

static enum am_status take_edition(void *ctx, const struct am_edition *edition)
{
    struct reading *r = ctx;
    struct am_edition_now *now = r->now;
    if (now->before_count == AM_EDITIONS_MAX)
        return am_problem_set(r->problem, AM_E_LIMIT, NULL, 0, "more than %d editions",
                              AM_EDITIONS_MAX);
    struct am_edition *grown = realloc(now->before, (now->before_count + 1) * sizeof *now->before);
    char *day = strdup(edition->day);
    struct am_bytes figures = {0};
    struct am_bytes members = {0};
    if (grown)
        now->before = grown;
    if (!grown || !day || !am_bytes_copy(edition->figures, &figures) ||
        !am_bytes_copy(edition->members, &members)) {
        free(day);
        am_free(figures.at);
        return am_problem_set(r->problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    }
    now->before[now->before_count++] = (struct am_edition){
        .number = edition->number, .day = day, .figures = figures, .members = members};
    return AM_OK;
}

static enum am_status read_all(struct reading *r, const char *day)
{
    struct am_edition_now *now = r->now;
    struct am_share_store *store = now->campaign.store;
    enum am_status status = am_shares_new(now->rules, &r->shares);
    if (status != AM_OK)
        (void)am_problem_set(r->problem, status, NULL, 0, "out of memory");
    if (status == AM_OK)
        status = am_share_store_each(store, take_share, r, r->problem);
    if (status == AM_OK)
        status = am_share_store_each_edition(store, take_edition, r, r->problem);
    if (status == AM_OK)
        status = am_campaign_figures_of(r->shares, now->before, now->before_count,
                                        now->campaign.settings, now->rules, day, &now->figures,
                                        r->problem);
    am_shares_free(r->shares);
    return status;
}

enum am_status am_edition_open(const struct am_campaign_options *where, const char *data_dir,
                               const char *day, struct am_edition_now *out,
                               struct am_problem *problem)
{
    const struct am_knowledge_options from = {.data_dir = data_dir};
    struct am_edition_now now = {0};
    struct reading r = {.now = &now, .problem = problem};
    enum am_status status = am_campaign_open(where, &now.campaign, problem);
    if (status == AM_OK)
        status = am_rules_open(&from, &now.rules, problem);
    if (status == AM_OK)
        status = read_all(&r, day);
    if (status != AM_OK) {
        am_edition_close(&now);
        return status;
    }
    now.again =
        now.before_count > 0 && now.before[now.before_count - 1].number == now.figures->edition;
    *out = now;
    return AM_OK;
}

void am_edition_close(struct am_edition_now *e)
{
    am_campaign_figures_free(e->figures);
    for (size_t i = 0; i < e->before_count; i++) {
        am_free(e->before[i].day);
        am_free(e->before[i].figures.at);
        am_free(e->before[i].members.at);
    }
    free(e->before);
    am_rules_free(e->rules);
    am_campaign_close(&e->campaign);
    *e = (struct am_edition_now){0};
}

enum am_status am_edition_publish(struct am_edition_now *e, struct am_bytes publication,
                                  struct am_problem *problem)
{
    const struct am_campaign_figures *f = e->figures;
    const struct am_edition edition = {
        .number = f->edition, .day = f->day, .figures = publication, .members = f->members};
    return e->again ? AM_OK : am_share_store_publish(e->campaign.store, &edition, problem);
}
