/* Turn restrictions of OpenStreetMap, from relations to turns between links.
 */
#ifndef CI_IO_OSM_TURNS_H
#define CI_IO_OSM_TURNS_H

#include "io/osm_streets.h"

/* A relation that may be used, once its streets are known. */
typedef struct ci_osm_restriction {
    int64_t id;
    int64_t via; /* a node */
    size_t first_way; /* of the ways from which, then those to which */
    size_t from_count, to_count; /* one of them is 1 */
    const char *forbids; /* the vehicles whose turns it forbids, "hgv;bus";
                            "": of all; NULL: none */
    const char *allows; /* so too, the vehicles to which it leaves only these
                           turns */
    const char *except; /* "psv;bicycle"; "": none */
} ci_osm_restriction;

/* Starts as {0}. */
typedef struct ci_osm_turns {
    ci_osm_restriction *list; /* by id, once they are complete */
    size_t count, capacity;
    int64_t *ways;
    size_t way_count, way_capacity;
    ci_arena texts;
    uint64_t seen_count;
    uint64_t faults[CI_TURN_FAULT_COUNT]; /* of those not in the list */
} ci_osm_turns;

void ci_osm_turns_free(ci_osm_turns *turns);

/* Keeps a relation if it is a turn restriction that can be used, and counts
 * one that cannot. CIRCLET_E_NOMEM. */
circlet_status ci_osm_turns_add(ci_osm_turns *turns,
                                const ci_osm_relation *relation,
                                circlet_error *error);

/* After the last relation, once. CIRCLET_E_DATA if one came twice. */
circlet_status ci_osm_turns_end(ci_osm_turns *turns, circlet_error *error);

/*
 * Fills the turns of roads that were cut from streets, and says how many
 * restrictions were seen, are used, and are not: as roads.h says. Those are
 * used whose ways each end at the node with one link. CIRCLET_E_NOMEM.
 */
circlet_status ci_osm_turns_find(ci_roads *roads, const ci_osm_turns *turns,
                                 const ci_osm_streets *streets,
                                 circlet_error *error);

#endif
