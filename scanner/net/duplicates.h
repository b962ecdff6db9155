/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Packets that a switch mirrored twice (once at each port they passed) are counted once.
 *
 * Two frames are copies when their signatures agree (net/packet.h) within AM_DUPLICATE_NS. A table
 * of fixed size, one look a packet; a signature that another one pushed out is no longer
 * recognised: that copy counts. Packets that their sender made alike within that time are taken
 * for copies, so acknowledgements and resets are asked about twice: AM_DUPLICATE_SHARE. */
#ifndef AM_NET_DUPLICATES_H
#define AM_NET_DUPLICATES_H

#include <stdbool.h>
#include <stdint.h>

#define AM_DUPLICATE_NS                                                                            \
    (10 * 1000000ll) /* mirror ports lag by micro- to milliseconds; TCP retransmits after 200 */
#define AM_DUPLICATE_SLOTS 8192u
#define AM_DUPLICATE_SHARE                                                                         \
    4u /* a flow's bare segments are copies where one packet in so many is                         \
        */

struct am_duplicates {
    struct {
        uint64_t signature;
        int64_t time;
    } seen[AM_DUPLICATE_SLOTS];
};

static inline bool am_duplicates_seen(struct am_duplicates *d, uint64_t signature, int64_t time)
{
    uint64_t slot = (signature ^ signature >> 32) % AM_DUPLICATE_SLOTS;
    int64_t since = time - d->seen[slot].time;
    bool again = d->seen[slot].signature == signature && since >= -AM_DUPLICATE_NS &&
                 since <= AM_DUPLICATE_NS;
    d->seen[slot].signature = signature;
    d->seen[slot].time = time;
    return again;
}

#endif
