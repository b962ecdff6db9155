/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From figures to verdicts, words and counters. */
#include "contacts/vantage.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

#define FIGURE(name) offsetof(struct am_vantage_figures, name)
#define BIT(name)    (1u << AM_VANTAGE_##name)

/* Where shares are too few to judge by: a handful of flows shows one device, or one direction, by
 * chance alone. */
#define FLOWS_LEAST   20
#define FRAMES_LEAST  100
#define MID_LEAST     100 /* whoever begins to look finds some connections open already */
#define COPIES_LEAST  1000
#define SECONDS_LEAST 3600 /* reports tell presence by the hour */
#define LITTLE_FLOWS  100

/* `part` is at least `percent` of `whole`, which is at least `least`; or, where `below` is set,
 * `part` is below it. */
struct condition {
    size_t part, whole;
    uint64_t least, below;
    unsigned percent;
};

#define SHARE(part, percent, whole, least)                                                         \
    {                                                                                              \
        FIGURE(part), FIGURE(whole), (least), 0, (percent)                                         \
    }
#define BELOW(part, limit)                                                                         \
    {                                                                                              \
        FIGURE(part), 0, 0, (limit), 0                                                             \
    }

#define CONDITIONS_MAX 3

/* A verdict holds where all conditions of one of its rows do, and no verdict of `unless`, which
 * come before it. Why at these shares:
 *
 * Zeek tells of capture loss from 10 % on and of too little traffic at less than one
 * acknowledgement a quarter of an hour (policy/misc/capture-loss); its doctor (ncsa/bro-doctor) of
 * 1 % of connections that show one direction, and of 2 % without a local side. Those are for
 * experts who want the last percent. Here somebody is told to change the cabling, so each stands
 * where no office that is watched well can come: half of the connections, nine tenths of the
 * packets.
 *
 * Outside the NAT: Windows and Linux side by side behind one address, both a hop or more away; or
 * all is of one address, public or not, and nine in ten of its connections are a hop away: a
 * machine right at the sensor would send with a full hop limit.
 *
 * One device: a switch floods what it has no port for, so a little of others' unicast reaches every
 * port; it is less than 1 % of bytes, though it may be some more of the flows. A machine that holds
 * the most bytes of a well-watched office (a backup) has few of its flows; one that asks most (a
 * resolver) few of its bytes. */
static const struct rule {
    enum am_vantage_verdict verdict;
    uint32_t unless;
    struct condition all[CONDITIONS_MAX];
} rules[] = {
    {AM_VANTAGE_NO_TRAFFIC, 0, {BELOW(seen, 1)}},
    {AM_VANTAGE_ENCRYPTED_WIFI, 0, {SHARE(sealed, 50, seen, FRAMES_LEAST)}},
    {AM_VANTAGE_BROADCAST_ONLY, 0, {SHARE(group, 90, readable, FRAMES_LEAST)}},
    {AM_VANTAGE_OUTSIDE_NAT, 0, {SHARE(nat_flows, 50, ttl_flows, FLOWS_LEAST)}},
    {AM_VANTAGE_OUTSIDE_NAT,
     0,
     {SHARE(outside_top_flows, 90, flows, FLOWS_LEAST),
      SHARE(outside_top_far_flows, 90, outside_top_ttl_flows, FLOWS_LEAST)}},
    {AM_VANTAGE_OUTSIDE_NAT,
     0,
     {SHARE(top_flows, 90, flows, FLOWS_LEAST), SHARE(top_bytes, 99, bytes, 1),
      SHARE(top_far_flows, 90, top_ttl_flows, FLOWS_LEAST)}},
    {AM_VANTAGE_ONLY_ITSELF,
     BIT(OUTSIDE_NAT),
     {SHARE(own_flows, 90, flows, FLOWS_LEAST), SHARE(own_bytes, 99, bytes, 1)}},
    {AM_VANTAGE_ONE_DEVICE,
     BIT(OUTSIDE_NAT) | BIT(ONLY_ITSELF),
     {SHARE(top_flows, 90, flows, FLOWS_LEAST), SHARE(top_bytes, 99, bytes, 1)}},
    {AM_VANTAGE_NO_INSIDE, BIT(OUTSIDE_NAT), {SHARE(outside_flows, 50, flows, FLOWS_LEAST)}},
    {AM_VANTAGE_ONE_WAY, 0, {SHARE(tcp_one_way, 50, tcp_flows, FLOWS_LEAST)}},
    {AM_VANTAGE_MID_STREAM, 0, {SHARE(tcp_mid, 50, tcp_whole, MID_LEAST)}},
    {AM_VANTAGE_TOO_LITTLE, BIT(NO_TRAFFIC), {BELOW(seconds, SECONDS_LEAST)}},
    {AM_VANTAGE_TOO_LITTLE, BIT(NO_TRAFFIC), {BELOW(flows, LITTLE_FLOWS)}},
    {AM_VANTAGE_DOUBLED, 0, {SHARE(copies, 10, readable, COPIES_LEAST)}},
};

