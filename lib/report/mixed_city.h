/* Cities between two states: some of the changes are made, others not. */
#ifndef CI_REPORT_MIXED_CITY_H
#define CI_REPORT_MIXED_CITY_H

#include <circlet/compare.h>

#include "report/record_match.h"

/* The two states and who and what is in them. */
typedef struct ci_mix {
    const circlet_city *before, *after;
    int year_before, year_after;
    ci_pairs people, facilities;
    circlet_change_kind *touched; /* what became of each facility */
    uint32_t *facility_of_after; /* position here of the second city's */
} ci_mix;

/* The cities are borrowed; the caller clears the mix, after a failure
 * too. */
circlet_status ci_mix_start(ci_mix *out, const circlet_compared *before,
                            const circlet_compared *after,
                            circlet_error *error);
void ci_mix_clear(ci_mix *mix);

/* Whether a change of the cities themselves (no road, rule or year) makes a
 * difference; only looked at for kinds up to CIRCLET_CHANGE_DATA. */
bool ci_mix_has(const ci_mix *mix, circlet_change_kind kind);

/*
 * Makes the city in which all changes up to `done` are made; the caller frees
 * it. The city's people are in the order of the mix's; `people`, with room
 * for all of these, gets the position in the mix of each.
 */
circlet_status ci_mix_make(circlet_city **out, uint32_t *people,
                           const ci_mix *mix, circlet_change_kind done,
                           circlet_error *error);

/* The facility of a pair in that city; false: it is not in it. What it has
 * is borrowed. */
bool ci_mix_facility(circlet_facility_record *out, const ci_mix *mix,
                     size_t position, circlet_change_kind done);

/* The weight of a person in either city; 0: not there. */
int64_t ci_mix_weight_before(const ci_mix *mix, size_t person);
int64_t ci_mix_weight_after(const ci_mix *mix, size_t person);

#endif
