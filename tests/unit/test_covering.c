/* Maximal covering against full enumeration. */
#include "unit.h"

#include <circlet/siting.h>

#define ROWS_MAX 16
#define SITES_MAX 9

/* A small problem: which sites (bits) cover each row. */
typedef struct small_problem {
    size_t row_count, site_count;
    uint32_t covers[ROWS_MAX];
    int64_t weights[ROWS_MAX];
} small_problem;

static circlet_od_matrix *matrix_of(const small_problem *problem)
{
    circlet_od_entry entries[ROWS_MAX * SITES_MAX + 1];
    size_t first[ROWS_MAX + 1] = {0}, count = 0;
    circlet_od_matrix *matrix = NULL;

    for (size_t row = 0; row < problem->row_count; row++) {
        for (uint32_t site = 0; site < problem->site_count; site++)
            if (problem->covers[row] >> site & 1)
                entries[count++] =
                    (circlet_od_entry){site, (site * 7 + 3) % 11};
        first[row + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&matrix, problem->row_count,
                                    problem->site_count, first, entries,
                                    error));
    return matrix;
}

static circlet_siting *solve(const small_problem *problem, size_t p)
{
    circlet_od_matrix *matrix = matrix_of(problem);
    circlet_siting *siting = NULL;

    assert_ok(
        circlet_solve_mclp(&siting, matrix, problem->weights, p, NULL, error));
    circlet_od_matrix_free(matrix);
    return siting;
}

/* The weight that a set of sites covers. */
static int64_t covered(const small_problem *problem, uint32_t sites)
{
    int64_t weight = 0;

    for (size_t row = 0; row < problem->row_count; row++)
        if (problem->covers[row] & sites)
            weight += problem->weights[row];
    return weight;
}

static size_t bit_count(uint32_t bits)
{
    size_t count = 0;

    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

static int64_t best_of_all(const small_problem *problem, size_t p)
{
    int64_t best = 0;

    for (uint32_t sites = 0; sites >> problem->site_count == 0; sites++)
        if (bit_count(sites) <= p && covered(problem, sites) > best)
            best = covered(problem, sites);
    return best;
}

/* Plain greedy: every gain anew, the lowest site of the best. */
static uint32_t plain_greedy(const small_problem *problem, size_t p,
                             uint32_t order[SITES_MAX], size_t *count)
{
    uint32_t chosen = 0;

    for (*count = 0; *count < p; ++*count) {
        int64_t before = covered(problem, chosen), best = before;
        uint32_t pick = UINT32_MAX;

        for (uint32_t site = 0; site < problem->site_count; site++) {
            int64_t with = covered(problem, chosen | 1u << site);

            if (with > best) {
                best = with;
                pick = site;
            }
        }
        if (pick == UINT32_MAX)
            break;
        order[*count] = pick;
        chosen |= 1u << pick;
    }
    return chosen;
}

/* Mostly the largest, now and then as few as none. */
static size_t number_of(uint64_t *seed, uint32_t max)
{
    if (unit_random_below(seed, 4) > 0)
        return max;
    return unit_random_below(seed, max);
}

static small_problem random_problem(uint64_t *seed)
{
    small_problem made = {0};
    uint32_t density = 1 + unit_random_below(seed, 3);

    made.row_count = number_of(seed, ROWS_MAX);
    made.site_count = number_of(seed, SITES_MAX);
    for (size_t row = 0; row < made.row_count; row++) {
        for (uint32_t site = 0; site < made.site_count; site++)
            if (unit_random_below(seed, 8) < density)
                made.covers[row] |= 1u << site;
        if (row > 0 && unit_random_below(seed, 4) == 0)
            made.covers[row] = made.covers[row - 1];
        made.weights[row] = unit_random_below(seed, 6) * 500;
    }
    return made;
}

/* No choice of p sites beats some sites and the p largest gains after them
 * (Nemhauser, Wolsey and Fisher 1978). */
static int64_t bound_after(const small_problem *problem, uint32_t chosen,
                           size_t p)
{
    int64_t before = covered(problem, chosen), bound = before;
    uint32_t used = 0;

    for (size_t i = 0; i < p; i++) {
        int64_t best = 0;
        uint32_t pick = 0;

        for (uint32_t site = 0; site < problem->site_count; site++) {
            int64_t gain = covered(problem, chosen | 1u << site) - before;

            if (!(used >> site & 1) && gain > best) {
                best = gain;
                pick = 1u << site;
            }
        }
        bound += best;
        used |= pick;
    }
    return bound;
}

/* The bound uses all that is known when one, two, four ... were chosen. */
static void check_bound(const small_problem *problem,
                        const circlet_siting *siting, size_t p, unsigned seed)
{
    int64_t bound = circlet_siting_bound(siting);
    uint32_t chosen = 0;
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);

    if (bound > bound_after(problem, 0, p))
        fail_msg("seed %u: the bound is too loose at the start", seed);
    for (size_t i = 1; i <= count; i++) {
        chosen |= 1u << sites[i - 1];
        if (((i & (i - 1)) == 0 || i == count) &&
            bound > bound_after(problem, chosen, p))
            fail_msg("seed %u: the bound is too loose at %zu", seed, i);
    }
    if (bound < best_of_all(problem, p))
        fail_msg("seed %u: the bound is below the best", seed);
}

