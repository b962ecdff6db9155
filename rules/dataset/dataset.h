/* SPDX-License-Identifier: AGPL-3.0-or-later
 * 'amarra dataset': what those who keep the dataset do with it. One file a command. */
#ifndef AM_RULES_DATASET_DATASET_H
#define AM_RULES_DATASET_DATASET_H

#include "data.h"

#define AM_COMPILED_FILE "amarra.rules"
#define AM_MMDB_FILE     "amarra.mmdb"

int am_dataset_build(int argc, char **argv);
int am_dataset_check(int argc, char **argv);
int am_dataset_info(int argc, char **argv);
int am_dataset_export(int argc, char **argv);
int am_dataset_diff(int argc, char **argv, am_scan_moves_fn moves);

/* The rules of a folder of text, or of a folder that holds a compiled dataset; NULL: the installed.
 */
AM_MUST_CHECK enum am_status am_dataset_open(const char *folder, struct am_rules **out,
                                             struct am_problem *problem);

#endif
