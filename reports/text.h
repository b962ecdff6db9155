/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every sentence that a reader of a report sees, in English; po/ holds the other languages. Those
 * of explain --scan and compare stand in their rooms (trace/words.h, compare/words.h).
 *
 * {1} to {9} are arguments: numbers, shares and dates come written in the language already. Whole
 * sentences, so that a translation may put them in its own order. A sentence says "contacted",
 * never "spied" or "tracked": what was observed is a contact. Country names come after a colon,
 * because many languages decline them or give them an article. */
#ifndef AM_REPORTS_TEXT_H
#define AM_REPORTS_TEXT_H
/* A sentence stays on its line. */
/* clang-format off */

#define TEXT(text) text
#define TEXTS(one, many) one, many
/* A text whose place holds `max` characters, in any language: 13 above a number and 34 above or before
 * a row of the report in a terminal, and in a legend; 26 above a column of a page. tests/lint/po.py
 * counts. */
#define TEXT_SHORT(max, text) text

/* ---- the head of the report ---- */
#define TEXT_REPORT TEXT("Dependency report")
#define TEXT_TAGLINE TEXT("Which corporations, and which countries’ laws, the daily work on this network is tied to")
#define TEXT_SKIP TEXT("Skip to the report")
#define TEXT_CONTENTS TEXT("Contents")
/* TRANSLATORS: {1} and {3} are dates, {2} and {4} times of day */
#define TEXT_PERIOD_DAYS TEXT("From {1}, {2}, to {3}, {4}")
/* TRANSLATORS: one day: {1} is a date, {2} and {3} times of day */
#define TEXT_PERIOD_DAY TEXT("{1}, from {2} to {3}")
#define TEXT_PERIOD_NONE TEXT("No packet was seen")
#define TEXT_FACT_PERIOD TEXT("Period")
#define TEXT_FACT_SOURCE TEXT("Watched from")
#define TEXT_FACT_SEEN TEXT("Seen")
#define TEXT_FACT_VOLUME TEXT("Volume")
#define TEXT_FACT_WORK TEXT("Working time")
/* TRANSLATORS: {1} days of the week, {2} and {3} hours of the day, {4} a time zone: "from Monday to Friday, 8:00 to 18:00 (America/Montevideo)" */
#define TEXT_WORK_TIME TEXT("{1}, {2} to {3} ({4})")
/* TRANSLATORS: the first and last day of the working week */
#define TEXT_DAY_TO_DAY TEXT("from {1} to {2}")
/* TRANSLATORS: where packets came from; {1} is a network interface such as eth0 */
#define TEXT_SOURCE_LIVE TEXT("the network, live ({1})")
#define TEXT_SOURCE_FILES TEXTS("{1} capture file", "{1} capture files")
/* TRANSLATORS: several scans that one report is made of */
#define TEXT_SOURCE_SCANS TEXTS("{1} scan", "{1} scans")
#define TEXT_DEVICES TEXTS("{1} device", "{1} devices")
/* TRANSLATORS: several scans or days, whose devices can’t be told apart: the most that one of them saw */
#define TEXT_DEVICES_LEAST TEXTS("at least {1} device", "at least {1} devices")
#define TEXT_CONTACTS TEXTS("{1} contact", "{1} contacts")
#define TEXT_HOURS TEXTS("{1} hour", "{1} hours")
#define TEXT_DAYS TEXTS("{1} day", "{1} days")
/* TRANSLATORS: {1}: "12 devices", {2}: "12,400 contacts", {3}: "9 hours", {4}: "1 day" */
#define TEXT_SEEN TEXT("{1}, {2}, in {3} on {4}")
/* TRANSLATORS: {1} and {2} are amounts of data */
#define TEXT_VOLUME TEXT("{1} sent, {2} received")
#define TEXT_FEWER TEXT("fewer than {1}")

/* ---- what must be known before reading on ---- */
#define TEXT_VANTAGE TEXT("What the sensor could see")
#define TEXT_ONE_DEVICE TEXT("Only one device was seen. If the network has more, the sensor sees only itself or a cable that only one uses: then this report tells of one machine, not of the organization.")
#define TEXT_NO_DEVICE TEXT("No device of the network was seen contacting anything outside.")
#define TEXT_ONE_WAY TEXT("{1} of {2} contacts ({3}) were seen in one direction only. A mirror port that copies both directions would see more.")
#define TEXT_VANTAGE_NO_TRAFFIC TEXT("Nothing that could be read was seen. Check the cable, the interface that was chosen, and that the mirror port copies to this one.")
/* TRANSLATORS: {1} is a command to type */
#define TEXT_VANTAGE_WIFI TEXT("What was captured is mostly encrypted Wi-Fi, which tells neither names nor addresses. Connect the sensor by cable to a mirror port of the switch, or let the router stream its packets (“{1}”).")
/* TRANSLATORS: {1} is a command to type */
#define TEXT_VANTAGE_BROADCAST TEXT("Only what is addressed to everyone was seen: this is an ordinary port of the switch. Connect the sensor to a mirror port, or let the router stream its packets (“{1}”).")
#define TEXT_VANTAGE_OUTSIDE TEXT("One address stands for many machines: the sensor is on the outer side of the router, where devices can’t be told apart, and the number of devices and of contacts is too low. Put it on the inner side.")
/* TRANSLATORS: {1} is a command to type */
#define TEXT_VANTAGE_ITSELF TEXT("The sensor sees only itself: this report tells of one machine, not of the organization. Connect it to a mirror port of the switch, or let the router stream its packets (“{1}”).")
/* TRANSLATORS: {1} is a command to type */
#define TEXT_VANTAGE_ONE TEXT("Only one device was seen: this report tells of one machine, not of the organization. If the network has more, connect the sensor to a mirror port of the switch, or let the router stream its packets (“{1}”).")
/* TRANSLATORS: {1} is an option of the command */
#define TEXT_VANTAGE_NO_INSIDE TEXT("No device of the network was recognized: the addresses seen are all of the outside. Say which network is yours ({1}), or move the sensor to where the devices are.")
#define TEXT_VANTAGE_ONE_WAY TEXT("{1} of {2} TCP connections ({3}) showed one direction only. Let the mirror port copy both, what is sent and what is received.")
#define TEXT_VANTAGE_MID_STREAM TEXT("{1} of {2} TCP connections ({3}) had begun before they were seen, so most of their names are missing. Watch for longer, and check that the mirror port copies every packet.")
#define TEXT_VANTAGE_LITTLE TEXTS("{1} connection in this time is too little to tell of an office. Watch for at least one working day.", "{1} connections in this time are too little to tell of an office. Watch for at least one working day.")
#define TEXT_OPEN_TITLE TEXT("Provisional: the scan is still being written")
/* TRANSLATORS: {1} is a date, {2} a time of day */
#define TEXT_OPEN TEXT("There are data until {1}, {2}. What came after is missing, and the figures will change. The scan closes by itself when it ends; write the report again then.")
#define TEXT_CUT_TITLE TEXT("Provisional: the scan was interrupted")
#define TEXT_CUT TEXT("The program stopped before it could close the scan. There are data until {1}, {2}; what came after is missing.")
/* TRANSLATORS: {1} is a command to type */
#define TEXT_CLOSE TEXT("To close the scan, run “{1}”: it counts the devices, erases their pseudonyms and makes the scan final.")
#define TEXT_OPEN_NAMES TEXT("Until the scan is closed, names that no rule knows are not listed, because they could tell of a person.")
#define TEXT_TRIAL_TITLE TEXT("A trial: not enough for publication yet")
#define TEXT_TRIAL TEXT("It serves for talking inside the organization. Before its shares are published:")
#define TEXT_TRIAL_DAYS TEXTS("it should cover at least {2} days; it covers {1}.", "it should cover at least {2} days; it covers {1}.")
#define TEXT_TRIAL_DEVICES TEXTS("it should see at least {2} devices; it saw {1}.", "it should see at least {2} devices; it saw {1}.")
#define TEXT_TRIAL_CONTACTS TEXTS("it should hold at least {2} contacts; it holds {1}.", "it should hold at least {2} contacts; it holds {1}.")
#define TEXT_TRIAL_UNKNOWN TEXT("a quarter of the contacts, at most, should have no known owner; here it is {1}. Rankings would mislead.")

