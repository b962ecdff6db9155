/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign new, set: a campaign by its settings, and other settings for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "campaign/campaign.h"

struct options {
    struct am_campaign_options where;
    const char *file;
    unsigned parts;
};

/* A settings file, as bytes and as what they say. */
struct given {
    struct am_bytes bytes;
    struct am_settings *settings;
};

static void given_done(struct given *g)
{
    am_settings_free(g->settings);
    am_free(g->bytes.at);
}

static enum am_status load(const char *file, struct given *out, struct am_problem *problem)
{
    enum am_status status = am_file_load(file, AM_JSON_FILE_MAX, &out->bytes, problem);
    if (status == AM_OK)
        status = am_settings_parse(out->bytes, file, &out->settings, problem);
    return status;
}

static enum am_status make(const struct options *o, struct am_problem *problem)
{
    struct given g = {0};
    enum am_status status = load(o->file, &g, problem);
    if (status == AM_OK)
        status =
            am_share_store_new_parts(o->where.store, g.settings->id, g.bytes, o->parts, problem);
    if (status == AM_OK)
        (void)printf("the campaign %s is made: 'amarra campaign add' takes shares\n",
                     g.settings->id);
    given_done(&g);
    return status;
}

/* Figures of two editions are compared, and must be protected alike. */
static enum am_status check_editions(const struct options *o, struct am_campaign *now,
                                     const struct am_settings *then, struct am_problem *problem)
{
    uint64_t editions = 0;
    enum am_status status = am_share_store_published(now->store, &editions, problem);
    if (status == AM_OK && editions > 0 &&
        (now->settings->at_least != then->at_least || now->settings->round_to != then->round_to))
        return am_problem_set(problem, AM_E_USAGE, o->file, 0,
                              "at_least and round_to stay %u and %u: an edition was published "
                              "with them",
                              now->settings->at_least, now->settings->round_to);
    return status;
}

struct moving {
    const struct am_settings *then;
    uint64_t moved;
    struct am_problem *problem;
};

static enum am_status count_moved(void *ctx, const struct am_stored *share)
{
    struct moving *m = ctx;
    struct am_sealed sealed;
    enum am_status status = am_campaign_share(share, &sealed, m->problem);
    if (status != AM_OK)
        return status;
    m->moved += am_settings_round(m->then, sealed.share) != share->round;
    am_sealed_done(&sealed);
    return AM_OK;
}

/* Rounds may be added after those that have shares; a share stays in its own. */
static enum am_status check_rounds(const struct options *o, struct am_campaign *now,
                                   const struct am_settings *then, struct am_problem *problem)
{
    struct moving moving = {.then = then, .problem = problem};
    size_t len = now->settings->round_count;
    if (len == then->round_count &&
        memcmp(now->settings->rounds, then->rounds, len * sizeof *then->rounds) == 0)
        return AM_OK;
    enum am_status status = am_share_store_each(now->store, count_moved, &moving, problem);
    if (status == AM_OK && moving.moved > 0)
        return am_problem_set(problem, AM_E_USAGE, o->file, 0,
                              "with these rounds, %llu shares would be of another round than they "
                              "are",
                              (unsigned long long)moving.moved);
    return status;
}

static enum am_status set(const struct options *o, struct am_problem *problem)
{
    struct given g = {0};
    struct am_campaign now = {0};
    enum am_status status = load(o->file, &g, problem);
    if (status == AM_OK)
        status = am_campaign_open(&o->where, &now, problem);
    if (status == AM_OK && strcmp(now.settings->id, g.settings->id) != 0)
        status = am_problem_set(problem, AM_E_USAGE, o->file, 0,
                                "the campaign's id stays '%s': shares were made for it",
                                now.settings->id);
    if (status == AM_OK)
        status = check_editions(o, &now, g.settings, problem);
    if (status == AM_OK)
        status = check_rounds(o, &now, g.settings, problem);
    if (status == AM_OK)
        status = am_share_store_set(now.store, g.bytes, problem);
    am_campaign_close(&now);
    given_done(&g);
    return status;
}

enum { KEY_PARTS = 256 };

static void take_parts(struct argp_state *state, const char *arg, unsigned *out)
{
    char *end;
    unsigned long parts = strtoul(arg, &end, 10);
    if (arg[0] < '0' || arg[0] > '9' || *end || parts < 1 || parts > AM_STORE_PARTS_MAX)
        argp_error(state, "--parts takes a number from 1 to %d", AM_STORE_PARTS_MAX);
    *out = (unsigned)parts;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case KEY_PARTS:
        take_parts(state, arg, &o->parts);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->where;
        return 0;
    case ARGP_KEY_ARG:
        if (o->file)
            argp_error(state, "one file of settings, no more");
        o->file = arg;
        return 0;
    case ARGP_KEY_END:
        if (!o->file)
            argp_error(state, "name the file of settings: 'amarra campaign example' prints one");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv, const struct argp *argp,
               enum am_status (*work)(const struct options *, struct am_problem *))
{
    struct options o = {.parts = AM_STORE_PARTS};
    struct am_problem problem = {0};
    if (argp_parse(argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = work(&o, &problem);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}

static const struct argp_child children[] = {{&am_campaign_argp, 0, NULL, 0}, {0}};

int am_cmd_campaign_new(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"parts", KEY_PARTS, "N", 0,
         "Into how many parts PostgreSQL splits the shares (default: 16; 1: not at all)", 0},
        {0},
    };
    static const struct argp argp = {
        .options = list,
        .parser = parse,
        .children = children,
        .args_doc = "SETTINGS.json",
        .doc =
            "Makes a campaign, and the store where there is none yet. 'amarra campaign example' "
            "prints settings to begin with.",
    };
    return run(argc, argv, &argp, make);
}

int am_cmd_campaign_set(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = parse,
        .children = children,
        .args_doc = "SETTINGS.json",
        .doc =
            "Gives a campaign other settings: texts, colours, territories, one more round. Its id "
            "stays, a share stays in its round, and once an edition was published at_least and "
            "round_to stay too.",
    };
    return run(argc, argv, &argp, set);
}
