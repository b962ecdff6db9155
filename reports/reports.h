/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The public face of the reports. */
#ifndef AM_REPORTS_H
#define AM_REPORTS_H

int am_cmd_report(int argc, char **argv);

#endif
