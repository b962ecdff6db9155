/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SOCKS 4, 4a and 5 (RFC 1928, 1929): the host that a client asks its proxy for. What follows the
 * request goes to that host, and is looked at anew. User names and passwords are passed over.
 *
 * The first bytes are weak, so a probe wants every field in its place: of version 4 a whole request
 * and nothing after it, of version 5 methods that are known, none of them twice. A proxy's answers
 * are not recognised: they say little, and what comes after them begins in a segment of its own.
 *
 * Cost: what comes before the end of the request is read again with each segment, MAX_BYTES at
 * most; no state. */
#include <string.h>

#include "proto/host.h"
#include "proto/protocols.h"

#define MAX_BYTES   1100u /* methods, name and password, and request at their longest */
#define METHODS_MAX 16u   /* more are not offered */
#define USER_MAX    255u  /* bytes of version 4's user name; it has no length of its own */

enum { METHOD_NONE = 0, METHOD_PASSWORD = 2, METHOD_LAST = 9, METHOD_OWN = 0x80 };
enum { CONNECT = 1, BIND = 2, ASSOCIATE = 3, RESOLVE = 0xf0, RESOLVE_ADDRESS = 0xf1 };
enum { TYPE_IPV4 = 1, TYPE_HOST = 3, TYPE_IPV6 = 4 };

enum walked {
    WALKED_NOT,
    WALKED_MORE, /* right as far as it goes */
    WALKED_ALL,
};

struct request {
    struct am_bytes host; /* empty: an address */
    uint8_t command;
    size_t greeting; /* bytes before it that stand by themselves */
};

/* The address 0.0.0.x stands for a name that follows. */
static bool is_placeholder(uint32_t address)
{
    return address > 0 && address < 0x100;
}

/* Text up to its zero byte, of letters and marks. */
static enum walked walk_text(struct am_reader *r, size_t max, struct am_bytes *out)
{
    struct am_bytes rest = am_reader_rest(r);

    for (size_t i = 0; i <= max; i++) {
        int byte = am_reader_peek(r, i);
        if (byte < 0)
            return WALKED_MORE;
        if (byte == 0) {
            *out = (struct am_bytes){.at = rest.at, .len = i};
            am_read_skip(r, i + 1);
            return WALKED_ALL;
        }
        if (byte < ' ' || byte == 0x7f)
            return WALKED_NOT;
    }
    return WALKED_NOT;
}

static bool is_host(struct am_bytes host)
{
    char name[AM_NAME_SIZE];
    return am_name_clean(host, name) == AM_OK;
}

/* Version 4: VN CD DSTPORT DSTIP USERID NULL, with 4a and a host's name and NULL. */
static enum walked walk_old(struct am_reader *r, struct request *out)
{
    struct am_bytes user;

    am_read_skip(r, 1);
    bool has_command = am_reader_more(r);
    out->command = am_read_u8(r);
    uint16_t port = am_read_be16(r);
    uint32_t address = am_read_be32(r);
    bool known = out->command == CONNECT || out->command == BIND || out->command == RESOLVE ||
                 out->command == RESOLVE_ADDRESS;
    if (am_reader_status(r) != AM_OK)
        return known || !has_command ? WALKED_MORE : WALKED_NOT;
    if (!known || (port == 0 && out->command == CONNECT) ||
        (address >> 24 == 0 && !is_placeholder(address)))
        return WALKED_NOT;
    enum walked walked = walk_text(r, USER_MAX, &user);
    if (walked != WALKED_ALL || !is_placeholder(address))
        return walked;
    walked = walk_text(r, AM_NAME_SIZE, &out->host);
    return walked == WALKED_ALL && out->host.len == 0 ? WALKED_NOT : walked;
}

static bool is_method(uint8_t method)
{
    return method <= METHOD_LAST || (method >= METHOD_OWN && method < 0xff);
}

/* RFC 1928, 3: VER NMETHODS METHODS */
static enum walked walk_greeting(struct am_reader *r, bool *password)
{
    am_read_skip(r, 1);
    if (!am_reader_more(r))
        return WALKED_MORE;
    uint8_t len = am_read_u8(r);
    if (len == 0 || len > METHODS_MAX)
        return WALKED_NOT;
    struct am_bytes rest = am_reader_rest(r);
    struct am_bytes methods = {.at = rest.at, .len = rest.len < len ? rest.len : len};
    for (size_t i = 0; i < methods.len; i++) {
        if (!is_method(methods.at[i]) || (i > 0 && memchr(methods.at, methods.at[i], i)))
            return WALKED_NOT;
        *password = *password || methods.at[i] == METHOD_PASSWORD;
    }
    am_read_skip(r, methods.len);
    return methods.len < len ? WALKED_MORE : WALKED_ALL;
}

/* RFC 1929, 2: VER ULEN UNAME PLEN PASSWD */
static enum walked walk_password(struct am_reader *r)
{
    am_read_skip(r, 1);
    uint8_t user = am_read_u8(r);
    am_read_skip(r, user);
    if (am_reader_status(r) != AM_OK)
        return WALKED_MORE;
    uint8_t password = am_read_u8(r);
    am_read_skip(r, password);
    if (am_reader_status(r) != AM_OK)
        return WALKED_MORE;
    return user > 0 ? WALKED_ALL : WALKED_NOT;
}

