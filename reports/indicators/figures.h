/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The figures of a report: the only thing that formats read, and nothing that formats compute.
 *
 * Rows come in one by one, in any order, each with its attribution; figures come out once, sorted.
 * Rules that hold for all of them:
 *  - DNS exchanges are a layer of their own (resolvers); every other denominator leaves them out.
 *  - The whole is all contacts, or all bytes, with a name or not, with an owner or not: what is not
 *    known is a line of its own, so that the lines of a ledger add up to the whole.
 *  - The two ledgers are never added.
 *  - Devices are told from `fold_below` (k) on; below it only that there were fewer.
 * Memory: O(distinct corporations + services + rules + names + networks), see groups.h. */
#ifndef AM_REPORTS_FIGURES_H
#define AM_REPORTS_FIGURES_H

#include "indicators/groups.h"
#include "rules/rules.h"
#include "scanner/scanner.h"
#include "zone.h"

#define AM_DEVICES_UNKNOWN (-1) /* not counted, or too few devices seen to tell any apart */
#define AM_DEVICES_FEW     (-2) /* one or more, fewer than k */

/* What a report needs before its shares may be published. */
#define AM_TRIAL_DAYS     3
#define AM_TRIAL_DEVICES  5
#define AM_TRIAL_CONTACTS 500
/* Areas of work counted as held by one provider. */
#define AM_SINGLE_CRITICALITY 3
#define AM_SINGLE_CONTACTS    30
#define AM_OWNERS_TOP         12 /* corporations of the overview; the others are told as one */
/* An area of work stops, or hangs on one provider, where nine of ten of its contacts do. */
#define AM_STOPS_PERCENT 90
#define AM_CUTS_MAX      12  /* steps of the cut-off curve */
#define AM_HELD_PERCENT  10  /* of an area's contacts: enough to be told as one who holds it */
#define AM_SLOTS         168 /* hours of a week: weekday * 24 + hour, from Monday 0 h */

/* Hears each row that counts, with what was made of it (families.h). */
struct am_row_view;
struct am_listener {
    void *ctx;
    enum am_status (*hear)(void *ctx, const struct am_row_view *row);
    /* A row of a marker, by the marker's `number`; NULL: it hears none. */
    enum am_status (*hear_marked)(void *ctx, size_t number, const struct am_row_view *row);
};

/* What a report was asked for. Everything is borrowed. */
struct am_ask {
    const struct am_jurisdiction *home; /* the organization's country; NULL: not given */
    const struct am_bloc *bloc;         /* NULL: not given */
    const struct am_zone *zone;         /* of its clock; NULL: UTC */
    unsigned work_from, work_to;        /* hours of that clock, 0..24; from 22 to 6 is a night */
    unsigned work_days;                 /* a bit each, Monday the lowest */
    int64_t since, until;               /* hours that start since <= h < until; 0: open */
    const struct am_corporation *trace; /* whose contacts are followed (paths.h); NULL: none's */
    bool blocks;                        /* its hosts by the block that is stored, not by AS alone */
    const struct am_listener *listener; /* NULL: nobody */
};

struct am_measure {
    struct am_sum sum;
    uint64_t hours, work_hours; /* distinct; those of them within working time */
    int64_t devices;
};

/* One row with what the rules say of it. */
struct am_seen {
    const struct am_scan_row *row;
    struct am_attribution service; /* members NULL where not known */
    bool by_address;               /* `service` is told by the address, not by a name */
    struct am_host host;
    bool resolver; /* the name serves encrypted DNS, whoever runs it */
    bool conflict; /* the name is one corporation's, the address another's own (attribution.c) */
};

enum am_trial {
    AM_TRIAL_FEW_DAYS = 1,
    AM_TRIAL_FEW_DEVICES = 2,
    AM_TRIAL_FEW_CONTACTS = 4,
    AM_TRIAL_UNATTRIBUTED = 8, /* more than a quarter of the contacts has no service owner */
};

struct am_scope {
    struct am_scan_info info; /* its strings copied in; of several scans: their widest */
    size_t scans;
    bool at_least;        /* devices are the most of one scan or day: there may be more */
    uint64_t hours, days; /* with at least one contact; days of the organization's clock */
    uint64_t work_hours;  /* those of `hours` within working time */
    uint64_t watched_hours, watched_work_hours; /* between first and last packet */
    unsigned k;
    unsigned trial; /* bits of am_trial; 0: enough to publish */
    uint64_t names_beyond, hours_beyond;
};

struct am_loss {
    const char *name;
    uint64_t value;
};

