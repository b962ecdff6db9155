/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra share: what of a scan may leave the organization, told, asked, signed and written. */
#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asked.h"
#include "attribution.h"
#include "base/file.h"
#include "format/sheet.h"
#include "reports.h"
#include "share/ask.h"
#include "share/files.h"
#include "share/seal.h"
#include "share/tell.h"
#include "share/words.h"

#define SCANS_MAX 1000

enum { OPT_COUNTRY = 256, OPT_TERRITORY, OPT_SECTOR, OPT_SIZE, OPT_NOTE };

struct options {
    const char *scans[SCANS_MAX];
    size_t scan_count;
    const char *data, *rules, *key, *output, *show;
    enum am_language language;
    bool yes;
    struct am_asked_options asked;
    struct am_share_answers answers;
};

/* What one run works with. */
struct run {
    const struct options *o;
    struct am_rules *rules;
    struct am_speech *speech;
    struct am_share_answers answers;
    char key[PATH_MAX];
};

static enum am_status tell(struct run *r, const struct am_share *share, struct am_problem *problem)
{
    struct am_text text;
    am_text_init(&text, AM_SHARE_TOLD_MAX);
    enum am_status status = am_share_tell(share, r->rules, r->speech, &text);
    if (status != AM_OK)
        status = am_problem_set(problem, status, NULL, 0, "the share can't be told: %s",
                                am_status_name(status));
    else if (fwrite(text.at, 1, text.len, stdout) != text.len || fflush(stdout) != 0)
        status =
            am_problem_set(problem, AM_E_IO, NULL, 0, "can't tell the share: %s", strerror(errno));
    am_text_done(&text);
    return status;
}

/* Paragraphs after an empty line; NULL: there is none. */
static void say(struct run *r, const char *first, const char *second, const char *third)
{
    const char *const texts[] = {first, second, third};
    struct am_text out;
    am_text_init(&out, AM_SHARE_TOLD_MAX);
    struct am_sheet sheet = {.out = &out, .speech = r->speech};
    am_text_add(&out, "\n");
    for (size_t i = 0; i < sizeof texts / sizeof *texts && texts[i]; i++)
        am_sheet_wrap(&sheet, 0, "", texts[i]);
    if (am_text_status(&out) == AM_OK)
        (void)fputs(out.at, stdout);
    am_text_done(&out);
}

/* --- a file that is there --- */

static enum am_status show(struct run *r, struct am_problem *problem)
{
    struct am_bytes bytes;
    struct am_sealed sealed = {0};
    enum am_status status = am_file_load_regular(r->o->show, AM_SHARE_BYTES, &bytes, problem);
    if (status != AM_OK)
        return status;
    status = am_share_open(bytes, r->o->show, &sealed, problem);
    am_free(bytes.at);
    if (status == AM_OK)
        status = tell(r, sealed.share, problem);
    if (status == AM_OK)
        say(r, AM_SAY(r->speech, TEXT_SHARE_FITS, sealed.key, sealed.id), NULL, NULL);
    am_sealed_done(&sealed);
    return status;
}

/* --- a share of scans --- */

/* Before anybody answers questions in vain. */
static enum am_status check_scans(struct am_scan *const *scans, size_t count,
                                  struct am_problem *problem)
{
    uint64_t devices = 0;
    for (size_t i = 0; i < count; i++) {
        const struct am_scan_info *info = am_scan_info(scans[i]);
        if (info->state != AM_SCAN_CLOSED)
            return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                                  "a scan that is not closed can't be shared: run 'amarra close "
                                  "SCAN.db' first");
        devices = info->devices > devices ? info->devices : devices;
    }
    if (devices >= AM_SHARE_FOLD)
        return AM_OK;
    return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                          "fewer than %d devices were seen: a share would tell of persons",
                          AM_SHARE_FOLD);
}

/* Answers to what was not said on the command line, where somebody can give them. */
static enum am_status complete(struct run *r, struct am_problem *problem)
{
    struct am_share_about *a = &r->answers.about;
    const char **rest[] = {&a->country, &a->territory, &a->sector, &a->size, &a->note};
    if (a->country && a->country[0]) {
        const struct am_jurisdiction *j = am_share_country(r->rules, a->country);
        if (!j)
            return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                                  "the dataset has no country '%s': give two letters, such as "
                                  "--country UY",
                                  a->country);
        a->country = j->code;
    }
    if (!r->o->yes && am_share_may_ask())
        return am_share_ask(&r->answers, r->rules, r->speech, problem);
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        if (*rest[i] && !(*rest[i])[0])
            *rest[i] = NULL;
    if (a->campaign)
        return AM_OK;
    return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s",
                          AM_SAY(r->speech, TEXT_ASK_NO_CAMPAIGN, "--campaign"));
}

