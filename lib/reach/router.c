#include "reach/router.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/options.h"
#include "base/parallel.h"
#include "base/text.h"
#include "network/arc_times.h"
#include "reach/edge.h"
#include "reach/router_options.h"
#include "reach/travel_job.h"

#define DEFAULT_LIMIT_M 100.0
#define DEFAULT_SPREAD_M 30.0
#define DEFAULT_DETOUR 1.3
#define DEFAULT_COMPONENT_NODES 100

/* So far a place may be from its street; flat metres are exact till then. */
#define MAX_LIMIT_M 10000.0

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
    status = ci_options_check("limit_m", out->limit_m, 0, MAX_LIMIT_M, error);
    if (!status)
        status =
            ci_options_check("spread_m", out->spread_m, 0, MAX_LIMIT_M, error);
    if (!status)
        status = ci_options_check("detour", out->detour, 1, 100, error);
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
    if (!router || pthread_mutex_init(&router->lock, NULL)) {
        free(router);
        return ci_fail_nomem(error);
    }
    limits = (ci_snap_limits){read.limit_m, read.spread_m, read.detour};
    router->network = network;
    router->limits = limits;
    router->component_nodes = read.component_nodes;
    router->engine_options = ci_router_options_default();
    router->snapper = ci_snapper_new(network, &limits);
    if (!router->snapper) {
        circlet_router_free(router);
        return ci_fail_nomem(error);
    }
    *out = router;
    return CIRCLET_OK;
}

static void clear_mode(ci_router_mode *mode)
{
    for (size_t i = 0; i < CIRCLET_BOUND_COUNT; i++) {
        ci_engine_free(mode->engines[i]);
        ci_graph_free(mode->graphs[i]);
        circlet_arc_times_free(mode->times[i]);
    }
    circlet_travel_mode_free(mode->mode);
    *mode = (ci_router_mode){0};
}

void circlet_router_free(circlet_router *router)
{
    if (!router)
        return;
    for (size_t i = 0; i < router->mode_count; i++)
        clear_mode(&router->modes[i]);
    free(router->modes);
    ci_snapper_free(router->snapper);
    ci_router_view_close(router);
    free(router);
}

bool ci_router_view_open(circlet_router *view, const circlet_router *router,
                         ci_router_mode *mode)
{
    *view = (circlet_router){.network = router->network,
                             .component_nodes = router->component_nodes,
                             .limits = router->limits,
                             .snapper = router->snapper,
                             .engine_options = router->engine_options,
                             .modes = mode,
                             .mode_count = 1};
    return !pthread_mutex_init(&view->lock, NULL);
}

void ci_router_view_close(circlet_router *view)
{
    ci_edge_free(view->edge);
    for (size_t i = 0; i < view->search_count; i++)
        ci_search_free(view->searches[i]);
    free(view->searches);
    pthread_mutex_destroy(&view->lock);
}

/* ---- searches, the edge ------------------------------------------------- */

ci_search *ci_router_lend_search(circlet_router *router)
{
    ci_search *search = NULL;

    pthread_mutex_lock(&router->lock);
    if (router->search_count > 0)
        search = router->searches[--router->search_count];
    pthread_mutex_unlock(&router->lock);
    return search ? search : ci_search_new();
}

void ci_router_return_search(circlet_router *router, ci_search *search)
{
    ci_search **searches;

    pthread_mutex_lock(&router->lock);
    searches =
        ci_array_reserve_one(router->searches, router->search_count,
                             &router->search_capacity, sizeof(ci_search *));
    if (searches) {
        router->searches = searches;
        searches[router->search_count++] = search;
    }
    pthread_mutex_unlock(&router->lock);
    if (!searches)
        ci_search_free(search);
}

const ci_edge *ci_router_edge(circlet_router *router)
{
    const ci_edge *edge;

    pthread_mutex_lock(&router->lock);
    if (!router->edge)
        router->edge = ci_edge_new(router->network, router->limits.limit_m);
    edge = router->edge;
    pthread_mutex_unlock(&router->lock);
    return edge;
}

