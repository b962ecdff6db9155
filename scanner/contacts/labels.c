/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

struct am_label {
    uint32_t holders, place, hash, len;
    char text[];
};

struct am_labels {
    struct am_label **at; /* NULL where one was dropped */
    uint32_t len, size;
    uint32_t *unused; /* places to take again */
    uint32_t unused_len, unused_size;
    struct am_table by_text;
};

struct am_labels *am_labels_new(void)
{
    return calloc(1, sizeof(struct am_labels));
}

void am_labels_free(struct am_labels *labels)
{
    if (!labels)
        return;
    for (uint32_t i = 0; i < labels->len; i++)
        free(labels->at[i]);
    free(labels->at);
    free(labels->unused);
    am_table_done(&labels->by_text);
    free(labels);
}

static struct am_label *find(const struct am_labels *labels, const char *text, size_t len,
                             uint32_t hash)
{
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&labels->by_text, hash, &at)) != AM_TABLE_NONE;) {
        struct am_label *label = labels->at[i];
        if (label->len == len && memcmp(label->text, text, len) == 0)
            return label;
    }
    return NULL;
}

/* A free place, one that was used before if there is one. Room to give it back is made here, so
 * that dropping a label can't fail. */
static bool take_place(struct am_labels *labels, uint32_t *place)
{
    if (labels->unused_len > 0) {
        *place = labels->unused[--labels->unused_len];
        return true;
    }
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is what is meant */
    struct am_label **at = am_array_room(labels->at, labels->len, &labels->size, sizeof *at);
    if (!at)
        return false;
    labels->at = at;
    uint32_t *unused =
        am_array_room(labels->unused, labels->len, &labels->unused_size, sizeof *unused);
    if (!unused)
        return false;
    labels->unused = unused;
    *place = labels->len;
    labels->at[labels->len++] = NULL;
    return true;
}

struct am_label *am_labels_hold(struct am_labels *labels, const char *text, size_t len)
{
    uint32_t hash = am_table_hash(text, len);
    struct am_label *label = find(labels, text, len, hash);
    if (label) {
        label->holders++;
        return label;
    }
    uint32_t place;
    if (len > UINT32_MAX / 2 || !(label = malloc(sizeof *label + len + 1)))
        return NULL;
    if (!take_place(labels, &place)) {
        free(label);
        return NULL;
    }
    if (!am_table_add(&labels->by_text, hash, place)) {
        labels->unused[labels->unused_len++] = place;
        free(label);
        return NULL;
    }
    *label = (struct am_label){.holders = 1, .place = place, .hash = hash, .len = (uint32_t)len};
    memcpy(label->text, text, len);
    label->text[len] = '\0';
    labels->at[place] = label;
    return label;
}

struct am_label *am_label_again(struct am_label *label)
{
    if (label)
        label->holders++;
    return label;
}

void am_labels_drop(struct am_labels *labels, struct am_label *label)
{
    if (!label || --label->holders > 0)
        return;
    am_table_remove(&labels->by_text, label->hash, label->place);
    labels->unused[labels->unused_len++] = label->place;
    labels->at[label->place] = NULL;
    free(label);
}

const char *am_label_text(const struct am_label *label)
{
    return label ? label->text : NULL;
}
