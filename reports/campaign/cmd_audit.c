/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign audit: whether what was published keeps the rules, and which cell breaks one. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "campaign/audit/audit.h"

#define TEXT_BYTES ((size_t)16 << 20)

struct options {
    struct am_campaign_options where;
    char **paths;
    size_t count;
    bool json;
};

static enum am_status write_out(const struct options *o, const struct am_audit *a,
                                struct am_problem *problem)
{
    struct am_text text;
    am_text_init(&text, TEXT_BYTES);
    enum am_status status = am_audit_write(a, o->json, &text);
    if (status == AM_OK && fputs(text.at, stdout) < 0)
        status = AM_E_IO;
    am_text_done(&text);
    return status == AM_OK
               ? AM_OK
               : am_problem_set(problem, status, NULL, 0, "the audit can't be written: %s",
                                am_status_name(status));
}

static enum am_status audit(const struct options *o, bool *broken, struct am_problem *problem)
{
    struct am_campaign campaign = {0};
    struct am_audit *a = NULL;
    enum am_status status = AM_OK;
    if (o->where.store)
        status = am_campaign_open(&o->where, &campaign, problem);
    if (status == AM_OK)
        status = am_audit_open(o->paths, o->count, o->where.store ? &campaign : NULL, problem, &a);
    if (status == AM_OK)
        status = am_audit_run(a);
    if (status == AM_OK)
        status = write_out(o, a, problem);
    *broken = status == AM_OK && am_audit_broken(a) > 0;
    am_audit_free(a);
    if (o->where.store)
        am_campaign_close(&campaign);
    return status;
}

enum { KEY_JSON = 256 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 's':
        o->where.store = arg;
        return 0;
    case 'C':
        o->where.campaign = arg;
        return 0;
    case KEY_JSON:
        o->json = true;
        return 0;
    case ARGP_KEY_ARGS:
        o->paths = state->argv + state->next;
        o->count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name what was published: a folder, or a publication.json");
        return 0;
    case ARGP_KEY_END:
        if (o->where.campaign && !o->where.store)
            argp_error(state, "--campaign is of a store: name that with --store");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_campaign_audit(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"store", 's', "FILE|URL", 0,
         "The campaign's shares, to count again and to hold members of cells against each other "
         "(default: by the files alone, as anybody can)",
         0},
        {"campaign", 'C', "ID", 0, "Which one, where a store holds several", 0},
        {"json", KEY_JSON, NULL, 0, "One JSON object", 0},
        {0},
    };
    static const struct argp argp = {
        .options = list,
        .parser = parse,
        .args_doc = "PUBLICATION.json|FOLDER [EARLIER...]",
        .doc =
            "Audits what a campaign published against the rules of docs/disclosure.md, with code "
            "that has nothing of what made it, and names each cell that breaks one and what gives "
            "it away. FOLDER is what 'amarra campaign report' wrote. It exits with 3 where a rule "
            "is broken.",
    };
    struct options o = {0};
    struct am_problem problem = {0};
    bool broken = false;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = audit(&o, &broken, &problem);
    return am_problem_exit(&problem, status, broken ? AM_EXIT_INPUT : AM_EXIT_OK);
}