/* ---- coverage ---- */
#define TEXT_COVERAGE TEXT("How far this report sees")
#define TEXT_COVERAGE_LEAD TEXT("Before any other figure: of all contacts with the outside, how many have a name, a known service owner, a known host owner. What is not known is part of every whole in this report.")
#define TEXT_COVERAGE_CAPTION TEXT("What is known of the contacts")
#define TEXT_COLUMN_KNOWN TEXT_SHORT(26, "Known")
#define TEXT_COLUMN_CONTACTS TEXT_SHORT(13, "Contacts")
/* TRANSLATORS: connections of any kind, UDP too */
#define TEXT_COLUMN_FLOWS TEXT_SHORT(26, "Connections")
#define TEXT_COLUMN_BYTES TEXT_SHORT(13, "Bytes")
#define TEXT_HAS_NAME TEXT_SHORT(34, "The name that was reached")
#define TEXT_HAS_OWNER TEXT_SHORT(34, "The owner of the service")
#define TEXT_HAS_HOST TEXT_SHORT(34, "The owner of the host")
#define TEXT_ALL TEXT_SHORT(34, "All contacts")
#define TEXT_BAR_OWNED TEXT_SHORT(34, "Owner known")
#define TEXT_BAR_NAMED TEXT_SHORT(34, "Name without a known owner")
/* TRANSLATORS: read aloud in place of a picture */
#define TEXT_BAR_COVERAGE TEXT("Of all contacts: owner known {1}, name without a known owner {2}, neither {3}")
#define TEXT_BLIND_CAPTION TEXT("Why the rest has no name or no owner")
#define TEXT_COLUMN_CAUSE TEXT_SHORT(26, "Cause")
#define TEXT_BLIND_MID_STREAM TEXT("It began before the scan did")
#define TEXT_BLIND_ONE_WAY TEXT("Only one direction was seen")
#define TEXT_BLIND_ADDRESS_ONLY TEXT("It was seen whole, and no name was asked for")
#define TEXT_BLIND_LOST TEXT("The part that could have told the name was not captured")
#define TEXT_BLIND_HIDDEN TEXT("The name is encrypted (ECH)")
#define TEXT_BLIND_TUNNEL TEXT("It goes through a tunnel (VPN, Tor, relay)")
#define TEXT_BLIND_RESOLVER TEXT("It is a question to a resolver")
#define TEXT_BLIND_NO_RULE TEXT("It has a name that no rule of the dataset knows")
#define TEXT_BLIND_UNLISTED TEXT("Unlisted: a name that no rule knows and fewer than {1} devices contacted")
#define TEXT_BLIND_NO_PARENT TEXT("A rule knows the name, but not who owns it")
#define TEXT_EVIDENCE_CAPTION TEXT("How the names became known")
#define TEXT_COLUMN_EVIDENCE TEXT_SHORT(26, "Evidence")
#define TEXT_EVIDENCE_SNI TEXT("TLS: the device asked for the name")
#define TEXT_EVIDENCE_QUIC TEXT("QUIC: the device asked for the name")
#define TEXT_EVIDENCE_HTTP TEXT("HTTP without encryption")
#define TEXT_EVIDENCE_PROXY TEXT("A proxy was asked for it")
#define TEXT_EVIDENCE_CERT TEXT("The server’s certificate")
#define TEXT_EVIDENCE_DNS TEXT("DNS: an answer that this device got")
#define TEXT_EVIDENCE_DNS_OTHER TEXT("DNS: an answer that another device got")
#define TEXT_EVIDENCE_ECH_DNS TEXT("Probable: TLS hides the name, and this is what the device had asked DNS for")
#define TEXT_EVIDENCE_DECLARED TEXT("The organization declared it")
#define TEXT_EVIDENCE_NONE TEXT("None")
/* TRANSLATORS: {1} of {2} contacts, {3} their share; {4} owner of addresses, {5} owner of names */
#define TEXT_CONFLICT TEXTS("{1} of {2} contacts ({3}) reached an address of {4}’s own network under a name of {5}. It can be a proxy, a customer of the former, a wrong rule or a false name.", "{1} of {2} contacts ({3}) reached an address of {4}’s own network under a name of {5}. It can be a proxy, a customer of the former, a wrong rule or a false name.")
/* TRANSLATORS: {1} of {2} contacts, {3} their share; {4} owner of addresses, {5} owner of names */
#define TEXT_CONFLICTS TEXT("{1} of {2} contacts ({3}) reached an address of one corporation’s own network under a name of another’s, most of them an address of {4} under a name of {5}. It can be a proxy, a customer of the former, a wrong rule or a false name.")
#define TEXT_LOST_CAPTION TEXT("What was lost while watching")
#define TEXT_LOST_NONE TEXT("No counter of losses is above zero.")
#define TEXT_COLUMN_LOSS TEXT_SHORT(26, "Loss")
#define TEXT_COLUMN_COUNT TEXT_SHORT(26, "Count")
#define TEXT_LOST_KERNEL TEXT("Packets that the system dropped before they could be read")
#define TEXT_LOST_INTERFACE TEXT("Packets that the network card dropped")
#define TEXT_LOST_CAPTURE TEXT("Packets that were missing from the capture files already")
#define TEXT_LOST_UNREADABLE TEXT("Bytes of the capture files that cannot be read")
#define TEXT_LOST_HEADERS TEXT("Packets cut before their addresses and ports")
#define TEXT_LOST_LINK TEXT("Packets of a kind of link that amarra does not read")
#define TEXT_LOST_MEMORY TEXT("Packets set aside for lack of memory")
#define TEXT_LOST_FRAGMENTS TEXT("Fragments whose beginning was not seen")
#define TEXT_LOST_INCOMPLETE TEXT("Fragmented packets that were never complete")
#define TEXT_LOST_CONTACTS TEXT("Contacts set aside because disk and memory were full")
#define TEXT_LOST_NAMES TEXT("Names not kept for lack of room")
#define TEXT_LOST_HOSTS TEXT("Addresses counted without their network for lack of room")
#define TEXT_LOST_FLOWS TEXT("Connections that gave way to others for lack of room")
#define TEXT_LOST_ANSWERS TEXT("DNS answers forgotten for lack of room")
#define TEXT_LOST_INVALID TEXT("Names that break the rules for names")
#define TEXT_LOST_MALFORMED TEXT("Packets that break the rules of their protocol")
#define TEXT_LOST_DEEP TEXT("Packets inside more layers than amarra opens")
#define TEXT_LOST_CUT TEXT("Packets captured in part")
#define TEXT_LOST_FLUSHES TEXT("Times that the disk could not be written, and was tried again")
#define TEXT_LOST_NAMES_BEYOND TEXT("Names past what a report can list; they are in the sums")
#define TEXT_LOST_HOURS_BEYOND TEXT("Contacts in hours past what a report can tell apart; they are in the sums")

