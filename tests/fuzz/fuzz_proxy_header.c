/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The PROXY protocol: byte 0 says where the rest is split. What is recognised is taken alike whole
 * and split, and never more than a header is long. */
#include "heard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct heard whole;
    static struct heard pieces;

    if (size < 2)
        return 0;
    struct am_bytes rest = {.at = data + 1, .len = size - 1};
    if (am_proto_proxy_header.probe(rest) != AM_PROBE_YES)
        return 0;
    heard_whole(&whole, &am_proto_proxy_header, rest, false, false);
    if ((whole.state == AM_TAKEN_NEXT) != (whole.taken > 0) ||
        whole.taken > am_proto_proxy_header.max_bytes)
        abort();
    heard_stream(&pieces, &am_proto_proxy_header, rest, data[0], data[0] % 7 + 1);
    if (strcmp(whole.text, pieces.text) != 0 || whole.state != pieces.state ||
        whole.taken != pieces.taken)
        abort();
    return 0;
}
