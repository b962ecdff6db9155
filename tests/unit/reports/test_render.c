/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What librsvg and cairo make of the samples; PNGs are read back by cairo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <cmocka.h>

#include "charts/charts.h"
#include "charts/render.h"
#include "tools/chart_samples/samples.h"

#define SQUARE                                                                                     \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\" width=\"40\" "                \
    "height=\"20\"><rect width=\"20\" height=\"20\" fill=\"#0000ff\"/></svg>"

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

static cairo_surface_t *read_png(const struct am_text *png)
{
    struct source s = {png->at, png->len};
    cairo_surface_t *image = cairo_image_surface_create_from_png_stream(take, &s);
    assert_int_equal(cairo_surface_status(image), CAIRO_STATUS_SUCCESS);
    return image;
}

static uint32_t pixel(cairo_surface_t *image, int x, int y)
{
    uint32_t value;
    const unsigned char *data = cairo_image_surface_get_data(image);
    memcpy(&value, data + (ptrdiff_t)y * cairo_image_surface_get_stride(image) + (ptrdiff_t)x * 4,
           sizeof value);
    return value & 0xffffff;
}

/* A sample as a file; `margin` px of nothing are put around it. */
static char *draw(size_t sample, double width, unsigned margin)
{
    static const struct am_chart_colours colours = AM_CHART_COLOURS;
    struct am_text out, wide;
    struct am_html h;
    struct am_chart chart = {.id = "sample",
                             .title = am_samples[sample].title,
                             .description = "",
                             .width = width,
                             .colours = &colours};
    am_text_init(&out, AM_RENDER_SVG_MAX);
    am_html_init_piece(&h, &out);
    am_samples[sample].draw(&h, &chart);
    assert_int_equal(am_html_status(&h), AM_OK);
    if (margin == 0)
        return out.at; /* taken */
    char *view = strstr(out.at, "viewBox=\"0 0 ");
    char *role = strstr(out.at, " role=");
    assert_true(view && role);
    double box[2] = {strtod(view + 13, &view), strtod(view, NULL)};
    am_text_init(&wide, AM_RENDER_SVG_MAX);
    am_text_addf(&wide,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
                 "viewBox=\"-%u -%u %.0f %.0f\"",
                 box[0] + 2 * margin, box[1] + 2 * margin, margin, margin, box[0] + 2 * margin,
                 box[1] + 2 * margin);
    am_text_add(&wide, strchr(strstr(out.at, "height="), '>'));
    am_text_done(&out);
    return wide.at; /* taken */
}

static void makes_an_image_of_the_width_that_is_asked_for(void **state)
{
    (void)state;
    struct am_text png;
    am_text_init(&png, AM_RENDER_OUT_MAX);
    assert_int_equal(am_render_png(SQUARE, 400, &png, NULL), AM_OK);
    cairo_surface_t *image = read_png(&png);
    assert_int_equal(cairo_image_surface_get_width(image), 400);
    assert_int_equal(cairo_image_surface_get_height(image), 200);
    assert_int_equal(pixel(image, 100, 100), 0x0000ff);
    assert_int_equal(pixel(image, 300, 100), 0xffffff);
    cairo_surface_destroy(image);
    am_text_done(&png);
}

/* With the fonts that are really there: text that is wider than was thought would show. */
static void nothing_is_drawn_outside_of_a_chart(void **state)
{
    static const double widths[] = {960, 360};
    const int margin = 40;
    (void)state;
    for (size_t i = 0; i < am_samples_count * 2; i++) {
        char *svg = draw(i / 2, widths[i % 2], (unsigned)margin);
        struct am_text png;
        am_text_init(&png, AM_RENDER_OUT_MAX);
        unsigned width = (unsigned)widths[i % 2] + 2 * (unsigned)margin;
        assert_int_equal(am_render_png(svg, width, &png, NULL), AM_OK);
        cairo_surface_t *image = read_png(&png);
        int right = cairo_image_surface_get_width(image) - margin;
        int bottom = cairo_image_surface_get_height(image) - margin;
        for (int y = 0; y < bottom + margin; y++)
            for (int x = 0; x < right + margin; x++) {
                bool inside = x >= margin - 2 && x < right + 2 && y >= margin - 2 && y < bottom + 2;
                if (!inside && pixel(image, x, y) != 0xffffff)
                    fail_msg("%s at %.0f px: something at %d,%d", am_samples[i / 2].name,
                             widths[i % 2], x - margin, y - margin);
            }
        cairo_surface_destroy(image);
        am_text_done(&png);
        free(svg);
    }
}

