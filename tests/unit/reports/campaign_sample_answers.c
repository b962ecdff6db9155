/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign_sample_private.h"

#include <stdlib.h>
#include <string.h>

/* A corporation and how usual it is: of organizations, in tenths of a percent; `grows`: more in the
 * second round; `most`: the highest of its bands. */
struct usual {
    const char *id;
    int service, host, grows;
    unsigned most;
};
static const struct usual usual[SAMPLE_CORPORATIONS] = {
    {"alphabet", 985, 990, 0, 12},
    {"microsoft", 930, 850, -60, 9},
    {"meta", 920, 900, 0, 7},
    {"amazon", 560, 960, 10, 8},
    {"cloudflare", 300, 930, 30, 6},
    {"akamai", 120, 800, 0, 4},
    {"apple", 700, 620, 0, 5},
    {"fastly", 90, 700, 0, 3},
    {"antel", 500, 560, 40, 4},
    {"mercado-libre", 450, 300, 0, 2},
    {"telegram", 330, 330, 80, 3},
    {"bytedance", 310, 280, 90, 2},
    {"x-holdings", 290, 270, -120, 2},
    {"netflix", 350, 350, 0, 2},
    {"spotify", 360, 120, 0, 2},
    {"zoom", 520, 420, -150, 3},
    {"adobe", 410, 230, 0, 2},
    {"automattic", 360, 350, 0, 2},
    {"dropbox", 210, 110, 0, 2},
    {"oracle", 160, 300, 0, 2},
    {"salesforce", 170, 160, 0, 1},
    {"wikimedia", 420, 420, 0, 1},
    {"canonical", 340, 340, 120, 3},
    {"mozilla", 510, 300, 60, 2},
    {"telecom-argentina", 150, 160, 0, 3},
    {"huawei", 40, 40, 0, 1}, /* too few: told nowhere */
    {"unilab-br", 140, 140, 0, 1},
    {"sample-arabic", 170, 150, 0, 2},
    {"sample-chinese", 230, 250, 0, 3},
};

const struct sample_area sample_areas[SAMPLE_AREAS] = {
    {"email", 960, 720, {"alphabet", "microsoft", "antel"}},
    {"messaging", 940, 640, {"meta", "telegram", NULL}},
    {"office-suite", 900, 610, {"microsoft", "alphabet", NULL}},
    {"file-storage", 840, 540, {"alphabet", "microsoft", "dropbox"}},
    {"identity", 910, 700, {"alphabet", "microsoft", NULL}},
    {"video-conference", 700, 620, {"zoom", "alphabet", "microsoft"}},
    {"cdn", 950, 260, {"cloudflare", "akamai", NULL}},
    {"cloud-hosting", 810, 340, {"amazon", "microsoft", NULL}},
    {"accounting-erp", 380, 560, {"oracle", NULL, NULL}},
    {"banking-payments", 640, 420, {"mercado-libre", NULL, NULL}},
    {"web-presence", 730, 300, {"automattic", "alphabet", NULL}},
    {"advertising", 820, 560, {"alphabet", "meta", NULL}}, /* no work stops without it */
};

const char *sample_corporation(size_t i)
{
    return usual[i].id;
}

/* ---- answers ---- */

unsigned sample_draw(unsigned organization, unsigned what, unsigned salt)
{
    uint64_t x = organization * 0x9e3779b97f4a7c15u + what * 0xbf58476d1ce4e5b9u +
                 salt * 0x94d049bb133111ebu;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return (unsigned)((x ^ x >> 31) % 1000);
}

/* Of which round the share is: those of both answer nearly the same twice. */
static unsigned band(unsigned organization, unsigned round, unsigned what, int usual_, int grows,
                     unsigned most)
{
    int limit = usual_ + (round == 2 ? grows : 0);
    if ((int)sample_draw(organization, what, 1) >= limit)
        return 0;
    unsigned v = 1 + sample_draw(organization, what, 2) * most / 1000;
    unsigned now = sample_draw(organization, what, 2 + round);
    return now < 150 && v > 1 ? v - 1 : now > 850 ? v + 1 : v;
}

static unsigned at_most(unsigned value, unsigned most)
{
    return value < most ? value : most;
}

static size_t index_of(const struct sample_made *m, const struct am_corporation *c)
{
    size_t i = 0;
    while (m->corporations[i] != c)
        i++;
    return i;
}

static unsigned in_ledger(unsigned o, unsigned round, size_t i, bool host)
{
    return host ? band(o, round, 100 + (unsigned)i, usual[i].host, usual[i].grows, usual[i].most)
                : band(o, round, (unsigned)i, usual[i].service, usual[i].grows, usual[i].most);
}

