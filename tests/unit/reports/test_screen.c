/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Screens as text: those of unit/reports/screens are what a person looked at. After a change that
 * is meant, AMARRA_SCREENS=write writes them anew, to be looked at again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/utf8.h"
#include "facts.h"
#include "live/keys.h"
#include "live/screen.h"

#define EVIL                                                                                       \
    "\x1b[31m\x1b]0;x\x07\xe2\x80\xaeliam\r\n\xff\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"

static const struct fact day[] = {
    {NORTH_MAIL, 0, 30, 30000, 3000000},
    {NORTH_MAIL, 1, 10, 100, 1000},
    {NORTH_ADS, 0, 2, 50, 10},
    {SOUTH_MAIL, 2, 1, 10, 20},
    {NO_RULE, 0, 1, 5, 5},
    {UNLISTED, 1, 1, 7, 7},
    {NAMELESS, 1, 4, 9, 9},
    {DOH, 1, 3, 10, 10},
    {ORPHAN, 2, 1, 4, 4},
    {BY_ADDRESS, 2, 2, 6, 6},
    {CONFLICT, 0, 2, 20, 20},
};
#define DAY (sizeof day / sizeof *day)

static const struct am_corporation long_named = {
    .id = "long",
    .name = "Compañía General de Alojamientos y Servicios del Sur (Cooperativa Limitada)",
    .parent = &uy,
};
static const struct am_scene scene = {
    .from = HOUR(1),
    .until = HOUR(2),
    .text = {"A person opens the newspaper and reads one article.",
             "Una persona abre el diario y lee una nota. No hay nada más abierto en esa "
             "computadora."},
    .after = {"Which of them did the group know?", "¿A cuáles de ellas conocía el grupo?"},
};
static const struct am_marker_owner marked[] = {
    {&north, {.flows = 9, .up = 1}, {.flows = 2}},
    {&cloud, {0}, {.flows = 7}},
    {&long_named, {.flows = 3}, {0}},
};
static struct am_marker_line markers[] = {
    {.time = HOUR(0) + 1200,
     .ended = HOUR(1),
     .text = "abrimos el correo",
     .owners = marked,
     .owner_count = 1,
     .begun = 1,
     .service_count = 1,
     .names = 2},
    {.time = HOUR(1) + 600,
     .text = "abrimos el diario",
     .owners = marked,
     .owner_count = 3,
     .begun = 3,
     .service_count = 2,
     .names = 9,
     .unowned = 4},
};
static const struct am_news news[] = {
    {.number = 4,
     .time = HOUR(2),
     .name = "mail.north.example",
     .first = true,
     .service = {&rule_mail, &north_mail, &north_op, &north},
     .host = &cloud,
     .evidence = AM_EVIDENCE_SNI},
    {.number = 3,
     .time = HOUR(1) + 1500,
     .name = "xn--caf-dma.example",
     .evidence = AM_EVIDENCE_DNS_OTHER},
    {.number = 2, .time = HOUR(1), .unlisted = true, .host = &cloud, .evidence = AM_EVIDENCE_SNI},
    {.number = 1,
     .time = HOUR(1),
     .service = {.parent = &long_named},
     .evidence = AM_EVIDENCE_NONE,
     .blindness = AM_BLIND_HIDDEN,
     .network = "CLOUD"},
};
static const struct am_history_point history[] = {
    {HOUR(0), 0, 0}, {HOUR(0) + 1800, 20, 0}, {HOUR(1), 24, 0}, {HOUR(2), 54, 0}};

/* A screen of the day above; `state` and what is chosen are the test's to change. */
struct looked_at {
    struct am_speech *speech;
    struct am_figures *figures;
    struct am_session_state state;
    struct am_screen screen;
};

static void look(struct looked_at *l, enum am_language language)
{
    struct am_problem problem = {0};
    struct am_scan_info info = closed_scan();
    info.state = AM_SCAN_OPEN;
    info.devices = 3;
    *l = (struct looked_at){.figures = figures_of(day, DAY, &info)};
    assert_int_equal(am_speech_open(NULL, language, &l->speech, &problem), AM_OK);
    for (size_t i = 0; i < l->figures->owners.count; i++)
        if (l->figures->owners.at[i].corporation == &stray)
            l->figures->owners.at[i].corporation = &long_named;
    l->figures->markers.at = markers;
    l->figures->markers.count = 2;
    l->state = (struct am_session_state){.stage = AM_STAGE_RUNNING,
                                         .replay = true,
                                         .provisional = true,
                                         .clock = HOUR(2),
                                         .speed = 60,
                                         .scene_count = 3,
                                         .scene_number = 2,
                                         .guess = -1,
                                         .message = ""};
    l->screen = (struct am_screen){.speech = l->speech,
                                   .state = &l->state,
                                   .figures = l->figures,
                                   .news = news,
                                   .news_len = sizeof news / sizeof *news,
                                   .history = history,
                                   .history_len = sizeof history / sizeof *history,
                                   .source = "office.pcap",
                                   .typed = ""};
}

