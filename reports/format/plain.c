/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report in a terminal: the same figures, shorter, within 80 columns. */
#include <stdio.h>

#include "format/markers.h"
#include "format/sentences.h"
#include "format/sheet.h"
#include "text.h"

#define LINES_MAX 10
#define STEPS_MAX 5

static void head(struct am_sheet *t, const char *title)
{
    struct am_speech *s = t->speech;
    if (title)
        am_sheet_wrap(t, 0, "", title);
    am_text_add(t->out, AM_SAY(s, TEXT_REPORT));
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "", am_sentence_period(s, &t->figures->scope));
    am_sheet_wrap(t, 0, "", am_sentence_seen(s, t->figures));
    am_sheet_wrap(t, 0, "", am_sentence_volume(s, t->figures));
    struct am_notice notices[AM_NOTICES_MAX];
    size_t count = am_sentence_notices(s, t->figures, notices);
    for (size_t i = 0; i < count; i++) {
        if (notices[i].title) {
            am_text_add(t->out, "\n");
            am_sheet_wrap(t, 2, "! ", notices[i].title);
        }
        am_sheet_wrap(t, notices[i].item ? 4 : 2, notices[i].item ? "- " : "", notices[i].text);
    }
}

static void known(struct am_sheet *t, const char *text, const struct am_sum *sum)
{
    const struct am_sum *all = &t->figures->coverage.all;
    struct am_speech *s = t->speech;
    am_sheet_cell(t, AM_SAY(s, text), AM_SHEET_NAME);
    am_sheet_number(t, am_say_share(s, sum->contacts, all->contacts));
    am_sheet_number(t, am_say_number(s, sum->contacts));
    am_sheet_number(t, am_say_share(s, sum->up + sum->down, all->up + all->down));
    am_text_add(t->out, "\n");
}

/* NULL: nothing to say. */
static void paragraph(struct am_sheet *t, const char *text)
{
    if (!text)
        return;
    am_text_add(t->out, "\n");
    am_sheet_wrap(t, 0, "", text);
}

static void coverage(struct am_sheet *t)
{
    const struct am_coverage *c = &t->figures->coverage;
    am_sheet_heading(t, TEXT_COVERAGE);
    am_sheet_columns(t, TEXT_COLUMN_KNOWN, TEXT_COLUMN_SHARE, TEXT_COLUMN_CONTACTS,
                     TEXT_COLUMN_BYTES);
    known(t, TEXT_HAS_NAME, &c->named);
    known(t, TEXT_HAS_OWNER, &c->service_owner);
    known(t, TEXT_HAS_HOST, &c->host_owner);
    known(t, TEXT_ALL, &c->all);
    paragraph(t, am_sentence_hidden_dns(t->speech, t->figures));
    paragraph(t, am_sentence_tunnels(t->speech, t->figures));
    paragraph(t, am_sentence_conflicts(t->speech, t->figures));
}

static void findings(struct am_sheet *t)
{
    static const char *const marks[] = {"1. ", "2. ", "3. "};
    struct am_finding found[3];
    am_sentence_findings(t->speech, t->figures, found);
    am_sheet_heading(t, TEXT_FINDINGS);
    for (size_t i = 0; i < 3; i++) {
        am_sheet_wrap(t, 3, marks[i], found[i].text);
        if (found[i].second)
            am_sheet_wrap(t, 3, "", found[i].second);
    }
}

static void ledgers(struct am_sheet *t, const char *name, const struct am_sum *service,
                    const struct am_sum *host, const char *hours)
{
    struct am_speech *s = t->speech;
    uint64_t all = t->figures->coverage.all.contacts;
    am_sheet_cell(t, name, AM_SHEET_NAME);
    am_sheet_number(t, am_say_share(s, service->contacts, all));
    am_sheet_number(t, host ? am_say_share(s, host->contacts, all) : "–");
    am_sheet_number(t, hours);
    am_text_add(t->out, "\n");
}

static void owners(struct am_sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    am_sheet_heading(t, TEXT_OWNERS);
    am_sheet_columns(t, TEXT_COLUMN_CORPORATION, TEXT_SERVICE, TEXT_HOST, TEXT_COLUMN_HOURS);
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->corporation && i < AM_OWNERS_TOP)
            ledgers(t, AM_SAY_NAME(t->speech, line->corporation), &line->service.sum,
                    &line->host.sum, am_say_number(s, line->service.hours));
    }
    if (f->rest_count > 0)
        ledgers(t, AM_SAY_COUNT(s, f->rest_count, TEXT_REST, am_say_number(s, f->rest_count)),
                &f->rest_service, &f->rest_host, "");
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (!line->corporation)
            ledgers(t, AM_SAY(s, line->slice == AM_SLICE_NO_OWNER ? TEXT_NO_OWNER : TEXT_NO_NAME),
                    &line->service.sum, line->slice == AM_SLICE_NO_NAME ? NULL : &line->host.sum,
                    "");
    }
}