static void every_chart_shows_something(void **state)
{
    (void)state;
    for (size_t i = 0; i < am_samples_count; i++) {
        if (strncmp(am_samples[i].name, "empty", 5) == 0)
            continue;
        char *svg = draw(i, 600, 0);
        struct am_text png;
        am_text_init(&png, AM_RENDER_OUT_MAX);
        assert_int_equal(am_render_png(svg, 600, &png, NULL), AM_OK);
        cairo_surface_t *image = read_png(&png);
        size_t inked = 0;
        for (int y = 0; y < cairo_image_surface_get_height(image); y++)
            for (int x = 0; x < 600; x++)
                inked += pixel(image, x, y) == 0x1f6f9f || pixel(image, x, y) == 0x0c4468;
        assert_true(inked > 20); /* the accent, or the strongest class */
        cairo_surface_destroy(image);
        am_text_done(&png);
        free(svg);
    }
}

static size_t count_of(const struct am_text *bytes, const char *what)
{
    size_t count = 0, len = strlen(what);
    for (const char *at = bytes->at;
         (at = memmem(at, bytes->len - (size_t)(at - bytes->at), what, len)); at += len)
        count++;
    return count;
}

static void a_pdf_has_a_page_for_each_and_no_date_of_its_own(void **state)
{
    (void)state;
    char *first = draw(0, 960, 0), *second = draw(5, 960, 0);
    const char *const svgs[] = {first, second, SQUARE};
    struct am_text pdf, again;
    am_text_init(&pdf, AM_RENDER_OUT_MAX);
    am_text_init(&again, AM_RENDER_OUT_MAX);
    assert_int_equal(am_render_pdf(svgs, 3, AM_RENDER_A4, "T\x01\xff\xe2\x80\xae", &pdf, NULL),
                     AM_OK);
    assert_int_equal(am_render_pdf(svgs, 3, AM_RENDER_A4, "T\x01\xff\xe2\x80\xae", &again, NULL),
                     AM_OK);
    assert_memory_equal(pdf.at, "%PDF-", 5);
    assert_int_equal(count_of(&pdf, "/Type /Page "), 3);
    assert_int_equal(count_of(&pdf, "595.276 841.89"), 3);
    assert_int_equal(count_of(&pdf, "/CreationDate (19800101000000Z"), 1);
    assert_int_equal(count_of(&pdf, "/CreationDate"), 1);
    assert_int_equal(count_of(&pdf, "%%EOF"), 1);
    assert_int_equal(pdf.len, again.len);
    assert_memory_equal(pdf.at, again.at, pdf.len);
    am_text_done(&pdf);
    am_text_done(&again);
    free(first);
    free(second);
}

static void a_page_can_be_as_large_as_its_drawing(void **state)
{
    (void)state;
    const char *const svgs[] = {SQUARE};
    struct am_text pdf;
    am_text_init(&pdf, AM_RENDER_OUT_MAX);
    assert_int_equal(am_render_pdf(svgs, 1, AM_RENDER_OWN, NULL, &pdf, NULL), AM_OK);
    assert_int_equal(count_of(&pdf, "/MediaBox [ 0 0 30 15 ]"), 1);
    am_text_done(&pdf);
}

static void the_same_drawing_gives_the_same_bytes(void **state)
{
    (void)state;
    char *svg = draw(5, 360, 0);
    struct am_text first, second;
    am_text_init(&first, AM_RENDER_OUT_MAX);
    am_text_init(&second, AM_RENDER_OUT_MAX);
    assert_int_equal(am_render_png(svg, 720, &first, NULL), AM_OK);
    assert_int_equal(am_render_png(svg, 720, &second, NULL), AM_OK);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.at, second.at, first.len);
    am_text_done(&first);
    am_text_done(&second);
    free(svg);
}

