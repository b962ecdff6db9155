/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A small world for tests of the reports: four corporations, their services, and rows made by hand,
 * without dataset or scan. */
#ifndef AM_TEST_FACTS_H
#define AM_TEST_FACTS_H

#include <stdlib.h>
#include <string.h>

#include "format/format.h"
#include "indicators/figures.h"

#define HOUR(n) ((int64_t)1795435200 + (int64_t)(n)*3600) /* 2026-11-23 12:00 UTC and after */

static const struct am_law us_law = {
    .id = "us-law",
    .name = "Order Act",
    .citation = "1 U.S.C. 2",
    .plain = {"Authorities can order it.", "Las autoridades pueden ordenarlo.", NULL, NULL, NULL},
};
static const struct am_jurisdiction us = {.code = "US",
                                          .name = {"United States", "Estados Unidos",
                                                   "Estados Unidos", "États-Unis",
                                                   "Vereinigte Staaten"},
                                          .laws = &us_law,
                                          .law_count = 1};
static const struct am_bloc plains = {.id = "plains", .name = {"Plain", "Llano", NULL, NULL, NULL}};
static const struct am_bloc *const blocs_of_uy[] = {&plains};
static const struct am_jurisdiction uy = {
    .code = "UY",
    .name = {"Uruguay", "Uruguay", "Uruguai", "Uruguay", "Uruguay"},
    .blocs = blocs_of_uy,
    .bloc_count = 1};
static const struct am_jurisdiction ar = {
    .code = "AR", .name = {"Argentina", "Argentina", "Argentina", "Argentine", "Argentinien"}};

static const struct am_fact_source book = {.id = "book",
                                           .kind = "page",
                                           .title = "A <book> & more",
                                           .url = "https://example.org/?a=1&b=2",
                                           .licence = "CC0-1.0",
                                           .date = "2026-11-24"};
#define BASIS                                                                                      \
    {                                                                                              \
        .source = &book, .checked = "2026-11-24", .verified = true                                 \
    }

/* Parent, head office and legal seat differ for `south`, as they do in life. */
static const struct am_corporation north = {.id = "north",
                                            .name = "North (Search)",
                                            .legal_name = "North Inc.",
                                            .kind = "big-tech",
                                            .parent = &us,
                                            .head_office = &us,
                                            .legal_seat = &us,
                                            .basis = BASIS};
static const struct am_corporation south = {.id = "south",
                                            .name = "South",
                                            .legal_name = "South S.A.",
                                            .kind = "big-tech",
                                            .parent = &uy,
                                            .head_office = &ar,
                                            .legal_seat = &us,
                                            .basis = BASIS};
static const struct am_corporation cloud = {.id = "cloud",
                                            .name = "Cloud",
                                            .kind = "big-tech",
                                            .parent = &us,
                                            .head_office = &us,
                                            .legal_seat = &us,
                                            .basis = BASIS};
static const struct am_corporation stray = {.id = "stray", .name = "Stray", .kind = "other"};

static const struct am_category mail = {
    .id = "email",
    .name = {"E-mail", "Correo", "E-mail", "Courriel", "E-Mail"},
    .if_cut = {"Mail stops.", "Se corta el correo.", "Para.", "Arrêt.", "Stillstand."},
    .criticality = 4};
static const struct am_category play = {.id = "media-entertainment",
                                        .name = {"Video", "Video", "Vídeo", "Vidéo", "Video"},
                                        .if_cut = {"Less fun.", "", "", "", ""},
                                        .criticality = 1};
static const struct am_category dns_area = {.id = "dns", .name = {"DNS"}, .criticality = 4};
static const struct am_category vpn_area = {.id = "vpn", .name = {"Tunnels"}, .criticality = 2};
static const struct am_role service_role = {.id = "service", .name = {"Service"}};
static const struct am_role asks_role = {.id = "connectivity-check", .name = {"Checks"}};
static const struct am_role ads_role = {.id = "advertising", .name = {"Advertising"}};

static const struct am_operator north_op = {.id = "north-op", .name = "North Operator"};
static const struct am_service north_mail = {.id = "north-mail",
                                             .name = "North Mail",
                                             .category = &mail,
                                             .role = &service_role,
                                             .operator_ = &north_op,
                                             .basis = BASIS};
