/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign_sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORGANIZATIONS 64
#define N             5u /* at_least */
#define ROUND         5u
#define CELLS_MAX     40
#define VARIABLES_MAX 400
#define CORPORATIONS  29
#define AREAS         11
#define COUNTRIES_MAX 12
#define PROVIDERS     3 /* of an area */

static const char settings_text[] =
    "{\"id\": \"amarras-2026\",\n"
    "\"title\": {\"es\": \"¿A quién está amarrado nuestro trabajo?\", \"en\": \"Whom is our work "
    "tied to?\",\n"
    "\"pt\": \"A quem o nosso trabalho está amarrado?\", \"fr\": \"À qui notre travail est-il "
    "amarré ?\",\n"
    "\"de\": \"An wen ist unsere Arbeit gebunden?\"},\n"
    "\"request\": {\"es\": \"Pedimos que el dinero público pague programas libres que cada "
    "organización pueda alojar en su país.\",\n"
    "\"en\": \"We ask that public money pay for free software that each organization can host in "
    "its own country.\"},\n"
    "\"organizer\": \"Red de Cooperativas y Medios Comunitarios <del Sur>\",\n"
    "\"contact\": \"amarras@example.org\", \"reply\": \"replica@example.org\",\n"
    "\"address\": \"https://example.org/amarras/\",\n"
    "\"rounds\": [\"2026-05\", \"2026-11\"],\n"
    "\"territories\": {\"UY-MO\": {\"es\": \"Montevideo\"}, \"UY-CA\": {\"es\": \"Canelones\"}}}\n";

/* A corporation and how usual it is: of organizations, in tenths of a percent; `grows`: more in the
 * second round; `most`: the highest of its bands. */
struct usual {
    const char *id;
    int service, host, grows;
    unsigned most;
};
static const struct usual usual[CORPORATIONS] = {
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

static const struct {
    const char *id;
    int seen, single;
    const char *providers[PROVIDERS];
} areas[AREAS] = {
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
};

/* ---- answers ---- */

/* 0..999, the same for the same question. */
static unsigned draw(unsigned organization, unsigned what, unsigned salt)
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
    if ((int)draw(organization, what, 1) >= limit)
        return 0;
    unsigned v = 1 + draw(organization, what, 2) * most / 1000;
    unsigned now = draw(organization, what, 2 + round);
    return now < 150 && v > 1 ? v - 1 : now > 850 ? v + 1 : v;
}

struct made {
    struct am_campaign_figures *f;
    const struct am_rules *rules;
    const struct am_corporation *corporations[CORPORATIONS];
    const struct am_category *areas[AREAS];
    const struct am_jurisdiction *countries[COUNTRIES_MAX];
    size_t country_count;
    bool members[CELLS_MAX][ORGANIZATIONS];
};

static unsigned at_most(unsigned value, unsigned most)
{
    return value < most ? value : most;
}

static size_t index_of(const struct made *m, const struct am_corporation *c)
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

static unsigned of_country(const struct made *m, unsigned o, unsigned round,
                           const struct am_jurisdiction *country, bool host)
{
    unsigned sum = 0;
    for (size_t i = 0; i < CORPORATIONS; i++)
        if (m->corporations[i]->parent == country)
            sum += in_ledger(o, round, i, host);
    return at_most(sum, 20);
}

static size_t area_index(const struct made *m, const struct am_category *area)
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
    unsigned by_chance = draw(o, 400 + (unsigned)area, 7);
    unsigned p = 0;
    if ((int)draw(o, 400 + (unsigned)area, 6) >= areas[area].single)
        return PROVIDERS;
    while (p < PROVIDERS - 1 && by_chance >= limits[p])
        p++;
    return areas[area].providers[p] ? p : 0;
}

static unsigned first_of(unsigned o)
{
    unsigned by_chance = draw(o, 500, 1);
    return by_chance < 700 ? 0 : by_chance < 880 ? 1 : by_chance < 980 ? 2 : 3;
}

static unsigned singles(unsigned o)
{
    unsigned count = 0;
    for (size_t a = 0; a < AREAS; a++)
        count +=
            provider_of(o, a) < PROVIDERS && (int)draw(o, 300 + (unsigned)a, 1) < areas[a].seen;
    return count;
}

