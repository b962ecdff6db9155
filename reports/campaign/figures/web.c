/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/web.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

static enum am_status add(struct am_terms *t, const struct am_term *terms, size_t count)
{
    if (t->count >= 2 * AM_WEB_MAX)
        return AM_E_LIMIT;
    void *from = am_array_room(t->from, t->count + 1, &t->count_room, sizeof *t->from);
    if (!from)
        return AM_E_NO_MEMORY;
    t->from = from;
    if (t->count == 0)
        t->from[0] = 0;
    for (size_t i = 0; i < count; i++) {
        void *at = am_array_room(t->at, t->used, &t->room, sizeof *t->at);
        if (!at)
            return AM_E_NO_MEMORY;
        t->at = at;
        t->at[t->used++] = terms[i];
    }
    t->from[++t->count] = t->used;
    return AM_OK;
}

static void done(struct am_terms *t)
{
    free(t->from);
    free(t->at);
    *t = (struct am_terms){0};
}

void am_web_done(struct am_web *w)
{
    done(&w->links);
    done(&w->sums);
    done(&w->links_of);
    done(&w->sums_of);
}

void am_web_init(struct am_web *w, size_t layers)
{
    *w = (struct am_web){.layers = layers, .status = layers > AM_WEB_MAX ? AM_E_LIMIT : AM_OK};
    for (size_t i = 0; i < layers && w->status == AM_OK; i++)
        w->status = add(&w->sums, &(struct am_term){(uint32_t)i, 1}, 1);
}

void am_web_link(struct am_web *w, const struct am_term *terms, size_t count)
{
    if (w->status == AM_OK)
        w->status = add(&w->links, terms, count);
}

size_t am_web_sum(struct am_web *w, const struct am_term *terms, size_t count)
{
    if (w->status == AM_OK)
        w->status = add(&w->sums, terms, count);
    return w->sums.count - 1;
}

/* Which lists each layer is in. */
static enum am_status turn_round(const struct am_terms *t, size_t layers, struct am_terms *out)
{
    out->from = calloc(layers + 2, sizeof *out->from);
    out->at = calloc(t->used + 1u, sizeof *out->at);
    if (!out->from || !out->at)
        return AM_E_NO_MEMORY;
    for (uint32_t i = 0; i < t->used; i++)
        out->from[t->at[i].at + 2]++;
    for (size_t l = 0; l < layers; l++)
        out->from[l + 2] += out->from[l + 1];
    for (uint32_t list = 0; list < t->count; list++)
        for (uint32_t i = t->from[list]; i < t->from[list + 1]; i++)
            out->at[out->from[t->at[i].at + 1]++] = (struct am_term){list, t->at[i].by};
    out->count = (uint32_t)layers;
    out->used = t->used;
    return AM_OK;
}

enum am_status am_web_close(struct am_web *w)
{
    if (w->status == AM_OK && !w->links.from) { /* none is a list of its own */
        w->links.from = calloc(1, sizeof *w->links.from);
        w->status = w->links.from ? AM_OK : AM_E_NO_MEMORY;
    }
    if (w->status == AM_OK)
        w->status = turn_round(&w->links, w->layers, &w->links_of);
    if (w->status == AM_OK)
        w->status = turn_round(&w->sums, w->layers, &w->sums_of);
    return w->status;
}
