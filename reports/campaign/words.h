/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sentences of a campaign's publication, as text.h says. A number that may not be told exactly
 * is an argument that comes in words already (campaign/told.h). */
#ifndef AM_REPORTS_CAMPAIGN_WORDS_H
#define AM_REPORTS_CAMPAIGN_WORDS_H

#include "text.h"

/* clang-format off */
/* ---- numbers ---- */
/* TRANSLATORS: {1} a number as it may be told, {2} its whole: “125 of 160 organizations”, “156 or more of 160 organizations” */
#define TEXT_TOLD_OF TEXT("{1} of {2} organizations")
/* TRANSLATORS: {1} a number, {2} its whole, {3} their share */
#define TEXT_TOLD_OF_SHARE TEXT("{1} of {2} organizations ({3})")
/* TRANSLATORS: a number, or more */
#define TEXT_TOLD_MOST TEXT("{1} or more")
/* TRANSLATORS: in place of a number */
#define TEXT_TOLD_NOT TEXT("not told")
/* TRANSLATORS: {1} a share */
#define TEXT_TOLD_AT_LEAST TEXT("at least {1}")
/* TRANSLATORS: the interval in which a share lies with 95 % certainty: {1} a number, {2} a percentage */
#define TEXT_TOLD_INTERVAL TEXT("95 %: {1} to {2}")
/* TRANSLATORS: of organizations: {1} and {2} are the ends, such as “20” and “35 %” */
#define TEXT_TOLD_HALF TEXT("half of them between {1} and {2}")
/* TRANSLATORS: of organizations: {1} the band of the one in the middle, where only that may be told */
#define TEXT_TOLD_MIDDLE TEXT("in the middle: {1}")
/* TRANSLATORS: organizations that are in no group of their own */
#define TEXT_CELL_OTHER TEXT("All others, and those that did not say")
#define TEXT_CELL_ALL TEXT("All organizations")
/* TRANSLATORS: organizations that took part twice; {1} and {2} are numbers of rounds */
#define TEXT_CELL_SAME TEXT("Those that took part in rounds {1} and {2}")
/* TRANSLATORS: in the middle of a sentence too; {1} its number, {2} its first month */
#define TEXT_ROUND TEXT("round {1} (since {2})")
/* TRANSLATORS: the only round there is; {1} its first month */
#define TEXT_ROUND_ONLY TEXT("since {1}")
/* ---- around every page ---- */
#define TEXT_SITE_SKIP TEXT("Skip to the content")
/* TRANSLATORS: {1} the number of an edition, {2} its date */
#define TEXT_SITE_TAGLINE TEXT("What the networks of the organizations that took part contact. Edition {1}, {2}.")
/* TRANSLATORS: {1} an identifier such as amarras-2026/2, {2} a version */
#define TEXT_SITE_FOOT TEXT("Edition {1}, written by amarra {2}. Licence: CC BY-SA 4.0. This page is complete: it loads nothing, and opening it sends nothing.")
/* TRANSLATORS: said by screen readers */
#define TEXT_SITE_LANGUAGES TEXT("Languages")
/* TRANSLATORS: said by screen readers */
#define TEXT_SITE_PAGES TEXT("Pages of this edition")
/* TRANSLATORS: name of the first page */
#define TEXT_SITE_FRONT TEXT("In brief")
#define TEXT_SITE_CORPORATIONS TEXT("Corporations")
#define TEXT_SITE_BY_SECTOR TEXT("By sector")
#define TEXT_SITE_BY_COUNTRY TEXT("By country")
#define TEXT_SITE_BY_TERRITORY TEXT("By territory")
#define TEXT_SITE_BY_SIZE TEXT("By size")
#define TEXT_SITE_ROUNDS TEXT("From round to round")
#define TEXT_SITE_METHOD TEXT("Method")
#define TEXT_SITE_DATA TEXT("Data")
#define TEXT_SITE_EDITIONS TEXT("Editions")
#define TEXT_SITE_REPLIES TEXT("Replies")
/* ---- what it is ---- */
#define TEXT_SITE_WHAT TEXT("What this is, and what it is not")
/* TRANSLATORS: {1} how many */
#define TEXT_SITE_WHAT_IS TEXT("{1} organizations watched which services their own networks contact, and told it without names and in bands. This publication counts in how many of them each thing was found.")
#define TEXT_SITE_WHAT_NOT TEXT("They are the organizations that took part; nobody drew them by lot. So nothing here tells how things stand in a country, in a sector or in general, and every figure says of how many organizations it is.")
#define TEXT_SITE_WHAT_NO_PROOF TEXT("That a corporation was contacted is no proof of any wrongdoing, neither its own nor that of whoever contacted it. There is no grade and no total score.")
#define TEXT_SITE_FACT_ORGANIZATIONS TEXT("Organizations")
/* TRANSLATORS: when networks were watched */
#define TEXT_SITE_FACT_WATCHED TEXT("Watched")
/* TRANSLATORS: who publishes it */
#define TEXT_SITE_FACT_PUBLISHES TEXT("Published by")
#define TEXT_SITE_FACT_EDITION TEXT("Edition")
#define TEXT_SITE_FACT_LICENCE TEXT("Licence")
/* TRANSLATORS: {1} its number, {2} a date */
#define TEXT_SITE_EDITION_OF TEXT("{1}, {2}")
#define TEXT_SITE_REQUEST TEXT("What this campaign asks for")
#define TEXT_SITE_TRIALS TEXT("Scans that are too short or too small for a publication of their own count here too, because the campaign decided so.")
/* ---- who took part ---- */
#define TEXT_SITE_WHO TEXT("Who took part")
#define TEXT_SITE_COLUMN_ORGANIZATIONS TEXT_SHORT(26, "Organizations")
/* ---- coverage ---- */
#define TEXT_SITE_COVERAGE TEXT("How far they could see")
#define TEXT_SITE_COVERAGE_LEAD TEXT("Before any other figure: how much of what each organization contacted has a name and a known owner. What is not known is part of every whole, so shares are rather too low than too high.")
#define TEXT_SITE_COVERAGE_CAPTION TEXT("What each organization’s contacts have, as a share of all its contacts")
/* TRANSLATORS: of organizations: the one in the middle */
#define TEXT_SITE_COLUMN_MEDIAN TEXT_SHORT(26, "The one in the middle")
/* TRANSLATORS: of organizations: between the quartiles */
#define TEXT_SITE_COLUMN_HALF TEXT_SHORT(26, "Half of them")
/* ---- findings ---- */
/* TRANSLATORS: {1} “40 of 54 organizations (74 %)”, {2} a corporation */
#define TEXT_SITE_FIRST TEXT("In {1}, the corporation that more contacts need than any other is {2}.")
/* TRANSLATORS: {1} a corporation, {2} “50 or more of 54 organizations” */
#define TEXT_SITE_FOUND TEXT("{1} was found in {2}.")
/* TRANSLATORS: {1} a corporation, {2} “50 or more of 54 organizations”, {3} and {4} shares */
#define TEXT_SITE_FOUND_HALF TEXT("{1} was found in {2}; in half of those, between {3} and {4} of the contacts need it.")
/* TRANSLATORS: {1} “50 or more of 54 organizations”, {2} a country */
#define TEXT_SITE_COUNTRY TEXT("{1} contacted services whose parent corporation is in one country: {2}.")
/* TRANSLATORS: {1} and {2} shares */
#define TEXT_SITE_COUNTRY_HALF TEXT("In half of those, between {1} and {2} of the contacts went to them.")
/* TRANSLATORS: {1} an area of work, {2} “35 of 50 organizations (70 %)” */
#define TEXT_SITE_SINGLE TEXT("{1}: in {2} in which it was seen often enough, a single corporation holds nine of ten contacts.")
/* TRANSLATORS: of organizations: {1} and {2} numbers of areas of work */
#define TEXT_SITE_SINGLES_HALF TEXT("Half of the organizations have between {1} and {2} essential areas of work with a single provider.")
#define TEXT_SITE_FINDING_NONE TEXT("Nothing may be told of it: too few organizations, or too near to all.")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_ROUNDED TEXT("Counts are rounded to multiples of {1}.")
/* ---- corporations ---- */
#define TEXT_SITE_OWNERS TEXT("Which corporations")
#define TEXT_SITE_OWNERS_LEAD TEXT("There are two ledgers. “Service” tells who runs what was asked for; “host” tells who runs the machine that answered. They are read side by side and never added.")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_OWNERS_CHART TEXT("In how many of {1} organizations each corporation was found")
/* TRANSLATORS: read aloud in place of a picture; {1} is a list such as “Meta 45, Apple 40” */
#define TEXT_SITE_OWNERS_ALOUD TEXT("Found in most organizations: {1}.")
/* TRANSLATORS: read aloud in place of a picture; {1} “50 or more of 54 organizations”, {2} a list of corporations */
#define TEXT_SITE_OWNERS_ALOUD_MOST TEXT("In {1}: {2}.")
/* TRANSLATORS: read aloud in place of a map; {1} is a list such as “United States 45, Uruguay 20” */
#define TEXT_SITE_LAW_ALOUD TEXT("In most organizations: {1}.")
/* TRANSLATORS: read aloud in place of a picture; {1} is a list such as “55 to 60 % without one corporation, 70 to 75 % without 2 corporations” */
#define TEXT_SITE_STOPS_ALOUD TEXT("In the organization in the middle: {1}.")
/* TRANSLATORS: part of a list; {1} corporations have disappeared, {2} a share of contacts stops */
#define TEXT_SITE_STEP_SAID TEXTS("{2} without one corporation", "{2} without {1} corporations")
/* TRANSLATORS: of the two ledgers */
#define TEXT_SITE_COLUMN_EITHER TEXT_SHORT(26, "In either ledger")
#define TEXT_SITE_COLUMN_NEED TEXT_SHORT(26, "Contacts that need it")
/* TRANSLATORS: a link */
#define TEXT_SITE_ALL_CORPORATIONS TEXT("All corporations, with what each was needed for")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_OWNERS_CAPTION TEXT("Corporations, and in how many of {1} organizations they were found")
#define TEXT_SITE_OWNERS_NOTE TEXT("“Contacts that need it” and “Working hours” tell the quartiles of the organizations in which it was found: in half of them the share lies between these ends. The darker part is the one in the middle.")
/* TRANSLATORS: {1} rows that are only in the files */
#define TEXT_SITE_OWNERS_MORE TEXTS("{1} more is in the data.", "{1} more are in the data.")
/* TRANSLATORS: {1} “45 of 54 organizations (83 %)” */
#define TEXT_SITE_OWNER_SERVICE TEXT("As a service: {1}.")
#define TEXT_SITE_OWNER_HOST TEXT("As a host: {1}.")
/* TRANSLATORS: {1} “45 of 54 organizations (83 %)”, {2} “95 %: 73 to 93 %” */
#define TEXT_SITE_OWNER_INTERVAL TEXT("{1}; {2}")
/* TRANSLATORS: {1} and {2} shares; “those” are the organizations in which a corporation was found */
#define TEXT_SITE_OWNER_HOURS TEXT("In half of those it was contacted in {1} to {2} of the working hours.")
#define TEXT_SITE_OWNER_ALWAYS TEXT("In most of those it was contacted in every working hour.")
/* TRANSLATORS: {1} “40 of 54 organizations (74 %)” */
#define TEXT_SITE_OWNER_FIRST TEXT("In {1} more contacts need it than any other.")
/* TRANSLATORS: a list of areas of work follows, each with a number of organizations */
#define TEXT_SITE_OWNER_AREAS TEXT("Areas of work that hang on it alone:")
/* TRANSLATORS: {1} a country */
#define TEXT_SITE_OWNER_PARENT TEXT("Country of the parent corporation: {1}.")
/* ---- countries ---- */
#define TEXT_SITE_LAW_LEAD TEXT("By the country of the parent corporation. A law tells what an authority can order; it does not tell that it did.")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_LAW_CHART TEXT("In how many of {1} organizations services of each country were contacted")
/* TRANSLATORS: legend of a map; {1} a number */
#define TEXT_SITE_LAW_NONE TEXT("fewer than {1} organizations, or not told")
/* TRANSLATORS: shares of contacts in the ledger of services, between the quartiles */
#define TEXT_SITE_COLUMN_SERVICE_HALF TEXT_SHORT(26, "Contacts, by service")
#define TEXT_SITE_COLUMN_HOST_HALF TEXT_SHORT(26, "Contacts, by host")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_LAW_CAPTION TEXT("Countries of the parent corporation, and in how many of {1} organizations")
/* TRANSLATORS: a link */
#define TEXT_SITE_LAW_ALL TEXT("All countries")
/* ---- areas of work ---- */
#define TEXT_SITE_WORK TEXT("What hangs on one provider")
#define TEXT_SITE_WORK_LEAD TEXT("An area of work hangs on one provider where a single corporation holds nine of ten of its contacts. It is counted among the organizations in which the area was seen often enough to tell.")
#define TEXT_SITE_WORK_CHART TEXT("Organizations in which the area hangs on a single provider, of those in which it was seen")
#define TEXT_SITE_WORK_CAPTION TEXT("Areas of work, and those that hang on a single provider")
#define TEXT_SITE_COLUMN_SEEN TEXT_SHORT(26, "Seen in")
/* TRANSLATORS: which single provider, and in how many organizations */
#define TEXT_SITE_COLUMN_WHOSE TEXT_SHORT(26, "Which one, in how many")
/* TRANSLATORS: a link */
#define TEXT_SITE_WORK_ALL TEXT("All areas of work, and who the single provider is")
/* TRANSLATORS: read aloud in place of a picture; {1} is a list such as “E-mail 35 of 50” */
#define TEXT_SITE_WORK_ALOUD TEXT("Most often with a single provider: {1}.")
/* TRANSLATORS: {1} a number as it may be told, {2} its whole: “35 of 50” */
#define TEXT_SITE_NUMBER_OF TEXT("{1} of {2}")
/* ---- what stops ---- */
#define TEXT_SITE_STOPS_LEAD TEXT("An experiment on paper, in each organization by itself: one corporation after another disappears, each time the one that most of what is left needs. It is an upper bound: whether something else would step in is not seen.")
#define TEXT_SITE_STOPS_CAPTION TEXT("Contacts that stop in each organization, as a share of all its contacts")
/* TRANSLATORS: a row: {1} corporations have disappeared */
#define TEXT_SITE_STEP TEXTS("Without one corporation", "Without {1} corporations")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_FIRST_CAPTION TEXT("The corporation that goes first, because more contacts need it than any other, in how many of {1} organizations")
/* ---- what leaves ---- */
#define TEXT_SITE_LEAVING_CAPTION TEXT("Of each organization’s contacts or data")
#define TEXT_SITE_LEAVING_CONTACTS TEXT("Contacts with telemetry, advertising and audience measurement")
#define TEXT_SITE_LEAVING_DATA TEXT("Data sent to them, of all data sent")
#define TEXT_SITE_LEAVING_NIGHT TEXT("Contacts out of working time")
#define TEXT_SITE_LEAVING_HOME TEXT("Contacts with services whose parent corporation is in the organization’s own country")
#define TEXT_SITE_COLUMN_WHAT TEXT_SHORT(26, "What")
#define TEXT_SITE_SINGLES TEXT("Essential areas of work with a single provider")
/* ---- groups ---- */
#define TEXT_SITE_GROUPS_LEAD TEXT("The same figures for each group, as far as they may be told. Groups that are too small, and organizations that did not say, are among all others. A difference between two small groups can be chance.")
#define TEXT_SITE_GROUPS_HALF TEXT("What half of the organizations of each group have")
#define TEXT_SITE_GROUPS_OWNERS TEXT("Organizations in which each corporation was found")
#define TEXT_SITE_GROUPS_AREAS TEXT("Organizations in which the area hangs on a single provider")
#define TEXT_SITE_KNOWN_OWNER TEXT("Contacts whose service has a known owner")
#define TEXT_SITE_STEP_LOST TEXT("Contacts that stop without the first corporation")
/* ---- rounds ---- */
/* TRANSLATORS: {1} a number, {2} and {3} rounds */
#define TEXT_SITE_ROUNDS_LEAD TEXT("{1} organizations took part in both, {2} and {3}. Only they are compared here, with themselves.")
#define TEXT_SITE_ROUNDS_NOTE TEXT("Counts are rounded: where they differ, the true ones differ in the same direction. Part of a change can come from the dataset, which knows more from month to month.")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_ROUNDS_CAPTION TEXT("In how many of the same {1} organizations, before and after")
/* TRANSLATORS: of organizations, than before */
#define TEXT_SITE_CHANGE_MORE TEXT("more")
#define TEXT_SITE_CHANGE_FEWER TEXT("fewer")
#define TEXT_SITE_CHANGE_NONE TEXT("none that can be told")
/* TRANSLATORS: a link */
#define TEXT_SITE_ROUNDS_ALL TEXT("All changes between rounds")
#define TEXT_SITE_ROUNDS_NO_CHANGE TEXT("In no corporation is there a change that can be told.")
/* ---- what is not told ---- */
#define TEXT_SITE_UNTOLD TEXT("What is not told, and why")
/* TRANSLATORS: {1} a number */
#define TEXT_SITE_UNTOLD_FEW TEXT("Nothing is told of fewer than {1} organizations, so that none can be recognized.")
/* TRANSLATORS: {1} of {2} figures */
#define TEXT_SITE_UNTOLD_WITHHELD TEXT("“Not told” stands where another number could be computed from it: in {1} of {2} figures.")
/* TRANSLATORS: {1} shares of organizations */
#define TEXT_SITE_UNTOLD_HELD TEXTS("{1} share waits for the next edition, because it would stand alone beside what was published before.", "{1} shares wait for the next edition, because they would stand alone beside what was published before.")
/* TRANSLATORS: a link */
#define TEXT_SITE_UNTOLD_MORE TEXT("How it was counted, and how nobody can be recognized")
/* ---- method ---- */
#define TEXT_SITE_SHARES TEXT("Where the figures come from")
#define TEXT_SITE_SHARES_1 TEXT("Each organization watched its own network with amarra, and sent the campaign a share: for each corporation, country and area of work a band of five percent of its own contacts. It tells nothing by the hour, no names of sites, no exact counts, and nothing that only a few devices contacted. A share is signed with a key that the organization keeps, and with its receipt it can be withdrawn.")
#define TEXT_SITE_SHARES_2 TEXT("A contact is one device reaching one name within ten minutes. In a round an organization counts once, large or small: contacts and data of several organizations are never added up.")
/* TRANSLATORS: {1} and {2} versions of the dataset, {3} another */
#define TEXT_SITE_SHARES_3 TEXT("Who is behind a name or an address is told by amarra’s dataset: the shares were made with versions {1} to {2}, the names in this edition are those of {3}.")
#define TEXT_SITE_READ TEXT("How to read a figure")
#define TEXT_SITE_READ_COUNT TEXT("In how many organizations: of all that took part in the round or, where it says so, of those in which an area of work was seen often enough.")
/* TRANSLATORS: {1} “half of them between 20 and 35 %” */
#define TEXT_SITE_READ_HALF TEXT("Put in order, the organizations have one in the middle, the median, and a half around it, between the quartiles: “{1}”. Both are bands of five percent, not exact values.")
/* TRANSLATORS: {1} “95 %: 71 to 83 %” */
#define TEXT_SITE_READ_INTERVAL TEXT("“{1}” tells between what the share would lie in 95 of 100 campaigns of other organizations like these (bootstrap over organizations, percentiles). It tells nothing of organizations of another kind, nor of those that did not want to take part.")
#define TEXT_SITE_PROTECT TEXT("How nobody can be recognized")
/* TRANSLATORS: {1} a number of organizations, {2} a share */
#define TEXT_SITE_PROTECT_CELL TEXT("A group of fewer than {1} organizations, or in which one has more than {2} of the devices, joins all others.")
/* TRANSLATORS: {1} and {2} numbers */
#define TEXT_SITE_PROTECT_COUNT TEXT("Counts are rounded to multiples of {1}. Where they are fewer than {2}, or all but fewer than {2}, only that is told.")
/* TRANSLATORS: {1} of {2} figures */
#define TEXT_SITE_PROTECT_OTHERS TEXT("Where a hidden number could be computed from others, from totals or by comparing with an earlier edition, one more is withheld: {1} of {2} figures are.")
#define TEXT_SITE_PROTECT_MORE TEXT("The whole method, with its limits, is in docs/disclosure.md of amarra. Anyone can check that this publication keeps it: amarra campaign audit FOLDER.")
#define TEXT_SITE_LIMIT_CHANCE TEXT("The organizations were not drawn by lot, and those that are worried, or proud, may be more likely to take part.")
#define TEXT_SITE_LIMIT_NETWORK TEXT("A network in some days is not all that an organization uses: mobile data, work from home and what one service sends to another are not seen.")
#define TEXT_SITE_LIMIT_OWNERS TEXT("Owners change, and the dataset can be wrong. Foreign does not mean worse: one’s own law, outages and poor care are risks too.")
#define TEXT_SITE_LIMIT_TRUST TEXT("The campaign cannot see whether an organization told the truth of itself, nor whether somebody sent shares of organizations that do not exist.")
/* ---- citing, licence, replies, editions ---- */
#define TEXT_SITE_CITE TEXT("How to cite")
/* TRANSLATORS: {1} who publishes, {2} a year, {3} a title, {4} the number of an edition, {5} an identifier such as amarras-2026/2 */
#define TEXT_SITE_CITATION TEXT("{1} ({2}). {3} Edition {4} ({5}).")
#define TEXT_SITE_LICENCE_IS TEXT("Texts, pictures and data: Creative Commons Attribution-ShareAlike 4.0. Whoever uses them names the source and passes on under the same terms.")
/* TRANSLATORS: {1} an address such as edition-2/corporations.es.html#alphabet */
#define TEXT_SITE_PERMANENT TEXT("This edition does not change: a correction is a new edition. Every row has an address of its own, such as {1}.")
/* TRANSLATORS: {1} where to write to */
#define TEXT_SITE_REPLY_IS TEXT("A corporation that is named here, and any organization that took part, may answer or ask for a correction: {1}. A reply is published beside this publication, as it was written and in full.")
/* TRANSLATORS: a link */
#define TEXT_SITE_REPLIES_READ TEXT("Replies that were received")
#define TEXT_SITE_REPLIES_LEAD TEXT("What those who are named in this publication answered, as they wrote it. They speak for themselves.")
#define TEXT_SITE_REPLIES_NONE TEXT("No reply has been received so far.")
/* TRANSLATORS: a link */
#define TEXT_SITE_OWNER_REPLIED TEXT("Its reply")
#define TEXT_SITE_EDITIONS_CAPTION TEXT("Editions of this publication")
#define TEXT_SITE_COLUMN_DAY TEXT_SHORT(26, "Day")
#define TEXT_SITE_COLUMN_SHARES TEXT_SHORT(26, "Shares")
/* TRANSLATORS: {1} its number */
#define TEXT_SITE_THIS_EDITION TEXT("{1} (this one)")
/* TRANSLATORS: a link */
#define TEXT_SITE_EDITIONS_ALL TEXT("All editions and languages")
/* TRANSLATORS: a link; {1} the number of an edition, {2} its date */
#define TEXT_SITE_NEWEST TEXT("Newest edition: {1}, {2}")
/* TRANSLATORS: a list of editions follows */
#define TEXT_SITE_EARLIER TEXT("Earlier editions:")
/* ---- data ---- */
#define TEXT_SITE_FILES TEXT("Files")
#define TEXT_SITE_FILES_CAPTION TEXT("The data of this edition")
#define TEXT_SITE_COLUMN_FILE TEXT_SHORT(26, "File")
#define TEXT_SITE_COLUMN_HOLDS TEXT_SHORT(26, "What is in it")
#define TEXT_SITE_FILE_FIGURES TEXT("every figure: a variable over a group of organizations")
#define TEXT_SITE_FILE_CELLS TEXT("the groups, and how many organizations each has")
#define TEXT_SITE_FILE_VARIABLES TEXT("the variables: what each asks, and in what unit")
#define TEXT_SITE_FILE_JSON TEXT("the same, for programs")
#define TEXT_SITE_FILE_PACKAGE TEXT("what the files are: columns, licence, sources (Frictionless Data Package)")
#define TEXT_SITE_FILE_README TEXT("how to read them, in five languages")
/* TRANSLATORS: {1} the name of a file */
#define TEXT_SITE_COLUMNS_CAPTION TEXT("Columns of {1}")
#define TEXT_SITE_COLUMN_COLUMN TEXT_SHORT(26, "Column")
#define TEXT_SITE_COLUMN_MEANS TEXT_SHORT(26, "What it means")
#define TEXT_SITE_PICTURES TEXT("Pictures")
#define TEXT_SITE_PICTURES_LEAD TEXT("To hand on: each tells what it is of and of how many organizations.")
#define TEXT_SITE_COLUMN_PICTURE TEXT_SHORT(26, "Picture")
#define TEXT_SITE_COLUMN_FORMATS TEXT_SHORT(26, "Formats")
#define TEXT_SITE_PICTURES_CAPTION TEXT("Pictures of this edition")
/* TRANSLATORS: at the foot of a picture: {1} how many organizations, {2} a round, {3} a number */
#define TEXT_SITE_CARD_BASE TEXT("{1} organizations that took part, {2}; not a sample of a country. Counts rounded to multiples of {3}.")
/* ---- variables and columns of the data ---- */
/* TRANSLATORS: what a variable counts, of each organization */
#define TEXT_VAR_EITHER TEXT("contacts that need the corporation, in either ledger")
#define TEXT_VAR_SERVICE TEXT("contacts with services of the corporation")
#define TEXT_VAR_HOST TEXT("contacts answered by machines of the corporation")
#define TEXT_VAR_PRESENCE TEXT("working hours with at least one contact with the corporation")
#define TEXT_VAR_LAW_SERVICE TEXT("contacts with services whose parent corporation is in the country")
#define TEXT_VAR_LAW_HOST TEXT("contacts answered by machines whose parent corporation is in the country")
#define TEXT_VAR_AREA TEXT("contacts of the area of work, where it was seen often enough")
#define TEXT_VAR_AREA_SINGLE TEXT("a single corporation holds nine of ten contacts of the area of work")
#define TEXT_VAR_AREA_PROVIDER TEXT("that single corporation is this one")
#define TEXT_VAR_FIRST TEXT("more contacts need this corporation than any other")
#define TEXT_VAR_LOST TEXT("contacts that stop without so many corporations")
#define TEXT_VAR_NAMED TEXT("contacts that have a name")
#define TEXT_VAR_OWNED TEXT("contacts whose service has a known owner")
#define TEXT_VAR_HOSTED TEXT("contacts whose machine has a known owner")
#define TEXT_SITE_VARIABLES_CAPTION TEXT("Variables")
#define TEXT_SITE_COLUMN_VARIABLE TEXT_SHORT(26, "Variable")
/* TRANSLATORS: what a column of a data file holds */
#define TEXT_COL_EDITION TEXT("the edition")
#define TEXT_COL_FIGURE TEXT("identifier of the figure, the same in every edition")
#define TEXT_COL_CELL TEXT("the group of organizations, as in cells.csv")
#define TEXT_COL_VARIABLE TEXT("the variable, as in variables.csv")
#define TEXT_COL_NAME TEXT("its name")
#define TEXT_COL_AS TEXT("how the number after it is to be read: exact; rounded; fewer (less than it); most (it or more); withheld (not told)")
#define TEXT_COL_BASE TEXT("of how many organizations")
#define TEXT_COL_COUNT TEXT("in how many of them")
#define TEXT_COL_SHARE TEXT("their share in percent, and the ends of its 95 % interval")
#define TEXT_COL_QUARTILES TEXT("quartiles and median as bands, from and to, in percent; of the variable “singles”, a number")
#define TEXT_COL_MEDIAN TEXT("the ends of the 95 % interval of the median")
#define TEXT_SITE_VARIABLES TEXT("Variables and columns")
#define TEXT_COL_OF TEXT("what it is of: a corporation, a country (ISO 3166-1), an area of work, a number of corporations that have disappeared")
#define TEXT_COL_ALSO TEXT("the corporation that is the single provider of the area of work")
#define TEXT_COL_ROUND TEXT("the round, and the first month that it holds")
#define TEXT_COL_BY TEXT("by what the group is made: all, sector, country, territory, size, or same (took part in two rounds)")
#define TEXT_COL_VALUE TEXT("which one; “other” holds all others")
#define TEXT_COL_CELL_ID TEXT("identifier of the group")
#define TEXT_COL_ORGANIZATIONS TEXT("how many organizations")
#define TEXT_COL_VARIABLE_ID TEXT("identifier of the variable")
#define TEXT_COL_UNIT TEXT("band (of five percent of the organization’s own whole), flag (yes or no), number")
#define TEXT_COL_COUNTED TEXT("whether it is counted how many have it")
#define TEXT_COL_QUESTION TEXT("what is asked of each organization, in English")
/* TRANSLATORS: at the head of a file of plain text; {1} a file */
#define TEXT_README_WHERE TEXT("The pages open with {1}.")

#endif
