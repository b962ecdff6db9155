/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The audit names the rule that is broken, and the very cell: publications that keep all rules are
 * broken here one rule at a time. */
#include "publications.h"

#include "campaign/audit/csv_rows.h"
#include "campaign/audit/members.h"
#include "campaign/audit/rules.h"

static char folder[256];
static struct told one, two;

static int make(void **state)
{
    const char *temporary = getenv("TMPDIR");
    (void)state;
    (void)snprintf(folder, sizeof folder, "%s/amarra-audit-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(folder))
        return 1;
    return 0;
}

static int clear(void **state)
{
    static const char *const names[] = {"1.json", "2.json"};
    char path[512];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

/* Of one edition, or of both. */
static struct am_audit *open_audit(bool both)
{
    struct am_audit *a = NULL;
    struct am_problem problem = {0};
    char paths[2][512];
    char *list[] = {paths[0], paths[1]};
    (void)snprintf(paths[0], sizeof paths[0], "%s", publish(&one, folder, "1.json"));
    if (both)
        (void)snprintf(paths[1], sizeof paths[1], "%s", publish(&two, folder, "2.json"));
    if (am_audit_open(list, both ? 2 : 1, NULL, &problem, &a) != AM_OK)
        fail_msg("%s: %s", problem.file, problem.text);
    return a;
}

static struct am_audit *audit(bool both)
{
    struct am_audit *a = open_audit(both);
    assert_int_equal(am_audit_run(a), AM_OK);
    return a;
}

static void print(const struct am_audit *a)
{
    for (size_t i = 0; i < a->breaches.count; i++)
        print_message("%u %s %s %s: %s\n", a->breaches.at[i].edition, a->breaches.at[i].cell,
                      a->breaches.at[i].figure, am_audit_rule_id(a->breaches.at[i].rule),
                      a->breaches.at[i].why);
}

static const struct am_audit_breach *find(const struct am_audit *a, enum am_audit_rule rule,
                                          unsigned edition, const char *cell, const char *figure)
{
    for (size_t i = 0; i < a->breaches.count; i++) {
        const struct am_audit_breach *b = &a->breaches.at[i];
        if (b->rule == rule && b->edition == edition && strcmp(b->cell, cell) == 0 &&
            strcmp(b->figure, figure) == 0)
            return b;
    }
    return NULL;
}

/* It is named, with these words, and no other rule is said to be broken, but for what follows: that
 * numbers contradict each other, or tell more. */
static void expect(bool both, enum am_audit_rule rule, unsigned edition, const char *cell,
                   const char *figure, const char *words)
{
    struct am_audit *a = audit(both);
    const struct am_audit_breach *b = find(a, rule, edition, cell, figure);
    uint64_t others = 0;
    for (unsigned r = 0; r < AM_AUDIT_RULES; r++)
        if (r != rule && r != AM_AUDIT_SENSE && r != AM_AUDIT_COMPLEMENT &&
            r != AM_AUDIT_DIFFERENCE)
            others += a->broken[r];
    if (!b || !strstr(b->why, words) || others > 0)
        print(a);
    if (!b)
        fail_msg("%s of %s is not said to break '%s'", figure, cell, am_audit_rule_id(rule));
    if (!strstr(b->why, words))
        fail_msg("it does not say '%s'", words);
    assert_int_equal(others, 0);
    am_audit_free(a);
    one = first_edition;
    two = second_edition;
}

static void finds_nothing_where_nothing_is_wrong(void **state)
{
    struct am_audit *a = audit(true);
    struct am_text text;
    (void)state;
    print(a);
    assert_int_equal(am_audit_broken(a), 0);
    assert_int_equal(a->cells, 18);
    assert_int_equal(a->figures, 44);
    assert_int_equal(a->pairs, 9);
    assert_true(a->numbers > 100 && a->relations > 100);
    am_text_init(&text, (size_t)1 << 20);
    assert_int_equal(am_audit_write(a, false, &text), AM_OK);
    assert_non_null(strstr(text.at, "no rule is broken\n"));
    am_text_clear(&text);
    assert_int_equal(am_audit_write(a, true, &text), AM_OK);
    assert_non_null(strstr(text.at, "\"broken\": 0"));
    am_text_done(&text);
    am_audit_free(a);
}

static void names_settings_that_protect_too_little_or_in_two_ways(void **state)
{
    (void)state;
    two.at_least = 6;
    struct am_audit *a = audit(true);
    assert_non_null(find(a, AM_AUDIT_SETTINGS, 2, "", ""));
    am_audit_free(a);
    two = second_edition;
    one.campaign = "another";
    expect(true, AM_AUDIT_SETTINGS, 2, "", "", "of the campaign test");
    one.day = "2027-01-01";
    expect(true, AM_AUDIT_SETTINGS, 2, "", "", "before edition 1");
    two.edition = 1; /* another one of this number */
    expect(true, AM_AUDIT_SETTINGS, 1, "", "", "an edition never changes");
}

static void names_a_cell_of_few(void **state)
{
    (void)state;
    one.cells[one.cell_count++] = (struct told_cell){"1/size/1-9", "size", "1-9", 1, 0, 3};
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/size/1-9", "", "a cell of 3 organizations");
}

static void names_what_a_breakdown_leaves_of_few(void **state)
{
    (void)state;
    cell_of(&one, "1/country/other")->n = 17;
    row_of(&one, "1/country/other", "either")->base = 17;
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/all", "", "3 are left");
    cell_of(&one, "1/territory/UY-MO")->n = 21;
    cell_of(&one, "1/territory/other")->n = 24;
    row_of(&one, "1/territory/UY-MO", "either")->base = 21;
    row_of(&one, "1/territory/other", "either")->base = 24;
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/country/UY", "", "4 are left");
}

static void names_few_that_did_not_come_again(void **state)
{
    (void)state;
    one.shares += 80;
    one.cells[one.cell_count++] = (struct told_cell){"1/same/2", "same", NULL, 1, 2, 58};
    one.cells[one.cell_count++] = (struct told_cell){"2/all", "all", NULL, 2, 0, 80};
    one.cells[one.cell_count++] = (struct told_cell){"2/same/1", "same", NULL, 2, 1, 58};
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/same/2", "", "2 are left");
}

static void names_counts_that_are_too_few_or_nearly_all(void **state)
{
    (void)state;
    row_of(&one, "1/sector/other", "service")->count_as = "rounded";
    row_of(&one, "1/sector/other", "service")->count = 0;
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/sector/other", "service/alpha", "told as 0 of 15");
    row_of(&one, "1/sector/union", "law-service")->count_as = "rounded";
    row_of(&one, "1/sector/union", "law-service")->count = 25;
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/sector/union", "law-service/US", "told as 25 of 25");
    row_of(&one, "1/sector/union", "law-service")->count = 23; /* "23 or more" */
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/sector/union", "law-service/US", "23 or more of 25");
    row_of(&one, "1/sector/other", "service")->count = 3; /* "fewer than 3" */
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/sector/other", "service/alpha", "fewer than 3");
}

static void names_whom_too_few_contact_at_all(void **state)
{
    (void)state;
    one.rows[one.row_count++] = (struct told_row){.cell = "1/sector/media",
                                                  .variable = "either",
                                                  .of = "rare",
                                                  .base = 20,
                                                  .count_as = "fewer",
                                                  .count = 5};
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/sector/media", "either/rare", "not of the round");
    one.rows[one.row_count++] = (struct told_row){.cell = "1/all",
                                                  .variable = "either",
                                                  .of = "rare",
                                                  .base = 60,
                                                  .count_as = "fewer",
                                                  .count = 5};
    expect(false, AM_AUDIT_THRESHOLD, 1, "1/all", "either/rare", "named, though fewer than 5");
}

static void names_counts_that_are_not_rounded(void **state)
{
    (void)state;
    row_of(&one, "1/all", "first")->count = 11;
    expect(false, AM_AUDIT_ROUNDING, 1, "1/all", "first/alpha", "no multiple of 5");
}

static void names_shares_and_intervals_that_tell_more(void **state)
{
    (void)state;
    row_of(&one, "1/all", "first")->share_off = 5; /* as of 10.3 of 60 */
    expect(false, AM_AUDIT_ROUNDING, 1, "1/all", "first/alpha", "the share is told as 17.2 %");
    row_of(&one, "1/all", "first")->interval_off = 15;
    expect(false, AM_AUDIT_ROUNDING, 1, "1/all", "first/alpha", "the interval is told as");
}

static void names_quartiles_that_are_off(void **state)
{
    (void)state;
    row_of(&one, "1/all", "either")->q1 = "85-90";
    expect(false, AM_AUDIT_QUARTILES, 1, "1/all", "either/alpha", "not in order");
    row_of(&one, "1/sector/union", "either")->median = "85-90"; /* of ten */
    expect(false, AM_AUDIT_QUARTILES, 1, "1/sector/union", "either/alpha", "on one side of it");
    row_of(&one, "1/sector/other", "service")->median = "85-90";
    expect(false, AM_AUDIT_QUARTILES, 1, "1/sector/other", "service/alpha", "not told");
}

static void names_intervals_that_tell_which_count_it_is(void **state)
{
    (void)state;
    /* 18 to 22: an interval needs 19. */
    struct told_row *r = row_of(&one, "1/country/UY", "either");
    r->median = "80-85";
    row_of(&one, "1/all", "service")->count = 20;
    struct am_audit *a = audit(false);
    assert_int_equal(a->broken[AM_AUDIT_QUARTILES], 0); /* never told of 20 */
    am_audit_free(a);
    struct told_row *s = row_of(&one, "1/all", "service");
    s->median = s->low = s->high = "80-85";
    a = audit(false);
    const struct am_audit_breach *b =
        find(a, AM_AUDIT_QUARTILES, 1, "1/country/UY", "either/alpha");
    assert_non_null(b);
    assert_non_null(strstr(b->why, "so it is 18 to 18"));
    assert_non_null(find(a, AM_AUDIT_QUARTILES, 1, "1/all", "service/alpha"));
    assert_int_equal(a->broken[AM_AUDIT_QUARTILES], 2);
    am_audit_free(a);
    one = first_edition;
}

static void names_numbers_that_contradict_each_other(void **state)
{
    (void)state;
    cell_of(&one, "1/sector/media")->n = 40;
    struct am_audit *a = audit(false);
    assert_non_null(find(a, AM_AUDIT_SENSE, 1, "1/all", ""));
    assert_non_null(find(a, AM_AUDIT_SENSE, 1, "1/sector/media", "either/alpha"));
    am_audit_free(a);
    one = first_edition;
    row_of(&one, "1/sector/union", "service")->count = 20;
    expect(false, AM_AUDIT_SENSE, 1, "1/sector/union", "either/alpha", "can't be that; by");
    row_of(&one, "1/all", "area-single")->base = 45;
    expect(false, AM_AUDIT_SENSE, 1, "1/all", "area-single/email", "in another way");
    one.shares = 61;
    expect(false, AM_AUDIT_SENSE, 1, "", "", "of 61 shares");
}

static void names_what_can_be_computed_within_an_edition(void **state)
{
    (void)state;
    /* 23 to 27, less 8 to 12 and 5 to 7: four at least, where fewer than five are told. */
    row_of(&one, "1/sector/media", "service")->count = 5;
    expect(false, AM_AUDIT_COMPLEMENT, 1, "1/sector/other", "service/alpha",
           "is told as few, and yet it is 4 of 15; by 1/sector/union 8 to 12, 1/sector/media "
           "5 to 7, 1/all 23 to 27");
    /* What the parts of an area leave, and who is in both ledgers. */
    row_of(&one, "1/all", "area-provider")->count_as = "fewer";
    row_of(&one, "1/all", "area-provider")->count = 5;
    row_of(&one, "1/all", "area-single")->count_as = "fewer";
    row_of(&one, "1/all", "area-single")->count = 5;
    struct am_audit *a = audit(false);
    assert_int_equal(a->broken[AM_AUDIT_COMPLEMENT], 0);
    am_audit_free(a);
    one = first_edition;
    /* 38 to 42 are in the parts or not: "nearly all" of a whole leaves less than it says. */
    row_of(&one, "1/sector/media", "law-service")->count = 15;
    row_of(&one, "1/sector/other", "law-service")->count_as = "fewer";
    row_of(&one, "1/all", "law-service")->count = 35;
    expect(false, AM_AUDIT_COMPLEMENT, 1, "1/sector/union", "law-service/US",
           "is told as nearly all, and yet it is 21 to 24 of 25");
}

static void names_what_two_editions_tell_together(void **state)
{
    (void)state;
    cell_of(&two, "1/sector/media")->n = 23; /* and three fewer others */
    cell_of(&two, "1/sector/other")->n = 18;
    for (size_t i = 0; i < two.row_count; i++)
        two.rows[i].base = strcmp(two.rows[i].cell, "1/sector/media") == 0   ? 23
                           : strcmp(two.rows[i].cell, "1/sector/other") == 0 ? 18
                                                                             : two.rows[i].base;
    expect(true, AM_AUDIT_DIFFERENCE, 2, "1/sector/media", "", "tells of 3");
    /* Six came: eight at least of the later ones were two at least before. */
    row_of(&two, "1/sector/other", "service")->count = 10;
    row_of(&two, "1/sector/union", "service")->count = 10;
    expect(true, AM_AUDIT_DIFFERENCE, 1, "1/sector/other", "service/alpha",
           "is told as few, and yet it is 2 to 4 of 15; by who came to 1/sector/other between "
           "editions 1 and 2");
}

/* ---- with members ---- */

/* Who is in which cell of an edition: `skip` are left out, with `swap` two of one sector and two
 * of another are each in the other's cell. */
static void seat(struct am_audit *a, size_t edition, struct am_text *out, unsigned skip, bool swap)
{
    am_text_init(out, (size_t)1 << 20);
    am_text_add(out, "amarra-members/1\n");
    for (unsigned i = 0; i < 60 - skip; i++) {
        unsigned sector = i < 25 ? 1 : i < 45 ? 2 : 3;
        unsigned country = i % 3 == 0 ? 5 : 4;
        unsigned territory = country == 5 || i % 4 == 0 ? 8 : i < 30 ? 6 : 7;
        if (swap && (i == 0 || i == 3)) /* all of one country, and of no territory */
            sector = 2;
        else if (swap && (i == 27 || i == 30))
            sector = 1;
        am_text_addf(out, "0,%u,%u,%u %032x\n", sector, country, territory, i + 1);
    }
    a->editions.at[edition].members = (struct am_bytes){(const uint8_t *)out->at, out->len};
}

static void check_members(struct am_audit *a)
{
    assert_int_equal(am_audit_members_of(a, &a->members), AM_OK);
    assert_int_equal(am_audit_members_check(a), AM_OK);
}

static void unseat(struct am_audit *a, struct am_text *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        a->editions.at[i].members = (struct am_bytes){0};
        am_text_done(&text[i]);
    }
    am_audit_free(a);
}

static void names_cells_that_have_other_members(void **state)
{
    struct am_text text;
    struct am_audit *a = open_audit(false);
    (void)state;
    seat(a, 0, &text, 2, false);
    check_members(a);
    const struct am_audit_breach *b = find(a, AM_AUDIT_MEMBERS, 1, "1/all", "");
    assert_non_null(b);
    assert_non_null(strstr(b->why, "of 60 organizations, and the store has 58"));
    unseat(a, &text, 1);
}

/* Four of one edition's cells are in others in the next. */
static void names_cells_that_differ_by_few(void **state)
{
    struct am_text text[2];
    (void)state;
    for (int swap = 0; swap < 2; swap++) {
        struct am_audit *a = open_audit(true);
        seat(a, 0, &text[0], 0, false);
        seat(a, 1, &text[1], 0, swap > 0);
        check_members(a);
        const struct am_audit_breach *b = find(a, AM_AUDIT_FEW, 2, "1/sector/media", "");
        assert_int_equal(b != NULL, swap > 0);
        assert_int_equal(a->broken[AM_AUDIT_FEW], swap > 0 ? 2 : 0);
        assert_int_equal(a->broken[AM_AUDIT_LINKAGE] > 0, swap > 0);
        if (b)
            assert_non_null(strstr(b->why, "differ by 4 organizations, fewer than 5"));
        unseat(a, text, 2);
    }
}

/* ---- what is given ---- */

static void counts_what_is_too_much_to_tell(void **state)
{
    struct am_text text;
    (void)state;
    for (size_t i = 0; i < one.row_count; i++)
        if (strcmp(one.rows[i].count_as, "rounded") == 0)
            one.rows[i].count += 1;
    struct am_audit *a = audit(false);
    am_text_init(&text, (size_t)1 << 20);
    assert_int_equal(am_audit_write(a, false, &text), AM_OK);
    assert_true(a->broken[AM_AUDIT_ROUNDING] > AM_AUDIT_TOLD);
    assert_non_null(strstr(text.at, " more break the rule 'rounding'"));
    am_text_done(&text);
    am_audit_free(a);
    one = first_edition;
}

static void take_line(void *ctx, unsigned long line, const char *const *fields)
{
    (void)line;
    (void)snprintf(ctx, 64, "%s|%s", fields[0], fields[1]);
}

static void reads_tables_strictly(void **state)
{
    static const struct {
        const char *text, *told;
    } cases[] = {
        {"a,b\r\n1,2\r\n", "1|2"},  {"a,b\n\"1,\"\"x\"\"\",2", "1,\"x\"|2"},
        {"a,b\r\n1\r\n", NULL},     {"a,b\r\n1,2,3\r\n", NULL},
        {"a,b\r\n\"1,2\r\n", NULL}, {"a,b\r\n\"1\"x,2\r\n", NULL},
        {"a,c\r\n1,2\r\n", NULL},   {"", NULL},
    };
    static const char *const columns[] = {"a", "b"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char told[64] = "";
        struct am_csv_problem problem = {0};
        struct am_bytes text = {(const uint8_t *)cases[i].text, strlen(cases[i].text)};
        bool good = am_csv_rows(text, columns, 2, take_line, told, &problem);
        assert_int_equal(good, cases[i].told != NULL);
        if (cases[i].told)
            assert_string_equal(told, cases[i].told);
        else
            assert_non_null(problem.what);
    }
}

static void computes_intervals_as_the_program_does(void **state)
{
    (void)state;
    for (uint64_t n = 10; n < 400; n += 13) {
        struct am_interval median = am_bootstrap_median(n);
        struct am_audit_interval ours = am_audit_interval_of_median(n);
        assert_true(median.low == ours.low[0] || median.low == ours.low[1]);
        assert_true(median.high == ours.high[0] || median.high == ours.high[1]);
        for (uint64_t c = 0; c <= n; c += 5) {
            struct am_interval share = am_bootstrap_share(c, n);
            ours = am_audit_interval_of_share(c, n);
            assert_true(share.low == ours.low[0] || share.low == ours.low[1]);
            assert_true(share.high == ours.high[0] || share.high == ours.high[1]);
        }
    }
}

/* Each begins with what is true. */
static int begin(void **state)
{
    (void)state;
    one = first_edition;
    two = second_edition;
    return 0;
}
#define BROKEN_ALONE(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BROKEN_ALONE(finds_nothing_where_nothing_is_wrong),
        BROKEN_ALONE(names_settings_that_protect_too_little_or_in_two_ways),
        BROKEN_ALONE(names_a_cell_of_few),
        BROKEN_ALONE(names_what_a_breakdown_leaves_of_few),
        BROKEN_ALONE(names_few_that_did_not_come_again),
        BROKEN_ALONE(names_counts_that_are_too_few_or_nearly_all),
        BROKEN_ALONE(names_whom_too_few_contact_at_all),
        BROKEN_ALONE(names_counts_that_are_not_rounded),
        BROKEN_ALONE(names_shares_and_intervals_that_tell_more),
        BROKEN_ALONE(names_quartiles_that_are_off),
        BROKEN_ALONE(names_intervals_that_tell_which_count_it_is),
        BROKEN_ALONE(names_numbers_that_contradict_each_other),
        BROKEN_ALONE(names_what_can_be_computed_within_an_edition),
        BROKEN_ALONE(names_what_two_editions_tell_together),
        BROKEN_ALONE(names_cells_that_have_other_members),
        BROKEN_ALONE(names_cells_that_differ_by_few),
        BROKEN_ALONE(counts_what_is_too_much_to_tell),
        BROKEN_ALONE(reads_tables_strictly),
        BROKEN_ALONE(computes_intervals_as_the_program_does),
    };
    return cmocka_run_group_tests(tests, make, clear);
}
