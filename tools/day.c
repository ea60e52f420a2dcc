#include "day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "message.h"

static bool is_digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") >= count;
}

/* Whether a month has so many days. */
static bool has_day(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && is_leap);
}

int day_read(int *out, const arguments *read, option_id id)
{
    const char *text = option_value(read, id);
    int year, month, day;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (strlen(text) == 10 && is_digits(text, 4) && text[4] == '-' &&
        is_digits(text + 5, 2) && text[7] == '-' && is_digits(text + 8, 2)) {
        year = (int)strtol(text, NULL, 10);
        month = (int)strtol(text + 5, NULL, 10);
        day = (int)strtol(text + 8, NULL, 10);
        if (year >= 1900 && year <= 2200 && has_day(year, month, day)) {
            *out = year * 10000 + month * 100 + day;
            return ARGUMENTS_ARE_READ;
        }
    }
    return usage_error(read->command->name,
                       _("option '--%s' takes a day from 1900-01-01 to "
                         "2200-12-31, not '%s'"),
                       option_name(id), text);
}

void day_write(char out[DAY_SIZE], int day)
{
    snprintf(out, DAY_SIZE, "%04d-%02d-%02d", day / 10000, day / 100 % 100,
             day % 100);
}

/* Whether a date of which only the year or the month is known may be before
 * the day or after it. */
static bool is_vague(int date, int day)
{
    if (date < 0 || date % 100 != 0)
        return false;
    return date % 10000 == 0 ? date / 10000 == day / 10000
                             : date / 100 == day / 100;
}

void day_remark(const char *name, const circlet_city *city, int day)
{
    size_t count = 0;

    if (day % 10000 == 1231)
        return;
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        count +=
            is_vague(facility->opened, day) || is_vague(facility->closed, day);
    }
    if (count > 0)
        remark(name,
               ngettext("%zu facility opens or closes in a month or year of "
                        "which no day is given: the first one counts",
                        "%zu facilities open or close in months or years of "
                        "which no day is given: the first one counts",
                        (unsigned long)count),
               count);
}
