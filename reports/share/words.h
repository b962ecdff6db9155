/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of a share, and of the questions before it is written, as text.h says. */
#ifndef AM_REPORTS_SHARE_WORDS_H
#define AM_REPORTS_SHARE_WORDS_H

#include "text.h"

/* clang-format off */
/* ---- what an organization may say of itself ---- */
#define TEXT_SECTOR_COOPERATIVE TEXT("Cooperative")
#define TEXT_SECTOR_UNION TEXT("Trade union")
#define TEXT_SECTOR_NGO TEXT("Civil society organization (NGO)")
#define TEXT_SECTOR_MEDIA TEXT("Community media")
#define TEXT_SECTOR_SCHOOL TEXT("School")
#define TEXT_SECTOR_UNIVERSITY TEXT("University")
#define TEXT_SECTOR_MUNICIPALITY TEXT("Municipality")
#define TEXT_SECTOR_PUBLIC TEXT("Other public body")
#define TEXT_SECTOR_HEALTH TEXT("Health care")
#define TEXT_SECTOR_COMMUNITY TEXT("Community, indigenous or peasant organization")
#define TEXT_SECTOR_COMPANY TEXT("Company")
#define TEXT_SECTOR_OTHER TEXT("Another kind of organization")
/* TRANSLATORS: how many people work in an organization, paid or not */
#define TEXT_SIZE_FEW TEXT("1 to 9 people")
#define TEXT_SIZE_SMALL TEXT("10 to 49 people")
#define TEXT_SIZE_MIDDLE TEXT("50 to 249 people")
#define TEXT_SIZE_LARGE TEXT("250 people or more")

/* ---- what a share tells, in a terminal ---- */
#define TEXT_SHARE_TITLE TEXT("What this share tells")
/* TRANSLATORS: {1} the short name of a campaign */
#define TEXT_SHARE_LEAD TEXT("This is everything that the file holds, for the campaign “{1}”.")
/* TRANSLATORS: {1} "5 %", {2} a number of devices */
#define TEXT_SHARE_NEVER TEXT("It holds no name of the organization or of a person, no device, no address, no web site that was opened, no hour and no exact count. Parts are told in bands of {1}; whatever fewer than {2} devices contacted is not told by its name, but among all others.")
#define TEXT_SHARE_SIGNED TEXT("Besides, it carries a signature, and a key by which this campaign can tell that a later share is of the same organization.")
#define TEXT_SHARE_ABOUT TEXT("What the organization says of itself")
#define TEXT_SHARE_TERRITORY TEXT_SHORT(25, "Territory")
#define TEXT_SHARE_SECTOR TEXT_SHORT(25, "Kind of organization")
#define TEXT_SHARE_SIZE TEXT_SHORT(25, "People who work in it")
#define TEXT_SHARE_NOTE TEXT_SHORT(25, "Note for the campaign")
#define TEXT_SHARE_UNTOLD TEXT("not told")
#define TEXT_SHARE_SCAN TEXT("How it was watched")
#define TEXT_SHARE_DAYS TEXT_SHORT(25, "Days with contacts")
#define TEXT_SHARE_DEVICES TEXT_SHORT(25, "Devices of the network")
/* TRANSLATORS: a number of days or devices */
#define TEXT_SHARE_OR_MORE TEXT("{1} or more")
#define TEXT_SHARE_SENSOR TEXT_SHORT(25, "What the sensor saw")
#define TEXT_SHARE_ENOUGH TEXT_SHORT(25, "Enough to publish")
#define TEXT_SHARE_YES TEXT("yes")
/* TRANSLATORS: it is not enough to publish; {1} a list of reasons: "fewer than 3 days and fewer than 500 contacts" */
#define TEXT_SHARE_NO TEXT("no, it is a trial: {1}")
#define TEXT_SHARE_FEW_DAYS TEXT("fewer than {1} days")
#define TEXT_SHARE_FEW_DEVICES TEXT("fewer than {1} devices")
#define TEXT_SHARE_FEW_CONTACTS TEXT("fewer than {1} contacts")
#define TEXT_SHARE_UNATTRIBUTED TEXT("more than a quarter of the contacts without a known owner")
#define TEXT_SHARE_MADE TEXT_SHORT(25, "Made with")
/* TRANSLATORS: {1} a program and its version, {2} a version of the dataset, {3} of the method */
#define TEXT_SHARE_MADE_WITH TEXT("{1}, dataset {2}, method {3}")
#define TEXT_SHARE_SEEN TEXT("What was seen")
/* TRANSLATORS: areas of work with one provider for nearly everything; {1} an area of work */
#define TEXT_SHARE_ESSENTIAL TEXT("{1} (essential)")
/* TRANSLATORS: the part of the contacts that stops without a corporation */
#define TEXT_SHARE_STOPS TEXT_SHORT(13, "Stops")
/* TRANSLATORS: of an area of work; {1} a corporation */
#define TEXT_SHARE_PROVIDER TEXT("One provider: {1}")
#define TEXT_SHARE_PROVIDERS TEXT("One provider has nine of ten contacts of an area. Where none is named, there are several, or it may not be told.")
#define TEXT_SHARE_COUNTRIES TEXT("All other countries, and what is not known")
#define TEXT_SHARE_NONE TEXT("Nothing of this is told.")

