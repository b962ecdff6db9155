/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign export: all shares, one a line, so that another store takes them, or a copy is
 * kept. Each stays what was signed; of a file of many lines only their ends are left out. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "campaign/campaign.h"

struct options {
    struct am_campaign_options where;
    const char *out;
};

struct exporting {
    FILE *stream;
    uint64_t count;
};

/* JSON has no end of a line inside a text: what stands there, and the blanks that indent the next
 * line, are between two values. */
static enum am_status put(void *ctx, const struct am_stored *share)
{
    struct exporting *e = ctx;
    const uint8_t *at = share->body.at;
    const uint8_t *end = at + share->body.len;
    while (at < end) {
        size_t rest = (size_t)(end - at);
        const uint8_t *stop = memchr(at, '\n', rest);
        size_t len = stop ? (size_t)(stop - at) : rest;
        const uint8_t *next = at + len;
        while (len > 0 && at[len - 1] == '\r')
            len--;
        (void)fwrite(at, 1, len, e->stream);
        for (at = next; at < end && (*at == '\n' || *at == ' ' || *at == '\t' || *at == '\r');)
            at++;
    }
    (void)fputc('\n', e->stream);
    e->count++;
    return ferror(e->stream) ? AM_E_IO : AM_OK;
}

static enum am_status write_all(const struct options *o, struct am_problem *problem)
{
    struct am_campaign campaign = {0};
    struct am_file file = {0};
    struct exporting e = {0};
    enum am_status status = am_campaign_open(&o->where, &campaign, problem);
    if (status == AM_OK)
        status = am_file_create(o->out, &file, problem);
    if (status == AM_OK) {
        e.stream = file.stream;
        status = am_share_store_each(campaign.store, put, &e, problem);
        if (ferror(file.stream))
            status =
                am_problem_set(problem, AM_E_IO, o->out, 0, "can't write it: %s", strerror(errno));
        if (status == AM_OK)
            status = am_file_commit(&file, problem);
        else
            am_file_abandon(&file);
    }
    am_campaign_close(&campaign);
    if (status == AM_OK)
        (void)printf("%llu shares\n", (unsigned long long)e.count);
    return status;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'o':
        o->out = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->where;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is too much: name the file with -o", arg);
        return 0;
    case ARGP_KEY_END:
        if (!o->out)
            argp_error(state, "name a file to write: -o SHARES.jsonl");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_campaign_export(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"output", 'o', "FILE.jsonl", 0, "The file to write", 0}, {0}};
    static const struct argp_child children[] = {{&am_campaign_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = list,
        .parser = parse,
        .children = children,
        .doc =
            "Writes all shares of a campaign into one file, a line each, as they were signed. "
            "'amarra campaign add' takes it into another store. It is not for publication.",
    };
    struct options o = {0};
    struct am_problem problem = {0};
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = write_all(&o, &problem);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
