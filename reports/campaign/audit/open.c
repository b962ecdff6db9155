/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is to be audited, from files, folders and the store. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "campaign/audit/members.h"
#include "campaign/audit/rules.h"
#include "campaign/figures/shares.h"

#define PUBLICATION  "publication.json"
#define EDITION      "edition-"
#define DIGITS_MAX   6
#define POOL_BYTES   ((size_t)64 << 20)
#define FOLDERS_SEEN 100000 /* entries of a folder that are looked at */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_there(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

static const char *keep(struct am_audit *a, const char *text)
{
    return am_pool_text(&a->pool, text, strlen(text));
}

static struct am_audit_edition *find(struct am_audit *a, unsigned number)
{
    for (size_t i = 0; i < a->editions.count; i++)
        if (a->editions.at[i].publication->edition == number)
            return &a->editions.at[i];
    return NULL;
}

static bool same_bytes(struct am_bytes a, struct am_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* As many organizations as a campaign may have: so large numbers are none. */
static enum am_status check_size(const struct am_publication *p, const char *file,
                                 struct am_problem *problem)
{
    for (size_t i = 0; i < p->cells.count; i++)
        if (p->cells.at[i].n > AM_SHARES_MAX)
            return am_problem_set(problem, AM_E_LIMIT, file, 0,
                                  "its cell %s has more than %u organizations", p->cells.at[i].id,
                                  AM_SHARES_MAX);
    return AM_OK;
}

/* Takes `text`, whatever it returns. */
static enum am_status add(struct am_audit *a, struct am_bytes text, const char *file,
                          const char *folder)
{
    struct am_publication *p = NULL;
    enum am_status status = am_publication_read(text, file, &p, a->problem);
    if (status == AM_OK)
        status = check_size(p, file, a->problem);
    struct am_audit_edition *twin = status == AM_OK ? find(a, p->edition) : NULL;
    if (twin && !same_bytes(twin->text, text))
        am_audit_break(a, AM_AUDIT_SETTINGS, p->edition, NULL, NULL,
                       "%s is not what %s is: an edition never changes", file, twin->file);
    if (twin && folder && !twin->folder)
        twin->folder = keep(a, folder);
    if (status == AM_OK && !twin && a->editions.count == AM_AUDIT_EDITIONS)
        status = am_problem_set(a->problem, AM_E_LIMIT, file, 0, "more than %d editions",
                                AM_AUDIT_EDITIONS);
    if (status != AM_OK || twin) {
        am_publication_free(p);
        am_free(text.at);
        return status;
    }
    a->editions.at[a->editions.count++] =
        (struct am_audit_edition){.publication = p,
                                  .text = text,
                                  .file = keep(a, file),
                                  .folder = folder ? keep(a, folder) : NULL};
    return am_pool_status(&a->pool);
}

static enum am_status add_file(struct am_audit *a, const char *file, const char *folder)
{
    struct am_bytes text;
    enum am_status status = am_file_load_regular(file, AM_PUBLICATION_BYTES, &text, a->problem);
    return status == AM_OK ? add(a, text, file, folder) : status;
}

static bool is_edition(const char *name)
{
    const char *digits = name + strlen(EDITION);
    return strncmp(name, EDITION, strlen(EDITION)) == 0 && strlen(digits) > 0 &&
           strlen(digits) <= DIGITS_MAX && strspn(digits, "0123456789") == strlen(digits);
}

static enum am_status add_edition(struct am_audit *a, const char *site, const char *name)
{
    char folder[PATH_MAX];
    char file[PATH_MAX];
    int len = snprintf(folder, sizeof folder, "%s/%s", site, name);
    int more = snprintf(file, sizeof file, "%s/%s/" PUBLICATION, site, name);
    if (len < 0 || more < 0 || (size_t)len >= sizeof folder || (size_t)more >= sizeof file)
        return am_problem_set(a->problem, AM_E_LIMIT, site, 0, "its name is too long");
    return add_file(a, file, folder);
}

static enum am_status add_site(struct am_audit *a, const char *site)
{
    DIR *dir = opendir(site);
    enum am_status status = AM_OK;
    const struct dirent *entry;
    size_t before = a->editions.count;
    bool any = false;
    if (!dir)
        return am_problem_set(a->problem, AM_E_IO, site, 0, "can't open it: %s", strerror(errno));
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): a stream of our own */
    for (size_t i = 0; i < FOLDERS_SEEN && status == AM_OK && (entry = readdir(dir)); i++) {
        if (!is_edition(entry->d_name))
            continue;
        any = true;
        status = add_edition(a, site, entry->d_name);
    }
    (void)closedir(dir);
    if (status == AM_OK && !any && a->editions.count == before)
        return am_problem_set(a->problem, AM_E_USAGE, site, 0,
                              "there is no edition in it: name the folder that 'amarra campaign "
                              "report' wrote, or a publication.json");
    if (status == AM_OK && a->sites.count < AM_AUDIT_EDITIONS)
        a->sites.at[a->sites.count++] = keep(a, site);
    return status;
}

