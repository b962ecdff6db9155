/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The public face of the scanner: its commands, and how others read what it stored.
 *
 * A scan is one SQLite file. While it is open, contacts are kept per device pseudonym in a scratch
 * table; closing it folds them into counts and erases pseudonyms and key (DESIGN.md, rule 1). Both
 * kinds are read through the same calls: rows never tell one device from another.
 *
 * Ownership: strings in rows are borrowed and die with the callback. */
#ifndef AM_SCANNER_H
#define AM_SCANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/knowledge.h"
#include "base/status.h"

#define AM_SLOT_SECONDS 600  /* a contact is one device, one name, one slot */
#define AM_HOUR_SECONDS 3600 /* rows are told by the hour */

/* How a name became known, best first; the words of the reports and of --flows. */
enum am_evidence {
    AM_EVIDENCE_SNI,
    AM_EVIDENCE_QUIC,
    AM_EVIDENCE_HTTP,
    AM_EVIDENCE_PROXY,
    AM_EVIDENCE_CERT,
    AM_EVIDENCE_DNS,       /* this device's own latest answer for the address */
    AM_EVIDENCE_DNS_OTHER, /* another device's */
    AM_EVIDENCE_ECH_DNS,
    AM_EVIDENCE_DECLARED,
    AM_EVIDENCE_NONE,
    AM_EVIDENCE_COUNT
};
const char *am_evidence_name(enum am_evidence e); /* "sni", "dns-other", "none" ... */

/* Why a contact has no name; the words of blindness. */
enum am_blindness {
    AM_BLIND_NOT,          /* it has one */
    AM_BLIND_MID_STREAM,   /* began before the capture */
    AM_BLIND_ONE_WAY,      /* only one direction was seen */
    AM_BLIND_ADDRESS_ONLY, /* seen whole, and no name was asked */
    AM_BLIND_LOST,         /* a part that could have named it was not captured */
    AM_BLIND_HIDDEN,       /* ECH */
    AM_BLIND_TUNNEL,
    AM_BLIND_RESOLVER, /* a DNS exchange: the resolver is reached by address, by design */
    AM_BLIND_COUNT
};
const char *am_blindness_name(enum am_blindness b); /* "mid-stream", "address-only" ... */

enum am_scan_state {
    AM_SCAN_OPEN,        /* being written now, or */
    AM_SCAN_INTERRUPTED, /* left open by a crash: provisional, pseudonyms still in it */
    AM_SCAN_CLOSED,      /* folded: final */
};

/* One figure each; times in seconds since the epoch of the capture's own clock. */
struct am_scan_info {
    enum am_scan_state state;
    int64_t first_packet, last_packet; /* 0: none */
    int64_t last_flush;                /* what an interrupted scan holds ends here (capture time) */
    char program[32], dataset[64], sources[256]; /* "eth0", or "3 capture files": never a path */
    bool live, keep_names;
    unsigned fold_below; /* k */
    uint64_t devices;    /* distinct local devices that contacted anything outside */
};

/* Counters, by name ("packets", "packets.duplicate", "lost.kernel", "flows.evicted",
 * "names.invalid"...). The full list with a sentence each is in docs/counters.md. */
struct am_scan_counter {
    const char *name;
    uint64_t value;
};

/* All contacts of one (hour, name, host, evidence, app). A contact whose slot saw several hosts or
 * kinds of evidence counts in one row, that of its best evidence, then of most bytes, so that rows
 * add up; flows and bytes count where they went. A row may have no contact of its own. */
struct am_scan_row {
    int64_t hour;     /* start of the hour, epoch seconds, UTC */
    const char *name; /* kept name; NULL: none */
    bool known;       /* a rule knew the name when it was stored */
    bool unlisted;    /* had a name, folded away because few devices contacted it */
    enum am_evidence evidence;
    enum am_blindness blindness;
    const char *app;        /* "tls", "quic", "http", "dns", "unknown" ... */
    struct am_prefix block; /* the peer's /24 or /48, never a whole address */
    struct am_place place;  /* as known when it was stored */
    const char *cname;      /* last kept name of the CNAME chain, NULL: none; it tells the host */
    uint64_t contacts, flows, up, down; /* bytes as IP length */
};

struct am_scan;

/* Opens for reading only; an open or interrupted scan reads too. `knowledge` (borrowed, may be
 * NULL) gives the labels of a scan that is not closed yet. */
