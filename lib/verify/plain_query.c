/*
 * Answers to travel queries, each from the definition: over ties and streets,
 * along one link, from a place to itself, and at the best straight to or from
 * what is tied to no street.
 */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/geodesic.h"
#include "network/travel_mode.h"
#include "verify/plain_points.h"
#include "verify/plain_travel.h"

/* A degree of latitude is nowhere shorter. */
#define LEAST_M_PER_LAT 110574.0

/* A query with its points tied. Starts as {0}. */
typedef struct plain_job {
    circlet_plain_travel *plain;
    const circlet_travel_query *query;
    const circlet_arc_times *times;
    ci_backward_search *search;
    ci_plain_points origins, destinations;
} plain_job;

/* ---- starting ----------------------------------------------------------- */

static circlet_status check_points(const circlet_point *points, size_t count,
                                   circlet_error *error)
{
    if (count >= UINT32_MAX || (count > 0 && !points))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no array of %zu points, or too many", count);
    for (size_t i = 0; i < count; i++)
        if (!(fabs(points[i].lon) <= 180 && fabs(points[i].lat) <= 90))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "point %zu lies outside the Earth's range", i);
    return CIRCLET_OK;
}

static circlet_status open_job(plain_job *job, circlet_plain_travel *plain,
                               const circlet_travel_query *query,
                               circlet_error *error)
{
    circlet_status status;

    if (!query || !query->mode ||
        (unsigned)query->bound >= CIRCLET_BOUND_COUNT ||
        query->cutoff_ms > CIRCLET_CUTOFF_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a travel query without a mode, with a bound that is "
                       "none or with a cutoff over a day");
    job->plain = plain;
    job->query = query;
    status = check_points(query->origins, query->origin_count, error);
    return status == CIRCLET_OK
               ? ci_plain_travel_aim(&job->times, &job->search, plain,
                                     query->mode, query->bound, error)
               : status;
}

static circlet_status tie_origins(plain_job *job, circlet_error *error)
{
    return ci_plain_points_tie(&job->origins, job->plain->snapper, job->times,
                               job->query->origins, job->query->origin_count,
                               error);
}

/* Destinations keep all their ties: what one is tied to is no island. */
static circlet_status start_job(plain_job *job, circlet_plain_travel *plain,
                                const circlet_travel_query *query,
                                circlet_error *error)
{
    circlet_status status = open_job(job, plain, query, error);

    if (status == CIRCLET_OK)
        status =
            check_points(query->destinations, query->destination_count, error);
    if (status == CIRCLET_OK)
        status = tie_origins(job, error);
    if (status == CIRCLET_OK)
        status = ci_plain_points_tie(&job->destinations, plain->snapper,
                                     job->times, query->destinations,
                                     query->destination_count, error);
    if (status == CIRCLET_OK &&
        (!ci_plain_points_leave_islands(&job->origins, job->times,
                                        &job->destinations,
                                        plain->component_nodes) ||
         !ci_plain_points_sort_by_link(&job->origins, plain->network) ||
         !ci_plain_points_sort_by_link(&job->destinations, plain->network)))
        status = ci_fail_nomem(error);
    return status;
}

static void end_job(plain_job *job)
{
    ci_plain_points_clear(&job->origins);
    ci_plain_points_clear(&job->destinations);
}

/* Tells some hundred times; false: stop. */
static bool goes_on(const plain_job *job, size_t done, size_t total)
{
    const circlet_progress *progress = &job->query->progress;

    if (!progress->report || (done < total && done % (total / 100 + 1) != 0))
        return true;
    return progress->report("searching",
                            total > 0 ? (double)done / (double)total : 1.0,
                            progress->user);
}

/* ---- without a search --------------------------------------------------- */

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Along one link only. */
static uint32_t between_ms(const plain_job *job, const ci_tie *origin,
                           const ci_tie *destination)
{
    uint64_t ms = (uint64_t)ci_tie_between_ms(job->times, origin, destination);

    ms += (uint64_t)origin->off_road_ms + destination->off_road_ms +
          job->times->boarding_ms;
    return ms <= job->query->cutoff_ms ? (uint32_t)ms : CIRCLET_UNREACHED;
}

/* Straight, at the mode's speed on streets. */
static uint32_t straight_ms(const plain_job *job, circlet_point from,
                            circlet_point to)
{
    const circlet_point line[2] = {from, to};
    double speed_mps = job->times->mode->speed_mps;
    double cutoff_ms = job->query->cutoff_ms, ms;

    if (from.lon == to.lon && from.lat == to.lat)
        return 0;
    if (fabs(from.lat - to.lat) * LEAST_M_PER_LAT / speed_mps * 1000 >
        cutoff_ms + 1000)
        return CIRCLET_UNREACHED;
    ms = ci_geodesic_length_m(line, 2) / speed_mps * 1000 +
         job->times->boarding_ms;
    if (ms > cutoff_ms + 1)
        return CIRCLET_UNREACHED;
    return llround(ms) <= (long long)job->query->cutoff_ms
               ? (uint32_t)llround(ms)
               : CIRCLET_UNREACHED;
}

