/* Many people and sites of one town: any number of threads, either engine and
 * any memory give the same; what is cancelled, and what is refused. */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "town_world.h"

#define GRID 12
#define CROWD 700

typedef struct crowded_town {
    circlet_travel_mode mode;
    circlet_network *network;
    circlet_router *router;
    circlet_point people[CROWD], sites[CROWD];
} crowded_town;

static circlet_point grid_point(double x, double y)
{
    return (circlet_point){TOWN_LON + x * 100 * TOWN_METRE,
                           TOWN_LAT + y * 100 * TOWN_METRE};
}

static void add_grid_link(circlet_network_builder *builder, circlet_node from,
                          circlet_node to, double length_m)
{
    const circlet_tag tag = {"highway", "footway"};
    const circlet_link_record link = {.from = from,
                                      .to = to,
                                      .length_m = length_m,
                                      .tags = &tag,
                                      .tag_count = 1};

    assert_ok(circlet_network_builder_add_link(builder, &link, error));
}

static circlet_network *build_grid(uint64_t *random)
{
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_node nodes[GRID][GRID];

    assert_ok(circlet_network_builder_new(&builder, error));
    for (int x = 0; x < GRID; x++)
        for (int y = 0; y < GRID; y++)
            assert_ok(circlet_network_builder_add_node(
                builder, grid_point(x, y), NULL, 0, &nodes[x][y], error));
    for (int x = 0; x < GRID; x++)
        for (int y = 0; y < GRID; y++) {
            if (x + 1 < GRID)
                add_grid_link(builder, nodes[x][y], nodes[x + 1][y],
                              80 + unit_random_below(random, 40));
            if (y + 1 < GRID)
                add_grid_link(builder, nodes[x][y], nodes[x][y + 1],
                              80 + unit_random_below(random, 40));
        }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static circlet_point anywhere(uint64_t *random)
{
    return grid_point(unit_random_below(random, 100 * (GRID - 1)) / 100.0,
                      unit_random_below(random, 100 * (GRID - 1)) / 100.0);
}

static void make_crowd(crowded_town *town)
{
    uint64_t random = 5;

    town->mode = fixture_mode();
    town->network = build_grid(&random);
    assert_ok(circlet_router_new(&town->router, town->network, NULL, error));
    assert_ok(circlet_router_add_mode(town->router, &town->mode, error));
    for (size_t i = 0; i < CROWD; i++) {
        town->people[i] = i % 5 == 4 ? town->people[i / 2] : anywhere(&random);
        town->sites[i] = i % 7 == 6 ? town->sites[i / 2] : anywhere(&random);
    }
}

static void free_crowd(crowded_town *town)
{
    circlet_router_free(town->router);
    circlet_network_free(town->network);
}

static circlet_travel_query crowd_query(const crowded_town *town,
                                        size_t people, size_t sites)
{
    return (circlet_travel_query){.mode = "walk",
                                  .origins = town->people,
                                  .origin_count = people,
                                  .destinations = town->sites,
                                  .destination_count = sites,
                                  .cutoff_ms = 900000};
}

static circlet_od_matrix *crowd_matrix(const crowded_town *town, size_t people,
                                       size_t sites)
{
    circlet_travel_query query = crowd_query(town, people, sites);
    circlet_od_matrix *matrix = NULL;

    assert_ok(circlet_od_matrix_compute(&matrix, town->router, &query, error));
    return matrix;
}

/* Returns how many pairs both have. */
static size_t assert_same(const circlet_od_matrix *a,
                          const circlet_od_matrix *b)
{
    size_t sum = 0;

    assert_int_equal(circlet_od_matrix_origin_count(a),
                     circlet_od_matrix_origin_count(b));
    for (size_t i = 0; i < circlet_od_matrix_origin_count(a); i++) {
        size_t count, other;
        const circlet_od_entry *row = circlet_od_matrix_row(a, i, &count);
        const circlet_od_entry *same = circlet_od_matrix_row(b, i, &other);

        assert_int_equal(count, other);
        assert_true(count == 0 ||
                    memcmp(row, same, count * sizeof(*row)) == 0);
        sum += count;
    }
    return sum;
}

static void any_number_of_threads_gives_the_same(void **state)
{
    static const uint32_t threads[] = {1, 2, 4, 16};
    crowded_town town;
    circlet_od_matrix *first;

    (void)state;
    make_crowd(&town);
    set_engine(town.router, CIRCLET_ENGINE_NEAR, 1, 0);
    first = crowd_matrix(&town, CROWD, CROWD);
    for (size_t i = 0; i < 4; i++)
        for (int kind = CIRCLET_ENGINE_AUTO; kind <= CIRCLET_ENGINE_FAR;
             kind++) {
            circlet_od_matrix *other;

            set_engine(town.router, (circlet_engine_kind)kind, threads[i], 0);
            other = crowd_matrix(&town, CROWD, CROWD);
            assert_true(assert_same(first, other) > 100000);
            circlet_od_matrix_free(other);
        }

    circlet_od_matrix_free(first);
    free_crowd(&town);
}

static void both_ways_to_search_give_the_same(void **state)
{
    crowded_town town;
    circlet_od_matrix *wide, *all;

    (void)state;
    make_crowd(&town);
    wide = crowd_matrix(&town, 100, CROWD);
    all = crowd_matrix(&town, CROWD, 650);

    for (size_t i = 0; i < 100; i++) {
        size_t wide_count, all_count, k = 0;
        const circlet_od_entry *row =
            circlet_od_matrix_row(wide, i, &wide_count);
        const circlet_od_entry *other =
            circlet_od_matrix_row(all, i, &all_count);

        for (size_t w = 0; w < wide_count; w++) {
            if (row[w].destination >= 650)
                continue;
            assert_in_range(k, 0, all_count - 1);
            assert_memory_equal(&row[w], &other[k], sizeof(*row));
            k++;
        }
        assert_int_equal(k, all_count);
    }
    circlet_od_matrix_free(wide);
    circlet_od_matrix_free(all);
    free_crowd(&town);
}

static void a_matrix_in_files_is_the_same(void **state)
{
    crowded_town town;
    circlet_od_matrix *whole;

    (void)state;
    make_crowd(&town);
    set_engine(town.router, CIRCLET_ENGINE_AUTO, 1, 0);
    whole = crowd_matrix(&town, CROWD, CROWD);
    for (uint32_t threads = 1; threads <= 3; threads++)
        for (uint64_t bytes = 1; bytes <= 10000000; bytes *= 100) {
            circlet_od_matrix *spilled;

            set_engine(town.router, CIRCLET_ENGINE_AUTO, threads, bytes);
            spilled = crowd_matrix(&town, CROWD, CROWD);
            assert_same(whole, spilled);
            circlet_od_matrix_free(spilled);
        }
    circlet_od_matrix_free(whole);
    free_crowd(&town);
}

#define MULTITUDE 2500

/* Asked by the address sanitizer, where the test is built with it: freed
 * memory, which it keeps for a while, would count. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "quarantine_size_mb=1";
}

/* The most memory, in KiB, that a process of its own takes for a matrix of
 * so many people and sites. */
static long peak_kib(const crowded_town *town, size_t count,
                     uint64_t memory_bytes)
{
    static circlet_point people[MULTITUDE], sites[MULTITUDE];
    uint64_t random = 9;
    pid_t child = fork();
    struct rusage usage;
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        circlet_travel_query query = crowd_query(town, count, count);
        circlet_od_matrix *matrix = NULL;

        for (size_t i = 0; i < MULTITUDE; i++) {
            people[i] = anywhere(&random);
            sites[i] = anywhere(&random);
        }
        query.origins = people;
        query.destinations = sites;
        query.cutoff_ms = CIRCLET_CUTOFF_MAX;
        set_engine(town->router, CIRCLET_ENGINE_NEAR, 1, memory_bytes);
        status =
            circlet_od_matrix_compute(&matrix, town->router, &query, NULL);
        _exit(status);
    }
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return usage.ru_maxrss;
}

