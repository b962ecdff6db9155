/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads a script line by line. */
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>

#include "golden.h"
#include "net/packet.h"

noreturn void wrong(const struct script *s, const char *what)
{
    (void)fprintf(stderr, "%s:%u: %s\n", s->path, s->line, what);
    exit(EXIT_FAILURE);
}

static bool is(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

/* --- words --- */

/* Takes the escapes out of quoted text, in place; returns what follows it. */
static char *unquote(struct script *s, char *text)
{
    char *to = text;
    char *from = text;
    for (; *from && *from != '"'; from++) {
        if (*from == '\\') {
            from++;
            *to++ = (char)(*from == 'r' ? '\r' : *from == 'n' ? '\n' : *from);
        } else {
            *to++ = *from;
        }
    }
    if (*from != '"')
        wrong(s, "a quote is not closed");
    *to = '\0';
    return from + 1;
}

static void split(struct script *s, char *line, struct words *out)
{
    out->len = 0;
    for (char *at = line;;) {
        while (isspace((unsigned char)*at))
            at++;
        if (*at == '\0' || *at == '#')
            return;
        if (out->len == WORDS_MAX)
            wrong(s, "too many words");
        out->at[out->len++] = at;
        if (*at == '"') {
            at = unquote(s, at + 1);
            continue;
        }
        while (*at && !isspace((unsigned char)*at))
            at++;
        if (*at)
            *at++ = '\0';
    }
}

static const char *word_at(const struct script *s, const struct words *w, size_t i)
{
    if (i >= w->len)
        wrong(s, "the line lacks a word");
    return w->at[i];
}

/* The words from `first` on, as one text. */
static void join(const struct script *s, const struct words *w, size_t first, char out[WRAP_MAX])
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = first; i < w->len; i++) {
        size_t n = strlen(w->at[i]);
        if (len + n + 2 > WRAP_MAX)
            wrong(s, "too long");
        if (len > 0)
            out[len++] = ' ';
        memcpy(out + len, w->at[i], n + 1);
        len += n;
    }
}

static void set_name(const struct script *s, char to[32], const char *from)
{
    size_t len = strlen(from);
    if (len >= 32)
        wrong(s, "too long a name");
    memcpy(to, from, len + 1);
}

/* "1.25" in nanoseconds. */
static int64_t time_of(const struct script *s, const char *word)
{
    char *rest;
    int64_t time = (int64_t)strtoul(word, &rest, 10) * 1000000000;
    int64_t unit = 100000000;
    if (rest == word)
        wrong(s, "a line begins with a time or a word of the language");
    if (*rest == '.')
        for (rest++; isdigit((unsigned char)*rest); rest++, unit /= 10)
            time += (*rest - '0') * unit;
    if (*rest)
        wrong(s, "no time");
    return time;
}

/* --- what a script declares --- */

static void set_file(struct script *s, const struct words *w)
{
    static const char *const formats[] = {
        [FORMAT_PCAP] = "pcap",
        [FORMAT_PCAP_BIG] = "pcap-big",
        [FORMAT_PCAP_NS] = "pcap-ns",
        [FORMAT_PCAPNG] = "pcapng",
    };
    for (unsigned i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (is(word_at(s, w, 1), formats[i])) {
            s->format = (enum format)i;
            return;
        }
    }
    wrong(s, "no such format");
}

static void set_link(struct script *s, const struct words *w)
{
    s->link_type = (uint16_t)strtoul(word_at(s, w, 1), NULL, 10);
}

static void set_snaplen(struct script *s, const struct words *w)
{
    s->snaplen = (uint32_t)strtoul(word_at(s, w, 1), NULL, 10);
}

static void set_wrap(struct script *s, const struct words *w)
{
    join(s, w, 1, s->wrap);
}

/* "192.0.2.1:80", "[2001:db8::1]:80", or an address alone. */
static void read_end(const struct script *s, struct flow *flow, unsigned side, const char *word)
{
    char text[64];
    const char *colon = word[0] == '[' || strchr(word, '.') ? strrchr(word, ':') : NULL;
    size_t len = colon ? (size_t)(colon - word) : strlen(word);
    size_t brackets = word[0] == '[' ? 1 : 0;
    if (len >= sizeof text)
        wrong(s, "too long an address");
    memcpy(text, word + brackets, len - 2 * brackets);
    text[len - 2 * brackets] = '\0';
    if (am_address_parse(text, &flow->address[side]) != AM_OK)
        wrong(s, "no address");
    flow->port[side] = colon ? (uint16_t)strtoul(colon + 1, NULL, 10) : 0;
}

