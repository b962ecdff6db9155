/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rectangles of a drawing become texts, in ink that is seen on what is behind them, and the logo.
 */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "templates/fill_private.h"

#define FAMILY       "Noto Sans, DejaVu Sans, sans-serif"
#define SIZE         40.0 /* px, where a slot does not say */
#define SMALLEST     0.5  /* of its size, the same */
#define LEADING      1.2
#define BOLD         600   /* from here on it is a headline */
#define LARGE        0.045 /* of the picture's shorter side: letters that 3 to 1 is enough for */
#define BASE64_LIMIT ((size_t)400000)

/* ---- the logo ---- */

static enum am_status put_logo(const struct am_filling *f, const struct am_drawing_slot *s)
{
    const struct am_logo *logo = f->fill->logo;
    char align[AM_XML_VALUE] = "";
    struct am_text address;
    gchar *base64 = g_base64_encode(logo->bytes.at, logo->bytes.len);
    am_text_init(&address, BASE64_LIMIT);
    am_text_addf(&address, "data:%s;base64,", logo->type);
    am_text_add(&address, base64);
    g_free(base64);
    (void)am_xml_look(s->rect, "text-align", false, align);
    enum am_status status = am_text_status(&address);
    if (status == AM_OK) {
        xmlNode *image = xmlNewNode(s->rect->ns, am_xml_text("image"));
        am_fill_set_number(image, "x", s->x);
        am_fill_set_number(image, "y", s->y);
        am_fill_set_number(image, "width", s->width);
        am_fill_set_number(image, "height", s->height);
        am_xml_set(image, "preserveAspectRatio",
                   (strcmp(align, "left") == 0 || strcmp(align, "start") == 0 ? "xMinYMid meet"
                    : strcmp(align, "center") == 0                            ? "xMidYMid meet"
                                                                              : "xMaxYMid meet"));
        am_xml_set(image, "href", address.at);
        xmlFreeNode(xmlReplaceNode(s->rect, image));
    }
    am_text_done(&address);
    return status;
}

/* ---- texts ---- */

static double of_look(xmlNode *node, const char *property, double otherwise)
{
    char text[AM_XML_VALUE];
    double value;
    return am_xml_look(node, property, true, text) && am_xml_number(text, &value) ? value
                                                                                  : otherwise;
}

static enum am_side_of side(const char *text)
{
    static const char *const middles[] = {"center", "middle"};
    static const char *const ends[] = {"end", "right", "bottom"};
    for (size_t i = 0; i < sizeof middles / sizeof *middles; i++)
        if (strcmp(text, middles[i]) == 0)
            return AM_AT_MIDDLE;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(text, ends[i]) == 0)
            return AM_AT_END;
    return AM_AT_START;
}

static double leading(xmlNode *rect)
{
    char text[AM_XML_VALUE];
    double value = LEADING;
    if (!am_xml_look(rect, "line-height", true, text))
        return value;
    char *percent = strchr(text, '%');
    if (percent)
        *percent = '\0';
    if (!am_xml_number(text, &value))
        return LEADING;
    value = percent ? value / 100 : value;
    return fmin(fmax(value, 0.7), 3);
}

/* What the rectangle's style says of its text. */
static struct am_lettering lettering(xmlNode *rect)
{
    char text[AM_XML_VALUE];
    struct am_lettering how = {.weight = 400, .leading = leading(rect)};
    double size = fmin(fmax(of_look(rect, "font-size", SIZE), 1), 2000);
    double smallest = size * SMALLEST;
    double lines = 0;
    (void)am_fill_number(rect, "data-smallest", &smallest);
    (void)am_fill_number(rect, "data-lines", &lines);
    how.largest = size;
    how.smallest = fmin(fmax(smallest, 1), size);
    how.lines = (size_t)fmin(fmax(lines, 0), AM_LETTERS_LINES_MAX);
    how.spacing = of_look(rect, "letter-spacing", 0) / size;
    how.weight = (int)fmin(fmax(of_look(rect, "font-weight", 400), 100), 900);
    if (am_xml_look(rect, "font-weight", true, text) && strcmp(text, "bold") == 0)
        how.weight = 700;
    how.italic = am_xml_look(rect, "font-style", true, text) && strcmp(text, "italic") == 0;
    bool family = am_xml_look(rect, "font-family", true, text);
    size_t n = 0;
    for (const char *c = family ? text : FAMILY; *c && n + 1 < sizeof how.family; c++)
        if (*c != '\'' && *c != '"')
            how.family[n++] = *c;
    if (am_xml_look(rect, "text-align", true, text) || am_xml_look(rect, "text-anchor", true, text))
        how.across = side(text);
    if (am_xml_attribute(rect, "data-down", NULL, text))
        how.down = side(text);
    how.balanced = how.weight >= BOLD || how.across == AM_AT_MIDDLE;
    return how;
}

static void doubt(const struct am_filling *f, const struct am_drawing_slot *s, bool cut,
                  double contrast)
{
    struct am_drawing_doubts *d = f->doubts;
    if (!d || d->count == AM_DRAWING_DOUBTS_MAX)
        return;
    struct am_drawing_doubt *one = &d->at[d->count++];
    *one =
        (struct am_drawing_doubt){.line = am_xml_line(s->rect), .cut = cut, .contrast = contrast};
    (void)snprintf(one->slot, sizeof one->slot, "%s", s->name);
}

