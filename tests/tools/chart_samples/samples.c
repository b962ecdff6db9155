/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "chart_samples/samples.h"

#include <assert.h>
#include <math.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* What a peer, or a careless hand, might name something. */
#define MARKUP   "</text><script>alert(\"1\")</script>'`=&amp;]]><!--"
#define CONTROLS "a\x01\x1b[2J\x7f\xff\xfe\xe2\x80\xaegpj.exe\xc0\xbc"
#define HEBREW   "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\x8f 12 (x)"
#define CJK                                                                                        \
    "\xe7\x95\x8c\xe9\x9d\xa2\xe7\x95\x8c\xe9\x9d\xa2\xe7\x95\x8c\xe9\x9d\xa2\xe7\x95\x8c\xe9\x9d" \
    "\xa2"
#define TEN "wwwwwwwwww"
#define LONG                                                                                       \
    TEN TEN TEN TEN TEN TEN "." TEN TEN TEN TEN TEN TEN "." TEN TEN TEN TEN TEN TEN                \
                            "." TEN TEN TEN TEN TEN TEN "." TEN "wwwwwwww" /* 253 bytes, widest */
#define MARKS "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88\xcc\x89"

static void bars(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_bar in[] = {
        {.label = "Alphabet (Google)",
         .text = "38 %",
         .second_text = "29 %",
         .value = 0.38,
         .second = 0.29},
        {.label = "Microsoft",
         .text = "21 %",
         .second_text = "24 %",
         .value = 0.21,
         .second = 0.24},
        {.label = "Meta (Facebook, Instagram, WhatsApp)",
         .text = "12 %",
         .second_text = "12 %",
         .value = 0.12,
         .second = 0.12},
        {.label = "Amazon", .text = "1 %", .second_text = "17 %", .value = 0.01, .second = 0.17},
        {.label = "Cooperativa de Trabajo de Comunicaciones del Litoral Norte",
         .text = "0.4 %",
         .second_text = "0 %",
         .value = 0.004,
         .second = 0},
        {.label = "Not known",
         .text = "11 %",
         .second_text = "9 %",
         .value = 0.11,
         .second = 0.09,
         .unknown = true},
    };
    am_chart_bars(h, c, "Service: who runs it", "Host: whose machine answered", in, COUNT(in));
}

static void steps(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_step in[] = {
        {"without Alphabet (Google)", "38 %", 0, 0.38},
        {"and Microsoft", "59 %", 0.38, 0.21},
        {"and Meta", "71 %", 0.59, 0.12},
        {"and Amazon", "80 %", 0.71, 0.09},
        {"and Cloudflare", "84 %", 0.80, 0.04},
        {"and Akamai", "86 %", 0.84, 0.02},
    };
    am_chart_steps(h, c, in, COUNT(in));
}

static void stack(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_part in[] = {
        {"service", "Owner known", "72 %", 0.72},
        {"named", "Name known, owner not", "17 %", 0.17},
        {"unknown", "Not known", "11 %", 0.11},
    };
    am_chart_stack(h, c, in, COUNT(in));
}

static const char *const days[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                    "Friday", "Saturday", "Sunday"};
static const char *const hours[24] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",
                                      "8",  "9",  "10", "11", "12", "13", "14", "15",
                                      "16", "17", "18", "19", "20", "21", "22", "23"};

static void week(struct am_html *h, const struct am_chart *c)
{
    struct am_chart_week w = {.work_days = 0x1f,
                              .work_from = 8,
                              .work_to = 17,
                              .least = "none",
                              .most = "most contacts",
                              .none = "not watched",
                              .work = "working hours"};
    for (unsigned d = 0; d < 7; d++)
        w.days[d] = days[d];
    for (unsigned i = 0; i < 168; i++) {
        unsigned hour = i % 24, day = i / 24;
        bool work = day < 5 && hour >= 8 && hour < 17;
        w.cell[i] = day == 6 && hour > 12 ? -1
                    : work                ? 0.35 + 0.65 * ((i * 37) % 10) / 10.0
                    : hour < 5            ? 0
                                          : 0.12 * ((i * 7) % 5) / 4.0;
        w.title[i] = i % 3 ? "12 contacts" : NULL;
    }
    for (unsigned i = 0; i < 24; i++)
        w.hours[i] = hours[i];
    am_chart_week(h, c, &w);
}

