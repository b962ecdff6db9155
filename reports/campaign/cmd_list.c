/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign list: what a store holds, counted, for the campaigners' own eyes: small counts
 * are told as they are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/campaign.h"

#define KEY_SIZE 64
#define KEYS_MAX 4096 /* of each list; what is beyond is counted as one */
#define MONTHS   12
#define BEYOND   "(others)"

struct options {
    struct am_campaign_options where;
    bool shares, json;
};

struct count {
    char key[KEY_SIZE]; /* "": not told */
    uint64_t n;
};
struct counts {
    struct count *at;
    uint32_t len, size;
};

enum list { SECTOR, COUNTRY, TERRITORY, SIZE, DATASET, LISTS };
static const char *const lists[LISTS] = {"sectors", "countries", "territories", "sizes",
                                         "datasets"};

struct listing {
    const struct options *options;
    struct am_campaign campaign;
    struct counts counts[LISTS];
    uint64_t rounds[AM_CAMPAIGN_ROUNDS + 1]; /* from 1 on */
    uint64_t shares, organizations, notes, trials;
    char last[AM_KEY_TEXT]; /* organization: they come in order */
    json_t *ids, *editions; /* with --json */
    struct am_problem *problem;
};

static struct count *find(const struct counts *c, const char *key)
{
    for (uint32_t i = 0; i < c->len; i++)
        if (strcmp(c->at[i].key, key) == 0)
            return &c->at[i];
    return NULL;
}

/* `key` NULL: not told. */
static bool add(struct counts *c, const char *key)
{
    const char *told = key ? key : "";
    if (c->len >= KEYS_MAX && !find(c, told))
        told = BEYOND;
    struct count *found = find(c, told);
    if (!found) {
        struct count *at = am_array_room(c->at, c->len, &c->size, sizeof *c->at);
        if (!at)
            return false;
        c->at = at;
        found = &at[c->len++];
        *found = (struct count){0};
        (void)snprintf(found->key, sizeof found->key, "%s", told);
    }
    found->n++;
    return true;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct count *)a)->key, ((const struct count *)b)->key);
}

static bool add_id(json_t *list, const struct am_stored *share)
{
    return json_array_append_new(list, json_pack("{s:s, s:i, s:s}", "id", share->id, "round",
                                                 (int)share->round, "organization",
                                                 share->organization)) == 0;
}

/* The ids alone: nothing of what a share says is read. */
static enum am_status take_id(void *ctx, const struct am_stored *share)
{
    struct listing *l = ctx;
    l->shares++;
    if (l->ids)
        return add_id(l->ids, share) ? AM_OK : AM_E_NO_MEMORY;
    (void)printf("%s\t%u\t%s\n", share->id, share->round, share->organization);
    return ferror(stdout) ? AM_E_IO : AM_OK;
}

static enum am_status take(void *ctx, const struct am_stored *share)
{
    struct listing *l = ctx;
    struct am_sealed sealed;
    enum am_status status = am_campaign_share(share, &sealed, l->problem);
    if (status != AM_OK)
        return status;
    const struct am_share *s = sealed.share;
    const char *const keys[LISTS] = {[SECTOR] = s->about.sector,
                                     [COUNTRY] = s->about.country,
                                     [TERRITORY] = s->about.territory,
                                     [SIZE] = s->about.size,
                                     [DATASET] = s->dataset};
    l->shares++;
    l->organizations += strcmp(l->last, share->organization) != 0;
    (void)snprintf(l->last, sizeof l->last, "%s", share->organization);
    if (share->round <= AM_CAMPAIGN_ROUNDS)
        l->rounds[share->round]++;
    l->notes += s->about.note != NULL;
    l->trials += s->trial != 0;
    for (size_t i = 0; i < LISTS && status == AM_OK; i++)
        if (!add(&l->counts[i], keys[i]))
            status = AM_E_NO_MEMORY;
    am_sealed_done(&sealed);
    return status;
}

static void tell_month(const struct am_settings *s, unsigned round, char out[16])
{
    int32_t month = s->rounds[round - 1];
    (void)snprintf(out, 16, "%04d-%02d", month / MONTHS, month % MONTHS + 1);
}

static enum am_status take_edition(void *ctx, const struct am_edition *e)
{
    struct listing *l = ctx;
    if (!l->options->json) {
        (void)printf("edition %u of %s\n", e->number, e->day);
        return AM_OK;
    }
    json_t *edition = json_pack("{s:I, s:s}", "number", (json_int_t)e->number, "day", e->day);
    return json_array_append_new(l->editions, edition) == 0 ? AM_OK : AM_E_NO_MEMORY;
}

