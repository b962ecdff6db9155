/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A drawing is filled: what is not told goes, colours and bars are set, then texts are put over
 * what they are seen on (slots.c). */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "templates/fill_private.h"

#define TINT       0.88 /* white in a tint */
#define SHADE      0.35 /* black in a shade */
#define DEEP       5.0  /* to 1: what white letters have on a deep colour */
#define DEEP_STEPS 50

static enum am_status refuse(const struct am_filling *f, xmlNode *node, const char *what,
                             const char *name)
{
    return am_problem_set(f->problem, AM_E_MALFORMED, f->drawing->file, am_xml_line(node),
                          "%s '%.60s'", what, name);
}

static enum am_status find(const struct am_filling *f, xmlNode *node, const char *name,
                           struct am_slot_value *out, bool *told)
{
    *out = (struct am_slot_value){.share = -1};
    if (strcmp(name, "logo") == 0) {
        *told = f->fill->logo && f->fill->logo->type;
        return AM_OK;
    }
    enum am_slot_state state = f->fill->find(f->fill->ctx, name, out);
    *told = state == AM_SLOT_TOLD;
    return state != AM_SLOT_UNKNOWN
               ? AM_OK
               : refuse(f, node, "the words of this picture have nothing called", name);
}

/* ---- what is not told goes ---- */

static enum am_status stays(const struct am_filling *f, xmlNode *node, bool *out)
{
    char name[AM_XML_VALUE];
    struct am_slot_value value;
    bool told = false;
    const char *wanted = am_xml_named(node, "if-", name);
    bool yes = wanted;
    if (!wanted)
        wanted = am_xml_named(node, "unless-", name);
    *out = true;
    if (!wanted)
        return AM_OK;
    enum am_status status = find(f, node, wanted, &value, &told);
    *out = told == yes;
    return status;
}

static enum am_status drop_untold(const struct am_filling *f)
{
    enum am_status status = AM_OK;
    for (xmlNode *node = f->root; node && status == AM_OK;) {
        bool stay = true;
        if (node->type == XML_ELEMENT_NODE && node != f->root)
            status = stays(f, node, &stay);
        xmlNode *next = am_xml_next(f->root, node, stay);
        if (!stay)
            am_xml_remove(node);
        node = next;
    }
    return status;
}

/* ---- colours ---- */

/* Where the element has a paint: its fill, its line, or the stop of a gradient. */
static void paint(xmlNode *node, struct am_ink ink)
{
    char colour[AM_INK_SIZE];
    char value[AM_XML_VALUE];
    am_ink_write(ink, colour);
    if (am_xml_is(node, "stop")) {
        am_xml_set_look(node, "stop-color", colour);
        return;
    }
    bool filled = !am_xml_look(node, "fill", true, value) || strcmp(value, "none") != 0;
    bool lined = am_xml_look(node, "stroke", true, value) && strcmp(value, "none") != 0;
    if (filled)
        am_xml_set_look(node, "fill", colour);
    if (lined)
        am_xml_set_look(node, "stroke", colour);
}

static const struct am_ink white = {255, 255, 255};
static const struct am_ink black = {0, 0, 0};

/* The colour, as dark as white letters on it need. */
static struct am_ink deep(struct am_ink ink)
{
    struct am_ink out = ink;
    for (int i = 1; i <= DEEP_STEPS && am_ink_contrast(out, white) < DEEP; i++)
        out = am_ink_mix(ink, black, (double)i / DEEP_STEPS);
    return out;
}

static void colour(const struct am_filling *f, xmlNode *node)
{
    static const char *const names[2][4] = {
        {"colour-service", "tint-service", "shade-service", "deep-service"},
        {"colour-host", "tint-host", "shade-host", "deep-host"}};
    const char *const given[2] = {f->fill->colours->service, f->fill->colours->host};
    for (size_t i = 0; i < 2; i++) {
        struct am_ink ink;
        if (!am_ink_parse(given[i], &ink))
            continue;
        if (am_xml_marked(node, names[i][0]))
            paint(node, ink);
        else if (am_xml_marked(node, names[i][1]))
            paint(node, am_ink_mix(ink, white, TINT));
        else if (am_xml_marked(node, names[i][2]))
            paint(node, am_ink_mix(deep(ink), black, SHADE));
        else if (am_xml_marked(node, names[i][3]))
            paint(node, deep(ink));
    }
}

/* ---- rectangles ---- */

bool am_fill_number(xmlNode *node, const char *name, double *out)
{
    char text[AM_XML_VALUE];
    return am_xml_attribute(node, name, NULL, text) && am_xml_number(text, out);
}

void am_fill_set_number(xmlNode *node, const char *name, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    am_xml_set(node, name, g_ascii_formatd(text, sizeof text, "%.2f", value));
}

static enum am_status bar(const struct am_filling *f, xmlNode *node, const char *name)
{
    struct am_slot_value value;
    double width = 0;
    bool told = false;
    enum am_status status = find(f, node, name, &value, &told);
    if (status != AM_OK)
        return status;
    if (!am_xml_is(node, "rect") || !am_fill_number(node, "width", &width) || !(width > 0))
        return refuse(f, node, "this is no rectangle with a width in px: bar", name);
    if (value.share >= 0)
        am_fill_set_number(node, "width", width * fmin(value.share, 1));
    else
        am_xml_remove(node);
    return AM_OK;
}

