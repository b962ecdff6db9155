/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Input: text, as a name, an address and a prefix.
 *
 * A clean name is clean again and the same, in any case and with a dot after it; each of its
 * parents is one too; an address or prefix that is written reads back the same; what reads as an
 * address is never taken for a name that may be kept. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/name.h"
#include "base/name_show.h"

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_again(const char *name)
{
    char again[AM_NAME_SIZE];
    char loud[AM_NAME_SIZE + 1];
    size_t len = strlen(name);
    must(len > 0 && len <= AM_NAME_MAX);
    for (size_t i = 0; i < len; i++)
        loud[i] = (char)toupper((unsigned char)name[i]);
    loud[len] = '.';
    for (size_t dot = 0; dot < 2; dot++) {
        struct am_bytes raw = {.at = (const uint8_t *)loud, .len = len + dot};
        must(am_name_clean(raw, again) == AM_OK && strcmp(again, name) == 0);
    }
}

static void check_name(struct am_bytes raw)
{
    char name[AM_NAME_SIZE];
    if (am_name_clean(raw, name) != AM_OK)
        return;
    must(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen(name));
    size_t labels = 0;
    for (const char *at = name; at; at = am_name_parent(at), labels++)
        check_again(at);
    must(labels <= 127);
    /* What is shown says the same when it is typed. */
    char shown[AM_NAME_SHOWN_SIZE];
    char typed[AM_NAME_SIZE];
    if (am_name_show(name, shown)) {
        struct am_bytes text = {.at = (const uint8_t *)shown, .len = strlen(shown)};
        must(am_name_from_text(text, typed) == AM_OK && strcmp(typed, name) == 0);
    } else {
        must(strcmp(shown, name) == 0);
    }
    struct am_address address;
    if (am_address_parse(name, &address) == AM_OK)
        must(am_name_is_address(name));
}

static void check_address(const char *text)
{
    struct am_address a;
    struct am_address again;
    char written[AM_ADDRESS_TEXT];
    if (am_address_parse(text, &a) != AM_OK)
        return;
    am_address_write(&a, written);
    must(am_address_parse(written, &again) == AM_OK && am_address_equal(&a, &again));
    must(am_name_is_address(text));
}

static void check_prefix(const char *text)
{
    struct am_prefix p;
    struct am_prefix again;
    char written[AM_PREFIX_TEXT];
    if (am_prefix_parse(text, &p) != AM_OK)
        return;
    must(p.len <= 128 && am_prefix_holds(&p, &p.address));
    struct am_prefix cleared = am_address_prefix(&p.address, p.len);
    must(am_address_equal(&cleared.address, &p.address));
    am_prefix_write(&p, written);
    must(am_prefix_parse(written, &again) == AM_OK && again.len == p.len &&
         am_address_equal(&again.address, &p.address));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    must(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    check_name((struct am_bytes){.at = data, .len = size});
    char read[AM_NAME_SIZE];
    if (am_name_from_text((struct am_bytes){.at = data, .len = size}, read) == AM_OK)
        check_again(read);
    check_address(text);
    check_prefix(text);
    (void)am_name_is_address(text);
    free(text);
    return 0;
}
