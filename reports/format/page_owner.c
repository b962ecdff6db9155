/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Corporations one by one: what each is for, what would stop, and what could take its place. */
#include <stdio.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define ONES_MAX         12
#define ONES_OPEN        3 /* those that are told at length from the start */
#define PARTS_MAX        8
#define ALTERNATIVES_MAX 3
#define PART_PERCENT     10 /* of an area, to be told as affected */

static void heading(struct am_page *p, const char *text)
{
    am_html_element(&p->html, "h5", NULL, AM_SAY(p->speech, text));
}

/* "Gmail (e-mail)  120", or without its area where the dataset has none. */
static void part(struct am_page *p, const struct am_part *part)
{
    const struct am_service *service = part->service;
    struct am_speech *s = p->speech;
    am_html_open(&p->html, "li");
    am_html_element(&p->html, "span", NULL,
                    service->category ? AM_SAY(s, TEXT_SERVICE_AREA, AM_SAY_NAME(s, service),
                                               am_say_own(s, service->category->name))
                                      : AM_SAY_NAME(s, service));
    am_html_text(&p->html, " ");
    am_html_element(&p->html, "span", "of", am_say_number(s, part->sum.contacts));
    am_html_close(&p->html, "li");
}

static void parts(struct am_page *p, const char *title, const struct am_part *list, size_t count)
{
    struct am_speech *s = p->speech;
    size_t told = count < PARTS_MAX ? count : PARTS_MAX;
    if (count == 0)
        return;
    heading(p, title);
    am_html_open(&p->html, "ul");
    am_html_attribute(&p->html, "class", "parts");
    for (size_t i = 0; i < told; i++)
        part(p, &list[i]);
    if (count > told)
        am_html_element(
            &p->html, "li", "note",
            AM_SAY_COUNT(s, count - told, TEXT_AND_MORE, am_say_number(s, count - told)));
    am_html_close(&p->html, "ul");
}

/* Areas with more than a trace of it: those that stop, or those that go on in part. */
static const char *areas(struct am_speech *s, const struct am_owner_line *line, bool stops)
{
    const char *items[PARTS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < line->area_count && n < PARTS_MAX; i++) {
        const struct am_cut_area *area = &line->areas[i];
        uint64_t all = area->work->measure.sum.contacts;
        if (!area->work->counted || area->stops != stops ||
            area->carried.contacts < all * PART_PERCENT / 100)
            continue;
        items[n++] = AM_SAY(s, TEXT_AREA_SHARE, am_say_own(s, area->work->category->name),
                            am_say_share(s, area->carried.contacts, all));
    }
    return n > 0 ? am_say_list(s, items, n) : NULL;
}

static void stops(struct am_page *p, const struct am_owner_line *line)
{
    struct am_speech *s = p->speech;
    const char *whole = areas(s, line, true);
    const char *some = areas(s, line, false);
    heading(p, TEXT_OWNER_STOPS);
    if (whole)
        am_page_paragraph(p, NULL, AM_SAY(s, TEXT_OWNER_STOPS_WHOLE, whole));
    if (some)
        am_page_paragraph(p, NULL, AM_SAY(s, TEXT_OWNER_STOPS_PART, some));
    if (!whole && !some)
        am_page_paragraph(p, NULL, AM_SAY(s, TEXT_OWNER_STOPS_NONE));
}

/* An area, and the first of what is told of it in full under "instead". */
static void way_out(struct am_page *p, const struct am_way_out *way)
{
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    const char *area = am_say_own(s, way->work->category->name);
    char link[80];
    am_html_open(h, "li");
    if (way->count == 0) {
        am_html_text(h, AM_SAY(s, TEXT_PART, area, AM_SAY(s, TEXT_OWNER_INSTEAD_NONE)));
        am_html_close(h, "li");
        return;
    }
    (void)snprintf(link, sizeof link, "#instead-%s", way->work->category->id);
    am_html_open(h, "a");
    am_html_attribute(h, "href", link);
    am_html_text(h, area);
    am_html_close(h, "a");
    am_html_text(h, AM_SAY(s, TEXT_PART, "", am_sentence_alternatives(s, way, ALTERNATIVES_MAX)));
    am_html_close(h, "li");
}

static void ways_out(struct am_page *p, const struct am_owner_line *line)
{
    if (line->exit_count == 0 || am_is_common(line->corporation))
        return; /* nobody asks for a way out of what is a community's */
    heading(p, TEXT_OWNER_INSTEAD);
    am_html_open(&p->html, "ul");
    for (size_t i = 0; i < line->exit_count; i++)
        way_out(p, &line->exits[i]);
    am_html_close(&p->html, "ul");
}

