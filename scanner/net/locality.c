/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/locality.h"

/* Leading bytes of the 16-byte form and how many bits of them count. */
static const struct {
    uint8_t at[8];
    uint8_t len; /* bits, from `from` on */
    bool v4;
    enum am_place_kind kind;
} ranges[] = {
    {{10}, 8, true, AM_PLACE_LOCAL},
    {{172, 16}, 12, true, AM_PLACE_LOCAL},
    {{192, 168}, 16, true, AM_PLACE_LOCAL},
    {{169, 254}, 16, true, AM_PLACE_LOCAL},
    {{100, 64}, 10, true, AM_PLACE_LOCAL},
    {{127}, 8, true, AM_PLACE_LOCAL},
    {{0}, 8, true, AM_PLACE_LOCAL},
    {{224}, 4, true, AM_PLACE_MULTICAST},
    {{255, 255, 255, 255}, 32, true, AM_PLACE_MULTICAST},
    {{0xfc}, 7, false, AM_PLACE_LOCAL},
    {{0xfe, 0x80}, 10, false, AM_PLACE_LOCAL},
    {{0xff}, 8, false, AM_PLACE_MULTICAST},
};

static bool begins_with(const uint8_t *at, const uint8_t *start, unsigned bits)
{
    for (; bits >= 8; bits -= 8)
        if (*at++ != *start++)
            return false;
    return bits == 0 || (*at ^ *start) >> (8 - bits) == 0;
}

enum am_place_kind am_locality_of(const struct am_locality *l, const struct am_address *a)
{
    static const struct am_address zero;
    static const struct am_address loopback = {{[15] = 1}};
    bool v4 = am_address_is_v4(a);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].v4 == v4 && begins_with(a->at + (v4 ? 12 : 0), ranges[i].at, ranges[i].len))
            return ranges[i].kind;
    if (am_address_equal(a, &loopback) || am_address_equal(a, &zero))
        return AM_PLACE_LOCAL;
    for (size_t i = 0; i < l->networks_len; i++)
        if (am_prefix_holds(&l->networks[i], a))
            return AM_PLACE_LOCAL;
    return AM_PLACE_REMOTE;
}
