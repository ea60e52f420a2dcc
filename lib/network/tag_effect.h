/* What the rules of a mode make of a link or node, also where tags are
 * missing. */
#ifndef CI_NETWORK_TAG_EFFECT_H
#define CI_NETWORK_TAG_EFFECT_H

#include "network/slope.h"

/* For one direction along a link, or for a node (speed and factor unused).
 * Ranges hold all that may be, the nominal value included. */
typedef struct ci_tag_effect {
    bool passes; /* as the mode assumes */
    bool may_pass, must_pass; /* at best, at worst */
    bool is_snap_barrier;
    double speed_mps, factor, delay_s; /* as the mode assumes; without slope */
    ci_range speeds_mps, factors, delays_s;
    ci_unknown_mask asked; /* unknowns of the mode that matter here */
    ci_unknown_mask missing; /* of those, the tags that are not there */
} ci_tag_effect;

/* Without slope, see ci_slope_of_link(). */
ci_tag_effect ci_tag_effect_of_link(const circlet_network *network,
                                    const circlet_travel_mode *mode,
                                    uint32_t link, bool is_backward);
ci_tag_effect ci_tag_effect_of_node(const circlet_network *network,
                                    const circlet_travel_mode *mode,
                                    uint32_t node);

/* The time along a whole link in one direction, slope and tags and one-way
 * included, CI_CLOSED where there is no way. arc_times.c uses it for every
 * link. */
uint32_t ci_link_time_ms(const circlet_network *network,
                         const circlet_travel_mode *mode, uint32_t link,
                         bool is_backward, circlet_bound bound);

/* Unknowns of the mode that matter on a link (either direction; slope
 * included), and those missing that make its time differ between the
 * bounds; CI_UNKNOWN_BY_HEIGHTS matters in networks with heights where slope
 * does. */
void ci_link_unknowns(const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t link,
                      ci_unknown_mask *asked, ci_unknown_mask *missing);

/* Likewise at a node; what a street that ends there is asked for in its
 * place (the kerb of a crossing) is counted there: it is not asked here,
 * though it may be missing. */
void ci_node_unknowns(const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t node,
                      ci_unknown_mask *asked, ci_unknown_mask *missing);

#define CI_CAUSE_MAX 24

/* Why a link takes its nominal time, in the order in which the rules apply:
 * at most CI_CAUSE_MAX causes into `out`; gives how many. Seconds of speed,
 * factors, slope and delays add up to the time. */
size_t ci_link_causes(circlet_cause *out, const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t link,
                      bool is_backward);

/* The same of a node that is passed in `mapped_ms`: not all who pass it get
 * across the road, see network/crossing_wait.h. UINT32_MAX: who does. */
size_t ci_node_causes(circlet_cause *out, const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t node,
                      uint32_t mapped_ms);

#endif
