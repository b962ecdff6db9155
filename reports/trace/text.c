/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/sentences.h"
#include "format/sheet.h"
#include "indicators/paths.h"
#include "trace/trace.h"
#include "trace/words.h"

#define DAY_SECONDS 86400

/* Ownerships are told once, as numbered notes. */
struct notes {
    const struct am_path_line **at; /* the first line of each */
    size_t count;
};

static const char *country(struct am_speech *s, const struct am_jurisdiction *j)
{
    return j ? am_say_own(s, j->name) : AM_SAY(s, TEXT_PATH_UNKNOWN);
}

static void basis(struct am_sheet *t, size_t indent, const struct am_basis *b)
{
    struct am_speech *s = t->speech;
    if (!b->source)
        return;
    const char *word = am_basis_is_declared(b) ? TEXT_DECLARED
                       : b->verified           ? TEXT_PATH_VERIFIED
                                               : TEXT_UNVERIFIED;
    am_sheet_wrap(t, indent, "",
                  AM_SAY(s, TEXT_PATH_BASIS, am_fact_source_title(b->source, am_speech_language(s)),
                         am_say_date(s, b->checked ? b->checked : ""), AM_SAY(s, word)));
}

static void head(struct am_sheet *t, const struct am_trace_answer *a)
{
    struct am_speech *s = t->speech;
    const struct am_corporation *c = a->corporation;
    char title[512];
    (void)snprintf(title, sizeof title, "%s (%s)", AM_SAY_NAME(s, c), c->id);
    am_sheet_wrap(t, 0, "", title);
    if (c->legal_name)
        am_sheet_wrap(t, 2, "", c->legal_name);
    am_sheet_wrap(t, 2, "",
                  AM_SAY(s, TEXT_PATH_COUNTRIES, country(s, c->parent), country(s, c->head_office),
                         country(s, c->legal_seat)));
    basis(t, 2, &c->basis);
}

static void figure(struct am_sheet *t, const char *text, const struct am_measure *m, bool reach)
{
    const struct am_figures *f = t->figures;
    struct am_speech *s = t->speech;
    uint64_t all = f->coverage.all.contacts;
    am_sheet_wrap(t, 2, "",
                  AM_SAY(s, text, am_say_number(s, m->sum.contacts), am_say_number(s, all),
                         am_say_share(s, m->sum.contacts, all), am_say_number(s, m->hours),
                         am_say_number(s, f->scope.hours)));
    if (reach)
        am_sheet_wrap(t, 4, "",
                      AM_SAY(s, TEXT_PATH_REACH, am_sentence_devices(s, f, m->devices),
                             am_say_bytes(s, m->sum.up), am_say_bytes(s, m->sum.down)));
}

/* The number of the note that tells this ownership, made where there is none; 0: not known. */
static size_t note_of(struct notes *notes, const struct am_path_line *line)
{
    if (!line->owned)
        return 0;
    for (size_t i = 0; i < notes->count; i++)
        if (notes->at[i]->owned == line->owned)
            return i + 1;
    notes->at[notes->count++] = line;
    return notes->count;
}

static void row(struct am_sheet *t, const char *name, const struct am_sum *sum, const char *hours)
{
    struct am_speech *s = t->speech;
    am_sheet_cell(t, name, AM_SHEET_NAME);
    am_sheet_number(t, am_say_number(s, sum->contacts));
    am_sheet_number(t, hours);
    am_sheet_number(t, am_say_bytes(s, sum->up + sum->down));
    am_text_add(t->out, "\n");
}

static const char *name_of(struct am_speech *s, const struct am_path_line *line)
{
    switch (line->kind) {
    case AM_PATH_NAME:
        return line->name;
    case AM_PATH_ADDRESS:
        return AM_SAY(s, TEXT_PATH_ADDRESS);
    case AM_PATH_HOST:
        return line->network[0] ? line->network : AM_SAY(s, TEXT_PATH_NETWORK_UNKNOWN);
    case AM_PATH_UNTOLD:
        break;
    }
    return AM_SAY(s, TEXT_PATH_UNTOLD);
}

/* A name longer than its column stands on a line of its own: none is cut here. */
static void path(struct am_sheet *t, const struct am_path_line *line, struct notes *notes)
{
    struct am_speech *s = t->speech;
    const char *name = name_of(s, line);
    if (strlen(name) > AM_SHEET_NAME) {
        am_sheet_wrap(t, 0, "", name);
        name = "";
    }
    row(t, name, &line->measure.sum, am_say_number(s, line->measure.hours));
    if (line->block)
        am_sheet_wrap(t, 4, "", line->block);
    if (line->rule) {
        am_sheet_wrap(t, 4, "", AM_SAY(s, TEXT_PATH_RULE, line->rule->id, line->rule->file));
        basis(t, 4, &line->rule->basis);
    }
    size_t note = note_of(notes, line);
    const char *number = am_say_number(s, note);
    const char *run_by =
        line->operator_ ? AM_SAY_NAME(s, line->operator_) : AM_SAY(s, TEXT_PATH_UNKNOWN);
    if (line->service) {
        const struct am_category *c = line->service->category;
        const char *category = c ? am_say_own(s, c->name) : AM_SAY(s, TEXT_PATH_UNKNOWN);
        am_sheet_wrap(t, 4, "",
                      note > 0 ? AM_SAY(s, TEXT_PATH_RUN_BY, AM_SAY_NAME(s, line->service),
                                        category, run_by, number)
                               : AM_SAY(s, TEXT_PATH_RUN_BY_ANY, AM_SAY_NAME(s, line->service),
                                        category, run_by));
    } else if (note > 0) {
        am_sheet_wrap(t, 4, "", AM_SAY(s, TEXT_PATH_MACHINES, run_by, number));
    }
}

