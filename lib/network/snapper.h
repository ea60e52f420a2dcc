/* What a snapper consists of: for the files of snapping alone. */
#ifndef CI_NETWORK_SNAPPER_H
#define CI_NETWORK_SNAPPER_H

#include <pthread.h>

#include "base/parallel.h"
#include "network/near_memory.h"
#include "network/snap.h"
#include "network/snap_choose.h"
#include "network/snap_use.h"

struct ci_snapper {
    const circlet_network *network;
    ci_snap_limits limits;
    ci_link_map *map;
    pthread_mutex_t lock; /* of the uses and of who explores */
    pthread_cond_t was_explored;
    ci_snap_uses *uses;
    bool is_explored; /* by somebody, whose the rooms are */
    pthread_rwlock_t memory_lock; /* only who explores changes the memory */
    ci_near_memory memory;
    ci_near_room *rooms[CI_THREADS_MAX]; /* of each thread */
    uint32_t room_count;
    ci_tie *ties; /* room that one question leaves to the next */
    size_t tie_capacity;
};

/*
 * What is not remembered is looked for by one question at a time, so that the
 * next one finds it remembered: waits for others, then sets `explores`, which
 * the threads of a question share. It may be set already. The memory must not
 * be locked. Rooms are made for so many threads. false: no memory.
 */
bool ci_snapper_explore(ci_snapper *snapper, bool *explores,
                        uint32_t thread_count);

/* What was found is remembered: the next one's turn. `explores` is unset. */
void ci_snapper_explored(ci_snapper *snapper, bool *explores);

/* Who asks. */
typedef struct ci_snap_question {
    ci_snapper *snapper;
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

/* Looks into the memory, which is locked for reading or the caller's alone.
 * false: it is not remembered. */
bool ci_snap_question_recall(ci_near_view *out,
                             const ci_snap_question *question,
                             circlet_point at);

/* Looks at the map, for who explores, in the room of a thread. false: no
 * memory. */
bool ci_snap_question_look(ci_near_view *out, const ci_snap_question *question,
                           uint32_t room, circlet_point at);

#endif
