/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as the file of a campaign's store: it is refused with a problem, or all that is told of
 * it keeps the promises of its header; and a share may be put into it or not. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/store/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static enum am_status take_share(void *ctx, const struct am_stored *share)
{
    size_t *count = ctx;
    must(share->organization[0] && strlen(share->organization) < AM_KEY_TEXT);
    must(strlen(share->id) == AM_SHARE_ID_SIZE - 1 &&
         strspn(share->id, "0123456789abcdef") == AM_SHARE_ID_SIZE - 1);
    must(share->round >= 1 && share->body.len <= AM_SHARE_BYTES);
    return ++*count < 1000 ? AM_OK : AM_E_LIMIT;
}

static enum am_status take_edition(void *ctx, const struct am_edition *e)
{
    size_t *count = ctx;
    must(e->number >= 1 && e->day[0]);
    return ++*count < 1000 ? AM_OK : AM_E_LIMIT;
}

/* The status and the problem say the same. */
static void check(enum am_status status, const struct am_problem *problem)
{
    must(status == AM_OK || status == AM_E_LIMIT || problem->text[0]);
}

static void use(struct am_share_store *s)
{
    size_t shares = 0;
    size_t editions = 0;
    uint64_t published = 0;
    bool was;
    enum am_put what;
    struct am_receipt receipt = {.campaign = "a", .key = "RWS1"};
    const struct am_stored share = {
        "RWS1", "0123456789abcdef0123456789abcdef", 1, {(const uint8_t *)"{}", 2}};
    struct am_problem problem[6] = {0};
    memcpy(receipt.id, share.id, sizeof receipt.id);
    must(am_share_store_settings(s).at != NULL);
    check(am_share_store_each(s, take_share, &shares, &problem[0]), &problem[0]);
    check(am_share_store_each_edition(s, take_edition, &editions, &problem[1]), &problem[1]);
    check(am_share_store_published(s, &published, &problem[2]), &problem[2]);
    check(am_share_store_put(s, &share, &what, &problem[3]), &problem[3]);
    check(am_share_store_withdraw(s, &receipt, &was, &problem[4]), &problem[4]);
    check(am_share_store_set(s, (struct am_bytes){(const uint8_t *)"{}", 2}, &problem[5]),
          &problem[5]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[PATH_MAX];
    char journal[PATH_MAX + 16];
    struct am_share_store *s = NULL;
    struct am_problem problem = {0};
    if (!path[0]) {
        const char *folder = getenv("TMPDIR");
        (void)snprintf(path, sizeof path, "%s/amarra-fuzz-store.%ld", folder ? folder : "/tmp",
                       (long)getpid());
    }
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    (void)close(fd);
    enum am_status status = am_share_store_open(path, NULL, &s, &problem);
    must((status == AM_OK) == (s != NULL) && (status == AM_OK || problem.text[0]));
    if (s)
        use(s);
    am_share_store_close(s);
    (void)unlink(path);
    (void)snprintf(journal, sizeof journal, "%s-journal", path);
    (void)unlink(journal);
    return 0;
}
