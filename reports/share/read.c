/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON that claims to be a share, taken apart strictly. */
#include <stdlib.h>
#include <string.h>

#include "members.h"
#include "share/form.h"
#include "share/share.h"
#include "share/tell.h"

#define POOL_MAX    ((size_t)8 << 20)
#define PROGRAM_MAX 40 /* bytes */
#define FOLD_MAX    100000
#define LOWER       "abcdefghijklmnopqrstuvwxyz"
#define DIGITS      "0123456789"

struct reading {
    struct am_members r;
    struct am_share *s;
};

static void fail(struct reading *g, const char *key, const char *what)
{
    am_members_fail(&g->r, AM_E_MALFORMED, key, "%s", what);
}

static const char *keep(struct reading *g, const char *text)
{
    char *copy = text ? am_pool_text(&g->s->pool, text, strlen(text)) : NULL;
    if (text && !copy)
        am_members_fail(&g->r, am_pool_status(&g->s->pool), NULL, "out of memory");
    return copy;
}

static void *take(struct reading *g, size_t count, size_t size)
{
    void *at = am_pool_take(&g->s->pool, count + 1, size);
    if (!at)
        am_members_fail(&g->r, am_pool_status(&g->s->pool), NULL, "out of memory");
    return at;
}

static bool is_of(const char *text, const char *letters, size_t most)
{
    size_t len = strlen(text);
    return len > 0 && len <= most && strspn(text, letters) == len;
}

/* An id of the dataset; "declared" is an organization's own. */
static const char *take_id(struct reading *g, json_t *o, const char *key, bool optional)
{
    const char *id = am_member_text(&g->r, o, key, optional);
    if (id && (!is_of(id, LOWER DIGITS "-", AM_SHARE_ID) || strcmp(id, "declared") == 0))
        fail(g, key, "must be an id of the dataset");
    return keep(g, id);
}

/* One or two whole numbers. */
static size_t take_pair(struct reading *g, json_t *o, const char *key, unsigned out[2])
{
    json_t *list = am_member_list(&g->r, o, key, 2, false);
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count; i++) {
        const json_t *n = json_array_get(list, i);
        json_int_t value = json_integer_value(n);
        if (!json_is_integer(n) || value < 0 || value > 1000)
            return 0;
        out[i] = (unsigned)value;
    }
    return count;
}

static struct am_band take_band(struct reading *g, json_t *o, const char *key)
{
    unsigned at[2] = {0};
    bool two = take_pair(g, o, key, at) == 2;
    bool step = at[0] % AM_BAND_STEP == 0 && at[1] == at[0] + AM_BAND_STEP && at[1] <= 100;
    bool end = at[0] == at[1] && (at[0] == 0 || at[0] == 100);
    if (!two || (!step && !end))
        fail(g, key, "must be a band: [0, 0], [0, 5] ... [95, 100], [100, 100]");
    return (struct am_band){at[0], at[1]};
}

static struct am_range take_range(struct reading *g, json_t *o, const char *key,
                                  int (*is_one)(struct am_range))
{
    unsigned at[2] = {0};
    size_t count = take_pair(g, o, key, at);
    struct am_range r = {at[0], count == 2 ? at[1] : 0};
    if (count == 0 || (count == 2 && r.to == 0) || !is_one(r))
        fail(g, key, "must be one of the bands of docs/share.md, such as [5, 9]");
    return r;
}

static int32_t take_month(struct reading *g, json_t *o, const char *key)
{
    const char *text = am_member_text(&g->r, o, key, false);
    int year = 0;
    int month = 0;
    if (!text)
        return 0;
    bool good = strlen(text) == 7 && text[4] == '-';
    for (size_t i = 0; good && i < 7; i++)
        good = i == 4 || (text[i] >= '0' && text[i] <= '9');
    for (size_t i = 0; good && i < 4; i++)
        year = year * 10 + (text[i] - '0');
    if (good)
        month = (text[5] - '0') * 10 + (text[6] - '0');
    if (!good || year < 1970 || month < 1 || month > 12)
        fail(g, key, "must be a month, such as \"2026-11\"");
    return year * 12 + month - 1;
}

/* --- what the organization says --- */

