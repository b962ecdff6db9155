/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The scan file while it is written: contacts in, SQLite out, folded when closed.
 *
 * Contacts gather in memory, keyed by (device, name, host block, evidence, app, slot), and go to
 * the file in one transaction per flush, sorted by key. A crash loses at most what came since the
 * last flush. Disk full is reported, the contacts stay in memory and the next flush tries again, up
 * to AM_STORE_PENDING_MAX contacts; past that they are counted as lost.
 *
 * Devices are named by a keyed BLAKE2b (libsodium) of their address; the key lies beside the file
 * (FILE-key, mode 0600) only while the scan is open. */
#ifndef AM_CONTACTS_STORE_H
#define AM_CONTACTS_STORE_H

#include "base/address.h"
#include "base/knowledge.h"
#include "scanner.h"

#define AM_PSEUDONYM_SIZE    8
#define AM_STORE_PENDING_MAX 1000000
#define AM_FOLD_BELOW        5 /* an unknown name that fewer devices contacted is folded away */

struct am_pseudonym {
    uint8_t at[AM_PSEUDONYM_SIZE];
};

struct am_store_options {
    const char *path;
    const struct am_knowledge *knowledge; /* borrowed for the store's life */
    const char *sources;                  /* "eth0", "2 capture files" */
    bool live, keep_names, overwrite;
    unsigned fold_below; /* k; 0: the default of AM_FOLD_BELOW */
    unsigned max_mib;    /* that the file may grow to while it is open; 0: no limit */
};

/* What one flow adds to one slot. */
struct am_contact {
    struct am_address device, peer; /* the device's leaves this call only as a pseudonym */
    const char *name;               /* clean name or NULL; an address is taken as no name */
    const char *cname;              /* last name of the CNAME chain or NULL */
    const char *app;                /* static text */
    enum am_evidence evidence;
    enum am_blindness blindness;
    int64_t slot; /* its start, epoch seconds, multiple of AM_SLOT_SECONDS */
    uint64_t flows, up, down;
};

struct am_store;

/* Creates the file; USAGE where it exists already and `overwrite` is not set. */
AM_MUST_CHECK enum am_status am_store_create(const struct am_store_options *options,
                                             struct am_store **out, struct am_problem *problem);
struct am_pseudonym am_store_pseudonym(struct am_store *s, const struct am_address *device);
void am_store_add(struct am_store *s, const struct am_contact *contact);
/* Ends the marker that runs; where `text` is not "", begins one (contacts/marks.h), to which all
 * that is added from now on belongs too. `time`: epoch seconds. */
void am_store_mark(struct am_store *s, int64_t time, const char *text);
/* Sets a counter's value, written with the next flush. `name` is static text. */
void am_store_count(struct am_store *s, const char *name, uint64_t value);
/* The same counters go on into another file: `s` holds what they grow by from here on. */
void am_store_inherit(struct am_store *s, const struct am_store *before);
/* `first` and `last` are the capture's times, epoch seconds. IO when the disk is full: may be tried
 * again. */
AM_MUST_CHECK enum am_status am_store_flush(struct am_store *s, int64_t first, int64_t last,
                                            struct am_problem *problem);
/* How many contacts wait in memory for the next flush; a few of them may turn out to be the same.
 */
size_t am_store_pending(const struct am_store *s);
/* Flushes, folds, erases pseudonyms and key, checkpoints. The scan is final. The caller still frees
 * the store; after a failure (disk full) closing may be tried again, now or by `amarra close`. */
AM_MUST_CHECK enum am_status am_store_close(struct am_store *s, int64_t first, int64_t last,
                                            struct am_problem *problem);
/* Frees without closing: leaves the file as after a crash at the last flush. Accepts NULL. */
void am_store_free(struct am_store *s);

#endif
