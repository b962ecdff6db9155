/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/html.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static const struct {
    uint32_t code;
    const char *entity;
} entities[] = {
    {'&', "&amp;"},  {'<', "&lt;"},  {'>', "&gt;"},  {'"', "&quot;"},
    {'\'', "&#39;"}, {'`', "&#96;"}, {'=', "&#61;"},
};

static const char *entity_of(uint32_t code)
{
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (entities[i].code == code)
            return entities[i].entity;
    return NULL;
}

static void escape(struct am_text *out, const char *text)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        const char *entity = entity_of(code);
        if (entity)
            am_text_add(out, entity);
        else
            am_utf8_add(out, am_utf8_is_inert(code) ? code : AM_UTF8_REPLACEMENT);
    }
}

static void fail(struct am_html *h)
{
    if (h->status == AM_OK)
        h->status = AM_E_USAGE;
}

static void end_tag(struct am_html *h)
{
    if (h->in_tag)
        am_text_add(h->out, ">");
    h->in_tag = false;
}

void am_html_init_piece(struct am_html *h, struct am_text *out)
{
    *h = (struct am_html){.out = out};
}

void am_html_init(struct am_html *h, struct am_text *out)
{
    am_html_init_piece(h, out);
    am_text_add(out, "<!DOCTYPE html>\n");
}

static void start_tag(struct am_html *h, const char *element)
{
    end_tag(h);
    am_text_add(h->out, "<");
    am_text_add(h->out, element);
    h->in_tag = true;
}

/* A line break before blocks keeps the page readable as text; inside a line it would add a space.
 */
static const char *const blocks[] = {
    "head",    "body",    "main",    "section", "header", "footer", "nav",   "h1",     "h2",
    "h3",      "p",       "ul",      "ol",      "li",     "dl",     "dt",    "dd",     "table",
    "tbody",   "thead",   "tr",      "div",     "meta",   "title",  "style", "figure", "caption",
    "details", "summary", "article", "script",  "path",   "rect",   "text"};

static bool is_block(const char *element)
{
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (strcmp(blocks[i], element) == 0)
            return true;
    return false;
}

void am_html_open(struct am_html *h, const char *element)
{
    if (h->depth == AM_HTML_DEPTH_MAX) {
        fail(h);
        return;
    }
    end_tag(h);
    if (is_block(element))
        am_text_add(h->out, "\n");
    start_tag(h, element);
    h->open[h->depth++] = element;
}

void am_html_void(struct am_html *h, const char *element)
{
    end_tag(h);
    if (is_block(element))
        am_text_add(h->out, "\n");
    start_tag(h, element);
}

static bool is_safe_link(const char *value)
{
    return value[0] == '#' || strncmp(value, "./", 2) == 0 || strncmp(value, "../", 3) == 0 ||
           strncasecmp(value, "https://", 8) == 0 || strncasecmp(value, "http://", 7) == 0;
}

void am_html_attribute(struct am_html *h, const char *name, const char *value)
{
    if (!h->in_tag) {
        fail(h);
        return;
    }
    bool link = strcmp(name, "href") == 0 || strcmp(name, "src") == 0;
    am_text_add(h->out, " ");
    am_text_add(h->out, name);
    am_text_add(h->out, "=\"");
    escape(h->out, link && !is_safe_link(value) ? "#" : value);
    am_text_add(h->out, "\"");
}

void am_html_text(struct am_html *h, const char *text)
{
    end_tag(h);
    escape(h->out, text);
}

void am_html_close(struct am_html *h, const char *element)
{
    if (strcmp(element, "img") == 0 && h->depth > 0 && strcmp(h->open[h->depth - 1], "img") == 0) {
        h->depth--; /* it has no end */
        end_tag(h);
        return;
    }
    if (h->depth == 0 || strcmp(h->open[h->depth - 1], element) != 0) {
        fail(h);
        return;
    }
    h->depth--;
    end_tag(h);
    am_text_add(h->out, "</");
    am_text_add(h->out, element);
    am_text_add(h->out, ">");
}

void am_html_element(struct am_html *h, const char *element, const char *class_, const char *text)
{
    am_html_open(h, element);
    if (class_)
        am_html_attribute(h, "class", class_);
    am_html_text(h, text);
    am_html_close(h, element);
}

static void verbatim(struct am_html *h, const char *element, const char *text)
{
    if (strstr(text, "</") || strstr(text, "<!--")) {
        fail(h);
        return;
    }
    am_html_open(h, element);
    end_tag(h);
    am_text_add(h->out, text);
    am_html_close(h, element);
}

void am_html_style(struct am_html *h, const char *css)
{
    verbatim(h, "style", css);
}

void am_html_script(struct am_html *h, const char *script)
{
    verbatim(h, "script", script);
}

/* RFC 4648, 4 */
static void add_base64(struct am_text *out, struct am_bytes bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t three = (uint32_t)bytes.at[i] << 16;
        if (left > 1)
            three |= (uint32_t)bytes.at[i + 1] << 8;
        if (left > 2)
            three |= bytes.at[i + 2];
        char four[] = {digits[three >> 18 & 63], digits[three >> 12 & 63], digits[three >> 6 & 63],
                       digits[three & 63]};
        if (left < 3)
            four[3] = '=';
        if (left < 2)
            four[2] = '=';
        am_text_add_len(out, four, sizeof four);
    }
}

void am_html_picture(struct am_html *h, const char *element, const char *type,
                     struct am_bytes bytes)
{
    am_html_open(h, element);
    am_text_add(h->out, strcmp(element, "img") == 0 ? " src=\"data:" : " href=\"data:");
    am_text_add(h->out, type);
    am_text_add(h->out, ";base64,");
    add_base64(h->out, bytes);
    am_text_add(h->out, "\"");
}

enum am_status am_html_status(const struct am_html *h)
{
    if (h->status != AM_OK)
        return h->status;
    return h->depth > 0 || h->in_tag ? AM_E_USAGE : am_text_status(h->out);
}
