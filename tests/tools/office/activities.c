/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "activities.h"

/* From midnight; the office works from 08:30 to 17:30 and eats at about one. */
const uint8_t profile_weight[PROFILES][HALF_HOURS] = {
    [OFFICE_HOURS] = {[17] = 6, 9, 10, 10, 9, 9, 9, 8, [25] = 4, 3, 4, 7, 9, 9, 8, 8, 7, 5, 2},
    [LUNCH] = {[20] = 1, 1, [25] = 8, 10, 6, [32] = 2, 1},
    [ARRIVAL] = {[17] = 10, 6, 2},
    [ALL_DAY] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
    [NIGHT] = {[4] = 3, 4, 4, 2, 1},
};

#define KB(n) ((n)*1000u)
#define MB(n) ((n)*1000000u)
#define STEPS static const struct step

/* host, how, port, after s, connections, bytes up, bytes down, seconds, rounds, inner */
STEPS search[] = {{"www.google.com", HOW_WEB, 0, 0, 2, KB(6), KB(180), 9, 2, NULL},
                  {"www.gstatic.com", HOW_WEB, 0, 1, 1, KB(1), KB(60), 2, 1, NULL},
                  {"ogs.google.com", HOW_WEB, 0, 2, 1, 900, KB(22), 2, 1, NULL},
                  {0}};
STEPS gmail[] = {{"accounts.google.com", HOW_WEB, 0, 0, 1, KB(3), KB(40), 3, 1, NULL},
                 {"mail.google.com", HOW_WEB, 0, 2, 1, KB(90), KB(900), 300, 5, NULL},
                 {"chat.google.com", HOW_WEB, 0, 3, 1, KB(4), KB(12), 420, 5, NULL},
                 {"lh3.googleusercontent.com", HOW_WEB, 0, 4, 1, KB(1), KB(48), 3, 1, NULL},
                 {"clients6.google.com", HOW_WEB, 0, 5, 1, KB(8), KB(20), 60, 3, NULL},
                 {0}};
STEPS outlook[] = {{"login.microsoftonline.com", HOW_WEB, 0, 0, 1, KB(7), KB(35), 3, 1, NULL},
                   {"outlook.office.com", HOW_WEB, 0, 2, 1, KB(60), KB(600), 240, 4, NULL},
                   {"res.cdn.office.net", HOW_WEB, 0, 3, 1, KB(2), KB(700), 4, 1, NULL},
                   {"outlook.office365.com", HOW_APP, 0, 6, 1, KB(40), KB(150), 200, 3, NULL},
                   {0}};
STEPS documents[] = {{"docs.google.com", HOW_WEB, 0, 0, 1, KB(120), KB(700), 700, 6, NULL},
                     {"drive.google.com", HOW_WEB, 0, 1, 1, KB(6), KB(90), 8, 2, NULL},
                     {"fonts.gstatic.com", HOW_WEB, 0, 2, 1, 600, KB(90), 1, 1, NULL},
                     {"calendar.google.com", HOW_WEB, 0, 40, 1, KB(5), KB(110), 20, 2, NULL},
                     {0}};
STEPS drive_upload[] = {
    {"drive.google.com", HOW_APP, 0, 0, 1, KB(8), KB(60), 6, 2, NULL},
    {"drive-thirdparty.googleusercontent.com", HOW_APP, 0, 4, 1, MB(30), KB(60), 420, 1, NULL},
    {0}};
STEPS whatsapp_web[] = {{"web.whatsapp.com", HOW_WEB, 0, 0, 1, 420, 900, 420, STAY, NULL},
                        {"mmg.whatsapp.net", HOW_WEB, 0, 35, 2, KB(300), KB(900), 40, 2, NULL},
                        {0}};
STEPS whatsapp_phone[] = {
    {"g.whatsapp.net", HOW_RAW, 5222, 0, 1, 180, 420, 540, STAY, NULL},
    {"media-eze1-1.cdn.whatsapp.net", HOW_APP, 0, 200, 1, KB(60), KB(900), 15, 2, NULL},
    {0}};
STEPS whatsapp_call[] = {{"-whatsapp-relay", HOW_UDP, 3478, 0, 1, KB(25), KB(25), 260, 1, NULL},
                         {0}};