/* What an organization answers to a variable; -1: it is not asked. */
static int answer(const struct made *m, const struct am_variable *v, unsigned o, unsigned round)
{
    size_t c = v->corporation && v->kind != AM_VAR_AREA_PROVIDER ? index_of(m, v->corporation) : 0;
    size_t a = v->area ? area_index(m, v->area) : 0;
    bool seen = v->area && (int)draw(o, 300 + (unsigned)a, 1) < areas[a].seen;
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
        return seen ? 1 + (int)(draw(o, 300 + (unsigned)a, 2) / 250) : 0;
    case AM_VAR_AREA_SINGLE:
        return !seen ? -1 : provider_of(o, a) < PROVIDERS;
    case AM_VAR_AREA_PROVIDER: {
        unsigned p = provider_of(o, a);
        return !seen ? -1
               : p < PROVIDERS && v->corporation
                   ? strcmp(areas[a].providers[p], v->corporation->id) == 0
                   : 0;
    }
    case AM_VAR_FIRST:
        return first_of(o) == c;
    case AM_VAR_LOST:
        return (int)at_most(7 + v->step * 3 + draw(o, 600, 1) / 200, 20);
    case AM_VAR_SINGLES:
        return (int)singles(o);
    case AM_VAR_NAMED:
        return 16 + (int)draw(o, 601, 1) / 220;
    case AM_VAR_OWNED:
        return 14 + (int)draw(o, 602, 1) / 200;
    case AM_VAR_HOSTED:
        return 17 + (int)draw(o, 603, 1) / 260;
    case AM_VAR_EXTRACTION:
        return 2 + (int)draw(o, 604, 1) / 180;
    case AM_VAR_EXTRACTION_UP:
        return 1 + (int)draw(o, 605, 1) / 300;
    case AM_VAR_NIGHT:
        return 2 + (int)draw(o, 606, 1) / 150;
    case AM_VAR_HOME:
        return draw(o, 607, 1) < 80 ? -1 : 1 + (int)draw(o, 607, 2) / 330;
    case AM_VAR_COUNT:
        break;
    }
    abort();
}

/* ---- what is told of them ---- */

/* Those have a count, and their quartiles are of those that have it; of the others, of all. */
static bool counts_those(enum am_variable_kind kind)
{
    return kind <= AM_VAR_FIRST && kind != AM_VAR_PRESENCE;
}

static bool is_flag(enum am_variable_kind kind)
{
    return kind == AM_VAR_AREA_SINGLE || kind == AM_VAR_AREA_PROVIDER || kind == AM_VAR_FIRST;
}

static struct am_number tell(uint64_t count, uint64_t base)
{
    if (count < N)
        return (struct am_number){AM_TELL_FEWER, N};
    if (count > base - N)
        return (struct am_number){AM_TELL_MOST, base - N + 1};
    return (struct am_number){AM_TELL_ROUNDED, (count + ROUND / 2) / ROUND * ROUND};
}

static int by_value(const void *a, const void *b)
{
    const unsigned *x = a;
    const unsigned *y = b;
    return (*x > *y) - (*x < *y);
}

/* By nearest rank, `q` of 100. */
static struct am_quantile quantile(const unsigned *sorted, size_t count, size_t rank)
{
    bool told = rank > N && rank + N <= count;
    return (struct am_quantile){.told = told, .value = told ? sorted[rank - 1] : 0};
}

static void quartiles(struct am_campaign_figure *out, unsigned *values, size_t count)
{
    double half = 0.98 * sqrt((double)count);
    double middle = (double)count / 2;
    qsort(values, count, sizeof *values, by_value);
    if (count < (size_t)2 * N)
        return;
    out->median = quantile(values, count, (count + 1) / 2);
    if (middle - half >= 1) {
        out->median_low = quantile(values, count, (size_t)(middle - half));
        out->median_high = quantile(values, count, (size_t)ceil(middle + half));
    }
    if (count < (size_t)4 * N)
        return;
    out->q1 = quantile(values, count, (count + 3) / 4);
    out->q3 = quantile(values, count, (3 * count + 3) / 4);
}

