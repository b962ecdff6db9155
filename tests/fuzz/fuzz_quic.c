/* SPDX-License-Identifier: AGPL-3.0-or-later
 * QUIC: what begins with a known long header goes on doing so, however much longer it is. */
#include "heard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct heard h;
    enum am_probe longest = am_proto_quic.probe((struct am_bytes){.at = data, .len = size});

    for (size_t len = 0; len < size && len < 64; len++)
        if (am_proto_quic.probe((struct am_bytes){.at = data, .len = len}) == AM_PROBE_YES &&
            longest != AM_PROBE_YES)
            abort();
    heard_whole(&h, &am_proto_quic, (struct am_bytes){.at = data, .len = size}, false, true);
    return 0;
}
