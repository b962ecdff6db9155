/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/messages.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#define SILENCE_MS    10000 /* after which a mirror that does not come is spoken of */
#define VERDICTS_TOLD 3
#define FIRST_MS      1000 /* what is done by then needs no line of progress */

uint64_t am_sensor_whole(const char *const *files, size_t count)
{
    uint64_t whole = 0;
    for (size_t i = 0; i < count; i++) {
        struct stat st;
        if (stat(files[i], &st) != 0 || !S_ISREG(st.st_mode))
            return 0;
        whole += (uint64_t)st.st_size;
    }
    return whole;
}

/* "0:42", "3:05:10" */
static void write_time(int64_t seconds, char out[32])
{
    int64_t hours = seconds / 3600;
    if (hours > 0)
        (void)snprintf(out, 32, "%" PRId64 ":%02d:%02d", hours, (int)(seconds / 60 % 60),
                       (int)(seconds % 60));
    else
        (void)snprintf(out, 32, "%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

static void tell_files(const struct am_sensor *s, uint64_t packets, int64_t passed_ms)
{
    char left[32];
    double rate = (double)s->files_done / (double)passed_ms * 1000;
    if (s->files_whole == 0 || rate <= 0) {
        (void)fprintf(stderr, "\r\033[Kamarra: %" PRIu64 " packets, %.1f MB/s", packets,
                      rate / 1e6);
        return;
    }
    uint64_t rest = s->files_whole > s->files_done ? s->files_whole - s->files_done : 0;
    write_time((int64_t)((double)rest / rate), left);
    (void)fprintf(stderr, "\r\033[Kamarra: %d %%, %" PRIu64 " packets, %.1f MB/s, %s left",
                  (int)((s->files_whole - rest) * 100 / s->files_whole), packets, rate / 1e6, left);
}

static void tell_live(const struct am_sensor *s, const struct am_observer_figures *f,
                      int64_t passed_ms)
{
    char passed[32];
    char whole[32];
    write_time(passed_ms / 1000, passed);
    write_time(s->options->seconds, whole);
    (void)fprintf(stderr,
                  "\r\033[Kamarra: %s%s%s, %" PRIu64 " packets, %" PRIu64 " lost; %" PRIu64
                  " flows left, %" PRIu64 " named",
                  passed, s->options->seconds > 0 ? " of " : "",
                  s->options->seconds > 0 ? whole : "", f->packets,
                  s->losses.kernel + s->losses.interface, f->contacts_flows, f->named_flows);
}

void am_sensor_tell_progress(const struct am_sensor *s, int64_t passed_ms)
{
    if (!s->progress || passed_ms < FIRST_MS)
        return;
    struct am_observer_figures f = am_observer_figures(s->observer);
    if (s->from.live || s->from.mirror)
        tell_live(s, &f, passed_ms);
    else
        tell_files(s, f.packets, passed_ms);
}

void am_sensor_end_progress(const struct am_sensor *s)
{
    if (s->progress)
        (void)fputs("\r\033[K", stderr);
}

void am_sensor_tell_silence(struct am_sensor *s, int64_t passed_ms)
{
    const struct am_scan_options *o = s->options;
    if (s->silence_told || passed_ms < SILENCE_MS)
        return;
    s->silence_told = true;
    for (size_t i = 0; i < o->mirrors_len && am_observer_figures(s->observer).packets == 0; i++) {
        unsigned port = o->mirrors[i].port;
        if (o->mirrors[i].link_type == AM_LINK_TZSP)
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

/* Does the sensor see the office? The worst that stands against it, and what to change. */
static void tell_vantage(const struct am_sensor *s)
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

void am_sensor_tell_summary(const struct am_sensor *s)
{
    struct am_observer_figures f = am_observer_figures(s->observer);
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
    (void)fprintf(stderr, "amarra: kept in %s; next: amarra report %s -o report\n", s->path,
                  s->path);
}
