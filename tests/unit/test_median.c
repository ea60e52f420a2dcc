/* p-median and facility location against enumeration, and their proofs
 * recomputed from the words of certificate.h. */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>

#include <circlet/siting.h>

#define SITES_MAX 8
#define POINTS_MAX 9
#define ENTRIES_MAX (SITES_MAX * POINTS_MAX)

/* A small problem with everything in place. */
typedef struct small {
    size_t points, sites;
    uint32_t times[POINTS_MAX][SITES_MAX]; /* UINT32_MAX: out of reach */
    int64_t weights[POINTS_MAX];
    uint8_t states[SITES_MAX];
    int64_t costs[SITES_MAX];
    uint32_t groups[SITES_MAX];
    uint32_t group_min[3], group_max[3];
    uint32_t apart[8];
    circlet_location location;
    bool is_facility;

    /* Derived for the checks. */
    uint32_t unserved;
    bool serves[SITES_MAX];
    bool is_reached[POINTS_MAX];
} small;

static void make_times(small *problem, uint64_t *seed)
{
    size_t first[POINTS_MAX + 1] = {0};
    circlet_od_entry entries[ENTRIES_MAX];
    uint32_t density = 3 + unit_random_below(seed, 8);
    uint32_t range = 1 + unit_random_below(seed, 12);
    bool copies = unit_random_below(seed, 3) == 0;
    circlet_od_matrix *matrix;

    for (size_t i = 0; i < problem->points; i++) {
        first[i + 1] = first[i];
        for (size_t j = 0; j < problem->sites; j++) {
            uint32_t time = UINT32_MAX;

            if (copies && i > 0 && i % 2 == 1)
                time = problem->times[i - 1][j];
            else if (unit_random_below(seed, 10) < density)
                time = unit_random_below(seed, range);
            problem->times[i][j] = time;
            if (time != UINT32_MAX)
                entries[first[i + 1]++] =
                    (circlet_od_entry){(uint32_t)j, time};
        }
    }
    assert_ok(circlet_od_matrix_new(&matrix, problem->points, problem->sites,
                                    first, entries, error));
    problem->location.reach = matrix;
}

static void make_limits(small *problem, uint64_t *seed)
{
    circlet_location *location = &problem->location;

    if (unit_random_below(seed, 3) > 0) {
        location->has_p = true;
        location->p = unit_random_below(seed, 5);
    }
    if (unit_random_below(seed, 3) == 0) {
        location->has_budget = true;
        location->budget = unit_random_below(seed, 20);
    }
    if (unit_random_below(seed, 3) == 0) {
        location->groups = problem->groups;
        location->group_count = 3;
        for (size_t g = 0; g < 3; g++) {
            problem->group_min[g] = unit_random_below(seed, 4) == 0;
            problem->group_max[g] =
                problem->group_min[g] + unit_random_below(seed, 4);
        }
        if (unit_random_below(seed, 2) == 0)
            location->group_min = problem->group_min;
        location->group_max = problem->group_max;
    }
    if (problem->sites > 1 && unit_random_below(seed, 3) == 0) {
        location->apart = problem->apart;
        location->apart_count = 1 + unit_random_below(seed, 4);
        for (size_t i = 0; i < location->apart_count; i++) {
            uint32_t a = unit_random_below(seed, (uint32_t)problem->sites);

            problem->apart[2 * i] = a;
            problem->apart[2 * i + 1] =
                (a + 1 +
                 unit_random_below(seed, (uint32_t)problem->sites - 1)) %
                (uint32_t)problem->sites;
        }
    }
}

