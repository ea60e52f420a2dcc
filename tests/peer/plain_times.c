/*
 * Compares circlet's times with those of a textbook search:
 *
 *     plain_times CITY ORIGINS DESTINATIONS CUTOFF_S[,CUTOFF_S...] MODE...
 *
 * Between so many drawn points. For each mode, bound and cutoff, and for the
 * longest time within the last, prints how many pairs there are within and how
 * many of all pairs differ, by either engine with one thread and two, and of
 * the nearest ones; fails if any does.
 */
#include <circlet.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drawn_points.h"
#include "geo/geodesic.h"
#include "plain_search.h"
#include "reach/island_rule.h"
#include "reach/router.h"

#define CUTOFFS_MAX 8

/* In the order in which they are printed. */
static const circlet_bound bounds[CIRCLET_BOUND_COUNT] = {
    CIRCLET_BOUND_MIN, CIRCLET_BOUND_NOMINAL, CIRCLET_BOUND_MAX};

typedef struct asking {
    circlet_network *network;
    circlet_router *router;
    drawn_points drawn;
    uint32_t cutoffs_ms[CUTOFFS_MAX];
    size_t cutoff_count;
    uint64_t pair_count, difference_count;
} asking;

/* What is asked of one mode at one bound. */
typedef struct truth {
    asking *ask;
    const circlet_travel_mode *mode;
    circlet_bound bound;
    const circlet_arc_times *times;
    ci_tied_points origins, destinations;
    uint32_t *times_ms; /* of each pair, by origin, up to the last cutoff */
    uint32_t *found_ms; /* the same as circlet has it, up to one cutoff */
    size_t one_street_count; /* pairs quickest along one street */
    size_t straight_count; /* pairs that leave the streets aside */
    size_t turned_count; /* pairs that signs make slower */
} truth;

/* ---- the truth ---------------------------------------------------------- */

/* They are tied by the library's snapper, which has a peer of its own. */
static circlet_status tie_points(truth *it, circlet_error *error)
{
    const asking *ask = it->ask;
    circlet_router *router = ask->router;
    const circlet_progress silent = {0};
    const ci_stage stage = {&silent, "", 0, 1};
    ci_tier tier = {.snapper = router->snapper, .thread_count = 1};
    ci_island_rule rule = {0};
    circlet_status status;

    status =
        ci_router_times(&it->times, router, circlet_travel_mode_name(it->mode),
                        it->bound, error);
    tier.times = it->times;
    if (!status)
        status =
            ci_tied_points_find(&it->destinations, &tier,
                                ask->drawn.points + ask->drawn.origin_count,
                                ask->drawn.destination_count, &stage, error);
    if (!status)
        status = ci_tied_points_find(&it->origins, &tier, ask->drawn.points,
                                     ask->drawn.origin_count, &stage, error);
    if (status)
        return status;
    if (ci_island_rule_make(&rule, it->times, &it->destinations,
                            router->component_nodes))
        ci_tied_points_leave_islands(&it->origins, &rule);
    else
        status = CIRCLET_E_NOMEM;
    ci_island_rule_clear(&rule);
    return status;
}

static const ci_tie *ties_of(const ci_tied_points *tied, size_t point,
                             size_t *count)
{
    uint32_t place = tied->place_of[point];

    *count = tied->first[place + 1] - tied->first[place];
    return tied->ties + tied->first[place];
}

/* Along one street, without going over a node. */
static uint64_t along_one_street(const truth *it, size_t origin,
                                 size_t destination)
{
    size_t origin_count, destination_count;
    const ci_tie *from = ties_of(&it->origins, origin, &origin_count);
    const ci_tie *to =
        ties_of(&it->destinations, destination, &destination_count);
    uint64_t best = CIRCLET_UNREACHED;

    for (size_t i = 0; i < origin_count; i++)
        for (size_t k = 0; k < destination_count; k++) {
            uint64_t ms = (uint64_t)from[i].off_road_ms + to[k].off_road_ms +
                          it->times->boarding_ms;

            if (from[i].link != to[k].link)
                continue;
            ms += ci_tie_between_ms(it->times, &from[i], &to[k]);
            best = ms < best ? ms : best;
        }
    return best;
}

