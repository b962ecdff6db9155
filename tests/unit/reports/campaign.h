/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A small world for tests of campaigns: a dataset of twelve corporations of three countries,
 * written to a folder of its own, and shares made by hand of what each organization contacts. */
#ifndef AM_TEST_CAMPAIGN_H
#define AM_TEST_CAMPAIGN_H

#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "campaign/figures/figures.h"
#include "campaign/figures/shares.h"

#define CORPORATIONS 12
#define AREAS        3

static const char *const corporation_ids[CORPORATIONS] = {"c00", "c01", "c02", "c03", "c04", "c05",
                                                          "c06", "c07", "c08", "c09", "c10", "c11"};
static const char *const area_ids[AREAS] = {"email", "files", "video"};
static const char *const country_codes[] = {"US", "UY", "AR"};
#define COUNTRY_OF(corporation) country_codes[(corporation) % 3]

static inline void write_file(const char *folder, const char *name, const char *text)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static inline void make_folder(const char *folder, const char *name)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

#define NAMES(text)                                                                                \
    "{\"en\": \"" text "\", \"es\": \"" text "\", \"pt\": \"" text "\", \"fr\": \"" text           \
    "\", \"de\": \"" text "\"}"

static inline void write_corporations(const char *folder)
{
    char text[1024];
    char name[64];
    for (size_t i = 0; i < CORPORATIONS; i++) {
        const char *at = COUNTRY_OF(i);
        (void)snprintf(text, sizeof text,
                       "{\"id\": \"c%02zu\", \"name\": \"Corporation %zu\", \"legal_name\": \"C%zu "
                       "Inc.\", \"kind\": \"big-tech\", \"jurisdiction\": {\"parent\": \"%s\", "
                       "\"head_office\": \"%s\", \"legal_seat\": \"%s\", \"source\": \"talk\", "
                       "\"checked\": \"2026-11-20\"}, \"operators\": [], \"services\": [], "
                       "\"networks\": []}",
                       i, i, i, at, at, at);
        (void)snprintf(name, sizeof name, "corporations/c%02zu.json", i);
        write_file(folder, name, text);
    }
}

static inline void write_dataset(const char *folder)
{
    char name[64];
    char text[512];
    write_file(folder, "VERSION", "2026.11.24\n");
    write_file(folder, "sources.json",
               "{\"sources\": [{\"id\": \"talk\", \"title\": \"Talk\", \"url\": null, "
               "\"licence\": null, \"date\": null}]}");
    write_file(folder, "categories.json",
               "{\"roles\": [{\"id\": \"service\", \"names\": " NAMES("S") "}], \"categories\": ["
               "{\"id\": \"email\", \"criticality\": 4, \"names\": " NAMES("Mail") ", \"if_cut\": "
               NAMES("No mail.") "}, {\"id\": \"files\", \"criticality\": 3, \"names\": "
               NAMES("Files") ", \"if_cut\": " NAMES("No files.") "}, {\"id\": \"video\", "
               "\"criticality\": 1, \"names\": " NAMES("Video") ", \"if_cut\": "
               NAMES("No video.") "}]}");
    write_file(folder, "public_suffix_list.dat",
               "// ===BEGIN ICANN DOMAINS===\ncom\n// ===END ICANN DOMAINS===\n"
               "// ===BEGIN PRIVATE DOMAINS===\n// ===END PRIVATE DOMAINS===\n");
    write_file(folder, "blocs.json", "{\"blocs\": []}");
    make_folder(folder, "jurisdictions");
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(name, sizeof name, "jurisdictions/%s.json", country_codes[i]);
        (void)snprintf(text, sizeof text,
                       "{\"code\": \"%s\", \"names\": " NAMES("Land") ", \"lac\": %s, \"laws\": "
                       "[], \"source\": \"talk\", \"checked\": \"2026-11-24\"}",
                       country_codes[i], i == 0 ? "false" : "true");
        write_file(folder, name, text);
    }
    make_folder(folder, "corporations");
    write_corporations(folder);
}

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline struct am_rules *campaign_rules(void)
{
    char folder[PATH_MAX / 2];
    char dataset[PATH_MAX];
    struct am_problem problem = {0};
    struct am_rules *rules = NULL;
    const char *temporary = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/amarra-campaign-XXXXXX",
                   temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(folder));
    make_folder(folder, "dataset");
    (void)snprintf(dataset, sizeof dataset, "%s/dataset", folder);
    write_dataset(dataset);
    const struct am_knowledge_options options = {.data_dir = folder, .mmdb = "none"};
    if (am_rules_open(&options, &rules, &problem) != AM_OK)
        fail_msg("%s:%lu: %s", problem.file, problem.line, problem.text);
    assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    return rules;
}

