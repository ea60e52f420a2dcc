#ifndef CIRCLET_ACCESS_H
#define CIRCLET_ACCESS_H

#include <circlet/reach.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How well people are served. A matrix `reach` has a row for each origin
 * (a person, or a weighted point of people) with the facilities within the
 * cutoff; arrays beside its origins and destinations are as long as these
 * are many. Outputs are arrays of the caller's and are filled on success
 * alone. Errors: CIRCLET_E_ARGUMENT (a NULL, or a value out of its range,
 * which is named), CIRCLET_E_DATA (a sum leaves the range of 64 bits),
 * CIRCLET_E_NOMEM.
 */

/* ---- places ------------------------------------------------------------- */

/* A facility with places for all who come. */
#define CIRCLET_PLACES_UNLIMITED INT64_MAX

/* Who wants places, and where there are some. Borrowed for the call. */
typedef struct circlet_places_query {
    const circlet_od_matrix *reach;
    const int64_t *weights_milli; /* of each origin, thousandths of a person,
                                     0 or more */
    const bool *is_focus; /* of each origin: served before all others; NULL:
                             nobody is */
    const int64_t *places_milli; /* of each destination, thousandths of a
                                    place, 0 or more */
} circlet_places_query;

/*
 * Gives the places away, the nearest first. All pairs of the matrix are gone
 * through by ascending time, those of the focus group before the others; a
 * person takes what they still need of what the facility still has. Those
 * who want the places of one facility after the same time share what is left
 * of them in proportion to their need, in whole thousandths by largest
 * remainders, of equals the first. Who is as near to several facilities
 * takes from the first.
 *
 * The assignment is stable (Gale and Shapley 1962): nobody is left over who
 * is nearer to a facility than somebody of the same or a later group who has
 * a place there. Origins with equal rows are served together: dividing one
 * into several beside each other changes no sum.
 *
 * Fills placed_milli (of each origin) and, unless NULL, taken_milli (of each
 * destination).
 */
circlet_status circlet_assign_places(int64_t *placed_milli,
                                     int64_t *taken_milli,
                                     const circlet_places_query *query,
                                     circlet_error *error);

/*
 * The most people that any assignment could place, in thousandths: exact, as
 * a maximum flow (Ford and Fulkerson 1956; Dinitz 1970). Neither times nor
 * `is_focus` matter. Fills, unless NULL, taken_milli (of each destination)
 * with an assignment that places so many.
 */
circlet_status circlet_assign_places_at_best(int64_t *out_milli,
                                             int64_t *taken_milli,
                                             const circlet_places_query *query,
                                             circlet_error *error);

/* ---- floating catchments ------------------------------------------------ */

/* How much people up to a time count. */
typedef struct circlet_decay_band {
    uint32_t to_ms; /* inclusive */
    double weight; /* from 0 to 1; used in millionths */
} circlet_decay_band;

/* Start from CIRCLET_FLOATING_CATCHMENT_OPTIONS_INIT; a zero field has its
 * default. */
typedef struct circlet_floating_catchment_options {
    size_t struct_size; /* set by the initialiser */
    const circlet_decay_band *bands; /* ascending times; who is beyond the
                                        last does not count. Default: none,
                                        all within the cutoff count alike */
    size_t band_count;
} circlet_floating_catchment_options;

#define CIRCLET_FLOATING_CATCHMENT_OPTIONS_INIT                               \
    {                                                                         \
        .struct_size = sizeof(circlet_floating_catchment_options)             \
    }

/*
 * Two-step floating catchment areas (Luo and Wang 2003; with bands the
 * enhanced method of Luo and Qi 2009). First each facility's supply is
 * divided by the people in its reach, R_j = S_j / sum_i P_i W(t_ij); then
 * each person sums what they reach, A_i = sum_j R_j W(t_ij): supply per
 * person. Where all supply is in somebody's reach, sum_i P_i A_i = sum_j S_j.
 *
 * Fills access (of each origin) and, unless NULL, ratios (R of each
 * destination; 0 where nobody gets to). `supply`, of each destination, is
 * finite and 0 or more; `weights_milli` as for places. `options` may be NULL.
 */
circlet_status circlet_floating_catchment(
    double *access, double *ratios, const circlet_od_matrix *reach,
    const int64_t *weights_milli, const double *supply,
    const circlet_floating_catchment_options *options, circlet_error *error);

/* ---- evenness ----------------------------------------------------------- */

/*
 * The Gini coefficient of `count` values, 0 or more, each of which stands
 * for so many people (`weights`, 0 or more; NULL: one each): half the mean
 * difference of any two people, over the mean (Gini 1912); from 0, all have
 * alike, to less than 1. 0 where nobody has anything; CIRCLET_E_ARGUMENT
 * where there is nobody.
 */
circlet_status circlet_gini(double *out, const double *values,
                            const double *weights, size_t count,
                            circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
