/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Before a share is written, all of it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "format/vantage.h"
#include "share/tell.h"
#include "shares.h"

static struct am_speech *speech;

static char *told(const struct am_share *s)
{
    struct am_text out;
    am_text_init(&out, AM_SHARE_TOLD_MAX);
    assert_int_equal(am_share_tell(s, NULL, speech, &out), AM_OK);
    char *text = strdup(out.at);
    am_text_done(&out);
    assert_non_null(text);
    return text;
}

/* What a leaf may be in its stead; the first that is read and differs is taken. */
static const char *const candidates[] = {
    "[0, 0]",         "[0, 5]",     "[50, 55]", "[95, 100]", "[100, 100]",       "[1, 2]",
    "[10, 19]",       "[25, 49]",   "[20]",     "[250]",     "[\"contacts\"]",   "7",
    "true",           "false",      "\"AR\"",   "\"BR\"",    "\"VE\"",           "\"UY-CO\"",
    "\"ngo\"",        "\"50-249\"", "\"Otra\"", "\"b\"",     "\"amarra 0.2.0\"", "\"2025-11\"",
    "\"2027-12\"",    "\"antel\"",  "\"meta\"", "\"aaa\"",   "\"nnn\"",          "\"zzz\"",
    "\"mid-stream\"",
};

/* No other value of these is read: there is one schema, and one method; and what is named elsewhere
 * in the share, by the territory or the cut-off, can't be another alone. */
static const char *const fixed[] = {"schema", "method", "country", "corporations/0/id",
                                    "corporations/2/id"};

static struct am_share *parsed(json_t *content)
{
    struct am_share *s = NULL;
    return am_share_parse(content, (struct am_bytes){0}, "x", &s, NULL) == AM_OK ? s : NULL;
}

/* The share with one leaf changed is told otherwise. `value` NULL: with it taken away; then false
 * where a share can't be without it. */
static bool is_told_otherwise(const json_t *content, const char *path, const char *value,
                              const char *before)
{
    json_t *other = json_deep_copy(content);
    shares_change(other, path, value);
    struct am_share *s = json_equal(other, content) ? NULL : parsed(other);
    json_decref(other);
    if (!s)
        return false;
    char *after = told(s);
    if (strcmp(before, after) == 0)
        fail_msg("%s may be %s, and nobody is told", path, value ? value : "missing");
    free(after);
    am_share_free(s);
    return true;
}

static size_t leaves;

static void check_leaf(const json_t *content, const char *path, const char *before)
{
    bool changed = false;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (strcmp(fixed[i], path) == 0)
            return;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++)
        changed = is_told_otherwise(content, path, candidates[i], before) || changed;
    (void)is_told_otherwise(content, path, NULL, before);
    if (!changed)
        fail_msg("nothing else could be put into %s", path);
    leaves++;
}

static bool is_leaf(const json_t *value)
{
    return !json_is_object(value) && !json_is_object(json_array_get(value, 0));
}

static void check_all(json_t *content, const char *before)
{
    struct {
        json_t *value;
        char path[64];
    } todo[256] = {{content, ""}};
    size_t count = 1;
    while (count > 0) {
        json_t *at = todo[--count].value;
        char where[64];
        memcpy(where, todo[count].path, sizeof where);
        if (is_leaf(at)) {
            check_leaf(content, where, before);
            continue;
        }
        const char *key;
        json_t *member;
        json_object_foreach(at, key, member)
        {
            assert_true(count < 256);
            todo[count].value = member;
            (void)snprintf(todo[count++].path, sizeof where, "%.30s%s%s", where,
                           where[0] ? "/" : "", key);
        }
        for (size_t i = 0; i < json_array_size(at); i++) {
            assert_true(count < 256);
            todo[count].value = json_array_get(at, i);
            (void)snprintf(todo[count++].path, sizeof where, "%.30s/%zu", where, i);
        }
    }
}

static void whatever_differs_is_told(void **state)
{
    (void)state;
    struct am_share s = full_share();
    json_t *content = am_share_json(&s);
    char *before = told(&s);
    check_all(content, before);
    assert_int_equal(leaves, 58);
    /* And of each list, what is last. */
    static const char *const lasts[] = {"corporations/1", "areas/2", "countries/1", "cut_off/1"};
    for (size_t i = 0; i < sizeof lasts / sizeof *lasts; i++)
        assert_true(is_told_otherwise(content, lasts[i], NULL, before));
    free(before);
    shares_change(content, "territory", NULL);
    struct am_share *without = parsed(content);
    before = told(without);
    assert_true(is_told_otherwise(content, "country", "\"AR\"", before));
    free(before);
    am_share_free(without);
    json_decref(content);
}

/* In each language, within a terminal, whatever was typed. */
static void lines_fit_and_are_inert(void **state)
{
    (void)state;
    struct am_share s = full_share();
    static char note[AM_SHARE_NOTE + 1];
    memset(note, 'x', AM_SHARE_NOTE);
    for (size_t i = 40; i < AM_SHARE_NOTE; i += 41)
        note[i] = ' ';
    s.about.note = note;
    s.trial = 15;
    for (int l = 0; l < AM_LANG_COUNT; l++) {
        struct am_speech *saved = speech;
        assert_int_equal(am_speech_open(NULL, (enum am_language)l, &speech, NULL), AM_OK);
        char *text = told(&s);
        for (char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
            char one[1024];
            (void)snprintf(one, sizeof one, "%.*s", (int)strcspn(line, "\n"), line);
            if (am_utf8_width(one) > 80)
                fail_msg("%zu columns: %s", am_utf8_width(one), one);
        }
        free(text);
        am_speech_free(speech);
        speech = saved;
    }
}

static void every_verdict_that_asks_for_a_change_has_words(void **state)
{
    (void)state;
    size_t without = 0;
    for (size_t i = 0; am_vantage_verdict(i); i++)
        without += am_share_vantage(am_vantage_verdict(i)) == NULL;
    assert_int_equal(without, 2); /* "doubled" and "ok" ask for none */
    assert_null(am_share_vantage("doubled"));
    assert_null(am_share_vantage("ok"));
    assert_non_null(am_share_vantage(""));
}

static int open_speech(void **state)
{
    (void)state;
    return am_speech_open(NULL, AM_LANG_EN, &speech, NULL) == AM_OK ? 0 : -1;
}

static int close_speech(void **state)
{
    (void)state;
    am_speech_free(speech);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_differs_is_told),
        cmocka_unit_test(lines_fit_and_are_inert),
        cmocka_unit_test(every_verdict_that_asks_for_a_change_has_words),
    };
    return cmocka_run_group_tests(tests, open_speech, close_speech);
}
