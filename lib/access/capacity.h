/* Who gets the places of facilities that have not enough for all. */
#ifndef CI_ACCESS_CAPACITY_H
#define CI_ACCESS_CAPACITY_H

#include "access/equal_rows.h"

/* More places than there can be people. */
#define CI_PLACES_UNLIMITED INT64_MAX

/* People beside each other, and the facilities that they reach. Borrowed. */
typedef struct ci_places_problem {
    const ci_od_row *rows; /* of each person or weighted point */
    const int64_t *weights_milli; /* of each, not negative; their sum fits */
    const bool *is_focus; /* of each: served before the others; NULL: nobody */
    size_t row_count;
    const uint32_t *facility_of; /* of each destination of the rows, such as
                                    an entrance; NULL: destinations are
                                    facilities */
    const int64_t *places_milli; /* of each facility, not negative */
    size_t facility_count;
} ci_places_problem;

/*
 * Gives the places away, the nearest first: all pairs of a person and a
 * facility in their reach are gone through by ascending time, those of the
 * focus group before any of the others, and each person takes what they
 * still need of what the facility still has. Where several want the places
 * of one facility after the same time, and there are not enough, these are
 * divided in proportion to what they still need, by ci_apportion() in
 * thousandths. Who is as near to several facilities takes from the first.
 *
 * Nobody is left over who could take a place from somebody of the same or a
 * later group that is farther from it: the assignment is stable (Gale and
 * Shapley 1962), each side preferring what is nearer. It need not place as
 * many people as there could be placed, see ci_max_flow().
 *
 * People of one group whose rows are equal are served as one, so that
 * dividing a weighted point into several that stand beside each other
 * changes no sum. Fills placed_milli (of each person) and, unless NULL,
 * taken_milli (of each facility).
 */
circlet_status ci_assign_places(int64_t *placed_milli, int64_t *taken_milli,
                                const ci_places_problem *problem,
                                circlet_error *error);

/* What a class of people got of one facility. */
typedef struct ci_place_grant {
    uint32_t class, facility;
    int64_t milli;
} ci_place_grant;

/* How the places were given away. People of one group whose rows are equal
 * are a class. */
typedef struct ci_place_log {
    uint32_t *class_of; /* of each person */
    size_t class_count;
    uint32_t *ends_ms; /* of each class: whatever is later in its rows it did
                          not ask for; CIRCLET_UNREACHED: it asked for all */
    ci_place_grant *grants; /* as they were made */
    size_t grant_count, grant_capacity;
} ci_place_log;

/* The same, with a log that the caller clears, after a failure too. */
circlet_status ci_assign_places_logged(int64_t *placed_milli,
                                       ci_place_log *log,
                                       const ci_places_problem *problem,
                                       circlet_error *error);
void ci_place_log_clear(ci_place_log *log);

#endif
