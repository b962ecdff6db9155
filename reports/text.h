/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every sentence that a reader of a report sees, in English; po/ holds the other languages.
 *
 * {1} to {9} are arguments: numbers, shares and dates come written in the language already. Whole
 * sentences, so that a translation may put them in its own order. A sentence says "contacted",
 * never "spied" or "tracked": what was observed is a contact. Country names come after a colon,
 * because many languages decline them or give them an article. */
#ifndef AM_REPORTS_TEXT_H
#define AM_REPORTS_TEXT_H
/* A sentence stays on its line. */
/* clang-format off */

#define N_(text)       text
#define NP_(one, many) one, many

/* ---- the head of the report ---- */
#define TEXT_REPORT N_("Dependency report")
#define TEXT_TAGLINE N_("Which corporations, and which countries’ laws, the daily work on this network is tied to")
#define TEXT_SKIP N_("Skip to the report")
#define TEXT_CONTENTS N_("Contents")
/* TRANSLATORS: {1} and {3} are dates, {2} and {4} times of day */
#define TEXT_PERIOD_DAYS N_("From {1}, {2}, to {3}, {4}")
/* TRANSLATORS: one day: {1} is a date, {2} and {3} times of day */
#define TEXT_PERIOD_DAY N_("{1}, from {2} to {3}")
#define TEXT_PERIOD_NONE N_("No packet was seen")
#define TEXT_FACT_PERIOD N_("Period")
#define TEXT_FACT_SOURCE N_("Watched from")
#define TEXT_FACT_SEEN N_("Seen")
#define TEXT_FACT_VOLUME N_("Volume")
/* TRANSLATORS: where packets came from; {1} is a network interface such as eth0 */
#define TEXT_SOURCE_LIVE N_("the network, live ({1})")
#define TEXT_SOURCE_FILES NP_("{1} capture file", "{1} capture files")
#define TEXT_DEVICES NP_("{1} device", "{1} devices")
#define TEXT_CONTACTS NP_("{1} contact", "{1} contacts")
#define TEXT_HOURS NP_("{1} hour", "{1} hours")
#define TEXT_DAYS NP_("{1} day", "{1} days")
/* TRANSLATORS: {1}: "12 devices", {2}: "12,400 contacts", {3}: "9 hours", {4}: "1 day" */
#define TEXT_SEEN N_("{1}, {2}, in {3} on {4}")
/* TRANSLATORS: {1} and {2} are amounts of data */
#define TEXT_VOLUME N_("{1} sent, {2} received")
#define TEXT_FEWER N_("fewer than {1}")

/* ---- what must be known before reading on ---- */
#define TEXT_ONE_DEVICE N_("Only one device was seen. If the network has more, the sensor sees only itself or a cable that only one uses: then this report tells of one machine, not of the organization.")
#define TEXT_NO_DEVICE N_("No device of the network was seen contacting anything outside.")
#define TEXT_ONE_WAY N_("{1} of {2} contacts ({3}) were seen in one direction only. A mirror port that copies both directions would see more.")
#define TEXT_OPEN_TITLE N_("Provisional: the scan is still being written")
/* TRANSLATORS: {1} is a date, {2} a time of day */
#define TEXT_OPEN N_("There are data until {1}, {2}. What came after is missing, and the figures will change. The scan closes by itself when it ends; write the report again then.")
#define TEXT_CUT_TITLE N_("Provisional: the scan was interrupted")
#define TEXT_CUT N_("The program stopped before it could close the scan. There are data until {1}, {2}; what came after is missing.")
/* TRANSLATORS: {1} is a command to type */
#define TEXT_CLOSE N_("To close the scan, run “{1}”: it counts the devices, erases their pseudonyms and makes the scan final.")
#define TEXT_OPEN_NAMES N_("Until the scan is closed, names that no rule knows are not listed, because they could tell of a person.")
#define TEXT_TRIAL_TITLE N_("A trial: not enough for publication yet")
#define TEXT_TRIAL N_("It serves for talking inside the organization. Before its shares are published:")
#define TEXT_TRIAL_DAYS NP_("it should cover at least {2} days; it covers {1}.", "it should cover at least {2} days; it covers {1}.")
#define TEXT_TRIAL_DEVICES NP_("it should see at least {2} devices; it saw {1}.", "it should see at least {2} devices; it saw {1}.")
#define TEXT_TRIAL_CONTACTS NP_("it should hold at least {2} contacts; it holds {1}.", "it should hold at least {2} contacts; it holds {1}.")
#define TEXT_TRIAL_UNKNOWN N_("a quarter of the contacts, at most, should have no known owner; here it is {1}. Rankings would mislead.")

