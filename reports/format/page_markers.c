/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What one click contacts: the moments that somebody wrote down while the scan ran. */
#include <stdio.h>
#include <stdlib.h>

#include "charts/charts.h"
#include "format/markers.h"
#include "format/page.h"
#include "text.h"

#define OPEN_MAX    12 /* markers that are unfolded from the start */
#define ALOUD_MAX   12
#define HOUR        3600
#define WEEK_HOURS  168          /* past it, an hour of the week is more than one */
#define TIME_MAX    253402300799 /* the end of the year 9999; a scan file may claim any time */
#define CLOCK_HOURS 36           /* past it, the foot names days of the week, */
#define NAMED_HOURS 336          /* and past this the first and the last date alone */

/* ---- the picture ---- */

/* A timeline with what it borrows. */
struct drawing {
    struct am_chart_timeline line;
    struct am_chart_point points[WEEK_HOURS];
    struct am_chart_hour hours[WEEK_HOURS + 1];
    struct am_chart_tick ticks[AM_MARKERS_TOLD];
};

static int64_t hour_of(int64_t time)
{
    return time - (time % HOUR + HOUR) % HOUR;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The hours in which markers are. */
static void set_period(struct drawing *d, const struct am_figures *f)
{
    size_t count = am_markers_told(f);
    const struct am_marker_line *last = &f->markers.at[count - 1];
    int64_t end = last->ended != 0 ? last->ended - 1 : last->time;
    d->line.from = hour_of(earlier(f->markers.at[0].time, TIME_MAX));
    d->line.to = hour_of(earlier(end, TIME_MAX)) + HOUR;
}

static unsigned slot_of(const struct am_figures *f, int64_t hour)
{
    struct am_local local;
    am_zone_local(f->ask.zone, hour, &local);
    return local.weekday * 24 + local.hour;
}

/* Contacts of each hour, where an hour of the week was watched once. */
static void set_points(struct drawing *d, struct am_speech *s, const struct am_figures *f)
{
    const struct am_scan_info *info = &f->scope.info;
    uint64_t most = 0;
    if (hour_of(info->last_packet) - hour_of(info->first_packet) >= (int64_t)WEEK_HOURS * HOUR)
        return;
    for (int64_t hour = d->line.from; hour < d->line.to && d->line.point_count < WEEK_HOURS;
         hour += HOUR) {
        uint64_t contacts = f->week[slot_of(f, hour)].sum.contacts;
        d->points[d->line.point_count++] = (struct am_chart_point){hour, (double)contacts};
        most = contacts > most ? contacts : most;
    }
    d->line.points = d->points;
    d->line.area = AM_SAY(s, TEXT_MARKERS_HOURS, am_say_number(s, most));
}

static void add_hour(struct drawing *d, int64_t time, const char *label)
{
    d->hours[d->line.hour_count++] = (struct am_chart_hour){time, label};
}

static void set_foot(struct drawing *d, struct am_speech *s, const struct am_figures *f)
{
    int64_t from = d->line.from;
    int64_t to = d->line.to;
    bool days = to - from > (int64_t)CLOCK_HOURS * HOUR;
    d->line.hours = d->hours;
    if (to - from > (int64_t)NAMED_HOURS * HOUR) {
        add_hour(d, from, am_say_day(s, from));
        add_hour(d, to, am_say_day(s, to));
        return;
    }
    for (int64_t hour = from; hour <= to; hour += HOUR) {
        unsigned slot = slot_of(f, hour);
        if (!days)
            add_hour(d, hour, am_say_hour(s, slot % 24));
        else if (slot % 24 == 0)
            add_hour(d, hour, am_say_weekday(s, slot / 24, true));
    }
}

static const char *say_moment(struct am_speech *s, const struct am_marker_line *line)
{
    return AM_SAY(s, TEXT_PART, am_say_clock(s, line->time), line->text);
}

static void set_ticks(struct drawing *d, struct am_speech *s, const struct am_figures *f)
{
    d->line.tick_count = am_markers_told(f);
    for (size_t i = 0; i < d->line.tick_count; i++)
        d->ticks[i] = (struct am_chart_tick){f->markers.at[i].time, (unsigned)i + 1,
                                             say_moment(s, &f->markers.at[i])};
    d->line.ticks = d->ticks;
}

static const char *aloud(struct am_speech *s, const struct am_figures *f)
{
    const char *list[ALOUD_MAX];
    size_t told = am_markers_told(f) < ALOUD_MAX ? am_markers_told(f) : ALOUD_MAX;
    const char *text = NULL;
    for (size_t i = 0; i < told; i++) {
        list[i] = AM_SAY(s, "{1}. {2}", am_say_number(s, i + 1), say_moment(s, &f->markers.at[i]));
        text = text ? AM_SAY(s, TEXT_AND_THEN, text, list[i]) : list[i];
    }
    if (f->markers.count > told)
        text = AM_SAY(s, "{1} {2}", text,
                      AM_SAY_COUNT(s, f->markers.count - told, TEXT_AND_MORE,
                                   am_say_number(s, f->markers.count - told)));
    return text;
}

static void draw(struct am_page *p, const struct drawing *d, const char *description, bool wide)
{
    const struct am_chart chart = {
        .id = wide ? "markers-line" : "markers-line-n",
        .title = AM_SAY(p->speech, TEXT_MARKERS_CHART),
        .description = description,
        .width = wide ? 960 : 340,
    };
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", wide ? "wide" : "slim");
    am_chart_timeline(&p->html, &chart, &d->line);
    am_html_close(&p->html, "div");
}

static void picture(struct am_page *p)
{
    struct drawing *d = calloc(1, sizeof *d);
    if (!d) {
        p->status = AM_E_NO_MEMORY;
        return;
    }
    set_period(d, p->figures);
    set_points(d, p->speech, p->figures);
    set_foot(d, p->speech, p->figures);
    set_ticks(d, p->speech, p->figures);
    const char *description = aloud(p->speech, p->figures);
    am_html_open(&p->html, "figure");
    am_html_element(&p->html, "figcaption", NULL, AM_SAY(p->speech, TEXT_MARKERS_CHART));
    draw(p, d, description, true);
    draw(p, d, description, false);
    am_html_close(&p->html, "figure");
    free(d);
}

/* ---- the list ---- */

static void corporations(struct am_page *p, const struct am_marker_line *line,
                         enum am_marker_part part)
{
    static const char *const looks[AM_MARKER_PARTS] = {"ledger service", "ledger host", NULL};
    const char *names = am_marker_owners(p->speech, line, part);
    if (!names)
        return;
    am_html_open(&p->html, "div");
    am_html_open(&p->html, "dt");
    am_html_element(&p->html, "span", looks[part], AM_SAY(p->speech, am_marker_part_name(part)));
    am_html_close(&p->html, "dt");
    am_html_element(&p->html, "dd", NULL, names);
    am_html_close(&p->html, "div");
}

static void marker(struct am_page *p, size_t i)
{
    const struct am_marker_line *line = &p->figures->markers.at[i];
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    char id[32];
    (void)snprintf(id, sizeof id, "marker-%zu", i + 1);
    am_page_fold(p, i < OPEN_MAX);
    am_html_element(h, "span", "tick", am_say_number(s, i + 1));
    am_html_text(h, " ");
    am_html_open(h, "h3");
    am_page_foreign(p, NULL, line->text);
    am_html_close(h, "h3");
    am_html_text(h, " ");
    am_html_element(h, "span", "of", am_say_clock(s, line->time));
    am_html_text(h, " ");
    am_html_element(h, "strong", "many", am_marker_count(s, line));
    am_page_folded(p, id);
    if (line->owner_count > 0) {
        am_html_open(h, "dl");
        am_html_attribute(h, "class", "words");
        for (int part = 0; part < AM_MARKER_PARTS; part++)
            corporations(p, line, (enum am_marker_part)part);
        am_html_close(h, "dl");
    }
    am_page_paragraph(p, "note", am_marker_seen(s, line));
    am_page_paragraph(p, "note", am_marker_when(s, line));
    am_page_fold_end(p);
}

void am_page_markers(struct am_page *p)
{
    const char *rest = am_marker_rest(p->speech, p->figures);
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_MARKERS_LEAD));
    picture(p);
    am_html_open(&p->html, "div");
    am_html_attribute(&p->html, "class", "clicks");
    for (size_t i = 0; i < am_markers_told(p->figures); i++)
        marker(p, i);
    am_html_close(&p->html, "div");
    if (rest)
        am_page_paragraph(p, "note", rest);
}
