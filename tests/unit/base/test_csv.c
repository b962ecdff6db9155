/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"

#define R "\xef\xbf\xbd"

static void writes_rows_of_rfc_4180(void **state)
{
    (void)state;
    struct am_text t;
    struct am_csv c;
    am_text_init(&t, 4096);
    am_csv_init(&c, &t);
    am_csv_text(&c, "name");
    am_csv_text(&c, "contacts");
    am_csv_end_row(&c);
    am_csv_text(&c, "a, \"b\"");
    am_csv_count(&c, UINT64_MAX);
    am_csv_share(&c, 1, 3);
    am_csv_share(&c, 1, 0);
    am_csv_text(&c, NULL);
    am_csv_end_row(&c);
    assert_string_equal(t.at,
                        "name,contacts\r\n"
                        "\"a, \"\"b\"\"\",18446744073709551615,0.333333,,\r\n");
    am_text_done(&t);
}

static void no_cell_is_a_formula_or_a_new_row(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *want;
    } cases[] = {
        {"=1+1", "'=1+1"},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"|cmd", "'|cmd"},
        {"%x", "'%x"},
        {" =1", "\"' =1\""},
        {"\t=1", "'" R "=1"},
        {"\xe2\x80\x8b=1", "'" R "=1"}, /* zero width space before it */
        {"\xef\xbc\x9d"
         "1",
         "'\xef\xbc\x9d"
         "1"}, /* full-width equals */
        {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"a\r\nb", "\"a" R R "b\""},
        {"a\x1b[1m", "a" R "[1m"},
        {"\xff", R},
        {"a=1", "a=1"},
        {"mail.example.org", "mail.example.org"},
        {"\xe2\x80\xae"
         "x",
         R "x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_text t;
        struct am_csv c;
        am_text_init(&t, 4096);
        am_csv_init(&c, &t);
        am_csv_text(&c, cases[i].raw);
        assert_string_equal(t.at, cases[i].want);
        am_text_done(&t);
    }
}

/* A cell of any one byte, repeated, comes back as one cell: quotes balance, no bare separator. */
static void any_byte_stays_in_its_cell(void **state)
{
    (void)state;
    for (unsigned byte = 1; byte < 256; byte++) {
        char raw[254];
        struct am_text t;
        struct am_csv c;
        memset(raw, (int)byte, sizeof raw - 1);
        raw[sizeof raw - 1] = '\0';
        am_text_init(&t, 4096);
        am_csv_init(&c, &t);
        am_csv_text(&c, raw);
        am_csv_count(&c, 7);
        am_csv_end_row(&c);
        bool quoted = false;
        size_t commas = 0;
        size_t rows = 0;
        for (const char *at = t.at; *at; at++) {
            if (*at == '"')
                quoted = !quoted;
            commas += !quoted && *at == ',';
            rows += !quoted && *at == '\n';
        }
        assert_false(quoted);
        assert_int_equal(commas, 1);
        assert_int_equal(rows, 1);
        am_text_done(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_rows_of_rfc_4180),
        cmocka_unit_test(no_cell_is_a_formula_or_a_new_row),
        cmocka_unit_test(any_byte_stays_in_its_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