/* xorshift64*: the same numbers in every run. */
static inline uint64_t random_of(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1dULL;
}

/* An organization, and what its share says. Bands are 0, or percent of the upper end. */
struct office {
    unsigned organization, number, round; /* `number` makes the share's id */
    const char *sector, *country, *territory, *size;
    unsigned devices;
    unsigned service[CORPORATIONS], host[CORPORATIONS];
    unsigned area[AREAS];
    int provider[AREAS]; /* corporation, -1 none */
    int first;           /* corporation, -1 none */
};

static inline struct am_band band(unsigned percent)
{
    return percent == 0 ? (struct am_band){0, 0} : (struct am_band){percent - 5, percent};
}

static inline unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* Lists that lie in the caller's frame. */
struct share_lists {
    struct am_share_corporation corporations[CORPORATIONS];
    struct am_share_area areas[AREAS];
    struct am_share_country countries[3];
    struct am_share_step step;
};

static inline void list_owners(const struct office *o, struct share_lists *l, struct am_share *s)
{
    unsigned by_country[3][2] = {{0}};
    s->corporations.at = l->corporations;
    for (size_t i = 0; i < CORPORATIONS; i++) {
        unsigned either = larger(o->service[i], o->host[i]);
        if (either == 0)
            continue;
        l->corporations[s->corporations.count++] =
            (struct am_share_corporation){.id = corporation_ids[i],
                                          .service = band(o->service[i]),
                                          .host = band(o->host[i]),
                                          .either = band(either),
                                          .presence = band(either)};
        by_country[i % 3][0] = larger(by_country[i % 3][0], o->service[i]);
        by_country[i % 3][1] = larger(by_country[i % 3][1], o->host[i]);
    }
    s->countries.at = l->countries;
    for (size_t i = 0; i < 3; i++)
        if (by_country[i][0] || by_country[i][1])
            l->countries[s->countries.count++] =
                (struct am_share_country){.code = country_codes[i],
                                          .service = band(by_country[i][0]),
                                          .host = band(by_country[i][1])};
}

static inline void list_work(const struct office *o, struct share_lists *l, struct am_share *s)
{
    s->areas.at = l->areas;
    for (size_t i = 0; i < AREAS; i++)
        if (o->area[i])
            l->areas[s->areas.count++] = (struct am_share_area){
                .category = area_ids[i],
                .provider = o->provider[i] < 0 ? NULL : corporation_ids[o->provider[i]],
                .contacts = band(o->area[i]),
                .essential = i < 2};
    s->steps.at = &l->step;
    s->steps.count = o->first >= 0;
    if (o->first >= 0)
        l->step =
            (struct am_share_step){.corporation = corporation_ids[o->first],
                                   .lost = band(larger(o->service[o->first], o->host[o->first]))};
}

static inline void id_of(unsigned number, char out[2 * AM_MEMBER_ID + 1])
{
    uint64_t state = number + 0x9e3779b97f4a7c15ULL;
    uint64_t a = random_of(&state);
    uint64_t b = random_of(&state);
    (void)snprintf(out, 2 * AM_MEMBER_ID + 1, "%016llx%016llx", (unsigned long long)a,
                   (unsigned long long)b);
}

static inline void add_office(struct am_shares *m, const struct office *o)
{
    char id[2 * AM_MEMBER_ID + 1];
    char key[32];
    struct share_lists lists;
    struct am_problem problem = {0};
    struct am_share s = {
        .about = {.campaign = "test",
                  .country = o->country,
                  .territory = o->territory,
                  .sector = o->sector,
                  .size = o->size},
        .dataset = "2026.11.24-1a2b3c4d",
        .method = AM_SHARE_METHOD,
        .from = 2026 * 12 + 9,
        .to = 2026 * 12 + 10,
        .days = {5, 9},
        .devices = {o->devices, o->devices},
        .at_home = o->country != NULL,
        .named = band(90),
        .owned = band(80),
        .hosted = band(85),
        .extraction = band(10),
        .extraction_up = band(5),
        .night = band(5),
        .home = o->country ? band(o->service[1]) : band(0),
    };
    list_owners(o, &lists, &s);
    list_work(o, &lists, &s);
    id_of(o->number, id);
    (void)snprintf(key, sizeof key, "organization %u", o->organization);
    if (am_shares_add(m, key, id, o->round, &s, &problem) != AM_OK)
        fail_msg("%s", problem.text);
}

static inline struct am_settings campaign_settings(void)
{
    return (struct am_settings){.id = "test",
                                .organizer = "Us",
                                .contact = "us@example.org",
                                .title = {"Test"},
                                .at_least = 5,
                                .round_to = 5,
                                .dominance = 50,
                                .rounds = {2026 * 12},
                                .round_count = 1};
}

#endif