/* Whoever has no street, or goes where none is, goes straight at the best. */
static bool goes_straight(const truth *it, size_t origin, size_t destination)
{
    size_t origin_count, destination_count;

    ties_of(&it->origins, origin, &origin_count);
    ties_of(&it->destinations, destination, &destination_count);
    return it->bound == CIRCLET_BOUND_MIN &&
           (origin_count == 0 || destination_count == 0);
}

static uint64_t straight_ms(const truth *it, const circlet_point line[2])
{
    return (uint64_t)llround(ci_geodesic_length_m(line, 2) /
                                 it->mode->speed_mps * 1000 +
                             it->times->boarding_ms);
}

/* The time of a pair after a search from its origin. */
static uint32_t time_of_pair(truth *it, const plain_search *search,
                             size_t origin, size_t destination)
{
    const asking *ask = it->ask;
    const circlet_point line[2] = {
        ask->drawn.points[origin],
        ask->drawn.points[ask->drawn.origin_count + destination]};
    uint64_t one_street_ms = along_one_street(it, origin, destination);
    size_t count;
    const ci_tie *ties = ties_of(&it->destinations, destination, &count);
    uint64_t ms = plain_search_to(search, ties, count);

    if (line[0].lon == line[1].lon && line[0].lat == line[1].lat)
        return 0;
    if (one_street_ms < ms) {
        ms = one_street_ms;
        it->one_street_count++;
    }
    if (goes_straight(it, origin, destination)) {
        ms = straight_ms(it, line);
        it->straight_count++;
    }
    return ms <= ask->cutoffs_ms[ask->cutoff_count - 1] ? (uint32_t)ms
                                                        : CIRCLET_UNREACHED;
}

static circlet_status search_from(truth *it, plain_search *search,
                                  plain_search *lawless, size_t origin)
{
    const asking *ask = it->ask;
    uint32_t cutoff_ms = ask->cutoffs_ms[ask->cutoff_count - 1];
    uint32_t *row = it->times_ms + origin * ask->drawn.destination_count;
    size_t count;
    const ci_tie *ties = ties_of(&it->origins, origin, &count);

    if (!plain_search_run(search, ties, count, cutoff_ms) ||
        (lawless && !plain_search_run(lawless, ties, count, cutoff_ms)))
        return CIRCLET_E_NOMEM;
    for (size_t k = 0; k < ask->drawn.destination_count; k++) {
        const ci_tie *goals = ties_of(&it->destinations, k, &count);

        row[k] = time_of_pair(it, search, origin, k);
        if (lawless)
            it->turned_count += plain_search_to(lawless, goals, count) <
                                plain_search_to(search, goals, count);
    }
    return CIRCLET_OK;
}

static circlet_status find_truth(truth *it)
{
    plain_search *search = plain_search_new(it->times, true);
    plain_search *lawless =
        it->mode->obeys_turns ? plain_search_new(it->times, false) : NULL;
    circlet_status status = CIRCLET_OK;

    if (!search || (it->mode->obeys_turns && !lawless))
        status = CIRCLET_E_NOMEM;
    for (size_t i = 0; i < it->ask->drawn.origin_count && !status; i++)
        status = search_from(it, search, lawless, i);
    plain_search_free(search);
    plain_search_free(lawless);
    return status;
}

/* ---- comparing ---------------------------------------------------------- */

static circlet_travel_query query_of(const truth *it, uint32_t cutoff_ms)
{
    const asking *ask = it->ask;

    return (circlet_travel_query){
        .mode = circlet_travel_mode_name(it->mode),
        .bound = it->bound,
        .origins = ask->drawn.points,
        .origin_count = ask->drawn.origin_count,
        .destinations = ask->drawn.points + ask->drawn.origin_count,
        .destination_count = ask->drawn.destination_count,
        .cutoff_ms = cutoff_ms};
}

static void unfold(uint32_t *times_ms, const circlet_od_matrix *matrix)
{
    size_t width = circlet_od_matrix_destination_count(matrix);

    for (size_t i = 0; i < circlet_od_matrix_origin_count(matrix); i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        for (size_t k = 0; k < width; k++)
            times_ms[i * width + k] = CIRCLET_UNREACHED;
        for (size_t k = 0; k < count; k++)
            times_ms[i * width + row[k].destination] = row[k].time_ms;
    }
}

