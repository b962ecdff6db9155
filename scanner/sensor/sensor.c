/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/sensor.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/monotonic.h"
#include "sensor/control.h"
#include "sensor/messages.h"
#include "sensor/service.h"

#define TURN_MS       200 /* how often a live scan looks at clock and signals */
#define SERVICE_MS    10000
#define PENDING_FLUSH 200000 /* contacts in memory that make a flush due */
#define CLOCK_SET     5      /* seconds by which a clock that was set differs */

static volatile sig_atomic_t stop_asked;
static volatile sig_atomic_t reload_asked;

static void ask_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

static void ask_reload(int signal_number)
{
    (void)signal_number;
    reload_asked = 1;
}

void am_sensor_catch_signals(void)
{
    /* Without SA_RESTART, so that a read that waits for standard input comes back. */
    struct sigaction stop = {.sa_handler = ask_stop};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    /* A terminal that hangs up ends the scan; a service has none, and is asked to load anew. */
    struct sigaction hang_up = {.sa_handler = isatty(STDERR_FILENO) ? ask_stop : ask_reload};
    (void)sigemptyset(&stop.sa_mask);
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGHUP, &hang_up, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL); /* --flows into a pipe that closed is a write error */
    (void)sigaction(SIGXFSZ, &ignore, NULL); /* a file-size limit is a full disk */
}

static int64_t whole_seconds(int64_t nanoseconds)
{
    return nanoseconds / 1000000000;
}

static bool is_live(const struct am_sensor *s)
{
    return s->from.live || s->from.mirror;
}

/* --- writing --- */

static void count(const struct am_sensor *s)
{
    am_observer_count(s->observer, s->store);
    am_store_count(s->store, "lost.kernel", s->losses.kernel);
    am_store_count(s->store, "lost.interface", s->losses.interface);
    am_store_count(s->store, "lost.capture", s->losses.file);
    am_store_count(s->store, "lost.unreadable_bytes", s->losses.unreadable);
    am_store_count(s->store, "blocks.other", s->losses.blocks_other);
    am_store_count(s->store, "clock.set", s->clock_set);
}

static bool flush(struct am_sensor *s)
{
    struct am_problem problem = {0};
    struct am_observer_figures f = am_observer_figures(s->observer);
    s->next_flush = am_monotonic_ms() + s->options->flush * 1000;
    am_observer_settle(s->observer);
    count(s);
    enum am_status status =
        am_store_flush(s->store, whole_seconds(f.first), whole_seconds(f.last), &problem);
    if (status != AM_OK && !s->flush_failed)
        (void)am_problem_print(&problem);
    s->flush_failed = status != AM_OK;
    return status == AM_OK;
}

static void flush_when_due(struct am_sensor *s)
{
    if (am_monotonic_ms() >= s->next_flush ||
        (!s->flush_failed && am_store_pending(s->store) > PENDING_FLUSH))
        (void)flush(s);
}

/* --- the viewer and the manager --- */

static int64_t clock_now(const struct am_sensor *s)
{
    return is_live(s) ? (int64_t)time(NULL) : whole_seconds(am_pace_clock(&s->pace));
}

static void tell_viewer(struct am_sensor *s)
{
    struct am_control at = {
        .word = AM_CONTROL_AT,
        .time = clock_now(s),
        .playing = is_live(s)       ? AM_PLAYING_LIVE
                   : s->pace.paused ? AM_PLAYING_PAUSED
                                    : AM_PLAYING_ON,
        .count = am_observer_figures(s->observer).packets,
    };
    if (s->control >= 0)
        (void)am_control_send(s->control, &at);
}

static void tell_manager(const struct am_sensor *s)
{
    char text[256];
    struct am_observer_figures f = am_observer_figures(s->observer);
    (void)snprintf(text, sizeof text,
                   "WATCHDOG=1\nSTATUS=%" PRIu64 " packets, %" PRIu64 " lost; %" PRIu64
                   " flows left the organization, %" PRIu64 " of them with a name%s",
                   f.packets, s->losses.kernel + s->losses.interface, f.contacts_flows,
                   f.named_flows,
                   s->flush_failed ? "; NOTHING CAN BE WRITTEN: is the disk full?" : "");
    am_service_tell(s->service, text);
}

static void tell(struct am_sensor *s)
{
    int64_t now = am_monotonic_ms();
    if (now < s->next_told)
        return;
    s->next_told = now + TURN_MS;
    tell_viewer(s);
    am_sensor_tell_progress(s, now - s->started);
    if (now >= s->next_service) {
        s->next_service = now + SERVICE_MS;
        tell_manager(s);
    }
}

/* What was before belongs to the marker before, and what a screen shows of it is on disk. */
static void mark(struct am_sensor *s, const char *text)
{
    am_observer_settle(s->observer);
    am_store_mark(s->store, clock_now(s), text);
    (void)flush(s);
}

