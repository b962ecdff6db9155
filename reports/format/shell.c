/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/shell.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "assets.h"
#include "text.h"

#define DIGEST_SIZE 64

static void digest_of(const char *text, char out[DIGEST_SIZE])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
    (void)sodium_bin2base64(out, DIGEST_SIZE, digest, sizeof digest,
                            sodium_base64_VARIANT_ORIGINAL);
}

static bool has_logo(const struct am_shell *shell)
{
    return shell->logo && shell->logo->type;
}

/* Whatever the page holds, it may apply these style sheets, run this one script, and do nothing
 * else. */
static void write_policy(struct am_html *h, const struct am_shell *shell)
{
    char style[AM_SHELL_SHEETS_MAX * (DIGEST_SIZE + 16)] = "";
    char digest[DIGEST_SIZE];
    char policy[512];
    size_t len = 0;
    for (size_t i = 0; i < shell->sheet_count && i < AM_SHELL_SHEETS_MAX; i++) {
        digest_of(shell->sheets[i], digest);
        len += (size_t)snprintf(style + len, sizeof style - len, " 'sha256-%s'", digest);
    }
    digest_of(am_asset_report_js, digest);
    (void)snprintf(policy, sizeof policy,
                   "default-src 'none'; style-src%s; script-src 'sha256-%s'; "
                   "%sbase-uri 'none'; form-action 'none'",
                   style, digest, has_logo(shell) ? "img-src data:; " : "");
    am_html_void(h, "meta");
    am_html_attribute(h, "http-equiv", "Content-Security-Policy");
    am_html_attribute(h, "content", policy);
}

static void meta(struct am_html *h, const char *name, const char *content)
{
    am_html_void(h, "meta");
    am_html_attribute(h, "name", name);
    am_html_attribute(h, "content", content);
}

static void write_head(struct am_page *p, const struct am_shell *shell)
{
    struct am_html *h = &p->html;
    const char *title = shell->title;
    if (shell->owner)
        title = AM_SAY(p->speech, "{1} – {2}", shell->owner, title);
    am_html_open(h, "head");
    am_html_void(h, "meta");
    am_html_attribute(h, "charset", "utf-8");
    write_policy(h, shell);
    meta(h, "viewport", "width=device-width, initial-scale=1");
    meta(h, "referrer", "no-referrer");
    meta(h, "color-scheme", "light dark");
    meta(h, "generator", "amarra " AMARRA_VERSION);
    am_html_element(h, "title", NULL, title);
    for (size_t i = 0; i < shell->sheet_count && i < AM_SHELL_SHEETS_MAX; i++)
        am_html_style(h, shell->sheets[i]);
    am_html_close(h, "head");
}

/* Not <nav>: that is the page's own contents, which the script knows by it. */
static void write_links(struct am_html *h, const char *class_, const struct am_shell_links *links)
{
    if (links->count == 0)
        return;
    am_html_open(h, "div");
    am_html_attribute(h, "class", class_);
    am_html_attribute(h, "role", "navigation");
    am_html_attribute(h, "aria-label", links->label);
    am_html_open(h, "ul");
    for (size_t i = 0; i < links->count; i++) {
        const struct am_shell_link *link = &links->at[i];
        am_html_open(h, "li");
        am_html_open(h, "a");
        if (link->here)
            am_html_attribute(h, "aria-current", "page");
        else
            am_html_attribute(h, "href", link->href);
        if (link->lang) {
            am_html_attribute(h, "lang", link->lang);
            am_html_attribute(h, "hreflang", link->lang);
        }
        am_html_text(h, link->text);
        am_html_close(h, "a");
        am_html_close(h, "li");
    }
    am_html_close(h, "ul");
    am_html_close(h, "div");
}

