/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/settings.h"

#include <stdlib.h>
#include <string.h>

#include "pool.h"
#include "strict.h"

#define POOL_BYTES      ((size_t)8 << 20)
#define TITLE_MAX       90  /* columns: a line of a page, two of a poster */
#define REQUEST_MAX     300 /* columns */
#define WHO_MAX         200 /* columns */
#define NAME_MAX        80  /* columns */
#define ADDRESS_MAX     300 /* bytes */
#define TERRITORIES_MAX 2000
#define AT_LEAST_MIN    3 /* of two, each knows the other's */
#define AT_LEAST_MAX    1000
#define DOMINANCE_MIN   10
#define DOMINANCE_MAX   100
#define DATASET_DAY     10 /* "2026.11.24" */
#define YEAR_MIN        2020
#define YEAR_MAX        2100
#define MONTHS          12

struct reading {
    struct am_strict in;
    json_t *root;
    struct am_settings *out;
};

static const char *keep(const struct reading *r, const char *text)
{
    return am_pool_text(&r->out->pool, text, strlen(text));
}

static bool is_one_of(const char *text, const char *allowed)
{
    return text[0] && text[strspn(text, allowed)] == '\0';
}

static enum am_status take_id(struct reading *r)
{
    json_t *value = json_object_get(r->root, "id");
    const char *id = json_is_string(value) ? json_string_value(value) : "";
    if (!value)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, NULL,
                               "it needs an 'id' such as \"amarras-2026\", which shares carry");
    const char *fault = am_share_campaign_fault(id);
    if (fault)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "id", "%s", fault);
    r->out->id = keep(r, id);
    return AM_OK;
}

static enum am_status take_by_language(struct reading *r, const char *key, json_t *value,
                                       size_t most, const char *out[AM_LANG_COUNT])
{
    const char *texts[AM_LANG_COUNT] = {0};
    enum am_status status = am_strict_texts(&r->in, key, value, most, texts);
    for (size_t l = 0; l < AM_LANG_COUNT && status == AM_OK; l++)
        out[l] = texts[l] ? keep(r, texts[l]) : NULL;
    return status;
}

static enum am_status take_texts(struct reading *r)
{
    json_t *title = json_object_get(r->root, "title");
    json_t *request = json_object_get(r->root, "request");
    if (!title)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, NULL,
                               "it needs a 'title' such as {\"es\": \"...\", \"en\": \"...\"}");
    enum am_status status = take_by_language(r, "title", title, TITLE_MAX, r->out->title);
    if (status == AM_OK && request)
        status = take_by_language(r, "request", request, REQUEST_MAX, r->out->request);
    return status;
}

static enum am_status take_line(struct reading *r, const char *key, bool needed, const char **out)
{
    json_t *value = json_object_get(r->root, key);
    if (!value && needed)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, NULL,
                               "it needs '%s', a line that is published", key);
    if (!value)
        return AM_OK;
    enum am_status status = am_strict_line(&r->in, key, value, WHO_MAX);
    if (status == AM_OK)
        *out = keep(r, json_string_value(value));
    return status;
}

static enum am_status take_who(struct reading *r)
{
    enum am_status status = take_line(r, "organizer", true, &r->out->organizer);
    if (status == AM_OK)
        status = take_line(r, "contact", true, &r->out->contact);
    if (status == AM_OK)
        status = take_line(r, "reply", false, &r->out->reply);
    return status;
}

/* It stands in pages, data and pictures: nothing in it that any of them would have to escape. */
static bool is_address(const char *text)
{
    const char *rest = strncmp(text, "https://", 8) == 0  ? text + 8
                       : strncmp(text, "http://", 7) == 0 ? text + 7
                                                          : "";
    return strlen(text) <= ADDRESS_MAX && rest[0] != '/' &&
           is_one_of(rest,
                     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                     "-._~:/?#@!$()*+,;=%");
}

static enum am_status take_address(struct reading *r)
{
    json_t *value = json_object_get(r->root, "address");
    const char *text = json_string_value(value);
    if (!value)
        return AM_OK;
    if (!text || !is_address(text))
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "address",
                               "must be a web address such as \"https://example.org/amarras/\", "
                               "of %d bytes at most",
                               ADDRESS_MAX);
    r->out->address = keep(r, text);
    return AM_OK;
}

