/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define HASH_NONFATAL_OOM              1
#define HASH_FUNCTION(key, len, value) (value) = (unsigned)am_hash_bytes((key), (len))
#include <uthash.h>

struct am_label {
    UT_hash_handle hh;
    uint32_t holders, len;
    char text[];
};

struct am_labels {
    struct am_label *table;
};

struct am_labels *am_labels_new(void)
{
    return calloc(1, sizeof(struct am_labels));
}

void am_labels_free(struct am_labels *labels)
{
    if (!labels)
        return;
    struct am_label *label;
    struct am_label *next;
    HASH_ITER(hh, labels->table, label, next)
    {
        HASH_DEL(labels->table, label);
        free(label);
    }
    free(labels);
}

struct am_label *am_labels_hold(struct am_labels *labels, const char *text, size_t len)
{
    struct am_label *label = NULL;
    unsigned value = (unsigned)am_hash_bytes(text, len);
    HASH_FIND_BYHASHVALUE(hh, labels->table, text, len, value, label);
    if (label) {
        label->holders++;
        return label;
    }
    label = calloc(1, sizeof *label + len + 1);
    if (!label)
        return NULL;
    memcpy(label->text, text, len);
    label->len = (uint32_t)len;
    label->holders = 1;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, labels->table, label->text, len, value, label);
    if (!label->hh.tbl) { /* no memory for the table: the label was not added */
        free(label);
        return NULL;
    }
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
    HASH_DEL(labels->table, label);
    free(label);
}

const char *am_label_text(const struct am_label *label)
{
    return label ? label->text : NULL;
}
