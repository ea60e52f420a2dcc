/* The places of a city that the totals of its units can be spread over. */
#ifndef CI_IO_SPREAD_PLACES_H
#define CI_IO_SPREAD_PLACES_H

#include "city/city.h"
#include "city/spread.h"
#include "io/sqlite.h"

/* In the order in which one is named in place of another that has none. */
typedef enum ci_spread_by {
    CI_SPREAD_BUILDINGS, /* by their weight */
    CI_SPREAD_GRID, /* cells, by their weight */
    CI_SPREAD_COMMUNITIES, /* by their residents */
    CI_SPREAD_ROADS, /* nodes of streets that people live on, all alike */
    CI_SPREAD_BY_COUNT
} ci_spread_by;

/* "buildings", "grid", "communities", "roads". */
const char *ci_spread_by_word(ci_spread_by by);

/* Places of one kind, each in the units that its point lies in. */
typedef struct ci_spread_places ci_spread_places;

/*
 * Reads them; the caller frees them. The key of a community is its code, of a
 * road node its id, of the others their point; what lies at one point is
 * one place. The weight of a community without residents is NaN. The city is
 * that of the locator; both are no longer needed afterwards.
 */
circlet_status ci_spread_places_read(ci_spread_places **out, ci_db *db,
                                     ci_spread_by by, const circlet_city *city,
                                     const ci_unit_locator *locator,
                                     circlet_error *error);
void ci_spread_places_free(ci_spread_places *places);

/* How many lie in a unit. */
size_t ci_spread_places_count(const ci_spread_places *places,
                              circlet_unit unit);

/* Fills the targets and points of a unit, as many as the count says, in the
 * order of their keys, which are borrowed from `places`. */
void ci_spread_places_of(const ci_spread_places *places, circlet_unit unit,
                         ci_spread_target *targets, circlet_point *points);

#endif
