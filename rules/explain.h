/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is known of one name or address, fact by fact: the question, the answer, and its two forms,
 * a JSON object on one line and a paragraph for people. */
#ifndef AM_RULES_EXPLAIN_H
#define AM_RULES_EXPLAIN_H

#include "base/text.h"
#include "data.h"

#define AM_QUERY_LINE_MAX 4096 /* bytes of a question; longer ones are refused */
#define AM_QUERY_ECHO_MAX 1024 /* bytes of it that the answer repeats */

enum am_query_kind { AM_QUERY_NAME, AM_QUERY_ADDRESS, AM_QUERY_INVALID };

struct am_query {
    struct am_bytes line; /* borrowed: as it was asked, without blanks around it */
    enum am_query_kind kind;
    char name[AM_NAME_SIZE];   /* AM_QUERY_NAME */
    struct am_address address; /* AM_QUERY_ADDRESS */
    const char *error;         /* AM_QUERY_INVALID: why, static text */
};

/* Takes what people paste: links, name:port, [address]:port, upper case, a dot at the end. */
void am_query_parse(struct am_bytes line, struct am_query *out);

/* For a name the service ledger, for an address the host ledger; an address belongs to the service
 * ledger too where its network is its operator's own. Members are NULL where the chain ends. */
struct am_explanation {
    const struct am_query *query;
    struct am_attribution service;
    const struct am_ownership *owned; /* behind service.parent */
    struct am_known known;            /* what it serves, or hides; rule NULL: not known */
    bool has_host;
    struct am_host host;
    const struct am_ownership *host_owned;
};

void am_explain(const struct am_rules *rules, const struct am_query *query, int32_t day,
                struct am_explanation *out);

/* One line with its newline; always all keys. */
void am_explain_write_json(const struct am_explanation *e, enum am_language language,
                           struct am_text *out);
void am_explain_write_text(const struct am_rules *rules, const struct am_explanation *e,
                           enum am_language language, struct am_text *out);

/* Text as a JSON string, quotes included: any bytes, what is broken and zero as U+FFFD, what is not
 * inert (base/utf8.h) as an escape. */
void am_json_put_text(struct am_text *out, const char *text, size_t len);

#endif