/* A month with shifts over midnight. */
static void month(struct am_html *h, const struct am_chart *c)
{
    static const char *const dates[AM_DAYS_MAX] = {
        "1 Nov",  "2 Nov",  "3 Nov",  "4 Nov",  "5 Nov",  "6 Nov",  "7 Nov",  "8 Nov",
        "9 Nov",  "10 Nov", "11 Nov", "12 Nov", "13 Nov", "14 Nov", "15 Nov", "16 Nov",
        "17 Nov", "18 Nov", "19 Nov", "20 Nov", "21 Nov", "22 Nov", "23 Nov", "24 Nov",
        "25 Nov", "26 Nov", "27 Nov", "28 Nov", "29 Nov", "30 Nov", "1 Dec"};
    double cell[AM_DAYS_MAX * 24];
    bool works[AM_DAYS_MAX];
    struct am_chart_days in = {.days = dates,
                               .count = AM_DAYS_MAX,
                               .cell = cell,
                               .works = works,
                               .work_from = 20,
                               .work_to = 4,
                               .least = "none",
                               .most = "most contacts",
                               .none = "not watched",
                               .work = "working hours"};
    for (unsigned i = 0; i < AM_DAYS_MAX * 24; i++) {
        unsigned hour = i % 24, day = i / 24;
        bool work = (hour >= 20 && day % 7 < 5) || (hour < 4 && day > 0 && (day - 1) % 7 < 5);
        cell[i] = day == 17 ? -1 : work ? 0.4 + 0.6 * ((i * 37) % 10) / 10.0 : 0.1 * (i % 3);
    }
    for (unsigned d = 0; d < AM_DAYS_MAX; d++)
        works[d] = d % 7 < 5;
    for (unsigned i = 0; i < 24; i++)
        in.hours[i] = hours[i];
    am_chart_days(h, c, &in);
}

/* A workshop: an hour, with three clicks in a minute. */
static void timeline(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_tick ticks[] = {
        {600, 1, "14:10: we open the newspaper"},   {1500, 2, "14:25: the bank"},
        {1530, 3, "14:25: nobody touches it"},      {1560, 4, "14:26: a phone wakes up"},
        {2400, 5, "14:40: lunch, we watch a film"}, {3600, 6, "15:00: the end"}};
    struct am_chart_point points[60];
    struct am_chart_hour foot[7];
    static const char *const labels[] = {"14:00", "14:10", "14:20", "14:30",
                                         "14:40", "14:50", "15:00"};
    for (int i = 0; i < 60; i++)
        points[i] = (struct am_chart_point){i * 60, i < 10 ? 5 : i * 8 + (i > 25) * 120};
    for (int i = 0; i < 7; i++)
        foot[i] = (struct am_chart_hour){i * 600, labels[i]};
    const struct am_chart_timeline in = {.from = 0,
                                         .to = 3600,
                                         .points = points,
                                         .ticks = ticks,
                                         .hours = foot,
                                         .point_count = COUNT(points),
                                         .tick_count = COUNT(ticks),
                                         .hour_count = COUNT(foot),
                                         .area = "Contacts so far, 600 in all"};
    am_chart_timeline(h, c, &in);
}

