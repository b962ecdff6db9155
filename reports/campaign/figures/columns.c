/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/columns.h"

#include <stdio.h>
#include <string.h>

#include "indicators/public.h"

const char *am_column_name(enum am_column c)
{
    static const char *const names[AM_COLUMNS] = {
        "cell",  "variable",  "of",         "also", "base_as", "base", "count_as",   "count",
        "share", "share_low", "share_high", "q1",   "median",  "q3",   "median_low", "median_high"};
    return names[c];
}

enum am_variable_kind am_variable_kind_of(const char *id)
{
    unsigned kind = 0;
    while (kind < AM_VAR_COUNT && strcmp(am_variable_shape(kind)->id, id) != 0)
        kind++;
    return kind;
}

const char *am_unit_word(enum am_unit unit)
{
    static const char *const words[] = {"band", "flag", "number"};
    return words[unit];
}

const char *am_cell_word(enum am_cell_kind kind)
{
    static const char *const words[AM_CELL_KINDS] = {
        [AM_CELL_ALL] = "all",         [AM_CELL_SECTOR] = "sector",
        [AM_CELL_COUNTRY] = "country", [AM_CELL_TERRITORY] = "territory",
        [AM_CELL_SIZE] = "size",       [AM_CELL_SAME] = "same",
    };
    return words[kind];
}

const char *am_told_word(enum am_told_as as)
{
    static const char *const words[] = {[AM_TELL_ROUNDED] = "rounded",
                                        [AM_TELL_FEWER] = "fewer",
                                        [AM_TELL_MOST] = "most",
                                        [AM_TELL_WITHHELD] = "withheld"};
    return words[as];
}

void am_value_word(enum am_unit unit, unsigned value, char out[AM_VALUE_TEXT])
{
    if (unit == AM_UNIT_NUMBER)
        (void)snprintf(out, AM_VALUE_TEXT, "%u", value);
    else if (value == 0 || value >= AM_VALUE_ALL)
        (void)snprintf(out, AM_VALUE_TEXT, "%s", value == 0 ? "none" : "all");
    else
        (void)snprintf(out, AM_VALUE_TEXT, "%u-%u", (value - 1) * AM_BAND_STEP,
                       value * AM_BAND_STEP);
}

bool am_value_parse(enum am_unit unit, const char *text, unsigned *out)
{
    char word[AM_VALUE_TEXT];
    for (unsigned v = 0; v <= AM_VALUE_ALL; v++) {
        am_value_word(unit, v, word);
        if (strcmp(word, text) == 0) {
            *out = v;
            return true;
        }
    }
    return false;
}

enum am_subject am_variable_of(enum am_variable_kind kind)
{
    static const enum am_subject subjects[AM_VAR_COUNT] = {
        [AM_VAR_EITHER] = AM_SUBJECT_CORPORATION,  [AM_VAR_SERVICE] = AM_SUBJECT_CORPORATION,
        [AM_VAR_HOST] = AM_SUBJECT_CORPORATION,    [AM_VAR_PRESENCE] = AM_SUBJECT_CORPORATION,
        [AM_VAR_LAW_SERVICE] = AM_SUBJECT_COUNTRY, [AM_VAR_LAW_HOST] = AM_SUBJECT_COUNTRY,
        [AM_VAR_AREA] = AM_SUBJECT_AREA,           [AM_VAR_AREA_SINGLE] = AM_SUBJECT_AREA,
        [AM_VAR_AREA_PROVIDER] = AM_SUBJECT_AREA,  [AM_VAR_FIRST] = AM_SUBJECT_CORPORATION,
        [AM_VAR_LOST] = AM_SUBJECT_STEP,
    };
    return subjects[kind];
}

enum am_subject am_variable_also(enum am_variable_kind kind)
{
    return kind == AM_VAR_AREA_PROVIDER ? AM_SUBJECT_CORPORATION : AM_SUBJECT_NONE;
}
