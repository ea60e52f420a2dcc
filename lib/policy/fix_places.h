/* Places that are missing within reach, while it is looked for where to add
 * them. */
#ifndef CI_POLICY_FIX_PLACES_H
#define CI_POLICY_FIX_PLACES_H

#include "policy/fix_option.h"
#include "policy/place_market.h"

/*
 * Adds to the findings of a run from one position on that fail how to mend
 * them: the least number of places, in a facility within reach that is made
 * larger or given the service, on a candidate site, or else in a part of the
 * unit, that bring the
 * share as measured to what is asked for; where no one place does that, to as
 * much as can be. Of those that do most the cheapest.
 */
circlet_status ci_fix_places(const ci_place_run *run, size_t first_finding,
                             circlet_error *error);

/* Somebody without a place, or somebody at all, who gets to a place. */
typedef struct ci_place_pair {
    uint32_t key; /* by which pairs are sorted, before the place */
    uint32_t place;
    uint32_t person;
    uint32_t time_ms;
    int64_t milli; /* of the person, who lack a place */
} ci_place_pair;

typedef struct ci_place_pairs {
    ci_place_pair *items;
    size_t count, capacity;
} ci_place_pairs;

/* CIRCLET_E_NOMEM. */
circlet_status ci_place_pairs_add(ci_place_pairs *pairs, ci_place_pair pair,
                                  circlet_error *error);

/* By key, place and person; who gets there in several ways is kept once, with
 * the least time. */
void ci_place_pairs_sort(ci_place_pairs *pairs);

/* Makes one pair of those of one key and place, with the sum of `milli`. */
void ci_place_pairs_join(ci_place_pairs *pairs);

/* Where something new may stand. */
typedef struct ci_fix_spot {
    circlet_point at;
    const circlet_facility_record *facility; /* that comes to have places, by
                                                a service that it lacks; NULL:
                                                something is built */
    const circlet_site_record *site; /* NULL, too: in a part of a unit, which
                                        is called `named` */
    circlet_site_record named;
    circlet_unit unit; /* whose people alone it is for; CIRCLET_NONE: for all
                          that reach it */
    bool is_chosen;
    size_t first, count; /* callers, of one that is chosen */
} ci_fix_spot;

typedef struct ci_fix_spots {
    const ci_place_run *run; /* borrowed */
    const bool *is_failing; /* borrowed; of each unit */
    ci_fix_spot *items;
    size_t count, capacity;
    ci_place_caller *callers; /* of all that are chosen */
} ci_fix_spots;

void ci_fix_spots_clear(ci_fix_spots *spots);

/* How much of a person has no place. */
int64_t ci_fix_unplaced(const ci_place_run *run, size_t person);

/* Adds the candidate sites that hold a building with such places. */
circlet_status ci_fix_spots_add_sites(ci_fix_spots *spots,
                                      circlet_error *error);

/* Adds the facilities that have no such places and can have some at a price.
 */
circlet_status ci_fix_spots_add_hosts(ci_fix_spots *spots,
                                      circlet_error *error);

/* Adds the parts, one level down, of units that fail and are `wanted`: their
 * own points, else the home in the middle of those without a place; of units
 * without parts that of all of them. */
circlet_status ci_fix_spots_add_parts(ci_fix_spots *spots, const bool *wanted,
                                      circlet_error *error);

/* Adds pairs of those who have no place in the units that fail, which are the
 * keys, and the spots from one position on that they get to, joined
 * (fix_spot_reach.c). */
circlet_status ci_fix_spots_reach(ci_place_pairs *pairs,
                                  const ci_fix_spots *spots, size_t first,
                                  circlet_error *error);

/* Fills the callers of those spots that are chosen: all of the run's people
 * who get to them. */
circlet_status ci_fix_spots_call(ci_fix_spots *spots, circlet_error *error);

/* How many of what is there, and of what is new, are tried in a unit. */
#define CI_TRIED_OLD 4
#define CI_TRIED_NEW 3

/* What is looked for in one run. */
typedef struct ci_places_fix {
    const ci_place_run *run;
    ci_place_market market;
    bool *is_failing; /* of each unit */
    bool *is_helpless; /* no facility within reach is enough */
    int64_t *missing_milli; /* of each unit */
    ci_place_pairs old; /* by unit: facilities within reach */
    ci_place_pairs new; /* by unit: spots */
    ci_fix_spots spots;
} ci_places_fix;

/* The places that most of those of a unit without one get to, at most `most`
 * of them; of equals the first. Beyond what is missing it is no better. */
size_t ci_places_choose(uint32_t *places, size_t most,
                        const ci_places_fix *work, const ci_place_pairs *pairs,
                        circlet_unit unit);

/* Tries those of a unit that fails, and says the best of them in its finding
 * (fix_places_try.c). */
circlet_status ci_places_try(ci_places_fix *work, circlet_finding *finding,
                             circlet_unit unit, circlet_error *error);

#endif