STEPS facebook[] = {{"www.facebook.com", HOW_WEB, 0, 0, 2, KB(60), KB(900), 240, 4, NULL},
                    {"static.xx.fbcdn.net", HOW_WEB, 0, 1, 1, KB(3), MB(1), 6, 1, NULL},
                    {"scontent.xx.fbcdn.net", HOW_WEB, 0, 4, 2, KB(4), MB(3), 60, 2, NULL},
                    {0}};
STEPS instagram[] = {{"i.instagram.com", HOW_APP, 0, 0, 1, KB(40), KB(300), 200, 4, NULL},
                     {"scontent.cdninstagram.com", HOW_APP, 0, 2, 2, KB(5), MB(4), 180, 3, NULL},
                     {"graph.facebook.com", HOW_APP, 0, 5, 1, KB(18), KB(6), 30, 2, NULL},
                     {0}};
STEPS tiktok[] = {
    {"tnc16-platform-useast5.tiktokv.us", HOW_APP, 0, 0, 1, KB(30), KB(60), 60, 2, NULL},
    {"v16-webapp.tiktok.com", HOW_APP, 0, 2, 1, KB(20), MB(14), 240, 5, NULL},
    {0}};
STEPS video[] = {
    {"www.youtube.com", HOW_WEB, 0, 0, 1, KB(40), KB(900), 60, 3, NULL},
    {"i.ytimg.com", HOW_WEB, 0, 1, 1, KB(2), KB(400), 5, 1, NULL},
    {"rr3---sn-x1x7zn7s.googlevideo.com", HOW_APP, 0, 3, 1, KB(60), MB(36), 540, 10, NULL},
    {"rr5---sn-x1x7zn7e.googlevideo.com", HOW_WEB, 0, 9, 1, KB(20), MB(1), 30, 2, NULL},
    {"securepubads.g.doubleclick.net", HOW_WEB, 0, 4, 1, KB(5), KB(30), 4, 1, NULL},
    {0}};
STEPS spotify[] = {{"spclient.wg.spotify.com", HOW_APP, 0, 0, 1, KB(30), MB(16), 3000, 10, NULL},
                   {0}};
#define ADS                                                                                        \
    {"www.googletagmanager.com", HOW_WEB, 0, 1, 1, 700, KB(120), 1, 1, NULL},                      \
        {"region1.google-analytics.com", HOW_WEB, 0, 2, 1, KB(3), 500, 1, 1, NULL},                \
        {"securepubads.g.doubleclick.net", HOW_WEB, 0, 2, 1, KB(6), KB(90), 2, 1, NULL},           \
        {"pagead2.googlesyndication.com", HOW_WEB, 0, 3, 1, KB(2), KB(140), 2, 1, NULL},           \
    {                                                                                              \
        "sb.scorecardresearch.com", HOW_WEB, 0, 3, 1, 900, KB(3), 1, 1, NULL                       \
    }
STEPS news_p12[] = {{"www.pagina12.com.ar", HOW_WEB, 0, 0, 2, KB(4), KB(700), 20, 3, NULL},
                    {"fonts.googleapis.com", HOW_WEB, 0, 1, 1, 600, KB(4), 1, 1, NULL},
                    {"fonts.gstatic.com", HOW_WEB, 0, 1, 1, 600, KB(80), 1, 1, NULL},
                    ADS,
                    {"connect.facebook.net", HOW_WEB, 0, 2, 1, 800, KB(70), 1, 1, NULL},
                    {"cdn.taboola.com", HOW_WEB, 0, 3, 1, KB(1), KB(110), 2, 1, NULL},
                    {0}};
STEPS news_ln[] = {{"www.lanacion.com.ar", HOW_WEB, 0, 0, 2, KB(5), KB(900), 25, 3, NULL},
                   ADS,
                   {"c.amazon-adsystem.com", HOW_WEB, 0, 2, 1, KB(1), KB(60), 1, 1, NULL},
                   {"static.chartbeat.com", HOW_WEB, 0, 2, 1, 600, KB(14), 1, 1, NULL},
                   {"bidder.criteo.com", HOW_WEB, 0, 3, 1, KB(4), KB(5), 1, 1, NULL},
                   {"static.doubleverify.com", HOW_WEB, 0, 4, 1, 700, KB(30), 1, 1, NULL},
                   {0}};