/* The day is what tells an older dataset from a newer one; a digest after it may stand. */
static enum am_status take_dataset(struct reading *r)
{
    json_t *value = json_object_get(r->root, "dataset");
    const char *text = json_string_value(value);
    if (!value)
        return AM_OK;
    char day[DATASET_DAY + 1] = "";
    bool good = text && strlen(text) >= DATASET_DAY && strlen(text) < 64 &&
                is_one_of(text, "0123456789abcdef.-") &&
                (text[DATASET_DAY] == '\0' || text[DATASET_DAY] == '-');
    int32_t days;
    if (good) {
        memcpy(day, text, DATASET_DAY);
        good = day[4] == '.' && day[7] == '.';
        day[4] = day[7] = '-';
    }
    if (!good || !am_rules_day(day, &days))
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "dataset",
                               "must be a version such as \"2026.11.24\" (amarra dataset info "
                               "tells the one installed)");
    r->out->dataset = keep(r, text);
    return AM_OK;
}

static enum am_status take_number(const struct reading *r, const char *key, unsigned least,
                                  unsigned most, unsigned *out)
{
    json_t *value = json_object_get(r->root, key);
    if (!value)
        return AM_OK;
    json_int_t n = json_is_integer(value) ? json_integer_value(value) : -1;
    if (n < (json_int_t)least || n > (json_int_t)most)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, key, "must be a whole number from %u to %u",
                               least, most);
    *out = (unsigned)n;
    return AM_OK;
}

static enum am_status take_protection(struct reading *r)
{
    struct am_settings *s = r->out;
    json_t *trials = json_object_get(r->root, "trials");
    enum am_status status = take_number(r, "at_least", AT_LEAST_MIN, AT_LEAST_MAX, &s->at_least);
    if (status != AM_OK)
        return status;
    if (s->round_to > s->at_least)
        s->round_to = s->at_least;
    /* Of a coarser one, a count that may be told would be rounded to none. */
    status = take_number(r, "round_to", 1, s->at_least, &s->round_to);
    if (status == AM_OK)
        status = take_number(r, "dominance", DOMINANCE_MIN, DOMINANCE_MAX, &s->dominance);
    if (status == AM_OK && trials && !json_is_boolean(trials))
        status = am_strict_wrong(&r->in, AM_E_MALFORMED, "trials", "must be true or false");
    if (status == AM_OK)
        s->trials = json_is_true(trials);
    return status;
}

/* "2026-11" */
static bool month_of(const char *text, int32_t *out)
{
    char day[16];
    int32_t days;
    if (!text || strlen(text) != 7)
        return false;
    (void)snprintf(day, sizeof day, "%s-01", text);
    if (!am_rules_day(day, &days))
        return false;
    int32_t year = (int32_t)strtol(text, NULL, 10);
    *out = year * MONTHS + (int32_t)strtol(text + 5, NULL, 10) - 1;
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

static enum am_status take_rounds(struct reading *r)
{
    json_t *list = json_object_get(r->root, "rounds");
    size_t count = json_array_size(list);
    if (count == 0)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, list ? "rounds" : NULL,
                               "it needs 'rounds', a list of first months such as [\"2026-11\"]");
    if (count > AM_CAMPAIGN_ROUNDS)
        return am_strict_wrong(&r->in, AM_E_LIMIT, "rounds", "at most %d of them",
                               AM_CAMPAIGN_ROUNDS);
    am_strict_enter(&r->in, "rounds", 0);
    for (size_t i = 0; i < count; i++) {
        int32_t month;
        am_strict_enter(&r->in, NULL, i);
        if (!month_of(json_string_value(json_array_get(list, i)), &month))
            return am_strict_wrong(&r->in, AM_E_MALFORMED, NULL,
                                   "a round begins with a month such as \"2026-11\"");
        if (i > 0 && month <= r->out->rounds[i - 1])
            return am_strict_wrong(&r->in, AM_E_MALFORMED, NULL,
                                   "a round must begin later than the one before it");
        r->out->rounds[i] = month;
        am_strict_leave(&r->in);
    }
    am_strict_leave(&r->in);
    r->out->round_count = count;
    return AM_OK;
}

static enum am_status take_colour(const struct reading *r, json_t *colours, const char *key,
                                  char out[8])
{
    json_t *value = json_object_get(colours, key);
    if (!value)
        return AM_OK;
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    const char *why_not = am_chart_colour_check(text);
    if (why_not)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, key, "%s", why_not);
    memcpy(out, text, 8);
    return AM_OK;
}

