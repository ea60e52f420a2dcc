/* Which unit belongs to which. */
#include "city/city.h"

#include <stdlib.h>

#include "base/error.h"

static circlet_status find_parent(circlet_unit *out, const circlet_city *city,
                                  const circlet_unit_record *unit,
                                  circlet_error *error)
{
    const circlet_unit_record *above;
    circlet_unit parent = CIRCLET_NONE;

    if (unit->parent_code) {
        parent = circlet_city_find_unit(city, unit->parent_code);
        if (parent == CIRCLET_NONE)
            return ci_fail(error, CIRCLET_E_DATA,
                           "unit '%s' names the parent '%s', which is not "
                           "there",
                           unit->code, unit->parent_code);
        above = &city->records.units[parent];
        if (above->level >= unit->level)
            return ci_fail(error, CIRCLET_E_DATA,
                           "unit '%s' (%s) names the parent '%s' (%s), which "
                           "is not of a higher level",
                           unit->code, circlet_level_name(unit->level),
                           above->code, circlet_level_name(above->level));
    }
    *out = parent;
    return CIRCLET_OK;
}

/* Expects that the parent, being of a higher level, was inherited from. */
static void inherit(circlet_city *city, circlet_unit unit)
{
    static const ci_units_by_level none = {
        {CIRCLET_NONE, CIRCLET_NONE, CIRCLET_NONE, CIRCLET_NONE}};
    const circlet_unit_record *record = &city->records.units[unit];
    circlet_unit parent = city->parents[unit];

    city->ancestors[unit] =
        parent == CIRCLET_NONE ? none : city->ancestors[parent];
    city->ancestors[unit].of[record->level] = unit;
    city->settings[unit] = record->setting;
    if (!record->setting && parent != CIRCLET_NONE)
        city->settings[unit] = city->settings[parent];
}

circlet_status ci_city_link_units(circlet_city *city, circlet_error *error)
{
    size_t count = city->records.unit_count;

    city->parents = calloc(count + 1, sizeof(*city->parents));
    city->ancestors = calloc(count + 1, sizeof(*city->ancestors));
    city->settings = calloc(count + 1, sizeof(*city->settings));
    if (!city->parents || !city->ancestors || !city->settings)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        circlet_status status = find_parent(&city->parents[i], city,
                                            &city->records.units[i], error);

        if (status != CIRCLET_OK)
            return status;
    }
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        for (size_t i = 0; i < count; i++)
            if ((int)city->records.units[i].level == level)
                inherit(city, (circlet_unit)i);
    return CIRCLET_OK;
}