static bool goes_straight(const plain_job *job, size_t origin,
                          size_t destination)
{
    return job->query->bound == CIRCLET_BOUND_MIN &&
           (job->origins.snaps[origin] != CIRCLET_SNAP_TIED ||
            job->destinations.snaps[destination] != CIRCLET_SNAP_TIED);
}

/* ---- nearest ------------------------------------------------------------ */

/* By the streets, all goals having been searched from. */
static uint32_t nearest_by_ties(const plain_job *job, size_t origin)
{
    const ci_plain_points *from = &job->origins, *to = &job->destinations;
    uint32_t best_ms = CIRCLET_UNREACHED;

    for (size_t i = from->first[origin]; i < from->first[origin + 1]; i++) {
        const ci_tie *tie = &from->ties[i];

        best_ms = least(best_ms, ci_backward_search_from(job->search, tie));
        for (size_t k = to->first_on_link[tie->link];
             k < to->first_on_link[tie->link + 1]; k++)
            best_ms = least(best_ms,
                            between_ms(job, tie, &to->ties[to->on_link[k]]));
    }
    return best_ms;
}

static uint32_t nearest_ms(const plain_job *job, size_t origin,
                           const uint32_t *untied, size_t untied_count)
{
    const ci_plain_points *from = &job->origins, *to = &job->destinations;
    uint32_t best_ms = nearest_by_ties(job, origin), there;
    bool is_tied = from->snaps[origin] == CIRCLET_SNAP_TIED;

    if (ci_plain_points_find(&there, to, from->places[origin]))
        return 0;
    if (job->query->bound != CIRCLET_BOUND_MIN)
        return best_ms;
    for (size_t i = 0; i < (is_tied ? untied_count : to->place_count); i++)
        best_ms =
            least(best_ms, straight_ms(job, from->places[origin],
                                       to->places[is_tied ? untied[i] : i]));
    return best_ms;
}

/* Those to which everybody goes straight at the best; NULL: no memory. */
static uint32_t *list_untied(const ci_plain_points *points, size_t *count)
{
    uint32_t *untied = malloc((points->place_count + 1) * sizeof(*untied));

    *count = 0;
    for (size_t i = 0; untied && i < points->place_count; i++)
        if (points->snaps[i] != CIRCLET_SNAP_TIED)
            untied[(*count)++] = (uint32_t)i;
    return untied;
}

static circlet_status search_from_all(plain_job *job, circlet_error *error)
{
    const ci_plain_points *to = &job->destinations;
    bool is_found = true;

    ci_backward_search_start(job->search, job->query->cutoff_ms);
    for (size_t i = 0; is_found && i < to->first[to->place_count]; i++)
        is_found = ci_backward_search_end_at(job->search, &to->ties[i]);
    return is_found && ci_backward_search_run(job->search)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status answer_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                     const plain_job *job,
                                     circlet_error *error)
{
    const ci_plain_points *from = &job->origins;
    size_t untied_count;
    uint32_t *untied = list_untied(&job->destinations, &untied_count);
    circlet_status status = untied ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t place = 0; status == CIRCLET_OK && place < from->place_count;
         place++) {
        uint32_t ms = nearest_ms(job, place, untied, untied_count);

        for (size_t i = from->first_point[place];
             i < from->first_point[place + 1]; i++) {
            times_ms[from->sorted[i]] = ms;
            snaps[from->sorted[i]] = from->snaps[place];
        }
        if (!goes_on(job, place + 1, from->place_count))
            status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    }
    free(untied);
    return status;
}

circlet_status ci_plain_find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                     const circlet_travel_query *query,
                                     void *user, circlet_error *error)
{
    plain_job job = {0};
    circlet_status status = start_job(&job, user, query, error);

    if (status == CIRCLET_OK)
        status = search_from_all(&job, error);
    if (status == CIRCLET_OK)
        status = answer_nearest(times_ms, snaps, &job, error);
    end_job(&job);
    return status;
}

/* ---- all pairs ---------------------------------------------------------- */

/* A pair of places. */
typedef struct plain_pair {
    uint32_t origin, destination, ms;
} plain_pair;

typedef struct pair_finder {
    plain_job *job;
    uint32_t *best_ms; /* of each origin place, to the one destination */
    uint32_t *reached; /* origin places with a time */
    size_t reached_count;
    plain_pair *pairs;
    size_t pair_count, pair_capacity;
} pair_finder;

