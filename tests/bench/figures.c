/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How long the figures of a campaign take, and how much memory.
 *
 *   figures DATA [SHARES [FACTS]]      DATA: the folder of amarra.rules
 *
 * Shares of FACTS corporations each, the usual ones in most of them and a long tail in few; 12
 * sectors, 20 countries, four sizes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "campaign/figures/figures.h"
#include "campaign/figures/publication.h"
#include "campaign/figures/shares.h"

static size_t tail = 400;
static uint64_t seed = 88172645463325252u;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct am_band any_band(void)
{
    unsigned step = (unsigned)(next_random() % 20);
    return (struct am_band){step * 5, step * 5 + 5};
}

struct lists {
    struct am_share_corporation corporations[400];
    struct am_share_area areas[20];
    struct am_share_country countries[12];
    struct am_share_step steps[3];
};

static const struct am_corporation *pick(const struct am_corporation *const *all, size_t count,
                                         bool *taken)
{
    /* The nth is met with a chance of about 1/n. */
    while (true) {
        double u = (double)(next_random() % 1000000) / 1e6;
        size_t at = (size_t)exp(u * log((double)(count < tail ? count : tail))) - 1;
        if (!taken[at]) {
            taken[at] = true;
            return all[at];
        }
    }
}

static void add(struct am_shares *shares, const struct am_rules *rules, unsigned number,
                unsigned facts)
{
    static const char *const sectors[] = {"union",       "school",          "ngo",
                                          "cooperative", "company",         "health",
                                          "university",  "municipality",    "public-body",
                                          "other",       "community-media", "indigenous-peasant"};
    static const char *const countries[] = {"AR", "UY", "BR", "MX", "CO", "CL", "EC",
                                            "BO", "PY", "CR", "HT", "CU", "JM", "PE",
                                            "VE", "GT", "HN", "SV", "NI", "PA"};
    static const char *const sizes[] = {"1-9", "10-49", "50-249", "250+"};
    static const char *const areas[] = {
        "email",  "office-suite", "file-storage",  "video-conference", "messaging",
        "search", "maps",         "cloud-hosting", "identity"};
    static struct lists l;
    static bool taken[20000];
    size_t count;
    const struct am_corporation *const *all = am_rules_corporations(rules, &count);
    struct am_share s = {
        .about = {.campaign = "bench",
                  .country = countries[next_random() % 20 * (next_random() % 20) / 19],
                  .sector = sectors[next_random() % 12 * (next_random() % 12) / 11],
                  .size = sizes[next_random() % 4]},
        .dataset = "2026.11.24",
        .from = 2026 * 12 + 9,
        .to = 2026 * 12 + 10,
        .devices = {10, 24},
        .at_home = true,
        .home = any_band(),
        .corporations.at = l.corporations,
        .countries.at = l.countries,
        .areas.at = l.areas,
        .steps.at = l.steps};
    memset(taken, 0, sizeof taken);
    for (unsigned i = 0; i < facts; i++) {
        const struct am_corporation *c = pick(all, count, taken);
        l.corporations[s.corporations.count++] =
            (struct am_share_corporation){.id = c->id,
                                          .service = any_band(),
                                          .host = any_band(),
                                          .either = any_band(),
                                          .presence = any_band()};
    }
    for (size_t i = 0; i < 9; i++)
        if (next_random() % 3)
            l.areas[s.areas.count++] = (struct am_share_area){
                .category = areas[i],
                .provider = next_random() % 2 ? all[next_random() % 16]->id : NULL,
                .contacts = any_band(),
                .essential = true};
    for (size_t i = 0; i < 8; i++)
        l.countries[s.countries.count++] = (struct am_share_country){
            .code = countries[i], .service = any_band(), .host = any_band()};
    for (size_t i = 0; i < 3; i++)
        l.steps[s.steps.count++] = (struct am_share_step){all[next_random() % 16]->id, any_band()};
    char id[33];
    char key[32];
    struct am_problem problem = {0};
    (void)snprintf(id, sizeof id, "%016llx%016llx", (unsigned long long)next_random(),
                   (unsigned long long)next_random());
    (void)snprintf(key, sizeof key, "%u", number);
    if (am_shares_add(shares, key, id, 1, &s, &problem) != AM_OK) {
        (void)fprintf(stderr, "%s\n", problem.text);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    struct am_rules *rules;
    struct am_shares *shares;
    struct am_campaign_figures *f;
    struct am_problem problem = {0};
    struct am_settings settings = {.id = "bench", .at_least = 5, .round_to = 5, .dominance = 50};
    const struct am_knowledge_options options = {.data_dir = argc > 1 ? argv[1] : ".",
                                                 .mmdb = "none"};
    unsigned count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 100000;
    unsigned facts = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 90;
    if (am_rules_open(&options, &rules, &problem) != AM_OK ||
        am_shares_new(rules, &shares) != AM_OK) {
        (void)fprintf(stderr, "%s: %s\n", problem.file, problem.text);
        return 1;
    }
    if (argc > 4)
        tail = strtoul(argv[4], NULL, 10);
    double start = seconds();
    for (unsigned i = 0; i < count; i++)
        add(shares, rules, i, facts);
    double held = seconds();
    if (am_campaign_figures_of(shares, NULL, 0, &settings, rules, "2026-11-28", &f, &problem) !=
        AM_OK) {
        (void)fprintf(stderr, "%s\n", problem.text);
        return 1;
    }
    double made = seconds();
    struct am_text text;
    am_text_init(&text, AM_PUBLICATION_BYTES);
    if (am_publication_write(f, &text) != AM_OK)
        return 1;
    double written = seconds();
    struct am_publication *p;
    if (am_publication_read((struct am_bytes){(const uint8_t *)text.at, text.len}, "it", &p,
                            &problem) != AM_OK) {
        (void)fprintf(stderr, "%s\n", problem.text);
        return 1;
    }
    struct rusage use;
    (void)getrusage(RUSAGE_SELF, &use);
    (void)printf("%u shares, %zu cells, %zu variables, %zu figures, %llu of %llu counts withheld\n",
                 count, f->cells.count, f->variables.count, f->figures.count,
                 (unsigned long long)f->withheld, (unsigned long long)f->told);
    (void)printf(
        "held %.1f s, figures %.1f s, written %.1f s (%zu bytes, %zu of members), read %.1f s; %ld "
        "MB\n",
        held - start, made - held, written - made, text.len, f->members.len, seconds() - written,
        use.ru_maxrss / 1024);
    am_publication_free(p);
    am_text_done(&text);
    am_campaign_figures_free(f);
    am_shares_free(shares);
    am_rules_free(rules);
    return 0;
}
