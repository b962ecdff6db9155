/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "trace/find.h"

#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#define READ_MAX   384 /* bytes of a name that are read, and of it folded that are compared */
#define FOLDED_MAX 96

struct folded {
    uint8_t at[FOLDED_MAX];
    size_t len;
};

/* Lower case without accents; what is no UTF-8 folds to nothing. False: out of memory. */
static bool fold(const char *text, struct folded *out)
{
    size_t len = strlen(text);
    size_t folded = 0;
    out->len = 0;
    if (len > READ_MAX)
        for (len = READ_MAX; len > 0 && ((uint8_t)text[len] & 0xc0) == 0x80;)
            len--; /* never in the middle of a letter */
    if (u8_check((const uint8_t *)text, len))
        return true;
    uint8_t *made = u8_casefold((const uint8_t *)text, len, NULL, UNINORM_NFD, NULL, &folded);
    if (!made && len > 0)
        return false;
    for (size_t i = 0; made && i < folded;) {
        ucs4_t letter;
        int size = u8_mbtouc(&letter, made + i, folded - i);
        if (size <= 0)
            break;
        if (uc_combining_class(letter) == 0) {
            if (out->len + (size_t)size > FOLDED_MAX)
                break;
            memcpy(out->at + out->len, made + i, (size_t)size);
            out->len += (size_t)size;
        }
        i += (size_t)size;
    }
    free(made);
    return true;
}

static bool is_seen(const struct am_figures *f, const struct am_corporation *c)
{
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation == c)
            return true;
    return false;
}

/* How well a text answers, best first. */
enum fit {
    FIT_ID,
    FIT_NAME_SEEN,
    FIT_NAME,
    FIT_START_SEEN,
    FIT_START,
    FIT_WORD_SEEN, /* a word of the name: Google, of Alphabet (Google) */
    FIT_WORD,
    FIT_NEAR, /* and, past it, the letters that differ */
    FIT_NONE = 1000
};

static bool is_whole(const struct folded *asked, const struct folded *text)
{
    return asked->len == text->len && memcmp(asked->at, text->at, text->len) == 0;
}

static bool is_start(const struct folded *asked, const struct folded *text)
{
    return asked->len > 0 && asked->len <= text->len &&
           memcmp(asked->at, text->at, asked->len) == 0;
}

static bool is_letter(uint8_t c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_word(const struct folded *asked, const struct folded *text)
{
    for (size_t i = 0; asked->len > 0 && i + asked->len <= text->len; i++) {
        size_t end = i + asked->len;
        if (memcmp(text->at + i, asked->at, asked->len) == 0 &&
            (i == 0 || !is_letter(text->at[i - 1])) &&
            (end == text->len || !is_letter(text->at[end])))
            return true;
    }
    return false;
}

/* Letters to change, add or leave out (Levenshtein). */
static size_t distance(const struct folded *a, const struct folded *b)
{
    size_t row[FOLDED_MAX + 1];
    for (size_t j = 0; j <= b->len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a->len; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b->len; j++) {
            size_t best = before + (a->at[i - 1] != b->at[j - 1]);
            before = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[b->len];
}

static unsigned nearness(const struct folded *asked, const struct folded *text)
{
    if (asked->len == 0 || text->len == 0)
        return FIT_NONE;
    for (size_t i = 1; asked->len > 2 && i + asked->len <= text->len; i++)
        if (memcmp(text->at + i, asked->at, asked->len) == 0)
            return FIT_NEAR;
    size_t most = asked->len / 4 + 1;
    size_t off = distance(asked, text);
    return off <= most ? (unsigned)(FIT_NEAR + off) : FIT_NONE;
}

static enum am_status fit(const struct am_corporation *c, const struct am_figures *seen,
                          const struct folded *asked, unsigned *out)
{
    struct folded id;
    struct folded name;
    struct folded legal;
    if (!fold(c->id, &id) || !fold(c->name, &name) ||
        !fold(c->legal_name ? c->legal_name : "", &legal))
        return AM_E_NO_MEMORY;
    unsigned best = is_whole(asked, &name) || is_whole(asked, &legal) ? FIT_NAME_SEEN
                    : is_start(asked, &id) || is_start(asked, &name)  ? FIT_START_SEEN
                    : is_word(asked, &name)                           ? FIT_WORD_SEEN
                                                                      : FIT_NONE;
    if (is_whole(asked, &id)) {
        *out = FIT_ID;
    } else if (best != FIT_NONE) {
        *out = best + !is_seen(seen, c);
    } else {
        unsigned by_id = nearness(asked, &id);
        *out = nearness(asked, &name);
        *out = by_id < *out ? by_id : *out;
    }
    return AM_OK;
}

struct ranked {
    const struct am_corporation *corporation;
    unsigned fit;
    bool seen;
};

static bool is_before(const struct ranked *a, const struct ranked *b)
{
    if (a->fit != b->fit)
        return a->fit < b->fit;
    if (a->seen != b->seen)
        return a->seen;
    return strcmp(a->corporation->id, b->corporation->id) < 0;
}

/* Keeps the best AM_NEAR_MAX, in order. */
static void keep(struct ranked best[AM_NEAR_MAX], size_t *count, struct ranked one)
{
    size_t at = *count;
    if (at == AM_NEAR_MAX && !is_before(&one, &best[at - 1]))
        return;
    at = at == AM_NEAR_MAX ? at - 1 : at;
    *count = at + 1;
    for (; at > 0 && is_before(&one, &best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = one;
}

enum am_status am_corporation_find(const struct am_corporation *const *all, size_t count,
                                   const struct am_figures *seen, const char *asked,
                                   struct am_corporation_search *out)
{
    struct ranked best[AM_NEAR_MAX];
    struct folded query;
    size_t kept = 0;
    *out = (struct am_corporation_search){0};
    if (!fold(asked, &query))
        return AM_E_NO_MEMORY;
    for (size_t i = 0; query.len > 0 && i < count; i++) {
        struct ranked one = {.corporation = all[i]};
        enum am_status status = fit(all[i], seen, &query, &one.fit);
        if (status != AM_OK)
            return status;
        if (one.fit == FIT_NONE)
            continue;
        one.seen = is_seen(seen, all[i]);
        keep(best, &kept, one);
    }
    if (kept == 0)
        return AM_OK;
    bool sure = best[0].fit < FIT_NEAR;
    bool one = sure && (kept == 1 || best[1].fit > best[0].fit);
    out->found = one ? best[0].corporation : NULL;
    out->several = sure && !one;
    for (size_t i = one ? 1 : 0; i < kept; i++)
        if (!out->several || best[i].fit == best[0].fit)
            out->near[out->near_count++] = best[i].corporation;
    return AM_OK;
}
