/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the pages of a publication say of each figure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "campaign/told.h"
#include "site_sample.h"

/* The row with this id, without its tags; spaces as one. */
static const char *row(const char *page, const char *id)
{
    static char out[4096];
    char start[300];
    size_t len = 0;
    bool tag = true;
    (void)snprintf(start, sizeof start, " id=\"%s\"", id);
    const char *at = strstr(site_content(page), start);
    const char *stop = at ? strstr(at, "</tr>") : NULL;
    if (!stop)
        (void)fprintf(stderr, "%s has no row %s\n", page, id);
    assert_non_null(stop);
    for (; at < stop && len < sizeof out - 2; at++) {
        bool space = isspace((unsigned char)*at) || *at == '<';
        if (*at == '<')
            tag = true;
        if (space && len > 0 && out[len - 1] != ' ')
            out[len++] = ' ';
        if (!tag && !space)
            out[len++] = *at;
        if (*at == '>')
            tag = false;
    }
    out[len] = '\0';
    return out;
}

/* What a count looks like in Spanish, made here a second time. */
static void expected(const struct am_number *n, uint64_t base, char out[64])
{
    switch (n->as) {
    case AM_TELL_ROUNDED:
        (void)snprintf(out, 64, " %.0f\xc2\xa0%% %llu ",
                       floor((double)n->n * 100 / (double)base + 0.5), (unsigned long long)n->n);
        return;
    case AM_TELL_FEWER:
        (void)snprintf(out, 64, " menos de %llu ", (unsigned long long)n->n);
        return;
    case AM_TELL_MOST:
        (void)snprintf(out, 64, " %llu o más ", (unsigned long long)n->n);
        return;
    case AM_TELL_WITHHELD:
        break;
    }
    (void)snprintf(out, 64, " no se dice ");
}

static void every_row_tells_its_figures_and_nothing_else(void **state)
{
    (void)state;
    const struct am_campaign_figures *f = site_figures.figures;
    const struct am_cell *all = am_told_newest(f);
    size_t count = 0;
    size_t rows = 0;
    const struct am_campaign_figure *list = am_campaign_list(f, all, AM_VAR_EITHER, &count);
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++, rows++) {
        const struct am_corporation *c = list[i].variable->corporation;
        const char *text = row("edition-2/corporations.es.html", c->id);
        char number[64];
        static const enum am_variable_kind kinds[] = {AM_VAR_EITHER, AM_VAR_SERVICE, AM_VAR_HOST};
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            const struct am_campaign_figure *g = am_campaign_figure(f, all, kinds[k], c, NULL);
            const struct am_number none = {AM_TELL_FEWER, 5};
            expected(g ? &g->count : &none, g ? g->base.n : 0, number);
            const char *found = strstr(text, number);
            if (!found)
                (void)fprintf(stderr, "%s: \"%s\" has no \"%s\"\n", c->id, text, number);
            assert_non_null(found);
            text = found ? found + strlen(number) - 1 : "";
        }
    }
    list = am_campaign_list(f, all, AM_VAR_AREA_SINGLE, &count);
    assert_true(count > 5);
    for (size_t i = 0; i < count; i++) {
        char number[64];
        const char *text = row("edition-2/areas.es.html", list[i].variable->area->id);
        if (list[i].count.as != AM_TELL_ROUNDED || list[i].base.as != AM_TELL_ROUNDED)
            continue;
        (void)snprintf(number, sizeof number, " %llu de %llu ", (unsigned long long)list[i].count.n,
                       (unsigned long long)list[i].base.n);
        if (!strstr(text, number))
            fail_msg("%s: \"%s\" has no \"%s\"", list[i].variable->area->id, text, number);
    }
}

/* A figure that is withheld in a group says so in the page of that group. */
static void what_is_withheld_is_said_to_be(void **state)
{
    (void)state;
    const struct am_campaign_figures *f = site_figures.figures;
    const struct am_cell *all = am_told_newest(f);
    size_t withheld = 0;
    for (size_t i = 0; i < f->figures.count; i++) {
        const struct am_campaign_figure *g = &f->figures.at[i];
        if (g->cell->round != all->round || g->cell->kind != AM_CELL_SIZE ||
            g->variable->kind != AM_VAR_EITHER || g->count.as != AM_TELL_WITHHELD)
            continue;
        withheld++;
        const struct am_campaign_figure *first[25];
        size_t shown = am_told_sorted(f, all, AM_VAR_EITHER, first, 25);
        for (size_t k = 0; k < shown; k++)
            if (first[k]->variable == g->variable)
                assert_non_null(strstr(
                    row("edition-2/by-size.es.html", g->variable->corporation->id), "no se dice"));
    }
    assert_true(withheld > 0);
}

static void sentences_of_the_first_page(void **state)
{
    (void)state;
    static const struct {
        const char *page, *text;
    } cases[] = {
        {"index.es",
         "54 organizaciones observaron con qué servicios se conectan sus propias redes"},
        {"index.es",
         "Con quién se conectan las redes de las organizaciones que participaron. "
         "Edición 2, 28 de noviembre de 2026."},
        {"index.es",
         "En 40 de 54 organizaciones (74\xc2\xa0%), la corporación de la que más "
         "contactos dependen es Alphabet (Google)."},
        {"index.es", "Pedimos que el dinero público pague programas libres"},
        {"index.es",
         "No se dice nada de menos de 5 organizaciones, para que no se pueda reconocer "
         "a ninguna."},
        {"index.es", "3 aportes esperan a la próxima edición"},
        {"index.es", "(2026). ¿A quién está amarrado nuestro trabajo? Edición 2 (amarras-2026/2)."},
        {"index.es", "replica@example.org"},
        {"index.en",
         "In 40 of 54 organizations (74%), the corporation that more contacts need "
         "than any other is Alphabet (Google)."},
        {"index.pt",
         "Em 40 de 54 organizações (74%), a corporação da qual mais contatos dependem "
         "é Alphabet (Google)."},
        {"index.fr", "Dans 40 sur 54 organisations (74\xc2\xa0%)"},
        {"index.de",
         "In 40 von 54 Organisationen (74\xc2\xa0%) hängen von keinem Konzern so viele "
         "Kontakte ab wie von Alphabet (Google)."},
        {"method.es",
         "Un grupo de menos de 5 organizaciones, o en el que una sola tiene más de "
         "50\xc2\xa0% de los equipos, pasa a estar entre las demás."},
        {"rounds.es",
         "38 organizaciones participaron en las dos: ronda 1 (desde mayo de 2026) y "
         "ronda 2 (desde noviembre de 2026)."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "edition-2/%s.html", cases[i].page);
        if (!strstr(site_content(name), cases[i].text))
            fail_msg("%s does not say: %s", name, cases[i].text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_tells_its_figures_and_nothing_else),
        cmocka_unit_test(what_is_withheld_is_said_to_be),
        cmocka_unit_test(sentences_of_the_first_page),
    };
    return cmocka_run_group_tests(tests, site_begin, site_end);
}
