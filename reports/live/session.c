/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/session.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/monotonic.h"
#include "scanner/guard/guard.h"
#include "scanner/remote.h"

#define READ_MS       1000
#define REVEAL_MS     8000 /* how long a reveal stands where nobody presses a key */
#define READ_SHARE    10   /* of the time goes into reading, at most */
#define ARGUMENTS_MAX 4096
#define SPEED_LEAST   0.25
#define SPEED_MOST    100000.0
#define GUESS_MAX     9999

struct am_session {
    struct am_session_options options;
    char path[PATH_MAX], folder[PATH_MAX]; /* folder "": the scan file is the caller's */
    struct am_view *view;
    struct am_remote *remote; /* NULL: another writes */
    struct am_script script;
    bool scripted; /* its times are known */
    size_t next;   /* scene that is asked next, or stands now */
    double speed;  /* between scenes */
    int64_t next_read, reveal_ends;
    char message[AM_REMOTE_SAID + 64];
    struct am_session_state state;
};

static void change(struct am_session *s)
{
    s->state.revision++;
}

static void set_stage(struct am_session *s, enum am_stage stage)
{
    if (s->state.stage == stage)
        return;
    s->state.stage = stage;
    change(s);
}

static void say(struct am_session *s, const char *text)
{
    if (strcmp(s->message, text) == 0)
        return;
    (void)snprintf(s->message, sizeof s->message, "%s", text);
    change(s);
}

/* --- opening --- */

static enum am_status make_folder(struct am_session *s, struct am_problem *problem)
{
    const char *base = getenv("TMPDIR");
    int len = snprintf(s->folder, sizeof s->folder, "%s/amarra-XXXXXX",
                       base && base[0] == '/' ? base : "/tmp");
    if (len < 0 || (size_t)len >= sizeof s->folder - sizeof "/live.db" || !mkdtemp(s->folder)) {
        s->folder[0] = '\0';
        return am_problem_set(problem, AM_E_IO, base, 0, "can't make a temporary folder: %s",
                              strerror(errno));
    }
    (void)snprintf(s->path, sizeof s->path, "%.*s/live.db", (int)sizeof s->folder - 16, s->folder);
    return AM_OK;
}

static void remove_folder(const struct am_session *s)
{
    if (!s->folder[0])
        return;
    am_scan_remove(s->path);
    (void)rmdir(s->folder);
}

/* What the sensor needed to open a network, nobody needs to look at it. As the sensor chose whom to
 * become, so do we: the scan file is theirs. */
static enum am_status leave_privileges(const struct am_session *s, struct am_problem *problem)
{
    struct am_guard guard;
    return am_guard_enter(&(struct am_guard_options){.profile = AM_GUARD_VIEWER,
                                                     .drop_user = !s->options.replay,
                                                     .output = s->path},
                          &guard, problem);
}

static enum am_status start_sensor(struct am_session *s, struct am_problem *problem)
{
    const struct am_session_options *o = &s->options;
    const char *arguments[ARGUMENTS_MAX];
    char speed[32];
    size_t len = 0;
    if (o->sensor_len > ARGUMENTS_MAX - 8)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0, "too many arguments");
    arguments[len++] = "-q";
    arguments[len++] = "--flush=1";
    arguments[len++] = "-o";
    arguments[len++] = s->path;
    if (o->replay) {
        (void)snprintf(speed, sizeof speed, "--speed=%g", s->speed);
        arguments[len++] = speed;
    }
    for (size_t i = 0; i < o->sensor_len; i++)
        arguments[len++] = o->sensor[i];
    enum am_status status =
        am_remote_start(arguments, len, am_rules_knowledge, &s->remote, problem);
    return status == AM_OK ? leave_privileges(s, problem) : status;
}

/* It is read when the capture's day is known; what is wrong with it is told before. */
static enum am_status check_script(const char *path, struct am_problem *problem)
{
    struct am_script script;
    enum am_status status = am_script_load(path, 0, &script, problem);
    if (status == AM_OK)
        am_script_done(&script);
    return status;
}