static void write_header(struct am_page *p, const struct am_shell *shell)
{
    struct am_html *h = &p->html;
    am_html_open(h, "header");
    write_links(h, "languages", &shell->languages);
    if (has_logo(shell)) { /* the name beside it is its text */
        am_html_picture(h, "img", shell->logo->type, shell->logo->bytes);
        am_html_attribute(h, "class", "logo");
        am_html_attribute(h, "alt", "");
        am_html_close(h, "img");
    }
    if (shell->owner) {
        am_html_open(h, "p");
        am_html_attribute(h, "class", "organization");
        am_page_foreign(p, NULL, shell->owner);
        am_html_close(h, "p");
    }
    am_html_element(h, "h1", NULL, shell->title);
    am_page_paragraph(p, "tagline", shell->tagline);
    write_links(h, "pages", &shell->pages);
    am_html_close(h, "header");
}

void am_shell_patterns(struct am_page *p)
{
    struct am_html *h = &p->html;
    am_html_open(h, "svg");
    am_html_attribute(h, "class", "patterns");
    am_html_attribute(h, "width", "0");
    am_html_attribute(h, "height", "0");
    am_html_attribute(h, "aria-hidden", "true");
    am_html_open(h, "pattern");
    am_html_attribute(h, "id", "hatch");
    am_html_attribute(h, "width", "6");
    am_html_attribute(h, "height", "6");
    am_html_attribute(h, "patternUnits", "userSpaceOnUse");
    am_html_attribute(h, "patternTransform", "rotate(45)");
    am_html_open(h, "rect");
    am_html_attribute(h, "class", "hatch-ground");
    am_html_attribute(h, "width", "6");
    am_html_attribute(h, "height", "6");
    am_html_close(h, "rect");
    am_html_open(h, "rect");
    am_html_attribute(h, "class", "hatch-line");
    am_html_attribute(h, "width", "3");
    am_html_attribute(h, "height", "6");
    am_html_close(h, "rect");
    am_html_close(h, "pattern");
    am_html_close(h, "svg");
}

void am_shell_open(struct am_page *p, struct am_text *out, const struct am_shell *shell)
{
    struct am_html *h = &p->html;
    am_html_init(h, out);
    am_html_open(h, "html");
    am_html_attribute(h, "lang", am_language_code(am_speech_language(p->speech)));
    write_head(p, shell);
    am_html_open(h, "body");
    am_html_open(h, "a");
    am_html_attribute(h, "class", "skip");
    am_html_attribute(h, "href", "#report");
    am_html_text(h, shell->skip);
    am_html_close(h, "a");
    am_shell_patterns(p);
    write_header(p, shell);
    am_html_open(h, "main");
    am_html_attribute(h, "id", "report");
    am_html_attribute(h, "tabindex", "-1");
}

/* The script's words come with it, in the language of the page. */
static void write_script(struct am_page *p)
{
    struct am_html *h = &p->html;
    am_html_open(h, "div");
    am_html_attribute(h, "id", "words");
    am_html_attribute(h, "hidden", "");
    am_html_attribute(h, "data-point", am_say_point(p->speech));
    am_html_attribute(h, "data-sort", AM_SAY(p->speech, TEXT_SORT));
    am_html_attribute(h, "data-find", AM_SAY(p->speech, TEXT_FIND));
    am_html_attribute(h, "data-unfold", AM_SAY(p->speech, TEXT_UNFOLD));
    am_html_attribute(h, "data-fold", AM_SAY(p->speech, TEXT_FOLD));
    am_html_close(h, "div");
    am_html_script(h, am_asset_report_js);
}

enum am_status am_shell_close(struct am_page *p, const struct am_shell *shell)
{
    struct am_html *h = &p->html;
    am_html_close(h, "main");
    am_html_open(h, "footer");
    am_page_paragraph(p, NULL, shell->foot);
    am_html_close(h, "footer");
    write_script(p);
    am_html_close(h, "body");
    am_html_close(h, "html");
    am_text_add(h->out, "\n");
    enum am_status status = p->status != AM_OK ? p->status : am_html_status(h);
    return status == AM_OK ? am_speech_status(p->speech) : status;
}