static void obey(struct am_sensor *s, const struct am_control *c)
{
    switch (c->word) {
    case AM_CONTROL_PAUSE:
        am_pace_pause(&s->pace);
        break;
    case AM_CONTROL_GO:
        am_pace_go(&s->pace);
        break;
    case AM_CONTROL_SPEED:
        am_pace_set_speed(&s->pace, c->number);
        break;
    case AM_CONTROL_UNTIL:
        am_pace_set_until(&s->pace, c->time > INT64_MAX / 1000000000 ? 0 : c->time * 1000000000);
        break;
    case AM_CONTROL_MARK:
        mark(s, c->text);
        break;
    case AM_CONTROL_STOP:
        stop_asked = 1;
        break;
    case AM_CONTROL_READY:
    case AM_CONTROL_AT:
    case AM_CONTROL_WORDS:
        break; /* ours to say */
    }
    s->next_told = 0;
}

static void hear_viewer(struct am_sensor *s)
{
    struct am_control c;
    enum am_heard heard = AM_HEARD_NOTHING;
    while (s->control >= 0 && (heard = am_control_take(s->control, &c)) == AM_HEARD)
        obey(s, &c);
    if (heard == AM_HEARD_END) /* nobody watches any more */
        stop_asked = 1;
}

static void load_anew(struct am_sensor *s)
{
    struct am_problem problem = {0};
    struct am_knowledge knowledge = {0};
    reload_asked = 0;
    am_service_tell(s->service, "STATUS=loading the dataset anew");
    (void)flush(s);
    if (s->open_knowledge(s->where, &knowledge, &problem) != AM_OK) {
        (void)am_problem_print(&problem);
        return;
    }
    s->knowledge->done(s->knowledge->ctx);
    *s->knowledge = knowledge;
    (void)fprintf(stderr, "amarra: the dataset is %s now\n", knowledge.version);
}

/* All that is to be done between packets. */
static void keep_house(struct am_sensor *s)
{
    hear_viewer(s);
    if (reload_asked)
        load_anew(s);
    flush_when_due(s);
    tell(s);
}

/* --- files --- */

static bool pass_time(void *ctx, int ms)
{
    struct am_sensor *s = ctx;
    struct pollfd viewer = {.fd = s->control, .events = POLLIN};
    if (s->pace.paused && !s->stands)
        (void)flush(s); /* before it is said: whoever pauses looks */
    if (s->stands != s->pace.paused)
        s->next_told = 0;
    s->stands = s->pace.paused;
    (void)poll(&viewer, 1, ms);
    keep_house(s);
    return !stop_asked;
}

static void add_losses(struct am_source_losses *sum, const struct am_source_losses *more)
{
    sum->kernel += more->kernel;
    sum->interface += more->interface;
    sum->file += more->file;
    sum->blocks_other += more->blocks_other;
    sum->unreadable += more->unreadable;
}

static enum am_status read_file(struct am_sensor *s, struct am_capture_file *f,
                                struct am_problem *problem)
{
    enum am_status status = AM_OK;
    bool end = false;
    bool paced = s->control >= 0 || s->options->speed > 0;
    am_frames_fn take = paced ? am_pace_take : am_observer_take;
    void *ctx = paced ? (void *)&s->pace : (void *)s->observer;
    uint64_t before = s->files_done;
    while (status == AM_OK && !end && !stop_asked) {
        status = am_capture_file_read(f, take, ctx, &end, problem);
        s->files_done = before + am_capture_file_done(f);
        keep_house(s);
    }
    add_losses(&s->losses, am_capture_file_losses(f));
    return status;
}

/* A damaged file is read as far as it goes and said; the others are read all the same. */
static int read_files(struct am_sensor *s)
{
    const struct am_scan_options *o = s->options;
    int code = AM_EXIT_OK;
    s->files_whole = am_sensor_whole(o->files, o->files_len);
    for (size_t i = 0; i < o->files_len && !stop_asked; i++) {
        struct am_problem problem = {0};
        struct am_capture_file *f = NULL;
        enum am_status status = am_capture_file_open(o->files[i], &f, &problem);
        if (status != AM_OK) {
            code = am_problem_print(&problem);
            code = o->files_len > 1 ? AM_EXIT_PARTIAL : code;
            continue;
        }
        status = read_file(s, f, &problem);
        am_capture_file_free(f);
        if (status != AM_OK && !stop_asked) { /* a read that a signal ended is no damage */
            (void)am_problem_print(&problem);
            code = AM_EXIT_PARTIAL;
        }
    }
    return code;
}

/* --- live --- */

static enum am_status read_live(struct am_sensor *s, struct am_problem *problem)
{
    if (s->from.live)
        return am_live_read(s->from.live, TURN_MS, am_observer_take, s->observer, problem);
    return am_mirror_read(s->from.mirror, TURN_MS, am_observer_take, s->observer, problem);
}

static void look_at_losses(struct am_sensor *s)
{
    s->losses = s->from.live ? am_live_losses(s->from.live) : am_mirror_losses(s->from.mirror);
}

/* Contacts go by the wall clock; flushes, --for and flows' ends do not. */
static void look_at_clock(struct am_sensor *s)
{
    int64_t skew = (int64_t)time(NULL) - am_monotonic_ms() / 1000;
    int64_t by = skew - s->skew;
    if (by > CLOCK_SET || by < -CLOCK_SET) {
        s->clock_set++;
        (void)fprintf(stderr,
                      "amarra: the clock was set %s by %" PRId64
                      " seconds; contacts go by it from now on\n",
                      by > 0 ? "forward" : "back", by > 0 ? by : -by);
    }
    s->skew = skew;
}

