/* The links near a place: where they lie, whatever mode one goes by. */
#ifndef CI_NETWORK_NEAR_LINKS_H
#define CI_NETWORK_NEAR_LINKS_H

#include "geo/geodesic.h"
#include "geo/grid_index.h"
#include "network/network.h"

/* Metres from a point to the nearest place of a segment, in the frame of the
 * point's latitude. */
double ci_segment_distance_m(circlet_point at, ci_frame frame,
                             const ci_segment *segment);

/* The box of all that lies within so many metres. */
ci_box ci_box_around(circlet_point at, ci_frame frame, double radius_m);

/* The place of a link that is nearest to a point. */
typedef struct ci_near_link {
    double distance_m;
    double fraction; /* of the link's length, from its start: 0 to 1 */
    uint32_t link;
} ci_near_link;

/* Where the links of a network lie. Any number of threads. */
typedef struct ci_link_map ci_link_map;

/* The network must outlive the map. NULL: no memory. */
ci_link_map *ci_link_map_new(const circlet_network *network);
void ci_link_map_free(ci_link_map *map);

/* What one thread needs to look around, which one question leaves to the
 * next. NULL: no memory. */
typedef struct ci_near_room ci_near_room;

ci_near_room *ci_near_room_new(const ci_link_map *map);
void ci_near_room_free(ci_near_room *room);

/*
 * Finds the streets within `limit_m` of a point, by ascending link, that the
 * straight line to their nearest place reaches without crossing a barrier.
 * `uses` says with CI_USE_STREET and CI_USE_BARRIER which links are streets
 * and barriers. Borrowed until the room's next question. false: no memory.
 */
bool ci_near_links_find(const ci_near_link **out, size_t *count,
                        const ci_link_map *map, ci_near_room *room,
                        const uint8_t *uses, circlet_point at, double limit_m);

#endif