/* ---- coverage ---- */
#define TEXT_COVERAGE N_("How far this report sees")
#define TEXT_COVERAGE_LEAD N_("Before any other figure: of all contacts with the outside, how many have a name, a known service owner, a known host owner. What is not known is part of every whole in this report.")
#define TEXT_COVERAGE_CAPTION N_("What is known of the contacts")
#define TEXT_COLUMN_KNOWN N_("Known")
#define TEXT_COLUMN_CONTACTS N_("Contacts")
#define TEXT_COLUMN_BYTES N_("Bytes")
#define TEXT_HAS_NAME N_("The name that was reached")
#define TEXT_HAS_OWNER N_("The owner of the service")
#define TEXT_HAS_HOST N_("The owner of the host")
#define TEXT_ALL N_("All contacts")
/* TRANSLATORS: a numerator and its denominator: {1} of {2} */
#define TEXT_OF N_("{1} of {2}")
#define TEXT_BAR_OWNED N_("Owner known")
#define TEXT_BAR_NAMED N_("Name without a known owner")
#define TEXT_BAR_UNNAMED N_("No name")
/* TRANSLATORS: read aloud in place of a picture */
#define TEXT_BAR_COVERAGE N_("Of all contacts: owner known {1}, name without a known owner {2}, no name {3}")
#define TEXT_BLIND_CAPTION N_("Why the rest has no name or no owner")
#define TEXT_COLUMN_CAUSE N_("Cause")
#define TEXT_BLIND_MID_STREAM N_("It began before the scan did")
#define TEXT_BLIND_ONE_WAY N_("Only one direction was seen")
#define TEXT_BLIND_ADDRESS_ONLY N_("It was seen whole, and no name was asked for")
#define TEXT_BLIND_LOST N_("The part that could have told the name was not captured")
#define TEXT_BLIND_HIDDEN N_("The name is encrypted (ECH)")
#define TEXT_BLIND_TUNNEL N_("It goes through a tunnel (VPN, Tor, relay)")
#define TEXT_BLIND_RESOLVER N_("It is a question to a resolver")
#define TEXT_BLIND_NO_RULE N_("It has a name that no rule of the dataset knows")
#define TEXT_BLIND_UNLISTED N_("Unlisted: a name that no rule knows and fewer than {1} devices contacted")
#define TEXT_BLIND_NO_PARENT N_("A rule knows the name, but not who owns it")
#define TEXT_EVIDENCE_CAPTION N_("How the names became known")
#define TEXT_COLUMN_EVIDENCE N_("Evidence")
#define TEXT_EVIDENCE_SNI N_("TLS: the device asked for the name")
#define TEXT_EVIDENCE_QUIC N_("QUIC: the device asked for the name")
#define TEXT_EVIDENCE_HTTP N_("HTTP without encryption")
#define TEXT_EVIDENCE_PROXY N_("A proxy was asked for it")
#define TEXT_EVIDENCE_CERT N_("The server’s certificate")
#define TEXT_EVIDENCE_DNS N_("DNS: an answer that this device got")
#define TEXT_EVIDENCE_DNS_OTHER N_("DNS: an answer that another device got")
#define TEXT_EVIDENCE_ECH_DNS N_("DNS, where TLS hides the name")
#define TEXT_EVIDENCE_DECLARED N_("The organization declared it")
#define TEXT_EVIDENCE_NONE N_("None")
#define TEXT_LOST_CAPTION N_("What was lost while watching")
#define TEXT_LOST_NONE N_("No counter of losses is above zero.")
#define TEXT_COLUMN_LOSS N_("Loss")
#define TEXT_COLUMN_COUNT N_("Count")
#define TEXT_LOST_KERNEL N_("Packets that the system dropped before they could be read")
#define TEXT_LOST_INTERFACE N_("Packets that the network card dropped")
#define TEXT_LOST_CAPTURE N_("Packets that were missing from the capture files already")
#define TEXT_LOST_UNREADABLE N_("Bytes of the capture files that cannot be read")
#define TEXT_LOST_HEADERS N_("Packets cut before their addresses and ports")
#define TEXT_LOST_LINK N_("Packets of a kind of link that amarra does not read")
#define TEXT_LOST_MEMORY N_("Packets set aside for lack of memory")
#define TEXT_LOST_FRAGMENTS N_("Fragments whose beginning was not seen")
#define TEXT_LOST_INCOMPLETE N_("Fragmented packets that were never complete")
#define TEXT_LOST_CONTACTS N_("Contacts set aside because disk and memory were full")
#define TEXT_LOST_NAMES N_("Names not kept for lack of room")
#define TEXT_LOST_HOSTS N_("Addresses counted without their network for lack of room")
#define TEXT_LOST_FLOWS N_("Connections that gave way to others for lack of room")
#define TEXT_LOST_ANSWERS N_("DNS answers forgotten for lack of room")
#define TEXT_LOST_INVALID N_("Names that break the rules for names")
#define TEXT_LOST_MALFORMED N_("Packets that break the rules of their protocol")
#define TEXT_LOST_DEEP N_("Packets inside more layers than amarra opens")
#define TEXT_LOST_CUT N_("Packets captured in part")
#define TEXT_LOST_FLUSHES N_("Times that the disk could not be written, and was tried again")
#define TEXT_LOST_NAMES_BEYOND N_("Names past what a report can list; they are in the sums")
#define TEXT_LOST_HOURS_BEYOND N_("Contacts in hours past what a report can tell apart; they are in the sums")