static void derive(small *problem)
{
    const circlet_location *location = &problem->location;

    problem->unserved = location->unserved_ms;
    for (size_t j = 0; j < problem->sites; j++)
        problem->serves[j] = problem->states[j] != CIRCLET_SITE_FORBIDDEN;
    for (size_t i = 0; i < 2 * location->apart_count; i++) {
        uint32_t site = problem->apart[i], other = problem->apart[i ^ 1];

        if (problem->states[site] == CIRCLET_SITE_FREE &&
            (problem->states[other] == CIRCLET_SITE_FIXED ||
             problem->states[other] == CIRCLET_SITE_EXISTING))
            problem->serves[site] = false;
    }
    for (size_t i = 0; i < problem->points; i++) {
        problem->is_reached[i] = false;
        for (size_t j = 0; j < problem->sites; j++) {
            uint32_t time = problem->times[i][j];

            if (time == UINT32_MAX)
                continue;
            problem->is_reached[i] |= problem->serves[j];
            if (location->unserved_ms == 0 && time > problem->unserved)
                problem->unserved = time;
        }
    }
}

static void make_small(small *problem, uint64_t seed)
{
    static const uint8_t kinds[8] = {0, 0, 0, 0, 0, 1, 2, 3};

    *problem = (small){.location = CIRCLET_LOCATION_INIT};
    problem->points = 1 + unit_random_below(&seed, POINTS_MAX);
    problem->sites = 1 + unit_random_below(&seed, SITES_MAX);
    make_times(problem, &seed);
    for (size_t i = 0; i < problem->points; i++)
        problem->weights[i] = unit_random_below(&seed, 5);
    for (size_t j = 0; j < problem->sites; j++) {
        problem->states[j] = kinds[unit_random_below(&seed, 8)];
        problem->costs[j] = unit_random_below(&seed, 9);
        problem->groups[j] = unit_random_below(&seed, 4);
        if (problem->groups[j] == 3)
            problem->groups[j] = CIRCLET_NO_GROUP;
    }
    if (unit_random_below(&seed, 2) == 0)
        problem->location.weights = problem->weights;
    else
        for (size_t i = 0; i < problem->points; i++)
            problem->weights[i] = 1;
    if (unit_random_below(&seed, 2) == 0)
        problem->location.states = problem->states;
    else
        memset(problem->states, 0, sizeof(problem->states));
    problem->location.costs = problem->costs;
    if (unit_random_below(&seed, 3) == 0)
        problem->location.unserved_ms = 1 + unit_random_below(&seed, 15);
    problem->is_facility = unit_random_below(&seed, 2) == 0;
    make_limits(problem, &seed);
    derive(problem);
}

static circlet_status solve(circlet_siting **out, const small *problem,
                            const circlet_siting_options *options,
                            circlet_error *error)
{
    return problem->is_facility
               ? circlet_solve_facility_location(out, &problem->location,
                                                 options, error)
               : circlet_solve_p_median(out, &problem->location, options,
                                        error);
}

/* ---- enumeration ------------------------------------------------------- */

static bool has(unsigned set, size_t site)
{
    return set >> site & 1;
}

static bool obeys_groups(const small *problem, unsigned set)
{
    const circlet_location *location = &problem->location;

    for (size_t g = 0; location->groups && g < location->group_count; g++) {
        uint32_t chosen = 0, existing = 0, least = 0;
        uint32_t most = problem->group_max[g];

        for (size_t j = 0; j < problem->sites; j++)
            if (problem->groups[j] == g) {
                if (problem->states[j] == CIRCLET_SITE_EXISTING)
                    existing++;
                else
                    chosen += has(set, j);
            }
        if (location->group_min)
            least = problem->group_min[g];
        if (chosen + existing < least ||
            (chosen > 0 && chosen + existing > most))
            return false;
    }
    return true;
}

/* `set` are the open sites, the existing ones among them. */
static bool obeys_but_spacing(const small *problem, unsigned set,
                              bool minds_budget)
{
    const circlet_location *location = &problem->location;
    size_t count = 0;
    int64_t cost = 0;

    for (size_t j = 0; j < problem->sites; j++) {
        uint8_t state = problem->states[j];

        if (has(set, j) ? !problem->serves[j]
                        : state == CIRCLET_SITE_FIXED ||
                              state == CIRCLET_SITE_EXISTING)
            return false;
        if (has(set, j) && state != CIRCLET_SITE_EXISTING) {
            count++;
            cost += problem->costs[j];
        }
    }
    if (location->has_p && count > location->p)
        return false;
    if (minds_budget && location->has_budget && cost > location->budget)
        return false;
    return obeys_groups(problem, set);
}

