#include "city/placed_units.h"

#include <stdlib.h>

#include "base/error.h"

/* What the units in a unit say of its area. */
typedef struct place {
    bool has_units; /* in it */
    bool lacks_area; /* of some of them it is not known */
} place;

static void look_at(bool *is_placed, place *places, const circlet_city *city,
                    circlet_unit unit)
{
    circlet_unit parent = circlet_city_unit_parent(city, unit);

    is_placed[unit] = circlet_city_unit(city, unit)->area.ring_count > 0 ||
                      (places[unit].has_units && !places[unit].lacks_area);
    if (parent == CIRCLET_NONE)
        return;
    places[parent].has_units = true;
    places[parent].lacks_area |= !is_placed[unit];
}

/* From the lowest level up, so that units in a unit come before it. */
circlet_status ci_placed_units_find(bool **out, const circlet_city *city,
                                    circlet_error *error)
{
    size_t count = circlet_city_unit_count(city);
    bool *is_placed = calloc(count + 1, sizeof(*is_placed));
    place *places = calloc(count + 1, sizeof(*places));

    if (!is_placed || !places) {
        free(is_placed);
        free(places);
        return ci_fail_nomem(error);
    }
    for (int level = CIRCLET_LEVEL_COUNT; level-- > 0;)
        for (size_t i = 0; i < count; i++)
            if ((int)circlet_city_unit(city, (circlet_unit)i)->level == level)
                look_at(is_placed, places, city, (circlet_unit)i);
    free(places);
    *out = is_placed;
    return CIRCLET_OK;
}
