/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/campaign.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define LINES ".jsonl"

enum am_status am_campaign_open(const struct am_campaign_options *options, struct am_campaign *out,
                                struct am_problem *problem)
{
    struct am_campaign c = {0};
    enum am_status status =
        am_share_store_open(options->store, options->campaign, &c.store, problem);
    if (status != AM_OK)
        return status;
    status = am_settings_parse(am_share_store_settings(c.store), "the settings in the store",
                               &c.settings, problem);
    if (status == AM_OK)
        *out = c;
    else
        am_share_store_close(c.store);
    return status;
}

void am_campaign_close(struct am_campaign *c)
{
    am_settings_free(c->settings);
    am_share_store_close(c->store);
    *c = (struct am_campaign){0};
}

enum am_status am_campaign_share(const struct am_stored *stored, struct am_sealed *out,
                                 struct am_problem *problem)
{
    struct am_sealed sealed;
    enum am_status status = am_share_open_kept(stored->body, stored->id, &sealed, problem);
    if (status != AM_OK)
        return status;
    if (strcmp(sealed.id, stored->id) != 0 || strcmp(sealed.key, stored->organization) != 0) {
        am_sealed_done(&sealed);
        return am_problem_set(problem, AM_E_MALFORMED, stored->id, 0,
                              "the store does not hold the share that was added: it was changed "
                              "there; withdraw it, or take the store from a copy");
    }
    *out = sealed;
    return AM_OK;
}

static bool is_lines(const char *path)
{
    size_t len = strlen(path);
    return len > strlen(LINES) && strcmp(path + len - strlen(LINES), LINES) == 0;
}

/* One line without its end, as far as it fits; what is more is skipped. False: the file ended. */
static bool read_line(FILE *stream, uint8_t *line, size_t size, size_t *len)
{
    int byte;
    *len = 0;
    while ((byte = getc_unlocked(stream)) != EOF && byte != '\n') {
        if (*len < size)
            line[*len] = (uint8_t)byte;
        ++*len;
    }
    return byte != EOF || *len > 0;
}

static bool is_blank(const uint8_t *line, size_t len)
{
    size_t i = 0;
    while (i < len && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r'))
        i++;
    return i == len;
}

static enum am_status each_line(FILE *stream, const char *path, uint8_t *line, am_document_fn fn,
                                void *ctx)
{
    enum am_status status = AM_OK;
    size_t len;
    for (unsigned long n = 1; status == AM_OK && read_line(stream, line, AM_SHARE_BYTES, &len);
         n++) {
        struct am_problem problem = {0};
        struct am_bytes bytes = {line, len};
        if (len > AM_SHARE_BYTES) {
            (void)am_problem_set(&problem, AM_E_LIMIT, path, n, "larger than %zu bytes",
                                 AM_SHARE_BYTES);
            bytes = (struct am_bytes){0};
        } else if (is_blank(line, len)) {
            continue;
        }
        status = fn(ctx, bytes, path, n, &problem);
    }
    if (status == AM_OK && ferror(stream)) {
        struct am_problem problem = {0};
        (void)am_problem_set(&problem, AM_E_IO, path, 0, "can't read it: %s", strerror(errno));
        status = fn(ctx, (struct am_bytes){0}, path, 0, &problem);
    }
    return status;
}

/* As of am_file_load_regular, whatever its size. */
static FILE *open_regular(const char *path, struct am_problem *problem)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    FILE *stream = NULL;
    if (fd >= 0 && fstat(fd, &st) == 0 && !S_ISREG(st.st_mode))
        (void)am_problem_set(problem, AM_E_MALFORMED, path, 0, "it is no file");
    else if (fd < 0 || !(stream = fdopen(fd, "rb")))
        (void)am_problem_set(problem, AM_E_IO, path, 0, "can't open it: %s", strerror(errno));
    if (fd >= 0 && !stream)
        (void)close(fd);
    return stream;
}

static enum am_status each_of_lines(const char *path, am_document_fn fn, void *ctx)
{
    struct am_problem problem = {0};
    uint8_t *line = malloc(AM_SHARE_BYTES);
    FILE *stream = line ? open_regular(path, &problem) : NULL;
    enum am_status status = AM_E_NO_MEMORY;
    if (stream)
        status = each_line(stream, path, line, fn, ctx);
    else if (line)
        status = fn(ctx, (struct am_bytes){0}, path, 0, &problem);
    if (stream)
        (void)fclose(stream);
    free(line);
    return status;
}

static error_t parse_files(int key, char *arg, struct argp_state *state)
{
    struct am_campaign_files *f = state->input;
    (void)arg;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &f->where;
        return 0;
    case ARGP_KEY_ARGS:
        f->paths = state->argv + state->next;
        f->count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the files");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child where[] = {{&am_campaign_argp, 0, NULL, 0}, {0}};
const struct argp am_campaign_files_argp = {.parser = parse_files, .children = where};

enum am_status am_documents_each(const struct am_campaign_files *files, am_document_fn fn,
                                 void *ctx)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < files->count && status == AM_OK; i++) {
        struct am_problem problem = {0};
        struct am_bytes bytes = {0};
        const char *path = files->paths[i];
        if (is_lines(path)) {
            status = each_of_lines(path, fn, ctx);
            continue;
        }
        if (am_file_load_regular(path, AM_SHARE_BYTES, &bytes, &problem) != AM_OK)
            bytes = (struct am_bytes){0};
        status = fn(ctx, bytes, path, 0, &problem);
        am_free(bytes.at);
    }
    return status;
}

enum am_status am_refuse(struct am_refusals *r, const struct am_problem *why,
                         struct am_problem *fatal)
{
    if (why->status == AM_E_NO_MEMORY) {
        *fatal = *why;
        return why->status;
    }
    r->refused++;
    (void)am_problem_print(why);
    return AM_OK;
}

int am_refusals_exit(const struct am_refusals *r)
{
    if (r->refused == 0)
        return AM_EXIT_OK;
    return r->used == 0 ? AM_EXIT_INPUT : AM_EXIT_PARTIAL;
}
