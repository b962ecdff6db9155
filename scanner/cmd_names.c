/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argp.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "capture/source.h"
#include "contacts/observer.h"
#include "scanner.h"

#define NAMES_MAX 2000000 /* rows; about 350 bytes each */

/* All bytes of it, as far as the name goes, are compared: zeroed before use. */
struct row {
    struct am_address client, server;
    uint16_t client_port, server_port;
    uint8_t transport;
    uint8_t source;
    char name[AM_NAME_SIZE];
    uint64_t count;
};

struct listing {
    struct row *rows;
    uint32_t len, size;
    struct am_table by_key;
    uint64_t beyond;
};

static struct row *find(const struct listing *list, const struct row *wanted, size_t len,
                        uint32_t hash)
{
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&list->by_key, hash, &at)) != AM_TABLE_NONE;)
        if (memcmp(&list->rows[i], wanted, len) == 0)
            return &list->rows[i];
    return NULL;
}

static bool add(struct listing *list, const struct row *wanted, uint32_t hash)
{
    struct row *rows = list->len < NAMES_MAX
                           ? am_array_room(list->rows, list->len, &list->size, sizeof *rows)
                           : NULL;
    if (!rows)
        return false;
    list->rows = rows;
    if (!am_table_add(&list->by_key, hash, list->len))
        return false;
    list->rows[list->len++] = *wanted;
    return true;
}

static void note(void *ctx, const struct am_flow *flow, enum am_source source, const char *name)
{
    struct listing *list = ctx;
    struct row wanted;
    size_t len = strlen(name);
    memset(&wanted, 0, sizeof wanted);
    wanted.client = flow->address[flow->client];
    wanted.server = flow->address[1 - flow->client];
    wanted.client_port = flow->port[flow->client];
    wanted.server_port = flow->port[1 - flow->client];
    wanted.transport = flow->transport;
    wanted.source = (uint8_t)source;
    memcpy(wanted.name, name, len);
    wanted.count = 1;

    size_t key = offsetof(struct row, name) + len + 1;
    uint32_t hash = am_table_hash(&wanted, key);
    struct row *row = find(list, &wanted, key, hash);
    if (row)
        row->count++;
    else if (!add(list, &wanted, hash))
        list->beyond++;
}

static void print(const struct listing *list)
{
    (void)puts("transport\tclient\tclient_port\tserver\tserver_port\tsource\tname\tcount");
    for (uint32_t i = 0; i < list->len; i++) {
        const struct row *row = &list->rows[i];
        char client[AM_ADDRESS_TEXT];
        char server[AM_ADDRESS_TEXT];
        am_address_write(&row->client, client);
        am_address_write(&row->server, server);
        (void)printf("%s\t%s\t%u\t%s\t%u\t%s\t%s\t%" PRIu64 "\n",
                     row->transport == IPPROTO_TCP ? "tcp" : "udp", client, row->client_port,
                     server, row->server_port, am_source_name(row->source), row->name, row->count);
    }
}

static void done(struct listing *list)
{
    am_table_done(&list->by_key);
    free(list->rows);
}

/* Reads one file to its end; a damaged one as far as it goes. The exit code. */
static int read_file(const char *path, struct am_observer *o)
{
    struct am_capture_file *f;
    struct am_problem problem = {0};
    bool end = false;
    if (am_capture_file_open(path, &f, &problem) != AM_OK)
        return am_problem_print(&problem);
    while (!end && am_capture_file_read(f, am_observer_take, o, &end, &problem) == AM_OK)
        ;
    am_capture_file_free(f);
    if (problem.status == AM_OK)
        return AM_EXIT_OK;
    (void)am_problem_print(&problem);
    return AM_EXIT_PARTIAL;
}

struct arguments {
    char **files;
    size_t count;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    (void)arg;
    switch (key) {
    case ARGP_KEY_ARGS:
        a->files = state->argv + state->next;
        a->count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name a capture file, or - for standard input");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_cmd_names(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = parse,
        .args_doc = "FILE...",
        .doc =
            "Lists every name seen in capture files, as tab-separated lines with a header.\v"
            "For analysts and tests. It prints the addresses of both ends of each flow: keep what "
            "it prints to yourself.",
    };
    struct arguments arguments = {0};
    argp_err_exit_status = AM_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &arguments);

    struct listing list = {0};
    struct am_problem problem = {0};
    struct am_observer_options options = {
        .listener = {.ctx = &list, .name = note},
        .max_flows = 1u << 18,
    };
    int code = AM_EXIT_OK;
    for (size_t i = 0; i < arguments.count; i++) {
        /* Each file on its own: times of one say nothing of another's flows. */
        struct am_observer *o = am_observer_new(&options);
        if (!o) {
            (void)am_problem_set(&problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
            break;
        }
        int here = read_file(arguments.files[i], o);
        if (here != AM_EXIT_OK) /* of several files the others were read */
            code = arguments.count > 1 ? AM_EXIT_PARTIAL : here;
        am_observer_finish(o); /* what waits still may name */
        am_observer_free(o);
    }
    print(&list);
    if (list.beyond > 0)
        (void)am_problem_set(&problem, AM_E_LIMIT, NULL, 0,
                             "more than %d names: %" PRIu64 " were left out", NAMES_MAX,
                             list.beyond);
    if (fflush(stdout) != 0)
        (void)am_problem_set(&problem, AM_E_IO, NULL, 0, "can't write the list");
    done(&list);
    return problem.status != AM_OK ? am_problem_print(&problem) : code;
}
