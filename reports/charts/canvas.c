/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "charts/canvas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uniwidth.h>

#include "base/utf8.h"
#include "charts/ink.h"

#define LINE 20.0 /* of a legend */
#define KEY  12.0

#define NUMBER_MAX 1e6
#define MARKS_MAX  2 /* combining marks on one letter: more would leave their line */
#define BOLD       1.14

double am_canvas_share(double value)
{
    return value > 0 ? fmin(value, 1) : 0; /* NaN is not above 0 */
}

void am_canvas_number(double value, char out[32])
{
    long tenths = isfinite(value) ? lround(fmin(fmax(value, -NUMBER_MAX), NUMBER_MAX) * 10) : 0;
    const char *sign = tenths < 0 ? "-" : "";
    long size = tenths < 0 ? -tenths : tenths;
    if (size % 10 == 0)
        (void)snprintf(out, 32, "%s%ld", sign, size / 10);
    else
        (void)snprintf(out, 32, "%s%ld.%ld", sign, size / 10, size % 10);
}

void am_canvas_attribute(struct am_html *h, const char *name, double value)
{
    char text[32];
    am_canvas_number(value, text);
    am_html_attribute(h, name, text);
}

void am_canvas_id(const struct am_chart *c, const char *name, char out[AM_CANVAS_ID_SIZE])
{
    (void)snprintf(out, AM_CANVAS_ID_SIZE, "%s-%s", c->id, name);
}

/* Advance widths of DejaVu Sans, one of the widest, from the space to the tilde: thousandths. */
static const uint16_t ascii[] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838,
};

/* Other scripts: what their wider letters take. */
static const struct {
    uint32_t first, last;
    double width;
} scripts[] = {
    {0xa0, 0xa0, 0.34},   {0xa1, 0x24f, 0.74},  {0x370, 0x3ff, 0.76},   {0x400, 0x52f, 0.8},
    {0x590, 0x5ff, 0.68}, {0x600, 0x6ff, 0.85}, {0x2018, 0x201f, 0.54},
};

static double advance(uint32_t code)
{
    if (code >= 0x20 && code < 0x7f)
        return ascii[code - 0x20] / 1000.0;
    int columns = am_utf8_is_inert(code) ? uc_width(code, "UTF-8") : 1;
    if (columns == 0)
        return 0;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (code >= scripts[i].first && code <= scripts[i].last)
            return scripts[i].width;
    return columns == 2 ? 1.15 : 1.05;
}

double am_canvas_width(const char *text)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
    double width = 0;
    while (am_reader_more(&r))
        width += advance(am_utf8_read(&r));
    return width * AM_CHART_TEXT;
}

#define FITTING_MAX 256 /* bytes: charts have no room for more */

/* Adds what of `text` is at most `room` px wide; true where that is all of it. */
static bool add_fitting(const char *text, double room, struct am_text *out)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
    double width = 0;
    unsigned marks = 0;
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        double wide = advance(code) * AM_CHART_TEXT;
        marks = wide > 0 ? 0 : marks + 1;
        if (marks > MARKS_MAX)
            continue;
        width += wide;
        if (width > room || out->len > FITTING_MAX - 8)
            return false;
        am_utf8_add(out, am_utf8_is_inert(code) ? code : AM_UTF8_REPLACEMENT);
    }
    return true;
}

/* Nothing where not even an ellipsis has room. */
static bool shorten(const char *text, double room, struct am_text *out)
{
    const double ellipsis = advance(0x2026) * AM_CHART_TEXT;
    am_text_clear(out);
    if (add_fitting(text, room, out))
        return false;
    am_text_clear(out);
    if (room < ellipsis)
        return true;
    (void)add_fitting(text, room - ellipsis, out);
    while (out->len > 0 && out->at[out->len - 1] == ' ')
        out->at[--out->len] = '\0';
    am_text_add(out, "…");
    return true;
}

/* Adds the words that fit into `room` at `scale`; returns what is left of the text. */
static const char *add_line(const char *text, double room, double scale, struct am_text *line)
{
    struct am_text word;
    double width = 0;
    am_text_init(&word, 4096);
    while (*text) {
        size_t len = strcspn(text, " ");
        am_text_clear(&word);
        am_text_add_len(&word, text, len);
        double wide = am_canvas_width(word.at) * scale;
        double space = line->len > 0 ? am_canvas_width(" ") * scale : 0;
        if (line->len > 0 && width + space + wide > room)
            break;
        if (line->len > 0)
            am_text_add(line, " ");
        am_text_add(line, word.at);
        width += space + wide;
        text += len;
        text += strspn(text, " ");
    }
    am_text_done(&word);
    return text;
}