static const char *take_about(struct reading *g, json_t *o, const char *key, bool optional,
                              const char *(*fault)(const char *))
{
    const char *text = am_member_text(&g->r, o, key, optional);
    const char *wrong = text ? fault(text) : NULL;
    if (wrong)
        fail(g, key, wrong);
    return keep(g, text);
}

static void read_about(struct reading *g, json_t *o)
{
    struct am_share_about *a = &g->s->about;
    a->campaign = take_about(g, o, "campaign", false, am_share_campaign_fault);
    a->country = take_about(g, o, "country", true, am_share_country_fault);
    a->sector = take_about(g, o, "sector", true, am_share_sector_fault);
    a->size = take_about(g, o, "size", true, am_share_size_fault);
    a->note = take_about(g, o, "note", true, am_share_note_fault);
    const char *territory = am_member_text(&g->r, o, "territory", true);
    const char *wrong = territory ? am_share_territory_fault(territory, a->country) : NULL;
    if (wrong)
        fail(g, "territory", wrong);
    a->territory = keep(g, territory);
}

/* --- what the scan was --- */

static void read_period(struct reading *g, json_t *o)
{
    static const char *const known[] = {"from", "to", "days", NULL};
    json_t *period = am_member_object(&g->r, o, "period", false);
    if (!period)
        return;
    am_strict_enter(&g->r.strict, "period", 0);
    am_members_known(&g->r, period, known);
    g->s->from = take_month(g, period, "from");
    g->s->to = take_month(g, period, "to");
    g->s->days = take_range(g, period, "days", am_range_is_days);
    if (g->s->to < g->s->from)
        fail(g, "to", "is before \"from\"");
    am_strict_leave(&g->r.strict);
}

static void read_vantage(struct reading *g, json_t *o)
{
    const char *text = am_member_text(&g->r, o, "vantage", true);
    if (text && (!text[0] || !am_share_vantage(text)))
        fail(g, "vantage", "must be a verdict of docs/share.md");
    g->s->vantage = text ? keep(g, text) : "";
}

/* In their order, each once. */
static void read_trial(struct reading *g, json_t *o)
{
    json_t *list = am_member_list(&g->r, o, "trial", AM_SHARE_TRIALS, false);
    size_t next = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        while (text && next < AM_SHARE_TRIALS && strcmp(am_share_trials[next], text) != 0)
            next++;
        if (!text || next == AM_SHARE_TRIALS) {
            fail(g, "trial", "must be of days, devices, contacts, unattributed, in this order");
            return;
        }
        g->s->trial |= 1u << next++;
    }
}

static void read_scan(struct reading *g, json_t *o)
{
    const char *program = am_member_text(&g->r, o, "program", false);
    const char *dataset = am_member_text(&g->r, o, "dataset", false);
    if (program && (!is_of(program, LOWER DIGITS " .-+~", PROGRAM_MAX)))
        fail(g, "program", "must be a name and a version");
    if (dataset && !is_of(dataset, LOWER DIGITS ".-", PROGRAM_MAX))
        fail(g, "dataset", "must be a version of the dataset");
    g->s->program = keep(g, program);
    g->s->dataset = keep(g, dataset);
    read_period(g, o);
    g->s->devices = take_range(g, o, "devices", am_range_is_devices);
    g->s->fold_below = (unsigned)am_member_whole(&g->r, o, "fold_below", AM_SHARE_FOLD, FOLD_MAX);
    read_vantage(g, o);
    read_trial(g, o);
}

/* --- figures --- */

static void read_coverage(struct reading *g, json_t *o)
{
    static const char *const known[] = {"named", "service", "host", NULL};
    json_t *c = am_member_object(&g->r, o, "coverage", false);
    am_strict_enter(&g->r.strict, "coverage", 0);
    am_members_known(&g->r, c, known);
    g->s->named = take_band(g, c, "named");
    g->s->owned = take_band(g, c, "service");
    g->s->hosted = take_band(g, c, "host");
    am_strict_leave(&g->r.strict);
}

static void read_extraction(struct reading *g, json_t *o)
{
    static const char *const known[] = {"contacts", "up", NULL};
    json_t *e = am_member_object(&g->r, o, "extraction", false);
    am_strict_enter(&g->r.strict, "extraction", 0);
    am_members_known(&g->r, e, known);
    g->s->extraction = take_band(g, e, "contacts");
    g->s->extraction_up = take_band(g, e, "up");
    am_strict_leave(&g->r.strict);
}