static void check_answer(const small_problem *problem,
                         const circlet_siting *siting, size_t p, unsigned seed)
{
    int64_t objective = circlet_siting_objective(siting),
            best = best_of_all(problem, p), sum = 0;
    const int64_t *gains = circlet_siting_gains(siting);
    uint32_t order[SITES_MAX], chosen = 0;
    size_t count, plain_count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);
    uint32_t plain = plain_greedy(problem, p, order, &plain_count);

    for (size_t i = 0; i < count; i++) {
        chosen |= 1u << sites[i];
        sum += gains[i];
        if (covered(problem, chosen) != sum || sites[i] != order[i])
            fail_msg("seed %u: site %zu of the answer is wrong", seed, i);
    }
    if (count != plain_count || chosen != plain || sum != objective)
        fail_msg("seed %u: not the greedy answer", seed);
    /* 1 - 1/e is a little above 0.632. */
    if (objective > best || (double)objective < 0.632 * (double)best)
        fail_msg("seed %u: greedy is out of its range", seed);
    if ((circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL) !=
        (objective == circlet_siting_bound(siting)))
        fail_msg("seed %u: the proof does not fit the bound", seed);
}

static void greedy_lies_between_its_guarantee_and_the_optimum(void **state)
{
    unsigned proved = 0, open = 0;

    (void)state;
    for (unsigned number = 1; number <= 3000; number++) {
        uint64_t seed = number;
        small_problem made = random_problem(&seed);
        size_t p = unit_random_below(&seed, number % 8 ? 5 : SITES_MAX + 3);
        circlet_siting *siting = solve(&made, p);

        check_answer(&made, siting, p, number);
        check_bound(&made, siting, p, number);
        if (circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL)
            proved++;
        else
            open++;
        circlet_siting_free(siting);
    }
    assert_true(proved > 1000);
    assert_true(open > 100);
}

/* Rows a, b, c, d of weights 3, 3, 2, 2 (thousand): site 0 covers b and c,
 * site 1 a and b, site 2 c and d. */
static const small_problem two_halves = {
    4, 3, {2, 1 | 2, 1 | 4, 4}, {3000, 3000, 2000, 2000}};

static void sites_that_cover_everything_are_proved_best(void **state)
{
    circlet_siting *siting = solve(&two_halves, 2);

    (void)state;
    assert_int_equal(circlet_siting_objective(siting), 10000);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_true(circlet_siting_gap(siting) == 0.0);
    circlet_siting_free(siting);
}

static void greedy_can_miss_the_best_and_shows_the_gap(void **state)
{
    /* Site 0 covers 2 + 2 in the middle; sites 1 and 2 cover 1 + 2 each. */
    const small_problem trap = {4, 3, {2, 1 | 2, 1 | 4, 4}, {1, 2, 2, 1}};
    circlet_siting *siting = solve(&trap, 2);
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);

    (void)state;
    assert_int_equal(best_of_all(&trap, 2), 6);
    assert_int_equal(count, 2);
    assert_int_equal(sites[0], 0);
    assert_int_equal(sites[1], 1);
    assert_int_equal(circlet_siting_gains(siting)[0], 4);
    assert_int_equal(circlet_siting_gains(siting)[1], 1);
    assert_int_equal(circlet_siting_objective(siting), 5);
    assert_int_equal(circlet_siting_bound(siting), 6);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_BOUND);
    assert_true(circlet_siting_gap(siting) > 0.16);
    assert_true(circlet_siting_gap(siting) < 0.17);
    circlet_siting_free(siting);
}