static void what_can_not_be_drawn_is_refused_with_a_reason(void **state)
{
    static const struct {
        const char *svg;
        unsigned width;
        enum am_status want;
    } cases[] = {
        {"", 100, AM_E_MALFORMED},
        {"no svg", 100, AM_E_MALFORMED},
        {"<svg xmlns=\"http://www.w3.org/2000/svg\"", 100, AM_E_MALFORMED},
        {"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"9\"></svg>", 100,
         AM_E_MALFORMED},
        {"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"20000\"></svg>", 100,
         AM_E_LIMIT},
        {"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"9000\"></svg>", 9000,
         AM_E_LIMIT},
        {SQUARE, 0, AM_E_LIMIT},
        {SQUARE, AM_RENDER_SIDE_MAX + 1, AM_E_LIMIT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_text out;
        struct am_problem problem = {0};
        am_text_init(&out, AM_RENDER_OUT_MAX);
        assert_int_equal(am_render_png(cases[i].svg, cases[i].width, &out, &problem),
                         cases[i].want);
        assert_true(problem.text[0] != '\0');
        am_text_done(&out);
    }
    char *large = calloc(1, AM_RENDER_SVG_MAX + 2);
    assert_non_null(large);
    memset(large, ' ', AM_RENDER_SVG_MAX + 1);
    struct am_text out;
    am_text_init(&out, 64);
    assert_int_equal(am_render_png(large, 100, &out, NULL), AM_E_LIMIT);
    free(large);
    const char *const svgs[] = {SQUARE, "broken"};
    assert_int_equal(am_render_png(SQUARE, 4000, &out, NULL), AM_E_LIMIT); /* 64 bytes are few */
    am_text_done(&out);
    am_text_init(&out, AM_RENDER_OUT_MAX);
    assert_int_equal(am_render_pdf(svgs, 2, AM_RENDER_A4, NULL, &out, NULL), AM_E_MALFORMED);
    assert_int_equal(am_render_pdf(svgs, 0, AM_RENDER_A4, NULL, &out, NULL), AM_E_LIMIT);
    am_text_done(&out);
}

/* A drawing may name a file: nothing of it is shown. */
static void a_drawing_can_not_show_a_file(void **state)
{
    char path[] = "/tmp/amarra-render-XXXXXX", svg[512];
    struct am_text png;
    (void)state;
    am_text_init(&png, AM_RENDER_OUT_MAX);
    assert_int_equal(
        am_render_png("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">"
                      "<rect width=\"9\" height=\"9\"/></svg>",
                      9, &png, NULL),
        AM_OK);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    assert_true(f && fwrite(png.at, 1, png.len, f) == png.len && fclose(f) == 0);
    am_text_clear(&png);
    (void)snprintf(svg, sizeof svg,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image "
                   "href=\"file://%s\" width=\"9\" height=\"9\"/></svg>",
                   path);
    assert_int_equal(am_render_png(svg, 9, &png, NULL), AM_OK);
    (void)remove(path);
    cairo_surface_t *image = read_png(&png);
    assert_int_equal(pixel(image, 4, 4), 0xffffff);
    cairo_surface_destroy(image);
    am_text_done(&png);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_an_image_of_the_width_that_is_asked_for),
        cmocka_unit_test(nothing_is_drawn_outside_of_a_chart),
        cmocka_unit_test(every_chart_shows_something),
        cmocka_unit_test(a_pdf_has_a_page_for_each_and_no_date_of_its_own),
        cmocka_unit_test(a_page_can_be_as_large_as_its_drawing),
        cmocka_unit_test(the_same_drawing_gives_the_same_bytes),
        cmocka_unit_test(what_can_not_be_drawn_is_refused_with_a_reason),
        cmocka_unit_test(a_drawing_can_not_show_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
