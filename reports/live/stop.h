/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A viewer that is asked to end: by a key of the terminal, by a manager, by a terminal that went.
 */
#ifndef AM_REPORTS_STOP_H
#define AM_REPORTS_STOP_H

#include <stdbool.h>

/* SIGINT, SIGTERM and SIGHUP ask from now on; SIGPIPE is passed over: a sensor that has gone is
 * told by the session. */
void am_stop_catch(void);
bool am_stop_asked(void);

#endif