double am_canvas_paragraph(struct am_html *h, const char *look, double x, double y, double room,
                           double size, const char *text)
{
    double scale = size / AM_CHART_TEXT * (strcmp(look, "head") == 0 ? BOLD : 1);
    double height = 0;
    while (*text) {
        struct am_text line;
        am_text_init(&line, 8192);
        text = add_line(text, room, scale, &line);
        height += size * 1.4;
        if (h) {
            am_html_open(h, "text");
            am_html_attribute(h, "class", look);
            am_canvas_attribute(h, "font-size", size);
            am_canvas_attribute(h, "x", x);
            am_canvas_attribute(h, "y", y + height - size * 0.4);
            am_html_text(h, line.at);
            am_html_close(h, "text");
        }
        bool stuck = line.len == 0;
        am_text_done(&line);
        if (stuck)
            break;
    }
    return height;
}

static void begin_text(struct am_html *h, const char *look, enum am_anchor anchor, double x,
                       double y)
{
    static const char *const anchors[] = {NULL, "middle", "end"};
    am_html_open(h, "text");
    if (look)
        am_html_attribute(h, "class", look);
    am_canvas_attribute(h, "x", x);
    am_canvas_attribute(h, "y", y);
    if (anchors[anchor])
        am_html_attribute(h, "text-anchor", anchors[anchor]);
}

/* How much of the room letters of the usual weight would have. */
static double plain_room(const char *look, double room)
{
    return look && strcmp(look, "strong") == 0 ? room / BOLD : room;
}

/* Where not all of it can be read, the title tells `whole`. */
static void text_value(struct am_html *h, const char *look, enum am_anchor anchor, double x,
                       double y, double room, const char *shown, const char *value,
                       const char *whole)
{
    struct am_text label, fitting;
    room = plain_room(look, room);
    am_text_init(&label, FITTING_MAX);
    am_text_init(&fitting, FITTING_MAX);
    bool cut = shorten(value, room, &fitting);
    double left = room;
    if (fitting.len > 0)
        left -= am_canvas_width(fitting.at) + AM_CHART_TEXT / 2.0;
    cut = shorten(shown, left, &label) || cut;
    if (label.len > 0 || fitting.len > 0) {
        begin_text(h, look, anchor, x, y);
        if (cut) {
            am_html_open(h, "title");
            am_html_text(h, whole);
            am_html_text(h, value[0] ? " " : "");
            am_html_text(h, value);
            am_html_close(h, "title");
        }
        am_html_text(h, label.at);
        am_html_text(h, label.len > 0 && fitting.len > 0 ? " " : "");
        am_html_text(h, fitting.at);
        am_html_close(h, "text");
    }
    am_text_done(&label);
    am_text_done(&fitting);
}

void am_canvas_text_value(struct am_html *h, const char *look, enum am_anchor anchor, double x,
                          double y, double room, const char *text, const char *value)
{
    text_value(h, look, anchor, x, y, room, text, value, text);
}

#define BASE 4.0 /* px from the middle of a line to its base line */

double am_canvas_label(struct am_html *h, const char *look, enum am_anchor anchor, double x,
                       double y, double room, const char *text, const char *value)
{
    struct am_text first;
    double space = value[0] ? AM_CHART_TEXT / 2.0 : 0;
    double plain = plain_room(look, room);
    am_text_init(&first, FITTING_MAX);
    const char *rest =
        am_canvas_width(text) + space + am_canvas_width(value) > plain && strlen(text) < FITTING_MAX
            ? add_line(text, plain, 1, &first)
            : "";
    bool two = first.len > 0 && am_canvas_width(first.at) <= plain && (rest[0] || value[0]);
    if (h && two) {
        text_value(h, look, anchor, x, y - AM_CANVAS_LINE / 2 + BASE, room, first.at, "", text);
        text_value(h, look, anchor, x, y + AM_CANVAS_LINE / 2 + BASE, room, rest, value, text);
    } else if (h) {
        text_value(h, look, anchor, x, y + BASE, room, text, value, text);
    }
    am_text_done(&first);
    return two ? 2 * AM_CANVAS_LINE : AM_CANVAS_LINE;
}

