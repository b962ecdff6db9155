/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report as Markdown, for wikis, forums and minutes: the figures of the text, with what stops
 * and the areas of work. */
#include "base/markdown.h"
#include "format/markers.h"
#include "format/sentences.h"
#include "text.h"

#define OWNERS_MAX 20
#define LINES_MAX  12

struct sheet {
    struct am_text *out;
    struct am_speech *speech;
    const struct am_figures *figures;
};

/* The head of a table, to be said; cells are in the language already. */
static void head(struct sheet *t, const char *const *columns, size_t count)
{
    const char *cells[6];
    for (size_t i = 0; i < count; i++)
        cells[i] = AM_SAY(t->speech, columns[i]);
    am_text_add(t->out, "\n");
    am_markdown_row(t->out, cells, count);
    am_markdown_rule(t->out, count);
}
#define HEAD(t, ...)                                                                               \
    head((t), (const char *const[]){__VA_ARGS__},                                                  \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
#define ROW(t, ...)                                                                                \
    am_markdown_row((t)->out, (const char *const[]){__VA_ARGS__},                                  \
                    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void title(struct sheet *t, const char *organization)
{
    struct am_speech *s = t->speech;
    struct am_notice notices[AM_NOTICES_MAX];
    const char *name = AM_SAY(s, TEXT_REPORT);
    am_markdown_heading(t->out, 1,
                        organization ? AM_SAY(s, "{1} – {2}", organization, name) : name);
    am_markdown_paragraph(t->out, am_sentence_period(s, &t->figures->scope));
    am_markdown_paragraph(t->out, am_sentence_seen(s, t->figures));
    am_markdown_paragraph(t->out, am_sentence_volume(s, t->figures));
    size_t count = am_sentence_notices(s, t->figures, notices);
    for (size_t i = 0; i < count; i++) {
        if (notices[i].title)
            am_markdown_heading(t->out, 3, notices[i].title);
        am_text_add(t->out, notices[i].item ? "\n- " : "\n");
        am_markdown_text(t->out, notices[i].text);
        am_text_add(t->out, "\n");
    }
}

static void known(struct sheet *t, const char *text, const struct am_sum *sum)
{
    const struct am_sum *all = &t->figures->coverage.all;
    struct am_speech *s = t->speech;
    ROW(t, AM_SAY(s, text), am_say_share(s, sum->contacts, all->contacts),
        am_say_number(s, sum->contacts), am_say_share(s, sum->up + sum->down, all->up + all->down));
}

static void coverage(struct sheet *t)
{
    const struct am_coverage *c = &t->figures->coverage;
    am_markdown_heading(t->out, 2, AM_SAY(t->speech, TEXT_COVERAGE));
    HEAD(t, TEXT_COLUMN_KNOWN, TEXT_COLUMN_SHARE, TEXT_COLUMN_CONTACTS, TEXT_COLUMN_BYTES);
    known(t, TEXT_HAS_NAME, &c->named);
    known(t, TEXT_HAS_OWNER, &c->service_owner);
    known(t, TEXT_HAS_HOST, &c->host_owner);
    known(t, TEXT_ALL, &c->all);
}

static void findings(struct sheet *t)
{
    struct am_finding found[3];
    am_sentence_findings(t->speech, t->figures, found);
    am_markdown_heading(t->out, 2, AM_SAY(t->speech, TEXT_FINDINGS));
    for (size_t i = 0; i < 3; i++) {
        am_markdown_heading(t->out, 3, found[i].title);
        am_markdown_paragraph(t->out, found[i].text);
        if (found[i].second)
            am_markdown_paragraph(t->out, found[i].second);
    }
    am_markdown_heading(t->out, 3, AM_SAY(t->speech, TEXT_NEAR_TITLE));
    am_markdown_paragraph(t->out, am_sentence_near(t->speech, t->figures));
}

static void owners(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    uint64_t all = f->coverage.all.contacts;
    am_markdown_heading(t->out, 2, AM_SAY(s, TEXT_OWNERS));
    HEAD(t, TEXT_COLUMN_CORPORATION, TEXT_SERVICE, TEXT_HOST, TEXT_COLUMN_WORK_HOURS);
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->corporation && i >= OWNERS_MAX)
            continue;
        const char *name = line->corporation                  ? AM_SAY_NAME(s, line->corporation)
                           : line->slice == AM_SLICE_NO_OWNER ? AM_SAY(s, TEXT_NO_OWNER)
                                                              : AM_SAY(s, TEXT_NO_NAME);
        ROW(t, name, am_say_share(s, line->service.sum.contacts, all),
            line->slice == AM_SLICE_NO_NAME ? "–" : am_say_share(s, line->host.sum.contacts, all),
            am_say_number(s, line->service.work_hours));
    }
}