static void stops(struct am_sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    if (f->cuts.count == 0)
        return;
    am_sheet_heading(t, TEXT_STOPS);
    am_sheet_columns(t, TEXT_COLUMN_WITHOUT, TEXT_COLUMN_STOPS_ALL, TEXT_COLUMN_STOPPED, NULL);
    for (size_t i = 0; i < f->cuts.count && i < STEPS_MAX; i++) {
        const struct am_cut_step *step = &f->cuts.at[i];
        am_sheet_cell(t, AM_SAY_NAME(t->speech, step->owner->corporation), AM_SHEET_NAME);
        am_sheet_number(t, am_say_share(s, step->lost.contacts, f->coverage.all.contacts));
        am_sheet_number(
            t, AM_SAY(s, TEXT_OF, am_say_number(s, step->stopped), am_say_number(s, f->counted)));
        am_text_add(t->out, "\n");
    }
}

static void countries(struct am_sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    am_sheet_heading(t, TEXT_LAW);
    am_sheet_columns(t, TEXT_COLUMN_COUNTRY, TEXT_SERVICE, TEXT_HOST, TEXT_COLUMN_HOURS);
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        /* Head office or seat alone is told in the other formats. */
        bool parent = line->service.hours + line->host.hours > 0;
        if (line->country && (i >= LINES_MAX || !parent))
            continue;
        ledgers(
            t, line->country ? am_say_own(s, line->country->name) : AM_SAY(s, TEXT_COUNTRY_UNKNOWN),
            &line->service.sum, &line->host.sum,
            line->country ? am_say_number(s, line->service.hours) : "");
    }
}

static void leaving(struct am_sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    am_sheet_heading(t, TEXT_LEAVING);
    am_sheet_columns(t, TEXT_COLUMN_ROLE, TEXT_COLUMN_SENT, TEXT_COLUMN_SHARE, NULL);
    for (size_t i = 0; i < f->roles.count; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        if (line->role && i >= LINES_MAX)
            continue;
        am_sheet_cell(t,
                      line->role ? am_say_own(s, line->role->name) : AM_SAY(s, TEXT_ROLE_UNKNOWN),
                      AM_SHEET_NAME);
        am_sheet_number(t, am_say_bytes(s, line->sum.up));
        am_sheet_number(t, am_say_share(s, line->sum.up, f->coverage.all.up));
        am_text_add(t->out, "\n");
    }
}

static void markers(struct am_sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    if (f->markers.count == 0)
        return;
    am_sheet_heading(t, TEXT_MARKERS);
    am_sheet_wrap(t, 0, "", AM_SAY(s, TEXT_MARKERS_LEAD));
    for (size_t i = 0; i < am_markers_told(f); i++) {
        const struct am_marker_line *line = &f->markers.at[i];
        char number[32];
        (void)snprintf(number, sizeof number, "%zu. ", i + 1);
        am_text_add(t->out, "\n");
        am_sheet_wrap(t, 4, number, line->text);
        am_sheet_wrap(t, 4, "",
                      AM_SAY(s, TEXT_PART, am_marker_when(s, line), am_marker_count(s, line)));
        for (int part = 0; part < AM_MARKER_PARTS; part++) {
            const char *names = am_marker_owners(s, line, (enum am_marker_part)part);
            const char *head = AM_SAY(s, am_marker_part_name((enum am_marker_part)part));
            if (names)
                am_sheet_wrap(t, 4, "", AM_SAY(s, TEXT_PART, head, names));
        }
        am_sheet_wrap(t, 4, "", am_marker_seen(s, line));
    }
    paragraph(t, am_marker_rest(s, f));
}

enum am_status am_format_text(const struct am_report *r, struct am_speech *s, struct am_text *out)
{
    struct am_sheet t = {.out = out, .speech = s, .figures = r->figures};
    head(&t, r->title);
    coverage(&t);
    findings(&t);
    owners(&t);
    stops(&t);
    countries(&t);
    leaving(&t);
    markers(&t);
    enum am_status status = am_text_status(out);
    return status == AM_OK ? am_speech_status(s) : status;
}