enum am_status am_session_open(const struct am_session_options *options, struct am_session **out,
                               struct am_problem *problem)
{
    struct am_session *s = calloc(1, sizeof *s);
    if (!s)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    s->options = *options;
    s->speed = options->speed > 0 ? options->speed : AM_SESSION_SPEED;
    s->state = (struct am_session_state){
        .replay = options->replay,
        .follows = options->sensor_len == 0,
        .provisional = true,
        .speed = options->replay ? s->speed : 1,
        .guess = -1,
        .message = s->message,
        .revision = 1,
    };
    enum am_status status = am_view_new(options->rules, options->ask, &s->view, problem);
    if (status == AM_OK && options->script)
        status = check_script(options->script, problem);
    if (status == AM_OK && options->path)
        (void)snprintf(s->path, sizeof s->path, "%s", options->path);
    else if (status == AM_OK)
        status = make_folder(s, problem);
    if (status == AM_OK && options->sensor_len > 0)
        status = start_sensor(s, problem);
    else if (status == AM_OK)
        status = am_view_read(s->view, s->path, 0, problem);
    if (status != AM_OK) {
        am_session_free(s);
        return status;
    }
    *out = s;
    return AM_OK;
}

void am_session_free(struct am_session *s)
{
    if (!s)
        return;
    am_remote_free(s->remote);
    am_view_free(s->view);
    am_script_done(&s->script);
    remove_folder(s);
    free(s);
}

/* --- reading --- */

static bool has_packets(const struct am_session *s)
{
    const struct am_figures *f = am_view_figures(s->view);
    return f && f->scope.info.last_packet > 0;
}

/* The marker that runs or is revealed is the last one there is. */
static void find_marker(struct am_session *s)
{
    const struct am_figures *f = am_view_figures(s->view);
    s->state.marker = f && f->markers.count > 0 ? &f->markers.at[f->markers.count - 1] : NULL;
}

static void read_scan(struct am_session *s)
{
    struct am_problem problem = {0};
    int64_t before = am_monotonic_ms();
    if (am_view_read(s->view, s->path, s->state.clock, &problem) != AM_OK)
        say(s, problem.text);
    int64_t cost = am_monotonic_ms() - before;
    s->next_read = before + cost + (cost * READ_SHARE > READ_MS ? cost * READ_SHARE : READ_MS);
    const struct am_figures *f = am_view_figures(s->view);
    s->state.provisional = !f || f->scope.info.state != AM_SCAN_CLOSED;
    if (s->state.follows && f)
        s->state.clock = f->scope.info.last_packet;
    if (s->state.follows && !s->state.provisional)
        set_stage(s, AM_STAGE_ENDED);
    find_marker(s);
    change(s);
}

/* A network can't be paused, a picture of it can. */
static bool is_frozen(const struct am_session *s)
{
    return !s->state.replay && s->state.stage == AM_STAGE_PAUSED;
}

/* --- scenes --- */

static const struct am_scene *scene_now(const struct am_session *s)
{
    return s->next < s->script.len ? &s->script.scenes[s->next] : NULL;
}

static void aim_at_next(struct am_session *s)
{
    const struct am_scene *scene = scene_now(s);
    s->state.scene = NULL;
    s->state.guess = -1;
    (void)am_remote_set_until(s->remote, scene ? scene->from : 0);
}

/* Times of a script are of the capture's day, which the first packet tells. */
static void load_script(struct am_session *s)
{
    struct am_problem problem = {0};
    if (!s->options.script || s->scripted || s->state.clock == 0)
        return;
    s->scripted = true;
    if (am_script_load(s->options.script, s->state.clock, &s->script, &problem) != AM_OK) {
        say(s, problem.text);
        return;
    }
    s->state.scene_count = s->script.len;
    while (scene_now(s) && scene_now(s)->from <= s->state.clock)
        s->next++;
    aim_at_next(s);
    if (scene_now(s) && s->options.to_scene)
        (void)am_remote_set_speed(s->remote, 0);
}