struct am_coverage {
    struct am_sum all; /* the denominator of both ledgers */
    struct am_sum named, service_owner, host_owner;
    struct am_sum owner_by_name, owner_by_address; /* parts of service_owner */
    struct am_sum no_rule, unlisted, no_parent;    /* parts of named without an owner */
    struct am_sum blind[AM_BLIND_COUNT];           /* parts of what has no name */
    struct am_sum evidence[AM_EVIDENCE_COUNT];     /* parts of all */
    struct am_sum network_known;                   /* the address's AS is known */
    struct am_sum resolvers;                       /* beside `all` */
    struct am_sum encrypted_dns;                   /* parts of all: questions that can't be seen */
    struct am_sum tunnels, tunnels_named;          /* parts of all; of tunnels: known by name */
    struct am_sum caches;                          /* parts of host_owner */
    struct am_sum conflicts;                       /* parts of service_owner */
};

/* A share of the whole: an owner, or what is not known. */
enum am_slice { AM_SLICE_OWNER, AM_SLICE_NO_OWNER, AM_SLICE_NO_NAME };

struct am_part {
    const struct am_service *service;
    struct am_sum sum;
};

/* An area of work of which a corporation, in either ledger, carries a part. */
struct am_cut_area {
    const struct am_work_line *work;
    struct am_sum carried; /* of work->measure.sum */
    bool stops;            /* AM_STOPS_PERCENT of them or more, of an area seen enough */
};

/* What there is to use in its place, area by area. */
struct am_way_out {
    const struct am_work_line *work;
    const struct am_alternative *const *alternatives; /* those near home first, then the easy */
    size_t count;
    int effort; /* the least of them, 1..3; 0: none is known */
};

/* What makes leaving harder, whatever takes its place. */
enum am_bound {
    AM_BOUND_DATA = 1,     /* it keeps the organization's mail or files */
    AM_BOUND_IDENTITY = 2, /* people log in to other services with it */
    AM_BOUND_DEVICE = 4,   /* devices report to it by design: push messages, updates, app store */
};

struct am_trace {
    const struct am_rule *rule;
    bool host;
    struct am_sum sum;
};

struct am_owner_line {
    enum am_slice slice;
    const struct am_corporation *corporation; /* of AM_SLICE_OWNER */
    struct am_measure service, host;          /* AM_SLICE_NO_NAME has no host side */
    struct am_measure either;      /* contacts that need it in one ledger or the other, once each */
    const struct am_part *parts;   /* of the service ledger, most contacts first */
    const struct am_trace *traces; /* both ledgers, most contacts first */
    size_t part_count, trace_count;
    /* Of AM_SLICE_OWNER alone: */
    const struct am_part *carries;   /* services of others that answered from its machines */
    const struct am_cut_area *areas; /* largest part first */
    const struct am_way_out *exits;  /* areas that it holds AM_HELD_PERCENT of */
    size_t carry_count, area_count, stop_count, exit_count;
    int effort;              /* the greatest of its exits, 1..3; 0: none is known for any */
    unsigned bound;          /* bits of am_bound */
    struct am_measure night; /* of its services, out of working time */
};

struct am_country_line {
    const struct am_jurisdiction *country; /* NULL: not known */
    struct am_measure service, host;       /* by the parent's country */
    struct am_sum service_head, service_seat, host_head, host_seat;
};

struct am_place_line {
    const char *code;                      /* "" unknown */
    const struct am_jurisdiction *country; /* NULL where the rules do not have it */
    bool anycast;
    struct am_sum located, registered;
};

struct am_holder {
    const struct am_corporation *corporation; /* NULL: no owner known */
    struct am_sum sum;
};

struct am_work_line {
    const struct am_category *category; /* NULL: area of work not known */
    struct am_measure measure;          /* devices are not told by area */
    const struct am_holder *holders;    /* most contacts first */
    size_t holder_count;
    bool counted;        /* known, and seen enough to tell whether it stops */
    bool judged, single; /* counted and essential; nine of ten contacts go to one provider */
};

/* One more corporation gone, the one without which most of what is left stops. */
struct am_cut_step {
    const struct am_owner_line *owner;
    struct am_sum added, lost; /* by this step; by all until this one */
    size_t stopped, essential; /* areas of work that stop, of `counted` and of `judged` */
};

/* An hour of the week. */
struct am_slot {
    struct am_sum sum;
    uint64_t hours, watched; /* distinct hours with a contact; hours that the sensor saw */
};

struct am_day_line {
    int32_t date; /* of the organization's clock, days since 1970-01-01 */
    struct am_measure measure;
    struct am_sum night;
};

/* The contacts of one purpose out of working time. */
struct am_night_line {
    const struct am_role *role; /* NULL: not known */
    struct am_sum sum;
    uint64_t hours;
};

