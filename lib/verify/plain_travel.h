/* What a plain travel source consists of. */
#ifndef CI_VERIFY_PLAIN_TRAVEL_H
#define CI_VERIFY_PLAIN_TRAVEL_H

#include <circlet/verify.h>

#include "network/snap.h"
#include "verify/backward_search.h"
#include "verify/plain_edge.h"

/* NULL: not asked for yet. */
typedef struct ci_plain_mode {
    circlet_travel_mode *mode; /* shared */
    circlet_arc_times *times[CIRCLET_BOUND_COUNT];
    ci_backward_search *searches[CIRCLET_BOUND_COUNT];
} ci_plain_mode;

struct circlet_plain_travel {
    const circlet_network *network;
    ci_snap_limits limits;
    uint32_t component_nodes; /* a smaller component is an island */
    ci_snapper *snapper;
    ci_plain_mode *modes;
    size_t mode_count, mode_capacity;
    ci_plain_edge *edge; /* NULL: not asked for yet */
};

/* What circlet_travel calls; `user` is the source. */
circlet_status ci_plain_find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                     const circlet_travel_query *query,
                                     void *user, circlet_error *error);
circlet_status ci_plain_find_within(circlet_od_matrix **out,
                                    const circlet_travel_query *query,
                                    void *user, circlet_error *error);
circlet_status ci_plain_find_edge(uint32_t *times_ms,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error);

/* The times of a mode at a bound and a search on them, made when first asked
 * for; borrowed. */
circlet_status ci_plain_travel_aim(const circlet_arc_times **times,
                                   ci_backward_search **search,
                                   circlet_plain_travel *plain,
                                   const char *mode, circlet_bound bound,
                                   circlet_error *error);

#endif
