/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The bytes as one file of a dataset, or as what an organization declares, through the loader that
 * is shipped. The first byte says which. Whatever loads must answer, and what is kept of a name
 * must be attributed as the name was.
 */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "keep.h"
#include "text/folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXTS "{\"en\": \"a\", \"es\": \"b\", \"pt\": \"c\", \"fr\": \"d\", \"de\": \"e\"}"
#define BASIS "\"source\": \"s\", \"checked\": \"2026-01-01\""

static const struct {
    const char *path, *text;
} base[] = {
    {"VERSION", "2026.11.24\n"},
    {"categories.json", "{\"roles\": [{\"id\": \"cdn\", \"names\": " TEXTS "}], \"categories\": "
                        "[{\"id\": \"c\", \"names\": " TEXTS ", \"if_cut\": " TEXTS "}]}"},
    {"corporations/a.json",
     "{\"id\": \"a\", \"name\": \"A\", \"legal_name\": \"A\", \"kind\": \"ai\", \"jurisdiction\": "
     "{\"parent\": \"UY\", " BASIS "}, \"operators\": [{\"id\": \"o\", \"name\": \"O\", "
     "\"owned\": [{" BASIS "}]}], \"services\": [{\"id\": \"v\", \"name\": \"V\", \"operator\": "
     "\"o\", \"category\": \"c\", \"role\": \"cdn\", " BASIS ", \"domains\": [\"example.org\"]}], "
     "\"networks\": [{\"asn\": 1, \"operator\": \"o\", \"kind\": \"own\", " BASIS "}]}"},
    {"jurisdictions/UY.json", "{\"code\": \"UY\", \"names\": " TEXTS ", \"lac\": true, "
                              "\"laws\": [], " BASIS "}"},
    {"public_suffix_list.dat",
     "// ===BEGIN ICANN DOMAINS===\norg\nuy\ncom.uy\n"
     "// ===BEGIN PRIVATE DOMAINS===\n"},
    {"sources.json", "{\"sources\": [{\"id\": \"s\", \"title\": \"S\"}]}"},
    {"resolvers.json", "{\"resolvers\": [{\"service\": \"v\", " BASIS
                       ", \"names\": [\"dns.example.org\"], \"addresses\": [\"192.0.2.1\", "
                       "\"2001:db8::/32\"]}]}"},
    {"ech.json", "{\"fronts\": [{\"name\": \"example.net\", " BASIS "}]}"},
    {"blocs.json", "{\"blocs\": [{\"id\": \"b\", \"names\": " TEXTS
                   ", \"kind\": \"union\", \"members\": [\"UY\"], " BASIS "}]}"},
    {"ranges/o.json",
     "{\"operator\": \"o\", \"kind\": \"cloud\", \"regions\": [{\"id\": \"r\", "
     "\"country\": \"UY\", \"prefixes\": [\"192.0.2.0/25\"]}], " BASIS "}"},
    {"alternatives/f.json",
     "{\"id\": \"f\", \"name\": \"F\", \"type\": \"software\", \"lac\": "
     "true, \"effort\": 1, \"categories\": [\"c\"], \"text\": " TEXTS ", " BASIS "}"},
};
#define FILES (sizeof base / sizeof *base)

static void check_name(const struct am_rules *rules, const char *name)
{
    struct am_attribution whole;
    struct am_attribution part;
    char kept[AM_NAME_SIZE];
    bool known = am_keep_name(rules, name, kept);
    if (am_rules_find_name(rules, name, 20000, &whole) != known ||
        am_rules_find_name(rules, kept, 20000, &part) != known || whole.service != part.service)
        abort();
}

static void ask(const struct am_rules *rules, struct am_bytes line)
{
    struct am_query q;
    struct am_explanation e;
    struct am_text out;
    am_query_parse(line, &q);
    if (q.kind == AM_QUERY_NAME)
        check_name(rules, q.name);
    am_explain(rules, &q, 20000, &e);
    am_text_init(&out, 1 << 20);
    am_explain_write_json(&e, AM_LANG_EN, &out);
    json_t *answer = json_loadb(out.at, out.len, JSON_REJECT_DUPLICATES, NULL);
    if (am_text_status(&out) != AM_OK || json_object_size(answer) < 10)
        abort();
    json_decref(answer);
    am_text_clear(&out);
    am_explain_write_text(rules, &e, AM_LANG_ES, &out);
    if (am_text_status(&out) != AM_OK)
        abort();
    am_text_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct am_dataset_file files[FILES];
    struct am_bytes input = {.at = data + 1, .len = size - 1};
    for (size_t i = 0; i < FILES; i++) {
        const struct am_bytes text = {(const uint8_t *)base[i].text, strlen(base[i].text)};
        files[i] =
            (struct am_dataset_file){base[i].path, i == data[0] % (FILES + 1) ? input : text};
    }
    struct am_rules *rules = NULL;
    struct am_problem problem = {0};
    if (am_rules_load(files, FILES, "fuzz", &rules, &problem) != AM_OK) {
        if (problem.status == AM_OK || !problem.text[0])
            abort();
        return 0;
    }
    if (data[0] % (FILES + 1) == FILES &&
        am_load_declared_text(rules, input, "mine.json", &problem) != AM_OK) {
        if (!problem.text[0])
            abort();
        am_rules_free(rules);
        return 0;
    }
    struct am_knowledge knowledge;
    am_rules_as_knowledge(rules, &knowledge);
    static const char *const lines[] = {"example.org", "a.b.example.org", "x",
                                        "a.com.uy",    "192.0.2.1",       "2001:db8::1"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        ask(rules, (struct am_bytes){(const uint8_t *)lines[i], strlen(lines[i])});
    ask(rules, input);
    am_rules_free(rules);
    return 0;
}
