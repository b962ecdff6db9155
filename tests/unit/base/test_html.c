/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/html.h"

#define DOCTYPE "<!DOCTYPE html>\n"
#define R       "\xef\xbf\xbd"

static void writes_elements_and_attributes(void **state)
{
    (void)state;
    struct am_text t;
    struct am_html h;
    am_text_init(&t, 4096);
    am_html_init(&h, &t);
    am_html_open(&h, "html");
    am_html_attribute(&h, "lang", "es");
    am_html_void(&h, "meta");
    am_html_attribute(&h, "charset", "utf-8");
    am_html_element(&h, "b", "x", "1 & 2");
    am_html_close(&h, "html");
    assert_int_equal(am_html_status(&h), AM_OK);
    assert_string_equal(
        t.at,
        DOCTYPE "<html lang=\"es\">\n<meta charset=\"utf-8\"><b class=\"x\">1 &amp; 2</b></html>");
    am_text_done(&t);
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *want;
    } cases[] = {
        {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"\" onload=\"x", "&quot; onload&#61;&quot;x"},
        {"' onload='x", "&#39; onload&#61;&#39;x"},
        {"`x`", "&#96;x&#96;"},
        {"]]><!--", "]]&gt;&lt;!--"},
        {"&lt;b&gt;", "&amp;lt;b&amp;gt;"},
        {"a\x01\x1b[2J\x7f", "a" R R "[2J" R},
        {"\xff\xfe<", R R "&lt;"},
        {"\xc0\xbcscript>", R R "script&gt;"}, /* overlong '<' */
        {"\xe2\x80\xaegpj.exe", R "gpj.exe"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_text t;
        struct am_html h;
        char want[256];
        am_text_init(&t, 4096);
        am_html_init(&h, &t);
        am_html_open(&h, "i");
        am_html_attribute(&h, "title", cases[i].raw);
        am_html_text(&h, cases[i].raw);
        am_html_close(&h, "i");
        (void)snprintf(want, sizeof want, DOCTYPE "<i title=\"%s\">%s</i>", cases[i].want,
                       cases[i].want);
        assert_string_equal(t.at, want);
        assert_int_equal(am_html_status(&h), AM_OK);
        am_text_done(&t);
    }
}

/* Every byte value, in every position of a longest name: no markup byte survives. */
static void no_byte_opens_a_tag(void **state)
{
    (void)state;
    char name[254];
    for (unsigned byte = 1; byte < 256; byte++) {
        struct am_text t;
        struct am_html h;
        memset(name, (int)byte, sizeof name - 1);
        name[sizeof name - 1] = '\0';
        am_text_init(&t, 4096);
        am_html_init(&h, &t);
        am_html_text(&h, name);
        const char *body = t.at + strlen(DOCTYPE);
        assert_null(strpbrk(body, "<>\"'`="));
        assert_int_equal(am_html_status(&h), AM_OK);
        am_text_done(&t);
    }
}

static void links_only_where_it_is_safe(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        bool kept;
    } cases[] = {
        {"https://example.org/a?b=1", true},
        {"HTTP://example.org/", true},
        {"#method", true},
        {"./beside.css", true},
        {"../above.html", true},
        {"..//example.org/", true},
        {"..", false},
        {".//example.org/", true}, /* a path, not a host */
        {"//example.org/", false},
        {"javascript:alert(1)", false},
        {" javascript:alert(1)", false},
        {"data:text/html,x", false},
        {"//example.org/", false},
        {"file:///etc/passwd", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_text t;
        struct am_html h;
        am_text_init(&t, 4096);
        am_html_init(&h, &t);
        am_html_open(&h, "a");
        am_html_attribute(&h, "href", cases[i].url);
        am_html_close(&h, "a");
        assert_int_equal(strcmp(t.at, DOCTYPE "<a href=\"#\"></a>") != 0, cases[i].kept);
        am_text_done(&t);
    }
}

static void a_style_sheet_cannot_end_its_element(void **state)
{
    (void)state;
    struct am_text t;
    struct am_html h;
    am_text_init(&t, 4096);
    am_html_init(&h, &t);
    am_html_style(&h, "a{content:\"</style><b>\"}");
    assert_int_equal(am_html_status(&h), AM_E_USAGE);
    assert_null(strstr(t.at, "<b>"));
    am_text_done(&t);
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct am_text t;
    struct am_html h;
    am_text_init(&t, 4096);

    am_html_init(&h, &t);
    am_html_open(&h, "p");
    assert_int_equal(am_html_status(&h), AM_E_USAGE); /* still open */
    am_html_close(&h, "div");
    am_html_close(&h, "p");
    assert_int_equal(am_html_status(&h), AM_E_USAGE);

    am_html_init(&h, &t);
    am_html_attribute(&h, "class", "x");
    assert_int_equal(am_html_status(&h), AM_E_USAGE);

    am_html_init(&h, &t);
    for (unsigned i = 0; i <= AM_HTML_DEPTH_MAX; i++)
        am_html_open(&h, "i");
    assert_int_equal(am_html_status(&h), AM_E_USAGE);
    am_text_done(&t);
}

static void a_full_text_is_told(void **state)
{
    (void)state;
    struct am_text t;
    struct am_html h;
    am_text_init(&t, 20);
    am_html_init(&h, &t);
    am_html_element(&h, "p", NULL, "more than fits");
    assert_int_equal(am_html_status(&h), AM_E_LIMIT);
    am_text_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_elements_and_attributes),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(no_byte_opens_a_tag),
        cmocka_unit_test(links_only_where_it_is_safe),
        cmocka_unit_test(a_style_sheet_cannot_end_its_element),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(a_full_text_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
