/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/chlo.h"

#include <string.h>

#include "proto/host.h"

#define TAGS_MAX   128 /* as many as Google's own reader takes */
#define VALUES_MAX (16u << 10)
#define TAG_SNI    0x00494e53u /* "SNI" and a zero byte, as a little-endian number */

/* Where the values of one tag lie, behind the index. */
struct range {
    uint32_t start, end;
};

/* Tags are sorted and told by where their values end. */
static struct range read_index(struct am_reader *r, unsigned tags)
{
    struct range name = {0, 0};
    uint32_t last_tag = 0;
    uint32_t last_end = 0;

    for (unsigned i = 0; i < tags && am_reader_status(r) == AM_OK; i++) {
        uint32_t tag = am_read_le32(r);
        uint32_t end = am_read_le32(r);
        if (am_reader_status(r) != AM_OK)
            break;
        if ((i > 0 && tag <= last_tag) || end < last_end || end > VALUES_MAX)
            am_reader_reject(r);
        if (tag == TAG_SNI)
            name = (struct range){.start = last_end, .end = end};
        last_tag = tag;
        last_end = end;
    }
    return name;
}

enum am_status am_chlo_tell(struct am_bytes message, const struct am_findings *out)
{
    struct am_reader r = am_reader_over(message, true);
    struct am_bytes tag = am_read_bytes(&r, strlen(AM_CHLO_TAG));
    unsigned tags = am_read_le16(&r);

    am_read_skip(&r, 2); /* padding */
    if (am_reader_status(&r) == AM_OK &&
        (memcmp(tag.at, AM_CHLO_TAG, tag.len) != 0 || tags == 0 || tags > TAGS_MAX))
        am_reader_reject(&r);
    struct range range = read_index(&r, tags);
    am_read_skip(&r, range.start);
    struct am_bytes name = am_read_bytes(&r, range.end - range.start);
    enum am_status status = am_reader_status(&r);
    if (status == AM_OK)
        am_host_add(out, AM_SOURCE_GQUIC_SNI, name);
    return status;
}
