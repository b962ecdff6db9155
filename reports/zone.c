/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define FOLDER       "/usr/share/zoneinfo"
#define NAME_SIZE    64
#define FIRST_MOMENT INT64_C(-62135596800) /* 0001-01-01 */
#define LAST_MOMENT  INT64_C(253402300799) /* 9999-12-31 23:59:59 */

struct am_zone {
    char name[NAME_SIZE];
};

/* glibc knows one zone at a time, that of the process; the others of this program tell UTC alone,
 * and by gmtime_r. This is the zone that was told to it last. */
static char told[NAME_SIZE];

/* glibc takes a name that is none for UTC without a word, so its file is looked for. A name can't
 * lead out of the folder. */
static bool is_zone(const char *name)
{
    char path[sizeof FOLDER + NAME_SIZE];
    struct stat st;
    size_t len = strlen(name);
    if (len == 0 || len >= NAME_SIZE || name[0] == '/' || strstr(name, ".."))
        return false;
    if (strcmp(name, "UTC") == 0)
        return true;
    (void)snprintf(path, sizeof path, FOLDER "/%s", name);
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* TZ, else where /etc/localtime leads, else UTC. */
static void find_own(char out[NAME_SIZE])
{
    char path[PATH_MAX];
    const char *tz = getenv("TZ");
    if (tz && tz[0] == ':')
        tz++;
    if (!tz && realpath("/etc/localtime", path) && strncmp(path, FOLDER "/", sizeof FOLDER) == 0)
        tz = path + sizeof FOLDER;
    (void)snprintf(out, NAME_SIZE, "%s", tz && is_zone(tz) ? tz : "UTC");
}

enum am_status am_zone_open(const char *name, struct am_zone **out, struct am_problem *problem)
{
    if (name && !is_zone(name))
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "there is no time zone '%s' on this machine (package tzdata): give "
                              "one such as America/Montevideo",
                              name);
    struct am_zone *z = calloc(1, sizeof *z);
    if (!z)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    if (name)
        (void)snprintf(z->name, sizeof z->name, "%s", name);
    else
        find_own(z->name);
    *out = z;
    return AM_OK;
}

void am_zone_free(struct am_zone *z)
{
    free(z);
}

const char *am_zone_name(const struct am_zone *z)
{
    return z ? z->name : "UTC";
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of a civil date, and back: Howard Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms", days_from_civil and civil_from_days. */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = floor_div(year, 400);
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void set_date(int64_t days, struct am_local *out)
{
    int64_t shifted = days + 719468;
    int64_t era = floor_div(shifted, 146097);
    int64_t doe = shifted - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    out->day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
    out->month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
    out->year = (int)(yoe + era * 400 + (out->month <= 2));
    out->weekday = (unsigned)(((days + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
    out->date = (int32_t)days;
}

/* Seconds east of UTC. */
static int64_t offset_at(const struct am_zone *z, int64_t utc)
{
    time_t t = (time_t)utc;
    struct tm tm;
    if (!z || strcmp(z->name, "UTC") == 0)
        return 0;
    if (strcmp(told, z->name) != 0) {
        char value[NAME_SIZE + 1];
        (void)snprintf(value, sizeof value, ":%s", z->name);
        (void)setenv("TZ", value, 1);
        tzset();
        memcpy(told, z->name, sizeof told);
    }
    return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}

void am_zone_local(const struct am_zone *z, int64_t utc, struct am_local *out)
{
    utc = utc < FIRST_MOMENT ? FIRST_MOMENT : utc > LAST_MOMENT ? LAST_MOMENT : utc;
    int64_t offset = offset_at(z, utc);
    int64_t local = utc + offset;
    int64_t days = floor_div(local, 86400);
    int64_t second = local - days * 86400;
    set_date(days, out);
    out->hour = (unsigned)(second / 3600);
    out->minute = (unsigned)(second / 60 % 60);
    out->offset_minutes = (int)(offset / 60);
}

/* `count` digits at `*at`, past which it then points; -1 where there are none. */
static int digits(const char **at, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return -1;
        n = n * 10 + (**at - '0');
    }
    return n;
}

/* The moment of a local time: where clocks go forward and it does not exist, that of the change;
 * where they go back and it comes twice, the first. */
static int64_t moment_of(const struct am_zone *z, int64_t local)
{
    int64_t before = local - offset_at(z, local - 86400);
    int64_t after = local - offset_at(z, local + 86400);
    int64_t early = before < after ? before : after;
    int64_t late = before < after ? after : before;
    if (early + offset_at(z, early) == local)
        return early;
    if (late + offset_at(z, late) == local)
        return late;
    while (early < late) { /* the change lies between: the first moment with the new offset */
        int64_t middle = early + (late - early) / 2;
        if (middle + offset_at(z, middle) >= local)
            late = middle;
        else
            early = middle + 1;
    }
    return early;
}

bool am_zone_parse(const struct am_zone *z, const char *text, bool end, int64_t *out)
{
    int year = digits(&text, 4);
    int month = year >= 1 && *text++ == '-' ? digits(&text, 2) : -1;
    int day = month >= 1 && *text++ == '-' ? digits(&text, 2) : -1;
    if (month > 12 || day < 1)
        return false;
    struct am_local check;
    int64_t days = days_of(year, (unsigned)month, (unsigned)day);
    set_date(days, &check);
    if (check.day != (unsigned)day) /* the 30th of February */
        return false;
    if (*text == '\0') {
        *out = moment_of(z, (days + (end ? 1 : 0)) * 86400);
        return true;
    }
    if (*text != ' ' && *text != 'T')
        return false;
    text++;
    int hour = digits(&text, 2);
    int minute = hour >= 0 && *text++ == ':' ? digits(&text, 2) : -1;
    if (minute < 0 || minute > 59 || hour > 23 || *text != '\0')
        return false;
    *out = moment_of(z, days * 86400 + (int64_t)hour * 3600 + (int64_t)minute * 60);
    return true;
}
