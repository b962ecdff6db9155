/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/options.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>

#include "base/status.h"
#include "net/packet.h"

#define FLOWS_DEFAULT 262144 /* about 70 MB when all are in use */
#define FLOWS_MIN     1024
#define FLOWS_MAX     16777216
#define SPEED_MAX     1000000
#define SECONDS_MAX   315360000 /* ten years: fits a long of 32 bits */

enum {
    OPT_FOR = 256,
    OPT_SNAPLEN,
    OPT_BUFFER,
    OPT_NO_PROMISCUOUS,
    OPT_LOCAL,
    OPT_FLOWS,
    OPT_DNS,
    OPT_ADDRESSES,
    OPT_KEEP_NAMES,
    OPT_FOLD,
    OPT_FLUSH,
    OPT_MAX_FLOWS,
    OPT_OVERWRITE,
    OPT_DATA,
    OPT_MMDB,
    OPT_RULES,
    OPT_TZSP,
    OPT_VXLAN,
    OPT_DAILY,
    OPT_KEEP,
    OPT_MAX_SIZE,
    OPT_USER,
    OPT_AGREED,
    OPT_SPEED,
    OPT_CONTROL
};

static const struct argp_option option_list[] = {
    {0, 0, 0, 0, "Where packets come from:", 1},
    {"read", 'r', "FILE", 0,
     "Read capture files (pcap, pcapng, gzip or zstd; - is standard input); more FILEs may follow. "
     "Several are read in the order of their first packets",
     1},
    {"interface", 'i', "NAME", 0, "Watch an interface; 'any' is all of them; may be repeated", 1},
    {"tzsp", OPT_TZSP, "[ADDRESS:]PORT", 0,
     "Receive what a router's sniffer streams to this UDP port (MikroTik: 37008); may be repeated",
     1},
    {"vxlan", OPT_VXLAN, "[ADDRESS:]PORT", 0,
     "Receive a mirror that a switch or cloud sends in VXLAN (4789); may be repeated", 1},
    {"for", OPT_FOR, "TIME", 0, "Stop after so long: 90s, 30m, 8h, 7d", 1},
    {"speed", OPT_SPEED, "N", 0, "Play files by their own clock, N times as fast", 1},
    {"filter", 'f', "BPF", 0, "Of an interface, see only what matches (pcap-filter(7))", 1},
    {"snaplen", OPT_SNAPLEN, "BYTES", 0, "Bytes of each packet to look at (65535)", 1},
    {"buffer", OPT_BUFFER, "MIB", 0, "The kernel's buffer for each interface or port (64)", 1},
    {"agreed", OPT_AGREED, 0, 0,
     "The organization has agreed to be watched: asked once, otherwise, before a network is", 1},
    {"user", OPT_USER, "NAME", 0,
     "Whom to become once a network is watched as root (who called sudo, else the owner of the "
     "scan file's folder)",
     1},
    {"no-promiscuous", OPT_NO_PROMISCUOUS, 0, 0, "See only what is sent to this machine or by it",
     1},
    {"local", OPT_LOCAL, "NET", 0,
     "A network of the organization's own, besides private addresses; may be repeated", 1},
    {0, 0, 0, 0, "What is kept:", 2},
    {"output", 'o', "SCAN.db", 0, "The scan file to make", 2},
    {"overwrite", OPT_OVERWRITE, 0, 0, "Replace a scan file that exists", 2},
    {"daily", OPT_DAILY, 0, 0,
     "A scan file for each day, with its date: office-2026-11-28.db; each is closed when the day "
     "is over",
     2},
    {"keep", OPT_KEEP, "DAYS", 0, "With --daily, remove scans older than that: 14d", 2},
    {"max-size", OPT_MAX_SIZE, "MIB", 0,
     "No larger than that while it is open; what finds no room is counted", 2},
    {"keep-names", OPT_KEEP_NAMES, 0, 0,
     "Keep names that no rule knows even if few devices contacted them. A name seen from one desk "
     "can tell a person's health, faith or union: keep such a file to yourself",
     2},
    {"fold-below", OPT_FOLD, "K", 0,
     "Fold unknown names contacted by fewer than K devices into 'unlisted' (5)", 2},
    {"flush", OPT_FLUSH, "SECONDS", 0, "How often to write; a crash loses no more (10)", 2},
    {"max-flows", OPT_MAX_FLOWS, "N", 0, "Flows followed at one time (262144, about 70 MB)", 2},
    {0, 0, 0, 0, "What else is written:", 3},
    {"flows", OPT_FLOWS, "FILE", 0, "A line of JSON for each finished flow; - is standard output",
     3},
    {"dns", OPT_DNS, "FILE", 0, "A line of JSON for each answered DNS question", 3},
    {"addresses", OPT_ADDRESSES, 0, 0,
     "Put device addresses into those lines: they then tell what each desk contacted", 3},
    {"quiet", 'q', 0, 0, "No summary at the end, no line of progress", 3},
    {"control", OPT_CONTROL, "FD", OPTION_HIDDEN, 0, 3},
    {0, 0, 0, 0, "Where knowledge is:", 4},
    {"data", OPT_DATA, "DIR", 0, "Dataset folder, else share/amarra by the program", 4},
    {"rules", OPT_RULES, "FILE", 0, "What the organization itself declares (man amarra)", 4},
    {"mmdb", OPT_MMDB, "FILE", 0, "Another MMDB with AS numbers or countries", 4},
    {0},
};