static uint32_t within(uint32_t ms, uint32_t cutoff_ms)
{
    return ms <= cutoff_ms ? ms : CIRCLET_UNREACHED;
}

/* Counts a difference, and says the first of all. */
static void compare(truth *it, const char *what, size_t position,
                    uint32_t true_ms, uint32_t found_ms)
{
    if (true_ms == found_ms)
        return;
    if (it->ask->difference_count++ == 0)
        fprintf(stderr,
                "plain_times: %s, %s: the time of %zu is %" PRIu32
                " ms, not %" PRIu32 "\n",
                circlet_travel_mode_name(it->mode), what, position, true_ms,
                found_ms);
}

static circlet_status compare_pairs(truth *it, uint32_t cutoff_ms,
                                    circlet_engine_kind kind, uint32_t threads,
                                    circlet_error *error)
{
    const asking *ask = it->ask;
    circlet_travel_query query = query_of(it, cutoff_ms);
    circlet_engine_options options = CIRCLET_ENGINE_OPTIONS_INIT;
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    options.kind = kind;
    options.threads = threads;
    status = circlet_router_set_engine(ask->router, &options, error);
    if (!status)
        status =
            circlet_od_matrix_compute(&matrix, ask->router, &query, error);
    if (status)
        return status;
    unfold(it->found_ms, matrix);
    circlet_od_matrix_free(matrix);
    for (size_t i = 0;
         i < ask->drawn.origin_count * ask->drawn.destination_count; i++)
        compare(it, kind == CIRCLET_ENGINE_FAR ? "far" : "near", i,
                within(it->times_ms[i], cutoff_ms), it->found_ms[i]);
    return CIRCLET_OK;
}

static uint32_t least_of(const uint32_t *times_ms, size_t count)
{
    uint32_t least = CIRCLET_UNREACHED;

    for (size_t i = 0; i < count; i++)
        least = times_ms[i] < least ? times_ms[i] : least;
    return least;
}

static circlet_status compare_nearest(truth *it, uint32_t cutoff_ms,
                                      circlet_error *error)
{
    const asking *ask = it->ask;
    circlet_travel travel = circlet_router_travel(ask->router);
    circlet_travel_query query = query_of(it, cutoff_ms);
    size_t width = ask->drawn.destination_count;
    circlet_snap *snaps = calloc(ask->drawn.origin_count + 1, sizeof(*snaps));
    circlet_status status = CIRCLET_E_NOMEM;

    if (snaps)
        status = travel.find_nearest(it->found_ms, snaps, &query, travel.user,
                                     error);
    for (size_t i = 0; i < ask->drawn.origin_count && !status; i++)
        compare(it, "nearest", i,
                within(least_of(it->times_ms + i * width, width), cutoff_ms),
                it->found_ms[i]);
    free(snaps);
    return status;
}

static circlet_status compare_cutoff(truth *it, uint32_t cutoff_ms,
                                     circlet_error *error)
{
    static const circlet_engine_kind kinds[] = {CIRCLET_ENGINE_NEAR,
                                                CIRCLET_ENGINE_FAR};
    asking *ask = it->ask;
    uint64_t pairs = 0, before = ask->difference_count;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < 4 && !status; i++)
        status = compare_pairs(it, cutoff_ms, kinds[i / 2],
                               (uint32_t)(i % 2 + 1), error);
    if (!status)
        status = compare_nearest(it, cutoff_ms, error);
    for (size_t i = 0;
         i < ask->drawn.origin_count * ask->drawn.destination_count; i++)
        pairs += it->times_ms[i] <= cutoff_ms;
    printf("%s,%s,%" PRIu32 ",%" PRIu64 ",%zu,%zu,%zu,%" PRIu64 "\n",
           circlet_travel_mode_name(it->mode), circlet_bound_name(it->bound),
           cutoff_ms, pairs, it->one_street_count, it->straight_count,
           it->turned_count, ask->difference_count - before);
    ask->pair_count += pairs;
    return status;
}

/* Which the journey that takes it is within: a cutoff is inclusive. */
static uint32_t longest_of(const truth *it)
{
    size_t pairs =
        it->ask->drawn.origin_count * it->ask->drawn.destination_count;
    uint32_t longest = 0;

    for (size_t i = 0; i < pairs; i++)
        if (it->times_ms[i] != CIRCLET_UNREACHED && it->times_ms[i] > longest)
            longest = it->times_ms[i];
    return longest;
}

