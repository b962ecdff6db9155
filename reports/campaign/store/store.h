/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a campaign keeps its shares, as they were signed: one SQLite file, or a PostgreSQL database
 * ("postgresql://...", libpq's own address). One schema and one set of statements (sql.h) for both;
 * in PostgreSQL it is partitioned by campaign and by hash of the organization, and may be spread
 * over servers (docs/campaign-postgresql.md). The database keeps; it computes no figure.
 *
 * Many may write at once. Each call is one transaction: a failed one leaves the store as it was,
 * and to say it again does no harm. Memory does not grow with the number of shares. */
#ifndef AM_REPORTS_CAMPAIGN_STORE_H
#define AM_REPORTS_CAMPAIGN_STORE_H

#include "base/reader.h"
#include "share/seal.h"

#define AM_STORE_PARTS     16 /* of a campaign's shares, in PostgreSQL */
#define AM_STORE_PARTS_MAX 256
#define AM_STORE_BATCH     256 /* shares of one transaction */
#define AM_EDITION_BYTES   ((size_t)256 << 20)

struct am_share_store;

/* Opens the campaign of a store; `campaign` NULL: the only one there (a SQLite file has one).
 * NOT_FOUND where there is none, USAGE where there are several. */
AM_MUST_CHECK enum am_status am_share_store_open(const char *where, const char *campaign,
                                                 struct am_share_store **out,
                                                 struct am_problem *problem);
void am_share_store_close(struct am_share_store *s);
/* Makes a campaign, and the store where there is none yet. USAGE: there is one of this id already,
 * or one of another id in that file. */
AM_MUST_CHECK enum am_status am_share_store_new(const char *where, const char *campaign,
                                                struct am_bytes settings,
                                                struct am_problem *problem);
/* The same in so many parts; 1: in one, for a database that spreads tables by itself. */
AM_MUST_CHECK enum am_status am_share_store_new_parts(const char *where, const char *campaign,
                                                      struct am_bytes settings, unsigned parts,
                                                      struct am_problem *problem);
/* Ids of the campaigns of a store, one call each. */
typedef enum am_status (*am_share_store_name_fn)(void *ctx, const char *campaign);
AM_MUST_CHECK enum am_status am_share_store_campaigns(const char *where, am_share_store_name_fn fn,
                                                      void *ctx, struct am_problem *problem);

/* As it was written; owned by the store until it is closed or the settings change. */
struct am_bytes am_share_store_settings(const struct am_share_store *s);
AM_MUST_CHECK enum am_status am_share_store_set(struct am_share_store *s, struct am_bytes settings,
                                                struct am_problem *problem);

/* A share as it is kept. `body`: the file as it was sent. */
struct am_stored {
    const char *organization; /* am_sealed.key */
    const char *id;
    unsigned round;
    struct am_bytes body;
};
enum am_put {
    AM_PUT_NEW,
    AM_PUT_SAME,      /* this very share is there already */
    AM_PUT_OTHER,     /* another of this organization in this round is */
    AM_PUT_WITHDRAWN, /* it was withdrawn, and stays so */
};
AM_MUST_CHECK enum am_status am_share_store_put(struct am_share_store *s,
                                                const struct am_stored *share, enum am_put *out,
                                                struct am_problem *problem);
/* Up to AM_STORE_BATCH of them in one transaction: all that are new, or none. */
AM_MUST_CHECK enum am_status am_share_store_put_all(struct am_share_store *s,
                                                    const struct am_stored *shares, size_t count,
                                                    enum am_put *out, struct am_problem *problem);
/* Erases the share's content; only that it was withdrawn stays. `was`: it was there. */
AM_MUST_CHECK enum am_status am_share_store_withdraw(struct am_share_store *s,
                                                     const struct am_receipt *receipt, bool *was,
                                                     struct am_problem *problem);

/* All shares, in the order of organization and round; borrowed for the call. */
typedef enum am_status (*am_share_store_each_fn)(void *ctx, const struct am_stored *share);
AM_MUST_CHECK enum am_status am_share_store_each(struct am_share_store *s,
                                                 am_share_store_each_fn fn, void *ctx,
                                                 struct am_problem *problem);

/* An edition that was published: its number, its day ("2026-11-28"), its figures as JSON
 * ("publication.json"), and which shares were in which of its cells (one line a cell: id, then the
 * shares' ids, see figures/). Both are needed to keep the next one from telling, by difference,
 * what neither may tell. */
struct am_edition {
    unsigned number;
    const char *day;
    struct am_bytes figures, members;
};
typedef enum am_status (*am_share_store_edition_fn)(void *ctx, const struct am_edition *edition);
AM_MUST_CHECK enum am_status am_share_store_each_edition(struct am_share_store *s,
                                                         am_share_store_edition_fn fn, void *ctx,
                                                         struct am_problem *problem);
AM_MUST_CHECK enum am_status am_share_store_published(struct am_share_store *s, uint64_t *editions,
                                                      struct am_problem *problem);
/* USAGE: there is one of this number (somebody else published meanwhile). */
AM_MUST_CHECK enum am_status am_share_store_publish(struct am_share_store *s,
                                                    const struct am_edition *edition,
                                                    struct am_problem *problem);

#endif