/* So fast that the scene lasts as long as the script says. */
static void play_scene(struct am_session *s)
{
    const struct am_scene *scene = scene_now(s);
    (void)am_remote_mark(s->remote, scene->text[s->options.language]);
    (void)am_remote_set_speed(s->remote, (double)(scene->until - scene->from) / s->script.seconds);
    (void)am_remote_set_until(s->remote, scene->until);
    (void)am_remote_go(s->remote);
    set_stage(s, AM_STAGE_SCENE);
}

static void leave_scene(struct am_session *s)
{
    s->next++;
    aim_at_next(s);
    (void)am_remote_set_speed(s->remote, s->speed);
    (void)am_remote_go(s->remote);
    set_stage(s, AM_STAGE_RUNNING);
}

/* The sensor has paused where it was told to. */
static void reach(struct am_session *s)
{
    const struct am_scene *scene = scene_now(s);
    if (s->state.stage == AM_STAGE_RUNNING && scene && s->state.clock >= scene->from) {
        s->state.scene = scene;
        s->state.scene_number = s->next + 1;
        read_scan(s);
        set_stage(s, AM_STAGE_ASKING);
        if (s->options.hands_free)
            play_scene(s);
    } else if (s->state.stage == AM_STAGE_SCENE && scene && s->state.clock >= scene->until) {
        (void)am_remote_mark(s->remote, "");
        s->next_read = 0;
        s->reveal_ends = am_monotonic_ms() + REVEAL_MS;
        set_stage(s, AM_STAGE_REVEALING);
    }
}

/* --- what the sensor tells --- */

static void follow_sensor(struct am_session *s)
{
    const struct am_remote_news *n = am_remote_news(s->remote);
    if (n->clock != s->state.clock && n->clock != 0) {
        s->state.clock = n->clock;
        change(s);
    }
    if (n->said[0])
        say(s, n->said);
    load_script(s);
    if (n->state == AM_REMOTE_ENDED) {
        if (s->state.stage != AM_STAGE_ENDED)
            read_scan(s);
        set_stage(s, AM_STAGE_ENDED);
    } else if (n->state == AM_REMOTE_PAUSED) {
        reach(s);
    }
    if (s->state.stage == AM_STAGE_WAITING && n->packets > 0)
        set_stage(s, AM_STAGE_RUNNING);
}

void am_session_poll(struct am_session *s, int timeout_ms)
{
    if (s->remote && s->state.stage != AM_STAGE_ENDED) {
        if (am_remote_hear(s->remote, timeout_ms) ||
            am_remote_news(s->remote)->state == AM_REMOTE_ENDED)
            follow_sensor(s);
    } else if (timeout_ms > 0) {
        struct timespec pause = {.tv_sec = timeout_ms / 1000,
                                 .tv_nsec = timeout_ms % 1000 * 1000000L};
        (void)nanosleep(&pause, NULL);
    }
    if (s->options.hands_free && s->state.stage == AM_STAGE_REVEALING &&
        am_monotonic_ms() >= s->reveal_ends)
        leave_scene(s);
    bool still = s->state.stage == AM_STAGE_ENDED || is_frozen(s);
    if (!still && am_monotonic_ms() >= s->next_read)
        read_scan(s);
    if (s->state.follows && s->state.stage == AM_STAGE_WAITING && has_packets(s))
        set_stage(s, AM_STAGE_RUNNING);
}

int am_session_descriptor(const struct am_session *s)
{
    bool speaks = s->remote && s->state.stage != AM_STAGE_ENDED;
    return speaks ? am_remote_descriptor(s->remote) : -1;
}

const struct am_session_state *am_session_state(const struct am_session *s)
{
    return &s->state;
}

const struct am_view *am_session_view(const struct am_session *s)
{
    return s->view;
}

const char *am_session_path(const struct am_session *s)
{
    return s->path;
}

/* --- acts --- */

