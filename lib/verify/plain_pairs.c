/* All pairs within the cutoff: a search to each destination. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "verify/plain_job.h"

/* A pair of places. */
typedef struct plain_pair {
    uint32_t origin, destination, ms;
} plain_pair;

typedef struct pair_finder {
    ci_plain_job *job;
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
    const ci_plain_job *job = finder->job;
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
    const ci_plain_job *job = finder->job;
    const ci_plain_points *from = &job->origins, *to = &job->destinations;
    uint32_t there;

    for (size_t i = to->first[destination]; i < to->first[destination + 1];
         i++) {
        const ci_tie *tie = &to->ties[i];

        for (size_t k = from->first_on_link[tie->link];
             k < from->first_on_link[tie->link + 1]; k++)
            offer(
                finder, from->place_of_tie[from->on_link[k]],
                ci_plain_between_ms(job, &from->ties[from->on_link[k]], tie));
    }
    if (ci_plain_points_find(&there, from, to->places[destination]))
        offer(finder, there, 0);
    if (job->query->bound != CIRCLET_BOUND_MIN)
        return;
    for (size_t origin = 0; origin < from->place_count; origin++)
        if (ci_plain_goes_straight(job, origin, destination))
            offer(finder, (uint32_t)origin,
                  ci_plain_straight_ms(job, from->places[origin],
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
        if (!ci_plain_goes_on(finder->job, (size_t)place + 1, to->place_count))
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
    ci_plain_job job = {0};
    pair_finder finder = {.job = &job};
    circlet_status status = ci_plain_job_start(&job, user, query, error);

    if (status == CIRCLET_OK)
        status = find_pairs(&finder, error);
    if (status == CIRCLET_OK)
        status = make_matrix(out, &finder, error);
    free(finder.best_ms);
    free(finder.reached);
    free(finder.pairs);
    ci_plain_job_end(&job);
    return status;
}