static void read_ledgers(struct reading *g, json_t *o, const char *key, struct am_band *service,
                         struct am_band *host)
{
    static const char *const known[] = {"service", "host", NULL};
    json_t *ledgers = am_member_object(&g->r, o, key, false);
    am_strict_enter(&g->r.strict, key, 0);
    am_members_known(&g->r, ledgers, known);
    *service = take_band(g, ledgers, "service");
    *host = take_band(g, ledgers, "host");
    am_strict_leave(&g->r.strict);
}

static void read_rest(struct reading *g, json_t *o)
{
    static const char *const known[] = {"corporations", "countries", NULL};
    json_t *rest = am_member_object(&g->r, o, "rest", false);
    am_strict_enter(&g->r.strict, "rest", 0);
    am_members_known(&g->r, rest, known);
    read_ledgers(g, rest, "corporations", &g->s->rest_service, &g->s->rest_host);
    read_ledgers(g, rest, "countries", &g->s->other_service, &g->s->other_host);
    am_strict_leave(&g->r.strict);
}

static void read_figures(struct reading *g, json_t *o)
{
    read_coverage(g, o);
    read_extraction(g, o);
    g->s->night = take_band(g, o, "night");
    g->s->at_home = g->r.status == AM_OK && json_object_get(o, "home");
    if (g->s->at_home)
        g->s->home = take_band(g, o, "home");
    if (g->s->at_home && !g->s->about.country)
        fail(g, "home", "must stand with the country");
    read_rest(g, o);
}

/* --- lists --- */