static bool obeys(const small *problem, unsigned set)
{
    for (size_t i = 0; i < problem->location.apart_count; i++) {
        uint32_t a = problem->apart[2 * i], b = problem->apart[2 * i + 1];

        if (has(set, a) && has(set, b) &&
            (problem->states[a] != CIRCLET_SITE_EXISTING ||
             problem->states[b] != CIRCLET_SITE_EXISTING))
            return false;
    }
    return obeys_but_spacing(problem, set, true);
}

static int64_t objective_of(const small *problem, unsigned set)
{
    int64_t sum = 0;

    for (size_t i = 0; i < problem->points; i++) {
        uint32_t least = problem->unserved;

        if (!problem->is_reached[i])
            continue;
        for (size_t j = 0; j < problem->sites; j++)
            if (has(set, j) && problem->times[i][j] < least)
                least = problem->times[i][j];
        sum += problem->weights[i] * least;
    }
    for (size_t j = 0; problem->is_facility && j < problem->sites; j++)
        if (has(set, j) && problem->states[j] != CIRCLET_SITE_EXISTING)
            sum += problem->costs[j];
    return sum;
}

/* The least objective; -1: no choice obeys the limits. */
static int64_t enumerate(const small *problem)
{
    int64_t best = -1;

    for (unsigned set = 0; set < 1u << problem->sites; set++)
        if (obeys(problem, set)) {
            int64_t objective = objective_of(problem, set);

            if (best < 0 || objective < best)
                best = objective;
        }
    return best;
}

static unsigned set_of(const small *problem, const circlet_siting *siting)
{
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);
    unsigned set = 0;

    for (size_t i = 0; i < count; i++)
        set |= 1u << sites[i];
    for (size_t j = 0; j < problem->sites; j++)
        if (problem->states[j] == CIRCLET_SITE_EXISTING)
            set |= 1u << j;
    return set;
}

/* ---- the proof --------------------------------------------------------- */

static int64_t earned(const small *problem, const int64_t *duals, size_t site,
                      int64_t scale, int64_t theta)
{
    int64_t sum = 0;

    for (size_t i = 0; i < problem->points; i++) {
        int64_t time = problem->times[i][site];
        int64_t over = duals[i] - scale * problem->weights[i] * time;

        if (time != UINT32_MAX && over > 0)
            sum += over;
    }
    if (problem->states[site] == CIRCLET_SITE_EXISTING)
        return sum;
    if (problem->is_facility)
        sum -= scale * problem->costs[site];
    return sum - theta * problem->costs[site];
}

/* Whether a set is a choice below the node: fixings in -1, 0, 1. */
static bool is_below(const small *problem, unsigned set, const int *fixed)
{
    for (size_t j = 0; j < problem->sites; j++)
        if (fixed[j] >= 0 && has(set, j) != (fixed[j] == 1))
            return false;
    for (size_t i = 0; i < 2 * problem->location.apart_count; i++)
        if (fixed[problem->apart[i]] == 1 && has(set, problem->apart[i ^ 1]))
            return false;
    return true;
}

