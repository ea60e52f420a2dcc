#include <circlet/siting.h>

#include "site_riddle.h"
#include "unit.h"

/* Whether enough of `open` are within the point's cutoff. */
static bool covers(const site_town *town, uint32_t open, size_t point)
{
    uint32_t cutoff = town->location.cutoffs_ms ? town->cutoffs[point]
                                                : town->location.cutoff_ms;
    uint32_t need = town->location.backup ? town->backup[point] : 1;
    uint32_t count = 0;

    for (size_t j = 0; j < town->sites; j++)
        count += (open >> j & 1) && town->times[point][j] != UINT32_MAX &&
                 town->times[point][j] <= cutoff;
    return count >= need;
}

/* What no allowed site forbids is to be covered, or so much of it. */
static bool covers_enough(const site_town *town, uint32_t open)
{
    uint32_t serving = 0;
    int64_t weight = 0;

    for (size_t j = 0; j < town->sites; j++)
        serving |= (uint32_t)may_serve(town, j) << j;
    for (size_t i = 0; i < town->points; i++) {
        bool is_covered = covers(town, open, i);

        weight += is_covered ? weight_of(town, i) : 0;
        if (!is_covered && weight_of(town, i) > 0 &&
            town->location.target == 0 && covers(town, serving, i))
            return false;
    }
    return weight >= town->location.target;
}

/* The least cost by looking at all choices; -1: there is none. */
static int64_t enumerate(const site_town *town)
{
    int64_t best = -1;

    for (uint32_t open = 0; open < 1U << town->sites; open++) {
        int64_t cost = cost_of_choice(town, open);

        if (cost >= 0 && (best < 0 || cost < best) &&
            covers_enough(town, open))
            best = cost;
    }
    return best;
}

/* ---- certificates ------------------------------------------------------ */

/* Free sites that an existing or fixed one keeps away are never chosen. */
static bool is_apart_from(const site_town *town, size_t site, uint32_t others)
{
    for (size_t k = 0; k < town->location.apart_count; k++) {
        uint32_t a = town->apart[2 * k];
        uint32_t b = town->apart[2 * k + 1];

        if ((a == site && (others >> b & 1)) ||
            (b == site && (others >> a & 1)))
            return true;
    }
    return false;
}

static uint32_t all_that_serve(const site_town *town)
{
    uint32_t serving = 0;

    for (size_t j = 0; j < town->sites; j++)
        if (is_open_anyway(town, j) ||
            (may_serve(town, j) && !is_kept_away(town, j)))
            serving |= 1U << j;
    return serving;
}

/* The most of sum of (c_j - scale * cost_j) over choices that keep the limits
 * and the decisions; false: there is none. Spacing aside, and the budget
 * unless it is asked for. */
static bool most(const site_town *town, const int64_t *values, bool has_budget,
                 uint32_t in, uint32_t out, int64_t *best)
{
    bool found = false;

    for (uint32_t open = 0; open < 1U << town->sites; open++) {
        struct site_town loose = *town;
        int64_t sum = 0;

        loose.location.apart_count = 0;
        loose.location.has_budget &= has_budget;
        if ((open & in) != in || (open & out) != 0 ||
            cost_of_choice(&loose, open) < 0)
            continue;
        for (size_t j = 0; j < town->sites; j++)
            sum += open >> j & 1 ? values[j] : 0;
        if (!found || sum > *best)
            *best = sum;
        found = true;
    }
    return found;
}

static bool is_within(const site_town *town, size_t point, size_t site)
{
    return town->times[point][site] != UINT32_MAX &&
           town->times[point][site] <= (town->location.cutoffs_ms
                                            ? town->cutoffs[point]
                                            : town->location.cutoff_ms);
}

/* Sites of a set (bits) that cover a point. */
static int64_t count_within(const site_town *town, size_t point, uint32_t set)
{
    int64_t count = 0;

    for (size_t j = 0; j < town->sites; j++)
        count += (set >> j & 1) && is_within(town, point, j);
    return count;
}

static uint32_t existing_sites(const site_town *town)
{
    uint32_t existing = 0;

    for (size_t j = 0; j < town->sites; j++)
        if (state_of(town, j) == CIRCLET_SITE_EXISTING)
            existing |= 1U << j;
    return existing;
}

/* What a row needs beside the existing sites; may be below 0. */
static int64_t need_of(const site_town *town, size_t point)
{
    return (town->location.backup ? (int64_t)town->backup[point] : 1) -
           count_within(town, point, existing_sites(town));
}

/* Whether a row is bounded by what the leaf says of its sites. */
static bool is_of_leaf(const site_town *town, size_t point)
{
    return town->location.target > 0 && need_of(town, point) > 1;
}

