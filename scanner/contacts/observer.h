/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The way of the data: frames in; flows, names and contacts out.
 *
 * For each frame: decode, count copies once, find its flow, let the dissectors read the start of
 * what each side says, and add what the flow carried to its contact, slot by slot. Cost a packet:
 * one decode, one table look-up, and a dissector's reading only while a side is not understood yet.
 * Memory: `max_flows` times about 330 bytes, name memory (contacts/memory.h), 32 MiB of streams, 32
 * of sessions, 16 of fragments, 4 of devices, 7 of the vantage. */
#ifndef AM_CONTACTS_OBSERVER_H
#define AM_CONTACTS_OBSERVER_H

#include "contacts/naming.h"
#include "contacts/store.h"
#include "contacts/vantage.h"
#include "net/flows.h"
#include "net/frame.h"
#include "net/locality.h"
#include "proto/proto.h"

/* A finished flow, as it is told to those who listen. Texts are borrowed. */
struct am_observed_flow {
    const struct am_flow *flow;
    unsigned device; /* side of the organization's device; the client's where both or neither are
                        local */
    const struct am_address *stands; /* for that device, whichever of its addresses it used */
    bool client_local, server_local, multicast;
    const char *app, *name; /* name: NULL for none */
    enum am_evidence evidence;
    enum am_blindness blindness;
    const char *front; /* name that the hello shows in place of the one it hides; NULL: none */
    const char *chain; /* CNAME chain after the name, apart by spaces; NULL: none */
    const struct am_observed_name *names; /* every other name seen */
    size_t names_len;
    bool gap, cut,
        evicted; /* bytes missing between segments; packets not captured whole; ended for room */
};

/* Each may be NULL. */
struct am_listener {
    void *ctx;
    void (*flow)(void *ctx, const struct am_observed_flow *flow);
    /* `asker`: the side that asked; `device` stands for it. */
    void (*answer)(void *ctx, const struct am_flow *flow, unsigned asker,
                   const struct am_address *device, const struct am_dns_answer *answer,
                   int64_t time);
    void (*name)(void *ctx, const struct am_flow *flow, enum am_source source, const char *name);
};

struct am_observer_options {
    struct am_locality locality;
    struct am_store *store;               /* borrowed; NULL: nothing is kept */
    const struct am_knowledge *knowledge; /* borrowed; NULL: nothing is known */
    struct am_listener listener;
    size_t max_flows;
    /* The sensor's own addresses, where it watches live; borrowed for am_observer_new alone. */
    const struct am_address *own;
    size_t own_len;
};

struct am_observer;

struct am_observer *
am_observer_new(const struct am_observer_options *options); /* NULL: no memory */
void am_observer_free(struct am_observer *o);

/* An am_frames_fn; `ctx` is the observer. */
void am_observer_take(void *ctx, const struct am_frame *frames, size_t count);
/* Adds what flows have carried so far to their contacts, before the store is flushed. */
void am_observer_settle(struct am_observer *o);
/* Goes on into another file: what comes from now on is its, counters and span too. To be settled
 * before. Where there is no memory for another one, the vantage goes on as it was. */
void am_observer_turn(struct am_observer *o, struct am_store *store);
/* Ends all flows. */
void am_observer_finish(struct am_observer *o);
/* Tells the store every counter. */
void am_observer_count(struct am_observer *o, struct am_store *store);
/* Does the sensor see the office? Of all flows so far; O(flows that are open). */
struct am_vantage_figures am_observer_vantage(struct am_observer *o);

struct am_observer_figures {
    uint64_t packets, flows, evicted, named_flows, contacts_flows;
    uint64_t link_unknown; /* packets of a link layer that is not known: nothing was read of them */
    int64_t first, last;   /* nanoseconds, of packets; 0: none */
};
struct am_observer_figures am_observer_figures(const struct am_observer *o);

#endif
