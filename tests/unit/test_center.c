#include <circlet/siting.h>

#include "site_riddle.h"
#include "unit.h"

/* The time to the n-th nearest of `open`; UINT32_MAX: there are too few. */
static uint32_t time_to(const site_town *town, uint32_t open, size_t point)
{
    uint32_t need = town->location.backup ? town->backup[point] : 1;

    for (uint32_t time = 0; time < 64; time++) {
        uint32_t count = 0;

        for (size_t j = 0; j < town->sites; j++)
            count += (open >> j & 1) && town->times[point][j] <= time;
        if (count >= need)
            return time;
    }
    return UINT32_MAX;
}

/* The longest time of points that can be reached. */
static uint32_t longest_time(const site_town *town, uint32_t open)
{
    uint32_t serving = 0;
    uint32_t longest = 0;

    for (size_t j = 0; j < town->sites; j++)
        serving |= (uint32_t)may_serve(town, j) << j;
    for (size_t i = 0; i < town->points; i++) {
        uint32_t time = time_to(town, open, i);

        if (weight_of(town, i) > 0 && time > longest &&
            time_to(town, serving, i) != UINT32_MAX)
            longest = time;
    }
    return longest;
}

/* The least longest time by looking at all choices; UINT32_MAX: none. */
static uint32_t enumerate(const site_town *town)
{
    uint32_t best = UINT32_MAX;

    for (uint32_t open = 0; open < 1U << town->sites; open++) {
        uint32_t longest;

        if (cost_of_choice(town, open) < 0)
            continue;
        longest = longest_time(town, open);
        best = longest < best ? longest : best;
    }
    return best;
}

/* ---- certificates ------------------------------------------------------ */

/* Whether the duals of a leaf show that no choice covers all points within
 * less than the objective. */
static bool leaf_holds(const site_town *town,
                       const circlet_certificate *certificate, uint32_t vector,
                       uint32_t in, uint32_t out)
{
    uint32_t within = (uint32_t)certificate->objective - 1;

    for (uint32_t open = 0; open < 1U << town->sites; open++) {
        struct site_town loose = *town;
        int64_t theta = 0;
        int64_t sum = 0;

        loose.location.apart_count = 0;
        /* Without duals the fixings contradict the limits, the budget among
         * them; with duals it is priced. */
        loose.location.has_budget &= vector == CIRCLET_NO_DUALS;
        if ((open & in) != in || (open & out) != 0 ||
            cost_of_choice(&loose, open) < 0)
            continue;
        if (vector == CIRCLET_NO_DUALS)
            return false;
        theta = certificate->thetas[vector];
        for (size_t k = certificate->dual_first[vector];
             k < certificate->dual_first[vector + 1]; k++) {
            circlet_dual dual = certificate->duals[k];
            uint32_t need = town->location.backup ? town->backup[dual.row] : 1;

            sum += need * dual.value;
            for (size_t j = 0; j < town->sites; j++)
                if ((open >> j & 1) && town->times[dual.row][j] <= within)
                    sum -= dual.value;
        }
        if (theta > 0)
            sum +=
                theta * (cost_of_choice(&loose, open) - town->location.budget);
        if (sum <= 0)
            return false;
    }
    return true;
}

static void check_node(const site_town *town,
                       const circlet_certificate *certificate, uint32_t node,
                       uint32_t in, uint32_t out)
{
    circlet_proof_node at = certificate->nodes[node];

    for (size_t k = 0; k < town->location.apart_count; k++) {
        uint32_t a = town->apart[2 * k];
        uint32_t b = town->apart[2 * k + 1];

        out |= (in >> a & 1) && !(in >> b & 1) ? 1U << b : 0;
        out |= (in >> b & 1) && !(in >> a & 1) ? 1U << a : 0;
    }
    if (at.site == CIRCLET_LEAF) {
        if (!leaf_holds(town, certificate, at.without, in, out))
            fail_msg("seed %llu: leaf %u does not hold", town->seed, node);
        return;
    }
    check_node(town, certificate, at.with, in | 1U << at.site, out);
    check_node(town, certificate, at.without, in, out | 1U << at.site);
}

