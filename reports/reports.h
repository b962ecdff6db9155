/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The public face of the reports. */
#ifndef AM_REPORTS_H
#define AM_REPORTS_H

#include "rules/rules.h"

int am_cmd_report(int argc, char **argv);
int am_cmd_live(int argc, char **argv);
int am_cmd_compare(int argc, char **argv);
int am_cmd_campaign(int argc, char **argv);
int am_cmd_web(int argc, char **argv);
int am_cmd_notice(int argc, char **argv);
int am_cmd_demo(int argc, char **argv);
int am_cmd_status(int argc, char **argv);
int am_cmd_share(int argc, char **argv);

/* The am_agree_fn that amarra.c hands to 'scan': it speaks the system's language. */
AM_MUST_CHECK enum am_status am_agree(bool agreed, const char *data_dir,
                                      struct am_problem *problem);

/* Who answers 'explain --scan': every figure of a corporation, followed to contacts, rules and
 * sources. */
extern const struct am_scan_explainer am_scan_explained;

/* The am_scan_moves_fn that amarra.c hands to 'dataset diff': corporations whose contacts differ.
 */
AM_MUST_CHECK enum am_status am_scan_moves(const char *scan, struct am_rules *from,
                                           struct am_rules *to, FILE *out,
                                           struct am_problem *problem);

#endif
