/* SPDX-License-Identifier: AGPL-3.0-or-later
 * golden: turns a script of frames into a capture file.
 *
 *   golden SCRIPT.frames CAPTURE
 *
 * The words of a script are told in tests/golden/README.md. A script is trusted, and a mistake in
 * it ends the program with the line it is in. */
#ifndef GOLDEN_H
#define GOLDEN_H

#include <stdnoreturn.h>

#include "base/address.h"
#include "unit/scanner/capture_bytes.h"
#include "unit/scanner/messages.h"

#define WORDS_MAX    128
#define FLOWS_MAX    32
#define MESSAGES_MAX 64
#define SENT_MAX     128
#define WRAP_MAX     1024
#define PACKET_MAX   66000

/* A line's words, the text of quoted ones with its quote before it. */
struct words {
    char *at[WORDS_MAX];
    size_t len;
};

struct flow {
    char name[32];
    struct am_address address[2]; /* 0: the client */
    uint16_t port[2];
    uint8_t transport;
    uint32_t next[2]; /* sequence numbers */
};

struct message {
    char name[32];
    uint8_t *at;
    size_t len;
};

/* Where in a flow's side a named message lies: named again, it is sent again. */
struct sent {
    const struct flow *flow;
    const struct message *message;
    unsigned side;
    uint32_t seq;
};

enum format { FORMAT_PCAP, FORMAT_PCAP_BIG, FORMAT_PCAP_NS, FORMAT_PCAPNG };

struct script {
    const char *path;
    unsigned line;
    enum format format;
    uint16_t link_type, ip_id;
    uint32_t snaplen;
    char wrap[WRAP_MAX]; /* words of frame_text.h before each IP packet; "auto": Ethernet */
    struct flow flows[FLOWS_MAX];
    struct message messages[MESSAGES_MAX];
    struct sent sent[SENT_MAX];
    size_t flows_len, messages_len, sent_len;
    bool begun; /* the file's header is written */
    struct wire wire;
    struct capture_bytes out;
};

/* How a packet is to be sent, besides what it carries. */
struct manner {
    long length;         /* what the IP header says, or -1: the truth */
    unsigned long piece; /* bytes of each fragment; 0: whole */
    bool reversed;       /* fragments, last one first */
    long without;        /* the fragment that is not captured, or -1 */
    int64_t copy;        /* nanoseconds after which a second copy comes; 0: none */
};

struct segment {
    struct flow *flow;
    unsigned side;
    uint8_t flags;
    uint32_t seq;
    struct am_bytes payload;
};

noreturn void wrong(const struct script *s, const char *what);

/* Writes the message that the words from `*at` on tell, up to "|" or the end. */
void put_parts(struct script *s, const struct words *words, size_t *at, struct wire *out);

void send_segment(struct script *s, int64_t time, const struct segment *segment,
                  const struct manner *manner);
/* A frame as it is, link header and all. */
void write_frame(struct script *s, int64_t time, const char *words, struct am_bytes payload);

#endif