/* What a leaf proves, in scaled units; INT64_MAX: there is no choice. */
static int64_t leaf_bound(const small *problem,
                          const circlet_certificate *proof, uint32_t vector,
                          const int *fixed)
{
    int64_t duals[POINTS_MAX] = {0}, sum = 0, most = INT64_MIN;
    int64_t theta = vector == CIRCLET_NO_DUALS ? 0 : proof->thetas[vector];
    int64_t base =
        problem->location.has_budget ? theta * problem->location.budget : 0;

    if (vector != CIRCLET_NO_DUALS) {
        assert_true(vector < proof->dual_count);
        assert_true(theta >= 0);
        for (size_t k = proof->dual_first[vector];
             k < proof->dual_first[vector + 1]; k++) {
            uint32_t row = proof->duals[k].row;

            assert_true(row < problem->points && problem->is_reached[row]);
            assert_true(k == proof->dual_first[vector] ||
                        row > proof->duals[k - 1].row);
            assert_true(proof->duals[k].value > 0);
            duals[row] = proof->duals[k].value;
            if (duals[row] >
                proof->scale * problem->weights[row] * problem->unserved)
                duals[row] =
                    proof->scale * problem->weights[row] * problem->unserved;
            sum += duals[row];
        }
    }
    for (unsigned set = 0; set < 1u << problem->sites; set++) {
        int64_t value = base;

        /* Without duals the limits must contradict by themselves. */
        if (!is_below(problem, set, fixed) ||
            !obeys_but_spacing(problem, set, vector == CIRCLET_NO_DUALS))
            continue;
        for (size_t j = 0; j < problem->sites; j++)
            if (has(set, j))
                value += earned(problem, duals, j, proof->scale, theta);
        if (value > most)
            most = value;
    }
    if (most == INT64_MIN)
        return INT64_MAX;
    assert_true(vector != CIRCLET_NO_DUALS);
    return sum - most;
}

static int64_t node_bound(const small *problem,
                          const circlet_certificate *proof, size_t position,
                          int *fixed)
{
    const circlet_proof_node *node = &proof->nodes[position];
    int64_t without, with;
    int before;

    if (node->site == CIRCLET_LEAF)
        return leaf_bound(problem, proof, node->without, fixed);
    assert_true(node->site < problem->sites);
    assert_true(node->without < position && node->with < position);
    before = fixed[node->site];
    fixed[node->site] = 0;
    without = node_bound(problem, proof, node->without, fixed);
    fixed[node->site] = 1;
    with = node_bound(problem, proof, node->with, fixed);
    fixed[node->site] = before;
    return with < without ? with : without;
}

static void check_proof(const small *problem, const circlet_siting *siting)
{
    const circlet_certificate *proof = circlet_siting_certificate(siting);
    int fixed[SITES_MAX];
    int64_t bound;

    assert_non_null(proof);
    assert_false(proof->is_too_large);
    assert_true(proof->node_count > 0);
    for (size_t j = 0; j < problem->sites; j++) {
        fixed[j] = -1;
        if (problem->states[j] == CIRCLET_SITE_FIXED)
            fixed[j] = 1;
    }
    bound = node_bound(problem, proof, proof->node_count - 1, fixed);
    assert_true(bound == INT64_MAX ||
                bound > (proof->bound - 1) * proof->scale);
    assert_int_equal(proof->bound, circlet_siting_bound(siting));
}

/* ---- tests ------------------------------------------------------------- */

static void check_answer(const small *problem, const circlet_siting *siting,
                         int64_t best, uint64_t seed)
{
    unsigned set = set_of(problem, siting);
    circlet_siting_report report = circlet_siting_get_report(siting);
    size_t unreachable = 0;

    if (circlet_siting_objective(siting) != best ||
        circlet_siting_bound(siting) != best)
        fail_msg("seed %lu: %ld, bound %ld, best %ld", (unsigned long)seed,
                 (long)circlet_siting_objective(siting),
                 (long)circlet_siting_bound(siting), (long)best);
    assert_true(obeys(problem, set));
    assert_int_equal(objective_of(problem, set), best);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_int_equal(report.stop, CIRCLET_STOP_PROVED);
    for (size_t i = 0; i < problem->points; i++)
        unreachable += !problem->is_reached[i] && problem->weights[i] > 0;
    assert_int_equal(report.unreachable, unreachable);
    check_proof(problem, siting);
}

