/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "remote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clean.h"
#include "sensor/control.h"

#define ARGUMENTS_MAX 4096
#define TURN_MS       100
#define START_MS      30000 /* a sensor that is not at work by then does not come */

struct am_remote {
    pid_t pid;
    int control, errors; /* -1: closed */
    struct am_remote_news news;
    char line[AM_REMOTE_SAID]; /* of standard error, being gathered */
    size_t line_len;
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

/* In the child: standard error goes to the viewer, whose screen is its own. */
static void be_sensor(char **argv, int argc, int errors, am_knowledge_open_fn open_knowledge)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0)
        _exit(AM_EXIT_MACHINE);
    (void)close(nothing);
    (void)close(errors);
    (void)prctl(PR_SET_NAME, "amarra sensor", 0, 0, 0);
    int code = am_cmd_scan(argc, argv, open_knowledge, NULL);
    (void)fflush(stderr);
    _exit(code);
}

static enum am_status start(struct am_remote *r, char **argv, int argc,
                            am_knowledge_open_fn open_knowledge, struct am_problem *problem)
{
    int control[2] = {-1, -1};
    int errors[2] = {-1, -1};
    char number[16];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) == 0 &&
        pipe2(errors, O_CLOEXEC) == 0) {
        (void)snprintf(number, sizeof number, "%d", control[1]);
        argv[argc - 1] = number;
        (void)fflush(NULL); /* or the child would write it again */
        r->pid = fork();
    }
    int error = errno;
    if (r->pid == 0 && control[0] >= 0 && errors[0] >= 0) {
        (void)close(control[0]);
        (void)close(errors[0]);
        be_sensor(argv, argc, errors[1], open_knowledge);
    }
    close_end(&control[1]);
    close_end(&errors[1]);
    r->control = control[0];
    r->errors = errors[0];
    if (r->pid > 0 && fcntl(r->errors, F_SETFL, O_NONBLOCK) == 0)
        return AM_OK;
    return am_problem_set(problem, AM_E_IO, NULL, 0, "can't start the sensor: %s", strerror(error));
}

/* What the sensor said is what was wrong; its own prefix is set again by who prints it. */
static enum am_status failed(const struct am_remote *r, struct am_problem *problem)
{
    static const struct {
        int code;
        enum am_status status;
    } kinds[] = {{AM_EXIT_USAGE, AM_E_USAGE}, {AM_EXIT_INPUT, AM_E_MALFORMED}};
    enum am_status status = AM_E_IO;
    const char *said = r->news.said;
    static const char prefix[] = "amarra: ";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].code == r->news.code)
            status = kinds[i].status;
    if (strncmp(said, prefix, sizeof prefix - 1) == 0)
        said += sizeof prefix - 1;
    return am_problem_set(problem, status, NULL, 0, "%s",
                          said[0] ? said : "the sensor ended without a word");
}

/* As a program gets them, with room for --control and its number: argp may put them in another
 * order, so they are copies. One block; NULL: no memory. */
static char **copy_arguments(const char *const *arguments, size_t count)
{
    static const char *const first = "amarra scan";
    static const char *const control = "--control";
    size_t bytes = strlen(first) + strlen(control) + 2;
    for (size_t i = 0; i < count; i++)
        bytes += strlen(arguments[i]) + 1;
    char **argv = calloc(1, (count + 4) * sizeof *argv + bytes);
    if (!argv)
        return NULL;
    char *text = (char *)(argv + count + 4);
    for (size_t i = 0; i < count + 2; i++) {
        const char *from = i == 0 ? first : i <= count ? arguments[i - 1] : control;
        size_t len = strlen(from) + 1;
        memcpy(text, from, len);
        argv[i] = text;
        text += len;
    }
    return argv;
}

static enum am_status wait_for_work(struct am_remote *r, struct am_problem *problem)
{
    for (int waited = 0; r->news.state == AM_REMOTE_STARTING; waited += TURN_MS) {
        (void)am_remote_hear(r, TURN_MS);
        if (waited > START_MS)
            return am_problem_set(problem, AM_E_IO, NULL, 0, "the sensor does not start");
    }
    if (r->news.state == AM_REMOTE_ENDED && r->news.code != AM_EXIT_OK)
        return failed(r, problem);
    return AM_OK;
}

enum am_status am_remote_start(const char *const *arguments, size_t count,
                               am_knowledge_open_fn open_knowledge, struct am_remote **out,
                               struct am_problem *problem)
{
    if (count > ARGUMENTS_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0, "too many arguments");
    struct am_remote *r = calloc(1, sizeof *r);
    char **argv = copy_arguments(arguments, count);
    if (!r || !argv) {
        free(r);
        free((void *)argv);
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    }
    r->control = r->errors = -1;
    enum am_status status = start(r, argv, (int)count + 3, open_knowledge, problem);
    free((void *)argv);
    if (status == AM_OK)
        status = wait_for_work(r, problem);
    if (status != AM_OK) {
        am_remote_free(r);
        return status;
    }
    *out = r;
    return AM_OK;
}

