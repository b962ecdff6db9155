/* SPDX-License-Identifier: AGPL-3.0-or-later
 * HTTP/1 (RFC 9110, 9112): the host that a request names, and the one that a CONNECT asks for.
 *
 * A message is told once its header block is whole; of one that the capture cut, its whole lines.
 * Nothing is remembered from one call to the next, so a body that goes on past the bytes at hand is
 * not waited for: what follows is taken until a call's bytes begin with a request line again, as
 * they do when a client asks for the next thing. Paths, queries, cookies and credentials are passed
 * over. */
#include <string.h>

#include "proto/host.h"
#include "proto/protocols.h"

#define MAX_BYTES    (16u << 10) /* of one header block; servers stop at 8 to 16 KiB */
#define METHOD_MIN   3
#define METHOD_MAX   24
#define VERSION      "HTTP/1."
#define VERSION_LEN  (sizeof VERSION - 1)
#define RESPONSE_MIN (sizeof "HTTP/1.1 2" - 1)

enum kind { KIND_UNKNOWN, KIND_OTHER, KIND_REQUEST, KIND_RESPONSE };

/* Views of the data. */
struct request {
    struct am_bytes method, target;
    struct am_bytes host; /* of the first Host line */
    bool has_host;
    bool has_length, has_coding; /* a body follows: of `length` bytes, or of unknown length */
    uint64_t length;
};

static struct am_bytes slice(struct am_bytes text, size_t start, size_t end)
{
    return (struct am_bytes){.at = text.at + start, .len = end - start};
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

static struct am_bytes trim(struct am_bytes text)
{
    size_t start = 0;
    size_t end = text.len;
    while (start < end && is_blank(text.at[start]))
        start++;
    while (end > start && is_blank(text.at[end - 1]))
        end--;
    return slice(text, start, end);
}

/* Where `byte` first stands, or the text's length. */
static size_t find_byte(struct am_bytes text, uint8_t byte)
{
    const uint8_t *at = text.len > 0 ? memchr(text.at, byte, text.len) : NULL;
    return at ? (size_t)(at - text.at) : text.len;
}

static uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

/* `word` is in lower case. */
static bool same_word(struct am_bytes text, const char *word)
{
    if (text.len != strlen(word))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (lower(text.at[i]) != (uint8_t)word[i])
            return false;
    return true;
}

static bool starts_with(struct am_bytes text, const char *word)
{
    size_t len = strlen(word);
    return text.len >= len && memcmp(text.at, word, len) == 0;
}

/* A line without its end, which may be a bare LF (RFC 9112, 2.2). Reads nothing where no end has
 * come yet. */
static bool read_line(struct am_reader *r, struct am_bytes *out)
{
    struct am_bytes rest = am_reader_rest(r);
    size_t len = find_byte(rest, '\n');

    if (len == rest.len)
        return false;
    *out = am_read_bytes(r, len);
    am_read_skip(r, 1);
    if (out->len > 0 && out->at[out->len - 1] == '\r')
        out->len--;
    return true;
}

/* Servers ignore empty lines before a request (RFC 9112, 2.2). */
static void skip_line_ends(struct am_reader *r)
{
    for (;;) {
        int byte = am_reader_peek(r, 0);
        if (byte != '\r' && byte != '\n')
            return;
        am_read_skip(r, 1);
    }
}

/* Any word in upper case, since new methods are made (RFC 9110, 16.1); KIND_UNKNOWN where it is all
 * that there is. */
static enum kind read_method(struct am_bytes text, struct am_bytes *out)
{
    size_t i = 0;
    while (i < text.len && i <= METHOD_MAX &&
           ((text.at[i] >= 'A' && text.at[i] <= 'Z') ||
            (i > 0 && (text.at[i] == '-' || text.at[i] == '_'))))
        i++;
    if (i > METHOD_MAX)
        return KIND_OTHER;
    if (i == text.len)
        return KIND_UNKNOWN;
    *out = slice(text, 0, i);
    return i >= METHOD_MIN && text.at[i] == ' ' ? KIND_REQUEST : KIND_OTHER;
}

static bool has_controls(struct am_bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < 0x20 && text.at[i] != '\t' && text.at[i] != '\r') || text.at[i] == 0x7f)
            return true;
    return false;
}

/* Splits "METHOD target HTTP/1.1"; targets with blanks in them are wrong, and sent all the same. */
static enum kind split_request_line(struct am_bytes line, struct request *out)
{
    size_t method_len = out->method.len;

