/* SPDX-License-Identifier: AGPL-3.0-or-later
 * No test here measures time: what waits is told how long it would have waited, and time passes by
 * what it does then. */
#include "sensor/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SECOND 1000000000ll
#define T0     (1764288000 * SECOND)

struct seen {
    int64_t times[16];
    size_t calls, count;
    int waits;
    int wait_limit; /* then nothing more is handed on */
    struct am_pace *pace;
    void (*when_waiting)(struct am_pace *p);
};

static void take(void *ctx, const struct am_frame *frames, size_t count)
{
    struct seen *s = ctx;
    s->calls++;
    for (size_t i = 0; i < count; i++)
        s->times[s->count++] = frames[i].time;
}

static bool wait_for(void *ctx, int ms)
{
    struct seen *s = ctx;
    assert_true(ms >= 1);
    if (++s->waits > s->wait_limit)
        return false;
    if (s->when_waiting)
        s->when_waiting(s->pace);
    return true;
}

static struct am_pace pace_of(struct seen *s, double speed)
{
    return (struct am_pace){.fn = take, .ctx = s, .wait = wait_for, .wait_ctx = s, .speed = speed};
}

static void frames_at(const int64_t *seconds, size_t count, struct am_frame *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = (struct am_frame){.time = T0 + seconds[i] * SECOND};
}

static void hands_on_at_once_what_is_not_paced(void **state)
{
    (void)state;
    struct seen s = {.wait_limit = 0};
    struct am_pace p = pace_of(&s, 0);
    struct am_frame frames[3];
    frames_at((const int64_t[]){0, 100, 5}, 3, frames);
    am_pace_take(&p, frames, 3);
    assert_int_equal(s.count, 3);
    assert_int_equal(s.calls, 1);
    assert_int_equal(am_pace_clock(&p), T0 + 5 * SECOND);
}

static void waits_for_what_is_not_due(void **state)
{
    (void)state;
    struct seen s = {.wait_limit = 3};
    struct am_pace p = pace_of(&s, 1);
    struct am_frame frames[3];
    frames_at((const int64_t[]){0, 0, 3}, 3, frames);
    am_pace_take(&p, frames, 3);
    assert_int_equal(s.count, 2); /* the third is due in three seconds, and nobody waited for it */
    assert_int_equal(s.waits, 4);
    assert_true(am_pace_clock(&p) < T0 + 3 * SECOND);
}

static void hurry(struct am_pace *p)
{
    am_pace_set_speed(p, 0);
}

static void hears_of_another_speed_while_it_waits(void **state)
{
    (void)state;
    struct am_pace p;
    struct seen s = {.wait_limit = 1, .pace = &p, .when_waiting = hurry};
    p = pace_of(&s, 1);
    struct am_frame frames[2];
    frames_at((const int64_t[]){0, 3}, 2, frames);
    am_pace_take(&p, frames, 2);
    assert_int_equal(s.count, 2);
    assert_int_equal(s.waits, 1);
}

static void go_on(struct am_pace *p)
{
    assert_true(p->paused);
    assert_int_equal(am_pace_clock(p), T0 + 10 * SECOND);
    am_pace_set_until(p, 0);
    am_pace_go(p);
}

static void stands_before_the_time_it_was_told(void **state)
{
    (void)state;
    struct am_pace p;
    struct seen s = {.wait_limit = 2};
    struct am_frame frames[3];
    frames_at((const int64_t[]){0, 9, 11}, 3, frames);
    p = pace_of(&s, 0);
    am_pace_set_until(&p, T0 + 10 * SECOND);
    am_pace_take(&p, frames, 3);
    assert_int_equal(s.count, 2);
    assert_true(p.paused);

    s = (struct seen){.wait_limit = 2, .pace = &p, .when_waiting = go_on};
    p = pace_of(&s, 0);
    am_pace_set_until(&p, T0 + 10 * SECOND);
    am_pace_take(&p, frames, 3);
    assert_int_equal(s.count, 3);
    assert_int_equal(s.waits, 1);
}

static void cuts_a_quiet_stretch_short(void **state)
{
    (void)state;
    struct seen s = {.wait_limit = 1};
    struct am_pace p = pace_of(&s, 1);
    struct am_frame frames[2];
    frames_at((const int64_t[]){0, 36000}, 2, frames);
    am_pace_take(&p, frames, 2);
    assert_true(am_pace_clock(&p) > T0 + 35990 * SECOND);
    assert_true(am_pace_clock(&p) < T0 + 36000 * SECOND);
}

static void does_not_mind_time_that_goes_back(void **state)
{
    (void)state;
    struct seen s = {.wait_limit = 0};
    struct am_pace p = pace_of(&s, 1);
    struct am_frame frames[3];
    frames_at((const int64_t[]){0, -5000, -1}, 3, frames);
    am_pace_take(&p, frames, 3);
    assert_int_equal(s.count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_on_at_once_what_is_not_paced),
        cmocka_unit_test(waits_for_what_is_not_due),
        cmocka_unit_test(hears_of_another_speed_while_it_waits),
        cmocka_unit_test(stands_before_the_time_it_was_told),
        cmocka_unit_test(cuts_a_quiet_stretch_short),
        cmocka_unit_test(does_not_mind_time_that_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
