/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/site/leaf.h"

#include <stdio.h>
#include <string.h>

#include "campaign/told.h"
#include "campaign/words.h"

static const struct {
    const char *file, *title;
} leaves[AM_LEAVES] = {
    [AM_LEAF_FRONT] = {"index", TEXT_SITE_FRONT},
    [AM_LEAF_CORPORATIONS] = {"corporations", TEXT_SITE_CORPORATIONS},
    [AM_LEAF_COUNTRIES] = {"countries", TEXT_LAW},
    [AM_LEAF_WORK] = {"areas", TEXT_WORK},
    [AM_LEAF_SECTOR] = {"by-sector", TEXT_SITE_BY_SECTOR},
    [AM_LEAF_COUNTRY] = {"by-country", TEXT_SITE_BY_COUNTRY},
    [AM_LEAF_TERRITORY] = {"by-territory", TEXT_SITE_BY_TERRITORY},
    [AM_LEAF_SIZE] = {"by-size", TEXT_SITE_BY_SIZE},
    [AM_LEAF_ROUNDS] = {"rounds", TEXT_SITE_ROUNDS},
    [AM_LEAF_METHOD] = {"method", TEXT_SITE_METHOD},
    [AM_LEAF_DATA] = {"data", TEXT_SITE_DATA},
};

enum am_cell_kind am_leaf_group(enum am_leaf_name name)
{
    return (enum am_cell_kind)(AM_CELL_SECTOR + (int)name - AM_LEAF_SECTOR);
}

bool am_leaf_has(const struct am_campaign_figures *f, enum am_leaf_name name)
{
    const struct am_cell *all = am_told_newest(f);
    const struct am_cell *before;
    const struct am_cell *after;
    if (name == AM_LEAF_ROUNDS)
        return am_told_same(f, &before, &after);
    if (name < AM_LEAF_SECTOR || name > AM_LEAF_SIZE)
        return true;
    for (size_t i = 0; i < f->cells.count; i++)
        if (f->cells.at[i].kind == am_leaf_group(name) && f->cells.at[i].round == all->round)
            return true;
    return false;
}

const char *am_leaf_title(enum am_leaf_name name)
{
    return leaves[name].title;
}

const char *am_leaf_file(enum am_leaf_name name)
{
    return leaves[name].file;
}

const char *am_leaf_address(struct am_leaf *l, enum am_leaf_name name, const char *anchor)
{
    const char *code = am_language_code(am_speech_language(l->speech));
    return anchor ? AM_SAY(l->speech, "./{1}.{2}.html#{3}", leaves[name].file, code, anchor)
                  : AM_SAY(l->speech, "./{1}.{2}.html", leaves[name].file, code);
}

const char *am_leaf_anchor(const char *id, char out[AM_LEAF_ANCHOR])
{
    static const char *const own[] = {"report", "words", "contents", "hatch"}; /* of every page */
    bool taken = false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        taken = taken || strcmp(own[i], id) == 0;
    (void)snprintf(out, AM_LEAF_ANCHOR, "%s%s", taken ? "of-" : "", id);
    return out;
}

/* ---- pieces ---- */

void am_leaf_open(struct am_leaf *l, const char *id, const char *title)
{
    am_page_section(&l->page, id, title);
}

void am_leaf_close(struct am_leaf *l)
{
    am_page_section_end(&l->page);
}

void am_leaf_say(struct am_leaf *l, const char *class_, const char *said)
{
    if (said[0])
        am_page_paragraph(&l->page, class_, said);
}

void am_leaf_link(struct am_leaf *l, const char *href, const char *text)
{
    struct am_html *h = &l->page.html;
    am_html_open(h, "p");
    am_html_attribute(h, "class", "go");
    am_html_open(h, "a");
    am_html_attribute(h, "href", href);
    am_html_text(h, text);
    am_html_close(h, "a");
    am_html_close(h, "p");
}

void am_leaf_rounded(struct am_leaf *l)
{
    am_leaf_say(l, "note",
                AM_SAY(l->speech, TEXT_SITE_ROUNDED,
                       am_say_number(l->speech, l->figures->settings->round_to)));
}

static void begin_told(struct am_leaf *l, const struct am_column *column)
{
    am_page_cell(&l->page, column);
    am_html_open(&l->page.html, "div");
    am_html_attribute(&l->page.html, "class", "told");
}

static void end_told(struct am_leaf *l)
{
    am_html_close(&l->page.html, "div");
    am_page_cell_end(&l->page);
}

/* In thousandths of the width; what is not nothing can be seen. */
static void strip(struct am_html *h, const char *look, double from, double to)
{
    char number[32];
    from = from < 990 ? from : 990;
    to = to > from + 10 ? to : from + 10;
    am_html_open(h, "rect");
    am_html_attribute(h, "class", look);
    (void)snprintf(number, sizeof number, "%.1f%%", from / 10);
    am_html_attribute(h, "x", number);
    (void)snprintf(number, sizeof number, "%.1f%%", (to - from) / 10);
    am_html_attribute(h, "width", number);
    am_html_attribute(h, "height", "100%");
    am_html_close(h, "rect");
}

static void begin_strips(struct am_html *h)
{
    am_html_open(h, "svg");
    am_html_attribute(h, "class", "bar");
    am_html_attribute(h, "aria-hidden", "true");
    strip(h, "bar-whole", 0, 1000);
}

