/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "facts.h"

/* Ten contacts in three hours, two of them DNS in the clear: worked out by hand below. */
static const struct fact day[] = {
    {NORTH_MAIL, 0, 3, 300, 3000}, {NORTH_MAIL, 1, 1, 100, 1000}, {NORTH_ADS, 0, 2, 50, 10},
    {SOUTH_MAIL, 2, 1, 10, 20},    {NO_RULE, 0, 1, 5, 5},         {UNLISTED, 1, 1, 7, 7},
    {NAMELESS, 1, 1, 9, 9},        {CLEAR_DNS, 0, 2, 100, 400},
};
#define DAY (sizeof day / sizeof *day)

static const struct am_owner_line *owner(const struct am_figures *f, const char *id)
{
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation && strcmp(f->owners.at[i].corporation->id, id) == 0)
            return &f->owners.at[i];
    return NULL;
}

static const struct am_owner_line *slice(const struct am_figures *f, enum am_slice which)
{
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].slice == which)
            return &f->owners.at[i];
    return NULL;
}

static void coverage_comes_out_as_by_hand(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    const struct am_coverage *c = &f->coverage;
    assert_int_equal(c->all.contacts, 10);
    assert_int_equal(c->all.up, 481);
    assert_int_equal(c->all.down, 4051);
    assert_int_equal(c->resolvers.contacts, 2);
    assert_int_equal(c->named.contacts, 9);
    assert_int_equal(c->service_owner.contacts, 7);
    assert_int_equal(c->host_owner.contacts, 9);
    assert_int_equal(c->no_rule.contacts, 1);
    assert_int_equal(c->unlisted.contacts, 1);
    assert_int_equal(c->no_parent.contacts, 0);
    assert_int_equal(c->blind[AM_BLIND_HIDDEN].contacts, 1);
    assert_int_equal(c->blind[AM_BLIND_RESOLVER].contacts, 0);
    assert_int_equal(c->evidence[AM_EVIDENCE_QUIC].contacts, 4);
    assert_int_equal(c->evidence[AM_EVIDENCE_NONE].contacts, 1);
    assert_int_equal(f->scope.hours, 3);
    assert_int_equal(f->scope.days, 1);
    am_figures_free(f);
}

static void both_ledgers_come_out_as_by_hand(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    const struct am_owner_line *n = owner(f, "north");
    const struct am_owner_line *s = owner(f, "south");
    const struct am_owner_line *c = owner(f, "cloud");

    assert_ptr_equal(n, &f->owners.at[0]); /* most contacts first */
    assert_int_equal(n->service.sum.contacts, 6);
    assert_int_equal(n->service.sum.up, 450);
    assert_int_equal(n->service.hours, 2);
    assert_int_equal(n->service.devices, 7);
    assert_int_equal(n->host.sum.contacts, 0);
    assert_int_equal(n->part_count, 2);
    assert_string_equal(n->parts[0].service->id, "north-mail");
    assert_int_equal(n->parts[0].sum.contacts, 4);
    assert_int_equal(n->trace_count, 2);
    assert_string_equal(n->traces[0].rule->id, "name:mail.north.example");

    assert_int_equal(s->service.sum.contacts, 1);
    assert_int_equal(s->service.devices, AM_DEVICES_FEW); /* two of them: fewer than five */

    assert_int_equal(c->service.sum.contacts, 0);
    assert_int_equal(c->host.sum.contacts, 9);
    assert_int_equal(c->host.hours, 3);
    assert_int_equal(c->host.devices, 12);
    assert_true(c->traces[0].host);

    assert_int_equal(slice(f, AM_SLICE_NO_OWNER)->service.sum.contacts, 2);
    assert_int_equal(slice(f, AM_SLICE_NO_OWNER)->host.sum.contacts, 1);
    assert_int_equal(slice(f, AM_SLICE_NO_NAME)->service.sum.contacts, 1);
    assert_ptr_equal(f->findings.first, n);
    assert_ptr_equal(f->findings.first_host, c);
    am_figures_free(f);
}

