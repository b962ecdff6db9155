/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/http_head.h"

#include <string.h>

#define METHOD_MIN  3
#define METHOD_MAX  24
#define VERSION     "HTTP/1."
#define VERSION_LEN (sizeof VERSION - 1)
#define STATUS_AT   (sizeof "HTTP/1.1 " - 1)
#define STATUS_LEN  3

static struct am_bytes slice(struct am_bytes text, size_t start, size_t end)
{
    return (struct am_bytes){.at = text.at + start, .len = end - start};
}

/* Line ends stand inside a value that is folded (RFC 9112, 5.2). */
static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
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

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
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

bool am_http_read_line(struct am_reader *r, struct am_bytes *out)
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

void am_http_skip_line_ends(struct am_reader *r)
{
    for (;;) {
        int byte = am_reader_peek(r, 0);
        if (byte != '\r' && byte != '\n')
            return;
        am_read_skip(r, 1);
    }
}

/* --- the first line --- */

/* Any word in upper case, since new methods are made (RFC 9110, 16.1); AM_HTTP_UNKNOWN where it is
 * all that there is. */
static enum am_http_kind read_method(struct am_bytes text, struct am_bytes *out)
{
    size_t i = 0;
    while (i < text.len && i <= METHOD_MAX &&
           ((text.at[i] >= 'A' && text.at[i] <= 'Z') ||
            (i > 0 && (text.at[i] == '-' || text.at[i] == '_'))))
        i++;
    if (i > METHOD_MAX)
        return AM_HTTP_OTHER;
    if (i == text.len)
        return AM_HTTP_UNKNOWN;
    *out = slice(text, 0, i);
    return i >= METHOD_MIN && text.at[i] == ' ' ? AM_HTTP_REQUEST : AM_HTTP_OTHER;
}

static bool has_controls(struct am_bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < 0x20 && text.at[i] != '\t' && text.at[i] != '\r') || text.at[i] == 0x7f)
            return true;
    return false;
}

/* Splits "METHOD target HTTP/1.1"; targets with blanks in them are wrong, and sent all the same. */
static enum am_http_kind split_request_line(struct am_bytes line, struct am_http_head *out)
{
    size_t method_len = out->method.len;

    line = trim(line);
    size_t last = line.len;
    while (last > 0 && line.at[last - 1] != ' ')
        last--;
    struct am_bytes version = slice(line, last, line.len);
    if (last <= method_len + 1 || !starts_with(version, VERSION) || version.len <= VERSION_LEN ||
        !is_digit(version.at[VERSION_LEN]))
        return AM_HTTP_OTHER;
    out->target = trim(slice(line, method_len, last));
    return AM_HTTP_REQUEST;
}

/* "HTTP/1.1 200 ..." (RFC 9112, 4). The rest of the line, which may be long, is left unread. */
static enum am_http_kind read_status_line(struct am_reader *r, struct am_bytes start,
                                          struct am_http_head *out)
{
    if (start.len < STATUS_AT + STATUS_LEN)
        return AM_HTTP_UNKNOWN;
    struct am_bytes status = slice(start, STATUS_AT, STATUS_AT + STATUS_LEN);
    out->status = 0;
    for (size_t i = 0; i < status.len; i++) {
        if (!is_digit(status.at[i]))
            return AM_HTTP_OTHER;
        out->status = out->status * 10 + (unsigned)(status.at[i] - '0');
    }
    if (start.at[STATUS_AT - 1] != ' ' || out->status < 100)
        return AM_HTTP_OTHER;
    am_read_skip(r, STATUS_AT + STATUS_LEN);
    return AM_HTTP_RESPONSE;
}

enum am_http_kind am_http_read_start(struct am_reader *r, struct am_http_head *out)
{
    struct am_bytes start = am_reader_rest(r);
    size_t version = start.len < VERSION_LEN ? start.len : VERSION_LEN;
    struct am_bytes line;

    if (memcmp(start.at, VERSION, version) == 0)
        return read_status_line(r, start, out);
    enum am_http_kind kind = read_method(start, &out->method);
    if (kind != AM_HTTP_REQUEST)
        return kind;
    if (!am_http_read_line(r, &line))
        return start.len >= AM_HTTP_HEAD_MAX || has_controls(start) ? AM_HTTP_OTHER
                                                                    : AM_HTTP_UNKNOWN;
    return has_controls(line) ? AM_HTTP_OTHER : split_request_line(line, out);
}