static void the_best_of_all_choices_is_found_and_proved(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    size_t solved = 0, impossible = 0;

    (void)state;
    options.wants_certificate = true;
    for (uint64_t seed = 0; seed < 6000; seed++) {
        circlet_error problem_error = {CIRCLET_OK, ""};
        circlet_siting *siting = NULL;
        small problem;
        circlet_status status;
        int64_t best;

        make_small(&problem, seed);
        best = enumerate(&problem);
        status = solve(&siting, &problem, &options, &problem_error);
        if (status != (best < 0 ? CIRCLET_E_INFEASIBLE : CIRCLET_OK))
            fail_msg("seed %lu: status %d, best %ld: %s", (unsigned long)seed,
                     status, (long)best, problem_error.message);
        if (best >= 0) {
            check_answer(&problem, siting, best, seed);
            solved++;
        } else {
            impossible++;
        }
        circlet_siting_free(siting);
        circlet_od_matrix_free((circlet_od_matrix *)problem.location.reach);
    }
    assert_true(solved > 3000);
    assert_true(impossible > 300);
}

/* A town: points on a plane, each a site too. */
static circlet_od_matrix *make_town(size_t count, uint64_t seed)
{
    size_t *first = calloc(count + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(count * count, sizeof(*entries));
    int64_t *places = calloc(2 * count, sizeof(*places));
    circlet_od_matrix *matrix;

    assert_true(first && entries && places);
    for (size_t i = 0; i < 2 * count; i++)
        places[i] = unit_random_below(&seed, 1000);
    for (size_t i = 0; i < count; i++) {
        first[i + 1] = (i + 1) * count;
        for (size_t j = 0; j < count; j++) {
            int64_t x = places[2 * i] - places[2 * j];
            int64_t y = places[2 * i + 1] - places[2 * j + 1];

            entries[i * count + j] = (circlet_od_entry){
                (uint32_t)j, (uint32_t)((x < 0 ? -x : x) + (y < 0 ? -y : y))};
        }
    }
    assert_ok(
        circlet_od_matrix_new(&matrix, count, count, first, entries, error));
    free(first);
    free(entries);
    free(places);
    return matrix;
}

static void assert_same(const circlet_siting *a, const circlet_siting *b)
{
    size_t count_a, count_b;
    const uint32_t *sites_a = circlet_siting_sites(a, &count_a);
    const uint32_t *sites_b = circlet_siting_sites(b, &count_b);

    assert_int_equal(circlet_siting_objective(a), circlet_siting_objective(b));
    assert_int_equal(circlet_siting_bound(a), circlet_siting_bound(b));
    assert_int_equal(circlet_siting_get_report(a).work,
                     circlet_siting_get_report(b).work);
    assert_int_equal(count_a, count_b);
    assert_memory_equal(sites_a, sites_b, count_a * sizeof(*sites_a));
}

static void the_same_seed_gives_the_same_answer_for_any_threads(void **state)
{
    circlet_od_matrix *town = make_town(120, 7);
    circlet_location location = CIRCLET_LOCATION_INIT;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 8;
    for (uint64_t work = 100000; work < 50000000; work *= 7) {
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *one, *four;

        options.work_limit = work;
        options.seed = work;
        assert_ok(circlet_solve_p_median(&one, &location, &options, error));
        options.threads = 4;
        assert_ok(circlet_solve_p_median(&four, &location, &options, error));

        assert_same(one, four);
        circlet_siting_free(one);
        circlet_siting_free(four);
    }
    circlet_od_matrix_free(town);
}

static void a_work_limit_leaves_a_plan_and_an_honest_bound(void **state)
{
    circlet_od_matrix *town = make_town(150, 11);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *best;
    int64_t last = INT64_MAX;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 10;
    assert_ok(circlet_solve_p_median(&best, &location, NULL, error));
    assert_int_equal(circlet_siting_proof(best), CIRCLET_PROOF_OPTIMAL);
    for (uint64_t work = 1; work < 100000000; work *= 10) {
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *siting;
        size_t count;

        options.work_limit = work;
        assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

        circlet_siting_sites(siting, &count);
        assert_true(count <= 10);
        assert_true(circlet_siting_objective(siting) >=
                    circlet_siting_objective(best));
        assert_true(circlet_siting_bound(siting) <=
                    circlet_siting_objective(best));
        assert_true(circlet_siting_bound(siting) >= 0);
        assert_true(circlet_siting_objective(siting) <= last);
        last = circlet_siting_objective(siting);
        circlet_siting_free(siting);
    }
    circlet_siting_free(best);
    circlet_od_matrix_free(town);
}

/* A refusal of the very first call leaves nothing at all. */
static bool stop_at_second(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)fraction;
    return ++*(size_t *)user < 2;
}