/* "30m" in seconds; -1 where it is none. */
static long parse_duration(const char *text)
{
    static const struct {
        char unit;
        long seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'\0', 1}};
    char *rest;
    errno = 0;
    long value = strtol(text, &rest, 10);
    if (errno != 0 || rest == text || value <= 0)
        return -1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (*rest == units[i].unit && (*rest == '\0' || rest[1] == '\0'))
            return value <= SECONDS_MAX / units[i].seconds ? value * units[i].seconds : -1;
    return -1;
}

static long parse_number(struct argp_state *state, const char *name, const char *text, long min,
                         long max)
{
    char *rest;
    errno = 0;
    long value = strtol(text, &rest, 10);
    if (errno != 0 || rest == text || *rest != '\0' || value < min || value > max)
        argp_error(state, "--%s takes a number from %ld to %ld, not '%s'", name, min, max, text);
    return value;
}

static void add_local(struct argp_state *state, struct am_locality *l, const char *text)
{
    if (l->networks_len == AM_LOCAL_NETWORKS_MAX)
        argp_error(state, "at most %d networks with --local", AM_LOCAL_NETWORKS_MAX);
    else if (am_prefix_parse(text, &l->networks[l->networks_len++]) != AM_OK)
        argp_error(state, "--local takes a network like 200.40.30.0/24, not '%s'", text);
}

static void add_mirror(struct argp_state *state, struct am_scan_options *a, int link_type,
                       const char *text)
{
    struct am_mirror_port port = {.link_type = link_type};
    if (a->mirrors_len == AM_MIRRORS_MAX)
        argp_error(state, "at most %d ports with --tzsp and --vxlan", AM_MIRRORS_MAX);
    else if (am_mirror_port_parse(text, &port) != AM_OK)
        argp_error(state,
                   "--%s takes a port like 37008, 192.168.1.5:37008 or [2001:db8::5]:37008, not "
                   "'%s'",
                   link_type == AM_LINK_TZSP ? "tzsp" : "vxlan", text);
    else
        a->mirrors[a->mirrors_len++] = port;
}

static void check_days(struct argp_state *state, const struct am_scan_options *a)
{
    if (a->daily && a->files_len > 0)
        argp_error(state, "--daily is for a network that is watched");
    else if (a->daily && (a->flows || a->answers))
        argp_error(state,
                   "--daily makes a scan file each day, but --flows and --dns write one "
                   "file: leave one of them out");
    else if (a->keep_days > 0 && !a->daily)
        argp_error(state, "--keep goes with --daily");
    else if (a->speed > 0 && a->files_len == 0)
        argp_error(state, "--speed is for files (-r)");
}

static void check(struct argp_state *state, const struct am_scan_options *a)
{
    int kinds = (a->files_len > 0) + (a->interfaces_len > 0) + (a->mirrors_len > 0);
    if (kinds == 0)
        argp_error(state,
                   "name capture files with -r, or interfaces with -i; or the port that a "
                   "mirror comes to, with --tzsp or --vxlan");
    else if (kinds > 1)
        argp_error(state,
                   "files (-r), interfaces (-i) and mirrors (--tzsp, --vxlan) can't be "
                   "scanned together: make a scan of each");
    else if (a->mirrors_len > 0 && a->filter)
        argp_error(state, "--filter is for interfaces; choose what is mirrored on the router");
    else if (a->files_len > 0 && a->filter)
        argp_error(state,
                   "--filter is for interfaces; filter a file with: tcpdump -r FILE -w - ... "
                   "| amarra scan -r -");
    else if (!a->output)
        argp_error(state, "name the scan file to make with -o SCAN.db");
    else
        check_days(state, a);
}

