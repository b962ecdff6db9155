/* SPDX-License-Identifier: AGPL-3.0-or-later
 * office: makes the capture of a working day in a small office, and writes down what is true of it.
 *
 * The same seed and options give the same bytes on every machine. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scenes.h"

struct request {
    struct options options;
    enum trace_format format;
    const char *out, *second, *truth;
    uint32_t snaplen;
    bool tag_all, twice;
};

static const char usage[] =
    "Usage: office -o FILE [OPTION...]\n"
    "  -o FILE              the capture; '-' is the standard output\n"
    "  --second FILE        the day's second half goes here\n"
    "  --truth FILE         what is true of it, as TSV\n"
    "  --seed N             1\n"
    "  --day YYYY-MM-DD     2026-11-16, a Monday\n"
    "  --zone MINUTES       of the office's clock, east of UTC: -180\n"
    "  --devices N          12\n"
    "  --size WORD          small, day or big: day\n"
    "  --format WORD        pcap, pcapng or pcap-ns: pcap\n"
    "  --snaplen N          cut every frame: 262144\n"
    "  --no-slice           keep the whole of large transfers (day: about 1 GB)\n"
    "  --scenes             moments in which one thing is done (reports/live/office.json)\n"
    "  --vlan               all frames carry an outer VLAN tag\n"
    "  --mirror-twice       the mirror port delivers each packet twice\n"
    "  --no-demo-noise      leave out what stays in the office\n";

enum {
    OPT_SECOND = 256,
    OPT_TRUTH,
    OPT_SEED,
    OPT_DAY,
    OPT_ZONE,
    OPT_DEVICES,
    OPT_SIZE,
    OPT_FORMAT,
    OPT_SNAPLEN,
    OPT_SLICE,
    OPT_SCENES,
    OPT_VLAN,
    OPT_TWICE,
    OPT_NOISE
};

static void fail(const char *what, const char *why)
{
    (void)fprintf(stderr, "office: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static int64_t number(const char *text, int64_t least, int64_t most)
{
    char *end;
    errno = 0;
    long long n = strtoll(text, &end, 10);
    if (errno || *end || end == text || n < least || n > most)
        fail(text, "not a number that fits here");
    return n;
}

static unsigned word(const char *text, const char *const *words)
{
    for (unsigned i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    fail(text, "no such word; see --help");
    return 0;
}

/* Days since 1970-01-01 of a day in the Gregorian calendar. */
static int64_t days(int64_t year, int64_t month, int64_t day)
{
    static const int before[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t last = year - 1, leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int64_t leaps = last / 4 - last / 100 + last / 400 - 477; /* since 1970 */
    return (year - 1970) * 365 + leaps + before[month - 1] + (month > 2 ? leap : 0) + day - 1;
}

static uint64_t midnight(const char *text, int64_t zone)
{
    char copy[11] = {0};
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        fail(text, "not a day; write 2026-11-16");
    memcpy(copy, text, 10);
    copy[4] = copy[7] = '\0';
    int64_t day = days(number(copy, 1970, 2100), number(copy + 5, 1, 12), number(copy + 8, 1, 31));
    return (uint64_t)(day * 86400 - zone * 60) * SECOND;
}

/* Options that take a number, a word or nothing. */
static bool parse_plain(int c, struct request *r)
{
    static const char *const sizes[] = {"small", "day", "big", NULL};
    static const char *const formats[] = {"pcap", "pcap-ns", "pcapng", NULL};
    struct options *o = &r->options;
    switch (c) {
    case OPT_SEED:
        o->seed = (uint64_t)number(optarg, 0, INT64_MAX);
        return true;
    case OPT_DEVICES:
        o->devices = (unsigned)number(optarg, 1, DEVICES_MAX);
        return true;
    case OPT_SIZE:
        o->size = (enum size_of_day)word(optarg, sizes);
        return true;
    case OPT_FORMAT:
        r->format = (enum trace_format)word(optarg, formats);
        return true;
    case OPT_SNAPLEN:
        r->snaplen = (uint32_t)number(optarg, 1, 262144);
        return true;
    case OPT_SLICE:
        o->slice = false;
        return true;
    case OPT_SCENES:
        o->scenes = true;
        return true;
    case OPT_VLAN:
        r->tag_all = true;
        return true;
    case OPT_TWICE:
        r->twice = true;
        return true;
    case OPT_NOISE:
        o->noise = false;
        return true;
    default:
        return false;
    }
}

static void parse(int argc, char **argv, struct request *r)
{
    static const struct option table[] = {{"second", 1, NULL, OPT_SECOND},
                                          {"truth", 1, NULL, OPT_TRUTH},
                                          {"seed", 1, NULL, OPT_SEED},
                                          {"day", 1, NULL, OPT_DAY},
                                          {"zone", 1, NULL, OPT_ZONE},
                                          {"devices", 1, NULL, OPT_DEVICES},
                                          {"size", 1, NULL, OPT_SIZE},
                                          {"format", 1, NULL, OPT_FORMAT},
                                          {"snaplen", 1, NULL, OPT_SNAPLEN},
                                          {"no-slice", 0, NULL, OPT_SLICE},
                                          {"scenes", 0, NULL, OPT_SCENES},
                                          {"vlan", 0, NULL, OPT_VLAN},
                                          {"mirror-twice", 0, NULL, OPT_TWICE},
                                          {"no-demo-noise", 0, NULL, OPT_NOISE},
                                          {"help", 0, NULL, 'h'},
                                          {0}};
    const char *day = "2026-11-16";
    int64_t zone = -180;
    int c;
    while ((c = getopt_long(argc, argv, "o:h", table, NULL)) != -1) {
        if (c == 'o') {
            r->out = optarg;
        } else if (c == OPT_SECOND) {
            r->second = optarg;
        } else if (c == OPT_TRUTH) {
            r->truth = optarg;
        } else if (c == OPT_DAY) {
            day = optarg;
        } else if (c == OPT_ZONE) {
            zone = number(optarg, -1440, 1440);
        } else if (!parse_plain(c, r)) {
            (void)fputs(usage, c == 'h' ? stdout : stderr);
            exit(c == 'h' ? EXIT_SUCCESS : 2);
        }
    }
    if (!r->out || optind < argc)
        fail("command line", "name one output with -o; see --help");
    r->options.midnight = midnight(day, zone);
}

static FILE *open_out(const char *path)
{
    FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    if (!f)
        fail(path, "can't be written");
    return f;
}

static void write_capture(const struct office *o, const struct request *r, const char *path,
                          size_t from, size_t to)
{
    FILE *f = open_out(path);
    if (!trace_write(&o->trace, r->format, from, to, r->snaplen, f) ||
        (f != stdout && fclose(f) != 0))
        fail(path, "could not be written whole");
}

static void write_truth(const struct office *o, const char *path)
{
    FILE *f = open_out(path);
    truth_write(&o->truth, f);
    office_write_devices(o, f);
    if (fflush(f) != 0 || ferror(f) || (f != stdout && fclose(f) != 0))
        fail(path, "could not be written whole");
}

int main(int argc, char **argv)
{
    struct request r = {
        .options = {.seed = 1, .devices = 12, .size = SIZE_DAY, .noise = true, .slice = true},
        .snaplen = 262144};
    parse(argc, argv, &r);
    struct office *o = malloc(sizeof *o);
    if (!o)
        fail("memory", "there is too little");
    office_init(o, &r.options);
    o->wire.tag_all = r.tag_all;
    o->wire.twice = r.twice;
    odds_plan(o);
    if (r.options.scenes)
        scenes_plan(o);
    day_plan(o);
    if (r.options.noise)
        lan_plan(o);
    bool sound = truth_check(&o->truth);
    trace_sort(&o->trace);
    o->truth.total[TOTAL_FRAMES] = o->trace.packets;
    o->truth.total[TOTAL_DUPLICATE_PACKETS] = o->wire.duplicates;
    o->truth.total[TOTAL_DUPLICATE_BYTES] = o->wire.duplicate_bytes;
    size_t half = r.second ? o->trace.packets / 2 : o->trace.packets;
    write_capture(o, &r, r.out, 0, half);
    if (r.second)
        write_capture(o, &r, r.second, half, o->trace.packets);
    if (r.truth)
        write_truth(o, r.truth);
    office_done(o);
    free(o);
    return sound ? EXIT_SUCCESS : EXIT_FAILURE;
}
