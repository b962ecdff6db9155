/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Messages, from the words of a script. */
#include "parts.h"

#include "base/name.h"
#include "unit/scanner/certificates.h"
#include "unit/scanner/dtls_messages.h"

#define HANDSHAKE        22
#define APPLICATION_DATA 23

static void part_hex(struct part *p)
{
    const char *hex = need_word(p);
    for (; hex[0] && hex[1]; hex += 2) {
        char pair[3] = {hex[0], hex[1], '\0'};
        wire_number(p->out, (uint32_t)strtoul(pair, NULL, 16), 1);
    }
    if (hex[0])
        wrong(p->s, "hex has half a byte");
}

static void part_fill(struct part *p)
{
    wire_fill(p->out, 'x', strtoul(need_word(p), NULL, 10));
}

static void put_record(struct wire *out, uint8_t type, const uint8_t *bytes, size_t len)
{
    wire_number(out, type, 1);
    wire_number(out, 0x0303, 2);
    wire_number(out, (uint32_t)len, 2);
    wire_bytes(out, bytes, len);
}

static void part_hello(struct part *p)
{
    static const struct {
        const char *key;
        uint16_t type;
    } extensions[] = {{"padding", 21}, {"key-share", 51}, {"ech", 0xfe0d}};
    const char *name = need_word(p);
    uint16_t type = 21;
    size_t len = 0;
    size_t each = 0;
    for (const char *word; (word = next_word(p));) {
        for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
            if (!value_of(word, extensions[i].key))
                continue;
            type = extensions[i].type;
            len = strtoul(value_of(word, extensions[i].key), NULL, 10);
        }
        if (value_of(word, "records"))
            each = strtoul(value_of(word, "records"), NULL, 10);
    }
    struct wire *hello = calloc(1, sizeof *hello);
    if (!hello)
        wrong(p->s, "out of memory");
    put_hello_with(hello, strcmp(name, "-") == 0 ? NULL : name, type, len);
    if (each == 0)
        wire_bytes(p->out, hello->at, hello->len);
    for (size_t done = 5; each > 0 && done < hello->len;
         done += each) /* behind its one record's header */
        put_record(p->out, HANDSHAKE, hello->at + done,
                   hello->len - done < each ? hello->len - done : each);
    free(hello);
}

static void part_server_hello(struct part *p)
{
    wire_number(p->out, 0x160303, 3);
    size_t record = wire_open(p->out, 2);
    wire_number(p->out, 2, 1);
    size_t hello = wire_open(p->out, 3);
    wire_number(p->out, 0x0303, 2);
    wire_fill(p->out, 0x55, 32);
    wire_number(p->out, 0, 1);
    wire_number(p->out, 0x130100, 3); /* suite, compression */
    wire_number(p->out, 0x0006002b, 4);
    wire_number(p->out, 0x00020304, 4); /* supported_versions: 1.3 */
    wire_close(p->out, hello, 3);
    wire_close(p->out, record, 2);
}

/* TLS 1.2: a ServerHello, and a certificate of these names, the first its common name; in records
 * of N bytes. */
static void part_certificate(struct part *p)
{
    static struct wire leaf, body, flight;
    struct der_text commons[2] = {{DER_OF_UTF8, need_word(p), 0}};
    struct der_text names[16] = {{DER_OF_DNS, commons[0].text, 0}};
    size_t len = 1;
    size_t each = 16384;
    for (const char *word; (word = next_word(p));) {
        if (value_of(word, "records"))
            each = strtoul(value_of(word, "records"), NULL, 10);
        else if (len < sizeof names / sizeof *names - 1)
            names[len++] = (struct der_text){DER_OF_DNS, word, 0};
    }
    leaf.len = body.len = flight.len = 0;
    put_server_hello(&body, 0x0303, 0);
    put_message(&flight, 2, &body);
    body.len = 0;
    put_certificate(&leaf, commons, names);
    put_certificates(&body, wire_view(&leaf), 1000);
    put_message(&flight, 11, &body);
    for (size_t done = 0; done < flight.len; done += each)
        put_record(p->out, HANDSHAKE, flight.at + done,
                   flight.len - done < each ? flight.len - done : each);
}

/* TLS 1.2: a session that goes on where it was: no certificate. */
static void part_resumed(struct part *p)
{
    static struct wire body, hello;
    body.len = hello.len = 0;
    put_server_hello(&body, 0x0303, 0);
    put_message(&hello, 2, &body);
    put_record(p->out, HANDSHAKE, hello.at, hello.len);
    wire_number(p->out, 0x14030300, 4);
    wire_number(p->out, 0x0101, 2); /* change_cipher_spec */
}

/* A DTLS hello of this name, or a fragment of it: "padding=N [from=N [to=N]]". */
static void part_dtls(struct part *p)
{
    static struct wire hello;
    const char *name = need_word(p);
    const char *word = next_word(p);
    size_t padding =
        word && value_of(word, "padding") ? strtoul(value_of(word, "padding"), NULL, 10) : 0;
    hello.len = 0;
    put_dtls_hello(&hello, name, 0, padding);
    word = next_word(p);
    size_t from = word && value_of(word, "from") ? strtoul(value_of(word, "from"), NULL, 10) : 0;
    word = next_word(p);
    size_t to = word && value_of(word, "to") ? strtoul(value_of(word, "to"), NULL, 10) : hello.len;
    put_dtls_fragment(p->out, 1, 0, &hello, from, to);
}