/* ---- findings ---- */
#define TEXT_FINDINGS TEXT("Three findings")
#define TEXT_FINDING_WHO TEXT("Who is there most")
#define TEXT_FINDING_LAW TEXT("Under whose law")
#define TEXT_FINDING_STOP TEXT("What would stop")
/* TRANSLATORS: {1} corporation, {2} of {3} contacts, {4} their share */
#define TEXT_FINDING_CUT TEXT("If everything that {1} runs disappeared, its services and its machines, {2} of {3} contacts ({4}) would stop.")
/* TRANSLATORS: {1} of {2} areas of work, {3} is a list of them */
#define TEXT_FINDING_CUT_AREAS TEXTS("With it would stop {1} of the {2} areas of work that were seen often enough: {3}.", "With it would stop {1} of the {2} areas of work that were seen often enough: {3}.")
#define TEXT_NEAR_TITLE TEXT("What is already near")
/* TRANSLATORS: {1} of {2} contacts, {3} their share; {4} is a list of names */
#define TEXT_NEAR_COMMON TEXT("{1} of {2} contacts ({3}) went to services run by communities, non-profit or public organizations, or schools and universities: {4}.")
#define TEXT_NEAR_COMMON_NONE TEXT("No contact went to a service known to be run by a community, a non-profit or a public organization, or a school or university.")
/* TRANSLATORS: {1} corporation, {2} of {3} contacts, {4} their share, {5} of {6} working hours */
#define TEXT_FINDING_PRESENT TEXT("{1} is behind {2} of {3} contacts ({4}). It was contacted in {5} of the {6} working hours in which anything was contacted.")
/* TRANSLATORS: the same where nothing was contacted in working hours: {5} of {6} hours */
#define TEXT_FINDING_PRESENT_ANY TEXT("{1} is behind {2} of {3} contacts ({4}). It was contacted in {5} of {6} hours.")
#define TEXT_FINDING_HOST TEXT("Of the machines that answered, the largest part belongs to {1}: {2} of {3} contacts ({4}).")
#define TEXT_FINDING_COUNTRY TEXT("{2} of {3} contacts ({4}) went to services whose parent corporation is in one country: {1}. For {5} of {3} ({6}) the owner is not known.")
/* TRANSLATORS: {1} of {2} areas of work; {3} is a list of them */
#define TEXT_FINDING_SINGLE TEXTS("{1} of the {2} essential areas of work that were seen depends on a single provider: {3}.", "{1} of the {2} essential areas of work that were seen depend on a single provider: {3}.")
/* TRANSLATORS: {1} is an area of work and its provider */
#define TEXT_FINDING_ONLY TEXT("The one essential area of work that was seen depends on a single provider: {1}.")
#define TEXT_FINDING_NO_SINGLE TEXTS("The essential area of work that was seen does not depend on a single provider.", "None of the {1} essential areas of work that were seen depends on a single provider.")
#define TEXT_FINDING_NO_WORK TEXT("No essential area of work was seen often enough to tell whether it depends on a single provider.")
#define TEXT_FINDING_NONE TEXT("No contact has a known service owner, so nothing can be told of owners.")

/* ---- ropes ---- */
#define TEXT_ROPES TEXT("The ropes, in one picture")
#define TEXT_ROPES_LEAD TEXT("From left to right: what the contacts were for, the corporation that runs the service, and the country of its parent corporation. The wider a rope, the more contacts. Grey is what is not known.")
#define TEXT_ROPES_CHART TEXT("Areas of work, corporations and countries, joined by contacts")
/* TRANSLATORS: read aloud in place of a picture; the three are lists such as "E-mail 12 %, Files 8 %" */
#define TEXT_ROPES_ALOUD TEXT("Largest areas of work: {1}. Largest corporations: {2}. Countries: {3}.")
#define TEXT_OTHER_AREAS TEXTS("{1} other area", "{1} other areas")
#define TEXT_OTHER_COUNTRIES TEXTS("{1} other country", "{1} other countries")
#define TEXT_UNKNOWN_AREA TEXT("Purpose not known")
#define TEXT_UNKNOWN_COUNTRY TEXT("Country not known")