static void a_cancel_leaves_the_best_so_far(void **state)
{
    circlet_od_matrix *town = make_town(400, 3);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting;
    size_t asked = 0;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 20;
    options.progress.report = stop_at_second;
    options.progress.user = &asked;
    assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

    /* It may be proved before it is asked for the first time. */
    if (asked > 1)
        assert_int_equal(circlet_siting_get_report(siting).stop,
                         circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL
                             ? CIRCLET_STOP_PROVED
                             : CIRCLET_STOP_CANCELLED);
    assert_true(circlet_siting_bound(siting) <=
                circlet_siting_objective(siting));
    circlet_siting_free(siting);
    circlet_od_matrix_free(town);
}

static void a_gap_limit_ends_the_search(void **state)
{
    circlet_od_matrix *town = make_town(200, 5);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 5;
    options.gap_limit = 0.2;
    assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

    assert_int_equal(circlet_siting_get_report(siting).stop, CIRCLET_STOP_GAP);
    assert_true(5 * circlet_siting_bound(siting) >=
                4 * circlet_siting_objective(siting));
    circlet_siting_free(siting);
    circlet_od_matrix_free(town);
}

static void points_that_nobody_reaches_are_stated(void **state)
{
    const size_t first[] = {0, 2, 2, 3, 4};
    const circlet_od_entry entries[] = {{0, 5}, {1, 7}, {1, 3}, {2, 1}};
    const int64_t weights[] = {10, 4, 2, 3};
    const uint8_t states[] = {CIRCLET_SITE_FREE, CIRCLET_SITE_FREE,
                              CIRCLET_SITE_FORBIDDEN};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *matrix;
    circlet_siting *siting;
    circlet_siting_report report;

    (void)state;
    assert_ok(circlet_od_matrix_new(&matrix, 4, 3, first, entries, error));
    location.reach = matrix;
    location.weights = weights;
    location.states = states;
    location.has_p = true;
    location.p = 1;
    assert_ok(circlet_solve_p_median(&siting, &location, NULL, error));

    report = circlet_siting_get_report(siting);
    assert_int_equal(circlet_siting_objective(siting), 10 * 5 + 2 * 7);
    assert_int_equal(report.unreachable, 2);
    assert_int_equal(report.unreachable_weight, 4 + 3);
    assert_int_equal(report.unserved, 3);
    circlet_siting_free(siting);
    circlet_od_matrix_free(matrix);
}