/* What it needs beside the sites that are in, if the leaf says that; 0: they
 * cover it, or too few are open. */
static int64_t missing_of(const site_town *town, size_t point, uint32_t in,
                          uint32_t out)
{
    uint32_t open = all_that_serve(town) & ~in & ~out;
    int64_t missing = need_of(town, point);

    if (!is_of_leaf(town, point))
        return missing;
    missing -= count_within(town, point, in & ~out & ~existing_sites(town));
    return missing > 0 && count_within(town, point, open) >= missing ? missing
                                                                     : 0;
}

/* What the duals of the rows are to the sites. */
static void add_duals(const site_town *town, const int64_t *duals, uint32_t in,
                      uint32_t out, int64_t *values)
{
    for (size_t i = 0; i < town->points; i++)
        for (size_t j = 0; j < town->sites; j++)
            if (is_within(town, i, j) &&
                state_of(town, j) != CIRCLET_SITE_EXISTING &&
                missing_of(town, i, in, out) > 0 &&
                (!is_of_leaf(town, i) || !((in | out) >> j & 1)))
                values[j] += duals[i];
}

/* What a row gives to the sum beside the sites. */
static int64_t row_part(const site_town *town, size_t point, int64_t dual,
                        int64_t theta, uint32_t in, uint32_t out)
{
    int64_t price = theta * weight_of(town, point);
    int64_t missing = missing_of(town, point, in, out);

    if (!covers(town, all_that_serve(town), point))
        return 0;
    if (town->location.target == 0)
        return missing > 0 ? missing * dual : 0;
    if (missing <= 0)
        return covers(town, in & ~out, point) ? -price : 0;
    return price > missing * dual ? missing * dual - price : 0;
}

/* The bound of a leaf, in units of 1 / scale, as circlet/certificate.h says;
 * INT64_MAX: no choice. */
static int64_t leaf_bound(const site_town *town,
                          const circlet_certificate *certificate,
                          uint32_t vector, uint32_t in, uint32_t out)
{
    int64_t values[SITES_MAX] = {0};
    int64_t duals[POINTS_MAX] = {0};
    int64_t theta = 0;
    int64_t sum = 0;
    int64_t sites = 0;

    if (vector != CIRCLET_NO_DUALS) {
        theta = certificate->thetas[vector];
        for (size_t k = certificate->dual_first[vector];
             k < certificate->dual_first[vector + 1]; k++)
            duals[certificate->duals[k].row] = certificate->duals[k].value;
    }
    for (size_t j = 0; j < town->sites; j++)
        if (state_of(town, j) != CIRCLET_SITE_EXISTING)
            values[j] = -certificate->scale * cost_of(town, j);
    add_duals(town, duals, in, out, values);
    if (!most(town, values, vector == CIRCLET_NO_DUALS, in, out, &sites))
        return INT64_MAX;
    for (size_t i = 0; i < town->points; i++)
        sum += row_part(town, i, duals[i], theta, in, out);
    return sum + theta * town->location.target - sites;
}

/* With a target a leaf without duals cannot reach it. */
static bool leaf_is_lost(const site_town *town, uint32_t out)
{
    uint32_t rest = all_that_serve(town) & ~out;

    return town->location.target > 0 && !covers_enough(town, rest);
}

/* All costs are whole multiples of it, so the bound may be rounded up to
 * one. */
static int64_t cost_unit(const site_town *town)
{
    int64_t unit = 0;

    for (size_t j = 0; j < town->sites; j++) {
        int64_t rest = cost_of(town, j);

        if (state_of(town, j) == CIRCLET_SITE_EXISTING ||
            state_of(town, j) == CIRCLET_SITE_FORBIDDEN ||
            (is_kept_away(town, j) && !is_open_anyway(town, j)))
            continue;
        while (rest != 0) {
            int64_t next = unit % rest;

            unit = rest;
            rest = next;
        }
    }
    return unit > 0 ? unit : 1;
}

static void check_node(const site_town *town,
                       const circlet_certificate *certificate, uint32_t node,
                       uint32_t in, uint32_t out)
{
    circlet_proof_node at = certificate->nodes[node];

    for (size_t j = 0; j < town->sites; j++)
        if (!(in >> j & 1) && is_apart_from(town, j, in))
            out |= 1U << j;
    if (at.site != CIRCLET_LEAF) {
        assert_true(at.with < node && at.without < node);
        check_node(town, certificate, at.with, in | 1U << at.site, out);
        check_node(town, certificate, at.without, in, out | 1U << at.site);
        return;
    }
    if (at.without == CIRCLET_NO_DUALS && leaf_is_lost(town, out))
        return;
    if (leaf_bound(town, certificate, at.without, in, out) == INT64_MAX)
        return;
    assert_int_not_equal(at.without, CIRCLET_NO_DUALS);
    if (leaf_bound(town, certificate, at.without, in, out) <=
        (certificate->bound - cost_unit(town)) * certificate->scale)
        fail_msg("seed %llu: leaf %u does not prove %lld", town->seed, node,
                 (long long)certificate->bound);
}