static void stops(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    if (f->cuts.count == 0)
        return;
    am_markdown_heading(t->out, 2, AM_SAY(s, TEXT_STOPS));
    am_markdown_paragraph(t->out, AM_SAY(s, TEXT_STOPS_LEAD));
    HEAD(t, TEXT_COLUMN_WITHOUT, TEXT_COLUMN_STOPS_ALL, TEXT_COLUMN_STOPPED, TEXT_COLUMN_ESSENTIAL);
    for (size_t i = 0; i < f->cuts.count; i++) {
        const struct am_cut_step *step = &f->cuts.at[i];
        ROW(t, AM_SAY_NAME(s, step->owner->corporation),
            am_say_share(s, step->lost.contacts, f->coverage.all.contacts),
            AM_SAY(s, TEXT_OF, am_say_number(s, step->stopped), am_say_number(s, f->counted)),
            AM_SAY(s, TEXT_OF, am_say_number(s, step->essential),
                   am_say_number(s, f->findings.judged)));
    }
}

static void work(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    am_markdown_heading(t->out, 2, AM_SAY(s, TEXT_WORK));
    HEAD(t, TEXT_COLUMN_AREA, TEXT_COLUMN_CONTACTS, TEXT_COLUMN_HOLDERS);
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *line = &f->work.at[i];
        if (!line->counted)
            continue;
        const struct am_holder *first = &line->holders[0];
        const char *who =
            first->corporation ? AM_SAY_NAME(s, first->corporation) : AM_SAY(s, TEXT_NO_OWNER);
        const char *share = am_say_share(s, first->sum.contacts, line->measure.sum.contacts);
        ROW(t, am_say_own(s, line->category->name), am_say_number(s, line->measure.sum.contacts),
            AM_SAY(s, TEXT_AREA_SHARE, who, share));
    }
}

static void countries(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    uint64_t all = f->coverage.all.contacts;
    am_markdown_heading(t->out, 2, AM_SAY(s, TEXT_LAW));
    HEAD(t, TEXT_COLUMN_COUNTRY, TEXT_SERVICE, TEXT_HOST);
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        bool parent = line->service.hours + line->host.hours > 0;
        if (line->country && (i >= LINES_MAX || !parent))
            continue;
        ROW(t, line->country ? am_say_own(s, line->country->name) : AM_SAY(s, TEXT_COUNTRY_UNKNOWN),
            am_say_share(s, line->service.sum.contacts, all),
            am_say_share(s, line->host.sum.contacts, all));
    }
}

static void leaving(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    am_markdown_heading(t->out, 2, AM_SAY(s, TEXT_LEAVING));
    HEAD(t, TEXT_COLUMN_ROLE, TEXT_COLUMN_SENT, TEXT_COLUMN_SHARE);
    for (size_t i = 0; i < f->roles.count; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        if (line->role && i >= LINES_MAX)
            continue;
        ROW(t, line->role ? am_say_own(s, line->role->name) : AM_SAY(s, TEXT_ROLE_UNKNOWN),
            am_say_bytes(s, line->sum.up), am_say_share(s, line->sum.up, f->coverage.all.up));
    }
}

static void markers(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    const char *rest = am_marker_rest(s, f);
    if (f->markers.count == 0)
        return;
    am_markdown_heading(t->out, 2, AM_SAY(s, TEXT_MARKERS));
    am_markdown_paragraph(t->out, AM_SAY(s, TEXT_MARKERS_LEAD));
    for (size_t i = 0; i < am_markers_told(f); i++) {
        const struct am_marker_line *line = &f->markers.at[i];
        am_markdown_heading(t->out, 3, AM_SAY(s, "{1}. {2}", am_say_number(s, i + 1), line->text));
        am_markdown_paragraph(
            t->out, AM_SAY(s, TEXT_PART, am_marker_when(s, line), am_marker_count(s, line)));
        for (int part = 0; part < AM_MARKER_PARTS; part++) {
            const char *names = am_marker_owners(s, line, (enum am_marker_part)part);
            const char *head = AM_SAY(s, am_marker_part_name((enum am_marker_part)part));
            if (names)
                am_markdown_paragraph(t->out, AM_SAY(s, TEXT_PART, head, names));
        }
        am_markdown_paragraph(t->out, am_marker_seen(s, line));
    }
    if (rest)
        am_markdown_paragraph(t->out, rest);
}

/* Names that no owner is known of: the one text here that comes off the wire, as those
 * of markers are the ones that somebody typed. */
static void names(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    size_t told = 0;
    for (size_t i = 0; i < f->names.count && told < LINES_MAX; i++) {
        if (f->names.at[i].service.parent)
            continue;
        if (told++ == 0) {
            am_markdown_heading(t->out, 2, AM_SAY(t->speech, TEXT_NAMES_CAPTION));
            am_text_add(t->out, "\n");
        }
        am_text_add(t->out, "- ");
        am_markdown_code(t->out, f->names.at[i].name);
        am_text_add(t->out, "\n");
    }
}

enum am_status am_format_markdown(const struct am_report *r, struct am_speech *s,
                                  struct am_text *out)
{
    struct sheet t = {.out = out, .speech = s, .figures = r->figures};
    title(&t, r->title);
    coverage(&t);
    findings(&t);
    owners(&t);
    stops(&t);
    work(&t);
    countries(&t);
    leaving(&t);
    markers(&t);
    names(&t);
    am_markdown_heading(out, 2, AM_SAY(s, TEXT_REPLY));
    am_markdown_paragraph(out, AM_SAY(s, TEXT_REPLY_IS));
    enum am_status status = am_text_status(out);
    return status == AM_OK ? am_speech_status(s) : status;
}
