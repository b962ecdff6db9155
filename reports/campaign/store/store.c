/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/store/store.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "campaign/store/store_private.h"

#define SETTINGS_MAX ((size_t)4 << 20)
#define NAMES_MAX    200 /* bytes of campaigns that a message lists */
#define TRIES_MAX    20  /* of a transaction in whose way another stood */
#define WAIT_MS      10  /* before the next, more each time, and not all the same */

bool am_datum_text(const struct am_datum *column, size_t least, char *out, size_t size)
{
    if (column->kind != AM_DATUM_TEXT || column->bytes.len < least || column->bytes.len >= size ||
        memchr(column->bytes.at, 0, column->bytes.len))
        return false;
    memcpy(out, column->bytes.at, column->bytes.len);
    out[column->bytes.len] = '\0';
    return true;
}

enum am_status am_share_store_damaged(const struct am_share_store *s, struct am_problem *problem)
{
    return am_problem_set(problem, AM_E_MALFORMED, s->where, 0,
                          "the store holds what amarra never keeps: take a copy of before");
}

static const struct am_driver *driver_of(const char *where)
{
    static const char *const addresses[] = {"postgresql://", "postgres://"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (strncmp(where, addresses[i], strlen(addresses[i])) == 0)
            return &am_driver_postgres;
    return &am_driver_sqlite;
}

static void wait_a_little(unsigned tries)
{
    uint32_t ms = WAIT_MS * (tries + 1) + randombytes_uniform(WAIT_MS * (tries + 1));
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    (void)nanosleep(&time, NULL);
}

enum am_status am_share_store_transact(struct am_share_store *s, am_share_store_work_fn work,
                                       void *ctx, struct am_problem *problem)
{
    for (unsigned tries = 0;; tries++) {
        struct am_problem found = {0};
        enum am_status status = s->driver->begin(s->connection, &found);
        if (status == AM_OK)
            status = work(s, ctx, &found);
        if (status == AM_OK)
            status = s->driver->commit(s->connection, &found);
        if (status == AM_OK)
            return AM_OK;
        bool again = s->driver->may_retry(s->connection) && tries < TRIES_MAX;
        s->driver->rollback(s->connection);
        if (!again)
            return am_problem_set(problem, status, found.file[0] ? found.file : s->where,
                                  found.line, "%s",
                                  found.text[0] ? found.text : am_status_name(status));
        wait_a_little(tries);
    }
}

static enum am_status take_version(void *ctx, const struct am_datum *columns, size_t count)
{
    int64_t *version = ctx;
    if (count != 1 || !am_datum_is_number(columns, 1, INT64_MAX))
        return AM_E_MALFORMED;
    *version = columns->number;
    return AM_OK;
}

static enum am_status connect_to(const char *where, bool make, struct am_share_store *out,
                                 struct am_problem *problem)
{
    out->driver = driver_of(where);
    out->where = out->driver == &am_driver_sqlite ? where : NULL;
    return out->driver->open(where, make, &out->connection, problem);
}

static enum am_status check_version(struct am_share_store *s, struct am_problem *problem)
{
    int64_t version = 0;
    enum am_status status =
        s->driver->ask(s->connection, AM_SQL_VERSION, NULL, take_version, &version, problem);
    if (status == AM_E_MALFORMED || (status == AM_OK && version == 0))
        return am_share_store_damaged(s, problem);
    if (status == AM_OK && version != AM_STORE_VERSION)
        return am_problem_set(problem, AM_E_LIMIT, s->where, 0,
                              "the store is of format %lld, and this amarra reads format %d: "
                              "update it",
                              (long long)version, AM_STORE_VERSION);
    return status;
}

static void done(struct am_share_store *s)
{
    s->driver->close(s->connection);
    am_free(s->settings.at);
}

struct naming {
    am_share_store_name_fn fn;
    void *ctx;
};

static enum am_status take_name(void *ctx, const struct am_datum *columns, size_t count)
{
    const struct naming *n = ctx;
    char id[AM_SHARE_CAMPAIGN + 1];
    if (count != 1 || !am_datum_text(columns, 1, id, sizeof id))
        return AM_E_MALFORMED;
    return n->fn(n->ctx, id);
}

static enum am_status each_campaign(struct am_share_store *s, am_share_store_name_fn fn, void *ctx,
                                    struct am_problem *problem)
{
    struct naming naming = {fn, ctx};
    enum am_status status =
        s->driver->ask(s->connection, AM_SQL_CAMPAIGNS, NULL, take_name, &naming, problem);
    return status == AM_E_MALFORMED ? am_share_store_damaged(s, problem) : status;
}

enum am_status am_share_store_campaigns(const char *where, am_share_store_name_fn fn, void *ctx,
                                        struct am_problem *problem)
{
    struct am_share_store s = {0};
    enum am_status status = connect_to(where, false, &s, problem);
    if (status != AM_OK)
        return status;
    status = check_version(&s, problem);
    if (status == AM_OK)
        status = each_campaign(&s, fn, ctx, problem);
    done(&s);
    return status;
}

/* Which campaigns there are, for a message; the first one of them. */
struct names {
    size_t count, len;
    char first[AM_SHARE_CAMPAIGN + 1], text[NAMES_MAX];
};

static enum am_status add_name(void *ctx, const char *campaign)
{
    struct names *n = ctx;
    if (n->count++ == 0)
        (void)snprintf(n->first, sizeof n->first, "%s", campaign);
    if (n->len < sizeof n->text)
        n->len += (size_t)snprintf(n->text + n->len, sizeof n->text - n->len, "%s%s",
                                   n->len > 0 ? ", " : "", campaign);
    return AM_OK;
}

static enum am_status take_settings(void *ctx, const struct am_datum *columns, size_t count)
{
    struct am_bytes *out = ctx;
    const struct am_datum *c = columns;
    if (count != 1 || c->kind != AM_DATUM_BYTES || c->bytes.len > SETTINGS_MAX || out->at)
        return AM_E_MALFORMED;
    return am_bytes_copy(c->bytes, out) ? AM_OK : AM_E_NO_MEMORY;
}

static enum am_status load_settings(struct am_share_store *s, struct am_problem *problem)
{
    const struct am_datum id = am_datum_of_text(s->campaign);
    struct am_bytes settings = {0};
    enum am_status status =
        s->driver->ask(s->connection, AM_SQL_SETTINGS, &id, take_settings, &settings, problem);
    if (status == AM_E_MALFORMED)
        (void)am_share_store_damaged(s, problem);
    else if (status != AM_OK)
        (void)am_problem_set(problem, status, s->where, 0, "%s", am_status_name(status));
    if (status == AM_OK && settings.at) {
        am_free(s->settings.at);
        s->settings = settings;
    } else {
        am_free(settings.at);
    }
    return status;
}

/* `campaign` NULL: the only one. */
static enum am_status choose(struct am_share_store *s, const char *campaign,
                             struct am_problem *problem)
{
    struct names names = {0};
    enum am_status status = each_campaign(s, add_name, &names, problem);
    if (status != AM_OK)
        return status;
    if (names.count == 0)
        return am_problem_set(problem, AM_E_NOT_FOUND, s->where, 0,
                              "no campaign is in this store: 'amarra campaign new' makes one");
    if (!campaign && names.count > 1)
        return am_problem_set(problem, AM_E_USAGE, s->where, 0,
                              "several campaigns are in this store: name one with --campaign (%s)",
                              names.text);
    if (!campaign)
        campaign = names.first;
    (void)snprintf(s->campaign, sizeof s->campaign, "%s", campaign);
    if (strlen(campaign) < sizeof s->campaign)
        status = load_settings(s, problem);
    if (status == AM_OK && !s->settings.at)
        return am_problem_set(problem, AM_E_NOT_FOUND, s->where, 0,
                              "no campaign '%.64s' is in this store; there is: %s", campaign,
                              names.text);
    return status;
}

enum am_status am_share_store_open(const char *where, const char *campaign,
                                   struct am_share_store **out, struct am_problem *problem)
{
    struct am_share_store *s = calloc(1, sizeof *s);
    if (!s)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    enum am_status status = connect_to(where, false, s, problem);
    if (status == AM_OK) {
        status = check_version(s, problem);
        if (status == AM_OK)
            status = choose(s, campaign, problem);
        if (status != AM_OK)
            done(s);
    }
    if (status == AM_OK)
        *out = s;
    else
        free(s);
    return status;
}

void am_share_store_close(struct am_share_store *s)
{
    if (!s)
        return;
    done(s);
    free(s);
}

struct making {
    const char *campaign;
    struct am_bytes settings;
    unsigned parts;
};

static enum am_status make(struct am_share_store *s, void *ctx, struct am_problem *problem)
{
    const struct making *m = ctx;
    const struct am_datum values[] = {am_datum_of_text(m->campaign),
                                      am_datum_of_bytes(m->settings)};
    struct names names = {0};
    bool changed = false;
    enum am_status status = s->driver->make(s->connection, m->campaign, m->parts, problem);
    if (status == AM_OK)
        status = check_version(s, problem);
    if (status == AM_OK && !s->driver->several)
        status = each_campaign(s, add_name, &names, problem);
    if (status == AM_OK && names.count > 0 && strcmp(names.first, m->campaign) != 0)
        return am_problem_set(problem, AM_E_USAGE, s->where, 0,
                              "the campaign '%s' is in this file: take another file for '%s'",
                              names.first, m->campaign);
    if (status == AM_OK)
        status = s->driver->change(s->connection, AM_SQL_NEW, values, 1, &changed, problem);
    if (status == AM_OK && !changed)
        status = am_problem_set(problem, AM_E_USAGE, s->where, 0,
                                "there is a campaign '%s' already: 'amarra campaign set' changes "
                                "its settings",
                                m->campaign);
    return status;
}

enum am_status am_share_store_new_parts(const char *where, const char *campaign,
                                        struct am_bytes settings, unsigned parts,
                                        struct am_problem *problem)
{
    struct am_share_store s = {0};
    struct making making = {campaign, settings, parts};
    const char *fault = am_share_campaign_fault(campaign); /* it will be part of a table's name */
    if (fault)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0, "the campaign's id %s", fault);
    if (parts < 1 || parts > AM_STORE_PARTS_MAX)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0, "a campaign has 1 to %d parts",
                              AM_STORE_PARTS_MAX);
    enum am_status status = connect_to(where, true, &s, problem);
    if (status != AM_OK)
        return status;
    status = am_share_store_transact(&s, make, &making, problem);
    done(&s);
    return status;
}

enum am_status am_share_store_new(const char *where, const char *campaign, struct am_bytes settings,
                                  struct am_problem *problem)
{
    return am_share_store_new_parts(where, campaign, settings, AM_STORE_PARTS, problem);
}

struct am_bytes am_share_store_settings(const struct am_share_store *s)
{
    return s->settings;
}

static enum am_status set(struct am_share_store *s, void *ctx, struct am_problem *problem)
{
    const struct am_bytes *settings = ctx;
    const struct am_datum values[] = {am_datum_of_bytes(*settings), am_datum_of_text(s->campaign)};
    bool changed = false;
    enum am_status status =
        s->driver->change(s->connection, AM_SQL_SET, values, 1, &changed, problem);
    if (status == AM_OK && !changed)
        status = am_problem_set(problem, AM_E_NOT_FOUND, s->where, 0,
                                "the campaign '%s' is no longer there", s->campaign);
    return status;
}

enum am_status am_share_store_set(struct am_share_store *s, struct am_bytes settings,
                                  struct am_problem *problem)
{
    enum am_status status = am_share_store_transact(s, set, &settings, problem);
    return status == AM_OK ? load_settings(s, problem) : status;
}