static void check_certificate(const site_town *town,
                              const circlet_certificate *certificate)
{
    uint32_t in = 0;

    assert_non_null(certificate);
    assert_false(certificate->is_too_large);
    if (certificate->objective == 0)
        return;
    assert_true(certificate->node_count > 0);
    for (size_t j = 0; j < town->sites; j++)
        in |= (uint32_t)is_open_anyway(town, j) << j;
    check_node(town, certificate, (uint32_t)certificate->node_count - 1, in,
               0);
}

/* ---- tests ------------------------------------------------------------- */

/* Solves and compares with enumeration; returns whether there was a plan. */
static bool check_town(const site_town *town, bool wants_certificate)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    uint32_t best = enumerate(town);
    circlet_status status;

    options.wants_certificate = wants_certificate;
    status =
        circlet_solve_p_center(&siting, &town->location, &options, &error);
    if (best == UINT32_MAX) {
        if (status != CIRCLET_E_INFEASIBLE || siting)
            fail_msg("seed %llu: status %d without a plan", town->seed,
                     (int)status);
        return false;
    }
    if (status != CIRCLET_OK)
        fail_msg("seed %llu: %s", town->seed, error.message);
    if (circlet_siting_objective(siting) != best ||
        circlet_siting_bound(siting) != best)
        fail_msg("seed %llu: %lld is not %u", town->seed,
                 (long long)circlet_siting_objective(siting), best);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_true(cost_of_choice(town, open_of(town, siting)) >= 0);
    assert_int_equal(longest_time(town, open_of(town, siting)), best);
    if (wants_certificate)
        check_certificate(town, circlet_siting_certificate(siting));
    circlet_siting_free(siting);
    return true;
}

static void small_problems_agree_with_enumeration(void **state)
{
    size_t plans = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 3000; seed++) {
        site_town town;

        draw_town(&town, seed);
        plans += check_town(&town, false);
        circlet_od_matrix_free(town.reach);
    }
    assert_true(plans > 1000 && plans < 2950);
}

static void leaves_of_certificates_prove_the_time(void **state)
{
    (void)state;
    for (uint64_t seed = 20000; seed < 21500; seed++) {
        site_town town;

        draw_town(&town, seed);
        check_town(&town, true);
        circlet_od_matrix_free(town.reach);
    }
}