/* ---- modes -------------------------------------------------------------- */

/* The place of a mode of that name, or one more at the end; NULL: no
 * memory. */
static ci_router_mode *place_mode(circlet_router *router, const char *name)
{
    ci_router_mode *modes;

    for (size_t i = 0; i < router->mode_count; i++)
        if (strcmp(circlet_travel_mode_name(router->modes[i].mode), name) == 0)
            return &router->modes[i];
    modes = ci_array_reserve_one(router->modes, router->mode_count,
                                 &router->mode_capacity, sizeof(*modes));
    if (!modes)
        return NULL;
    router->modes = modes;
    modes[router->mode_count] = (ci_router_mode){0};
    return &modes[router->mode_count++];
}

circlet_status circlet_router_add_mode(circlet_router *router,
                                       const circlet_travel_mode *mode,
                                       circlet_error *error)
{
    circlet_arc_times *times;
    circlet_status status = circlet_arc_times_compute(
        &times, router->network, mode, CIRCLET_BOUND_NOMINAL, error);

    return status ? status : ci_router_add_times(router, mode, times, error);
}

circlet_status ci_router_add_times(circlet_router *router,
                                   const circlet_travel_mode *mode,
                                   circlet_arc_times *times,
                                   circlet_error *error)
{
    ci_router_mode *place = place_mode(router, circlet_travel_mode_name(mode));

    if (!place) {
        circlet_arc_times_free(times);
        return ci_fail_nomem(error);
    }
    if (times->bound == CIRCLET_BOUND_NOMINAL) {
        clear_mode(place);
        place->mode = ci_travel_mode_share(mode);
    }
    place->times[times->bound] = times;
    return CIRCLET_OK;
}

/* A mode that was never added, with those that were. */
static circlet_status fail_mode(const circlet_router *router, const char *name,
                                circlet_error *error)
{
    ci_buffer names = {0};
    circlet_status status;

    for (size_t i = 0; i < router->mode_count; i++) {
        ci_buffer_add(&names, i > 0 ? ", " : "");
        ci_buffer_add(&names, circlet_travel_mode_name(router->modes[i].mode));
    }
    status =
        ci_fail(error, CIRCLET_E_NOT_FOUND, "no travel mode '%s' (modes: %s)",
                name, names.size > 0 && !names.failed ? names.text : "none");
    ci_buffer_free(&names);
    return status;
}

static circlet_status find_mode(ci_router_mode **out,
                                const circlet_router *router, const char *name,
                                circlet_error *error)
{
    for (size_t i = 0; i < router->mode_count; i++)
        if (strcmp(circlet_travel_mode_name(router->modes[i].mode), name) ==
            0) {
            *out = &router->modes[i];
            return CIRCLET_OK;
        }
    return fail_mode(router, name, error);
}

/* The times at both bounds and their graphs, which are asked for together. */
typedef struct bound_work {
    const circlet_network *network;
    ci_router_mode *mode;
    circlet_status status[2];
    circlet_error errors[2];
} bound_work;

static bool compute_bound(void *user, uint32_t worker, size_t item)
{
    static const circlet_bound bounds[2] = {CIRCLET_BOUND_MIN,
                                            CIRCLET_BOUND_MAX};
    bound_work *work = user;
    circlet_arc_times **times = &work->mode->times[bounds[item]];
    ci_graph **graph = &work->mode->graphs[bounds[item]];

    (void)worker;
    if (!*times)
        work->status[item] =
            circlet_arc_times_compute(times, work->network, work->mode->mode,
                                      bounds[item], &work->errors[item]);
    if (!work->status[item] && !*graph) {
        *graph = ci_graph_new(*times);
        if (!*graph)
            work->status[item] = ci_fail_nomem(&work->errors[item]);
    }
    return true;
}