static const struct am_service north_ads = {.id = "north-ads",
                                            .name = "North Ads",
                                            .category = &play,
                                            .role = &ads_role,
                                            .operator_ = &north_op,
                                            .basis = BASIS};
static const struct am_service south_mail = {.id = "south-mail",
                                             .name = "South Mail",
                                             .category = &mail,
                                             .role = &service_role,
                                             .basis = BASIS};
static const struct am_service stray_dns = {
    .id = "stray-dns", .name = "Stray DNS", .category = &dns_area, .role = &service_role};
static const struct am_service south_vpn = {
    .id = "south-vpn", .name = "South VPN", .category = &vpn_area, .role = &service_role};
static const struct am_service south_asks = {
    .id = "south-asks", .name = "May I?", .category = &dns_area, .role = &asks_role};
static const struct am_rule rule_mail = {
    .id = "name:mail.north.example", .file = "north.json", .basis = BASIS};
static const struct am_rule rule_ads = {
    .id = "name:ads.north.example", .file = "north.json", .basis = BASIS};
static const struct am_rule rule_south = {
    .id = "name:south.example", .file = "south.json", .basis = BASIS};
static const struct am_rule rule_as = {.id = "as:64500", .file = "cloud.json", .basis = BASIS};
static const struct am_rule rule_orphan = {
    .id = "name:orphan.example", .file = "x.json", .basis = BASIS};

/* What a row can be, so that a test is a list of these. */
enum what {
    NORTH_MAIL,
    NORTH_ADS,
    SOUTH_MAIL,
    ORPHAN,
    NO_RULE,
    UNLISTED,
    NAMELESS,
    BY_ADDRESS,
    DOH,
    CLEAR_DNS,
    DOT,      /* nameless, of a network that carries others' services */
    DOQ_OWN,  /* nameless, of a network of its owner's own */
    ASKS_DNS, /* only asks whether encrypted DNS is welcome */
    NEAR_DNS, /* nameless, at a resolver's address, of no protocol that is known */
    VPN,      /* a tunnel by name */
    TUNNEL,   /* by how it talks */
    CONFLICT, /* a name of South at an address of Stray */
    WHATS
};

struct fact {
    enum what what;
    int hour;
    uint64_t contacts, up, down;
};

static struct am_scan_row row_of(const struct fact *f)
{
    static const char *const names[WHATS] = {
        [NORTH_MAIL] = "mail.north.example", [NORTH_ADS] = "ads.north.example",
        [SOUTH_MAIL] = "south.example",      [ORPHAN] = "orphan.example",
        [NO_RULE] = "unknown.example",       [DOH] = "dns.stray.example",
        [ASKS_DNS] = "asks.south.example",   [VPN] = "vpn.south.example",
        [CONFLICT] = "south.example",
    };
    struct am_scan_row row = {
        .hour = HOUR(f->hour),
        .name = names[f->what],
        .known = f->what != NO_RULE,
        .unlisted = f->what == UNLISTED,
        .evidence = f->what == NORTH_MAIL ? AM_EVIDENCE_QUIC : AM_EVIDENCE_SNI,
        .app = f->what == CLEAR_DNS ? "dns" : "tls",
        .place = {.asn = 64500, .as_name = "CLOUD", .registered = "US", .located = "AR"},
        .contacts = f->contacts,
        .flows = f->contacts,
        .up = f->up,
        .down = f->down,
    };
    if (f->what == NAMELESS || f->what == BY_ADDRESS || f->what == NEAR_DNS) {
        row.evidence = AM_EVIDENCE_NONE;
        row.blindness = f->what == NAMELESS ? AM_BLIND_HIDDEN : AM_BLIND_ADDRESS_ONLY;
    }
    if (f->what == CLEAR_DNS) {
        row.evidence = AM_EVIDENCE_NONE;
        row.blindness = AM_BLIND_RESOLVER;
    }
    if (f->what == DOT || f->what == DOQ_OWN || f->what == TUNNEL) {
        row.evidence = AM_EVIDENCE_NONE;
        row.app = f->what == DOT ? "dot" : f->what == DOQ_OWN ? "doq" : "wireguard";
        row.blindness = f->what == DOT      ? AM_BLIND_RESOLVER
                        : f->what == TUNNEL ? AM_BLIND_TUNNEL
                                            : AM_BLIND_ADDRESS_ONLY;
    }
    if (f->what == DOQ_OWN || f->what == CONFLICT)
        row.place.asn = 64502;
    if (f->what == NO_RULE || f->what == CLEAR_DNS)
        row.place = (struct am_place){.asn = 64501, .as_name = "<ISP> & sons", .anycast = true};
    return row;
}