static void shares(struct am_campaign_figure *f)
{
    if (f->count.as != AM_TELL_ROUNDED || f->base.as == AM_TELL_FEWER || f->base.n == 0)
        return;
    double p = (double)f->count.n / (double)f->base.n;
    double half = 1.96 * sqrt(p * (1 - p) / (double)f->base.n);
    f->share = (unsigned)lround(p * 1000);
    f->share_low = (unsigned)lround(fmax(p - half, 0) * 1000);
    f->share_high = (unsigned)lround(fmin(p + half, 1) * 1000);
}

static struct am_campaign_figure figure_of(const struct made *m, const struct am_variable *v,
                                           size_t cell)
{
    struct am_campaign_figure f = {.variable = v, .cell = &m->f->cells.at[cell]};
    unsigned values[ORGANIZATIONS];
    size_t asked = 0, have = 0, kept = 0;
    for (unsigned o = 0; o < ORGANIZATIONS; o++) {
        int value = m->members[cell][o] ? answer(m, v, o, f.cell->round) : -1;
        asked += value >= 0;
        have += value > 0;
        if (value > 0 || (value == 0 && !counts_those(v->kind)))
            values[kept++] = (unsigned)value;
    }
    f.base = asked == f.cell->n ? (struct am_number){AM_TELL_ROUNDED, f.cell->n}
                                : tell(asked, f.cell->n);
    f.count = counts_those(v->kind) && f.base.as != AM_TELL_FEWER ? tell(have, asked) : f.base;
    if (f.base.as == AM_TELL_FEWER)
        f.count = f.base;
    if (f.count.as != AM_TELL_FEWER && !is_flag(v->kind))
        quartiles(&f, values, kept);
    if (counts_those(v->kind))
        shares(&f);
    return f;
}

/* ---- cells ---- */

static const char *sector_of(unsigned o)
{
    static const char *const of[] = {"cooperative", "cooperative",     "cooperative",     "union",
                                     "union",       "community-media", "community-media", "school",
                                     "ngo",         "cooperative"};
    return of[draw(o, 1000, 1) / 100];
}

static const char *country_of(unsigned o)
{
    unsigned by_chance = draw(o, 1001, 1);
    return by_chance < 520 ? "UY" : by_chance < 800 ? "AR" : by_chance < 950 ? "BO" : "PY";
}

static const char *territory_of(unsigned o)
{
    if (strcmp(country_of(o), "UY") != 0)
        return "";
    return draw(o, 1002, 1) < 620 ? "UY-MO" : "UY-CA";
}

static const char *size_of(unsigned o)
{
    static const char *const of[] = {"1-9",   "1-9",   "1-9",    "10-49",  "10-49",
                                     "10-49", "10-49", "50-249", "50-249", "250+"};
    return of[draw(o, 1003, 1) / 100];
}

static bool took_part(unsigned o, unsigned round)
{
    return round == 1 ? o < 48 : o >= 10;
}

typedef const char *(*dimension_fn)(unsigned o);
static const dimension_fn dimensions[AM_CELL_KINDS] = {[AM_CELL_SECTOR] = sector_of,
                                                       [AM_CELL_COUNTRY] = country_of,
                                                       [AM_CELL_TERRITORY] = territory_of,
                                                       [AM_CELL_SIZE] = size_of};

static void add_cell(struct made *m, enum am_cell_kind kind, unsigned round, const char *value,
                     const bool members[ORGANIZATIONS])
{
    static const char *const names[] = {"all", "sector", "country", "territory", "size", "same"};
    struct am_cell *c = &m->f->cells.at[m->f->cells.count];
    for (unsigned o = 0; o < ORGANIZATIONS; o++)
        c->n += members[o];
    if (c->n < N)
        abort();
    c->kind = kind;
    c->round = round;
    c->other = kind == AM_CELL_SAME ? 3 - round : 0;
    c->value = value;
    if (value)
        (void)snprintf(c->id, sizeof c->id, "%u/%s/%s", round, names[kind], value);
    else if (kind == AM_CELL_SAME)
        (void)snprintf(c->id, sizeof c->id, "%u/%s/%u", round, names[kind], c->other);
    else
        (void)snprintf(c->id, sizeof c->id, "%u/%s", round, names[kind]);
    memcpy(m->members[m->f->cells.count++], members, sizeof m->members[0]);
}

