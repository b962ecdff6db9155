/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "capture/mirror.h"
#include "capture/source.h"
#include "contacts/observer.h"
#include "contacts/tell.h"
#include "net/packet.h"
#include "scan_options.h"
#include "scanner.h"

#define TURN_MS       200    /* how often a live scan looks at clock and signals */
#define SILENCE       10     /* seconds after which a mirror that does not come is spoken of */
#define BUFFER_ENOUGH 512    /* MiB; nobody loses packets for want of more */
#define PENDING_FLUSH 200000 /* contacts in memory that make a flush due */
#define VERDICTS_TOLD 3

static volatile sig_atomic_t stop_asked;

static void ask_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

static void catch_signals(void)
{
    /* Without SA_RESTART, so that a read that waits for standard input comes back. */
    struct sigaction stop = {.sa_handler = ask_stop};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigemptyset(&stop.sa_mask);
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGHUP, &stop, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL); /* --flows into a pipe that closed is a write error */
    (void)sigaction(SIGXFSZ, &ignore, NULL); /* a file-size limit is a full disk */
}

/* What packets come from; both NULL: files. */
struct source {
    struct am_live *live;
    struct am_mirror *mirror;
};

struct scan {
    const struct am_scan_options *arguments;
    struct am_store *store;
    struct am_observer *observer;
    const struct am_knowledge *knowledge;
    struct am_source_losses losses;
    struct am_address own[AM_VANTAGE_OWN_MAX]; /* the sensor's own addresses, where it is live */
    size_t own_len;
    int64_t next_flush; /* monotonic, seconds */
    bool flush_failed;  /* said once, until it works again */
};