/* Both owners of a contact: how many corporations one contact needs. */
struct am_depth {
    struct am_sum same, differ; /* both are known */
    struct am_sum service_only, host_only, none;
    size_t services, corporations; /* services with an owner; corporations that each needs, added */
    size_t hidden;                 /* services that answered only from others' machines */
};

/* Herfindahl-Hirschman index, 0..10000, of contacts: `low` counts each one that is not known as a
 * provider of its own, `high` gives all of them to the largest. */
struct am_concentration {
    unsigned low, high;
};

/* Near and far, by the parent's country. Of the whole: they add up. */
struct am_near {
    struct am_sum home, bloc, elsewhere, unknown; /* `bloc` without home */
};

struct am_kind_line {
    const char *kind; /* of corporations; NULL: not known */
    struct am_sum service, host;
    size_t corporations;
};

/* Where the address seems to stand against whose parent runs the service: home, elsewhere, not
 * known (anycast too). */
enum am_side { AM_SIDE_HOME, AM_SIDE_ABROAD, AM_SIDE_UNKNOWN, AM_SIDE_COUNT };

struct am_role_line {
    const struct am_role *role; /* NULL: not known */
    struct am_sum sum;
    size_t corporations;
};

struct am_resolver_line {
    const struct am_corporation *corporation;
    const char *network;  /* where the corporation is not known; "" nothing is known */
    const char *protocol; /* "dns", "dot", "doq", "doh" */
    bool encrypted;       /* counted in the ledgers too */
    struct am_sum sum;
    uint64_t hours;
};

/* Whose tunnels were used: by name, by what is known of the address, or by how they talk. */
struct am_tunnel_line {
    const struct am_corporation *corporation;
    const char *network; /* where the corporation is not known; "" nothing is known */
    struct am_sum sum;
    uint64_t hours;
};

/* A name of one corporation that was reached at another's own address. */
struct am_conflict_line {
    const char *name;                     /* the same pointer as in names */
    const struct am_corporation *service; /* of the latest row */
    const struct am_corporation *host;
    struct am_sum sum;
};

struct am_network_line {
    const char *network; /* "AS15169 GOOGLE", untrusted text; "" unknown */
    const struct am_corporation *host;
    struct am_sum no_name, no_owner;
};

struct am_name_line {
    const char *name;
    struct am_attribution service; /* as on the first day it was seen */
    struct am_sum sum;
    uint32_t evidence; /* a bit for each am_evidence */
    int64_t devices;
    bool conflict; /* there are lines for it in conflicts */
};

/* What the scanner found of its own place: a counter "vantage.NAME" each. */
struct am_vantage_line {
    const char *name; /* without the "vantage." */
    uint64_t value;
    size_t scans; /* in how many it is above zero */
};

/* A corporation that was contacted after a marker; flows and bytes of each ledger, no contacts.
 * Without a flow in either: one that had begun before the marker went on. */
struct am_marker_owner {
    const struct am_corporation *corporation;
    struct am_sum service, host;
};
/* What somebody wrote down while the scan ran, and who was contacted until the next marker.
 * Questions to resolvers are left out. Most flows first. */
struct am_marker_line {
    int64_t time, ended; /* 0: not by the end */
    const char *text;    /* untrusted */
    size_t number;       /* as am_figures_add_marker gave it */
    const struct am_marker_owner *owners;
    size_t owner_count;    /* in either ledger */
    size_t begun;          /* of them, the first ones: a flow to them began then */
    size_t service_count;  /* of them, in the service ledger */
    size_t names, unowned; /* distinct names; those of them without an owner in either ledger */
    struct am_sum all;
};

/* Numerators of the three headline findings; their denominators are in coverage and scope. */
struct am_findings {
    const struct am_owner_line *first;      /* most present service owner, NULL: none */
    const struct am_owner_line *first_host; /* most present host owner */
    const struct am_country_line *first_country;
    size_t judged, single;      /* areas of work that were seen enough; those with one provider */
    struct am_sum extraction;   /* telemetry, advertising, analytics */
    struct am_sum home, abroad; /* by the parent's country; only where a home was given */
    struct am_sum night;        /* out of working time */
    struct am_sum common;       /* services of communities, public bodies, schools ... */
    const struct am_owner_line *widest; /* most contacts in either ledger */
};

#define AM_LINES(type)                                                                             \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t count;                                                                              \
    }

/* A local hour, told once however many rows are of it. */
struct am_now {
    bool told, working;
    int64_t hour;
    int32_t date;
    const char *date_key; /* the same as a text of the groups; NULL past their limit */
    unsigned slot;
};

