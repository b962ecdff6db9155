/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text stays in its room: as measured, and as librsvg then draws it, pixel by pixel. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cairo.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "charts/ink.h"
#include "charts/render.h"
#include "templates/drawing.h"
#include "templates/letters.h"

#define FAMILY "Noto Sans, DejaVu Sans, sans-serif"

static const char *const texts[] = {
    "Alphabet",
    "40 de 54",
    "ÁÉÍÓÚ Ñandú gypsy {jQ} (y)",
    "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung",
    "Compañía Latinoamericana de Telecomunicaciones, Infraestructura Digital y Servicios Conexos",
    "شركة الأفق المتحدة للاتصالات والخدمات الرقمية 2026",
    "dependen de \xe2\x81\xa8شركة الأفق المتحدة\xe2\x81\xa9 más que de otra (2026)",
    "חברת התקשורת המאוחדת (ישראל) בע״מ",
    "深圳市云端数据服务股份有限公司",
    "株式会社クラウドサービス ジャパン",
    "x̧̣̂̀ à̗̖́ combining",
    "https://example.org/a/very/long/address/without/any/space/in/it?and=a&query=string",
    "W",
    "…",
};
#define TEXTS (sizeof texts / sizeof *texts)

static const struct {
    double width, height, size;
} rooms[] = {{900, 220, 200}, {300, 60, 40}, {160, 160, 60}, {120, 30, 22}, {700, 50, 36}};
#define ROOMS (sizeof rooms / sizeof *rooms)

static struct am_lettering lettering(double size, enum am_side_of across, enum am_side_of down)
{
    struct am_lettering how = {.weight = 700,
                               .largest = size,
                               .smallest = size * 0.3,
                               .leading = 1.1,
                               .across = across,
                               .down = down,
                               .balanced = true};
    (void)snprintf(how.family, sizeof how.family, FAMILY);
    return how;
}

static void lines_are_within_their_room(void **state)
{
    struct am_letters *l = *state;
    for (size_t t = 0; t < TEXTS; t++) {
        for (size_t r = 0; r < ROOMS; r++) {
            struct am_lettering how =
                lettering(rooms[r].size, (enum am_side_of)(t % 3), (enum am_side_of)(r % 3));
            struct am_text store;
            struct am_set set;
            am_text_init(&store, (size_t)1 << 16);
            assert_int_equal(
                am_letters_set(l, texts[t], &how, rooms[r].width, rooms[r].height, &store, &set),
                AM_OK);
            assert_true(set.count >= 1);
            assert_true(set.size <= rooms[r].size && set.size >= rooms[r].size * 0.3 - 0.01);
            for (size_t i = 0; i < set.count; i++) {
                const struct am_set_line *line = &set.lines[i];
                assert_true(line->x >= -0.1);
                assert_true(line->x + line->width <= rooms[r].width + 0.1);
                assert_true(line->base > 0 && line->base < rooms[r].height + 0.1);
            }
            am_text_done(&store);
        }
    }
}

/* Without its hyphens and ellipsis, what is set is a beginning of what was given. */
static void only_what_does_not_fit_is_cut(void **state)
{
    struct am_letters *l = *state;
    struct am_text store;
    struct am_set set;
    struct am_lettering how = lettering(30, AM_AT_START, AM_AT_START);
    am_text_init(&store, (size_t)1 << 16);
    assert_int_equal(am_letters_set(l, "one two three", &how, 400, 100, &store, &set), AM_OK);
    assert_false(set.cut);
    assert_string_equal(store.at, "one two three");
    how.smallest = 30;
    how.lines = 1;
    assert_int_equal(am_letters_set(l, texts[4], &how, 400, 100, &store, &set), AM_OK);
    assert_true(set.cut);
    assert_non_null(strstr(store.at, "…"));
    assert_memory_equal(store.at, texts[4], strlen(store.at) - strlen("…"));
    assert_int_equal(am_letters_set(l, texts[3], &how, 2, 2, &store, &set), AM_OK);
    assert_true(set.cut);
    assert_int_equal(set.count, 0);
    am_text_done(&store);
}

/* In rooms of many sizes; what is long before the end keeps lines from being made alike. */
static void no_short_word_ends_a_text_alone(void **state)
{
    static const char *const ends[] = {
        "We ask that public money pay for free software that each organization can host in its own "
        "country.",
        "Nous demandons que l’argent public finance des logiciels libres que chaque organisation "
        "puisse héberger dans son pays."};
    struct am_letters *l = *state;
    struct am_text store;
    struct am_set set;
    am_text_init(&store, (size_t)1 << 16);
    for (size_t i = 0; i < 2; i++)
        for (double height = 500; height < 1000; height += 100) {
            struct am_lettering how = lettering(120, AM_AT_START, AM_AT_START);
            how.smallest = 38;
            assert_int_equal(am_letters_set(l, ends[i], &how, 860, height, &store, &set), AM_OK);
            const struct am_set_line *last = &set.lines[set.count - 1];
            assert_true(set.count > 2);
            if (!memchr(store.at + last->from, ' ', last->len) &&
                !strstr(store.at + last->from, "\u00a0"))
                fail_msg("%s", store.at + last->from);
        }
    am_text_done(&store);
}

