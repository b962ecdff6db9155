/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where packets come from: a capture file (pcap in all its variants, pcapng, compressed or not) or
 * live interfaces through libpcap. All hand over batches of frames.
 *
 * Capture files are read by our own readers rather than libpcap's: several link types in one file,
 * files cut in the middle, and less CPU time a packet (docs/decisions.md). */
#ifndef AM_CAPTURE_SOURCE_H
#define AM_CAPTURE_SOURCE_H

#include "base/address.h"
#include "net/frame.h"

/* What a source itself says was not captured. */
struct am_source_losses {
    uint64_t kernel;       /* the kernel's buffer was full */
    uint64_t interface;    /* the interface or its driver dropped them */
    uint64_t file;         /* drops that a pcapng file reports of its own capture */
    uint64_t blocks_other; /* pcapng blocks of other kinds, passed over */
    uint64_t unreadable;   /* bytes at the end of a damaged or cut file (at least 1 where it was;
                              of a packed file, as far as it was unpacked) */
};

struct am_capture_file;

AM_MUST_CHECK enum am_status am_capture_file_open(const char *path, struct am_capture_file **out,
                                                  struct am_problem *problem);
void am_capture_file_free(struct am_capture_file *f);
/* Hands over at least one frame, or sets `end`. TRUNCATED and MALFORMED end the file too: what came
 * before was handed over, and the problem names the packet. */
AM_MUST_CHECK enum am_status am_capture_file_read(struct am_capture_file *f, am_frames_fn fn,
                                                  void *ctx, bool *end, struct am_problem *problem);
const struct am_source_losses *am_capture_file_losses(const struct am_capture_file *f);

/* Bytes of the file as it lies on disk that were read. */
uint64_t am_capture_file_done(const struct am_capture_file *f);

/* Sorts paths by the time of their first packet; files without any, damaged ones and what is not a
 * file on disk keep their order at the end. Fails where a path can't be opened, or where none of
 * the files is a capture. */
AM_MUST_CHECK enum am_status am_capture_files_sort(const char **paths, size_t count,
                                                   struct am_problem *problem);

struct am_live_options {
    const char *const *interfaces; /* "any" is all of them */
    size_t count;
    const char *filter; /* BPF, pcap-filter(7), or NULL */
    int snaplen;        /* bytes kept of a packet */
    int buffer_mib;     /* of the kernel's ring, for each interface */
    bool promiscuous;
};
struct am_live;

AM_MUST_CHECK enum am_status am_live_open(const struct am_live_options *options,
                                          struct am_live **out, struct am_problem *problem);
void am_live_free(struct am_live *live);
/* Waits up to `timeout_ms` for packets and hands over what is there. NOT_FOUND when an interface
 * has gone, or is back: it is looked for once a second, and watched again under the same name by
 * the same socket, so that no privilege is needed (packet(7): bind asks for none). */
AM_MUST_CHECK enum am_status am_live_read(struct am_live *live, int timeout_ms, am_frames_fn fn,
                                          void *ctx, struct am_problem *problem);
struct am_source_losses am_live_losses(struct am_live *live);

/* Their sockets; at most `room`. How many. */
size_t am_live_descriptors(const struct am_live *live, int *out, size_t room);

struct am_own_address {
    struct am_address address;
    struct am_prefix network;
};
/* An interface's own addresses (of all interfaces for "any") and their networks; how many. */
size_t am_live_own(const char *interface, struct am_own_address *out, size_t room);

#endif
