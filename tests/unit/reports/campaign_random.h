/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Random campaigns of a few dozen organizations, with the truth of each. */
#ifndef AM_TEST_CAMPAIGN_RANDOM_H
#define AM_TEST_CAMPAIGN_RANDOM_H

#include "campaign.h"
#include "campaign/store/store.h"

#define OFFICES_MAX 200

struct crowd {
    struct office at[OFFICES_MAX];
    size_t count;
};

static inline unsigned up_to(uint64_t *state, unsigned n)
{
    return (unsigned)(random_of(state) % n);
}

/* How usual each corporation is differs from campaign to campaign, and by sector. */
static inline struct office random_office(uint64_t *state, unsigned number, unsigned round,
                                          const unsigned usual[CORPORATIONS])
{
    static const char *const sectors[] = {"union", "school", "ngo", "cooperative", NULL};
    static const char *const countries[] = {"UY", "AR", "BR", NULL};
    static const char *const sizes[] = {"1-9", "10-49", "50-249", NULL};
    static const char *const territories[] = {"UY-MO", "UY-CA"};
    struct office o = {.organization = number,
                       .number = number * 2 + round,
                       .round = round,
                       .sector = sectors[up_to(state, 5)],
                       .country = countries[up_to(state, 4)],
                       .size = sizes[up_to(state, 4)],
                       .devices = 7 + 10 * up_to(state, 3),
                       .first = -1};
    if (o.country && strcmp(o.country, "UY") == 0 && up_to(state, 3))
        o.territory = territories[up_to(state, 2)];
    for (size_t c = 0; c < CORPORATIONS; c++) {
        unsigned chance = usual[c];
        if (o.sector && c % 4 == 3)
            chance = o.sector[0] == 'u' ? 90 : chance / 4;
        if (up_to(state, 100) >= chance)
            continue;
        unsigned how = up_to(state, 10);
        o.service[c] = how < 9 ? 5 + 5 * up_to(state, 12) : 0;
        o.host[c] = how > 5 ? 5 + 5 * up_to(state, 12) : 0;
    }
    for (size_t a = 0; a < AREAS; a++) {
        o.area[a] = up_to(state, 10) < 9 - 3 * a ? 10 : 0;
        o.provider[a] = -1;
        int c = (int)up_to(state, 4);
        if (o.area[a] && o.service[c] && up_to(state, 5))
            o.provider[a] = c;
    }
    for (int c = 0; c < CORPORATIONS && o.first < 0; c++)
        if ((o.service[c] || o.host[c]) && up_to(state, 3) == 0)
            o.first = c;
    return o;
}

static inline void random_crowd(uint64_t *state, size_t count, unsigned rounds, struct crowd *out)
{
    unsigned usual[CORPORATIONS];
    out->count = 0;
    for (size_t c = 0; c < CORPORATIONS; c++)
        usual[c] = (unsigned[]){97, 85, 60, 40, 25, 12, 8, 5}[up_to(state, 8)];
    for (unsigned i = 0; i < count; i++)
        for (unsigned r = 1; r <= rounds; r++)
            if (r == 1 || up_to(state, 3))
                out->at[out->count++] = random_office(state, i, r, usual);
}

#endif
