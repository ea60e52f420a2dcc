/* Where a unit is, as one point. */
#ifndef CI_CITY_UNIT_PLACE_H
#define CI_CITY_UNIT_PLACE_H

#include <circlet/city.h>

/* The point that a unit was given, else one inside its polygon. False: it
 * has neither, or memory ran out. */
bool ci_unit_place(circlet_point *out, const circlet_unit_record *unit);

#endif
