/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "format/sentences.h"
#include "format/sheet.h"
#include "sensor/health.h"
#include "sensor/words.h"

#define COMMAND_MAX 8192 /* bytes of a command with a path in it, each of which may take four */

/* "5 minutes ago", by the largest unit that it is one of. */
static const char *say_ago(struct am_speech *s, int64_t seconds)
{
    if (seconds < 0)
        return AM_SAY(s, TEXT_STATUS_AHEAD);
    uint64_t n = (uint64_t)seconds;
    if (n < 60)
        return AM_SAY_COUNT(s, n, TEXT_STATUS_SECONDS, am_say_number(s, n));
    if ((n /= 60) < 60)
        return AM_SAY_COUNT(s, n, TEXT_STATUS_MINUTES, am_say_number(s, n));
    if ((n /= 60) < 24)
        return AM_SAY_COUNT(s, n, TEXT_STATUS_HOURS, am_say_number(s, n));
    return AM_SAY_COUNT(s, n / 24, TEXT_STATUS_DAYS, am_say_number(s, n / 24));
}

/* So that a shell takes it for one word, whatever is in it: it is to be copied. */
static void add_quoted(struct am_text *out, const char *path)
{
    bool plain = path[0] != '-' && path[strspn(path,
                                               "abcdefghijklmnopqrstuvwxyz"
                                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                               "0123456789/._-+@%,:")] == '\0';
    if (plain) {
        am_text_add(out, path);
        return;
    }
    am_text_add(out, path[0] == '-' ? "'./" : "'");
    for (const char *c = path; *c; c++)
        am_text_add_len(out, *c == '\'' ? "'\\''" : c, *c == '\'' ? 4 : 1);
    am_text_add(out, "'");
}

static const char *say_close(const struct am_health *h, struct am_speech *s)
{
    struct am_text command;
    am_text_init(&command, COMMAND_MAX);
    am_text_add(&command, "amarra close ");
    add_quoted(&command, h->path);
    bool whole = am_text_status(&command) == AM_OK;
    const char *said = AM_SAY(s, TEXT_FIX_INTERRUPTED, whole ? command.at : "amarra close");
    am_text_done(&command);
    return said;
}

static const char *say_blindness(const struct am_health *h, struct am_speech *s)
{
    const struct am_coverage *c = &h->figures->coverage;
    enum am_blindness most = am_health_blindness(h);
    uint64_t nameless = c->all.contacts - c->named.contacts;
    return AM_SAY(s, TEXT_FIX_COVERAGE, am_say_share(s, c->named.contacts, c->all.contacts),
                  am_say_share(s, c->blind[most].contacts, nameless),
                  AM_SAY(s, am_sentence_blind(most)));
}

static const char *say_fix(const struct am_health *h, struct am_speech *s, enum am_fix fix)
{
    uint64_t lost = h->lost_kernel + h->lost_interface;
    switch (fix) {
    case AM_FIX_INTERRUPTED:
        return say_close(h, s);
    case AM_FIX_NOT_WRITTEN:
        return AM_SAY(s, TEXT_FIX_NOT_WRITTEN, say_ago(s, h->now - h->written));
    case AM_FIX_SILENT:
        return AM_SAY(s, TEXT_FIX_SILENT, say_ago(s, h->now - h->figures->scope.info.last_packet));
    case AM_FIX_DISK:
        return AM_SAY(s, TEXT_FIX_DISK, am_say_bytes(s, h->free_bytes), "--keep");
    case AM_FIX_FLUSHES:
        return AM_SAY_COUNT(s, h->failed_flushes, TEXT_FIX_FLUSHES,
                            am_say_number(s, h->failed_flushes));
    case AM_FIX_PACKETS:
        return AM_SAY(s, TEXT_FIX_PACKETS, am_say_share(s, lost, h->packets + lost), "--buffer");
    case AM_FIX_CONTACTS:
        return AM_SAY_COUNT(s, h->lost_contacts, TEXT_FIX_CONTACTS,
                            am_say_number(s, h->lost_contacts), "--max-size");
    case AM_FIX_NAMES:
        return AM_SAY_COUNT(s, h->lost_names, TEXT_FIX_NAMES, am_say_number(s, h->lost_names),
                            "--daily");
    case AM_FIX_MARKERS:
        return AM_SAY_COUNT(s, h->lost_marked, TEXT_FIX_MARKERS, am_say_number(s, h->lost_marked));
    case AM_FIX_CLOCK:
        return AM_SAY_COUNT(s, h->clock_set, TEXT_FIX_CLOCK, am_say_number(s, h->clock_set),
                            "timedatectl set-ntp true");
    case AM_FIX_COVERAGE:
        return say_blindness(h, s);
    case AM_FIX_COUNT:
        break;
    }
    return "";
}

