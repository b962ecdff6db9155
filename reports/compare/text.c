/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/words.h"
#include "compare/write.h"
#include "format/sentences.h"
#include "format/sheet.h"

#define LINES_MAX 12
#define POINTS_1  10 /* hundredths: less than a tenth of a point is no line in a text */

int64_t am_change_rounded(enum am_told_kind kind, double difference)
{
    return (int64_t)llround(kind == AM_TOLD_EXTRACTION ? difference : difference * 10000);
}

const char *am_bar_sentence(unsigned bars, size_t at)
{
    static const struct {
        enum am_bar bar;
        const char *text;
    } all[AM_BARS] = {
        {AM_BAR_SAME_FILE, TEXT_COMPARE_BAR_FILE},
        {AM_BAR_OVERLAP, TEXT_COMPARE_BAR_OVERLAP},
        {AM_BAR_PROVISIONAL, TEXT_COMPARE_BAR_PROVISIONAL},
        {AM_BAR_VANTAGE, TEXT_COMPARE_BAR_VANTAGE},
        {AM_BAR_LENGTH, TEXT_COMPARE_BAR_LENGTH},
        {AM_BAR_EMPTY, TEXT_COMPARE_BAR_EMPTY},
    };
    for (size_t i = 0; i < AM_BARS; i++)
        if ((bars & all[i].bar) && at-- == 0)
            return all[i].text;
    return NULL;
}

static const char *share(struct am_speech *s, const struct am_sum *part, const struct am_figures *f)
{
    return am_say_share(s, part->contacts, f->coverage.all.contacts);
}

/* NULL past the last. */
static const char *doubt(struct am_speech *s, const struct am_compared *c, size_t at)
{
    const struct am_figures *a = c->before;
    const struct am_figures *b = c->after;
    const struct {
        enum am_doubt doubt;
        const char *text;
    } all[AM_DOUBTS] = {
        {AM_DOUBT_ORDER, AM_SAY(s, TEXT_COMPARE_DOUBT_ORDER)},
        {AM_DOUBT_DATASET, AM_SAY(s, TEXT_COMPARE_DOUBT_DATASET)},
        {AM_DOUBT_DEVICES,
         AM_SAY(s, TEXT_COMPARE_DOUBT_DEVICES, am_say_number(s, a->scope.info.devices),
                am_say_number(s, b->scope.info.devices))},
        {AM_DOUBT_COVERAGE,
         AM_SAY(s, TEXT_COMPARE_DOUBT_COVERAGE, share(s, &a->coverage.service_owner, a),
                share(s, &a->coverage.host_owner, a), share(s, &b->coverage.service_owner, b),
                share(s, &b->coverage.host_owner, b))},
        {AM_DOUBT_WEEKDAYS, AM_SAY(s, TEXT_COMPARE_DOUBT_WEEKDAYS)},
        {AM_DOUBT_VANTAGE, AM_SAY(s, TEXT_COMPARE_DOUBT_VANTAGE)},
    };
    for (size_t i = 0; i < AM_DOUBTS; i++)
        if ((c->judgement.doubts & all[i].doubt) && at-- == 0)
            return all[i].text;
    return NULL;
}

static void head(struct am_sheet *t, const struct am_compared *c)
{
    struct am_speech *s = t->speech;
    const struct am_figures *const scans[] = {c->before, c->after};
    static const char *const titles[] = {TEXT_COMPARE_BEFORE, TEXT_COMPARE_AFTER};
    am_text_add(t->out, AM_SAY(s, TEXT_COMPARE));
    am_text_add(t->out, "\n");
    for (size_t i = 0; i < 2; i++) {
        am_sheet_wrap(t, 0, "", AM_SAY(s, titles[i]));
        am_sheet_wrap(t, 2, "", am_sentence_period(s, &scans[i]->scope));
        am_sheet_wrap(t, 2, "", am_sentence_seen(s, scans[i]));
    }
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "",
                  c->older ? AM_SAY(s, TEXT_COMPARE_TWO_DATASETS, c->dataset, c->older)
                           : AM_SAY(s, TEXT_COMPARE_ONE_DATASET, c->dataset));
    am_sheet_wrap(t, 0, "", AM_SAY(s, TEXT_COMPARE_POINTS));
}

static void notices(struct am_sheet *t, const struct am_compared *c)
{
    struct am_speech *s = t->speech;
    const char *text;
    for (size_t i = 0; (text = am_bar_sentence(c->judgement.bars, i)); i++) {
        if (i == 0) {
            am_text_add(t->out, "\n");
            am_sheet_wrap(t, 2, "! ", AM_SAY(s, TEXT_COMPARE_FORCED));
        }
        am_sheet_wrap(t, 4, "- ", AM_SAY(s, text));
    }
    for (size_t i = 0; (text = doubt(s, c, i)); i++) {
        if (i == 0) {
            am_text_add(t->out, "\n");
            am_sheet_wrap(t, 2, "! ", AM_SAY(s, TEXT_COMPARE_DOUBT));
        }
        am_sheet_wrap(t, 4, "- ", text);
    }
}

