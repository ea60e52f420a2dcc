#include "reach/router_draw.h"

#include "base/random.h"
#include "network/arc_times_draw.h"

/* Each mode by its name: its pace is the same whatever modes there are. */
static ci_time_draw draw_mode(const ci_travel_draw *draw, const char *mode)
{
    ci_random random = ci_random_start(draw->seed, mode);
    double share = ci_random_share(&random);
    ci_time_draw out = {.seed = draw->seed,
                        .is_as_mapped = draw->keeps_bounds};

    out.pace = draw->pace_low + (draw->pace_high - draw->pace_low) * share;
    return out;
}

typedef const circlet_arc_times *bounds_of_mode[CIRCLET_BOUND_COUNT];

static circlet_status find_bounds(bounds_of_mode out, circlet_router *router,
                                  const char *mode, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (int b = 0; !status && b < CIRCLET_BOUND_COUNT; b++)
        status =
            ci_router_times(&out[b], router, mode, (circlet_bound)b, error);
    return status;
}

static circlet_status add_times(circlet_router *out, bounds_of_mode bounds,
                                const ci_time_draw *draw, circlet_error *error)
{
    circlet_arc_times *times = NULL;
    circlet_status status = ci_arc_times_draw(&times, bounds, draw, error);

    return status ? status
                  : ci_router_add_times(out, times->mode, times, error);
}

/* Each bound by itself, at the pace. */
static circlet_status add_bounds(circlet_router *out, bounds_of_mode bounds,
                                 const ci_time_draw *draw,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (int b = 0; !status && b < CIRCLET_BOUND_COUNT; b++) {
        bounds_of_mode one = {bounds[b], bounds[b], bounds[b]};

        status = add_times(out, one, draw, error);
    }
    return status;
}

static circlet_status add_mode(circlet_router *out, circlet_router *router,
                               const char *mode, const ci_travel_draw *draw,
                               circlet_error *error)
{
    ci_time_draw drawn = draw_mode(draw, mode);
    bounds_of_mode bounds = {NULL};
    circlet_status status = find_bounds(bounds, router, mode, error);

    if (status)
        return status;
    return draw->keeps_bounds ? add_bounds(out, bounds, &drawn, error)
                              : add_times(out, bounds, &drawn, error);
}

circlet_status ci_router_draw(circlet_router **out, circlet_router *router,
                              const ci_travel_draw *draw, circlet_error *error)
{
    circlet_snap_options snap = CIRCLET_SNAP_OPTIONS_INIT;
    circlet_router *made = NULL;
    circlet_status status;

    snap.limit_m = router->limits.limit_m;
    snap.spread_m = router->limits.spread_m;
    snap.detour = router->limits.detour;
    snap.component_nodes = router->component_nodes;
    status = circlet_router_new(&made, router->network, &snap, error);
    if (status)
        return status;
    made->engine_options = router->engine_options;
    for (size_t i = 0; !status && i < router->mode_count; i++)
        status = add_mode(made, router,
                          circlet_travel_mode_name(router->modes[i].mode),
                          draw, error);
    if (status)
        circlet_router_free(made);
    else
        *out = made;
    return status;
}
