/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra campaign report: the campaign's next edition, or the last one again, as a folder. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asked.h"
#include "base/file.h"
#include "campaign/edition.h"
#include "campaign/figures/publication.h"
#include "campaign/site/data.h"
#include "campaign/site/site.h"
#include "campaign/told.h"

#define REPLIES ".txt"
#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"
#define NAME    80 /* bytes of a reply's, without its ending */

struct options {
    struct am_campaign_options where;
    const char *folder, *data, *day, *logo;
    enum am_language languages[AM_LANG_COUNT];
    size_t language_count;
};

struct publishing {
    const struct options *o;
    struct am_edition_now now;
    struct am_speech *speeches[AM_LANG_COUNT];
    struct am_logo logo;
    struct am_site_edition *editions;
    size_t edition_count;
    struct am_site_reply *replies;
    struct dirent **names; /* of replies */
    size_t reply_count;
    struct am_text publication;
    struct am_batch *batch;
};

/* ---- what is in the folder already ---- */

static unsigned languages_of(const char *folder, unsigned edition)
{
    unsigned found = 0;
    for (unsigned l = 0; l < AM_LANG_COUNT; l++) {
        char path[PATH_MAX];
        char name[AM_SITE_FOLDER];
        am_site_folder(edition, name);
        int len = snprintf(path, sizeof path, "%s/%s/index.%s.html", folder, name,
                           am_language_code((enum am_language)l));
        if (len > 0 && (size_t)len < sizeof path && access(path, R_OK) == 0)
            found |= 1u << l;
    }
    return found;
}

static size_t shares_of(const struct am_edition *e)
{
    json_t *root = json_loadb((const char *)e->figures.at, e->figures.len, 0, NULL);
    json_int_t shares = json_integer_value(json_object_get(root, "shares"));
    json_decref(root);
    return shares > 0 ? (size_t)shares : 0;
}

static enum am_status take_editions(struct publishing *p, struct am_problem *problem)
{
    size_t count = p->now.before_count - (p->now.again ? 1 : 0);
    p->editions = calloc(count + 1, sizeof *p->editions);
    if (!p->editions)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const struct am_edition *e = &p->now.before[i];
        p->editions[i] =
            (struct am_site_edition){.number = e->number,
                                     .languages = languages_of(p->o->folder, e->number),
                                     .day = e->day,
                                     .shares = shares_of(e)};
    }
    p->edition_count = count;
    return AM_OK;
}