static void parent_head_office_and_seat_are_three_facts(void **state)
{
    (void)state;
    static const struct fact facts[] = {{SOUTH_MAIL, 0, 4, 1, 1}, {NORTH_MAIL, 0, 1, 1, 1}};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(facts, 2, &info);
    static const struct {
        const char *code;
        uint64_t parent, head, seat;
    } want[] = {{"UY", 4, 0, 0}, {"US", 1, 1, 5}, {"AR", 0, 4, 0}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        print_message("    %s\n", want[i].code);
        assert_string_equal(line->country->code, want[i].code);
        assert_int_equal(line->service.sum.contacts, want[i].parent);
        assert_int_equal(line->service_head.contacts, want[i].head);
        assert_int_equal(line->service_seat.contacts, want[i].seat);
    }
    am_figures_free(f);
}

static void anycast_is_no_place(void **state)
{
    (void)state;
    static const struct fact facts[] = {{NO_RULE, 0, 3, 1, 1}, {NORTH_MAIL, 0, 1, 1, 1}};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(facts, 2, &info);
    assert_int_equal(f->places.count, 4);
    assert_string_equal(f->places.at[0].code, "AR");
    assert_int_equal(f->places.at[0].located.contacts, 1);
    assert_int_equal(f->places.at[0].registered.contacts, 0);
    assert_true(f->places.at[2].anycast);
    assert_int_equal(f->places.at[2].located.contacts, 3);
    am_figures_free(f);
}

static void nine_of_ten_contacts_make_a_single_provider(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct fact facts[2];
        bool judged, single;
    } cases[] = {
        {"all", {{NORTH_MAIL, 0, 30, 1, 1}, {NORTH_ADS, 0, 1, 1, 1}}, true, true},
        {"nine of ten", {{NORTH_MAIL, 0, 90, 1, 1}, {SOUTH_MAIL, 0, 10, 1, 1}}, true, true},
        {"fewer", {{NORTH_MAIL, 0, 89, 1, 1}, {SOUTH_MAIL, 0, 11, 1, 1}}, true, false},
        {"seen too little", {{NORTH_MAIL, 0, 29, 1, 1}, {NORTH_ADS, 0, 1, 1, 1}}, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_scan_info info = closed_scan();
        struct am_figures *f = figures_of(cases[i].facts, 2, &info);
        print_message("    %s\n", cases[i].what);
        assert_string_equal(f->work.at[0].category->id, "email");
        assert_int_equal(f->work.at[0].judged, cases[i].judged);
        assert_int_equal(f->work.at[0].single, cases[i].single);
        assert_int_equal(f->findings.single, cases[i].single);
        am_figures_free(f);
    }
}

static void what_matters_little_is_not_judged(void **state)
{
    (void)state;
    static const struct fact facts[] = {{NORTH_ADS, 0, 1000, 70, 1}, {NORTH_MAIL, 0, 1, 30, 1}};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(facts, 2, &info);
    assert_false(f->work.at[0].judged);
    assert_int_equal(f->findings.judged, 0);
    /* Advertising takes 70 of the 100 bytes sent. */
    assert_string_equal(f->roles.at[0].role->id, "advertising");
    assert_int_equal(f->roles.at[0].sum.up, 70);
    assert_int_equal(f->roles.at[0].corporations, 1);
    assert_int_equal(f->findings.extraction.up, 70);
    am_figures_free(f);
}

static void a_service_told_by_its_network_counts_as_owned_and_nameless(void **state)
{
    (void)state;
    static const struct fact facts[] = {{BY_ADDRESS, 0, 4, 1, 1}};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(facts, 1, &info);
    assert_int_equal(f->coverage.named.contacts, 0);
    assert_int_equal(f->coverage.service_owner.contacts, 4);
    assert_int_equal(f->coverage.owner_by_address.contacts, 4);
    assert_int_equal(slice(f, AM_SLICE_NO_NAME)->service.sum.contacts, 0);
    am_figures_free(f);
}

static void resolvers_are_a_layer_of_their_own(void **state)
{
    (void)state;
    static const struct fact facts[] = {{CLEAR_DNS, 0, 5, 1, 1},
                                        {DOH, 1, 2, 1, 1},
                                        {NORTH_MAIL, 0, 1, 1, 1},
                                        {CLEAR_DNS, 30, 1, 1, 1}};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(facts, 4, &info);
    assert_int_equal(f->scope.hours, 2); /* an hour of DNS alone is none */
    assert_int_equal(f->scope.days, 1);
    assert_int_equal(f->coverage.all.contacts, 3);
    assert_int_equal(f->resolvers.count, 2);
    assert_false(f->resolvers.at[0].encrypted);
    assert_int_equal(f->resolvers.at[0].sum.contacts, 6);
    assert_int_equal(f->resolvers.at[0].hours, 2);
    assert_string_equal(f->resolvers.at[0].network, "AS64501 <ISP> & sons");
    assert_true(f->resolvers.at[1].encrypted);
    assert_ptr_equal(f->resolvers.at[1].corporation, &stray);
    am_figures_free(f);
}

