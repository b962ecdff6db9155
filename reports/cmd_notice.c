/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra notice: the notice for the door, or the agreement of the organization, to print. */
#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "asked.h"
#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "language.h"
#include "reports.h"

#define TEXT_MAX  ((size_t)65536) /* bytes, before and after blanks are filled */
#define VALUE_MAX 200             /* bytes: it stands in one line of a sheet that hangs on a door */
#define BLANK     "______________________________" /* to be filled in by hand */

enum place { ORGANIZATION, CONTACT, FROM, UNTIL, PLACES };
static const char *const tokens[PLACES] = {"{organization}", "{contact}", "{from}", "{until}"};

struct options {
    const char *data, *values[PLACES]; /* NULL: a blank */
    enum am_language language;
    bool consent;
};

/* The text that comes with the program, in the language. */
static enum am_status load(const struct options *o, struct am_bytes *out,
                           struct am_problem *problem)
{
    char data[PATH_MAX];
    char path[PATH_MAX + 64];
    enum am_status status = am_data_dir(o->data, data, problem);
    if (status != AM_OK)
        return status;
    (void)snprintf(path, sizeof path, "%s/texts/%s.%s.md", data, o->consent ? "consent" : "notice",
                   am_language_code(o->language));
    return am_file_load(path, TEXT_MAX, out, problem);
}

static const char *value_of(const struct options *o, struct am_speech *s, enum place place)
{
    const char *value = o->values[place];
    if (!value)
        return BLANK;
    return place == FROM || place == UNTIL ? am_say_date(s, value) : value;
}

/* In one pass: what a person wrote is never searched for places. */
static void fill(const struct options *o, struct am_speech *s, const char *text,
                 struct am_text *out)
{
    while (*text) {
        size_t plain = strcspn(text, "{");
        am_text_add_len(out, text, plain);
        text += plain;
        enum place place = ORGANIZATION;
        while (place < PLACES && strncmp(text, tokens[place], strlen(tokens[place])) != 0)
            place++;
        if (place < PLACES) {
            am_text_add(out, value_of(o, s, place));
            text += strlen(tokens[place]);
        } else if (*text) {
            am_text_add_len(out, text++, 1);
        }
    }
}

static enum am_status print(const struct options *o, const char *text, struct am_problem *problem)
{
    struct am_speech *s;
    enum am_status status = am_speech_open(o->data, o->language, &s, problem);
    if (status != AM_OK)
        return status;
    struct am_text out;
    am_text_init(&out, 2 * TEXT_MAX);
    fill(o, s, text, &out);
    status = am_speech_status(s) == AM_OK ? am_text_status(&out) : am_speech_status(s);
    if (status == AM_OK && (fwrite(out.at, 1, out.len, stdout) != out.len || fflush(stdout) != 0))
        status =
            am_problem_set(problem, AM_E_IO, NULL, 0, "can't write the text: %s", strerror(errno));
    am_text_done(&out);
    am_speech_free(s);
    return status;
}

static bool fits_a_line(const char *value)
{
    struct am_bytes bytes = {.at = (const uint8_t *)value, .len = strlen(value)};
    struct am_reader r = am_reader_over(bytes, false);
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        if (code == AM_UTF8_REPLACEMENT || !am_utf8_is_inert(code))
            return false;
    }
    return bytes.len <= VALUE_MAX;
}

/* An empty value is a blank: scripts pass on what they were not told. */
static void take_value(struct options *o, enum place place, const char *value,
                       struct argp_state *state)
{
    int32_t day;
    if (!fits_a_line(value))
        argp_error(state, "organization and contact are a line of text of %d bytes at most",
                   VALUE_MAX);
    if (value[0] && (place == FROM || place == UNTIL) && !am_rules_day(value, &day))
        argp_error(state, "a date is like 2026-11-24, not '%s'", value);
    o->values[place] = value[0] ? value : NULL;
}

static void check_order(const struct options *o, struct argp_state *state)
{
    if (o->values[FROM] && o->values[UNTIL] && strcmp(o->values[FROM], o->values[UNTIL]) > 0)
        argp_error(state, "--until %s is before --from %s", o->values[UNTIL], o->values[FROM]);
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'l':
        am_asked_language(state, arg, &o->language);
        return 0;
    case 'O':
        take_value(o, ORGANIZATION, arg, state);
        return 0;
    case 'C':
        take_value(o, CONTACT, arg, state);
        return 0;
    case 'F':
        take_value(o, FROM, arg, state);
        return 0;
    case 'U':
        take_value(o, UNTIL, arg, state);
        return 0;
    case 'c':
        o->consent = true;
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is no option: the notice takes none but those of --help", arg);
        return 0;
    case ARGP_KEY_END:
        check_order(o, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_notice(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"lang", 'l', "CODE", 0, "es, en, pt, fr or de (default: es)", 0},
        {"consent", 'c', NULL, 0, "The agreement that the organization signs, not the notice", 0},
        {"organization", 'O', "NAME", 0, "Whose network it is", 0},
        {"contact", 'C', "TEXT", 0, "Who answers for it, and how to reach them", 0},
        {"from", 'F', "DATE", 0, "The first day, as 2026-11-24", 0},
        {"until", 'U', "DATE", 0, "The last day", 0},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0},
        {0},
    };
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .doc =
            "Prints the notice that tells people what a scan keeps and what it never keeps, to "
            "hang on the door, or the agreement to sign. What is not told stays a line to fill "
            "in by hand.",
    };
    struct options o = {.language = AM_LANG_ES};
    struct am_problem problem = {0};
    struct am_bytes text = {0};
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = load(&o, &text, &problem);
    if (status == AM_OK)
        status = print(&o, (const char *)text.at, &problem);
    am_free(text.at);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