STEPS news_clarin[] = {{"www.clarin.com", HOW_WEB, 0, 0, 2, KB(5), KB(800), 18, 3, NULL},
                       ADS,
                       {"cdn.taboola.com", HOW_WEB, 0, 2, 1, KB(1), KB(90), 2, 1, NULL},
                       {"stats.g.doubleclick.net", HOW_WEB, 0, 3, 1, KB(1), 400, 1, 1, NULL},
                       {0}};
STEPS news_infobae[] = {{"www.infobae.com", HOW_WEB, 0, 0, 2, KB(5), KB(900), 22, 3, NULL},
                        ADS,
                        {"cdn.onesignal.com", HOW_WEB, 0, 3, 1, 700, KB(20), 1, 1, NULL},
                        {0}};
STEPS news_tiempo[] = {{"www.tiempoar.com.ar", HOW_WEB, 0, 0, 1, KB(3), KB(500), 15, 2, NULL},
                       {"www.googletagmanager.com", HOW_WEB, 0, 1, 1, 700, KB(100), 1, 1, NULL},
                       {"fonts.gstatic.com", HOW_WEB, 0, 1, 1, 600, KB(60), 1, 1, NULL},
                       {0}};
STEPS news_region[] = {{"www.jornada.com.mx", HOW_WEB, 0, 0, 1, KB(3), KB(400), 14, 2, NULL},
                       {"www.brasildefato.com.br", HOW_WEB, 0, 90, 1, KB(3), KB(350), 12, 2, NULL},
                       {"www.googletagmanager.com", HOW_WEB, 0, 91, 1, 700, KB(100), 1, 1, NULL},
                       {0}};
STEPS news_lavaca[] = {{"lavaca.org", HOW_WEB, 0, 0, 1, KB(3), KB(450), 12, 2, NULL},
                       {"s0.wp.com", HOW_WEB, 0, 1, 1, 900, KB(90), 1, 1, NULL},
                       {"cdn.jsdelivr.net", HOW_WEB, 0, 1, 1, 500, KB(40), 1, 1, NULL},
                       {0}};
STEPS zoom_call[] = {{"zoom.us", HOW_WEB, 0, 0, 1, KB(5), KB(200), 4, 1, NULL},
                     {"us02web.zoom.us", HOW_APP, 0, 3, 1, KB(40), KB(90), 4100, 30, NULL},
                     {"-zoom-media", HOW_UDP, 8801, 9, 1, KB(45), KB(45), 4080, 1, NULL},
                     {0}};
STEPS meet_call[] = {{"meet.google.com", HOW_APP, 0, 0, 1, KB(60), KB(900), 1900, 12, NULL},
                     {"-meet-media", HOW_UDP, 19305, 6, 1, KB(32), KB(32), 1880, 1, NULL},
                     {0}};
STEPS teams_call[] = {
    {"teams.microsoft.com", HOW_APP, 0, 0, 1, KB(70), MB(1), 1500, 10, NULL},
    {"statics.teams.cdn.office.net", HOW_WEB, 0, 1, 1, KB(3), MB(2), 8, 1, NULL},
    {"presence.teams.microsoft.com", HOW_APP, 0, 2, 1, KB(6), KB(6), 1500, 8, NULL},
    {"-teams-media", HOW_UDP, 3479, 9, 1, KB(32), KB(32), 1470, 1, NULL},
    {0}};
STEPS jitsi_call[] = {{"framatalk.org", HOW_WEB, 0, 0, 1, KB(90), MB(2), 2400, 14, NULL},
                      {"-framatalk-media", HOW_UDP, 10000, 5, 1, KB(40), KB(40), 2390, 1, NULL},
                      {0}};
STEPS nextcloud[] = {{"cloud.disroot.org", HOW_WEB, 0, 0, 2, KB(800), KB(900), 240, 5, NULL}, {0}};
STEPS nextcloud_sync[] = {{"cloud.disroot.org", HOW_APP, 0, 0, 1, KB(4), KB(9), 40, 3, NULL}, {0}};
STEPS coop_mail[] = {{"mail.riseup.net", HOW_APP, 993, 0, 1, KB(6), KB(150), 900, 5, NULL},
                     {"mail.riseup.net", HOW_STARTTLS, 587, 60, 1, KB(90), KB(2), 5, 1, NULL},
                     {0}};
