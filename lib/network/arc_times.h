/* Times of the arcs of a network for one mode and bound. */
#ifndef CI_NETWORK_ARC_TIMES_H
#define CI_NETWORK_ARC_TIMES_H

#include "network/network.h"

/* An arc that cannot be passed. */
#define CI_CLOSED UINT32_MAX

/*
 * Times stand beside the network's `adjacent`: leave_ms[k] is the time from
 * the node where adjacent[k] stands to its head, arrive_ms[k] the time from
 * the head to that node. Both are CI_CLOSED where the mode cannot pass.
 * through_ms is what passing a node costs on top, between two arcs and not
 * at either end of a journey; CI_CLOSED: no journey leads through. The times
 * of whole arcs hold what it takes to get from their links onto the nodes at
 * both ends, and from there onto them (ci_approach_ms()); those of links
 * (forward_ms, backward_ms) and of their parts do not.
 */
struct circlet_arc_times {
    const circlet_network *network;
    circlet_travel_mode *mode; /* shared */
    circlet_bound bound;
    uint32_t *leave_ms, *arrive_ms; /* 2 x link_count */
    uint32_t *through_ms; /* node_count */
    uint32_t *approach_ms; /* of each link at its start and its end; NULL:
                              all are 0. See ci_approach_ms() */
    uint8_t *is_snap_barrier; /* link_count */
    uint32_t *component; /* node_count; weakly connected by open arcs */
    uint32_t *component_size; /* nodes of each component */
    uint32_t component_count;
    uint32_t *forward_ms, *backward_ms; /* link_count; of each link */
    double off_road_mps;
    uint32_t boarding_ms; /* once a journey on the network */
    bool is_turned; /* journeys run backwards: leaving is arriving, and turns
                       lead from their to_link to their from_link */
    size_t open_count;
};

/* Times of a network to be filled, without a mode; NULL: no memory. */
circlet_arc_times *ci_arc_times_reserve(const circlet_network *network);

/* Room for `approach_ms`, all 0; false: no memory. */
bool ci_arc_times_reserve_approaches(circlet_arc_times *times);

/* Fills `leave_ms` and `arrive_ms`: the times of the links laid beside the
 * adjacency, so that a search reads them in the order in which it meets the
 * links. */
void ci_arc_times_lay_out(circlet_arc_times *times);

/* What getting from a link onto the node at its end (or start), or from there
 * onto the link, takes on top: a share of the wait at a crossing, where the
 * link leads up to a road that others go along. CI_CLOSED: nobody gets from
 * one to the other, over a kerb, though the link may be used from its other
 * end. */
static inline uint32_t ci_approach_ms(const circlet_arc_times *times,
                                      uint32_t link, bool at_end)
{
    return times->approach_ms ? times->approach_ms[2 * (size_t)link + at_end]
                              : 0;
}

#endif
