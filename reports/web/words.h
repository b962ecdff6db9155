/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of the live page (amarra web), as text.h says. */
#ifndef AM_REPORTS_WEB_WORDS_H
#define AM_REPORTS_WEB_WORDS_H

#include "text.h"

/* clang-format off */
#define TEXT_WEB TEXT("Live view")
#define TEXT_WEB_SKIP TEXT("Skip to the live view")
/* TRANSLATORS: states of what is shown, in small letters */
#define TEXT_WEB_WAITING TEXT("waiting for packets")
#define TEXT_WEB_WATCHING TEXT("watching")
/* TRANSLATORS: a capture file is played; {1} is how fast: "×60" */
#define TEXT_WEB_PLAYING TEXT("playing {1}")
#define TEXT_WEB_PAUSED TEXT("paused")
#define TEXT_WEB_ENDED TEXT("ended")
/* TRANSLATORS: the figures are, until the scan ends */
#define TEXT_WEB_PROVISIONAL TEXT("provisional")
#define TEXT_WEB_FINAL TEXT("final")
#define TEXT_WEB_FOLLOWS TEXT("written by another program")
#define TEXT_WEB_NOTHING TEXT("No contact with the outside has been seen yet.")
/* TRANSLATORS: heads of numbers and of lists */
#define TEXT_WEB_COUNTRIES TEXT("Countries")
#define TEXT_WEB_NEWEST TEXT("Newest contacts")
#define TEXT_WEB_TIME TEXT("Contacts over time")
#define TEXT_WEB_MARKERS TEXT("Markers, and what was contacted after each")
/* TRANSLATORS: a contact of a name that had not been contacted before */
#define TEXT_WEB_FIRST TEXT("new")
#define TEXT_WEB_UNTOLD TEXT("(name not told)")
#define TEXT_WEB_NO_NAME TEXT("no name")
/* TRANSLATORS: whose machine answered, where it is another’s than the service; {1} a corporation */
#define TEXT_WEB_ON TEXT("on a machine of {1}")
/* TRANSLATORS: read aloud in place of a picture; {1} a number of contacts with its noun, {2} a time of day */
#define TEXT_WEB_TIME_ALOUD TEXT("{1} until {2}.")
/* TRANSLATORS: the axis of a picture: numbers of contacts since the start, added up */
/* TRANSLATORS: stands under the number in large digits */
#define TEXT_WEB_MARKED TEXTS("corporation was contacted", "corporations were contacted")
/* TRANSLATORS: stands under a number in large digits that still grows */
#define TEXT_WEB_SO_FAR_MARKED TEXTS("corporation so far", "corporations so far")
/* TRANSLATORS: those that were contacted, and of which no rule tells an owner */
#define TEXT_WEB_UNOWNED TEXTS("and {1} name or network without a known owner", "and {1} names or networks without a known owner")
/* TRANSLATORS: of a marker’s corporations: {1} runs a service that was asked for, {2} only machines that answered */
#define TEXT_WEB_LEDGERS TEXT("By the services asked for: {1}. Only by the machines that answered: {2}.")
#define TEXT_WEB_NO_MARKER TEXT("No marker has been written yet.")
#define TEXT_WEB_RUNS TEXT("running")

/* ---- scenes ---- */
#define TEXT_WEB_SCENE TEXT("Scene {1} of {2}")
#define TEXT_WEB_QUESTION TEXT("How many corporations will see this?")
#define TEXT_WEB_GUESS_FIELD TEXT("How many corporations?")
#define TEXT_WEB_GUESS TEXT("Guess, and play")
#define TEXT_WEB_NO_GUESS TEXT("Play without a guess")
/* TRANSLATORS: {1} is the number that the group said before */
#define TEXT_WEB_GUESSED TEXT("You said {1}")
#define TEXT_WEB_GO_ON TEXT("Go on")

/* ---- controls ---- */
#define TEXT_WEB_CONTROLS TEXT("Controls")
#define TEXT_WEB_PAUSE TEXT("Pause")
#define TEXT_WEB_NEXT TEXT("Next scene")
#define TEXT_WEB_SLOWER TEXT("Slower")
#define TEXT_WEB_FASTER TEXT("Faster")
#define TEXT_WEB_MARK_FIELD TEXT("What begins now?")
#define TEXT_WEB_MARK TEXT("Mark it")
#define TEXT_WEB_MARK_END TEXT("End the marker")
#define TEXT_WEB_STOP TEXT("End the scan")
#define TEXT_WEB_STOP_IS TEXT("Nothing more is seen then. The scan is closed: devices are counted, their pseudonyms erased, and the figures become final.")
#define TEXT_WEB_STOP_NOW TEXT("End and close it now")
/* TRANSLATORS: a switch: everything larger, for a projector */
#define TEXT_WEB_BIG TEXT("Large")
#define TEXT_WEB_KEYS TEXT("Keys")
#define TEXT_WEB_KEYS_USE TEXT("Use these keys")
#define TEXT_WEB_KEY_PAUSE TEXT("Pause, or go on")
#define TEXT_WEB_KEY_NEXT TEXT("Play on to the next scene at once")
#define TEXT_WEB_KEY_MARK TEXT("Write down what begins now, such as “we open the newspaper”, to see who is contacted from then on; an empty one ends it")
#define TEXT_WEB_KEY_GUESS TEXT("Write down how many corporations the group expects")
#define TEXT_WEB_KEY_BIG TEXT("Few and large, for a projector; again: all of it")
#define TEXT_WEB_KEY_SPEED TEXT("Play twice as fast, or half as fast")
/* TRANSLATORS: the space bar of a keyboard */
#define TEXT_WEB_SPACE TEXT_SHORT(8, "Space")

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
