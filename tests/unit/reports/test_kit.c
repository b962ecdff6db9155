/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kit of a campaign that is made up: what its templates may say is what may be told, in every
 * language, and every picture is made whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign/figures/publication.h"
#include "campaign/kit/kit.h"
#include "campaign/kit/published.h"
#include "campaign/kit/values.h"
#include "campaign/told.h"
#include "campaign_sample.h"

static struct campaign_sample sample;
static struct am_speech *speeches[AM_LANG_COUNT];

/* ---- values ---- */

struct world {
    struct am_pool pool;
    struct am_values values;
};

static void open_world(struct world *w, const struct am_campaign_figures *f, enum am_language l)
{
    am_pool_init(&w->pool, (size_t)64 << 20);
    am_kit_values(f, sample.rules, speeches[l], &w->pool, &w->values);
    assert_int_equal(am_pool_status(&w->pool), AM_OK);
}

static const char *text(const struct world *w, const char *name)
{
    const struct am_value *v = am_values_reach(&w->values, name, strlen(name));
    return v ? v->text : NULL;
}

/* Every name that is set stands in the table, so that templates are checked against what there is.
 */
static void check_names(const struct am_values *v, const struct am_value_names *names)
{
    for (const struct am_value *value = v->first; value; value = value->next) {
        const struct am_value_names *row =
            am_value_names_find(names, value->name, strlen(value->name));
        if (!row)
            fail_msg("'%s' is set and in no table", value->name);
        assert_true(value->count == 0 || row->items);
        assert_true(value->share <= 1);
    }
}

static void what_is_set_stands_in_the_table(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, sample.figures, AM_LANG_ES);
    check_names(&w.values, am_kit_names);
    for (const struct am_value_names *row = am_kit_names; row->name; row++) {
        const struct am_value *list = am_values_find(&w.values, row->name, strlen(row->name));
        if (!list)
            fail_msg("'%s' is in the table and never set", row->name);
        for (size_t i = 0; i < list->count; i++) {
            check_names(&list->items[i], row->items);
            for (const struct am_value_names *in = row->items; in->name; in++)
                if (!am_values_find(&list->items[i], in->name, strlen(in->name)) && !in->items)
                    fail_msg("'%s' of '%s' is not set: one outside could be taken for it", in->name,
                             row->name);
        }
    }
    am_pool_done(&w.pool);
}

static void only_what_may_be_told_is_told(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, sample.figures, AM_LANG_EN);
    const struct am_cell *all = am_campaign_cell(sample.figures, 2, AM_CELL_ALL, NULL);
    const struct am_value *list = am_values_find(&w.values, "corporations", 12);
    size_t count = 0;
    size_t told = 0;
    const struct am_campaign_figure *f =
        am_campaign_list(sample.figures, all, AM_VAR_EITHER, &count);
    for (size_t i = 0; i < count; i++)
        told += f[i].count.as == AM_TELL_ROUNDED || f[i].count.as == AM_TELL_MOST;
    assert_true(told > 5 && told <= count);
    assert_int_equal(list->count, told);
    char n[32];
    (void)snprintf(n, sizeof n, "%llu", (unsigned long long)all->n);
    assert_string_equal(text(&w, "n"), n);
    assert_non_null(strstr(text(&w, "corporations-1-count"), n));
    am_pool_done(&w.pool);
}

static bool has_item(const struct am_value *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct am_value *v = am_values_find(&list->items[i], "name", 4);
        if (v && strcmp(v->text, name) == 0)
            return true;
    }
    return false;
}

/* Advertising hangs on one provider in many organizations, and no work hangs on it. */
static void areas_are_those_of_work(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, sample.figures, AM_LANG_EN);
    const struct am_cell *all = am_campaign_cell(sample.figures, 2, AM_CELL_ALL, NULL);
    const struct am_category *area = am_rules_category(sample.rules, "advertising");
    const struct am_campaign_figure *f =
        am_campaign_figure(sample.figures, all, AM_VAR_AREA_SINGLE, area, NULL);
    assert_non_null(f);
    assert_int_equal(f->count.as, AM_TELL_ROUNDED);
    const struct am_value *areas = am_values_find(&w.values, "areas", 5);
    assert_true(has_item(areas, "E-mail"));
    assert_false(has_item(areas, area->name[AM_LANG_EN]));
    am_pool_done(&w.pool);
}

