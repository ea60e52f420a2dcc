#include "network/arc_times_draw.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/random.h"
#include "network/component.h"
#include "network/link_time.h"

/* What is at best, as assumed and at worst. */
typedef struct spread {
    uint32_t ms[CIRCLET_BOUND_COUNT];
} spread;

/* Evenly from 0 to below 1, of a thing by its kind and number. */
static double draw_share(const ci_time_draw *draw, uint64_t kind, uint64_t i)
{
    ci_random random = {draw->seed ^
                        (2 * i + kind) * UINT64_C(0xd1342543de82ef95)};

    return ci_random_share(&random);
}

static uint32_t between(uint32_t from_ms, uint32_t to_ms, double share)
{
    if (to_ms == CI_CLOSED)
        return share < 0.5 ? from_ms : CI_CLOSED;
    if (from_ms == CI_CLOSED)
        return share < 0.5 ? CI_CLOSED : to_ms;
    return (uint32_t)llround(from_ms +
                             ((double)to_ms - (double)from_ms) * share);
}

static uint32_t drawn_ms(const spread *of, double share)
{
    uint32_t assumed_ms = of->ms[CIRCLET_BOUND_NOMINAL];

    return share < 0.5
               ? between(of->ms[CIRCLET_BOUND_MIN], assumed_ms, 2 * share)
               : between(assumed_ms, of->ms[CIRCLET_BOUND_MAX], 2 * share - 1);
}

static double link_share(const ci_time_draw *draw, uint32_t link)
{
    return draw->is_as_mapped ? 0.5 : draw_share(draw, 0, link);
}

static double node_share(const ci_time_draw *draw, uint32_t node)
{
    return draw->is_as_mapped ? 0.5 : draw_share(draw, 1, node);
}

static uint32_t at_pace(uint32_t ms, double pace)
{
    return ms == CI_CLOSED ? CI_CLOSED : ci_whole_ms(ms / pace);
}

static void draw_links(circlet_arc_times *times,
                       const circlet_arc_times *const *bounds,
                       const ci_time_draw *draw)
{
    for (uint32_t i = 0; i < times->network->link_count; i++) {
        double share = link_share(draw, i);
        spread forward, backward;

        for (int b = 0; b < CIRCLET_BOUND_COUNT; b++) {
            forward.ms[b] = bounds[b]->forward_ms[i];
            backward.ms[b] = bounds[b]->backward_ms[i];
        }
        times->forward_ms[i] = at_pace(drawn_ms(&forward, share), draw->pace);
        times->backward_ms[i] =
            at_pace(drawn_ms(&backward, share), draw->pace);
        times->open_count += (times->forward_ms[i] != CI_CLOSED) +
                             (times->backward_ms[i] != CI_CLOSED);
    }
}

static void draw_nodes(circlet_arc_times *times,
                       const circlet_arc_times *const *bounds,
                       const ci_time_draw *draw)
{
    for (uint32_t i = 0; i < times->network->node_count; i++) {
        spread through;

        for (int b = 0; b < CIRCLET_BOUND_COUNT; b++)
            through.ms[b] = bounds[b]->through_ms[i];
        times->through_ms[i] = drawn_ms(&through, node_share(draw, i));
    }
}

/* At worst all of a wait is in what passing the node costs. */
static uint32_t approach_at(const circlet_arc_times *times, uint32_t link,
                            bool at_end, uint32_t node)
{
    if (times->bound == CIRCLET_BOUND_MAX)
        return times->through_ms[node] == CI_CLOSED ? CI_CLOSED : 0;
    return ci_approach_ms(times, link, at_end);
}

static void draw_approaches(circlet_arc_times *times,
                            const circlet_arc_times *const *bounds,
                            const ci_time_draw *draw)
{
    for (uint32_t i = 0; i < times->network->link_count; i++)
        for (int at_end = 0; at_end < 2; at_end++) {
            const ci_link *link = &times->network->links[i];
            uint32_t node = at_end ? link->to : link->from;
            spread approach;

            for (int b = 0; b < CIRCLET_BOUND_COUNT; b++)
                approach.ms[b] = approach_at(bounds[b], i, at_end == 1, node);
            times->approach_ms[2 * (size_t)i + (size_t)at_end] =
                drawn_ms(&approach, node_share(draw, node));
        }
}

static bool draw_all(circlet_arc_times *times,
                     const circlet_arc_times *const *bounds,
                     const ci_time_draw *draw)
{
    const circlet_arc_times *assumed = bounds[CIRCLET_BOUND_NOMINAL];

    times->mode = ci_travel_mode_share(assumed->mode);
    times->bound = assumed->bound;
    times->off_road_mps = assumed->off_road_mps * draw->pace;
    times->boarding_ms = assumed->boarding_ms;
    memcpy(times->is_snap_barrier, assumed->is_snap_barrier,
           times->network->link_count);
    draw_links(times, bounds, draw);
    draw_nodes(times, bounds, draw);
    if (assumed->approach_ms) {
        if (!ci_arc_times_reserve_approaches(times))
            return false;
        draw_approaches(times, bounds, draw);
    }
    ci_arc_times_lay_out(times);
    return ci_components_find(times);
}

circlet_status ci_arc_times_draw(
    circlet_arc_times **out,
    const circlet_arc_times *const bounds[CIRCLET_BOUND_COUNT],
    const ci_time_draw *draw, circlet_error *error)
{
    circlet_arc_times *times =
        ci_arc_times_reserve(bounds[CIRCLET_BOUND_NOMINAL]->network);

    if (!times)
        return ci_fail_nomem(error);
    if (!draw_all(times, bounds, draw)) {
        circlet_arc_times_free(times);
        return ci_fail_nomem(error);
    }
    *out = times;
    return CIRCLET_OK;
}