static void look_away(struct looked_at *l)
{
    am_figures_free(l->figures);
    am_speech_free(l->speech);
}

static void draw(const struct looked_at *l, int rows, int columns, bool plain, struct am_text *out)
{
    struct am_cells cells;
    am_text_init(out, 1 << 20);
    assert_int_equal(am_cells_init(&cells, rows, columns, plain), AM_OK);
    am_screen_draw(&l->screen, &cells);
    am_cells_text(&cells, out);
    am_cells_done(&cells);
    assert_int_equal(am_text_status(out), AM_OK);
}

static void is_golden(const struct looked_at *l, int rows, int columns, bool plain,
                      const char *name)
{
    char path[512];
    struct am_text got;
    struct am_bytes wanted;
    struct am_problem problem = {0};
    (void)snprintf(path, sizeof path, SCREENS "/%s.txt", name);
    draw(l, rows, columns, plain, &got);
    if (getenv("AMARRA_SCREENS")) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        assert_int_equal(fwrite(got.at, 1, got.len, f), got.len);
        assert_int_equal(fclose(f), 0);
    }
    assert_int_equal(am_file_load(path, 1 << 20, &wanted, &problem), AM_OK);
    if (strcmp((const char *)wanted.at, got.at) != 0)
        (void)fprintf(stderr, "%s is now:\n%s", path, got.at);
    assert_string_equal((const char *)wanted.at, got.at);
    am_free(wanted.at);
    am_text_done(&got);
}

static void an_office_is_shown_as_it_was_looked_at(void **state)
{
    struct looked_at l;
    (void)state;
    look(&l, AM_LANG_ES);
    is_golden(&l, 24, 80, false, "corporations-80x24");
    is_golden(&l, 60, 200, false, "corporations-200x60");
    is_golden(&l, 24, 80, true, "corporations-ascii");
    l.screen.shown = AM_SCREEN_COUNTRIES;
    is_golden(&l, 24, 80, false, "countries-80x24");
    l.screen.shown = AM_SCREEN_TIMELINE;
    is_golden(&l, 24, 80, false, "timeline-80x24");
    l.screen.shown = AM_SCREEN_NEWEST;
    l.state.follows = true;
    is_golden(&l, 16, 60, false, "newest-60x16");
    l.state.follows = false;
    l.screen.big = true;
    is_golden(&l, 24, 80, false, "big-80x24");
    l.screen.help = true;
    is_golden(&l, 24, 80, false, "help-80x24");
    look_away(&l);
}

static void a_scene_asks_and_reveals(void **state)
{
    struct looked_at l;
    (void)state;
    look(&l, AM_LANG_ES);
    l.state.scene = &scene;
    l.state.stage = AM_STAGE_ASKING;
    is_golden(&l, 24, 80, false, "asking-80x24");
    l.screen.typing = AM_TYPING_GUESS;
    l.screen.typed = "42";
    is_golden(&l, 60, 200, false, "asking-200x60");
    l.screen.typing = AM_TYPING_NOTHING;
    l.state.stage = AM_STAGE_REVEALING;
    l.state.marker = &markers[1];
    l.state.guess = 2;
    is_golden(&l, 24, 80, false, "revealing-80x24");
    look_away(&l);
}

static void before_the_first_packet_it_says_so(void **state)
{
    struct looked_at l;
    (void)state;
    look(&l, AM_LANG_ES);
    l.screen.figures = NULL;
    l.screen.history_len = l.screen.news_len = 0;
    l.state.stage = AM_STAGE_WAITING;
    l.state.clock = 0;
    l.state.message = "eth0: \x1b[2Jno such device";
    is_golden(&l, 24, 80, false, "waiting-80x24");
    look_away(&l);
}

/* What the sensor could not see, and what it lost, stand over the figures. */
static void what_stands_against_the_figures_is_told(void **state)
{
    static const struct am_scan_counter counters[] = {
        {"vantage.one-device", 1}, {"vantage.too-little", 1}, {"vantage.flows", 9},
        {"lost.kernel", 1234},     {"packets.cut", 5},
    };
    struct looked_at l;
    struct am_text got;
    struct am_problem problem = {0};
    struct am_scan_info info = closed_scan();
    const struct am_finish how = {.infos = &info, .info_count = 1, .reach = reach_twelve};
    (void)state;
    look(&l, AM_LANG_EN);
    am_figures_free(l.figures);
    assert_int_equal(am_figures_new(&office_hours, &l.figures), AM_OK);
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
        assert_int_equal(am_figures_add_counter(l.figures, &counters[i]), AM_OK);
    assert_int_equal(am_figures_finish(l.figures, &how, &problem), AM_OK);
    l.screen.figures = l.figures;
    draw(&l, 24, 80, false, &got);
    assert_non_null(strstr(got.at, "\n Only one device was seen: this report"));
    assert_non_null(
        strstr(got.at, "\n Packets that the system dropped before they could be read (1,234)"));
    assert_null(strstr(got.at, "too little"));
    am_text_done(&got);
    look_away(&l);
}

