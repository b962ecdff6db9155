/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "truth.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "trace.h"

static const char *const total_names[TOTAL_COUNT] = {
    [TOTAL_FRAMES] = "frames",
    [TOTAL_REMOTE_PACKETS] = "remote.packets",
    [TOTAL_REMOTE_UP] = "remote.up",
    [TOTAL_REMOTE_DOWN] = "remote.down",
    [TOTAL_LOCAL_PACKETS] = "local.packets",
    [TOTAL_LOCAL_BYTES] = "local.bytes",
    [TOTAL_MULTICAST_PACKETS] = "multicast.packets",
    [TOTAL_MULTICAST_BYTES] = "multicast.bytes",
    [TOTAL_ICMP_PACKETS] = "icmp.packets",
    [TOTAL_ICMP_BYTES] = "icmp.bytes",
    [TOTAL_OTHER_FRAMES] = "other.frames",
    [TOTAL_DUPLICATE_PACKETS] = "duplicate.packets",
    [TOTAL_DUPLICATE_BYTES] = "duplicate.bytes",
};

size_t truth_flow_add(struct truth *t, unsigned device, const struct truth_key *key,
                      const char *app, const char *name, const char *evidence)
{
    t->flow = grow(t->flow, &t->flow_room, t->flows + 1, sizeof *t->flow);
    t->flow[t->flows] = (struct truth_flow){.device = device,
                                            .key = *key,
                                            .app = app,
                                            .name = name,
                                            .evidence = evidence,
                                            .slots = TRUTH_NONE};
    return t->flows++;
}

static struct truth_slot *slot_of(struct truth *t, size_t flow, uint64_t slot)
{
    for (size_t i = t->flow[flow].slots; i != TRUTH_NONE; i = t->slot[i].next)
        if (t->slot[i].slot == slot)
            return &t->slot[i];
    t->slot = grow(t->slot, &t->slot_room, t->slots + 1, sizeof *t->slot);
    t->slot[t->slots] =
        (struct truth_slot){.flow = flow, .next = t->flow[flow].slots, .slot = slot};
    t->flow[flow].slots = t->slots;
    return &t->slot[t->slots++];
}

void truth_packet(struct truth *t, size_t flow, enum direction way, uint64_t us, uint64_t ip_len,
                  uint64_t packets)
{
    uint64_t slot = us / 1000000 / SLOT_SECONDS * SLOT_SECONDS;
    struct truth_slot *s = slot_of(t, flow, slot);
    s->bytes[way] += ip_len;
    s->packets += packets;
    struct truth_flow *f = &t->flow[flow];
    if (f->start == 0 || us < f->start)
        f->start = us;
    if (us > f->end)
        f->end = us;
    f->bytes[way] += ip_len;
    f->packets[way] += packets;
    t->total[way == UP ? TOTAL_REMOTE_UP : TOTAL_REMOTE_DOWN] += ip_len;
    t->total[TOTAL_REMOTE_PACKETS] += packets;
}

static int by_ends(const struct truth_key *x, const struct truth_key *y)
{
    int order = memcmp(&x->client, &y->client, sizeof x->client);
    if (order == 0)
        order = memcmp(&x->server, &y->server, sizeof x->server);
    if (order == 0)
        order = (x->client_port > y->client_port) - (x->client_port < y->client_port);
    if (order == 0)
        order = (x->server_port > y->server_port) - (x->server_port < y->server_port);
    return order ? order : x->transport - y->transport;
}

void truth_seen_add(struct truth *t, const struct truth_key *key, const char *source,
                    const char *name, unsigned count)
{
    t->seen = grow(t->seen, &t->seen_room, t->seens + 1, sizeof *t->seen);
    t->seen[t->seens++] =
        (struct truth_seen){.key = *key, .source = source, .name = name, .count = count};
}