/* ---- findings ---- */
#define TEXT_FINDINGS N_("Three findings")
#define TEXT_FINDING_WHO N_("Who is there most")
#define TEXT_FINDING_LAW N_("Under whose law")
#define TEXT_FINDING_STOP N_("What depends on one provider")
/* TRANSLATORS: {1} corporation, {2} of {3} contacts, {4} their share, {5} of {6} hours */
#define TEXT_FINDING_PRESENT N_("{1} is behind {2} of {3} contacts ({4}). It was contacted in {5} of {6} hours.")
#define TEXT_FINDING_HOST N_("Of the machines that answered, the largest part belongs to {1}: {2} of {3} contacts ({4}).")
#define TEXT_FINDING_COUNTRY N_("{2} of {3} contacts ({4}) went to services whose parent corporation is in one country: {1}. For {5} of {3} ({6}) the owner is not known.")
/* TRANSLATORS: {1} of {2} areas of work; {3} is a list of them */
#define TEXT_FINDING_SINGLE NP_("{1} of the {2} essential areas of work that were seen depends on a single provider: {3}.", "{1} of the {2} essential areas of work that were seen depend on a single provider: {3}.")
#define TEXT_FINDING_NO_SINGLE NP_("The essential area of work that was seen does not depend on a single provider.", "None of the {1} essential areas of work that were seen depends on a single provider.")
#define TEXT_FINDING_NO_WORK N_("No essential area of work was seen often enough to tell whether it depends on a single provider.")
#define TEXT_FINDING_NONE N_("No contact has a known service owner, so nothing can be told of owners.")

