/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Settings of a campaign from any bytes: refused with a problem on a line that there is, or every
 * promise of their header holds. */
#include <stdlib.h>
#include <string.h>

#include "campaign/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct am_settings *s)
{
    size_t titles = 0;
    must(s->id[0] && strlen(s->id) <= AM_SHARE_CAMPAIGN);
    for (size_t l = 0; l < AM_LANG_COUNT; l++)
        titles += s->title[l] && s->title[l][0];
    must(titles > 0 && s->organizer[0] && s->contact[0]);
    must(s->at_least >= 3 && s->round_to >= 1 && s->round_to <= s->at_least);
    must(s->dominance >= 1 && s->dominance <= 100);
    must(s->round_count >= 1 && s->round_count <= AM_CAMPAIGN_ROUNDS);
    for (size_t i = 1; i < s->round_count; i++)
        must(s->rounds[i - 1] < s->rounds[i]);
    must(!am_chart_colour_check(s->colours.service) && !am_chart_colour_check(s->colours.host));
    for (size_t i = 0; i < s->territories.count; i++)
        must(s->territories.at[i].code[2] == '-' &&
             strlen(s->territories.at[i].code) <= AM_SHARE_TERRITORY);
    for (int32_t to = 0; to < 2100 * 12; to += 7) {
        struct am_share share = {.from = to, .to = to};
        unsigned round = am_settings_round(s, &share);
        must(round >= 1 && round <= s->round_count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct am_settings *s = NULL;
    struct am_problem problem = {0};
    unsigned long lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    if (am_settings_parse((struct am_bytes){data, size}, "fuzz", &s, &problem) == AM_OK) {
        check(s);
        am_settings_free(s);
    } else {
        must(problem.status != AM_OK && problem.text[0] && problem.line <= lines && !s);
    }
    return 0;
}
