/* The totals of an import, unit by unit: to its places, or why not. */
#ifndef CI_IO_SPREAD_TOTALS_H
#define CI_IO_SPREAD_TOTALS_H

#include "base/arena.h"
#include "io/import.h"
#include "io/spread_people.h"
#include "io/spread_places.h"

/* One import that spreads. Starts as {.import, .sources, .source_count,
 * .by}; closed after a failure, too. */
typedef struct ci_spread_run {
    ci_import *import;
    const char *const *sources; /* paths */
    size_t source_count;
    ci_spread_by by;
    circlet_city *city; /* its units */
    ci_unit_locator *locator;
    ci_spread_places *places[CI_SPREAD_BY_COUNT]; /* read when needed */
    bool *has_totals; /* of each unit: people are spread over it */
    ci_people_writer *writer;
    ci_spread_total *totals; /* of this import, by unit */
    size_t count, capacity;
    ci_spread_total *others; /* that other imports have spread, by unit */
    size_t other_count, other_capacity;
    ci_arena texts;
    circlet_area extent; /* of the streets; no ring: not known */
    int64_t persons; /* that were spread */
} ci_spread_run;

circlet_status ci_spread_run_open(ci_spread_run *run, circlet_error *error);
void ci_spread_run_close(ci_spread_run *run);

/* Refuses what cannot be spread of the totals from `start` up to `*end`,
 * which are of one unit; `*end` then ends those that are left. */
circlet_status ci_spread_refuse(ci_spread_run *run, size_t start, size_t *end,
                                circlet_error *error);

/* Finds out which units have totals, once those that cannot be spread are
 * gone. */
circlet_status ci_spread_mark_units(ci_spread_run *run, circlet_error *error);

/* Spreads the totals from `start` up to `end`, which are of one unit and can
 * be spread, and says what is odd about them. */
circlet_status ci_spread_unit(ci_spread_run *run, size_t start, size_t end,
                              circlet_error *error);

#endif