static void check_certificate(const site_town *town,
                              const circlet_certificate *certificate)
{
    circlet_error error = {CIRCLET_OK, ""};
    uint32_t out = 0;
    uint32_t in = 0;

    assert_non_null(certificate);
    assert_false(certificate->is_too_large);
    assert_true(certificate->node_count > 0);
    if (circlet_certificate_check(certificate, &town->location, &error) !=
        CIRCLET_OK)
        fail_msg("seed %llu: %s", town->seed, error.message);
    for (size_t k = 0; k < certificate->dominated_count; k++) {
        uint32_t site = certificate->dominated[2 * k];
        uint32_t by = certificate->dominated[2 * k + 1];

        assert_true(cost_of(town, by) <= cost_of(town, site));
        for (size_t i = 0; i < town->points; i++)
            if (weight_of(town, i) > 0 &&
                covers(town, all_that_serve(town), i) &&
                covers(town, 1U << site, i))
                assert_true(covers(town, 1U << by, i));
        out |= 1U << site;
    }
    for (size_t j = 0; j < town->sites; j++)
        if (state_of(town, j) == CIRCLET_SITE_FIXED ||
            state_of(town, j) == CIRCLET_SITE_EXISTING)
            in |= 1U << j;
    check_node(town, certificate, (uint32_t)certificate->node_count - 1, in,
               out);
}

/* ---- tests ------------------------------------------------------------- */

/* Solves and compares with enumeration; returns whether there was a plan. */
static bool check_town(const site_town *town, bool wants_certificate)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    int64_t best = enumerate(town);
    circlet_status status;

    options.wants_certificate = wants_certificate;
    status = circlet_solve_lscp(&siting, &town->location, &options, &error);
    if (best < 0) {
        if (status != CIRCLET_E_INFEASIBLE || siting)
            fail_msg("seed %llu: status %d without a plan", town->seed,
                     (int)status);
        return false;
    }
    if (status != CIRCLET_OK)
        fail_msg("seed %llu: %s", town->seed, error.message);
    if (circlet_siting_objective(siting) != best)
        fail_msg("seed %llu: %lld is not %lld", town->seed,
                 (long long)circlet_siting_objective(siting), (long long)best);
    assert_int_equal(circlet_siting_bound(siting), best);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_int_equal(cost_of_choice(town, open_of(town, siting)), best);
    assert_true(covers_enough(town, open_of(town, siting)));
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
    assert_true(plans > 1000 && plans < 2900);
}

static void targets_agree_with_enumeration(void **state)
{
    size_t plans = 0;

    (void)state;
    for (uint64_t seed = 10000; seed < 12000; seed++) {
        site_town town;

        draw_town(&town, seed);
        town.location.target = 1 + (int64_t)(seed % 20);
        plans += check_town(&town, false);
        circlet_od_matrix_free(town.reach);
    }
    assert_true(plans > 400);
}

static void leaves_of_certificates_prove_the_bound(void **state)
{
    (void)state;
    for (uint64_t seed = 20000; seed < 23000; seed++) {
        site_town town;

        draw_town(&town, seed);
        town.location.target = seed % 3 == 0 ? 1 + (int64_t)(seed % 17) : 0;
        check_town(&town, true);
        circlet_od_matrix_free(town.reach);
    }
}