/* RFC 6101, appendix E: version 3.1 offered in SSL 2.0's hello. */
static void part_old_hello(struct part *p)
{
    wire_number(p->out, 0x8000 | (9 + 6 + 16), 2);
    wire_number(p->out, 0x010301, 3);
    wire_number(p->out, 6, 2);
    wire_number(p->out, 0, 2);
    wire_number(p->out, 16, 2);
    wire_number(p->out, 0x000035, 3);
    wire_number(p->out, 0x00002f, 3);
    wire_fill(p->out, 0x77, 16);
}

static void part_data(struct part *p)
{
    size_t len = strtoul(need_word(p), NULL, 10);
    wire_number(p->out, APPLICATION_DATA, 1);
    wire_number(p->out, 0x0303, 2);
    wire_number(p->out, (uint32_t)len, 2);
    wire_fill(p->out, 0xee, len);
}

static uint16_t type_of(const char *word)
{
    static const struct {
        const char *word;
        uint16_t type;
    } types[] = {{"A", 1}, {"AAAA", 28}, {"PTR", 12}, {"HTTPS", 65}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(word, types[i].word) == 0)
            return types[i].type;
    return 0;
}

static void put_owner(struct wire *out, const char *name, size_t len)
{
    char text[AM_NAME_SIZE] = {0};
    if (len == 1 && name[0] == '@') {
        wire_number(out, 0xc00c, 2); /* the question's */
        return;
    }
    memcpy(text, name, len < sizeof text ? len : sizeof text - 1);
    put_name(out, text);
}

/* "owner=address" or "owner>target". */
static void put_rr(struct part *p, const char *word, uint32_t ttl)
{
    size_t owner = strcspn(word, "=>");
    const char *data = word + owner + 1;
    struct am_address address;
    bool alias = word[owner] == '>';
    if (word[owner] == '\0')
        wrong(p->s, "a record is owner=address or owner>target");
    if (!alias && am_address_parse(data, &address) != AM_OK)
        wrong(p->s, "no address");
    bool v4 = !alias && am_address_is_v4(&address);
    put_owner(p->out, word, owner);
    wire_number(p->out, alias ? 5 : v4 ? 1 : 28, 2);
    wire_number(p->out, 1, 2);
    wire_number(p->out, ttl, 4);
    size_t len = wire_open(p->out, 2);
    if (alias)
        put_owner(p->out, data, strlen(data));
    else
        wire_bytes(p->out, address.at + (v4 ? 12 : 0), v4 ? 4 : 16);
    wire_close(p->out, len, 2);
}

static void put_dns(struct part *p, bool answer)
{
    const char *name = need_word(p);
    const char *rrs[16];
    size_t len = 0;
    uint16_t type = 1;
    uint16_t code = 0;
    uint32_t ttl = 60;
    for (const char *word; (word = next_word(p));) {
        if (type_of(word) > 0)
            type = type_of(word);
        else if (value_of(word, "rcode"))
            code = (uint16_t)strtoul(value_of(word, "rcode"), NULL, 10);
        else if (value_of(word, "ttl"))
            ttl = (uint32_t)strtoul(value_of(word, "ttl"), NULL, 10);
        else if (len < sizeof rrs / sizeof *rrs)
            rrs[len++] = word;
    }
    put_dns_header(p->out, answer ? (uint16_t)(0x8180 | code) : 0x0100, (uint16_t)len);
    put_name(p->out, name);
    wire_number(p->out, type, 2);
    wire_number(p->out, 1, 2);
    for (size_t i = 0; i < len; i++)
        put_rr(p, rrs[i], ttl);
}

static void part_query(struct part *p)
{
    put_dns(p, false);
}

static void part_answer(struct part *p)
{
    put_dns(p, true);
}

void put_parts(struct script *s, const struct words *words, size_t *at, struct wire *out)
{
    static const struct {
        const char *word;
        void (*put)(struct part *p);
    } parts[] = {
        {"hex", part_hex},
        {"fill", part_fill},
        {"tls-hello", part_hello},
        {"tls-server-hello", part_server_hello},
        {"tls-data", part_data},
        {"ssl2-hello", part_old_hello},
        {"dns-query", part_query},
        {"dns-answer", part_answer},
        {"quic-initial", part_quic_initial},
        {"quic-retry", part_quic_retry},
        {"quic-negotiation", part_quic_negotiation},
        {"quic-handshake", part_quic_handshake},
        {"quic-0rtt", part_quic_0rtt},
        {"quic-data", part_quic_data},
        {"tls12-certificate", part_certificate},
        {"tls12-resumed", part_resumed},
        {"dtls-hello", part_dtls},
    };
    struct part p = {.s = s, .words = words, .at = at, .out = out};
    size_t frame = 0; /* where a message with its length before it begins (RFC 1035, 4.2.2) */
    while (*at < words->len && strcmp(words->at[*at], "|") != 0) {
        const char *word = words->at[(*at)++];
        size_t i = 0;
        if (strcmp(word, "framed") == 0) {
            frame = wire_open(out, 2);
            continue;
        }
        if (strcmp(word, "+") == 0)
            continue;
        if (word[0] == '"') {
            wire_text(out, word + 1);
            continue;
        }
        while (i < sizeof parts / sizeof *parts && strcmp(word, parts[i].word) != 0)
            i++;
        if (i == sizeof parts / sizeof *parts)
            wrong(s, "no such message or part");
        parts[i].put(&p);
        if (frame > 0)
            wire_close(out, frame, 2);
        frame = 0;
    }
}
