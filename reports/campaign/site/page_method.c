/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How the figures were made and are to be read, what they do not tell; citing, replies, editions.
 */
#include <string.h>

#include "campaign/site/data.h"
#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"

static void list_begin(struct am_leaf *l)
{
    am_html_open(&l->page.html, "ul");
}

static void item(struct am_leaf *l, const char *said)
{
    am_html_element(&l->page.html, "li", NULL, said);
}

static void list_end(struct am_leaf *l)
{
    am_html_close(&l->page.html, "ul");
}

static void shares(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_campaign_figures *f = l->figures;
    am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_SHARES_1));
    am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_SHARES_2));
    am_leaf_say(l, NULL,
                AM_SAY(s, TEXT_SITE_SHARES_3, f->dataset_oldest ? f->dataset_oldest : "–",
                       f->dataset_newest ? f->dataset_newest : "–", f->dataset));
    if (f->settings->trials)
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_TRIALS));
}

/* An example of each kind of figure, from the first corporation that has one. */
static const char *example(struct am_leaf *l,
                           const char *(*say)(struct am_speech *s,
                                              const struct am_campaign_figure *f))
{
    size_t count = 0;
    const struct am_campaign_figure *list =
        am_campaign_list(l->figures, l->all, AM_VAR_EITHER, &count);
    for (size_t i = 0; i < count; i++) {
        const char *text = say(l->speech, &list[i]);
        if (text[0])
            return text;
    }
    return NULL;
}

static void reading(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const char *half = example(l, am_told_half);
    const char *interval = example(l, am_told_interval);
    list_begin(l);
    item(l, AM_SAY(s, TEXT_SITE_READ_COUNT));
    if (half)
        item(l, AM_SAY(s, TEXT_SITE_READ_HALF, half));
    if (interval)
        item(l, AM_SAY(s, TEXT_SITE_READ_INTERVAL, interval));
    list_end(l);
}

static void protect(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_campaign_figures *f = l->figures;
    const struct am_settings *settings = f->settings;
    const char *least = am_say_number(s, settings->at_least);
    am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_UNTOLD_FEW, least));
    list_begin(l);
    item(l, AM_SAY(s, TEXT_SITE_PROTECT_CELL, least, am_say_percent(s, settings->dominance)));
    item(l, AM_SAY(s, TEXT_SITE_PROTECT_COUNT, am_say_number(s, settings->round_to), least));
    item(l, AM_SAY(s, TEXT_SITE_PROTECT_OTHERS, am_say_number(s, f->withheld),
                   am_say_number(s, f->told)));
    if (f->held > 0)
        item(l, AM_SAY_COUNT(s, f->held, TEXT_SITE_UNTOLD_HELD, am_say_number(s, f->held)));
    list_end(l);
    am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_PROTECT_MORE));
}

static void limits(struct am_leaf *l)
{
    static const char *const texts[] = {TEXT_SITE_LIMIT_CHANCE, TEXT_SITE_LIMIT_NETWORK,
                                        TEXT_SITE_LIMIT_OWNERS, TEXT_SITE_LIMIT_TRUST};
    list_begin(l);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        item(l, AM_SAY(l->speech, texts[i]));
    list_end(l);
}

void am_leaf_cite(struct am_leaf *l)
{
    struct am_html *h = &l->page.html;
    struct am_speech *s = l->speech;
    const char *address = am_site_address(s, l->figures);
    am_html_open(h, "p");
    am_html_attribute(h, "class", "cite-text");
    am_page_foreign(&l->page, NULL, am_site_citation(s, l->figures));
    if (address) {
        am_html_text(h, " ");
        am_html_open(h, "a");
        am_html_attribute(h, "href", address);
        am_html_text(h, address);
        am_html_close(h, "a");
    }
    am_html_close(h, "p");
    am_html_open(h, "p");
    am_html_text(h, AM_SAY(s, TEXT_SITE_LICENCE_IS));
    am_html_text(h, " ");
    am_html_open(h, "a");
    am_html_attribute(h, "href", AM_SITE_LICENCE);
    am_html_text(h, "CC BY-SA 4.0");
    am_html_close(h, "a");
    am_html_close(h, "p");
}

void am_leaf_reply(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    const struct am_settings *settings = l->figures->settings;
    am_leaf_say(
        l, NULL,
        AM_SAY(s, TEXT_SITE_REPLY_IS, settings->reply ? settings->reply : settings->contact));
    am_leaf_link(l, AM_SAY(s, "../replies.{1}.html", am_language_code(am_speech_language(s))),
                 AM_SAY(s, TEXT_SITE_REPLIES_READ));
}

static void permanent(struct am_leaf *l)
{
    struct am_speech *s = l->speech;
    char folder[AM_SITE_FOLDER];
    const struct am_campaign_figure *first;
    am_leaf_cite(l);
    am_site_folder(l->figures->edition, folder);
    if (am_told_sorted(l->figures, l->all, AM_VAR_EITHER, &first, 1) == 1)
        am_leaf_say(
            l, NULL,
            AM_SAY(s, TEXT_SITE_PERMANENT,
                   AM_SAY(s, "{1}/corporations.{2}.html#{3}", folder,
                          am_language_code(am_speech_language(s)), am_told_id(first->variable))));
}

static void edition(struct am_leaf *l, const struct am_column columns[3], const char *name,
                    const char *day, size_t count)
{
    am_leaf_row(l, NULL, name, NULL, NULL);
    am_page_cell_text(&l->page, &columns[1], am_say_date(l->speech, day));
    am_page_cell_text(&l->page, &columns[2], count > 0 ? am_say_number(l->speech, count) : "–");
    am_page_row_end(&l->page);
}

static void editions(struct am_leaf *l)
{
    static const struct am_column columns[] = {{TEXT_SITE_FACT_EDITION, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_DAY, AM_CELL_TEXT},
                                               {TEXT_SITE_COLUMN_SHARES, AM_CELL_NUMBER}};
    struct am_speech *s = l->speech;
    const struct am_campaign_figures *f = l->figures;
    am_page_table(&l->page, "narrow", AM_SAY(s, TEXT_SITE_EDITIONS_CAPTION), columns, 3);
    am_page_rows(&l->page, NULL);
    edition(l, columns, AM_SAY(s, TEXT_SITE_THIS_EDITION, am_say_number(s, f->edition)), f->day,
            f->shares);
    for (size_t i = l->site->edition_count; i > 0; i--) {
        const struct am_site_edition *e = &l->site->editions[i - 1];
        edition(l, columns, am_say_number(s, e->number), e->day, e->shares);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
    am_leaf_link(l, "../index.html", AM_SAY(s, TEXT_SITE_EDITIONS_ALL));
}

void am_leaf_method(struct am_leaf *l)
{
    static const struct {
        const char *id, *title;
        void (*write)(struct am_leaf *l);
    } sections[] = {
        {"_shares", TEXT_SITE_SHARES, shares},       {"_read", TEXT_SITE_READ, reading},
        {"_protect", TEXT_SITE_PROTECT, protect},    {"_limits", TEXT_LIMITS, limits},
        {"_cite", TEXT_SITE_CITE, permanent},        {"_reply", TEXT_REPLY, am_leaf_reply},
        {"_editions", TEXT_SITE_EDITIONS, editions},
    };
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        am_leaf_open(l, sections[i].id, sections[i].title);
        sections[i].write(l);
        am_leaf_close(l);
    }
}
