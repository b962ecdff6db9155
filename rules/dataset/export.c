/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The dataset for other programs. Each line stands for itself, so that rows can be cut and joined.
 */
#include <argp.h>
#include <errno.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "dataset/dataset.h"

#define LINE_MAX_BYTES ((size_t)1 << 16)

struct arguments {
    const char *folder, *format, *corporation, *role, *out;
};

/* One rule with what stands behind it. */
struct line {
    const struct am_rule *rule;
    const char *what, *match; /* the name, prefix or AS number; how it matches */
    const struct am_service *service;
    const struct am_operator *operator_;
    const struct am_corporation *parent;
    const struct am_region *region;
    const char *kind;
    bool network, prefix;
};

struct export
{
    const struct am_rules *rules;
    const struct arguments *a;
    FILE *stream;
    struct am_text text; /* one line */
    struct am_csv csv;
};

static const char *country_of(const struct line *l)
{
    return l->parent && l->parent->parent ? l->parent->parent->code : "";
}

/* --- CSV --- */

static void csv_head(struct export *e)
{
    static const char *const columns[] = {
        "rule",         "match",    "service",     "service_name",     "category",
        "role",         "operator", "corporation", "corporation_name", "country",
        "network_kind", "region",   "source",      "checked",          "verified"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        am_csv_text(&e->csv, columns[i]);
    am_csv_end_row(&e->csv);
}

static void csv_line(struct export *e, const struct line *l)
{
    const struct am_service *s = l->service;
    am_csv_text(&e->csv, l->what);
    am_csv_text(&e->csv, l->match);
    am_csv_text(&e->csv, s ? s->id : NULL);
    am_csv_text(&e->csv, s ? s->name : NULL);
    am_csv_text(&e->csv, s ? s->category->id : NULL);
    am_csv_text(&e->csv, s ? s->role->id : NULL);
    am_csv_text(&e->csv, l->operator_ ? l->operator_->id : NULL);
    am_csv_text(&e->csv, l->parent ? l->parent->id : NULL);
    am_csv_text(&e->csv, l->parent ? l->parent->name : NULL);
    am_csv_text(&e->csv, country_of(l));
    am_csv_text(&e->csv, l->kind);
    am_csv_text(&e->csv, l->region ? l->region->id : NULL);
    am_csv_text(&e->csv, l->rule->basis.source->id);
    am_csv_text(&e->csv, l->rule->basis.checked);
    am_csv_text(&e->csv, l->rule->basis.verified ? "yes" : "no");
    am_csv_end_row(&e->csv);
}

/* --- lists of names --- */

static void list_head(struct export *e)
{
    am_text_addf(&e->text,
                 "# amarra dataset %s, CC BY-SA 4.0; what it was made from: amarra dataset info\n"
                 "# %s\n",
                 e->rules->version,
                 strcmp(e->a->format, "hosts") == 0
                     ? "each name stands for itself alone; its sub-names are not listed"
                     : "each name stands for itself and what is below it");
}

static void hosts_line(struct export *e, const struct line *l)
{
    if (!l->network && strcmp(l->match, "except") != 0)
        am_text_addf(&e->text, "0.0.0.0 %s\n", l->what);
}

static void domains_line(struct export *e, const struct line *l)
{
    if (!l->network && strcmp(l->match, "suffix") == 0)
        am_text_addf(&e->text, "%s\n", l->what);
}

/* --- Zeek's intelligence framework: tabs, and no tab inside a field --- */

static void zeek_head(struct export *e)
{
    am_text_addf(&e->text, "#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\n");
}

static void zeek_line(struct export *e, const struct line *l)
{
    if ((l->network && !l->prefix) || strcmp(l->match, "except") == 0)
        return;
    am_text_addf(&e->text, "%s\t%s\tamarra-%s\t%s%s%s%s%s\n", l->what,
                 l->prefix ? "Intel::SUBNET" : "Intel::DOMAIN", e->rules->version,
                 l->service     ? l->service->name
                 : l->operator_ ? l->operator_->name
                                : "-",
                 l->parent ? "; " : "", l->parent ? l->parent->name : "",
                 *country_of(l) ? "; " : "", country_of(l));
}

/* --- SQL: standard enough for SQLite and PostgreSQL --- */

static void sql_head(struct export *e)
{
    am_text_add(
        &e->text,
        "BEGIN;\nCREATE TABLE amarra_rule (rule TEXT NOT NULL, match TEXT NOT NULL, service TEXT, "
        "category TEXT, role TEXT, operator TEXT, corporation TEXT, corporation_name TEXT, "
        "country TEXT, network_kind TEXT, region TEXT, source TEXT NOT NULL, checked TEXT "
        "NOT NULL, verified INTEGER NOT NULL, PRIMARY KEY (rule, match));\n");
}

static void sql_text(struct am_text *out, const char *text)
{
    if (!text || !*text) {
        am_text_add(out, "NULL");
        return;
    }
    am_text_add(out, "'");
    for (const char *c = text; *c; c++)
        am_text_addf(out, *c == '\'' ? "''" : "%c", *c);
    am_text_add(out, "'");
}

static void sql_line(struct export *e, const struct line *l)
{
    const struct am_service *s = l->service;
    const char *const cells[] = {
        l->what,
        l->match,
        s ? s->id : NULL,
        s ? s->category->id : NULL,
        s ? s->role->id : NULL,
        l->operator_ ? l->operator_->id : NULL,
        l->parent ? l->parent->id : NULL,
        l->parent ? l->parent->name : NULL,
        country_of(l),
        l->kind,
        l->region ? l->region->id : NULL,
        l->rule->basis.source->id,
        l->rule->basis.checked,
    };
    am_text_add(&e->text, "INSERT INTO amarra_rule VALUES (");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        sql_text(&e->text, cells[i]);
        am_text_add(&e->text, ", ");
    }
    am_text_addf(&e->text, "%d);\n", l->rule->basis.verified);
}