    line = trim(line);
    size_t last = line.len;
    while (last > 0 && line.at[last - 1] != ' ')
        last--;
    struct am_bytes version = slice(line, last, line.len);
    if (last <= method_len + 1 || !starts_with(version, VERSION) || version.len <= VERSION_LEN ||
        version.at[VERSION_LEN] < '0' || version.at[VERSION_LEN] > '9')
        return KIND_OTHER;
    out->target = trim(slice(line, method_len, last));
    return KIND_REQUEST;
}

/* What the bytes begin with, line ends left out. Reads the request line of a request. */
static enum kind read_start(struct am_reader *r, struct request *out)
{
    struct am_bytes start = am_reader_rest(r);
    size_t version = start.len < VERSION_LEN ? start.len : VERSION_LEN;
    struct am_bytes line;

    if (memcmp(start.at, VERSION, version) == 0) {
        if (start.len < RESPONSE_MIN)
            return KIND_UNKNOWN;
        /* RFC 9112, 4: HTTP-version SP status-code */
        bool status = start.at[VERSION_LEN + 1] == ' ' && start.at[VERSION_LEN + 2] >= '1' &&
                      start.at[VERSION_LEN + 2] <= '9';
        return status ? KIND_RESPONSE : KIND_OTHER;
    }
    enum kind kind = read_method(start, &out->method);
    if (kind != KIND_REQUEST)
        return kind;
    if (!read_line(r, &line))
        return start.len >= MAX_BYTES || has_controls(start) ? KIND_OTHER : KIND_UNKNOWN;
    return has_controls(line) ? KIND_OTHER : split_request_line(line, out);
}

/* A line that has not ended yet: targets may be longer than a segment, so a known method before the
 * start of a target of HTTP is enough. Lines of SIP or RTSP differ there. */
static bool is_likely_request(struct am_bytes method, struct am_bytes start)
{
    static const char *const methods[] = {
        "GET",       "POST",      "HEAD",        "PUT",         "CONNECT",   "OPTIONS",
        "DELETE",    "PATCH",     "TRACE",       "PROPFIND",    "PROPPATCH", "MKCOL",
        "COPY",      "MOVE",      "LOCK",        "UNLOCK",      "REPORT",    "SEARCH",
        "SUBSCRIBE", "NOTIFY",    "UNSUBSCRIBE", "POLL",        "BDELETE",   "BMOVE",
        "BCOPY",     "BPROPFIND", "BPROPPATCH",  "BITS_POST",   "CCM_POST",  "RPC_IN_DATA",
        "M-SEARCH",  "CHECKOUT",  "CHECKIN",     "RPC_CONNECT", "MERGE",     "RPC_OUT_DATA",
    };
    struct am_bytes target = slice(start, method.len, start.len);

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (method.len == strlen(methods[i]) && starts_with(method, methods[i]))
            return starts_with(target, " /") || starts_with(target, " http") ||
                   starts_with(target, " HTTP") || starts_with(method, "CONNECT");
    return false;
}

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    struct request request = {0};

    skip_line_ends(&r);
    struct am_bytes text = am_reader_rest(&r);
    switch (read_start(&r, &request)) {
    case KIND_UNKNOWN:
        return is_likely_request(request.method, text) ? AM_PROBE_YES : AM_PROBE_MAYBE;
    case KIND_REQUEST:
    case KIND_RESPONSE:
        return AM_PROBE_YES;
    case KIND_OTHER:
        break;
    }
    return AM_PROBE_NO;
}

/* RFC 9110, 8.6: digits. A length that is wrong, given twice or beyond counting is unknown. */
static void read_length(struct am_bytes value, struct request *out)
{
    uint64_t length = 0;
    bool wrong = value.len == 0 || value.len > 18 || out->has_length;

    for (size_t i = 0; i < value.len && !wrong; i++) {
        wrong = value.at[i] < '0' || value.at[i] > '9';
        length = length * 10 + (uint64_t)(value.at[i] - '0');
    }
    out->has_length = true;
    out->length = length;
    out->has_coding = out->has_coding || wrong;
}

static void read_field(struct am_bytes line, struct request *out)
{
    size_t colon = find_byte(line, ':');
    if (colon == line.len)
        return;
    struct am_bytes name = slice(line, 0, colon);
    struct am_bytes value = trim(slice(line, colon + 1, line.len));

    if (same_word(name, "host") && !out->has_host) {
        out->has_host = true;
        out->host = value;
    } else if (same_word(name, "content-length")) {
        read_length(value, out);
    } else if (same_word(name, "transfer-encoding")) {
        out->has_coding = true;
    }
}

/* Reads the header lines after the request line; whether their end was there. */
static bool read_fields(struct am_reader *r, struct request *out)
{
    struct am_bytes line;
    while (read_line(r, &line)) {
        if (line.len == 0)
            return true;
        read_field(line, out);
    }
    return false;
}

