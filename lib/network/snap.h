/* Tying points to the links near them. */
#ifndef CI_NETWORK_SNAP_H
#define CI_NETWORK_SNAP_H

#include "geo/geodesic.h"
#include "geo/grid_index.h"
#include "network/tie.h"

typedef struct ci_snap_limits {
    double limit_m; /* farthest link */
    double spread_m; /* at most so much beyond the nearest */
    double detour; /* walked distance per straight distance */
} ci_snap_limits;

/* Metres from a point to the nearest place of a segment, in the frame of the
 * point's latitude. */
double ci_segment_distance_m(circlet_point at, ci_frame frame,
                             const ci_segment *segment);

/* The box of all that lies within so many metres, and a little more. */
ci_box ci_box_around(circlet_point at, ci_frame frame, double radius_m);

/* Knows where the links of a network lie. One thread at a time. */
typedef struct ci_snapper ci_snapper;

/* The network must outlive the snapper. NULL if memory ran out. */
ci_snapper *ci_snapper_new(const circlet_network *network,
                           const ci_snap_limits *limits);
void ci_snapper_free(ci_snapper *snapper);

/*
 * Finds the ties of a point, by ascending link. Candidates are the streets
 * (see ci_link_is_street()) that are no snap barrier, within the limits, by
 * geometry alone; of these, links that the mode cannot pass are left out,
 * and links that the straight line reaches only across a snap barrier.
 * The ties are borrowed until the next call. false: no memory.
 */
bool ci_snapper_find(ci_snapper *snapper, const circlet_arc_times *times,
                     circlet_point at, const ci_tie **ties, size_t *count);

#endif
