/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Input: one byte of settings, then a capture file, which goes the whole way: reader, decoder,
 * flows, names, contacts. The store is a sum.
 *
 * Every byte of every packet that was decoded is in a contact or in a counter, once; told flows
 * hold the same bytes; every name that is told or kept is clean, and what is kept is no address; a
 * contact lies in a slot, and says why it has no name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/source.h"
#include "contacts/observer.h"
#include "net/packet.h"

static void must(bool holds)
{
    if (!holds)
        abort();
}

struct am_store {
    uint64_t contact_bytes, flow_bytes, sent, counted;
};

static void check_name(const char *name)
{
    char again[AM_NAME_SIZE];
    struct am_bytes raw = {.at = (const uint8_t *)name, .len = strlen(name)};
    must(am_name_clean(raw, again) == AM_OK && strcmp(name, again) == 0);
}

/* --- in the store's place --- */

void am_store_add(struct am_store *s, const struct am_contact *c)
{
    must(c->slot % AM_SLOT_SECONDS == 0 && c->flows <= 1 && c->up + c->down > 0);
    must((c->name == NULL) == (c->evidence == AM_EVIDENCE_NONE));
    must((c->name == NULL) == (c->blindness != AM_BLIND_NOT));
    must(c->app != NULL && c->evidence < AM_EVIDENCE_COUNT && c->blindness < AM_BLIND_COUNT);
    if (c->name) {
        check_name(c->name);
        must(!am_name_is_address(c->name));
    }
    if (c->cname)
        check_name(c->cname);
    s->contact_bytes += c->up + c->down;
}

void am_store_count(struct am_store *s, const char *name, uint64_t value)
{
    static const char *const apart[] = {"local.bytes", "multicast.bytes"};
    static const char *const nowhere[] = {"icmp.bytes", "bytes.duplicate",
                                          "lost.fragments_unnamed_bytes"};
    must(strcmp(name, "lost.no_memory") != 0 || value == 0);
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        s->contact_bytes += strcmp(name, apart[i]) == 0 ? value : 0;
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        s->counted += strcmp(name, nowhere[i]) == 0 ? value : 0;
}

struct am_pseudonym am_store_pseudonym(struct am_store *s, const struct am_address *device)
{
    (void)s;
    (void)device;
    return (struct am_pseudonym){0};
}

/* --- listeners --- */

static void hear_flow(void *ctx, const struct am_observed_flow *told)
{
    struct am_store *s = ctx;
    must(told->device < 2 && told->names_len <= AM_NAMING_OTHERS_MAX && told->app);
    must((told->name == NULL) == (told->evidence == AM_EVIDENCE_NONE));
    if (told->name)
        check_name(told->name);
    for (size_t i = 0; i < told->names_len; i++)
        check_name(told->names[i].name);
    s->flow_bytes += told->flow->bytes[0] + told->flow->bytes[1];
}

static void hear_answer(void *ctx, const struct am_flow *flow, unsigned asker,
                        const struct am_address *device, const struct am_dns_answer *answer,
                        int64_t time)
{
    (void)ctx;
    (void)time;
    (void)flow;
    must(asker < 2 && device);
    check_name(answer->question);
    must(answer->addresses_len > 0 && answer->addresses_len <= 64);
    for (size_t i = 0; i < answer->chain_len; i++)
        check_name(answer->chain[i]);
}

static void hear_name(void *ctx, const struct am_flow *flow, enum am_source source,
                      const char *name)
{
    struct am_address address;
    (void)ctx;
    must(flow && source < AM_SOURCE_COUNT);
    if (am_address_parse(name, &address) != AM_OK)
        check_name(name);
}

/* --- the way --- */

struct way {
    struct am_observer *observer;
    struct am_store *store;
    unsigned settle_every, batches;
};

static void take(void *ctx, const struct am_frame *frames, size_t count)
{
    struct way *w = ctx;
    for (size_t i = 0; i < count; i++) {
        struct am_packet p;
        enum am_decoded decoded =
            am_packet_decode(frames[i].link_type, frames[i].bytes, frames[i].wire_len, &p);
        if (decoded <= AM_DECODED_OTHER_IP)
            w->store->sent += p.ip_len;
    }
    am_observer_take(w->observer, frames, count);
    if (++w->batches % w->settle_every == 0)
        am_observer_settle(w->observer);
}

static void read_file(struct way *w, const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct am_capture_file *f;
    bool end = false;
    must(fd >= 0);
    for (size_t done = 0; done < size;) {
        ssize_t put = write(fd, data + done, size - done);
        must(put > 0);
        done += (size_t)put;
    }
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (am_capture_file_open(path, &f, NULL) == AM_OK) {
        while (!end && am_capture_file_read(f, take, w, &end, NULL) == AM_OK)
            ;
        am_capture_file_free(f);
    }
    (void)close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct am_store store = {0};
    struct am_observer_options options = {
        .store = &store,
        .max_flows = data[0] & 1 ? 4 : 1000,
        .listener = {.ctx = &store, .flow = hear_flow, .answer = hear_answer, .name = hear_name}};
    struct way w = {.observer = am_observer_new(&options),
                    .store = &store,
                    .settle_every = 1 + (data[0] >> 1) % 16};
    must(w.observer != NULL);
    read_file(&w, data + 1, size - 1);
    am_observer_finish(w.observer);
    am_observer_count(w.observer, &store);
    am_observer_free(w.observer);
    must(store.contact_bytes + store.counted == store.sent);
    must(store.flow_bytes + store.counted == store.sent);
    return 0;
}
