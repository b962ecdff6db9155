/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report in a terminal: the same figures, shorter, within 80 columns. */

#include <string.h>

#include "base/utf8.h"
#include "format/sentences.h"
#include "text.h"

#define COLUMNS   78
#define NAME      34 /* columns of the first cell of a table */
#define NUMBER    14
#define LINES_MAX 10

struct sheet {
    struct am_text *out;
    struct am_speech *speech;
    const struct am_figures *figures;
};

static void spaces(struct sheet *t, size_t count)
{
    for (size_t i = 0; i < count; i++)
        am_text_add(t->out, " ");
}

/* Words of inert text in lines of COLUMNS, each after `indent` spaces, the first after `first`. */
static void wrap(struct sheet *t, size_t indent, const char *first, const char *text)
{
    struct am_text inert;
    am_text_init(&inert, 1 << 20);
    am_utf8_add_inert(&inert, text);
    char word[512];
    size_t at = indent;
    bool begun = false;
    spaces(t, indent - strlen(first));
    am_text_add(t->out, first);
    for (const char *c = inert.at; *c;) {
        size_t len = strcspn(c, " ");
        size_t kept = len < sizeof word - 1 ? len : sizeof word - 1;
        memcpy(word, c, kept);
        word[kept] = '\0';
        size_t width = am_utf8_width(word);
        if (begun && at + 1 + width > COLUMNS) {
            am_text_add(t->out, "\n");
            spaces(t, indent);
            at = indent;
        } else if (begun) {
            am_text_add(t->out, " ");
            at++;
        }
        am_text_add_len(t->out, c, len);
        at += width;
        begun = true;
        c += len + strspn(c + len, " ");
    }
    am_text_add(t->out, "\n");
    am_text_done(&inert);
}

/* `text` cut to `width` columns, with an ellipsis where something is missing. */
static void cell(struct sheet *t, const char *text, size_t width)
{
    struct am_text inert;
    am_text_init(&inert, 1 << 16);
    am_utf8_add_inert(&inert, text);
    if (am_utf8_width(inert.at) <= width) {
        am_text_add(t->out, inert.at);
        spaces(t, width - am_utf8_width(inert.at));
        am_text_done(&inert);
        return;
    }
    struct am_text cut;
    am_text_init(&cut, 1 << 16);
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)inert.at, inert.len}, false);
    while (am_reader_more(&r)) {
        struct am_text one;
        am_text_init(&one, 8);
        am_utf8_add(&one, am_utf8_read(&r));
        bool fits = am_utf8_width(cut.at) + am_utf8_width(one.at) < width;
        if (fits)
            am_text_add(&cut, one.at);
        am_text_done(&one);
        if (!fits)
            break;
    }
    am_text_add(t->out, cut.at);
    am_text_add(t->out, "…");
    spaces(t, width - am_utf8_width(cut.at) - 1);
    am_text_done(&cut);
    am_text_done(&inert);
}

static void number(struct sheet *t, const char *text)
{
    size_t width = am_utf8_width(text);
    spaces(t, width < NUMBER ? NUMBER - width : 1);
    am_text_add(t->out, text);
}

static void heading(struct sheet *t, const char *text)
{
    const char *said = AM_SAY(t->speech, text);
    am_text_add(t->out, "\n");
    am_text_add(t->out, said);
    am_text_add(t->out, "\n");
    for (size_t i = am_utf8_width(said); i > 0; i--)
        am_text_add(t->out, "-");
    am_text_add(t->out, "\n");
}

static void columns(struct sheet *t, const char *first, const char *a, const char *b, const char *c)
{
    cell(t, AM_SAY(t->speech, first), NAME);
    number(t, AM_SAY(t->speech, a));
    if (b)
        number(t, AM_SAY(t->speech, b));
    if (c)
        number(t, AM_SAY(t->speech, c));
    am_text_add(t->out, "\n");
}

static void head(struct sheet *t, const char *title)
{
    struct am_speech *s = t->speech;
    if (title)
        wrap(t, 0, "", title);
    am_text_add(t->out, AM_SAY(s, TEXT_REPORT));
    am_text_add(t->out, "\n");
    wrap(t, 0, "", am_sentence_period(s, &t->figures->scope));
    wrap(t, 0, "", am_sentence_seen(s, t->figures));
    wrap(t, 0, "", am_sentence_volume(s, t->figures));
    struct am_notice notices[AM_NOTICES_MAX];
    size_t count = am_sentence_notices(s, t->figures, notices);
    for (size_t i = 0; i < count; i++) {
        if (notices[i].title) {
            am_text_add(t->out, "\n");
            wrap(t, 2, "! ", notices[i].title);
        }
        wrap(t, notices[i].item ? 4 : 2, notices[i].item ? "- " : "", notices[i].text);
    }
}

