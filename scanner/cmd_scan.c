/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra scan: opens what is to be read and written, then lets the sensor run. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "contacts/tell.h"
#include "guard/guard.h"
#include "sensor/sensor.h"
#include "sensor/service.h"

#define CAPTURES_MAX  64  /* sockets of all interfaces, or ports, and one to ask for them */
#define BUFFER_ENOUGH 512 /* MiB; nobody loses packets for want of more */

/* Opened before the scan file is made and emptied after, so that neither mistake leaves the other's
 * file spoilt. Not for others to read: with --addresses it tells what each desk contacted. */
static enum am_status open_lines(const char *path, FILE **out, struct am_problem *problem)
{
    *out = NULL;
    if (!path)
        return AM_OK;
    int fd = strcmp(path, "-") == 0 ? dup(STDOUT_FILENO)
                                    : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (!*out) {
        if (fd >= 0)
            (void)close(fd);
        return am_problem_set(problem, AM_E_IO, path, 0, "can't write it: %s", strerror(errno));
    }
    (void)setvbuf(*out, NULL, _IOFBF, 1 << 18);
    return AM_OK;
}

static enum am_status close_lines(const char *path, FILE *lines, struct am_problem *problem)
{
    if (!lines)
        return AM_OK;
    bool failed = fflush(lines) != 0 || ferror(lines);
    failed |= fclose(lines) != 0;
    return failed ? am_problem_set(problem, AM_E_IO, path, 0,
                                   "not all lines could be written: is the disk full?")
                  : AM_OK;
}

static void describe_sources(const struct am_scan_options *a, char *out, size_t size)
{
    if (a->files_len > 0) {
        bool standard = strcmp(a->files[0], "-") == 0;
        (void)snprintf(out, size, standard ? "standard input" : "%zu capture file%s", a->files_len,
                       a->files_len == 1 ? "" : "s");
        return;
    }
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < a->interfaces_len && len < size; i++) {
        int more = snprintf(out + len, size - len, "%s%s", i == 0 ? "" : ", ", a->interfaces[i]);
        len += more > 0 ? (size_t)more : 0;
    }
    for (size_t i = 0; i < a->mirrors_len && len < size; i++) { /* where we listen is an address */
        int more = snprintf(out + len, size - len, "%s%s on port %u", i == 0 ? "" : ", ",
                            am_mirror_name(a->mirrors[i].link_type), a->mirrors[i].port);
        len += more > 0 ? (size_t)more : 0;
    }
}

static enum am_status open_live(const struct am_scan_options *a, struct am_live **live,
                                struct am_problem *problem)
{
    struct am_live_options options = {
        .interfaces = a->interfaces,
        .count = a->interfaces_len,
        .filter = a->filter,
        .snaplen = (int)a->snaplen,
        .buffer_mib = (int)a->buffer_mib,
        .promiscuous = !a->no_promiscuous,
    };
    return am_live_open(&options, live, problem);
}

/* The kernel keeps its buffers small for who is not root. */
static void tell_buffer(const struct am_scan_options *a, const struct am_mirror *mirror)
{
    size_t given = am_mirror_buffer(mirror);
    if (!a->quiet && given >> 20 < (size_t)a->buffer_mib && given >> 20 < BUFFER_ENOUGH)
        (void)fprintf(stderr,
                      "amarra: the kernel gives a buffer of %zu KiB, not %ld MiB: packets that "
                      "come all at once may be lost. As root: sysctl net.core.rmem_max=%ld\n",
                      given >> 10, a->buffer_mib, a->buffer_mib << 20);
}

static enum am_status open_mirror(const struct am_scan_options *a, struct am_mirror **mirror,
                                  struct am_problem *problem)
{
    enum am_status status =
        am_mirror_open(a->mirrors, a->mirrors_len, (int)a->buffer_mib, mirror, problem);
    if (status == AM_OK)
        tell_buffer(a, *mirror);
    return status;
}

/* What is on an interface's own networks is the organization's. */
static void add_own_networks(struct am_locality *l, const struct am_own_address *own, size_t len)
{
    for (size_t i = 0; i < len && l->networks_len < AM_LOCAL_NETWORKS_MAX; i++)
        l->networks[l->networks_len++] = own[i].network;
}