/* ---- corporations ---- */
#define TEXT_OWNERS TEXT("Who the organization depends on")
#define TEXT_OWNERS_LEAD TEXT("By corporation: the ultimate owner on the day of each contact. There are two ledgers. “Service” tells who runs what was asked for; “host” tells who runs the machine that answered. Each contact is in both, so they are read side by side and never added.")
#define TEXT_OWNERS_CAPTION TEXT("Contacts by corporation in both ledgers, as shares of all {1} contacts")
#define TEXT_COLUMN_CORPORATION TEXT_SHORT(26, "Corporation")
#define TEXT_SERVICE TEXT_SHORT(13, "Service")
#define TEXT_HOST TEXT_SHORT(13, "Host")
#define TEXT_DETAIL_CAPTION TEXT("Presence, reach and volume of each corporation")
#define TEXT_COLUMN_WORK_HOURS TEXT_SHORT(26, "Working hours")
#define TEXT_OWNERS_CHART TEXT("Contacts by corporation, in both ledgers")
/* TRANSLATORS: read aloud in place of a picture: {1} is a list such as "Meta 22 %, Apple 6 %" */
#define TEXT_OWNERS_ALOUD TEXT("The largest: {1}.")
#define TEXT_OWNERS_ONE_BY_ONE TEXT("One by one")
#define TEXT_OWNERS_TABLE TEXT("All corporations, in figures")
/* TRANSLATORS: {1} of {2} contacts, {3} their share, {4} corporation, {5} of {6} working hours */
#define TEXT_OWNER_NEED TEXT("{1} of {2} contacts ({3}) need {4}, because it runs the service or the machine that answered. It was contacted in {5} of {6} working hours.")
/* TRANSLATORS: parent corporation, head office and legal seat are three places: {1}, {2}, {3} countries */
#define TEXT_OWNER_SEATS TEXT("Parent corporation: {1}. Head office: {2}. Legal seat: {3}.")
#define TEXT_OWNER_RUNS TEXT("What it was contacted for")
#define TEXT_OWNER_CARRIES TEXT("What others run on its machines")
#define TEXT_OWNER_STOPS TEXT("What would stop without it")
/* TRANSLATORS: an area of work whose contacts need this corporation, {2} their share: "E-mail (94 %)" */
#define TEXT_AREA_SHARE TEXT("{1} ({2})")
#define TEXT_OWNER_STOPS_WHOLE TEXT("Whole areas of work: {1}.")
#define TEXT_OWNER_STOPS_PART TEXT("In part: {1}.")
#define TEXT_OWNER_STOPS_NONE TEXT("No area of work that was seen often enough to tell.")
#define TEXT_OWNER_INSTEAD TEXT("What could take its place")
#define TEXT_INSTEAD_LEAD TEXT("For the areas of work that were seen often enough: what the dataset knows to use in place of what is used, that of one’s own country and region first, then what is easiest. It is no recommendation: ask those who use it already.")
#define TEXT_OWNER_INSTEAD_NONE TEXT("the dataset knows nothing yet that could take its place.")
#define TEXT_EFFORT_1 TEXT("one person can change it")
#define TEXT_EFFORT_2 TEXT("somebody who knows computers can set it up")
#define TEXT_EFFORT_3 TEXT("a project of the whole organization")
#define TEXT_OWNER_BOUND TEXT("What makes leaving harder")
#define TEXT_BOUND_DATA TEXT("The organization’s mail, files or accounts may be kept there: they have to be moved.")
#define TEXT_BOUND_IDENTITY TEXT("People log in to other services with it: those logins have to be changed first.")
#define TEXT_BOUND_DEVICE TEXT("Devices contact it by design, for updates, apps or push messages: that changes only with other devices or another system on them.")
/* TRANSLATORS: {1} of {2} contacts of a corporation’s services, {3} their share */
#define TEXT_OWNER_NIGHT TEXT("{1} of its {2} contacts ({3}) were out of working time.")
#define TEXT_OWNER_WHY TEXT("Why it is named: rules, sources, dates")
/* TRANSLATORS: a service with its contacts: "Gmail (e-mail): 120" */
#define TEXT_PART TEXT("{1}: {2}")
#define TEXT_AND_THEN TEXT("{1}; {2}")
#define TEXT_COLUMN_LEDGER TEXT_SHORT(26, "Ledger")
#define TEXT_COLUMN_SHARE TEXT_SHORT(13, "Share")
#define TEXT_COLUMN_HOURS TEXT_SHORT(13, "Hours")
#define TEXT_COLUMN_DEVICES TEXT_SHORT(26, "Devices")
#define TEXT_COLUMN_SENT TEXT_SHORT(13, "Sent")
#define TEXT_COLUMN_RECEIVED TEXT_SHORT(26, "Received")
/* TRANSLATORS: the corporations below the first ones of a table, together */
#define TEXT_REST TEXTS("{1} other corporation", "{1} other corporations")
#define TEXT_NO_OWNER TEXT_SHORT(34, "No owner known")
#define TEXT_NO_NAME TEXT_SHORT(34, "Neither name nor owner known")
/* TRANSLATORS: after a list of services: {1} more that are not written out */
#define TEXT_AND_MORE TEXTS("and {1} more", "and {1} more")
/* TRANSLATORS: a service and its area of work, "Gmail (e-mail)" */
#define TEXT_SERVICE_AREA TEXT("{1} ({2})")
#define TEXT_DEVICES_NOTE TEXT("Devices: of {1} that were seen. Under {2}, only that there were fewer is told, so that no person can be recognized.")
#define TEXT_DEVICES_NONE TEXT("Devices are not told by corporation, because fewer than {1} were seen.")
/* TRANSLATORS: after the last row of a table: {1} rows that are only in the files */
#define TEXT_MORE_ROWS TEXTS("{1} more is in the files beside this report.", "{1} more are in the files beside this report.")