/* Options with a value of their own kind. */
static error_t parse_value(int key, char *arg, struct argp_state *state)
{
    struct am_scan_options *a = state->input;
    char *rest;
    switch (key) {
    case OPT_FOR:
        a->seconds = parse_duration(arg);
        if (a->seconds < 0)
            argp_error(state, "--for takes a time like 90s, 30m, 8h or 7d, not '%s'", arg);
        return 0;
    case OPT_KEEP:
        a->keep_days = parse_duration(arg) / 86400;
        if (a->keep_days < 1)
            argp_error(state, "--keep takes whole days like 14d, not '%s'", arg);
        return 0;
    case OPT_SPEED:
        a->speed = strtod(arg, &rest);
        if (rest == arg || *rest != '\0' || !(a->speed > 0 && a->speed <= SPEED_MAX))
            argp_error(state, "--speed takes a number above 0, up to %d, not '%s'", SPEED_MAX, arg);
        return 0;
    case OPT_MAX_SIZE:
        a->max_mib = parse_number(state, "max-size", arg, 1, 1048576);
        return 0;
    case OPT_CONTROL:
        a->control = (int)parse_number(state, "control", arg, 3, 65535);
        return 0;
    case OPT_SNAPLEN:
        a->snaplen = parse_number(state, "snaplen", arg, 96, 262144);
        return 0;
    case OPT_BUFFER:
        a->buffer_mib = parse_number(state, "buffer", arg, 1, 2047);
        return 0;
    case OPT_FOLD:
        a->fold_below = parse_number(state, "fold-below", arg, 1, 100000);
        return 0;
    case OPT_FLUSH:
        a->flush = parse_number(state, "flush", arg, 1, 3600);
        return 0;
    case OPT_MAX_FLOWS:
        a->max_flows = parse_number(state, "max-flows", arg, FLOWS_MIN, FLOWS_MAX);
        return 0;
    case OPT_LOCAL:
        add_local(state, &a->locality, arg);
        return 0;
    case OPT_TZSP:
        add_mirror(state, a, AM_LINK_TZSP, arg);
        return 0;
    case OPT_VXLAN:
        add_mirror(state, a, AM_LINK_VXLAN, arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void add_file(struct argp_state *state, struct am_scan_options *a, const char *file)
{
    if (a->files_len == AM_SCAN_FILES_MAX)
        argp_error(state, "at most %d files at once", AM_SCAN_FILES_MAX);
    else
        a->files[a->files_len++] = file;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct am_scan_options *a = state->input;
    const struct {
        int key;
        const char **text;
        bool *flag;
    } simple[] = {
        {'o', &a->output, NULL},
        {'f', &a->filter, NULL},
        {OPT_FLOWS, &a->flows, NULL},
        {OPT_DNS, &a->answers, NULL},
        {OPT_DATA, &a->data, NULL},
        {OPT_MMDB, &a->mmdb, NULL},
        {OPT_RULES, &a->rules, NULL},
        {OPT_USER, &a->user, NULL},
        {OPT_DAILY, NULL, &a->daily},
        {OPT_AGREED, NULL, &a->agreed},
        {'q', NULL, &a->quiet},
        {OPT_NO_PROMISCUOUS, NULL, &a->no_promiscuous},
        {OPT_ADDRESSES, NULL, &a->addresses},
        {OPT_KEEP_NAMES, NULL, &a->keep_names},
        {OPT_OVERWRITE, NULL, &a->overwrite},
    };
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
        if (simple[i].key != key)
            continue;
        if (simple[i].text)
            *simple[i].text = arg;
        else if (simple[i].flag)
            *simple[i].flag = true;
        return 0;
    }
    switch (key) {
    case 'r':
        add_file(state, a, arg);
        return 0;
    case 'i':
        if (a->interfaces_len == AM_SCAN_INTERFACES_MAX)
            argp_error(state, "at most %d interfaces at once", AM_SCAN_INTERFACES_MAX);
        else
            a->interfaces[a->interfaces_len++] = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (a->files_len == 0)
            argp_error(state, "'%s' is no option: capture files come after -r", arg);
        else
            add_file(state, a, arg);
        return 0;
    case ARGP_KEY_END:
        check(state, a);
        return 0;
    default:
        return parse_value(key, arg, state);
    }
}

void am_scan_options_parse(int argc, char **argv, struct am_scan_options *out)
{
    static const struct argp argp = {
        .options = option_list,
        .parser = parse,
        .args_doc =
            "-r FILE... -o SCAN.db\n-i INTERFACE --for TIME -o SCAN.db\n"
            "--tzsp PORT --for TIME -o SCAN.db",
        .doc =
            "Watches capture files, interfaces or a router's mirror, and keeps which services and "
            "hosts were "
            "contacted.\vNo payload, no page, no device address is kept. While a scan runs, "
            "devices "
            "are told apart by keyed pseudonyms; when it ends, they are folded into counts and the "
            "key is erased.",
    };
    *out = (struct am_scan_options){
        .flush = 10,
        .snaplen = 65535,
        .buffer_mib = 64,
        .fold_below = 5,
        .max_flows = FLOWS_DEFAULT,
        .control = -1,
    };
    argp_err_exit_status = AM_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, out);
}