struct am_figures {
    struct am_groups groups;
    struct am_ask ask;
    struct am_now now;
    uint64_t *working; /* a bit for each hour of the groups, once finished */
    size_t working_words;
    struct am_scope scope;
    struct am_coverage coverage;
    struct am_findings findings;
    const struct am_jurisdiction *home; /* that of `ask` */
    struct am_depth depth;
    struct am_concentration service_hhi, host_hhi;
    struct am_near service_near, host_near;
    struct am_sum square[AM_SIDE_COUNT][AM_SIDE_COUNT]; /* [place][parent]; where home is given */
    struct am_slot week[AM_SLOTS];
    size_t counted; /* areas of work seen enough */
    AM_LINES(struct am_cut_step) cuts;
    AM_LINES(struct am_day_line) days;
    AM_LINES(struct am_night_line) nights; /* by purpose */
    AM_LINES(struct am_kind_line) kinds;
    AM_LINES(struct am_loss) losses;
    AM_LINES(struct am_owner_line) owners;
    struct am_sum rest_service, rest_host; /* of the corporations past the first AM_OWNERS_TOP */
    size_t rest_count;
    AM_LINES(struct am_country_line) countries;
    AM_LINES(struct am_place_line) places;
    AM_LINES(struct am_work_line) work;
    AM_LINES(struct am_role_line) roles;
    AM_LINES(struct am_resolver_line) resolvers;
    AM_LINES(struct am_tunnel_line) tunnels;
    AM_LINES(struct am_conflict_line) conflicts;
    AM_LINES(struct am_vantage_line) vantage; /* by name; none: the scan does not tell */
    AM_LINES(struct am_network_line) networks;
    AM_LINES(struct am_name_line) names;
    AM_LINES(struct am_marker_line) markers; /* in order of time, once finished */
    struct am_marking **marked_at;           /* as they were added (markers.c) */
    size_t marked_len, marked_size;
    AM_LINES(struct am_path_line) paths; /* of `ask.trace`, complete in paths.h */
    size_t losses_size, vantage_size;
};

/* What finishing asks of others. `reach` may be NULL. */
struct am_finish {
    const struct am_scan_info *infos; /* one for each scan, one at least */
    size_t info_count;
    const struct am_alternative *const *alternatives;
    size_t alternative_count;
    void *ctx;
    enum am_status (*reach)(void *ctx, const char *label, uint64_t *devices,
                            struct am_problem *problem);
    const struct am_jurisdiction *(*jurisdiction)(void *ctx, const char *code);
};

/* `ask` is copied. */
AM_MUST_CHECK enum am_status am_figures_new(const struct am_ask *ask, struct am_figures **out);
void am_figures_free(struct am_figures *f);
/* A row outside of what was asked for is passed over. */
AM_MUST_CHECK enum am_status am_figures_add(struct am_figures *f, const struct am_seen *seen);
/* Kept where it tells a loss and is not zero, or tells of the vantage. */
AM_MUST_CHECK enum am_status am_figures_add_counter(struct am_figures *f,
                                                    const struct am_scan_counter *counter);
/* `out`: its number, for rows of it. One outside of what was asked for hears no rows. */
AM_MUST_CHECK enum am_status
am_figures_add_marker(struct am_figures *f, const struct am_scan_marker *marker, size_t *out);
AM_MUST_CHECK enum am_status am_figures_add_marked(struct am_figures *f, size_t number,
                                                   const struct am_seen *seen);
AM_MUST_CHECK enum am_status am_figures_finish(struct am_figures *f, const struct am_finish *how,
                                               struct am_problem *problem);

/* A community, a non-profit or public organization, a school or university. */
bool am_is_common(const struct am_corporation *c);
/* What there is in place of an area's services, the same for whoever holds it; NULL: nobody that is
 * known holds AM_HELD_PERCENT of it. */
const struct am_way_out *am_way_out_of(const struct am_figures *f, const struct am_work_line *work);
/* Bits of am_bound: what an area of work binds by, whoever holds it. */
unsigned am_bound_of(const struct am_category *category);
/* What of `all` is not in `part`. */
struct am_sum am_sum_rest(const struct am_sum *all, const struct am_sum *part);

/* A counter of the vantage by name ("devices"); NULL where the scan does not tell it. Only of
 * figures that are finished. */
const uint64_t *am_figures_vantage(const struct am_figures *f, const char *name);
/* In how many scans it is above zero. */
size_t am_figures_vantage_scans(const struct am_figures *f, const char *name);

/* Whether services of this role serve someone outside the office (am_findings.extraction). */
bool am_role_is_extraction(const struct am_role *role);

/* The day of a moment as days since 1970-01-01, also before it. */
int32_t am_figures_day(int64_t time);

#endif