static void a_small_window_asks_for_a_larger_one(void **state)
{
    struct looked_at l;
    struct am_text got;
    (void)state;
    look(&l, AM_LANG_EN);
    draw(&l, 15, 80, false, &got);
    assert_non_null(strstr(got.at, "at least 60 × 16"));
    am_text_done(&got);
    draw(&l, 16, 59, false, &got);
    assert_non_null(strstr(got.at, "at least 60 × 16"));
    am_text_done(&got);
    look_away(&l);
}

/* Each row is as wide as it should be, and holds nothing that a terminal would obey. */
static void is_inert(const struct am_cells *c)
{
    for (int i = 0; i < c->rows * c->columns; i++) {
        const char *text = c->at[i].text;
        struct am_reader r =
            am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
        while (am_reader_more(&r)) {
            uint32_t code = am_utf8_read(&r);
            assert_true(am_utf8_is_inert(code));
            assert_true(!c->plain || code < 0x80);
        }
        if (text[0] == '\0')
            assert_int_equal(am_utf8_width(c->at[i - 1].text), 2);
        else if ((i + 1) % c->columns == 0 || c->at[i + 1].text[0] != '\0')
            assert_int_equal(am_utf8_width(text), 1);
    }
}

static void what_a_peer_sends_stays_text(void **state)
{
    static const struct am_corporation evil = {
        .id = "evil", .name = EVIL "\xe5\xbc\xa0", .parent = &us};
    struct looked_at l;
    struct am_news bad = {.time = HOUR(1), .service = {.parent = &evil}, .host = &evil};
    (void)state;
    look(&l, AM_LANG_ES);
    (void)snprintf(bad.network, sizeof bad.network, "%s", EVIL "\xe5\xbc\xa0\xe5\xbc\xa0");
    markers[1].text = EVIL;
    l.figures->owners.at[0].corporation = &evil;
    l.screen.news = &bad;
    l.screen.news_len = 1;
    l.screen.source = EVIL;
    l.screen.message = EVIL;
    l.state.marker = &markers[1];
    for (int stage = AM_STAGE_WAITING; stage <= AM_STAGE_ENDED; stage++)
        for (int view = 0; view < AM_SCREEN_VIEWS * 2; view++)
            for (int plain = 0; plain < 2; plain++) {
                struct am_cells cells;
                l.state.stage = (enum am_stage)stage;
                l.screen.shown = (enum am_screen_view)(view / 2);
                l.screen.big = view % 2 == 1;
                assert_int_equal(am_cells_init(&cells, 30, 90 + view, plain), AM_OK);
                am_screen_draw(&l.screen, &cells);
                is_inert(&cells);
                am_cells_done(&cells);
            }
    markers[1].text = "abrimos el diario";
    look_away(&l);
}

static bool tells_the_end(const char *text, const char *word)
{
    char foot[64];
    (void)snprintf(foot, sizeof foot, "q %s\n", word);
    size_t len = strlen(foot);
    size_t own = strlen(text);
    return own > len && strcmp(text + own - len, foot) == 0;
}

static void every_size_and_language_has_its_foot(void **state)
{
    static const char *const quit[AM_LANG_COUNT] = {"quit", "salir", "sair", "quitter", "Ende"};
    (void)state;
    for (int language = 0; language < AM_LANG_COUNT; language++) {
        struct looked_at l;
        look(&l, (enum am_language)language);
        l.state.scene = &scene;
        for (int rows = 1; rows < 50; rows += 3)
            for (int columns = 1; columns < 130; columns += 7)
                for (int stage = AM_STAGE_WAITING; stage <= AM_STAGE_ENDED; stage++) {
                    struct am_text got;
                    l.state.stage = (enum am_stage)stage;
                    l.screen.shown = (enum am_screen_view)(columns % AM_SCREEN_VIEWS);
                    l.screen.big = rows % 2 == 0;
                    draw(&l, rows, columns, false, &got);
                    if (rows >= AM_SCREEN_ROWS && columns >= AM_SCREEN_COLUMNS)
                        assert_true(tells_the_end(got.at, quit[language]));
                    am_text_done(&got);
                }
        look_away(&l);
    }
}

