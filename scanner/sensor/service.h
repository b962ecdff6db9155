/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a service tells its manager (sd_notify(3)): a datagram to the socket that $NOTIFY_SOCKET
 * names. The few lines of that protocol, without the library around it. */
#ifndef AM_SENSOR_SERVICE_H
#define AM_SENSOR_SERVICE_H

/* A connected socket; -1: nobody manages us. To be opened before the sandbox is entered. */
int am_service_open(void);
/* "READY=1", "STATUS=...", "WATCHDOG=1"; does nothing for -1. Never waits. */
void am_service_tell(int fd, const char *text);

#endif
