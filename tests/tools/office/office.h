/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The office: its devices, the places of the internet they reach, and the day being made. */
#ifndef OFFICE_H
#define OFFICE_H

#include "truth.h"
#include "wire.h"

#define DEVICES_MAX    60          /* the truth keeps them as a set of bits */
#define DEVICE_PRINTER DEVICES_MAX /* of an office with scenes: it talks to its maker */
#define HOSTS_MAX      256
#define ADDRESSES_MAX  4
#define NOISE_LEN      (1u << 17)
#define MINUTE         UINT64_C(60000000) /* microseconds */
#define SECOND         UINT64_C(1000000)

/* Where a host's addresses lie: prefixes that its operator announces. */
struct pool {
    const char *id, *as; /* whose they are */
    const char *v4[4];   /* three octets: a /24 each */
    const char *v6;      /* a /64; NULL: none */
    unsigned rtt_ms;
};

enum host_flag {
    HOST_V6 = 1,
    HOST_H3 = 2,     /* offers QUIC */
    HOST_SHARED = 4, /* one address with all other shared hosts of its pool: a CDN's */
    HOST_OLD = 8,    /* speaks TLS 1.2 */
};

struct host {
    const char *name; /* what is asked for; one that starts with '-' has no name at all */
    const char *pool;
    const char *chain; /* CNAMEs, one space between; NULL: none */
    unsigned addresses, flags;
};
extern const struct host hosts[];
extern const size_t hosts_count;
extern const struct pool pools[];
extern const size_t pools_count;

enum kind_flag {
    WINDOWS = 1,
    LINUX = 2,
    MAC = 4,
    ANDROID = 8,
    IPHONE = 16,
    SERVER = 32,
    THING = 64, /* camera, plug */
    ALWAYS_ON = 128,
    ASKS_BY_HTTPS = 256,
    ASKS_BY_TLS = 512,
    DESKS = WINDOWS | LINUX | MAC,
    PHONES = ANDROID | IPHONE,
};

enum resolver {
    RESOLVER_ROUTER,
    RESOLVER_GOOGLE,
    RESOLVER_CLOUDFLARE,
    RESOLVER_GOOGLE6,
    RESOLVER_DOH,
    RESOLVER_DOT
};

struct device_kind {
    const char *id, *hostname;
    unsigned flags;
    enum resolver resolver;
    bool dual_stack, mixed_case; /* 0x20 in its questions */
    uint16_t vlan;
    unsigned arrives, leaves;  /* minutes of the day */
    const char *browser, *app; /* hello styles; NULL: has no browser */
    const char *agent;         /* User-Agent */
};

struct cached {
    uint64_t asked, until;
};

struct device {
    unsigned number;
    const struct device_kind *kind;
    char hostname[32];
    struct wire_end v4, v6, ula;
    uint16_t next_port;
    uint64_t arrives, leaves; /* microseconds since the epoch */
    struct cached cache[HOSTS_MAX];
};

enum size_of_day { SIZE_SMALL, SIZE_DAY, SIZE_BIG };

struct options {
    uint64_t seed, midnight; /* local, in microseconds since the epoch */
    unsigned devices;
    enum size_of_day size;
    bool noise, slice, scenes;
};

struct office {
    struct options options;
    struct trace trace;
    struct wire wire;
    struct truth truth;
    struct wire_end router, router_ula, nas, printer;
    struct device device[DEVICES_MAX + 1]; /* the last is the printer */
    struct am_address host_v4[HOSTS_MAX][ADDRESSES_MAX], host_v6[HOSTS_MAX][ADDRESSES_MAX];
    uint8_t noise[NOISE_LEN];
    uint8_t scratch[1u << 16];
};

/* Index in hosts[]; ends the program where the tables name a host that is not there. */
size_t host_index(const char *name);
const struct pool *pool_find(const char *id);
void office_init(struct office *o, const struct options *options);
void office_done(struct office *o);
void office_write_devices(const struct office *o, FILE *out);
uint16_t device_port(struct device *d);
struct am_address office_address(const char *text);

/* What the parts of the day add; each in a file of its own. */
void day_plan(struct office *o);
void lan_plan(struct office *o);
void odds_plan(struct office *o);

#endif
