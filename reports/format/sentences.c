/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/sentences.h"

#include <string.h>

#include "format/vantage.h"
#include "text.h"

const char *am_sentence_period(struct am_speech *s, const struct am_scope *scope)
{
    int64_t first = scope->info.first_packet;
    int64_t last = scope->info.last_packet;
    if (first == 0 && last == 0)
        return AM_SAY(s, TEXT_PERIOD_NONE);
    const char *from = am_say_clock(s, first);
    const char *to = am_say_clock(s, last);
    const char *first_day = am_say_day(s, first);
    const char *last_day = am_say_day(s, last);
    if (strcmp(first_day, last_day) == 0) /* the same where the clock stands */
        return AM_SAY(s, TEXT_PERIOD_DAY, first_day, from, to);
    return AM_SAY(s, TEXT_PERIOD_DAYS, first_day, from, last_day, to);
}

/* The scan says "3 capture files" in English; the number is all that a translation needs. */
const char *am_sentence_source(struct am_speech *s, const struct am_scope *scope)
{
    uint64_t n = 0;
    if (scope->scans > 1)
        return AM_SAY_COUNT(s, scope->scans, TEXT_SOURCE_SCANS, am_say_number(s, scope->scans));
    if (scope->info.live)
        return AM_SAY(s, TEXT_SOURCE_LIVE, scope->info.sources);
    for (const char *c = scope->info.sources; *c >= '0' && *c <= '9' && n < 1000000; c++)
        n = n * 10 + (uint64_t)(*c - '0');
    if (n == 0)
        return scope->info.sources;
    return AM_SAY_COUNT(s, n, TEXT_SOURCE_FILES, am_say_number(s, n));
}

static const char *counted(struct am_speech *s, uint64_t n, const char *one, const char *many)
{
    return AM_SAY_COUNT(s, n, one, many, am_say_number(s, n));
}

const char *am_sentence_seen(struct am_speech *s, const struct am_figures *f)
{
    const char *devices = f->scope.at_least ? counted(s, f->scope.info.devices, TEXT_DEVICES_LEAST)
                                            : counted(s, f->scope.info.devices, TEXT_DEVICES);
    return AM_SAY(s, TEXT_SEEN, devices, counted(s, f->coverage.all.contacts, TEXT_CONTACTS),
                  counted(s, f->scope.hours, TEXT_HOURS), counted(s, f->scope.days, TEXT_DAYS));
}

const char *am_sentence_band(struct am_speech *s, const struct am_band *b)
{
    if (b->to == 0)
        return AM_SAY(s, TEXT_BAND_NONE);
    if (b->from == 100)
        return AM_SAY(s, TEXT_BAND_ALL);
    if (b->from == 0)
        return AM_SAY(s, TEXT_BAND_FIRST, am_say_percent(s, b->to));
    return AM_SAY(s, TEXT_BAND, am_say_number(s, b->from), am_say_percent(s, b->to));
}

static const char *work_days(struct am_speech *s, unsigned days)
{
    const char *list[7];
    size_t n = 0;
    unsigned first = 7;
    unsigned last = 0;
    for (unsigned d = 0; d < 7; d++) {
        if (!(days >> d & 1u))
            continue;
        list[n++] = am_say_weekday(s, d, false);
        first = first < d ? first : d;
        last = d;
    }
    bool follow = n > 2 && last - first + 1 == n;
    return follow ? AM_SAY(s, TEXT_DAY_TO_DAY, am_say_weekday(s, first, false),
                           am_say_weekday(s, last, false))
                  : am_say_list(s, list, n);
}

const char *am_sentence_work_time(struct am_speech *s, const struct am_ask *ask)
{
    return AM_SAY(s, TEXT_WORK_TIME, work_days(s, ask->work_days), am_say_hour(s, ask->work_from),
                  am_say_hour(s, ask->work_to), am_zone_name(ask->zone));
}

