/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign_sample.h"

#include <stdio.h>
#include <stdlib.h>

#include "campaign_sample_private.h"

#define VARIABLES_MAX 400

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

/* ---- variables ---- */

static void add_variable(struct sample_made *m, struct am_variable v)
{
    if (m->f->variables.count == VARIABLES_MAX)
        abort();
    m->f->variables.at[m->f->variables.count++] = v;
}

static void add_areas(struct sample_made *m, struct am_variable v)
{
    for (size_t i = 0; i < SAMPLE_AREAS; i++) {
        v.area = m->areas[i];
        if (v.kind != AM_VAR_AREA_PROVIDER)
            add_variable(m, v);
        for (size_t p = 0; v.kind == AM_VAR_AREA_PROVIDER && p < SAMPLE_PROVIDERS; p++) {
            v.corporation = sample_areas[i].providers[p]
                                ? am_rules_corporation(m->rules, sample_areas[i].providers[p])
                                : NULL;
            if (v.corporation)
                add_variable(m, v);
        }
    }
}

static void add_kind(struct sample_made *m, struct am_variable v)
{
    static const char *const first[] = {"alphabet", "microsoft", "meta", "amazon"};
    if (v.kind == AM_VAR_AREA || v.kind == AM_VAR_AREA_SINGLE || v.kind == AM_VAR_AREA_PROVIDER) {
        add_areas(m, v);
        return;
    }
    size_t count = v.kind <= AM_VAR_PRESENCE   ? SAMPLE_CORPORATIONS
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

static void make_variables(struct sample_made *m)
{
    m->f->variables.at = am_pool_take(&m->f->pool, VARIABLES_MAX, sizeof *m->f->variables.at);
    for (int kind = 0; kind < AM_VAR_COUNT; kind++)
        add_kind(m, (struct am_variable){.kind = (enum am_variable_kind)kind});
}

/* ---- all of it ---- */

static void find_things(struct sample_made *m)
{
    static struct am_corporation arabic = {
        .id = "sample-arabic",
        .name = "شركة الأفق المتحدة للاتصالات والخدمات الرقمية والحوسبة السحابية",
        .kind = "telecom"};
    static struct am_corporation chinese = {
        .id = "sample-chinese", .name = "深圳市云端数据服务股份有限公司", .kind = "big-tech"};
    arabic.parent = am_rules_jurisdiction(m->rules, "AE");
    chinese.parent = am_rules_jurisdiction(m->rules, "CN");
    for (size_t i = 0; i < SAMPLE_CORPORATIONS; i++) {
        const struct am_corporation *c =
            i == SAMPLE_CORPORATIONS - 2   ? &arabic
            : i == SAMPLE_CORPORATIONS - 1 ? &chinese
                                           : am_rules_corporation(m->rules, sample_corporation(i));
        if (!c) {
            (void)fprintf(stderr, "the dataset has no corporation '%s'\n", sample_corporation(i));
            abort();
        }
        m->corporations[i] = c;
        bool there = !c->parent;
        for (size_t k = 0; k < m->country_count; k++)
            there = there || m->countries[k] == c->parent;
        if (!there && m->country_count < SAMPLE_COUNTRIES_MAX)
            m->countries[m->country_count++] = c->parent;
    }
    for (size_t i = 0; i < SAMPLE_AREAS; i++)
        m->areas[i] = am_rules_category(m->rules, sample_areas[i].id);
}

void campaign_sample_open(struct campaign_sample *out)
{
    static const struct am_knowledge_options own = {0};
    struct am_problem problem = {0};
    struct campaign_sample s = {0};
    static struct sample_made m;
    struct am_bytes text = {(const uint8_t *)settings_text, sizeof settings_text - 1};
    if (am_rules_open(&own, &s.rules, &problem) != AM_OK ||
        am_settings_parse(text, "campaign.json", &s.settings, &problem) != AM_OK) {
        (void)am_problem_print(&problem);
        exit(1);
    }
    s.figures = calloc(1, sizeof *s.figures);
    m = (struct sample_made){.f = s.figures, .rules = s.rules};
    if (!s.figures)
        exit(1);
    am_pool_init(&s.figures->pool, (size_t)64 << 20);
    find_things(&m);
    sample_make_cells(&m);
    make_variables(&m);
    sample_make_figures(&m);
    s.figures->settings = s.settings;
    s.figures->dataset = "2026.11.24-1a2b3c4d";
    s.figures->dataset_oldest = "2026.05.02-99aa00bb";
    s.figures->dataset_newest = "2026.11.24-1a2b3c4d";
    s.figures->edition = 2;
    s.figures->day = "2026-11-28";
    s.figures->held = 3;
    s.figures->month_from = 2026 * 12 + 4;
    s.figures->month_to = 2026 * 12 + 10;
    for (unsigned o = 0; o < SAMPLE_ORGANIZATIONS; o++)
        s.figures->shares += sample_took_part(o, 1) + sample_took_part(o, 2);
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