static void sql_foot(struct export *e)
{
    am_text_add(&e->text, "COMMIT;\n");
}

static const struct format {
    const char *name;
    void (*head)(struct export *e);
    void (*line)(struct export *e, const struct line *l);
    void (*foot)(struct export *e); /* NULL: none */
} formats[] = {
    {"csv", csv_head, csv_line, NULL},          {"hosts", list_head, hosts_line, NULL},
    {"domains", list_head, domains_line, NULL}, {"zeek", zeek_head, zeek_line, NULL},
    {"sql", sql_head, sql_line, sql_foot},
};

static const struct format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static bool flush(struct export *e)
{
    bool ok = am_text_status(&e->text) == AM_OK &&
              fwrite(e->text.at, 1, e->text.len, e->stream) == e->text.len;
    am_text_clear(&e->text);
    return ok;
}

static bool is_wanted(const struct arguments *a, const struct line *l)
{
    if (a->corporation && !(l->parent && strcmp(l->parent->id, a->corporation) == 0))
        return false;
    return !a->role || (l->service && strcmp(l->service->role->id, a->role) == 0);
}

static bool put_line(struct export *e, const struct format *f, const struct line *l)
{
    if (!is_wanted(e->a, l))
        return true;
    f->line(e, l);
    return flush(e);
}

static bool put_names(struct export *e, const struct format *f)
{
    static const char *const matches[] = {"suffix", "exact", "except"};
    const struct am_rules *r = e->rules;
    bool ok = true;
    for (size_t i = 0; i < r->names.count && ok; i++) {
        const struct am_name_rule *n = &r->names.rules[i];
        bool except = n->match == AM_MATCH_EXCEPT;
        const struct line l = {
            .rule = &n->rule,
            .what = n->name,
            .match = matches[n->match],
            .service = except ? NULL : n->service,
            .operator_ = except ? NULL : n->service->operator_,
            .parent = except ? NULL : am_rules_owner(n->service->operator_, r->day),
        };
        ok = put_line(e, f, &l);
    }
    return ok;
}

