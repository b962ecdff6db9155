/* SPDX-License-Identifier: AGPL-3.0-or-later */
#define NCURSES_WIDECHAR 1 /* characters and the marks on them */
#include "live/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#undef columns /* term.h has a macro for each capability of terminals */

#include "base/utf8.h"
#include "live/keys.h"

#define ESCAPE_MS 100 /* after which an Esc is one, and not the beginning of another key */

struct am_terminal {
    SCREEN *screen;
    bool plain;
    attr_t looks[AM_STYLE_COUNT];
    short pairs[AM_STYLE_COUNT];
};

enum am_status am_terminal_check(struct am_problem *problem)
{
    const char *name = getenv("TERM");
    int error = 0;
    if (!isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO))
        return am_problem_set(
            problem, AM_E_USAGE, NULL, 0,
            "live draws on a terminal, and this is none: 'amarra web' (or 'amarra "
            "demo --web') shows the same as a page, 'amarra scan' and 'amarra "
            "report' write files");
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK || !cursor_address || !clear_screen)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "the terminal '%s' can't be drawn on: 'amarra web' shows the same as "
                              "a page; or set TERM to what it is, such as xterm",
                              name ? name : "");
    (void)del_curterm(cur_term);
    return AM_OK;
}

/* What holds on a dark ground holds on a light one: no colour of the ground is touched, and each
 * style is told apart by its shape or weight as well. */
static void choose_looks(struct am_terminal *t)
{
    static const struct {
        attr_t look;
        short colour; /* -1: that of the terminal */
    } looks[AM_STYLE_COUNT] = {
        [AM_STYLE_PLAIN] = {A_NORMAL, -1},
        [AM_STYLE_STRONG] = {A_BOLD, -1},
        [AM_STYLE_FAINT] = {A_DIM, -1},
        [AM_STYLE_SERVICE] = {A_NORMAL, COLOR_CYAN},
        [AM_STYLE_HOST] = {A_NORMAL, COLOR_MAGENTA},
        [AM_STYLE_NEW] = {A_BOLD, COLOR_GREEN},
        [AM_STYLE_WARNING] = {A_BOLD, COLOR_RED},
        [AM_STYLE_KEY] = {A_REVERSE, -1},
    };
    const char *no_colour = getenv("NO_COLOR");
    bool colour = (!no_colour || no_colour[0] == '\0') && has_colors() && start_color() == OK &&
                  use_default_colors() == OK;
    for (int i = 0; i < AM_STYLE_COUNT; i++) {
        t->looks[i] = looks[i].look;
        if (colour && looks[i].colour >= 0 && init_pair((short)(i + 1), looks[i].colour, -1) == OK)
            t->pairs[i] = (short)(i + 1);
    }
}

enum am_status am_terminal_open(struct am_terminal **out, struct am_problem *problem)
{
    struct am_terminal *t = calloc(1, sizeof *t);
    if (!t)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    bool known = setlocale(LC_CTYPE, "") != NULL;
    t->plain = !known || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    t->screen = newterm(NULL, stdout, stdin);
    if (!t->screen) {
        free(t);
        return am_problem_set(problem, AM_E_IO, NULL, 0, "the terminal can't be set up");
    }
    choose_looks(t);
    (void)cbreak();
    (void)noecho();
    (void)nonl(); /* Enter comes as it is pressed */
    (void)keypad(stdscr, TRUE);
    (void)nodelay(stdscr, TRUE);
    (void)set_escdelay(ESCAPE_MS);
    (void)curs_set(0);
    *out = t;
    return AM_OK;
}

void am_terminal_close(struct am_terminal *t)
{
    if (!t)
        return;
    (void)endwin();
    delscreen(t->screen);
    free(t);
}

enum am_status am_terminal_cells(const struct am_terminal *t, struct am_cells *out)
{
    int rows;
    int columns;
    getmaxyx(stdscr, rows, columns);
    return am_cells_init(out, rows, columns, t->plain);
}

/* A cell as wide characters; false where the terminal would give it another width than we did. */
static bool widen(const struct am_cell *cell, int width, wchar_t out[CCHARW_MAX + 1])
{
    struct am_bytes bytes = {(const uint8_t *)cell->text, strlen(cell->text)};
    struct am_reader r = am_reader_over(bytes, false);
    size_t len = 0;
    int columns = 0;
    while (am_reader_more(&r) && len < CCHARW_MAX) {
        wchar_t code = (wchar_t)am_utf8_read(&r);
        int own = wcwidth(code);
        if (own < 0 || (len > 0) != (own == 0))
            return false;
        columns += own;
        out[len++] = code;
    }
    out[len] = L'\0';
    return columns == width;
}

void am_terminal_show(struct am_terminal *t, const struct am_cells *cells)
{
    (void)erase();
    for (int row = 0; row < cells->rows; row++) {
        const struct am_cell *line = &cells->at[(size_t)row * (size_t)cells->columns];
        for (int column = 0; column < cells->columns; column++) {
            const struct am_cell *cell = &line[column];
            wchar_t wide[CCHARW_MAX + 1];
            cchar_t character;
            if (cell->text[0] == '\0')
                continue;
            bool two = column + 1 < cells->columns && line[column + 1].text[0] == '\0';
            if (!widen(cell, two ? 2 : 1, wide)) {
                wide[0] = L'?';
                wide[1] = L'\0';
            }
            if (setcchar(&character, wide, t->looks[cell->style], t->pairs[cell->style], NULL) ==
                OK)
                (void)mvadd_wch(row, column, &character);
        }
    }
    (void)refresh();
}

uint32_t am_terminal_key(struct am_terminal *t)
{
    wint_t code;
    int kind = get_wch(&code);
    (void)t;
    if (kind == KEY_CODE_YES) {
        switch (code) {
        case KEY_RESIZE:
            return AM_KEY_RESIZED;
        case KEY_ENTER:
            return AM_KEY_ENTER;
        case KEY_BACKSPACE:
            return AM_KEY_BACKSPACE;
        default:
            return AM_KEY_UNKNOWN;
        }
    }
    if (kind != OK)
        return AM_KEY_NONE;
    if (code == '\r')
        return AM_KEY_ENTER;
    return code == '\b' ? AM_KEY_BACKSPACE : (uint32_t)code;
}
