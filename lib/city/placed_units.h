/* Which units it is known where they are. */
#ifndef CI_CITY_PLACED_UNITS_H
#define CI_CITY_PLACED_UNITS_H

#include <circlet/city.h>

/*
 * Tells of every unit whether its area is known: by its own polygon, or by
 * those of all units in it. People and facilities are placed by polygons
 * alone, so that none in another unit means nothing. An array beside the
 * city's units, which the caller frees.
 */
circlet_status ci_placed_units_find(bool **out, const circlet_city *city,
                                    circlet_error *error);

#endif
