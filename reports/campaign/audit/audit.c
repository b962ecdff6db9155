/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table of rules, and how breaches of them are told. */
#include "campaign/audit/audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"
#include "campaign/audit/rules.h"
#include "campaign/figures/columns.h"

static const struct {
    const char *id, *text;
    enum am_status (*check)(struct am_audit *a); /* NULL: the one before checks it too */
    bool store;
} rules[AM_AUDIT_RULES] = {
    [AM_AUDIT_SETTINGS] = {"settings",
                           "editions are of one campaign and method, protected in one way, and "
                           "each stays as it was published",
                           am_audit_settings, false},
    [AM_AUDIT_THRESHOLD] = {"threshold",
                            "nothing is told of fewer organizations than N, nor left of a whole by "
                            "what is told of its parts",
                            am_audit_threshold, false},
    [AM_AUDIT_ROUNDING] = {"rounding",
                           "counts are multiples of R, and shares and intervals tell no more",
                           am_audit_rounding, false},
    [AM_AUDIT_QUARTILES] = {"quartiles",
                            "quartiles are in order, and N organizations lie on either side of "
                            "each",
                            am_audit_quartiles, false},
    [AM_AUDIT_SENSE] = {"sense", "all numbers of an edition can be true together", am_audit_sense,
                        false},
    [AM_AUDIT_COMPLEMENT] = {"complementary",
                             "what is not told can't be computed from what is, within an edition",
                             am_audit_sums, false},
    [AM_AUDIT_DIFFERENCE] = {"differencing", "what is not told can't be computed from two editions",
                             am_audit_difference, false},
    [AM_AUDIT_FILES] = {"files", "all files of an edition tell the same", am_audit_files, false},
    [AM_AUDIT_MEMBERS] = {"members", "a cell has the members that it says", am_audit_members_check,
                          true},
    [AM_AUDIT_FEW] = {"few",
                      "two published sets of organizations are the same, or differ by N at least",
                      NULL, true},
    [AM_AUDIT_LINKAGE] = {"linkage",
                          "no sum or difference of published sets leaves fewer than N "
                          "organizations alone",
                          NULL, true},
    [AM_AUDIT_DOMINANCE] = {"dominance",
                            "no organization has more of a cell's devices than the campaign allows",
                            am_audit_truth, true},
    [AM_AUDIT_TRUTH] = {"truth", "each number is that of the shares", NULL, true},
};

const char *am_audit_rule_id(enum am_audit_rule rule)
{
    return rules[rule].id;
}

enum am_status am_audit_run(struct am_audit *a)
{
    enum am_status status = AM_OK;
    for (size_t e = 0; e < a->editions.count; e++) {
        a->cells += a->editions.at[e].publication->cells.count;
        a->figures += a->editions.at[e].publication->rows.count;
    }
    for (size_t r = 0; r < AM_AUDIT_RULES && status == AM_OK; r++)
        if (rules[r].check && (a->store || !rules[r].store))
            status = rules[r].check(a);
    if (status == AM_OK)
        status = am_pool_status(&a->pool);
    return status == AM_OK ? AM_OK
                           : am_problem_set(a->problem, status, NULL, 0,
                                            "the audit can't be made: %s", am_status_name(status));
}

uint64_t am_audit_broken(const struct am_audit *a)
{
    uint64_t sum = 0;
    for (size_t r = 0; r < AM_AUDIT_RULES; r++)
        sum += a->broken[r];
    return sum;
}

/* ---- what the rules tell ---- */

void am_audit_figure(enum am_variable_kind kind, const char *of, const char *also,
                     char out[AM_AUDIT_FIGURE])
{
    (void)snprintf(out, AM_AUDIT_FIGURE, "%s%s%s%s%s", am_variable_shape(kind)->id,
                   of[0] ? "/" : "", of, also[0] ? "/" : "", also);
}

static const char *keep(struct am_audit *a, const char *text)
{
    const char *copy = text ? am_pool_text(&a->pool, text, strlen(text)) : "";
    return copy ? copy : "";
}

/* Inert: texts of a publication are ids, but names of files are anything. */
AM_PRINTF(2, 0)
static const char *compose(struct am_audit *a, const char *format, va_list args)
{
    char text[AM_AUDIT_TEXT];
    char clean[AM_AUDIT_TEXT];
    (void)vsnprintf(text, sizeof text, format, args);
    am_clean_text(text, strlen(text), clean, sizeof clean);
    return keep(a, clean);
}

AM_PRINTF(6, 0)
static void add_breach(struct am_audit *a, enum am_audit_rule rule, unsigned edition,
                       const char *cell, const char *figure, const char *format, va_list args)
{
    if (a->broken[rule]++ >= AM_AUDIT_TOLD)
        return;
    a->breaches.at[a->breaches.count++] = (struct am_audit_breach){.rule = rule,
                                                                   .edition = edition,
                                                                   .cell = keep(a, cell),
                                                                   .figure = keep(a, figure),
                                                                   .why = compose(a, format, args)};
}

void am_audit_break(struct am_audit *a, enum am_audit_rule rule, unsigned edition, const char *cell,
                    const char *figure, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_breach(a, rule, edition, cell, figure, format, args);
    va_end(args);
}