static int64_t monotonic(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static int64_t whole_seconds(int64_t nanoseconds)
{
    return nanoseconds / 1000000000;
}

static void count(const struct scan *s)
{
    am_observer_count(s->observer, s->store);
    am_store_count(s->store, "lost.kernel", s->losses.kernel);
    am_store_count(s->store, "lost.interface", s->losses.interface);
    am_store_count(s->store, "lost.capture", s->losses.file);
    am_store_count(s->store, "lost.unreadable_bytes", s->losses.unreadable);
    am_store_count(s->store, "blocks.other", s->losses.blocks_other);
}

static void flush(struct scan *s)
{
    struct am_problem problem = {0};
    struct am_observer_figures f = am_observer_figures(s->observer);
    s->next_flush = monotonic() + s->arguments->flush;
    am_observer_settle(s->observer);
    count(s);
    if (am_store_flush(s->store, whole_seconds(f.first), whole_seconds(f.last), &problem) ==
        AM_OK) {
        s->flush_failed = false;
        return;
    }
    if (!s->flush_failed)
        (void)am_problem_print(&problem);
    s->flush_failed = true;
}

static void flush_when_due(struct scan *s)
{
    if (monotonic() >= s->next_flush ||
        (!s->flush_failed && am_store_pending(s->store) > PENDING_FLUSH))
        flush(s);
}

static void add_losses(struct am_source_losses *sum, const struct am_source_losses *more)
{
    sum->kernel += more->kernel;
    sum->interface += more->interface;
    sum->file += more->file;
    sum->blocks_other += more->blocks_other;
    sum->unreadable += more->unreadable;
}

/* A damaged file is read as far as it goes and said; the others are read all the same. */
static int scan_files(struct scan *s, const char *const *files, size_t len)
{
    int code = AM_EXIT_OK;
    for (size_t i = 0; i < len && !stop_asked; i++) {
        struct am_problem problem = {0};
        struct am_capture_file *f;
        bool end = false;
        enum am_status status = am_capture_file_open(files[i], &f, &problem);
        if (status != AM_OK) {
            code = am_problem_print(&problem);
            code = len > 1 ? AM_EXIT_PARTIAL : code;
            continue;
        }
        while (status == AM_OK && !end && !stop_asked) {
            status = am_capture_file_read(f, am_observer_take, s->observer, &end, &problem);
            flush_when_due(s);
        }
        add_losses(&s->losses, am_capture_file_losses(f));
        am_capture_file_free(f);
        if (status != AM_OK && !stop_asked) { /* a read that a signal ended is no damage */
            (void)am_problem_print(&problem);
            code = AM_EXIT_PARTIAL;
        }
    }
    return code;
}

/* Once, for who waits for a mirror that nothing sends. */
static void tell_silence(const struct am_scan_options *a)
{
    for (size_t i = 0; i < a->mirrors_len; i++) {
        unsigned port = a->mirrors[i].port;
        if (a->mirrors[i].link_type == AM_LINK_TZSP)
            (void)fprintf(
                stderr,
                "amarra: nothing has come to UDP port %u yet. On a MikroTik router: /tool "
                "sniffer set streaming-enabled=yes streaming-server=ADDRESS:%u "
                "filter-interface=bridge; /tool sniffer start (ADDRESS: this machine's)\n",
                port, port);
        else
            (void)fprintf(stderr,
                          "amarra: nothing has come to UDP port %u yet: set the mirror's target to "
                          "this machine's address and that port, and let the firewall pass it\n",
                          port);
    }
}

static enum am_status read_live(struct scan *s, const struct source *from,
                                struct am_problem *problem)
{
    if (from->live)
        return am_live_read(from->live, TURN_MS, am_observer_take, s->observer, problem);
    return am_mirror_read(from->mirror, TURN_MS, am_observer_take, s->observer, problem);
}

static struct am_source_losses live_losses(const struct source *from)
{
    return from->live ? am_live_losses(from->live) : am_mirror_losses(from->mirror);
}

static int scan_live(struct scan *s, const struct source *from)
{
    const struct am_scan_options *a = s->arguments;
    int64_t until = a->seconds > 0 ? monotonic() + a->seconds : INT64_MAX;
    int64_t silence = from->mirror ? monotonic() + SILENCE : INT64_MAX;
    int code = AM_EXIT_OK;
    while (!stop_asked && monotonic() < until) {
        struct am_problem problem = {0};
        enum am_status status = read_live(s, from, &problem);
        s->losses = live_losses(from);
        if (status != AM_OK) {
            (void)am_problem_print(&problem);
            code = AM_EXIT_PARTIAL;
            if (status == AM_E_IO)
                break;
        }
        if (monotonic() >= silence) {
            silence = INT64_MAX;
            if (am_observer_figures(s->observer).packets == 0)
                tell_silence(a);
        }
        flush_when_due(s);
    }
    s->losses = live_losses(from);
    return code;
}

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

/* What an earlier run left goes; pipes and terminals have nothing to cut. */
static void empty_lines(const char *path, FILE *lines)
{
    if (lines && strcmp(path, "-") != 0 && ftruncate(fileno(lines), 0) != 0)
        clearerr(lines);
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

/* Does the sensor see the office? The worst that stands against it, and what to change. */
static void tell_vantage(const struct scan *s)
{
    struct am_vantage_figures f = am_observer_vantage(s->observer);
    uint32_t verdicts = am_vantage_verdicts(&f);
    unsigned told = 0;
    for (unsigned i = 0; i < AM_VANTAGE_VERDICTS && told < VERDICTS_TOLD; i++) {
        char text[AM_VANTAGE_TEXT];
        if (i == AM_VANTAGE_NO_TRAFFIC || (verdicts >> i & 1) == 0)
            continue;
        am_vantage_tell(&f, (enum am_vantage_verdict)i, text);
        (void)fprintf(stderr, "amarra: %s\n", text);
        told++;
    }
}

static void summarise(const struct scan *s)
{
    struct am_observer_figures f = am_observer_figures(s->observer);
    const char *output = s->arguments->output;
    if (f.packets == 0) {
        (void)fprintf(stderr, "amarra: no packets were seen\n");
        return;
    }
    (void)fprintf(stderr,
                  "amarra: %" PRIu64 " packets, %" PRIu64 " flows; %" PRIu64
                  " flows left the organization, questions to resolvers aside; %" PRIu64
                  " of them with a name\n",
                  f.packets, f.flows, f.contacts_flows, f.named_flows);
    if (f.link_unknown > 0)
        (void)fprintf(stderr,
                      "amarra: %" PRIu64
                      " packets came over a kind of link that is not known, and were not read\n",
                      f.link_unknown);
    if (f.evicted > 0)
        (void)fprintf(stderr,
                      "amarra: %" PRIu64 " flows were cut short to stay within --max-flows\n",
                      f.evicted);
    if (s->losses.kernel + s->losses.interface > 0)
        (void)fprintf(stderr,
                      "amarra: %" PRIu64
                      " packets were lost before they were seen: a larger "
                      "--buffer may help\n",
                      s->losses.kernel + s->losses.interface);
    tell_vantage(s);
    (void)fprintf(stderr, "amarra: kept in %s; next: amarra report %s -o report\n", output, output);
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

/* With source, store and listeners open: reads, flushes, closes. */
static int run(struct scan *s, const struct source *from, const struct am_listener *listener,
               struct am_problem *problem)
{
    const struct am_scan_options *a = s->arguments;
    struct am_observer_options options = {
        .locality = a->locality,
        .store = s->store,
        .knowledge = s->knowledge,
        .listener = *listener,
        .max_flows = (size_t)a->max_flows,
        .own = s->own,
        .own_len = s->own_len,
    };
    s->observer = am_observer_new(&options);
    if (!s->observer) {
        (void)am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
        return AM_EXIT_MACHINE;
    }
    s->next_flush = monotonic() + a->flush;
    int code = from->live || from->mirror
                   ? scan_live(s, from)
                   : scan_files(s, (const char *const *)a->files, a->files_len);
    am_observer_finish(s->observer);
    count(s);
    struct am_observer_figures f = am_observer_figures(s->observer);
    enum am_status status =
        am_store_close(s->store, whole_seconds(f.first), whole_seconds(f.last), problem);
    if (status == AM_OK && !a->quiet)
        summarise(s);
    am_observer_free(s->observer);
    return code;
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
static void find_own(struct scan *s, struct am_scan_options *a)
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
static enum am_status open_source(struct am_scan_options *a, struct source *from,
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

static int scan(struct am_scan_options *a, am_knowledge_open_fn open_knowledge)
{
    struct am_problem problem = {0};
    struct am_knowledge knowledge = {0};
    struct source from = {0};
    struct scan s = {.arguments = a, .knowledge = &knowledge};
    struct am_teller teller = {.addresses = a->addresses};
    struct am_knowledge_options where = {.data_dir = a->data, .mmdb = a->mmdb, .rules = a->rules};
    char sources[256];
    catch_signals(); /* before the scan file exists: a full disk must not end us there either */
    describe_sources(a, sources, sizeof sources);
    find_own(&s, a);
    int code = AM_EXIT_OK;
    enum am_status status = open_source(a, &from, &problem);
    if (status == AM_OK)
        status = open_knowledge(&where, &knowledge, &problem);
    if (status == AM_OK)
        status = open_lines(a->flows, &teller.flows, &problem);
    if (status == AM_OK)
        status = open_lines(a->answers, &teller.answers, &problem);
    if (status == AM_OK)
        status = am_store_create(
            &(struct am_store_options){
                .path = a->output,
                .knowledge = &knowledge,
                .sources = sources,
                .live = a->files_len == 0,
                .keep_names = a->keep_names,
                .overwrite = a->overwrite,
                .fold_below = (unsigned)a->fold_below,
            },
            &s.store, &problem);
    if (status == AM_OK) {
        empty_lines(a->flows, teller.flows);
        empty_lines(a->answers, teller.answers);
        teller.store = s.store;
        teller.locality = a->locality;
        struct am_listener listener = am_teller_listener(&teller);
        code = run(&s, &from, &listener, &problem);
    }
    if (close_lines(a->flows, teller.flows, &problem) != AM_OK ||
        close_lines(a->answers, teller.answers, &problem) != AM_OK)
        code = AM_EXIT_MACHINE;
    am_store_free(s.store);
    am_live_free(from.live);
    am_mirror_free(from.mirror);
    if (knowledge.done)
        knowledge.done(knowledge.ctx);
    return problem.status != AM_OK ? am_problem_print(&problem) : code;
}

int am_cmd_scan(int argc, char **argv, am_knowledge_open_fn open_knowledge)
{
    struct am_scan_options *a = malloc(sizeof *a);
    struct am_problem problem = {0};
    if (!a) {
        (void)am_problem_set(&problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
        return am_problem_print(&problem);
    }
    am_scan_options_parse(argc, argv, a);
    int code = scan(a, open_knowledge);
    free(a);
    return code;
}