void am_canvas_text(struct am_html *h, const char *look, enum am_anchor anchor, double x, double y,
                    double room, const char *text)
{
    am_canvas_text_value(h, look, anchor, x, y, room, text, "");
}

void am_canvas_rect_titled(struct am_html *h, const char *look, const char *fill, double x,
                           double y, double width, double height, const char *title)
{
    am_html_open(h, "rect");
    am_html_attribute(h, "class", look);
    if (fill) {
        char url[AM_CANVAS_ID_SIZE + 8];
        (void)snprintf(url, sizeof url, "url(#%s)", fill);
        am_html_attribute(h, "fill", url);
    }
    am_canvas_attribute(h, "x", x);
    am_canvas_attribute(h, "y", y);
    am_canvas_attribute(h, "width", width > 0 ? width : 0);
    am_canvas_attribute(h, "height", height > 0 ? height : 0);
    if (title)
        am_html_element(h, "title", NULL, title);
    am_html_close(h, "rect");
}

void am_canvas_rect(struct am_html *h, const char *look, double x, double y, double width,
                    double height)
{
    am_canvas_rect_titled(h, look, NULL, x, y, width, height, NULL);
}

void am_canvas_line(struct am_html *h, const char *look, double x1, double y1, double x2, double y2)
{
    am_html_open(h, "line");
    am_html_attribute(h, "class", look);
    am_canvas_attribute(h, "x1", x1);
    am_canvas_attribute(h, "y1", y1);
    am_canvas_attribute(h, "x2", x2);
    am_canvas_attribute(h, "y2", y2);
    am_html_close(h, "line");
}

/* Colours of a file, since what renders it knows no custom properties. */
static void write_style(struct am_html *h, const struct am_chart_colours *c)
{
    static const char plain[] =
        "text{font-family:'DejaVu Sans',Verdana,sans-serif;fill:#1c2429}"
        "text:not([font-size]){font-size:12px}.head{font-weight:bold}"
        ".soft{fill:#55616a}.strong{font-weight:bold}.halo{paint-order:stroke;stroke:#fff;"
        "stroke-width:3px;stroke-linejoin:round}"
        ".paper{fill:#fff}.whole{fill:#e6e2d8}.unknown{stroke:#8a8983}.doubt-ground{fill:#e6e2d8}."
        "doubt-line{fill:#8a8983}.named{fill:#8fb7cf}"
        ".link{fill-opacity:.38}.link.unknown{fill:#8a8983;fill-opacity:.3;stroke:none}.axis{"
        "stroke:#d9d4c7}"
        ".none{fill:none;stroke:#d9d4c7}.frame{fill:none;stroke:#1c2429;stroke-width:1.5px}"
        ".heat-0{fill:#f4f1ea}.heat-1{fill:#cfe1ec}.heat-2{fill:#97c0d8}.heat-3{fill:#5b9ac0}"
        ".heat-4{fill:#2b719c}.heat-5{fill:#0c4468}"
        ".land{fill:#e9e6df;stroke:#fff;stroke-width:.5px}circle.land{stroke:#55616a}"
        ".map-1{fill:#b4d2e4}.map-2{fill:#84b4d2}.map-3{fill:#5193bd}.map-4{fill:#266c98}"
        ".map-5{fill:#0c4468}.land.home{stroke:#c9182c;stroke-width:2px}";
    struct am_text style;
    am_text_init(&style, 4096);
    am_text_add(&style, plain);
    am_text_addf(&style,
                 ".service{fill:%s}.added{fill:%s}.before{fill:%s;fill-opacity:.35}"
                 ".hatch-ground{fill:%s}.hatch-line{fill:#fff;fill-opacity:.55}"
                 ".area{fill:%s;fill-opacity:.35;stroke:%s;stroke-width:2px}",
                 c->service, c->service, c->service, c->host, c->service, c->service);
    am_html_style(h, style.at);
    am_text_done(&style);
}

