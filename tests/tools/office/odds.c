/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What real captures hold besides whole conversations: beginnings and directions that are missing,
 * fragments, empty length fields, questions without answers, names that only another device asked
 * for. Each is there for certain, whatever the seed. */
#include "dns.h"
#include "talk.h"

#define AT(h, m) ((h)*60u + (m))

struct odd {
    unsigned device, minute;
    struct step step;
    struct talk_quirks quirks;
};

#define MID_STREAM .quirks = {.mid_stream = true}
#define DNS_OTHER  .quirks = {.evidence = "dns-other"}

static const struct odd odds[] = {
    /* Under way when the capture begins. */
    {0, 0, {"-night-sync", HOW_APP, 0, 0, 1, 9000, 4000, 10000, 80, NULL}, MID_STREAM},
    {1, 0, {"-night-shell", HOW_RAW, 22, 1, 1, 2400, 7000, 4200, 40, NULL}, MID_STREAM},
    {1, 0, {"-night-stream", HOW_APP, 0, 0, 1, 3000, 90000, 360, 4, NULL}, MID_STREAM},
    /* Nobody is there. */
    {3,
     AT(9, 40),
     {"-old-server", HOW_RAW, 8443, 0, 1, 0, 0, 0, 0, NULL},
     .quirks = {.never_answered = true}},
    {11,
     AT(4, 12),
     {"-older-server", HOW_RAW, 1883, 0, 1, 0, 0, 0, 0, NULL},
     .quirks = {.never_answered = true}},
    /* Only one direction passes the sensor. */
    {1,
     AT(10, 21),
     {"es.wikipedia.org", HOW_APP, 0, 0, 1, 4000, 90000, 9, 2, NULL},
     .quirks = {.nothing_down = true}},
    {3,
     AT(11, 3),
     {"smartscreen.microsoft.com", HOW_APP, 0, 0, 1, 3000, 30000, 5, 2, NULL},
     .quirks = {.nothing_up = true}},
    {3,
     AT(15, 17),
     {"-older-server", HOW_RAW, 9001, 0, 1, 30000, 9000, 20, 3, NULL},
     .quirks = {.nothing_down = true}},
    /* Segmentation offload that leaves the IP length empty, over both families. */
    {1,
     AT(14, 31),
     {"drive-thirdparty.googleusercontent.com", HOW_APP, 0, 0, 1, 9000000, 40000, 90, 1, NULL},
     .quirks = {.says_zero_length = true}},
    {6,
     AT(15, 44),
     {"cloud.disroot.org", HOW_APP, 0, 0, 1, 4000000, 20000, 60, 1, NULL},
     .quirks = {.says_zero_length = true}},
    {6,
     AT(16, 2),
     {"gateway.icloud.com", HOW_APP, 0, 0, 1, 5000000, 20000, 60, 1, NULL},
     .quirks = {.says_zero_length = true}},
    /* Datagrams in fragments. */
    {5,
     AT(12, 5),
     {"vpn.riseup.net", HOW_UDP, 1194, 0, 1, 60000, 150000, 240, 1, NULL},
     .quirks = {.large_datagrams = true}},
    /* By address, in clear. */
    {11, AT(6, 50), {"-older-server", HOW_HTTP, 0, 0, 1, 0, 900, 1, 1, NULL}, .quirks = {0}},
};

/* One device asks, another one that hides its questions goes there. */
static const struct {
    unsigned asks, minute;
    struct odd odd;
} borrowed[] = {
    {5,
     AT(11, 0),
     {4, AT(11, 2), {"git.disroot.org", HOW_RAW, 22, 0, 1, 40000, 90000, 20, 3, NULL}, DNS_OTHER}},
    {7,
     AT(9, 5),
     {8, AT(9, 6), {"g.whatsapp.net", HOW_RAW, 5222, 0, 1, 180, 420, 520, STAY, NULL}, DNS_OTHER}},
    {7,
     AT(14, 10),
     {8,
      AT(14, 11),
      {"media-eze1-1.cdn.whatsapp.net", HOW_NAMELESS, 0, 0, 1, 9000, 700000, 9, 2, NULL},
      DNS_OTHER}},
};

static const struct {
    unsigned device, minute;
    const char *name;
    unsigned type;
    enum dns_how how;
} questions[] = {
    {5, AT(9, 31), "debian.org", DNS_TYPE_TXT, DNS_LARGE},
    {5, AT(9, 33), "riseup.net", DNS_TYPE_TXT, DNS_OVER_TCP},
    {0, AT(3, 20), "disroot.org", DNS_TYPE_TXT, DNS_LARGE},
    {0, AT(3, 21), "disroot.org", DNS_TYPE_TXT, DNS_OVER_TCP},
    {7, AT(9, 50), "www.pagina12.con.ar", DNS_TYPE_A, DNS_NO_SUCH_NAME},
    {1, AT(8, 33), "wpad.cooperativa.local", DNS_TYPE_A, DNS_NO_SUCH_NAME},
    {1, AT(8, 34), "_ldap._tcp.dc._msdcs.cooperativa.local", 33, DNS_NO_SUCH_NAME},
    {3, AT(8, 36), "isatap.cooperativa.local", DNS_TYPE_A, DNS_UNANSWERED},
    {11, AT(2, 2), "a1.tuyacn.com", DNS_TYPE_A, DNS_UNANSWERED},
    /* Reverse questions carry the office's own addresses to a resolver abroad. */
    {7, AT(10, 8), "17.7.168.192.in-addr.arpa", 12, DNS_NO_SUCH_NAME},
    {5, AT(10, 9), "lb._dns-sd._udp.0.7.168.192.in-addr.arpa", 12, DNS_NO_SUCH_NAME},
    {0, AT(10, 10), "41.7.168.192.in-addr.arpa", 12, DNS_NO_SUCH_NAME},
};

static void run(struct office *o, const struct odd *odd, uint64_t turn)
{
    struct rng rng;
    rng_init(&rng, o->options.seed, "odd", odd->device, turn);
    uint64_t when = o->options.midnight + odd->minute * MINUTE + odd->step.after * SECOND;
    talk_step(o, &o->device[odd->device], &rng, &odd->step, when, &odd->quirks);
}

void odds_plan(struct office *o)
{
    unsigned devices = o->options.devices;
    for (size_t i = 0; i < sizeof odds / sizeof *odds; i++)
        if (odds[i].device < devices)
            run(o, &odds[i], i);
    for (size_t i = 0; i < sizeof borrowed / sizeof *borrowed; i++) {
        const struct odd *odd = &borrowed[i].odd;
        if (odd->device >= devices || borrowed[i].asks >= devices)
            continue;
        struct rng rng;
        rng_init(&rng, o->options.seed, "borrowed", odd->device, i);
        (void)dns_resolve(o, &o->device[borrowed[i].asks], &rng, host_index(odd->step.host),
                          o->options.midnight + borrowed[i].minute * MINUTE, true);
        run(o, odd, 100 + i);
    }
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        if (questions[i].device >= devices)
            continue;
        struct rng rng;
        rng_init(&rng, o->options.seed, "question", questions[i].device, i);
        (void)dns_ask(o, &o->device[questions[i].device], &rng, questions[i].name,
                      questions[i].type, questions[i].how,
                      o->options.midnight + questions[i].minute * MINUTE);
    }
}