/* Devices are counted by the day: of some hours of one, nobody can tell how many reached what. */
static enum am_status check_time(const struct am_asked_options *asked, struct am_problem *problem)
{
    const char *const times[] = {asked->since, asked->until};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (times[i] && strlen(times[i]) > sizeof "2026-11-23" - 1)
            return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                                  "a share is of whole days: write a day without an hour, not '%s'",
                                  times[i]);
    return AM_OK;
}

static enum am_status share_of(struct run *r, struct am_scan *const *scans, struct am_share **out,
                               struct am_problem *problem)
{
    struct am_asked asked;
    struct am_figures *figures = NULL;
    struct am_public published;
    struct am_asked_options options = r->o->asked;
    const struct am_share_about *about = &r->answers.about;
    if (!options.home)
        options.home = about->country;
    else if (about->country && strcmp(options.home, about->country) != 0)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "--home %s is not the country that is told, %s: give one of them",
                              options.home, about->country);
    enum am_status status = am_asked_open(&options, r->rules, &asked, problem);
    if (status == AM_OK)
        status = am_figures_of(scans, r->o->scan_count, r->rules, &asked.ask, &figures, problem);
    if (status == AM_OK) {
        /* A scan may have been told to name what fewer reached. */
        if (figures->scope.k < AM_SHARE_FOLD)
            figures->scope.k = AM_SHARE_FOLD;
        status = am_public_of(figures, &published, problem);
    }
    if (status == AM_OK)
        status = am_share_of(&published, am_rules_version(r->rules), about, out, problem);
    am_figures_free(figures);
    am_asked_done(&asked);
    return status;
}

static enum am_status agree(struct run *r, struct am_problem *problem)
{
    if (r->o->yes)
        return AM_OK;
    if (am_share_may_ask())
        return am_share_confirm(r->speech, problem);
    return am_problem_set(problem, AM_E_USAGE, NULL, 0, "%s",
                          AM_SAY(r->speech, TEXT_ASK_NOBODY, "--yes"));
}

static enum am_status seal(struct run *r, const struct am_share *share,
                           struct am_share_files *files, struct am_problem *problem)
{
    struct am_seal *by = NULL;
    enum am_status status = am_seal_open(r->key, share->about.campaign, &by, problem);
    if (status == AM_OK)
        status = am_share_seal(share, by, &files->share, &files->receipt, problem);
    am_seal_free(by);
    return status;
}

/* A key is made only once somebody said yes; one that is there already shows before the question
 * whether what would be written may be. */
static enum am_status write_files(struct run *r, const struct am_share *share,
                                  struct am_problem *problem)
{
    struct am_share_files files;
    bool has_key = false;
    enum am_status status =
        am_share_files_begin(r->o->output, share->about.campaign, &files, problem);
    if (status == AM_OK)
        status = am_seal_check(r->key, &has_key, problem);
    if (status == AM_OK && has_key)
        status = seal(r, share, &files, problem);
    if (status == AM_OK)
        status = am_share_files_check(&files, problem);
    if (status == AM_OK)
        status = agree(r, problem);
    if (status == AM_OK && !has_key)
        status = seal(r, share, &files, problem);
    if (status == AM_OK)
        status = am_share_files_write(&files, problem);
    if (status == AM_OK)
        say(r, AM_SAY(r->speech, TEXT_SHARE_GIVE, files.share_path),
            AM_SAY(r->speech, TEXT_SHARE_KEEP, files.receipt_path),
            has_key ? NULL : AM_SAY(r->speech, TEXT_SHARE_KEY, r->key));
    am_share_files_done(&files);
    return status;
}

static enum am_status share(struct run *r, struct am_scan *const *scans, struct am_problem *problem)
{
    struct am_share *made = NULL;
    enum am_status status = check_time(&r->o->asked, problem);
    if (status == AM_OK)
        status = check_scans(scans, r->o->scan_count, problem);
    if (status == AM_OK)
        status = complete(r, problem);
    if (status == AM_OK)
        status = share_of(r, scans, &made, problem);
    if (status == AM_OK && made)
        status = tell(r, made, problem);
    if (status == AM_OK && made)
        status = write_files(r, made, problem);
    am_share_free(made);
    return status;
}

static enum am_status share_scans(struct run *r, struct am_problem *problem)
{
    struct am_knowledge knowledge;
    struct am_scan **scans = calloc(r->o->scan_count, sizeof(struct am_scan *));
    if (!scans)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_rules_as_knowledge(r->rules, &knowledge);
    enum am_status status =
        am_asked_scans(r->o->scans, r->o->scan_count, &knowledge, scans, problem);
    if (status == AM_OK) {
        status = share(r, scans, problem);
        for (size_t i = 0; i < r->o->scan_count; i++)
            am_scan_free(scans[i]);
    }
    free(scans);
    return status;
}