/* "hatch" for the second series; "doubt", the other way round, for what is not known. */
static void write_pattern(struct am_html *h, const struct am_chart *c, const char *name,
                          const char *turn)
{
    char id[AM_CANVAS_ID_SIZE];
    char look[32];
    am_canvas_id(c, name, id);
    am_html_open(h, "pattern");
    am_html_attribute(h, "id", id);
    am_html_attribute(h, "width", "6");
    am_html_attribute(h, "height", "6");
    am_html_attribute(h, "patternUnits", "userSpaceOnUse");
    am_html_attribute(h, "patternTransform", turn);
    (void)snprintf(look, sizeof look, "%s-ground", name);
    am_canvas_rect(h, look, 0, 0, 6, 6);
    (void)snprintf(look, sizeof look, "%s-line", name);
    am_canvas_rect(h, look, 0, 0, 2, 6);
    am_html_close(h, "pattern");
}

void am_canvas_open(struct am_html *h, const struct am_chart *c, double height)
{
    char view[96];
    char ids[2 * AM_CANVAS_ID_SIZE + 2];
    char title[AM_CANVAS_ID_SIZE];
    char about[AM_CANVAS_ID_SIZE];
    am_canvas_id(c, "t", title);
    am_canvas_id(c, "d", about);
    (void)snprintf(ids, sizeof ids, "%s %s", title, about);
    height = ceil(fmax(height, 1)); /* an empty chart is a picture too */
    (void)snprintf(view, sizeof view, "0 0 %ld %ld", lround(c->width), lround(height));
    am_html_open(h, "svg");
    am_html_attribute(h, "xmlns", "http://www.w3.org/2000/svg");
    am_html_attribute(h, "class", "chart");
    am_html_attribute(h, "viewBox", view);
    am_html_attribute(h, "role", "img");
    am_html_attribute(h, "aria-labelledby", ids);
    if (c->in) {
        am_canvas_attribute(h, "x", c->in->x);
        am_canvas_attribute(h, "y", c->in->y);
        am_canvas_attribute(h, "width", c->in->width);
        am_canvas_attribute(h, "height", c->in->height);
        am_html_attribute(h, "preserveAspectRatio", "xMidYMin meet");
    } else if (c->colours) {
        am_canvas_attribute(h, "width", c->width);
        am_canvas_attribute(h, "height", height);
    }
    am_html_open(h, "title");
    am_html_attribute(h, "id", title);
    am_html_text(h, c->title);
    am_html_close(h, "title");
    am_html_open(h, "desc");
    am_html_attribute(h, "id", about);
    am_html_text(h, c->description);
    am_html_close(h, "desc");
    if (c->colours && !c->in) {
        write_style(h, c->colours);
        am_canvas_rect(h, "paper", 0, 0, c->width, height);
    }
    write_pattern(h, c, "hatch", "rotate(45)");
    write_pattern(h, c, "doubt", "rotate(-45)");
}

double am_canvas_proportion(const char *svg)
{
    static const char frame[] = "viewBox=\"0 0 ";
    const char *at = strstr(svg, frame);
    char *end = NULL;
    double width = at ? strtod(at + sizeof frame - 1, &end) : 0;
    double height = end && width > 0 ? strtod(end, NULL) : 0;
    return height > 0 ? height / width : 1;
}

void am_canvas_close(struct am_html *h)
{
    am_html_close(h, "svg");
}

double am_canvas_legend(struct am_html *h, const struct am_chart *c, double y,
                        const struct am_key *keys, size_t count, bool draw)
{
    double x = 0;
    double from = y;
    for (size_t i = 0; i < count; i++) {
        double width = KEY + (keys[i].label[0] ? 6 + am_canvas_width(keys[i].label) + 18 : 0);
        width = width < c->width ? width : c->width;
        if (x > 0 && x + width > c->width) {
            x = 0;
            y += LINE;
        }
        if (draw) {
            am_canvas_rect_titled(h, keys[i].look, keys[i].fill, x + 1, y + 3, KEY - 2, KEY - 2,
                                  NULL);
            am_canvas_text(h, "soft", AM_ANCHOR_START, x + KEY + 6, y + 13, width - KEY - 6,
                           keys[i].label);
        }
        x += width;
    }
    return count > 0 ? y + LINE - from : 0;
}

const char *am_chart_colour_check(const char *colour)
{
    static const struct am_ink paper = {0xff, 0xff, 0xff};
    struct am_ink ink;
    if (strlen(colour) != 7 || !am_ink_parse(colour, &ink))
        return "a colour is written as #1f6f9f";
    return am_ink_contrast(ink, paper) >= AM_INK_LARGE
               ? NULL
               : "it is too light to be seen on white paper: take a darker one";
}