/* ---- what stops ---- */
#define TEXT_STOPS TEXT("What stops if …")
#define TEXT_STOPS_LEAD TEXT("An experiment on paper: one corporation after another disappears, each time the one that most of what is left needs. A contact stops if its service or the machine that answered is gone. It is an upper bound: whether something else would step in is not seen.")
#define TEXT_STOPS_CHART TEXT("Contacts that stop as corporations disappear")
/* TRANSLATORS: read aloud in place of a picture: {1} corporations, {2} the share that stops without them */
#define TEXT_STOPS_ALOUD TEXT("Without {1}, {2} of the contacts stop.")
#define TEXT_STOPS_CAPTION TEXT("What stops as corporations disappear, one after another")
#define TEXT_COLUMN_WITHOUT TEXT_SHORT(26, "Without")
#define TEXT_COLUMN_STOPS_MORE TEXT_SHORT(26, "Stops by it")
#define TEXT_COLUMN_STOPS_ALL TEXT_SHORT(26, "Stops in all")
/* TRANSLATORS: how many areas of work have stopped */
#define TEXT_COLUMN_STOPPED TEXT_SHORT(26, "Areas stopped")
#define TEXT_COLUMN_ESSENTIAL TEXT_SHORT(26, "Essential ones")
/* TRANSLATORS: {1} of {2}: "3 of 16" */
#define TEXT_OF TEXT("{1} of {2}")

/* ---- law and place ---- */
#define TEXT_LAW TEXT("Under whose law")
#define TEXT_LAW_LEAD TEXT("By the country of the parent corporation. Where its head office works and where it is legally seated are two more facts, with counts of their own. A law tells what an authority can order; it does not tell that it did.")
#define TEXT_LAW_CAPTION TEXT("Contacts by country of the parent corporation, in both ledgers")
#define TEXT_LAW_TABLE TEXT("All countries, in figures")
#define TEXT_COLUMN_COUNTRY TEXT_SHORT(26, "Country")
#define TEXT_COLUMN_HEAD TEXT_SHORT(26, "Head office there")
#define TEXT_COLUMN_SEAT TEXT_SHORT(26, "Legal seat there")
#define TEXT_COUNTRY_UNKNOWN TEXT_SHORT(34, "Not known")
/* TRANSLATORS: {1} country; {2} of {3} contacts, {4} share at home; {5}, {6} elsewhere; {7}, {8}
 * not known */
#define TEXT_HOME TEXT("The organization’s country: {1}. {2} of {3} contacts ({4}) went to services whose parent corporation is there, {5} ({6}) to others; for {7} ({8}) it is not known. The authorities of one’s own country can give orders too.")
/* TRANSLATORS: {1} bloc such as Mercosur; {2} of {3} contacts, {4} their share */
#define TEXT_BLOC TEXT("To the other countries of its bloc, {1}, went {2} of {3} contacts ({4}).")
#define TEXT_NEAR_CHART TEXT("Contacts by country of the parent corporation: near and far")
#define TEXT_NEAR_ELSEWHERE TEXT("Other countries")
#define TEXT_MAP_CHART TEXT("Contacts by country of the parent corporation")
/* TRANSLATORS: read aloud in place of a map; {1} is a list such as "United States 75 %, Uruguay 4 %" */
#define TEXT_MAP_ALOUD TEXT("Largest shares: {1}.")
/* TRANSLATORS: a legend of a map: {1} and {2} are shares */
#define TEXT_MAP_CLASS TEXT("{1} to {2}")
#define TEXT_MAP_HOME TEXT_SHORT(34, "The organization’s country")
#define TEXT_MAP_NONE TEXT_SHORT(34, "No contact")
#define TEXT_MAP_NOTE TEXT("Map: Natural Earth, public domain. Borders as it draws them; they say nothing of anyone’s claims.")
#define TEXT_SQUARE_CAPTION TEXT("Where the machine seems to stand, and where the parent corporation is")
#define TEXT_COLUMN_STANDS TEXT_SHORT(26, "The machine seems to stand")
#define TEXT_COLUMN_HOME TEXT_SHORT(26, "Parent at home")
#define TEXT_COLUMN_ABROAD TEXT_SHORT(26, "Parent abroad")
#define TEXT_SQUARE_HOME TEXT("in the organization’s country")
#define TEXT_SQUARE_ABROAD TEXT("abroad")
#define TEXT_SQUARE_UNKNOWN TEXT("not known, or in many places")
#define TEXT_LAWS TEXT("What those laws allow to order")
#define TEXT_LAWS_LEAD TEXT("For the countries with most contacts and the organization’s own, as far as the dataset has them; the others are in the files beside this report. A country without an entry is not a country without such laws.")
#define TEXT_PLACE TEXT("Where the machines seem to stand")
#define TEXT_PLACE_LEAD TEXT("Weak facts. Located: where public data place the address. Registered: the country under which it is registered. Both can be wrong, and neither tells whose law holds. An anycast address stands in many places at once, so it has none.")
#define TEXT_PLACE_CAPTION TEXT("Contacts by place of the address")
#define TEXT_COLUMN_LOCATED TEXT_SHORT(26, "Located there")
#define TEXT_COLUMN_REGISTERED TEXT_SHORT(26, "Registered there")
#define TEXT_ANYCAST TEXT("Anycast: no place")

/* ---- areas of work ---- */
#define TEXT_WORK TEXT("Areas of work")
#define TEXT_WORK_LEAD TEXT("Who holds each area, and what stops if it is cut. “One provider” marks essential areas, seen in at least {1} contacts, where one corporation holds nine of ten.")
#define TEXT_WORK_CAPTION TEXT("Areas of work, who holds them and what stops without them")
/* TRANSLATORS: {1} areas of work, each with fewer than {2} contacts */
#define TEXT_WORK_FEW TEXTS("{1} area seen in fewer than {2} contacts", "{1} areas seen in fewer than {2} contacts each")
#define TEXT_COLUMN_AREA TEXT_SHORT(26, "Area of work")
#define TEXT_COLUMN_HOLDERS TEXT_SHORT(26, "Who holds it")
#define TEXT_COLUMN_CUT TEXT_SHORT(26, "If it is cut")
#define TEXT_SINGLE TEXT("One provider")
#define TEXT_WORK_UNKNOWN TEXT("Not known")