/* What a number that is not told exactly leaves open is drawn as open. */
static void draw_count(struct am_html *h, const struct am_campaign_figure *f, const char *look)
{
    char bar[32];
    double length = am_told_length(f) * 1000;
    double least = f->base.n > 0 ? 1000 / (double)f->base.n : 0; /* one organization */
    (void)snprintf(bar, sizeof bar, "bar-%s", look);
    begin_strips(h);
    if (f->count.as == AM_TELL_FEWER)
        strip(h, "bar-open", 0, least * (double)(f->count.n - 1));
    if (length > 0)
        strip(h, bar, 0, length);
    if (f->count.as == AM_TELL_MOST)
        strip(h, "bar-open", length, 1000);
    am_html_close(h, "svg");
}

/* What is not even listed is in fewer than may be told. */
static void fewer(struct am_leaf *l, const struct am_column *column)
{
    begin_told(l, column);
    am_html_element(
        &l->page.html, "span", "share of",
        AM_SAY(l->speech, TEXT_FEWER, am_say_number(l->speech, l->figures->settings->at_least)));
    end_told(l);
}

void am_leaf_count(struct am_leaf *l, const struct am_column *column,
                   const struct am_campaign_figure *f, const char *look, bool whole)
{
    struct am_html *h = &l->page.html;
    struct am_speech *s = l->speech;
    if (!f && whole) {
        am_page_cell_text(&l->page, column, "–");
        return;
    }
    if (!f) {
        fewer(l, column);
        return;
    }
    begin_told(l, column);
    if (!am_told_counted(f)) {
        am_html_element(h, "span", "not", AM_SAY(s, TEXT_TOLD_NOT));
        end_told(l);
        return;
    }
    const char *count = am_told_number(s, &f->count);
    if (whole)
        count = AM_SAY(s, TEXT_SITE_NUMBER_OF, count, am_told_number(s, &f->base));
    draw_count(h, f, look);
    am_html_open(h, "span");
    if (f->count.as == AM_TELL_ROUNDED) {
        am_html_element(h, "span", "share", am_told_share(s, f));
        am_html_text(h, " ");
    }
    am_html_element(h, "span", f->count.as == AM_TELL_ROUNDED ? "of" : "share of", count);
    am_html_close(h, "span");
    end_told(l);
}

/* Of bands only: from none to all. */
static void draw_half(struct am_html *h, const struct am_campaign_figure *f, bool half)
{
    begin_strips(h);
    if (half)
        strip(h, "half-part", am_told_band(f->q1.value).from * 10.0,
              am_told_band(f->q3.value).to * 10.0);
    if (f->median.told)
        strip(h, "half-middle", am_told_band(f->median.value).from * 10.0,
              am_told_band(f->median.value).to * 10.0);
    am_html_close(h, "svg");
}

void am_leaf_half(struct am_leaf *l, const struct am_column *column,
                  const struct am_campaign_figure *f)
{
    const char *range = f ? am_told_range(l->speech, f) : "";
    const char *median = f ? am_told_median(l->speech, f) : "";
    if (!f || (!range[0] && !median[0])) {
        am_page_cell_text(&l->page, column, "–");
        return;
    }
    begin_told(l, column);
    if (am_variable_shape(f->variable->kind)->unit == AM_UNIT_BAND)
        draw_half(&l->page.html, f, range[0] != '\0');
    am_html_element(&l->page.html, "span", "share",
                    range[0] ? range : AM_SAY(l->speech, TEXT_TOLD_MIDDLE, median));
    end_told(l);
}

void am_leaf_median(struct am_leaf *l, const struct am_column *column,
                    const struct am_campaign_figure *f)
{
    const char *median = f ? am_told_median(l->speech, f) : "";
    am_page_cell_text(&l->page, column, median[0] ? median : "–");
}

void am_leaf_row(struct am_leaf *l, const char *anchor, const char *name, const char *href,
                 const char *more)
{
    struct am_html *h = &l->page.html;
    char id[AM_LEAF_ANCHOR];
    am_page_row(&l->page, NULL);
    if (anchor)
        am_html_attribute(h, "id", am_leaf_anchor(anchor, id));
    am_page_head(&l->page, 1);
    if (href) {
        am_html_open(h, "a");
        am_html_attribute(h, "href", href);
    }
    am_page_foreign(&l->page, NULL, name);
    if (href)
        am_html_close(h, "a");
    if (more)
        am_html_element(h, "span", "country", more);
    am_page_head_end(&l->page);
}

static void picture(struct am_leaf *l, enum am_site_chart which, const char *class_,
                    const struct am_site_place *place)
{
    am_html_open(&l->page.html, "div");
    am_html_attribute(&l->page.html, "class", class_);
    enum am_status status = am_site_chart_draw(&l->page.html, l->speech, l->figures, which, place);
    if (l->page.status == AM_OK)
        l->page.status = status;
    am_html_close(&l->page.html, "div");
}

void am_leaf_picture(struct am_leaf *l, enum am_site_chart which)
{
    static const struct am_site_place wide = {.suffix = "", .width = 960};
    static const struct am_site_place narrow = {.suffix = "-n", .width = 340};
    struct am_html *h = &l->page.html;
    if (!am_site_chart_has(l->figures, which))
        return;
    am_html_open(h, "figure");
    am_html_element(h, "figcaption", NULL, am_site_chart_title(l->speech, l->figures, which));
    if (which == AM_SITE_CHART_WORLD) { /* it has no text but its legend, which is told below */
        picture(l, which, "map", &wide);
    } else {
        picture(l, which, "wide", &wide);
        picture(l, which, "slim", &narrow);
    }
    am_html_close(h, "figure");
    if (which == AM_SITE_CHART_WORLD) {
        const char *legend[AM_MAP_CLASSES + 1];
        am_site_map_legend(l->speech, l->figures, legend);
        am_page_map_keys(&l->page, legend, AM_MAP_CLASSES + 1);
    }
}
