#include "reach/engine.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "network/node_order.h"
#include "reach/engine_choice.h"
#include "reach/engine_run.h"
#include "reach/engine_window.h"

/* So many sources are searched from to estimate what the others take. */
#define PROBES 8

struct ci_engine {
    const ci_graph *graph;
    pthread_mutex_t lock; /* of all below, while a query decides */
    const uint32_t *order; /* borrowed; NULL: none */
    uint32_t *own_order; /* found when it was needed; or NULL */
    ci_hierarchy *hierarchy; /* NULL: not needed yet */
    bool is_poor; /* a hierarchy would have too many arcs */
};

ci_engine *ci_engine_new(const ci_graph *graph, const uint32_t *order)
{
    ci_engine *engine = calloc(1, sizeof(*engine));

    if (!engine || pthread_mutex_init(&engine->lock, NULL)) {
        free(engine);
        return NULL;
    }
    engine->graph = graph;
    engine->order = order;
    return engine;
}

void ci_engine_free(ci_engine *engine)
{
    if (!engine)
        return;
    ci_hierarchy_free(engine->hierarchy);
    free(engine->own_order);
    pthread_mutex_destroy(&engine->lock);
    free(engine);
}

/* ---- an order ---------------------------------------------------------- */

/* The graph of the network without the copies of nodes, both ways. */
typedef struct plain_streets {
    uint32_t node_count;
    uint32_t *first, *heads;
    circlet_point *points; /* NULL: those of the network */
} plain_streets;

static void plain_streets_free(plain_streets *plain)
{
    free(plain->first);
    free(plain->heads);
    free(plain->points);
}

static uint32_t network_node_count(const ci_graph *graph)
{
    return graph->times ? (uint32_t)graph->times->network->node_count
                        : graph->node_count;
}

/* Each arc joins its ends both ways; counted, then filled from each node's
 * end downwards. */
static void lay_streets(plain_streets *plain, const ci_graph *graph)
{
    const ci_graph_side *out = &graph->out;

    for (uint32_t tail = 0; tail < graph->node_count; tail++)
        for (uint32_t k = out->first[tail]; k < out->first[tail + 1]; k++) {
            plain->first[ci_graph_node(graph, tail)]++;
            plain->first[ci_graph_node(graph, out->arcs[k].head)]++;
        }
    for (uint32_t i = 1; i <= plain->node_count; i++)
        plain->first[i] += plain->first[i - 1];
    for (uint32_t tail = 0; tail < graph->node_count; tail++)
        for (uint32_t k = out->first[tail]; k < out->first[tail + 1]; k++) {
            uint32_t a = ci_graph_node(graph, tail);
            uint32_t b = ci_graph_node(graph, out->arcs[k].head);

            plain->heads[--plain->first[a]] = b;
            plain->heads[--plain->first[b]] = a;
        }
}

static bool find_streets(plain_streets *plain, const ci_graph *graph)
{
    size_t arc_count = graph->out.first[graph->node_count];

    plain->node_count = network_node_count(graph);
    plain->first = calloc((size_t)plain->node_count + 1, sizeof(uint32_t));
    plain->heads = malloc((2 * arc_count + 1) * sizeof(uint32_t));
    if (!plain->first || !plain->heads)
        return false;
    if (!graph->times) {
        /* Where nodes lie nowhere, their numbers tell what is close. */
        plain->points =
            calloc((size_t)plain->node_count + 1, sizeof(circlet_point));
        for (uint32_t i = 0; plain->points && i < plain->node_count; i++)
            plain->points[i].lon = 90.0 * i / plain->node_count;
    }
    lay_streets(plain, graph);
    return graph->times || plain->points;
}

/* Reports of the order stand where the search has not begun. */
static bool report_order(const char *stage_name, double fraction, void *user)
{
    const ci_stage *stage = user;

    (void)fraction;
    return stage->progress->report(stage_name, stage->from,
                                   stage->progress->user);
}

static circlet_status find_order(ci_engine *engine,
                                 const ci_engine_options *options,
                                 circlet_error *error)
{
    const circlet_arc_times *times = engine->graph->times;
    ci_stage stage = options->stage;
    plain_streets plain = {0};
    uint32_t *order = NULL;
    circlet_status status = CIRCLET_OK;
    ci_order_input input = {.thread_count = options->thread_count};

    if (stage.progress && stage.progress->report)
        input.progress = (circlet_progress){report_order, &stage};
    if (find_streets(&plain, engine->graph))
        order = malloc(((size_t)plain.node_count + 1) * sizeof(*order));
    input.node_count = plain.node_count;
    input.first = plain.first;
    input.heads = plain.heads;
    input.points = plain.points ? plain.points
                   : times      ? times->network->points
                                : NULL;
    status = order ? ci_node_order_find(order, &input, error)
                   : ci_fail_nomem(error);
    plain_streets_free(&plain);
    if (status)
        free(order);
    else
        engine->order = engine->own_order = order;
    return status;
}

/* ---- the choice -------------------------------------------------------- */