/* ---- what the sensor saw, short ---- */
#define TEXT_SENSOR_WELL TEXT("nothing to object")
#define TEXT_SENSOR_NO_TRAFFIC TEXT("nothing that could be read")
#define TEXT_SENSOR_WIFI TEXT("mostly encrypted Wi-Fi, which tells no names")
#define TEXT_SENSOR_BROADCAST TEXT("only what is addressed to everyone")
#define TEXT_SENSOR_OUTSIDE TEXT("the outer side of the router, where devices can’t be told apart")
#define TEXT_SENSOR_ITSELF TEXT("only itself")
#define TEXT_SENSOR_ONE TEXT("only one device")
#define TEXT_SENSOR_NO_INSIDE TEXT("no device of the network itself")
#define TEXT_SENSOR_ONE_WAY TEXT("of many connections one direction only")
#define TEXT_SENSOR_MID_STREAM TEXT("many connections that had begun before, without their names")
#define TEXT_SENSOR_LITTLE TEXT("too little to tell of an office")

/* ---- what is asked before a share is made ---- */
#define TEXT_ASK_BEGIN TEXT("From the scan, amarra makes a share for a campaign: a small file without names. You see all of it before it is written.")
#define TEXT_ASK_CAMPAIGN TEXT("Which campaign is it for? (its short name, as the campaign gave it)")
#define TEXT_ASK_LEAD TEXT("Now a few questions about the organization. Each answer helps to compare, and none is needed: if you only press Enter, it is not told.")
#define TEXT_ASK_COUNTRY TEXT("In which country is it? (two letters, such as {1}, or the name)")
/* TRANSLATORS: {1} a country’s code; the code of a department, province or state of it follows: "UY-MO" */
#define TEXT_ASK_TERRITORY TEXT("In which department, province or state? (its code, such as {1}-A)")
#define TEXT_ASK_SECTOR TEXT("What kind of organization is it? Type the number of a line.")
#define TEXT_ASK_SIZE TEXT("How many people work in it, paid or not? Type the number of a line.")
#define TEXT_ASK_NOTE TEXT("Must the campaign know anything else to read the data? (one line, without names of people)")
/* TRANSLATORS: {1} what was chosen */
#define TEXT_ASK_CHOSEN TEXT("That is: {1}")
#define TEXT_ASK_NOT_CAMPAIGN TEXT("A campaign’s short name has small letters, digits and hyphens only, such as {1}.")
/* TRANSLATORS: {1} what was typed */
#define TEXT_ASK_NOT_COUNTRY TEXT("No country is known by “{1}”. Type its two letters, or its name, or press Enter to leave it out.")
#define TEXT_ASK_NOT_TERRITORY TEXT("No code is like that: it is {1}-, and one to three letters or digits. Press Enter to leave it out.")
/* TRANSLATORS: {1} the last number of a list */
#define TEXT_ASK_NOT_LINE TEXT("Type a number from 1 to {1}, or press Enter to leave it out.")
#define TEXT_ASK_NOT_NOTE TEXT("One line of {1} letters at most, or press Enter to leave it out.")
#define TEXT_ASK_SENT TEXT("Nothing is written yet, and amarra sends nothing: you give the file to the campaign yourselves.")
/* TRANSLATORS: the letters are those of yes and no; the large one is the answer of who only presses Enter */
#define TEXT_ASK_WRITE TEXT("Write the file? (y/N)")
#define TEXT_ASK_REFUSED TEXT("nothing was written")
/* TRANSLATORS: {1} an option of the command */
#define TEXT_ASK_NOBODY TEXT("nothing was written: there is nobody to ask. Read what stands above, and then run this in a terminal, or with {1}")
/* TRANSLATORS: {1} an option of the command */
#define TEXT_ASK_NO_CAMPAIGN TEXT("nothing was written: a share is for one campaign. Name it with {1}")

/* ---- what was written ---- */
/* TRANSLATORS: {1} a file */
#define TEXT_SHARE_GIVE TEXT("Give this file to the campaign: {1}")
#define TEXT_SHARE_KEEP TEXT("Keep this one, and show it to nobody: {1}. With it the share can be withdrawn.")
#define TEXT_SHARE_KEY TEXT("Keep a copy of this too: {1}. It is the key that signs your shares, so that the next one is known to be of the same organization, and nobody else can speak for you.")
/* TRANSLATORS: {1} a long key of letters and digits, {2} another */
#define TEXT_SHARE_FITS TEXT("The signature fits: nothing was changed since it was signed with the key {1}. The share’s own number is {2}.")

#endif