static void few_devices_are_not_told_apart(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    info.devices = 4;
    struct am_figures *f = figures_of(day, DAY, &info);
    assert_int_equal(owner(f, "north")->service.devices, AM_DEVICES_UNKNOWN);
    am_figures_free(f);
}

static bool names_has(const struct am_figures *f, const char *name)
{
    for (size_t i = 0; i < f->names.count; i++)
        if (strcmp(f->names.at[i].name, name) == 0)
            return true;
    return false;
}

static enum am_status reach_two(void *ctx, const char *label, uint64_t *devices,
                                struct am_problem *problem)
{
    (void)ctx;
    (void)label;
    (void)problem;
    *devices = 2;
    return AM_OK;
}

/* The store folds rare unknown names away when it closes; the report must not undo it. */
static void a_name_of_few_devices_is_told_only_where_a_rule_knows_it(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        enum am_scan_state state;
        bool keep_names, told;
    } cases[] = {
        {"closed: the store has folded already", AM_SCAN_CLOSED, false, true},
        {"names kept on request", AM_SCAN_CLOSED, true, false},
        {"open", AM_SCAN_OPEN, false, false},
        {"interrupted", AM_SCAN_INTERRUPTED, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_scan_info info = closed_scan();
        struct am_problem problem = {0};
        struct am_figures *f = NULL;
        info.state = cases[i].state;
        info.keep_names = cases[i].keep_names;
        const struct am_finish how = {.infos = &info, .info_count = 1, .reach = reach_two};
        print_message("    %s\n", cases[i].what);
        assert_int_equal(am_figures_new(&office_hours, &f), AM_OK);
        for (size_t d = 0; d < DAY; d++) {
            struct am_scan_row row = row_of(&day[d]);
            struct am_seen seen = {.row = &row};
            attribute(&day[d], &seen);
            assert_int_equal(am_figures_add(f, &seen), AM_OK);
        }
        assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
        assert_true(names_has(f, "mail.north.example"));
        assert_int_equal(names_has(f, "unknown.example"), cases[i].told);
        assert_int_equal(f->coverage.no_rule.contacts, 1); /* counted in any case */
        am_figures_free(f);
    }
}

static void only_losses_that_are_not_zero_are_kept(void **state)
{
    (void)state;
    static const struct am_scan_counter counters[] = {
        {"packets", 100}, {"lost.kernel", 3}, {"flows.evicted", 0}, {"lost.new-kind", 1}};
    struct am_scan_info info = closed_scan();
    struct am_problem problem = {0};
    struct am_figures *f = NULL;
    const struct am_finish how = {.infos = &info, .info_count = 1};
    assert_int_equal(am_figures_new(&office_hours, &f), AM_OK);
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
        assert_int_equal(am_figures_add_counter(f, &counters[i]), AM_OK);
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    assert_int_equal(f->losses.count, 2);
    assert_string_equal(f->losses.at[0].name, "lost.kernel");
    assert_int_equal(f->losses.at[0].value, 3);
    am_figures_free(f);
}

static void a_report_says_when_it_is_a_trial(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct fact facts[4];
        uint64_t devices;
        unsigned trial;
    } cases[] = {
        {"enough",
         {{NORTH_MAIL, 0, 300, 1, 1}, {NORTH_MAIL, 24, 150, 1, 1}, {NORTH_MAIL, 48, 50, 1, 1}},
         5,
         0},
        {"two days, four devices",
         {{NORTH_MAIL, 0, 300, 1, 1}, {NORTH_MAIL, 24, 200, 1, 1}},
         4,
         AM_TRIAL_FEW_DAYS | AM_TRIAL_FEW_DEVICES},
        {"few contacts, most of them unknown",
         {{NORTH_MAIL, 0, 1, 1, 1}, {NAMELESS, 24, 1, 1, 1}, {NAMELESS, 48, 1, 1, 1}},
         5,
         AM_TRIAL_FEW_CONTACTS | AM_TRIAL_UNATTRIBUTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = 0;
        while (count < 4 && cases[i].facts[count].contacts > 0)
            count++;
        struct am_scan_info info = closed_scan();
        info.devices = cases[i].devices;
        struct am_figures *f = figures_of(cases[i].facts, count, &info);
        print_message("    %s\n", cases[i].what);
        assert_int_equal(f->scope.trial, cases[i].trial);
        am_figures_free(f);
    }
}