const char *am_sentence_near(struct am_speech *s, const struct am_figures *f)
{
    const char *list[6];
    uint64_t contacts = f->findings.common.contacts;
    uint64_t all = f->coverage.all.contacts;
    size_t n = 0;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (!line->corporation || !am_is_common(line->corporation) ||
            line->service.sum.contacts == 0)
            continue;
        if (n < sizeof list / sizeof *list)
            list[n++] = AM_SAY_NAME(s, line->corporation);
    }
    if (n == 0)
        return AM_SAY(s, TEXT_NEAR_COMMON_NONE);
    return AM_SAY(s, TEXT_NEAR_COMMON, am_say_number(s, contacts), am_say_number(s, all),
                  am_say_share(s, contacts, all), am_say_list(s, list, n));
}

const char *am_sentence_volume(struct am_speech *s, const struct am_figures *f)
{
    return AM_SAY(s, TEXT_VOLUME, am_say_bytes(s, f->coverage.all.up),
                  am_say_bytes(s, f->coverage.all.down));
}

const char *am_sentence_devices(struct am_speech *s, const struct am_figures *f, int64_t devices)
{
    if (devices == AM_DEVICES_FEW)
        return AM_SAY(s, TEXT_FEWER, am_say_number(s, f->scope.k));
    return devices < 0 ? "–" : am_say_number(s, (uint64_t)devices);
}

struct notices {
    struct am_notice *at;
    size_t count;
};

static void note(struct notices *n, const char *title, const char *text, bool item)
{
    if (n->count < AM_NOTICES_MAX)
        n->at[n->count++] = (struct am_notice){title, text, item};
}

static void note_state(struct am_speech *s, const struct am_figures *f, struct notices *n)
{
    const struct am_scan_info *info = &f->scope.info;
    if (info->state == AM_SCAN_CLOSED)
        return;
    bool open = info->state == AM_SCAN_OPEN;
    const char *day = am_say_day(s, info->last_flush);
    const char *clock = am_say_clock(s, info->last_flush);
    if (open) {
        note(n, AM_SAY(s, TEXT_OPEN_TITLE), AM_SAY(s, TEXT_OPEN, day, clock), false);
    } else {
        note(n, AM_SAY(s, TEXT_CUT_TITLE), AM_SAY(s, TEXT_CUT, day, clock), false);
        note(n, NULL, AM_SAY(s, TEXT_CLOSE, "amarra close SCAN.db"), false);
    }
    note(n, NULL, AM_SAY(s, TEXT_OPEN_NAMES), false);
}

/* What is seen in the contacts of a scan that was made before the scanner told its vantage. */
static void note_guess(struct am_speech *s, const struct am_figures *f, struct notices *n)
{
    const struct am_coverage *c = &f->coverage;
    uint64_t one_way = c->blind[AM_BLIND_ONE_WAY].contacts;
    const char *title = AM_SAY(s, TEXT_VANTAGE);
    if (f->scope.info.devices == 0)
        note(n, title, AM_SAY(s, TEXT_NO_DEVICE), false);
    else if (f->scope.info.devices == 1)
        note(n, title, AM_SAY(s, TEXT_ONE_DEVICE), false);
    if (one_way > 0 && one_way >= c->all.contacts / 10)
        note(n, title,
             AM_SAY(s, TEXT_ONE_WAY, am_say_number(s, one_way), am_say_number(s, c->all.contacts),
                    am_say_share(s, one_way, c->all.contacts)),
             false);
}

static void note_vantage(struct am_speech *s, const struct am_figures *f, struct notices *n)
{
    const char *texts[AM_VANTAGE_TOLD_MAX];
    if (f->vantage.count == 0) {
        note_guess(s, f, n);
        return;
    }
    size_t count = am_vantage_sentences(s, f, texts);
    for (size_t i = 0; i < count; i++)
        note(n, i == 0 ? AM_SAY(s, TEXT_VANTAGE) : NULL, texts[i], false);
}