void truth_seen_again(struct truth *t, const struct truth_key *key, const char *source,
                      const char *name)
{
    for (size_t i = 0; i < t->seens; i++) {
        struct truth_seen *s = &t->seen[i];
        if (strcmp(s->source, source) == 0 && by_ends(&s->key, key) == 0) {
            s->count++;
            return;
        }
    }
    truth_seen_add(t, key, source, name, 1);
}

void truth_answer_add(struct truth *t, uint64_t us, const struct am_address *client,
                      const struct am_address *address, const char *name)
{
    t->answer = grow(t->answer, &t->answer_room, t->answers + 1, sizeof *t->answer);
    t->answer[t->answers++] =
        (struct truth_answer){.us = us, .client = *client, .address = *address, .name = name};
}

const char *truth_address_text(struct truth *t, const struct am_address *a)
{
    if (t->texts == TRUTH_TEXTS)
        abort();
    am_address_write(a, t->text[t->texts]);
    return t->text[t->texts++];
}

void truth_done(struct truth *t)
{
    free(t->flow);
    free(t->slot);
    free(t->seen);
    free(t->answer);
    *t = (struct truth){0};
}

static int by_address(const void *a, const void *b)
{
    const struct truth_answer *x = a, *y = b;
    int order = memcmp(&x->address, &y->address, sizeof x->address);
    if (order == 0)
        order = x->us < y->us ? -1 : x->us > y->us;
    return order ? order : memcmp(&x->client, &y->client, sizeof x->client);
}