/* ---- corporations ---- */
#define TEXT_OWNERS N_("Who the organization depends on")
#define TEXT_OWNERS_LEAD N_("By corporation: the ultimate owner on the day of each contact. There are two ledgers. “Service” tells who runs what was asked for; “host” tells who runs the machine that answered. Each contact is in both, so they are read side by side and never added.")
#define TEXT_OWNERS_CAPTION N_("Contacts by corporation in both ledgers, as shares of all {1} contacts")
#define TEXT_COLUMN_CORPORATION N_("Corporation")
#define TEXT_SERVICE N_("Service")
#define TEXT_HOST N_("Host")
#define TEXT_SERVICES N_("Services")
#define TEXT_DETAIL_CAPTION N_("Presence, reach and volume of each corporation")
#define TEXT_COLUMN_LEDGER N_("Ledger")
#define TEXT_COLUMN_SHARE N_("Share")
#define TEXT_COLUMN_HOURS N_("Hours")
#define TEXT_COLUMN_DEVICES N_("Devices")
#define TEXT_COLUMN_SENT N_("Sent")
#define TEXT_COLUMN_RECEIVED N_("Received")
/* TRANSLATORS: the corporations below the first ones of a table, together */
#define TEXT_REST NP_("{1} other corporation", "{1} other corporations")
#define TEXT_NO_OWNER N_("No owner known")
#define TEXT_NO_NAME N_("No name")
/* TRANSLATORS: after a list of services: {1} more that are not written out */
#define TEXT_AND_MORE NP_("and {1} more", "and {1} more")
/* TRANSLATORS: a service and its area of work, "Gmail (e-mail)" */
#define TEXT_SERVICE_AREA N_("{1} ({2})")
#define TEXT_DEVICES_NOTE N_("Devices: of {1} that were seen. Under {2}, only that there were fewer is told, so that no person can be recognized.")
#define TEXT_DEVICES_NONE N_("Devices are not told by corporation, because fewer than {1} were seen.")
/* TRANSLATORS: after the last row of a table: {1} rows that are only in the files */
#define TEXT_MORE_ROWS NP_("{1} more is in the files beside this report.", "{1} more are in the files beside this report.")

/* ---- law and place ---- */
#define TEXT_LAW N_("Under whose law")
#define TEXT_LAW_LEAD N_("By the country of the parent corporation. Where its head office works and where it is legally seated are two more facts, with counts of their own. A law tells what an authority can order; it does not tell that it did.")
#define TEXT_LAW_CAPTION N_("Contacts by country of the parent corporation, in both ledgers")
#define TEXT_COLUMN_COUNTRY N_("Country")
#define TEXT_COLUMN_HEAD N_("Head office there")
#define TEXT_COLUMN_SEAT N_("Legal seat there")
#define TEXT_COUNTRY_UNKNOWN N_("Not known")
/* TRANSLATORS: {1} country; {2} of {3} contacts, {4} share at home; {5}, {6} elsewhere; {7}, {8}
 * not known */
#define TEXT_HOME N_("The organization’s country: {1}. {2} of {3} contacts ({4}) went to services whose parent corporation is there, {5} ({6}) to others; for {7} ({8}) it is not known. The authorities of one’s own country can give orders too.")
#define TEXT_LAWS N_("What those laws allow to order")
#define TEXT_LAWS_LEAD N_("For the countries of the table, as far as the dataset has them. A country without an entry is not a country without such laws.")
#define TEXT_PLACE N_("Where the machines seem to stand")
#define TEXT_PLACE_LEAD N_("Weak facts. Located: where public data place the address. Registered: the country under which it is registered. Both can be wrong, and neither tells whose law holds. An anycast address stands in many places at once, so it has none.")
#define TEXT_PLACE_CAPTION N_("Contacts by place of the address")
#define TEXT_COLUMN_LOCATED N_("Located there")
#define TEXT_COLUMN_REGISTERED N_("Registered there")
#define TEXT_ANYCAST N_("Anycast: no place")

