/* Parts of a network that hang together for one mode. */
#ifndef CI_NETWORK_COMPONENT_H
#define CI_NETWORK_COMPONENT_H

#include "network/arc_times.h"

/*
 * Fills component, component_size, component_count from forward_ms,
 * backward_ms, through_ms and approach_ms. A link joins its ends if it is
 * open in any direction and leads on over both: no journey goes through a
 * closed node, so what lies on either side of one is not one component. A
 * closed node is a component of its own, of size 1. false: no memory.
 */
bool ci_components_find(circlet_arc_times *times);

/* Whether a journey may lead on from a link over its end (or start). */
static inline bool ci_link_leads_on(const circlet_arc_times *times,
                                    uint32_t link, bool at_end)
{
    const ci_link *ends = &times->network->links[link];
    uint32_t node = at_end ? ends->to : ends->from;

    return times->through_ms[node] != CI_CLOSED &&
           ci_approach_ms(times, link, at_end) != CI_CLOSED;
}

/* The component of an open link: that of an end over which it leads on. Where
 * none does (ci_link_is_shut()) the link is in none: that of its start. */
static inline uint32_t ci_link_component(const circlet_arc_times *times,
                                         uint32_t link)
{
    const ci_link *ends = &times->network->links[link];

    return times->component[!ci_link_leads_on(times, link, false) &&
                                    ci_link_leads_on(times, link, true)
                                ? ends->to
                                : ends->from];
}

/* Whether a link leads on over neither end: a journey on it begins and ends
 * on it. */
static inline bool ci_link_is_shut(const circlet_arc_times *times,
                                   uint32_t link)
{
    return !ci_link_leads_on(times, link, false) &&
           !ci_link_leads_on(times, link, true);
}

/* The nodes of the component of an open link; 1 where it is shut. */
uint32_t ci_link_component_size(const circlet_arc_times *times, uint32_t link);

#endif
