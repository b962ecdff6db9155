/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t asked;

static void ask(int signal_number)
{
    (void)signal_number;
    asked = 1;
}

void am_stop_catch(void)
{
    struct sigaction stop = {.sa_handler = ask};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigemptyset(&stop.sa_mask);
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGHUP, &stop, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

bool am_stop_asked(void)
{
    return asked != 0;
}
