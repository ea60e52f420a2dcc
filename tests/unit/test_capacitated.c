/* Capacitated models against enumeration of all choices and assignments. */
#include "small_crowd.h"

#include <circlet/siting.h>

#define SPLIT_CASES unit_cases(2000)
#define WHOLE_CASES unit_cases(2000)

/* ---- answers ----------------------------------------------------------- */

/* What the assignments cost; all limits are looked at. */
static int64_t judge(const crowded *town, const circlet_siting *siting)
{
    size_t count, site_count;
    const circlet_assignment *assignments =
        circlet_siting_assignments(siting, &count);
    const uint32_t *sites = circlet_siting_sites(siting, &site_count);
    uint32_t choice = small_bits(sites, site_count);
    uint32_t open = small_open(&town->small, choice);
    circlet_siting_report report = circlet_siting_get_report(siting);
    int64_t left[SMALL_POINTS_MAX], room[SMALL_SITES_MAX], cost = 0,
                                                           missed = 0;

    assert_true(small_allows(&town->small, choice));
    memcpy(left, town->small.weights, sizeof(left));
    memcpy(room, town->capacities, sizeof(room));
    for (size_t k = 0; k < count; k++) {
        const circlet_assignment *each = &assignments[k];

        assert_true(
            k == 0 || each[-1].point < each->point ||
            (each[-1].point == each->point && each[-1].site < each->site));
        assert_true(open >> each->site & 1);
        assert_true(may_serve(town, each->point, each->site));
        assert_true(each->weight > 0);
        if (town->small.location.is_whole)
            assert_int_equal(each->weight, town->small.weights[each->point]);
        left[each->point] -= each->weight;
        room[each->site] -= town->small.location.is_whole
                                ? load_of(town, each->point)
                                : each->weight;
        cost += each->weight * unit_cost(town, each->point, each->site);
    }
    for (size_t j = 0; j < town->small.site_count; j++)
        assert_true(room[j] >= 0);
    for (size_t i = 0; i < town->small.point_count; i++) {
        assert_true(left[i] >= 0);
        missed += left[i];
        cost += is_reached(town, i) ? left[i] * unserved_cost(town) : 0;
    }
    assert_int_equal(report.unserved_weight, missed);
    return cost;
}

/* A cost as the model's objective. */
static int64_t objective_of(const crowded *town, int64_t cost)
{
    int64_t total = 0;

    if (!town->is_cover)
        return cost;
    for (size_t i = 0; i < town->small.point_count; i++)
        total += is_reached(town, i) ? town->small.weights[i] : 0;
    return total - cost;
}

static circlet_status solve(circlet_siting **out, const crowded *town,
                            const circlet_siting_options *options,
                            circlet_error *error)
{
    return circlet_solve(out,
                         town->is_cover ? CIRCLET_MODEL_CAPACITATED_MCLP
                                        : CIRCLET_MODEL_CAPACITATED_P_MEDIAN,
                         &town->small.location, options, error);
}

static void check_certificate(const crowded *town,
                              const circlet_siting *siting, size_t *written)
{
    const circlet_certificate *certificate =
        circlet_siting_certificate(siting);

    assert_non_null(certificate);
    assert_false(certificate->is_too_large);
    assert_true(certificate->node_count > 0);
    assert_ok(
        circlet_certificate_check(certificate, &town->small.location, error));
    ++*written;
}

/* Solves to the end, or with little work to be done; false: impossible. */
static bool check_case(uint64_t seed, bool is_whole, bool is_cover,
                       uint64_t work, size_t *written)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_error failure;
    circlet_status status;
    int64_t best = 0, objective, bound;
    crowded town;
    bool is_possible;

    memset(&town, 0, sizeof(town));
    make_case(&town, seed, is_whole, is_cover);
    is_possible = enumerate(&town, &best);
    options.seed = seed;
    options.work_limit = work;
    options.wants_certificate = written != NULL;
    status = solve(&siting, &town, &options, &failure);
    if (!is_possible)
        assert_int_equal(status, CIRCLET_E_INFEASIBLE);
    else if (status != CIRCLET_OK)
        fail_msg("seed %d: %s", (int)seed, failure.message);
    if (is_possible) {
        best = objective_of(&town, best);
        objective = circlet_siting_objective(siting);
        bound = circlet_siting_bound(siting);
        assert_int_equal(objective, objective_of(&town, judge(&town, siting)));
        assert_true(is_cover ? objective <= best && bound >= best
                             : objective >= best && bound <= best);
        if (work == 0 && (objective != best || bound != best))
            fail_msg("seed %d: %d and %d, not %d", (int)seed, (int)objective,
                     (int)bound, (int)best);
        if (written)
            check_certificate(&town, siting, written);
    }
    circlet_siting_free(siting);
    small_location_clear(&town.small);
    return is_possible;
}

