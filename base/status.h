/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What every fallible function returns, and how a problem is told to a person.
 *
 * Four families, never mixed: the input (TRUNCATED, MALFORMED: counted, never logged one by one),
 * a limit (LIMIT), the machine (NO_MEMORY, IO), a request that can't be met (NOT_FOUND, USAGE). */
#ifndef AM_BASE_STATUS_H
#define AM_BASE_STATUS_H

#define AM_MUST_CHECK      __attribute__((warn_unused_result))
#define AM_CLEANUP(fn)     __attribute__((cleanup(fn)))
#define AM_PRINTF(fmt, va) __attribute__((format(printf, fmt, va)))

enum am_status {
    AM_OK = 0,
    AM_E_TRUNCATED = -1, /* the capture ends before the message does; what was read stands */
    AM_E_MALFORMED = -2, /* the bytes break their format's own rules */
    AM_E_LIMIT = -3,     /* within the rules, beyond a limit that amarra sets */
    AM_E_NO_MEMORY = -4,
    AM_E_IO = -5,
    AM_E_NOT_FOUND = -6,
    AM_E_USAGE = -7,
};

/* Exit codes of the program, documented in amarra(1). */
enum am_exit {
    AM_EXIT_OK = 0,
    AM_EXIT_USAGE = 2,   /* the command line is off */
    AM_EXIT_INPUT = 3,   /* a capture, scan or dataset file can't be used */
    AM_EXIT_MACHINE = 4, /* disk, memory, permission, interface */
    AM_EXIT_PARTIAL = 5, /* done, but part of the input could not be read: the message says which */
};

#define AM_PROBLEM_TEXT 512
#define AM_PROBLEM_FILE 512

/* What a person must know to mend it. The first problem set wins. Zero-initialised by the caller.
 */
struct am_problem {
    enum am_status status;
    unsigned long line; /* line of a text file, packet number of a capture; 0: none */
    char file[AM_PROBLEM_FILE];
    char
        text[AM_PROBLEM_TEXT]; /* one sentence: what was wrong and what to do; no trailing period */
};

/* Returns `status`, so that a failing function can end with it. `problem` and `file` may be NULL.
 */
enum am_status am_problem_set(struct am_problem *problem, enum am_status status, const char *file,
                              unsigned long line, const char *format, ...) AM_PRINTF(5, 6);

/* Writes "amarra: FILE:LINE: TEXT" and a newline to stderr, controls replaced; the exit code. */
int am_problem_print(const struct am_problem *problem);

/* How a command ends: what it printed is out, and `code`; or the problem is printed. The exit code.
 */
int am_problem_exit(struct am_problem *problem, enum am_status status, int code);

const char *am_status_name(enum am_status status);

#endif