static const char *name_of(struct am_speech *s, const struct am_change *c)
{
    static const struct {
        const char *id, *text;
    } words[] = {
        {"named", TEXT_HAS_NAME},
        {"service-owner", TEXT_HAS_OWNER},
        {"host-owner", TEXT_HAS_HOST},
        {"home", TEXT_COMPARE_NEAR_HOME},
        {"bloc", TEXT_COMPARE_NEAR_BLOC},
        {"elsewhere", TEXT_COMPARE_NEAR_ELSEWHERE},
        {"all", TEXT_COMPARE_EXTRACTION_ALL},
    };
    switch (c->kind) {
    case AM_TOLD_CORPORATION:
    case AM_TOLD_PRESENCE:
    case AM_TOLD_EITHER:
        return AM_SAY_NAME(s, (const struct am_corporation *)c->what);
    case AM_TOLD_COUNTRY:
        if (c->what)
            return am_say_own(s, ((const struct am_jurisdiction *)c->what)->name);
        break;
    case AM_TOLD_EXTRACTION:
        if (c->what)
            return am_say_own(s, ((const struct am_role *)c->what)->name);
        break;
    case AM_TOLD_COVERAGE:
    case AM_TOLD_NEAR:
    case AM_TOLD_KINDS:
        break;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].id, c->id) == 0)
            return AM_SAY(s, words[i].text);
    return AM_SAY(s, TEXT_COUNTRY_UNKNOWN);
}

static const char *signed_bytes(struct am_speech *s, int64_t bytes)
{
    static const char *const sign[] = {"−{1}", "{1}", "+{1}"};
    uint64_t size = bytes < 0 ? 0 - (uint64_t)bytes : (uint64_t)bytes;
    return AM_SAY(s, sign[(bytes > 0) - (bytes < 0) + 1], am_say_bytes(s, size));
}

static const char *say_change(struct am_speech *s, enum am_told_kind kind, int64_t rounded)
{
    return kind == AM_TOLD_EXTRACTION ? signed_bytes(s, rounded) : am_say_change(s, rounded);
}

static const char *say_ratio(struct am_speech *s, enum am_told_kind kind, struct am_ratio r)
{
    if (kind != AM_TOLD_EXTRACTION)
        return am_say_share(s, r.n, r.d);
    return r.d > 0 ? am_say_bytes(s, (uint64_t)llround(am_ratio_value(r))) : "–";
}

static void row(struct am_sheet *t, const struct am_change *c, bool older)
{
    struct am_speech *s = t->speech;
    bool rate = c->kind == AM_TOLD_EXTRACTION;
    int64_t change = am_change_rounded(c->kind, c->change);
    int64_t dataset = am_change_rounded(c->kind, c->dataset);
    am_sheet_cell(t, name_of(s, c), AM_SHEET_NAME);
    am_sheet_number(t, say_ratio(s, c->kind, c->before));
    am_sheet_number(t, say_ratio(s, c->kind, c->after));
    am_sheet_number(t, say_change(s, c->kind, change));
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 4, "",
                  AM_SAY(s, rate ? TEXT_COMPARE_RATES : TEXT_COMPARE_RATIOS,
                         rate ? am_say_bytes(s, c->before.n) : am_say_number(s, c->before.n),
                         am_say_number(s, c->before.d),
                         rate ? am_say_bytes(s, c->after.n) : am_say_number(s, c->after.n),
                         am_say_number(s, c->after.d)));
    if (older && dataset != 0)
        am_sheet_wrap(t, 4, "",
                      AM_SAY(s, rate ? TEXT_COMPARE_PARTS_BYTES : TEXT_COMPARE_PARTS,
                             say_change(s, c->kind, change + dataset),
                             say_change(s, c->kind, dataset), say_change(s, c->kind, change)));
}

/* Worth a line: what rounds to a change. */
static bool is_change(const struct am_change *c)
{
    int64_t least = c->kind == AM_TOLD_EXTRACTION ? 1 : POINTS_1 / 2;
    return llabs(am_change_rounded(c->kind, c->change)) >= least ||
           llabs(am_change_rounded(c->kind, c->dataset)) >= least;
}

static void section(struct am_sheet *t, const struct am_compared *compared, const char *title,
                    enum am_told_kind kind, bool host)
{
    const struct am_comparison *c = compared->comparison;
    struct am_speech *s = t->speech;
    size_t any = 0;
    size_t told = 0;
    size_t rest = 0;
    for (size_t i = 0; i < c->change_count; i++) {
        const struct am_change *line = &c->changes[i];
        if (line->kind != kind || line->host != host)
            continue;
        if (any++ == 0)
            am_sheet_heading(t, title);
        if (!is_change(line))
            continue;
        if (told >= LINES_MAX) {
            rest++;
            continue;
        }
        if (told++ == 0)
            am_sheet_columns(t, "", TEXT_COMPARE_BEFORE, TEXT_COMPARE_AFTER, TEXT_COMPARE_CHANGE);
        row(t, line, c->older);
    }
    if (any > 0 && told == 0)
        am_sheet_wrap(t, 2, "", AM_SAY(s, TEXT_COMPARE_UNCHANGED));
    if (rest > 0)
        am_sheet_wrap(t, 2, "", AM_SAY_COUNT(s, rest, TEXT_COMPARE_REST, am_say_number(s, rest)));
}

