/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Texts with places to fill, and the words of pictures, of any bytes: they are read or refused with
 * a line that is there; what one says is bounded, is UTF-8, and lets nothing of what is filled in
 * become markup: a page of it has no element that the page's own writer does not make. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "templates/markup.h"
#include "templates/prose.h"
#include "templates/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct am_value_names item[] = {
    {"name", "", NULL}, {"count", "", NULL}, AM_VALUE_NAMES_END};
static const struct am_value_names list[] = {
    {"name", "", NULL}, {"text", "", NULL}, {"items", "", item}, AM_VALUE_NAMES_END};
static const struct am_value_names names[] = {{"title", "", NULL},  {"link", "", NULL},
                                              {"untold", "", NULL}, {"list", "", list},
                                              {"empty", "", list},  AM_VALUE_NAMES_END};

static void fill(struct am_values *v, struct am_pool *pool)
{
    am_pool_init(pool, (size_t)1 << 20);
    am_values_init(v, pool);
    am_values_text(v, "title", "<i id=x>{title}</i> *a* `b` [c](javascript:d) # e");
    am_values_link(v, "link", "https://example.org/<i id=x>");
    am_values_text(v, "untold", NULL);
    struct am_values *at = am_values_list(v, "list", "a, b", 3);
    for (size_t i = 0; i < 3; i++) {
        am_values_text(&at[i], "name", "\n<i id=x>");
        am_values_text(&at[i], "text", i == 1 ? NULL : "told");
        struct am_values *in = am_values_list(&at[i], "items", NULL, 2);
        for (size_t k = 0; k < 2; k++) {
            am_values_text(&in[k], "name", "\xff\xfe | - 1.");
            am_values_share(&in[k], "count", "1", 1);
        }
    }
    (void)am_values_list(v, "empty", NULL, 0);
}

static size_t lines_of(const char *text)
{
    size_t lines = 1;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void say(const struct am_prose *p, const struct am_values *v, enum am_prose_kind kind)
{
    const struct am_prose_how how = {.kind = kind};
    struct am_problem problem = {0};
    struct am_text out;
    am_text_init(&out, AM_PROSE_OUT);
    enum am_status status = am_prose_say(p, v, &how, &out, &problem);
    assert(status == AM_OK || status == AM_E_LIMIT);
    assert(out.len <= AM_PROSE_OUT);
    if (status == AM_OK) {
        struct am_bytes bytes = {(const uint8_t *)out.at, out.len};
        assert(am_utf8_check(bytes, NULL) == out.len);
    }
    if (status == AM_OK && kind == AM_PROSE_MARKDOWN) {
        struct am_text page;
        am_text_init(&page, (size_t)32 << 20);
        if (am_markup_page(out.at, "t", AM_LANG_ES, &page) == AM_OK) {
            assert(!strstr(page.at, "<i id=x"));
            assert(!strstr(page.at, "href=\"javascript:"));
        }
        am_text_done(&page);
    }
    am_text_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct am_problem problem = {0};
    struct am_text clean;
    struct am_pool pool;
    struct am_values v;
    fill(&v, &pool);
    if (am_prose_clean((struct am_bytes){data, size}, "f", &clean, &problem) == AM_OK) {
        struct am_prose *p = NULL;
        struct am_words *w = NULL;
        if (am_prose_parse(clean.at, "f", 1, names, &p, &problem) == AM_OK) {
            say(p, &v, AM_PROSE_MARKDOWN);
            say(p, &v, AM_PROSE_PLAIN);
            (void)am_prose_share(p, &v);
        } else {
            assert(problem.line >= 1 && problem.line <= lines_of(clean.at));
            assert(problem.text[0]);
        }
        am_prose_free(p);
        problem = (struct am_problem){0};
        if (am_words_parse(clean.at, "f", names, &w, &problem) == AM_OK)
            assert(am_words_section(w, 0) && am_words_section(w, 0)[0]);
        else
            assert(problem.line >= 1 && problem.line <= lines_of(clean.at) + 1 && problem.text[0]);
        am_words_free(w);
    }
    am_text_done(&clean);
    am_pool_done(&pool);
    return 0;
}