static void fact(struct am_sheet *t, const char *what, const char *value)
{
    am_sheet_wrap(t, 2, "", AM_SAY(t->speech, TEXT_PART, AM_SAY(t->speech, what), value));
}

static void add_moment(struct am_sheet *t, const char *what, const struct am_health *h,
                       int64_t time)
{
    struct am_speech *s = t->speech;
    fact(t, what,
         AM_SAY(s, TEXT_STATUS_MOMENT, am_say_day(s, time), am_say_clock(s, time),
                say_ago(s, h->now - time)));
}

static void add_packets(struct am_sheet *t, const struct am_health *h)
{
    struct am_speech *s = t->speech;
    const struct am_scan_info *info = &h->figures->scope.info;
    uint64_t lost = h->lost_kernel + h->lost_interface;
    const char *seen = am_say_number(s, h->packets);
    if (info->last_packet == 0) {
        fact(t, TEXT_STATUS_PACKETS, AM_SAY(s, TEXT_PERIOD_NONE));
        return;
    }
    add_moment(t, TEXT_STATUS_FIRST, h, info->first_packet);
    add_moment(t, TEXT_STATUS_LAST, h, info->last_packet);
    fact(t, TEXT_STATUS_PACKETS,
         lost == 0 ? AM_SAY(s, TEXT_STATUS_WHOLE, seen)
                   : AM_SAY(s, TEXT_STATUS_LOST, seen, am_say_number(s, lost),
                            am_say_share(s, lost, h->packets + lost),
                            am_say_number(s, h->lost_kernel), am_say_number(s, h->lost_interface)));
}

static void add_vantage(struct am_sheet *t)
{
    struct am_speech *s = t->speech;
    bool open = t->figures->scope.info.state == AM_SCAN_OPEN;
    if (am_vantage_holds(t->figures, "ok"))
        am_sheet_wrap(t, 2, "", AM_SAY(s, TEXT_STATUS_WELL));
    else if (open && am_vantage_holds(t->figures, "too-little"))
        am_sheet_wrap(t, 2, "", AM_SAY(s, TEXT_STATUS_EARLY));
}

static void add_fixes(struct am_sheet *t, const struct am_health *h)
{
    struct am_speech *s = t->speech;
    const char *verdicts[AM_VANTAGE_TOLD_MAX];
    if (am_health_is_good(h)) {
        am_sheet_wrap(t, 2, "", AM_SAY(s, TEXT_STATUS_FINE));
        return;
    }
    am_sheet_wrap(t, 2, "", AM_SAY(s, TEXT_STATUS_FIX));
    for (int i = 0; i < AM_FIX_COUNT; i++)
        if (am_health_needs(h, (enum am_fix)i))
            am_sheet_wrap(t, 4, "- ", say_fix(h, s, (enum am_fix)i));
    size_t count = am_health_verdicts(h, verdicts);
    for (size_t i = 0; i < count; i++)
        am_sheet_wrap(t, 4, "- ", am_vantage_sentence(s, h->figures, verdicts[i]));
}

void am_health_text(const struct am_health *h, struct am_speech *s, struct am_text *out)
{
    static const char *const states[] = {[AM_SCAN_OPEN] = TEXT_STATUS_OPEN,
                                         [AM_SCAN_INTERRUPTED] = TEXT_STATUS_CUT,
                                         [AM_SCAN_CLOSED] = TEXT_STATUS_CLOSED};
    struct am_sheet t = {.out = out, .speech = s, .figures = h->figures};
    const struct am_scope *scope = &h->figures->scope;
    const struct am_coverage *c = &h->figures->coverage;
    am_sheet_wrap(&t, 0, "", h->path);
    am_sheet_wrap(&t, 2, "", AM_SAY(s, states[scope->info.state]));
    fact(&t, TEXT_FACT_SOURCE, am_sentence_source(s, scope));
    add_packets(&t, h);
    fact(&t, TEXT_COLUMN_CONTACTS,
         AM_SAY(s, TEXT_STATUS_KNOWN, am_say_number(s, c->all.contacts),
                am_say_share(s, c->named.contacts, c->all.contacts),
                am_say_share(s, c->service_owner.contacts, c->all.contacts)));
    fact(&t, TEXT_COLUMN_DEVICES, am_sentence_devices(s, h->figures, am_health_devices(h)));
    fact(&t, TEXT_STATUS_FILE,
         AM_SAY(s, TEXT_STATUS_SIZE, am_say_bytes(s, h->bytes), am_say_bytes(s, h->free_bytes)));
    add_vantage(&t);
    add_fixes(&t, h);
}