STEPS coop_git[] = {{"git.disroot.org", HOW_RAW, 22, 0, 1, KB(60), KB(220), 12, 2, NULL},
                    {"github.com", HOW_WEB, 0, 90, 1, KB(6), KB(300), 30, 2, NULL},
                    {0}};
STEPS coop_tunnel[] = {{"vpn.riseup.net", HOW_UDP, 51820, 0, 1, KB(60), KB(150), 1500, 1, NULL},
                       {0}};
STEPS by_proxy[] = {
    {"proxy.mayfirst.org", HOW_PROXY_TLS, 3128, 0, 1, KB(4), KB(120), 9, 2, "es.wikipedia.org"},
    {"proxy.mayfirst.org", HOW_PROXY_TLS, 3128, 4, 1, KB(4), KB(90), 9, 2, "www.openstreetmap.org"},
    {"proxy.mayfirst.org", HOW_PROXY_RAW, 3128, 30, 1, KB(9), KB(40), 60, 3, "irc.libera.chat"},
    {0}};
STEPS wikipedia[] = {{"es.wikipedia.org", HOW_WEB, 0, 0, 1, KB(3), KB(260), 14, 2, NULL},
                     {"upload.wikimedia.org", HOW_WEB, 0, 1, 1, KB(1), KB(400), 4, 1, NULL},
                     {0}};
STEPS maps[] = {{"www.openstreetmap.org", HOW_WEB, 0, 0, 1, KB(2), KB(300), 12, 2, NULL},
                {"cdn.jsdelivr.net", HOW_WEB, 0, 1, 1, 600, KB(50), 1, 1, NULL},
                {0}};
STEPS bank[] = {
    {"bancainternet.bancocredicoop.coop", HOW_WEB, 0, 0, 2, KB(40), KB(600), 420, 6, NULL},
    {"www.googletagmanager.com", HOW_WEB, 0, 1, 1, 700, KB(100), 1, 1, NULL},
    {0}};
STEPS taxes[] = {{"auth.afip.gob.ar", HOW_WEB, 0, 0, 1, KB(5), KB(90), 10, 2, NULL},
                 {"serviciosweb.afip.gob.ar", HOW_WEB, 0, 9, 2, KB(60), KB(300), 500, 8, NULL},
                 {"www.googletagmanager.com", HOW_WEB, 0, 10, 1, 700, KB(100), 1, 1, NULL},
                 {0}};
STEPS shopping[] = {{"www.mercadolibre.com.ar", HOW_WEB, 0, 0, 2, KB(12), KB(700), 90, 3, NULL},
                    {"http2.mlstatic.com", HOW_WEB, 0, 1, 2, KB(3), MB(2), 30, 2, NULL},
                    {"tracking.mercadolibre.com", HOW_WEB, 0, 2, 1, KB(6), 600, 30, 3, NULL},
                    {"api.mercadopago.com", HOW_WEB, 0, 60, 1, KB(5), KB(9), 4, 1, NULL},
                    {"securepubads.g.doubleclick.net", HOW_WEB, 0, 3, 1, KB(5), KB(30), 2, 1, NULL},
                    {0}};
STEPS assistant[] = {{"chatgpt.com", HOW_WEB, 0, 0, 1, KB(90), KB(500), 300, 8, NULL},
                     {"cdn.oaistatic.com", HOW_WEB, 0, 1, 1, KB(1), KB(900), 3, 1, NULL},
                     {0}};
STEPS design[] = {{"www.canva.com", HOW_WEB, 0, 0, 2, KB(900), MB(4), 600, 6, NULL},
                  {"fonts.googleapis.com", HOW_WEB, 0, 2, 1, 600, KB(4), 1, 1, NULL},
                  {0}};
STEPS dropbox[] = {{"client.dropbox.com", HOW_APP, 0, 0, 1, KB(20), KB(30), 60, 3, NULL},
                   {"block.dropbox.com", HOW_APP, 0, 5, 1, MB(6), KB(20), 60, 1, NULL},
                   {0}};
STEPS telegram[] = {{"-telegram", HOW_RAW, 443, 0, 1, 220, 600, 480, STAY, NULL},
                    {"web.telegram.org", HOW_WEB, 0, 1, 1, KB(3), KB(400), 5, 1, NULL},
                    {0}};
