#include "network/snap.h"

#include <stdlib.h>

#include "network/snapper.h"

ci_snapper *ci_snapper_new(const circlet_network *network,
                           const ci_snap_limits *limits)
{
    ci_snapper *snapper = calloc(1, sizeof(*snapper));

    if (!snapper)
        return NULL;
    snapper->network = network;
    snapper->limits = *limits;
    snapper->map = ci_link_map_new(network);
    snapper->uses = ci_snap_uses_new(network, 0);
    if (!snapper->map || !snapper->uses ||
        !ci_snapper_reserve_rooms(snapper, 1)) {
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
    free(snapper);
}

bool ci_snapper_reserve_rooms(ci_snapper *snapper, uint32_t count)
{
    for (; snapper->room_count < count; snapper->room_count++) {
        ci_near_room *room = ci_near_room_new(snapper->map);

        if (!room)
            return false;
        snapper->rooms[snapper->room_count] = room;
    }
    return true;
}

bool ci_snapper_know_islands(ci_snapper *snapper, uint32_t least_nodes)
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

bool ci_snapper_learn(ci_snapper *snapper, const circlet_arc_times *times)
{
    return ci_snap_uses_learn(snapper->uses, times);
}

bool ci_snap_question_start(ci_snap_question *out, ci_snapper *snapper,
                            const circlet_arc_times *times)
{
    ci_snap_use use;

    if (!ci_snap_uses_find(&use, snapper->uses, times))
        return false;
    out->snapper = snapper;
    out->ground = use.ground;
    out->choice =
        (ci_snap_choice){use.links, times->bound, times->off_road_mps,
                         snapper->limits.spread_m, snapper->limits.detour};
    return true;
}

bool ci_snap_question_look(ci_near_view *out, const ci_snap_question *question,
                           uint32_t room, circlet_point at)
{
    const ci_snapper *snapper = question->snapper;

    out->is_new = !ci_near_memory_find(&snapper->memory, question->ground, at,
                                       &out->links, &out->count);
    return !out->is_new ||
           ci_near_links_find(&out->links, &out->count, snapper->map,
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

    if (!ci_snap_question_start(&question, snapper, times) ||
        !ci_snap_question_look(&near, &question, 0, at) ||
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
