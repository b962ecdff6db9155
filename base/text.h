/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Growing text with a ceiling and sticky failure: add freely, ask am_text_status once at the end.
 * `at` is always a terminated string, never NULL. */
#ifndef AM_BASE_TEXT_H
#define AM_BASE_TEXT_H

#include <stddef.h>

#include "base/status.h"

struct am_text {
    char *at;
    size_t len, size, limit;
    enum am_status status; /* LIMIT or NO_MEMORY once an addition did not fit */
};

void am_text_init(struct am_text *t, size_t limit);
void am_text_done(struct am_text *t);
void am_text_clear(struct am_text *t);
void am_text_add(struct am_text *t, const char *text);
void am_text_add_len(struct am_text *t, const char *text, size_t len);
void am_text_addf(struct am_text *t, const char *format, ...) AM_PRINTF(2, 3);
AM_MUST_CHECK enum am_status am_text_status(const struct am_text *t);

#endif