static enum am_status run(const struct options *o, struct am_problem *problem)
{
    struct run r = {.o = o, .answers = o->answers};
    struct am_knowledge_options from = {.data_dir = o->data, .rules = o->rules};
    enum am_status status = AM_OK;
    if (o->key)
        (void)snprintf(r.key, sizeof r.key, "%s", o->key);
    else if (!o->show)
        status = am_seal_place(r.key, sizeof r.key, problem);
    if (status == AM_OK)
        status = am_rules_open(&from, &r.rules, problem);
    if (status == AM_OK)
        status = am_speech_open(o->data, o->language, &r.speech, problem);
    if (status == AM_OK)
        status = o->show ? show(&r, problem) : share_scans(&r, problem);
    am_speech_free(r.speech);
    am_rules_free(r.rules);
    return status;
}

/* --- the command line --- */

/* An empty text is "not told", and asked of nobody. */
static void take_about(const char *what, const char *text, const char *fault, const char **out,
                       struct argp_state *state)
{
    if (text[0] && fault)
        argp_error(state, "%s '%s': it %s", what, text, fault);
    *out = text;
}

static error_t take_told(int key, const char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    struct am_share_about *a = &o->answers.about;
    switch (key) {
    case 'C':
        take_about("the campaign", arg, am_share_campaign_fault(arg), &a->campaign, state);
        return 0;
    case OPT_COUNTRY:
        a->country = arg;
        return 0;
    case OPT_TERRITORY:
        a->territory = arg;
        return 0;
    case OPT_SECTOR:
        take_about("the sector", arg, am_share_sector_fault(arg), &a->sector, state);
        return 0;
    case OPT_SIZE:
        take_about("the size", arg, am_share_size_fault(arg), &a->size, state);
        return 0;
    case OPT_NOTE:
        take_about("the note", arg, am_share_note_fault(arg), &a->note, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void check_line(const struct options *o, struct argp_state *state)
{
    if (o->show && o->scan_count > 0)
        argp_error(state, "--show tells one file, and shares no scan");
    if (!o->show && o->scan_count == 0)
        argp_error(state, "name the scan: amarra share SCAN.db");
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'o':
        o->output = arg;
        return 0;
    case 'l':
        am_asked_language(state, arg, &o->language);
        return 0;
    case 'k':
        o->key = arg;
        return 0;
    case 's':
        o->show = arg;
        return 0;
    case 'y':
        o->yes = true;
        return 0;
    case 'R':
        o->rules = arg;
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->asked;
        return 0;
    case ARGP_KEY_ARG:
        if (o->scan_count == SCANS_MAX)
            argp_error(state, "at most %d scans together", SCANS_MAX);
        o->scans[o->scan_count++] = arg;
        return 0;
    case ARGP_KEY_END:
        check_line(o, state);
        return 0;
    default:
        return take_told(key, arg, state);
    }
}

int am_cmd_share(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"campaign", 'C', "ID", 0, "Which campaign it is for: its short name", 0},
        {"country", OPT_COUNTRY, "CC", 0, "The organization's country (ISO 3166: AR, BR, UY ...)",
         0},
        {"territory", OPT_TERRITORY, "CODE", 0, "A part of it (ISO 3166-2: UY-MO)", 0},
        {"sector", OPT_SECTOR, "ID", 0,
         "cooperative, union, ngo, community-media, school, university, municipality, public-body, "
         "health, indigenous-peasant, company, or other",
         0},
        {"size", OPT_SIZE, "BAND", 0, "People who work in it: 1-9, 10-49, 50-249 or 250+", 0},
        {"note", OPT_NOTE, "TEXT", 0, "A line that the campaign must know; it is in the share", 0},
        {"output", 'o', "FILE", 0,
         "The share (default: share-CAMPAIGN.json); its receipt beside it", 0},
        {"yes", 'y', NULL, 0, "Ask nothing: what is not given is not told, and it is written", 0},
        {"show", 's', "FILE", 0, "Tell what a share holds, and whether its signature fits", 0},
        {"key", 'k', "FILE", 0, "The key that signs (default: ~/.local/share/amarra/share.key)", 0},
        {"lang", 'l', "CODE", 0, "es, en, pt, fr or de (default: the system's)", 0},
        {"rules", 'R', "FILE", 0, "What the organization declares: it counts, and is not told", 0},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0},
        {0},
    };
    static const struct argp_child children[] = {{&am_asked_argp, 0, "What it is asked for:", 1},
                                                 {0}};
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .children = children,
        .args_doc = "SCAN.db...\n--show FILE",
        .doc =
            "Writes what of a scan may leave the organization, for one campaign: corporations, "
            "areas of work and countries in bands, signed, without a name of its own. Tells all "
            "of it first, and asks; sends nothing.",
    };
    struct options o = {.language = am_language_of_system()};
    struct am_problem problem = {0};
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    enum am_status status = run(&o, &problem);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
