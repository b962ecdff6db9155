/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "templates/values.h"

#include <assert.h>
#include <string.h>

void am_values_init(struct am_values *v, struct am_pool *pool)
{
    *v = (struct am_values){.pool = pool};
}

static const char *copy(struct am_values *v, const char *text)
{
    return text && text[0] ? am_pool_text(v->pool, text, strlen(text)) : NULL;
}

static struct am_value *add(struct am_values *v, const char *name, const char *text)
{
    struct am_value *value = am_pool_take(v->pool, 1, sizeof *value);
    if (!value)
        return NULL;
    *value = (struct am_value){.next = v->first, .name = name, .text = copy(v, text), .share = -1};
    v->first = value;
    return value;
}

void am_values_text(struct am_values *v, const char *name, const char *text)
{
    (void)add(v, name, text);
}

void am_values_name(struct am_values *v, const char *name, const char *text, const char *instead)
{
    struct am_value *value = add(v, name, text);
    if (value)
        value->instead = copy(v, instead);
}

void am_values_link(struct am_values *v, const char *name, const char *text)
{
    struct am_value *value = add(v, name, text);
    if (value)
        value->look = AM_VALUE_LINK;
}

void am_values_share(struct am_values *v, const char *name, const char *text, double share)
{
    struct am_value *value = add(v, name, text);
    if (value)
        value->share = share;
}

struct am_values *am_values_list(struct am_values *v, const char *name, const char *text,
                                 size_t count)
{
    assert(count <= AM_VALUES_ITEMS);
    struct am_value *value = add(v, name, text);
    struct am_values *items = value ? am_pool_take(v->pool, count, sizeof *items) : NULL;
    if (!items || count == 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        am_values_init(&items[i], v->pool);
    value->items = items;
    value->count = count;
    return items;
}

const struct am_value *am_values_find(const struct am_values *v, const char *name, size_t len)
{
    for (const struct am_value *value = v->first; value; value = value->next)
        if (strlen(value->name) == len && memcmp(value->name, name, len) == 0)
            return value;
    return NULL;
}

/* "LIST-K-NAME" taken apart; false for what is not of this form. The last number that has something
 * on both sides is K: names of lists may hold one ("lost-1"), those of items do not. */
struct numbered {
    size_t list, item; /* how long LIST is, where NAME begins */
    size_t number;
};
static bool take_apart(const char *name, size_t len, struct numbered *out)
{
    for (size_t end = len; end > 2; end--) {
        if (name[end - 1] != '-')
            continue;
        size_t begin = end - 1;
        size_t number = 0;
        size_t unit = 1;
        while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9' && unit <= 100) {
            number += unit * (size_t)(name[--begin] - '0');
            unit *= 10;
        }
        if (unit > 1 && begin > 1 && name[begin - 1] == '-' && end < len && number >= 1 &&
            number <= AM_VALUES_NUMBER) {
            *out = (struct numbered){.list = begin - 1, .item = end, .number = number};
            return true;
        }
    }
    return false;
}

const struct am_value *am_values_reach(const struct am_values *v, const char *name, size_t len)
{
    struct numbered n;
    const struct am_value *value = am_values_find(v, name, len);
    if (value || !take_apart(name, len, &n))
        return value;
    const struct am_value *list = am_values_find(v, name, n.list);
    return list && n.number <= list->count
               ? am_values_find(&list->items[n.number - 1], name + n.item, len - n.item)
               : NULL;
}

static const struct am_value_names *row(const struct am_value_names *names, const char *name,
                                        size_t len)
{
    for (; names && names->name; names++)
        if (strlen(names->name) == len && memcmp(names->name, name, len) == 0)
            return names;
    return NULL;
}

const struct am_value_names *am_value_names_find(const struct am_value_names *names,
                                                 const char *name, size_t len)
{
    struct numbered n;
    const struct am_value_names *found = row(names, name, len);
    if (found || !take_apart(name, len, &n))
        return found;
    const struct am_value_names *list = row(names, name, n.list);
    return list && list->items ? row(list->items, name + n.item, len - n.item) : NULL;
}
