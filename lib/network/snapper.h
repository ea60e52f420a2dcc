/* What a snapper consists of: for the files of snapping alone. */
#ifndef CI_NETWORK_SNAPPER_H
#define CI_NETWORK_SNAPPER_H

#include "base/parallel.h"
#include "network/near_memory.h"
#include "network/snap.h"
#include "network/snap_choose.h"
#include "network/snap_use.h"

struct ci_snapper {
    const circlet_network *network;
    ci_snap_limits limits;
    ci_link_map *map;
    ci_snap_uses *uses;
    ci_near_memory memory;
    ci_near_room *rooms[CI_THREADS_MAX]; /* of each thread */
    uint32_t room_count;
    ci_tie *ties; /* room that one question leaves to the next */
    size_t tie_capacity;
};

/* Makes rooms for so many threads. false: no memory. */
bool ci_snapper_reserve_rooms(ci_snapper *snapper, uint32_t count);

/* Who asks. */
typedef struct ci_snap_question {
    const ci_snapper *snapper;
    uint32_t ground;
    ci_snap_choice choice;
} ci_snap_question;

/* Borrows from snapper and times. false: no memory. */
bool ci_snap_question_start(ci_snap_question *out, ci_snapper *snapper,
                            const circlet_arc_times *times);

/* What lies near a point. */
typedef struct ci_near_view {
    const ci_near_link *links; /* borrowed from the memory or the room */
    size_t count;
    bool is_new; /* it is not remembered */
} ci_near_view;

/* Looks into the memory, else at the map, in the room of a thread; threads
 * may look at the same time, each in its room. false: no memory. */
bool ci_snap_question_look(ci_near_view *out, const ci_snap_question *question,
                           uint32_t room, circlet_point at);

#endif