static void flow(struct am_html *h, const struct am_chart *c)
{
    static const struct am_flow_node areas[] = {{"Mail and calendar", "26 %", false},
                                                {"Documents and files", "22 %", false},
                                                {"Messaging", "18 %", false},
                                                {"Video meetings", "9 %", false},
                                                {"Updates", "8 %", false},
                                                {"Advertising and measuring", "6 %", false},
                                                {"Not known", "11 %", true}};
    static const struct am_flow_node owners[] = {{"Alphabet (Google)", "38 %", false},
                                                 {"Microsoft", "24 %", false},
                                                 {"Meta", "17 %", false},
                                                 {"Zoom", "5 %", false},
                                                 {"Cooperativa Antel", "3 %", false},
                                                 {"Canonical", "2 %", false},
                                                 {"Not known", "11 %", true}};
    static const struct am_flow_node laws[] = {{"United States", "84 %", false},
                                               {"Uruguay", "3 %", false},
                                               {"United Kingdom", "2 %", false},
                                               {"Not known", "11 %", true}};
    static const struct am_flow_link first[] = {
        {0, 0, 16}, {0, 1, 10}, {1, 0, 14}, {1, 1, 8}, {2, 2, 17}, {2, 4, 1}, {3, 0, 4},
        {3, 3, 5},  {4, 1, 6},  {4, 5, 2},  {5, 0, 4}, {5, 4, 2},  {6, 6, 11}};
    static const struct am_flow_link second[] = {{0, 0, 38}, {1, 0, 24}, {2, 0, 17}, {3, 0, 5},
                                                 {4, 1, 3},  {5, 2, 2},  {6, 3, 11}};
    const struct am_flow in = {
        .heading = {"What the work needs", "Who runs it", "Under whose law"},
        .nodes = {areas, owners, laws},
        .node_count = {COUNT(areas), COUNT(owners), COUNT(laws)},
        .links = {first, second},
        .link_count = {COUNT(first), COUNT(second)},
    };
    enum am_status status = am_chart_flow(h, c, &in);
    assert(status == AM_OK);
    (void)status;
}

static void world(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_country in[] = {{"US", "United States: 61 %", 0.61},
                                                 {"IE", "Ireland: 9 %", 0.09},
                                                 {"BR", "Brazil: 14 %", 0.14},
                                                 {"CL", "Chile: 4 %", 0.04},
                                                 {"NL", "Netherlands: 3 %", 0.03},
                                                 {"DE", "Germany: 2 %", 0.02},
                                                 {"SG", "Singapore: 0.6 %", 0.006},
                                                 {"BB", "Barbados: 0.2 %", 0.002},
                                                 {"TT", "Trinidad and Tobago", 0.03},
                                                 {"PR", "Puerto Rico", 0.02},
                                                 {"UY", "Uruguay: 5 %", 0.05},
                                                 {"GB", "United Kingdom", 0.012},
                                                 {"FJ", "Fiji", 0.3}};
    const struct am_chart_map map = {
        .countries = in,
        .count = COUNT(in),
        .home = "UY",
        .limits = {0.01, 0.03, 0.1, 0.3},
        .legend = {"up to 1 %", "up to 3 %", "up to 10 %", "up to 30 %", "more"},
        .none = "none",
        .home_legend = "Uruguay: here"};
    am_chart_map(h, c, &map);
}

static void hostile_bars(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_bar in[] = {
        {.label = MARKUP, .text = MARKUP, .second_text = LONG, .value = 1e9, .second = 1.5},
        {.label = CONTROLS, .text = CONTROLS, .second_text = "", .value = -3, .second = 0},
        {.label = HEBREW, .text = HEBREW, .second_text = CJK, .value = (double)NAN, .second = 1},
        {.label = CJK CJK CJK CJK CJK CJK,
         .text = "1 %",
         .second_text = "2 %",
         .value = 1,
         .second = 1e-9},
        {.label = LONG,
         .text = "100 %",
         .second_text = "",
         .value = (double)INFINITY,
         .second = -1},
        {.label = MARKS MARKS,
         .text = "",
         .second_text = "",
         .value = 1e-12,
         .second = (double)NAN},
        {.label = "", .text = "", .second_text = "", .value = 0, .second = 0, .unknown = true},
    };
    am_chart_bars(h, c, LONG, MARKUP, in, COUNT(in));
}