/* What the machines do by themselves */
STEPS windows_start[] = {{"www.msftconnecttest.com", HOW_HTTP, 0, 0, 1, 0, 22, 1, 1, NULL},
                         {"time.windows.com", HOW_NTP, 0, 3, 1, 0, 0, 0, 0, NULL},
                         {"wns.windows.com", HOW_APP, 0, 8, 1, 90, 110, 480, STAY, NULL},
                         {"edge.microsoft.com", HOW_APP, 0, 20, 1, KB(4), KB(60), 4, 1, NULL},
                         {"config.edge.skype.com", HOW_APP, 0, 22, 1, KB(1), KB(30), 2, 1, NULL},
                         {"www.bing.com", HOW_APP, 0, 25, 1, KB(4), KB(80), 4, 1, NULL},
                         {"g.live.com", HOW_APP, 0, 30, 1, 700, KB(3), 1, 1, NULL},
                         {0}};
STEPS windows_telemetry[] = {
    {"v10.events.data.microsoft.com", HOW_APP, 0, 0, 1, KB(28), 900, 4, 2, NULL},
    {"settings-win.data.microsoft.com", HOW_APP, 0, 12, 1, KB(1), KB(9), 2, 1, NULL},
    {0}};
STEPS windows_update[] = {
    {"slscr.update.microsoft.com", HOW_APP, 0, 0, 1, KB(3), KB(40), 3, 1, NULL},
    {"fe2cr.update.microsoft.com", HOW_APP, 0, 3, 1, KB(20), KB(90), 9, 2, NULL},
    {"ctldl.windowsupdate.com", HOW_HTTP, 0, 8, 1, 0, KB(12), 1, 1, NULL},
    {"dl.delivery.mp.microsoft.com", HOW_HTTP, 0, 15, 1, 0, MB(26), 300, 6, NULL},
    {0}};
STEPS windows_nameless[] = {
    {"smartscreen.microsoft.com", HOW_NAMELESS, 0, 0, 1, KB(2), KB(2), 1, 1, NULL}, {0}};
STEPS antivirus[] = {{"update.eset.com", HOW_HTTP, 0, 0, 1, 0, KB(600), 8, 3, NULL},
                     {"u.avcdn.net", HOW_HTTP, 0, 20, 1, 0, KB(90), 2, 1, NULL},
                     {0}};
STEPS linux_start[] = {{"2.debian.pool.ntp.org", HOW_NTP, 0, 0, 1, 0, 0, 0, 0, NULL},
                       {"detectportal.firefox.com", HOW_HTTP, 0, 30, 1, 0, 8, 1, 2, NULL},
                       {"push.services.mozilla.com", HOW_WEB, 0, 31, 1, 60, 60, 580, STAY, NULL},
                       {0}};
STEPS debian_update[] = {{"deb.debian.org", HOW_HTTP, 0, 0, 1, 0, MB(9), 25, 7, NULL},
                         {"security.debian.org", HOW_HTTP, 0, 2, 1, 0, MB(1), 4, 3, NULL},
                         {0}};
STEPS clock_sync[] = {{"0.ar.pool.ntp.org", HOW_NTP, 0, 0, 1, 0, 0, 0, 0, NULL}, {0}};
STEPS apple_start[] = {{"captive.apple.com", HOW_HTTP, 0, 0, 1, 0, 69, 1, 1, NULL},
                       {"time.apple.com", HOW_NTP, 0, 2, 1, 0, 0, 0, 0, NULL},
                       {"1-courier.push.apple.com", HOW_APP, 5223, 3, 1, 120, 220, 560, STAY, NULL},
                       {"gateway.icloud.com", HOW_APP, 0, 20, 1, KB(30), KB(60), 60, 3, NULL},
                       {"xp.apple.com", HOW_APP, 0, 40, 1, KB(9), 700, 2, 1, NULL},
                       {0}};
STEPS apple_background[] = {{"gateway.icloud.com", HOW_APP, 0, 0, 1, KB(40), KB(50), 20, 2, NULL},
                            {"gsp-ssl.ls.apple.com", HOW_APP, 0, 4, 1, KB(3), KB(9), 2, 1, NULL},
                            {"ocsp2.apple.com", HOW_HTTP, 0, 6, 1, 0, KB(2), 1, 1, NULL},
                            {0}};
