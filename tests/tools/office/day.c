/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who does what when: activities become sessions, in the order in which each device has them. */
#include <stdlib.h>
#include <string.h>

#include "activities.h"
#include "scenes.h"

#define SESSIONS_MAX   8192
#define BEFORE_LEAVING (15 * MINUTE)
#define HALF_HOUR      (30 * MINUTE)

struct session {
    uint64_t when;
    const struct activity *activity;
    unsigned turn;
};

static bool does(const struct device *d, const struct activity *a)
{
    unsigned flags = d->kind->flags;
    return flags & a->kinds && (flags & a->needs) == a->needs;
}

static uint64_t minutes_in(const struct device *d, uint64_t midnight, unsigned half_hour)
{
    uint64_t from = midnight + half_hour * HALF_HOUR, to = from + HALF_HOUR;
    uint64_t leaves = d->leaves > BEFORE_LEAVING ? d->leaves - BEFORE_LEAVING : 0;
    from = from > d->arrives ? from : d->arrives;
    to = to < leaves ? to : leaves;
    return to > from ? (to - from) / MINUTE : 0;
}

/* A time at which the device is there, as likely as the profile says; 0: none. */
static uint64_t draw_time(const struct office *o, const struct device *d, enum profile profile,
                          struct rng *rng)
{
    uint64_t midnight = o->options.midnight, all = 0;
    if (profile == ARRIVAL) {
        uint64_t from = d->kind->flags & ALWAYS_ON && d->kind->flags & DESKS
                            ? midnight + 512 * MINUTE
                            : d->arrives;
        return from + rng_between(rng, 4, 240) * SECOND;
    }
    for (unsigned i = 0; i < HALF_HOURS; i++)
        all += profile_weight[profile][i] * minutes_in(d, midnight, i);
    uint64_t draw = rng_below(rng, all);
    for (unsigned i = 0; i < HALF_HOURS; i++) {
        uint64_t here = minutes_in(d, midnight, i), weight = here * profile_weight[profile][i];
        if (draw >= weight) {
            draw -= weight;
            continue;
        }
        uint64_t from = midnight + i * HALF_HOUR;
        from = from > d->arrives ? from : d->arrives;
        return from + rng_below(rng, here * MINUTE);
    }
    return 0;
}

static unsigned how_often(const struct options *options, const struct activity *a, struct rng *rng)
{
    unsigned n = (unsigned)rng_between(rng, a->least, a->most);
    if (a->when == ARRIVAL || options->size == SIZE_DAY)
        return n;
    if (options->size == SIZE_BIG)
        return n * 8;
    return n / 3 + (rng_below(rng, 3) < n % 3);
}

static int by_when(const void *a, const void *b)
{
    const struct session *x = a, *y = b;
    if (x->when != y->when)
        return x->when < y->when ? -1 : 1;
    if (x->activity != y->activity)
        return x->activity < y->activity ? -1 : 1;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

/* From its start until the last thing of it begins. */
static uint64_t time_to_begin(const struct activity *a)
{
    uint64_t last = 0;
    for (const struct step *step = a->step; step->host; step++)
        last = step->after > last ? step->after : last;
    return (last + 2) * SECOND; /* names are asked for first */
}

static size_t plan_device(struct office *o, const struct device *d, struct session *out)
{
    size_t n = 0;
    for (size_t i = 0; i < activities_count; i++) {
        const struct activity *a = &activities[i];
        struct rng rng;
        if (!does(d, a))
            continue;
        rng_init(&rng, o->options.seed, a->id, d->number, 0);
        unsigned often = how_often(&o->options, a, &rng);
        for (unsigned turn = 0; turn < often && n < SESSIONS_MAX; turn++) {
            uint64_t when = draw_time(o, d, a->when, &rng);
            if (when > 0)
                out[n++] =
                    (struct session){scenes_make_room(o, when, time_to_begin(a), &rng), a, turn};
        }
    }
    if (n > 0)
        qsort(out, n, sizeof *out, by_when);
    return n;
}

static void run_session(struct office *o, struct device *d, const struct session *s)
{
    for (const struct step *step = s->activity->step; step->host; step++) {
        struct rng rng;
        rng_init(&rng, o->options.seed, s->activity->id, d->number,
                 1 + (uint64_t)(step - s->activity->step) * 1000 + s->turn);
        talk_step(o, d, &rng, step, s->when + step->after * SECOND + rng_below(&rng, 700000), NULL);
    }
}

void day_plan(struct office *o)
{
    struct session *sessions = calloc(SESSIONS_MAX, sizeof *sessions);
    if (!sessions)
        abort();
    for (unsigned i = 0; i < o->options.devices; i++) {
        struct device *d = &o->device[i];
        size_t n = plan_device(o, d, sessions);
        for (size_t k = 0; k < n; k++)
            run_session(o, d, &sessions[k]);
    }
    free(sessions);
}
