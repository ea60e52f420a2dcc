/* Which sites cover which demand: the data of a covering problem. */
#ifndef CI_SITING_COVER_H
#define CI_SITING_COVER_H

#include <circlet/siting.h>

/*
 * Demand points that the same sites cover are one group; those without
 * weight, or that no site covers, are in none.
 */
typedef struct ci_cover {
    size_t site_count;
    size_t group_count;
    int64_t *weights; /* of each group, above 0 */
    int64_t total; /* of all groups */
    size_t *first; /* site_count + 1; into `groups` */
    uint32_t *groups; /* of each site, ascending */
} ci_cover;

/*
 * Reads a matrix as cover. CIRCLET_E_ARGUMENT if a weight is negative,
 * CIRCLET_E_DATA if their sum does not fit. The caller clears `out`.
 */
circlet_status ci_cover_make(ci_cover *out, const circlet_od_matrix *reach,
                             const int64_t *weights, circlet_error *error);
void ci_cover_clear(ci_cover *cover);

#endif
