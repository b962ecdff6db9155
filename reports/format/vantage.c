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

static const uint64_t *figure(const struct am_figures *f, const char *name)
{
    return name ? am_figures_vantage(f, name) : NULL;
}

/* Also with the figures that its sentence tells. */
static bool asks(const struct am_figures *f, const struct verdict *v)
{
    bool told =
        v->part ? figure(f, v->part) && (!v->whole || figure(f, v->whole)) : v->text != NULL;
    return told && am_vantage_holds(f, v->name);
}

size_t am_vantage_asking(const struct am_figures *f, const char *out[AM_VANTAGE_TOLD_MAX])
{
    size_t count = 0;
    /* A sensor that sees only itself sees one device: said once. */
    bool itself = am_vantage_holds(f, "only-itself");
    for (size_t i = 0; i < VERDICTS && count < AM_VANTAGE_TOLD_MAX; i++)
        if (asks(f, &verdicts[i]) && !(itself && strcmp(verdicts[i].name, "one-device") == 0))
            out[count++] = verdicts[i].name;
    return count;
}

const char *am_vantage_sentence(struct am_speech *s, const struct am_figures *f,
                                const char *verdict)
{
    size_t i = 0;
    while (strcmp(verdicts[i].name, verdict) != 0)
        i++;
    const struct verdict *v = &verdicts[i];
    const uint64_t *part = figure(f, v->part);
    const uint64_t *whole = figure(f, v->whole);
    if (part && whole)
        return AM_SAY(s, v->text, am_say_number(s, *part), am_say_number(s, *whole),
                      am_say_share(s, *part, *whole));
    if (part)
        return AM_SAY_COUNT(s, *part, TEXT_VANTAGE_LITTLE, am_say_number(s, *part));
    return v->argument ? AM_SAY(s, v->text, v->argument) : AM_SAY(s, v->text);
}

size_t am_vantage_sentences(struct am_speech *s, const struct am_figures *f,
                            const char *out[AM_VANTAGE_TOLD_MAX])
{
    size_t count = am_vantage_asking(f, out);
    for (size_t i = 0; i < count; i++)
        out[i] = am_vantage_sentence(s, f, out[i]);
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
