/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra status: how scans are doing, and what to fix. */
#include <argp.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "asked.h"
#include "format/json_values.h"
#include "format/sentences.h"
#include "format/sheet.h"
#include "reports.h"
#include "sensor/health.h"
#include "sensor/words.h"

#define SCHEMA    "amarra-status/1"
#define ENDING    ".db"
#define FOLDER    "/var/lib/amarra" /* of the service */
#define PATHS_MAX 1000
#define FILES_MAX 10000 /* of a folder */

struct options {
    const char *paths[PATHS_MAX], *data;
    size_t path_count;
    enum am_language language;
    bool json;
};

struct telling {
    struct am_rules *rules;
    struct am_asked asked;
    struct am_speech *speech; /* NULL: in JSON */
    struct am_text out;
    json_t *scans, *folders; /* NULL: in text */
    bool to_fix, missed;     /* `missed`: something could not be read, and was said */
};

/* What a folder has of scans that are final. */
struct closed {
    uint64_t count, bytes;
    struct am_scope newest;
    char newest_path[PATH_MAX];
};

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum am_status tell_scan(struct telling *t, const char *path, struct am_problem *problem)
{
    struct am_health h;
    enum am_status status = am_health_read(path, t->rules, &t->asked.ask, &h, problem);
    if (status != AM_OK)
        return status;
    t->to_fix = t->to_fix || !am_health_is_good(&h);
    if (t->scans) {
        (void)json_array_append_new(t->scans, am_health_json(&h));
    } else {
        am_text_add(&t->out, t->out.len > 0 ? "\n" : "");
        am_health_text(&h, t->speech, &t->out);
    }
    am_health_done(&h);
    return AM_OK;
}

static void count_closed(struct closed *c, const char *path, const struct am_scan_info *info)
{
    struct stat st;
    c->bytes += stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
    if (c->count++ > 0 && info->last_packet <= c->newest.info.last_packet)
        return;
    c->newest.info = *info;
    (void)snprintf(c->newest_path, sizeof c->newest_path, "%s", path);
}

/* A closed one is counted; any other is told. */
static enum am_status tell_file(struct telling *t, const char *path, struct closed *closed,
                                struct am_problem *problem)
{
    struct am_scan *scan;
    enum am_status status = am_scan_open(path, NULL, &scan, problem);
    if (status != AM_OK)
        return status;
    bool is_closed = am_scan_info(scan)->state == AM_SCAN_CLOSED;
    if (is_closed)
        count_closed(closed, path, am_scan_info(scan));
    am_scan_free(scan);
    return is_closed ? AM_OK : tell_scan(t, path, problem);
}

static json_t *folder_json(const char *path, const struct closed *c)
{
    const struct am_scan_info *info = &c->newest.info;
    json_t *o = json_object();
    am_value_put(o, "folder", am_value_text(path));
    am_value_put(o, "closed", am_value_count(c->count));
    am_value_put(o, "bytes", am_value_count(c->bytes));
    am_value_put(o, "newest", am_value_text(c->count > 0 ? c->newest_path : NULL));
    am_value_put(o, "first_packet", am_value_moment(info->first_packet));
    am_value_put(o, "last_packet", am_value_moment(info->last_packet));
    return o;
}

static void folder_text(struct telling *t, const char *path, const struct closed *c, bool empty)
{
    struct am_speech *s = t->speech;
    struct am_sheet sheet = {.out = &t->out, .speech = s};
    if (c->count == 0 && !empty)
        return;
    am_text_add(&t->out, t->out.len > 0 ? "\n" : "");
    am_sheet_wrap(&sheet, 0, "",
                  empty ? AM_SAY(s, TEXT_STATUS_NONE, path)
                        : AM_SAY_COUNT(s, c->count, TEXT_STATUS_CLOSED_ONES,
                                       am_say_number(s, c->count), am_say_bytes(s, c->bytes)));
    if (!empty)
        am_sheet_wrap(
            &sheet, 2, "",
            AM_SAY(s, TEXT_STATUS_NEWEST, c->newest_path, am_sentence_period(s, &c->newest)));
}

static int is_scan_name(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && len > strlen(ENDING) &&
           strcmp(entry->d_name + len - strlen(ENDING), ENDING) == 0;
}

static enum am_status tell_files(struct telling *t, const char *folder, struct dirent **entries,
                                 size_t count, struct am_problem *problem)
{
    struct closed *closed = calloc(1, sizeof *closed);
    bool empty = true;
    if (!closed)
        return am_problem_set(problem, AM_E_NO_MEMORY, folder, 0, "out of memory");
    for (size_t i = 0; i < count; i++) {
        struct am_problem of_file = {0};
        char path[PATH_MAX];
        int len = snprintf(path, sizeof path, "%s%s%s", folder,
                           folder[strlen(folder) - 1] == '/' ? "" : "/", entries[i]->d_name);
        if (len < 0 || (size_t)len >= sizeof path || is_folder(path))
            continue;
        empty = false;
        if (tell_file(t, path, closed, &of_file) == AM_OK)
            continue;
        (void)am_problem_print(&of_file);
        t->missed = true;
    }
    if (t->folders)
        (void)json_array_append_new(t->folders, folder_json(folder, closed));
    else
        folder_text(t, folder, closed, empty);
    free(closed);
    return AM_OK;
}

