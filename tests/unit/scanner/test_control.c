/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static int pair[2];

static int set_up(void **state)
{
    (void)state;
    return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair);
}

static int tear_down(void **state)
{
    (void)state;
    (void)close(pair[1]);
    return close(pair[0]);
}

static void write_raw(const char *text)
{
    assert_int_equal(send(pair[0], text, strlen(text), 0), strlen(text));
}

static void says_what_the_other_side_hears(void **state)
{
    (void)state;
    const struct am_control said[] = {
        {.word = AM_CONTROL_PAUSE},
        {.word = AM_CONTROL_GO},
        {.word = AM_CONTROL_SPEED, .number = 62.5},
        {.word = AM_CONTROL_UNTIL, .time = 1764288000},
        {.word = AM_CONTROL_MARK, .text = "ahora abrimos el periódico"},
        {.word = AM_CONTROL_MARK, .text = ""},
        {.word = AM_CONTROL_STOP},
        {.word = AM_CONTROL_READY},
        {.word = AM_CONTROL_AT, .time = 7, .playing = AM_PLAYING_PAUSED, .count = 1234567890123},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct am_control heard;
        memset(&heard, 0x5a, sizeof heard);
        assert_true(am_control_send(pair[0], &said[i]));
        assert_int_equal(am_control_take(pair[1], &heard), AM_HEARD);
        assert_int_equal(heard.word, said[i].word);
        assert_true(heard.number == said[i].number);
        assert_int_equal(heard.time, said[i].time);
        assert_int_equal(heard.playing, said[i].playing);
        assert_int_equal(heard.count, said[i].count);
        assert_string_equal(heard.text, said[i].text);
    }
}

static void passes_over_what_is_no_message(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "pauses",
        "pause now",
        "speed",
        "speed -1",
        "speed nan",
        "speed inf",
        "speed 1x",
        "until",
        "until -5",
        "until 1 2",
        "until 99999999999999999999",
        "at 5 dancing 3",
        "at 5 paused",
        "at 5 paused -1",
        "at paused 3",
        " go",
        "GO",
    };
    struct am_control heard;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        write_raw(wrong[i]);
    assert_int_equal(am_control_take(pair[1], &heard), AM_HEARD_NOTHING);
    write_raw("nonsense");
    write_raw("go");
    assert_int_equal(am_control_take(pair[1], &heard), AM_HEARD);
    assert_int_equal(heard.word, AM_CONTROL_GO);
}

static void takes_no_more_of_a_marker_than_a_line(void **state)
{
    (void)state;
    char raw[480] = "mark \x1b[2J";
    struct am_control heard;
    memset(raw + strlen(raw), 'x', sizeof raw - strlen(raw) - 1);
    write_raw(raw);
    assert_int_equal(am_control_take(pair[1], &heard), AM_HEARD);
    assert_int_equal(strlen(heard.text), AM_MARKER_TEXT);
    assert_null(strchr(heard.text, '\x1b'));
}

static void tells_that_the_other_side_is_gone(void **state)
{
    (void)state;
    struct am_control heard;
    write_raw("go");
    (void)close(pair[0]);
    assert_int_equal(am_control_take(pair[1], &heard), AM_HEARD);
    assert_int_equal(am_control_take(pair[1], &heard), AM_HEARD_END);
    assert_false(am_control_send(pair[1], &(struct am_control){.word = AM_CONTROL_GO}));
    pair[0] = dup(pair[1]); /* for the tear-down */
}

static void does_not_wait_for_who_does_not_read(void **state)
{
    (void)state;
    bool sent = true;
    for (int i = 0; i < 100000 && sent; i++)
        sent = am_control_send(pair[0], &(struct am_control){.word = AM_CONTROL_GO});
    assert_false(sent);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_what_the_other_side_hears),        TEST(passes_over_what_is_no_message),
        TEST(takes_no_more_of_a_marker_than_a_line), TEST(tells_that_the_other_side_is_gone),
        TEST(does_not_wait_for_who_does_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