/* To be changed by a test, and put back. */
static struct am_campaign_figure *single(const struct am_cell *cell, const char *area)
{
    const struct am_campaign_figure *f = am_campaign_figure(
        sample.figures, cell, AM_VAR_AREA_SINGLE, am_rules_category(sample.rules, area), NULL);
    assert_non_null(f);
    return &sample.figures->figures.at[f - sample.figures->figures.at];
}

/* Of the same organizations, in the second round: fewer than in the first, or more. */
static void freed_are_those_that_fell(void **state)
{
    (void)state;
    const struct am_cell *then = NULL;
    const struct am_cell *now = NULL;
    assert_true(am_told_same(sample.figures, &then, &now));
    for (int fell = 0; fell < 2; fell++) {
        struct world w;
        struct am_campaign_figure *before = single(then, "email");
        struct am_campaign_figure *after = single(now, "email");
        const struct am_campaign_figure kept[2] = {*before, *after};
        before->base = after->base = (struct am_number){AM_TELL_ROUNDED, 35};
        before->count = (struct am_number){AM_TELL_ROUNDED, fell ? 25 : 20};
        after->count = (struct am_number){AM_TELL_ROUNDED, fell ? 20 : 25};
        open_world(&w, sample.figures, AM_LANG_EN);
        assert_true(has_item(am_values_find(&w.values, "changes", 7), "E-mail"));
        assert_int_equal(has_item(am_values_find(&w.values, "freed", 5), "E-mail"), fell);
        am_pool_done(&w.pool);
        *before = kept[0];
        *after = kept[1];
    }
}

/* With everything withheld no figure is left, and so no picture that needs one. */
static void withheld_figures_leave_nothing_behind(void **state)
{
    (void)state;
    static const char *const gone[] = {"corporations", "first", "countries", "hosts",
                                       "areas",        "exits", "changes",   "freed"};
    static const enum am_told_as hidden[] = {AM_TELL_WITHHELD, AM_TELL_FEWER};
    struct am_campaign_figures copy = *sample.figures;
    for (size_t h = 0; h < 2; h++) {
        struct world w;
        copy.figures.at = malloc(copy.figures.count * sizeof *copy.figures.at);
        assert_non_null(copy.figures.at);
        memcpy(copy.figures.at, sample.figures->figures.at,
               copy.figures.count * sizeof *copy.figures.at);
        for (size_t i = 0; i < copy.figures.count; i++) {
            struct am_campaign_figure *f = &copy.figures.at[i];
            f->count = (struct am_number){hidden[h], 5};
            f->median.told = false;
        }
        open_world(&w, &copy, AM_LANG_ES);
        for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
            assert_int_equal(am_values_find(&w.values, gone[i], strlen(gone[i]))->count, 0);
        assert_null(text(&w, "singles"));
        assert_null(text(&w, "lost-1"));
        assert_null(text(&w, "night"));
        assert_non_null(text(&w, "n"));
        am_pool_done(&w.pool);
        free(copy.figures.at);
    }
}

static void more_than_is_told_only_of_what_is_more(void **state)
{
    (void)state;
    struct world w;
    struct am_campaign_figures copy = *sample.figures;
    copy.figures.at = malloc(copy.figures.count * sizeof *copy.figures.at);
    assert_non_null(copy.figures.at);
    static const struct {
        unsigned value;
        const char *from;
    } cases[] = {{0, NULL}, {1, NULL}, {2, "5 %"}, {20, "95 %"}, {21, "95 %"}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        memcpy(copy.figures.at, sample.figures->figures.at,
               copy.figures.count * sizeof *copy.figures.at);
        for (size_t i = 0; i < copy.figures.count; i++)
            if (copy.figures.at[i].variable->kind == AM_VAR_NIGHT)
                copy.figures.at[i].median = (struct am_quantile){true, cases[c].value};
        open_world(&w, &copy, AM_LANG_ES);
        const char *from = text(&w, "night-from");
        if (!cases[c].from)
            assert_null(from);
        else /* with the space that the language has before the sign */
            assert_memory_equal(from, cases[c].from, 1);
        assert_non_null(text(&w, "night"));
        am_pool_done(&w.pool);
    }
    free(copy.figures.at);
}

