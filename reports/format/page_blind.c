/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Blind spots: what has no name or no owner, who is asked for names, what can't be seen by design,
 * and what was lost. */
#include <string.h>

#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define NETWORKS_MAX 15
#define NAMES_MAX    15

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
        am_html_text(&p->html, AM_SAY_NAME(p->speech, owner));
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

static void resolvers(struct am_page *p)
{
    struct am_speech *s = p->speech;
    uint64_t asked = p->figures->coverage.resolvers.contacts;
    am_html_element(&p->html, "h3", NULL, AM_SAY(s, TEXT_RESOLVERS));
    if (asked > 0)
        am_page_paragraph(p, NULL,
                          AM_SAY_COUNT(s, asked, TEXT_RESOLVERS_LEAD, am_say_number(s, asked)));
    else
        am_page_paragraph(p, NULL, AM_SAY(s, TEXT_RESOLVERS_NONE));
    const char *hidden = am_sentence_hidden_dns(s, p->figures);
    if (hidden)
        am_page_paragraph(p, NULL, hidden);
    if (p->figures->resolvers.count > 0)
        resolver_table(p);
    tunnels(p);
}

static void networks(struct am_page *p)
{
    static const struct am_column columns[] = {
        {TEXT_COLUMN_NETWORK, AM_CELL_TEXT},
        {TEXT_COLUMN_RUN_BY, AM_CELL_TEXT},
        {TEXT_COLUMN_NO_NAME, AM_CELL_NUMBER},
        {TEXT_COLUMN_NO_OWNER, AM_CELL_NUMBER},
    };
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    uint64_t all = f->coverage.all.contacts;
    if (f->networks.count == 0)
        return;
    am_page_table(p, "small", AM_SAY(s, TEXT_NETWORKS_CAPTION), columns, 4);
    am_page_rows(p, NULL);
    for (size_t i = 0; i < f->networks.count && i < NETWORKS_MAX; i++) {
        const struct am_network_line *line = &f->networks.at[i];
        am_page_row(p, NULL);
        am_page_head(p, 1);
        if (line->network[0])
            am_page_foreign(p, NULL, line->network);
        else
            am_html_text(&p->html, AM_SAY(s, TEXT_NETWORK_UNKNOWN));
        am_page_head_end(p);
        am_page_cell_text(p, &columns[1],
                          line->host ? AM_SAY_NAME(s, line->host) : AM_SAY(s, TEXT_NO_OWNER));
        am_page_cell_share(p, &columns[2], line->no_name.contacts, all, NULL);
        am_page_cell_share(p, &columns[3], line->no_owner.contacts, all, NULL);
        am_page_row_end(p);
    }
    am_page_rows_end(p);
    am_page_table_end(p);
    if (f->networks.count > NETWORKS_MAX) {
        uint64_t left = f->networks.count - NETWORKS_MAX;
        am_page_paragraph(p, "note", AM_SAY_COUNT(s, left, TEXT_MORE_ROWS, am_say_number(s, left)));
    }
}

static void name_row(struct am_page *p, const struct am_column *columns,
                     const struct am_name_line *line)
{
    am_page_row(p, NULL);
    am_page_head(p, 1);
    am_page_name(p, line->name);
    am_page_head_end(p);
    am_page_cell_share(p, &columns[1], line->sum.contacts, p->figures->coverage.all.contacts, NULL);
    am_page_cell_text(p, &columns[2], am_sentence_devices(p->speech, p->figures, line->devices));
    am_page_row_end(p);
}

static void names(struct am_page *p)
{
    static const struct am_column columns[] = {
        {TEXT_COLUMN_NAME, AM_CELL_TEXT},
        {TEXT_COLUMN_CONTACTS, AM_CELL_NUMBER},
        {TEXT_COLUMN_DEVICES, AM_CELL_NUMBER},
    };
    const struct am_figures *f = p->figures;
    struct am_speech *s = p->speech;
    uint64_t told = 0;
    for (size_t i = 0; i < f->names.count; i++) {
        if (f->names.at[i].service.parent)
            continue;
        if (told == 0) {
            am_page_table(p, "small narrow", AM_SAY(s, TEXT_NAMES_CAPTION), columns, 3);
            am_page_rows(p, NULL);
        }
        if (told++ < NAMES_MAX)
            name_row(p, columns, &f->names.at[i]);
    }
    if (told == 0)
        return;
    am_page_rows_end(p);
    am_page_table_end(p);
    if (told > NAMES_MAX)
        am_page_paragraph(
            p, "note",
            AM_SAY_COUNT(s, told - NAMES_MAX, TEXT_MORE_ROWS, am_say_number(s, told - NAMES_MAX)));
}

static void unknown(struct am_page *p)
{
    const struct am_coverage *c = &p->figures->coverage;
    struct am_speech *s = p->speech;
    uint64_t all = c->all.contacts;
    uint64_t unknown = all - c->service_owner.contacts;
    uint64_t named = c->no_rule.contacts + c->unlisted.contacts + c->no_parent.contacts;
    am_html_element(&p->html, "h3", NULL, AM_SAY(s, TEXT_UNKNOWN));
    am_page_paragraph(p, NULL,
                      AM_SAY(s, TEXT_UNKNOWN_LEAD, am_say_number(s, unknown), am_say_number(s, all),
                             am_say_share(s, unknown, all), am_say_number(s, unknown - named),
                             am_say_number(s, named)));
    uint64_t others = c->owner_by_address.contacts;
    if (others > 0)
        am_page_paragraph(
            p, NULL, AM_SAY_COUNT(s, others, TEXT_UNKNOWN_BY_ADDRESS, am_say_number(s, others)));
    am_page_paragraph(p, NULL, AM_SAY(s, TEXT_UNLISTED, am_say_number(s, p->figures->scope.k)));
    am_page_why_unknown(p);
    networks(p);
    names(p);
}

void am_page_blind(struct am_page *p)
{
    am_page_paragraph(p, "lead", AM_SAY(p->speech, TEXT_BLIND_LEAD));
    unknown(p);
    resolvers(p);
    am_page_lost(p);
}
