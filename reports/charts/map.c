/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The world by country. Shapes are those of Natural Earth (assets/world.txt, made by world.py): a
 * line each, "UY M..." for a shape in a field of 1000 by 432, "BB . X Y" for a dot. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "charts/canvas.h"

#define FIELD_WIDTH  1000.0
#define FIELD_HEIGHT 432.0
#define DOT          3.5 /* px, whatever the map is scaled to */
#define DOT_NARROW   2.5

/* One line of the map. */
struct shape {
    const char *code; /* two letters, or "-": not ended */
    const char *path; /* NULL: a dot */
    size_t code_len, path_len;
    long x, y;
};

/* The map is ours, so it is read as it was written. */
static const char *read_shape(const char *at, struct shape *out)
{
    const char *end = strchr(at, '\n');
    size_t code = strcspn(at, " ");
    if (!end)
        return NULL;
    *out = (struct shape){.code = at, .code_len = code};
    const char *rest = at + code + 1;
    if (rest[0] == '.') {
        char *next;
        out->x = strtol(rest + 2, &next, 10);
        out->y = strtol(next, NULL, 10);
    } else {
        out->path = rest;
        out->path_len = (size_t)(end - rest);
    }
    return end + 1;
}

static bool is(const struct shape *s, const char *code)
{
    return code && s->code_len == 2 && strlen(code) == s->code_len &&
           strncmp(s->code, code, s->code_len) == 0;
}

static const struct am_chart_country *find(const struct am_chart_map *map, const struct shape *s)
{
    for (size_t i = 0; i < map->count; i++)
        if (map->countries[i].value >= 0 && is(s, map->countries[i].code))
            return &map->countries[i];
    return NULL;
}

static const char *class_of(const struct am_chart_map *map, double value)
{
    static const char *const classes[] = {"map-1", "map-2", "map-3", "map-4", "map-5"};
    size_t n = 0;
    while (n < AM_MAP_CLASSES - 1 && value > map->limits[n])
        n++;
    return classes[n];
}

static void mark(struct am_html *h, const struct shape *s, double dot, const char *look,
                 const char *title)
{
    struct am_text path;
    am_html_open(h, s->path ? "path" : "circle");
    am_html_attribute(h, "class", look);
    if (s->path) {
        am_text_init(&path, 65536);
        am_text_add_len(&path, s->path, s->path_len);
        am_html_attribute(h, "d", path.at);
        am_text_done(&path);
    } else {
        double edge = dot * 1.5; /* with its outline */
        am_canvas_attribute(h, "cx", fmin(fmax((double)s->x, edge), FIELD_WIDTH - edge));
        am_canvas_attribute(h, "cy", fmin(fmax((double)s->y, edge), FIELD_HEIGHT - edge));
        am_canvas_attribute(h, "r", dot);
    }
    if (title)
        am_html_element(h, "title", NULL, title);
    am_html_close(h, s->path ? "path" : "circle");
}

/* All that has nothing to tell is one path. */
static void draw_land(struct am_html *h, const struct am_chart_map *map)
{
    struct am_text land;
    struct shape s;
    am_text_init(&land, 1 << 17);
    for (const char *at = am_asset_world_txt; (at = read_shape(at, &s));)
        if (s.path && !find(map, &s) && !is(&s, map->home))
            am_text_add_len(&land, s.path, s.path_len);
    am_html_open(h, "path");
    am_html_attribute(h, "class", "land");
    am_html_attribute(h, "d", land.at);
    am_html_close(h, "path");
    am_text_done(&land);
}

/* Shapes first, then dots, then home, whose outline nothing may cover. */
static void draw_countries(struct am_html *h, const struct am_chart_map *map, double dot)
{
    for (int turn = 0; turn < 3; turn++) {
        struct shape s;
        for (const char *at = am_asset_world_txt; (at = read_shape(at, &s));) {
            const struct am_chart_country *c = find(map, &s);
            bool home = is(&s, map->home);
            char look[48];
            if (turn != (home ? 2 : s.path ? 0 : 1) || (!c && !home))
                continue;
            (void)snprintf(look, sizeof look, "land %s%s", c ? class_of(map, c->value) : "",
                           home ? " home" : "");
            mark(h, &s, dot, look, c ? c->title : map->home_legend);
        }
    }
}

void am_chart_map(struct am_html *h, const struct am_chart *c, const struct am_chart_map *map)
{
    const struct am_key keys[] = {
        {"map-1", NULL, map->legend[0]},       {"map-2", NULL, map->legend[1]},
        {"map-3", NULL, map->legend[2]},       {"map-4", NULL, map->legend[3]},
        {"map-5", NULL, map->legend[4]},       {"land", NULL, map->none},
        {"land home", NULL, map->home_legend},
    };
    size_t count = !map->legend[0] ? 0 : map->home ? 7 : 6;
    double scale = c->width / FIELD_WIDTH;
    double height = FIELD_HEIGHT * scale;
    char transform[64];
    char number[32];
    (void)snprintf(number, sizeof number, "%ld.%03ld", (long)scale,
                   (long)(scale * 1000 + 0.5) % 1000);
    (void)snprintf(transform, sizeof transform, "scale(%s)", number);
    am_canvas_open(h, c,
                   height + (count > 0 ? 8 + am_canvas_legend(h, c, 0, keys, count, false) : 0));
    am_html_open(h, "g");
    am_html_attribute(h, "transform", transform);
    draw_land(h, map);
    draw_countries(h, map, (c->width < AM_CHART_NARROW ? DOT_NARROW : DOT) / scale);
    am_html_close(h, "g");
    (void)am_canvas_legend(h, c, height + 8, keys, count, true);
    am_canvas_close(h);
}
