/* Tying points to the links near them. */
#ifndef CI_NETWORK_SNAP_H
#define CI_NETWORK_SNAP_H

#include "geo/geodesic.h"
#include "geo/grid_index.h"
#include "network/tie.h"

typedef struct ci_snap_limits {
    double limit_m; /* farthest link */
    double spread_m; /* at most so much beyond the nearest of use */
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

/* Components of fewer nodes are islands from now on; of 0, to begin with:
 * none is one. false: no memory. */
bool ci_snapper_know_islands(ci_snapper *snapper, uint32_t least_nodes);

/*
 * Finds the ties of a point, by ascending link. Candidates are the streets
 * (see ci_link_is_street()) within the limit that lie on the ground (see
 * ci_link_is_on_ground()), are no snap barrier, and
 * that the straight line to their nearest place reaches without crossing one.
 * Of these the mode is tied to those it can pass which lie at most `spread_m`
 * beyond the nearest such street that is on no island (beyond the nearest
 * such street, if all are). At max that is the nearest it might perhaps pass,
 * at min the nearest it can pass for certain, or the limit if there is none:
 * the ties at max are among the nominal ones, and these among those at min.
 * The ties are borrowed until the next call. false: no memory.
 */
bool ci_snapper_find(ci_snapper *snapper, const circlet_arc_times *times,
                     circlet_point at, const ci_tie **ties, size_t *count);

#endif
