/* Transforms of what callers say about coordinates. */
#ifndef CI_GEO_COORDINATES_H
#define CI_GEO_COORDINATES_H

#include "geo/crs.h"

/* The transform of one side of a conversion; the caller frees it.
 * CIRCLET_E_ARGUMENT for a datum that is none. */
circlet_status ci_transform_of_side(ci_transform **out,
                                    const circlet_coordinates *side,
                                    circlet_error *error);

#endif
