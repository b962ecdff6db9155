/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/days.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "contacts/pseudonym.h"
#include "scanner.h"

#define DAY_SECONDS 86400
#define SAME_DAY    99 /* files of one day, at most */
#define DATE_LEN    11 /* "-2026-11-28" */

int32_t am_day_of(int64_t time)
{
    time_t at = (time_t)time;
    struct tm local = {0};
    if (!localtime_r(&at, &local))
        return 0;
    struct tm midnight = {
        .tm_year = local.tm_year, .tm_mon = local.tm_mon, .tm_mday = local.tm_mday};
    return (int32_t)(timegm(&midnight) / DAY_SECONDS);
}

/* Where the name ends that the date comes after: "office.db" at its last point. */
static size_t stem_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && dot != name && !strchr(dot, '/') ? (size_t)(dot - name) : strlen(name);
}

enum am_status am_day_path(const char *output, int32_t day, char out[PATH_MAX],
                           struct am_problem *problem)
{
    size_t stem = stem_of(output);
    time_t at = (time_t)day * DAY_SECONDS;
    struct tm date = {0};
    (void)gmtime_r(&at, &date);
    for (int i = 1; i <= SAME_DAY; i++) {
        char number[8] = "";
        if (i > 1)
            (void)snprintf(number, sizeof number, ".%d", i);
        int len =
            snprintf(out, PATH_MAX, "%.*s-%04d-%02d-%02d%s%s", (int)stem, output,
                     date.tm_year + 1900, date.tm_mon + 1, date.tm_mday, number, output + stem);
        if (len < 0 || len >= PATH_MAX)
            return am_problem_set(problem, AM_E_LIMIT, output, 0, "the path is too long");
        if (access(out, F_OK) != 0)
            return AM_OK;
    }
    return am_problem_set(problem, AM_E_LIMIT, output, 0, "there are %d scans of this day already",
                          SAME_DAY);
}

static bool is_digits(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return len > 0;
}

static int number_of(const char *text, size_t len)
{
    int value = 0;
    for (size_t i = 0; i < len; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* The day of a file that am_day_path could have named after `base`; -1: it is none. */
static int32_t day_of_file(const char *base, const char *name)
{
    size_t stem = stem_of(base);
    size_t ending = strlen(base) - stem;
    size_t len = strlen(name);
    if (len < stem + DATE_LEN + ending || strncmp(name, base, stem) != 0 ||
        strcmp(name + len - ending, base + stem) != 0)
        return -1;
    const char *date = name + stem;
    size_t rest = len - stem - DATE_LEN - ending; /* ".2" */
    if (date[0] != '-' || date[5] != '-' || date[8] != '-' || !is_digits(date + 1, 4) ||
        !is_digits(date + 6, 2) || !is_digits(date + 9, 2))
        return -1;
    if (rest > 0 &&
        (rest > 3 || date[DATE_LEN] != '.' || !is_digits(date + DATE_LEN + 1, rest - 1)))
        return -1;
    struct tm t = {.tm_year = number_of(date + 1, 4) - 1900,
                   .tm_mon = number_of(date + 6, 2) - 1,
                   .tm_mday = number_of(date + 9, 2)};
    return (int32_t)(timegm(&t) / DAY_SECONDS);
}

static bool close_day(const struct am_keeper_options *o, const char *path)
{
    struct am_problem problem = {0};
    struct am_knowledge knowledge = {0};
    enum am_status status = o->open_knowledge(o->where, &knowledge, &problem);
    if (status == AM_OK)
        status = am_scan_close_interrupted(path, &knowledge, &problem);
    if (knowledge.done)
        knowledge.done(knowledge.ctx);
    if (status == AM_OK)
        return true;
    (void)am_problem_print(&problem);
    return false;
}

/* The folder of a path, "." where it has none. */
static void folder_of(const char *path, char out[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        (void)snprintf(out, PATH_MAX, ".");
    else
        (void)snprintf(out, PATH_MAX, "%.*s", slash == path ? 1 : (int)(slash - path), path);
}

/* One that is too old goes, once it is closed: what it held of pseudonyms is erased, not only
 * unlinked. One that is being written is neither. */
static bool look_at(const struct am_keeper_options *o, const char *path, int32_t day, int32_t today)
{
    if (access(path, F_OK) != 0 || am_key_state(path) == AM_KEY_HELD)
        return true;
    if (!close_day(o, path))
        return false;
    if (o->keep_days == 0 || day >= today - o->keep_days || unlink(path) == 0)
        return true;
    (void)fprintf(stderr, "amarra: %s: can't remove it, though it is older than --keep: %s\n", path,
                  strerror(errno));
    return false;
}

static bool look_around(const struct am_keeper_options *o)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(o->output, '/');
    const char *base = slash ? slash + 1 : o->output;
    int32_t today = am_day_of(time(NULL));
    bool good = true;
    folder_of(o->output, folder);
    DIR *dir = opendir(folder);
    if (!dir) {
        (void)fprintf(stderr, "amarra: %s: can't look for older days: %s\n", folder,
                      strerror(errno));
        return false;
    }
    for (const struct dirent *entry; (entry = readdir(dir));) {
        char path[PATH_MAX];
        int32_t day = day_of_file(base, entry->d_name);
        int len = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (day >= 0 && len > 0 && (size_t)len < sizeof path)
            good = look_at(o, path, day, today) && good;
    }
    (void)closedir(dir);
    return good;
}

/* Ends with the sensor, whatever way that goes: then there is nobody left to read from. */
static int keep(const struct am_keeper_options *o, int fd)
{
    struct am_problem problem = {0};
    char path[PATH_MAX + 1];
    if (o->guard(o->ctx, &problem) != AM_OK)
        return am_problem_print(&problem);
    if (nice(10) == -1)
        errno = 0; /* then at the sensor's own pace */
    bool good = look_around(o);
    for (ssize_t len; (len = recv(fd, path, PATH_MAX, 0)) > 0;) {
        path[len] = '\0';
        good = close_day(o, path) && good;
        good = look_around(o) && good;
    }
    return good ? AM_EXIT_OK : AM_EXIT_PARTIAL;
}

enum am_status am_keeper_start(const struct am_keeper_options *options, struct am_keeper *out,
                               struct am_problem *problem)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return am_problem_set(problem, AM_E_IO, NULL, 0, "can't start what keeps the days: %s",
                              strerror(errno));
    pid_t pid = fork();
    if (pid < 0) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        return am_problem_set(problem, AM_E_IO, NULL, 0, "can't start what keeps the days: %s",
                              strerror(errno));
    }
    if (pid == 0) {
        /* A signal that ends the sensor ends us by way of the socket, once all is done. */
        struct sigaction ignore = {.sa_handler = SIG_IGN};
        (void)sigaction(SIGINT, &ignore, NULL);
        (void)sigaction(SIGTERM, &ignore, NULL);
        (void)sigaction(SIGHUP, &ignore, NULL);
        (void)close(ends[0]);
        _exit(keep(options, ends[1]));
    }
    (void)close(ends[1]);
    *out = (struct am_keeper){.pid = pid, .fd = ends[0]};
    return AM_OK;
}

bool am_keeper_close(struct am_keeper *k, const char *path)
{
    size_t len = strlen(path);
    return send(k->fd, path, len, MSG_NOSIGNAL) == (ssize_t)len;
}

bool am_keeper_end(struct am_keeper *k)
{
    int how = 0;
    if (k->pid <= 0)
        return true;
    (void)close(k->fd);
    while (waitpid(k->pid, &how, 0) < 0)
        if (errno != EINTR)
            return false;
    k->pid = 0;
    return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}