static void hostile_steps(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_step in[] = {{LONG, LONG, 0.9, 0.9},
                                              {MARKUP, MARKUP, (double)NAN, -1},
                                              {CONTROLS, HEBREW, 2, 2},
                                              {CJK, CJK, -5, (double)INFINITY}};
    am_chart_steps(h, c, in, COUNT(in));
}

static void hostile_stack(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_part in[] = {{"service", LONG, LONG, 0.9},
                                              {"named", MARKUP, CONTROLS, 0.8},
                                              {"unknown", CJK, HEBREW, (double)NAN},
                                              {"service", "", "", -1}};
    am_chart_stack(h, c, in, COUNT(in));
}

static void hostile_week(struct am_html *h, const struct am_chart *c)
{
    static const char *const texts[] = {LONG, MARKUP, CONTROLS, CJK, HEBREW, "", MARKS};
    struct am_chart_week w = {.work_days = 0xffff,
                              .work_from = 22,
                              .work_to = 400,
                              .least = LONG,
                              .most = MARKUP,
                              .none = CONTROLS};
    for (unsigned i = 0; i < 168; i++) {
        w.cell[i] = i % 5 == 0   ? (double)NAN
                    : i % 5 == 1 ? 1e300
                    : i % 5 == 2 ? -(double)INFINITY
                                 : 0.5;
        w.title[i] = texts[i % 7];
    }
    for (unsigned d = 0; d < 7; d++)
        w.days[d] = texts[d];
    for (unsigned i = 0; i < 24; i++)
        w.hours[i] = texts[i % 7];
    am_chart_week(h, c, &w);
}

/* Far more than there is room for, out of order, beyond both ends. */
static void hostile_timeline(struct am_html *h, const struct am_chart *c)
{
    static const char *const texts[] = {LONG, MARKUP, CONTROLS, CJK, HEBREW, "", MARKS};
    struct am_chart_tick ticks[400];
    struct am_chart_hour foot[30];
    static const struct am_chart_point points[] = {{-100, 1e300}, {10, (double)NAN},
                                                   {20, -5},      {INT64_MIN, (double)INFINITY},
                                                   {30, 1e299},   {INT64_MAX, 1}};
    for (unsigned i = 0; i < COUNT(ticks); i++)
        ticks[i] = (struct am_chart_tick){i % 50 == 49 ? INT64_MAX : (int64_t)i * i / 200 - 10,
                                          i % 7 ? i : 4294967295u, texts[i % 7]};
    for (unsigned i = 0; i < COUNT(foot); i++)
        foot[i] = (struct am_chart_hour){(int64_t)i * 90, texts[i % 7]};
    const struct am_chart_timeline in = {.from = 0,
                                         .to = 700,
                                         .points = points,
                                         .ticks = ticks,
                                         .hours = foot,
                                         .point_count = COUNT(points),
                                         .tick_count = COUNT(ticks),
                                         .hour_count = COUNT(foot),
                                         .area = LONG};
    am_chart_timeline(h, c, &in);
}

/* One huge value, many tiny ones, and links that lead nowhere. */
static void hostile_flow(struct am_html *h, const struct am_chart *c)
{
    struct am_flow_node left[20], middle[20];
    static const struct am_flow_node right[] = {{LONG, LONG, true}, {"", "", false}};
    struct am_flow_link first[24], second[20];
    static const char *const texts[] = {LONG, MARKUP, CONTROLS, CJK, HEBREW};
    for (size_t i = 0; i < 20; i++) {
        left[i] = (struct am_flow_node){texts[i % 5], "0.001 %", i % 4 == 3};
        middle[i] = (struct am_flow_node){texts[(i + 2) % 5], i % 2 ? "" : "1 %", false};
        first[i] = (struct am_flow_link){i, 19 - i, i == 0 ? 1e9 : 1e-3};
        second[i] = (struct am_flow_link){i, i % 2, i == 0 ? 1e9 : 1e-3};
    }
    first[20] = (struct am_flow_link){20, 0, 1};
    first[21] = (struct am_flow_link){0, (size_t)-1, 1};
    first[22] = (struct am_flow_link){1, 1, (double)NAN};
    first[23] = (struct am_flow_link){1, 1, -5};
    const struct am_flow in = {.heading = {LONG, MARKUP, CJK},
                               .nodes = {left, middle, right},
                               .node_count = {20, 20, 2},
                               .links = {first, second},
                               .link_count = {24, 20}};
    enum am_status status = am_chart_flow(h, c, &in);
    assert(status == AM_OK);
    (void)status;
}

