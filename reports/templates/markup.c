/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "templates/markup.h"

#include <cmark.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "assets.h"
#include "base/html.h"

#define BLANK_LEAST 4 /* underscores that are a line to write on */
#define TITLE_MAX   300

/* What stands in an element each; the others are inside of it, or text. */
static const char *element_of(cmark_node *node)
{
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    int level = cmark_node_get_heading_level(node);
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        return "blockquote";
    case CMARK_NODE_LIST:
        return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol" : "ul";
    case CMARK_NODE_ITEM:
        return "li";
    case CMARK_NODE_PARAGRAPH: {
        cmark_node *list = cmark_node_parent(cmark_node_parent(node));
        return list && cmark_node_get_list_tight(list) ? NULL : "p";
    }
    case CMARK_NODE_HEADING:
        return level >= 1 && level <= 6 ? headings[level - 1] : "p";
    case CMARK_NODE_EMPH:
        return "em";
    case CMARK_NODE_STRONG:
        return "strong";
    case CMARK_NODE_LINK: /* of mail: text alone */
        return strncmp(cmark_node_get_url(node), "mailto:", 7) == 0 ? NULL : "a";
    default:
        return NULL;
    }
}

/* Without the marks that a page does not take: soft hyphens. */
static void plain(struct am_html *h, const char *text, size_t len)
{
    struct am_text kept;
    am_text_init(&kept, AM_MARKUP_BYTES);
    for (size_t i = 0; i < len;) {
        if (len - i > 1 && memcmp(text + i, "\xc2\xad", 2) == 0) {
            i += 2;
            continue;
        }
        am_text_add_len(&kept, text + i, 1);
        i++;
    }
    if (kept.len > 0)
        am_html_text(h, kept.at);
    am_text_done(&kept);
}

/* Lines to write on become such. */
static void text_of(struct am_html *h, const char *text)
{
    while (*text) {
        const char *line = strstr(text, "____");
        size_t before = line ? (size_t)(line - text) : strlen(text);
        plain(h, text, before);
        text += before;
        if (line) {
            char width[32];
            size_t len = strspn(text, "_");
            (void)snprintf(width, sizeof width, "blank%s",
                           len > (size_t)6 * BLANK_LEAST ? " long" : "");
            am_html_element(h, "span", width, "");
            text += len;
        }
    }
}

static bool begins_item(cmark_node *text)
{
    cmark_node *paragraph = cmark_node_parent(text);
    cmark_node *item = paragraph ? cmark_node_parent(paragraph) : NULL;
    return item && cmark_node_get_type(item) == CMARK_NODE_ITEM && !cmark_node_previous(text) &&
           !cmark_node_previous(paragraph);
}

static void code_block(struct am_html *h, const char *text)
{
    am_html_open(h, "pre");
    while (*text) {
        size_t len = strcspn(text, "\n");
        plain(h, text, len);
        text += len + (text[len] == '\n');
        if (*text)
            am_html_void(h, "br");
    }
    am_html_close(h, "pre");
}

static void leaf(struct am_html *h, cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        if (text && strncmp(text, "[ ] ", 4) == 0 && begins_item(node)) {
            am_html_element(h, "span", "box", "☐");
            text += 4;
            am_html_text(h, " ");
        }
        text_of(h, text ? text : "");
        return;
    case CMARK_NODE_SOFTBREAK:
        am_html_text(h, " ");
        return;
    case CMARK_NODE_LINEBREAK:
        am_html_void(h, "br");
        return;
    case CMARK_NODE_THEMATIC_BREAK:
        am_html_void(h, "hr");
        return;
    case CMARK_NODE_CODE:
        am_html_element(h, "code", NULL, text ? text : "");
        return;
    case CMARK_NODE_CODE_BLOCK:
        code_block(h, text ? text : "");
        return;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
        am_html_text(h, text ? text : "");
        return;
    default:
        return;
    }
}

