#include "network/snap.h"

#include <stdlib.h>

#include "network/snapper.h"

/* Who explores waits for nobody that comes after it. false: no memory. */
static bool make_memory_lock(pthread_rwlock_t *lock)
{
    pthread_rwlockattr_t attributes;
    bool is_made;

    if (pthread_rwlockattr_init(&attributes))
        return false;
    is_made = !pthread_rwlockattr_setkind_np(
                  &attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) &&
              !pthread_rwlock_init(lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
    return is_made;
}

static bool make_locks(ci_snapper *snapper)
{
    if (pthread_mutex_init(&snapper->lock, NULL))
        return false;
    if (pthread_cond_init(&snapper->was_explored, NULL)) {
        pthread_mutex_destroy(&snapper->lock);
        return false;
    }
    if (!make_memory_lock(&snapper->memory_lock)) {
        pthread_cond_destroy(&snapper->was_explored);
        pthread_mutex_destroy(&snapper->lock);
        return false;
    }
    return true;
}

ci_snapper *ci_snapper_new(const circlet_network *network,
                           const ci_snap_limits *limits)
{
    ci_snapper *snapper = calloc(1, sizeof(*snapper));

    if (!snapper || !make_locks(snapper)) {
        free(snapper);
        return NULL;
    }
    snapper->network = network;
    snapper->limits = *limits;
    snapper->map = ci_link_map_new(network);
    snapper->uses = ci_snap_uses_new(network, 0);
    if (!snapper->map || !snapper->uses) {
        ci_snapper_free(snapper);
        return NULL;
    }
    return snapper;
}

void ci_snapper_free(ci_snapper *snapper)
{
    if (!snapper)
        return;
    for (size_t i = 0; i < snapper->room_count; i++)
        ci_near_room_free(snapper->rooms[i]);
    ci_link_map_free(snapper->map);
    ci_near_memory_clear(&snapper->memory);
    ci_snap_uses_free(snapper->uses);
    free(snapper->ties);
    pthread_rwlock_destroy(&snapper->memory_lock);
    pthread_cond_destroy(&snapper->was_explored);
    pthread_mutex_destroy(&snapper->lock);
    free(snapper);
}

static bool reserve_rooms(ci_snapper *snapper, uint32_t count)
{
    for (; snapper->room_count < count; snapper->room_count++) {
        ci_near_room *room = ci_near_room_new(snapper->map);

        if (!room)
            return false;
        snapper->rooms[snapper->room_count] = room;
    }
    return true;
}

bool ci_snapper_explore(ci_snapper *snapper, bool *explores,
                        uint32_t thread_count)
{
    bool has_rooms;

    pthread_mutex_lock(&snapper->lock);
    while (snapper->is_explored && !*explores)
        pthread_cond_wait(&snapper->was_explored, &snapper->lock);
    *explores = snapper->is_explored = true;
    has_rooms = reserve_rooms(snapper, thread_count);
    pthread_mutex_unlock(&snapper->lock);
    return has_rooms;
}

void ci_snapper_explored(ci_snapper *snapper, bool *explores)
{
    pthread_mutex_lock(&snapper->lock);
    if (*explores) {
        *explores = snapper->is_explored = false;
        pthread_cond_broadcast(&snapper->was_explored);
    }
    pthread_mutex_unlock(&snapper->lock);
}

static bool know_islands(ci_snapper *snapper, uint32_t least_nodes)
{
    ci_snap_uses *uses;

    if (ci_snap_uses_least_nodes(snapper->uses) == least_nodes)
        return true;
    uses = ci_snap_uses_new(snapper->network, least_nodes);
    if (!uses)
        return false;
    /* The grounds are numbered anew. */
    ci_near_memory_clear(&snapper->memory);
    ci_snap_uses_free(snapper->uses);
    snapper->uses = uses;
    return true;
}

bool ci_snapper_know_islands(ci_snapper *snapper, uint32_t least_nodes)
{
    bool is_known;

    pthread_mutex_lock(&snapper->lock);
    is_known = know_islands(snapper, least_nodes);
    pthread_mutex_unlock(&snapper->lock);
    return is_known;
}

bool ci_snapper_learn(ci_snapper *snapper, const circlet_arc_times *times)
{
    bool is_learnt;

    pthread_mutex_lock(&snapper->lock);
    is_learnt = ci_snap_uses_learn(snapper->uses, times);
    pthread_mutex_unlock(&snapper->lock);
    return is_learnt;
}

bool ci_snap_question_start(ci_snap_question *out, ci_snapper *snapper,
                            const circlet_arc_times *times)
{
    ci_snap_use use;
    bool is_found;

    pthread_mutex_lock(&snapper->lock);
    is_found = ci_snap_uses_find(&use, snapper->uses, times);
    pthread_mutex_unlock(&snapper->lock);
    if (!is_found)
        return false;
    out->snapper = snapper;
    out->ground = use.ground;
    out->choice =
        (ci_snap_choice){use.links, times->bound, times->off_road_mps,
                         snapper->limits.spread_m, snapper->limits.detour};
    return true;
}

bool ci_snap_question_recall(ci_near_view *out,
                             const ci_snap_question *question,
                             circlet_point at)
{
    out->is_new = false;
    return ci_near_memory_find(&question->snapper->memory, question->ground,
                               at, &out->links, &out->count);
}

bool ci_snap_question_look(ci_near_view *out, const ci_snap_question *question,
                           uint32_t room, circlet_point at)
{
    const ci_snapper *snapper = question->snapper;

    out->is_new = true;
    return ci_near_links_find(&out->links, &out->count, snapper->map,
                              snapper->rooms[room], question->choice.uses, at,
                              snapper->limits.limit_m);
}

static bool reserve_ties(ci_snapper *snapper, size_t count)
{
    ci_tie *ties;

    if (snapper->ties && count <= snapper->tie_capacity)
        return true;
    ties = realloc(snapper->ties, (2 * count + 1) * sizeof(*ties));
    if (!ties)
        return false;
    snapper->ties = ties;
    snapper->tie_capacity = 2 * count + 1;
    return true;
}

bool ci_snapper_find(ci_snapper *snapper, const circlet_arc_times *times,
                     circlet_point at, const ci_tie **ties, size_t *count)
{
    ci_snap_question question;
    ci_near_view near;

    if (!reserve_rooms(snapper, 1) ||
        !ci_snap_question_start(&question, snapper, times) ||
        (!ci_snap_question_recall(&near, &question, at) &&
         !ci_snap_question_look(&near, &question, 0, at)) ||
        !reserve_ties(snapper, near.count))
        return false;
    *ties = snapper->ties;
    *count = ci_snap_choose(snapper->ties, &question.choice, near.links,
                            near.count);
    if (near.is_new)
        ci_near_memory_keep(&snapper->memory, question.ground, at, near.links,
                            near.count);
    return true;
}
