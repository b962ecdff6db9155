/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Figures of a campaign in words: the only place where a number that may not be told exactly
 * becomes a sentence, so that pages, pictures and letters say the same. What is returned lives as
 * long as the speech. */
#ifndef AM_REPORTS_CAMPAIGN_TOLD_H
#define AM_REPORTS_CAMPAIGN_TOLD_H

#include "campaign/figures/figures.h"
#include "indicators/public.h"
#include "language.h"

/* "125", "fewer than 5", "156 or more", "not told" */
const char *am_told_number(struct am_speech *s, const struct am_number *n);
/* "125 of 160 organizations (78 %)", "fewer than 5 of 160 organizations", "not told" */
const char *am_told_of(struct am_speech *s, const struct am_campaign_figure *f);
/* "78 %", "at least 97 %"; "" where there is none to tell. */
const char *am_told_share(struct am_speech *s, const struct am_campaign_figure *f);
/* "95 %: 71 to 83 %"; "" */
const char *am_told_interval(struct am_speech *s, const struct am_campaign_figure *f);
/* Of tenths of a percent that the figure tells, whole ones. */
unsigned am_told_percent(const struct am_campaign_figure *f, unsigned share);
/* For the length of a bar, 0..1: the share, or the least that it is. */
double am_told_length(const struct am_campaign_figure *f);
/* Whether anything is told of how many there are. */
bool am_told_counted(const struct am_campaign_figure *f);

/* The percentages of a value of AM_UNIT_BAND. */
struct am_band am_told_band(unsigned value);
/* A value of a variable: "20 to 25 %", "none", "all"; "4". */
const char *am_told_value(struct am_speech *s, enum am_unit unit, unsigned value);
/* "20 to 25 %": the organization in the middle; "" where it is not told. */
const char *am_told_median(struct am_speech *s, const struct am_campaign_figure *f);
/* Between the quartiles: "20" and "35 %" for a sentence, false where they are not told or both are
 * all or none; the same as "20 to 35 %", as "half of them between 20 and 35 %", or "". */
bool am_told_ends(struct am_speech *s, const struct am_campaign_figure *f, const char *out[2]);
const char *am_told_range(struct am_speech *s, const struct am_campaign_figure *f);
const char *am_told_half(struct am_speech *s, const struct am_campaign_figure *f);

/* "Trade union", "Uruguay", "10 to 49 people", "All others, and those that did not say" */
const char *am_told_cell(struct am_speech *s, const struct am_campaign_figures *f,
                         const struct am_cell *cell);
/* "Round 2, since November 2026"; of a single round "since November 2026". */
const char *am_told_round(struct am_speech *s, const struct am_campaign_figures *f, unsigned round);
/* "November 2026" of a month as of am_share. */
const char *am_told_month(struct am_speech *s, int32_t month);
/* The campaign's title, in this language or the first that it has. */
const char *am_told_title(const struct am_speech *s, const struct am_settings *settings);

/* All of the newest round that has a cell for it; NULL: nothing is told at all. */
const struct am_cell *am_told_newest(const struct am_campaign_figures *f);

/* Figures of one kind over a cell, most first; where the counts tell no difference, by the larger
 * median, then by id. A withheld one of AM_VAR_EITHER counts as much as its ledgers tell. Returns
 * how many of the first `most` there are. */
size_t am_told_sorted(const struct am_campaign_figures *f, const struct am_cell *cell,
                      enum am_variable_kind kind, const struct am_campaign_figure **out,
                      size_t most);
/* "alphabet", "US", "email", "2": what a variable is of; "" of nothing. */
const char *am_told_id(const struct am_variable *v);
/* Its name in the language: a corporation's, a country's, an area's; "". */
const char *am_told_name(struct am_speech *s, const struct am_variable *v);

/* The cells of the newest round whose organizations took part in an earlier one too, and of that
 * one; false: there are none. */
bool am_told_same(const struct am_campaign_figures *f, const struct am_cell **before,
                  const struct am_cell **after);

#endif
