/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What of a scan goes into a share. */
#include <stdlib.h>
#include <string.h>

#include "format/vantage.h"
#include "share/share.h"

#define POOL_MAX ((size_t)8 << 20)

struct making {
    const struct am_public *p;
    const struct am_figures *f;
    struct am_share *s;
};

static const char *keep(struct am_share *s, const char *text)
{
    return text ? am_pool_text(&s->pool, text, strlen(text)) : NULL;
}

static bool is_declared(const struct am_corporation *c)
{
    return am_basis_is_declared(&c->basis);
}

/* Whether its name stands in the share. */
static bool is_told(const struct making *m, const struct am_corporation *c)
{
    for (size_t i = 0; c && i < m->p->owners.count; i++)
        if (m->p->owners.at[i].corporation == c)
            return !is_declared(c);
    return false;
}

static int by_corporation(const void *a, const void *b)
{
    const struct am_share_corporation *x = a;
    const struct am_share_corporation *y = b;
    return strcmp(x->id, y->id);
}

static void set_rest(struct making *m)
{
    struct am_sum service = {0};
    struct am_sum host = {0};
    for (size_t i = 0; i < m->f->owners.count; i++) {
        const struct am_owner_line *line = &m->f->owners.at[i];
        if (is_told(m, line->corporation))
            continue;
        am_sum_add(&service, &line->service.sum);
        am_sum_add(&host, &line->host.sum);
    }
    uint64_t all = m->f->coverage.all.contacts;
    m->s->rest_service = am_band_of(service.contacts, all);
    m->s->rest_host = am_band_of(host.contacts, all);
}

static enum am_status set_corporations(struct making *m)
{
    struct am_share *s = m->s;
    s->corporations.at = am_pool_take(&s->pool, m->p->owners.count + 1, sizeof *s->corporations.at);
    if (!s->corporations.at)
        return am_pool_status(&s->pool);
    for (size_t i = 0; i < m->p->owners.count; i++) {
        const struct am_public_owner *o = &m->p->owners.at[i];
        if (!o->corporation || is_declared(o->corporation))
            continue;
        if (s->corporations.count == AM_SHARE_LINES)
            return AM_E_LIMIT;
        s->corporations.at[s->corporations.count++] =
            (struct am_share_corporation){.id = keep(s, o->corporation->id),
                                          .service = o->service,
                                          .host = o->host,
                                          .either = o->either,
                                          .presence = o->presence};
    }
    enum am_status status = am_pool_status(&s->pool);
    if (status != AM_OK)
        return status;
    qsort(s->corporations.at, s->corporations.count, sizeof *s->corporations.at, by_corporation);
    set_rest(m);
    return AM_OK;
}

static int by_category(const void *a, const void *b)
{
    const struct am_share_area *x = a;
    const struct am_share_area *y = b;
    return strcmp(x->category, y->category);
}

static enum am_status set_areas(struct making *m)
{
    struct am_share *s = m->s;
    if (m->p->areas.count > AM_SHARE_LINES)
        return AM_E_LIMIT;
    s->areas.at = am_pool_take(&s->pool, m->p->areas.count + 1, sizeof *s->areas.at);
    if (!s->areas.at)
        return am_pool_status(&s->pool);
    for (size_t i = 0; i < m->p->areas.count; i++) {
        const struct am_public_area *a = &m->p->areas.at[i];
        s->areas.at[s->areas.count++] = (struct am_share_area){
            .category = keep(s, a->category->id),
            .provider = is_told(m, a->provider) ? keep(s, a->provider->id) : NULL,
            .contacts = a->contacts,
            .essential = a->essential,
        };
    }
    enum am_status status = am_pool_status(&s->pool);
    if (status == AM_OK)
        qsort(s->areas.at, s->areas.count, sizeof *s->areas.at, by_category);
    return status;
}

/* What the organization's own corporation has of a country's contacts. */
static void add_declared(const struct making *m, const struct am_jurisdiction *country,
                         struct am_sum *service, struct am_sum *host)
{
    for (size_t i = 0; i < m->f->owners.count; i++) {
        const struct am_owner_line *line = &m->f->owners.at[i];
        if (!line->corporation || !is_declared(line->corporation) ||
            line->corporation->parent != country)
            continue;
        am_sum_add(service, &line->service.sum);
        am_sum_add(host, &line->host.sum);
    }
}

