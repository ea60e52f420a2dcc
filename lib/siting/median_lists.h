/* Of each client the sites by time: the data of median problems. */
#ifndef CI_SITING_MEDIAN_LISTS_H
#define CI_SITING_MEDIAN_LISTS_H

#include <circlet/location.h>

#include "siting/effort.h"
#include "siting/side.h"

/*
 * A client is a demand point, or several that have the same sites at the
 * same times and pay the same at most. No client are points without weight
 * and points that no serving site reaches (`unreachable`). In a list are the
 * sites that may be chosen and are nearer than what the client pays anyhow:
 * `caps`, the least of unserved_ms and its nearest existing site.
 * Memory: 8 bytes an entry, and 8 more for the way back.
 */
typedef struct ci_median_lists {
    size_t site_count; /* as in the location */
    size_t client_count;
    int64_t *weights; /* of each client, above 0 */
    uint32_t *caps; /* ms */
    size_t *first; /* client_count + 1; into `entries` */
    circlet_od_entry *entries; /* by time, then site */
    size_t *site_first; /* site_count + 1; into `reached`; NULL in lists that
                           were cut */
    circlet_od_entry *reached; /* clients and times, by client */
    size_t *member_first; /* client_count + 1; into `members` */
    uint32_t *members; /* demand points of each client, ascending */
    int64_t total; /* sum of weight x cap */
    size_t unreachable; /* points */
    int64_t unreachable_weight;
    size_t merged; /* points beyond the first of their client */
} ci_median_lists;

/*
 * Reads the location. CIRCLET_E_ARGUMENT if a weight is negative,
 * CIRCLET_E_DATA if the sum of weight x time passes 2^61. The caller clears
 * `out`.
 */
circlet_status ci_median_lists_make(ci_median_lists *out,
                                    const circlet_location *location,
                                    const ci_side *side, ci_effort *effort,
                                    circlet_error *error);
void ci_median_lists_clear(ci_median_lists *lists);

/*
 * Every so many of the clients of `from`, weighing as many times more (where
 * sums allow), without members: what a large problem looks like from afar.
 * False: no memory. Cleared like lists.
 */
bool ci_median_lists_sample(ci_median_lists *out, const ci_median_lists *from,
                            size_t every);

/*
 * Lists for bounds: without the sites that are CI_OUT, and of each client
 * only what is nearer than its ceiling in ms (NULL: none) and than its
 * nearest site that is CI_IN; the least of these is its cap then, so that
 * sites that are CI_IN are in no list. Clients are those of `from`, with
 * weights and members borrowed. False: no memory.
 */
bool ci_median_lists_cut(ci_median_lists *out, const ci_median_lists *from,
                         const uint8_t *decided, const uint32_t *ceilings);
void ci_median_lists_clear_cut(ci_median_lists *lists);

/* What the clients pay for the chosen (and the existing) sites. */
int64_t ci_median_cost(const ci_median_lists *lists, const uint8_t *is_chosen);

#endif
