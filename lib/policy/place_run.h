/* Who gets a free place as assumed, and what that comes to in each unit, with
 * bounds that hold whatever is true of that which is not known. */
#ifndef CI_POLICY_PLACE_RUN_H
#define CI_POLICY_PLACE_RUN_H

#include "policy/catchment_run.h"

/* What is not known of facilities that people of a unit may get to. */
typedef enum ci_place_doubt {
    CI_PLACES_UNKNOWN = 1, /* how many places there are */
    CI_OCCUPIED_UNKNOWN = 2 /* how many of them are taken */
} ci_place_doubt;

/* Part of a whole, in thousandths of a person. */
typedef struct ci_place_share {
    int64_t part_milli, all_milli;
} ci_place_share;

/* People of one unit, in thousandths of a person. */
typedef struct ci_place_sums {
    int64_t all_milli; /* in the group, or perhaps in it */
    int64_t sure_milli; /* surely in it */
    int64_t modelled_milli;
    int64_t blind_milli; /* of whom nothing can be said */
    int64_t outside_milli; /* of them: outside the known streets */
    int64_t homeless_milli; /* of them: of no known setting */
    int64_t placed_milli; /* as assumed */
    int64_t nowhere_milli; /* nothing is in their reach, as assumed */
    int64_t certain_milli; /* whatever is true: of those surely in it */
    int64_t certain_maybe_milli; /* and of the others */
    int64_t most_sure_milli; /* no more of those surely in it, if only they
                                were */
    int64_t most_milli; /* nor of all */
    int64_t focus_milli, focus_placed_milli; /* as assumed */
    int64_t flow_milli; /* the most that could be placed if the unit's people
                           were served alone, as assumed */
    ci_doubts doubts;
    uint32_t own_rows; /* of the table of own modes */
    uint32_t place_doubts; /* bits of ci_place_doubt */
    bool is_at_edge; /* of somebody */
    bool is_way_open; /* of somebody: what the streets lack matters */
    bool is_exact; /* nothing is unknown that matters */
} ci_place_sums;

typedef struct ci_place_run {
    ci_catchment_run catchment;
    int64_t *places_milli; /* of each facility, as assumed */
    int64_t *least_places_milli; /* of each facility, whatever is true */
    int64_t *most_places_milli; /* CI_PLACES_UNLIMITED: any number */
    uint8_t *place_doubts; /* of each facility */
    int64_t *placed_milli; /* of each person, as assumed */
    bool *is_settled; /* each person: so it is, whatever is true elsewhere */
    bool *is_certain; /* each person has a place whatever is true */
    int64_t *firm_milli; /* of each person: among those of whom all is known,
                            with all places that there may be; 0 of others */
    bool is_exact; /* everybody is settled */
    ci_place_sums *sums; /* of each of the city's units */
} ci_place_run;

/* Fills a run whose catchment is set up as ci_catchment_run_find() needs it;
 * the caller clears it, after a failure too. */
circlet_status ci_place_run_measure(ci_place_run *run, circlet_error *error);
void ci_place_run_clear(ci_place_run *run);

/* The least and the greatest share that there may be. Of nobody it is 0 in 0:
 * at best nobody of a unit may be in the group. */
ci_place_share ci_place_share_low(const ci_place_sums *sums);
ci_place_share ci_place_share_high(const ci_place_sums *sums);

/* Whether a share is at least so many millionths; one of nobody is. */
bool ci_place_share_meets(ci_place_share share, int64_t target_micro);

#endif
