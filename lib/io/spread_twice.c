#include "io/spread_twice.h"

#include <string.h>

/* ---- units above and below ---------------------------------------------- */

bool ci_spread_has_total_above(const ci_spread_run *run, circlet_unit unit)
{
    unit = circlet_city_unit_parent(run->city, unit);
    while (unit != CIRCLET_NONE && !run->has_totals[unit])
        unit = circlet_city_unit_parent(run->city, unit);
    return unit != CIRCLET_NONE;
}

bool ci_spread_has_total_below(const ci_spread_run *run, circlet_unit unit)
{
    const circlet_city *city = run->city;
    circlet_level level = circlet_city_unit(city, unit)->level;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        if (run->has_totals[i] && i != unit &&
            city->ancestors[i].of[level] == unit)
            return true;
    return false;
}

/* ---- one unit ----------------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What both say, and say differently, tells their people apart. Kinds are
 * all the kinds that a person has, so that another list is another person.
 * Columns that are none of ours, such as the sex, may tell them apart, too. */
static bool differ(const char *a, const char *b)
{
    return a && b && strcmp(a, b) != 0;
}

static bool are_apart(const ci_spread_total *a, const ci_spread_total *b)
{
    return differ(a->kind, b->kind) || differ(a->aid, b->aid) ||
           differ(a->needs, b->needs) ||
           differ(a->attributes, b->attributes) ||
           (a->grade >= 0 && b->grade >= 0 && a->grade != b->grade) ||
           (a->age_to >= 0 && b->age_from > a->age_to) ||
           (b->age_to >= 0 && a->age_from > b->age_to);
}

/* How many things a total says of its people. */
static int count_said(const ci_spread_total *total)
{
    return (total->kind != NULL) + (total->aid != NULL) +
           (total->needs != NULL) + (total->grade >= 0) +
           (total->age_from > 0) + (total->age_to >= 0);
}

bool ci_spread_is_same_group(const ci_spread_total *a,
                             const ci_spread_total *b)
{
    return is_same_text(a->kind, b->kind) && is_same_text(a->aid, b->aid) &&
           is_same_text(a->needs, b->needs) && a->grade == b->grade &&
           a->age_from == b->age_from && a->age_to == b->age_to;
}

/* The first total of a unit, or of the first after it, of those that other
 * imports have spread. */
static size_t find_others(const ci_spread_run *run, const char *unit_code)
{
    size_t low = 0, high = run->other_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(run->others[middle].unit_code, unit_code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const ci_spread_total *ci_spread_find_twin(const ci_spread_run *run,
                                           const ci_spread_total *totals,
                                           size_t count, size_t i)
{
    const ci_spread_total *own = &totals[i];
    int said = count_said(own);

    for (size_t j = 0; j < count; j++) {
        int other = count_said(&totals[j]);

        if (j != i && (other > said || (other == said && j < i)) &&
            !are_apart(own, &totals[j]))
            return &totals[j];
    }
    for (size_t j = find_others(run, own->unit_code);
         j < run->other_count &&
         strcmp(run->others[j].unit_code, own->unit_code) == 0;
         j++)
        if (!are_apart(own, &run->others[j]))
            return &run->others[j];
    return NULL;
}
