/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/agreement.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "format/sheet.h"
#include "reports.h"
#include "sensor/words.h"

#define VERSION    "1" /* of what is agreed to: another one is asked for anew */
#define FILE_MAX   64
#define DATE_SIZE  sizeof "2026-11-28"
#define ANSWER_MAX 16 /* bytes; longer than any yes */
#define TEXT_MAX   65536
#define NOTICE     "amarra notice"
#define CONSENT    "amarra notice --consent"

/* --- what is remembered --- */

struct place {
    char path[PATH_MAX];
    size_t base_len; /* bytes of it that name $XDG_STATE_HOME, or the home */
    bool is_home;    /* which is there, or not to be made */
};

/* False: there is none. */
static bool find_place(struct place *p)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    p->is_home = !state || state[0] != '/'; /* which is to be ignored, says the specification */
    const char *base = p->is_home ? home : state;
    if (!base || base[0] != '/')
        return false;
    p->base_len = strlen(base);
    int len = snprintf(p->path, sizeof p->path, "%s%s/amarra/agreed", base,
                       p->is_home ? "/.local/state" : "");
    return len > 0 && (size_t)len < sizeof p->path;
}

/* The date of a yes to the text as it is now. */
static bool find_agreed(char date[DATE_SIZE])
{
    struct place p;
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

static enum am_status make_folder(const char *path, struct am_problem *problem)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return AM_OK;
    return am_problem_set(problem, AM_E_IO, path, 0, "can't make the folder: %s", strerror(errno));
}

/* Those that hold the file, from the base on. */
static enum am_status make_folders(struct place *p, struct am_problem *problem)
{
    struct stat st;
    enum am_status status = AM_OK;
    for (char *slash = p->path + p->base_len; status == AM_OK && slash;
         slash = strchr(slash + 1, '/')) {
        bool base = slash == p->path + p->base_len;
        *slash = '\0';
        if (!base || !p->is_home)
            status = make_folder(p->path, problem);
        if (status == AM_OK && base && (stat(p->path, &st) != 0 || st.st_uid != geteuid()))
            status = am_problem_set(problem, AM_E_IO, p->path, 0,
                                    "is not yours, so the answer is not remembered there");
        *slash = '/';
    }
    return status;
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
    struct place p;
    struct am_problem problem = {0};
    if (!find_place(&p))
        return;
    enum am_status status = make_folders(&p, &problem);
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

/* A yes in any of our languages, as a line of its own; whatever else was typed is no. */
static bool read_yes(void)
{
    static const char *const words[] = {"s",   "si", "sí",  "sÍ", "sim", "y",
                                        "yes", "o",  "oui", "j",  "ja"};
    char answer[ANSWER_MAX + 1];
    size_t len = 0;
    int c;
    while ((c = getchar()) != EOF && c != '\n')
        if (len < ANSWER_MAX)
            answer[len++] = (char)c;
    while (len > 0 && answer[len - 1] == ' ')
        len--;
    answer[len] = '\0';
    const char *word = answer + strspn(answer, " ");
    for (size_t i = 0; c != EOF && i < sizeof words / sizeof *words; i++)
        if (strcasecmp(word, words[i]) == 0 && word + strlen(word) == answer + len)
            return true;
    return false;
}

static enum am_status ask(struct am_speech *s, struct am_problem *problem)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s",
                              AM_SAY(s, TEXT_AGREE_NOBODY, "--agreed", CONSENT));
    tell_what_is_recorded(s, true);
    if (!read_yes())
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
