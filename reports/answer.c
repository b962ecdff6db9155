/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "answer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define YES_MAX 16 /* bytes; longer than any yes */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

enum am_answer am_answer_line(char *out, size_t size)
{
    size_t len = 0;
    bool fits = true;
    int c;
    while ((c = getchar()) != EOF && c != '\n') {
        if (len == 0 && is_blank((char)c))
            continue;
        if (len < size - 1 && c != 0)
            out[len++] = (char)c;
        else
            fits = false;
    }
    while (len > 0 && is_blank(out[len - 1]))
        len--;
    out[len] = '\0';
    return c != '\n' ? AM_ANSWER_END : fits ? AM_ANSWER_LINE : AM_ANSWER_UNFIT;
}

bool am_answer_is_yes(void)
{
    static const char *const words[] = {"s",   "si", "sí",  "sÍ", "sim", "y",
                                        "yes", "o",  "oui", "j",  "ja"};
    char answer[YES_MAX + 1];
    if (am_answer_line(answer, sizeof answer) != AM_ANSWER_LINE)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(answer, words[i]) == 0)
            return true;
    return false;
}
