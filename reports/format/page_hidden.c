/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who is asked for names, and what can't be seen by design: encrypted questions and tunnels. */
#include <string.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

/* Untrusted text, or that it is not known. */
static void network_name(struct am_page *p, const char *network)
{
    if (network[0])
        am_page_foreign(p, NULL, network);
    else
        am_html_text(&p->html, AM_SAY(p->speech, TEXT_NETWORK_UNKNOWN));
}

static void whose(struct am_page *p, const struct am_corporation *owner, const char *network)
{
    am_page_head(p, 1);
    if (owner)
        am_html_text(&p->html, owner->name);
    else
        network_name(p, network);
    am_page_head_end(p);
}

static const char *how(struct am_speech *s, const struct am_resolver_line *line)
{
    static const struct {
        const char *protocol, *name;
    } names[] = {{"dot", "DoT"}, {"doq", "DoQ"}, {"doh", "DoH"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(line->protocol, names[i].protocol) == 0)
            return AM_SAY(s, TEXT_ENCRYPTED, names[i].name);
    return AM_SAY(s, TEXT_CLEAR);
}

static void resolver_table(struct am_page *p)
{
    static const struct am_column columns[] = {
        {TEXT_COLUMN_RESOLVER, AM_CELL_TEXT},
        {TEXT_COLUMN_HOW, AM_CELL_TEXT},
        {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
        {TEXT_COLUMN_HOURS, AM_CELL_NUMBER},
    };
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    am_page_table(p, "small narrow", AM_SAY(s, TEXT_RESOLVERS_CAPTION), columns, 4);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->resolvers.count; i++) {
        const struct am_resolver_line *line = &f->resolvers.at[i];
        am_page_row(p, NULL);
        whose(p, line->corporation, line->network);
        am_page_cell_text(p, &columns[1], how(s, line));
        if (line->encrypted)
            am_page_cell_number(p, &columns[2], line->sum.contacts);
        else
            am_page_cell_share(p, &columns[2], line->sum.contacts, f->coverage.resolvers.contacts,
                               NULL);
        am_page_cell_number(p, &columns[3], line->hours);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void tunnel_table(struct am_page *p)
{
    static const struct am_column columns[] = {
        {TEXT_COLUMN_TUNNEL, AM_CELL_TEXT},
        {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
        {TEXT_COLUMN_BYTES, AM_CELL_NUMBER},
        {TEXT_COLUMN_HOURS, AM_CELL_NUMBER},
    };
    const struct am_figures *f = p->figures;
    const struct am_sum *all = &f->coverage.all;
    am_page_table(p, "small narrow", AM_SAY(p->speech, TEXT_TUNNELS_CAPTION), columns, 4);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->tunnels.count; i++) {
        const struct am_tunnel_line *line = &f->tunnels.at[i];
        uint64_t bytes = line->sum.up + line->sum.down;
        am_page_row(p, NULL);
        whose(p, line->corporation, line->network);
        am_page_cell_share(p, &columns[1], line->sum.contacts, all->contacts, NULL);
        am_page_cell(p, &columns[2]);
        am_page_share(p, bytes, all->up + all->down, NULL, am_say_bytes(p->speech, bytes));
        am_page_cell_end(p);
        am_page_cell_number(p, &columns[3], line->hours);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
}

static void tunnels(struct am_page *p)
{
    const char *text = am_sentence_tunnels(p->speech, p->figures);
    if (!text)
        return;
    am_html_element(&p->html, "h3", NULL, AM_SAY(p->speech, TEXT_TUNNELS));
    am_page_paragraph(p, NULL, text);
    tunnel_table(p);
}

void am_page_resolvers(struct am_page *p)
{
    struct am_speech *s = p->speech;
    uint64_t asked = p->figures->coverage.resolvers.contacts;
    if (asked > 0)
        am_page_paragraph(p, "lead",
                          AM_SAY_COUNT(s, asked, TEXT_RESOLVERS_LEAD, am_say_number(s, asked)));
    else
        am_page_paragraph(p, "lead", AM_SAY(s, TEXT_RESOLVERS_NONE));
    const char *hidden = am_sentence_hidden_dns(s, p->figures);
    if (hidden)
        am_page_paragraph(p, NULL, hidden);
    if (p->figures->resolvers.count > 0)
        resolver_table(p);
    tunnels(p);
}
