/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Name memory as one would write it without a thought of cost: it keeps every answer, and looks
 * through all of them for each question. What the real one says must be what this one says, as long
 * as nothing had to make room. */
#ifndef AM_TESTS_MEMORY_MODEL_H
#define AM_TESTS_MEMORY_MODEL_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contacts/memory.h"

#define MODEL_MAX 4096

struct model_answer {
    unsigned device, address, name; /* address 0: the answer gave none */
    uint32_t ttl;
    int64_t time;
    bool service;   /* it was an HTTPS record that was asked for, and */
    unsigned outer; /* the public name of its key; 0: it has none */
};

struct model {
    struct model_answer at[MODEL_MAX];
    size_t len;
};

struct model_name {
    unsigned name; /* 0: none */
    int64_t time;
    enum am_evidence evidence;
    bool live, shared, key;
};

static inline int64_t model_ttl(const struct model_answer *a)
{
    return (a->ttl < AM_MEMORY_TTL_MAX ? a->ttl : AM_MEMORY_TTL_MAX) * AM_MEMORY_SECOND_NS;
}

static inline bool model_within(const struct model_answer *a, int64_t now, int64_t grace)
{
    int64_t age = now - a->time;
    return age <= model_ttl(a) + grace || age <= AM_MEMORY_USED_NS;
}

/* The last answers for the names that the device (0: any) was told last, as many as are kept. */
static inline size_t model_recall(const struct model *m, unsigned device, unsigned address,
                                  int64_t now, const struct model_answer *out[AM_MEMORY_NAMES])
{
    unsigned seen[AM_MEMORY_NAMES];
    size_t names = 0;
    size_t len = 0;
    for (size_t i = m->len; i-- > 0 && names < AM_MEMORY_NAMES;) {
        const struct model_answer *a = &m->at[i];
        size_t j = 0;
        while (j < names && seen[j] != a->name)
            j++;
        if (a->address != address || (device && a->device != device) || j < names)
            continue;
        seen[names++] = a->name;
        if (a->time <= now + AM_MEMORY_EARLY_NS)
            out[len++] = a;
    }
    return len;
}

static inline unsigned model_count(const struct model_answer *const *told, size_t len, int64_t now,
                                   int64_t grace)
{
    unsigned count = 0;
    for (size_t i = 0; i < len; i++)
        count += model_within(told[i], now, grace);
    return count;
}

static inline const struct model_answer *model_newest(const struct model_answer *const *told,
                                                      size_t len, int64_t now, int64_t grace)
{
    for (size_t i = 0; i < len; i++)
        if (model_within(told[i], now, grace))
            return told[i];
    return NULL;
}

/* One name for all, or one told just now and all others long ago. */
static inline const struct model_answer *model_agreed(const struct model_answer *const *told,
                                                      size_t len, int64_t now, int64_t grace)
{
    const struct model_answer *best = model_newest(told, len, now, grace);
    if (!best || model_count(told, len, now, grace) == 1)
        return best;
    if (now - best->time > AM_MEMORY_PROMPT_NS)
        return NULL;
    for (size_t i = 0; i < len; i++)
        if (told[i] != best && model_within(told[i], now, grace) &&
            now - told[i]->time <= AM_MEMORY_OLD_NS)
            return NULL;
    return best;
}

static inline struct model_name model_say(const struct model_answer *a,
                                          const struct model_answer *const *told, size_t len,
                                          int64_t now, enum am_evidence evidence)
{
    unsigned others = model_count(told, len, now, 0) - model_within(a, now, 0);
    return (struct model_name){.name = a->name,
                               .time = a->time,
                               .evidence = evidence,
                               .live = now - a->time <= model_ttl(a),
                               .shared = others > 0};
}

static inline struct model_name model_find(const struct model *m, unsigned device, unsigned address,
                                           int64_t now)
{
    const struct model_answer *own[AM_MEMORY_NAMES];
    const struct model_answer *any[AM_MEMORY_NAMES];
    size_t own_len = model_recall(m, device, address, now, own);
    size_t any_len = model_recall(m, 0, address, now, any);
    const struct model_answer *a = model_newest(own, own_len, now, 0);
    if (a)
        return model_say(a, own, own_len, now, AM_EVIDENCE_DNS);
    if ((a = model_agreed(any, any_len, now, 0))) {
        enum am_evidence evidence = AM_EVIDENCE_DNS_OTHER;
        for (size_t i = 0; i < own_len; i++)
            if (own[i]->name == a->name && model_within(own[i], now, AM_MEMORY_GRACE_NS))
                evidence = AM_EVIDENCE_DNS;
        return model_say(a, any, any_len, now, evidence);
    }
    if ((a = model_newest(own, own_len, now, AM_MEMORY_GRACE_NS)))
        return model_say(a, own, own_len, now, AM_EVIDENCE_DNS);
    if ((a = model_agreed(any, any_len, now, AM_MEMORY_GRACE_OTHER_NS)))
        return model_say(a, any, any_len, now, AM_EVIDENCE_DNS_OTHER);
    return (struct model_name){.evidence = AM_EVIDENCE_NONE};
}

