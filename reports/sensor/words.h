/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of a sensor's state (amarra status) and of the agreement that is asked before a
 * network is watched, as text.h says. */
#ifndef AM_REPORTS_SENSOR_WORDS_H
#define AM_REPORTS_SENSOR_WORDS_H

#include "text.h"

/* clang-format off */
#define TEXT_STATUS_OPEN TEXT("It is being written now.")
#define TEXT_STATUS_CUT TEXT("It was interrupted before it could be closed.")
#define TEXT_STATUS_CLOSED TEXT("It is closed: its figures are final.")
#define TEXT_STATUS_FIRST TEXT("First packet")
#define TEXT_STATUS_LAST TEXT("Last packet")
/* TRANSLATORS: {1} a date, {2} a time of day, {3} how long ago: "5 minutes ago" */
#define TEXT_STATUS_MOMENT TEXT("{1}, {2} ({3})")
#define TEXT_STATUS_SECONDS TEXTS("{1} second ago", "{1} seconds ago")
#define TEXT_STATUS_MINUTES TEXTS("{1} minute ago", "{1} minutes ago")
#define TEXT_STATUS_HOURS TEXTS("{1} hour ago", "{1} hours ago")
#define TEXT_STATUS_DAYS TEXTS("{1} day ago", "{1} days ago")
#define TEXT_STATUS_AHEAD TEXT("by a clock that is ahead of this machine’s")
#define TEXT_STATUS_PACKETS TEXT("Packets")
#define TEXT_STATUS_WHOLE TEXT("{1}, none lost")
/* TRANSLATORS: numbers of packets; {3} a share, {2} = {4} + {5} */
#define TEXT_STATUS_LOST TEXT("{1}, and {2} lost ({3}): {4} by the system, {5} by the network card")
/* TRANSLATORS: {1} a number of contacts, {2} and {3} shares of them */
#define TEXT_STATUS_KNOWN TEXT("{1}; with a name {2}, with a known owner {3}")
#define TEXT_STATUS_FILE TEXT("File")
/* TRANSLATORS: amounts of data */
#define TEXT_STATUS_SIZE TEXT("{1}; its disk has {2} free")
#define TEXT_STATUS_WELL TEXT("The sensor stands well: it sees the devices of the network.")
#define TEXT_STATUS_EARLY TEXT("It is too early to tell whether the sensor stands well.")
#define TEXT_STATUS_FIX TEXT("To fix:")
#define TEXT_STATUS_FINE TEXT("Nothing to fix.")

/* ---- what to fix ---- */
/* TRANSLATORS: the scan; {1} a command to type */
#define TEXT_FIX_INTERRUPTED TEXT("Close it: {1}")
/* TRANSLATORS: {1} how long ago: "25 minutes ago" */
#define TEXT_FIX_NOT_WRITTEN TEXT("Look after the sensor and its disk: the file was last written {1}.")
/* TRANSLATORS: {1} how long ago: "25 minutes ago" */
#define TEXT_FIX_SILENT TEXT("Check the cable, and that the interface is up: the last packet came {1}.")
/* TRANSLATORS: {1} an amount of data, {2} an option of the command */
#define TEXT_FIX_DISK TEXT("Make room on the disk, which has {1} free, or keep fewer days ({2}).")
#define TEXT_FIX_FLUSHES TEXTS("See that the disk has room and is sound: it could not be written {1} time, and was tried again.", "See that the disk has room and is sound: it could not be written {1} times, and was tried again.")
/* TRANSLATORS: {1} a share of the packets, {2} an option of the command */
#define TEXT_FIX_PACKETS TEXT("Give a larger buffer ({2}), or watch a port with less traffic: {1} of the packets were lost.")
/* TRANSLATORS: {2} an option of the command */
#define TEXT_FIX_CONTACTS TEXTS("Make room on the disk, or allow a larger file ({2}): {1} contact found no room.", "Make room on the disk, or allow a larger file ({2}): {1} contacts found no room.")
/* TRANSLATORS: {2} an option of the command */
#define TEXT_FIX_NAMES TEXTS("Begin a new scan, or one each day ({2}): {1} name found no room in this one.", "Begin a new scan, or one each day ({2}): {1} names found no room in this one.")
#define TEXT_FIX_MARKERS TEXTS("Write fewer markers: {1} time there was no room for one, or for what was contacted after it.", "Write fewer markers: {1} times there was no room for one, or for what was contacted after it.")
/* TRANSLATORS: {2} a command to type */
#define TEXT_FIX_CLOCK TEXTS("Let the network set the clock (“{2}”): it was changed {1} time while the scan ran, and the hours around that are off.", "Let the network set the clock (“{2}”): it was changed {1} times while the scan ran, and the hours around that are off.")
/* TRANSLATORS: {1} and {2} shares; {3} why they have none: “It began before the scan did” */
#define TEXT_FIX_COVERAGE TEXT("Find out why only {1} of the contacts have a name. Of those without, the largest part ({2}): “{3}”.")

/* ---- folders ---- */
/* TRANSLATORS: {1} how many, {2} an amount of data */
#define TEXT_STATUS_CLOSED_ONES TEXTS("{1} closed scan: {2} on the disk.", "{1} closed scans: {2} on the disk.")
/* TRANSLATORS: of the closed scans; {1} a file, {2} its period: “From 24 November 2026, 8:00, to ...” */
#define TEXT_STATUS_NEWEST TEXT("The newest is {1}. {2}.")
/* TRANSLATORS: {1} a folder */
#define TEXT_STATUS_NONE TEXT("There is no scan in {1} yet.")

/* ---- the agreement ---- */
#define TEXT_AGREE_RECORDED TEXT("amarra is about to watch a network. It records the names of the services that are contacted, when (in slots of ten minutes), how much data, and how many devices contacted each.")
#define TEXT_AGREE_NEVER TEXT("It never records contents, pages or passwords, nor who it was: no device’s address reaches the disk.")
/* TRANSLATORS: {1} a command to type */
#define TEXT_AGREE_NOTICE TEXT("“{1}” prints the notice for the door, which says all this to everyone.")
/* TRANSLATORS: the letters are those of yes and no; the large one is the answer of who only presses Enter */
#define TEXT_AGREE_QUESTION TEXT("Has the organization agreed to this? (y/N)")
/* TRANSLATORS: {1} a date, {2} a command to type */
#define TEXT_AGREE_BEFORE TEXT("The organization’s agreement was confirmed on {1}; “{2}” prints the notice for the door.")
/* TRANSLATORS: {1} a command to type */
#define TEXT_AGREE_REFUSED TEXT("nothing was watched: the organization agrees first; “{1}” prints what it agrees to")
/* TRANSLATORS: {1} an option of the command, {2} a command to type */
#define TEXT_AGREE_NOBODY TEXT("before a network is watched, somebody confirms that the organization has agreed: run this once in a terminal, or with {1}; “{2}” prints what it agrees to")

#endif