static bool is_told(const struct am_share *s, const char *id)
{
    size_t low = 0;
    size_t high = s->corporations.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(s->corporations.at[middle].id, id);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* A corporation that is named elsewhere is one of those that are told. */
static const char *take_told(struct reading *g, json_t *o, const char *key, bool optional)
{
    const char *id = take_id(g, o, key, optional);
    if (id && g->r.status == AM_OK && !is_told(g->s, id))
        fail(g, key, "is none of the corporations of this share");
    return id;
}

static void check_order(struct reading *g, const char *before, const char *id)
{
    if (g->r.status == AM_OK && before && strcmp(before, id) >= 0)
        fail(g, "id", "must come after the one before it: lists are in order, each thing once");
}

static const char *read_corporation(struct reading *g, json_t *o, const char *before)
{
    static const char *const known[] = {"id", "service", "host", "either", "presence", NULL};
    struct am_share_corporation *c = &g->s->corporations.at[g->s->corporations.count];
    am_members_known(&g->r, o, known);
    c->id = take_id(g, o, "id", false);
    c->service = take_band(g, o, "service");
    c->host = take_band(g, o, "host");
    c->either = take_band(g, o, "either");
    c->presence = take_band(g, o, "presence");
    check_order(g, before, c->id);
    if (c->either.from < c->service.from || c->either.from < c->host.from ||
        c->either.to < c->service.to || c->either.to < c->host.to)
        fail(g, "either", "is less than one of the two ledgers that it is made of");
    g->s->corporations.count++;
    return c->id;
}

static const char *read_area(struct reading *g, json_t *o, const char *before)
{
    static const char *const known[] = {"id", "contacts", "provider", "essential", NULL};
    struct am_share_area *a = &g->s->areas.at[g->s->areas.count++];
    am_members_known(&g->r, o, known);
    a->category = take_id(g, o, "id", false);
    a->contacts = take_band(g, o, "contacts");
    a->provider = take_told(g, o, "provider", true);
    a->essential = am_member_flag(&g->r, o, "essential");
    check_order(g, before, a->category);
    return a->category;
}

static const char *read_country(struct reading *g, json_t *o, const char *before)
{
    static const char *const known[] = {"id", "service", "host", NULL};
    struct am_share_country *c = &g->s->countries.at[g->s->countries.count++];
    am_members_known(&g->r, o, known);
    c->code = take_about(g, o, "id", false, am_share_country_fault);
    c->service = take_band(g, o, "service");
    c->host = take_band(g, o, "host");
    check_order(g, before, c->code);
    return c->code;
}

static const char *read_step(struct reading *g, json_t *o, const char *before)
{
    static const char *const known[] = {"corporation", "lost", NULL};
    struct am_share_step *step = &g->s->steps.at[g->s->steps.count];
    am_members_known(&g->r, o, known);
    step->corporation = take_told(g, o, "corporation", false);
    step->lost = take_band(g, o, "lost");
    if (before && step->lost.from < step[-1].lost.from)
        fail(g, "lost", "is less than one step before");
    for (size_t i = 0; g->r.status == AM_OK && i < g->s->steps.count; i++)
        if (strcmp(g->s->steps.at[i].corporation, step->corporation) == 0)
            fail(g, "corporation", "is gone already, a step before");
    g->s->steps.count++;
    return step->corporation;
}

/* Each element, with the id of the one before it. */
static void read_each(struct reading *g, json_t *list, const char *key,
                      const char *(*read)(struct reading *, json_t *, const char *))
{
    const char *before = NULL;
    am_strict_enter(&g->r.strict, key, 0);
    for (size_t i = 0; g->r.status == AM_OK && i < json_array_size(list); i++) {
        json_t *o = json_array_get(list, i);
        am_strict_enter(&g->r.strict, NULL, i);
        if (json_is_object(o))
            before = read(g, o, before);
        else
            fail(g, NULL, "must be an object, { ... }");
        am_strict_leave(&g->r.strict);
    }
    am_strict_leave(&g->r.strict);
}

static json_t *list_of(struct reading *g, json_t *o, const char *key, size_t most, size_t size,
                       void **out)
{
    json_t *list = am_member_list(&g->r, o, key, most, false);
    *out = take(g, json_array_size(list), size);
    return list;
}

static void read_lists(struct reading *g, json_t *o)
{
    struct am_share *s = g->s;
    void *at;
    json_t *list = list_of(g, o, "corporations", AM_SHARE_LINES, sizeof *s->corporations.at, &at);
    s->corporations.at = at;
    read_each(g, list, "corporations", read_corporation);
    list = list_of(g, o, "areas", AM_SHARE_LINES, sizeof *s->areas.at, &at);
    s->areas.at = at;
    read_each(g, list, "areas", read_area);
    list = list_of(g, o, "countries", AM_SHARE_LINES, sizeof *s->countries.at, &at);
    s->countries.at = at;
    read_each(g, list, "countries", read_country);
    list = list_of(g, o, "cut_off", AM_CUTS_MAX, sizeof *s->steps.at, &at);
    s->steps.at = at;
    read_each(g, list, "cut_off", read_step);
}

/* --- the whole --- */

static void read_version(struct reading *g, json_t *o)
{
    json_int_t method = json_integer_value(json_object_get(o, "method"));
    am_form_version(&g->r, o, AM_SHARE_SCHEMA, AM_SHARE_VERSION);
    if (method > AM_SHARE_METHOD)
        am_members_fail(&g->r, AM_E_LIMIT, NULL,
                        "made by a newer amarra (method %" JSON_INTEGER_FORMAT "): update amarra",
                        method);
    g->s->method = (unsigned)am_member_whole(&g->r, o, "method", 1, AM_SHARE_METHOD);
}

static void read_content(struct reading *g, json_t *o)
{
    static const char *const known[] = {
        "schema",    "method",   "program",    "dataset", "campaign", "country",      "territory",
        "sector",    "size",     "note",       "period",  "devices",  "fold_below",   "vantage",
        "trial",     "coverage", "extraction", "night",   "home",     "corporations", "areas",
        "countries", "cut_off",  "rest",       NULL,
    };
    read_version(g, o);
    am_members_known(&g->r, o, known);
    read_about(g, o);
    read_scan(g, o);
    read_figures(g, o);
    read_lists(g, o);
}

enum am_status am_share_parse(json_t *content, struct am_bytes text, const char *file,
                              struct am_share **out, struct am_problem *problem)
{
    struct reading g = {.r.strict = {.file = file, .text = text, .problem = problem},
                        .s = calloc(1, sizeof *g.s)};
    if (!g.s)
        return am_problem_set(problem, AM_E_NO_MEMORY, file, 0, "out of memory");
    am_pool_init(&g.s->pool, POOL_MAX);
    if (json_is_object(content))
        read_content(&g, content);
    else
        fail(&g, NULL, "must be an object, { ... }");
    if (g.r.status != AM_OK) {
        am_share_free(g.s);
        return g.r.status;
    }
    *out = g.s;
    return AM_OK;
}
