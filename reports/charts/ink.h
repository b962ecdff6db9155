/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Colours of letters and of what is behind them: WCAG 2.2 (1.4.3) asks 4.5 to 1, 3 to 1 of large
 * ones. */
#ifndef AM_REPORTS_INK_H
#define AM_REPORTS_INK_H

#include <stdbool.h>
#include <stddef.h>

#define AM_INK_CONTRAST 4.5
#define AM_INK_LARGE    3.0

struct am_ink {
    unsigned char red, green, blue;
};
#define AM_INK_SIZE 8 /* "#rrggbb" and a zero */

/* "#1f6f9f" and "#fff"; false for anything else. */
bool am_ink_parse(const char *text, struct am_ink *out);
void am_ink_write(struct am_ink ink, char out[AM_INK_SIZE]);
/* `part` (0..1) of `b` in `a`. */
struct am_ink am_ink_mix(struct am_ink a, struct am_ink b, double part);

/* 1 to 21. */
double am_ink_contrast(struct am_ink a, struct am_ink b);
/* The ink as it is wished for where it is seen well on all of `behind`; else the same one darker or
 * lighter; else the better of nearly black and white. `out` tells the least contrast it has. */
struct am_ink am_ink_over(struct am_ink wished, const struct am_ink *behind, size_t count,
                          double least, double *out);

#endif
