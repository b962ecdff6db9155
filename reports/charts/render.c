/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "charts/render.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define A4_WIDTH  595.276 /* pt */
#define A4_HEIGHT 841.89
#define MARGIN    42.52 /* 15 mm */
#define PX        0.75  /* pt: CSS has 96 px to the inch, PDF 72 pt */
#define TITLE_MAX 1024
#define EPOCH     "1980-01-01T00:00:00Z"

struct drawing {
    RsvgHandle *handle;
    double width, height; /* px */
};

static void drawing_done(struct drawing *d)
{
    g_clear_object(&d->handle);
}

/* Without a base address librsvg loads nothing that a document refers to. */
static enum am_status drawing_open(const char *svg, struct drawing *out, struct am_problem *problem)
{
    size_t len = strlen(svg);
    GError *error = NULL;
    if (len > AM_RENDER_SVG_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0,
                              "a drawing of %zu bytes is too large to be rendered", len);
    struct drawing d = {.handle =
                            rsvg_handle_new_from_data((const guint8 *)svg, (gsize)len, &error)};
    if (!d.handle) {
        enum am_status status =
            am_problem_set(problem, AM_E_MALFORMED, NULL, 0, "a drawing can't be rendered: %.200s",
                           error ? error->message : "no reason given");
        g_clear_error(&error);
        return status;
    }
    if (!rsvg_handle_get_intrinsic_size_in_pixels(d.handle, &d.width, &d.height) ||
        !(d.width >= 1 && d.height >= 1)) {
        drawing_done(&d);
        return am_problem_set(problem, AM_E_MALFORMED, NULL, 0, "a drawing has no size");
    }
    if (d.width > AM_RENDER_SIDE_MAX || d.height > AM_RENDER_SIDE_MAX) {
        drawing_done(&d);
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0,
                              "a drawing is larger than %u px each way", AM_RENDER_SIDE_MAX);
    }
    *out = d;
    return AM_OK;
}

static enum am_status draw(const struct drawing *d, cairo_t *cairo, double x, double y,
                           double width, double height, struct am_problem *problem)
{
    GError *error = NULL;
    RsvgRectangle place = {x, y, width, height};
    if (rsvg_handle_render_document(d->handle, cairo, &place, &error))
        return AM_OK;
    enum am_status status =
        am_problem_set(problem, AM_E_MALFORMED, NULL, 0, "a drawing can't be rendered: %.200s",
                       error ? error->message : "no reason given");
    g_clear_error(&error);
    return status;
}

/* cairo's writer; what no longer fits ends the writing. */
static cairo_status_t add(void *out, const unsigned char *bytes, unsigned len)
{
    struct am_text *text = out;
    am_text_add_len(text, (const char *)bytes, len);
    return am_text_status(text) == AM_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* What cairo says; the writer's own failure is told by `out`. */
static enum am_status said(cairo_status_t status, const struct am_text *out,
                           struct am_problem *problem)
{
    if (am_text_status(out) != AM_OK)
        return am_problem_set(problem, am_text_status(out), NULL, 0,
                              "a rendered drawing does not fit in memory");
    if (status == CAIRO_STATUS_SUCCESS)
        return AM_OK;
    return am_problem_set(problem, status == CAIRO_STATUS_NO_MEMORY ? AM_E_NO_MEMORY : AM_E_IO,
                          NULL, 0, "a drawing can't be rendered: %s",
                          cairo_status_to_string(status));
}

static enum am_status write_png(const struct drawing *d, int width, int height, struct am_text *out,
                                struct am_problem *problem)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    enum am_status status = draw(d, cairo, 0, 0, width, height, problem);
    if (status == AM_OK)
        status = said(cairo_status(cairo), out, problem);
    if (status == AM_OK)
        status = said(cairo_surface_write_to_png_stream(surface, add, out), out, problem);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return status;
}

enum am_status am_render_png(const char *svg, unsigned width, struct am_text *out,
                             struct am_problem *problem)
{
    struct drawing d = {0};
    enum am_status status = drawing_open(svg, &d, problem);
    if (status != AM_OK)
        return status;
    double height = fmax(1, ceil(width * d.height / d.width - 1e-6));
    if (width == 0 || width > AM_RENDER_SIDE_MAX || height > AM_RENDER_SIDE_MAX ||
        width * height > AM_RENDER_PIXELS_MAX)
        status = am_problem_set(problem, AM_E_LIMIT, NULL, 0,
                                "an image of %u by %.0f px can't be made: choose another width",
                                width, height);
    else
        status = write_png(&d, (int)width, (int)height, out, problem);
    drawing_done(&d);
    return status;
}