/* Values of fewer than N go into "other". */
static void add_breakdown(struct made *m, enum am_cell_kind kind, unsigned round,
                          const char *const *values)
{
    bool other[ORGANIZATIONS];
    size_t first = m->f->cells.count;
    for (unsigned o = 0; o < ORGANIZATIONS; o++)
        other[o] = took_part(o, round);
    for (size_t v = 0; values[v]; v++) {
        bool members[ORGANIZATIONS] = {false};
        size_t n = 0;
        for (unsigned o = 0; o < ORGANIZATIONS; o++) {
            members[o] = took_part(o, round) && strcmp(dimensions[kind](o), values[v]) == 0;
            n += members[o];
        }
        for (unsigned o = 0; n >= N && o < ORGANIZATIONS; o++)
            other[o] = other[o] && !members[o];
        if (n >= N)
            add_cell(m, kind, round, values[v], members);
    }
    for (size_t i = first; i + 1 < m->f->cells.count; i++)
        for (size_t k = i + 1; k < m->f->cells.count; k++)
            if (m->f->cells.at[k].n > m->f->cells.at[i].n) {
                bool members[ORGANIZATIONS];
                struct am_cell cell = m->f->cells.at[i];
                m->f->cells.at[i] = m->f->cells.at[k];
                m->f->cells.at[k] = cell;
                memcpy(members, m->members[i], sizeof members);
                memcpy(m->members[i], m->members[k], sizeof members);
                memcpy(m->members[k], members, sizeof members);
            }
    add_cell(m, kind, round, "other", other);
}

static void make_cells(struct made *m)
{
    static const char *const sectors[] = {"cooperative", "union", "community-media", "school",
                                          NULL};
    static const char *const countries[] = {"UY", "AR", NULL};
    static const char *const territories[] = {"UY-MO", "UY-CA", NULL};
    static const char *const sizes[] = {"1-9", "10-49", "50-249", NULL};
    m->f->cells.at = am_pool_take(&m->f->pool, CELLS_MAX, sizeof *m->f->cells.at);
    for (unsigned round = 1; round <= 2; round++) {
        bool all[ORGANIZATIONS], same[ORGANIZATIONS];
        for (unsigned o = 0; o < ORGANIZATIONS; o++) {
            all[o] = took_part(o, round);
            same[o] = took_part(o, 1) && took_part(o, 2);
        }
        add_cell(m, AM_CELL_ALL, round, NULL, all);
        add_breakdown(m, AM_CELL_SECTOR, round, sectors);
        add_breakdown(m, AM_CELL_COUNTRY, round, countries);
        if (round == 2)
            add_breakdown(m, AM_CELL_TERRITORY, round, territories);
        add_breakdown(m, AM_CELL_SIZE, round, sizes);
        add_cell(m, AM_CELL_SAME, round, NULL, same);
    }
}

/* ---- variables ---- */

static void add_variable(struct made *m, struct am_variable v)
{
    if (m->f->variables.count == VARIABLES_MAX)
        abort();
    m->f->variables.at[m->f->variables.count++] = v;
}

static void add_areas(struct made *m, struct am_variable v)
{
    for (size_t i = 0; i < AREAS; i++) {
        v.area = m->areas[i];
        if (v.kind != AM_VAR_AREA_PROVIDER)
            add_variable(m, v);
        for (size_t p = 0; v.kind == AM_VAR_AREA_PROVIDER && p < PROVIDERS; p++) {
            v.corporation = areas[i].providers[p]
                                ? am_rules_corporation(m->rules, areas[i].providers[p])
                                : NULL;
            if (v.corporation)
                add_variable(m, v);
        }
    }
}

