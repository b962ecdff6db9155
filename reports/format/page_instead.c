/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What could take the place of what is used, area by area, each told once. */
#include <stdio.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define ALTERNATIVES_MAX 4
#define NAMED_MAX        3 /* in the line that stays when they are folded */

static void alternative(struct am_page *p, const struct am_alternative *a)
{
    static const char *const efforts[] = {NULL, TEXT_EFFORT_1, TEXT_EFFORT_2, TEXT_EFFORT_3};
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    am_html_open(h, "li");
    if (a->url && a->url[0]) {
        am_html_open(h, "a");
        am_html_attribute(h, "rel", "noreferrer external");
        am_html_attribute(h, "href", a->url);
        am_html_text(h, AM_SAY_NAME(s, a));
        am_html_close(h, "a");
    } else {
        am_html_element(h, "strong", NULL, AM_SAY_NAME(s, a));
    }
    am_html_text(h, ". ");
    am_html_text(h, am_say_own(s, a->text));
    if (a->caution[AM_LANG_EN]) {
        am_html_text(h, " ");
        am_html_text(h, am_say_own(s, a->caution));
    }
    if (a->effort >= 1 && a->effort <= 3) {
        am_html_text(h, " ");
        am_html_element(h, "span", "effort", AM_SAY(s, efforts[a->effort]));
    }
    am_page_source_mark(p, &a->basis);
    am_page_standing(p, &a->basis);
    am_html_close(h, "li");
}

static void area(struct am_page *p, const struct am_way_out *way)
{
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    char id[80];
    (void)snprintf(id, sizeof id, "instead-%s", way->work->category->id);
    am_page_fold(p, way->work->single);
    am_html_element(h, "h3", NULL, am_say_own(s, way->work->category->name));
    am_html_text(h, " ");
    am_html_element(h, "span", "note", am_sentence_alternatives(s, way, NAMED_MAX));
    am_page_folded(p, id);
    am_html_open(h, "ul");
    am_html_attribute(h, "class", "columns");
    for (size_t i = 0; i < way->count && i < ALTERNATIVES_MAX; i++)
        alternative(p, way->alternatives[i]);
    am_html_close(h, "ul");
    if (way->count > ALTERNATIVES_MAX) {
        uint64_t left = way->count - ALTERNATIVES_MAX;
        am_page_paragraph(p, "note", AM_SAY_COUNT(s, left, TEXT_MORE_ROWS, am_say_number(s, left)));
    }
    am_page_fold_end(p);
}

void am_page_instead(struct am_page *p)
{
    const struct am_figures *f = p->figures;
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_INSTEAD_LEAD));
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "instead");
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_way_out *way = am_way_out_of(f, &f->work.at[i]);
        if (way && way->count > 0)
            area(p, way);
    }
    am_html_close(&p->html, "div");
}