static enum am_status add_page(cairo_surface_t *surface, cairo_t *cairo, const char *svg,
                               enum am_render_page page, struct am_problem *problem)
{
    struct drawing d = {0};
    enum am_status status = drawing_open(svg, &d, problem);
    if (status != AM_OK)
        return status;
    if (page == AM_RENDER_OWN) {
        cairo_pdf_surface_set_size(surface, d.width * PX, d.height * PX);
        status = draw(&d, cairo, 0, 0, d.width * PX, d.height * PX, problem);
    } else {
        double scale = fmin((A4_WIDTH - 2 * MARGIN) / d.width, (A4_HEIGHT - 2 * MARGIN) / d.height);
        cairo_pdf_surface_set_size(surface, A4_WIDTH, A4_HEIGHT);
        status = draw(&d, cairo, MARGIN, MARGIN, d.width * scale, d.height * scale, problem);
    }
    cairo_show_page(cairo);
    drawing_done(&d);
    return status;
}

/* cairo refuses a title that is not UTF-8. */
static void set_title(cairo_surface_t *surface, const char *title)
{
    struct am_text inert;
    am_text_init(&inert, TITLE_MAX);
    am_utf8_add_inert(&inert, title);
    if (inert.len > 0)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, inert.at);
    am_text_done(&inert);
}

enum am_status am_render_pdf(const char *const *svgs, size_t count, enum am_render_page page,
                             const char *title, struct am_text *out, struct am_problem *problem)
{
    if (count == 0 || count > AM_RENDER_PAGES_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0,
                              "a PDF has one page at least and %d at most, not %zu",
                              AM_RENDER_PAGES_MAX, count);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(add, out, A4_WIDTH, A4_HEIGHT);
    cairo_t *cairo = cairo_create(surface);
    enum am_status status = AM_OK;
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, EPOCH);
    if (title)
        set_title(surface, title);
    for (size_t i = 0; i < count && status == AM_OK; i++)
        status = add_page(surface, cairo, svgs[i], page, problem);
    cairo_status_t drawn = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface); /* the end of the file */
    if (status == AM_OK)
        status = said(drawn != CAIRO_STATUS_SUCCESS ? drawn : cairo_surface_status(surface), out,
                      problem);
    cairo_surface_destroy(surface);
    return status;
}

/* ---- what is seen behind an element ---- */

#define LOOK_SIDE 600.0 /* px of the longer side: enough to tell colours */
#define ACROSS    10    /* of AM_RENDER_SAMPLES */
#define ID_MAX    200

static struct am_ink pixel(const unsigned char *bytes, int stride, int x, int y)
{
    uint32_t value;
    memcpy(&value, bytes + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4, sizeof value);
    return (struct am_ink){(unsigned char)(value >> 16), (unsigned char)(value >> 8),
                           (unsigned char)value};
}

static void sample(cairo_surface_t *surface, const RsvgRectangle *box,
                   struct am_ink out[AM_RENDER_SAMPLES])
{
    const unsigned char *bytes = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    for (size_t i = 0; i < AM_RENDER_SAMPLES; i++) {
        size_t column = i % ACROSS;
        size_t row = i / ACROSS;
        double across = ((double)column + 0.5) / ACROSS;
        double down = ((double)row + 0.5) * ACROSS / AM_RENDER_SAMPLES;
        double x = box->x + box->width * across;
        double y = box->y + box->height * down;
        bool inside = bytes && x >= 0 && y >= 0 && x < width && y < height;
        out[i] = inside ? pixel(bytes, stride, (int)x, (int)y) : (struct am_ink){255, 255, 255};
    }
}

enum am_status am_render_samples(const char *svg, const char *const *ids, size_t count,
                                 struct am_ink (*out)[AM_RENDER_SAMPLES],
                                 struct am_problem *problem)
{
    struct drawing d = {0};
    enum am_status status = drawing_open(svg, &d, problem);
    if (status != AM_OK)
        return status;
    double scale = LOOK_SIDE / fmax(d.width, d.height);
    RsvgRectangle whole = {0, 0, fmax(d.width * scale, 1), fmax(d.height * scale, 1)};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)whole.width, (int)whole.height);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    status = draw(&d, cairo, 0, 0, whole.width, whole.height, problem);
    cairo_surface_flush(surface);
    for (size_t i = 0; i < count && status == AM_OK; i++) {
        RsvgRectangle ink;
        RsvgRectangle box = {-1, -1, 0, 0};
        char id[ID_MAX];
        (void)snprintf(id, sizeof id, "#%s", ids[i]);
        /* told in px of the document, whatever the viewport */
        (void)rsvg_handle_get_geometry_for_layer(d.handle, id, &whole, &ink, &box, NULL);
        box = (RsvgRectangle){box.x * scale, box.y * scale, box.width * scale, box.height * scale};
        sample(surface, &box, out[i]);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    drawing_done(&d);
    return status;
}