static int is_reply(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && len > strlen(REPLIES) &&
           strcmp(entry->d_name + len - strlen(REPLIES), REPLIES) == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum am_status take_reply(struct publishing *p, const char *folder, struct dirent *entry,
                                 struct am_problem *problem)
{
    char path[PATH_MAX];
    struct am_bytes text;
    int len = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    size_t name = strlen(entry->d_name) - strlen(REPLIES);
    if (len < 0 || (size_t)len >= sizeof path)
        return am_problem_set(problem, AM_E_LIMIT, folder, 0, "the path is too long");
    if (name > NAME || strspn(entry->d_name, LETTERS) != name)
        return am_problem_set(problem, AM_E_USAGE, path, 0,
                              "name it with small letters a to z, digits and '-', %d at most: "
                              "\"alphabet.txt\" answers for that corporation",
                              NAME);
    enum am_status status = am_file_load_regular(path, AM_SITE_REPLY_BYTES, &text, problem);
    if (status != AM_OK)
        return status;
    entry->d_name[name] = '\0';
    p->replies[p->reply_count++] =
        (struct am_site_reply){.name = entry->d_name, .text = (const char *)text.at};
    return AM_OK;
}

/* Of DIR/replies, which campaigners fill: no such folder, no reply. */
static enum am_status take_replies(struct publishing *p, struct am_problem *problem)
{
    char folder[PATH_MAX];
    int len = snprintf(folder, sizeof folder, "%s/replies", p->o->folder);
    if (len < 0 || (size_t)len >= sizeof folder)
        return am_problem_set(problem, AM_E_LIMIT, p->o->folder, 0, "the path is too long");
    int count = scandir(folder, &p->names, is_reply, by_name);
    if (count < 0)
        return errno == ENOENT ? AM_OK
                               : am_problem_set(problem, AM_E_IO, folder, 0, "can't read it: %s",
                                                strerror(errno));
    enum am_status status = AM_OK;
    if (count > AM_SITE_REPLIES_MAX)
        status = am_problem_set(problem, AM_E_LIMIT, folder, 0, "more than %d replies",
                                AM_SITE_REPLIES_MAX);
    p->replies = status == AM_OK ? calloc((size_t)count + 1, sizeof *p->replies) : NULL;
    if (status == AM_OK && !p->replies)
        status = am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    for (int i = 0; p->replies && i < count && status == AM_OK; i++)
        status = take_reply(p, folder, p->names[i], problem);
    for (int i = (int)p->reply_count; i < count; i++)
        free(p->names[i]);
    return status;
}

static void done(struct publishing *p)
{
    am_batch_free(p->batch);
    for (size_t i = 0; i < p->reply_count; i++) {
        am_free(p->replies[i].text);
        free(p->names[i]);
    }
    free(p->names);
    free(p->replies);
    free(p->editions);
    for (size_t i = 0; i < p->o->language_count; i++)
        am_speech_free(p->speeches[i]);
    am_text_done(&p->publication);
    am_logo_done(&p->logo);
    am_edition_close(&p->now);
}

/* ---- writing ---- */

/* What costs least is looked at first. */
static enum am_status prepare(struct publishing *p, struct am_problem *problem)
{
    const struct options *o = p->o;
    char today[AM_DAY_SIZE];
    am_edition_today(today);
    enum am_status status = o->logo ? am_logo_load(o->logo, &p->logo, problem) : AM_OK;
    if (status == AM_OK)
        status = take_replies(p, problem);
    for (size_t i = 0; status == AM_OK && i < o->language_count; i++)
        status = am_speech_open(o->data, o->languages[i], &p->speeches[i], problem);
    if (status == AM_OK)
        status = am_edition_open(&o->where, o->data, o->day ? o->day : today, &p->now, problem);
    if (status == AM_OK)
        status = take_editions(p, problem);
    if (status != AM_OK)
        return status;
    status = am_publication_write(p->now.figures, &p->publication);
    return status == AM_OK ? AM_OK
                           : am_problem_set(problem, status, AM_DATA_PUBLICATION, 0,
                                            "can't be made: %s", am_status_name(status));
}

/* All files wait, written, before the edition is told to the store: from then on it counts as
 * published, and if putting them in place fails, the same edition is written again. */
static enum am_status publish(struct publishing *p, struct am_problem *problem)
{
    const struct am_site site = {.figures = p->now.figures,
                                 .speeches = p->speeches,
                                 .speech_count = p->o->language_count,
                                 .logo = &p->logo,
                                 .editions = p->editions,
                                 .edition_count = p->edition_count,
                                 .replies = p->replies,
                                 .reply_count = p->reply_count,
                                 .publication = p->publication.at,
                                 .pictures = true};
    const struct am_bytes text = {(const uint8_t *)p->publication.at, p->publication.len};
    enum am_status status = am_batch_new(p->o->folder, &p->batch, problem);
    if (status == AM_OK)
        status = am_site_write(&site, p->batch, problem);
    if (status == AM_OK)
        status = am_edition_publish(&p->now, text, problem);
    return status == AM_OK ? am_batch_commit(p->batch, problem) : status;
}

static void tell(const struct publishing *p)
{
    const struct am_campaign_figures *f = p->now.figures;
    const struct am_cell *all = am_told_newest(f);
    (void)printf("edition %u of %s%s: %llu organizations in round %u, %zu shares in all\n",
                 f->edition, f->day, p->now.again ? ", again: nothing is new" : "",
                 (unsigned long long)all->n, all->round, f->shares);
    (void)printf("%llu of %llu figures are withheld\n", (unsigned long long)f->withheld,
                 (unsigned long long)f->told);
    if (f->unproven > 0)
        (void)printf(
            "of %zu sums it is not proven that nobody can compute them: docs/disclosure.md\n",
            f->unproven);
    if (f->held > 0)
        (void)printf("%zu shares wait for the next edition: too few came at a time\n", f->held);
    (void)printf("%zu files in %s: open %s/index.html\n", am_batch_count(p->batch), p->o->folder,
                 p->o->folder);
}

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    int32_t days;
    switch (key) {
    case 'o':
        o->folder = arg;
        return 0;
    case 'l':
        am_asked_languages(state, arg, o->languages, &o->language_count);
        return 0;
    case 'D':
        if (!am_rules_day(arg, &days))
            argp_error(state, "'%s' is no day: write it as 2026-11-28", arg);
        o->day = arg;
        return 0;
    case 'L':
        o->logo = arg;
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->where;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is too much: name the store with --store", arg);
        return 0;
    case ARGP_KEY_END:
        if (!o->folder)
            argp_error(state, "name a folder to write: -o FOLDER");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_campaign_report(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"output", 'o', "FOLDER", 0, "Where the publication is; editions in it are kept", 0},
        {"lang", 'l', "LIST", 0,
         "Languages, the main one first: es, en, pt, fr, de (default: all of them)", 0},
        {"day", 'D', "DATE", 0, "Of a new edition, as 2026-11-28 (default: today, in UTC)", 0},
        {"logo", 'L', "FILE", 0, "The campaign's picture, PNG or JPEG, 200 kB at most", 0},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0},
        {0},
    };
    static const struct argp_child children[] = {{&am_campaign_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .children = children,
        .doc =
            "Publishes what a campaign's organizations have in common, as pages, open data and "
            "pictures, so that none of them can be recognized (docs/disclosure.md). Each time that "
            "there are enough new shares it is a new edition; else the last one is written again, "
            "to the byte. Replies of those who are named are texts in FOLDER/replies: "
            "alphabet.txt answers for Alphabet.",
    };
    struct options o = {.languages = {AM_LANG_ES, AM_LANG_EN, AM_LANG_PT, AM_LANG_FR, AM_LANG_DE},
                        .language_count = AM_LANG_COUNT};
    struct am_problem problem = {0};
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    struct publishing p = {.o = &o};
    am_text_init(&p.publication, AM_PUBLICATION_BYTES);
    enum am_status status = prepare(&p, &problem);
    if (status == AM_OK)
        status = publish(&p, &problem);
    if (status == AM_OK)
        tell(&p);
    done(&p);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
