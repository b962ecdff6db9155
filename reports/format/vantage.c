/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/vantage.h"

#include <string.h>

#include "text.h"

#define STREAM "amarra scan --tzsp 37008"

/* Worst first, as the scanner orders them. {1} is `argument`, or {1} of {2}, {3} their share, where
 * two figures are named. A verdict without a text asks for no change. */
static const struct verdict {
    const char *name, *text, *argument;
    const char *part, *whole;
} verdicts[] = {
    {"no-traffic", TEXT_VANTAGE_NO_TRAFFIC, NULL, NULL, NULL},
    {"encrypted-wifi", TEXT_VANTAGE_WIFI, STREAM, NULL, NULL},
    {"broadcast-only", TEXT_VANTAGE_BROADCAST, STREAM, NULL, NULL},
    {"outside-nat", TEXT_VANTAGE_OUTSIDE, NULL, NULL, NULL},
    {"only-itself", TEXT_VANTAGE_ITSELF, STREAM, NULL, NULL},
    {"one-device", TEXT_VANTAGE_ONE, STREAM, NULL, NULL},
    {"no-inside", TEXT_VANTAGE_NO_INSIDE, "--local", NULL, NULL},
    {"one-way", TEXT_VANTAGE_ONE_WAY, NULL, "tcp_one_way", "tcp_flows"},
    {"mid-stream", TEXT_VANTAGE_MID_STREAM, NULL, "tcp_mid", "tcp_whole"},
    {"too-little", NULL, NULL, "flows", NULL}, /* its sentence has a plural */
    {"doubled", NULL, NULL, NULL, NULL},
    {"ok", NULL, NULL, NULL, NULL},
};
#define VERDICTS (sizeof verdicts / sizeof *verdicts)

const char *am_vantage_verdict(size_t at)
{
    return at < VERDICTS ? verdicts[at].name : NULL;
}

/* Of several scans, all must be too short, or all be well; for the rest one is enough. */
bool am_vantage_holds(const struct am_figures *f, const char *name)
{
    size_t scans = am_figures_vantage_scans(f, name);
    bool all = strcmp(name, "too-little") == 0 || strcmp(name, "ok") == 0;
    return scans > 0 && (!all || scans >= f->scope.scans);
}

bool am_vantage_is_verdict(const char *name)
{
    for (size_t i = 0; i < VERDICTS; i++)
        if (strcmp(verdicts[i].name, name) == 0)
            return true;
    return false;
}

/* NULL where nothing asks for a change, or its figures are missing. */
static const char *sentence(struct am_speech *s, const struct am_figures *f,
                            const struct verdict *v)
{
    const uint64_t *part = v->part ? am_figures_vantage(f, v->part) : NULL;
    const uint64_t *whole = v->whole ? am_figures_vantage(f, v->whole) : NULL;
    if (!v->text)
        return part ? AM_SAY_COUNT(s, *part, TEXT_VANTAGE_LITTLE, am_say_number(s, *part)) : NULL;
    if (!v->part)
        return v->argument ? AM_SAY(s, v->text, v->argument) : AM_SAY(s, v->text);
    return part && whole ? AM_SAY(s, v->text, am_say_number(s, *part), am_say_number(s, *whole),
                                  am_say_share(s, *part, *whole))
                         : NULL;
}

size_t am_vantage_sentences(struct am_speech *s, const struct am_figures *f,
                            const char *out[AM_VANTAGE_TOLD_MAX])
{
    size_t count = 0;
    /* A sensor that sees only itself sees one device: said once. */
    bool itself = am_vantage_holds(f, "only-itself");
    for (size_t i = 0; i < VERDICTS && count < AM_VANTAGE_TOLD_MAX; i++) {
        if (!am_vantage_holds(f, verdicts[i].name) ||
            (itself && strcmp(verdicts[i].name, "one-device") == 0))
            continue;
        const char *text = sentence(s, f, &verdicts[i]);
        if (text)
            out[count++] = text;
    }
    return count;
}

size_t am_vantage_rows(const struct am_figures *f, struct am_vantage_row out[AM_VANTAGE_ROWS])
{
    static const struct {
        const char *text, *value, *whole;
    } rows[AM_VANTAGE_ROWS] = {
        {TEXT_VANTAGE_DEVICES, "devices", NULL},
        {TEXT_VANTAGE_ANSWERED, "answered", "devices"},
        {TEXT_VANTAGE_ANNOUNCED, "announced", NULL},
        {TEXT_VANTAGE_NOT_OURS, "outside_flows", "flows"},
        {TEXT_VANTAGE_TOP, "top_flows", "flows"},
        {TEXT_VANTAGE_HALF, "tcp_one_way", "tcp_flows"},
        {TEXT_VANTAGE_BEGUN, "tcp_mid", "tcp_whole"},
    };
    size_t count = 0;
    for (size_t i = 0; i < AM_VANTAGE_ROWS; i++) {
        struct am_vantage_row row = {.text = rows[i].text,
                                     .value = am_figures_vantage(f, rows[i].value)};
        row.whole = rows[i].whole ? am_figures_vantage(f, rows[i].whole) : NULL;
        if (row.value)
            out[count++] = row;
    }
    return count;
}