STEPS mac_update[] = {{"swscan.apple.com", HOW_APP, 0, 0, 1, KB(2), MB(4), 9, 1, NULL}, {0}};
STEPS android_start[] = {{"connectivitycheck.gstatic.com", HOW_HTTP, 0, 0, 1, 0, 0, 1, 1, NULL},
                         {"time.android.com", HOW_NTP, 0, 2, 1, 0, 0, 0, 0, NULL},
                         {"mtalk.google.com", HOW_APP, 5228, 4, 1, 60, 120, 570, STAY, NULL},
                         {"android.clients.google.com", HOW_APP, 0, 9, 1, KB(6), KB(9), 4, 1, NULL},
                         {0}};
STEPS android_background[] = {
    {"play.googleapis.com", HOW_APP, 0, 0, 1, KB(22), KB(6), 4, 1, NULL},
    {"app-measurement.com", HOW_APP, 0, 5, 1, KB(5), 700, 1, 1, NULL},
    {"firebaselogging-pa.googleapis.com", HOW_APP, 0, 8, 1, KB(7), 500, 1, 1, NULL},
    {"android.googleapis.com", HOW_APP, 0, 20, 1, KB(2), KB(3), 1, 1, NULL},
    {0}};
STEPS android_maker[] = {
    {"dc.di.atlas.samsung.com", HOW_APP, 0, 0, 1, KB(14), 600, 2, 1, NULL},
    {"crashlyticsreports-pa.googleapis.com", HOW_APP, 0, 9, 1, KB(9), 500, 1, 1, NULL},
    {"data.mistat.intl.xiaomi.com", HOW_APP, 0, 15, 1, KB(8), 400, 1, 1, NULL},
    {0}};
STEPS thing_day[] = {{"m1.tuyaus.com", HOW_APP, 8883, 0, 1, 110, 90, 480, STAY, NULL},
                     {"a1.tuyaus.com", HOW_APP, 0, 5, 1, KB(2), KB(3), 2, 1, NULL},
                     {0}};
STEPS thing_report[] = {{"a1.tuyaus.com", HOW_APP, 0, 0, 1, KB(2), KB(1), 1, 1, NULL}, {0}};
STEPS hidden_questions[] = {
    {"mozilla.cloudflare-dns.com", HOW_APP, 0, 1, 1, KB(90), KB(160), 3200, 40, NULL}, {0}};
STEPS private_dns[] = {{"dns.quad9.net", HOW_APP, 853, 1, 1, 700, KB(1), 440, STAY, NULL}, {0}};

