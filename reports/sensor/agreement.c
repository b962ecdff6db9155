/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/agreement.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "base/file.h"
#include "format/sheet.h"
#include "own_file.h"
#include "reports.h"
#include "sensor/words.h"

#define VERSION   "1" /* of what is agreed to: another one is asked for anew */
#define FILE_MAX  64
#define DATE_SIZE sizeof "2026-11-28"
#define TEXT_MAX  65536
#define NOTICE    "amarra notice"
#define CONSENT   "amarra notice --consent"

/* --- what is remembered --- */

static bool find_place(struct am_own_file *p)
{
    return am_own_file_find("XDG_STATE_HOME", "/.local/state", "/amarra/agreed", p);
}

/* The date of a yes to the text as it is now. */
static bool find_agreed(char date[DATE_SIZE])
{
    struct am_own_file p;
    struct am_bytes file = {0};
    int32_t day;
    if (!find_place(&p) || am_file_load(p.path, FILE_MAX, &file, NULL) != AM_OK)
        return false;
    const char *text = (const char *)file.at;
    (void)snprintf(date, DATE_SIZE, "%.*s", (int)DATE_SIZE - 1, text);
    bool good = file.len > DATE_SIZE && am_rules_day(date, &day) &&
                strcmp(text + DATE_SIZE - 1, " " VERSION "\n") == 0;
    am_free(file.at);
    return good;
}

static enum am_status write_agreed(const char *path, struct am_problem *problem)
{
    struct am_file f;
    time_t now = time(NULL);
    struct tm today = {0};
    char date[DATE_SIZE] = "";
    (void)localtime_r(&now, &today);
    (void)strftime(date, sizeof date, "%Y-%m-%d", &today);
    enum am_status status = am_file_create(path, &f, problem);
    if (status != AM_OK)
        return status;
    (void)fchmod(fileno(f.stream), 0600);
    (void)fprintf(f.stream, "%s %s\n", date, VERSION);
    return am_file_commit(&f, problem);
}

/* A yes that can't be remembered is a yes; that it will be asked for again is said. */
static void remember(void)
{
    struct am_own_file p;
    struct am_problem problem = {0};
    if (!find_place(&p))
        return;
    enum am_status status = am_own_file_folders(&p, &problem);
    if (status == AM_OK)
        status = write_agreed(p.path, &problem);
    if (status != AM_OK)
        (void)am_problem_print(&problem);
}

/* --- what is said and asked --- */

static void print(const struct am_text *text)
{
    if (am_text_status(text) == AM_OK)
        (void)fputs(text->at, stderr);
}

static void tell_agreed(struct am_speech *s, const char *date)
{
    struct am_text out;
    am_text_init(&out, TEXT_MAX);
    struct am_sheet sheet = {.out = &out, .speech = s};
    am_sheet_wrap(&sheet, 0, "", AM_SAY(s, TEXT_AGREE_BEFORE, am_say_date(s, date), NOTICE));
    print(&out);
    am_text_done(&out);
}

static void tell_what_is_recorded(struct am_speech *s, bool ask)
{
    struct am_text out;
    am_text_init(&out, TEXT_MAX);
    struct am_sheet sheet = {.out = &out, .speech = s};
    am_sheet_wrap(&sheet, 0, "", AM_SAY(s, TEXT_AGREE_RECORDED));
    am_sheet_wrap(&sheet, 0, "", AM_SAY(s, TEXT_AGREE_NEVER));
    am_sheet_wrap(&sheet, 0, "", AM_SAY(s, TEXT_AGREE_NOTICE, NOTICE));
    if (ask) {
        am_text_add(&out, AM_SAY(s, TEXT_AGREE_QUESTION));
        am_text_add(&out, " ");
    }
    print(&out);
    am_text_done(&out);
}

static enum am_status ask(struct am_speech *s, struct am_problem *problem)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s",
                              AM_SAY(s, TEXT_AGREE_NOBODY, "--agreed", CONSENT));
    tell_what_is_recorded(s, true);
    if (!am_answer_is_yes())
        return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s",
                              AM_SAY(s, TEXT_AGREE_REFUSED, CONSENT));
    remember();
    return AM_OK;
}

enum am_status am_agreement_ask(enum am_language language, const char *data_dir, bool agreed,
                                struct am_problem *problem)
{
    struct am_speech *s;
    char date[DATE_SIZE];
    bool before = find_agreed(date);
    if ((before || agreed) && !isatty(STDERR_FILENO))
        return AM_OK;
    enum am_status status = am_speech_open(data_dir, language, &s, problem);
    if (status != AM_OK)
        return status;
    if (before)
        tell_agreed(s, date);
    else if (agreed)
        tell_what_is_recorded(s, false);
    else
        status = ask(s, problem);
    am_speech_free(s);
    return status;
}

enum am_status am_agree(bool agreed, const char *data_dir, struct am_problem *problem)
{
    return am_agreement_ask(am_language_of_system(), data_dir, agreed, problem);
}
