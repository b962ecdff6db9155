/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The first page: what it is, how far it sees, three findings, and the beginning of each thing that
 * another page tells in full. */
#include <stdio.h>
#include <string.h>

#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"

#define ROWS_MAX    8
#define CHANGES_MAX 5

static void fact(struct am_leaf *l, const char *term, const char *text)
{
    am_html_open(&l->page.html, "div");
    am_html_element(&l->page.html, "dt", NULL, AM_SAY(l->speech, term));
    am_html_element(&l->page.html, "dd", NULL, text);
    am_html_close(&l->page.html, "div");
}

/* "54, round 2 (since November 2026)" */
static const char *organizations(struct am_leaf *l)
{
    return AM_SAY(l->speech, TEXT_SITE_EDITION_OF, am_say_number(l->speech, l->all->n),
                  am_told_round(l->speech, l->figures, l->all->round));
}

static const char *watched(struct am_leaf *l)
{
    const struct am_campaign_figures *f = l->figures;
    const char *from = am_told_month(l->speech, f->month_from);
    return f->month_from == f->month_to
               ? from
               : AM_SAY(l->speech, TEXT_DAY_TO_DAY, from, am_told_month(l->speech, f->month_to));
}

static void facts(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_campaign_figures *f = l->figures;
    am_html_open(&l->page.html, "dl");
    am_html_attribute(&l->page.html, "class", "facts");
    fact(l, TEXT_SITE_FACT_ORGANIZATIONS, organizations(l));
    fact(l, TEXT_SITE_FACT_WATCHED, watched(l));
    fact(l, TEXT_SITE_FACT_PUBLISHES, f->settings->organizer);
    fact(l, TEXT_SITE_FACT_EDITION,
         AM_SAY(s, TEXT_SITE_EDITION_OF, am_say_number(s, f->edition), am_say_date(s, f->day)));
    fact(l, TEXT_SITE_FACT_LICENCE, "CC BY-SA 4.0");
    am_html_close(&l->page.html, "dl");
}

static void what(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const char *request = l->figures->settings->request[am_speech_language(s)];
    am_leaf_say(l, "lead", AM_SAY(s, TEXT_SITE_WHAT_IS, am_say_number(s, l->all->n)));
    am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_WHAT_NOT));
    am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_WHAT_NO_PROOF));
    if (l->figures->settings->trials)
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_TRIALS));
    facts(l);
    if (request) {
        am_html_open(&l->page.html, "div");
        am_html_attribute(&l->page.html, "class", "request");
        am_html_element(&l->page.html, "h3", NULL, AM_SAY(s, TEXT_SITE_REQUEST));
        am_html_element(&l->page.html, "p", NULL, request);
        am_html_close(&l->page.html, "div");
    }
}

/* ---- who took part ---- */

static void group(struct am_leaf *l, enum am_leaf_name name)
{
    struct am_html *h = &l->page.html;
    if (!am_leaf_has(l->figures, name))
        return;
    am_html_open(h, "div");
    am_html_open(h, "h3");
    am_html_open(h, "a");
    am_html_attribute(h, "href", am_leaf_address(l, name, NULL));
    am_html_text(h, AM_SAY(l->speech, am_leaf_title(name)));
    am_html_close(h, "a");
    am_html_close(h, "h3");
    am_html_open(h, "ul");
    for (size_t i = 0; i < l->figures->cells.count; i++) {
        const struct am_cell *c = &l->figures->cells.at[i];
        if (c->round != l->all->round || c->kind != am_leaf_group(name))
            continue;
        am_html_open(h, "li");
        am_page_foreign(&l->page, NULL, am_told_cell(l->speech, l->figures, c));
        am_html_element(h, "span", "of", am_say_number(l->speech, c->n));
        am_html_close(h, "li");
    }
    am_html_close(h, "ul");
    am_html_close(h, "div");
}

static void who(struct am_leaf *l)
{
    am_html_open(&l->page.html, "div");
    am_html_attribute(&l->page.html, "class", "groups");
    for (int name = AM_LEAF_SECTOR; name <= AM_LEAF_SIZE; name++)
        group(l, (enum am_leaf_name)name);
    am_html_close(&l->page.html, "div");
}

static bool has_groups(const struct am_leaf *l)
{
    for (int name = AM_LEAF_SECTOR; name <= AM_LEAF_SIZE; name++)
        if (am_leaf_has(l->figures, (enum am_leaf_name)name))
            return true;
    return false;
}

/* ---- figures of the organizations, one row each ---- */

struct row {
    enum am_variable_kind kind;
    const char *text;
};

