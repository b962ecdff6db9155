/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capture/mirror.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net/packet.h"

#define DATAGRAM_MAX   65536u
#define BATCHES_A_TURN 64 /* so that one busy port does not starve the others */
#define ADDRESS_SIZE   (AM_ADDRESS_TEXT + 2)
#define SECOND_NS      1000000000

/* What the kernel tells with a datagram: when it came. */
union ancillary {
    size_t aligned; /* as struct cmsghdr has to be */
    uint8_t bytes[CMSG_SPACE(sizeof(struct timespec))];
};

struct am_mirror {
    struct pollfd fds[AM_MIRRORS_MAX];
    int link_types[AM_MIRRORS_MAX];
    size_t count, buffer;
    uint8_t *room; /* AM_FRAMES_MAX datagrams */
    union ancillary told[AM_FRAMES_MAX];
    struct iovec pieces[AM_FRAMES_MAX];
    struct mmsghdr messages[AM_FRAMES_MAX];
};

const char *am_mirror_name(int link_type)
{
    return link_type == AM_LINK_VXLAN ? "VXLAN" : "TZSP";
}

/* --- where to listen --- */

static bool parse_port(const char *text, uint16_t *port)
{
    char *rest;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long value = strtoul(text, &rest, 10);
    if (errno != 0 || *rest != '\0' || value == 0 || value > UINT16_MAX)
        return false;
    *port = (uint16_t)value;
    return true;
}

enum am_status am_mirror_port_parse(const char *text, struct am_mirror_port *out)
{
    struct am_mirror_port found = *out;
    const char *colon = strrchr(text, ':');
    found.any = !colon;
    if (!parse_port(colon ? colon + 1 : text, &found.port))
        return AM_E_USAGE;
    if (colon) {
        char address[ADDRESS_SIZE] = "";
        size_t len = (size_t)(colon - text);
        bool brackets = text[0] == '[' && len > 2 && text[len - 1] == ']';
        if (len >= sizeof address)
            return AM_E_USAGE;
        memcpy(address, text + brackets, len - (brackets ? 2 : 0));
        if (am_address_parse(address, &found.address) != AM_OK ||
            am_address_is_v4(&found.address) == brackets)
            return AM_E_USAGE;
    }
    *out = found;
    return AM_OK;
}

/* --- sockets --- */

static enum am_status bind_problem(const struct am_mirror_port *port, int error,
                                   struct am_problem *problem)
{
    const char *name = am_mirror_name(port->link_type);
    if (error == EADDRINUSE)
        return am_problem_set(problem, AM_E_IO, NULL, 0,
                              "another program listens on UDP port %u already: end it, or name "
                              "another port for %s here and on the router",
                              port->port, name);
    if (error == EACCES)
        return am_problem_set(problem, AM_E_IO, NULL, 0,
                              "UDP port %u needs root: choose one from 1024 on for %s", port->port,
                              name);
    if (error == EADDRNOTAVAIL)
        return am_problem_set(problem, AM_E_IO, NULL, 0,
                              "this machine has not the address that %s is to be received at: "
                              "leave it out to listen at all of them",
                              name);
    return am_problem_set(problem, AM_E_IO, NULL, 0, "can't listen for %s on UDP port %u: %s", name,
                          port->port, strerror(error));
}

static bool bind_six(int fd, const struct am_mirror_port *port)
{
    int off = 0;
    struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_port = htons(port->port)};
    if (!port->any)
        memcpy(&to.sin6_addr, port->address.at, sizeof to.sin6_addr);
    return setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0 &&
           bind(fd, (struct sockaddr *)&to, sizeof to) == 0;
}

static bool bind_four(int fd, const struct am_mirror_port *port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port->port)};
    if (!port->any)
        memcpy(&to.sin_addr, port->address.at + 12, sizeof to.sin_addr);
    return bind(fd, (struct sockaddr *)&to, sizeof to) == 0;
}

/* One socket for IPv4 and IPv6, at an IPv4 address too; for IPv4 alone on a machine without the
 * other. */
static int bound_socket(const struct am_mirror_port *port)
{
    enum { KIND = SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK };
    bool bound = false;
    int fd = socket(AF_INET6, KIND, 0);
    if (fd >= 0)
        bound = bind_six(fd, port);
    else if (errno == EAFNOSUPPORT && (port->any || am_address_is_v4(&port->address)) &&
             (fd = socket(AF_INET, KIND, 0)) >= 0)
        bound = bind_four(fd, port);
    if (fd >= 0 && !bound) {
        int error = errno;
        (void)close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/* The kernel doubles what it is asked for, to make up for its own overhead, and says the double. */
static size_t ask_for_buffer(int fd, int mib)
{
    int bytes = mib << 20;
    int given = 0;
    socklen_t len = sizeof given;
    if (mib > 1023)
        bytes = 1023 << 20;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &given, &len) != 0 || given < 0)
        return 0;
    return (size_t)given / 2;
}