AM_MUST_CHECK enum am_status am_scan_open(const char *path, const struct am_knowledge *knowledge,
                                          struct am_scan **out, struct am_problem *problem);
void am_scan_free(struct am_scan *scan);
const struct am_scan_info *am_scan_info(const struct am_scan *scan);

typedef enum am_status (*am_scan_row_fn)(void *ctx, const struct am_scan_row *row);
typedef enum am_status (*am_scan_counter_fn)(void *ctx, const struct am_scan_counter *counter);
/* Rows in order of hour, name, block; a callback that fails ends the walk with its status. */
AM_MUST_CHECK enum am_status am_scan_each_row(struct am_scan *scan, am_scan_row_fn fn, void *ctx,
                                              struct am_problem *problem);
AM_MUST_CHECK enum am_status am_scan_each_counter(struct am_scan *scan, am_scan_counter_fn fn,
                                                  void *ctx, struct am_problem *problem);

/* What somebody wrote down while it ran ("now we open the newspaper"), and what was contacted from
 * then on, until the next marker or its end. */
#define AM_MARKERS_MAX 1000
#define AM_MARKER_TEXT 200 /* bytes of UTF-8 */
struct am_scan_marker {
    int64_t time, ended; /* epoch seconds of the capture's clock; ended 0: not, by the scan's end */
    const char *text;
};
typedef enum am_status (*am_scan_marker_fn)(void *ctx, const struct am_scan_marker *marker);
/* `marker` counts from 0, in order of am_scan_each_marker. Its rows tell flows and bytes;
 * `contacts` is 0, for devices are not told apart within a marker. */
typedef enum am_status (*am_scan_marked_fn)(void *ctx, size_t marker,
                                            const struct am_scan_row *row);
AM_MUST_CHECK enum am_status am_scan_each_marker(struct am_scan *scan, am_scan_marker_fn fn,
                                                 void *ctx, struct am_problem *problem);
AM_MUST_CHECK enum am_status am_scan_each_marked(struct am_scan *scan, am_scan_marked_fn fn,
                                                 void *ctx, struct am_problem *problem);

/* Distinct devices behind a label of am_knowledge.labels over the whole scan; 0 where unknown.
 * Label "name:NAME" gives the devices that contacted a kept name, "all" every device.
 * In a scan that is still open they are counted from the scratch table, with the knowledge given.
 */
AM_MUST_CHECK enum am_status am_scan_reach(struct am_scan *scan, const char *label,
                                           uint64_t *devices, struct am_problem *problem);

/* The same on one UTC day, as days since 1970-01-01. */
AM_MUST_CHECK enum am_status am_scan_reach_on(struct am_scan *scan, const char *label, int32_t day,
                                              uint64_t *devices, struct am_problem *problem);

/* How what goes to a label spreads over the devices that contacted it, over the whole scan; each
 * figure is one device's (nearest rank). NOT_FOUND under fold_below devices, where it would tell of
 * one. */
enum am_spread_of { AM_SPREAD_CONTACTS, AM_SPREAD_UP, AM_SPREAD_DOWN, AM_SPREAD_COUNT };
struct am_spread {
    uint64_t devices, min, q1, median, q3, max;
};
AM_MUST_CHECK enum am_status am_scan_spread(struct am_scan *scan, const char *label,
                                            enum am_spread_of of, struct am_spread *out,
                                            struct am_problem *problem);

/* Folds and erases an interrupted scan, so that it becomes final. One that is final already stays
 * as it is: OK. */
AM_MUST_CHECK enum am_status am_scan_close_interrupted(const char *path,
                                                       const struct am_knowledge *knowledge,
                                                       struct am_problem *problem);

/* Whether the organization agrees to be watched, asked before a network is and not before files are
 * read. `agreed`: somebody said so on the command line. USAGE: it does not. */
typedef enum am_status (*am_agree_fn)(bool agreed, const char *data_dir,
                                      struct am_problem *problem);

/* Removes a scan and all that lies beside it, its key erased first; not one that is being written.
 */
void am_scan_remove(const char *path);

/* Subcommands; they return the program's exit code. `agree` NULL: nobody is asked. */
int am_cmd_scan(int argc, char **argv, am_knowledge_open_fn knowledge, am_agree_fn agree);
int am_cmd_close(int argc, char **argv, am_knowledge_open_fn knowledge);
int am_cmd_names(int argc, char **argv);
int am_cmd_interfaces(int argc, char **argv);

#endif
