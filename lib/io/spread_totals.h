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
    ci_spread_total *totals; /* by unit */
    size_t count, capacity;
    ci_arena texts;
    circlet_area extent; /* of the streets; no ring: not known */
    int64_t persons; /* that were spread */
} ci_spread_run;

circlet_status ci_spread_run_open(ci_spread_run *run, circlet_error *error);
void ci_spread_run_close(ci_spread_run *run);

/* Spreads the totals from `start` up to `end`, which are of one unit, or
 * refuses them. */
circlet_status ci_spread_unit(ci_spread_run *run, size_t start, size_t end,
                              circlet_error *error);

#endif