/* The first answer for an address, t->answers where there is none. */
static size_t first_answer(const struct truth *t, const struct am_address *address)
{
    size_t low = 0, high = t->answers;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(&t->answer[middle].address, address, sizeof *address) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The memory of names, as DESIGN.md words it: this device's own latest answer for the address, else
 * the latest of any other's. */
static const char *remember(const struct truth *t, const struct truth_flow *f, const char **name)
{
    const char *own = NULL, *other = NULL;
    bool any = false;
    for (size_t i = first_answer(t, &f->key.server); i < t->answers; i++) {
        const struct truth_answer *a = &t->answer[i];
        if (!am_address_equal(&a->address, &f->key.server))
            break;
        any = true;
        if (a->us >= f->start)
            continue;
        if (am_address_equal(&a->client, &f->key.client))
            own = a->name;
        else
            other = a->name;
    }
    *name = own ? own : other;
    if (*name)
        return own ? "dns" : "dns-other";
    return any ? "too late" : "none";
}

static bool evidence_holds(const struct truth *t, const struct truth_flow *f)
{
    static const char *const by_memory[] = {"dns", "dns-other", "none"};
    for (size_t i = 0; i < sizeof by_memory / sizeof *by_memory; i++) {
        if (strcmp(f->evidence, by_memory[i]) != 0)
            continue;
        const char *name = NULL, *evidence = remember(t, f, &name);
        bool same = strcmp(evidence, f->evidence) == 0 &&
                    (name == f->name || (name && f->name && strcmp(name, f->name) == 0));
        if (!same)
            (void)fprintf(stderr, "office: %s by %s was planned, %s by %s is what answers say\n",
                          f->name ? f->name : "-", f->evidence, name ? name : "-", evidence);
        return same;
    }
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct truth_flow *x = a, *y = b;
    return by_ends(&x->key, &y->key);
}

static bool keys_differ(const struct truth *t)
{
    struct truth_flow *copy = calloc(t->flows + 1, sizeof *copy);
    if (!copy)
        abort();
    bool differ = true;
    for (size_t i = 0; i < t->flows; i++)
        copy[i] = t->flow[i];
    qsort(copy, t->flows, sizeof *copy, by_key);
    for (size_t i = 1; i < t->flows && differ; i++)
        if (by_key(&copy[i - 1], &copy[i]) == 0) {
            (void)fprintf(stderr, "office: two flows to %s share their ports (%u, %u)\n",
                          copy[i].name ? copy[i].name : "-", copy[i].key.client_port,
                          copy[i].key.server_port);
            differ = false;
        }
    free(copy);
    return differ;
}

bool truth_check(struct truth *t)
{
    bool holds = true;
    if (t->answers > 0)
        qsort(t->answer, t->answers, sizeof *t->answer, by_address);
    for (size_t i = 0; i < t->flows; i++)
        holds = evidence_holds(t, &t->flow[i]) && holds;
    return keys_differ(t) && holds;
}

static const char *transport_name(uint8_t transport)
{
    return transport == IPPROTO_TCP ? "tcp" : "udp";
}

static void write_key(const struct truth_key *k, FILE *out)
{
    char client[AM_ADDRESS_TEXT], server[AM_ADDRESS_TEXT];
    am_address_write(&k->client, client);
    am_address_write(&k->server, server);
    (void)fprintf(out, "%s\t%u\t%s\t%u", client, k->client_port, server, k->server_port);
}

static void write_flow(const struct truth_flow *f, size_t id, FILE *out)
{
    (void)fprintf(out, "flow\t%zu\td%u\t", id, f->device);
    write_key(&f->key, out);
    (void)fprintf(out,
                  "\t%s\t%s\t%s\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
                  "\t%" PRIu64 "\n",
                  transport_name(f->key.transport), f->app, f->name ? f->name : "-", f->evidence,
                  f->start, f->end, f->bytes[UP], f->bytes[DOWN], f->packets[UP], f->packets[DOWN]);
}

struct tally {
    const char *name;
    uint64_t flows, bytes[2], devices; /* devices as a set of bits */
};

static int by_tally_name(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static unsigned count_bits(uint64_t set)
{
    unsigned n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

static void write_names(const struct truth *t, FILE *out)
{
    struct tally *all = calloc(t->flows + 1, sizeof *all);
    if (!all)
        abort();
    for (size_t i = 0; i < t->flows; i++) {
        const struct truth_flow *f = &t->flow[i];
        all[i] = (struct tally){.name = f->name ? f->name : "-",
                                .flows = f->packets[UP] + f->packets[DOWN] > 0,
                                .bytes = {f->bytes[UP], f->bytes[DOWN]},
                                .devices = UINT64_C(1) << (f->device & 63)};
    }
    qsort(all, t->flows, sizeof *all, by_tally_name);
    for (size_t i = 0; i < t->flows;) {
        struct tally sum = all[i];
        for (i++; i < t->flows && strcmp(all[i].name, sum.name) == 0; i++) {
            sum.flows += all[i].flows;
            sum.bytes[UP] += all[i].bytes[UP];
            sum.bytes[DOWN] += all[i].bytes[DOWN];
            sum.devices |= all[i].devices;
        }
        (void)fprintf(out, "name\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%u\n", sum.name,
                      sum.flows, sum.bytes[UP], sum.bytes[DOWN], count_bits(sum.devices));
    }
    free(all);
}

void truth_write(const struct truth *t, FILE *out)
{
    for (size_t i = 0; i < TOTAL_COUNT; i++)
        (void)fprintf(out, "# total\t%s\t%" PRIu64 "\n", total_names[i], t->total[i]);
    for (size_t i = 0; i < t->flows; i++)
        if (t->flow[i].packets[UP] + t->flow[i].packets[DOWN] > 0)
            write_flow(&t->flow[i], i, out);
    for (size_t i = 0; i < t->flows; i++)
        for (size_t s = t->flow[i].slots; s != TRUTH_NONE; s = t->slot[s].next)
            (void)fprintf(out, "slot\t%zu\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n", i,
                          t->slot[s].slot, t->slot[s].bytes[UP], t->slot[s].bytes[DOWN],
                          t->slot[s].packets);
    write_names(t, out);
    for (size_t i = 0; i < t->seens; i++) {
        const struct truth_seen *s = &t->seen[i];
        (void)fprintf(out, "seen\t%s\t", transport_name(s->key.transport));
        write_key(&s->key, out);
        (void)fprintf(out, "\t%s\t%s\t%u\n", s->source, s->name, s->count);
    }
}