/* flow NAME tcp CLIENT > SERVER [seq=N] */
static void add_flow(struct script *s, const struct words *w)
{
    const char *transport = word_at(s, w, 2);
    if (s->flows_len == FLOWS_MAX)
        wrong(s, "too many flows");
    struct flow *flow = &s->flows[s->flows_len];
    set_name(s, flow->name, word_at(s, w, 1));
    flow->transport = is(transport, "tcp")   ? IPPROTO_TCP
                      : is(transport, "udp") ? IPPROTO_UDP
                                             : (uint8_t)strtoul(transport, NULL, 10);
    read_end(s, flow, 0, word_at(s, w, 3));
    read_end(s, flow, 1, word_at(s, w, 5));
    flow->next[0] = 1000 + 100000 * (uint32_t)s->flows_len;
    flow->next[1] = 5000000 + flow->next[0];
    if (w->len > 6 && strncmp(w->at[6], "seq=", 4) == 0)
        flow->next[0] = (uint32_t)strtoul(w->at[6] + 4, NULL, 10);
    s->flows_len++;
}

static void add_message(struct script *s, const struct words *w)
{
    size_t at = 2;
    if (s->messages_len == MESSAGES_MAX)
        wrong(s, "too many messages");
    struct message *m = &s->messages[s->messages_len++];
    set_name(s, m->name, word_at(s, w, 1));
    s->wire.len = 0;
    put_parts(s, w, &at, &s->wire);
    m->len = s->wire.len;
    m->at = malloc(m->len > 0 ? m->len : 1);
    if (!m->at)
        wrong(s, "out of memory");
    memcpy(m->at, s->wire.at, m->len);
}

/* For run.sh, not for us. */
static void pass_over(struct script *s, const struct words *w)
{
    (void)s;
    (void)w;
}

/* --- what happens --- */

static struct manner read_manner(const struct script *s, const struct words *w)
{
    struct manner m = {.length = -1, .without = -1};
    size_t i = 0;
    while (i < w->len && !is(w->at[i], "|"))
        i++;
    for (i++; i < w->len; i++) {
        const char *word = w->at[i];
        const char *value = strchr(word, '=');
        if (strncmp(word, "length=", 7) == 0)
            m.length = strtol(value + 1, NULL, 10);
        else if (strncmp(word, "fragments=", 10) == 0)
            m.piece = strtoul(value + 1, NULL, 10);
        else if (strncmp(word, "without=", 8) == 0)
            m.without = strtol(value + 1, NULL, 10);
        else if (strncmp(word, "copy=", 5) == 0)
            m.copy = time_of(s, value + 1);
        else if (is(word, "reversed"))
            m.reversed = true;
        else
            wrong(s, "no such manner");
    }
    return m;
}

static void send_flags(struct script *s, int64_t time, struct segment *segment, uint8_t flags,
                       const struct manner *manner)
{
    struct flow *flow = segment->flow;
    segment->flags = flags;
    segment->seq = flow->next[segment->side];
    segment->payload = (struct am_bytes){0};
    send_segment(s, time, segment, manner);
    if (flags & (AM_TCP_SYN | AM_TCP_FIN))
        flow->next[segment->side]++;
}

static const struct {
    const char *word;
    uint8_t flags;
} signs[] = {
    {"syn", AM_TCP_SYN}, {"synack", AM_TCP_SYN | AM_TCP_ACK}, {"ack", AM_TCP_ACK},
    {"rst", AM_TCP_RST}, {"fin", AM_TCP_FIN | AM_TCP_ACK},
};

static bool send_sign(struct script *s, int64_t time, struct segment *segment, const char *word,
                      const struct manner *manner)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!is(word, signs[i].word))
            continue;
        send_flags(s, time, segment, signs[i].flags, manner);
        return true;
    }
    return false;
}

/* Three packets, a hundredth of a second apart. */
static void send_three(struct script *s, int64_t time, struct flow *flow, uint8_t first,
                       uint8_t second)
{
    const uint8_t flags[] = {first, second, AM_TCP_ACK};
    const struct manner manner = {.length = -1, .without = -1};
    for (unsigned i = 0; i < 3; i++) {
        struct segment segment = {.flow = flow, .side = i % 2};
        send_flags(s, time + i * 10000000, &segment, flags[i], &manner);
    }
}

/* Where the message lies in its side: where it was before, or next. */
static uint32_t place_of(struct script *s, const struct segment *segment, const struct message *m)
{
    for (size_t i = 0; i < s->sent_len; i++) {
        const struct sent *sent = &s->sent[i];
        if (sent->flow == segment->flow && sent->message == m && sent->side == segment->side)
            return sent->seq;
    }
    if (s->sent_len == SENT_MAX)
        wrong(s, "too many messages sent");
    uint32_t seq = segment->flow->next[segment->side];
    s->sent[s->sent_len++] = (struct sent){segment->flow, m, segment->side, seq};
    segment->flow->next[segment->side] += (uint32_t)m->len;
    return seq;
}

/* "NAME" or "NAME[from:to]", either of which may be left out; false where there is no such message.
 */