static void bound(struct am_page *p, const struct am_owner_line *line)
{
    static const struct {
        enum am_bound bit;
        const char *text;
    } texts[] = {{AM_BOUND_DATA, TEXT_BOUND_DATA},
                 {AM_BOUND_IDENTITY, TEXT_BOUND_IDENTITY},
                 {AM_BOUND_DEVICE, TEXT_BOUND_DEVICE}};
    if (line->bound == 0)
        return;
    heading(p, TEXT_OWNER_BOUND);
    am_html_open(&p->html, "ul");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (line->bound & texts[i].bit)
            am_html_element(&p->html, "li", NULL, AM_SAY(p->speech, texts[i].text));
    am_html_close(&p->html, "ul");
}

static const char *country(struct am_speech *s, const struct am_jurisdiction *j)
{
    return j ? am_say_own(s, j->name) : AM_SAY(s, TEXT_COUNTRY_UNKNOWN);
}

static void head(struct am_page *p, const struct am_owner_line *line)
{
    const struct am_corporation *c = line->corporation;
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    uint64_t all = f->coverage.all.contacts;
    bool work = f->scope.work_hours > 0;
    am_page_paragraph(p, NULL,
                      AM_SAY(s, TEXT_OWNER_NEED, am_say_number(s, line->either.sum.contacts),
                             am_say_number(s, all), am_say_share(s, line->either.sum.contacts, all),
                             AM_SAY_NAME(s, c),
                             am_say_number(s, work ? line->either.work_hours : line->either.hours),
                             am_say_number(s, work ? f->scope.work_hours : f->scope.hours)));
    am_html_open(&p->html, "p");
    am_html_attribute(&p->html, "class", "note");
    am_html_text(&p->html, AM_SAY(s, TEXT_OWNER_SEATS, country(s, c->parent),
                                  country(s, c->head_office), country(s, c->legal_seat)));
    am_page_source_mark(p, &c->basis);
    am_page_standing(p, &c->basis);
    am_html_close(&p->html, "p");
}

static void why(struct am_page *p, const struct am_owner_line *line)
{
    char link[128];
    (void)snprintf(link, sizeof link, "#why-%s", line->corporation->id);
    am_html_open(&p->html, "p");
    am_html_attribute(&p->html, "class", "why");
    am_html_open(&p->html, "a");
    am_html_attribute(&p->html, "href", link);
    am_html_text(&p->html, AM_SAY(p->speech, TEXT_OWNER_WHY));
    am_html_close(&p->html, "a");
    am_html_close(&p->html, "p");
}

static void one(struct am_page *p, const struct am_owner_line *line, bool open)
{
    struct am_speech *s = p->speech;
    uint64_t all = p->figures->coverage.all.contacts;
    char id[128];
    (void)snprintf(id, sizeof id, "corporation-%s", line->corporation->id);
    am_page_fold(p, open);
    am_html_element(&p->html, "h4", NULL, AM_SAY_NAME(s, line->corporation));
    am_html_text(&p->html, " ");
    am_page_bar(p, "service", line->either.sum.contacts, all);
    am_page_share(p, line->either.sum.contacts, all, NULL,
                  am_say_number(s, line->either.sum.contacts));
    am_page_folded(p, id);
    head(p, line);
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "columns");
    parts(p, TEXT_OWNER_RUNS, line->parts, line->part_count);
    parts(p, TEXT_OWNER_CARRIES, line->carries, line->carry_count);
    stops(p, line);
    ways_out(p, line);
    bound(p, line);
    if (line->night.sum.contacts > 0)
        am_page_paragraph(
            p, NULL,
            AM_SAY(s, TEXT_OWNER_NIGHT, am_say_number(s, line->night.sum.contacts),
                   am_say_number(s, line->service.sum.contacts),
                   am_say_share(s, line->night.sum.contacts, line->service.sum.contacts)));
    am_html_close(&p->html, "div");
    why(p, line);
    am_page_fold_end(p);
}

/* Those that most contacts need, in either ledger; so few that each is looked for in turn. */
static size_t most_needed(const struct am_figures *f, const struct am_owner_line *out[ONES_MAX])
{
    size_t n = 0;
    for (; n < ONES_MAX; n++) {
        const struct am_owner_line *most = NULL;
        for (size_t i = 0; i < f->owners.count; i++) {
            const struct am_owner_line *line = &f->owners.at[i];
            bool again = !line->corporation;
            for (size_t k = 0; k < n; k++)
                again = again || out[k] == line;
            if (!again && (!most || line->either.sum.contacts > most->either.sum.contacts))
                most = line;
        }
        if (!most)
            break;
        out[n] = most;
    }
    return n;
}

void am_page_one_by_one(struct am_page *p)
{
    const struct am_owner_line *told[ONES_MAX];
    size_t count = most_needed(p->figures, told);
    if (count == 0)
        return;
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_OWNERS_ONE_BY_ONE));
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "ones");
    am_html_attribute(&p->html, "id", "one-by-one");
    for (size_t i = 0; i < count; i++)
        one(p, told[i], i < ONES_OPEN);
    am_html_close(&p->html, "div");
}
