/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "share/ask.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "answer.h"
#include "base/clean.h"
#include "format/sheet.h"
#include "share/words.h"

#define TRIES_MAX  5    /* then nobody means it */
#define ANSWER_MAX 1024 /* bytes; more than any that fits */
#define SAID_MAX   65536
#define EXAMPLE    "soberania-2026"

struct asking {
    struct am_share_answers *a;
    const struct am_rules *rules;
    struct am_speech *s;
};

/* One thing that is asked, and what becomes of an answer. */
struct question {
    const char *text;
    const struct am_dimension *(*list)(size_t at); /* NULL: no list to choose from */
    /* Takes a line that is not empty. What is wrong with it, said; NULL: nothing. */
    const char *(*take)(struct asking *q, const char *line);
    bool needed;
};

bool am_share_may_ask(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static void say(struct am_speech *s, size_t indent, const char *first, const char *text)
{
    struct am_text out;
    am_text_init(&out, SAID_MAX);
    struct am_sheet sheet = {.out = &out, .speech = s};
    am_sheet_wrap(&sheet, indent, first, text);
    if (am_text_status(&out) == AM_OK)
        (void)fputs(out.at, stdout);
    am_text_done(&out);
}

static void wait_here(void)
{
    (void)fputs("> ", stdout);
    (void)fflush(stdout);
}

static enum am_status refuse(struct am_speech *s, struct am_problem *problem)
{
    return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s", AM_SAY(s, TEXT_ASK_REFUSED));
}

static enum am_status ask(struct asking *q, const struct question *question, const char *example,
                          struct am_problem *problem)
{
    char line[ANSWER_MAX];
    (void)putchar('\n');
    say(q->s, 0, "", AM_SAY(q->s, question->text, example));
    for (size_t i = 0; question->list && question->list(i); i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%2zu  ", i + 1);
        say(q->s, 4, number, AM_SAY(q->s, question->list(i)->text));
    }
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        wait_here();
        if (am_answer_line(line, sizeof line) == AM_ANSWER_END)
            break;
        if (!line[0] && !question->needed)
            return AM_OK;
        const char *wrong = question->take(q, line);
        if (!wrong)
            return AM_OK;
        say(q->s, 2, "", wrong);
    }
    return refuse(q->s, problem);
}

/* --- answers --- */

static void keep(char *out, size_t size, const char *text, const char **told)
{
    (void)snprintf(out, size, "%s", text);
    *told = out;
}

static const char *take_campaign(struct asking *q, const char *line)
{
    if (am_share_campaign_fault(line))
        return AM_SAY(q->s, TEXT_ASK_NOT_CAMPAIGN, EXAMPLE);
    keep(q->a->campaign, sizeof q->a->campaign, line, &q->a->about.campaign);
    return NULL;
}

static bool is_named(const struct am_jurisdiction *j, const char *line)
{
    for (int l = 0; l < AM_LANG_COUNT; l++)
        if (j->name[l] && strcasecmp(j->name[l], line) == 0)
            return true;
    return false;
}

const struct am_jurisdiction *am_share_country(const struct am_rules *rules, const char *text)
{
    char code[3] = "";
    if (strlen(text) == 2) {
        code[0] = (char)toupper((unsigned char)text[0]);
        code[1] = (char)toupper((unsigned char)text[1]);
        return am_share_country_fault(code) ? NULL : am_rules_jurisdiction(rules, code);
    }
    for (code[0] = 'A'; code[0] <= 'Z'; code[0]++) {
        for (code[1] = 'A'; code[1] <= 'Z'; code[1]++) {
            const struct am_jurisdiction *j = am_rules_jurisdiction(rules, code);
            if (j && is_named(j, text))
                return j;
        }
    }
    return NULL;
}

static const char *take_country(struct asking *q, const char *line)
{
    const struct am_jurisdiction *j = am_share_country(q->rules, line);
    if (!j)
        return AM_SAY(q->s, TEXT_ASK_NOT_COUNTRY, line);
    keep(q->a->country, sizeof q->a->country, j->code, &q->a->about.country);
    say(q->s, 2, "", AM_SAY(q->s, TEXT_ASK_CHOSEN, am_say_own(q->s, j->name)));
    return NULL;
}