/* ---- areas of work ---- */
#define TEXT_WORK N_("Areas of work")
#define TEXT_WORK_LEAD N_("Who holds each area, and what stops if it is cut. “One provider” marks essential areas, seen in at least {1} contacts, where one corporation holds nine of ten.")
#define TEXT_WORK_CAPTION N_("Areas of work, who holds them and what stops without them")
#define TEXT_COLUMN_AREA N_("Area of work")
#define TEXT_COLUMN_HOLDERS N_("Who holds it")
#define TEXT_COLUMN_CUT N_("If it is cut")
#define TEXT_SINGLE N_("One provider")
#define TEXT_WORK_UNKNOWN N_("Not known")

/* ---- what leaves ---- */
#define TEXT_LEAVING N_("What leaves the organization")
#define TEXT_LEAVING_LEAD N_("Bytes sent, by what the service is for. {1} of the {2} sent ({3}) went to telemetry, advertising and audience measurement, in {4} of {5} contacts ({6}).")
#define TEXT_LEAVING_CAPTION N_("Bytes sent, by purpose of the service")
#define TEXT_COLUMN_ROLE N_("Purpose")
#define TEXT_COLUMN_CORPORATIONS N_("Corporations")
#define TEXT_ROLE_UNKNOWN N_("Not known")

/* ---- resolvers ---- */
#define TEXT_RESOLVERS N_("Who answers the questions for names")
#define TEXT_RESOLVERS_LEAD NP_("Whoever answers the DNS questions learns every name that is asked for. They are a layer of their own: {1} contact, which no other denominator of this report includes. Encrypted questions travel like any other service; those are among the services too.", "Whoever answers the DNS questions learns every name that is asked for. They are a layer of their own: {1} contacts, which no other denominator of this report includes. Encrypted questions travel like any other service; those are among the services too.")
#define TEXT_RESOLVERS_NONE N_("No DNS question to the outside was seen. A router or a server of the organization may ask in place of the devices.")
#define TEXT_RESOLVERS_CAPTION N_("Resolvers that were asked")
#define TEXT_COLUMN_RESOLVER N_("Who answers")
#define TEXT_COLUMN_HOW N_("How")
#define TEXT_CLEAR N_("in the clear")
#define TEXT_ENCRYPTED N_("encrypted")

/* ---- unknown ---- */
#define TEXT_UNKNOWN N_("What has no name or no owner")
#define TEXT_UNKNOWN_LEAD N_("{1} of {2} contacts ({3}) have no known service owner: {4} have no name, and {5} have a name whose owner is not known.")
#define TEXT_UNLISTED N_("“Unlisted” are names that no rule knows and fewer than {1} devices contacted. They are counted and not listed: a name that one desk contacted can tell of a person’s health, faith or union.")
#define TEXT_NETWORKS_CAPTION N_("Networks that carry what has no known owner")
#define TEXT_COLUMN_NETWORK N_("Network")
#define TEXT_COLUMN_RUN_BY N_("Run by")
#define TEXT_COLUMN_NO_NAME N_("Without a name")
#define TEXT_COLUMN_NO_OWNER N_("Name without an owner")
#define TEXT_NETWORK_UNKNOWN N_("Network not known")
#define TEXT_NAMES_CAPTION N_("Names without a known owner that many devices contacted")
#define TEXT_COLUMN_NAME N_("Name")

