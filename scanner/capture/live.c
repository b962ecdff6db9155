/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Live interfaces, through libpcap. */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/address.h"
#include "base/monotonic.h"
#include "capture/source.h"

#define INTERFACES_MAX  32
#define READ_TIMEOUT_MS 100  /* libpcap hands over what came by then */
#define LOOK_MS         1000 /* how often an interface that has gone is looked for */
#define PACKETS_A_TURN  4096 /* so that one busy interface does not starve the others */

struct port {
    pcap_t *pcap;
    char *name;
    int fd, link_type;
    int tick; /* nanoseconds in a time stamp's smaller unit */
    bool gone, promiscuous;
    int64_t look;                 /* monotonic milliseconds: when one that has gone is looked for */
    struct am_source_losses last; /* of an interface that has gone */
};

struct am_live {
    struct port ports[INTERFACES_MAX];
    size_t count;
    int asks; /* a socket that asks the kernel for interfaces; the sandbox opens none */
    /* of the turn being read */
    am_frames_fn fn;
    void *ctx;
    const struct port *now;
};

static enum am_status open_problem(struct am_problem *problem, const char *name, int code,
                                   const char *text)
{
    if (code == PCAP_ERROR_PERM_DENIED || code == PCAP_ERROR_PROMISC_PERM_DENIED)
        return am_problem_set(
            problem, AM_E_IO, name, 0,
            "watching an interface needs a permission: run as root, or give it once "
            "with: setcap cap_net_raw=eip $(command -v amarra)");
    if (code == PCAP_ERROR_NO_SUCH_DEVICE)
        return am_problem_set(problem, AM_E_IO, name, 0,
                              "there is no such interface: 'amarra interfaces' lists them");
    if (code == PCAP_ERROR_IFACE_NOT_UP)
        return am_problem_set(problem, AM_E_IO, name, 0,
                              "the interface is down: bring it up with: ip link set %s up", name);
    return am_problem_set(problem, AM_E_IO, name, 0, "can't watch it: %s", text);
}

static enum am_status open_port(const struct am_live_options *options, const char *name,
                                struct port *port, struct am_problem *problem)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_t *p = pcap_create(name, error);
    if (!p)
        return open_problem(problem, name, 0, error);
    port->pcap = p;
    port->name = strdup(name);
    if (!port->name)
        return am_problem_set(problem, AM_E_NO_MEMORY, name, 0, "out of memory");
    /* These can only fail on a handle that is active already. */
    (void)pcap_set_snaplen(p, options->snaplen);
    (void)pcap_set_promisc(p, options->promiscuous);
    (void)pcap_set_timeout(p, READ_TIMEOUT_MS);
    (void)pcap_set_buffer_size(p, options->buffer_mib << 20);
    (void)pcap_set_tstamp_precision(p, PCAP_TSTAMP_PRECISION_NANO);
    int code = pcap_activate(p);
    if (code < 0)
        return open_problem(problem, name, code, pcap_geterr(p));
    if (pcap_setnonblock(p, 1, error) != 0)
        return open_problem(problem, name, 0, error);
    if (options->filter) {
        struct bpf_program program;
        if (pcap_compile(p, &program, options->filter, 1, PCAP_NETMASK_UNKNOWN) != 0)
            return am_problem_set(problem, AM_E_USAGE, name, 0, "the filter '%s' is off: %s",
                                  options->filter, pcap_geterr(p));
        code = pcap_setfilter(p, &program);
        pcap_freecode(&program);
        if (code != 0)
            return open_problem(problem, name, 0, pcap_geterr(p));
    }
    port->promiscuous = options->promiscuous;
    port->link_type =
        pcap_datalink(p); /* a DLT_; the same as LINKTYPE_ for all that interfaces give */
    port->tick = pcap_get_tstamp_precision(p) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
    port->fd = pcap_get_selectable_fd(p);
    return AM_OK;
}

enum am_status am_live_open(const struct am_live_options *options, struct am_live **out,
                            struct am_problem *problem)
{
    if (options->count > INTERFACES_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0, "at most %d interfaces at once",
                              INTERFACES_MAX);
    struct am_live *live = calloc(1, sizeof *live);
    if (!live)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    live->asks = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    enum am_status status = AM_OK;
    for (size_t i = 0; i < options->count && status == AM_OK; i++) {
        live->count++;
        status = open_port(options, options->interfaces[i], &live->ports[i], problem);
    }
    if (status != AM_OK) {
        am_live_free(live);
        return status;
    }
    *out = live;
    return AM_OK;
}

void am_live_free(struct am_live *live)
{
    if (!live)
        return;
    for (size_t i = 0; i < live->count; i++) {
        if (live->ports[i].pcap)
            pcap_close(live->ports[i].pcap);
        free(live->ports[i].name);
    }
    if (live->asks >= 0)
        (void)close(live->asks);
    free(live);
}

static void hand_over(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    const struct am_live *live = (const struct am_live *)(const void *)user;
    struct am_frame frame = {
        .bytes = {.at = bytes, .len = header->caplen},
        .wire_len = header->len < header->caplen ? header->caplen : header->len,
        .link_type = live->now->link_type,
        .time = (int64_t)header->ts.tv_sec * 1000000000 + header->ts.tv_usec * live->now->tick,
    };
    live->fn(live->ctx, &frame, 1);
}

