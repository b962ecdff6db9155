/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The only file that meets Pango. What it is told about fonts is what librsvg tells it: no hinting,
 * places that are not rounded, 72 px to the inch; so what has room here has room there
 * (test_letters looks at the pixels). */
#include "templates/letters.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#define STEP     0.5  /* px, between sizes that are tried */
#define CAP      0.72 /* of a size: how high capitals stand, in the fonts that are asked for */
#define SLACK    0.01 /* px */
#define FEWER    0.9  /* of its size, for which two lines become one */
#define BALANCED 10   /* lines up to which they are made alike in length */
#define FEW      3    /* lines that always are */
#define ORPHAN   0.35 /* of the width: so short a last line is made longer */
#define ELLIPSIS "…"
#define NO_BREAK "\u00a0"

struct am_letters {
    PangoFontMap *map;
    PangoContext *context;
};

enum am_status am_letters_open(struct am_letters **out, struct am_problem *problem)
{
    struct am_letters *l = calloc(1, sizeof *l);
    if (!l)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    l->map = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(l->map), 72);
    l->context = pango_font_map_create_context(l->map);
    pango_cairo_context_set_font_options(l->context, options);
    pango_context_set_round_glyph_positions(l->context, FALSE);
    cairo_font_options_destroy(options);
    *out = l;
    return AM_OK;
}

void am_letters_free(struct am_letters *l)
{
    if (!l)
        return;
    g_object_unref(l->context);
    g_object_unref(l->map);
    free(l);
}

/* ---- what a text is written in ---- */

/* GLib's macro casts const away. */
static const char *after(const char *letter)
{
    return letter + g_utf8_skip[(unsigned char)*letter];
}

/* Blocks whose letters run from right to left (Unicode, DerivedBidiClass: R and AL). */
static const gunichar turning[][2] = {
    {0x590, 0x8ff}, {0xfb1d, 0xfdff}, {0xfe70, 0xfeff}, {0x10800, 0x10fff}, {0x1e800, 0x1efff}};

bool am_letters_turn(const char *text)
{
    for (const char *c = text; *c; c = after(c)) {
        gunichar code = g_utf8_get_char(c);
        for (size_t i = 0; i < sizeof turning / sizeof *turning; i++)
            if (code >= turning[i][0] && code <= turning[i][1] && g_unichar_isalpha(code))
                return true;
    }
    return false;
}

/* The same ideograph is drawn otherwise in each of them. */
static const char *language_of(const char *text)
{
    const char *found = NULL;
    for (const char *c = text; *c; c = after(c)) {
        GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(c));
        if (script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA)
            return "ja";
        if (script == G_UNICODE_SCRIPT_HANGUL)
            return "ko";
        if (script == G_UNICODE_SCRIPT_HAN)
            found = "zh";
    }
    return found;
}

static bool is_of_alphabet(gunichar c)
{
    GUnicodeScript script = g_unichar_get_script(c);
    return g_unichar_isalpha(c) &&
           (script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_GREEK ||
            script == G_UNICODE_SCRIPT_CYRILLIC);
}

/* ---- one layout ---- */

