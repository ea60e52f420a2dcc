/* How many certified people live together: a rule may ask for it, and a
 * person's own record does not say. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/city.h"

static int compare_households(const void *left, const void *right)
{
    const circlet_demand_record *const *a = left, *const *b = right;

    return strcmp((*a)->household, (*b)->household);
}

/* Sets the sums of people with one household. They cannot overflow: all
 * weights of a city together fit. */
static void count_household(circlet_demand_record *const *people, size_t count)
{
    int64_t sure_milli = 0, high_milli = 0;

    for (size_t i = 0; i < count; i++) {
        if (people[i]->certified == CIRCLET_YES)
            sure_milli += people[i]->weight_milli;
        if (people[i]->certified != CIRCLET_NO)
            high_milli += people[i]->weight_milli;
    }
    for (size_t i = 0; i < count; i++) {
        people[i]->household_certified_milli = sure_milli;
        people[i]->household_certified_high_milli = high_milli;
    }
}

/* Households are often numbered as their people are. */
static bool are_in_order(circlet_demand_record *const *people, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (compare_households(&people[i - 1], &people[i]) > 0)
            return false;
    return true;
}

circlet_status ci_city_count_households(circlet_city *city,
                                        circlet_error *error)
{
    ci_records *records = &city->records;
    circlet_demand_record **people =
        calloc(records->demand_count + 1, sizeof(void *));
    size_t count = 0, end;

    if (!people)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < records->demand_count; i++) {
        circlet_demand_record *person = &records->demands[i];

        person->household_certified_milli = -1;
        person->household_certified_high_milli = -1;
        if (person->household)
            people[count++] = person;
    }
    if (!are_in_order(people, count))
        qsort(people, count, sizeof(void *), compare_households);
    for (size_t i = 0; i < count; i = end) {
        end = i + 1;
        while (end < count &&
               compare_households(&people[i], &people[end]) == 0)
            end++;
        count_household(people + i, end - i);
    }
    free(people);
    return CIRCLET_OK;
}
