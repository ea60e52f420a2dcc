/* Totals that may count the same people. */
#ifndef CI_IO_SPREAD_TWICE_H
#define CI_IO_SPREAD_TWICE_H

#include "io/spread_totals.h"

/* Whether a unit above or below has totals that are spread. */
bool ci_spread_has_total_above(const ci_spread_run *run, circlet_unit unit);
bool ci_spread_has_total_below(const ci_spread_run *run, circlet_unit unit);

/* Whether two totals of a unit are of the same kind, grade, ages, aid and
 * needs. */
bool ci_spread_is_same_group(const ci_spread_total *a,
                             const ci_spread_total *b);

/*
 * Another total of the same unit that may count some of the people of
 * totals[i], or NULL: what other columns than ours say differently, too,
 * tells people apart; of the two in question it is the one that says less of
 * its people, or is the later, that has a twin. `totals` are those of the
 * unit in this import; those that other imports have spread are in the run.
 */
const ci_spread_total *ci_spread_find_twin(const ci_spread_run *run,
                                           const ci_spread_total *totals,
                                           size_t count, size_t i);

#endif
