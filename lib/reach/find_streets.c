/* The nearest place on a street for each of many points. */
#include "base/error.h"
#include "network/link_line.h"
#include "reach/island_rule.h"
#include "reach/router.h"
#include "reach/travel_job.h"

/* Of several at one distance the first: ties are by ascending link. Those
 * that lead to islands come after all others. NULL: there is none. */
static const ci_tie *nearest_tie(const ci_island_rule *islands,
                                 const ci_tie *ties, size_t count)
{
    const ci_tie *nearest = NULL, *on_island = NULL;

    for (size_t i = 0; i < count; i++) {
        ci_tie tie = ties[i];
        bool is_kept = ci_island_rule_keep(islands, &tie, 1) > 0;
        const ci_tie **best = is_kept ? &nearest : &on_island;

        if (!*best || ties[i].off_road_ms < (*best)->off_road_ms)
            *best = &ties[i];
    }
    return nearest ? nearest : on_island;
}

/* What the threads share. */
typedef struct finding {
    const circlet_router *router;
    ci_island_rule islands;
    circlet_point *places;
    circlet_snap *snaps;
} finding;

static bool take_place(void *taker, uint32_t worker, size_t point,
                       ci_tie *ties, size_t count)
{
    const finding *found = taker;
    const ci_tie *nearest = nearest_tie(&found->islands, ties, count);

    (void)worker;
    found->snaps[point] = nearest ? CIRCLET_SNAP_TIED : CIRCLET_SNAP_NO_ROAD;
    if (nearest)
        found->places[point] = ci_link_place(found->router->network,
                                             nearest->link, nearest->fraction);
    return true;
}

static circlet_status find_places(finding *found, circlet_router *router,
                                  const circlet_travel_query *query,
                                  circlet_error *error)
{
    const ci_snap_points all = {.points = query->origins,
                                .count = query->origin_count,
                                .thread_count =
                                    router->engine_options.thread_count,
                                .take = take_place,
                                .taker = found};

    for (size_t i = 0; i < query->origin_count; i++)
        found->places[i] = query->origins[i];
    return ci_snapper_each(router->snapper, found->islands.times, &all, error);
}

circlet_status ci_find_streets(circlet_point *places, circlet_snap *snaps,
                               const circlet_travel_query *query, void *user,
                               circlet_error *error)
{
    circlet_router *router = user;
    const circlet_arc_times *times = NULL;
    size_t none = 0;
    const ci_tied_points no_goals = {.place_count = 0, .first = &none};
    finding found = {.router = router, .places = places, .snaps = snaps};
    circlet_status status =
        ci_router_times(&times, router, query->mode, query->bound, error);

    if (!status && !ci_island_rule_make(&found.islands, times, &no_goals,
                                        router->component_nodes))
        status = ci_fail_nomem(error);
    if (!status)
        status = find_places(&found, router, query, error);
    ci_island_rule_clear(&found.islands);
    return status;
}
