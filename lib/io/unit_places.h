/* The units of a city file while rows are imported: which are there, which
 * is above which, and in which a point lies. */
#ifndef CI_IO_UNIT_PLACES_H
#define CI_IO_UNIT_PLACES_H

#include "base/id_map.h"
#include "io/sqlite.h"

typedef struct ci_unit_places ci_unit_places;

/* Reads all units into memory; the caller frees them. */
circlet_status ci_unit_places_read(ci_unit_places **out, ci_db *db,
                                   circlet_error *error);
void ci_unit_places_free(ci_unit_places *places);

size_t ci_unit_places_count(const ci_unit_places *places);

/* Whether the areas cover the city: there are units, and each has an area or
 * lies in a unit that has. */
bool ci_unit_places_are_known(const ci_unit_places *places);

/* The unit of a code, or CI_NOWHERE. */
uint32_t ci_unit_places_find(const ci_unit_places *places, const char *code);
const char *ci_unit_places_code(const ci_unit_places *places, uint32_t unit);

/* The unit of the lowest level that a point lies in (on a border the lowest
 * code), or CI_NOWHERE. */
uint32_t ci_unit_places_at(const ci_unit_places *places, circlet_point at);

/*
 * Whether a point that lies in the unit `there` may be in another unit: that
 * is above it, below it, holds the point (on its border, say), or has no
 * area and the next unit above it that has holds the point.
 */
bool ci_unit_places_is_in(const ci_unit_places *places, uint32_t unit,
                          uint32_t there, circlet_point at);

/* How many rows of a query (unit_code, geom) lie in another unit than theirs;
 * codes and places that are in no unit do not count. */
circlet_status ci_unit_places_count_elsewhere(uint64_t *out,
                                              const ci_unit_places *places,
                                              ci_db *db, const char *sql,
                                              circlet_error *error);

#endif
