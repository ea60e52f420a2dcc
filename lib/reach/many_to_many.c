/*
 * All pairs within the cutoff: a bounded search from each destination,
 * against the arcs. What a search reached is looked up by node, so that its
 * cost depends on what lies within the cutoff and not on all origins.
 */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "reach/od_matrix.h"
#include "reach/straight_goals.h"
#include "reach/travel_job.h"

/* A place of origins that gets to a node, off-road part included. */
typedef struct anchor {
    uint32_t place;
    uint32_t time_ms;
} anchor;

typedef struct pair {
    uint32_t origin_place, destination_place;
    uint32_t time_ms;
} pair;

typedef struct all_pairs {
    ci_travel_job job;
    uint32_t *first_anchor; /* node_count + 1 */
    anchor *anchors;
    ci_link_tie *link_ties; /* of the origins */
    uint32_t *best_ms; /* of each place of origins, for one destination */
    uint32_t *reached; /* the places with a time */
    size_t reached_count;
    pair *pairs;
    size_t pair_count, pair_capacity;
} all_pairs;

static size_t origin_tie_count(const all_pairs *all)
{
    return all->job.origins.first[all->job.origins.place_count];
}

/* ---- set up ------------------------------------------------------------ */

/* The two ways from a tie to a node. */
static anchor anchor_of(const all_pairs *all, const ci_link_tie *tie,
                        bool to_end)
{
    const circlet_arc_times *times = all->job.times;
    uint32_t part_ms = to_end ? ci_tie_to_end_ms(times, tie->tie)
                              : ci_tie_to_start_ms(times, tie->tie);
    anchor found = {tie->place, CIRCLET_UNREACHED};
    uint64_t total_ms = (uint64_t)part_ms + tie->tie->off_road_ms;

    if (total_ms <= all->job.query->cutoff_ms)
        found.time_ms = (uint32_t)total_ms;
    return found;
}

static uint32_t node_of(const all_pairs *all, const ci_link_tie *tie,
                        bool to_end)
{
    const ci_link *link = &all->job.times->network->links[tie->link];

    return to_end ? link->to : link->from;
}

/* Counts, then fills each node's part from its end downwards. */
static void lay_anchors(all_pairs *all)
{
    size_t node_count = all->job.times->network->node_count;
    size_t count = 2 * origin_tie_count(all);

    for (size_t i = 0; i < count; i++)
        all->first_anchor[node_of(all, &all->link_ties[i / 2], i % 2)]++;
    for (size_t i = 1; i <= node_count; i++)
        all->first_anchor[i] += all->first_anchor[i - 1];
    for (size_t i = count; i-- > 0;) {
        const ci_link_tie *tie = &all->link_ties[i / 2];
        uint32_t node = node_of(all, tie, i % 2);

        all->anchors[--all->first_anchor[node]] = anchor_of(all, tie, i % 2);
    }
}

static circlet_status set_up(all_pairs *all, circlet_error *error)
{
    size_t node_count = all->job.times->network->node_count;
    size_t tie_count = origin_tie_count(all);
    size_t place_count = all->job.origins.place_count;

    if (tie_count > UINT32_MAX / 2)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%zu origins have too many ties: %zu",
                       all->job.origins.point_count, tie_count);
    all->first_anchor = calloc(node_count + 1, sizeof(uint32_t));
    all->anchors = malloc((2 * tie_count + 1) * sizeof(anchor));
    all->link_ties = ci_tied_points_by_link(&all->job.origins);
    all->best_ms = malloc((place_count + 1) * sizeof(uint32_t));
    all->reached = malloc((place_count + 1) * sizeof(uint32_t));
    if (!all->first_anchor || !all->anchors || !all->link_ties ||
        !all->best_ms || !all->reached)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < place_count; i++)
        all->best_ms[i] = CIRCLET_UNREACHED;
    lay_anchors(all);
    return CIRCLET_OK;
}

static void all_pairs_free(all_pairs *all)
{
    ci_travel_job_free(&all->job);
    free(all->first_anchor);
    free(all->anchors);
    free(all->link_ties);
    free(all->best_ms);
    free(all->reached);
    free(all->pairs);
}

/* ---- search ------------------------------------------------------------ */