static circlet_status compare_bound(asking *ask,
                                    const circlet_travel_mode *mode,
                                    circlet_bound bound, circlet_error *error)
{
    truth it = {.ask = ask, .mode = mode, .bound = bound};
    size_t pairs =
        ask->drawn.origin_count * (ask->drawn.destination_count + 1);
    circlet_status status = CIRCLET_E_NOMEM;

    it.times_ms = calloc(pairs + 1, sizeof(*it.times_ms));
    it.found_ms = calloc(pairs + 1, sizeof(*it.found_ms));
    if (it.times_ms && it.found_ms)
        status = tie_points(&it, error);
    if (!status)
        status = find_truth(&it);
    for (size_t i = 0; i < ask->cutoff_count && !status; i++)
        status = compare_cutoff(&it, ask->cutoffs_ms[i], error);
    if (!status)
        status = compare_cutoff(&it, longest_of(&it), error);
    ci_tied_points_free(&it.origins);
    ci_tied_points_free(&it.destinations);
    free(it.times_ms);
    free(it.found_ms);
    return status;
}

static circlet_status compare_mode(asking *ask, const char *path,
                                   circlet_error *error)
{
    circlet_travel_mode *mode = NULL;
    circlet_status status = circlet_read_travel_mode(&mode, path, error);

    if (!status)
        status = circlet_router_add_mode(ask->router, mode, error);
    for (size_t i = 0; i < CIRCLET_BOUND_COUNT && !status; i++)
        status = compare_bound(ask, mode, bounds[i], error);
    circlet_travel_mode_free(mode);
    return status;
}

/* ---- the command line --------------------------------------------------- */

static bool read_cutoffs(asking *ask, const char *text)
{
    while (*text && ask->cutoff_count < CUTOFFS_MAX) {
        char *end;
        unsigned long seconds = strtoul(text, &end, 10);

        if (end == text || seconds == 0 || seconds > 86400)
            return false;
        ask->cutoffs_ms[ask->cutoff_count++] = (uint32_t)seconds * 1000;
        text = *end == ',' ? end + 1 : end;
    }
    return ask->cutoff_count > 0 && !*text;
}

static circlet_status open_city(asking *ask, const char *path,
                                circlet_error *error)
{
    circlet_status status =
        circlet_read_network(&ask->network, path, NULL, error);

    if (!status)
        status = circlet_router_new(&ask->router, ask->network, NULL, error);
    if (status)
        return status;
    ask->drawn.network = ask->network;
    if (!drawn_points_make(&ask->drawn) ||
        !ci_snapper_know_islands(ask->router->snapper,
                                 ask->router->component_nodes))
        return CIRCLET_E_NOMEM;
    return CIRCLET_OK;
}

static int run(asking *ask, char **arguments, size_t count)
{
    circlet_error error = {CIRCLET_OK, "out of memory"};
    circlet_status status = open_city(ask, arguments[0], &error);

    puts("mode,bound,cutoff_ms,pairs,on_one_street,straight,turned,"
         "differences");
    for (size_t i = 4; i < count && !status; i++)
        status = compare_mode(ask, arguments[i], &error);
    if (status) {
        fprintf(stderr, "plain_times: %s\n", error.message);
        return 1;
    }
    printf("all,,,%" PRIu64 ",,,,%" PRIu64 "\n", ask->pair_count,
           ask->difference_count);
    return ask->pair_count == 0 || ask->difference_count > 0;
}

int main(int argc, char **argv)
{
    asking ask = {0};
    int result;

    if (argc >= 6) {
        ask.drawn.origin_count = strtoul(argv[2], NULL, 10);
        ask.drawn.destination_count = strtoul(argv[3], NULL, 10);
    }
    if (ask.drawn.origin_count == 0 || ask.drawn.destination_count == 0 ||
        !read_cutoffs(&ask, argv[4])) {
        fprintf(stderr, "usage: plain_times CITY ORIGINS DESTINATIONS "
                        "CUTOFF_S[,CUTOFF_S...] MODE...\n");
        return 2;
    }
    result = run(&ask, argv + 1, (size_t)argc - 1);
    circlet_router_free(ask.router);
    circlet_network_free(ask.network);
    drawn_points_free(&ask.drawn);
    return result;
}