static enum am_status tell_folder(struct telling *t, const char *folder, struct am_problem *problem)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_scan_name, alphasort);
    if (count < 0)
        return am_problem_set(problem, AM_E_IO, folder, 0, "can't read the folder: %s",
                              strerror(errno));
    enum am_status status =
        count <= FILES_MAX
            ? tell_files(t, folder, entries, (size_t)count, problem)
            : am_problem_set(problem, AM_E_LIMIT, folder, 0,
                             "holds more than %d files: name those that are meant", FILES_MAX);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free((void *)entries);
    return status;
}

static enum am_status tell_all(struct telling *t, const struct options *o,
                               struct am_problem *problem)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; status == AM_OK && i < o->path_count; i++) {
        struct am_problem of_path = {0};
        status = is_folder(o->paths[i]) ? tell_folder(t, o->paths[i], &of_path)
                                        : tell_scan(t, o->paths[i], &of_path);
        if (status == AM_OK)
            continue;
        if (o->path_count == 1) {
            *problem = of_path;
        } else { /* the others are told all the same */
            (void)am_problem_print(&of_path);
            t->missed = true;
            status = AM_OK;
        }
    }
    return status;
}

static int write_piece(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

static enum am_status finish_json(struct telling *t)
{
    json_t *o = json_object();
    am_value_put(o, "schema", json_string(SCHEMA));
    am_value_put(o, "program", json_string("amarra " AMARRA_VERSION));
    am_value_put(o, "dataset", am_value_text(am_rules_version(t->rules)));
    am_value_put(o, "now", am_value_moment((int64_t)time(NULL)));
    am_value_put(o, "scans", json_incref(t->scans));
    am_value_put(o, "folders", json_incref(t->folders));
    bool whole = json_object_size(o) == 6 &&
                 json_dump_callback(o, write_piece, &t->out, JSON_SORT_KEYS | JSON_INDENT(1)) == 0;
    am_text_add(&t->out, "\n");
    json_decref(o);
    enum am_status status = am_text_status(&t->out);
    return status == AM_OK && !whole ? AM_E_NO_MEMORY : status;
}

static enum am_status write_out(struct telling *t, struct am_problem *problem)
{
    enum am_status status = t->scans ? finish_json(t) : am_text_status(&t->out);
    if (status == AM_OK && t->speech)
        status = am_speech_status(t->speech);
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "the state can't be told: %s",
                              am_status_name(status));
    if (fwrite(t->out.at, 1, t->out.len, stdout) != t->out.len || fflush(stdout) != 0)
        return am_problem_set(problem, AM_E_IO, NULL, 0, "can't write the state: %s",
                              strerror(errno));
    return AM_OK;
}

static enum am_status open_telling(struct telling *t, const struct options *o,
                                   struct am_problem *problem)
{
    const struct am_knowledge_options from = {.data_dir = o->data};
    const struct am_asked_options nothing = {0};
    am_text_init(&t->out, AM_REPORT_TEXT_MAX);
    enum am_status status = am_rules_open(&from, &t->rules, problem);
    if (status == AM_OK)
        status = am_asked_open(&nothing, t->rules, &t->asked, problem);
    if (status == AM_OK && o->json) {
        t->scans = json_array();
        t->folders = json_array();
    } else if (status == AM_OK) {
        status = am_speech_open(o->data, o->language, &t->speech, problem);
        if (status == AM_OK)
            am_speech_set_zone(t->speech, t->asked.ask.zone);
    }
    return status;
}

static void close_telling(struct telling *t)
{
    json_decref(t->scans);
    json_decref(t->folders);
    am_speech_free(t->speech);
    am_text_done(&t->out);
    am_asked_done(&t->asked);
    am_rules_free(t->rules);
}

static int run(const struct options *o)
{
    struct telling t = {0};
    struct am_problem problem = {0};
    enum am_status status = open_telling(&t, o, &problem);
    if (status == AM_OK)
        status = tell_all(&t, o, &problem);
    if (status == AM_OK)
        status = write_out(&t, &problem);
    int code = t.to_fix || t.missed ? AM_EXIT_PARTIAL : AM_EXIT_OK;
    close_telling(&t);
    return am_problem_exit(&problem, status, code);
}

enum { KEY_JSON = 256 };

static error_t take(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case 'l':
        am_asked_language(state, arg, &o->language);
        return 0;
    case 'd':
        o->data = arg;
        return 0;
    case KEY_JSON:
        o->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (o->path_count == PATHS_MAX)
            argp_error(state, "at most %d scans or folders", PATHS_MAX);
        o->paths[o->path_count++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->path_count > 0)
            return 0;
        if (!is_folder(FOLDER))
            argp_error(state, "name a scan file or a folder of them: there is no " FOLDER " here");
        o->paths[o->path_count++] = FOLDER;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_status(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"json", KEY_JSON, NULL, 0, "One JSON object, for monitoring", 0},
        {"lang", 'l', "CODE", 0, "es, en, pt, fr or de (default: es)", 0},
        {"data", 'd', "DIR", 0, "The data folder, if not the program's own", 0},
        {0},
    };
    static const struct argp argp = {
        .options = list,
        .parser = take,
        .args_doc = "[SCAN.db|FOLDER...]",
        .doc =
            "Says how scans are doing: packets, losses, names, room on the disk, and what to fix. "
            "Of a folder, those that are not closed; " FOLDER
            " where none is named.\v"
            "Ends with 0 where nothing is to fix, and with 5 where something is.",
    };
    static struct options o = {.language = AM_LANG_ES};
    argp_err_exit_status = AM_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return AM_EXIT_USAGE;
    return run(&o);
}
