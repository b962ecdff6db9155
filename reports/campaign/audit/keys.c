/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How the variables of a publication hang together, in every set of organizations. */
#include <string.h>

#include "campaign/audit/sums.h"

static uint32_t add_rest(struct am_sums *s, uint32_t key, enum am_sums_rest rest)
{
    struct am_sums_key *k = &s->keys.at[s->keys.count];
    *k = s->keys.at[key];
    k->rest = rest;
    if (rest == AM_REST_NOT_SINGLE || rest == AM_REST_NOT_PROVIDER)
        s->alone[key] = (uint32_t)s->keys.count;
    return (uint32_t)s->keys.count++;
}

/* The first is the sum of the others. */
static enum am_status relate(struct am_sums *s, const uint32_t keys[3])
{
    enum am_status status = am_sums_begin(s);
    for (size_t i = 0; i < 3 && status == AM_OK; i++)
        status = am_sums_term(s, keys[i], i == 0 ? -1 : 1);
    if (status == AM_OK)
        am_sums_close(s, 0, 0);
    return status;
}

/* part <= whole. */
static enum am_status relate_within(struct am_sums *s, uint32_t whole, uint32_t part)
{
    if (whole == AM_SUMS_NO || part == AM_SUMS_NO)
        return AM_OK;
    enum am_status status = am_sums_begin(s);
    if (status == AM_OK)
        status = am_sums_term(s, whole, 1);
    if (status == AM_OK)
        status = am_sums_term(s, part, -1);
    if (status == AM_OK)
        am_sums_close(s, 0, AM_SUMS_ENDLESS);
    return status;
}

/* A corporation's two ledgers: the one, the other, both. */
static enum am_status relate_owner(struct am_sums *s, uint32_t either)
{
    uint32_t service = am_sums_find(s, AM_VAR_SERVICE, s->keys.at[either].of, "");
    uint32_t host = am_sums_find(s, AM_VAR_HOST, s->keys.at[either].of, "");
    if (service == AM_SUMS_NO || host == AM_SUMS_NO) {
        enum am_status status = relate_within(s, either, service);
        return status == AM_OK ? relate_within(s, either, host) : status;
    }
    uint32_t not_service = add_rest(s, either, AM_REST_NOT_SERVICE);
    uint32_t not_host = add_rest(s, either, AM_REST_NOT_HOST);
    uint32_t both = add_rest(s, either, AM_REST_BOTH);
    enum am_status status = relate(s, (const uint32_t[]){either, service, not_service});
    if (status == AM_OK)
        status = relate(s, (const uint32_t[]){either, host, not_host});
    if (status == AM_OK)
        status = relate(s, (const uint32_t[]){service, both, not_host});
    if (status == AM_OK)
        status = relate(s, (const uint32_t[]){host, both, not_service});
    return status;
}

/* Parts of which one organization has one at most; what is left of the whole. */
static enum am_status relate_parts(struct am_sums *s, uint32_t whole, enum am_variable_kind kind,
                                   const char *of, enum am_sums_rest rest)
{
    size_t count = 0;
    enum am_status status = am_sums_begin(s);
    for (uint32_t k = 0; k < s->published && status == AM_OK; k++) {
        if (s->keys.at[k].kind != kind || (of && strcmp(s->keys.at[k].of, of) != 0))
            continue;
        status = am_sums_term(s, k, 1);
        count++;
    }
    if (status != AM_OK || count == 0)
        return status;
    status = am_sums_term(s, add_rest(s, whole, rest), 1);
    if (status == AM_OK)
        status = am_sums_term(s, whole, -1);
    if (status == AM_OK)
        am_sums_close(s, 0, 0);
    return status;
}

static bool is_most(const struct am_sums *s, uint32_t key)
{
    const struct am_sums_key *k = &s->keys.at[key];
    for (size_t i = 0; i < s->sets.count; i++) {
        const struct am_sums_set *set = &s->sets.at[i];
        const struct am_published *row =
            set->name ? NULL
                      : am_published_find(s->a->editions.at[set->edition].publication, set->cell,
                                          k->kind, k->of, k->also);
        if (row && row->count.as == AM_TELL_MOST)
            return true;
    }
    return false;
}

static enum am_status relate_single(struct am_sums *s, uint32_t single)
{
    const char *of = s->keys.at[single].of;
    uint32_t area = am_sums_find(s, AM_VAR_AREA, of, "");
    enum am_status status = AM_OK;
    if (area != AM_SUMS_NO)
        status =
            relate(s, (const uint32_t[]){area, single, add_rest(s, single, AM_REST_NOT_SINGLE)});
    if (status == AM_OK)
        status = relate_parts(s, single, AM_VAR_AREA_PROVIDER, of, AM_REST_OTHER_PROVIDER);
    return status;
}

static enum am_status relate_provider(struct am_sums *s, uint32_t provider)
{
    const struct am_sums_key k = s->keys.at[provider];
    uint32_t area = am_sums_find(s, AM_VAR_AREA, k.of, "");
    enum am_status status = AM_OK;
    if (area != AM_SUMS_NO && is_most(s, provider))
        status = relate(
            s, (const uint32_t[]){area, provider, add_rest(s, provider, AM_REST_NOT_PROVIDER)});
    if (status == AM_OK) /* whose area of work it is, is in its service ledger */
        status = relate_within(s, am_sums_find(s, AM_VAR_SERVICE, k.also, ""), provider);
    return status;
}

static enum am_status relate_step(struct am_sums *s, uint32_t step)
{
    static const char *const steps[] = {"1", "2", "3"};
    const char *of = s->keys.at[step].of;
    enum am_status status = AM_OK;
    for (size_t i = 0; i + 1 < sizeof steps / sizeof *steps && status == AM_OK; i++)
        if (strcmp(of, steps[i]) == 0)
            status = relate_within(s, step, am_sums_find(s, AM_VAR_LOST, steps[i + 1], ""));
    if (status == AM_OK && strcmp(of, steps[0]) == 0)
        status = relate_parts(s, step, AM_VAR_FIRST, NULL, AM_REST_OTHER_FIRST);
    return status;
}

enum am_status am_sums_relate_keys(struct am_sums *s)
{
    enum am_status status = AM_OK;
    for (uint32_t k = 0; k < s->published && status == AM_OK; k++) {
        enum am_variable_kind kind = s->keys.at[k].kind;
        if (kind == AM_VAR_EITHER)
            status = relate_owner(s, k);
        else if (kind == AM_VAR_AREA_SINGLE)
            status = relate_single(s, k);
        else if (kind == AM_VAR_AREA_PROVIDER)
            status = relate_provider(s, k);
        else if (kind == AM_VAR_LOST)
            status = relate_step(s, k);
        else if (kind == AM_VAR_FIRST)
            status = relate_within(s, am_sums_find(s, AM_VAR_EITHER, s->keys.at[k].of, ""), k);
    }
    return status;
}