static void known(struct sheet *t, const char *text, const struct am_sum *sum)
{
    const struct am_sum *all = &t->figures->coverage.all;
    struct am_speech *s = t->speech;
    cell(t, AM_SAY(s, text), NAME);
    number(t, am_say_share(s, sum->contacts, all->contacts));
    number(t, am_say_number(s, sum->contacts));
    number(t, am_say_share(s, sum->up + sum->down, all->up + all->down));
    am_text_add(t->out, "\n");
}

/* NULL: nothing to say. */
static void paragraph(struct sheet *t, const char *text)
{
    if (!text)
        return;
    am_text_add(t->out, "\n");
    wrap(t, 0, "", text);
}

static void coverage(struct sheet *t)
{
    const struct am_coverage *c = &t->figures->coverage;
    heading(t, TEXT_COVERAGE);
    columns(t, TEXT_COLUMN_KNOWN, TEXT_COLUMN_SHARE, TEXT_COLUMN_CONTACTS, TEXT_COLUMN_BYTES);
    known(t, TEXT_HAS_NAME, &c->named);
    known(t, TEXT_HAS_OWNER, &c->service_owner);
    known(t, TEXT_HAS_HOST, &c->host_owner);
    known(t, TEXT_ALL, &c->all);
    paragraph(t, am_sentence_hidden_dns(t->speech, t->figures));
    paragraph(t, am_sentence_tunnels(t->speech, t->figures));
    paragraph(t, am_sentence_conflicts(t->speech, t->figures));
}

static void findings(struct sheet *t)
{
    static const char *const marks[] = {"1. ", "2. ", "3. "};
    struct am_finding found[3];
    am_sentence_findings(t->speech, t->figures, found);
    heading(t, TEXT_FINDINGS);
    for (size_t i = 0; i < 3; i++) {
        wrap(t, 3, marks[i], found[i].text);
        if (found[i].second)
            wrap(t, 3, "", found[i].second);
    }
}

static void ledgers(struct sheet *t, const char *name, const struct am_sum *service,
                    const struct am_sum *host, const char *hours)
{
    struct am_speech *s = t->speech;
    uint64_t all = t->figures->coverage.all.contacts;
    cell(t, name, NAME);
    number(t, am_say_share(s, service->contacts, all));
    number(t, host ? am_say_share(s, host->contacts, all) : "–");
    number(t, hours);
    am_text_add(t->out, "\n");
}

static void owners(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    heading(t, TEXT_OWNERS);
    columns(t, TEXT_COLUMN_CORPORATION, TEXT_SERVICE, TEXT_HOST, TEXT_COLUMN_HOURS);
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (line->corporation && i < AM_OWNERS_TOP)
            ledgers(t, line->corporation->name, &line->service.sum, &line->host.sum,
                    am_say_number(s, line->service.hours));
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

static void countries(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    heading(t, TEXT_LAW);
    columns(t, TEXT_COLUMN_COUNTRY, TEXT_SERVICE, TEXT_HOST, TEXT_COLUMN_HOURS);
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

static void leaving(struct sheet *t)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    heading(t, TEXT_LEAVING);
    columns(t, TEXT_COLUMN_ROLE, TEXT_COLUMN_SENT, TEXT_COLUMN_SHARE, NULL);
    for (size_t i = 0; i < f->roles.count; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        if (line->role && i >= LINES_MAX)
            continue;
        cell(t, line->role ? am_say_own(s, line->role->name) : AM_SAY(s, TEXT_ROLE_UNKNOWN), NAME);
        number(t, am_say_bytes(s, line->sum.up));
        number(t, am_say_share(s, line->sum.up, f->coverage.all.up));
        am_text_add(t->out, "\n");
    }
}

enum am_status am_format_text(const struct am_report *r, struct am_speech *s, struct am_text *out)
{
    struct sheet t = {.out = out, .speech = s, .figures = r->figures};
    head(&t, r->title);
    coverage(&t);
    findings(&t);
    owners(&t);
    countries(&t);
    leaving(&t);
    enum am_status status = am_text_status(out);
    return status == AM_OK ? am_speech_status(s) : status;
}