/* Lines of SIP, RTSP or ICAP differ where the target begins. */
bool am_http_is_likely(struct am_bytes start)
{
    static const char *const methods[] = {
        "GET",       "POST",      "HEAD",        "PUT",         "CONNECT",   "OPTIONS",
        "DELETE",    "PATCH",     "TRACE",       "PROPFIND",    "PROPPATCH", "MKCOL",
        "COPY",      "MOVE",      "LOCK",        "UNLOCK",      "REPORT",    "SEARCH",
        "SUBSCRIBE", "NOTIFY",    "UNSUBSCRIBE", "POLL",        "BDELETE",   "BMOVE",
        "BCOPY",     "BPROPFIND", "BPROPPATCH",  "BITS_POST",   "CCM_POST",  "RPC_IN_DATA",
        "M-SEARCH",  "CHECKOUT",  "CHECKIN",     "RPC_CONNECT", "MERGE",     "RPC_OUT_DATA",
    };
    size_t end = find_byte(start, ' ');
    struct am_bytes method = slice(start, 0, end);
    struct am_bytes target = slice(start, end, start.len);

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (method.len == strlen(methods[i]) && starts_with(method, methods[i]))
            return starts_with(target, " /") || starts_with(target, " http") ||
                   starts_with(target, " HTTP") ||
                   (starts_with(method, "CONNECT") && target.len > 0);
    return false;
}

/* --- fields --- */

/* What the fields say of the body, before one is held against the other. */
struct framing {
    bool has_length, wrong_length, has_coding, chunked;
    uint64_t length;
};

/* RFC 9112, 6.3: digits; given twice, the same. */
static void read_length(struct am_bytes value, struct framing *out)
{
    uint64_t length = 0;
    bool wrong = value.len == 0 || value.len > 18;

    for (size_t i = 0; i < value.len && !wrong; i++) {
        wrong = !is_digit(value.at[i]);
        length = length * 10 + (uint64_t)(value.at[i] - '0');
    }
    out->wrong_length = out->wrong_length || wrong || (out->has_length && out->length != length);
    out->has_length = true;
    out->length = length;
}

/* The last coding of the last field is the outermost: only if that is chunked can the end be
 * found (RFC 9112, 6.1). */
static void read_coding(struct am_bytes value, struct framing *out)
{
    size_t last = value.len;
    while (last > 0 && value.at[last - 1] != ',')
        last--;
    out->has_coding = true;
    out->chunked = same_word(trim(slice(value, last, value.len)), "chunked");
}

/* RFC 9110, 7.8: a list of protocols. */
static enum am_http_upgrade read_upgrade(struct am_bytes value)
{
    enum am_http_upgrade found = AM_HTTP_STAYS;
    while (value.len > 0) {
        size_t comma = find_byte(value, ',');
        struct am_bytes word = trim(slice(value, 0, comma));
        if (same_word(word, "websocket"))
            return AM_HTTP_TO_WEBSOCKET;
        if (word.len > 0)
            found = AM_HTTP_TO_OTHER;
        value = slice(value, comma < value.len ? comma + 1 : comma, value.len);
    }
    return found;
}

static void read_field(struct am_bytes field, struct am_http_head *out, struct framing *framing)
{
    size_t colon = find_byte(field, ':');
    if (colon == field.len)
        return;
    struct am_bytes name = slice(field, 0, colon);
    struct am_bytes value = trim(slice(field, colon + 1, field.len));

    if (same_word(name, "host")) {
        if (!out->has_host)
            out->host = value;
        out->has_host = true;
    } else if (same_word(name, "content-length")) {
        read_length(value, framing);
    } else if (same_word(name, "transfer-encoding")) {
        read_coding(value, framing);
    } else if (same_word(name, "upgrade") && out->upgrade != AM_HTTP_TO_WEBSOCKET) {
        out->upgrade = read_upgrade(value);
    }
}

/* Reads one field with the lines that it is folded over (obsolete, RFC 9112, 5.2): they begin with
 * a blank. `end`: it is the empty line after the last. Reads nothing and tells false where it is
 * not there whole, or `more` may come that it is folded over. */
static bool read_folded(struct am_reader *r, bool more, struct am_bytes *out, bool *end)
{
    struct am_reader at = *r;
    struct am_bytes start = am_reader_rest(r);
    struct am_bytes line;

    do {
        if (!am_http_read_line(&at, &line))
            return false;
        *end = line.len == 0;
        if (!*end && more && !am_reader_more(&at))
            return false;
    } while (!*end && (am_reader_peek(&at, 0) == ' ' || am_reader_peek(&at, 0) == '\t'));
    *out = am_read_bytes(r, start.len - am_reader_rest(&at).len);
    return true;
}

/* A coding comes before a length (RFC 9112, 6.3). */
static enum am_http_body body_of(const struct framing *framing)
{
    if (framing->has_coding)
        return framing->chunked ? AM_HTTP_CHUNKED : AM_HTTP_UNCLEAR;
    if (framing->wrong_length)
        return AM_HTTP_UNCLEAR;
    return framing->has_length ? AM_HTTP_LENGTH : AM_HTTP_NO_BODY;
}

bool am_http_read_fields(struct am_reader *r, bool more, struct am_http_head *out)
{
    struct framing framing = {0};
    struct am_bytes field;
    bool whole = false;

    while (!whole && read_folded(r, more, &field, &whole))
        read_field(field, out, &framing);
    out->body = body_of(&framing);
    out->length = framing.length;
    return whole;
}

bool am_http_is_connect(const struct am_http_head *head)
{
    return same_word(head->method, "connect");
}

struct am_bytes am_http_target_authority(struct am_bytes target)
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
