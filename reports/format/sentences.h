/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sentences that more than one format says. What is returned lives as long as the speech. */
#ifndef AM_REPORTS_SENTENCES_H
#define AM_REPORTS_SENTENCES_H

#include "format/format.h"
#include "indicators/public.h"

const char *am_sentence_period(struct am_speech *s, const struct am_scope *scope);
const char *am_sentence_source(struct am_speech *s, const struct am_scope *scope);
const char *am_sentence_seen(struct am_speech *s, const struct am_figures *f);
const char *am_sentence_volume(struct am_speech *s, const struct am_figures *f);

/* "Monday to Friday, 08:00 to 18:00 (America/Montevideo)" */
const char *am_sentence_work_time(struct am_speech *s, const struct am_ask *ask);
/* What communities, public and non-profit organizations, schools and universities run already. */
const char *am_sentence_near(struct am_speech *s, const struct am_figures *f);

/* A cell of devices: a number, "fewer than 5" or "–". */
const char *am_sentence_devices(struct am_speech *s, const struct am_figures *f, int64_t devices);

/* "5 to 10 %", "up to 5 %", "none", "all" */
const char *am_sentence_band(struct am_speech *s, const struct am_band *b);

#define AM_NOTICES_MAX 16
struct am_notice {
    const char *title; /* NULL: a line of the notice before it */
    const char *text;
    bool item; /* of a list */
};
/* What must be known before reading on: provisional, trial, bad vantage. Returns how many. */
size_t am_sentence_notices(struct am_speech *s, const struct am_figures *f,
                           struct am_notice out[AM_NOTICES_MAX]);

struct am_finding {
    const char *title, *text, *second; /* `second` may be NULL */
};
void am_sentence_findings(struct am_speech *s, const struct am_figures *f,
                          struct am_finding out[3]);

/* "Briar, Conversations and Delta Chat": the first `most` of an area's alternatives, 4 at most. */
const char *am_sentence_alternatives(struct am_speech *s, const struct am_way_out *way,
                                     size_t most);

/* What no report tells, one after another. */
#define AM_LIMITS 8
const char *am_sentence_limit(struct am_speech *s, size_t which);

/* NULL where there is nothing to say. */
const char *am_sentence_hidden_dns(struct am_speech *s, const struct am_figures *f);
const char *am_sentence_tunnels(struct am_speech *s, const struct am_figures *f);
const char *am_sentence_conflicts(struct am_speech *s, const struct am_figures *f);

/* English sentences, to be said. */
const char *am_sentence_blind(enum am_blindness b);
const char *am_sentence_evidence(enum am_evidence e);
/* NULL where a counter has no sentence of its own. */
const char *am_sentence_loss(const char *counter);

#endif