static circlet_status need_hierarchy(ci_engine *engine,
                                     const ci_engine_options *options,
                                     circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (engine->hierarchy)
        return CIRCLET_OK;
    if (!engine->order)
        status = find_order(engine, options, error);
    if (status)
        return status;
    engine->hierarchy = ci_hierarchy_new(engine->graph, engine->order);
    if (!engine->hierarchy)
        return ci_fail_nomem(error);
    engine->is_poor =
        ci_hierarchy_arcs_per_node(engine->hierarchy) > CI_ENGINE_ARCS_MAX;
    return CIRCLET_OK;
}

/* Searches from a few sources that lie apart. false: no memory. */
static bool probe(double *settled, const ci_rows_query *query)
{
    size_t count = query->sources.place_count;
    ci_near_targets *targets = ci_near_targets_new(query);
    ci_near_worker *worker = targets ? ci_near_worker_new(targets) : NULL;

    for (size_t i = 0; worker && i < PROBES; i++) {
        size_t row_size;

        ci_near_row(worker, (uint32_t)(i * (count - 1) / (PROBES - 1)),
                    &row_size);
    }
    if (worker)
        *settled = (double)ci_near_settled_count(worker) / PROBES;
    ci_near_worker_free(worker);
    ci_near_targets_free(targets);
    return worker;
}

static circlet_status choose(bool *is_far, const ci_engine *engine,
                             const ci_rows_query *query,
                             const ci_engine_options *options,
                             circlet_error *error)
{
    ci_engine_work work = {.source_count = query->sources.place_count,
                           .node_count = engine->graph->node_count,
                           .thread_count = options->thread_count,
                           .has_order = engine->order,
                           .has_hierarchy = engine->hierarchy};

    *is_far = options->choice == CI_ENGINE_FAR;
    if (options->choice != CI_ENGINE_AUTO || engine->is_poor ||
        work.source_count < CI_ENGINE_SOURCES_MIN)
        return CIRCLET_OK;
    if (!probe(&work.settled, query))
        return ci_fail_nomem(error);
    *is_far = ci_engine_prefers_far(&work);
    return CIRCLET_OK;
}

/* The hierarchy to be used, or NULL for near rows. */
static circlet_status find_hierarchy(const ci_hierarchy **out,
                                     ci_engine *engine,
                                     const ci_rows_query *query,
                                     const ci_engine_options *options,
                                     circlet_error *error)
{
    bool is_far = false;
    circlet_status status = choose(&is_far, engine, query, options, error);

    *out = NULL;
    if (!status && is_far)
        status = need_hierarchy(engine, options, error);
    if (status || !is_far)
        return status;
    *out = engine->hierarchy;
    if (engine->is_poor && options->choice == CI_ENGINE_AUTO) {
        /* It will not be asked for again, unless by name. */
        ci_hierarchy_free(engine->hierarchy);
        engine->hierarchy = NULL;
        *out = NULL;
    }
    return CIRCLET_OK;
}

/* ---- rows -------------------------------------------------------------- */

/* What one query decides the others that wait for it find decided. */
static circlet_status decide(const ci_hierarchy **out, ci_engine *engine,
                             const ci_rows_query *query,
                             const ci_engine_options *options,
                             circlet_error *error)
{
    circlet_status status;

    pthread_mutex_lock(&engine->lock);
    status = find_hierarchy(out, engine, query, options, error);
    pthread_mutex_unlock(&engine->lock);
    return status;
}

/* Starts a run, which the caller frees even on failure. */
static circlet_status start(ci_engine_run *run, ci_engine *engine,
                            const ci_rows_query *query,
                            const ci_engine_options *options, size_t window,
                            circlet_error *error)
{
    circlet_status status =
        decide(&run->hierarchy, engine, query, options, error);

    if (status)
        return status;
    run->query = query;
    run->lanes = options->lanes;
    run->thread_count = options->thread_count;
    return ci_engine_run_start(run, window) ? CIRCLET_OK
                                            : ci_fail_nomem(error);
}

circlet_status ci_engine_rows(ci_engine *engine, const ci_rows_query *query,
                              const ci_engine_options *options,
                              ci_take_row take, void *user,
                              circlet_error *error)
{
    size_t count = query->sources.place_count;
    ci_engine_run run = {0};
    circlet_status status =
        start(&run, engine, query, options, count + 1, error);

    if (!status &&
        !ci_engine_run_rows(&run, 0, count, &options->stage, take, user))
        status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    ci_engine_run_free(&run);
    return status;
}

circlet_status ci_engine_rows_in_order(ci_engine *engine,
                                       const ci_rows_query *query,
                                       const ci_engine_options *options,
                                       ci_take_row take, void *user,
                                       circlet_error *error)
{
    size_t window = ci_engine_window_size(query);
    ci_engine_run run = {0};
    circlet_status status = start(&run, engine, query, options, window, error);

    if (!status)
        status = ci_engine_windows_give(&run, window, &options->stage, take,
                                        user, error);
    ci_engine_run_free(&run);
    return status;
}