static void wait_for_end(struct am_remote *r)
{
    int how = 0;
    while (r->pid > 0 && waitpid(r->pid, &how, 0) < 0)
        if (errno != EINTR)
            break;
    if (r->pid > 0)
        r->news.code = WIFEXITED(how) ? WEXITSTATUS(how) : AM_EXIT_MACHINE;
    if (r->pid > 0 && WIFSIGNALED(how))
        (void)snprintf(r->news.said, sizeof r->news.said, "the sensor was ended by a signal: %s",
                       strsignal(WTERMSIG(how)));
    r->pid = 0;
    r->news.state = AM_REMOTE_ENDED;
}

void am_remote_free(struct am_remote *r)
{
    if (!r)
        return;
    close_end(&r->control); /* which tells it to end */
    while (r->errors >= 0 && am_remote_hear(r, 1000))
        ;
    wait_for_end(r);
    close_end(&r->errors);
    free(r);
}

static void end_line(struct am_remote *r)
{
    am_clean_text(r->line, r->line_len, r->news.said, sizeof r->news.said);
    r->line_len = 0;
}

/* Lines of standard error; the end of it is the sensor's end. */
static bool read_errors(struct am_remote *r)
{
    char bytes[1024];
    bool heard = false;
    ssize_t len = 0;
    while (r->errors >= 0 && (len = read(r->errors, bytes, sizeof bytes)) > 0) {
        heard = true;
        for (ssize_t i = 0; i < len; i++) {
            if (bytes[i] == '\n')
                end_line(r);
            else if (r->line_len < sizeof r->line)
                r->line[r->line_len++] = bytes[i];
        }
    }
    if (len == 0 && r->errors >= 0) {
        heard = true;
        close_end(&r->errors);
        wait_for_end(r);
    }
    return heard;
}

static bool read_control(struct am_remote *r)
{
    static const enum am_remote_state states[] = {
        [AM_PLAYING_LIVE] = AM_REMOTE_WATCHING,
        [AM_PLAYING_ON] = AM_REMOTE_PLAYING,
        [AM_PLAYING_PAUSED] = AM_REMOTE_PAUSED,
    };
    struct am_control c;
    bool heard = false;
    enum am_heard what = AM_HEARD_NOTHING;
    while (r->control >= 0 && (what = am_control_take(r->control, &c)) == AM_HEARD) {
        heard = true;
        if (c.word == AM_CONTROL_READY)
            r->news.state = AM_REMOTE_PLAYING;
        if (c.word != AM_CONTROL_AT)
            continue;
        r->news.state = states[c.playing];
        r->news.clock = c.time;
        r->news.packets = c.count;
    }
    if (what == AM_HEARD_END)
        close_end(&r->control);
    return heard;
}

bool am_remote_hear(struct am_remote *r, int timeout_ms)
{
    struct pollfd fds[2] = {{.fd = r->control, .events = POLLIN},
                            {.fd = r->errors, .events = POLLIN}};
    if (r->control < 0 && r->errors < 0)
        return false;
    if (poll(fds, 2, timeout_ms) < 0)
        return false;
    bool heard = read_control(r);
    return read_errors(r) || heard;
}

const struct am_remote_news *am_remote_news(const struct am_remote *r)
{
    return &r->news;
}

int am_remote_descriptor(const struct am_remote *r)
{
    return r->control >= 0 ? r->control : r->errors;
}

static bool send_word(struct am_remote *r, const struct am_control *message)
{
    return r->control >= 0 && am_control_send(r->control, message);
}

bool am_remote_pause(struct am_remote *r)
{
    return send_word(r, &(struct am_control){.word = AM_CONTROL_PAUSE});
}

bool am_remote_go(struct am_remote *r)
{
    return send_word(r, &(struct am_control){.word = AM_CONTROL_GO});
}

bool am_remote_set_speed(struct am_remote *r, double speed)
{
    return send_word(r, &(struct am_control){.word = AM_CONTROL_SPEED, .number = speed});
}

bool am_remote_set_until(struct am_remote *r, int64_t time)
{
    return send_word(r, &(struct am_control){.word = AM_CONTROL_UNTIL, .time = time});
}

bool am_remote_mark(struct am_remote *r, const char *text)
{
    struct am_control message = {.word = AM_CONTROL_MARK};
    am_clean_text(text, strlen(text), message.text, sizeof message.text);
    return send_word(r, &message);
}

bool am_remote_stop(struct am_remote *r)
{
    return send_word(r, &(struct am_control){.word = AM_CONTROL_STOP});
}