static bool send_message(struct script *s, int64_t time, struct segment *segment, const char *word,
                         const struct manner *manner)
{
    size_t len = strcspn(word, "[");
    const struct message *m = NULL;
    for (size_t i = 0; i < s->messages_len; i++)
        if (strlen(s->messages[i].name) == len && strncmp(s->messages[i].name, word, len) == 0)
            m = &s->messages[i];
    if (!m)
        return false;
    size_t from = 0;
    size_t to = m->len;
    if (word[len] == '[') {
        char *colon;
        from = strtoul(word + len + 1, &colon, 10);
        if (colon[0] == ':' && colon[1] != ']')
            to = strtoul(colon + 1, NULL, 10);
    }
    if (from > to || to > m->len)
        wrong(s, "beyond the message");
    segment->flags = AM_TCP_ACK;
    segment->seq = place_of(s, segment, m) + (uint32_t)from;
    segment->payload = (struct am_bytes){m->at + from, to - from};
    send_segment(s, time, segment, manner);
    return true;
}

static void send_parts(struct script *s, int64_t time, struct segment *segment,
                       const struct words *w, const struct manner *manner)
{
    size_t at = 3;
    s->wire.len = 0;
    put_parts(s, w, &at, &s->wire);
    segment->flags = AM_TCP_ACK;
    segment->seq = segment->flow->next[segment->side];
    segment->payload = wire_view(&s->wire);
    segment->flow->next[segment->side] += (uint32_t)s->wire.len;
    send_segment(s, time, segment, manner);
}

/* TIME FLOW open|close; TIME FLOW >|< what [| manner]; TIME frame WORDS */
static void play(struct script *s, const struct words *w)
{
    int64_t time = time_of(s, w->at[0]);
    const char *name = word_at(s, w, 1);
    const char *way = word_at(s, w, 2);
    struct flow *flow = NULL;
    if (is(name, "frame")) {
        char words[WRAP_MAX];
        join(s, w, 2, words);
        write_frame(s, time, words, (struct am_bytes){0});
        return;
    }
    for (size_t i = 0; i < s->flows_len; i++)
        if (is(s->flows[i].name, name))
            flow = &s->flows[i];
    if (!flow)
        wrong(s, "no such flow");
    if (is(way, "open") || is(way, "close")) {
        bool open = is(way, "open");
        send_three(s, time, flow, open ? AM_TCP_SYN : AM_TCP_FIN | AM_TCP_ACK,
                   (uint8_t)((open ? AM_TCP_SYN : AM_TCP_FIN) | AM_TCP_ACK));
        return;
    }
    if (!is(way, ">") && !is(way, "<"))
        wrong(s, "who sends: > or <");
    struct manner manner = read_manner(s, w);
    struct segment segment = {.flow = flow, .side = is(way, ">") ? 0 : 1};
    const char *what = word_at(s, w, 3);
    if (is(what, "lost"))
        flow->next[segment.side] += (uint32_t)strtoul(word_at(s, w, 4), NULL, 10);
    else if (!send_sign(s, time, &segment, what, &manner) &&
             !send_message(s, time, &segment, what, &manner))
        send_parts(s, time, &segment, w, &manner);
}

static void take_line(struct script *s, char *line)
{
    static const struct {
        const char *word;
        void (*take)(struct script *s, const struct words *w);
    } lines[] = {
        {"file", set_file},     {"link", set_link},      {"snaplen", set_snaplen},
        {"wrap", set_wrap},     {"flow", add_flow},      {"message", add_message},
        {"options", pass_over}, {"counters", pass_over}, {"contacts", pass_over},
        {"private", pass_over},
    };
    struct words words;
    split(s, line, &words);
    if (words.len == 0)
        return;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (is(words.at[0], lines[i].word)) {
            lines[i].take(s, &words);
            return;
        }
    }
    play(s, &words);
}

int main(int argc, char **argv)
{
    char line[8192];
    if (argc != 3) {
        (void)fputs("Usage: golden SCRIPT.frames CAPTURE\n", stderr);
        return 2;
    }
    struct script *s = calloc(1, sizeof *s);
    FILE *in = fopen(argv[1], "r");
    if (!s || !in) {
        (void)fprintf(stderr, "golden: can't read %s\n", argv[1]);
        return EXIT_FAILURE;
    }
    s->path = argv[1];
    s->link_type = 1;
    memcpy(s->wrap, "auto", sizeof "auto");
    while (fgets(line, sizeof line, in)) {
        s->line++;
        take_line(s, line);
    }
    (void)fclose(in);
    FILE *out = fopen(argv[2], "wb");
    bool written = out && fwrite(s->out.at, 1, s->out.len, out) == s->out.len;
    if (!out || fclose(out) != 0 || !written) {
        (void)fprintf(stderr, "golden: can't write %s\n", argv[2]);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < s->messages_len; i++)
        free(s->messages[i].at);
    free(s);
    return EXIT_SUCCESS;
}