static unsigned of_country(const struct sample_made *m, unsigned o, unsigned round,
                           const struct am_jurisdiction *country, bool host)
{
    unsigned sum = 0;
    for (size_t i = 0; i < SAMPLE_CORPORATIONS; i++)
        if (m->corporations[i]->parent == country)
            sum += in_ledger(o, round, i, host);
    return at_most(sum, 20);
}

static size_t area_index(const struct sample_made *m, const struct am_category *area)
{
    size_t i = 0;
    while (m->areas[i] != area)
        i++;
    return i;
}

/* The provider of an area that has one; 3: several. */
static unsigned provider_of(unsigned o, size_t area)
{
    static const unsigned limits[] = {560, 880, 1000};
    unsigned by_chance = sample_draw(o, 400 + (unsigned)area, 7);
    unsigned p = 0;
    if ((int)sample_draw(o, 400 + (unsigned)area, 6) >= sample_areas[area].single)
        return SAMPLE_PROVIDERS;
    while (p < SAMPLE_PROVIDERS - 1 && by_chance >= limits[p])
        p++;
    return sample_areas[area].providers[p] ? p : 0;
}

static unsigned first_of(unsigned o)
{
    unsigned by_chance = sample_draw(o, 500, 1);
    return by_chance < 700 ? 0 : by_chance < 880 ? 1 : by_chance < 980 ? 2 : 3;
}

static unsigned singles(unsigned o)
{
    unsigned count = 0;
    for (size_t a = 0; a < SAMPLE_AREAS; a++)
        count += provider_of(o, a) < SAMPLE_PROVIDERS &&
                 (int)sample_draw(o, 300 + (unsigned)a, 1) < sample_areas[a].seen;
    return count;
}

int sample_answer(const struct sample_made *m, const struct am_variable *v, unsigned o,
                  unsigned round)
{
    size_t c = v->corporation && v->kind != AM_VAR_AREA_PROVIDER ? index_of(m, v->corporation) : 0;
    size_t a = v->area ? area_index(m, v->area) : 0;
    bool seen = v->area && (int)sample_draw(o, 300 + (unsigned)a, 1) < sample_areas[a].seen;
    unsigned service = in_ledger(o, round, c, false);
    unsigned host = in_ledger(o, round, c, true);
    switch (v->kind) {
    case AM_VAR_EITHER:
        return (int)at_most(service > host ? service + host / 2 : host + service / 2, 20);
    case AM_VAR_SERVICE:
        return (int)service;
    case AM_VAR_HOST:
        return (int)host;
    case AM_VAR_PRESENCE:
        return service + host == 0 ? -1 : (int)at_most((service + host) * 2 + 1, 21);
    case AM_VAR_LAW_SERVICE:
        return (int)of_country(m, o, round, v->country, false);
    case AM_VAR_LAW_HOST:
        return (int)of_country(m, o, round, v->country, true);
    case AM_VAR_AREA:
        return seen ? 1 + (int)(sample_draw(o, 300 + (unsigned)a, 2) / 250) : 0;
    case AM_VAR_AREA_SINGLE:
        return !seen ? -1 : provider_of(o, a) < SAMPLE_PROVIDERS;
    case AM_VAR_AREA_PROVIDER: {
        unsigned p = provider_of(o, a);
        return !seen ? -1
               : p < SAMPLE_PROVIDERS && v->corporation
                   ? strcmp(sample_areas[a].providers[p], v->corporation->id) == 0
                   : 0;
    }
    case AM_VAR_FIRST:
        return first_of(o) == c;
    case AM_VAR_LOST:
        return (int)at_most(7 + v->step * 3 + sample_draw(o, 600, 1) / 200, 20);
    case AM_VAR_SINGLES:
        return (int)singles(o);
    case AM_VAR_NAMED:
        return 16 + (int)sample_draw(o, 601, 1) / 220;
    case AM_VAR_OWNED:
        return 14 + (int)sample_draw(o, 602, 1) / 200;
    case AM_VAR_HOSTED:
        return 17 + (int)sample_draw(o, 603, 1) / 260;
    case AM_VAR_EXTRACTION:
        return 2 + (int)sample_draw(o, 604, 1) / 180;
    case AM_VAR_EXTRACTION_UP:
        return 1 + (int)sample_draw(o, 605, 1) / 300;
    case AM_VAR_NIGHT:
        return 2 + (int)sample_draw(o, 606, 1) / 150;
    case AM_VAR_HOME:
        return sample_draw(o, 607, 1) < 80 ? -1 : 1 + (int)sample_draw(o, 607, 2) / 330;
    case AM_VAR_COUNT:
        break;
    }
    abort();
}

bool sample_took_part(unsigned o, unsigned round)
{
    return round == 1 ? o < 48 : o >= 10;
}
