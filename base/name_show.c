/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/name_show.h"

#include <idn2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base/utf8.h"

/* Sets of scripts that one word may be written in; Common and Inherited go with all. */
enum {
    LATIN = 1,
    HAN = 2,
    KANA = 4,
    HANGUL = 8,
    BOPOMOFO = 16,
    CYRILLIC = 32,
    GREEK = 64,
    OTHER = 128
};
static const unsigned together[] = {LATIN,    HAN | KANA, HAN | HANGUL, HAN | BOPOMOFO,
                                    CYRILLIC, GREEK,      OTHER};

static const struct {
    const char *script;
    unsigned bit;
} scripts[] = {
    {"Latin", LATIN},   {"Han", HAN},           {"Hiragana", KANA},     {"Katakana", KANA},
    {"Hangul", HANGUL}, {"Bopomofo", BOPOMOFO}, {"Cyrillic", CYRILLIC}, {"Greek", GREEK},
};

/* Small Cyrillic and Greek letters that look like Latin ones (Unicode's confusables.txt). */
static const uint32_t look_alikes[] = {
    0x430, 0x435, 0x43e, 0x440, 0x441, 0x443, 0x445, 0x455, 0x456, 0x458, 0x4bb, 0x4cf, 0x501,
    0x51b, 0x51d, 0x475, 0x493, 0x3b1, 0x3b9, 0x3bd, 0x3bf, 0x3c1, 0x3c3, 0x3c5, 0x3f2, 0x3f3,
};

static bool looks_latin(uint32_t code)
{
    for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++)
        if (look_alikes[i] == code)
            return true;
    return code < 0x80; /* a digit, a hyphen */
}

static unsigned script_of(uint32_t code, const uc_script_t **other)
{
    const uc_script_t *script = uc_script(code);
    if (!script || strcmp(script->name, "Common") == 0 || strcmp(script->name, "Inherited") == 0)
        return 0;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(script->name, scripts[i].script) == 0)
            return scripts[i].bit;
    if (*other && *other != script)
        return OTHER | LATIN; /* two of the others: no set has both */
    *other = script;
    return OTHER;
}

static bool is_safe(const char *label)
{
    struct am_bytes bytes = {.at = (const uint8_t *)label, .len = strlen(label)};
    struct am_reader r = am_reader_over(bytes, false);
    const uc_script_t *other = NULL;
    unsigned used = 0;
    bool all_alike = true;
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        if (code == AM_UTF8_REPLACEMENT || !am_utf8_is_inert(code))
            return false;
        used |= script_of(code, &other);
        all_alike = all_alike && looks_latin(code);
    }
    if (all_alike && (used & (CYRILLIC | GREEK)))
        return false;
    for (size_t i = 0; i < sizeof together / sizeof *together; i++)
        if ((used & together[i]) == used)
            return true;
    return false;
}

/* The label in Unicode, or NULL; the caller frees. */
static char *decode(const char *label)
{
    char *shown = NULL;
    uint8_t *back = NULL;
    if (idn2_to_unicode_8z8z(label, &shown, 0) != IDN2_OK || !shown)
        return NULL;
    bool same = idn2_lookup_u8((const uint8_t *)shown, &back, IDN2_NONTRANSITIONAL) == IDN2_OK &&
                strcmp((const char *)back, label) == 0;
    idn2_free(back);
    if (same && strcmp(shown, label) != 0 && is_safe(shown))
        return shown;
    idn2_free(shown);
    return NULL;
}

bool am_name_show(const char *name, char out[AM_NAME_SHOWN_SIZE])
{
    size_t len = 0;
    bool changed = false;
    out[0] = '\0';
    for (const char *at = name; at; at = am_name_parent(at)) {
        char label[64];
        size_t size = strcspn(at, ".");
        if (size >= sizeof label)
            break;
        memcpy(label, at, size);
        label[size] = '\0';
        char *shown = strncmp(label, "xn--", 4) == 0 ? decode(label) : NULL;
        const char *text = shown ? shown : label;
        int n = snprintf(out + len, AM_NAME_SHOWN_SIZE - len, "%s%s", len > 0 ? "." : "", text);
        changed = changed || shown;
        idn2_free(shown);
        if (n < 0 || (size_t)n >= AM_NAME_SHOWN_SIZE - len) /* can't be: 4 bytes a character */
            break;
        len += (size_t)n;
    }
    if (!changed)
        (void)snprintf(out, AM_NAME_SHOWN_SIZE, "%s", name);
    return changed;
}

/* One label as it goes over the wire, appended; false where it can't. */
static bool encode(const char *label, char out[AM_NAME_SIZE], size_t *len)
{
    uint8_t *ascii = NULL;
    bool plain = true;
    for (const char *c = label; *c; c++)
        plain = plain && (unsigned char)*c < 0x80;
    if (!plain && idn2_lookup_u8((const uint8_t *)label, &ascii,
                                 IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK)
        return false;
    int n = snprintf(out + *len, AM_NAME_SIZE - *len, "%s%s", *len > 0 ? "." : "",
                     plain ? label : (const char *)ascii);
    idn2_free(ascii);
    bool fits = n > 0 && (size_t)n < AM_NAME_SIZE - *len;
    *len += fits ? (size_t)n : 0;
    return fits;
}

/* Label by label: one that can't be shown stands as it is among others that are. */
enum am_status am_name_from_text(struct am_bytes text, char out[AM_NAME_SIZE])
{
    char typed[AM_NAME_SHOWN_SIZE];
    char name[AM_NAME_SIZE] = "";
    size_t len = 0;
    if (am_name_clean(text, out) == AM_OK)
        return AM_OK;
    if (text.len == 0 || text.len >= sizeof typed || memchr(text.at, 0, text.len))
        return AM_E_MALFORMED;
    memcpy(typed, text.at, text.len);
    typed[text.len] = '\0';
    for (char *at = typed; at;) {
        char *dot = strchr(at, '.');
        if (dot)
            *dot = '\0';
        if (!encode(at, name, &len))
            return AM_E_MALFORMED;
        at = dot && dot[1] ? dot + 1 : NULL; /* a dot at the end is none */
    }
    return am_name_clean((struct am_bytes){.at = (const uint8_t *)name, .len = len}, out);
}