static void split_demand_is_served_as_well_as_it_can_be(void **state)
{
    size_t possible = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SPLIT_CASES; seed++) {
        possible += check_case(seed, false, false, 0, NULL);
        possible += check_case(seed, false, true, 0, NULL);
    }
    assert_true(possible > SPLIT_CASES);
}

static void whole_demand_is_served_as_well_as_it_can_be(void **state)
{
    size_t possible = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= WHOLE_CASES; seed++) {
        possible += check_case(seed, true, false, 0, NULL);
        possible += check_case(seed, true, true, 0, NULL);
    }
    assert_true(possible > WHOLE_CASES);
}

static void an_early_end_leaves_honest_bounds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SPLIT_CASES; seed++) {
        uint64_t work = seed % 7 == 0 ? 1 : 300 * (seed % 50);

        check_case(seed, seed % 2 == 0, seed % 4 < 2, work + 1, NULL);
    }
}

static void certificates_hold_before_another_judge(void **state)
{
    size_t split = 0, whole = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SPLIT_CASES; seed++) {
        check_case(seed, false, seed % 2 == 0, 0, &split);
        check_case(seed, true, seed % 2 == 0, 0, &whole);
        check_case(seed, seed % 4 < 2, seed % 2 == 0, 900 * (seed % 30) + 1,
                   &whole);
    }
    assert_true(split > SPLIT_CASES / 2);
    assert_true(whole > SPLIT_CASES);
}

/* ---- larger ones ------------------------------------------------------- */

typedef struct grid {
    circlet_location location;
    circlet_od_matrix *reach;
    int64_t *weights, *capacities;
} grid;

/* Points and sites scattered over a square. */
static void make_grid(grid *out, size_t points, size_t sites, uint32_t radius)
{
    uint32_t *places = calloc(2 * (points + sites), sizeof(*places));
    size_t *first = calloc(points + 1, sizeof(*first)), count = 0;
    circlet_od_entry *entries = calloc(points * sites, sizeof(*entries));
    uint64_t seed = 3;

    memset(out, 0, sizeof(*out));
    out->location = (circlet_location)CIRCLET_LOCATION_INIT;
    for (size_t i = 0; i < 2 * (points + sites); i++)
        places[i] = unit_random_below(&seed, 1000);
    for (size_t i = 0; i < points; i++) {
        for (size_t j = 0; j < sites; j++) {
            int dx = (int)places[2 * i] - (int)places[2 * (points + j)];
            int dy =
                (int)places[2 * i + 1] - (int)places[2 * (points + j) + 1];
            uint32_t away = (uint32_t)(abs(dx) + abs(dy));

            if (away <= radius)
                entries[count++] = (circlet_od_entry){(uint32_t)j, away};
        }
        first[i + 1] = count;
    }
    out->weights = calloc(points, sizeof(*out->weights));
    out->capacities = calloc(sites, sizeof(*out->capacities));
    for (size_t i = 0; i < points; i++)
        out->weights[i] = 1 + unit_random_below(&seed, 9);
    for (size_t j = 0; j < sites; j++)
        out->capacities[j] = 20 + unit_random_below(&seed, 40);
    assert_ok(circlet_od_matrix_new(&out->reach, points, sites, first, entries,
                                    error));
    out->location.reach = out->reach;
    out->location.weights = out->weights;
    out->location.capacities = out->capacities;
    out->location.has_p = true;
    out->location.p = sites / 5;
    free(places);
    free(first);
    free(entries);
}

static void clear_grid(grid *town)
{
    circlet_od_matrix_free(town->reach);
    free(town->weights);
    free(town->capacities);
}