/* ---- of a publication ---- */

static void a_published_edition_says_the_same(void **state)
{
    (void)state;
    struct am_text json;
    struct am_publication *p = NULL;
    struct am_campaign_figures *f = NULL;
    struct am_problem problem = {0};
    struct world a, b;
    size_t unknown = 0;
    static const char *const same[] = {"n",
                                       "first-1-count",
                                       "first-1-interval",
                                       "singles",
                                       "countries-1-median",
                                       "areas-1-count",
                                       "areas-2-name",
                                       "corporations-1-name",
                                       "lost-1-from",
                                       "same-n",
                                       "months",
                                       "edition",
                                       "day",
                                       "exits-1-alternatives",
                                       "sectors-1-n"};
    am_text_init(&json, (size_t)64 << 20);
    assert_int_equal(am_publication_write(sample.figures, &json), AM_OK);
    assert_int_equal(am_publication_read((struct am_bytes){(const uint8_t *)json.at, json.len},
                                         "publication.json", &p, &problem),
                     AM_OK);
    assert_int_equal(am_kit_figures_of(p, sample.settings, sample.rules, &f, &unknown, &problem),
                     AM_OK);
    open_world(&a, sample.figures, AM_LANG_ES);
    open_world(&b, f, AM_LANG_ES);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_string_equal(text(&a, same[i]), text(&b, same[i]));
    am_pool_done(&a.pool);
    am_pool_done(&b.pool);
    am_campaign_figures_free(f);
    p->campaign = "another";
    assert_int_equal(am_kit_figures_of(p, sample.settings, sample.rules, &f, &unknown, &problem),
                     AM_E_USAGE);
    am_publication_free(p);
    am_text_done(&json);
}

/* ---- files ---- */

static enum am_status write_kit(const char *folder, const struct am_templates *t,
                                const struct am_campaign_figures *figures,
                                struct am_kit_notes *notes, struct am_problem *problem)
{
    struct am_batch *b = NULL;
    const struct am_kit_ask ask = {.figures = figures,
                                   .rules = sample.rules,
                                   .speeches = &speeches[AM_LANG_ES],
                                   .speech_count = 1,
                                   .templates = t};
    am_text_init(&notes->lines, (size_t)1 << 16);
    enum am_status status = am_batch_new(folder, &b, problem);
    if (status == AM_OK)
        status = am_kit_write(&ask, b, notes, problem);
    if (status == AM_OK)
        status = am_batch_commit(b, problem);
    am_batch_free(b);
    return status;
}