static void add_kind(struct made *m, struct am_variable v)
{
    static const char *const first[] = {"alphabet", "microsoft", "meta", "amazon"};
    if (v.kind == AM_VAR_AREA || v.kind == AM_VAR_AREA_SINGLE || v.kind == AM_VAR_AREA_PROVIDER) {
        add_areas(m, v);
        return;
    }
    size_t count = v.kind <= AM_VAR_PRESENCE   ? CORPORATIONS
                   : v.kind <= AM_VAR_LAW_HOST ? m->country_count
                   : v.kind == AM_VAR_FIRST    ? sizeof first / sizeof *first
                   : v.kind == AM_VAR_LOST     ? 3
                                               : 1;
    for (size_t i = 0; i < count; i++) {
        if (v.kind <= AM_VAR_PRESENCE)
            v.corporation = m->corporations[i];
        else if (v.kind <= AM_VAR_LAW_HOST)
            v.country = m->countries[i];
        else if (v.kind == AM_VAR_FIRST)
            v.corporation = am_rules_corporation(m->rules, first[i]);
        else if (v.kind == AM_VAR_LOST)
            v.step = (unsigned)i + 1;
        add_variable(m, v);
    }
}

static void make_variables(struct made *m)
{
    m->f->variables.at = am_pool_take(&m->f->pool, VARIABLES_MAX, sizeof *m->f->variables.at);
    for (int kind = 0; kind < AM_VAR_COUNT; kind++)
        add_kind(m, (struct am_variable){.kind = (enum am_variable_kind)kind});
}

/* ---- figures ---- */

static bool hidden(const struct am_campaign_figure *f)
{
    return f->count.as == AM_TELL_FEWER || f->count.as == AM_TELL_WITHHELD;
}

/* Where one value of a breakdown is alone not told, the smallest that is told joins it. */
static void withhold(struct am_campaign_figure *const *row, const struct am_campaign_figures *f)
{
    for (size_t from = 0; from < f->cells.count;) {
        const struct am_cell *c = &f->cells.at[from];
        size_t to = from, alone = 0;
        struct am_campaign_figure *least = NULL;
        for (; to < f->cells.count && f->cells.at[to].kind == c->kind &&
               f->cells.at[to].round == c->round;
             to++) {
            alone += hidden(row[to]);
            if (row[to]->count.as == AM_TELL_ROUNDED &&
                (!least || row[to]->count.n < least->count.n))
                least = row[to];
        }
        if (c->kind >= AM_CELL_SECTOR && c->kind <= AM_CELL_SIZE && alone == 1 && least) {
            least->count = (struct am_number){AM_TELL_WITHHELD, 0};
            least->share = least->share_low = least->share_high = 0;
            least->q1.told = least->median.told = least->q3.told = false;
            least->median_low.told = least->median_high.told = false;
        }
        from = to;
    }
}

static uint64_t weight(const struct am_number *n)
{
    return n->as == AM_TELL_WITHHELD ? 0 : n->as == AM_TELL_FEWER ? 1 : n->n + 2;
}

static int by_cell_and_count(const void *a, const void *b)
{
    const struct am_campaign_figure *x = a;
    const struct am_campaign_figure *y = b;
    uint64_t p = weight(&x->count);
    uint64_t q = weight(&y->count);
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->variable->kind != y->variable->kind)
        return x->variable->kind < y->variable->kind ? -1 : 1;
    if (counts_those(x->variable->kind) && p != q)
        return p < q ? 1 : -1;
    return (x->variable > y->variable) - (x->variable < y->variable);
}

/* What is below N in all of a round is not listed in any of its cells. */
static bool is_listed(const struct made *m, const struct am_campaign_figure *f)
{
    struct am_variable either = *f->variable;
    either.kind = AM_VAR_EITHER;
    return f->variable->kind == AM_VAR_PRESENCE
               ? figure_of(m, &either, (size_t)(f->cell - m->f->cells.at)).count.as != AM_TELL_FEWER
               : f->count.as != AM_TELL_FEWER;
}