/* Many points with a few of the sites each. */
static circlet_od_matrix *make_crowd(size_t points, size_t sites,
                                     uint64_t seed)
{
    size_t *first = calloc(points + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(points * sites, sizeof(*entries));
    circlet_od_matrix *matrix;

    assert_true(first && entries);
    for (size_t i = 0; i < points; i++) {
        first[i + 1] = first[i];
        for (size_t j = 0; j < sites; j++)
            if (unit_random_below(&seed, 3) == 0)
                entries[first[i + 1]++] = (circlet_od_entry){
                    (uint32_t)j, unit_random_below(&seed, 100000)};
    }
    assert_ok(
        circlet_od_matrix_new(&matrix, points, sites, first, entries, error));
    free(first);
    free(entries);
    return matrix;
}

/* The best sum of times for two of the sites. */
static int64_t best_pair(const circlet_od_matrix *matrix, uint32_t unserved)
{
    size_t points = circlet_od_matrix_origin_count(matrix), count;
    size_t sites = circlet_od_matrix_destination_count(matrix);
    int64_t best = INT64_MAX;

    for (size_t a = 0; a < sites; a++)
        for (size_t b = a + 1; b < sites; b++) {
            int64_t sum = 0;

            for (size_t i = 0; i < points; i++) {
                const circlet_od_entry *row =
                    circlet_od_matrix_row(matrix, i, &count);
                size_t k = 0;

                while (k < count && row[k].destination != a &&
                       row[k].destination != b)
                    k++;
                sum += count == 0 ? 0 : k < count ? row[k].time_ms : unserved;
            }
            best = sum < best ? sum : best;
        }
    return best;
}

static void a_crowd_is_looked_at_in_a_sample_and_solved_wholly(void **state)
{
    circlet_od_matrix *crowd = make_crowd(41000, 9, 2);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *siting;

    (void)state;
    location.reach = crowd;
    location.has_p = true;
    location.p = 2;
    location.unserved_ms = 150000;
    assert_ok(circlet_solve_p_median(&siting, &location, NULL, error));

    assert_int_equal(circlet_siting_objective(siting),
                     best_pair(crowd, 150000));
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    circlet_siting_free(siting);
    circlet_od_matrix_free(crowd);
}

static void a_time_limit_ends_a_search_that_goes_on(void **state)
{
    circlet_od_matrix *crowd = make_crowd(41000, 60, 5);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting;
    size_t count;

    (void)state;
    location.reach = crowd;
    location.has_p = true;
    location.p = 9;
    options.time_limit_s = 0.01;
    assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

    circlet_siting_sites(siting, &count);
    assert_int_equal(count, 9);
    assert_int_equal(circlet_siting_get_report(siting).stop,
                     CIRCLET_STOP_TIME);
    assert_true(circlet_siting_bound(siting) <
                circlet_siting_objective(siting));
    circlet_siting_free(siting);
    circlet_od_matrix_free(crowd);
}

static void wrong_arguments_are_refused_with_their_values(void **state)
{
    const int64_t weights[] = {1, -2, 1};
    const int64_t heavy[] = {1, INT64_MAX / 4, 1};
    const uint32_t start[] = {9};
    circlet_od_matrix *town = make_town(3, 1);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;

    (void)state;
    assert_fails(circlet_solve_p_median(&siting, &location, NULL, error),
                 CIRCLET_E_ARGUMENT, "needs a matrix");
    location.reach = town;
    location.weights = weights;
    assert_fails(circlet_solve_p_median(&siting, &location, NULL, error),
                 CIRCLET_E_ARGUMENT, "demand point 1 has the negative");
    location.weights = heavy;
    assert_fails(circlet_solve_p_median(&siting, &location, NULL, error),
                 CIRCLET_E_DATA, "demand point 1 makes");
    location.weights = NULL;
    options.start = start;
    options.start_count = 1;
    assert_fails(circlet_solve_p_median(&siting, &location, &options, error),
                 CIRCLET_E_ARGUMENT, "is 9 of 3 sites");
    assert_null(siting);
    circlet_od_matrix_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_of_all_choices_is_found_and_proved),
        cmocka_unit_test(the_same_seed_gives_the_same_answer_for_any_threads),
        cmocka_unit_test(a_work_limit_leaves_a_plan_and_an_honest_bound),
        cmocka_unit_test(a_cancel_leaves_the_best_so_far),
        cmocka_unit_test(a_gap_limit_ends_the_search),
        cmocka_unit_test(points_that_nobody_reaches_are_stated),
        cmocka_unit_test(a_crowd_is_looked_at_in_a_sample_and_solved_wholly),
        cmocka_unit_test(a_time_limit_ends_a_search_that_goes_on),
        cmocka_unit_test(wrong_arguments_are_refused_with_their_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