static void arrivals(struct am_sheet *t, const struct am_compared *compared, const char *title,
                     enum am_change_of of)
{
    const struct am_comparison *c = compared->comparison;
    bool any = false;
    for (size_t i = 0; i < c->change_count; i++) {
        const struct am_change *line = &c->changes[i];
        if (line->kind != AM_TOLD_EITHER || line->of != of)
            continue;
        if (!any)
            am_sheet_heading(t, title);
        any = true;
        row(t, line, c->older);
    }
}

static void small(struct am_sheet *t, const struct am_compared *compared)
{
    const struct am_comparison *c = compared->comparison;
    struct am_speech *s = t->speech;
    if (c->small_count == 0)
        return;
    const struct am_change *service = &c->small[0];
    const struct am_change *host = &c->small[1];
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "",
                  AM_SAY_COUNT(s, c->small_count, TEXT_COMPARE_SMALL,
                               am_say_number(s, c->small_count),
                               am_say_share(s, service->before.n, service->before.d),
                               am_say_share(s, service->after.n, service->after.d),
                               am_say_share(s, host->before.n, host->before.d),
                               am_say_share(s, host->after.n, host->after.d)));
}

static void areas(struct am_sheet *t, const struct am_compared *compared)
{
    static const char *const texts[] = {[AM_AREA_GAINED] = TEXT_COMPARE_AREA_GAINED,
                                        [AM_AREA_LOST] = TEXT_COMPARE_AREA_LOST,
                                        [AM_AREA_HANDS] = TEXT_COMPARE_AREA_HANDS};
    const struct am_comparison *c = compared->comparison;
    struct am_speech *s = t->speech;
    am_sheet_heading(t, TEXT_COMPARE_AREAS);
    for (size_t i = 0; i < c->area_count; i++) {
        const struct am_area_change *a = &c->areas[i];
        const struct am_category *category =
            a->before.category ? a->before.category : a->after.category;
        const struct am_corporation *first = a->before.first ? a->before.first : a->after.first;
        const char *text = a->of != AM_AREA_TOO_LITTLE ? texts[a->of]
                           : a->before.first           ? TEXT_COMPARE_AREA_BEFORE
                                                       : TEXT_COMPARE_AREA_AFTER;
        am_sheet_wrap(t, 2, "",
                      AM_SAY(s, text, am_say_own(s, category->name), AM_SAY_NAME(s, first),
                             a->after.first ? AM_SAY_NAME(s, a->after.first) : ""));
    }
    if (c->area_count == 0)
        am_sheet_wrap(t, 2, "", AM_SAY(s, TEXT_COMPARE_UNCHANGED));
}

enum am_status am_compare_text(const struct am_compared *c, struct am_speech *s,
                               struct am_text *out)
{
    struct am_sheet t = {.out = out, .speech = s, .figures = c->after};
    head(&t, c);
    notices(&t, c);
    section(&t, c, TEXT_COMPARE_COVERAGE, AM_TOLD_COVERAGE, false);
    section(&t, c, TEXT_COMPARE_SERVICE, AM_TOLD_CORPORATION, false);
    section(&t, c, TEXT_COMPARE_HOST, AM_TOLD_CORPORATION, true);
    section(&t, c, TEXT_COMPARE_EITHER, AM_TOLD_EITHER, false);
    section(&t, c, TEXT_COMPARE_SERVICE_HOURS, AM_TOLD_PRESENCE, false);
    section(&t, c, TEXT_COMPARE_HOST_HOURS, AM_TOLD_PRESENCE, true);
    arrivals(&t, c, TEXT_COMPARE_NEW, AM_CHANGE_NEW);
    arrivals(&t, c, TEXT_COMPARE_GONE, AM_CHANGE_GONE);
    small(&t, c);
    areas(&t, c);
    section(&t, c, TEXT_COMPARE_COUNTRY, AM_TOLD_COUNTRY, false);
    section(&t, c, TEXT_COMPARE_COUNTRY_HOST, AM_TOLD_COUNTRY, true);
    section(&t, c, TEXT_COMPARE_NEAR, AM_TOLD_NEAR, false);
    section(&t, c, TEXT_COMPARE_NEAR_HOST, AM_TOLD_NEAR, true);
    section(&t, c, TEXT_COMPARE_EXTRACTION, AM_TOLD_EXTRACTION, false);
    enum am_status status = am_text_status(out);
    return status == AM_OK ? am_speech_status(s) : status;
}
