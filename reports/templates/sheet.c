/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "templates/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyz0123456789-"
#define FOR_ALL    "all"

struct entry {
    size_t section; /* 0: for all */
    char name[AM_VALUE_NAME_MAX + 1];
    struct am_prose *prose;
};
struct am_words {
    char sections[AM_WORDS_SECTIONS_MAX + 1][AM_VALUE_NAME_MAX + 1]; /* 0 is for all */
    size_t section_count, entry_count;
    struct entry *entries; /* AM_WORDS_ENTRIES_MAX */
    struct am_text store;  /* what the entries' texts are borrowed from */
};

struct reading {
    struct am_words *out;
    const char *file;
    const struct am_value_names *names;
    size_t section; /* the one that is open */
    bool any;       /* one is */
    unsigned long line;
    struct am_problem *problem;
};

static enum am_status refuse(const struct reading *r, const char *what)
{
    return am_problem_set(r->problem, AM_E_MALFORMED, r->file, r->line, "%s", what);
}

static bool is_name(const char *at, size_t len)
{
    return len > 0 && len <= AM_VALUE_NAME_MAX && strspn(at, NAME_CHARS) >= len;
}

static enum am_status begin_section(struct reading *r, const char *at, size_t len)
{
    struct am_words *w = r->out;
    if (len < 3 || at[len - 1] != ']' || !is_name(at + 1, len - 2))
        return refuse(r, "a section is called as [number]: small letters, digits, '-'");
    r->any = true;
    if (len == strlen(FOR_ALL) + 2 && memcmp(at + 1, FOR_ALL, len - 2) == 0) {
        r->section = 0;
        return AM_OK;
    }
    if (w->section_count == AM_WORDS_SECTIONS_MAX)
        return am_problem_set(r->problem, AM_E_LIMIT, r->file, r->line, "more than %d pictures",
                              AM_WORDS_SECTIONS_MAX);
    char *name = w->sections[++w->section_count];
    memcpy(name, at + 1, len - 2);
    name[len - 2] = '\0';
    for (size_t i = 1; i < w->section_count; i++)
        if (strcmp(w->sections[i], name) == 0)
            return refuse(r, "this picture is there twice");
    r->section = w->section_count;
    return AM_OK;
}

static struct entry *find(const struct am_words *w, size_t section, const char *name)
{
    for (size_t i = 0; i < w->entry_count; i++)
        if (w->entries[i].section == section && strcmp(w->entries[i].name, name) == 0)
            return &w->entries[i];
    return NULL;
}

/* Its lines that go on are joined by a space; returns how many bytes they take. */
static size_t join(struct reading *r, const char *at, size_t len)
{
    struct am_text *store = &r->out->store;
    size_t taken = len;
    am_text_add_len(store, at, len);
    while (at[taken] == '\n' && (at[taken + 1] == ' ' || at[taken + 1] == '\t')) {
        const char *next = at + taken + 1;
        size_t spaces = strspn(next, " \t");
        size_t more = strcspn(next + spaces, "\n");
        if (more == 0)
            break;
        am_text_add(store, " ");
        am_text_add_len(store, next + spaces, more);
        taken += 1 + spaces + more;
    }
    am_text_add_len(store, "", 1);
    return taken;
}

/* "name = text" that begins here; `taken`: to the end of its last line. */
static enum am_status add_entry(struct reading *r, const char *at, size_t len, size_t *taken)
{
    struct am_words *w = r->out;
    const char *equals = memchr(at, '=', len);
    size_t name = equals ? (size_t)(equals - at) : 0;
    while (name > 0 && at[name - 1] == ' ')
        name--;
    if (!is_name(at, name))
        return refuse(r, "this is none of [picture], 'name = text', # a remark");
    if (!r->any)
        return refuse(r, "this stands before the first [picture]");
    if (w->entry_count == AM_WORDS_ENTRIES_MAX)
        return am_problem_set(r->problem, AM_E_LIMIT, r->file, r->line, "more than %d texts",
                              AM_WORDS_ENTRIES_MAX);
    struct entry *e = &w->entries[w->entry_count];
    memcpy(e->name, at, name);
    e->name[name] = '\0';
    e->section = r->section;
    if (find(w, r->section, e->name))
        return refuse(r, "this text is there twice");
    size_t skip = (size_t)(equals - at) + 1;
    skip += strspn(at + skip, " \t");
    size_t from = w->store.len;
    skip = skip < len ? skip : len;
    *taken = skip + join(r, at + skip, len - skip);
    if (am_text_status(&w->store) != AM_OK)
        return am_problem_set(r->problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    enum am_status status =
        am_prose_parse(w->store.at + from, r->file, r->line, r->names, &e->prose, r->problem);
    w->entry_count += status == AM_OK;
    return status;
}

static enum am_status read_all(struct reading *r, const char *at)
{
    enum am_status status = AM_OK;
    while (*at && status == AM_OK) {
        size_t len = strcspn(at, "\n");
        size_t taken = len;
        size_t spaces = strspn(at, " \t");
        if (at[0] == '[')
            status = begin_section(r, at, len);
        else if (len > spaces && at[0] != '#')
            status = add_entry(r, at, len, &taken);
        for (size_t i = 0; i < taken; i++)
            r->line += at[i] == '\n';
        r->line++;
        at += taken + (at[taken] == '\n');
    }
    return status;
}

enum am_status am_words_parse(const char *text, const char *file,
                              const struct am_value_names *names, struct am_words **out,
                              struct am_problem *problem)
{
    struct am_words *w = calloc(1, sizeof *w);
    struct reading r = {.out = w, .file = file, .names = names, .line = 1, .problem = problem};
    if (w)
        w->entries = calloc(AM_WORDS_ENTRIES_MAX, sizeof *w->entries);
    if (!w || !w->entries) {
        free(w);
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    }
    (void)snprintf(w->sections[0], sizeof w->sections[0], FOR_ALL);
    am_text_init(&w->store, AM_PROSE_BYTES + AM_WORDS_ENTRIES_MAX);
    /* Texts are borrowed from the store, which must not move: it has room for all from the start,
     * since an entry takes less there than in the file (no "name ="). */
    am_text_add(&w->store, text);
    am_text_clear(&w->store);
    enum am_status status = am_text_status(&w->store);
    if (status == AM_OK)
        status = read_all(&r, text);
    if (status == AM_OK && w->section_count == 0)
        status = refuse(&r, "there is no [picture] in it");
    if (status == AM_OK)
        *out = w;
    else
        am_words_free(w);
    return status;
}

void am_words_free(struct am_words *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->entry_count; i++)
        am_prose_free(w->entries[i].prose);
    am_text_done(&w->store);
    free(w->entries);
    free(w);
}

const char *am_words_section(const struct am_words *w, size_t at)
{
    return at < w->section_count ? w->sections[at + 1] : NULL;
}

const struct am_prose *am_words_find(const struct am_words *w, const char *section,
                                     const char *name)
{
    const struct entry *e = NULL;
    for (size_t i = 1; i <= w->section_count && !e; i++)
        if (strcmp(w->sections[i], section) == 0)
            e = find(w, i, name);
    if (!e)
        e = find(w, 0, name);
    return e ? e->prose : NULL;
}
