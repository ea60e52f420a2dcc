#include "reach/router.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "reach/travel_job.h"

#define DEFAULT_LIMIT_M 100.0
#define DEFAULT_SPREAD_M 30.0
#define DEFAULT_DETOUR 1.3
#define DEFAULT_COMPONENT_NODES 100

/* So far a place may be from its street; flat metres are exact till then. */
#define MAX_LIMIT_M 10000.0

static circlet_status check_option(const char *name, double value, double low,
                                   double high, circlet_error *error)
{
    char texts[3][CI_NUMBER_SIZE];

    if (value >= low && value <= high)
        return CIRCLET_OK;
    ci_format_double(texts[0], value);
    ci_format_double(texts[1], low);
    ci_format_double(texts[2], high);
    return ci_fail(error, CIRCLET_E_ARGUMENT, "%s is %s, not from %s to %s",
                   name, texts[0], texts[1], texts[2]);
}

static circlet_status read_options(circlet_snap_options *out,
                                   const circlet_snap_options *given,
                                   circlet_error *error)
{
    circlet_status status = ci_options_read(out, sizeof(*out), given, error);

    if (status)
        return status;
    if (out->limit_m == 0)
        out->limit_m = DEFAULT_LIMIT_M;
    if (out->spread_m == 0)
        out->spread_m = DEFAULT_SPREAD_M;
    if (out->detour == 0)
        out->detour = DEFAULT_DETOUR;
    if (out->component_nodes == 0)
        out->component_nodes = DEFAULT_COMPONENT_NODES;
    status = check_option("limit_m", out->limit_m, 0, MAX_LIMIT_M, error);
    if (!status)
        status =
            check_option("spread_m", out->spread_m, 0, MAX_LIMIT_M, error);
    if (!status)
        status = check_option("detour", out->detour, 1, 100, error);
    return status;
}

circlet_status circlet_router_new(circlet_router **out,
                                  const circlet_network *network,
                                  const circlet_snap_options *options,
                                  circlet_error *error)
{
    circlet_snap_options read;
    circlet_status status = read_options(&read, options, error);
    ci_snap_limits limits;
    circlet_router *router;

    if (status)
        return status;
    router = calloc(1, sizeof(*router));
    if (!router)
        return ci_fail_nomem(error);
    limits = (ci_snap_limits){read.limit_m, read.spread_m, read.detour};
    router->network = network;
    router->component_nodes = read.component_nodes;
    router->snapper = ci_snapper_new(network, &limits);
    router->search = ci_search_new(network);
    if (!router->snapper || !router->search) {
        circlet_router_free(router);
        return ci_fail_nomem(error);
    }
    *out = router;
    return CIRCLET_OK;
}

void circlet_router_free(circlet_router *router)
{
    if (!router)
        return;
    for (size_t i = 0; i < router->mode_count; i++) {
        free(router->modes[i].name);
        circlet_arc_times_free(router->modes[i].times);
    }
    free(router->modes);
    ci_snapper_free(router->snapper);
    ci_search_free(router->search);
    free(router);
}

/* Takes over `times`; a mode of the same name makes place for it. */
static circlet_status keep_mode(circlet_router *router, const char *name,
                                circlet_arc_times *times, circlet_error *error)
{
    ci_router_mode *modes;
    char *copy;

    for (size_t i = 0; i < router->mode_count; i++)
        if (strcmp(router->modes[i].name, name) == 0) {
            circlet_arc_times_free(router->modes[i].times);
            router->modes[i].times = times;
            return CIRCLET_OK;
        }
    modes = ci_array_reserve_one(router->modes, router->mode_count,
                                 &router->mode_capacity, sizeof(*modes));
    if (modes)
        router->modes = modes;
    copy = modes ? ci_text_copy(name) : NULL;
    if (!copy) {
        circlet_arc_times_free(times);
        return ci_fail_nomem(error);
    }
    modes[router->mode_count++] = (ci_router_mode){copy, times};
    return CIRCLET_OK;
}

circlet_status circlet_router_add_mode(circlet_router *router,
                                       const circlet_travel_mode *mode,
                                       circlet_error *error)
{
    circlet_arc_times *times;
    circlet_status status = circlet_arc_times_compute(
        &times, router->network, mode, CIRCLET_BOUND_NOMINAL, error);

    if (status)
        return status;
    return keep_mode(router, circlet_travel_mode_name(mode), times, error);
}

static bool knows(circlet_point at, void *user)
{
    const circlet_router *router = user;

    return circlet_network_knows(router->network, at);
}

circlet_travel circlet_router_travel(circlet_router *router)
{
    circlet_travel travel = {ci_find_nearest, ci_find_within, knows, router};

    return travel;
}