static void offer(pair_finder *finder, uint32_t origin, uint32_t ms)
{
    if (ms >= finder->best_ms[origin])
        return;
    if (finder->best_ms[origin] == CIRCLET_UNREACHED)
        finder->reached[finder->reached_count++] = origin;
    finder->best_ms[origin] = ms;
}

/* Over the streets, to the ties of one destination. */
static bool search_from_one(pair_finder *finder, size_t destination)
{
    const plain_job *job = finder->job;
    const ci_plain_points *from = &job->origins, *to = &job->destinations;

    ci_backward_search_start(job->search, job->query->cutoff_ms);
    for (size_t i = to->first[destination]; i < to->first[destination + 1];
         i++)
        if (!ci_backward_search_end_at(job->search, &to->ties[i]))
            return false;
    if (!ci_backward_search_run(job->search))
        return false;
    for (size_t i = 0; i < ci_backward_search_count(job->search); i++) {
        uint32_t link = ci_backward_search_link(job->search, i);

        for (size_t k = from->first_on_link[link];
             k < from->first_on_link[link + 1]; k++) {
            uint32_t tie = from->on_link[k];

            offer(finder, from->place_of_tie[tie],
                  ci_backward_search_from(job->search, &from->ties[tie]));
        }
    }
    return true;
}

/* Along one link, from the place itself, and straight. */
static void go_without_search(pair_finder *finder, size_t destination)
{
    const plain_job *job = finder->job;
    const ci_plain_points *from = &job->origins, *to = &job->destinations;
    uint32_t there;

    for (size_t i = to->first[destination]; i < to->first[destination + 1];
         i++) {
        const ci_tie *tie = &to->ties[i];

        for (size_t k = from->first_on_link[tie->link];
             k < from->first_on_link[tie->link + 1]; k++)
            offer(finder, from->place_of_tie[from->on_link[k]],
                  between_ms(job, &from->ties[from->on_link[k]], tie));
    }
    if (ci_plain_points_find(&there, from, to->places[destination]))
        offer(finder, there, 0);
    if (job->query->bound != CIRCLET_BOUND_MIN)
        return;
    for (size_t origin = 0; origin < from->place_count; origin++)
        if (goes_straight(job, origin, destination))
            offer(finder, (uint32_t)origin,
                  straight_ms(job, from->places[origin],
                              to->places[destination]));
}

/* Moves what was found for one destination to the pairs. */
static bool take_pairs(pair_finder *finder, uint32_t destination)
{
    for (size_t i = 0; i < finder->reached_count; i++) {
        uint32_t origin = finder->reached[i];
        plain_pair *pairs =
            ci_array_reserve_one(finder->pairs, finder->pair_count,
                                 &finder->pair_capacity, sizeof(*pairs));

        if (!pairs)
            return false;
        finder->pairs = pairs;
        pairs[finder->pair_count++] =
            (plain_pair){origin, destination, finder->best_ms[origin]};
        finder->best_ms[origin] = CIRCLET_UNREACHED;
    }
    finder->reached_count = 0;
    return true;
}

static circlet_status find_pairs(pair_finder *finder, circlet_error *error)
{
    const ci_plain_points *from = &finder->job->origins;
    const ci_plain_points *to = &finder->job->destinations;

    finder->best_ms = malloc((from->place_count + 1) * sizeof(uint32_t));
    finder->reached = malloc((from->place_count + 1) * sizeof(uint32_t));
    if (!finder->best_ms || !finder->reached)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < from->place_count; i++)
        finder->best_ms[i] = CIRCLET_UNREACHED;
    for (uint32_t place = 0; place < to->place_count; place++) {
        if (!search_from_one(finder, place))
            return ci_fail_nomem(error);
        go_without_search(finder, place);
        if (!take_pairs(finder, place))
            return ci_fail_nomem(error);
        if (!goes_on(finder->job, (size_t)place + 1, to->place_count))
            return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    }
    return CIRCLET_OK;
}

static size_t points_at(const ci_plain_points *points, uint32_t place)
{
    return points->first_point[place + 1] - points->first_point[place];
}

/* From pairs of places to pairs of points; `first` has room for one more than
 * all origins, and `entries` for what it counts. */
static void spread(size_t *first, circlet_od_entry *entries,
                   const pair_finder *finder)
{
    const ci_plain_points *from = &finder->job->origins;
    const ci_plain_points *to = &finder->job->destinations;

    for (size_t p = 0; p < finder->pair_count; p++) {
        const plain_pair *pair = &finder->pairs[p];

        for (size_t i = from->first_point[pair->origin];
             i < from->first_point[pair->origin + 1]; i++)
            for (size_t k = to->first_point[pair->destination];
                 k < to->first_point[pair->destination + 1]; k++)
                entries[first[from->sorted[i]]++] =
                    (circlet_od_entry){to->sorted[k], pair->ms};
    }
}

