/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of watching a scan while it is made (live), as text.h says: those of the terminal,
 * and those that every screen needs. */
#ifndef AM_REPORTS_LIVE_WORDS_H
#define AM_REPORTS_LIVE_WORDS_H

#include "text.h"

/* clang-format off */

/* ---- every screen ---- */
#define TEXT_LIVE_WAITING TEXT("waiting for packets")
#define TEXT_LIVE_WATCHING TEXT("watching")
/* TRANSLATORS: a capture file is played; {1} is how fast: "×60" */
#define TEXT_LIVE_PLAYING TEXT("playing {1}")
#define TEXT_LIVE_PAUSED TEXT("paused")
#define TEXT_LIVE_ENDED TEXT("ended")
/* TRANSLATORS: the figures are, until the scan ends */
#define TEXT_LIVE_PROVISIONAL TEXT("provisional")
/* TRANSLATORS: shares of the contacts whose name, and whose owner, is known; as short as can be */
#define TEXT_LIVE_COVERAGE TEXT("named {1} · owner {2}")
#define TEXT_LIVE_EMPTY TEXT("No contact with the outside has been seen yet.")
#define TEXT_LIVE_NEWEST TEXT("Newest contacts")
/* TRANSLATORS: contacts of which neither is known */
#define TEXT_LIVE_NEITHER TEXT_SHORT(23, "No name, no owner")
/* TRANSLATORS: names of what can be looked at, above it and in a row beside each other */
#define TEXT_LIVE_VIEW_OWNERS TEXT_SHORT(15, "Corporations")
#define TEXT_LIVE_VIEW_COUNTRIES TEXT_SHORT(15, "Countries")
#define TEXT_LIVE_VIEW_TIMELINE TEXT_SHORT(15, "Timeline")
#define TEXT_LIVE_VIEW_NEWEST TEXT_SHORT(15, "Newest")
/* TRANSLATORS: in place of a name that few devices contacted, and that is therefore not told */
#define TEXT_LIVE_UNLISTED TEXT("(name not told)")
/* TRANSLATORS: {1} is the network of an address that was contacted without a name */
#define TEXT_LIVE_NO_NAME TEXT("(no name: {1})")
#define TEXT_LIVE_COUNTRY TEXT("Parent’s country")
#define TEXT_LIVE_OVER_TIME TEXT("Contacts over time")
#define TEXT_LIVE_NO_MARKER TEXT("No marker has been written yet.")
/* TRANSLATORS: what was contacted after a marker; {2} is a list of corporations */
#define TEXT_LIVE_MARKED TEXTS("{1} corporation: {2}", "{1} corporations: {2}")
#define TEXT_LIVE_MARKED_NONE TEXT("no corporation yet")

/* ---- scenes ---- */
#define TEXT_LIVE_SCENE TEXT("Scene {1} of {2}")
#define TEXT_LIVE_QUESTION TEXT("How many corporations will see this?")
#define TEXT_LIVE_ANSWER TEXT("Type a number, then Enter. Enter alone goes on without one.")
/* TRANSLATORS: stands under the number in large digits */
#define TEXT_LIVE_REVEAL TEXTS("corporation was contacted", "corporations were contacted")
/* TRANSLATORS: {1} is the number that the group said before */
#define TEXT_LIVE_GUESSED TEXT("You said {1}")
/* TRANSLATORS: those that were contacted, and of which no rule tells an owner */
#define TEXT_LIVE_UNOWNED TEXTS("and {1} name without a known owner", "and {1} names without a known owner")

/* ---- the terminal ---- */
/* TRANSLATORS: {1} columns and {2} rows */
#define TEXT_LIVE_SMALL TEXT("This window is too small: at least {1} × {2} are needed. Enlarge it, or make the letters smaller.")
#define TEXT_LIVE_MARKER_ASKED TEXT("What begins now?")
#define TEXT_LIVE_GUESS_ASKED TEXT("How many corporations?")
#define TEXT_LIVE_TYPING TEXT("(Enter: done, Esc: leave it)")
#define TEXT_LIVE_KEYS TEXT("Keys")
#define TEXT_LIVE_LEDGERS TEXT("Service: who runs what was asked for. Host: who runs the machine that answered. Each contact is in both; they are never added.")
#define TEXT_LIVE_CLOSING TEXT("Closing the scan …")
/* TRANSLATORS: {1} is a file, {2} a command to type */
#define TEXT_LIVE_KEPT TEXT("The scan is in {1}. Next: {2}")
/* TRANSLATORS: {1} is an option of the command */
#define TEXT_LIVE_NOT_KEPT TEXT("The scan was not kept; {1} keeps it.")

/* Keys: a word for the line below the screen, and a sentence for the help. */
/* TRANSLATORS: the name of the key */
#define TEXT_KEY_SPACE TEXT_SHORT(8, "Space")
/* TRANSLATORS: what is written on the key */
#define TEXT_KEY_ENTER_CAP TEXT_SHORT(8, "Enter")
#define TEXT_KEY_PAUSE TEXT_SHORT(12, "pause")
#define TEXT_KEY_RESUME TEXT_SHORT(12, "go on")
#define TEXT_KEY_PAUSE_HELP TEXT("Pause, or go on")
#define TEXT_KEY_ENTER TEXT_SHORT(12, "go on")
#define TEXT_KEY_ENTER_HELP TEXT("Begin the scene, or go on after it")
#define TEXT_KEY_NEXT TEXT_SHORT(8, "scene")
#define TEXT_KEY_NEXT_HELP TEXT("Play on to the next scene at once")
#define TEXT_KEY_MARKER TEXT_SHORT(12, "marker")
#define TEXT_KEY_MARKER_HELP TEXT("Write down what begins now, such as “we open the newspaper”, to see who is contacted from then on; an empty one ends it")
#define TEXT_KEY_GUESS TEXT_SHORT(12, "guess")
#define TEXT_KEY_GUESS_HELP TEXT("Write down how many corporations the group expects")
#define TEXT_KEY_SPEED TEXT_SHORT(12, "speed")
#define TEXT_KEY_SPEED_HELP TEXT("Play twice as fast, or half as fast")
#define TEXT_KEY_BIG TEXT_SHORT(12, "large")
#define TEXT_KEY_BIG_HELP TEXT("Few and large, for a projector; again: all of it")
#define TEXT_KEY_VIEW_HELP TEXT("The next view: corporations, countries, timeline, newest contacts; or press its number")
#define TEXT_KEY_HELP TEXT_SHORT(8, "help")
#define TEXT_KEY_HELP_HELP TEXT("Show or hide this")
#define TEXT_KEY_QUIT TEXT_SHORT(8, "quit")
#define TEXT_KEY_QUIT_HELP TEXT("End: the scan is closed, the terminal is as it was")

#endif