/* A country that k devices reached, of which k reached one corporation that is told where the
 * organization's own is taken out: of the others alone nobody counted devices. */
static bool tells_country(const struct making *m, const struct am_jurisdiction *country,
                          bool declared)
{
    bool told = false;
    for (size_t i = 0; i < m->p->countries.count; i++)
        told = told || m->p->countries.at[i].country == country;
    if (!told || !declared)
        return told;
    for (size_t i = 0; i < m->p->owners.count; i++) {
        const struct am_corporation *c = m->p->owners.at[i].corporation;
        if (c && !is_declared(c) && c->parent == country)
            return true;
    }
    return false;
}

static int by_code(const void *a, const void *b)
{
    const struct am_share_country *x = a;
    const struct am_share_country *y = b;
    return strcmp(x->code, y->code);
}

static enum am_status set_countries(struct making *m)
{
    struct am_share *s = m->s;
    uint64_t all = m->f->coverage.all.contacts;
    struct am_sum service = {0};
    struct am_sum host = {0};
    s->countries.at = am_pool_take(&s->pool, m->f->countries.count + 1, sizeof *s->countries.at);
    if (!s->countries.at)
        return am_pool_status(&s->pool);
    for (size_t i = 0; i < m->f->countries.count; i++) {
        const struct am_country_line *line = &m->f->countries.at[i];
        struct am_sum own_service = {0};
        struct am_sum own_host = {0};
        if (line->country)
            add_declared(m, line->country, &own_service, &own_host);
        bool declared = own_service.contacts > 0 || own_host.contacts > 0;
        if (!line->country || !tells_country(m, line->country, declared)) {
            am_sum_add(&service, &line->service.sum);
            am_sum_add(&host, &line->host.sum);
            continue;
        }
        if (s->countries.count == AM_SHARE_LINES)
            return AM_E_LIMIT;
        am_sum_add(&service, &own_service);
        am_sum_add(&host, &own_host);
        s->countries.at[s->countries.count++] = (struct am_share_country){
            .code = keep(s, line->country->code),
            .service = am_band_of(line->service.sum.contacts - own_service.contacts, all),
            .host = am_band_of(line->host.sum.contacts - own_host.contacts, all),
        };
    }
    enum am_status status = am_pool_status(&s->pool);
    if (status != AM_OK)
        return status;
    qsort(s->countries.at, s->countries.count, sizeof *s->countries.at, by_code);
    s->other_service = am_band_of(service.contacts, all);
    s->other_host = am_band_of(host.contacts, all);
    return AM_OK;
}

/* The curve ends before one that is not told: what comes after would tell of it. */
static enum am_status set_steps(struct making *m)
{
    struct am_share *s = m->s;
    s->steps.at = am_pool_take(&s->pool, m->p->steps.count + 1, sizeof *s->steps.at);
    for (size_t i = 0; s->steps.at && i < m->p->steps.count; i++) {
        const struct am_public_step *step = &m->p->steps.at[i];
        if (!is_told(m, step->corporation))
            break;
        s->steps.at[s->steps.count++] =
            (struct am_share_step){keep(s, step->corporation->id), step->lost};
    }
    return am_pool_status(&s->pool);
}

static int32_t month_of(const struct am_figures *f, int64_t time)
{
    struct am_local local;
    am_zone_local(f->ask.zone, time, &local);
    return local.year * 12 + (int32_t)local.month - 1;
}

static void set_scan(struct making *m, const char *dataset)
{
    struct am_share *s = m->s;
    const struct am_scope *scope = &m->f->scope;
    const char *asking[AM_VANTAGE_TOLD_MAX];
    s->program = keep(s, "amarra " AMARRA_VERSION);
    /* What follows a '+' is a digest of what the organization declared. */
    s->dataset = am_pool_text(&s->pool, dataset, strcspn(dataset, "+"));
    s->method = AM_SHARE_METHOD;
    s->fold_below = scope->k;
    s->from = month_of(m->f, scope->info.first_packet);
    s->to = month_of(m->f, scope->info.last_packet);
    s->days = am_days_range(m->p->days);
    s->devices = am_devices_range(scope->info.devices);
    s->vantage = keep(s, am_vantage_asking(m->f, asking) > 0 ? asking[0] : "");
    s->trial = scope->trial;
}