static void ledger(struct am_sheet *t, bool host, struct notes *notes)
{
    const struct am_figures *f = t->figures;
    struct am_sum sum = am_paths_sum(f, host);
    bool any = false;
    for (size_t i = 0; i < f->paths.count; i++) {
        const struct am_path_line *line = &f->paths.at[i];
        if ((line->kind == AM_PATH_HOST) != host)
            continue;
        if (!any) {
            am_sheet_heading(t, host ? TEXT_PATH_BY_HOST : TEXT_PATH_BY_NAME);
            am_sheet_columns(t, host ? TEXT_COLUMN_NETWORK : TEXT_COLUMN_NAME, TEXT_COLUMN_CONTACTS,
                             TEXT_COLUMN_HOURS, TEXT_COLUMN_BYTES);
        }
        any = true;
        path(t, line, notes);
    }
    if (any)
        row(t, AM_SAY(t->speech, TEXT_PATH_SUM), &sum, "");
}

static const char *owned_sentence(struct am_speech *s, const struct am_path_line *line)
{
    const struct am_ownership *w = line->owned;
    const char *who =
        line->operator_ ? AM_SAY_NAME(s, line->operator_) : AM_SAY(s, TEXT_PATH_UNKNOWN);
    bool from = w->from != INT32_MIN;
    bool to = w->to != INT32_MAX;
    const char *text = from && to ? TEXT_PATH_OWNED_BETWEEN
                       : from     ? TEXT_PATH_OWNED_SINCE
                       : to       ? TEXT_PATH_OWNED_UNTIL
                                  : TEXT_PATH_OWNED;
    const char *first = from ? am_say_day(s, (int64_t)w->from * DAY_SECONDS) : "";
    const char *last = to ? am_say_day(s, (int64_t)w->to * DAY_SECONDS) : "";
    return AM_SAY(s, text, who, AM_SAY_NAME(s, w->owner), from ? first : last, last);
}

static void owners(struct am_sheet *t, const struct notes *notes)
{
    if (notes->count == 0)
        return;
    am_sheet_heading(t, TEXT_PATH_OWNERS);
    for (size_t i = 0; i < notes->count; i++) {
        char mark[32];
        (void)snprintf(mark, sizeof mark, "[%zu] ", i + 1);
        size_t indent = strlen(mark) > 6 ? strlen(mark) : 6;
        am_sheet_wrap(t, indent, mark, owned_sentence(t->speech, notes->at[i]));
        basis(t, indent, &notes->at[i]->owned->basis);
    }
}

static void near(struct am_sheet *t, const struct am_trace_answer *a)
{
    struct am_text list;
    if (a->near_count == 0)
        return;
    am_text_init(&list, 1 << 16);
    for (size_t i = 0; i < a->near_count; i++)
        am_text_addf(&list, "%s%s (%s)", i > 0 ? ", " : "", AM_SAY_NAME(t->speech, a->near[i]),
                     a->near[i]->id);
    am_sheet_wrap(t, 2, "", AM_SAY(t->speech, TEXT_PATH_NEAR, list.at));
    am_text_done(&list);
}

enum am_status am_trace_text(const struct am_trace_answer *a, struct am_speech *s,
                             struct am_text *out)
{
    struct am_sheet t = {.out = out, .speech = s, .figures = a->figures};
    const struct am_owner_line *line = am_paths_owner(a->figures);
    struct notes notes = {
        .at = calloc(a->figures->paths.count + 1, sizeof(const struct am_path_line *))};
    if (!notes.at)
        return AM_E_NO_MEMORY;
    head(&t, a);
    am_sheet_heading(&t, TEXT_PATH_FIGURES);
    am_sheet_wrap(&t, 2, "", am_sentence_period(s, &a->figures->scope));
    if (line) {
        figure(&t, TEXT_PATH_SERVICE, &line->service, true);
        figure(&t, TEXT_PATH_HOST, &line->host, true);
        figure(&t, TEXT_PATH_EITHER, &line->either, false);
    } else {
        am_sheet_wrap(&t, 2, "", AM_SAY(s, TEXT_PATH_NOT_SEEN, AM_SAY_NAME(s, a->corporation)));
        near(&t, a);
    }
    ledger(&t, false, &notes);
    ledger(&t, true, &notes);
    owners(&t, &notes);
    free(notes.at);
    enum am_status status = am_text_status(out);
    return status == AM_OK ? am_speech_status(s) : status;
}