/* The sensor's own addresses: of the interfaces that are watched; of all where a mirror comes from
 * elsewhere, which may show the sensor too. */
static void find_own(struct am_sensor *s, struct am_scan_options *a)
{
    static const char *const all[] = {"any"};
    const char *const *interfaces = a->interfaces_len > 0 ? a->interfaces : all;
    size_t count = a->interfaces_len > 0 ? a->interfaces_len : a->mirrors_len > 0;
    for (size_t i = 0; i < count; i++) {
        struct am_own_address own[AM_VANTAGE_OWN_MAX];
        size_t len = am_live_own(interfaces[i], own, AM_VANTAGE_OWN_MAX);
        if (a->interfaces_len > 0)
            add_own_networks(&a->locality, own, len);
        for (size_t j = 0; j < len && s->own_len < AM_VANTAGE_OWN_MAX; j++)
            s->own[s->own_len++] = own[j].address;
    }
}

/* Source first: a typing mistake must not leave an empty scan file behind. */
static enum am_status open_source(struct am_scan_options *a, struct am_sensor_source *from,
                                  struct am_problem *problem)
{
    if (a->interfaces_len > 0)
        return open_live(a, &from->live, problem);
    if (a->mirrors_len > 0)
        return open_mirror(a, &from->mirror, problem);
    if (a->files_len == 1 && strcmp(a->files[0], "-") == 0)
        return AM_OK;
    return am_capture_files_sort(a->files, a->files_len, problem);
}

/* Captures, and the dataset, which is opened anew each day; NULL: no memory. To be freed. */
static const char **readable_of(const struct am_scan_options *a, const char *data, size_t *len)
{
    const char *const others[] = {data, a->mmdb, a->rules};
    const char **paths = calloc(a->files_len + sizeof others / sizeof *others, sizeof *paths);
    *len = 0;
    for (size_t i = 0; paths && i < a->files_len; i++)
        paths[(*len)++] = a->files[i];
    for (size_t i = 0; paths && i < sizeof others / sizeof *others; i++)
        if (others[i])
            paths[(*len)++] = others[i];
    return paths;
}

/* From here on: an unprivileged user, no capabilities, few system calls, few files. */
static enum am_status enter_guard(struct am_sensor *s, bool captures, struct am_guard *out,
                                  struct am_problem *problem)
{
    const struct am_scan_options *a = s->options;
    char data[PATH_MAX];
    int sockets[CAPTURES_MAX];
    int lines[] = {s->teller->flows ? fileno(s->teller->flows) : -1,
                   s->teller->answers ? fileno(s->teller->answers) : -1};
    struct am_guard_options options = {
        .profile = AM_GUARD_SENSOR,
        .drop_user = a->files_len == 0,
        .user = a->user,
        .output = a->output,
        .captures = sockets,
        .owned = lines,
        .owned_len = sizeof lines / sizeof *lines,
    };
    enum am_status status = am_data_dir(a->data, data, problem);
    if (status != AM_OK)
        return status;
    if (s->from.live)
        options.captures_len = am_live_descriptors(s->from.live, sockets, CAPTURES_MAX);
    else if (s->from.mirror)
        options.captures_len = am_mirror_descriptors(s->from.mirror, sockets, CAPTURES_MAX);
    for (size_t i = 0; i < options.captures_len && !captures; i++)
        (void)close(sockets[i]);
    if (!captures)
        options.captures_len = 0;
    const char **readable = readable_of(a, data, &options.readable_len);
    if (!readable)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    options.readable = readable;
    status = am_guard_enter(&options, out, problem);
    free((void *)readable);
    return status;
}

/* It watches nothing, so it holds no capture. */
static enum am_status guard_keeper(void *ctx, struct am_problem *problem)
{
    struct am_guard guard;
    return enter_guard(ctx, false, &guard, problem);
}

static enum am_status guard_sensor(struct am_sensor *s, struct am_problem *problem)
{
    struct am_guard guard;
    enum am_status status = enter_guard(s, true, &guard, problem);
    if (status == AM_OK && s->options->files_len == 0 && geteuid() == 0 && !s->options->quiet)
        (void)fprintf(stderr,
                      "amarra: stays root, though without its capabilities, since nobody else can "
                      "write that folder: --user NAME and a folder of theirs would be better\n");
    return status;
}