static void an_empty_scan_has_figures_too(void **state)
{
    (void)state;
    struct am_scan_info info = {.state = AM_SCAN_CLOSED};
    struct am_figures *f = figures_of(NULL, 0, &info);
    assert_int_equal(f->coverage.all.contacts, 0);
    assert_null(f->findings.first);
    assert_int_equal(f->owners.count, 2); /* the two slices of what is not known */
    am_figures_free(f);
}

/* Of twenty contacts, worked out by hand: five were encrypted questions, by name, by port and by
 * protocol; the one that only asks whether they are welcome is not among them, nor
 * what goes to a resolver's address without a word of what it is. */
static const struct fact unseen[] = {
    {NORTH_MAIL, 0, 5, 60, 600}, {NEAR_DNS, 0, 1, 3, 3},   {CLEAR_DNS, 0, 4, 40, 40},
    {DOH, 0, 2, 20, 200},        {DOT, 0, 2, 10, 10},      {DOT, 1, 1, 5, 5},
    {DOQ_OWN, 1, 0, 7, 0},       {ASKS_DNS, 1, 1, 1, 1},   {VPN, 0, 3, 300, 3000},
    {TUNNEL, 2, 2, 200, 100},    {CONFLICT, 0, 2, 11, 12}, {CONFLICT, 1, 1, 9, 8},
};
#define UNSEEN (sizeof unseen / sizeof *unseen)

static void encrypted_questions_are_counted_with_their_resolvers(void **state)
{
    (void)state;
    static const struct {
        const char *protocol, *network;
        const struct am_corporation *corporation;
        uint64_t contacts, up, hours;
        bool encrypted;
    } want[] = {
        {"dns", "AS64501 <ISP> & sons", NULL, 4, 40, 1, false},
        {"dot", "AS64500 CLOUD", NULL, 3, 15, 2, true}, /* a cloud's machine: whose is not known */
        {"doh", "", &stray, 2, 20, 1, true},
        {"doq", "", &stray, 0, 7, 1, true}, /* its own network: its resolver */
    };
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(unseen, UNSEEN, &info);
    assert_int_equal(f->coverage.all.contacts, 20);
    assert_int_equal(f->coverage.resolvers.contacts, 4);
    assert_int_equal(f->coverage.encrypted_dns.contacts, 5);
    assert_int_equal(f->coverage.encrypted_dns.up, 42);
    assert_int_equal(f->coverage.encrypted_dns.down, 215);
    assert_int_equal(f->coverage.blind[AM_BLIND_RESOLVER].contacts, 3); /* those of DOT */
    assert_int_equal(f->resolvers.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < f->resolvers.count; i++) {
        const struct am_resolver_line *line = &f->resolvers.at[i];
        print_message("    %s\n", want[i].protocol);
        assert_string_equal(line->protocol, want[i].protocol);
        assert_string_equal(line->network, want[i].network);
        assert_ptr_equal(line->corporation, want[i].corporation);
        assert_int_equal(line->sum.contacts, want[i].contacts);
        assert_int_equal(line->sum.up, want[i].up);
        assert_int_equal(line->hours, want[i].hours);
        assert_int_equal(line->encrypted, want[i].encrypted);
    }
    am_figures_free(f);
}

static void tunnels_are_counted_by_name_and_by_how_they_talk(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(unseen, UNSEEN, &info);
    assert_int_equal(f->coverage.tunnels.contacts, 5);
    assert_int_equal(f->coverage.tunnels.up, 500);
    assert_int_equal(f->coverage.tunnels.down, 3100);
    assert_int_equal(f->coverage.tunnels_named.contacts, 3);
    assert_int_equal(f->coverage.blind[AM_BLIND_TUNNEL].contacts, 2);
    assert_int_equal(f->tunnels.count, 2);
    assert_ptr_equal(f->tunnels.at[0].corporation, &south);
    assert_int_equal(f->tunnels.at[0].sum.contacts, 3);
    assert_int_equal(f->tunnels.at[0].hours, 1);
    assert_null(f->tunnels.at[1].corporation);
    assert_string_equal(f->tunnels.at[1].network, "AS64500 CLOUD");
    assert_int_equal(f->tunnels.at[1].sum.up, 200);
    am_figures_free(f);
}