static PangoLayout *layout_of(struct am_letters *l, const struct am_lettering *how, double size,
                              const char *text, size_t len)
{
    PangoLayout *layout = pango_layout_new(l->context);
    PangoFontDescription *font = pango_font_description_new();
    PangoAttrList *attributes = pango_attr_list_new();
    pango_font_description_set_family(font, how->family);
    pango_font_description_set_weight(font, (PangoWeight)how->weight);
    pango_font_description_set_style(font, how->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    /* as librsvg, which always says it, be it 0: it turns optional ligatures off */
    pango_attr_list_insert(attributes,
                           pango_attr_letter_spacing_new((int)(how->spacing * size * PANGO_SCALE)));
    pango_layout_set_font_description(layout, font);
    pango_layout_set_attributes(layout, attributes);
    pango_layout_set_text(layout, text, (int)len);
    pango_attr_list_unref(attributes);
    pango_font_description_free(font);
    return layout;
}

/* ---- a trial at one size ---- */

struct trial {
    struct am_letters *l;
    const struct am_lettering *how;
    const char *text;
    size_t len;
    double width, height; /* the room */
    double wrap;          /* where lines end: the room's width, or less */
    bool anywhere;        /* also within words */
    double ink_top, ink_bottom;
    struct am_text *store;
    struct am_set *set;
};

/* The line as it is to be drawn: without spaces at its ends and soft hyphens, with the hyphen that
 * one of those, or a word that was cut, asks for. */
static void put_line(struct trial *t, const char *at, size_t len, bool hyphen)
{
    while (len > 0 && (*at == ' ' || *at == '\n')) {
        at++;
        len--;
    }
    while (len > 0 && (at[len - 1] == ' ' || at[len - 1] == '\n'))
        len--;
    for (size_t i = 0; i < len;) {
        size_t size = (size_t)(after(at + i) - (at + i));
        bool soft = g_utf8_get_char(at + i) == 0xad;
        if (!soft)
            am_text_add_len(t->store, at + i, size);
        hyphen = hyphen || (soft && i + size == len);
        i += size;
    }
    am_text_add(t->store, hyphen ? "-" : "");
}

/* Broken where no line may end, between two letters of a word. */
static bool cuts_word(PangoLayout *layout, const char *text, const char *end)
{
    int count = 0;
    const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly(layout, &count);
    long at = g_utf8_pointer_to_offset(text, end);
    return *end && end > text && at < count && !attributes[at].is_line_break &&
           is_of_alphabet(g_utf8_get_char(end)) &&
           is_of_alphabet(g_utf8_get_char(g_utf8_prev_char(end)));
}

/* How long the line is that stands last in the store; false: longer than the room. */
static bool measure(struct trial *t, struct am_set_line *line)
{
    PangoRectangle ink;
    PangoRectangle logical;
    pango_context_set_base_dir(t->l->context,
                               line->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    PangoLayout *layout =
        layout_of(t->l, t->how, t->set->size, t->store->at + line->from, line->len);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_get_extents(layout, &ink, &logical);
    double base = (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
    double top = line->base - base + (double)ink.y / PANGO_SCALE;
    if (ink.height > 0) {
        t->ink_top = fmin(t->ink_top, top);
        t->ink_bottom = fmax(t->ink_bottom, top + (double)ink.height / PANGO_SCALE);
    }
    line->width = (double)logical.width / PANGO_SCALE;
    double left = t->width - line->width;
    line->x = t->how->across == AM_AT_START ? 0 : t->how->across == AM_AT_END ? left : left / 2;
    double ink_left = line->x + (double)ink.x / PANGO_SCALE;
    double ink_right = ink_left + (double)ink.width / PANGO_SCALE;
    line->shift = ink_left < 0 ? -ink_left : ink_right > t->width ? t->width - ink_right : 0;
    line->x += line->shift;
    g_object_unref(layout);
    return left >= -SLACK && ink_left + line->shift >= -SLACK &&
           ink_right + line->shift <= t->width + SLACK;
}

/* Lines from top to bottom, each in a box of its leading, capitals in the middle of it. */
static double first_base(const struct trial *t, size_t count)
{
    double size = t->set->size;
    double box = size * t->how->leading;
    double free = t->height - (double)count * box;
    double top = t->how->down == AM_AT_START ? 0 : t->how->down == AM_AT_END ? free : free / 2;
    return top + box / 2 + size * CAP / 2;
}

/* Accents above capitals, tails, scripts that are higher: all lines are moved so that their ink is
 * in the room; false where it is higher than that. */
static bool keep_ink_inside(struct trial *t)
{
    double move = t->ink_top < 0              ? -t->ink_top
                  : t->ink_bottom > t->height ? fmax(t->height - t->ink_bottom, -t->ink_top)
                                              : 0;
    for (size_t i = 0; i < t->set->count; i++)
        t->set->lines[i].base += move;
    return t->ink_bottom + move <= t->height + SLACK;
}

static bool put_lines(struct trial *t, PangoLayout *layout)
{
    size_t most = t->how->lines > 0 ? t->how->lines : AM_LETTERS_LINES_MAX;
    size_t count = (size_t)pango_layout_get_line_count(layout);
    double box = t->set->size * t->how->leading;
    if (count > most || count > AM_LETTERS_LINES_MAX || (double)count * box > t->height + SLACK)
        return false;
    double base = first_base(t, count);
    for (size_t i = 0; i < count; i++) {
        const PangoLayoutLine *from = pango_layout_get_line_readonly(layout, (int)i);
        const char *at = t->text + from->start_index;
        struct am_set_line *line = &t->set->lines[t->set->count++];
        *line = (struct am_set_line){.from = t->store->len,
                                     .base = base + (double)i * box,
                                     .rtl = from->resolved_dir == PANGO_DIRECTION_RTL};
        put_line(t, at, (size_t)from->length,
                 t->anywhere && cuts_word(layout, t->text, at + from->length));
        line->len = t->store->len - line->from;
        if (!measure(t, line))
            return false;
    }
    return keep_ink_inside(t);
}

/* Whether it has room at this size; then the set holds it. */
static bool fits(struct trial *t, double size)
{
    t->set->size = size;
    t->set->count = 0;
    t->ink_top = t->height;
    t->ink_bottom = 0;
    am_text_clear(t->store);
    pango_context_set_base_dir(t->l->context, PANGO_DIRECTION_WEAK_LTR);
    PangoLayout *layout = layout_of(t->l, t->how, size, t->text, t->len);
    double hyphen = t->anywhere ? size / 2 : 0;
    pango_layout_set_width(layout, (int)fmax((t->wrap - hyphen) * PANGO_SCALE, 1));
    pango_layout_set_wrap(layout, t->anywhere ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    bool good = put_lines(t, layout);
    g_object_unref(layout);
    return good;
}

/* The largest size that has room; false: not even the smallest. */
static bool largest(struct trial *t)
{
    double low = t->how->smallest;
    long steps = (long)floor((t->how->largest - low) / STEP + 1e-6);
    if (!fits(t, low))
        return false;
    long best = 0;
    for (long high = steps + 1; best + 1 < high;) {
        long middle = best + (high - best) / 2;
        if (fits(t, low + (double)middle * STEP))
            best = middle;
        else
            high = middle;
    }
    return fits(t, low + (double)best * STEP);
}

/* As many lines as before, as alike in length as can be: where they end is brought inwards. */
static void balance(struct trial *t)
{
    size_t count = t->set->count;
    double size = t->set->size;
    double good = t->width;
    double bad = t->width / 2;
    if (count < 2 || count > BALANCED)
        return;
    while (good - bad > 1) {
        t->wrap = (good + bad) / 2;
        if (fits(t, size) && t->set->count == count)
            good = t->wrap;
        else
            bad = t->wrap;
    }
    t->wrap = good;
    (void)fits(t, size); /* it did before */
}

/* Of a last line: short, or one word under two lines or more. */
static bool has_orphan(const struct trial *t)
{
    size_t count = t->set->count;
    const struct am_set_line *last = count > 0 ? &t->set->lines[count - 1] : NULL;
    return last && (last->width < t->width * ORPHAN ||
                    (count > 2 && !memchr(t->store->at + last->from, ' ', last->len)));
}

/* One line for two, where that costs little: a name is not parted for a few px. */
static void prefer_one(struct trial *t)
{
    const struct am_lettering *given = t->how;
    struct am_lettering one = *given;
    double size = t->set->size;
    one.lines = 1;
    if (t->set->count != 2)
        return;
    t->how = &one;
    bool good = largest(t) && t->set->size >= size * FEWER;
    t->how = given;
    if (!good)
        (void)fits(t, size); /* it did before */
}

/* The last word does not stand alone where it costs little that it does not. */
static void join_end(struct trial *t)
{
    const struct trial given = *t;
    double size = t->set->size;
    const char *space = strrchr(t->text, ' ');
    struct am_text joined;
    if (!space || t->set->count < 2 || !has_orphan(t))
        return;
    am_text_init(&joined, AM_LETTERS_TEXT_MAX + sizeof NO_BREAK);
    am_text_add_len(&joined, t->text, (size_t)(space - t->text));
    am_text_add(&joined, NO_BREAK);
    am_text_add(&joined, space + 1);
    t->text = joined.at;
    t->len = joined.len;
    t->wrap = t->width;
    bool good = am_text_status(&joined) == AM_OK && largest(t) && t->set->size >= size * FEWER;
    if (good)
        balance(t);
    t->text = given.text;
    t->len = given.len;
    t->wrap = given.wrap;
    if (!good)
        (void)fits(t, size); /* it did before */
    am_text_done(&joined);
}

/* ---- what does not fit ---- */

/* Whether the first `chars` characters have room with an ellipsis, at the smallest size. */
static bool cut_fits(struct trial *t, const char *text, glong chars, struct am_text *cut)
{
    const char *end = g_utf8_offset_to_pointer(text, chars);
    while (end > text && g_unichar_ismark(g_utf8_get_char(end)))
        end = g_utf8_prev_char(end);
    while (end > text && strchr(" ,;:(", end[-1]))
        end--;
    am_text_clear(cut);
    am_text_add_len(cut, text, (size_t)(end - text));
    am_text_add(cut, ELLIPSIS);
    t->text = cut->at;
    t->len = cut->len;
    return fits(t, t->how->smallest);
}

/* The longest beginning that has room; the word that it would cut is left out where that leaves
 * most of it. */
static bool shorten(struct trial *t, const char *text)
{
    struct am_text cut;
    glong good = 0;
    glong bad = g_utf8_strlen(text, -1);
    am_text_init(&cut, AM_LETTERS_TEXT_MAX + sizeof ELLIPSIS);
    t->set->cut = true;
    bool any = cut_fits(t, text, 0, &cut);
    while (any && bad - good > 1) {
        glong middle = good + (bad - good) / 2;
        if (cut_fits(t, text, middle, &cut))
            good = middle;
        else
            bad = middle;
    }
    const char *space = g_utf8_strrchr(text, g_utf8_offset_to_pointer(text, good) - text, ' ');
    glong whole = space ? g_utf8_pointer_to_offset(text, space) : 0;
    if (whole > good - good / 4)
        good = whole;
    any = any && cut_fits(t, text, good, &cut);
    am_text_done(&cut);
    return any;
}

enum am_status am_letters_set(struct am_letters *l, const char *text,
                              const struct am_lettering *how, double width, double height,
                              struct am_text *store, struct am_set *out)
{
    size_t len = strlen(text);
    struct trial t = {.l = l,
                      .how = how,
                      .text = text,
                      .len = len,
                      .width = width,
                      .height = height,
                      .wrap = width,
                      .store = store,
                      .set = out};
    if (len > AM_LETTERS_TEXT_MAX)
        return AM_E_LIMIT;
    *out = (struct am_set){.language = language_of(text)};
    pango_context_set_language(l->context,
                               pango_language_from_string(out->language ? out->language : "es"));
    bool good = largest(&t);
    if (!good) {
        t.anywhere = true;
        good = largest(&t);
    }
    if (good && how->balanced)
        prefer_one(&t);
    if (good && (how->balanced || out->count <= FEW || has_orphan(&t))) {
        balance(&t);
        join_end(&t);
    } else if (!good && !shorten(&t, text)) { /* the room is smaller than three dots */
        out->count = 0;
    }
    return am_text_status(store);
}

/* ---- letters that no font has ---- */

static const char *package_of(gunichar c)
{
    static const GUnicodeScript east[] = {G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HIRAGANA,
                                          G_UNICODE_SCRIPT_KATAKANA, G_UNICODE_SCRIPT_HANGUL,
                                          G_UNICODE_SCRIPT_BOPOMOFO};
    GUnicodeScript script = g_unichar_get_script(c);
    for (size_t i = 0; i < sizeof east / sizeof *east; i++)
        if (script == east[i])
            return "fonts-noto-cjk";
    return "fonts-noto-core";
}

static bool has_letters(struct am_letters *l, const char *text, size_t len)
{
    static const struct am_lettering plain = {.family = "Noto Sans, DejaVu Sans, sans-serif",
                                              .weight = 400};
    PangoLayout *layout = layout_of(l, &plain, 20, text, len);
    int unknown = pango_layout_get_unknown_glyphs_count(layout);
    g_object_unref(layout);
    return unknown == 0;
}

const char *am_letters_missing(struct am_letters *l, const char *text)
{
    if (has_letters(l, text, strlen(text)))
        return NULL;
    for (const char *c = text; *c; c = after(c))
        if (!has_letters(l, c, (size_t)(after(c) - c)))
            return package_of(g_utf8_get_char(c));
    return "fonts-noto-core";
}
