/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the first page says in three sentences: who is present most, whose law reaches most, what
 * hangs on one provider (or else what leaves for the benefit of others). */
#include <string.h>

#include "indicators/families.h"

/* Roles that serve someone outside the office. */
bool am_role_is_extraction(const struct am_role *role)
{
    static const char *const ids[] = {"telemetry", "advertising", "analytics"};
    for (size_t i = 0; role && i < sizeof ids / sizeof *ids; i++)
        if (strcmp(role->id, ids[i]) == 0)
            return true;
    return false;
}

static const struct am_owner_line *most_hosted(const struct am_figures *f)
{
    const struct am_owner_line *most = NULL;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->corporation && line->host.sum.contacts > 0 &&
            (!most || line->host.sum.contacts > most->host.sum.contacts))
            most = line;
    }
    return most;
}

bool am_is_common(const struct am_corporation *c)
{
    static const char *const kinds[] = {"community", "non-profit", "public", "education"};
    for (size_t i = 0; c->kind && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(c->kind, kinds[i]) == 0)
            return true;
    return false;
}

struct am_sum am_sum_rest(const struct am_sum *all, const struct am_sum *part)
{
    return (struct am_sum){all->contacts - part->contacts, all->flows - part->flows,
                           all->up - part->up, all->down - part->down};
}

static const struct am_owner_line *widest(const struct am_figures *f)
{
    const struct am_owner_line *most = NULL;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->corporation && (!most || line->either.sum.contacts > most->either.sum.contacts))
            most = line;
    }
    return most;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    const struct am_group *night = am_groups_find(&f->groups, AM_KIND_NIGHT, NULL, NULL);
    struct am_findings *found = &f->findings;
    if (f->owners.count > 0 && f->owners.at[0].service.sum.contacts > 0 &&
        f->owners.at[0].corporation)
        found->first = &f->owners.at[0];
    found->first_host = most_hosted(f);
    found->widest = widest(f);
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation && am_is_common(f->owners.at[i].corporation))
            am_sum_add(&found->common, &f->owners.at[i].service.sum);
    if (night)
        found->night = night->sum;
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (!line->country)
            continue;
        if (!found->first_country && line->service.sum.contacts > 0)
            found->first_country = line;
        if (f->home)
            am_sum_add(line->country == f->home ? &found->home : &found->abroad,
                       &line->service.sum);
    }
    for (size_t i = 0; i < f->work.count; i++) {
        found->judged += f->work.at[i].judged;
        found->single += f->work.at[i].single;
    }
    for (size_t i = 0; i < f->roles.count; i++)
        if (am_role_is_extraction(f->roles.at[i].role))
            am_sum_add(&found->extraction, &f->roles.at[i].sum);
    return AM_OK;
}

const struct am_family am_family_findings = {.takes = AM_TAKES_LEDGER, .finish = finish};
