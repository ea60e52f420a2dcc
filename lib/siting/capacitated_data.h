/* A location problem with capacities, as lists both ways. */
#ifndef CI_SITING_CAPACITATED_DATA_H
#define CI_SITING_CAPACITATED_DATA_H

#include "siting/effort.h"
#include "siting/side.h"

/* No site, no client. */
#define CI_CAPACITATED_NONE UINT32_MAX

/* A site in the list of a client. */
typedef struct ci_capacitated_option {
    uint32_t site;
    uint32_t time; /* what a unit of weight pays there */
} ci_capacitated_option;

/* A client in the list of a site. */
typedef struct ci_capacitated_visit {
    uint32_t client;
    uint32_t time;
} ci_capacitated_visit;

/*
 * Both models as one: each unit of a client's weight pays the time to the
 * site that serves it, or `unserved` where none does, and the sum is to be
 * small. Maximal covering is the case of times 0 and unserved 1: what is
 * paid is the weight that is not covered. Clients are the demand points that
 * ask for something and that some site may serve, in their order.
 */
typedef struct ci_capacitated {
    const ci_side *side;
    bool is_whole;
    size_t client_count, site_count;
    uint32_t *points; /* of each client */
    int64_t *weights; /* above 0 */
    int64_t *loads; /* the weights, unless is_whole */
    uint32_t unserved;
    size_t *first; /* client_count + 1; into `options` */
    ci_capacitated_option *options; /* by time, then site; below `unserved` */
    size_t *site_first; /* site_count + 1; into `visits` */
    ci_capacitated_visit *visits; /* of each site by client */
    size_t *visit_of; /* of each option: the same pair in `visits` */
    int64_t *capacities; /* of each site; at most total_load */
    int64_t total; /* sum of weight x unserved */
    int64_t total_load;
    int64_t total_weight;
    size_t unreachable; /* points that no allowed site reaches */
    int64_t unreachable_weight;
} ci_capacitated;

/*
 * Reads a location as p-median, or as maximal covering where `is_cover`.
 * CIRCLET_E_ARGUMENT for negative weights, loads that are not the weights
 * though they may be split, and bands. CIRCLET_E_DATA if sums do not fit,
 * CIRCLET_E_CANCELLED as ci_effort_prepare(). The caller clears `out`.
 */
circlet_status ci_capacitated_make(ci_capacitated *out,
                                   const circlet_location *location,
                                   const ci_side *side, bool is_cover,
                                   ci_effort *effort, circlet_error *error);
void ci_capacitated_clear(ci_capacitated *problem);

/* Who is served by whom. */
typedef struct ci_capacitated_part {
    uint32_t client;
    uint32_t site;
    int64_t amount; /* of the client's weight */
    uint32_t time;
} ci_capacitated_part;

#endif