static void the_same_seed_gives_the_same_answer(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    grid town;

    (void)state;
    make_grid(&town, 120, 40, 400);
    options.work_limit = 30000000;
    for (int whole = 0; whole < 2; whole++) {
        circlet_siting *once = NULL, *again = NULL;
        const uint32_t *a, *b;
        size_t count, others;

        town.location.is_whole = whole == 1;
        options.threads = 1;
        assert_ok(circlet_solve_capacitated_p_median(&once, &town.location,
                                                     &options, error));
        options.threads = 4;
        assert_ok(circlet_solve_capacitated_p_median(&again, &town.location,
                                                     &options, error));
        a = circlet_siting_sites(once, &count);
        b = circlet_siting_sites(again, &others);
        assert_int_equal(count, others);
        assert_memory_equal(a, b, count * sizeof(*a));
        assert_int_equal(circlet_siting_objective(once),
                         circlet_siting_objective(again));
        assert_int_equal(circlet_siting_bound(once),
                         circlet_siting_bound(again));
        circlet_siting_free(once);
        circlet_siting_free(again);
    }
    clear_grid(&town);
}

/* A refusal of the very first call leaves nothing at all. */
static bool stop_at_second(const char *what, double fraction, void *user)
{
    (void)what;
    (void)fraction;
    return ++*(size_t *)user < 2;
}

static void a_cancelled_search_leaves_its_best_plan(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    size_t calls = 0;
    grid town;

    (void)state;
    make_grid(&town, 400, 100, 600);
    options.progress.report = stop_at_second;
    options.progress.user = &calls;
    town.location.is_whole = true;
    assert_ok(circlet_solve_capacitated_p_median(&siting, &town.location,
                                                 &options, error));
    assert_int_equal(circlet_siting_get_report(siting).stop,
                     CIRCLET_STOP_CANCELLED);
    assert_true(circlet_siting_bound(siting) > 0);
    assert_true(circlet_siting_bound(siting) <
                circlet_siting_objective(siting));
    circlet_siting_free(siting);
    clear_grid(&town);
}

static void sites_to_start_from_are_used(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    const uint32_t start[3] = {4, 7, 400};
    circlet_siting *siting = NULL;
    grid town;

    (void)state;
    make_grid(&town, 60, 20, 400);
    options.start = start;
    options.start_count = 2;
    options.work_limit = 1;
    town.location.p = 2;
    assert_ok(circlet_solve_capacitated_p_median(&siting, &town.location,
                                                 &options, error));
    circlet_siting_free(siting);
    options.start_count = 3;
    assert_fails(circlet_solve_capacitated_p_median(&siting, &town.location,
                                                    &options, error),
                 CIRCLET_E_ARGUMENT, "site 2 to start from is 400 of 20");
    clear_grid(&town);
}

static void what_the_models_lack_is_named(void **state)
{
    const circlet_cover_band band = {10, 1000};
    circlet_siting *siting = NULL;
    int64_t loads[60] = {0};
    uint32_t backup[60];
    grid town;

    (void)state;
    make_grid(&town, 60, 20, 400);
    town.location.bands = &band;
    town.location.band_count = 1;
    assert_fails(
        circlet_solve_capacitated_mclp(&siting, &town.location, NULL, error),
        CIRCLET_E_ARGUMENT, "has no bands of partial cover, 1 are");
    town.location.bands = NULL;
    for (size_t i = 0; i < 60; i++)
        backup[i] = i == 7 ? 2 : 1;
    town.location.backup = backup;
    assert_fails(
        circlet_solve_capacitated_mclp(&siting, &town.location, NULL, error),
        CIRCLET_E_ARGUMENT, "demand point 7 asks for backup 2");
    town.location.backup = NULL;
    town.location.loads = loads;
    assert_fails(
        circlet_solve_capacitated_mclp(&siting, &town.location, NULL, error),
        CIRCLET_E_ARGUMENT, "demand point 0 has the load 0");
    loads[0] = -4;
    assert_fails(circlet_solve_capacitated_p_median(&siting, &town.location,
                                                    NULL, error),
                 CIRCLET_E_ARGUMENT,
                 "demand point 0 has the negative load -4");
    town.location.loads = NULL;
    town.weights[3] = INT64_MAX / 3;
    assert_fails(circlet_solve_capacitated_p_median(&siting, &town.location,
                                                    NULL, error),
                 CIRCLET_E_DATA, "demand point 3 makes the sum of weights");
    assert_null(siting);
    clear_grid(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_demand_is_served_as_well_as_it_can_be),
        cmocka_unit_test(whole_demand_is_served_as_well_as_it_can_be),
        cmocka_unit_test(an_early_end_leaves_honest_bounds),
        cmocka_unit_test(certificates_hold_before_another_judge),
        cmocka_unit_test(the_same_seed_gives_the_same_answer),
        cmocka_unit_test(a_cancelled_search_leaves_its_best_plan),
        cmocka_unit_test(sites_to_start_from_are_used),
        cmocka_unit_test(what_the_models_lack_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
