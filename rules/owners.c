/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Days, and who owned what on them. */
#include "rules.h"

/* "2026" as a number, or -1 where a character is no digit. */
static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* Days of the proleptic Gregorian calendar; the year is counted from March, so that the leap day is
 * its last. */
bool am_rules_day(const char *date, int32_t *day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = digits(date, 4);
    int month = year < 0 || date[4] != '-' ? -1 : digits(date + 5, 2);
    int of_month = month < 0 || date[7] != '-' ? -1 : digits(date + 8, 2);
    if (year < 1 || month < 1 || month > 12 || of_month < 1 || date[10] != '\0')
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (of_month > lengths[month - 1] + (leap && month == 2))
        return false;
    int from_march = (month + 9) % 12;
    int y = month < 3 ? year - 1 : year;
    int in_year = (153 * from_march + 2) / 5 + of_month - 1;
    *day = (int32_t)(y * 365 + y / 4 - y / 100 + y / 400 + in_year - 719468);
    return true;
}

const struct am_ownership *am_rules_owned(const struct am_operator *operator_, int32_t day)
{
    for (size_t i = 0; i < operator_->owned_count; i++)
        if (operator_->owned[i].from <= day && day < operator_->owned[i].to)
            return &operator_->owned[i];
    return NULL;
}

const struct am_corporation *am_rules_owner(const struct am_operator *operator_, int32_t day)
{
    const struct am_ownership *owned = am_rules_owned(operator_, day);
    return owned ? owned->owner : NULL;
}