/* "mo" of Uruguay is "UY-MO" too. */
static const char *take_territory(struct asking *q, const char *line)
{
    char code[AM_SHARE_TERRITORY + 1];
    const char *country = q->a->about.country;
    bool whole = strncasecmp(line, country, 2) == 0 && line[2] == '-';
    int len = snprintf(code, sizeof code, "%s-%s", country, whole ? line + 3 : line);
    for (char *c = code; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    if (len < 0 || (size_t)len >= sizeof code || am_share_territory_fault(code, country))
        return AM_SAY(q->s, TEXT_ASK_NOT_TERRITORY, country);
    keep(q->a->territory, sizeof q->a->territory, code, &q->a->about.territory);
    say(q->s, 2, "", AM_SAY(q->s, TEXT_ASK_CHOSEN, code));
    return NULL;
}

/* By its number, or by its id as the option takes it. */
static const char *take_line(struct asking *q, const char *line,
                             const struct am_dimension *(*list)(size_t at), const char **told)
{
    size_t count = 0;
    const struct am_dimension *chosen = NULL;
    for (; list(count); count++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%zu", count + 1);
        if (strcmp(line, number) == 0 || strcmp(line, list(count)->id) == 0)
            chosen = list(count);
    }
    if (!chosen)
        return AM_SAY(q->s, TEXT_ASK_NOT_LINE, am_say_number(q->s, count));
    *told = chosen->id;
    say(q->s, 2, "", AM_SAY(q->s, TEXT_ASK_CHOSEN, AM_SAY(q->s, chosen->text)));
    return NULL;
}

static const char *take_sector(struct asking *q, const char *line)
{
    return take_line(q, line, am_sector, &q->a->about.sector);
}

static const char *take_size(struct asking *q, const char *line)
{
    return take_line(q, line, am_size, &q->a->about.size);
}

static const char *take_note(struct asking *q, const char *line)
{
    if (am_share_note_fault(line))
        return AM_SAY(q->s, TEXT_ASK_NOT_NOTE, am_say_number(q->s, AM_SHARE_NOTE));
    keep(q->a->note, sizeof q->a->note, line, &q->a->about.note);
    return NULL;
}

/* --- the dialogue --- */

/* What is set already is not asked; an empty text is "not told" and becomes NULL. */
static bool is_set(const char **told)
{
    bool set = *told != NULL;
    if (set && !(*told)[0])
        *told = NULL;
    return set;
}

enum am_status am_share_ask(struct am_share_answers *a, const struct am_rules *rules,
                            struct am_speech *s, struct am_problem *problem)
{
    static const struct question campaign = {TEXT_ASK_CAMPAIGN, NULL, take_campaign, true};
    static const struct question country = {TEXT_ASK_COUNTRY, NULL, take_country, false};
    static const struct question territory = {TEXT_ASK_TERRITORY, NULL, take_territory, false};
    static const struct question sector = {TEXT_ASK_SECTOR, am_sector, take_sector, false};
    static const struct question size = {TEXT_ASK_SIZE, am_size, take_size, false};
    static const struct question note = {TEXT_ASK_NOTE, NULL, take_note, false};
    struct asking q = {a, rules, s};
    struct am_share_about *about = &a->about;
    enum am_status status = AM_OK;
    say(s, 0, "", AM_SAY(s, TEXT_ASK_BEGIN));
    if (!is_set(&about->campaign))
        status = ask(&q, &campaign, "", problem);
    const struct {
        const struct question *question;
        const char **told;
    } rest[] = {{&country, &about->country},
                {&territory, &about->territory},
                {&sector, &about->sector},
                {&size, &about->size},
                {&note, &about->note}};
    bool led = false;
    for (size_t i = 0; status == AM_OK && i < sizeof rest / sizeof *rest; i++) {
        bool territory_of_none = rest[i].question == &territory && !about->country;
        if (is_set(rest[i].told) || territory_of_none)
            continue;
        if (!led) {
            (void)putchar('\n');
            say(s, 0, "", AM_SAY(s, TEXT_ASK_LEAD));
            led = true;
        }
        status = ask(&q, rest[i].question, about->country ? about->country : "UY", problem);
    }
    return status;
}

enum am_status am_share_confirm(struct am_speech *s, struct am_problem *problem)
{
    (void)putchar('\n');
    say(s, 0, "", AM_SAY(s, TEXT_ASK_SENT));
    (void)printf("%s ", AM_SAY(s, TEXT_ASK_WRITE));
    (void)fflush(stdout);
    return am_answer_is_yes() ? AM_OK : refuse(s, problem);
}
