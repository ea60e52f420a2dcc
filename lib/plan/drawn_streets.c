#include "plan/drawn_streets.h"

#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "reach/router_draw.h"

static circlet_status check_range(const char *name, double low, double high,
                                  double least, double most,
                                  circlet_error *error)
{
    char numbers[4][CI_NUMBER_SIZE];

    if (low <= high && low >= least && high <= most)
        return CIRCLET_OK;
    ci_format_double(numbers[0], low);
    ci_format_double(numbers[1], high);
    ci_format_double(numbers[2], least);
    ci_format_double(numbers[3], most);
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "%s is from %s to %s, which is not a range within %s "
                   "to %s",
                   name, numbers[0], numbers[1], numbers[2], numbers[3]);
}

circlet_status ci_doubt_check(const circlet_robust_doubt *doubt,
                              circlet_error *error)
{
    bool has_speed = doubt->speed_low != 0 || doubt->speed_high != 0;
    circlet_status status = CIRCLET_OK;

    if (has_speed)
        status = check_range("speed", doubt->speed_low, doubt->speed_high,
                             0.01, 100, error);
    if (!status)
        status = check_range("growth", doubt->growth_low, doubt->growth_high,
                             -0.99, 100, error);
    if (!status)
        status = ci_options_check("closure_share", doubt->closure_share, 0, 1,
                                  error);
    if (!status)
        status =
            ci_options_check("move_share", doubt->move_share, 0, 1, error);
    return status;
}

circlet_status ci_drawn_streets_make(ci_drawn_streets *out,
                                     circlet_router *router,
                                     const circlet_robust_doubt *doubt,
                                     uint64_t seed, circlet_error *error)
{
    bool has_pace = doubt->speed_low != 0 || doubt->speed_high != 0;
    ci_travel_draw draw = {.seed = seed,
                           .pace_low = has_pace ? doubt->speed_low : 1,
                           .pace_high = has_pace ? doubt->speed_high : 1,
                           .keeps_bounds = !doubt->draws_unknown};
    circlet_status status = CIRCLET_OK;

    *out = (ci_drawn_streets){0};
    if (!router)
        return CIRCLET_OK;
    if (has_pace || doubt->draws_unknown)
        status = ci_router_draw(&out->own, router, &draw, error);
    if (status)
        return status;
    out->travel = circlet_router_travel(out->own ? out->own : router);
    if (!draw.keeps_bounds)
        out->travel.has_bounds = false;
    out->are_there = true;
    return CIRCLET_OK;
}

const circlet_travel *ci_drawn_streets_travel(const ci_drawn_streets *streets)
{
    return streets->are_there ? &streets->travel : NULL;
}