static uint64_t figure(const struct am_vantage_figures *f, size_t at)
{
    uint64_t value;
    memcpy(&value, (const char *)f + at, sizeof value);
    return value;
}

static bool is_used(const struct condition *c)
{
    return c->percent > 0 || c->below > 0;
}

static bool holds(const struct am_vantage_figures *f, const struct condition *c)
{
    uint64_t part = figure(f, c->part);
    if (c->below > 0)
        return part < c->below;
    uint64_t whole = figure(f, c->whole);
    return whole >= c->least && (am_u128)part * 100 >= (am_u128)whole * c->percent;
}

static bool all_hold(const struct am_vantage_figures *f, const struct rule *r)
{
    for (size_t i = 0; i < CONDITIONS_MAX && is_used(&r->all[i]); i++)
        if (!holds(f, &r->all[i]))
            return false;
    return true;
}

uint32_t am_vantage_verdicts(const struct am_vantage_figures *f)
{
    uint32_t found = 0;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if ((found & rules[i].unless) == 0 && all_hold(f, &rules[i]))
            found |= 1u << rules[i].verdict;
    return (found & ~BIT(DOUBLED)) == 0 ? found | BIT(OK) : found;
}

/* --- words --- */

#define MIRROR                                                                                     \
    "connect the sensor to a mirror port of the switch that the office's devices share, or let "   \
    "the router stream its packets here (--tzsp)"

/* What the screen says: PART % of WHAT (PART of WHOLE) FACT: ADVICE. */
static const struct words {
    const char *counter; /* "vantage." and the verdict's name */
    size_t part, whole;
    const char *what; /* NULL: FACT stands alone */
    const char *fact, *advice;
    bool others; /* tell of devices that were only heard */
} words[AM_VANTAGE_VERDICTS] = {
    [AM_VANTAGE_NO_TRAFFIC] = {"vantage.no-traffic", 0, 0, NULL, "no packet could be read",
                               "look at cable, interface and --filter", false},
    [AM_VANTAGE_ENCRYPTED_WIFI] = {"vantage.encrypted-wifi", FIGURE(sealed), FIGURE(seen), "frames",
                                   "are encrypted Wi-Fi, which can't be read off the air",
                                   "watch at the router or access point, or by cable at a mirror "
                                   "port behind it",
                                   false},
    [AM_VANTAGE_BROADCAST_ONLY] = {"vantage.broadcast-only", FIGURE(group), FIGURE(readable),
                                   "packets",
                                   "went to everyone: this is an ordinary switch port, which "
                                   "carries nobody else's traffic",
                                   MIRROR, true},
    [AM_VANTAGE_OUTSIDE_NAT] =
        {"vantage.outside-nat", 0, 0, NULL,
         "most of it comes from an address that stands for others behind it, "
         "as between the router and the internet, where devices can't be "
         "told apart",
         "move the sensor behind the router, where the devices are", false},
    [AM_VANTAGE_ONLY_ITSELF] = {"vantage.only-itself", FIGURE(own_flows), FIGURE(flows), "flows",
                                "are this machine's own: it sees itself, not the office", MIRROR,
                                true},
    [AM_VANTAGE_ONE_DEVICE] = {"vantage.one-device", FIGURE(top_flows), FIGURE(flows), "flows",
                               "are of one device: you see 1 device, not the office", MIRROR, true},
    [AM_VANTAGE_NO_INSIDE] = {"vantage.no-inside", FIGURE(outside_flows), FIGURE(flows), "flows",
                              "have no side in a network that is known to be yours",
                              "say which networks are yours with --local", false},
    [AM_VANTAGE_ONE_WAY] = {"vantage.one-way", FIGURE(tcp_one_way), FIGURE(tcp_flows),
                            "TCP connections", "show one direction only",
                            "set the mirror port to copy both directions (ingress and egress)",
                            false},
    [AM_VANTAGE_MID_STREAM] = {"vantage.mid-stream", FIGURE(tcp_mid), FIGURE(tcp_whole),
                               "TCP connections",
                               "began before the scan, or their beginning was not captured",
                               "let the scan run longer; if it did, look for lost packets "
                               "(--buffer)",
                               false},
    [AM_VANTAGE_TOO_LITTLE] = {"vantage.too-little", 0, 0, NULL, NULL,
                               "let it run for a working day at least", false},
    [AM_VANTAGE_DOUBLED] = {"vantage.doubled", FIGURE(copies), FIGURE(readable), "packets",
                            "came twice, as from a mirror of several ports",
                            "nothing to change, they were counted once", false},
    [AM_VANTAGE_OK] = {"vantage.ok", 0, 0, NULL, NULL, NULL, false},
};