/* A random covering problem that takes a tree. */
static circlet_od_matrix *wide_matrix(uint64_t seed, size_t points,
                                      size_t sites, uint32_t one_in)
{
    size_t *first = calloc(points + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(points * sites, sizeof(*entries));
    circlet_od_matrix *reach = NULL;
    size_t count = 0;

    assert_non_null(first);
    assert_non_null(entries);
    for (size_t i = 0; i < points; i++) {
        for (size_t j = 0; j < sites; j++)
            if (by_chance(&seed, one_in))
                entries[count++] = (circlet_od_entry){(uint32_t)j, 1};
        first[i + 1] = count;
    }
    assert_ok(
        circlet_od_matrix_new(&reach, points, sites, first, entries, error));
    free(first);
    free(entries);
    return reach;
}

static void the_same_seed_gives_the_same_answer(void **state)
{
    circlet_od_matrix *reach = wide_matrix(5, 200, 150, 12);
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *a = NULL;
    circlet_siting *b = NULL;
    size_t count_a, count_b;

    (void)state;
    location.reach = reach;
    options.work_limit = 100000000;
    assert_ok(circlet_solve_lscp(&a, &location, &options, error));
    options.threads = 2;
    assert_ok(circlet_solve_lscp(&b, &location, &options, error));

    assert_int_equal(circlet_siting_bound(a), circlet_siting_bound(b));
    circlet_siting_sites(a, &count_a);
    circlet_siting_sites(b, &count_b);
    assert_int_equal(count_a, count_b);
    assert_memory_equal(circlet_siting_sites(a, &count_a),
                        circlet_siting_sites(b, &count_b),
                        count_a * sizeof(uint32_t));
    assert_int_equal(circlet_siting_get_report(a).work,
                     circlet_siting_get_report(b).work);
    circlet_siting_free(a);
    circlet_siting_free(b);
    circlet_od_matrix_free(reach);
}

/* The first call comes before there is anything; `user` counts calls. */
static bool stop_soon(const char *stage, double fraction, void *user)
{
    size_t *calls = user;

    (void)stage;
    (void)fraction;
    return ++*calls < 2;
}

static void a_cancelled_search_leaves_its_plan_and_bound(void **state)
{
    circlet_od_matrix *reach = wide_matrix(7, 600, 400, 25);
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *siting = NULL;
    size_t calls = 0;

    (void)state;
    location.reach = reach;
    options.progress.report = stop_soon;
    options.progress.user = &calls;
    assert_ok(circlet_solve_lscp(&siting, &location, &options, error));

    assert_int_equal(calls, 2);
    assert_int_equal(circlet_siting_get_report(siting).stop,
                     CIRCLET_STOP_CANCELLED);
    assert_int_equal(circlet_siting_get_report(siting).unserved, 0);
    assert_true(circlet_siting_bound(siting) > 5);
    assert_true(circlet_siting_bound(siting) <
                circlet_siting_objective(siting));
    circlet_siting_free(siting);
    circlet_od_matrix_free(reach);
}

static void a_time_limit_is_kept(void **state)
{
    circlet_od_matrix *reach = wide_matrix(9, 800, 500, 25);
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *siting = NULL;

    (void)state;
    location.reach = reach;
    options.time_limit_s = 0.3;
    assert_ok(circlet_solve_lscp(&siting, &location, &options, error));

    assert_int_equal(circlet_siting_get_report(siting).stop,
                     CIRCLET_STOP_TIME);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_BOUND);
    assert_int_equal(circlet_siting_get_report(siting).unserved, 0);
    circlet_siting_free(siting);
    circlet_od_matrix_free(reach);
}

static void what_no_site_reaches_is_left_out_and_stated(void **state)
{
    const size_t first[] = {0, 1, 1, 2};
    const circlet_od_entry entries[] = {{0, 5}, {1, 50}};
    const int64_t weights[] = {3, 4, 5};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *reach = NULL;
    circlet_siting *siting = NULL;
    circlet_siting_report report;

    (void)state;
    assert_ok(circlet_od_matrix_new(&reach, 3, 2, first, entries, error));
    location.reach = reach;
    location.weights = weights;
    location.cutoff_ms = 10;
    assert_ok(circlet_solve_lscp(&siting, &location, NULL, error));

    report = circlet_siting_get_report(siting);
    assert_int_equal(circlet_siting_objective(siting), 1);
    assert_int_equal(report.unreachable, 2);
    assert_int_equal(report.unreachable_weight, 9);
    circlet_siting_free(siting);
    siting = NULL;
    location.target = 4;
    assert_fails(circlet_solve_lscp(&siting, &location, NULL, error),
                 CIRCLET_E_INFEASIBLE, "the target 4 is over the weight 3");
    location.target = -1;
    assert_fails(circlet_solve_lscp(&siting, &location, NULL, error),
                 CIRCLET_E_ARGUMENT, "the target -1 is below 0");
    circlet_od_matrix_free(reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_problems_agree_with_enumeration),
        cmocka_unit_test(targets_agree_with_enumeration),
        cmocka_unit_test(leaves_of_certificates_prove_the_bound),
        cmocka_unit_test(the_same_seed_gives_the_same_answer),
        cmocka_unit_test(a_cancelled_search_leaves_its_plan_and_bound),
        cmocka_unit_test(a_time_limit_is_kept),
        cmocka_unit_test(what_no_site_reaches_is_left_out_and_stated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