static enum am_status take_slot(struct am_filling *f, xmlNode *node, const char *name)
{
    struct am_slot_value value;
    struct am_drawing_slot s = {.rect = node};
    bool told = false;
    char id[AM_XML_VALUE];
    enum am_status status = find(f, node, name, &value, &told);
    if (status != AM_OK)
        return status;
    if (!am_xml_is(node, "rect") || !am_fill_number(node, "width", &s.width) ||
        !am_fill_number(node, "height", &s.height) || !(s.width >= 1 && s.height >= 1))
        return refuse(f, node, "this is no rectangle with a width and height in px: slot", name);
    if (f->count == AM_DRAWING_SLOTS_MAX)
        return am_problem_set(f->problem, AM_E_LIMIT, f->drawing->file, am_xml_line(node),
                              "more than %d slots", AM_DRAWING_SLOTS_MAX);
    if (!told) {
        am_xml_remove(node);
        return AM_OK;
    }
    (void)am_fill_number(node, "x", &s.x);
    (void)am_fill_number(node, "y", &s.y);
    (void)snprintf(s.name, sizeof s.name, "%.60s", name);
    if (am_xml_attribute(node, "id", NULL, id) && strlen(id) < sizeof s.id)
        (void)snprintf(s.id, sizeof s.id, "%.95s", id);
    else
        (void)snprintf(s.id, sizeof s.id, "slot-%s-%zu", s.name, f->count);
    am_xml_set(node, "id", s.id);
    s.text = value.text;
    f->slots[f->count++] = s;
    return AM_OK;
}

static enum am_status go_through(struct am_filling *f)
{
    enum am_status status = AM_OK;
    char name[AM_XML_VALUE];
    for (xmlNode *node = f->root; node && status == AM_OK;) {
        xmlNode *next = am_xml_next(f->root, node, true);
        if (node->type == XML_ELEMENT_NODE && node != f->root) {
            const char *slot = am_xml_named(node, "slot-", name);
            colour(f, node);
            if (slot)
                status = take_slot(f, node, slot);
            else if ((slot = am_xml_named(node, "bar-", name)))
                status = bar(f, node, slot);
        }
        node = next;
    }
    return status;
}

enum am_status am_fill_dump(const struct am_filling *f, struct am_text *out)
{
    xmlChar *bytes = NULL;
    int len = 0;
    xmlDocDumpMemoryEnc(f->doc, &bytes, &len, "UTF-8");
    if (!bytes)
        return am_problem_set(f->problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_text_add_len(out, (const char *)bytes, (size_t)len);
    xmlFree(bytes);
    return am_text_status(out) == AM_OK
               ? AM_OK
               : am_problem_set(f->problem, am_text_status(out), f->drawing->file, 0,
                                "the filled picture is too large");
}

/* ---- the frame ---- */

static void add_words(const struct am_filling *f, const char *element, const char *text)
{
    xmlNode *node = xmlNewDocNode(f->doc, f->root->ns, am_xml_text(element), NULL);
    xmlAddChild(node, xmlNewDocText(f->doc, am_xml_text(text)));
    if (f->root->children)
        xmlAddPrevSibling(f->root->children, node);
    else
        xmlAddChild(f->root, node);
}

static void frame(const struct am_filling *f)
{
    char box[160];
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    const struct am_drawing *d = f->drawing;
    const double view[] = {d->x, d->y, d->width, d->height};
    size_t len = 0;
    for (xmlNode *node = f->root->children; node;) {
        xmlNode *next = node->next;
        if (am_xml_is(node, "title") || am_xml_is(node, "desc"))
            am_xml_remove(node);
        node = next;
    }
    for (size_t i = 0; i < 4; i++)
        len += (size_t)snprintf(box + len, sizeof box - len, "%s%s", i > 0 ? " " : "",
                                g_ascii_formatd(text, sizeof text, "%.6g", view[i]));
    am_xml_set(f->root, "viewBox", box);
    am_fill_set_number(f->root, "width", f->fill->width);
    am_fill_set_number(f->root, "height", f->fill->width * am_drawing_proportion(d));
    am_xml_set(f->root, "role", "img");
    xmlNodeSetLang(f->root, am_xml_text(f->fill->language));
    add_words(f, "desc", f->fill->description);
    add_words(f, "title", f->fill->title);
}

enum am_status am_drawing_fill(const struct am_drawing *d, const struct am_drawing_fill *fill,
                               struct am_letters *letters, struct am_text *out,
                               struct am_drawing_doubts *doubts, struct am_problem *problem)
{
    struct am_filling f = {.drawing = d,
                           .fill = fill,
                           .letters = letters,
                           .problem = problem,
                           .doubts = doubts,
                           .doc = xmlCopyDoc(d->doc, 1),
                           .slots = calloc(AM_DRAWING_SLOTS_MAX, sizeof(struct am_drawing_slot))};
    enum am_status status = AM_OK;
    if (!f.doc || !f.slots)
        status = am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    if (status == AM_OK) {
        f.root = xmlDocGetRootElement(f.doc);
        frame(&f);
        status = drop_untold(&f);
    }
    if (status == AM_OK)
        status = go_through(&f);
    if (status == AM_OK)
        status = am_fill_slots(&f);
    if (status == AM_OK)
        status = am_fill_dump(&f, out);
    xmlFreeDoc(f.doc);
    free(f.slots);
    return status;
}
