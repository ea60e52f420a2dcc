/*
 * Where ways of OpenStreetMap cross a road for vehicles. Modes count the time
 * of a crossing at the node on the road, and many mappers tag the way alone.
 */
#ifndef CI_IO_OSM_CROSSINGS_H
#define CI_IO_OSM_CROSSINGS_H

#include "io/osm_junctions.h"

/* Says that a tag of a node was not mapped there but follows from others. */
#define CI_OSM_FROM_WAY "circlet:from_way"
/* What a node's `crossing` was mapped as, where it names several kinds. */
#define CI_OSM_CROSSING_AS_MAPPED "circlet:crossing"

/*
 * Ways and nodes have been added. Where a way over the road (footway, path or
 * cycleway=crossing, or highway=crossing) meets a road for vehicles, the node
 * gets highway=crossing if it has no `highway`, and the way's `crossing` if
 * it has none; of several ways that of the least id that says a kind. At
 * highway=traffic_signals a crossing of no stated kind is one with signals, at
 * any other highway but highway=crossing it is crossing=yes. A
 * node that got a tag so has circlet:from_way=yes. Nothing that is there is
 * overwritten, but a list (crossing=marked;uncontrolled), which says no kind
 * that modes know: it moves to circlet:crossing and leaves crossing=yes, at
 * signals crossing=traffic_signals. CIRCLET_E_NOMEM.
 */
circlet_status ci_osm_crossings_mark(ci_osm_streets *streets,
                                     circlet_error *error);

#endif