static void note_losses(struct port *port)
{
    struct pcap_stat s;
    if (pcap_stats(port->pcap, &s) == 0)
        port->last = (struct am_source_losses){.kernel = s.ps_drop, .interface = s.ps_ifdrop};
}

/* The interface's number, if it is there and up; 0: not. */
static int index_of(const struct am_live *live, const char *name)
{
    struct ifreq ask = {0};
    int flags;
    (void)snprintf(ask.ifr_name, sizeof ask.ifr_name, "%s", name);
    if (ioctl(live->asks, SIOCGIFFLAGS, &ask) != 0)
        return 0;
    flags = ask.ifr_flags;
    if (ioctl(live->asks, SIOCGIFINDEX, &ask) != 0)
        return 0;
    return (flags & IFF_UP) != 0 ? ask.ifr_ifindex : 0;
}

/* The same socket, with its buffer and filter, is bound to the interface that has the name now. */
static bool watch_again(const struct am_live *live, struct port *port)
{
    int index = index_of(live, port->name);
    struct sockaddr_ll to = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = index};
    struct packet_mreq mode = {.mr_ifindex = index, .mr_type = PACKET_MR_PROMISC};
    if (index == 0 || bind(port->fd, (const struct sockaddr *)&to, sizeof to) != 0)
        return false;
    /* Without it, only what is sent to this machine is seen; the vantage will tell. */
    if (port->promiscuous)
        (void)setsockopt(port->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &mode, sizeof mode);
    return true;
}

static enum am_status look_for(const struct am_live *live, struct port *port,
                               struct am_problem *problem)
{
    int64_t now = am_monotonic_ms();
    if (now < port->look)
        return AM_OK;
    port->look = now + LOOK_MS;
    if (!watch_again(live, port))
        return AM_OK;
    port->gone = false;
    return am_problem_set(problem, AM_E_NOT_FOUND, port->name, 0,
                          "the interface is back, and watched again");
}

enum am_status am_live_read(struct am_live *live, int timeout_ms, am_frames_fn fn, void *ctx,
                            struct am_problem *problem)
{
    struct pollfd fds[INTERFACES_MAX];
    for (size_t i = 0; i < live->count; i++)
        fds[i] =
            (struct pollfd){.fd = live->ports[i].gone ? -1 : live->ports[i].fd, .events = POLLIN};
    if (poll(fds, (nfds_t)live->count, timeout_ms) < 0)
        return AM_OK; /* a signal: the caller looks */
    live->fn = fn;
    live->ctx = ctx;
    enum am_status status = AM_OK;
    for (size_t i = 0; i < live->count; i++) {
        struct port *port = &live->ports[i];
        if (port->gone) {
            enum am_status back = look_for(live, port, problem);
            status = status == AM_OK ? back : status;
            continue;
        }
        live->now = port;
        int got = pcap_dispatch(port->pcap, PACKETS_A_TURN, hand_over, (u_char *)live);
        if (got < 0 && got != PCAP_ERROR_BREAK) {
            note_losses(port);
            port->gone = true;
            status = am_problem_set(problem, AM_E_NOT_FOUND, port->name, 0,
                                    "the interface has gone (%s); it is watched again when it is "
                                    "back",
                                    pcap_geterr(port->pcap));
        }
    }
    return status;
}

size_t am_live_descriptors(const struct am_live *live, int *out, size_t room)
{
    size_t len = 0;
    if (live->asks >= 0 && len < room)
        out[len++] = live->asks;
    for (size_t i = 0; i < live->count && len < room; i++)
        out[len++] = live->ports[i].fd;
    return len;
}

struct am_source_losses am_live_losses(struct am_live *live)
{
    struct am_source_losses all = {0};
    for (size_t i = 0; i < live->count; i++) {
        if (!live->ports[i].gone)
            note_losses(&live->ports[i]);
        all.kernel += live->ports[i].last.kernel;
        all.interface += live->ports[i].last.interface;
    }
    return all;
}

static bool address_of(const struct sockaddr *a, struct am_address *out)
{
    if (a && a->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)a;
        *out = am_address_v4((const uint8_t *)&in->sin_addr);
    } else if (a && a->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)a;
        *out = am_address_v6(in->sin6_addr.s6_addr);
    } else {
        return false;
    }
    return true;
}

size_t am_live_own(const char *interface, struct am_own_address *out, size_t room)
{
    struct ifaddrs *list;
    size_t count = 0;
    if (getifaddrs(&list) != 0)
        return 0;
    for (struct ifaddrs *i = list; i && count < room; i = i->ifa_next) {
        struct am_address address;
        struct am_address mask;
        if (strcmp(interface, "any") != 0 && strcmp(interface, i->ifa_name) != 0)
            continue;
        if (!address_of(i->ifa_addr, &address) || !address_of(i->ifa_netmask, &mask))
            continue;
        unsigned len = am_address_is_v4(&address) ? 96 : 0;
        for (size_t byte = len / 8; byte < 16; byte++)
            len += (unsigned)__builtin_popcount(mask.at[byte]);
        out[count++] = (struct am_own_address){
            .address = address,
            .network = am_address_prefix(&address, (uint8_t)len),
        };
    }
    freeifaddrs(list);
    return count;
}