const struct activity activities[] = {
    {"search", DESKS | PHONES, 0, OFFICE_HOURS, 1, 3, search},
    {"gmail", DESKS, 0, OFFICE_HOURS, 1, 3, gmail},
    {"outlook", WINDOWS, 0, OFFICE_HOURS, 1, 2, outlook},
    {"documents", DESKS, 0, OFFICE_HOURS, 1, 3, documents},
    {"drive-upload", WINDOWS | MAC, 0, OFFICE_HOURS, 0, 1, drive_upload},
    {"whatsapp-web", WINDOWS | MAC, 0, ARRIVAL, 1, 1, whatsapp_web},
    {"whatsapp", PHONES, 0, ARRIVAL, 1, 1, whatsapp_phone},
    {"whatsapp-call", PHONES, 0, OFFICE_HOURS, 0, 1, whatsapp_call},
    {"facebook", DESKS, 0, LUNCH, 0, 2, facebook},
    {"instagram", PHONES, 0, LUNCH, 1, 2, instagram},
    {"tiktok", ANDROID, 0, LUNCH, 0, 1, tiktok},
    {"video", DESKS, 0, LUNCH, 0, 1, video},
    {"spotify", DESKS, 0, OFFICE_HOURS, 0, 1, spotify},
    {"pagina12", DESKS | PHONES, 0, OFFICE_HOURS, 0, 2, news_p12},
    {"lanacion", DESKS, 0, OFFICE_HOURS, 0, 2, news_ln},
    {"clarin", DESKS, 0, OFFICE_HOURS, 0, 1, news_clarin},
    {"infobae", PHONES, 0, OFFICE_HOURS, 0, 2, news_infobae},
    {"tiempo", DESKS, 0, OFFICE_HOURS, 0, 2, news_tiempo},
    {"region", DESKS, 0, OFFICE_HOURS, 0, 1, news_region},
    {"lavaca", DESKS | PHONES, 0, OFFICE_HOURS, 0, 1, news_lavaca},
    {"zoom", WINDOWS | MAC, 0, OFFICE_HOURS, 0, 1, zoom_call},
    {"meet", WINDOWS | MAC, 0, OFFICE_HOURS, 0, 1, meet_call},
    {"teams", WINDOWS, 0, OFFICE_HOURS, 0, 1, teams_call},
    {"jitsi", LINUX, 0, OFFICE_HOURS, 0, 1, jitsi_call},
    {"nextcloud", LINUX | MAC, 0, OFFICE_HOURS, 1, 2, nextcloud},
    {"nextcloud-sync", SERVER, 0, ALL_DAY, 15, 19, nextcloud_sync},
    {"coop-mail", LINUX, 0, OFFICE_HOURS, 2, 3, coop_mail},
    {"git", LINUX, 0, OFFICE_HOURS, 1, 2, coop_git},
    {"tunnel", LINUX, 0, OFFICE_HOURS, 0, 1, coop_tunnel},
    {"proxy", LINUX, 0, OFFICE_HOURS, 1, 1, by_proxy},
    {"wikipedia", DESKS, 0, OFFICE_HOURS, 0, 2, wikipedia},
    {"maps", DESKS | PHONES, 0, OFFICE_HOURS, 0, 1, maps},
    {"bank", WINDOWS, 0, OFFICE_HOURS, 0, 1, bank},
    {"taxes", WINDOWS, 0, OFFICE_HOURS, 0, 1, taxes},
    {"shopping", DESKS | PHONES, 0, LUNCH, 0, 1, shopping},
    {"assistant", DESKS, 0, OFFICE_HOURS, 0, 2, assistant},
    {"design", MAC | WINDOWS, 0, OFFICE_HOURS, 0, 1, design},
    {"dropbox", MAC, 0, OFFICE_HOURS, 1, 2, dropbox},
    {"telegram", ANDROID | LINUX, 0, ARRIVAL, 0, 1, telegram},
    {"windows-start", WINDOWS, 0, ARRIVAL, 1, 1, windows_start},
    {"windows-telemetry", WINDOWS, 0, OFFICE_HOURS, 3, 5, windows_telemetry},
    {"windows-night", WINDOWS, ALWAYS_ON, ALL_DAY, 6, 8, windows_telemetry},
    {"windows-update", WINDOWS, 0, OFFICE_HOURS, 0, 1, windows_update},
    {"windows-update-night", WINDOWS, ALWAYS_ON, NIGHT, 1, 1, windows_update},
    {"windows-nameless", WINDOWS, 0, OFFICE_HOURS, 1, 3, windows_nameless},
    {"antivirus", WINDOWS, 0, ARRIVAL, 0, 2, antivirus},
    {"linux-start", LINUX, 0, ARRIVAL, 1, 1, linux_start},
    {"debian-update", LINUX, 0, OFFICE_HOURS, 0, 1, debian_update},
    {"debian-update-night", SERVER, 0, NIGHT, 1, 1, debian_update},
    {"clock", SERVER, 0, ALL_DAY, 12, 16, clock_sync},
    {"apple-start", MAC | IPHONE, 0, ARRIVAL, 1, 1, apple_start},
    {"apple-background", MAC | IPHONE, 0, OFFICE_HOURS, 3, 5, apple_background},
    {"mac-update", MAC, 0, LUNCH, 1, 1, mac_update},
    {"android-start", ANDROID, 0, ARRIVAL, 1, 1, android_start},
    {"android-background", ANDROID, 0, OFFICE_HOURS, 2, 4, android_background},
    {"android-maker", ANDROID, 0, OFFICE_HOURS, 2, 3, android_maker},
    {"thing", THING, 0, ALL_DAY, 1, 1, thing_day},
    {"thing-report", THING, 0, ALL_DAY, 12, 16, thing_report},
    {"doh", ASKS_BY_HTTPS, 0, ARRIVAL, 1, 1, hidden_questions},
    {"dot", ASKS_BY_TLS, 0, ARRIVAL, 1, 1, private_dns},
};
const size_t activities_count = sizeof activities / sizeof *activities;