static circlet_status compute_bounds(circlet_router *router,
                                     ci_router_mode *mode,
                                     circlet_error *error)
{
    bound_work work = {.network = router->network, .mode = mode};
    const ci_parallel parallel = {router->engine_options.thread_count,
                                  compute_bound, NULL, &work};

    ci_parallel_run(&parallel, 2);
    for (size_t i = 0; i < 2; i++)
        if (work.status[i])
            return ci_fail(error, work.status[i], "%s",
                           work.errors[i].message);
    return ci_snapper_learn(router->snapper, mode->times[CIRCLET_BOUND_MIN]) &&
                   ci_snapper_learn(router->snapper,
                                    mode->times[CIRCLET_BOUND_MAX])
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status find_times(const circlet_arc_times **out,
                                 circlet_router *router, const char *mode,
                                 circlet_bound bound, circlet_error *error)
{
    ci_router_mode *found = NULL;
    circlet_status status = find_mode(&found, router, mode, error);

    if (!status && !found->times[bound])
        status = bound == CIRCLET_BOUND_NOMINAL
                     ? circlet_arc_times_compute(&found->times[bound],
                                                 router->network, found->mode,
                                                 bound, error)
                     : compute_bounds(router, found, error);
    if (!status)
        *out = found->times[bound];
    return status;
}

circlet_status ci_router_times(const circlet_arc_times **out,
                               circlet_router *router, const char *mode,
                               circlet_bound bound, circlet_error *error)
{
    circlet_status status;

    pthread_mutex_lock(&router->lock);
    status = find_times(out, router, mode, bound, error);
    pthread_mutex_unlock(&router->lock);
    return status;
}

static circlet_status find_graph(const ci_graph **out, circlet_router *router,
                                 const char *mode, circlet_bound bound,
                                 circlet_error *error)
{
    const circlet_arc_times *times = NULL;
    ci_router_mode *found = NULL;
    circlet_status status = find_times(&times, router, mode, bound, error);

    if (!status)
        status = find_mode(&found, router, mode, error);
    if (!status && !found->graphs[bound]) {
        found->graphs[bound] = ci_graph_new(times);
        if (!found->graphs[bound])
            status = ci_fail_nomem(error);
    }
    if (!status)
        *out = found->graphs[bound];
    return status;
}

circlet_status ci_router_graph(const ci_graph **out, circlet_router *router,
                               const char *mode, circlet_bound bound,
                               circlet_error *error)
{
    circlet_status status;

    pthread_mutex_lock(&router->lock);
    status = find_graph(out, router, mode, bound, error);
    pthread_mutex_unlock(&router->lock);
    return status;
}

static circlet_status find_engine(ci_engine **out, const ci_graph **graph,
                                  circlet_router *router, const char *mode,
                                  circlet_bound bound, circlet_error *error)
{
    const ci_graph *made = NULL;
    ci_router_mode *found = NULL;
    circlet_status status = find_graph(&made, router, mode, bound, error);

    if (!status)
        status = find_mode(&found, router, mode, error);
    if (!status && !found->engines[bound]) {
        found->engines[bound] = ci_engine_new(made, router->network->order);
        if (!found->engines[bound])
            status = ci_fail_nomem(error);
    }
    if (!status) {
        *out = found->engines[bound];
        *graph = made;
    }
    return status;
}

circlet_status ci_router_engine(ci_engine **out, const ci_graph **graph,
                                circlet_router *router, const char *mode,
                                circlet_bound bound, circlet_error *error)
{
    circlet_status status;

    pthread_mutex_lock(&router->lock);
    status = find_engine(out, graph, router, mode, bound, error);
    pthread_mutex_unlock(&router->lock);
    return status;
}

static bool knows(circlet_point at, void *user)
{
    const circlet_router *router = user;

    return circlet_network_knows(router->network, at);
}

circlet_travel circlet_router_travel(circlet_router *router)
{
    circlet_travel travel = {.find_nearest = ci_find_nearest,
                             .find_within = ci_find_within,
                             .knows = knows,
                             .find_edge = ci_find_edge,
                             .find_gaps = ci_find_gaps,
                             .user = router,
                             .has_bounds = true,
                             .is_shared = true,
                             .find_streets = ci_find_streets};

    return travel;
}
