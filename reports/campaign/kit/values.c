/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/kit/values.h"

#include "campaign/kit/values_private.h"
#include "campaign/kit/words.h"
#include "campaign/told.h"
#include "indicators/public.h"

/* ---- numbers ---- */

/* "45", "about 45", "50 or more"; NULL: not told. `exact`: it was not rounded. */
static const char *number(struct am_speech *s, const struct am_number *n, bool exact)
{
    if (n->as != AM_TELL_ROUNDED && n->as != AM_TELL_MOST)
        return NULL;
    const char *text = am_told_number(s, n);
    return n->as == AM_TELL_ROUNDED && !exact ? AM_SAY(s, TEXT_KIT_ABOUT, text) : text;
}

const char *am_kit_count(struct am_speech *s, const struct am_campaign_figure *f)
{
    const char *count = number(s, &f->count, true); /* that counts are rounded is told once */
    const char *base = number(s, &f->base, f->base.n == f->cell->n);
    return count && base ? AM_SAY(s, TEXT_KIT_OF, count, base) : NULL;
}

double am_kit_part(const struct am_campaign_figure *f)
{
    bool told = f->count.as == AM_TELL_ROUNDED || f->count.as == AM_TELL_MOST;
    double part = f->base.n > 0 ? (double)f->count.n / (double)f->base.n : -1;
    return told ? (part < 1 ? part : 1) : -1;
}

static const char *percent(struct am_speech *s, const struct am_campaign_figure *f, unsigned share)
{
    return am_say_percent(s, am_told_percent(f, share));
}

void am_kit_add_count(struct am_values *v, struct am_speech *s, const struct am_campaign_figure *f)
{
    const char *count = am_kit_count(s, f);
    bool rounded = f->count.as == AM_TELL_ROUNDED && f->base.as == AM_TELL_ROUNDED;
    am_values_share(v, "count", count, am_kit_part(f));
    am_values_share(v, "share", rounded ? percent(s, f, f->share) : NULL, am_kit_part(f));
    am_values_text(
        v, "interval",
        rounded && f->share_high > f->share_low
            ? AM_SAY(s, TEXT_INTERVAL, percent(s, f, f->share_low), percent(s, f, f->share_high))
            : NULL);
}

/* "So much or more": the lower end of the band, which for all is that of the one below. */
static unsigned lower_end(unsigned value)
{
    unsigned v = value < AM_VALUE_ALL ? value : AM_VALUE_ALL - 1;
    return v > 0 ? (v - 1) * AM_BAND_STEP : 0;
}

void am_kit_add_median(struct am_values *v, struct am_speech *s, const char *name, const char *from,
                       const struct am_campaign_figure *f)
{
    bool told = f && f->median.told;
    unsigned least = told ? lower_end(f->median.value) : 0;
    am_values_share(v, name, told ? am_told_median(s, f) : NULL,
                    told ? least / 100.0 + (f->median.value > 0 ? 0.025 : 0) : -1);
    am_values_share(v, from, least > 0 ? am_say_percent(s, least) : NULL,
                    told ? least / 100.0 : -1);
}

/* ---- what is told of all ---- */

static const struct am_campaign_figure *one(const struct am_kit_values_ctx *k,
                                            enum am_variable_kind kind)
{
    return k->all ? am_campaign_figure(k->figures, k->all, kind, NULL, NULL) : NULL;
}

static const struct am_campaign_figure *step(const struct am_kit_values_ctx *k, unsigned number)
{
    size_t count = 0;
    const struct am_campaign_figure *f =
        k->all ? am_campaign_list(k->figures, k->all, AM_VAR_LOST, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        if (f[i].variable->step == number)
            return &f[i];
    return NULL;
}

static void scalars(const struct am_kit_values_ctx *k, struct am_values *v)
{
    static const struct {
        const char *name, *from;
        enum am_variable_kind kind;
    } bands[] = {
        {"extraction", "extraction-from", AM_VAR_EXTRACTION},
        {"extraction-up", "extraction-up-from", AM_VAR_EXTRACTION_UP},
        {"night", "night-from", AM_VAR_NIGHT},
        {"home", "home-from", AM_VAR_HOME},
        {"named", "named-from", AM_VAR_NAMED},
        {"owned", "owned-from", AM_VAR_OWNED},
        {"hosted", "hosted-from", AM_VAR_HOSTED},
    };
    const struct am_campaign_figure *singles = one(k, AM_VAR_SINGLES);
    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
        am_kit_add_median(v, k->speech, bands[i].name, bands[i].from, one(k, bands[i].kind));
    am_kit_add_median(v, k->speech, "lost-1", "lost-1-from", step(k, 1));
    am_kit_add_median(v, k->speech, "lost-2", "lost-2-from", step(k, 2));
    am_kit_add_median(v, k->speech, "lost-3", "lost-3-from", step(k, 3));
    am_values_text(v, "singles",
                   singles && singles->median.told && singles->median.value > 0
                       ? am_say_number(k->speech, singles->median.value)
                       : NULL);
}

static void about(const struct am_kit_values_ctx *k, struct am_values *v)
{
    const struct am_campaign_figures *f = k->figures;
    const struct am_settings *settings = f->settings;
    struct am_speech *s = k->speech;
    am_values_text(v, "campaign", am_told_title(s, settings));
    am_values_text(v, "request", settings->request[am_speech_language(s)]);
    am_values_text(v, "organizer", settings->organizer);
    am_values_link(v, "contact", settings->contact);
    am_values_link(v, "reply", settings->reply ? settings->reply : settings->contact);
    am_values_link(v, "address", settings->address);
    am_values_text(v, "licence", AM_KIT_LICENCE);
    am_values_text(v, "edition", am_say_number(s, f->edition));
    am_values_text(v, "day", am_say_date(s, f->day));
    am_values_text(v, "months",
                   f->month_from == f->month_to
                       ? am_told_month(s, f->month_from)
                       : AM_SAY(s, TEXT_INTERVAL, am_told_month(s, f->month_from),
                                am_told_month(s, f->month_to)));
    am_values_text(v, "at-least", am_say_number(s, settings->at_least));
    am_values_text(v, "round-to", am_say_number(s, settings->round_to));
    am_values_text(v, "dataset", f->dataset);
    am_values_text(v, "program", "amarra " AMARRA_VERSION);
    am_values_text(v, "round", k->all ? am_say_number(s, k->all->round) : NULL);
    am_values_text(v, "n", k->all ? am_say_number(s, k->all->n) : NULL);
    am_values_text(
        v, "organizations",
        k->all ? AM_SAY_COUNT(s, k->all->n, TEXT_KIT_ORGANIZATIONS, am_say_number(s, k->all->n))
               : NULL);
}

void am_kit_values(const struct am_campaign_figures *f, const struct am_rules *rules,
                   struct am_speech *s, struct am_pool *pool, struct am_values *out)
{
    struct am_kit_values_ctx k = {
        .figures = f, .rules = rules, .speech = s, .all = am_told_newest(f)};
    am_values_init(out, pool);
    about(&k, out);
    scalars(&k, out);
    am_kit_add_lists(&k, out);
}