static enum am_status write_text(struct listing *l)
{
    const struct am_settings *s = l->campaign.settings;
    char month[16];
    (void)printf(
        "campaign %s\n%llu shares of %llu organizations; %llu with a note, %llu of trials\n", s->id,
        (unsigned long long)l->shares, (unsigned long long)l->organizations,
        (unsigned long long)l->notes, (unsigned long long)l->trials);
    for (unsigned round = 1; round <= s->round_count; round++) {
        tell_month(s, round, month);
        (void)printf("round %u, from %s: %llu\n", round, month,
                     (unsigned long long)l->rounds[round]);
    }
    for (size_t i = 0; i < LISTS; i++) {
        const struct counts *c = &l->counts[i];
        if (c->len > 0)
            (void)printf("%s:", lists[i]);
        for (uint32_t k = 0; k < c->len; k++)
            (void)printf("%s %s %llu", k > 0 ? "," : "",
                         c->at[k].key[0] ? c->at[k].key : "not told",
                         (unsigned long long)c->at[k].n);
        if (c->len > 0)
            (void)putchar('\n');
    }
    return am_share_store_each_edition(l->campaign.store, take_edition, l, l->problem);
}

static json_t *rounds_json(const struct listing *l)
{
    const struct am_settings *s = l->campaign.settings;
    json_t *list = json_array();
    char month[16];
    for (unsigned round = 1; round <= s->round_count; round++) {
        tell_month(s, round, month);
        (void)json_array_append_new(list, json_pack("{s:i, s:s, s:I}", "round", (int)round, "from",
                                                    month, "shares", (json_int_t)l->rounds[round]));
    }
    return json_array_size(list) == s->round_count ? list : NULL;
}

static json_t *counts_json(const struct counts *c)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < c->len; i++)
        (void)json_array_append_new(list, json_pack("{s:s*, s:I}", "id",
                                                    c->at[i].key[0] ? c->at[i].key : NULL, "shares",
                                                    (json_int_t)c->at[i].n));
    return json_array_size(list) == c->len ? list : NULL;
}

static enum am_status build_json(struct listing *l, json_t *root)
{
    l->editions = json_array();
    enum am_status status =
        am_share_store_each_edition(l->campaign.store, take_edition, l, l->problem);
    bool good = status == AM_OK && json_object_set(root, "editions", l->editions) == 0 &&
                json_object_set_new(root, "rounds", rounds_json(l)) == 0;
    for (size_t i = 0; i < LISTS && good; i++)
        good = json_object_set_new(root, lists[i], counts_json(&l->counts[i])) == 0;
    json_decref(l->editions);
    return status != AM_OK || good ? status : AM_E_NO_MEMORY;
}

static enum am_status dump(json_t *root)
{
    if (json_dumpf(root, stdout, JSON_INDENT(1)) != 0)
        return ferror(stdout) ? AM_E_IO : AM_E_NO_MEMORY;
    (void)putchar('\n');
    return AM_OK;
}

static enum am_status write_json(struct listing *l)
{
    const char *id = l->campaign.settings->id;
    json_t *root =
        l->ids ? json_pack("{s:s, s:O}", "campaign", id, "list", l->ids)
               : json_pack("{s:s, s:I, s:I, s:I, s:I}", "campaign", id, "shares",
                           (json_int_t)l->shares, "organizations", (json_int_t)l->organizations,
                           "notes", (json_int_t)l->notes, "trials", (json_int_t)l->trials);
    enum am_status status = root ? AM_OK : AM_E_NO_MEMORY;
    if (status == AM_OK && !l->ids)
        status = build_json(l, root);
    if (status == AM_OK)
        status = dump(root);
    json_decref(root);
    return status;
}

static enum am_status list(const struct options *o, struct am_problem *problem)
{
    struct listing l = {.options = o, .problem = problem};
    enum am_status status = am_campaign_open(&o->where, &l.campaign, problem);
    if (status == AM_OK && o->shares && o->json && !(l.ids = json_array()))
        status = AM_E_NO_MEMORY;
    if (status == AM_OK)
        status = am_share_store_each(l.campaign.store, o->shares ? take_id : take, &l, problem);
    for (size_t i = 0; i < LISTS; i++)
        if (l.counts[i].len > 1)
            qsort(l.counts[i].at, l.counts[i].len, sizeof *l.counts[i].at, by_key);
    if (status == AM_OK && o->json)
        status = write_json(&l);
    else if (status == AM_OK && !o->shares)
        status = write_text(&l);
    if (status == AM_OK && fflush(stdout) != 0)
        status = AM_E_IO;
    if (status == AM_E_IO || status == AM_E_NO_MEMORY)
        (void)am_problem_set(problem, status, NULL, 0, "the list can't be written: %s",
                             am_status_name(status));
    for (size_t i = 0; i < LISTS; i++)
        free(l.counts[i].at);
    json_decref(l.ids);
    am_campaign_close(&l.campaign);
    return status;
}

enum { KEY_SHARES = 256, KEY_JSON };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case KEY_SHARES:
        o->shares = true;
        return 0;
    case KEY_JSON:
        o->json = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->where;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is too much: name the store with --store", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_campaign_list(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"shares", KEY_SHARES, NULL, 0, "A line a share: its id, its round, its organization's key",
         0},
        {"json", KEY_JSON, NULL, 0, "One JSON object", 0},
        {0},
    };
    static const struct argp_child children[] = {{&am_campaign_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .children = children,
        .doc =
            "Tells what a campaign has: shares by round, sector, country, territory, size and "
            "dataset, and its editions. It is for the campaigners alone: nothing in it is "
            "rounded or withheld.",
    };
    struct options o = {0};
    struct am_problem problem = {0};
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = list(&o, &problem);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
