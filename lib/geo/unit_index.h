/*
 * Finding the area that a point lies in: for each area the edges sorted
 * into bands of latitude, so that a query looks at a few edges only.
 */
#ifndef CI_GEO_UNIT_INDEX_H
#define CI_GEO_UNIT_INDEX_H

#include <circlet/types.h>

#include "base/id_map.h"

typedef struct ci_unit_index ci_unit_index;

/* Areas are borrowed and must outlive the index; areas without rings are
 * never found. NULL if memory ran out. */
ci_unit_index *ci_unit_index_new(const circlet_area *areas, size_t count);
void ci_unit_index_free(ci_unit_index *index);

/* The lowest position whose area holds the point (its border counts), or
 * CI_NOWHERE. Equal to a loop over ci_area_has(). Any number of threads. */
uint32_t ci_unit_index_find(const ci_unit_index *index, circlet_point at);

#endif