static void medians(struct am_leaf *l, const char *caption, const char *first,
                    const struct row *rows, size_t count)
{
    const struct am_column columns[] = {{first, AM_CELL_TEXT},
                                        {TEXT_SITE_COLUMN_MEDIAN, AM_CELL_TEXT},
                                        {TEXT_SITE_COLUMN_HALF, AM_CELL_TEXT}};
    am_page_table(&l->page, "counts two", AM_SAY(l->speech, caption), columns, 3);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct am_campaign_figure *f =
            am_campaign_figure(l->figures, l->all, rows[i].kind, NULL, NULL);
        am_leaf_row(l, am_variable_shape(rows[i].kind)->id, AM_SAY(l->speech, rows[i].text), NULL,
                    NULL);
        am_leaf_median(l, &columns[1], f);
        am_leaf_half(l, &columns[2], f);
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

static void coverage(struct am_leaf *l)
{
    static const struct row rows[] = {{AM_VAR_NAMED, TEXT_HAS_NAME},
                                      {AM_VAR_OWNED, TEXT_HAS_OWNER},
                                      {AM_VAR_HOSTED, TEXT_HAS_HOST}};
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_COVERAGE_LEAD));
    medians(l, TEXT_SITE_COVERAGE_CAPTION, TEXT_COLUMN_KNOWN, rows, 3);
}

static void leaving(struct am_leaf *l)
{
    static const struct row rows[] = {{AM_VAR_EXTRACTION, TEXT_SITE_LEAVING_CONTACTS},
                                      {AM_VAR_EXTRACTION_UP, TEXT_SITE_LEAVING_DATA},
                                      {AM_VAR_NIGHT, TEXT_SITE_LEAVING_NIGHT},
                                      {AM_VAR_HOME, TEXT_SITE_LEAVING_HOME}};
    medians(l, TEXT_SITE_LEAVING_CAPTION, TEXT_SITE_COLUMN_WHAT, rows, 4);
}

/* ---- findings ---- */

/* The one that tells most: never a number that is not told. */
static const struct am_campaign_figure *first_of(struct am_leaf *l, enum am_variable_kind kind)
{
    const struct am_campaign_figure *found;
    return am_told_sorted(l->figures, l->all, kind, &found, 1) == 1 && am_told_counted(found)
               ? found
               : NULL;
}

static const char *found_in(struct am_leaf *l, const struct am_campaign_figure *f)
{
    const char *ends[2];
    const char *name = am_told_name(l->speech, f->variable);
    if (!am_told_ends(l->speech, f, ends))
        return AM_SAY(l->speech, TEXT_SITE_FOUND, name, am_told_of(l->speech, f));
    return AM_SAY(l->speech, TEXT_SITE_FOUND_HALF, name, am_told_of(l->speech, f), ends[0],
                  ends[1]);
}

static void finding(struct am_leaf *l, const char *title, const char *text, const char *second)
{
    struct am_html *h = &l->page.html;
    am_html_open(h, "li");
    am_html_element(h, "h3", NULL, AM_SAY(l->speech, title));
    am_html_element(h, "p", "finding", text ? text : AM_SAY(l->speech, TEXT_SITE_FINDING_NONE));
    if (second)
        am_html_element(h, "p", NULL, second);
    am_html_close(h, "li");
}

static void finding_who(struct am_leaf *l)
{
    const struct am_campaign_figure *first = first_of(l, AM_VAR_FIRST);
    const struct am_campaign_figure *most = first_of(l, AM_VAR_EITHER);
    const struct am_campaign_figure *same =
        first ? am_campaign_figure(l->figures, l->all, AM_VAR_EITHER, first->variable->corporation,
                                   NULL)
              : NULL;
    const char *text = first  ? AM_SAY(l->speech, TEXT_SITE_FIRST, am_told_of(l->speech, first),
                                       am_told_name(l->speech, first->variable))
                       : most ? found_in(l, most)
                              : NULL;
    finding(l, TEXT_FINDING_WHO, text, same && am_told_counted(same) ? found_in(l, same) : NULL);
}

static void finding_law(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_campaign_figure *f = first_of(l, AM_VAR_LAW_SERVICE);
    const char *ends[2];
    const char *text =
        f ? AM_SAY(s, TEXT_SITE_COUNTRY, am_told_of(s, f), am_told_name(s, f->variable)) : NULL;
    finding(l, TEXT_FINDING_LAW, text,
            f && am_told_ends(s, f, ends) ? AM_SAY(s, TEXT_SITE_COUNTRY_HALF, ends[0], ends[1])
                                          : NULL);
}

static void finding_stop(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_campaign_figure *f = first_of(l, AM_VAR_AREA_SINGLE);
    const struct am_campaign_figure *singles =
        am_campaign_figure(l->figures, l->all, AM_VAR_SINGLES, NULL, NULL);
    const char *ends[2];
    const char *text =
        f ? AM_SAY(s, TEXT_SITE_SINGLE, am_told_name(s, f->variable), am_told_of(s, f)) : NULL;
    finding(l, TEXT_FINDING_STOP, text,
            singles && am_told_ends(s, singles, ends)
                ? AM_SAY(s, TEXT_SITE_SINGLES_HALF, ends[0], ends[1])
                : NULL);
}

static void findings(struct am_leaf *l)
{
    am_html_open(&l->page.html, "ol");
    am_html_attribute(&l->page.html, "class", "findings");
    finding_who(l);
    finding_law(l);
    finding_stop(l);
    am_html_close(&l->page.html, "ol");
    am_leaf_rounded(l);
}

