/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char empty[1];

void am_text_init(struct am_text *t, size_t limit)
{
    *t = (struct am_text){.at = empty, .limit = limit};
}

void am_text_done(struct am_text *t)
{
    if (t->at != empty)
        free(t->at);
    am_text_init(t, t->limit);
}

void am_text_clear(struct am_text *t)
{
    t->len = 0;
    t->status = AM_OK;
    if (t->at != empty)
        t->at[0] = '\0';
}

static bool reserve(struct am_text *t, size_t more)
{
    if (t->status != AM_OK)
        return false;
    if (more > t->limit - t->len) {
        t->status = AM_E_LIMIT;
        return false;
    }
    size_t need = t->len + more + 1;
    if (need <= t->size)
        return true;
    size_t size = t->size < 64 ? 64 : t->size;
    while (size < need)
        size *= 2;
    char *grown = realloc(t->at == empty ? NULL : t->at, size);
    if (!grown) {
        t->status = AM_E_NO_MEMORY;
        return false;
    }
    t->at = grown;
    t->size = size;
    return true;
}

void am_text_add_len(struct am_text *t, const char *text, size_t len)
{
    if (!reserve(t, len))
        return;
    memcpy(t->at + t->len, text, len);
    t->len += len;
    t->at[t->len] = '\0';
}

void am_text_add(struct am_text *t, const char *text)
{
    am_text_add_len(t, text, strlen(text));
}

void am_text_addf(struct am_text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !reserve(t, (size_t)len))
        return;
    va_start(args, format);
    (void)vsnprintf(t->at + t->len, (size_t)len + 1, format, args);
    va_end(args);
    t->len += (size_t)len;
}

enum am_status am_text_status(const struct am_text *t)
{
    return t->status;
}