/* The authority of "scheme://user@host:port/path" (RFC 9112, 3.2.2); empty in other forms. */
static struct am_bytes target_authority(struct am_bytes target)
{
    size_t colon = find_byte(target, ':');
    struct am_bytes after = slice(target, colon, target.len);
    size_t end = 3;

    if (find_byte(target, '/') < colon || !starts_with(after, "://"))
        return (struct am_bytes){0};
    while (end < after.len && after.at[end] != '/' && after.at[end] != '?' && after.at[end] != '#')
        end++;
    struct am_bytes authority = slice(after, 3, end);
    size_t at = authority.len;
    while (at > 0 && authority.at[at - 1] != '@')
        at--;
    return slice(authority, at, authority.len);
}

/* RFC 9112, 3.2.2 has the target's host win over the Host field; clients send both alike, and
 * what the field says is what is called the host everywhere else. Where the block is not `whole`,
 * the field may still be to come. */
static void tell(const struct request *request, bool whole, const struct am_findings *out)
{
    bool connect = same_word(request->method, "connect");

    if (connect)
        am_host_add_authority(out, AM_SOURCE_HTTP_CONNECT,
                              slice(request->target, 0, find_byte(request->target, ' ')));
    if (request->has_host)
        am_host_add_authority(out, AM_SOURCE_HTTP_HOST, request->host);
    else if (whole && !connect)
        am_host_add_authority(out, AM_SOURCE_HTTP_HOST, target_authority(request->target));
}

/* Passes over a body as far as it is there. */
static void skip_body(struct am_reader *r, const struct request *request)
{
    size_t left = am_reader_rest(r).len;
    bool ends_here = !request->has_coding && request->length < left;
    am_read_skip(r, ends_here ? (size_t)request->length : left);
}

enum step {
    STEP_NEXT,   /* a message is done, another may follow */
    STEP_WAIT,   /* it goes on past the bytes at hand */
    STEP_ALL,    /* no message begins here: all bytes are passed over */
    STEP_ENOUGH, /* nothing more to learn from this side */
    STEP_TUNNEL, /* CONNECT: another protocol follows */
};

/* Takes one message out of at most MAX_BYTES, so that all callers see the same end. */
static enum step take_message(struct am_reader *r, bool cut, const struct am_findings *out)
{
    skip_line_ends(r);
    if (!am_reader_more(r))
        return STEP_ALL;
    struct am_bytes rest = am_reader_rest(r);
    bool full = rest.len >= MAX_BYTES;
    struct am_bytes window = slice(rest, 0, full ? MAX_BYTES : rest.len);
    struct am_reader at = am_reader_over(window, false);
    struct request request = {0};

    switch (read_start(&at, &request)) {
    case KIND_UNKNOWN:
        return cut ? STEP_ALL : STEP_WAIT;
    case KIND_OTHER:
        return STEP_ALL;
    case KIND_RESPONSE:
        return STEP_ENOUGH; /* servers name no hosts */
    case KIND_REQUEST:
        break;
    }
    bool whole = read_fields(&at, &request);
    if (!whole && !cut && !full)
        return STEP_WAIT;
    tell(&request, whole, out);
    if (!whole)
        return cut ? STEP_ALL : STEP_ENOUGH;
    am_read_skip(r, window.len - am_reader_rest(&at).len);
    if (same_word(request.method, "connect"))
        return STEP_TUNNEL;
    if (request.has_coding || request.has_length)
        skip_body(r, &request);
    return STEP_NEXT;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    static const enum am_taken_state states[] = {
        [STEP_NEXT] = AM_TAKEN_MORE,     [STEP_WAIT] = AM_TAKEN_MORE,   [STEP_ALL] = AM_TAKEN_MORE,
        [STEP_ENOUGH] = AM_TAKEN_ENOUGH, [STEP_TUNNEL] = AM_TAKEN_NEXT,
    };
    struct am_reader r = am_reader_over(data, false);
    enum step step = STEP_NEXT;

    while (step == STEP_NEXT && am_reader_more(&r))
        step = take_message(&r, turn->cut, turn->out);
    bool all = step == STEP_ALL || step == STEP_ENOUGH;
    return (struct am_taken){
        .len = all ? data.len : data.len - am_reader_rest(&r).len,
        .state = states[step],
    };
}

static const uint16_t ports[] = {80, 8080, 8000, 8008, 8888, 3128, 8118, 631, 5985, 7547, 0};

const struct am_proto am_proto_http = {
    .name = "http",
    .rfc = "RFC 9112",
    .over = AM_OVER_TCP,
    .ports = ports,
    .max_bytes = MAX_BYTES,
    .probe = probe,
    .dissect = dissect,
};