void am_audit_break_row(struct am_audit *a, enum am_audit_rule rule, unsigned edition,
                        const struct am_published *row, const char *format, ...)
{
    va_list args;
    char figure[AM_AUDIT_FIGURE];
    am_audit_figure(row->kind, row->of, row->also, figure);
    va_start(args, format);
    add_breach(a, rule, edition, row->cell->id, figure, format, args);
    va_end(args);
}

void am_audit_unseen(struct am_audit *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = compose(a, format, args);
    va_end(args);
    for (size_t i = 0; i < a->unseen.count; i++)
        if (strcmp(a->unseen.at[i], text) == 0)
            return;
    if (a->unseen.count < AM_AUDIT_UNSEEN)
        a->unseen.at[a->unseen.count++] = text;
}

/* ---- writing ---- */

static void write_breach(const struct am_audit_breach *b, struct am_text *out)
{
    am_text_addf(out, "edition %u", b->edition);
    if (b->cell[0])
        am_text_addf(out, ", %s", b->cell);
    if (b->figure[0])
        am_text_addf(out, ", %s", b->figure);
    am_text_addf(out, ": %s: %s\n", rules[b->rule].id, b->why);
}

static void write_sum(const struct am_audit *a, struct am_text *out)
{
    for (size_t r = 0; r < AM_AUDIT_RULES; r++)
        if (a->broken[r] > AM_AUDIT_TOLD)
            am_text_addf(out, "%llu more break the rule '%s'\n",
                         (unsigned long long)(a->broken[r] - AM_AUDIT_TOLD), rules[r].id);
    for (size_t i = 0; i < a->unseen.count; i++)
        am_text_addf(out, "not checked: %s\n", a->unseen.at[i]);
    am_text_addf(out,
                 "checked: %zu editions, %llu cells, %llu figures, %llu numbers in %llu relations, "
                 "%llu pairs of sets: ",
                 a->editions.count, (unsigned long long)a->cells, (unsigned long long)a->figures,
                 (unsigned long long)a->numbers, (unsigned long long)a->relations,
                 (unsigned long long)a->pairs);
    uint64_t broken = am_audit_broken(a);
    if (broken == 0)
        am_text_add(out, "no rule is broken\n");
    else
        am_text_addf(out, "a rule is broken %llu time%s\n", (unsigned long long)broken,
                     broken == 1 ? "" : "s");
}

static json_t *breaches_json(const struct am_audit *a)
{
    json_t *list = json_array();
    for (size_t i = 0; i < a->breaches.count; i++) {
        const struct am_audit_breach *b = &a->breaches.at[i];
        (void)json_array_append_new(
            list, json_pack("{s:s, s:I, s:s*, s:s*, s:s}", "rule", rules[b->rule].id, "edition",
                            (json_int_t)b->edition, "cell", b->cell[0] ? b->cell : NULL, "figure",
                            b->figure[0] ? b->figure : NULL, "why", b->why));
    }
    return json_array_size(list) == a->breaches.count ? list : NULL;
}

static json_t *rules_json(const struct am_audit *a)
{
    json_t *list = json_array();
    for (size_t r = 0; r < AM_AUDIT_RULES; r++)
        (void)json_array_append_new(list,
                                    json_pack("{s:s, s:s, s:b, s:I}", "id", rules[r].id, "text",
                                              rules[r].text, "checked", a->store || !rules[r].store,
                                              "broken", (json_int_t)a->broken[r]));
    return json_array_size(list) == AM_AUDIT_RULES ? list : NULL;
}

static json_t *lists_json(const struct am_audit *a)
{
    json_t *editions = json_array();
    json_t *unseen = json_array();
    for (size_t e = 0; e < a->editions.count; e++)
        (void)json_array_append_new(
            editions, json_integer((json_int_t)a->editions.at[e].publication->edition));
    for (size_t i = 0; i < a->unseen.count; i++)
        (void)json_array_append_new(unseen, json_string(a->unseen.at[i]));
    return json_pack("{s:o, s:o, s:o, s:o}", "editions", editions, "rules", rules_json(a),
                     "breaches", breaches_json(a), "not_checked", unseen);
}

static enum am_status write_json(const struct am_audit *a, struct am_text *out)
{
    json_t *root = lists_json(a);
    json_t *checked =
        json_pack("{s:I, s:I, s:I, s:I, s:I}", "cells", (json_int_t)a->cells, "figures",
                  (json_int_t)a->figures, "numbers", (json_int_t)a->numbers, "relations",
                  (json_int_t)a->relations, "pairs", (json_int_t)a->pairs);
    bool good =
        root && json_object_set_new(root, "checked", checked) == 0 &&
        json_object_set_new(root, "broken", json_integer((json_int_t)am_audit_broken(a))) == 0;
    char *text = good ? json_dumps(root, JSON_INDENT(1)) : NULL;
    json_decref(root);
    if (!text)
        return AM_E_NO_MEMORY;
    am_text_add(out, text);
    am_text_add(out, "\n");
    free(text);
    return am_text_status(out);
}

enum am_status am_audit_write(const struct am_audit *a, bool json, struct am_text *out)
{
    if (json)
        return write_json(a, out);
    for (size_t i = 0; i < a->breaches.count; i++)
        write_breach(&a->breaches.at[i], out);
    write_sum(a, out);
    return am_text_status(out);
}