static void check_file(const char *path)
{
    struct am_bytes bytes = {0};
    struct am_problem problem = {0};
    assert_int_equal(am_file_load(path, (size_t)64 << 20, &bytes, &problem), AM_OK);
    assert_true(bytes.len > 0);
    const char *dot = strrchr(path, '.');
    const char *at = (const char *)bytes.at;
    if (strcmp(dot, ".svg") == 0) {
        xmlDoc *doc = xmlReadMemory(at, (int)bytes.len, NULL, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        xmlFreeDoc(doc);
        assert_null(strstr(at, "data-smallest")); /* no slot is left */
    } else if (strcmp(dot, ".md") == 0 || strcmp(dot, ".html") == 0) {
        if (strchr(at, '{') && strcmp(dot, ".md") == 0)
            fail_msg("%s: something is left to be filled", path);
    } else if (strcmp(dot, ".png") == 0) {
        assert_memory_equal(at, "\x89PNG", 4);
    } else if (strcmp(dot, ".pdf") == 0) {
        assert_memory_equal(at, "%PDF", 4);
    }
    am_free(bytes.at);
}

static size_t check_folder(const char *folder)
{
    size_t files = 0;
    struct dirent **names = NULL;
    int count = scandir(folder, &names, NULL, alphasort);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        char path[PATH_MAX];
        if (names[i]->d_name[0] != '.') {
            (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
            check_file(path);
            files++;
            assert_int_equal(unlink(path), 0);
        }
        free(names[i]);
    }
    free(names);
    assert_int_equal(rmdir(folder), 0);
    return files;
}

/* In the other languages tests/e2e/kit.sh looks at them. */
static void every_picture_and_text_is_made(void **state)
{
    (void)state;
    char folder[] = "/tmp/amarra-kit.XXXXXX";
    char path[PATH_MAX];
    struct am_kit_notes notes = {0};
    struct am_problem problem = {0};
    struct am_templates t;
    static const struct {
        const char *name;
        size_t files;
    } folders[] = {{"cards", 37}, {"posters", 18}, {"texts", 12}};
    assert_non_null(mkdtemp(folder));
    assert_int_equal(am_templates_open(NULL, NULL, &t, &problem), AM_OK);
    if (write_kit(folder, &t, sample.figures, &notes, &problem) != AM_OK)
        fail_msg("%s:%lu: %s", problem.file, problem.line, problem.text);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/es/%s", folder, folders[i].name);
        assert_int_equal(check_folder(path), folders[i].files);
    }
    (void)snprintf(path, sizeof path, "%s/es", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_null(strstr(notes.lines.at, "no ink"));
    am_text_done(&notes.lines);
}

static void write_file(const char *folder, const char *name, const char *content)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(content, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void remove_file(const char *folder, const char *name)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(unlink(path), 0);
}

/* A campaign's own template goes first; one that is off is told, and nothing is written. */
static void own_templates_go_first_and_are_checked(void **state)
{
    (void)state;
    char own[] = "/tmp/amarra-own.XXXXXX";
    char folder[] = "/tmp/amarra-kit.XXXXXX";
    static const struct {
        const char *name, *content, *why;
        unsigned long line;
    } bad[] = {
        {"press.es.md", "# Ours\n\n{nonsense}\n", "nothing called 'nonsense'", 3},
        {"press.es.md", "\xff", "UTF-8", 1},
        {"pictures.es.txt", "[number]\nneeds = {n}\nnumber = {n}\n", "nothing called", 0},
        {"pictures.es.txt", "[ours]\nneeds = {n}\n", "there is no drawing", 0},
        {"number-square.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 8\"/>",
         "of the same proportion", 0},
        {"number-square.svg",
         "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n<script/></svg>",
         "no place", 2},
    };
    struct am_templates t;
    struct am_problem problem = {0};
    assert_non_null(mkdtemp(own));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(am_templates_open(NULL, own, &t, &problem), AM_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct am_kit_notes notes = {0};
        problem = (struct am_problem){0};
        write_file(own, bad[i].name, bad[i].content);
        enum am_status status = write_kit(folder, &t, sample.figures, &notes, &problem);
        if (status == AM_OK || !strstr(problem.text, bad[i].why) ||
            (bad[i].line > 0 && problem.line != bad[i].line))
            fail_msg("%s is told as %s:%lu: %s", bad[i].name, problem.file, problem.line,
                     problem.text);
        am_text_done(&notes.lines);
        remove_file(own, bad[i].name);
        assert_int_equal(rmdir(folder), 0); /* empty: nothing was written */
        assert_int_equal(mkdir(folder, 0777), 0);
    }
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(rmdir(own), 0);
    assert_int_equal(am_templates_open(NULL, own, &t, &problem), AM_E_USAGE);
}

static int open_all(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    campaign_sample_open(&sample);
    for (size_t i = 0; i < AM_LANG_COUNT; i++)
        if (am_speech_open(NULL, (enum am_language)i, &speeches[i], &problem) != AM_OK)
            return am_problem_print(&problem);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < AM_LANG_COUNT; i++)
        am_speech_free(speeches[i]);
    campaign_sample_done(&sample);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_set_stands_in_the_table),
        cmocka_unit_test(only_what_may_be_told_is_told),
        cmocka_unit_test(areas_are_those_of_work),
        cmocka_unit_test(freed_are_those_that_fell),
        cmocka_unit_test(withheld_figures_leave_nothing_behind),
        cmocka_unit_test(more_than_is_told_only_of_what_is_more),
        cmocka_unit_test(a_published_edition_says_the_same),
        cmocka_unit_test(every_picture_and_text_is_made),
        cmocka_unit_test(own_templates_go_first_and_are_checked),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