static enum am_status refuse(struct am_problem *problem, const char *why)
{
    return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s", why);
}

static enum am_status pause_or_go(struct am_session *s, struct am_problem *problem)
{
    if (s->state.stage == AM_STAGE_PAUSED) {
        if (s->state.replay)
            (void)am_remote_go(s->remote);
        set_stage(s, AM_STAGE_RUNNING);
        return AM_OK;
    }
    if (s->state.stage != AM_STAGE_RUNNING)
        return refuse(problem, "it stands already");
    if (s->state.replay)
        (void)am_remote_pause(s->remote);
    set_stage(s, AM_STAGE_PAUSED);
    return AM_OK;
}

static enum am_status go_on(struct am_session *s)
{
    if (s->state.stage == AM_STAGE_ASKING)
        play_scene(s);
    else if (s->state.stage == AM_STAGE_REVEALING)
        leave_scene(s);
    return AM_OK;
}

static enum am_status to_next(struct am_session *s, struct am_problem *problem)
{
    if (s->state.stage == AM_STAGE_ASKING || s->state.stage == AM_STAGE_REVEALING)
        return go_on(s);
    if (!s->state.replay || !scene_now(s))
        return refuse(problem, "there is no further scene");
    if (s->state.stage == AM_STAGE_PAUSED)
        set_stage(s, AM_STAGE_RUNNING);
    (void)am_remote_set_speed(s->remote, 0); /* as fast as it can be read */
    (void)am_remote_go(s->remote);
    return AM_OK;
}

static enum am_status guess(struct am_session *s, const char *text, struct am_problem *problem)
{
    char *rest;
    errno = 0;
    long number = text ? strtol(text, &rest, 10) : -1;
    if (s->state.stage != AM_STAGE_ASKING)
        return refuse(problem, "there is nothing to guess now");
    if (errno != 0 || number < 0 || number > GUESS_MAX || rest == text || *rest != '\0')
        return refuse(problem, "a guess is a number");
    s->state.guess = (int)number; /* and whoever has said a number wants to see */
    play_scene(s);
    return AM_OK;
}

static enum am_status set_mark(struct am_session *s, const char *text, struct am_problem *problem)
{
    if (s->state.scene)
        return refuse(problem, "a scene has its own marker");
    if (!am_remote_mark(s->remote, text ? text : ""))
        return refuse(problem, "the sensor does not listen");
    s->next_read = 0;
    return AM_OK;
}

static enum am_status set_speed(struct am_session *s, double by, struct am_problem *problem)
{
    double speed = s->speed * by;
    if (!s->state.replay)
        return refuse(problem, "a network has its own speed");
    if (speed < SPEED_LEAST || speed > SPEED_MOST)
        return refuse(problem, "it goes no further");
    s->speed = s->state.speed = speed;
    if (s->state.stage != AM_STAGE_SCENE)
        (void)am_remote_set_speed(s->remote, speed);
    change(s);
    return AM_OK;
}

enum am_status am_session_do(struct am_session *s, enum am_act act, const char *text,
                             struct am_problem *problem)
{
    if (!s->remote)
        return refuse(problem, "the scan is written by another, which takes no orders from here");
    if (s->state.stage == AM_STAGE_ENDED)
        return refuse(problem, "the scan has ended");
    switch (act) {
    case AM_ACT_PAUSE:
        return pause_or_go(s, problem);
    case AM_ACT_GO_ON:
        return go_on(s);
    case AM_ACT_NEXT:
        return to_next(s, problem);
    case AM_ACT_GUESS:
        return guess(s, text, problem);
    case AM_ACT_MARK:
        return set_mark(s, text, problem);
    case AM_ACT_FASTER:
        return set_speed(s, 2, problem);
    case AM_ACT_SLOWER:
        return set_speed(s, 0.5, problem);
    case AM_ACT_STOP:
        (void)am_remote_stop(s->remote);
        return AM_OK;
    }
    return refuse(problem, "that can't be done");
}
