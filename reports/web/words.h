/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of the live page (amarra web), as text.h says. */
#ifndef AM_REPORTS_WEB_WORDS_H
#define AM_REPORTS_WEB_WORDS_H

#include "live/words.h"
#include "text.h"

/* clang-format off */
#define TEXT_WEB TEXT("Live view")
#define TEXT_WEB_SKIP TEXT("Skip to the live view")
#define TEXT_WEB_FINAL TEXT("final")
#define TEXT_WEB_FOLLOWS TEXT("written by another program")
#define TEXT_WEB_MARKERS TEXT("Markers, and what was contacted after each")
/* TRANSLATORS: a contact of a name that had not been contacted before */
#define TEXT_WEB_FIRST TEXT("new")
#define TEXT_WEB_NO_NAME TEXT("no name")
/* TRANSLATORS: whose machine answered, where it is another’s than the service; {1} a corporation */
#define TEXT_WEB_ON TEXT("on a machine of {1}")
/* TRANSLATORS: read aloud in place of a picture; {1} a number of contacts with its noun, {2} a time of day */
#define TEXT_WEB_TIME_ALOUD TEXT("{1} until {2}.")
/* TRANSLATORS: the axis of a picture: numbers of contacts since the start, added up */
/* TRANSLATORS: stands under a number in large digits that still grows */
#define TEXT_WEB_SO_FAR_MARKED TEXTS("corporation so far", "corporations so far")
/* TRANSLATORS: of a marker’s corporations: {1} runs a service that was asked for, {2} only machines that answered */
#define TEXT_WEB_LEDGERS TEXT("By the services asked for: {1}. Only by the machines that answered: {2}.")
#define TEXT_WEB_RUNS TEXT("running")

/* ---- scenes ---- */
#define TEXT_WEB_GUESS TEXT("Guess, and play")
#define TEXT_WEB_NO_GUESS TEXT("Play without a guess")
#define TEXT_WEB_GO_ON TEXT("Go on")

/* ---- controls ---- */
#define TEXT_WEB_CONTROLS TEXT("Controls")
#define TEXT_WEB_PAUSE TEXT("Pause")
#define TEXT_WEB_NEXT TEXT("Next scene")
#define TEXT_WEB_SLOWER TEXT("Slower")
#define TEXT_WEB_FASTER TEXT("Faster")
#define TEXT_WEB_MARK TEXT("Mark it")
#define TEXT_WEB_MARK_END TEXT("End the marker")
#define TEXT_WEB_STOP TEXT("End the scan")
#define TEXT_WEB_STOP_IS TEXT("Nothing more is seen then. The scan is closed: devices are counted, their pseudonyms erased, and the figures become final.")
#define TEXT_WEB_STOP_NOW TEXT("End and close it now")
/* TRANSLATORS: a switch: everything larger, for a projector */
#define TEXT_WEB_BIG TEXT("Large")
#define TEXT_WEB_KEYS_USE TEXT("Use these keys")

/* ---- around it ---- */
#define TEXT_WEB_TAKE TEXT("To take along")
#define TEXT_WEB_TAKE_IS TEXT("Made from the figures of this moment.")
#define TEXT_WEB_TAKE_REPORT TEXT("Report (HTML)")
#define TEXT_WEB_TAKE_JSON TEXT("All figures (JSON)")
#define TEXT_WEB_TAKE_OWNERS TEXT("Corporations (CSV)")
#define TEXT_WEB_TAKE_NAMES TEXT("Names (CSV)")
#define TEXT_WEB_LOST TEXT("The connection is lost, or amarra has ended. The page tries again by itself.")
/* TRANSLATORS: {1} a number of seconds */
#define TEXT_WEB_NO_SCRIPT TEXT("Without scripts this page loads itself anew every {1} seconds.")
#define TEXT_WEB_FOOT TEXT("amarra {1}. This page comes from this machine alone and loads nothing from elsewhere.")

#endif