static enum am_status add_path(struct am_audit *a, const char *path)
{
    char file[PATH_MAX];
    if (!is_folder(path))
        return add_file(a, path, NULL);
    int len = snprintf(file, sizeof file, "%s/" PUBLICATION, path);
    if (len < 0 || (size_t)len >= sizeof file)
        return am_problem_set(a->problem, AM_E_LIMIT, path, 0, "its name is too long");
    return is_there(file) ? add_file(a, file, path) : add_site(a, path);
}

/* Its file is held against what was published; where none was given, it is audited as it is kept.
 */
static enum am_status take_stored(void *ctx, const struct am_edition *stored)
{
    struct am_audit *a = ctx;
    char name[64];
    struct am_bytes text;
    (void)snprintf(name, sizeof name, "edition %u of the store", stored->number);
    enum am_status status =
        am_bytes_copy(stored->figures, &text) ? add(a, text, name, NULL) : AM_E_NO_MEMORY;
    struct am_audit_edition *e = status == AM_OK ? find(a, stored->number) : NULL;
    if (!e)
        return status;
    am_free(e->members.at);
    e->members = (struct am_bytes){0};
    return am_bytes_copy(stored->members, &e->members) ? AM_OK : AM_E_NO_MEMORY;
}

static int by_number(const void *a, const void *b)
{
    unsigned x = ((const struct am_audit_edition *)a)->publication->edition;
    unsigned y = ((const struct am_audit_edition *)b)->publication->edition;
    return (x > y) - (x < y);
}

static enum am_status open_all(struct am_audit *a, char *const *paths, size_t count)
{
    enum am_status status = AM_OK;
    a->editions.at = am_pool_take(&a->pool, AM_AUDIT_EDITIONS, sizeof *a->editions.at);
    a->sites.at = am_pool_take(&a->pool, AM_AUDIT_EDITIONS, sizeof(const char *));
    a->breaches.at =
        am_pool_take(&a->pool, (size_t)AM_AUDIT_RULES * AM_AUDIT_TOLD, sizeof *a->breaches.at);
    a->unseen.at = am_pool_take(&a->pool, AM_AUDIT_UNSEEN, sizeof(const char *));
    if (am_pool_status(&a->pool) != AM_OK)
        return am_pool_status(&a->pool);
    for (size_t i = 0; i < count && status == AM_OK; i++)
        status = add_path(a, paths[i]);
    if (status == AM_OK && a->store)
        status = am_share_store_each_edition(a->store, take_stored, a, a->problem);
    if (a->editions.count > 1)
        qsort(a->editions.at, a->editions.count, sizeof *a->editions.at, by_number);
    if (status == AM_OK && a->store)
        status = am_audit_members_of(a, &a->members);
    return status;
}

enum am_status am_audit_open(char *const *paths, size_t count, const struct am_campaign *campaign,
                             struct am_problem *problem, struct am_audit **out)
{
    struct am_audit *a = calloc(1, sizeof *a);
    if (!a)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_pool_init(&a->pool, POOL_BYTES);
    a->problem = problem;
    a->store = campaign ? campaign->store : NULL;
    enum am_status status = open_all(a, paths, count);
    if (status == AM_OK) {
        *out = a;
        return AM_OK;
    }
    am_audit_free(a);
    return am_problem_set(problem, status, NULL, 0, "the publications can't be read: %s",
                          am_status_name(status));
}

void am_audit_free(struct am_audit *a)
{
    if (!a)
        return;
    am_audit_members_free(a->members);
    for (size_t i = 0; i < a->editions.count; i++) {
        am_publication_free(a->editions.at[i].publication);
        am_free(a->editions.at[i].text.at);
        am_free(a->editions.at[i].members.at);
    }
    am_pool_done(&a->pool);
    free(a);
}
