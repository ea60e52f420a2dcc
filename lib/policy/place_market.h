/* What more places in one facility, or a new one, come to for who gets a
 * place: worked out for those alone whom it can touch. */
#ifndef CI_POLICY_PLACE_MARKET_H
#define CI_POLICY_PLACE_MARKET_H

#include "policy/place_bounds.h"

/* Who gets to a new place, and how fast. */
typedef struct ci_place_caller {
    uint32_t person; /* position in the run */
    uint32_t time_ms;
} ci_place_caller;

/* Where there are to be more places. */
typedef struct ci_place_spot {
    uint32_t facility; /* position in the run; its facility_count: a new one */
    const ci_place_caller *callers; /* of a new one, each person once */
    size_t caller_count;
} ci_place_spot;

/* A run in which the places are given away as assumed, and what was logged of
 * it. */
typedef struct ci_place_market {
    const ci_place_run *run; /* borrowed */
    ci_place_log log;
    size_t *first_grant; /* of each class, into the log's grants, which stand
                            by class; one more at the end */
    size_t *first_asker; /* of each facility, into `askers`; one more */
    uint32_t *askers; /* who asked for places there, people of the run */
    /* What a spot can touch. */
    uint32_t *local; /* of each facility, and the new one: its number from 1;
                        0: nothing changes there */
    uint32_t *facilities; /* by these numbers less 1 */
    size_t facility_count;
    uint32_t *people;
    size_t count;
    bool *is_touched; /* each of the run's people */
    ci_place_room room; /* for `people` */
    int64_t *places_milli; /* by `local` */
    int64_t *placed_milli; /* beside `people` */
} ci_place_market;

/* Fills a market, which the caller clears, after a failure too. */
circlet_status ci_place_market_make(ci_place_market *market,
                                    const ci_place_run *run,
                                    circlet_error *error);
void ci_place_market_clear(ci_place_market *market);

/*
 * The least number of free places that, added at a spot, give places to
 * `wanted_milli` more of a unit's people than have one, or to as many as any
 * number there does: `gained_milli`. 0 places: it helps nobody.
 *
 * Nobody loses by more places (Roth and Sotomayor 1990, theorem 2.25), so
 * that the number is found by doubling and halving.
 */
circlet_status ci_place_market_least(int64_t *places, int64_t *gained_milli,
                                     ci_place_market *market,
                                     const ci_place_spot *spot,
                                     circlet_unit unit, int64_t wanted_milli,
                                     circlet_error *error);

#endif