static void a_word_is_broken_only_where_it_must_be(void **state)
{
    struct am_letters *l = *state;
    struct am_text store;
    struct am_set set;
    struct am_lettering how = lettering(60, AM_AT_START, AM_AT_START);
    am_text_init(&store, (size_t)1 << 16);
    assert_int_equal(am_letters_set(l, texts[3], &how, 2000, 80, &store, &set), AM_OK);
    assert_string_equal(store.at, texts[3]);
    assert_int_equal(am_letters_set(l, texts[3], &how, 300, 400, &store, &set), AM_OK);
    assert_false(set.cut);
    assert_true(set.count > 1);
    for (size_t i = 0; i + 1 < set.count; i++)
        assert_int_equal(store.at[set.lines[i].from + set.lines[i].len - 1], '-');
    /* where a soft hyphen says so, and nowhere else */
    assert_int_equal(
        am_letters_set(l, "Übertragungs\xc2\xadverordnung", &how, 500, 140, &store, &set), AM_OK);
    assert_int_equal(set.count, 2);
    assert_string_equal(store.at, "Übertragungs-verordnung");
    am_text_done(&store);
}

static void direction_is_that_of_the_text(void **state)
{
    struct am_letters *l = *state;
    struct am_text store;
    struct am_set set;
    struct am_lettering how = lettering(20, AM_AT_START, AM_AT_START);
    static const bool rtl[TEXTS] = {[5] = true, [7] = true};
    am_text_init(&store, (size_t)1 << 16);
    for (size_t t = 0; t < TEXTS; t++) {
        assert_int_equal(am_letters_set(l, texts[t], &how, 1500, 30, &store, &set), AM_OK);
        assert_int_equal(set.lines[0].rtl, rtl[t]);
        assert_int_equal(am_letters_turn(texts[t]), t == 5 || t == 6 || t == 7);
    }
    assert_int_equal(am_letters_set(l, texts[8], &how, 1500, 30, &store, &set), AM_OK);
    assert_string_equal(set.language, "zh");
    assert_int_equal(am_letters_set(l, texts[9], &how, 1500, 30, &store, &set), AM_OK);
    assert_string_equal(set.language, "ja");
    assert_int_equal(am_letters_set(l, texts[0], &how, 1500, 30, &store, &set), AM_OK);
    assert_null(set.language);
    am_text_done(&store);
}

static void letters_without_a_font_are_told(void **state)
{
    struct am_letters *l = *state;
    assert_null(am_letters_missing(l, "Año nuevo, größer, façade, Ł"));
    /* of a plane that has no character */
    const char *package = am_letters_missing(l, "a\xf3\xb0\x80\x80");
    assert_non_null(package);
    assert_string_equal(package, "fonts-noto-core");
}

/* ---- as it is drawn ---- */

#define SIDE 1000

struct source {
    const char *at;
    size_t len;
};

static cairo_status_t take(void *from, unsigned char *to, unsigned len)
{
    struct source *s = from;
    if (len > s->len)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, s->at, len);
    s->at += len;
    s->len -= len;
    return CAIRO_STATUS_SUCCESS;
}

static enum am_slot_state find(void *ctx, const char *name, struct am_slot_value *out)
{
    (void)name;
    out->text = ctx;
    return AM_SLOT_TOLD;
}