/* The colour that the slot wants, or one that is seen. */
static struct am_ink ink_of(const struct am_filling *f, const struct am_drawing_slot *s,
                            double size, const struct am_ink behind[AM_RENDER_SAMPLES])
{
    char text[AM_XML_VALUE];
    struct am_ink wished = {0x14, 0x1c, 0x24};
    double shorter = fmin(f->drawing->width, f->drawing->height);
    double least = size >= shorter * LARGE ? AM_INK_LARGE : AM_INK_CONTRAST;
    double contrast = 0;
    if (am_xml_look(s->rect, "fill", true, text))
        (void)am_ink_parse(text, &wished);
    struct am_ink ink = am_ink_over(wished, behind, AM_RENDER_SAMPLES, least, &contrast);
    if (contrast < least)
        doubt(f, s, false, contrast);
    return ink;
}

static void put_line(xmlNode *group, const struct am_drawing_slot *s,
                     const struct am_lettering *how, const struct am_set_line *line,
                     const char *text)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    static const char *const turned[] = {"end", "middle", "start"};
    xmlNode *node = xmlNewChild(group, group->ns, am_xml_text("text"), NULL);
    double x = how->across == AM_AT_START ? s->x
               : how->across == AM_AT_END ? s->x + s->width
                                          : s->x + s->width / 2;
    am_fill_set_number(node, "x", x + line->shift);
    am_fill_set_number(node, "y", s->y + line->base);
    am_xml_set(node, "text-anchor", (line->rtl ? turned : anchors)[how->across]);
    if (line->rtl)
        am_xml_set(node, "direction", "rtl");
    xmlAddChild(node, xmlNewDocTextLen(group->doc, am_xml_text(text + line->from), (int)line->len));
}

static xmlNode *group_for(const struct am_drawing_slot *s, const struct am_lettering *how,
                          const struct am_set *set, struct am_ink ink)
{
    char text[AM_XML_VALUE];
    xmlNode *group = xmlNewNode(s->rect->ns, am_xml_text("g"));
    am_xml_set(group, "id", s->id);
    if (am_xml_attribute(s->rect, "transform", NULL, text))
        am_xml_set(group, "transform", text);
    am_xml_set(group, "font-family", how->family);
    am_fill_set_number(group, "font-size", set->size);
    (void)snprintf(text, sizeof text, "%d", how->weight);
    am_xml_set(group, "font-weight", text);
    if (how->italic)
        am_xml_set(group, "font-style", "italic");
    if (how->spacing != 0)
        am_fill_set_number(group, "letter-spacing", how->spacing * set->size);
    if (set->language)
        xmlNodeSetLang(group, am_xml_text(set->language));
    am_ink_write(ink, text);
    am_xml_set(group, "fill", text);
    return group;
}

static enum am_status put_text(const struct am_filling *f, const struct am_drawing_slot *s,
                               const struct am_ink behind[AM_RENDER_SAMPLES])
{
    struct am_lettering how = lettering(s->rect);
    struct am_set set;
    struct am_text store;
    am_text_init(&store, 2 * AM_LETTERS_TEXT_MAX + 256);
    enum am_status status =
        am_letters_set(f->letters, s->text, &how, s->width, s->height, &store, &set);
    if (status == AM_OK) {
        xmlNode *group = group_for(s, &how, &set, ink_of(f, s, set.size, behind));
        for (size_t i = 0; i < set.count; i++)
            put_line(group, s, &how, &set.lines[i], store.at);
        if (set.cut)
            doubt(f, s, true, 0);
        xmlFreeNode(xmlReplaceNode(s->rect, group));
    }
    am_text_done(&store);
    return status == AM_OK
               ? AM_OK
               : am_problem_set(f->problem, status, f->drawing->file, am_xml_line(s->rect),
                                "the text of slot '%s' is longer "
                                "than %d bytes",
                                s->name, AM_LETTERS_TEXT_MAX);
}

/* What is behind the slots is seen once they are empty. */
static enum am_status look_behind(const struct am_filling *f,
                                  struct am_ink (*out)[AM_RENDER_SAMPLES])
{
    const char *ids[AM_DRAWING_SLOTS_MAX];
    struct am_text svg;
    am_text_init(&svg, AM_DRAWING_OUT);
    for (size_t i = 0; i < f->count; i++) {
        ids[i] = f->slots[i].id;
        am_xml_set(f->slots[i].rect, "visibility", "hidden");
    }
    enum am_status status = am_fill_dump(f, &svg);
    if (status == AM_OK)
        status = am_render_samples(svg.at, ids, f->count, out, f->problem);
    am_text_done(&svg);
    return status;
}

enum am_status am_fill_slots(const struct am_filling *f)
{
    struct am_ink(*behind)[AM_RENDER_SAMPLES] = calloc(f->count + 1, sizeof *behind);
    if (!behind)
        return am_problem_set(f->problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    enum am_status status = f->count > 0 ? look_behind(f, behind) : AM_OK;
    for (size_t i = 0; i < f->count && status == AM_OK; i++) {
        const struct am_drawing_slot *s = &f->slots[i];
        status = strcmp(s->name, "logo") == 0 ? put_logo(f, s) : put_text(f, s, behind[i]);
    }
    free(behind);
    return status;
}
