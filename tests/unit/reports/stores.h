/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the tests of a campaign's store share: a folder of their own, and shares of no content. */
#ifndef AM_TEST_STORES_H
#define AM_TEST_STORES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign/store/store.h"

#define BYTES(t)  ((struct am_bytes){(const uint8_t *)(t), strlen(t)})
#define ID_FORMAT "%032x"

static char folder[] = "/tmp/amarra-test-store-XXXXXX";

static inline void must(enum am_status status, const struct am_problem *problem)
{
    if (status != AM_OK)
        fail_msg("%s: %s: %s", am_status_name(status), problem->file, problem->text);
}

struct share {
    char organization[AM_KEY_TEXT], id[AM_SHARE_ID_SIZE];
    unsigned round;
    const char *body;
};

static inline struct share share_of(unsigned organization, unsigned id, unsigned round)
{
    struct share s = {.round = round, .body = "{\"a\": \"b\"}"};
    (void)snprintf(s.organization, sizeof s.organization, "RWS%06u", organization);
    (void)snprintf(s.id, sizeof s.id, ID_FORMAT, id);
    return s;
}

static inline enum am_put put(struct am_share_store *store, const struct share *s)
{
    const struct am_stored stored = {s->organization, s->id, s->round, BYTES(s->body)};
    struct am_problem problem = {0};
    enum am_put what = AM_PUT_OTHER;
    must(am_share_store_put(store, &stored, &what, &problem), &problem);
    return what;
}

struct heard {
    size_t count, bytes;
    char organization[AM_KEY_TEXT], ids[4096];
    unsigned round;
    bool ordered;
};

static inline enum am_status hear(void *ctx, const struct am_stored *share)
{
    struct heard *h = ctx;
    int by = strcmp(share->organization, h->organization);
    if (h->count > 0)
        h->ordered &= by > 0 || (by == 0 && share->round > h->round);
    h->count++;
    h->bytes += share->body.len;
    h->round = share->round;
    (void)snprintf(h->organization, sizeof h->organization, "%s", share->organization);
    size_t len = strlen(h->ids);
    if (len + AM_SHARE_ID_SIZE < sizeof h->ids)
        memcpy(h->ids + len, share->id, AM_SHARE_ID_SIZE);
    return AM_OK;
}

static inline int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    char command[600];
    (void)snprintf(command, sizeof command, "%s", folder);
    pid_t child = fork();
    if (child == 0) {
        (void)execlp("rm", "rm", "-rf", command, (char *)NULL);
        _exit(1);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && status == 0 ? 0 : -1;
}

#endif