static void help_fits_the_smallest_common_terminal(void **state)
{
    (void)state;
    for (int language = 0; language < AM_LANG_COUNT; language++) {
        struct looked_at l;
        struct am_text got;
        look(&l, (enum am_language)language);
        l.screen.help = true;
        draw(&l, 24, 80, false, &got);
        assert_null(strstr(strstr(got.at, "┌"), "…\n")); /* nothing of it is cut */
        assert_non_null(strstr(got.at, "┘"));
        am_text_done(&got);
        look_away(&l);
    }
}

static void text_is_cut_and_wrapped_by_columns(void **state)
{
    struct am_cells c;
    struct am_text got;
    (void)state;
    assert_int_equal(am_cells_init(&c, 6, 12, false), AM_OK);
    assert_int_equal(am_cells_put(&c, 0, 0, 6, AM_STYLE_PLAIN, "árbolito"), 6);
    assert_int_equal(am_cells_put(&c, 1, 0, 5, AM_STYLE_PLAIN, "a張張張"), 4); /* no half of one */
    am_cells_put_right(&c, 2, 0, 12, AM_STYLE_PLAIN, "12,4\xc2\xa0%");
    struct am_wrap where = {3, 2, 8, 2, 1, false};
    assert_int_equal(am_cells_wrap(&c, &where, AM_STYLE_PLAIN, "one two three four"), 2);
    am_cells_put(&c, 5, 11, 2, AM_STYLE_PLAIN, "張"); /* past the edge: not drawn */
    am_text_init(&got, 4096);
    am_cells_text(&c, &got);
    assert_string_equal(got.at, "árbol…\na張…\n      12,4 %\n  one two\n  three f…\n\n");
    am_text_done(&got);
    am_cells_done(&c);
}

static void bars_grow_with_their_part(void **state)
{
    static const struct {
        enum am_bar bar;
        uint64_t part;
        bool plain;
        const char *text;
    } bars[] = {
        {AM_BAR_SERVICE, 0, false, "\n"},       {AM_BAR_SERVICE, 1, false, "▌\n"},
        {AM_BAR_SERVICE, 500, false, "██\n"},   {AM_BAR_SERVICE, 625, false, "██▌\n"},
        {AM_BAR_HOST, 1000, false, "▒▒▒▒\n"},   {AM_BAR_UNKNOWN, 2000, false, "░░░░\n"},
        {AM_BAR_SERVICE, 1000, true, "####\n"}, {AM_BAR_HOST, 500, true, "==\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        struct am_cells c;
        struct am_text got;
        assert_int_equal(am_cells_init(&c, 1, 8, bars[i].plain), AM_OK);
        am_cells_bar(&c, 0, 0, 4, bars[i].bar, bars[i].part, 1000);
        am_text_init(&got, 4096);
        am_cells_text(&c, &got);
        assert_string_equal(got.at, bars[i].text);
        am_text_done(&got);
        am_cells_done(&c);
    }
}

static void a_key_does_what_the_stage_allows(void **state)
{
    struct am_session_state s = {.stage = AM_STAGE_RUNNING, .replay = true, .scene_count = 1};
    (void)state;
    assert_int_equal(am_key_find(' ', &s)->act, AM_ACT_PAUSE);
    assert_null(am_key_find(AM_KEY_ENTER, &s));
    assert_int_equal(am_key_find('2', &s)->press, AM_PRESS_VIEW);
    s.stage = AM_STAGE_ASKING;
    assert_int_equal(am_key_find('2', &s)->press, AM_PRESS_NUMBER);
    assert_int_equal(am_key_find(AM_KEY_ENTER, &s)->act, AM_ACT_GO_ON);
    assert_null(am_key_find('b', &s));
    s = (struct am_session_state){.stage = AM_STAGE_RUNNING};
    assert_null(am_key_find('+', &s)); /* time of a live scan can't be hurried */
    assert_null(am_key_find('n', &s));
    s.follows = true;
    assert_null(am_key_find(' ', &s));
    assert_null(am_key_find('m', &s));
    assert_int_equal(am_key_find('q', &s)->press, AM_PRESS_QUIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_office_is_shown_as_it_was_looked_at),
        cmocka_unit_test(a_scene_asks_and_reveals),
        cmocka_unit_test(before_the_first_packet_it_says_so),
        cmocka_unit_test(what_stands_against_the_figures_is_told),
        cmocka_unit_test(a_small_window_asks_for_a_larger_one),
        cmocka_unit_test(what_a_peer_sends_stays_text),
        cmocka_unit_test(every_size_and_language_has_its_foot),
        cmocka_unit_test(help_fits_the_smallest_common_terminal),
        cmocka_unit_test(text_is_cut_and_wrapped_by_columns),
        cmocka_unit_test(bars_grow_with_their_part),
        cmocka_unit_test(a_key_does_what_the_stage_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