/* 6.25 million pairs are 75 MB, and as entries another 50 MB; a sanitizer
 * multiplies both. */
static void a_matrix_keeps_to_its_memory(void **state)
{
    crowded_town town;
    long least, whole, limited;

    (void)state;
    make_crowd(&town);
    least = peak_kib(&town, 10, 0);
    whole = peak_kib(&town, MULTITUDE, 0);
    limited = peak_kib(&town, MULTITUDE, 4 << 20);

    if (whole - least < 100000 || 4 * (limited - least) > whole - least)
        fail_msg("%ld KiB at least, %ld without a limit, %ld with 4 MiB",
                 least, whole, limited);
    free_crowd(&town);
}

static void a_temporary_folder_that_is_none_is_told(void **state)
{
    crowded_town town;
    circlet_travel_query query;
    circlet_od_matrix *matrix = NULL;
    const char *folder = getenv("TMPDIR");
    char *kept = folder ? strdup(folder) : NULL;

    (void)state;
    make_crowd(&town);
    query = crowd_query(&town, CROWD, CROWD);
    for (uint32_t threads = 1; threads <= 2; threads++) {
        set_engine(town.router, CIRCLET_ENGINE_AUTO, threads, 1);
        assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
        assert_fails(
            circlet_od_matrix_compute(&matrix, town.router, &query, error),
            CIRCLET_E_IO, "temporary file in '/nowhere': No such file");
    }
    assert_null(matrix);
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
    free_crowd(&town);
}