static void hostile_world(struct am_html *h, const struct am_chart *c)
{
    static const struct am_chart_country in[] = {
        {"FJ", LONG, 1e9},        {"KI", MARKUP, 1},    {"TV", CONTROLS, (double)NAN},
        {"", "no code", 1},       {"ZZ", "nowhere", 1}, {"-", "no code", 1},
        {"RU", HEBREW, -1},       {"WS", "Samoa", 1},   {"TO", "Tonga", 1},
        {"NZ", "New Zealand", 1}, {"US", "x", 1},       {MARKUP, "x", 1}};
    const struct am_chart_map map = {.countries = in,
                                     .count = COUNT(in),
                                     .home = "TO",
                                     .limits = {0.2, 0.4, 0.6, 0.8},
                                     .legend = {LONG, MARKUP, CONTROLS, CJK, HEBREW},
                                     .none = "",
                                     .home_legend = LONG};
    am_chart_map(h, c, &map);
}

static void empty_bars(struct am_html *h, const struct am_chart *c)
{
    am_chart_bars(h, c, NULL, NULL, NULL, 0);
}

static void empty_steps(struct am_html *h, const struct am_chart *c)
{
    am_chart_steps(h, c, NULL, 0);
}

static void empty_stack(struct am_html *h, const struct am_chart *c)
{
    am_chart_stack(h, c, NULL, 0);
}

static void empty_days(struct am_html *h, const struct am_chart *c)
{
    struct am_chart_days in = {.least = "", .most = "", .none = ""};
    for (unsigned i = 0; i < 24; i++)
        in.hours[i] = "";
    am_chart_days(h, c, &in);
}

static void empty_timeline(struct am_html *h, const struct am_chart *c)
{
    am_chart_timeline(h, c, &(struct am_chart_timeline){.from = 5, .to = 5});
}

static void empty_flow(struct am_html *h, const struct am_chart *c)
{
    const struct am_flow in = {.heading = {"", "", ""}};
    enum am_status status = am_chart_flow(h, c, &in);
    assert(status == AM_OK);
    (void)status;
}

static void empty_world(struct am_html *h, const struct am_chart *c)
{
    const struct am_chart_map map = {.home = NULL};
    am_chart_map(h, c, &map);
}

const struct am_sample am_samples[] = {
    {"bars", "Whom the work reaches", bars},
    {"steps", "What stops without whom", steps},
    {"stack", "How far this report sees", stack},
    {"week", "When the office is at work", week},
    {"month", "When the night shift is at work", month},
    {"timeline", "What one click contacts", timeline},
    {"flow", "From the work to the law", flow},
    {"world", "Where the machines stand", world},
    {"hostile-bars", MARKUP, hostile_bars},
    {"hostile-steps", CONTROLS, hostile_steps},
    {"hostile-stack", LONG, hostile_stack},
    {"hostile-week", HEBREW, hostile_week},
    {"hostile-timeline", MARKUP, hostile_timeline},
    {"hostile-flow", CJK, hostile_flow},
    {"hostile-world", "", hostile_world},
    {"empty-bars", "", empty_bars},
    {"empty-steps", "", empty_steps},
    {"empty-stack", "", empty_stack},
    {"empty-days", "", empty_days},
    {"empty-timeline", "", empty_timeline},
    {"empty-flow", "", empty_flow},
    {"empty-world", "", empty_world},
};
const size_t am_samples_count = COUNT(am_samples);
