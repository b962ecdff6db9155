/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 16

union place {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* The length of the address, 0 where it is none. */
static socklen_t parse(const char *address, unsigned port, union place *out)
{
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, address, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons((uint16_t)port);
        return sizeof out->v4;
    }
    if (inet_pton(AF_INET6, address, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons((uint16_t)port);
        return sizeof out->v6;
    }
    return 0;
}

static bool is_all(const union place *p)
{
    return p->any.sa_family == AF_INET ? p->v4.sin_addr.s_addr == htonl(INADDR_ANY)
                                       : IN6_IS_ADDR_UNSPECIFIED(&p->v6.sin6_addr);
}

bool am_web_address_is_loopback(const char *address)
{
    union place p;
    if (parse(address, 0, &p) == 0)
        return false;
    return p.any.sa_family == AF_INET ? ntohl(p.v4.sin_addr.s_addr) >> 24 == 127
                                      : IN6_IS_ADDR_LOOPBACK(&p.v6.sin6_addr);
}

static enum am_status refuse(const char *address, unsigned port, struct am_problem *problem)
{
    if (errno == EADDRINUSE)
        return am_problem_set(problem, AM_E_IO, NULL, 0,
                              "port %u of %s is taken, maybe by another 'amarra web': end that "
                              "one, or choose another with --port",
                              port, address);
    if (errno == EADDRNOTAVAIL)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "%s is no address of this machine: 'ip address' lists them", address);
    return am_problem_set(problem, AM_E_IO, NULL, 0, "can't listen on port %u of %s: %s", port,
                          address, strerror(errno));
}

static bool start(int fd, const union place *at, socklen_t len, unsigned *port)
{
    const int yes = 1;
    union place got = {.v6 = {0}};
    socklen_t got_len = sizeof got;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(fd, &at->any, len) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, &got.any, &got_len) != 0)
        return false;
    *port = ntohs(got.any.sa_family == AF_INET ? got.v4.sin_port : got.v6.sin6_port);
    return true;
}

enum am_status am_web_socket_open(const char *address, unsigned *port, int *fd,
                                  struct am_problem *problem)
{
    union place at;
    socklen_t len = parse(address, *port, &at);
    if (len == 0)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "'%s' is no address: --listen takes one such as 192.168.1.5",
                              address);
    if (is_all(&at))
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "--listen takes one address of this machine, not all of them: the "
                              "page answers only to the address that it knows as its own");
    int got = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (got < 0 || !start(got, &at, len, port)) {
        enum am_status status = refuse(address, *port, problem);
        if (got >= 0)
            (void)close(got);
        return status;
    }
    *fd = got;
    return AM_OK;
}