static void note_trial(struct am_speech *s, const struct am_figures *f, struct notices *n)
{
    const struct am_scope *scope = &f->scope;
    const struct am_coverage *c = &f->coverage;
    if (scope->trial == 0)
        return;
    note(n, AM_SAY(s, TEXT_TRIAL_TITLE), AM_SAY(s, TEXT_TRIAL), false);
    if (scope->trial & AM_TRIAL_FEW_DAYS)
        note(n, NULL,
             AM_SAY_COUNT(s, scope->days, TEXT_TRIAL_DAYS, am_say_number(s, scope->days),
                          am_say_number(s, AM_TRIAL_DAYS)),
             true);
    if (scope->trial & AM_TRIAL_FEW_DEVICES)
        note(n, NULL,
             AM_SAY_COUNT(s, scope->info.devices, TEXT_TRIAL_DEVICES,
                          am_say_number(s, scope->info.devices),
                          am_say_number(s, AM_TRIAL_DEVICES)),
             true);
    if (scope->trial & AM_TRIAL_FEW_CONTACTS)
        note(n, NULL,
             AM_SAY_COUNT(s, c->all.contacts, TEXT_TRIAL_CONTACTS,
                          am_say_number(s, c->all.contacts), am_say_number(s, AM_TRIAL_CONTACTS)),
             true);
    if (scope->trial & AM_TRIAL_UNATTRIBUTED)
        note(n, NULL,
             AM_SAY(s, TEXT_TRIAL_UNKNOWN,
                    am_say_share(s, c->all.contacts - c->service_owner.contacts, c->all.contacts)),
             true);
}

size_t am_sentence_notices(struct am_speech *s, const struct am_figures *f,
                           struct am_notice out[AM_NOTICES_MAX])
{
    struct notices n = {.at = out};
    note_state(s, f, &n);
    note_vantage(s, f, &n);
    note_trial(s, f, &n);
    return n.count;
}

static struct am_finding find_present(struct am_speech *s, const struct am_figures *f)
{
    const struct am_owner_line *first = f->findings.first;
    const struct am_owner_line *host = f->findings.first_host;
    uint64_t all = f->coverage.all.contacts;
    struct am_finding found = {.title = AM_SAY(s, TEXT_FINDING_WHO),
                               .text = AM_SAY(s, TEXT_FINDING_NONE)};
    bool work = f->scope.work_hours > 0;
    if (first)
        found.text = AM_SAY(
            s, work ? TEXT_FINDING_PRESENT : TEXT_FINDING_PRESENT_ANY,
            AM_SAY_NAME(s, first->corporation), am_say_number(s, first->service.sum.contacts),
            am_say_number(s, all), am_say_share(s, first->service.sum.contacts, all),
            am_say_number(s, work ? first->service.work_hours : first->service.hours),
            am_say_number(s, work ? f->scope.work_hours : f->scope.hours));
    if (host)
        found.second = AM_SAY(s, TEXT_FINDING_HOST, AM_SAY_NAME(s, host->corporation),
                              am_say_number(s, host->host.sum.contacts), am_say_number(s, all),
                              am_say_share(s, host->host.sum.contacts, all));
    return found;
}

static struct am_finding find_law(struct am_speech *s, const struct am_figures *f)
{
    const struct am_country_line *first = f->findings.first_country;
    const struct am_coverage *c = &f->coverage;
    uint64_t all = c->all.contacts;
    uint64_t unknown = all - c->service_owner.contacts;
    struct am_finding found = {.title = AM_SAY(s, TEXT_FINDING_LAW),
                               .text = AM_SAY(s, TEXT_FINDING_NONE)};
    if (first)
        found.text = AM_SAY(s, TEXT_FINDING_COUNTRY, am_say_own(s, first->country->name),
                            am_say_number(s, first->service.sum.contacts), am_say_number(s, all),
                            am_say_share(s, first->service.sum.contacts, all),
                            am_say_number(s, unknown), am_say_share(s, unknown, all));
    return found;
}

/* "E-mail – Alphabet (Google); Messaging – Meta". */
static const char *list_single(struct am_speech *s, const struct am_figures *f)
{
    const char *list = NULL;
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *line = &f->work.at[i];
        if (!line->single)
            continue;
        const char *area = AM_SAY(s, "{1} – {2}", am_say_own(s, line->category->name),
                                  AM_SAY_NAME(s, line->holders[0].corporation));
        list = list ? AM_SAY(s, TEXT_AND_THEN, list, area) : area;
    }
    return list ? list : "";
}

static const char *single(struct am_speech *s, const struct am_figures *f)
{
    const struct am_findings *found = &f->findings;
    if (found->single == 1 && found->judged == 1)
        return AM_SAY(s, TEXT_FINDING_ONLY, list_single(s, f));
    if (found->single > 0)
        return AM_SAY_COUNT(s, found->single, TEXT_FINDING_SINGLE, am_say_number(s, found->single),
                            am_say_number(s, found->judged), list_single(s, f));
    if (found->judged > 0)
        return AM_SAY_COUNT(s, found->judged, TEXT_FINDING_NO_SINGLE,
                            am_say_number(s, found->judged));
    return AM_SAY(s, TEXT_FINDING_NO_WORK);
}