static void names_at_the_address_of_another_are_told(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(unseen, UNSEEN, &info);
    assert_int_equal(f->coverage.conflicts.contacts, 3);
    assert_int_equal(f->conflicts.count, 1);
    const struct am_conflict_line *line = &f->conflicts.at[0];
    assert_string_equal(line->name, "south.example");
    assert_ptr_equal(line->service, &south);
    assert_ptr_equal(line->host, &stray);
    assert_int_equal(line->sum.contacts, 3);
    assert_int_equal(line->sum.up, 20);
    assert_int_equal(line->sum.down, 20);
    size_t marked = 0;
    for (size_t i = 0; i < f->names.count; i++) {
        marked += f->names.at[i].conflict;
        if (f->names.at[i].conflict) {
            assert_ptr_equal(f->names.at[i].name, line->name);
            assert_int_equal(f->names.at[i].evidence, 1u << AM_EVIDENCE_SNI);
        }
    }
    assert_int_equal(marked, 1);
    am_figures_free(f);
}

static void counters_of_the_vantage_are_kept_by_name(void **state)
{
    (void)state;
    static const struct am_scan_counter counters[] = {
        {"vantage.one-way", 1},   {"vantage.devices", 0}, {"packets", 7},
        {"vantage.tcp_flows", 9}, {"lost.kernel", 0},
    };
    struct am_scan_info info = closed_scan();
    struct am_figures *f = NULL;
    struct am_problem problem = {0};
    const struct am_finish how = {.infos = &info, .info_count = 1};
    assert_int_equal(am_figures_new(&office_hours, &f), AM_OK);
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
        assert_int_equal(am_figures_add_counter(f, &counters[i]), AM_OK);
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    assert_int_equal(f->vantage.count, 3);
    assert_int_equal(f->losses.count, 0);
    assert_int_equal(*am_figures_vantage(f, "one-way"), 1);
    assert_int_equal(*am_figures_vantage(f, "devices"), 0); /* none is a figure too */
    assert_int_equal(*am_figures_vantage(f, "tcp_flows"), 9);
    assert_null(am_figures_vantage(f, "one"));
    assert_null(am_figures_vantage(f, "packets"));
    am_figures_free(f);
}

static void days_before_1970_are_days(void **state)
{
    (void)state;
    assert_int_equal(am_figures_day(0), 0);
    assert_int_equal(am_figures_day(86399), 0);
    assert_int_equal(am_figures_day(86400), 1);
    assert_int_equal(am_figures_day(-1), -1);
    assert_int_equal(am_figures_day(INT64_MAX), INT32_MAX);
}

/* ---- properties, over rows drawn at random ---- */

#define DRAWN 400

static void draw(struct fact *facts, uint64_t *seed)
{
    for (size_t i = 0; i < DRAWN; i++) {
        uint64_t r[5];
        for (size_t n = 0; n < 5; n++) {
            *seed = *seed * 6364136223846793005u + 1442695040888963407u;
            r[n] = *seed >> 33;
        }
        facts[i] = (struct fact){(enum what)(r[0] % WHATS), (int)(r[1] % 80), r[2] % 4,
                                 r[3] % 100000, r[4] % 100000};
    }
}

static void check_same(const struct am_sum *a, const struct am_sum *b)
{
    assert_int_equal(a->contacts, b->contacts);
    assert_int_equal(a->flows, b->flows);
    assert_int_equal(a->up, b->up);
    assert_int_equal(a->down, b->down);
}

#define ADD_LINES(f, lines, member, total)                                                         \
    do {                                                                                           \
        (total) = (struct am_sum){0};                                                              \
        for (size_t l = 0; l < (f)->lines.count; l++)                                              \
            am_sum_add(&(total), &(f)->lines.at[l].member);                                        \
    } while (0)

