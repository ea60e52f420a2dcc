/* What people of each unit have in reach of a supply that all share, and how
 * evenly. */
#ifndef CI_POLICY_EVEN_RUN_H
#define CI_POLICY_EVEN_RUN_H

#include "policy/catchment_run.h"

/* What holds whatever is true; high may be infinite. */
typedef struct ci_even_bounds {
    double low, high;
} ci_even_bounds;

/* The people of one unit. */
typedef struct ci_even_unit {
    int64_t all_milli; /* those of the group, and who perhaps are */
    int64_t sure_milli; /* of them: surely */
    int64_t perhaps_milli; /* the least weight of those who perhaps are that
                              may be: a person, or what a row has of one; 0:
                              nobody is */
    int64_t modelled_milli; /* of all */
    int64_t counted_milli; /* of all: of known circles and streets */
    double ratio; /* supply for each of these, as assumed; NaN: none */
    ci_even_bounds bounds; /* of the ratio, for all; NaN: there is nobody */
} ci_even_unit;

/* The lesser of two weights of which 0 is none. */
static inline int64_t ci_even_least_of(int64_t a_milli, int64_t b_milli)
{
    return a_milli == 0 || (b_milli > 0 && b_milli < a_milli) ? b_milli
                                                              : a_milli;
}

typedef struct ci_even_run {
    ci_catchment_run catchment;
    int64_t *supply; /* of each facility; -1: not known */
    int64_t *supply_low; /* the same, or what is sure of it */
    ci_even_unit *units; /* of each of the city's units; ratios are those of
                            the rule's level */
    int64_t sure_milli; /* surely in the group and in such a unit */
    double mean; /* of all people of these units, as assumed */
    double gini; /* of these units by their people; NaN: there is nobody */
    ci_even_bounds mean_bounds, gini_bounds;
    bool is_exact; /* nothing is unknown that matters */
    bool lacks_types; /* nothing is known of some types that supply it */
    bool has_unknown_supply; /* of a facility that somebody may get to */
    bool has_unknown_offer; /* of a facility that is perhaps one of these */
    bool has_outside, has_homeless; /* people nothing can be said of */
    bool has_edge; /* somebody may get beyond the known streets */
    bool has_open_way; /* for somebody what the streets lack matters */
    ci_doubts doubts; /* about any of the people and facilities */
    uint32_t own_rows;
} ci_even_run;

/* Fills a run whose catchment is set up as ci_catchment_run_find() needs it;
 * the caller clears it, after a failure too. */
circlet_status ci_even_run_measure(ci_even_run *run, circlet_error *error);
void ci_even_run_clear(ci_even_run *run);

/* Whether a unit is one of those that are compared. */
bool ci_even_is_compared(const ci_even_run *run, circlet_unit unit);

/* Whether for all that is known somebody could get to any facility. */
bool ci_even_goes_anywhere(const ci_even_run *run,
                           const ci_catchment_person *person);

#endif
