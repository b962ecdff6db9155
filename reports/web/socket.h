/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The socket that the page is served from. */
#ifndef AM_REPORTS_WEB_SOCKET_H
#define AM_REPORTS_WEB_SOCKET_H

#include <stdbool.h>

#include "base/status.h"

/* IPv4 or IPv6. All addresses at once are refused: the gate must know by which name it is called.
 * `port` 0: a free one; then, and always, the one it is. `fd` is not inherited by programs. */
AM_MUST_CHECK enum am_status am_web_socket_open(const char *address, unsigned *port, int *fd,
                                                struct am_problem *problem);
/* Of this machine alone; false for what is no address. */
bool am_web_address_is_loopback(const char *address);

#endif