static enum am_status take_colours(struct reading *r)
{
    static const char *const keys[] = {"service", "host", NULL};
    json_t *colours = json_object_get(r->root, "colours");
    if (!colours)
        return AM_OK;
    if (!json_is_object(colours))
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "colours",
                               "must be an object such as {\"service\": \"#1f6f9f\"}");
    am_strict_enter(&r->in, "colours", 0);
    enum am_status status = am_strict_keys(&r->in, colours, keys);
    if (status == AM_OK)
        status = take_colour(r, colours, "service", r->out->colours.service);
    if (status == AM_OK)
        status = take_colour(r, colours, "host", r->out->colours.host);
    am_strict_leave(&r->in);
    return status;
}

static bool is_territory(const char *code)
{
    char country[3] = "";
    (void)snprintf(country, sizeof country, "%s", code);
    return !am_share_country_fault(country) && !am_share_territory_fault(code, country);
}

static enum am_status take_territories(struct reading *r)
{
    json_t *all = json_object_get(r->root, "territories");
    size_t count = json_object_size(all);
    const char *code;
    json_t *names;
    if (!all)
        return AM_OK;
    if (!json_is_object(all))
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "territories",
                               "must be an object such as {\"UY-MO\": {\"es\": \"Montevideo\"}}");
    if (count > TERRITORIES_MAX)
        return am_strict_wrong(&r->in, AM_E_LIMIT, "territories", "at most %d of them",
                               TERRITORIES_MAX);
    struct am_territory *at = am_pool_take(&r->out->pool, count, sizeof *at);
    if (!at)
        return am_strict_wrong(&r->in, AM_E_NO_MEMORY, NULL, "out of memory");
    r->out->territories.at = at;
    am_strict_enter(&r->in, "territories", 0);
    json_object_foreach(all, code, names)
    {
        if (!is_territory(code))
            return am_strict_wrong(&r->in, AM_E_MALFORMED, code,
                                   "a territory has a code of ISO 3166-2, such as UY-MO");
        enum am_status status = take_by_language(r, code, names, NAME_MAX, at->names);
        if (status != AM_OK)
            return status;
        at++->code = keep(r, code);
    }
    am_strict_leave(&r->in);
    r->out->territories.count = count;
    return AM_OK;
}

static enum am_status take_all(struct reading *r)
{
    static const char *const keys[] = {"id",       "title",    "request",     "organizer",
                                       "contact",  "reply",    "address",     "dataset",
                                       "at_least", "round_to", "dominance",   "trials",
                                       "rounds",   "colours",  "territories", NULL};
    static enum am_status (*const parts[])(struct reading *) = {
        take_id,         take_texts,  take_who,     take_address,     take_dataset,
        take_protection, take_rounds, take_colours, take_territories,
    };
    enum am_status status = am_strict_keys(&r->in, r->root, keys);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == AM_OK; i++)
        status = parts[i](r);
    if (status == AM_OK && (status = am_pool_status(&r->out->pool)) != AM_OK)
        (void)am_strict_wrong(&r->in, status, NULL, "%s", am_status_name(status));
    return status;
}

enum am_status am_settings_parse(struct am_bytes text, const char *file, struct am_settings **out,
                                 struct am_problem *problem)
{
    struct reading r = {
        .in = {.text = text, .file = file, .what = "a campaign", .problem = problem}};
    enum am_status status = am_json_parse(text, file, &r.root, problem);
    if (status != AM_OK)
        return status;
    if (!(r.out = calloc(1, sizeof *r.out))) {
        json_decref(r.root);
        return am_problem_set(problem, AM_E_NO_MEMORY, file, 0, "out of memory");
    }
    am_pool_init(&r.out->pool, POOL_BYTES);
    r.out->at_least = AM_CAMPAIGN_AT_LEAST;
    r.out->round_to = AM_CAMPAIGN_ROUND_TO;
    r.out->dominance = AM_CAMPAIGN_DOMINANCE;
    r.out->colours = (struct am_chart_colours)AM_CHART_COLOURS;
    status = take_all(&r);
    json_decref(r.root);
    if (status == AM_OK)
        *out = r.out;
    else
        am_settings_free(r.out);
    return status;
}

void am_settings_free(struct am_settings *s)
{
    if (!s)
        return;
    am_pool_done(&s->pool);
    free(s);
}

unsigned am_settings_round(const struct am_settings *s, const struct am_share *share)
{
    unsigned round = 1;
    while (round < s->round_count && s->rounds[round] <= share->to)
        round++;
    return round;
}
