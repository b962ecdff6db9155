/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Before a network is watched for the first time, whoever watches is told what is recorded and what
 * never is, and says that the organization has agreed.
 *
 * The yes is remembered in $XDG_STATE_HOME/amarra/agreed, else in ~/.local/state/amarra/agreed, of
 * the environment as it is: under sudo, that is root's own. A folder that is somebody else's is
 * left alone; then nothing is remembered, and the question comes again. */
#ifndef AM_REPORTS_AGREEMENT_H
#define AM_REPORTS_AGREEMENT_H

#include <stdbool.h>

#include "base/status.h"
#include "language.h"

/* `agreed`: said on the command line, for services; what is recorded is told where a terminal
 * listens, and nothing is asked or remembered. USAGE: it has not agreed, or there is nobody to ask;
 * the problem says what to do. */
AM_MUST_CHECK enum am_status am_agreement_ask(enum am_language language, const char *data_dir,
                                              bool agreed, struct am_problem *problem);

#endif