static enum am_status start_keeper(struct am_sensor *s, struct am_problem *problem)
{
    if (!s->options->daily)
        return AM_OK;
    struct am_keeper_options options = {
        .output = s->options->output,
        .open_knowledge = s->open_knowledge,
        .where = s->where,
        .keep_days = (int)s->options->keep_days,
        .guard = guard_keeper,
        .ctx = s,
    };
    return am_keeper_start(&options, &s->keeper, problem);
}

/* With all but the scan file open. */
static int run(struct am_sensor *s, struct am_teller *teller, struct am_problem *problem)
{
    const struct am_scan_options *a = s->options;
    char sources[256];
    describe_sources(a, sources, sizeof sources);
    s->into = (struct am_store_options){
        .knowledge = s->knowledge,
        .sources = sources,
        .live = a->files_len == 0,
        .keep_names = a->keep_names,
        .overwrite = a->overwrite,
        .fold_below = (unsigned)a->fold_below,
        .max_mib = (unsigned)a->max_mib,
    };
    s->teller = teller;
    int code = AM_EXIT_MACHINE;
    if (start_keeper(s, problem) == AM_OK && guard_sensor(s, problem) == AM_OK)
        code = am_sensor_run(s, problem);
    if (!am_keeper_end(&s->keeper) && code == AM_EXIT_OK)
        code = AM_EXIT_PARTIAL;
    return code;
}

static int scan(struct am_scan_options *a, am_knowledge_open_fn open_knowledge)
{
    struct am_problem problem = {0};
    struct am_knowledge knowledge = {0};
    struct am_teller teller = {.addresses = a->addresses};
    struct am_knowledge_options where = {.data_dir = a->data, .mmdb = a->mmdb, .rules = a->rules};
    struct am_sensor *s = calloc(1, sizeof *s);
    if (!s) {
        (void)am_problem_set(&problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
        return am_problem_print(&problem);
    }
    s->options = a;
    s->knowledge = &knowledge;
    s->open_knowledge = open_knowledge;
    s->where = &where;
    s->control = a->control;
    s->service = am_service_open();
    s->progress = !a->quiet && a->control < 0 && isatty(STDERR_FILENO);
    tzset(); /* reads a file that the sandbox may not show later */
    am_sensor_catch_signals();
    find_own(s, a);
    int code = AM_EXIT_OK;
    enum am_status status = open_source(a, &s->from, &problem);
    if (status == AM_OK)
        status = open_knowledge(&where, &knowledge, &problem);
    if (status == AM_OK)
        status = open_lines(a->flows, &teller.flows, &problem);
    if (status == AM_OK)
        status = open_lines(a->answers, &teller.answers, &problem);
    if (status == AM_OK)
        code = run(s, &teller, &problem);
    if (close_lines(a->flows, teller.flows, &problem) != AM_OK ||
        close_lines(a->answers, teller.answers, &problem) != AM_OK)
        code = AM_EXIT_MACHINE;
    am_live_free(s->from.live);
    am_mirror_free(s->from.mirror);
    if (knowledge.done)
        knowledge.done(knowledge.ctx);
    free(s);
    return problem.status != AM_OK ? am_problem_print(&problem) : code;
}

/* A viewer that tells us what to do has asked already. */
static bool is_to_ask(const struct am_scan_options *a)
{
    return a->control < 0 && a->interfaces_len + a->mirrors_len > 0;
}

int am_cmd_scan(int argc, char **argv, am_knowledge_open_fn open_knowledge, am_agree_fn agree)
{
    struct am_scan_options *a = malloc(sizeof *a);
    struct am_problem problem = {0};
    if (!a) {
        (void)am_problem_set(&problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
        return am_problem_print(&problem);
    }
    am_scan_options_parse(argc, argv, a);
    enum am_status status = agree && is_to_ask(a) ? agree(a->agreed, a->data, &problem) : AM_OK;
    int code = status == AM_OK ? scan(a, open_knowledge) : am_problem_print(&problem);
    free(a);
    return code;
}
