/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The small dataset in memory, to be changed for a test. */
#ifndef AM_RULES_DATASET_H
#define AM_RULES_DATASET_H

#include "base/file.h"
#include "rules_fixture.h"
#include "text/folder.h"

static inline struct am_dataset_folder dataset(void)
{
    struct am_dataset_folder d;
    struct am_problem problem = {0};
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s/dataset", rules_data());
    if (am_dataset_read(folder, &d, &problem) != AM_OK)
        fail_msg("%s: %s", problem.file, problem.text);
    return d;
}

static inline void replace(struct am_dataset_folder *d, const char *path, const char *from,
                           const char *to)
{
    for (size_t i = 0; i < d->count; i++) {
        struct am_dataset_file *f = &d->files[i];
        if (strcmp(f->path, path) != 0)
            continue;
        const char *text = (const char *)f->text.at;
        const char *at = strstr(text, from);
        if (!at)
            fail_msg("%s does not hold %s", path, from);
        size_t before = (size_t)(at - text);
        size_t len = f->text.len - strlen(from) + strlen(to);
        char *changed = malloc(len + 1);
        assert_non_null(changed);
        (void)snprintf(changed, len + 1, "%.*s%s%s", (int)before, text, to, at + strlen(from));
        am_free(f->text.at);
        f->text = (struct am_bytes){.at = (uint8_t *)changed, .len = len};
        return;
    }
    fail_msg("no %s", path);
}

#endif