static void improve(all_pairs *all, uint32_t place, uint32_t time_ms)
{
    if (time_ms >= all->best_ms[place])
        return;
    if (all->best_ms[place] == CIRCLET_UNREACHED)
        all->reached[all->reached_count++] = place;
    all->best_ms[place] = time_ms;
}

static void reach_by_nodes(all_pairs *all)
{
    const ci_search *search = all->job.router->search;
    uint32_t cutoff_ms = all->job.query->cutoff_ms;
    size_t count;
    const uint32_t *touched = ci_search_touched(search, &count);

    for (size_t i = 0; i < count; i++) {
        uint32_t node = touched[i];
        uint32_t rest_ms =
            ci_search_time_through(search, all->job.times, node);

        if (rest_ms > cutoff_ms)
            continue;
        for (uint32_t k = all->first_anchor[node];
             k < all->first_anchor[node + 1]; k++)
            if (all->anchors[k].time_ms <= cutoff_ms - rest_ms)
                improve(all, all->anchors[k].place,
                        all->anchors[k].time_ms + rest_ms);
    }
}

static void reach_on_links(all_pairs *all, size_t destination_place)
{
    const ci_tied_points *tied = &all->job.destinations;

    for (size_t i = tied->first[destination_place];
         i < tied->first[destination_place + 1]; i++) {
        size_t count;
        const ci_link_tie *same = ci_link_ties_find(
            all->link_ties, origin_tie_count(all), tied->ties[i].link, &count);

        for (size_t k = 0; k < count; k++)
            improve(
                all, same[k].place,
                ci_travel_job_between(&all->job, same[k].tie, &tied->ties[i]));
    }
}

/* Who is there already goes nowhere; straight ways see to it themselves. */
static void stay(all_pairs *all, uint32_t destination_place)
{
    const ci_travel_job *job = &all->job;
    const ci_tied_points *goals = &job->destinations;
    uint32_t place = ci_tied_points_place_at(&job->origins,
                                             goals->places[destination_place]);

    if (place != CI_NO_PLACE &&
        (job->query->bound != CIRCLET_BOUND_MIN ||
         (job->origins.snaps[place] == CIRCLET_SNAP_TIED &&
          goals->snaps[destination_place] == CIRCLET_SNAP_TIED)))
        improve(all, place, 0);
}

static bool add_pair(all_pairs *all, uint32_t origin_place,
                     uint32_t destination_place, uint32_t time_ms)
{
    pair *pairs = ci_array_reserve_one(all->pairs, all->pair_count,
                                       &all->pair_capacity, sizeof(*pairs));

    if (!pairs)
        return false;
    all->pairs = pairs;
    pairs[all->pair_count++] =
        (pair){origin_place, destination_place, time_ms};
    return true;
}

static bool keep_pairs(all_pairs *all, uint32_t destination_place)
{
    for (size_t i = 0; i < all->reached_count; i++) {
        uint32_t place = all->reached[i];

        if (!add_pair(all, place, destination_place, all->best_ms[place]))
            return false;
        all->best_ms[place] = CIRCLET_UNREACHED;
    }
    all->reached_count = 0;
    return true;
}

/* Adds the pairs of one place of origins that goes straight. */
typedef struct straight_pairs {
    all_pairs *all;
    uint32_t origin_place;
} straight_pairs;

static bool add_straight_pair(uint32_t destination_place, uint32_t time_ms,
                              void *user)
{
    const straight_pairs *adding = user;

    return add_pair(adding->all, adding->origin_place, destination_place,
                    time_ms);
}

static bool go_straight(all_pairs *all)
{
    ci_straight_goals goals = {0};
    bool is_done = ci_straight_goals_find(&goals, &all->job);

    for (uint32_t i = 0; i < all->job.origins.place_count && is_done; i++) {
        straight_pairs adding = {all, i};

        is_done =
            ci_straight_goals_each(&goals, i, add_straight_pair, &adding);
    }
    ci_straight_goals_free(&goals);
    return is_done;
}