static circlet_status make_matrix(circlet_od_matrix **out,
                                  const pair_finder *finder,
                                  circlet_error *error)
{
    const ci_plain_points *from = &finder->job->origins;
    const ci_plain_points *to = &finder->job->destinations;
    size_t count = from->point_count;
    size_t *first = calloc(count + 2, sizeof(*first));
    circlet_od_entry *entries = NULL;
    circlet_status status = CIRCLET_OK;

    for (size_t p = 0; first && p < finder->pair_count; p++) {
        const plain_pair *pair = &finder->pairs[p];

        for (size_t i = from->first_point[pair->origin];
             i < from->first_point[pair->origin + 1]; i++)
            first[from->sorted[i] + 2] += points_at(to, pair->destination);
    }
    for (size_t i = 1; first && i <= count; i++)
        first[i + 1] += first[i];
    if (first)
        entries = malloc((first[count + 1] + 1) * sizeof(*entries));
    if (entries)
        spread(first + 1, entries, finder);
    else
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = circlet_od_matrix_new(out, count, to->point_count, first,
                                       entries, error);
    free(first);
    free(entries);
    return status;
}

circlet_status ci_plain_find_within(circlet_od_matrix **out,
                                    const circlet_travel_query *query,
                                    void *user, circlet_error *error)
{
    plain_job job = {0};
    pair_finder finder = {.job = &job};
    circlet_status status = start_job(&job, user, query, error);

    if (status == CIRCLET_OK)
        status = find_pairs(&finder, error);
    if (status == CIRCLET_OK)
        status = make_matrix(out, &finder, error);
    free(finder.best_ms);
    free(finder.reached);
    free(finder.pairs);
    end_job(&job);
    return status;
}

/* ---- the edge ----------------------------------------------------------- */

/* To be there is enough: passing such a node is not waited for. */
static circlet_status search_from_edge(plain_job *job, circlet_error *error)
{
    circlet_plain_travel *plain = job->plain;
    const uint32_t *nodes;
    size_t count;

    if (!plain->edge)
        plain->edge = ci_plain_edge_new(plain->network, plain->limits.limit_m);
    if (!plain->edge)
        return ci_fail_nomem(error);
    nodes = ci_plain_edge_nodes(plain->edge, &count);
    ci_backward_search_start(job->search, job->query->cutoff_ms);
    for (size_t i = 0; i < count; i++)
        if (!ci_backward_search_end_at_node(job->search, nodes[i]))
            return ci_fail_nomem(error);
    return ci_backward_search_run(job->search) ? CIRCLET_OK
                                               : ci_fail_nomem(error);
}

/* Off the road to the border itself where that is near, else by streets. */
static bool find_edge_ms(uint32_t *out, const plain_job *job, size_t place)
{
    const ci_plain_points *from = &job->origins;
    double distance_m, ms;

    if (!ci_plain_edge_distance_m(&distance_m, job->plain->edge,
                                  from->places[place]))
        return false;
    *out = CIRCLET_UNREACHED;
    for (size_t i = from->first[place]; i < from->first[place + 1]; i++)
        *out =
            least(*out, ci_backward_search_from(job->search, &from->ties[i]));
    ms = distance_m * job->plain->limits.detour / job->times->off_road_mps *
         1000;
    if (ms <= job->query->cutoff_ms)
        *out = least(*out, (uint32_t)llround(ms));
    return true;
}

static circlet_status answer_edge(uint32_t *times_ms, const plain_job *job,
                                  circlet_error *error)
{
    const ci_plain_points *from = &job->origins;

    for (size_t place = 0; place < from->place_count; place++) {
        uint32_t ms;

        if (!find_edge_ms(&ms, job, place))
            return ci_fail_nomem(error);
        for (size_t i = from->first_point[place];
             i < from->first_point[place + 1]; i++)
            times_ms[from->sorted[i]] = ms;
    }
    return goes_on(job, 1, 1)
               ? CIRCLET_OK
               : ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
}

/* No tie is dropped for lying on an island, which may be none beyond the
 * edge. */
circlet_status ci_plain_find_edge(uint32_t *times_ms,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    plain_job job = {0};
    circlet_status status = open_job(&job, user, query, error);

    if (status == CIRCLET_OK)
        status = tie_origins(&job, error);
    if (status == CIRCLET_OK)
        status = search_from_edge(&job, error);
    if (status == CIRCLET_OK)
        status = answer_edge(times_ms, &job, error);
    end_job(&job);
    return status;
}