/* A new file for the new day. Where there is no room for one, today goes on in yesterday's. */
static void turn_day(struct am_sensor *s, int32_t today)
{
    struct am_problem problem = {0};
    struct am_store *next = NULL;
    struct am_store_options into = s->into;
    char path[PATH_MAX];
    s->day = today; /* tried once */
    if (!flush(s))
        return;
    enum am_status status = am_day_path(s->options->output, today, path, &problem);
    if (status == AM_OK) {
        into.path = path;
        status = am_store_create(&into, &next, &problem);
    }
    if (status != AM_OK) {
        (void)am_problem_print(&problem);
        return;
    }
    am_store_inherit(next, s->store);
    am_observer_turn(s->observer, next);
    am_store_free(s->store);
    s->store = next;
    if (!am_keeper_close(&s->keeper, s->path))
        (void)fprintf(stderr, "amarra: %s is left open: amarra close makes it final\n", s->path);
    (void)snprintf(s->path, sizeof s->path, "%s", path);
}

static int watch(struct am_sensor *s)
{
    const struct am_scan_options *o = s->options;
    int64_t until = o->seconds > 0 ? am_monotonic_ms() + o->seconds * 1000 : INT64_MAX;
    int code = AM_EXIT_OK;
    am_service_tell(s->service, "READY=1");
    while (!stop_asked && am_monotonic_ms() < until) {
        struct am_problem problem = {0};
        enum am_status status = read_live(s, &problem);
        look_at_losses(s);
        if (status != AM_OK) {
            (void)am_problem_print(&problem);
            if (status != AM_E_NOT_FOUND) /* an interface that went or came back */
                code = AM_EXIT_PARTIAL;
            if (status == AM_E_IO)
                break;
        }
        look_at_clock(s);
        am_sensor_tell_silence(s, am_monotonic_ms() - s->started);
        int32_t today = o->daily ? am_day_of((int64_t)time(NULL)) : s->day;
        if (today != s->day)
            turn_day(s, today);
        keep_house(s);
    }
    look_at_losses(s);
    am_service_tell(s->service, "STOPPING=1\nSTATUS=closing the scan");
    return code;
}

/* --- the whole --- */

/* What an earlier run left goes; pipes and terminals have nothing to cut. */
static void empty_lines(const char *path, FILE *lines)
{
    if (lines && strcmp(path, "-") != 0 && ftruncate(fileno(lines), 0) != 0)
        clearerr(lines);
}

/* Once the scan file could be made. */
static struct am_listener begin_lines(struct am_sensor *s)
{
    empty_lines(s->options->flows, s->teller->flows);
    empty_lines(s->options->answers, s->teller->answers);
    s->teller->store = s->store;
    s->teller->locality = s->options->locality;
    return am_teller_listener(s->teller);
}

static enum am_status begin(struct am_sensor *s, struct am_problem *problem)
{
    enum am_status status = AM_OK;
    s->day = am_day_of((int64_t)time(NULL));
    if (s->options->daily)
        status = am_day_path(s->options->output, s->day, s->path, problem);
    else
        (void)snprintf(s->path, sizeof s->path, "%s", s->options->output);
    s->into.path = s->path;
    if (status == AM_OK)
        status = am_store_create(&s->into, &s->store, problem);
    if (status != AM_OK)
        return status;
    s->observer = am_observer_new(&(struct am_observer_options){
        .locality = s->options->locality,
        .store = s->store,
        .knowledge = s->knowledge,
        .listener = begin_lines(s),
        .max_flows = (size_t)s->options->max_flows,
        .own = s->own,
        .own_len = s->own_len,
    });
    if (!s->observer)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    s->pace = (struct am_pace){
        .fn = am_observer_take,
        .ctx = s->observer,
        .wait = pass_time,
        .wait_ctx = s,
        .speed = s->options->speed,
    };
    s->started = am_monotonic_ms();
    s->skew = (int64_t)time(NULL) - s->started / 1000;
    s->next_flush = s->started + s->options->flush * 1000;
    return AM_OK;
}

int am_sensor_run(struct am_sensor *s, struct am_problem *problem)
{
    int code = AM_EXIT_OK;
    if (begin(s, problem) == AM_OK) {
        if (s->control >= 0)
            (void)am_control_send(s->control, &(struct am_control){.word = AM_CONTROL_READY});
        code = is_live(s) ? watch(s) : read_files(s);
        am_sensor_end_progress(s);
        am_observer_finish(s->observer);
        count(s);
        struct am_observer_figures f = am_observer_figures(s->observer);
        enum am_status status =
            am_store_close(s->store, whole_seconds(f.first), whole_seconds(f.last), problem);
        if (status == AM_OK && !s->options->quiet)
            am_sensor_tell_summary(s);
    }
    am_observer_free(s->observer);
    am_store_free(s->store);
    return code;
}
