/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From round to round, of the same organizations. */
#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"
#include "compare/words.h"

#define ROWS_MAX 200

/* How much there is, as far as it is told; -1: withheld. What is not listed is fewer than may be
 * told. */
static int rank(const struct am_campaign_figure *f)
{
    static const int ranks[] = {
        [AM_TELL_FEWER] = 0, [AM_TELL_ROUNDED] = 1, [AM_TELL_MOST] = 2, [AM_TELL_WITHHELD] = -1};
    return f ? ranks[f->count.as] : 0;
}

/* -1 fewer, 1 more, 0 no difference that can be told. Whatever the rounding hid, the true numbers
 * differ in that direction: the intervals of two labels do not meet. */
static int change(const struct am_campaign_figure *before, const struct am_campaign_figure *after)
{
    int x = rank(before);
    int y = rank(after);
    if (x < 0 || y < 0)
        return 0;
    if (x != y)
        return x < y ? 1 : -1;
    if (x != 1 || before->count.n == after->count.n)
        return 0;
    return before->count.n < after->count.n ? 1 : -1;
}

static void row(struct am_leaf *l, const struct am_column columns[4],
                const struct am_campaign_figure *before, const struct am_campaign_figure *after)
{
    static const char *const words[] = {TEXT_SITE_CHANGE_FEWER, TEXT_SITE_CHANGE_NONE,
                                        TEXT_SITE_CHANGE_MORE};
    const struct am_variable *v = after->variable;
    am_leaf_row(l, am_told_id(v), am_told_name(l->speech, v), NULL, NULL);
    am_leaf_count(l, &columns[1], before, "known", false);
    am_leaf_count(l, &columns[2], after, "known", false);
    bool told = rank(before) >= 0 && rank(after) >= 0;
    am_page_cell_text(&l->page, &columns[3],
                      AM_SAY(l->speech, told ? words[change(before, after) + 1] : TEXT_TOLD_NOT));
    am_page_row_end(&l->page);
}

static const struct am_campaign_figure *earlier(struct am_leaf *l, const struct am_cell *before,
                                                const struct am_campaign_figure *after)
{
    return am_campaign_figure(l->figures, before, AM_VAR_EITHER, after->variable->corporation,
                              NULL);
}

/* `most` below all: only where something changed. What is told of neither round is no row. */
void am_leaf_changes(struct am_leaf *l, const struct am_cell *before, const struct am_cell *after,
                     size_t most)
{
    static const struct am_column columns[] = {{TEXT_COLUMN_CORPORATION, AM_CELL_TEXT},
                                               {TEXT_COMPARE_BEFORE, AM_CELL_TEXT},
                                               {TEXT_COMPARE_AFTER, AM_CELL_TEXT},
                                               {TEXT_COMPARE_CHANGE, AM_CELL_TEXT}};
    struct am_speech *s = l->speech;
    const struct am_campaign_figure *sorted[ROWS_MAX];
    size_t count = am_told_sorted(l->figures, after, AM_VAR_EITHER, sorted, ROWS_MAX);
    size_t kept = 0;
    for (size_t i = 0; i < count && kept < most; i++) {
        const struct am_campaign_figure *first = earlier(l, before, sorted[i]);
        bool told = rank(first) >= 0 || rank(sorted[i]) >= 0;
        if (most == ROWS_MAX ? told : change(first, sorted[i]) != 0)
            sorted[kept++] = sorted[i];
    }
    am_leaf_say(l, "lead",
                AM_SAY(s, TEXT_SITE_ROUNDS_LEAD, am_say_number(s, after->n),
                       am_told_round(s, l->figures, before->round),
                       am_told_round(s, l->figures, after->round)));
    if (kept == 0) {
        am_leaf_say(l, NULL, AM_SAY(s, TEXT_SITE_ROUNDS_NO_CHANGE));
        return;
    }
    am_page_table(&l->page, "counts",
                  AM_SAY(s, TEXT_SITE_ROUNDS_CAPTION, am_say_number(s, after->n)), columns, 4);
    am_page_rows(&l->page, NULL);
    for (size_t i = 0; i < kept; i++)
        row(l, columns, earlier(l, before, sorted[i]), sorted[i]);
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
    am_leaf_say(l, "note", AM_SAY(s, TEXT_SITE_ROUNDS_NOTE));
}

void am_leaf_rounds(struct am_leaf *l)
{
    const struct am_cell *before = NULL;
    const struct am_cell *after = NULL;
    if (!am_told_same(l->figures, &before, &after))
        return;
    am_leaf_picture(l, AM_SITE_CHART_ROUNDS);
    am_leaf_changes(l, before, after, ROWS_MAX);
}
