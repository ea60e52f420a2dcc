/* A network ready to be asked for travel times. */
#ifndef CI_REACH_ROUTER_H
#define CI_REACH_ROUTER_H

#include <circlet/reach.h>

#include "network/snap.h"
#include "reach/search.h"

typedef struct ci_router_mode {
    char *name;
    circlet_arc_times *times;
} ci_router_mode;

struct circlet_router {
    const circlet_network *network;
    uint32_t component_nodes; /* a smaller component is an island */
    ci_snapper *snapper;
    ci_search *search;
    ci_router_mode *modes;
    size_t mode_count, mode_capacity;
};

#endif
