/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Devices by pseudonym: keyed BLAKE2b of the address, cut to 8 bytes. The key lies beside the scan
 * file (FILE-key, 0600) while the scan is open, and whoever writes the scan holds a lock on it:
 * that tells a scan that is being written from one that a crash left behind. */
#ifndef AM_CONTACTS_PSEUDONYM_H
#define AM_CONTACTS_PSEUDONYM_H

#include <limits.h>

#include "base/table.h"
#include "contacts/store.h"

#define AM_KEY_SIZE          32
#define AM_PSEUDONYMS_CACHED 65536 /* addresses; then the cache starts anew */

struct am_key_file {
    int fd; /* -1: none; holds the lock */
    char path[PATH_MAX];
};

enum am_key_state { AM_KEY_ABSENT, AM_KEY_FREE, AM_KEY_HELD };

/* HELD too where the file can't be opened: better to think of a scan as unfinished. */
enum am_key_state am_key_state(const char *scan);

/* A new random key on disk, synced, locked; a free one that a crash left is replaced. */
AM_MUST_CHECK enum am_status am_key_create(const char *scan, struct am_key_file *out,
                                           uint8_t key[AM_KEY_SIZE], struct am_problem *problem);
/* Locks an interrupted scan's key so that it can be closed; OK with fd -1 where there is none. */
AM_MUST_CHECK enum am_status am_key_take(const char *scan, struct am_key_file *out,
                                         struct am_problem *problem);
/* Overwrites the key where it lies and syncs; the file stays, for its lock. */
AM_MUST_CHECK enum am_status am_key_erase(struct am_key_file *k, struct am_problem *problem);
/* Unlinks the file. The lock is held until am_key_close. */
AM_MUST_CHECK enum am_status am_key_remove(struct am_key_file *k, struct am_problem *problem);
void am_key_close(struct am_key_file *k);

/* Overwrites a file's bytes with zeroes, from start to end, and syncs. */
bool am_file_zero(int fd);

struct am_pseudonyms {
    uint8_t key[AM_KEY_SIZE];
    struct am_table table;
    struct am_device {
        struct am_address address;
        struct am_pseudonym pseudonym;
    } * devices;
    uint32_t len, size;
};

struct am_pseudonym am_pseudonym_of(struct am_pseudonyms *p, const struct am_address *device);
void am_pseudonyms_done(struct am_pseudonyms *p); /* wipes key and addresses from memory */

#endif
