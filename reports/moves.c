/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One scan, two datasets: whose reach differs, so that a comparison can tell what the organization
 * changed from what the dataset changed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "attribution.h"
#include "indicators/figures.h"
#include "reports.h"

static enum am_status figures_by(const char *path, struct am_rules *rules, struct am_figures **out,
                                 struct am_problem *problem)
{
    struct am_knowledge knowledge;
    struct am_scan *scan = NULL;
    am_rules_as_knowledge(rules, &knowledge);
    enum am_status status = am_scan_open(path, &knowledge, &scan, problem);
    if (status == AM_OK)
        status = am_figures_of(&scan, 1, rules, &(struct am_ask){0}, out, problem);
    am_scan_free(scan);
    return status;
}

/* Lines of what is not known come under the words that the report uses. */
static const char *id_of(const struct am_owner_line *line)
{
    return line->slice == AM_SLICE_OWNER      ? line->corporation->id
           : line->slice == AM_SLICE_NO_OWNER ? "(no owner known)"
                                              : "(no name)";
}

static const struct am_owner_line *find(const struct am_figures *f, const char *id)
{
    for (size_t i = 0; i < f->owners.count; i++)
        if (strcmp(id_of(&f->owners.at[i]), id) == 0)
            return &f->owners.at[i];
    return NULL;
}

static size_t put_move(const char *id, const struct am_owner_line *a, const struct am_owner_line *b,
                       FILE *out)
{
    uint64_t service[2] = {a ? a->service.sum.contacts : 0, b ? b->service.sum.contacts : 0};
    uint64_t host[2] = {a ? a->host.sum.contacts : 0, b ? b->host.sum.contacts : 0};
    if (service[0] == service[1] && host[0] == host[1])
        return 0;
    (void)fprintf(
        out, "  %-40s service %8" PRIu64 " -> %-8" PRIu64 "  host %8" PRIu64 " -> %" PRIu64 "\n",
        id, service[0], service[1], host[0], host[1]);
    return 1;
}

enum am_status am_scan_moves(const char *scan, struct am_rules *from, struct am_rules *to,
                             FILE *out, struct am_problem *problem)
{
    struct am_figures *a = NULL;
    struct am_figures *b = NULL;
    size_t moves = 0;
    enum am_status status = figures_by(scan, from, &a, problem);
    if (status == AM_OK)
        status = figures_by(scan, to, &b, problem);
    if (status == AM_OK) {
        (void)fprintf(out, "contacts on the scan, of %" PRIu64 "\n", a->coverage.all.contacts);
        for (size_t i = 0; i < a->owners.count; i++)
            moves += put_move(id_of(&a->owners.at[i]), &a->owners.at[i],
                              find(b, id_of(&a->owners.at[i])), out);
        for (size_t i = 0; i < b->owners.count; i++)
            if (!find(a, id_of(&b->owners.at[i])))
                moves += put_move(id_of(&b->owners.at[i]), NULL, &b->owners.at[i], out);
        if (moves == 0)
            (void)fputs("    the same\n", out);
    }
    am_figures_free(a);
    am_figures_free(b);
    return status;
}