static void attribute(const struct fact *f, struct am_seen *seen)
{
    static const struct am_attribution owners[WHATS] = {
        [NORTH_MAIL] = {&rule_mail, &north_mail, &north_op, &north},
        [NORTH_ADS] = {&rule_ads, &north_ads, &north_op, &north},
        [SOUTH_MAIL] = {&rule_south, &south_mail, NULL, &south},
        [ORPHAN] = {&rule_orphan, NULL, NULL, NULL},
        [BY_ADDRESS] = {&rule_as, &north_mail, &north_op, &north},
        [DOH] = {&rule_south, &stray_dns, NULL, &stray},
        [ASKS_DNS] = {&rule_south, &south_asks, NULL, &south},
        [NEAR_DNS] = {&rule_as, &stray_dns, NULL, &stray},
        [VPN] = {&rule_south, &south_vpn, NULL, &south},
        [CONFLICT] = {&rule_south, &south_mail, NULL, &south},
    };
    seen->service = owners[f->what];
    seen->by_address = f->what == BY_ADDRESS || f->what == NEAR_DNS;
    seen->host.place = seen->row->place;
    if (seen->row->place.asn == 64500) {
        seen->host.rule = &rule_as;
        seen->host.parent = &cloud;
        seen->host.kind = "cloud";
    }
    if (seen->row->place.asn == 64502) {
        seen->host.rule = &rule_as;
        seen->host.parent = &stray;
        seen->host.kind = "own";
    }
    seen->conflict = f->what == CONFLICT;
}

static struct am_scan_info closed_scan(void)
{
    return (struct am_scan_info){
        .state = AM_SCAN_CLOSED,
        .first_packet = HOUR(0) + 60,
        .last_packet = HOUR(2) + 60,
        .last_flush = HOUR(2),
        .program = "amarra 0.1.0",
        .dataset = "2026.11.24-test",
        .sources = "3 capture files",
        .fold_below = 5,
        .devices = 12,
    };
}

static enum am_status reach_twelve(void *ctx, const char *label, uint64_t *devices,
                                   struct am_problem *problem)
{
    (void)ctx;
    (void)problem;
    *devices = strcmp(label, "service:south") == 0 ? 2 : strcmp(label, "host:cloud") == 0 ? 12 : 7;
    return AM_OK;
}

/* Monday to Friday, 8 to 18, by UTC. */
static const struct am_ask office_hours = {.work_from = 8, .work_to = 18, .work_days = 0x1f};

static struct am_figures *figures_asked(const struct fact *facts, size_t count,
                                        const struct am_scan_info *info, const struct am_ask *ask)
{
    struct am_figures *f = NULL;
    struct am_problem problem = {0};
    const struct am_finish how = {.infos = info, .info_count = 1, .reach = reach_twelve};
    if (am_figures_new(ask, &f) != AM_OK)
        abort();
    for (size_t i = 0; i < count; i++) {
        struct am_scan_row row = row_of(&facts[i]);
        struct am_seen seen = {.row = &row};
        attribute(&facts[i], &seen);
        if (am_figures_add(f, &seen) != AM_OK)
            abort();
    }
    if (am_figures_finish(f, &how, &problem) != AM_OK)
        abort();
    return f;
}

static inline struct am_figures *figures_of(const struct fact *facts, size_t count,
                                            const struct am_scan_info *info)
{
    return figures_asked(facts, count, info, &office_hours);
}

static inline struct am_report report_of(const struct am_figures *f)
{
    return (struct am_report){
        .figures = f, .rules_version = "2026.11.24-test", .sources = &book, .source_count = 1};
}

#endif