/* The public name of a name's key, as the device was told last; 0: none. */
static inline unsigned model_key(const struct model *m, unsigned device, unsigned name, int64_t now)
{
    for (size_t i = m->len; i-- > 0;) {
        const struct model_answer *a = &m->at[i];
        if (a->device != device || a->name != name || !a->service)
            continue;
        bool counts = now - a->time <= model_ttl(a) + AM_MEMORY_GRACE_NS &&
                      a->time <= now + AM_MEMORY_EARLY_NS;
        return counts ? a->outer : 0;
    }
    return 0;
}

static inline struct model_name model_find_hidden(const struct model *m, unsigned device,
                                                  unsigned address, int64_t now, unsigned outer)
{
    const struct model_answer *own[AM_MEMORY_NAMES];
    const struct model_answer *fit[AM_MEMORY_NAMES];
    size_t own_len = model_recall(m, device, address, now, own);
    size_t fit_len = 0;
    bool any_key = false;
    bool fitting_key = false;
    for (size_t i = 0; i < own_len; i++) {
        unsigned key = model_key(m, device, own[i]->name, now);
        bool counts = model_within(own[i], now, AM_MEMORY_GRACE_NS);
        any_key |= counts && key != 0;
        fitting_key |= counts && key != 0 && key == outer;
    }
    for (size_t i = 0; i < own_len; i++) {
        unsigned key = model_key(m, device, own[i]->name, now);
        bool fits = fitting_key ? key == outer : own[i]->name != outer && (!any_key || !outer);
        if (fits && model_within(own[i], now, AM_MEMORY_GRACE_NS))
            fit[fit_len++] = own[i];
    }
    const struct model_answer *a = model_newest(fit, fit_len, now, 0);
    if (!a)
        a = model_newest(fit, fit_len, now, AM_MEMORY_GRACE_NS);
    if (!a)
        return (struct model_name){.evidence = AM_EVIDENCE_NONE};
    struct model_name said = model_say(a, fit, fit_len, now, AM_EVIDENCE_ECH_DNS);
    said.key = fitting_key;
    return said;
}

/* --- both at once --- */

struct both {
    struct model model;
    struct am_labels *labels;
    struct am_memory *memory;
};

static inline void both_begin(struct both *b)
{
    b->model.len = 0;
    b->labels = am_labels_new();
    b->memory = am_memory_new(b->labels);
    if (!b->memory)
        abort();
}

static inline void both_end(struct both *b)
{
    am_memory_free(b->memory);
    am_labels_free(b->labels);
}

static inline struct am_address model_address(uint8_t net, unsigned number)
{
    return am_address_v4((uint8_t[]){net, 0, (uint8_t)(number >> 8), (uint8_t)number});
}

static inline const char *model_text(unsigned name)
{
    static char text[2][32];
    static unsigned turn;
    turn ^= 1;
    (void)snprintf(text[turn], sizeof text[turn], "n%u.example", name);
    return text[turn];
}

static inline void both_learn(struct both *b, const struct model_answer *a)
{
    if (b->model.len == MODEL_MAX)
        return;
    b->model.at[b->model.len++] = *a;
    struct am_address device = model_address(10, a->device);
    struct am_address address = model_address(203, a->address);
    struct am_dns_answer answer = {
        .question = model_text(a->name),
        .type = a->service ? 65 : 1,
        .addresses = &address,
        .addresses_len = a->address > 0,
        .ttl = a->ttl,
        .ech_public = a->service && a->outer ? model_text(a->outer) : NULL,
    };
    am_memory_add(b->memory, &device, &answer, a->time);
}

static inline bool model_same(const struct model_name *said, bool found,
                              const struct am_memory_name *out)
{
    if (!found || said->name == 0)
        return !found && said->name == 0;
    return strcmp(am_label_text(out->name), model_text(said->name)) == 0 &&
           out->time == said->time && out->evidence == said->evidence && out->live == said->live &&
           out->shared == said->shared && out->key == said->key;
}

/* Whether both say the same of an address, seen openly and behind `outer` (0: no outer name). */
static inline bool both_agree(struct both *b, unsigned device, unsigned address, int64_t now,
                              unsigned outer)
{
    struct am_address from = model_address(10, device);
    struct am_address to = model_address(203, address);
    struct am_memory_name out;
    struct model_name said = model_find(&b->model, device, address, now);
    if (!model_same(&said, am_memory_find(b->memory, &from, &to, now, &out), &out))
        return false;
    said = model_find_hidden(&b->model, device, address, now, outer);
    return model_same(
        &said,
        am_memory_find_hidden(b->memory, &from, &to, now, outer ? model_text(outer) : NULL, &out),
        &out);
}

#endif
