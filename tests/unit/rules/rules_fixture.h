/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the tests of rules/ share: cmocka's own includes, the small dataset, repeatable random
 * numbers, a folder to write in. */
#ifndef AM_RULES_FIXTURE_H
#define AM_RULES_FIXTURE_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "rules.h"

/* tests/data/rules, whose dataset/ is small and fictional. */
static inline const char *rules_data(void)
{
    static char path[PATH_MAX];
    if (!path[0]) {
        const char *file = __FILE__;
        const char *end = strstr(file, "/unit/rules/");
        assert_non_null(end);
        (void)snprintf(path, sizeof path, "%.*s/data/rules", (int)(end - file), file);
    }
    return path;
}

static inline struct am_rules *rules_open(const char *mmdb)
{
    struct am_problem problem = {0};
    struct am_rules *rules = NULL;
    const struct am_knowledge_options options = {.data_dir = rules_data(),
                                                 .mmdb = mmdb ? mmdb : "none"};
    if (am_rules_open(&options, &rules, &problem) != AM_OK)
        fail_msg("%s:%lu: %s", problem.file, problem.line, problem.text);
    return rules;
}

/* xorshift64: the same numbers in every run. */
static inline uint64_t rules_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A path for a file of this test; the caller removes it. */
static inline void rules_temporary(char out[PATH_MAX], const char *name)
{
    const char *folder = getenv("TMPDIR");
    (void)snprintf(out, PATH_MAX, "%s/amarra-%ld-%s", folder ? folder : "/tmp", (long)getpid(),
                   name);
}

static inline int32_t day_of(const char *date)
{
    int32_t day = 0;
    assert_true(am_rules_day(date, &day));
    return day;
}

#endif