/* Ink outside of the rectangle, in px; `inside`: within it. */
static unsigned stray(struct am_letters *l, const char *text, size_t room, const char *align,
                      const char *down, unsigned *inside)
{
    static const struct am_chart_colours colours = AM_CHART_COLOURS;
    char svg[1024];
    struct am_drawing *d = NULL;
    struct am_problem problem = {0};
    struct am_text out, png;
    int x = 40, y = 300;
    int len = snprintf(svg, sizeof svg,
                       "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">"
                       "<rect id=\"slot-a\" x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%.0f\" "
                       "data-smallest=\"%.0f\" data-down=\"%s\" style=\"font-size:%.0fpx;"
                       "font-weight:700;line-height:1;text-align:%s;fill:#000000\"/></svg>",
                       SIDE, SIDE, x, y, rooms[room].width, rooms[room].height,
                       rooms[room].size * 0.3, down, rooms[room].size, align);
    struct am_drawing_fill fill = {.find = find,
                                   .ctx = (void *)(uintptr_t)text,
                                   .colours = &colours,
                                   .title = "t",
                                   .description = "d",
                                   .language = "es",
                                   .width = SIDE};
    struct am_bytes bytes = {(const uint8_t *)svg, (size_t)len};
    am_text_init(&out, AM_DRAWING_OUT);
    am_text_init(&png, AM_RENDER_OUT_MAX);
    assert_int_equal(am_drawing_read(bytes, "a.svg", &d, &problem), AM_OK);
    assert_int_equal(am_drawing_fill(d, &fill, l, &out, NULL, &problem), AM_OK);
    assert_int_equal(am_render_png(out.at, SIDE, &png, &problem), AM_OK);
    struct source s = {png.at, png.len};
    cairo_surface_t *image = cairo_image_surface_create_from_png_stream(take, &s);
    const unsigned char *data = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);
    unsigned outside = 0;
    *inside = 0;
    for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
            bool ink = data[(ptrdiff_t)row * stride + (ptrdiff_t)column * 4] < 128;
            bool within = row >= y - 1 && row <= y + (int)rooms[room].height && column >= x - 1 &&
                          column <= x + (int)rooms[room].width;
            outside += ink && !within;
            *inside += ink && within;
        }
    }
    cairo_surface_destroy(image);
    am_text_done(&png);
    am_text_done(&out);
    am_drawing_free(d);
    return outside;
}

static void no_ink_leaves_the_rectangle(void **state)
{
    struct am_letters *l = *state;
    static const char *const aligns[] = {"left", "center", "right"};
    static const char *const downs[] = {"top", "middle", "bottom"};
    for (size_t t = 0; t < TEXTS; t++) {
        for (size_t r = 0; r < ROOMS; r++) {
            unsigned inside = 0;
            unsigned outside =
                stray(l, texts[t], r, aligns[(t + r) % 3], downs[(t + 2 * r) % 3], &inside);
            if (outside > 0 || inside == 0)
                fail_msg("'%s' in room %zu: %u px outside, %u inside", texts[t], r, outside,
                         inside);
        }
    }
}

/* ---- ink ---- */

static void ink_is_seen_on_what_is_behind(void **state)
{
    (void)state;
    static const char *const grounds[] = {"#ffffff", "#000000", "#1f6f9f", "#b5651d",
                                          "#ffd400", "#777777", "#c00000", "#e4eef3"};
    struct am_ink white, black;
    double contrast;
    assert_true(am_ink_parse("#fff", &white) && am_ink_parse("#000000", &black));
    assert_true(am_ink_contrast(white, black) > 20.9 && am_ink_contrast(white, black) < 21.1);
    assert_false(am_ink_parse("#12345g", &black));
    assert_false(am_ink_parse("1f6f9f", &black));
    assert_false(am_ink_parse("#1f6f9", &black));
    for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++) {
        for (size_t w = 0; w < sizeof grounds / sizeof *grounds; w++) {
            struct am_ink ground, wished;
            assert_true(am_ink_parse(grounds[i], &ground) && am_ink_parse(grounds[w], &wished));
            struct am_ink ink = am_ink_over(wished, &ground, 1, AM_INK_LARGE, &contrast);
            assert_true(contrast >= AM_INK_LARGE);
            assert_true(am_ink_contrast(ink, ground) >= AM_INK_LARGE);
            if (am_ink_contrast(wished, ground) >= AM_INK_LARGE)
                assert_memory_equal(&ink, &wished, sizeof ink);
        }
    }
    const struct am_ink all[] = {{255, 255, 255}, {0, 0, 0}, {0x77, 0x77, 0x77}};
    (void)am_ink_over(all[0], all, 3, AM_INK_CONTRAST, &contrast);
    assert_true(contrast < 2); /* nothing is seen on all of them, and it says so */
}

static int open_letters(void **state)
{
    return am_letters_open((struct am_letters **)state, NULL) == AM_OK ? 0 : -1;
}

static int close_letters(void **state)
{
    am_letters_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_within_their_room),
        cmocka_unit_test(only_what_does_not_fit_is_cut),
        cmocka_unit_test(no_short_word_ends_a_text_alone),
        cmocka_unit_test(a_word_is_broken_only_where_it_must_be),
        cmocka_unit_test(direction_is_that_of_the_text),
        cmocka_unit_test(letters_without_a_font_are_told),
        cmocka_unit_test(no_ink_leaves_the_rectangle),
        cmocka_unit_test(ink_is_seen_on_what_is_behind),
    };
    return cmocka_run_group_tests(tests, open_letters, close_letters);
}