/* ---- the beginning of the other pages ---- */

static void owners(struct am_leaf *l)
{
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_OWNERS_LEAD));
    am_leaf_picture(l, AM_SITE_CHART_OWNERS);
    am_leaf_link(l, am_leaf_address(l, AM_LEAF_CORPORATIONS, NULL),
                 AM_SAY(l->speech, TEXT_SITE_ALL_CORPORATIONS));
}

static void law(struct am_leaf *l)
{
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_LAW_LEAD));
    am_leaf_picture(l, AM_SITE_CHART_WORLD);
    am_leaf_countries_table(l, ROWS_MAX);
    am_leaf_link(l, am_leaf_address(l, AM_LEAF_COUNTRIES, NULL),
                 AM_SAY(l->speech, TEXT_SITE_LAW_ALL));
}

static void work(struct am_leaf *l)
{
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_WORK_LEAD));
    am_leaf_picture(l, AM_SITE_CHART_WORK);
    am_leaf_link(l, am_leaf_address(l, AM_LEAF_WORK, NULL), AM_SAY(l->speech, TEXT_SITE_WORK_ALL));
}

static void stops(struct am_leaf *l)
{
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_STOPS_LEAD));
    am_leaf_picture(l, AM_SITE_CHART_STOPS);
}

static void rounds(struct am_leaf *l)
{
    const struct am_cell *before = NULL;
    const struct am_cell *after = NULL;
    if (!am_told_same(l->figures, &before, &after))
        return;
    am_leaf_changes(l, before, after, CHANGES_MAX);
    am_leaf_link(l, am_leaf_address(l, AM_LEAF_ROUNDS, NULL),
                 AM_SAY(l->speech, TEXT_SITE_ROUNDS_ALL));
}

static void untold(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_campaign_figures *f = l->figures;
    am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_UNTOLD_FEW, am_say_number(s, f->settings->at_least)));
    if (f->withheld > 0)
        am_leaf_say(l, NULL,
                    AM_SAY(s, TEXT_SITE_UNTOLD_WITHHELD, am_say_number(s, f->withheld),
                           am_say_number(s, f->told)));
    if (f->held > 0)
        am_leaf_say(l, NULL,
                    AM_SAY_COUNT(s, f->held, TEXT_SITE_UNTOLD_HELD, am_say_number(s, f->held)));
    am_leaf_link(l, am_leaf_address(l, AM_LEAF_METHOD, NULL), AM_SAY(s, TEXT_SITE_UNTOLD_MORE));
}

static const struct {
    const char *id, *title;
    void (*write)(struct am_leaf *l);
} sections[] = {
    {"_what", TEXT_SITE_WHAT, what},
    {"_coverage", TEXT_SITE_COVERAGE, coverage},
    {"_findings", TEXT_FINDINGS, findings},
    {"_who", TEXT_SITE_WHO, who},
    {"_corporations", TEXT_SITE_OWNERS, owners},
    {"_law", TEXT_LAW, law},
    {"_work", TEXT_SITE_WORK, work},
    {"_stops", TEXT_STOPS, stops},
    {"_leaving", TEXT_LEAVING, leaving},
    {"_rounds", TEXT_SITE_ROUNDS, rounds},
    {"_untold", TEXT_SITE_UNTOLD, untold},
    {"_cite", TEXT_SITE_CITE, am_leaf_cite},
    {"_reply", TEXT_REPLY, am_leaf_reply},
};

static bool is_told(const struct am_leaf *l, size_t section)
{
    if (sections[section].write == who)
        return has_groups(l);
    if (sections[section].write == stops)
        return am_site_chart_has(l->figures, AM_SITE_CHART_STOPS);
    return sections[section].write != rounds || am_leaf_has(l->figures, AM_LEAF_ROUNDS);
}

/* Not <nav>, to which the script would add a button that opens all that is folded: nothing is. */
static void contents(struct am_leaf *l)
{
    struct am_html *h = &l->page.html;
    am_html_open(h, "div");
    am_html_attribute(h, "class", "contents");
    am_html_attribute(h, "role", "navigation");
    am_html_attribute(h, "aria-label", AM_SAY(l->speech, TEXT_CONTENTS));
    am_html_open(h, "ol");
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        char link[32];
        if (!is_told(l, i))
            continue;
        (void)snprintf(link, sizeof link, "#%s", sections[i].id);
        am_html_open(h, "li");
        am_html_open(h, "a");
        am_html_attribute(h, "href", link);
        am_html_text(h, AM_SAY(l->speech, sections[i].title));
        am_html_close(h, "a");
        am_html_close(h, "li");
    }
    am_html_close(h, "ol");
    am_html_close(h, "div");
}

void am_leaf_front(struct am_leaf *l)
{
    contents(l);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (!is_told(l, i))
            continue;
        am_leaf_open(l, sections[i].id, sections[i].title);
        sections[i].write(l);
        am_leaf_close(l);
    }
}