static circlet_status search_all(all_pairs *all, circlet_error *error)
{
    ci_search *search = all->job.router->search;
    size_t count = all->job.destinations.place_count;
    ci_stage stage = {&all->job.query->progress, "searching", 0.5, 1};

    for (uint32_t i = 0; i < count; i++) {
        if (!ci_stage_goes_on(&stage, i, count))
            return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
        ci_search_clear(search);
        ci_travel_job_seed(&all->job, i);
        ci_search_run(search, all->job.times, all->job.query->cutoff_ms);
        reach_by_nodes(all);
        reach_on_links(all, i);
        stay(all, i);
        if (!keep_pairs(all, i))
            return ci_fail_nomem(error);
    }
    if (all->job.query->bound == CIRCLET_BOUND_MIN && !go_straight(all))
        return ci_fail_nomem(error);
    if (!ci_stage_goes_on(&stage, count, count))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

/* ---- collect ----------------------------------------------------------- */

/* The destinations of each place: `next` leads on from `first`. */
typedef struct sharers {
    uint32_t *first; /* of each place */
    uint32_t *next; /* of each destination; UINT32_MAX: the last */
    uint32_t *count; /* of each place */
} sharers;

static bool find_sharers(sharers *sharing, const ci_tied_points *tied)
{
    sharing->first = malloc((tied->place_count + 1) * sizeof(uint32_t));
    sharing->count = calloc(tied->place_count + 1, sizeof(uint32_t));
    sharing->next = malloc((tied->point_count + 1) * sizeof(uint32_t));
    if (!sharing->first || !sharing->count || !sharing->next)
        return false;
    for (size_t i = 0; i < tied->place_count; i++)
        sharing->first[i] = UINT32_MAX;
    for (uint32_t i = 0; i < tied->point_count; i++) {
        uint32_t place = tied->place_of[i];

        sharing->next[i] = sharing->first[place];
        sharing->first[place] = i;
        sharing->count[place]++;
    }
    return true;
}

static void sharers_free(sharers *sharing)
{
    free(sharing->first);
    free(sharing->next);
    free(sharing->count);
}

/* Counts the entries of each row, then fills it from its end downwards. */
static void fill_rows(circlet_od_matrix *matrix, const all_pairs *all,
                      const sharers *sharing)
{
    for (size_t i = 0; i < all->pair_count; i++)
        matrix->first[all->pairs[i].origin_place] +=
            sharing->count[all->pairs[i].destination_place];
    for (size_t i = 1; i <= matrix->row_count; i++)
        matrix->first[i] += matrix->first[i - 1];
    for (size_t i = 0; i < all->pair_count; i++) {
        const pair *one = &all->pairs[i];

        for (uint32_t d = sharing->first[one->destination_place];
             d != UINT32_MAX; d = sharing->next[d])
            matrix->entries[--matrix->first[one->origin_place]] =
                (circlet_od_entry){d, one->time_ms};
    }
}

static circlet_status collect(circlet_od_matrix **out, const all_pairs *all,
                              circlet_error *error)
{
    const ci_tied_points *origins = &all->job.origins;
    sharers sharing = {0};
    circlet_od_matrix *matrix = NULL;
    size_t entry_count = 0;

    if (find_sharers(&sharing, &all->job.destinations)) {
        for (size_t i = 0; i < all->pair_count; i++)
            entry_count += sharing.count[all->pairs[i].destination_place];
        matrix = ci_od_matrix_reserve(origins->point_count,
                                      all->job.destinations.point_count,
                                      origins->place_count, entry_count);
    }
    if (matrix) {
        for (size_t i = 0; i < origins->point_count; i++)
            matrix->row_of[i] = origins->place_of[i];
        fill_rows(matrix, all, &sharing);
        ci_od_matrix_sort(matrix);
        *out = matrix;
    }
    sharers_free(&sharing);
    return matrix ? CIRCLET_OK : ci_fail_nomem(error);
}

circlet_status ci_find_within(circlet_od_matrix **out,
                              const circlet_travel_query *query, void *user,
                              circlet_error *error)
{
    all_pairs all = {0};
    circlet_status status = ci_travel_job_start(&all.job, user, query, error);

    if (!status)
        status = set_up(&all, error);
    if (!status)
        status = search_all(&all, error);
    if (!status)
        status = collect(out, &all, error);
    all_pairs_free(&all);
    return status;
}