static bool put_networks(struct export *e, const struct format *f)
{
    const struct am_rules *r = e->rules;
    bool ok = true;
    for (size_t i = 0; i < am_networks_count(&r->networks) && ok; i++) {
        const struct am_network *n = am_networks_at(&r->networks, i);
        bool prefix = n->asn == 0;
        const struct line l = {
            .rule = &n->rule,
            .what = am_rule_subject(&n->rule),
            .match = prefix ? "prefix" : "asn",
            .service = n->service,
            .operator_ = n->operator_,
            .parent = am_rules_owner(n->operator_, r->day),
            .region = n->region,
            .kind = n->kind,
            .network = true,
            .prefix = prefix,
        };
        ok = put_line(e, f, &l);
    }
    return ok;
}

static enum am_status write_all(const struct arguments *a, const struct am_rules *rules,
                                FILE *stream, struct am_problem *problem)
{
    const struct format *f = find_format(a->format);
    struct export e = {.rules = rules, .a = a, .stream = stream};
    am_text_init(&e.text, LINE_MAX_BYTES);
    am_csv_init(&e.csv, &e.text);
    f->head(&e);
    bool ok = flush(&e) && put_names(&e, f) && put_networks(&e, f);
    if (ok && f->foot)
        f->foot(&e);
    ok = ok && flush(&e) && fflush(stream) == 0;
    int why = errno;
    am_text_done(&e.text);
    return ok ? AM_OK
              : am_problem_set(problem, AM_E_IO, a->out, 0, "can't write it: %s", strerror(why));
}

static enum am_status run(const struct arguments *a, struct am_problem *problem)
{
    struct am_rules *rules = NULL;
    struct am_file file;
    enum am_status status = am_dataset_open(a->folder, &rules, problem);
    if (status == AM_OK && a->corporation && !am_rules_corporation(rules, a->corporation))
        status = am_problem_set(problem, AM_E_USAGE, NULL, 0, "the dataset has no corporation '%s'",
                                a->corporation);
    if (status == AM_OK && a->role && !am_rules_entity(rules, AM_KIND_ROLE, a->role))
        status =
            am_problem_set(problem, AM_E_USAGE, NULL, 0, "the dataset has no role '%s'", a->role);
    if (status == AM_OK && !a->out) {
        status = write_all(a, rules, stdout, problem);
    } else if (status == AM_OK) {
        status = am_file_create(a->out, &file, problem);
        if (status == AM_OK) {
            status = write_all(a, rules, file.stream, problem);
            if (status == AM_OK)
                status = am_file_commit(&file, problem);
            else
                am_file_abandon(&file);
        }
    }
    am_rules_free(rules);
    return status;
}

enum { KEY_CORPORATION = 256, KEY_ROLE };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 'f':
        if (!find_format(arg))
            argp_error(state, "the formats are csv, hosts, domains, zeek and sql, not '%s'", arg);
        a->format = arg;
        return 0;
    case 'o':
        a->out = arg;
        return 0;
    case KEY_CORPORATION:
        a->corporation = arg;
        return 0;
    case KEY_ROLE:
        a->role = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (a->folder)
            argp_error(state, "one folder at a time");
        a->folder = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int am_dataset_export(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"format", 'f', "FORMAT", 0, "csv (default), hosts, domains, zeek or sql", 0},
        {"corporation", KEY_CORPORATION, "ID", 0, "only what this corporate group owns today", 0},
        {"role", KEY_ROLE, "ROLE", 0, "only services of this role, such as telemetry", 0},
        {"output", 'o', "FILE", 0, "where to write (default: standard output)", 0},
        {0},
    };
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "[FOLDER]",
        .doc =
            "Writes the rules of a dataset for other programs: a table (csv, sql), lists of "
            "names (hosts, domains), Zeek's intelligence framework (zeek). FOLDER holds text "
            "or a compiled dataset; without it, the one installed. Owners are those of the "
            "dataset's day.",
    };
    struct arguments a = {.format = "csv"};
    struct am_problem problem = {0};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &a);
    return run(&a, &problem) == AM_OK ? AM_EXIT_OK : am_problem_print(&problem);
}
