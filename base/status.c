/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const struct {
    enum am_status status;
    enum am_exit exit;
    const char *name;
} kinds[] = {
    {AM_OK, AM_EXIT_OK, "ok"},
    {AM_E_TRUNCATED, AM_EXIT_INPUT, "truncated"},
    {AM_E_MALFORMED, AM_EXIT_INPUT, "malformed"},
    {AM_E_LIMIT, AM_EXIT_INPUT, "beyond a limit"},
    {AM_E_NO_MEMORY, AM_EXIT_MACHINE, "out of memory"},
    {AM_E_IO, AM_EXIT_MACHINE, "input/output error"},
    {AM_E_NOT_FOUND, AM_EXIT_INPUT, "not found"},
    {AM_E_USAGE, AM_EXIT_USAGE, "usage"},
};

enum am_status am_problem_set(struct am_problem *problem, enum am_status status, const char *file,
                              unsigned long line, const char *format, ...)
{
    if (!problem || problem->status != AM_OK)
        return status;
    problem->status = status;
    problem->line = line;
    (void)snprintf(problem->file, sizeof problem->file, "%s", file ? file : "");
    va_list args;
    va_start(args, format);
    (void)vsnprintf(problem->text, sizeof problem->text, format, args);
    va_end(args);
    return status;
}

/* Text that came from outside must not drive the terminal. Works without memory: it may be what
 * there is none of. */
static void put_inert(const char *text)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){.at = (const uint8_t *)text, .len = strlen(text)}, false);
    while (am_reader_more(&r)) {
        struct am_bytes before = am_reader_rest(&r);
        uint32_t code = am_utf8_read(&r);
        if (code == AM_UTF8_REPLACEMENT || !am_utf8_is_inert(code))
            (void)fputc('?', stderr);
        else
            (void)fwrite(before.at, 1, before.len - am_reader_rest(&r).len, stderr);
    }
}

int am_problem_print(const struct am_problem *problem)
{
    (void)fputs("amarra: ", stderr);
    if (problem->file[0]) {
        put_inert(problem->file);
        if (problem->line > 0)
            (void)fprintf(stderr, ":%lu", problem->line);
        (void)fputs(": ", stderr);
    }
    put_inert(problem->text[0] ? problem->text : am_status_name(problem->status));
    (void)fputc('\n', stderr);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].status == problem->status)
            return (int)kinds[i].exit;
    return AM_EXIT_MACHINE;
}

int am_problem_exit(struct am_problem *problem, enum am_status status, int code)
{
    if (status == AM_OK && fflush(stdout) != 0)
        status = am_problem_set(problem, AM_E_IO, NULL, 0, "can't write what there is to tell");
    if (status == AM_OK)
        return code;
    problem->status = status;
    return am_problem_print(problem);
}

const char *am_status_name(enum am_status status)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].status == status)
            return kinds[i].name;
    return "unknown";
}