/* ---- what leaves ---- */
#define TEXT_LEAVING TEXT("What leaves the organization")
#define TEXT_LEAVING_LEAD TEXT("Bytes sent, by what the service is for. {1} of the {2} sent ({3}) went to telemetry, advertising and audience measurement, in {4} of {5} contacts ({6}).")
#define TEXT_LEAVING_CAPTION TEXT("Bytes sent, by purpose of the service")
#define TEXT_COLUMN_ROLE TEXT_SHORT(26, "Purpose")
#define TEXT_COLUMN_CORPORATIONS TEXT_SHORT(26, "Corporations")
#define TEXT_ROLE_UNKNOWN TEXT_SHORT(34, "Not known")

#define TEXT_LEAVING_CHART TEXT("Data sent, by purpose")

/* ---- when ---- */
#define TEXT_NIGHT TEXT("When nobody is there")
/* TRANSLATORS: {1} of {2} contacts, {3} their share; {4} amount of data sent, {5} working time */
#define TEXT_NIGHT_LEAD TEXT("{1} of {2} contacts ({3}) were out of working time, and {4} were sent then. Working time is {5}. Most of it nobody asked for: updates, telemetry, push messages. Updates protect, too.")
#define TEXT_NIGHT_NONE TEXT("No contact was out of working time, which is {1}.")
#define TEXT_WEEK_CHART TEXT("Contacts by hour of the week")
/* TRANSLATORS: read aloud in place of a picture: {1} a day of the week, {2} an hour */
#define TEXT_WEEK_ALOUD TEXT("The hour with most contacts is {1}, {2}. The frame marks working time. Hours that were not watched are left blank.")
/* TRANSLATORS: a cell of the picture: {1} day of the week, {2} hour, {3} contacts */
#define TEXT_WEEK_CELL TEXT("{1} {2}: {3}")
/* TRANSLATORS: the end of a legend: {1} contacts in an hour */
#define TEXT_WEEK_MOST TEXT("{1} contacts in the hour")
#define TEXT_WEEK_NOT_WATCHED TEXT("not watched")
#define TEXT_WEEK_NOTE TEXT("Where an hour of the week was watched more than once, the figure is the mean.")
#define TEXT_NIGHT_CAPTION TEXT("Out of working time, by purpose")
#define TEXT_NIGHT_OWNERS_CAPTION TEXT("Out of working time, by corporation")

/* ---- resolvers ---- */
#define TEXT_RESOLVERS TEXT("Who answers the questions for names")
#define TEXT_RESOLVERS_LEAD TEXTS("Whoever answers the DNS questions learns every name that is asked for. They are a layer of their own: {1} contact, which no other denominator of this report includes. Encrypted questions travel like any other service; those are among the services too.", "Whoever answers the DNS questions learns every name that is asked for. They are a layer of their own: {1} contacts, which no other denominator of this report includes. Encrypted questions travel like any other service; those are among the services too.")
#define TEXT_RESOLVERS_NONE TEXT("No DNS question to the outside was seen. A router or a server of the organization may ask in place of the devices.")
/* TRANSLATORS: {1} of {2} contacts, {3} their share */
#define TEXT_RESOLVERS_HIDDEN TEXTS("{1} of {2} contacts ({3}) carried encrypted questions, which can’t be seen. For the devices that ask this way, names come only from what their connections say when they begin (TLS, QUIC, HTTP).", "{1} of {2} contacts ({3}) carried encrypted questions, which can’t be seen. For the devices that ask this way, names come only from what their connections say when they begin (TLS, QUIC, HTTP).")
#define TEXT_RESOLVERS_CAPTION TEXT("Resolvers that were asked")
#define TEXT_COLUMN_RESOLVER TEXT_SHORT(26, "Who answers")
#define TEXT_COLUMN_HOW TEXT_SHORT(26, "How")
#define TEXT_CLEAR TEXT("in the clear")
#define TEXT_ENCRYPTED TEXT("encrypted ({1})")
#define TEXT_TUNNELS TEXT("What goes through tunnels")
/* TRANSLATORS: {1} of {2} contacts, {3} their share; {4} of {5} of data, {6} their share */
#define TEXT_TUNNELS_LEAD TEXT("{1} of {2} contacts ({3}), and {4} of the {5} sent and received ({6}), went through tunnels: VPN, Tor, relays. Where they go on to, and who answers there, is not seen.")
#define TEXT_TUNNELS_CAPTION TEXT("Tunnels that were used")
#define TEXT_COLUMN_TUNNEL TEXT_SHORT(26, "Whose tunnel")

/* ---- unknown ---- */
#define TEXT_BLIND TEXT("Blind spots")
#define TEXT_BLIND_LEAD TEXT("What this report can’t tell, and why. A number without its blind spots misleads.")
#define TEXT_UNKNOWN TEXT("What has no name or no owner")
#define TEXT_LOST TEXT("How it was known, and what was lost")
#define TEXT_UNKNOWN_LEAD TEXT("{1} of {2} contacts ({3}) have no known service owner: {4} have no name, and {5} have a name whose owner is not known.")
/* TRANSLATORS: {1} contacts, besides those that have no known owner */
#define TEXT_UNKNOWN_BY_ADDRESS TEXTS("{1} more has no name either, but its owner is known: one service alone answers at its address.", "{1} more have no name either, but their owner is known: one service alone answers at their addresses.")
#define TEXT_UNLISTED TEXT("“Unlisted” are names that no rule knows and fewer than {1} devices contacted. They are counted and not listed: a name that one desk contacted can tell of a person’s health, faith or union.")
#define TEXT_NETWORKS_CAPTION TEXT("Networks that carry what has no known owner")
#define TEXT_COLUMN_NETWORK TEXT_SHORT(26, "Network")
#define TEXT_COLUMN_RUN_BY TEXT_SHORT(26, "Run by")
#define TEXT_COLUMN_NO_NAME TEXT_SHORT(26, "Without a name")
#define TEXT_COLUMN_NO_OWNER TEXT_SHORT(26, "Name without an owner")
#define TEXT_NETWORK_UNKNOWN TEXT("Network not known")
#define TEXT_NAMES_CAPTION TEXT("Names without a known owner that many devices contacted")
#define TEXT_COLUMN_NAME TEXT_SHORT(26, "Name")