static void enter(struct am_html *h, cmark_node *node, const char *element)
{
    char start[16];
    am_html_open(h, element);
    if (strcmp(element, "a") == 0) {
        am_html_attribute(h, "href", cmark_node_get_url(node));
        am_html_attribute(h, "rel", "noreferrer external");
    }
    if (strcmp(element, "ol") == 0 && cmark_node_get_list_start(node) > 1) {
        (void)snprintf(start, sizeof start, "%d", cmark_node_get_list_start(node));
        am_html_attribute(h, "start", start);
    }
}

static void body(struct am_html *h, cmark_node *root)
{
    cmark_iter *at = cmark_iter_new(root);
    for (cmark_event_type event = cmark_iter_next(at); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(at)) {
        cmark_node *node = cmark_iter_get_node(at);
        const char *element = element_of(node);
        if (element && event == CMARK_EVENT_ENTER)
            enter(h, node, element);
        else if (element)
            am_html_close(h, element);
        else if (event == CMARK_EVENT_ENTER)
            leaf(h, node);
    }
    cmark_iter_free(at);
}

/* The text of the first heading. */
static void title_of(cmark_node *root, struct am_text *out)
{
    cmark_iter *at = cmark_iter_new(root);
    bool inside = false;
    for (cmark_event_type event = cmark_iter_next(at); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(at)) {
        cmark_node *node = cmark_iter_get_node(at);
        const char *text = cmark_node_get_literal(node);
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
            inside = event == CMARK_EVENT_ENTER;
        else if (inside && text)
            am_text_add(out, text);
        if (out->len > 0 && !inside)
            break;
    }
    cmark_iter_free(at);
}

static void meta(struct am_html *h, const char *name, const char *content)
{
    am_html_void(h, "meta");
    am_html_attribute(h, "name", name);
    am_html_attribute(h, "content", content);
}

/* The page may apply this style, and nothing else. */
static void head(struct am_html *h, const char *title)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char base64[64];
    char policy[200];
    (void)crypto_hash_sha256(digest, (const unsigned char *)am_asset_sheet_css,
                             strlen(am_asset_sheet_css));
    (void)sodium_bin2base64(base64, sizeof base64, digest, sizeof digest,
                            sodium_base64_VARIANT_ORIGINAL);
    (void)snprintf(policy, sizeof policy,
                   "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'",
                   base64);
    am_html_open(h, "head");
    am_html_void(h, "meta");
    am_html_attribute(h, "charset", "utf-8");
    am_html_void(h, "meta");
    am_html_attribute(h, "http-equiv", "Content-Security-Policy");
    am_html_attribute(h, "content", policy);
    meta(h, "viewport", "width=device-width, initial-scale=1");
    meta(h, "referrer", "no-referrer");
    meta(h, "color-scheme", "light dark");
    am_html_element(h, "title", NULL, title);
    am_html_style(h, am_asset_sheet_css);
    am_html_close(h, "head");
}

enum am_status am_markup_page(const char *markdown, const char *title, enum am_language language,
                              struct am_text *out)
{
    struct am_html h;
    struct am_text heading;
    size_t len = strlen(markdown);
    if (len > AM_MARKUP_BYTES)
        return AM_E_LIMIT;
    cmark_node *root = cmark_parse_document(markdown, len, CMARK_OPT_DEFAULT);
    cmark_consolidate_text_nodes(root);
    am_text_init(&heading, TITLE_MAX);
    title_of(root, &heading);
    am_html_init(&h, out);
    am_html_open(&h, "html");
    am_html_attribute(&h, "lang", am_language_code(language));
    head(&h, heading.len > 0 ? heading.at : title);
    am_html_open(&h, "body");
    am_html_open(&h, "main");
    body(&h, root);
    am_html_close(&h, "main");
    am_html_close(&h, "body");
    am_html_close(&h, "html");
    am_text_add(out, "\n");
    am_text_done(&heading);
    cmark_node_free(root);
    return am_html_status(&h);
}
