/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Draws samples of every chart, to be looked at.
 *
 *   chart_samples FOLDER
 *
 * Writes each chart at 960 and 360 px as SVG and PNG, all of them as samples.pdf, and the page
 * samples.html with the page's colours. The values are invented. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "chart_samples/samples.h"
#include "charts/charts.h"
#include "charts/render.h"

static void fail(const char *what)
{
    (void)fprintf(stderr, "chart_samples: %s\n", what);
    exit(EXIT_FAILURE);
}

static void save(const char *folder, const char *name, const char *ending, const struct am_text *t)
{
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/%s.%s", folder, name, ending);
    FILE *f = len > 0 && (size_t)len < sizeof path ? fopen(path, "wb") : NULL;
    if (!f || fwrite(t->at, 1, t->len, f) != t->len || fclose(f) != 0)
        fail(path);
}

static void save_png(const char *folder, const char *name, const struct am_text *svg,
                     unsigned width)
{
    struct am_text png;
    struct am_problem problem = {0};
    am_text_init(&png, AM_RENDER_OUT_MAX);
    if (am_render_png(svg->at, width * 2, &png, &problem) != AM_OK)
        fail(problem.text);
    save(folder, name, "png", &png);
    am_text_done(&png);
}

static void draw(struct am_text *out, size_t sample, unsigned width, bool file)
{
    static const struct am_chart_colours colours = AM_CHART_COLOURS;
    struct am_html h;
    char id[64];
    (void)snprintf(id, sizeof id, "%s-%u", am_samples[sample].name, width);
    struct am_chart chart = {.id = id,
                             .title = am_samples[sample].title,
                             .description = "A sample with invented values.",
                             .width = width,
                             .colours = file ? &colours : NULL};
    am_html_init_piece(&h, out);
    am_samples[sample].draw(&h, &chart);
    if (am_html_status(&h) != AM_OK)
        fail(am_samples[sample].name);
}

static void save_page(const char *folder)
{
    struct am_text page;
    am_text_init(&page, AM_RENDER_OUT_MAX);
    am_text_addf(
        &page,
        "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>%s%s.phone{max-"
        "width:22.5rem}</style>",
        am_asset_report_css, am_asset_charts_css);
    for (size_t i = 0; i < am_samples_count; i++) {
        am_text_addf(&page, "<h3>%s</h3><figure>", am_samples[i].title);
        draw(&page, i, 960, false);
        am_text_add(&page, "</figure><figure class=\"phone\">");
        draw(&page, i, 360, false);
        am_text_add(&page, "</figure>");
    }
    save(folder, "samples", "html", &page);
    am_text_done(&page);
}

int main(int argc, char **argv)
{
    static const unsigned widths[] = {960, 360};
    if (argc != 2)
        fail("usage: chart_samples FOLDER");
    struct am_text *svg = calloc(am_samples_count * 2, sizeof *svg);
    const char **svgs = calloc(am_samples_count * 2, sizeof *svgs);
    if (!svg || !svgs)
        fail("no memory");
    for (size_t i = 0; i < am_samples_count * 2; i++) {
        char name[64];
        unsigned width = widths[i % 2];
        am_text_init(&svg[i], AM_RENDER_SVG_MAX);
        draw(&svg[i], i / 2, width, true);
        (void)snprintf(name, sizeof name, "%s-%u", am_samples[i / 2].name, width);
        save(argv[1], name, "svg", &svg[i]);
        save_png(argv[1], name, &svg[i], width);
        svgs[i] = svg[i].at;
    }
    struct am_text pdf;
    struct am_problem problem = {0};
    am_text_init(&pdf, AM_RENDER_OUT_MAX);
    if (am_render_pdf(svgs, am_samples_count * 2, AM_RENDER_A4, "Samples", &pdf, &problem) != AM_OK)
        fail(problem.text);
    save(argv[1], "samples", "pdf", &pdf);
    am_text_done(&pdf);
    for (size_t i = 0; i < am_samples_count * 2; i++)
        am_text_done(&svg[i]);
    free(svg);
    free(svgs);
    save_page(argv[1]);
    return EXIT_SUCCESS;
}
