/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DNS messages as tables tell them, written with what is wrong with them. */
#ifndef AM_TESTS_DNS_MESSAGES_H
#define AM_TESTS_DNS_MESSAGES_H

#include "heard.h"
#include "wire.h"

#define QUERY       0x0100
#define RESPONSE    0x8180
#define TRUNCATED   0x0200
#define NXDOMAIN    3
#define SERVFAIL    2
#define REFUSED     5
#define NOTIFY      0x2000
#define UPDATE      0x2800
#define A           1
#define CNAME       5
#define TXT         16
#define AAAA        28
#define DNAME       39
#define CLASS_IN    1
#define CHAOS       3
#define QUESTION_AT 12

struct rr {
    const char *owner;
    uint16_t type;
    const char *data; /* an address, or a name */
    uint32_t ttl;
    uint16_t class; /* 0: IN */
};

struct message {
    const char *title;
    uint16_t flags;
    const char *questions[12];
    struct rr answers[24];
    const char *heard;
    uint16_t more_questions, more_answers; /* announced, not there */
    unsigned junk;                         /* bytes after the end */
};

/* "www.example.org", "" for the root. A label "@12" ends the name with a pointer to offset 12; "\."
 * is a dot inside a label. */
static inline void put_name(struct wire *w, const char *name)
{
    while (*name) {
        uint8_t label[64];
        size_t len = 0;
        if (*name == '@') {
            wire_number(w, 0xc000u | (uint32_t)strtoul(name + 1, NULL, 10), 2);
            return;
        }
        for (; *name && *name != '.'; name++) {
            name += *name == '\\';
            label[len++] = (uint8_t)*name;
        }
        name += *name == '.';
        wire_number(w, (uint32_t)len, 1);
        wire_bytes(w, label, len);
    }
    wire_number(w, 0, 1);
}

static inline void put_rr(struct wire *w, const struct rr *rr)
{
    struct am_address address;

    put_name(w, rr->owner);
    wire_number(w, rr->type, 2);
    wire_number(w, rr->class ? rr->class : CLASS_IN, 2);
    wire_number(w, rr->ttl, 4);
    size_t mark = wire_open(w, 2);
    if (rr->type != A && rr->type != AAAA) {
        put_name(w, rr->data);
    } else {
        if (am_address_parse(rr->data, &address) != AM_OK)
            abort();
        size_t skip = am_address_is_v4(&address) ? 12 : 0;
        wire_bytes(w, address.at + skip, 16 - skip);
    }
    wire_close(w, mark, 2);
}

static inline void put_message(struct wire *w, const struct message *m)
{
    uint16_t questions = 0;
    uint16_t answers = 0;
    while (m->questions[questions])
        questions++;
    while (m->answers[answers].owner)
        answers++;

    wire_number(w, 0xbeef, 2);
    wire_number(w, m->flags, 2);
    wire_number(w, (uint32_t)questions + m->more_questions, 2);
    wire_number(w, (uint32_t)answers + m->more_answers, 2);
    wire_number(w, 0, 4);
    for (size_t i = 0; i < questions; i++) {
        put_name(w, m->questions[i]);
        wire_number(w, A, 2);
        wire_number(w, CLASS_IN, 2);
    }
    for (size_t i = 0; i < answers; i++)
        put_rr(w, &m->answers[i]);
    wire_fill(w, 0xff, m->junk);
}

static inline void put_response_header(struct wire *w, uint16_t answers)
{
    wire_number(w, 0xbeef, 2);
    wire_number(w, RESPONSE, 2);
    wire_number(w, 1, 2);
    wire_number(w, answers, 2);
    wire_number(w, 0, 4);
    put_name(w, "n0.org");
    wire_number(w, A, 2);
    wire_number(w, CLASS_IN, 2);
}

#define Q(name) "dns.query " name "\n"

#endif
