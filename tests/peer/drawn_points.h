/* Points drawn in a city, to travel between: beside streets, on their nodes,
 * anywhere, at one place, and on one street. */
#ifndef TESTS_DRAWN_POINTS_H
#define TESTS_DRAWN_POINTS_H

#include "network/network.h"

/* Starts with the counts and the network, all else 0. */
typedef struct drawn_points {
    const circlet_network *network;
    size_t origin_count, destination_count;
    circlet_point *points; /* of origins, then destinations */
    uint32_t *streets; /* beside which they lie */
    uint32_t centre; /* the street around which most points lie */
    uint64_t random;
} drawn_points;

/* The same points for the same counts and network. false: no memory. The
 * caller frees the points even then. */
bool drawn_points_make(drawn_points *drawn);
void drawn_points_free(drawn_points *drawn);

#endif
