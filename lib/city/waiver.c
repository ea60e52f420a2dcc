/* Exceptions granted: which one holds for a rule in a unit in a year. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/city.h"
#include "city/record.h"

int ci_last_day(int date)
{
    if (date % 10000 == 0)
        return date + 1231;
    return date % 100 == 0 ? date + 31 : date;
}

static int compare_numbers(int a, int b)
{
    return (a > b) - (a < b);
}

static int compare_waivers(const void *left, const void *right)
{
    const circlet_waiver_record *a = left, *b = right;
    int order = strcmp(a->rule, b->rule);

    if (order == 0)
        order = strcmp(a->unit_code, b->unit_code);
    if (order == 0)
        order = compare_numbers(a->from, b->from);
    if (order == 0)
        order = compare_numbers(a->until, b->until);
    return order != 0 ? order : strcmp(a->document, b->document);
}

circlet_status ci_city_sort_waivers(circlet_city *city, circlet_error *error)
{
    const ci_records *records = &city->records;

    if (records->waiver_count > 1)
        qsort(records->waivers, records->waiver_count,
              sizeof(*records->waivers), compare_waivers);
    for (size_t i = 0; i < records->waiver_count; i++) {
        const circlet_waiver_record *waiver = &records->waivers[i];

        if (circlet_city_find_unit(city, waiver->unit_code) == CIRCLET_NONE)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the waiver of rule '%s' names unit '%s', which "
                           "is not in the city",
                           waiver->rule, waiver->unit_code);
    }
    return CIRCLET_OK;
}

size_t circlet_city_waiver_count(const circlet_city *city)
{
    return city->records.waiver_count;
}

const circlet_waiver_record *circlet_city_waiver(const circlet_city *city,
                                                 size_t position)
{
    return position < city->records.waiver_count
               ? &city->records.waivers[position]
               : NULL;
}

static bool is_within(const circlet_city *city, circlet_unit unit,
                      const char *code)
{
    for (; unit != CIRCLET_NONE; unit = circlet_city_unit_parent(city, unit))
        if (strcmp(circlet_city_unit(city, unit)->code, code) == 0)
            return true;
    return false;
}

const circlet_waiver_record *circlet_city_waiver_on(const circlet_city *city,
                                                    const char *rule,
                                                    circlet_unit unit, int day)
{
    for (size_t i = 0; i < city->records.waiver_count; i++) {
        const circlet_waiver_record *waiver = &city->records.waivers[i];

        if (strcmp(waiver->rule, rule) == 0 &&
            (waiver->from == -1 || waiver->from <= day) &&
            (waiver->until == -1 || ci_last_day(waiver->until) >= day) &&
            is_within(city, unit, waiver->unit_code))
            return waiver;
    }
    return NULL;
}

const circlet_waiver_record *circlet_city_find_waiver(const circlet_city *city,
                                                      const char *rule,
                                                      circlet_unit unit,
                                                      int year)
{
    return circlet_city_waiver_on(city, rule, unit, year * 10000 + 1231);
}
