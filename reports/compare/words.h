/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of before and after (compare), as text.h says. */
#ifndef AM_REPORTS_COMPARE_WORDS_H
#define AM_REPORTS_COMPARE_WORDS_H

#include "text.h"

/* clang-format off */
#define TEXT_COMPARE TEXT("Before and after")
#define TEXT_COMPARE_BEFORE TEXT("Before")
#define TEXT_COMPARE_AFTER TEXT("After")
#define TEXT_COMPARE_CHANGE TEXT("Change")
/* TRANSLATORS: {1} is a version of the dataset */
#define TEXT_COMPARE_ONE_DATASET TEXT("Both scans are told by one dataset, {1}, so no change below is the dataset’s.")
/* TRANSLATORS: {1} and {2} are versions of the dataset */
#define TEXT_COMPARE_TWO_DATASETS TEXT("Changes are told by the dataset {1} alone. Where the report of the first scan said something else by the dataset {2}, the line below tells how much of the change between the two reports is the dataset’s.")
/* TRANSLATORS: points are percentage points; {1} = {2} + {3} */
#define TEXT_COMPARE_PARTS TEXT("Between the two reports {1} points: {2} are the dataset’s, {3} the organization’s.")
/* TRANSLATORS: the same in bytes for each device and hour */
#define TEXT_COMPARE_PARTS_BYTES TEXT("Between the two reports {1}: {2} are the dataset’s, {3} the organization’s.")
#define TEXT_COMPARE_POINTS TEXT("Shares are of the whole of each scan; changes are in percentage points.")
#define TEXT_COMPARE_FORCED TEXT("These scans can’t be compared as they are")
#define TEXT_COMPARE_DOUBT TEXT("To be read with care")
#define TEXT_COMPARE_BAR_FILE TEXT("It is the same scan twice.")
#define TEXT_COMPARE_BAR_OVERLAP TEXT("They overlap in time.")
#define TEXT_COMPARE_BAR_PROVISIONAL TEXT("One of them is provisional: it is not closed.")
#define TEXT_COMPARE_BAR_VANTAGE TEXT("The sensor did not see the same kind of thing in both: it stood elsewhere, or its mirror port was set otherwise.")
#define TEXT_COMPARE_BAR_LENGTH TEXT("One watched more than twice as many working hours as the other.")
#define TEXT_COMPARE_BAR_EMPTY TEXT("One of them holds no contact.")
#define TEXT_COMPARE_DOUBT_DATASET TEXT("The scans were made with different datasets: which names were kept, and whose devices were counted, was decided by different rules.")
/* TRANSLATORS: {1} and {2} are numbers of devices, before and after */
#define TEXT_COMPARE_DOUBT_DEVICES TEXT("The number of devices changed by more than a quarter: {1} before, {2} after.")
/* TRANSLATORS: shares of contacts whose service owner, and whose host owner, is known; {1} and {2} before, {3} and {4} after */
#define TEXT_COMPARE_DOUBT_COVERAGE TEXT("How far the scans see differs by more than ten points: the owner is known for {1} of the services and {2} of the hosts before, {3} and {4} after.")
#define TEXT_COMPARE_DOUBT_WEEKDAYS TEXT("They are of different days of the week.")
#define TEXT_COMPARE_DOUBT_VANTAGE TEXT("One of them does not tell what its sensor could see.")
#define TEXT_COMPARE_DOUBT_ORDER TEXT("The scan named first is the later one.")
#define TEXT_COMPARE_COVERAGE TEXT("How far both scans see")
#define TEXT_COMPARE_SERVICE TEXT("Corporations by service: share of the contacts")
#define TEXT_COMPARE_HOST TEXT("Corporations by host: share of the contacts")
#define TEXT_COMPARE_SERVICE_HOURS TEXT("Corporations by service: share of the hours")
#define TEXT_COMPARE_HOST_HOURS TEXT("Corporations by host: share of the hours")
#define TEXT_COMPARE_EITHER TEXT("Corporations in one ledger or the other: share of the contacts")
#define TEXT_COMPARE_NEW TEXT("Contacted after and not before")
#define TEXT_COMPARE_GONE TEXT("Contacted before and not after")
/* TRANSLATORS: corporations with few contacts; {1} how many; {2} and {3} shares of contacts by service before and after, {4} and {5} by host */
#define TEXT_COMPARE_SMALL TEXTS("Small changes, together: {1} corporation, by service {2} before and {3} after, by host {4} before and {5} after.", "Small changes, together: {1} corporations, by service {2} before and {3} after, by host {4} before and {5} after.")
#define TEXT_COMPARE_AREAS TEXT("Areas of work with a single provider")
/* TRANSLATORS: {1} area of work, {2} and {3} corporations */
#define TEXT_COMPARE_AREA_GAINED TEXT("{1}: depends on a single provider now, {2}; before it did not.")
#define TEXT_COMPARE_AREA_LOST TEXT("{1}: depended on a single provider, {2}; now it does not.")
#define TEXT_COMPARE_AREA_HANDS TEXT("{1}: depends on a single provider, which was {2} and is {3}.")
#define TEXT_COMPARE_AREA_BEFORE TEXT("{1}: depended on a single provider, {2}; after, it was not seen often enough to tell.")
#define TEXT_COMPARE_AREA_AFTER TEXT("{1}: depends on a single provider, {2}; before, it was not seen often enough to tell.")
#define TEXT_COMPARE_COUNTRY TEXT("Parent’s country, by service: share of the contacts")
#define TEXT_COMPARE_COUNTRY_HOST TEXT("Parent’s country, by host: share of the contacts")
#define TEXT_COMPARE_NEAR TEXT("Near and far, by service: share of the contacts")
#define TEXT_COMPARE_NEAR_HOST TEXT("Near and far, by host: share of the contacts")
#define TEXT_COMPARE_NEAR_HOME TEXT("Parent at home")
#define TEXT_COMPARE_NEAR_BLOC TEXT("Parent in the bloc")
#define TEXT_COMPARE_NEAR_ELSEWHERE TEXT("Parent elsewhere")
#define TEXT_COMPARE_EXTRACTION TEXT("Sent for others’ use, by device and hour")
#define TEXT_COMPARE_EXTRACTION_ALL TEXT("All together")
/* TRANSLATORS: numerators and denominators of two shares, before and after */
#define TEXT_COMPARE_RATIOS TEXT("{1} of {2}, then {3} of {4}")
/* TRANSLATORS: {1} and {3} amounts of data, {2} and {4} numbers of devices times hours, before and after */
#define TEXT_COMPARE_RATES TEXT("{1} in {2} device-hours, then {3} in {4}")
#define TEXT_COMPARE_UNCHANGED TEXT("No change.")
/* TRANSLATORS: lines left out; {1} how many */
#define TEXT_COMPARE_REST TEXTS("and {1} smaller change, which the JSON tells", "and {1} smaller changes, which the JSON tells")

#endif