static void check_whole(const struct am_figures *f)
{
    const struct am_coverage *c = &f->coverage;
    struct am_sum total;
    ADD_LINES(f, owners, service.sum, total);
    check_same(&total, &c->all);
    ADD_LINES(f, owners, host.sum, total);
    check_same(&total, &c->all);
    ADD_LINES(f, countries, service.sum, total);
    check_same(&total, &c->all);
    ADD_LINES(f, countries, host.sum, total);
    check_same(&total, &c->all);
    ADD_LINES(f, countries, service_seat, total);
    check_same(&total, &c->all);
    ADD_LINES(f, countries, host_head, total);
    check_same(&total, &c->all);
    ADD_LINES(f, places, located, total);
    check_same(&total, &c->all);
    ADD_LINES(f, places, registered, total);
    check_same(&total, &c->all);
    struct am_sum encrypted = {0};
    for (size_t l = 0; l < f->resolvers.count; l++)
        if (f->resolvers.at[l].encrypted)
            am_sum_add(&encrypted, &f->resolvers.at[l].sum);
    check_same(&encrypted, &c->encrypted_dns);
    ADD_LINES(f, tunnels, sum, total);
    check_same(&total, &c->tunnels);
    ADD_LINES(f, conflicts, sum, total);
    check_same(&total, &c->conflicts);
    ADD_LINES(f, work, measure.sum, total);
    check_same(&total, &c->all);
    ADD_LINES(f, roles, sum, total);
    check_same(&total, &c->all);
    ADD_LINES(f, days, measure.sum, total);
    check_same(&total, &c->all);
    ADD_LINES(f, kinds, service, total);
    check_same(&total, &c->all);
    ADD_LINES(f, kinds, host, total);
    check_same(&total, &c->all);
    ADD_LINES(f, nights, sum, total);
    check_same(&total, &f->findings.night);
    ADD_LINES(f, days, night, total);
    check_same(&total, &f->findings.night);
    struct am_sum unnamed;
    ADD_LINES(f, networks, no_owner, total);
    ADD_LINES(f, networks, no_name, unnamed);
    am_sum_add(&total, &unnamed);
    am_sum_add(&total, &c->service_owner);
    check_same(&total, &c->all);
}

static void check_coverage(const struct am_coverage *c)
{
    struct am_sum total = c->named;
    for (int b = 0; b < AM_BLIND_COUNT; b++)
        am_sum_add(&total, &c->blind[b]);
    check_same(&total, &c->all);

    total = c->owner_by_name;
    am_sum_add(&total, &c->no_rule);
    am_sum_add(&total, &c->unlisted);
    am_sum_add(&total, &c->no_parent);
    check_same(&total, &c->named);

    total = (struct am_sum){0};
    for (int e = 0; e < AM_EVIDENCE_COUNT; e++)
        am_sum_add(&total, &c->evidence[e]);
    check_same(&total, &c->all);
}

static void check_partitions(const struct am_figures *f)
{
    const struct am_sum *all = &f->coverage.all;
    const struct am_depth *d = &f->depth;
    const struct am_sum *depth[] = {&d->same, &d->differ, &d->service_only, &d->host_only,
                                    &d->none};
    const struct am_near *n = &f->service_near;
    const struct am_near *h = &f->host_near;
    const struct am_sum *near[] = {&n->home, &n->bloc, &n->elsewhere, &n->unknown};
    const struct am_sum *hosts[] = {&h->home, &h->bloc, &h->elsewhere, &h->unknown};
    struct am_sum total[5] = {{0}};
    for (size_t i = 0; i < 5; i++)
        am_sum_add(&total[0], depth[i]);
    for (size_t i = 0; i < 4; i++)
        am_sum_add(&total[1], near[i]);
    for (size_t i = 0; i < 4; i++)
        am_sum_add(&total[2], hosts[i]);
    for (size_t i = 0; i < AM_SLOTS; i++)
        am_sum_add(&total[3], &f->week[i].sum);
    for (size_t p = 0; p < AM_SIDE_COUNT; p++)
        for (size_t c = 0; c < AM_SIDE_COUNT; c++)
            am_sum_add(&total[4], &f->square[p][c]);
    for (size_t i = 0; i < 5; i++)
        check_same(&total[i], all);
}

