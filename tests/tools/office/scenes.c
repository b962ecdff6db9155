/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What one click sets off. Of a newspaper, a bank and a ministry no third parties can be told that
 * are true of all, so these three are made up (RFC 2606, .example); what they load is what such
 * pages commonly do. */
#include "scenes.h"

#include "talk.h"

#define AT(h, m)     ((h)*60u + (m))
#define KB(n)        ((n)*1000u)
#define MB(n)        ((n)*1000000u)
#define LASTS        (2 * MINUTE)
#define QUIET        MINUTE /* before and after */
#define SCATTER      (4 * MINUTE)
#define PARTS_MAX    2
#define STEPS        static const struct step
#define PAGE(name)   name, HOW_WEB, 0
#define APP(name)    name, HOW_APP, 0
#define SMALL_SCRIPT 1, KB(1), KB(12), 1, 1, NULL
#define LARGE_SCRIPT 1, KB(1), KB(110), 2, 1, NULL
#define BEACON       1, KB(2), 700, 1, 1, NULL

/* Advertising comes while the page is read. */
STEPS newspaper[] = {{PAGE("www.diariodelvalle.example"), 3, 1, KB(6), KB(700), 40, 3, NULL},
                     {PAGE("img.diariodelvalle.example"), 4, 1, KB(4), MB(2), 12, 2, NULL},
                     {PAGE("fonts.googleapis.com"), 5, 1, 600, KB(4), 1, 1, NULL},
                     {PAGE("cdn.cookielaw.org"), 6, SMALL_SCRIPT},
                     {PAGE("www.googletagmanager.com"), 8, LARGE_SCRIPT},
                     {PAGE("region1.google-analytics.com"), 11, BEACON},
                     {PAGE("sb.scorecardresearch.com"), 13, BEACON},
                     {PAGE("static.chartbeat.com"), 15, SMALL_SCRIPT},
                     {PAGE("connect.facebook.net"), 18, LARGE_SCRIPT},
                     {PAGE("platform.twitter.com"), 21, LARGE_SCRIPT},
                     {PAGE("cdn.onesignal.com"), 25, SMALL_SCRIPT},
                     {PAGE("securepubads.g.doubleclick.net"), 30, LARGE_SCRIPT},
                     {PAGE("c.amazon-adsystem.com"), 37, SMALL_SCRIPT},
                     {PAGE("ib.adnxs.com"), 42, BEACON},
                     {PAGE("fastlane.rubiconproject.com"), 47, BEACON},
                     {PAGE("bidder.criteo.com"), 53, BEACON},
                     {PAGE("tags.crwdcntrl.net"), 61, SMALL_SCRIPT},
                     {PAGE("static.doubleverify.com"), 69, SMALL_SCRIPT},
                     {PAGE("cdn.taboola.com"), 80, LARGE_SCRIPT},
                     {0}};
STEPS bank_page[] = {{PAGE("www.bancodelvalle.example"), 3, 1, KB(30), KB(500), 80, 5, NULL},
                     {PAGE("www.googletagmanager.com"), 8, LARGE_SCRIPT},
                     {PAGE("js-agent.newrelic.com"), 15, SMALL_SCRIPT},
                     {PAGE("h.online-metrix.net"), 26, SMALL_SCRIPT},
                     {PAGE("www.recaptcha.net"), 38, LARGE_SCRIPT},
                     {PAGE("region1.google-analytics.com"), 52, BEACON},
                     {PAGE("bam.nr-data.net"), 70, BEACON},
                     {0}};
STEPS document_shared[] = {{PAGE("docs.google.com"), 3, 1, KB(60), KB(500), 90, 6, NULL},
                           {PAGE("drive.google.com"), 8, 1, KB(6), KB(90), 8, 2, NULL},
                           {PAGE("lh3.googleusercontent.com"), 15, 1, KB(1), KB(48), 3, 1, NULL},
                           {PAGE("fonts.gstatic.com"), 20, 1, 600, KB(90), 1, 1, NULL},
                           {0}};
STEPS document_opened[] = {{PAGE("mail.google.com"), 30, 1, KB(30), KB(300), 60, 3, NULL},
                           {PAGE("accounts.google.com"), 45, 1, KB(3), KB(40), 3, 1, NULL},
                           {PAGE("docs.google.com"), 50, 1, KB(20), KB(500), 60, 4, NULL},
                           {0}};
STEPS voice_note_sent[] = {{APP("mmg.whatsapp.net"), 8, 1, KB(180), KB(4), 4, 1, NULL},
                           {APP("graph.whatsapp.net"), 20, BEACON},
                           {APP("dit.whatsapp.net"), 50, BEACON},
                           {0}};
STEPS voice_note_heard[] = {
    {APP("media-eze1-1.cdn.whatsapp.net"), 34, 1, KB(3), KB(180), 4, 1, NULL}, {0}};
STEPS printer_wakes[] = {{APP("registration.hpeprint.com"), 5, 1, KB(3), KB(5), 2, 1, NULL},
                         {"chat.hpeprint.com", HOW_APP, 5223, 15, 1, KB(2), KB(3), 60, 3, NULL},
                         {APP("h19005.www1.hp.com"), 40, 1, KB(1), KB(14), 2, 1, NULL},
                         {0}};
