/*
 * OpenSidewalks, GeoJSON of schema 0.1 to 0.3: nodes are points with `_id`,
 * edges lines with `_u_id` and `_v_id`, in one file or in two. Zones and
 * what is no part of the network are counted and passed over.
 */
#ifndef CI_IO_SIDEWALK_ROADS_H
#define CI_IO_SIDEWALK_ROADS_H

#include "io/import.h"
#include "io/roads.h"
#include "io/source.h"

/* Whether a source is of this schema: it has a field `_u_id`. */
bool ci_is_sidewalks(const ci_source *source);

/*
 * Reads one or two sources that are open; `paths` are their names. Fields
 * are tags of their names; incline, a ratio there, becomes a percentage, and
 * tactile_paving yes or no. A link has the edge's `_id` (its row where there
 * is none, as in 0.1) and the geodesic length of its line. CIRCLET_E_DATA,
 * naming the first, if nodes are missing that edges name, or if no edge can
 * be used. Bad rows are refused; an edge that starts or ends more than 1 m
 * from its node is doubtful.
 */
circlet_status ci_sidewalk_roads_read(ci_roads **out, ci_import *import,
                                      ci_source *const *sources,
                                      const char *const *paths, size_t count,
                                      circlet_error *error);

#endif
