/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "charts/ink.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SHADES   6 /* tried each way */
#define SHADE_BY 0.12

static const struct am_ink dark = {0x14, 0x1c, 0x24};
static const struct am_ink white = {0xff, 0xff, 0xff};

static int digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

bool am_ink_parse(const char *text, struct am_ink *out)
{
    unsigned char parts[3];
    size_t len = strlen(text);
    if (text[0] != '#' || (len != 7 && len != 4))
        return false;
    for (size_t i = 0; i < 3; i++) {
        int high = digit(text[len == 7 ? 1 + 2 * i : 1 + i]);
        int low = digit(text[len == 7 ? 2 + 2 * i : 1 + i]);
        if (high < 0 || low < 0)
            return false;
        parts[i] = (unsigned char)(high * 16 + low);
    }
    *out = (struct am_ink){parts[0], parts[1], parts[2]};
    return true;
}

void am_ink_write(struct am_ink ink, char out[AM_INK_SIZE])
{
    (void)snprintf(out, AM_INK_SIZE, "#%02x%02x%02x", ink.red, ink.green, ink.blue);
}

static unsigned char between(unsigned char a, unsigned char b, double part)
{
    return (unsigned char)lround(a + (b - a) * fmin(fmax(part, 0), 1));
}

struct am_ink am_ink_mix(struct am_ink a, struct am_ink b, double part)
{
    return (struct am_ink){between(a.red, b.red, part), between(a.green, b.green, part),
                           between(a.blue, b.blue, part)};
}

/* WCAG 2.2, relative luminance. */
static double linear(unsigned char channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}
static double luminance(struct am_ink ink)
{
    return 0.2126 * linear(ink.red) + 0.7152 * linear(ink.green) + 0.0722 * linear(ink.blue);
}

double am_ink_contrast(struct am_ink a, struct am_ink b)
{
    double x = luminance(a);
    double y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static double worst(struct am_ink ink, const struct am_ink *behind, size_t count)
{
    double least = 21;
    for (size_t i = 0; i < count; i++)
        least = fmin(least, am_ink_contrast(ink, behind[i]));
    return least;
}

struct am_ink am_ink_over(struct am_ink wished, const struct am_ink *behind, size_t count,
                          double least, double *out)
{
    *out = worst(wished, behind, count);
    for (int shade = 1; *out < least && shade <= SHADES; shade++) {
        for (int way = 0; way < 2; way++) {
            struct am_ink other = am_ink_mix(wished, way == 0 ? dark : white, shade * SHADE_BY);
            double contrast = worst(other, behind, count);
            if (contrast >= least) {
                *out = contrast;
                return other;
            }
        }
    }
    if (*out >= least)
        return wished;
    double by_dark = worst(dark, behind, count);
    double by_white = worst(white, behind, count);
    *out = fmax(by_dark, by_white);
    return by_dark >= by_white ? dark : white;
}
