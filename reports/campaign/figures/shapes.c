/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/figures.h"

const struct am_variable_shape *am_variable_shape(enum am_variable_kind kind)
{
    static const struct am_variable_shape shapes[AM_VAR_COUNT] = {
        [AM_VAR_EITHER] = {"either", AM_UNIT_BAND, true, true},
        [AM_VAR_SERVICE] = {"service", AM_UNIT_BAND, true, true},
        [AM_VAR_HOST] = {"host", AM_UNIT_BAND, true, true},
        [AM_VAR_PRESENCE] = {"presence", AM_UNIT_BAND, false, false},
        [AM_VAR_LAW_SERVICE] = {"law-service", AM_UNIT_BAND, true, true},
        [AM_VAR_LAW_HOST] = {"law-host", AM_UNIT_BAND, true, true},
        [AM_VAR_AREA] = {"area", AM_UNIT_BAND, true, true},
        [AM_VAR_AREA_SINGLE] = {"area-single", AM_UNIT_FLAG, true, true},
        [AM_VAR_AREA_PROVIDER] = {"area-provider", AM_UNIT_FLAG, true, true},
        [AM_VAR_FIRST] = {"first", AM_UNIT_FLAG, true, true},
        [AM_VAR_LOST] = {"lost", AM_UNIT_BAND, false, false},
        [AM_VAR_SINGLES] = {"singles", AM_UNIT_NUMBER, false, false},
        [AM_VAR_NAMED] = {"named", AM_UNIT_BAND, false, false},
        [AM_VAR_OWNED] = {"owned", AM_UNIT_BAND, false, false},
        [AM_VAR_HOSTED] = {"hosted", AM_UNIT_BAND, false, false},
        [AM_VAR_EXTRACTION] = {"extraction", AM_UNIT_BAND, false, false},
        [AM_VAR_EXTRACTION_UP] = {"extraction-up", AM_UNIT_BAND, false, false},
        [AM_VAR_NIGHT] = {"night", AM_UNIT_BAND, false, false},
        [AM_VAR_HOME] = {"home", AM_UNIT_BAND, false, false},
    };
    return &shapes[kind];
}

bool am_figure_is_of_cell(const struct am_campaign_figure *f)
{
    enum am_variable_kind kind = f->variable->kind;
    return kind != AM_VAR_PRESENCE && kind != AM_VAR_AREA_SINGLE && kind != AM_VAR_AREA_PROVIDER &&
           kind != AM_VAR_LOST && kind != AM_VAR_HOME;
}
