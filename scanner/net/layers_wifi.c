/* SPDX-License-Identifier: AGPL-3.0-or-later
 * IEEE 802.11 data frames that are not encrypted, and the radio headers put before them. */
#include "net/layers.h"

/* Frame control, IEEE 802.11-2020, 9.2.4.1. */
#define VERSION_TYPE   0x0f
#define DATA           0x08
#define SUBTYPE_QOS    0x80
#define SUBTYPE_NULL   0x40
#define FLAG_DS        0x03
#define FLAG_PROTECTED 0x40
#define FLAG_ORDER     0x80
#define QOS_AGGREGATE  0x80

/* In a frame of several MSDUs the first one stands for all. */
static enum am_layer aggregate(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 14);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    w->dst_mac = am_be48(h, 0);
    w->src_mac = am_be48(h, 6);
    if (am_be16(h, 12) <= am_walk_left(w))
        am_walk_narrow(w, am_be16(h, 12));
    return AM_LAYER_LLC;
}

/* IEEE 802.11-2020, 9.3.2.1: who the stations are among the three addresses depends on whether the
 * frame goes to the distribution system, or comes from it. Between two access points (both) the
 * source is a fourth address. */
static void take_stations(struct am_walk *w, uint8_t flags)
{
    static const struct {
        uint8_t dst, src;
    } at[] = {{0, 6}, {12, 6}, {0, 12}, {12, 0}};
    struct am_bytes three = am_read_bytes(w->r, 18);
    if (three.len == 0)
        return;
    unsigned way = flags & FLAG_DS;
    w->dst_mac = am_be48(three, at[way].dst);
    w->src_mac = way == FLAG_DS ? 0 : am_be48(three, at[way].src);
}

struct kind {
    uint8_t control, flags;
    bool padded;  /* the header is filled up to a multiple of 4 */
    bool swapped; /* 16-bit fields come high byte first */
};

static enum am_layer frame(struct am_walk *w, struct kind k)
{
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    bool data = (k.control & VERSION_TYPE) == DATA && (k.control & SUBTYPE_NULL) == 0;
    w->sealed = data && (k.flags & FLAG_PROTECTED) != 0;
    if (!data || w->sealed)
        return AM_LAYER_END;

    size_t len = 24;
    am_read_skip(w->r, 2); /* duration */
    take_stations(w, k.flags);
    uint16_t sequence = k.swapped ? am_read_be16(w->r) : am_read_le16(w->r);
    if ((k.flags & FLAG_DS) == FLAG_DS) {
        w->src_mac = (uint64_t)am_read_be16(w->r) << 32;
        w->src_mac |= am_read_be32(w->r);
        len += 6;
    }
    uint8_t qos = 0;
    if (k.control & SUBTYPE_QOS) {
        bool more = (k.flags & FLAG_ORDER) != 0; /* HT control */
        qos = am_read_u8(w->r);
        am_read_skip(w->r, more ? 5 : 1);
        len += more ? 6 : 2;
    }
    if (k.padded)
        am_read_skip(w->r, (4 - len % 4) % 4);
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    if ((sequence & 0x0f) != 0)
        return AM_LAYER_END; /* a later fragment */
    return qos & QOS_AGGREGATE ? aggregate(w) : AM_LAYER_LLC;
}

enum am_layer am_layer_wifi(struct am_walk *w)
{
    uint8_t control = am_read_u8(w->r), flags = am_read_u8(w->r);
    return frame(w, (struct kind){.control = control, .flags = flags});
}

/* Some access points swap the bytes of frame control and sequence when they tunnel a frame. A data
 * frame through them always has one of FLAG_DS set, so the orders can't be mistaken. */
enum am_layer am_layer_wifi_swapped(struct am_walk *w)
{
    uint8_t first = am_read_u8(w->r), second = am_read_u8(w->r);
    if ((first & VERSION_TYPE) == DATA)
        return frame(w, (struct kind){.control = first, .flags = second});
    return frame(w, (struct kind){.control = second, .flags = first, .swapped = true});
}

/* radiotap.org: words of presence bits, chained by their top bit, then the fields in order. Of
 * these only the flags matter, which come first or after the timestamp. */
enum am_layer am_layer_radiotap(struct am_walk *w)
{
    enum { TSFT = 1, FLAGS = 2, DATA_PAD = 0x20 };

    uint16_t version = am_read_be16(w->r), len = am_read_le16(w->r);
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    if (version >> 8 != 0 || len < 8)
        return am_walk_reject(w);
    struct am_bytes h = am_read_bytes(w->r, len - 4u);
    if (h.len == 0)
        return AM_LAYER_BROKEN;

    size_t words = 1; /* `h` starts at byte 4 */
    while (words * 4 <= h.len && h.at[words * 4 - 1] >> 7)
        words++;
    uint8_t present = h.at[0];
    size_t at = words * 4;
    if (present & TSFT)
        at = ((at + 4 + 7) & ~(size_t)7) - 4 + 8;
    bool padded = (present & FLAGS) && at < h.len && (h.at[at] & DATA_PAD);
    uint8_t control = am_read_u8(w->r), flags = am_read_u8(w->r);
    return frame(w, (struct kind){.control = control, .flags = flags, .padded = padded});
}

/* AVS starts with a magic number and its length in network order; Prism with a message code and
 * the length of its header in the order of the machine that captured. */
enum am_layer am_layer_prism(struct am_walk *w)
{
    enum { PRISM_HEADER = 144, PRISM_MAX = 0xffff };

    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    uint32_t code = am_be32(h, 0), len = am_be32(h, 4);
    if (code >> 8 != 0x802110 && len > PRISM_MAX)
        len = __builtin_bswap32(len);
    if (len < h.len || len > PRISM_MAX)
        len = PRISM_HEADER;
    am_read_skip(w->r, len - h.len);
    return AM_LAYER_WIFI;
}

/* Per-packet information: flags, length, and the link type of what follows. */
enum am_layer am_layer_ppi(struct am_walk *w)
{
    uint16_t version = am_read_be16(w->r), len = am_read_le16(w->r);
    uint32_t link = am_read_le32(w->r);
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    if (version >> 8 != 0 || len < 8)
        return am_walk_reject(w);
    am_read_skip(w->r, len - 8u);
    return link <= 0xffff ? am_walk_link(w, (int)link) : AM_LAYER_END;
}