static void make_figures(struct made *m)
{
    struct am_campaign_figures *f = m->f;
    f->figures.at =
        am_pool_take(&f->pool, f->cells.count * f->variables.count, sizeof *f->figures.at);
    for (size_t v = 0; v < f->variables.count; v++) {
        struct am_campaign_figure *row[CELLS_MAX];
        size_t before = f->figures.count;
        bool listed[3] = {false};
        for (size_t c = 0; c < f->cells.count; c++) {
            struct am_campaign_figure one = figure_of(m, &f->variables.at[v], c);
            if (one.cell->kind == AM_CELL_ALL)
                listed[one.cell->round] = is_listed(m, &one);
            row[c] = &f->figures.at[f->figures.count];
            f->figures.at[f->figures.count++] = one;
        }
        withhold(row, f);
        size_t kept = before;
        for (size_t i = before; i < f->figures.count; i++)
            if (listed[f->figures.at[i].cell->round] && f->figures.at[i].base.as != AM_TELL_FEWER)
                f->figures.at[kept++] = f->figures.at[i];
        f->figures.count = kept;
    }
    qsort(f->figures.at, f->figures.count, sizeof *f->figures.at, by_cell_and_count);
    for (size_t i = 0; i < f->figures.count; i++) {
        f->told += counts_those(f->figures.at[i].variable->kind);
        f->withheld += f->figures.at[i].count.as == AM_TELL_WITHHELD;
    }
}

/* ---- all of it ---- */

static void find_things(struct made *m)
{
    static struct am_corporation arabic = {
        .id = "sample-arabic",
        .name = "شركة الأفق المتحدة للاتصالات والخدمات الرقمية والحوسبة السحابية",
        .kind = "telecom"};
    static struct am_corporation chinese = {
        .id = "sample-chinese", .name = "深圳市云端数据服务股份有限公司", .kind = "big-tech"};
    arabic.parent = am_rules_jurisdiction(m->rules, "AE");
    chinese.parent = am_rules_jurisdiction(m->rules, "CN");
    for (size_t i = 0; i < CORPORATIONS; i++) {
        const struct am_corporation *c = i == CORPORATIONS - 2 ? &arabic
                                         : i == CORPORATIONS - 1
                                             ? &chinese
                                             : am_rules_corporation(m->rules, usual[i].id);
        if (!c) {
            (void)fprintf(stderr, "the dataset has no corporation '%s'\n", usual[i].id);
            abort();
        }
        m->corporations[i] = c;
        bool there = !c->parent;
        for (size_t k = 0; k < m->country_count; k++)
            there = there || m->countries[k] == c->parent;
        if (!there && m->country_count < COUNTRIES_MAX)
            m->countries[m->country_count++] = c->parent;
    }
    for (size_t i = 0; i < AREAS; i++)
        m->areas[i] = am_rules_category(m->rules, areas[i].id);
}

void campaign_sample_open(struct campaign_sample *out)
{
    static const struct am_knowledge_options own = {0};
    struct am_problem problem = {0};
    struct campaign_sample s = {0};
    static struct made m;
    struct am_bytes text = {(const uint8_t *)settings_text, sizeof settings_text - 1};
    if (am_rules_open(&own, &s.rules, &problem) != AM_OK ||
        am_settings_parse(text, "campaign.json", &s.settings, &problem) != AM_OK) {
        (void)am_problem_print(&problem);
        exit(1);
    }
    s.figures = calloc(1, sizeof *s.figures);
    m = (struct made){.f = s.figures, .rules = s.rules};
    if (!s.figures)
        exit(1);
    am_pool_init(&s.figures->pool, (size_t)64 << 20);
    find_things(&m);
    make_cells(&m);
    make_variables(&m);
    make_figures(&m);
    s.figures->settings = s.settings;
    s.figures->dataset = "2026.11.24-1a2b3c4d";
    s.figures->dataset_oldest = "2026.05.02-99aa00bb";
    s.figures->dataset_newest = "2026.11.24-1a2b3c4d";
    s.figures->edition = 2;
    s.figures->day = "2026-11-28";
    s.figures->held = 3;
    s.figures->month_from = 2026 * 12 + 4;
    s.figures->month_to = 2026 * 12 + 10;
    for (unsigned o = 0; o < ORGANIZATIONS; o++)
        s.figures->shares += took_part(o, 1) + took_part(o, 2);
    if (am_pool_status(&s.figures->pool) != AM_OK)
        exit(1);
    *out = s;
}

void campaign_sample_done(struct campaign_sample *s)
{
    if (s->figures)
        am_pool_done(&s->figures->pool);
    free(s->figures);
    am_settings_free(s->settings);
    am_rules_free(s->rules);
    *s = (struct campaign_sample){0};
}
