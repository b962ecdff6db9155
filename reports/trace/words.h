/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of one corporation, followed to its facts (explain --scan), as text.h says. */
#ifndef AM_REPORTS_TRACE_WORDS_H
#define AM_REPORTS_TRACE_WORDS_H

#include "text.h"

/* clang-format off */
/* TRANSLATORS: countries */
#define TEXT_PATH_COUNTRIES TEXT("Parent corporation in: {1}. Head office in: {2}. Legal seat in: {3}.")
#define TEXT_PATH_UNKNOWN TEXT("unknown")
/* TRANSLATORS: {1} where a fact was read, {2} the day it was checked, {3} “verified”, “not verified” or “declared by the organization” */
#define TEXT_PATH_BASIS TEXT("Source: {1}; checked on {2}; {3}.")
#define TEXT_PATH_VERIFIED TEXT("verified")
#define TEXT_PATH_FIGURES TEXT("What the report says of it")
/* TRANSLATORS: a ledger; {1} of {2} contacts, {3} their share, {4} of {5} hours */
#define TEXT_PATH_SERVICE TEXT("Service: {1} of {2} contacts ({3}), in {4} of {5} hours.")
#define TEXT_PATH_HOST TEXT("Host: {1} of {2} contacts ({3}), in {4} of {5} hours.")
#define TEXT_PATH_EITHER TEXT("In one ledger or the other, each contact once: {1} of {2} contacts ({3}), in {4} of {5} hours.")
/* TRANSLATORS: {1} a number, “fewer than 5” or “–”; {2} and {3} amounts of data */
#define TEXT_PATH_REACH TEXT("Devices: {1}. Sent: {2}. Received: {3}.")
/* TRANSLATORS: {1} corporation */
#define TEXT_PATH_NOT_SEEN TEXT("Nothing that is known to be of {1} was contacted.")
/* TRANSLATORS: {1} a list of corporations */
#define TEXT_PATH_NEAR TEXT("Named alike: {1}.")
#define TEXT_PATH_BY_NAME TEXT("Service ledger, name by name")
#define TEXT_PATH_BY_HOST TEXT("Host ledger, network by network")
#define TEXT_PATH_ADDRESS TEXT("No name, told by the address")
#define TEXT_PATH_UNTOLD TEXT("Names that may not be told")
#define TEXT_PATH_NETWORK_UNKNOWN TEXT("Network not known")
#define TEXT_PATH_SUM TEXT("Sum of these lines")
/* TRANSLATORS: {1} id of a rule, {2} file of the dataset */
#define TEXT_PATH_RULE TEXT("Rule {1} ({2}).")
/* TRANSLATORS: {1} service, {2} area of work, {3} operator; [{4}] is the number of a note below */
#define TEXT_PATH_RUN_BY TEXT("{1} ({2}), run by {3} [{4}].")
/* TRANSLATORS: a service whose operator has no note */
#define TEXT_PATH_RUN_BY_ANY TEXT("{1} ({2}), run by {3}.")
/* TRANSLATORS: machines: {1} operator; [{2}] is the number of a note below */
#define TEXT_PATH_MACHINES TEXT("Machines of {1} [{2}].")
#define TEXT_PATH_OWNERS TEXT("Who owns the operators")
/* TRANSLATORS: {1} operator, {2} corporation, {3} and {4} days */
#define TEXT_PATH_OWNED TEXT("{1} belongs to {2}.")
#define TEXT_PATH_OWNED_SINCE TEXT("{1} belongs to {2} since {3}.")
#define TEXT_PATH_OWNED_UNTIL TEXT("{1} belonged to {2} until {3}.")
#define TEXT_PATH_OWNED_BETWEEN TEXT("{1} belonged to {2} from {3} to {4}.")

#endif
