/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explain.h"

/* Holds the longest line that is answered, and room to read many short ones at once. */
#define BUFFER_SIZE ((size_t)1 << 16)
#define SCANS_MAX   1000

struct arguments {
    struct am_knowledge_options data;
    const char *date;
    enum am_language language;
    bool json, blocks;
    char **queries;
    size_t count;
    const char *scans[SCANS_MAX];
    size_t scan_count;
    void *asked; /* options of who answers for scans */
};

/* One run: what questions are asked of, and what came of them. */
struct session {
    const struct am_rules *rules;
    const struct arguments *a;
    int32_t day;
    struct am_text out;
    size_t invalid;
};

enum { KEY_DATA = 256, KEY_RULES, KEY_MMDB, KEY_DATE, KEY_LANG, KEY_JSON, KEY_SCAN, KEY_BLOCKS };

static bool find_language(const char *code, enum am_language *out)
{
    for (int i = 0; i < AM_LANG_COUNT; i++)
        if (strcmp(code, am_language_code((enum am_language)i)) == 0) {
            *out = (enum am_language)i;
            return true;
        }
    return false;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    int32_t day;
    switch (key) {
    case KEY_DATA:
        a->data.data_dir = arg;
        return 0;
    case KEY_RULES:
        a->data.rules = arg;
        return 0;
    case KEY_MMDB:
        a->data.mmdb = arg;
        return 0;
    case KEY_DATE:
        if (!am_rules_day(arg, &day))
            argp_error(state, "a date is like 2026-11-24, not '%s'", arg);
        a->date = arg;
        return 0;
    case KEY_LANG:
        if (!find_language(arg, &a->language))
            argp_error(state, "the languages are en, es, pt, fr and de, not '%s'", arg);
        return 0;
    case KEY_JSON:
        a->json = true;
        return 0;
    case KEY_SCAN:
        if (a->scan_count == SCANS_MAX)
            argp_error(state, "at most %d scans together", SCANS_MAX);
        a->scans[a->scan_count++] = arg;
        return 0;
    case KEY_BLOCKS:
        a->blocks = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = a->asked;
        return 0;
    case ARGP_KEY_ARGS:
        a->queries = state->argv + state->next;
        a->count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state,
                   "name a domain name or an address, or - for standard input; with --scan, "
                   "a corporation");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* False where standard output is gone or full. */
static bool flush(struct session *s)
{
    bool ok = am_text_status(&s->out) == AM_OK &&
              fwrite(s->out.at, 1, s->out.len, stdout) == s->out.len && fflush(stdout) == 0;
    am_text_clear(&s->out);
    return ok;
}

static bool answer(struct session *s, struct am_bytes line)
{
    struct am_query query;
    struct am_explanation e;
    am_query_parse(line, &query);
    am_explain(s->rules, &query, s->day, &e);
    s->invalid += query.kind == AM_QUERY_INVALID;
    if (s->a->json)
        am_explain_write_json(&e, s->a->language, &s->out);
    else
        am_explain_write_text(s->rules, &e, s->a->language, &s->out);
    return s->out.len < BUFFER_SIZE || flush(s);
}

/* Answers the whole lines of the buffer; what is left of the last one moves to its start. Of a line
 * longer than the buffer the first part is answered and the rest skipped. */
struct lines {
    uint8_t buffer[BUFFER_SIZE];
    size_t len;
    bool skipping;
};

static bool answer_line(struct session *s, struct lines *in, size_t from, size_t to)
{
    bool skipped = in->skipping;
    in->skipping = false;
    return skipped || answer(s, (struct am_bytes){.at = in->buffer + from, .len = to - from});
}

static bool answer_lines(struct session *s, struct lines *in, bool end)
{
    size_t from = 0;
    const uint8_t *newline;
    while ((newline = memchr(in->buffer + from, '\n', in->len - from))) {
        size_t to = (size_t)(newline - in->buffer);
        if (!answer_line(s, in, from, to))
            return false;
        from = to + 1;
    }
    bool full = from == 0 && in->len == BUFFER_SIZE;
    if (full || (end && in->len > from)) {
        if (!answer_line(s, in, from, in->len))
            return false;
        in->skipping = full;
        from = in->len;
    }
    memmove(in->buffer, in->buffer + from, in->len - from);
    in->len -= from;
    return true;
}

/* Everything known is answered before the next wait for input: a program may ask line by line. */
static enum am_status answer_input(struct session *s, struct am_problem *problem)
{
    struct lines in;
    in.len = 0;
    in.skipping = false;
    for (;;) {
        ssize_t got = read(STDIN_FILENO, in.buffer + in.len, BUFFER_SIZE - in.len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return am_problem_set(problem, AM_E_IO, NULL, 0, "can't read standard input: %s",
                                  strerror(errno));
        in.len += (size_t)got;
        if (!answer_lines(s, &in, got == 0) || !flush(s))
            return am_problem_set(problem, AM_E_IO, NULL, 0, "can't write the answers: %s",
                                  strerror(errno));
        if (got == 0)
            return AM_OK;
    }
}

static enum am_status run(struct session *s, struct am_problem *problem)
{
    for (size_t i = 0; i < s->a->count; i++) {
        const char *query = s->a->queries[i];
        if (strcmp(query, "-") == 0) {
            enum am_status status = answer_input(s, problem);
            if (status != AM_OK)
                return status;
            continue;
        }
        struct am_bytes line = {.at = (const uint8_t *)query, .len = strlen(query)};
        if (!answer(s, line) || !flush(s))
            return am_problem_set(problem, AM_E_IO, NULL, 0, "can't write the answers: %s",
                                  strerror(errno));
    }
    return AM_OK;
}

static enum am_status explain_names(const struct arguments *a, const struct am_rules *rules,
                                    size_t *invalid, struct am_problem *problem)
{
    struct session s = {.rules = rules, .a = a, .day = rules->day};
    if (a->date)
        (void)am_rules_day(a->date, &s.day);
    am_text_init(&s.out, 4 * BUFFER_SIZE);
    enum am_status status = run(&s, problem);
    am_text_done(&s.out);
    *invalid = s.invalid;
    return status;
}

static enum am_status explain_scans(const struct arguments *a, struct am_rules *rules,
                                    const struct am_scan_explainer *scans,
                                    struct am_problem *problem)
{
    const struct am_scan_question question = {
        .scans = a->scans,
        .scan_count = a->scan_count,
        .corporations = (const char *const *)a->queries,
        .corporation_count = a->count,
        .language = a->language,
        .data_dir = a->data.data_dir,
        .json = a->json,
        .blocks = a->blocks,
        .options = a->asked,
    };
    return scans->run(&question, rules, stdout, problem);
}

static bool is_zero(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* What is asked of a scan makes no sense of a name, nor the other way around. */
static enum am_status check(const struct arguments *a, size_t options_size,
                            struct am_problem *problem)
{
    if (a->scan_count > 0 && a->date)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "--date does not go with --scan: owners are those of each contact's "
                              "own day");
    if (a->scan_count == 0 && (a->blocks || !is_zero(a->asked, options_size)))
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "--blocks, --home, --since and what else is asked of a scan need "
                              "--scan SCAN.db");
    return AM_OK;
}

static int explain(const struct arguments *a, const struct am_scan_explainer *scans)
{
    struct am_problem problem = {0};
    struct am_rules *rules;
    size_t invalid = 0;
    if (check(a, scans->options_size, &problem) != AM_OK ||
        am_rules_open(&a->data, &rules, &problem) != AM_OK)
        return am_problem_print(&problem);
    enum am_status status = a->scan_count > 0 ? explain_scans(a, rules, scans, &problem)
                                              : explain_names(a, rules, &invalid, &problem);
    am_rules_free(rules);
    if (status != AM_OK)
        return am_problem_print(&problem);
    return invalid > 0 && !a->json ? AM_EXIT_PARTIAL : AM_EXIT_OK;
}

int am_cmd_explain(int argc, char **argv, const struct am_scan_explainer *scans)
{
    static const struct argp_option options[] = {
        {"json", KEY_JSON, NULL, 0, "answer one JSON object a line", 0},
        {"date", KEY_DATE, "YYYY-MM-DD", 0, "owners as of that day (default: the dataset's)", 0},
        {"lang", KEY_LANG, "CODE", 0, "en, es, pt, fr or de (default en)", 0},
        {"data", KEY_DATA, "DIR", 0, "the data folder (default: the one installed)", 0},
        {"rules", KEY_RULES, "FILE", 0, "what the organization itself declares (man amarra)", 0},
        {"mmdb", KEY_MMDB, "FILE", 0,
         "address data in place of amarra's own: any MMDB of AS numbers or countries; or none", 0},
        {"scan", KEY_SCAN, "SCAN.db", 0,
         "follow all that the report of this scan says of a CORPORATION to contacts, rules and "
         "sources; may be repeated",
         0},
        {"blocks", KEY_BLOCKS, NULL, 0, "of a scan, tell hosts by network block, not by AS alone",
         0},
        {0},
    };
    const struct argp_child children[] = {{scans->argp, 0, "With --scan:", 1}, {0}};
    const struct argp argp = {
        .options = options,
        .parser = parse,
        .children = children,
        .args_doc = "NAME-OR-ADDRESS...\n--scan SCAN.db CORPORATION...",
        .doc =
            "Says who is behind a name or an address, and why we say so.\v"
            "With - the questions come from standard input, one a line. Nothing is looked up "
            "on the network.",
    };
    struct arguments a = {.language = AM_LANG_EN, .asked = calloc(1, scans->options_size)};
    if (!a.asked)
        return AM_EXIT_MACHINE;
    argp_err_exit_status = AM_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &a);
    int code = explain(&a, scans);
    free(a.asked);
    return code;
}
