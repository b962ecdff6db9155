/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What programs say to servers: one step of an activity becomes one or more conversations. */
#ifndef OFFICE_TALK_H
#define OFFICE_TALK_H

#include "conn.h"

#define STAY 0xffffu /* rounds: until the device leaves, one every `seconds` */

enum how {
    HOW_WEB,       /* a browser: QUIC where the host offers it, else TLS */
    HOW_APP,       /* another program's TLS */
    HOW_NAMELESS,  /* TLS without a server name */
    HOW_HTTP,      /* in clear; `rounds` requests */
    HOW_STARTTLS,  /* SMTP that turns to TLS */
    HOW_PROXY_TLS, /* CONNECT, then TLS that names the same server */
    HOW_PROXY_RAW, /* CONNECT, then what no one can read */
    HOW_RAW,       /* TCP of another kind */
    HOW_UDP,       /* datagrams both ways: calls, tunnels */
    HOW_NTP,
};

struct step {
    const char *host; /* of hosts.c */
    enum how how;
    unsigned port;  /* 0: the usual one */
    unsigned after; /* seconds into the session */
    unsigned conns; /* connections, one after the other */
    uint32_t up,
        down; /* bytes of payload in each, give or take a half; of each round where it stays */
    unsigned seconds, rounds;
    const char *inner; /* for a proxy: the name asked for */
};

/* How a step is carried out in particular; all zero for most. */
struct talk_quirks {
    bool nothing_up, nothing_down; /* that direction passes elsewhere */
    bool mid_stream;               /* it began before the capture */
    bool says_zero_length;
    bool large_datagrams; /* larger than the MTU */
    bool never_answered;
    const char *evidence; /* not the usual one */
};

void talk_step(struct office *o, struct device *d, struct rng *rng, const struct step *step,
               uint64_t when, const struct talk_quirks *quirks);

#endif
