/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra web: the live view as a page on this machine. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "live/stop.h"
#include "reports.h"
#include "web/options.h"
#include "web/page.h"
#include "web/server.h"
#include "web/socket.h"

#define TURN_MS 250

/* All that is open while the page is served. */
struct shown {
    struct am_speech *speech;
    struct am_session *session;
    struct am_web_page *page;
    struct am_web_server *server;
};

static void tell(const struct am_web_options *o, const struct shown *w)
{
    if (!am_web_address_is_loopback(o->listen.address))
        (void)fprintf(stderr,
                      "amarra: whoever knows the address below sees the page and can pause or end "
                      "the scan, and it goes over the network unencrypted\n");
    (void)printf("amarra: open this in a browser; Ctrl-C ends it\n  %s\n",
                 am_web_server_address(w->server));
    (void)fflush(stdout);
}

static void serve(struct shown *w)
{
    while (!am_stop_asked()) {
        am_web_server_poll(w->server, am_session_descriptor(w->session), TURN_MS);
        am_session_poll(w->session, 0);
        am_web_page_update(w->page);
    }
}

/* The port is tried first, for a scan should not begin that nobody can see; but it is opened after
 * the sensor was started, which shall not have it. */
static enum am_status open_all(struct am_web_options *o, struct shown *w,
                               struct am_problem *problem)
{
    struct am_session_options session;
    enum am_status status = am_web_server_try(&o->listen, problem);
    if (status == AM_OK)
        status = am_watched_open(&o->watched, &session, problem);
    if (status == AM_OK)
        status = am_speech_open(o->watched.data, o->watched.language, &w->speech, problem);
    if (status != AM_OK)
        return status;
    am_speech_set_zone(w->speech, o->watched.asked.ask.zone);
    status = am_session_open(&session, &w->session, problem);
    if (status == AM_OK)
        status = am_web_page_new(&(struct am_web_page_options){.session = w->session,
                                                               .speech = w->speech,
                                                               .rules = o->watched.rules,
                                                               .title = o->title},
                                 &w->page, problem);
    if (status == AM_OK)
        status = am_web_server_new(&o->listen, w->session, w->page, &w->server, problem);
    return status;
}

static void close_all(struct shown *w)
{
    am_web_server_free(w->server);
    am_web_page_free(w->page);
    am_session_free(w->session);
    am_speech_free(w->speech);
}

int am_cmd_web(int argc, char **argv)
{
    struct am_web_options *o = malloc(sizeof *o);
    struct am_problem problem = {0};
    struct shown w = {0};
    if (!o || sodium_init() < 0) {
        free(o);
        (void)am_problem_set(&problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
        return am_problem_print(&problem);
    }
    am_web_options_parse(argc, argv, o);
    am_stop_catch();
    enum am_status status = open_all(o, &w, &problem);
    if (status == AM_OK) {
        tell(o, &w);
        serve(&w);
    }
    close_all(&w);
    am_watched_done(&o->watched);
    free(o);
    return am_problem_exit(&problem, status, AM_EXIT_OK);
}
