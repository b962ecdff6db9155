/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit/scanner/store_fixture.h"

#include "contacts/marks.h"

static const struct seen before = {
    1,  0, "www.alfa.example", "198.51.100.7", NULL, AM_EVIDENCE_SNI, AM_BLIND_NOT, "tls", 1,
    10, 20};
static const struct seen during[] = {
    {1, 0, "beta.example", "198.51.101.7", NULL, AM_EVIDENCE_QUIC, AM_BLIND_NOT, "quic", 1, 30, 40},
    {2, 0, "beta.example", "198.51.101.9", NULL, AM_EVIDENCE_QUIC, AM_BLIND_NOT, "quic", 1, 1, 2},
    {1, 0, "rare.test", "203.0.113.1", NULL, AM_EVIDENCE_SNI, AM_BLIND_NOT, "tls", 1, 5, 6},
};

static void flush(struct fixture *f, struct am_store *s)
{
    assert_int_equal(am_store_flush(s, T0, T0 + 60, &f->problem), AM_OK);
}

static void add_day(struct fixture *f, struct am_store *s, bool flushing)
{
    struct seen late = before;
    add_seen(s, &before);
    am_store_mark(s, T0 + 10, "now we open\tthe newspaper\x1b[31m");
    for (size_t i = 0; i < sizeof during / sizeof *during; i++)
        add_seen(s, &during[i]);
    if (flushing)
        flush(f, s);
    add_seen(s, &during[0]);
    am_store_mark(s, T0 + 20, "");
    add_seen(s, &late);
    am_store_mark(s, T0 + 30, "lunch");
}

static enum am_status marker_as_text(void *ctx, const struct am_scan_marker *m)
{
    am_text_addf(ctx, "%d-%d %s\n", (int)(m->time - T0), m->ended ? (int)(m->ended - T0) : 0,
                 m->text);
    return AM_OK;
}

static enum am_status marked_as_text(void *ctx, size_t marker, const struct am_scan_row *row)
{
    am_text_addf(ctx, "%zu %s c%d f%d u%d d%d\n", marker,
                 row->name       ? row->name
                 : row->unlisted ? "unlisted"
                                 : "-",
                 (int)row->contacts, (int)row->flows, (int)row->up, (int)row->down);
    return AM_OK;
}

static void assert_marks(struct fixture *f)
{
    struct am_scan *scan = open_scan(f);
    struct am_text text;
    am_text_init(&text, 1 << 16);
    assert_int_equal(am_scan_each_marker(scan, marker_as_text, &text, &f->problem), AM_OK);
    assert_int_equal(am_scan_each_marked(scan, marked_as_text, &text, &f->problem), AM_OK);
    assert_string_equal(text.at,
                        "10-20 now we open the newspaper?[31m\n"
                        "30-0 lunch\n"
                        "0 unlisted c0 f1 u5 d6\n"
                        "0 beta.example c0 f3 u61 d82\n");
    am_text_done(&text);
    am_scan_free(scan);
}

static void keeps_what_was_contacted_after_a_marker(void **state)
{
    struct fixture *f = *state;
    for (int flushing = 0; flushing < 2; flushing++) {
        struct am_store *s = new_store(f, false);
        add_day(f, s, flushing != 0);
        if (flushing) {
            flush(f, s);
            assert_marks(f);
        }
        assert_int_equal(am_store_close(s, T0, T0 + 60, &f->problem), AM_OK);
        am_store_free(s);
        assert_marks(f);
        assert_int_equal(unlink(f->path), 0);
    }
}

static void keeps_markers_in_order_of_time(void **state)
{
    struct am_marks m = {0};
    (void)state;
    am_marks_set(&m, 1000, "one");
    am_marks_set(&m, 400, "the clock was set back");
    am_marks_set(&m, 0, "");
    assert_int_equal(m.markers_len, 2);
    assert_int_equal(m.markers[0].ended, 1001);
    assert_int_equal(m.markers[1].time, 1001);
    assert_int_equal(m.markers[1].ended, 1002);
    am_marks_done(&m);
}

static void counts_what_finds_no_room(void **state)
{
    struct am_marks m = {0};
    (void)state;
    for (int i = 0; i < AM_MARKERS_MAX + 5; i++)
        am_marks_set(&m, 1000 + i, "x");
    assert_int_equal(m.markers_len, AM_MARKERS_MAX);
    assert_int_equal(m.lost, 5);
    am_marks_add(&m, &(struct am_marked){.name = 1, .host = 1, .flows = 1});
    assert_int_equal(m.rows_len, 0); /* of a marker that found no room */
    am_marks_done(&m);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_what_was_contacted_after_a_marker),
        TEST(keeps_markers_in_order_of_time),
        TEST(counts_what_finds_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
