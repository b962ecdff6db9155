/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/markers.h"

#include <string.h>

#include "text.h"

#define OWNERS_MAX 100

size_t am_markers_told(const struct am_figures *f)
{
    return f->markers.count < AM_MARKERS_TOLD ? f->markers.count : AM_MARKERS_TOLD;
}

const char *am_marker_rest(struct am_speech *s, const struct am_figures *f)
{
    size_t rest = f->markers.count - am_markers_told(f);
    return rest > 0 ? AM_SAY_COUNT(s, rest, TEXT_MORE_ROWS, am_say_number(s, rest)) : NULL;
}

const char *am_marker_when(struct am_speech *s, const struct am_marker_line *line)
{
    const char *day = am_say_day(s, line->time);
    const char *from = am_say_clock(s, line->time);
    if (line->ended == 0)
        return AM_SAY(s, TEXT_MARKER_OPEN, day, from);
    const char *last_day = am_say_day(s, line->ended);
    const char *to = am_say_clock(s, line->ended);
    return strcmp(day, last_day) == 0 ? AM_SAY(s, TEXT_PERIOD_DAY, day, from, to)
                                      : AM_SAY(s, TEXT_PERIOD_DAYS, day, from, last_day, to);
}

const char *am_marker_count(struct am_speech *s, const struct am_marker_line *line)
{
    return AM_SAY_COUNT(s, line->begun, TEXT_MARKER_CORPORATIONS, am_say_number(s, line->begun));
}

const char *am_marker_seen(struct am_speech *s, const struct am_marker_line *line)
{
    const char *names =
        AM_SAY_COUNT(s, line->names, TEXT_MARKER_NAMES, am_say_number(s, line->names));
    const char *flows =
        AM_SAY_COUNT(s, line->all.flows, TEXT_MARKER_FLOWS, am_say_number(s, line->all.flows));
    const char *all = AM_SAY(s, TEXT_MARKER_SEEN, flows, names, am_say_bytes(s, line->all.up),
                             am_say_bytes(s, line->all.down));
    if (line->unowned == 0)
        return all;
    return AM_SAY(s, "{1} {2}", all,
                  AM_SAY(s, TEXT_MARKER_UNOWNED, am_say_number(s, line->unowned)));
}

static bool is_of(const struct am_marker_owner *owner, enum am_marker_part part)
{
    if (part == AM_MARKER_STILL)
        return owner->service.flows + owner->host.flows == 0;
    return (part == AM_MARKER_HOST ? owner->host.flows : owner->service.flows) > 0;
}

const char *am_marker_owners(struct am_speech *s, const struct am_marker_line *line,
                             enum am_marker_part part)
{
    const char *list[OWNERS_MAX + 1];
    size_t told = 0;
    size_t more = 0;
    for (size_t i = 0; i < line->owner_count; i++) {
        const struct am_marker_owner *owner = &line->owners[i];
        if (!is_of(owner, part))
            continue;
        if (told < OWNERS_MAX)
            list[told++] = AM_SAY_NAME(s, owner->corporation);
        else
            more++;
    }
    if (told == 0)
        return NULL;
    const char *names = am_say_list(s, list, told);
    return more == 0 ? names
                     : AM_SAY(s, "{1} {2}", names,
                              AM_SAY_COUNT(s, more, TEXT_AND_MORE, am_say_number(s, more)));
}

const char *am_marker_part_name(enum am_marker_part part)
{
    static const char *const names[AM_MARKER_PARTS] = {TEXT_SERVICE, TEXT_HOST, TEXT_MARKER_STILL};
    return names[part];
}