/* What is needed in one ledger or the other is no less than in each, and no more than in both. */
static void check_cuts(const struct am_figures *f)
{
    uint64_t lost = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        uint64_t service = line->service.sum.contacts;
        uint64_t host = line->host.sum.contacts;
        if (!line->corporation)
            continue;
        assert_true(line->either.sum.contacts >= (service > host ? service : host));
        assert_true(line->either.sum.contacts <= service + host);
        assert_true(line->either.work_hours <= line->either.hours);
        assert_true(line->night.hours + line->service.work_hours == line->service.hours);
    }
    for (size_t i = 0; i < f->cuts.count; i++) {
        lost += f->cuts.at[i].added.contacts;
        assert_int_equal(f->cuts.at[i].lost.contacts, lost);
        assert_true(i == 0 || f->cuts.at[i].added.contacts <= f->cuts.at[i - 1].added.contacts);
        assert_true(i == 0 || f->cuts.at[i].stopped >= f->cuts.at[i - 1].stopped);
        assert_true(f->cuts.at[i].stopped <= f->counted);
    }
    assert_true(lost <= f->coverage.all.contacts);
    assert_true(f->service_hhi.low <= f->service_hhi.high && f->service_hhi.high <= 10000);
    assert_true(f->host_hhi.low <= f->host_hhi.high && f->host_hhi.high <= 10000);
}

static void the_lines_of_each_table_add_up_to_the_whole(void **state)
{
    (void)state;
    uint64_t seed = 20261124;
    for (size_t round = 0; round < 50; round++) {
        struct fact facts[DRAWN];
        struct am_scan_info info = closed_scan();
        draw(facts, &seed);
        struct am_ask ask = office_hours;
        ask.home = &uy;
        struct am_figures *f = figures_asked(facts, DRAWN, &info, &ask);
        check_whole(f);
        check_partitions(f);
        check_cuts(f);
        check_coverage(&f->coverage);
        for (size_t i = 0; i < f->owners.count; i++) {
            assert_true(f->owners.at[i].service.hours <= f->scope.hours);
            assert_true(f->owners.at[i].host.hours <= f->scope.hours);
        }
        am_figures_free(f);
    }
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (size_t round = 0; round < 20; round++) {
        struct fact facts[DRAWN];
        struct am_scan_info info = closed_scan();
        struct am_text texts[2];
        draw(facts, &seed);
        for (size_t turn = 0; turn < 2; turn++) {
            struct am_figures *f = figures_of(facts, DRAWN, &info);
            struct am_report r = report_of(f);
            am_text_init(&texts[turn], AM_REPORT_TEXT_MAX);
            assert_int_equal(am_format_json(&r, &texts[turn]), AM_OK);
            am_figures_free(f);
            for (size_t i = DRAWN - 1; i > 0; i--) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                size_t j = (size_t)(seed >> 33) % (i + 1);
                struct fact other = facts[i];
                facts[i] = facts[j];
                facts[j] = other;
            }
        }
        assert_string_equal(texts[0].at, texts[1].at);
        am_text_done(&texts[0]);
        am_text_done(&texts[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coverage_comes_out_as_by_hand),
        cmocka_unit_test(both_ledgers_come_out_as_by_hand),
        cmocka_unit_test(parent_head_office_and_seat_are_three_facts),
        cmocka_unit_test(anycast_is_no_place),
        cmocka_unit_test(nine_of_ten_contacts_make_a_single_provider),
        cmocka_unit_test(what_matters_little_is_not_judged),
        cmocka_unit_test(a_service_told_by_its_network_counts_as_owned_and_nameless),
        cmocka_unit_test(resolvers_are_a_layer_of_their_own),
        cmocka_unit_test(encrypted_questions_are_counted_with_their_resolvers),
        cmocka_unit_test(tunnels_are_counted_by_name_and_by_how_they_talk),
        cmocka_unit_test(names_at_the_address_of_another_are_told),
        cmocka_unit_test(counters_of_the_vantage_are_kept_by_name),
        cmocka_unit_test(few_devices_are_not_told_apart),
        cmocka_unit_test(a_name_of_few_devices_is_told_only_where_a_rule_knows_it),
        cmocka_unit_test(only_losses_that_are_not_zero_are_kept),
        cmocka_unit_test(a_report_says_when_it_is_a_trial),
        cmocka_unit_test(an_empty_scan_has_figures_too),
        cmocka_unit_test(days_before_1970_are_days),
        cmocka_unit_test(the_lines_of_each_table_add_up_to_the_whole),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