static void set_bands(struct making *m)
{
    struct am_share *s = m->s;
    const struct am_public *p = m->p;
    const struct am_jurisdiction *home = m->f->home;
    struct am_sum service = {0};
    struct am_sum host = {0};
    s->named = p->named;
    s->owned = p->owned;
    s->hosted = p->hosted;
    s->extraction = p->extraction;
    s->extraction_up = p->extraction_up;
    s->night = p->night;
    /* Of another country than the one that is told it would say nothing that anybody understands.
     */
    s->at_home = home && s->about.country && strcmp(home->code, s->about.country) == 0;
    if (!s->at_home)
        return;
    add_declared(m, home, &service, &host);
    s->home = am_band_of(m->f->service_near.home.contacts - service.contacts,
                         m->f->coverage.all.contacts);
}

static enum am_status check(const struct am_public *p, const struct am_share_about *a,
                            struct am_problem *problem)
{
    const struct am_scope *scope = &p->figures->scope;
    const struct {
        const char *what, *value, *fault;
    } told[] = {
        {"the campaign", a->campaign, am_share_campaign_fault(a->campaign)},
        {"the country", a->country, a->country ? am_share_country_fault(a->country) : NULL},
        {"the territory", a->territory,
         a->territory ? am_share_territory_fault(a->territory, a->country) : NULL},
        {"the sector", a->sector, a->sector ? am_share_sector_fault(a->sector) : NULL},
        {"the size", a->size, a->size ? am_share_size_fault(a->size) : NULL},
        {"the note", a->note, a->note ? am_share_note_fault(a->note) : NULL},
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (told[i].fault)
            return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s '%.100s': it %s", told[i].what,
                                  told[i].value, told[i].fault);
    if (scope->k < AM_SHARE_FOLD)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "a share tells of %d devices together at least, and these figures of "
                              "%u",
                              AM_SHARE_FOLD, scope->k);
    if (p->figures->coverage.all.contacts == 0 || p->days == 0 || scope->info.last_packet == 0)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "nothing was contacted in the time asked for: there is nothing to "
                              "share");
    return AM_OK;
}

static enum am_status fill(struct making *m, const char *dataset, const struct am_share_about *a)
{
    struct am_share *s = m->s;
    s->about = (struct am_share_about){
        .campaign = keep(s, a->campaign),
        .country = keep(s, a->country),
        .territory = keep(s, a->territory),
        .sector = keep(s, a->sector),
        .size = keep(s, a->size),
        .note = keep(s, a->note),
    };
    set_scan(m, dataset);
    set_bands(m);
    enum am_status status = am_pool_status(&s->pool);
    if (status == AM_OK)
        status = set_corporations(m);
    if (status == AM_OK)
        status = set_areas(m);
    if (status == AM_OK)
        status = set_countries(m);
    return status == AM_OK ? set_steps(m) : status;
}

enum am_status am_share_of(const struct am_public *p, const char *dataset,
                           const struct am_share_about *about, struct am_share **out,
                           struct am_problem *problem)
{
    enum am_status status = check(p, about, problem);
    if (status != AM_OK)
        return status;
    struct am_share *s = calloc(1, sizeof *s);
    if (!s)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_pool_init(&s->pool, POOL_MAX);
    struct making m = {.p = p, .f = p->figures, .s = s};
    status = fill(&m, dataset, about);
    if (status == AM_OK) {
        *out = s;
        return AM_OK;
    }
    am_share_free(s);
    return am_problem_set(problem, status, NULL, 0,
                          status == AM_E_LIMIT ? "the scan holds more than a share can tell"
                                               : "out of memory");
}

void am_share_free(struct am_share *s)
{
    if (!s)
        return;
    am_pool_done(&s->pool);
    free(s);
}