STEPS own_page[] = {{PAGE("cooperativa.altermundi.net"), 5, 2, KB(4), KB(600), 30, 3, NULL}, {0}};
STEPS video_at_lunch[] = {
    {PAGE("www.youtube.com"), 3, 1, KB(30), KB(900), 60, 3, NULL},
    {PAGE("i.ytimg.com"), 5, 1, KB(2), KB(300), 5, 1, NULL},
    {PAGE("yt3.ggpht.com"), 8, 1, KB(1), KB(40), 2, 1, NULL},
    {PAGE("securepubads.g.doubleclick.net"), 14, LARGE_SCRIPT},
    {APP("rr3---sn-x1x7zn7s.googlevideo.com"), 20, 1, KB(30), MB(6), 90, 4, NULL},
    {PAGE("play.google.com"), 55, BEACON},
    {0}};
STEPS ministry_page[] = {{PAGE("www.ministerio.example"), 3, 1, KB(4), KB(600), 40, 3, NULL},
                         {PAGE("fonts.googleapis.com"), 5, 1, 600, KB(4), 1, 1, NULL},
                         {PAGE("cdn.jsdelivr.net"), 8, SMALL_SCRIPT},
                         {PAGE("www.googletagmanager.com"), 14, LARGE_SCRIPT},
                         {PAGE("region1.google-analytics.com"), 20, BEACON},
                         {PAGE("www.youtube-nocookie.com"), 30, 1, KB(4), KB(500), 6, 1, NULL},
                         {PAGE("connect.facebook.net"), 42, LARGE_SCRIPT},
                         {PAGE("platform.twitter.com"), 55, LARGE_SCRIPT},
                         {PAGE("static.addtoany.com"), 70, SMALL_SCRIPT},
                         {0}};
STEPS phone_alone[] = {{APP("play.googleapis.com"), 6, 1, KB(18), KB(5), 3, 1, NULL},
                       {APP("graph.facebook.com"), 18, 1, KB(14), KB(3), 2, 1, NULL},
                       {APP("dc.di.atlas.samsung.com"), 33, BEACON},
                       {APP("api.weather.com"), 46, 1, KB(1), KB(12), 1, 1, NULL},
                       {APP("launches.appsflyersdk.com"), 60, BEACON},
                       {APP("firebaselogging-pa.googleapis.com"), 88, BEACON},
                       {0}};
STEPS call_joined[] = {{PAGE("zoom.us"), 4, 1, KB(5), KB(200), 4, 1, NULL},
                       {PAGE("st1.zoom.us"), 7, 1, KB(2), KB(900), 6, 1, NULL},
                       {APP("us02web.zoom.us"), 12, 1, KB(30), KB(60), 150, 10, NULL},
                       {"-zoom-media", HOW_UDP, 8801, 20, 1, KB(7), KB(7), 130, 1, NULL},
                       {APP("log-gateway.zoom.us"), 50, BEACON},
                       {0}};
STEPS call_answered[] = {{APP("us02web.zoom.us"), 30, 1, KB(20), KB(40), 120, 8, NULL},
                         {"-zoom-media", HOW_UDP, 8801, 36, 1, KB(6), KB(6), 110, 1, NULL},
                         {0}};

/* In order of time. */
static const struct scene {
    unsigned minute;
    struct {
        unsigned device;
        const struct step *step; /* NULL: no more parts */
    } part[PARTS_MAX];
} scenes[] = {
    {AT(9, 45), {{3, newspaper}}},
    {AT(10, 14), {{2, bank_page}}},
    {AT(10, 34), {{6, document_shared}, {3, document_opened}}},
    {AT(11, 14), {{9, voice_note_sent}, {10, voice_note_heard}}},
    {AT(11, 34), {{DEVICE_PRINTER, printer_wakes}}},
    {AT(12, 54), {{1, video_at_lunch}}},
    {AT(14, 44), {{1, ministry_page}}},
    {AT(15, 4), {{10, phone_alone}}},
    {AT(15, 24), {{6, call_joined}, {1, call_answered}}},
    {AT(16, 14), {{6, own_page}}},
};
#define SCENES (sizeof scenes / sizeof *scenes)

uint64_t scenes_make_room(const struct office *o, uint64_t when, uint64_t lasts, struct rng *rng)
{
    for (size_t i = 0; i < SCENES && o->options.scenes; i++) {
        uint64_t starts = o->options.midnight + scenes[i].minute * MINUTE;
        uint64_t over = starts + LASTS + QUIET;
        if (when < over && when + lasts + QUIET > starts)
            when = over + rng_below(rng, SCATTER);
    }
    return when;
}

static void play(struct office *o, const struct scene *scene, unsigned part)
{
    unsigned device = scene->part[part].device;
    const struct step *steps = scene->part[part].step;
    if (device != DEVICE_PRINTER && device >= o->options.devices)
        return;
    for (size_t i = 0; steps[i].host; i++) {
        struct rng rng;
        rng_init(&rng, o->options.seed, "scene", scene->minute, part * 1000 + i);
        uint64_t when = o->options.midnight + scene->minute * MINUTE + steps[i].after * SECOND;
        talk_step(o, &o->device[device], &rng, &steps[i], when + rng_below(&rng, 700000), NULL);
    }
}

void scenes_plan(struct office *o)
{
    for (size_t i = 0; i < SCENES; i++)
        for (unsigned part = 0; part < PARTS_MAX && scenes[i].part[part].step; part++)
            play(o, &scenes[i], part);
}