#define STOPPED_MAX 8

static const char *stopped(struct am_speech *s, const struct am_figures *f,
                           const struct am_owner_line *line)
{
    const char *list[STOPPED_MAX];
    size_t n = 0;
    for (size_t i = 0; i < line->area_count && n < STOPPED_MAX; i++)
        if (line->areas[i].stops)
            list[n++] = am_say_own(s, line->areas[i].work->category->name);
    return AM_SAY_COUNT(s, line->stop_count, TEXT_FINDING_CUT_AREAS,
                        am_say_number(s, line->stop_count), am_say_number(s, f->counted),
                        am_say_list(s, list, n));
}

static struct am_finding find_stop(struct am_speech *s, const struct am_figures *f)
{
    const struct am_owner_line *line = f->findings.widest;
    uint64_t all = f->coverage.all.contacts;
    struct am_finding found = {.title = AM_SAY(s, TEXT_FINDING_STOP), .text = single(s, f)};
    if (!line)
        return found;
    found.second = found.text;
    found.text = AM_SAY(s, TEXT_FINDING_CUT, AM_SAY_NAME(s, line->corporation),
                        am_say_number(s, line->either.sum.contacts), am_say_number(s, all),
                        am_say_share(s, line->either.sum.contacts, all));
    if (line->stop_count > 0)
        found.text = AM_SAY(s, "{1} {2}", found.text, stopped(s, f, line));
    return found;
}

void am_sentence_findings(struct am_speech *s, const struct am_figures *f, struct am_finding out[3])
{
    out[0] = find_present(s, f);
    out[1] = find_law(s, f);
    out[2] = find_stop(s, f);
}

const char *am_sentence_hidden_dns(struct am_speech *s, const struct am_figures *f)
{
    uint64_t all = f->coverage.all.contacts;
    uint64_t hidden = f->coverage.encrypted_dns.contacts;
    if (f->coverage.encrypted_dns.flows == 0 && hidden == 0)
        return NULL;
    return AM_SAY_COUNT(s, hidden, TEXT_RESOLVERS_HIDDEN, am_say_number(s, hidden),
                        am_say_number(s, all), am_say_share(s, hidden, all));
}

const char *am_sentence_tunnels(struct am_speech *s, const struct am_figures *f)
{
    const struct am_sum *all = &f->coverage.all;
    const struct am_sum *in = &f->coverage.tunnels;
    if (in->flows == 0 && in->contacts == 0)
        return NULL;
    return AM_SAY(s, TEXT_TUNNELS_LEAD, am_say_number(s, in->contacts),
                  am_say_number(s, all->contacts), am_say_share(s, in->contacts, all->contacts),
                  am_say_bytes(s, in->up + in->down), am_say_bytes(s, all->up + all->down),
                  am_say_share(s, in->up + in->down, all->up + all->down));
}

const char *am_sentence_conflicts(struct am_speech *s, const struct am_figures *f)
{
    const struct am_sum *all = &f->coverage.all;
    const struct am_sum *sum = &f->coverage.conflicts;
    if (f->conflicts.count == 0 || sum->contacts == 0)
        return NULL;
    const struct am_conflict_line *first = &f->conflicts.at[0];
    const char *some = am_say_number(s, sum->contacts);
    const char *whole = am_say_number(s, all->contacts);
    const char *share = am_say_share(s, sum->contacts, all->contacts);
    const char *host = AM_SAY_NAME(s, first->host);
    const char *service = AM_SAY_NAME(s, first->service);
    if (f->conflicts.count == 1)
        return AM_SAY_COUNT(s, sum->contacts, TEXT_CONFLICT, some, whole, share, host, service);
    return AM_SAY(s, TEXT_CONFLICTS, some, whole, share, host, service);
}