/* ---- method ---- */
#define TEXT_METHOD N_("How it was made, and how to read it")
#define TEXT_METHOD_1 N_("A contact is one device reaching one name, or one address that has no name, within ten minutes. Presence is counted in contacts and in hours, because they tell dependence; bytes tell volume, and one video outweighs a month of mail. Every share is of the whole: all contacts with the outside, known or not. DNS questions are left out of it, because they are asked on behalf of other contacts; they have a table of their own.")
#define TEXT_METHOD_2 N_("A name belongs to the service that the longest matching rule tells; the service to its operator, and the operator to its ultimate owner on that day. A contact without a name has a service owner only where its whole network serves one thing. The host is told by the network of the address and, where that does not tell it, by the last name of the chain of aliases. There is no grade and no total score.")
#define TEXT_METHOD_3 N_("Contacts were observed with {1}; the dataset was {2} then and is {3} for this report. Times are in UTC.")
#define TEXT_WORDS N_("Words")
#define TEXT_WORD_DEVICE N_("Device")
#define TEXT_WORD_DEVICE_IS N_("a machine of the observed network. Only how many there were is kept.")
#define TEXT_WORD_CONTACT N_("Contact")
#define TEXT_WORD_CONTACT_IS N_("one device reaching one name within ten minutes.")
#define TEXT_WORD_SERVICE_IS N_("what was asked for, told by its name.")
#define TEXT_WORD_HOST_IS N_("the machine that answered, told by its address.")
#define TEXT_WORD_PARENT N_("Parent corporation")
#define TEXT_WORD_PARENT_IS N_("the one at the end of the chain of owners on that day.")
#define TEXT_WORD_RESOLVER N_("Resolver")
#define TEXT_WORD_RESOLVER_IS N_("whoever turns a name into an address (DNS).")
#define TEXT_WORD_RULE N_("Rule")
#define TEXT_WORD_RULE_IS N_("one line of the dataset: a name, an address range or a network, with its source and date.")
#define TEXT_LIMITS N_("What it does not tell")
#define TEXT_LIMIT_1 N_("It tells what this network contacted in this period, not everything the organization uses. Mobile data, work from home and what one service sends to another are not seen.")
#define TEXT_LIMIT_2 N_("One address serves thousands of sites: it tells the host, not whose site it is.")
#define TEXT_LIMIT_3 N_("Large corporations keep machines inside the networks of internet providers. By address they look local.")
#define TEXT_LIMIT_4 N_("Encrypted names, VPN and relays hide names. A network that takes care of its privacy can look worse in coverage.")
#define TEXT_LIMIT_5 N_("Updates are dependence and protection at once.")
#define TEXT_LIMIT_6 N_("Owners change. Each fact has a date; those marked “not verified” are general knowledge that still has to be checked.")
#define TEXT_LIMIT_7 N_("A device that changes its address is counted more than once.")
#define TEXT_LIMIT_8 N_("Foreign does not mean worse: one’s own law, outages and poor care are risks too.")
#define TEXT_REPLY N_("Right of reply")
#define TEXT_REPLY_IS N_("Whoever is named here, and whoever finds an error, may ask for the source of any line and for its correction, from the organization that publishes this report and from the amarra project, which keeps its dataset in the open. A corrected fact holds from the next time the report is written. That a corporation was contacted is no proof of any wrongdoing.")

/* ---- sources and trace ---- */
#define TEXT_SOURCES N_("Sources")
#define TEXT_SOURCES_CAPTION N_("Sources of the facts in this report")
#define TEXT_COLUMN_NUMBER N_("No.")
#define TEXT_COLUMN_SOURCE N_("Source")
#define TEXT_COLUMN_LICENCE N_("Licence")
#define TEXT_COLUMN_DATE N_("Date")
#define TEXT_TRACE N_("Why each corporation is named")
#define TEXT_TRACE_LEAD N_("The rules that led to each corporation, with the contacts that each decided, the source and the day it was checked.")
#define TEXT_TRACE_CAPTION N_("Rules behind each corporation")
#define TEXT_COLUMN_RULE N_("Rule")
#define TEXT_COLUMN_CHECKED N_("Checked")
#define TEXT_UNVERIFIED N_("not verified")
#define TEXT_FOOT N_("Written by amarra {1}. This file is complete: it loads nothing, and opening it sends nothing.")
#define TEXT_WRITTEN N_("Written:")

#endif