static void no_sites_to_choose_is_proved_best(void **state)
{
    circlet_siting *siting = solve(&two_halves, 0);
    size_t count;

    (void)state;
    circlet_siting_sites(siting, &count);
    assert_int_equal(count, 0);
    assert_int_equal(circlet_siting_objective(siting), 0);
    assert_int_equal(circlet_siting_bound(siting), 0);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_true(circlet_siting_gap(siting) == 0.0);
    circlet_siting_free(siting);
}

static void more_sites_than_help_are_not_chosen(void **state)
{
    /* Row 1 has no weight, row 2 no site. */
    const small_problem sparse = {3, 4, {1 | 2, 4, 0}, {1500, 0, 9000}};
    circlet_siting *siting = solve(&sparse, SIZE_MAX);
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);

    (void)state;
    assert_int_equal(count, 1);
    assert_int_equal(sites[0], 0);
    assert_int_equal(circlet_siting_objective(siting), 1500);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    circlet_siting_free(siting);
}

static void the_largest_weights_fit_and_larger_sums_are_refused(void **state)
{
    small_problem heavy = {2, 2, {1 | 2, 2}, {INT64_MAX - 1, 1}};
    circlet_siting *siting = solve(&heavy, 2);
    circlet_od_matrix *matrix = matrix_of(&heavy);

    (void)state;
    assert_true(circlet_siting_objective(siting) == INT64_MAX);
    assert_true(circlet_siting_bound(siting) == INT64_MAX);
    circlet_siting_free(siting);
    siting = NULL;
    heavy.weights[1] = 2;
    assert_fails(
        circlet_solve_mclp(&siting, matrix, heavy.weights, 2, NULL, error),
        CIRCLET_E_DATA, "demand point 1 makes the sum");
    heavy.weights[0] = -5;
    assert_fails(
        circlet_solve_mclp(&siting, matrix, heavy.weights, 2, NULL, error),
        CIRCLET_E_ARGUMENT, "demand point 0 has the negative weight");
    assert_null(siting);
    circlet_od_matrix_free(matrix);
}

static void arguments_that_are_missing_are_refused(void **state)
{
    circlet_od_matrix *matrix = matrix_of(&two_halves);
    circlet_siting *siting = NULL;

    (void)state;
    assert_fails(
        circlet_solve_mclp(NULL, matrix, two_halves.weights, 1, NULL, error),
        CIRCLET_E_ARGUMENT, "no matrix or no place");
    assert_fails(
        circlet_solve_mclp(&siting, NULL, two_halves.weights, 1, NULL, error),
        CIRCLET_E_ARGUMENT, "no matrix or no place");
    assert_fails(circlet_solve_mclp(&siting, matrix, NULL, 1, NULL, error),
                 CIRCLET_E_ARGUMENT, "4 demand points have no weights");
    circlet_siting_free(NULL);
    circlet_od_matrix_free(matrix);
}

/* What a caller was told, and when it stops. */
typedef struct listener {
    unsigned calls, stop_at;
    double last;
} listener;

static bool listen_to(const char *stage, double fraction, void *user)
{
    listener *heard = user;

    assert_string_equal(stage, "siting");
    assert_true(fraction >= heard->last);
    heard->last = fraction;
    return ++heard->calls != heard->stop_at;
}

static void progress_runs_to_one_and_can_stop_the_search(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_od_matrix *matrix = matrix_of(&two_halves);
    circlet_siting *siting = NULL;
    listener heard = {0, 0, 0.0};

    (void)state;
    options.progress.report = listen_to;
    options.progress.user = &heard;
    assert_ok(circlet_solve_mclp(&siting, matrix, two_halves.weights, 3,
                                 &options, error));
    circlet_siting_free(siting);
    siting = NULL;
    assert_true(heard.last == 1.0);
    assert_true(heard.calls >= 3);

    heard = (listener){0, 2, 0.0};
    assert_fails(circlet_solve_mclp(&siting, matrix, two_halves.weights, 3,
                                    &options, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_null(siting);
    circlet_od_matrix_free(matrix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greedy_lies_between_its_guarantee_and_the_optimum),
        cmocka_unit_test(sites_that_cover_everything_are_proved_best),
        cmocka_unit_test(greedy_can_miss_the_best_and_shows_the_gap),
        cmocka_unit_test(no_sites_to_choose_is_proved_best),
        cmocka_unit_test(more_sites_than_help_are_not_chosen),
        cmocka_unit_test(the_largest_weights_fit_and_larger_sums_are_refused),
        cmocka_unit_test(arguments_that_are_missing_are_refused),
        cmocka_unit_test(progress_runs_to_one_and_can_stop_the_search),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