/* RFC 1928, 4: VER CMD RSV ATYP DST.ADDR DST.PORT. Bytes that are not there yet read as zeroes. */
static enum walked walk_request(struct am_reader *r, struct request *out)
{
    struct am_bytes start = am_reader_rest(r);
    uint8_t version = am_read_u8(r);
    uint8_t command = am_read_u8(r);
    uint8_t reserved = am_read_u8(r);
    uint8_t type = am_read_u8(r);
    bool known = (command >= CONNECT && command <= ASSOCIATE) || command == RESOLVE ||
                 command == RESOLVE_ADDRESS;

    if (version != 5 || (start.len > 1 && !known) || reserved != 0 ||
        (start.len > 3 && type != TYPE_IPV4 && type != TYPE_HOST && type != TYPE_IPV6))
        return WALKED_NOT;
    uint8_t len = type == TYPE_HOST ? am_read_u8(r) : type == TYPE_IPV4 ? 4 : 16;
    bool empty = start.len > 4 && len == 0;
    struct am_bytes host = am_read_bytes(r, len);
    uint16_t port = am_read_be16(r);
    if (am_reader_status(r) != AM_OK)
        return empty ? WALKED_NOT : WALKED_MORE;
    out->command = command;
    if (type == TYPE_HOST)
        out->host = host;
    return empty || (port == 0 && command == CONNECT) ? WALKED_NOT : WALKED_ALL;
}

static enum walked walk_greeted(struct am_reader *r, struct request *out)
{
    size_t whole = am_reader_rest(r).len;
    bool password = false;

    enum walked walked = walk_greeting(r, &password);
    if (walked != WALKED_ALL)
        return walked;
    out->greeting = whole - am_reader_rest(r).len;
    if (password && am_reader_peek(r, 0) == 1)
        walked = walk_password(r);
    if (walked != WALKED_ALL)
        return walked;
    return am_reader_more(r) ? walk_request(r, out) : WALKED_MORE;
}

/* Version 5 up to the end of the request. Where the greeting was not captured, a request for a name
 * is sure enough by itself. */
static enum walked walk_new(struct am_reader *r, struct request *out)
{
    struct am_reader at = *r;
    struct request alone = {0};

    enum walked walked = walk_greeted(r, out);
    if (walked == WALKED_NOT && walk_request(&at, &alone) == WALKED_ALL && is_host(alone.host) &&
        !am_reader_more(&at)) {
        *r = at;
        *out = alone;
        return WALKED_ALL;
    }
    return walked;
}

static enum walked walk(struct am_reader *r, struct request *out)
{
    int version = am_reader_peek(r, 0);
    return version == 5 ? walk_new(r, out) : version == 4 ? walk_old(r, out) : WALKED_NOT;
}

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    struct request request = {0};

    if (start.len == 0)
        return AM_PROBE_MAYBE;
    enum walked walked = walk(&r, &request);
    if (walked == WALKED_NOT)
        return AM_PROBE_NO;
    if (start.at[0] == 5)
        return walked == WALKED_ALL || request.greeting > 0 ? AM_PROBE_YES : AM_PROBE_MAYBE;
    if (walked == WALKED_MORE)
        return AM_PROBE_MAYBE;
    return is_host(request.host) || (request.host.len == 0 && !am_reader_more(&r)) ? AM_PROBE_YES
                                                                                   : AM_PROBE_NO;
}

/* An address as text, whatever its spelling: digits and dots, or anything with a colon. */
static bool is_address(struct am_bytes host)
{
    bool numeric = true;

    for (size_t i = 0; i < host.len; i++) {
        if (host.at[i] == ':')
            return true;
        numeric = numeric && (host.at[i] == '.' || (host.at[i] >= '0' && host.at[i] <= '9'));
    }
    return numeric;
}

static void tell(const struct request *request, const struct am_findings *out)
{
    bool asks = request->command == CONNECT || request->command == RESOLVE;

    if (asks && !is_address(request->host))
        am_host_add(out, AM_SOURCE_SOCKS_HOST, request->host);
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    struct am_reader r = am_reader_over(data, false);
    struct request request = {0};
    enum walked walked = walk(&r, &request);
    size_t taken = data.len - am_reader_rest(&r).len;

    switch (walked) {
    case WALKED_MORE:
        if (turn->cut || data.len >= MAX_BYTES)
            return (struct am_taken){.len = data.len, .state = AM_TAKEN_NEXT};
        return (struct am_taken){.state = AM_TAKEN_MORE};
    case WALKED_ALL:
        tell(&request, turn->out);
        return (struct am_taken){.len = taken, .state = AM_TAKEN_NEXT};
    case WALKED_NOT:
        break;
    }
    /* What looked like a greeting was none, or was followed by what is not read (GSSAPI). */
    if (request.greeting > 0)
        return (struct am_taken){.len = request.greeting, .state = AM_TAKEN_NEXT};
    return (struct am_taken){.state = AM_TAKEN_NOT};
}

static const uint16_t ports[] = {1080, 9050, 9150, 0};

const struct am_proto am_proto_socks = {
    .name = "socks",
    .rfc = "RFC 1928",
    .over = AM_OVER_TCP,
    .ports = ports,
    .preface = true,
    .max_bytes = MAX_BYTES,
    .probe = probe,
    .dissect = dissect,
};