/* ---- what is refused -----------------------------------------------------
 */

static bool stop(const char *stage, double fraction, void *user)
{
    (void)user;
    return strcmp(stage, "searching") != 0 || fraction < 0.75;
}

static bool stop_row(size_t position, const circlet_od_entry *entries,
                     size_t count, void *user)
{
    (void)position;
    (void)entries;
    (void)count;
    return ++*(int *)user < 3;
}

static void a_search_may_be_cancelled(void **state)
{
    crowded_town town;
    circlet_travel_query query;
    circlet_od_matrix *matrix = NULL;
    circlet_reach_lists *lists = NULL;
    int64_t sums[CROWD];
    int rows = 0;

    (void)state;
    make_crowd(&town);
    query = crowd_query(&town, CROWD, CROWD);
    assert_fails(circlet_reach_each_row(town.router, &query,
                                        CIRCLET_SIDE_ORIGIN, stop_row, &rows,
                                        error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_int_equal(rows, 3);
    query.progress = (circlet_progress){stop, NULL};
    assert_fails(
        circlet_od_matrix_compute(&matrix, town.router, &query, error),
        CIRCLET_E_CANCELLED, "cancelled");
    assert_fails(
        circlet_nearest_compute(&matrix, town.router, &query, 3, error),
        CIRCLET_E_CANCELLED, "cancelled");
    assert_fails(circlet_reach_lists_compute(&lists, town.router, &query,
                                             CIRCLET_SIDE_ORIGIN, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_fails(circlet_reach_sum_bands(sums, town.router, &query,
                                         CIRCLET_SIDE_ORIGIN, NULL,
                                         &query.cutoff_ms, 1, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_null(matrix);
    assert_null(lists);
    free_crowd(&town);
}

static void bad_arguments_are_refused_with_a_reason(void **state)
{
    crowded_town town;
    circlet_travel_query query;
    circlet_engine_options options = CIRCLET_ENGINE_OPTIONS_INIT;
    circlet_od_matrix *matrix = NULL;
    int64_t sums[2], weights[2] = {1, -5};
    uint32_t late = 900001;

    (void)state;
    make_crowd(&town);
    query = crowd_query(&town, 2, 2);
    options.threads = 300;
    assert_fails(circlet_router_set_engine(town.router, &options, error),
                 CIRCLET_E_ARGUMENT, "threads");
    options.threads = 0;
    options.kind = (circlet_engine_kind)7;
    assert_fails(circlet_router_set_engine(town.router, &options, error),
                 CIRCLET_E_ARGUMENT, "no such engine: 7");
    assert_ok(circlet_router_set_engine(town.router, NULL, error));
    assert_fails(
        circlet_nearest_compute(&matrix, town.router, &query, 0, error),
        CIRCLET_E_ARGUMENT, "the nearest 0 destinations are none");
    assert_fails(circlet_reach_sum_bands(sums, town.router, &query,
                                         (circlet_side)2, NULL,
                                         &query.cutoff_ms, 1, error),
                 CIRCLET_E_ARGUMENT, "no such side: 2");
    assert_fails(circlet_reach_sum_bands(sums, town.router, &query,
                                         CIRCLET_SIDE_ORIGIN, NULL,
                                         &query.cutoff_ms, 0, error),
                 CIRCLET_E_ARGUMENT, "no array of 0 cutoffs");
    assert_fails(circlet_reach_sum_bands(sums, town.router, &query,
                                         CIRCLET_SIDE_ORIGIN, NULL, &late, 1,
                                         error),
                 CIRCLET_E_ARGUMENT, "cutoff 0 of 900001 ms is over");
    assert_fails(circlet_reach_sum_bands(sums, town.router, &query,
                                         CIRCLET_SIDE_ORIGIN, weights,
                                         &query.cutoff_ms, 1, error),
                 CIRCLET_E_ARGUMENT, "weight 1 is -5, less than 0");
    weights[0] = weights[1] = INT64_MAX;
    assert_fails(circlet_reach_sum_bands(sums, town.router, &query,
                                         CIRCLET_SIDE_ORIGIN, weights,
                                         &query.cutoff_ms, 1, error),
                 CIRCLET_E_ARGUMENT, "the sum of the weights is too large");
    free_crowd(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        cmocka_unit_test(both_ways_to_search_give_the_same),
        cmocka_unit_test(a_matrix_in_files_is_the_same),
        cmocka_unit_test(a_matrix_keeps_to_its_memory),
        cmocka_unit_test(a_temporary_folder_that_is_none_is_told),
        cmocka_unit_test(a_search_may_be_cancelled),
        cmocka_unit_test(bad_arguments_are_refused_with_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