const char *am_sentence_blind(enum am_blindness b)
{
    static const char *const texts[AM_BLIND_COUNT] = {
        [AM_BLIND_NOT] = TEXT_BLIND_ADDRESS_ONLY, [AM_BLIND_MID_STREAM] = TEXT_BLIND_MID_STREAM,
        [AM_BLIND_ONE_WAY] = TEXT_BLIND_ONE_WAY,  [AM_BLIND_ADDRESS_ONLY] = TEXT_BLIND_ADDRESS_ONLY,
        [AM_BLIND_LOST] = TEXT_BLIND_LOST,        [AM_BLIND_HIDDEN] = TEXT_BLIND_HIDDEN,
        [AM_BLIND_TUNNEL] = TEXT_BLIND_TUNNEL,    [AM_BLIND_RESOLVER] = TEXT_BLIND_RESOLVER,
    };
    return texts[b];
}

const char *am_sentence_evidence(enum am_evidence e)
{
    static const char *const texts[AM_EVIDENCE_COUNT] = {
        [AM_EVIDENCE_SNI] = TEXT_EVIDENCE_SNI,
        [AM_EVIDENCE_QUIC] = TEXT_EVIDENCE_QUIC,
        [AM_EVIDENCE_HTTP] = TEXT_EVIDENCE_HTTP,
        [AM_EVIDENCE_PROXY] = TEXT_EVIDENCE_PROXY,
        [AM_EVIDENCE_CERT] = TEXT_EVIDENCE_CERT,
        [AM_EVIDENCE_DNS] = TEXT_EVIDENCE_DNS,
        [AM_EVIDENCE_DNS_OTHER] = TEXT_EVIDENCE_DNS_OTHER,
        [AM_EVIDENCE_ECH_DNS] = TEXT_EVIDENCE_ECH_DNS,
        [AM_EVIDENCE_DECLARED] = TEXT_EVIDENCE_DECLARED,
        [AM_EVIDENCE_NONE] = TEXT_EVIDENCE_NONE,
    };
    return texts[e];
}

/* The counters of the scanner (docs/counters.md) that tell of something missed. */
static const struct {
    const char *counter, *text;
} losses[] = {
    {"lost.kernel", TEXT_LOST_KERNEL},
    {"lost.interface", TEXT_LOST_INTERFACE},
    {"lost.capture", TEXT_LOST_CAPTURE},
    {"lost.unreadable_bytes", TEXT_LOST_UNREADABLE},
    {"lost.cut_headers", TEXT_LOST_HEADERS},
    {"lost.link_unknown", TEXT_LOST_LINK},
    {"lost.no_memory", TEXT_LOST_MEMORY},
    {"lost.fragments_unnamed", TEXT_LOST_FRAGMENTS},
    {"fragments.given_up", TEXT_LOST_INCOMPLETE},
    {"lost.contacts", TEXT_LOST_CONTACTS},
    {"lost.names", TEXT_LOST_NAMES},
    {"lost.hosts", TEXT_LOST_HOSTS},
    {"flows.evicted", TEXT_LOST_FLOWS},
    {"memory.forgotten", TEXT_LOST_ANSWERS},
    {"names.invalid", TEXT_LOST_INVALID},
    {"names.refused", TEXT_LOST_INVALID},
    {"packets.malformed", TEXT_LOST_MALFORMED},
    {"packets.too_deep", TEXT_LOST_DEEP},
    {"packets.cut", TEXT_LOST_CUT},
    {"flushes.failed", TEXT_LOST_FLUSHES},
};

const char *am_sentence_loss(const char *counter)
{
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        if (strcmp(losses[i].counter, counter) == 0)
            return losses[i].text;
    return NULL;
}

const char *am_sentence_alternatives(struct am_speech *s, const struct am_way_out *way, size_t most)
{
    const char *names[4];
    size_t n = 0;
    for (; n < way->count && n < most && n < sizeof names / sizeof *names; n++)
        names[n] = AM_SAY_NAME(s, way->alternatives[n]);
    return am_say_list(s, names, n);
}

const char *am_sentence_limit(struct am_speech *s, size_t which)
{
    static const char *const limits[AM_LIMITS] = {
        TEXT_LIMIT_1, TEXT_LIMIT_2, TEXT_LIMIT_3, TEXT_LIMIT_4,
        TEXT_LIMIT_5, TEXT_LIMIT_6, TEXT_LIMIT_7, TEXT_LIMIT_8,
    };
    return AM_SAY(s, limits[which]);
}
