/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How the words of a message are taken one by one: what parts.c and quic.c share. */
#ifndef GOLDEN_PARTS_H
#define GOLDEN_PARTS_H

#include "golden.h"

struct part {
    struct script *s;
    const struct words *words;
    size_t *at; /* the next word */
    struct wire *out;
};

/* NULL at the end of the part. */
static inline const char *next_word(struct part *p)
{
    bool more = *p->at < p->words->len && strcmp(p->words->at[*p->at], "+") != 0 &&
                strcmp(p->words->at[*p->at], "|") != 0;
    return more ? p->words->at[(*p->at)++] : NULL;
}

static inline const char *need_word(struct part *p)
{
    const char *word = next_word(p);
    if (!word)
        wrong(p->s, "a part lacks a word");
    return word;
}

/* The value of "KEY=value", or NULL. */
static inline const char *value_of(const char *word, const char *key)
{
    size_t len = strlen(key);
    return strncmp(word, key, len) == 0 && word[len] == '=' ? word + len + 1 : NULL;
}

void part_quic_initial(struct part *p);
void part_quic_retry(struct part *p);
void part_quic_negotiation(struct part *p);
void part_quic_handshake(struct part *p);
void part_quic_0rtt(struct part *p);
void part_quic_data(struct part *p);

#endif