/* A full matrix of random times, which takes more than the first points. */
static circlet_od_matrix *wide_matrix(uint64_t seed, size_t points,
                                      size_t sites)
{
    size_t *first = calloc(points + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(points * sites, sizeof(*entries));
    circlet_od_matrix *reach = NULL;

    assert_non_null(first);
    assert_non_null(entries);
    for (size_t i = 0; i < points; i++) {
        for (size_t j = 0; j < sites; j++)
            entries[i * sites + j] = (circlet_od_entry){
                (uint32_t)j, 1 + unit_random_below(&seed, 100000)};
        first[i + 1] = (i + 1) * sites;
    }
    assert_ok(
        circlet_od_matrix_new(&reach, points, sites, first, entries, error));
    free(first);
    free(entries);
    return reach;
}

static void points_beyond_the_first_come_in(void **state)
{
    circlet_od_matrix *reach = wide_matrix(3, 3000, 12);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *siting = NULL;
    uint32_t best = UINT32_MAX;

    (void)state;
    location.reach = reach;
    location.has_p = true;
    location.p = 4;
    for (uint32_t open = 0; open < 1U << 12; open++) {
        uint32_t longest = 0;

        if (__builtin_popcount(open) != 4)
            continue;
        for (size_t i = 0; i < 3000; i++) {
            size_t k = 0;
            size_t count;
            const circlet_od_entry *row =
                circlet_od_matrix_row(reach, i, &count);

            while (!(open >> row[k].destination & 1))
                k++;
            longest = row[k].time_ms > longest ? row[k].time_ms : longest;
        }
        best = longest < best ? longest : best;
    }
    assert_ok(circlet_solve_p_center(&siting, &location, NULL, error));

    assert_int_equal(circlet_siting_objective(siting), best);
    assert_int_equal(circlet_siting_bound(siting), best);
    circlet_siting_free(siting);
    circlet_od_matrix_free(reach);
}

static void a_work_limit_leaves_the_same_honest_answer(void **state)
{
    circlet_od_matrix *reach = wide_matrix(5, 500, 100);
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *a = NULL;
    circlet_siting *b = NULL;

    (void)state;
    location.reach = reach;
    location.has_p = true;
    location.p = 12;
    options.work_limit = 100000000;
    assert_ok(circlet_solve_p_center(&a, &location, &options, error));
    assert_ok(circlet_solve_p_center(&b, &location, &options, error));

    assert_int_equal(circlet_siting_objective(a), circlet_siting_objective(b));
    assert_int_equal(circlet_siting_bound(a), circlet_siting_bound(b));
    assert_true(circlet_siting_bound(a) < circlet_siting_objective(a));
    assert_int_equal(circlet_siting_get_report(a).stop, CIRCLET_STOP_WORK);
    circlet_siting_free(a);
    circlet_siting_free(b);
    circlet_od_matrix_free(reach);
}

/* What a caller sees, and when it says stop. */
typedef struct onlooker {
    size_t calls, calls_allowed;
} onlooker;

static bool look_on(const char *stage, double fraction, void *user)
{
    onlooker *seen = user;

    assert_non_null(stage);
    assert_true(fraction >= 0.0 && fraction <= 1.0);
    seen->calls++;
    return seen->calls <= seen->calls_allowed;
}

static circlet_status solve_hard(circlet_siting **out,
                                 const circlet_siting_options *options,
                                 circlet_error *failure)
{
    circlet_od_matrix *reach = wide_matrix(7, 900, 300);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_status status;

    location.reach = reach;
    location.has_p = true;
    location.p = 20;
    status = circlet_solve_p_center(out, &location, options, failure);
    circlet_od_matrix_free(reach);
    return status;
}

static void a_time_limit_leaves_a_plan_and_an_honest_bound(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_error failure;

    (void)state;
    options.time_limit_s = 0.5;
    assert_int_equal(solve_hard(&siting, &options, &failure), CIRCLET_OK);

    assert_int_equal(circlet_siting_get_report(siting).stop,
                     CIRCLET_STOP_TIME);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_BOUND);
    assert_true(circlet_siting_bound(siting) <
                circlet_siting_objective(siting));
    assert_int_equal(circlet_siting_get_report(siting).unserved, 0);
    circlet_siting_free(siting);
}

static void a_cancel_leaves_what_is_there_or_nothing(void **state)
{
    size_t answers = 0;

    (void)state;
    for (size_t allowed = 0; allowed < 4; allowed++) {
        onlooker seen = {.calls_allowed = allowed};
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *siting = NULL;
        circlet_error failure;
        circlet_status status;

        options.progress = (circlet_progress){look_on, &seen};
        status = solve_hard(&siting, &options, &failure);
        assert_int_equal(seen.calls, allowed + 1);
        if (status != CIRCLET_OK) {
            assert_int_equal(status, CIRCLET_E_CANCELLED);
            assert_null(siting);
            continue;
        }
        answers++;
        assert_int_equal(circlet_siting_get_report(siting).stop,
                         CIRCLET_STOP_CANCELLED);
        assert_true(circlet_siting_bound(siting) <
                    circlet_siting_objective(siting));
        circlet_siting_free(siting);
    }
    assert_true(answers > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_problems_agree_with_enumeration),
        cmocka_unit_test(leaves_of_certificates_prove_the_time),
        cmocka_unit_test(points_beyond_the_first_come_in),
        cmocka_unit_test(a_work_limit_leaves_the_same_honest_answer),
        cmocka_unit_test(a_time_limit_leaves_a_plan_and_an_honest_bound),
        cmocka_unit_test(a_cancel_leaves_what_is_there_or_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
