/* Parts of a network that hang together for one mode. */
#ifndef CI_NETWORK_COMPONENT_H
#define CI_NETWORK_COMPONENT_H

#include "network/arc_times.h"

/*
 * Fills component, component_size, component_count from forward_ms,
 * backward_ms and through_ms. A link joins its ends if it is open in any
 * direction and both may be passed: no journey leads on through a closed
 * node, so what lies on either side of one is not one component. A closed
 * node is a component of its own, of size 1. false: no memory.
 */
bool ci_components_find(circlet_arc_times *times);

/* The component of an open link: that of an end which can be passed; if
 * neither can, that of its start, a component of size 1. */
uint32_t ci_link_component(const circlet_arc_times *times, uint32_t link);

/* Whether neither end of a link can be passed: a journey on it begins and
 * ends on it. */
bool ci_link_is_shut(const circlet_arc_times *times, uint32_t link);

#endif
