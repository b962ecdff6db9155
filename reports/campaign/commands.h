/* SPDX-License-Identifier: AGPL-3.0-or-later
 * 'amarra campaign': what campaigners do with many shares. One file a command; the table is in
 * cmd_campaign.c. */
#ifndef AM_REPORTS_CAMPAIGN_COMMANDS_H
#define AM_REPORTS_CAMPAIGN_COMMANDS_H

#include <argp.h>

#include "base/status.h"

#define AM_CAMPAIGN_STORE "campaign.db" /* of the folder where one works, unless told */

int am_cmd_campaign_example(int argc, char **argv);
int am_cmd_campaign_new(int argc, char **argv);
int am_cmd_campaign_set(int argc, char **argv);
int am_cmd_campaign_add(int argc, char **argv);
int am_cmd_campaign_withdraw(int argc, char **argv);
int am_cmd_campaign_list(int argc, char **argv);
int am_cmd_campaign_export(int argc, char **argv);
int am_cmd_campaign_report(int argc, char **argv);
int am_cmd_campaign_audit(int argc, char **argv);
int am_cmd_campaign_kit(int argc, char **argv);

/* Which store, and which campaign of it: options of every command that keeps or reads shares. For
 * argp's children; the parent gives an am_campaign_options, of zeroes, as its input. */
struct am_campaign_options {
    const char *store;    /* AM_CAMPAIGN_STORE once it was parsed without */
    const char *campaign; /* NULL: the only one there is */
};
extern const struct argp am_campaign_argp;

#endif