#define PREFIX "vantage."

const char *am_vantage_name(enum am_vantage_verdict v)
{
    return words[v].counter + sizeof PREFIX - 1;
}

static void tell_length(const struct am_vantage_figures *f, const char *advice, char *out,
                        size_t size)
{
    bool minutes = f->seconds >= 120;
    (void)snprintf(
        out, size, "%" PRIu64 " flows in %" PRIu64 " %s are too little to tell of an office: %s",
        f->flows, minutes ? f->seconds / 60 : f->seconds, minutes ? "minutes" : "seconds", advice);
}

static void tell_share(const struct am_vantage_figures *f, const struct words *w, char *out,
                       size_t size)
{
    uint64_t part = figure(f, w->part), whole = figure(f, w->whole);
    unsigned percent = whole > 0 ? (unsigned)((am_u128)part * 100 / whole) : 0;
    char others[64] = "";
    if (w->others && f->announced > 0)
        (void)snprintf(others, sizeof others, " (%" PRIu64 " more %s heard in broadcasts)",
                       f->announced, f->announced == 1 ? "device was" : "devices were");
    (void)snprintf(out, size, "%u %% of %s (%" PRIu64 " of %" PRIu64 ") %s%s: %s", percent, w->what,
                   part, whole, w->fact, others, w->advice);
}

void am_vantage_tell(const struct am_vantage_figures *f, enum am_vantage_verdict v,
                     char out[AM_VANTAGE_TEXT])
{
    const struct words *w = &words[v];
    if (v == AM_VANTAGE_OK)
        (void)snprintf(out, AM_VANTAGE_TEXT, "the sensor sees %" PRIu64 " device%s both ways",
                       f->answered, f->answered == 1 ? "" : "s");
    else if (v == AM_VANTAGE_TOO_LITTLE)
        tell_length(f, w->advice, out, AM_VANTAGE_TEXT);
    else if (w->what)
        tell_share(f, w, out, AM_VANTAGE_TEXT);
    else
        (void)snprintf(out, AM_VANTAGE_TEXT, "%s: %s", w->fact, w->advice);
}

/* --- counters --- */

static const struct {
    const char *name;
    size_t at;
} figures[] = {
    {"vantage.seconds", FIGURE(seconds)},
    {"vantage.readable", FIGURE(readable)},
    {"vantage.sealed", FIGURE(sealed)},
    {"vantage.seen", FIGURE(seen)},
    {"vantage.flows", FIGURE(flows)},
    {"vantage.bytes", FIGURE(bytes)},
    {"vantage.devices", FIGURE(devices)},
    {"vantage.answered", FIGURE(answered)},
    {"vantage.announced", FIGURE(announced)},
    {"vantage.beyond", FIGURE(beyond)},
    {"vantage.top_flows", FIGURE(top_flows)},
    {"vantage.top_bytes", FIGURE(top_bytes)},
    {"vantage.own_flows", FIGURE(own_flows)},
    {"vantage.own_bytes", FIGURE(own_bytes)},
    {"vantage.outside_flows", FIGURE(outside_flows)},
    {"vantage.outside_top_flows", FIGURE(outside_top_flows)},
    {"vantage.outside_top_ttl_flows", FIGURE(outside_top_ttl_flows)},
    {"vantage.outside_top_far_flows", FIGURE(outside_top_far_flows)},
    {"vantage.tcp_flows", FIGURE(tcp_flows)},
    {"vantage.tcp_one_way", FIGURE(tcp_one_way)},
    {"vantage.tcp_whole", FIGURE(tcp_whole)},
    {"vantage.tcp_mid", FIGURE(tcp_mid)},
    {"vantage.ttl_flows", FIGURE(ttl_flows)},
    {"vantage.nat_flows", FIGURE(nat_flows)},
    {"vantage.nat_devices", FIGURE(nat_devices)},
    {"vantage.top_ttl_flows", FIGURE(top_ttl_flows)},
    {"vantage.top_far_flows", FIGURE(top_far_flows)},
};
#define FIGURES (sizeof figures / sizeof figures[0])
_Static_assert(FIGURES + AM_VANTAGE_VERDICTS == AM_VANTAGE_COUNTERS, "as many as the header says");

void am_vantage_counters(const struct am_vantage_figures *f,
                         struct am_vantage_counter out[AM_VANTAGE_COUNTERS])
{
    uint32_t verdicts = am_vantage_verdicts(f);
    for (size_t i = 0; i < FIGURES; i++)
        out[i] = (struct am_vantage_counter){figures[i].name, figure(f, figures[i].at)};
    for (size_t i = 0; i < AM_VANTAGE_VERDICTS; i++)
        out[FIGURES + i] = (struct am_vantage_counter){words[i].counter, verdicts >> i & 1};
}