enum am_status am_mirror_open(const struct am_mirror_port *ports, size_t count, int buffer_mib,
                              struct am_mirror **out, struct am_problem *problem)
{
    if (count > AM_MIRRORS_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0, "at most %d ports at once",
                              AM_MIRRORS_MAX);
    struct am_mirror *m = calloc(1, sizeof *m);
    if (!m || !(m->room = malloc((size_t)AM_FRAMES_MAX * DATAGRAM_MAX))) {
        free(m);
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    }
    m->buffer = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        int on = 1;
        int fd = bound_socket(&ports[i]);
        if (fd < 0) {
            enum am_status status = bind_problem(&ports[i], errno, problem);
            am_mirror_free(m);
            return status;
        }
        m->fds[m->count] = (struct pollfd){.fd = fd, .events = POLLIN};
        m->link_types[m->count++] = ports[i].link_type;
        size_t given = ask_for_buffer(fd, buffer_mib);
        m->buffer = given < m->buffer ? given : m->buffer;
        (void)setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    }
    *out = m;
    return AM_OK;
}

void am_mirror_free(struct am_mirror *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->count; i++)
        (void)close(m->fds[i].fd);
    free(m->room);
    free(m);
}

size_t am_mirror_descriptors(const struct am_mirror *m, int *out, size_t room)
{
    size_t len = 0;
    for (; len < m->count && len < room; len++)
        out[len] = m->fds[len].fd;
    return len;
}

size_t am_mirror_buffer(const struct am_mirror *m)
{
    return m->buffer;
}

/* --- datagrams --- */

static void make_room(struct am_mirror *m)
{
    for (size_t i = 0; i < AM_FRAMES_MAX; i++) {
        m->pieces[i] = (struct iovec){m->room + i * DATAGRAM_MAX, DATAGRAM_MAX};
        m->messages[i] = (struct mmsghdr){.msg_hdr = {
                                              .msg_iov = &m->pieces[i],
                                              .msg_iovlen = 1,
                                              .msg_control = &m->told[i],
                                              .msg_controllen = sizeof m->told[i],
                                          }};
    }
}

static int64_t in_nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * SECOND_NS + t.tv_nsec;
}

/* When the kernel received it; now, where it does not say. */
static int64_t time_of(struct msghdr *message)
{
    struct timespec t;
    struct cmsghdr *c = CMSG_FIRSTHDR(message);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS &&
        c->cmsg_len == CMSG_LEN(sizeof t))
        memcpy(&t, CMSG_DATA(c), sizeof t);
    else
        (void)clock_gettime(CLOCK_REALTIME, &t);
    return in_nanoseconds(t);
}

/* Hands over one batch; false where no more is waiting. */
static bool take_batch(struct am_mirror *m, size_t port, am_frames_fn fn, void *ctx, int *error)
{
    struct am_frame frames[AM_FRAMES_MAX];
    make_room(m);
    int got = recvmmsg(m->fds[port].fd, m->messages, AM_FRAMES_MAX, MSG_DONTWAIT, NULL);
    if (got < 0)
        *error = errno == EAGAIN || errno == EINTR ? 0 : errno;
    for (int i = 0; i < got; i++) {
        uint32_t len = m->messages[i].msg_len;
        frames[i] = (struct am_frame){
            .bytes = {.at = m->pieces[i].iov_base, .len = len},
            .wire_len = len,
            .link_type = m->link_types[port],
            .time = time_of(&m->messages[i].msg_hdr),
        };
    }
    if (got > 0)
        fn(ctx, frames, (size_t)got);
    return got == AM_FRAMES_MAX;
}

enum am_status am_mirror_read(struct am_mirror *m, int timeout_ms, am_frames_fn fn, void *ctx,
                              struct am_problem *problem)
{
    int error = 0;
    if (poll(m->fds, (nfds_t)m->count, timeout_ms) <= 0)
        return AM_OK; /* nothing came, or a signal did: the caller looks */
    for (size_t i = 0; i < m->count && error == 0; i++)
        for (unsigned turn = 0; m->fds[i].revents != 0 && turn < BATCHES_A_TURN; turn++)
            if (!take_batch(m, i, fn, ctx, &error))
                break;
    if (error == 0)
        return AM_OK;
    return am_problem_set(problem, AM_E_IO, NULL, 0, "can't receive any more: %s", strerror(error));
}

/* Asked of the socket rather than told with datagrams (SO_RXQ_OVFL): it also knows what was dropped
 * after the last one. */
struct am_source_losses am_mirror_losses(const struct am_mirror *m)
{
    struct am_source_losses all = {0};
    for (size_t i = 0; i < m->count; i++) {
        uint32_t told[SK_MEMINFO_VARS] = {0};
        socklen_t len = sizeof told;
        if (getsockopt(m->fds[i].fd, SOL_SOCKET, SO_MEMINFO, told, &len) == 0 &&
            len > SK_MEMINFO_DROPS * sizeof *told)
            all.kernel += told[SK_MEMINFO_DROPS];
    }
    return all;
}
