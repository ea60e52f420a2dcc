#include "reach/reach_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "reach/engine.h"
#include "reach/reach_ports.h"
#include "reach/straight_goals.h"

/* A row to which straight journeys are added. */
typedef struct straight_row {
    circlet_od_entry *entries;
    size_t count, capacity;
    bool has_failed; /* no memory */
} straight_row;

typedef struct row_search {
    const ci_travel_job *job;
    const ci_reach_rows_plan *plan;
    const ci_tied_points *sources, *targets;
    ci_port_list source_ports, target_ports;
    ci_shortcut_list shortcuts;
    ci_straight_goals goals; /* the targets, where anybody goes straight */
    straight_row *rows; /* of each worker; NULL: nobody does */
    ci_take_row take;
    void *user;
} row_search;

uint32_t ci_reach_worker_count(const circlet_router *router)
{
    return router->engine_options.thread_count;
}

bool ci_reach_is_best_against(const ci_travel_job *job)
{
    return job->destinations.place_count < job->origins.place_count;
}

/* ---- set up ------------------------------------------------------------ */

/* Who or whose destination is tied to no street goes straight. */
static bool find_straight(row_search *search)
{
    search->rows = calloc(ci_reach_worker_count(search->job->router),
                          sizeof(*search->rows));
    return search->rows &&
           ci_straight_goals_find(&search->goals, search->targets);
}

static bool set_up(row_search *search, const ci_graph *graph)
{
    const ci_travel_job *job = search->job;
    bool is_against = search->plan->is_against;
    ci_port_list *origins =
        is_against ? &search->target_ports : &search->source_ports;
    ci_port_list *destinations =
        is_against ? &search->source_ports : &search->target_ports;

    search->sources = is_against ? &job->destinations : &job->origins;
    search->targets = is_against ? &job->origins : &job->destinations;
    if (job->query->bound == CIRCLET_BOUND_MIN && !find_straight(search))
        return false;
    return ci_origin_ports_find(origins, job, graph) &&
           ci_destination_ports_find(destinations, job, graph) &&
           ci_shortcuts_find(&search->shortcuts, job, is_against);
}

static void row_search_free(row_search *search)
{
    uint32_t worker_count = ci_reach_worker_count(search->job->router);

    for (uint32_t i = 0; search->rows && i < worker_count; i++)
        free(search->rows[i].entries);
    free(search->rows);
    ci_straight_goals_free(&search->goals);
    ci_port_list_free(&search->source_ports);
    ci_port_list_free(&search->target_ports);
    ci_shortcut_list_free(&search->shortcuts);
}

/* ---- straight journeys ------------------------------------------------- */

/* Adds what a source reaches straight to a row. */
typedef struct straight_search {
    const row_search *search;
    straight_row *row;
    uint32_t source;
    ci_straight_pace pace;
} straight_search;

/* A geodesic back may differ from that there by a rounding. */
static uint32_t journey_ms(const straight_search *finding, uint32_t target,
                           uint32_t time_ms)
{
    const row_search *search = finding->search;

    if (!search->plan->is_against)
        return time_ms;
    return ci_straight_ms(search->targets->places[target],
                          search->sources->places[finding->source],
                          &finding->pace);
}

static bool add_straight(uint32_t target, uint32_t time_ms, void *user)
{
    const straight_search *finding = user;
    straight_row *row = finding->row;
    uint32_t exact_ms = journey_ms(finding, target, time_ms);
    circlet_od_entry *entries;

    if (exact_ms > finding->search->job->query->cutoff_ms)
        return true;
    entries = ci_array_reserve_one(row->entries, row->count, &row->capacity,
                                   sizeof(*entries));
    row->has_failed = !entries;
    if (!entries)
        return false;
    row->entries = entries;
    entries[row->count++] = (circlet_od_entry){target, exact_ms};
    return true;
}

static bool copy_row(straight_row *row, const circlet_od_entry *entries,
                     size_t count)
{
    if (count > row->capacity) {
        circlet_od_entry *grown =
            realloc(row->entries, 2 * count * sizeof(*grown));

        row->has_failed = !grown;
        if (!grown)
            return false;
        row->entries = grown;
        row->capacity = 2 * count;
    }
    if (count > 0)
        memcpy(row->entries, entries, count * sizeof(*entries));
    row->count = count;
    return true;
}

/* No pair goes both ways, so that no target comes twice: along streets both
 * are tied, straight one is not. */
static bool take_with_straight(void *user, uint32_t worker, uint32_t source,
                               const circlet_od_entry *entries, size_t count)
{
    const row_search *search = user;
    straight_row *row = &search->rows[worker];
    straight_search finding = {search, row, source,
                               ci_straight_pace_of(search->job)};

    /* One more, so that a rounding does not leave out a journey. */
    if (!copy_row(row, entries, count) ||
        !ci_straight_goals_each(
            &search->goals, search->sources, source, &finding.pace,
            search->job->query->cutoff_ms + 1, add_straight, &finding))
        return false;
    return search->take(search->user, worker, source, row->entries,
                        row->count);
}

/* ---- search ------------------------------------------------------------ */

static ci_ports ports_of(const ci_port_list *list, const ci_tied_points *tied)
{
    return (ci_ports){tied->place_count, list->first, list->ports};
}

static circlet_status run(row_search *search, ci_engine *engine,
                          const ci_graph *graph, circlet_error *error)
{
    const ci_travel_job *job = search->job;
    const ci_rows_query query = {
        .graph = graph,
        .is_against = search->plan->is_against,
        .sources = ports_of(&search->source_ports, search->sources),
        .targets = ports_of(&search->target_ports, search->targets),
        .first_shortcut = search->shortcuts.first,
        .shortcuts = search->shortcuts.entries,
        .cutoff_ms = job->query->cutoff_ms};
    const ci_engine_options options = {
        .thread_count = ci_reach_worker_count(job->router),
        .choice = job->router->engine_options.choice,
        .lanes = ci_lanes_best(),
        .stage = {&job->query->progress, "searching", 0.5,
                  1 - search->plan->rest}};
    ci_take_row take = search->rows ? take_with_straight : search->take;
    void *user = search->rows ? search : search->user;

    if (search->plan->is_in_order)
        return ci_engine_rows_in_order(engine, &query, &options, take, user,
                                       error);
    return ci_engine_rows(engine, &query, &options, take, user, error);
}

/* Whether a row lacked memory rather than being refused. */
static bool has_failed(const row_search *search)
{
    uint32_t worker_count = ci_reach_worker_count(search->job->router);
    bool is_failed = false;

    for (uint32_t i = 0; search->rows && i < worker_count; i++)
        is_failed |= search->rows[i].has_failed;
    return is_failed;
}

circlet_status ci_reach_rows_find(const ci_travel_job *job,
                                  const ci_reach_rows_plan *plan,
                                  ci_take_row take, void *user,
                                  circlet_error *error)
{
    row_search search = {.job = job, .plan = plan, .take = take, .user = user};
    const ci_graph *graph = NULL;
    ci_engine *engine = NULL;
    circlet_status status =
        ci_router_engine(&engine, &graph, job->router, job->query->mode,
                         job->query->bound, error);

    if (!status && !set_up(&search, graph))
        status = ci_fail_nomem(error);
    if (!status)
        status = run(&search, engine, graph, error);
    if (status == CIRCLET_E_CANCELLED && has_failed(&search))
        status = ci_fail_nomem(error);
    row_search_free(&search);
    return status;
}