/* ---- method ---- */
#define TEXT_FIGURES_CAPTION TEXT("Figures for comparison")
/* TRANSLATORS: an interval: {1} to {2} */
#define TEXT_INTERVAL TEXT("{1} to {2}")
#define TEXT_HHI TEXT("Concentration (Herfindahl-Hirschman, 0 to 10,000)")
#define TEXT_HHI_IS TEXT("The sum of the squared shares of all owners. The lower end counts each contact without a known owner as an owner of its own, the upper end gives them all to the largest. It depends on what is counted, so it is no headline and no grade.")
#define TEXT_DEPTH TEXT("Service and machine of different corporations")
#define TEXT_DEPTH_IS TEXT("Contacts whose service is one corporation’s and whose machine another’s, of all contacts.")
#define TEXT_LAYERS TEXT("Corporations behind a service")
/* TRANSLATORS: {1} services, {2} corporations: the mean follows from both */
#define TEXT_LAYERS_IS TEXT("Who runs a service and whose machines answered for it: {2} in all for {1} services. What stands behind those machines is not seen.")
#define TEXT_HIDDEN_HOST TEXT("Services that answered only from others’ machines")
#define TEXT_IS_PRESENCE TEXT("Presence")
#define TEXT_IS_PRESENCE_IS TEXT("distinct hours with at least one contact, of the hours in which anything was contacted.")
#define TEXT_IS_NEED TEXT("Need")
#define TEXT_IS_NEED_IS TEXT("contacts whose service or whose machine is the corporation’s, each once. These shares add up to more than the whole.")
/* TRANSLATORS: {1} contacts, {2} share */
#define TEXT_IS_STOPS TEXT("Area that stops")
#define TEXT_IS_STOPS_IS TEXT("an area of work with at least {1} contacts of which {2} or more need what is gone.")
#define TEXT_IS_ESSENTIAL TEXT("Essential area")
#define TEXT_IS_ESSENTIAL_IS TEXT("an area of work without which an organization loses a way to do its work within days, as the dataset ranks it (3 or 4 of 4).")
#define TEXT_IS_EFFORT TEXT("Effort")
#define TEXT_IS_EFFORT_IS TEXT("of what could take its place: one person; somebody who knows computers; a project of the organization. Efforts are never added.")
#define TEXT_METHOD_MORE TEXT("Formulas, denominators and pitfalls of every figure are in docs/method.md of amarra; all figures with numerator and denominator are in the file report.json beside this one.")
#define TEXT_METHOD TEXT("How it was made, and how to read it")
#define TEXT_METHOD_1 TEXT("A contact is one device reaching one name, or one address that has no name, within ten minutes. Presence is counted in contacts and in hours, because they tell dependence; bytes tell volume, and one video outweighs a month of mail. Every share is of the whole: all contacts with the outside, known or not. DNS questions are left out of it, because they are asked on behalf of other contacts; they have a table of their own.")
#define TEXT_METHOD_2 TEXT("A name belongs to the service that the longest matching rule tells; the service to its operator, and the operator to its ultimate owner on that day. A contact without a name has a service owner only where its whole network serves one thing. The host is told by the network of the address and, where that does not tell it, by the last name of the chain of aliases. There is no grade and no total score.")
/* TRANSLATORS: {1} a program, {2} and {3} versions of the dataset, {4} a time zone such as America/Montevideo or UTC */
#define TEXT_METHOD_3 TEXT("Contacts were observed with {1}; the dataset was {2} then and is {3} for this report. Times are those of the time zone {4}.")
#define TEXT_VANTAGE_CAPTION TEXT("What the sensor saw of the network")
#define TEXT_COLUMN_FIGURE TEXT_SHORT(26, "Figure")
#define TEXT_VANTAGE_DEVICES TEXT("Devices of the network")
#define TEXT_VANTAGE_ANSWERED TEXT("Devices seen talking with the outside in both directions")
#define TEXT_VANTAGE_ANNOUNCED TEXT("More devices, known only because they call out to all")
#define TEXT_VANTAGE_NOT_OURS TEXT("Connections without a device of the network")
#define TEXT_VANTAGE_TOP TEXT("Connections of the busiest device")
#define TEXT_VANTAGE_HALF TEXT("TCP connections of which one direction was seen")
#define TEXT_VANTAGE_BEGUN TEXT("TCP connections that had begun before")
#define TEXT_WORDS TEXT("Words")
#define TEXT_WORD_DEVICE TEXT("Device")
#define TEXT_WORD_DEVICE_IS TEXT("a machine of the observed network. Only how many there were is kept.")
#define TEXT_WORD_CONTACT TEXT("Contact")
#define TEXT_WORD_CONTACT_IS TEXT("one device reaching one name within ten minutes.")
#define TEXT_WORD_SERVICE_IS TEXT("what was asked for, told by its name.")
#define TEXT_WORD_HOST_IS TEXT("the machine that answered, told by its address.")
#define TEXT_WORD_PARENT TEXT("Parent corporation")
#define TEXT_WORD_PARENT_IS TEXT("the one at the end of the chain of owners on that day.")
#define TEXT_WORD_RESOLVER TEXT("Resolver")
#define TEXT_WORD_RESOLVER_IS TEXT("whoever turns a name into an address (DNS).")
#define TEXT_WORD_RULE TEXT("Rule")
#define TEXT_WORD_RULE_IS TEXT("one line of the dataset: a name, an address range or a network, with its source and date.")
#define TEXT_LIMITS TEXT("What it does not tell")
#define TEXT_LIMIT_1 TEXT("It tells what this network contacted in this period, not everything the organization uses. Mobile data, work from home and what one service sends to another are not seen.")
#define TEXT_LIMIT_2 TEXT("One address serves thousands of sites: it tells the host, not whose site it is.")
#define TEXT_LIMIT_3 TEXT("Large corporations keep machines inside the networks of internet providers. By address they look local.")
#define TEXT_LIMIT_4 TEXT("Encrypted names, VPN and relays hide names. A network that takes care of its privacy can look worse in coverage.")
#define TEXT_LIMIT_5 TEXT("Updates are dependence and protection at once.")
#define TEXT_LIMIT_6 TEXT("Owners change. Each fact has a date; those marked “not verified” are general knowledge that still has to be checked.")
#define TEXT_LIMIT_7 TEXT("A device that changes its address is counted more than once.")
#define TEXT_LIMIT_8 TEXT("Foreign does not mean worse: one’s own law, outages and poor care are risks too.")
#define TEXT_REPLY TEXT("Right of reply")
#define TEXT_REPLY_IS TEXT("Whoever is named here, and whoever finds an error, may ask for the source of any line and for its correction, from the organization that publishes this report and from the amarra project, which keeps its dataset in the open. A corrected fact holds from the next time the report is written. That a corporation was contacted is no proof of any wrongdoing.")

