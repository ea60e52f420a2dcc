/* Which points share a place. */
#ifndef CI_REACH_SHARERS_H
#define CI_REACH_SHARERS_H

#include "reach/tied_points.h"

#define CI_NO_SHARER UINT32_MAX

/* The points of each place, ascending: `next` leads on from `first`. Starts
 * as {0}. */
typedef struct ci_sharers {
    uint32_t *first; /* of each place */
    uint32_t *next; /* of each point; CI_NO_SHARER: the last */
    uint32_t *count; /* of each place */
} ci_sharers;

/* The caller frees the sharers even on failure. false: no memory. */
bool ci_sharers_find(ci_sharers *sharers, const ci_tied_points *tied);
void ci_sharers_free(ci_sharers *sharers);

#endif
