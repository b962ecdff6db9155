/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands around a page: head with its policy and style, skip link, header, then footer and
 * script. A page is one file: nothing is loaded, and the policy forbids that anything be. Without
 * the script nothing is missing.
 *
 * Texts are said already; they and all else are borrowed while the page is written. */
#ifndef AM_REPORTS_SHELL_H
#define AM_REPORTS_SHELL_H

#include "format/page.h"

#define AM_SHELL_SHEETS_MAX 4

/* A page beside this one, "./method.es.html"; the one that is `here` is no link. `lang`: of the
 * text, and of what it leads to; NULL: of the page. */
struct am_shell_link {
    const char *href, *text, *lang;
    bool here;
};
struct am_shell_links {
    const char *label; /* what they are, for who listens */
    const struct am_shell_link *at;
    size_t count;
};

struct am_shell {
    const char *title;
    const char *owner; /* whose page it is, untrusted; NULL: not told */
    const char *tagline, *skip, *foot;
    const struct am_logo *logo; /* type NULL: none */
    const char *const *sheets;  /* style, AM_SHELL_SHEETS_MAX at most */
    size_t sheet_count;
    struct am_shell_links languages, pages; /* above the title; of none: no such line */
};

/* Of `p` the speech must be set, and report and figures where its sections use them. */
void am_shell_open(struct am_page *p, struct am_text *out, const struct am_shell *shell);
/* OK where all of it is there. */
AM_MUST_CHECK enum am_status am_shell_close(struct am_page *p, const struct am_shell *shell);

/* The hatching of host bars, so that the ledgers differ by more than colour: once in a page. */
void am_shell_patterns(struct am_page *p);

#endif