/* ---- the report for the public ---- */
#define TEXT_PUBLIC TEXT("Dependency report, for the public")
#define TEXT_PUBLIC_WHAT TEXT("What this is")
/* TRANSLATORS: {1} a number of days with its noun, {2} a month and year or two of them, {3} a percentage */
#define TEXT_PUBLIC_LEAD TEXT("What the devices of one organization’s network contacted in {1}, until {2}, and which corporations and countries stand behind it. So that no person can be recognized, shares are told in bands of {3}, nothing is told by the hour, and whatever few devices contacted is part of “all others”.")
#define TEXT_PUBLIC_COVERAGE TEXT("The name is known of {1} of the contacts, the owner of the service of {2}, the owner of the machine of {3}.")
/* TRANSLATORS: a band of shares: "20 % to 25 %" */
#define TEXT_BAND TEXT("{1} to {2}")
#define TEXT_BAND_FIRST TEXT("up to {1}")
#define TEXT_BAND_NONE TEXT("none")
#define TEXT_BAND_ALL TEXT("all")
#define TEXT_PUBLIC_OWNERS TEXT("Corporations")
#define TEXT_PUBLIC_OWNERS_CAPTION TEXT("Contacts by corporation, in bands")
#define TEXT_PUBLIC_OWNERS_NOTE TEXT("“Needed” counts the contacts whose service or whose machine is the corporation’s. “Present”: working hours with at least one contact. These shares add up to more than the whole.")
#define TEXT_COLUMN_NEEDED TEXT_SHORT(26, "Needed")
#define TEXT_COLUMN_PRESENT TEXT_SHORT(26, "Present")
#define TEXT_PUBLIC_OTHERS TEXT("All others, and what is not known")
#define TEXT_PUBLIC_AREAS_CAPTION TEXT("Areas of work, and those with one provider")
#define TEXT_COLUMN_PROVIDER TEXT_SHORT(26, "One provider")
#define TEXT_PUBLIC_ESSENTIAL TEXT("essential")
#define TEXT_PUBLIC_SEVERAL TEXT("several, or not told")
/* TRANSLATORS: {1} of {2} areas of work */
#define TEXT_PUBLIC_SINGLE TEXT("{1} of {2} essential areas of work depend on a single provider.")
#define TEXT_PUBLIC_STOPS_CAPTION TEXT("What would stop as corporations disappear, one after another")
#define TEXT_PUBLIC_LAW_CAPTION TEXT("Contacts by country of the parent corporation, in bands")
#define TEXT_PUBLIC_REST TEXT("What else was seen")
/* TRANSLATORS: {1} share of contacts, {2} share of the data sent */
#define TEXT_PUBLIC_LEAVING TEXT("Of the contacts, {1} went to telemetry, advertising and audience measurement; of the data sent, {2}.")
#define TEXT_PUBLIC_NIGHT TEXT("Of the contacts, {1} were out of working time.")
/* TRANSLATORS: {1} country or bloc, {2} share */
#define TEXT_PUBLIC_NEAR TEXT("Parent corporation in {1}: {2} of the contacts.")

/* ---- sources and trace ---- */
#define TEXT_SOURCES TEXT("Sources")
#define TEXT_TRACE TEXT("Why each corporation is named")
#define TEXT_TRACE_LEAD TEXT("The rules that led to each corporation, with the contacts that each decided, the source and the day it was checked.")
#define TEXT_UNVERIFIED TEXT("not verified")
#define TEXT_DECLARED TEXT("declared by the organization")
#define TEXT_FOOT TEXT("Written by amarra {1}. This file is complete: it loads nothing, and opening it sends nothing.")
#define TEXT_WRITTEN TEXT("Written:")
/* TRANSLATORS: at the foot of a poster: {1} is "12 devices and 2,262 contacts, in 24 hours on 1 day"; {2} a share */
#define TEXT_POSTER_BASE TEXT("Contacts observed on one network: {1}. For {2} of the contacts the owner is not known. A contact is one device reaching one name within ten minutes; it is no proof of any wrongdoing.")
/* TRANSLATORS: what a click on the head of a column does */
#define TEXT_SORT TEXT("Sort by this column")
/* TRANSLATORS: a button: opens, or closes again, what the page folds */
#define TEXT_UNFOLD TEXT("Open all that is folded")
#define TEXT_FOLD TEXT("Fold it again")
/* TRANSLATORS: before a field to type in */
#define TEXT_FIND TEXT("Find a corporation, a service, an area of work:")

/* ---- markers ---- */
#define TEXT_MARKERS TEXT("What one click contacts")
#define TEXT_MARKERS_LEAD TEXT("While the scan ran, somebody wrote down what was being done. From each of these moments on, until the next one, this is what the whole network contacted; the number counts the corporations to which a connection began then. What other devices did meanwhile is in it: that it came after a click is no proof that the click led to it.")
#define TEXT_MARKERS_CHART TEXT("The moments that were written down, and the contacts around them")
/* TRANSLATORS: a legend of a picture: {1} the greatest number of contacts in an hour */
#define TEXT_MARKERS_HOURS TEXT("contacts by hour, {1} at most")
/* TRANSLATORS: {1} a date, {2} a time of day */
#define TEXT_MARKER_OPEN TEXT("{1}, from {2} to the end of the scan")
#define TEXT_MARKER_CORPORATIONS TEXTS("{1} corporation", "{1} corporations")
#define TEXT_MARKER_NAMES TEXTS("{1} name", "{1} names")
/* TRANSLATORS: connections of any kind, UDP too */
#define TEXT_MARKER_FLOWS TEXTS("{1} connection began", "{1} connections began")
/* TRANSLATORS: a list of corporations follows: connections to them were open already */
#define TEXT_MARKER_STILL TEXT_SHORT(26, "Open already")
/* TRANSLATORS: {1} "40 connections began", {2} "12 names", {3} and {4} amounts of data */
#define TEXT_MARKER_SEEN TEXT("{1}. Over these and those that were open already: {2}, {3} sent, {4} received.")
/* TRANSLATORS: {1} a number of names */
#define TEXT_MARKER_UNOWNED TEXT("Names without a known owner in either ledger: {1}.")

#endif
