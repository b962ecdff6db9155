/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The answer section of a DNS message: from a question along its chain of aliases to addresses. */
#ifndef AM_PROTO_DNS_ANSWER_H
#define AM_PROTO_DNS_ANSWER_H

#include "proto/dns_message.h"

struct am_dns_question {
    unsigned name; /* a clean one */
    uint16_t type;
};

/* What a response answers to its questions, told once for each of them. `r` is of m->all, after the
 * questions. Nothing is told where the section breaks its format; of one that the capture cuts,
 * what came whole, if it gives addresses. */
void am_dns_tell_answers(const struct am_dns_message *m, struct am_reader *r,
                         struct am_dns_names *names, const struct am_dns_question *asked,
                         size_t asked_len, const struct am_findings *out);

#endif
